from __future__ import annotations

import linecache
import shutil
from pathlib import Path
from typing import Any

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import DiskFullError, UserError, WrongKeyError
from casefile.exchange import demo_files
from casefile.ui.vault_opening import Way, create_vault, open_demo, open_vault, strength_of, warm_up
from casefile.vault.keyslots import Identity, Passphrase, Strength
from casefile.vault.vault import Vault


@pytest.fixture
def quick(kept_vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vaults without the second that a passphrase takes: copies of one, opened by its recovery key."""
    really = Vault.open

    def opened(path: Path, unlock: object, clock: Clock, **more: Any) -> Vault:
        way = Identity(kept_vault.secret) if isinstance(unlock, Passphrase) else unlock
        assert isinstance(way, Identity)
        return really(path, way, clock, **more)

    def created(path: Path, passphrase: str, clock: Clock, **more: object) -> Vault:
        del more
        shutil.copytree(kept_vault.path, path)
        return opened(path, Passphrase(passphrase), clock)

    monkeypatch.setattr(Vault, "open", opened)
    monkeypatch.setattr(Vault, "create", created)


def test_the_source_of_what_was_loaded_is_not_kept_in_memory() -> None:
    linecache.getlines(__file__)
    warm_up()
    assert not linecache.cache


def test_a_recovery_key_may_be_typed_in_groups(vault_path: Path, secret: str) -> None:
    grouped = " ".join(secret[at : at + 9] for at in range(0, len(secret), 9))
    opened = open_vault(vault_path, Way(grouped, "recovery"), Clock())
    assert opened.casebook.acts() == []
    opened.close()


def test_a_vault_that_did_not_open_can_be_opened_after(vault_path: Path, secret: str) -> None:
    with pytest.raises(WrongKeyError):
        open_vault(vault_path, Way("AGE-SECRET-KEY-1WRONG", "recovery"), Clock())
    open_vault(vault_path, Way(secret, "recovery"), Clock()).close()


@pytest.mark.usefixtures("quick")
def test_a_book_that_cannot_be_read_gives_its_vault_back(
    vault_path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError("no such table")

    with monkeypatch.context() as broken:
        broken.setattr("casefile.store.casebook.Casebook", fail)
        with pytest.raises(OSError, match="no such table"):
            open_vault(vault_path, Way(secret, "recovery"), Clock())
    open_vault(vault_path, Way(secret, "recovery"), Clock()).close()


@pytest.mark.usefixtures("quick")
def test_the_demonstration_is_made_once_and_opened_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[object] = []
    monkeypatch.setattr(demo_files, "fill", lambda book, _now: filled.append(book))
    for _time in range(2):
        open_demo(tmp_path / "new" / "folder", Clock()).close()
    assert len(filled) == 1


@pytest.mark.usefixtures("quick")
def test_a_demonstration_that_could_not_be_filled_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_book: object, _now: object) -> int:
        raise OSError("no such file")

    monkeypatch.setattr(demo_files, "fill", fail)
    with pytest.raises(OSError, match="no such file"):
        open_demo(tmp_path, Clock())
    filled: list[object] = []
    monkeypatch.setattr(demo_files, "fill", lambda book, _now: filled.append(book))
    open_demo(tmp_path, Clock()).close()
    assert len(filled) == 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("wanted", "prefix"), [(True, "AGE-SECRET-KEY-"), (False, "")])
def test_a_recovery_kit_is_made_only_when_it_is_wanted(wanted: bool, prefix: str, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    made = create_vault(tmp_path / "a.casefile", "one two three", Clock(), recovery=wanted)
    assert made.recovery.startswith(prefix)
    assert bool(made.recovery) is wanted
    made.close()


@pytest.mark.usefixtures("quick")
def test_a_new_vault_whose_recovery_kit_failed_is_closed_and_can_be_opened(
    tmp_path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_vault: Vault) -> str:
        raise DiskFullError("The disk is full.")

    path = tmp_path / "a.casefile"
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "make_recovery", full)
        with pytest.raises(DiskFullError):
            create_vault(path, "one two three", Clock(), recovery=True)
    open_vault(path, Way(secret, "recovery"), Clock()).close()


def test_opening_and_making_can_be_cancelled_and_leave_things_as_they_were(vault_path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cancelled"):
        open_vault(vault_path, Way("one two three"), Clock(), lambda: True)
    with pytest.raises(UserError, match="Cancelled"):
        create_vault(tmp_path / "b.casefile", "one two three", Clock(), recovery=True, cancelled=lambda: True)
    assert sorted(tmp_path.iterdir()) == [vault_path]


def test_strength_is_told_as_a_number() -> None:
    assert [strength_of(text) for text in ("", "abc")] == [Strength.EMPTY, Strength.WEAK]
