from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import WrongKeyError
from casefile.store import demo
from casefile.ui.vault_opening import Way, create_vault, open_demo, open_vault, strength_of
from casefile.vault.keyslots import Identity, Passphrase, Strength
from casefile.vault.vault import Vault


@pytest.fixture
def quick(kept_vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vaults without the second that a passphrase takes: copies of one, opened by its recovery key."""
    really = Vault.open

    def opened(path: Path, unlock: object, clock: Clock, **more: bool) -> Vault:
        way = Identity(kept_vault.secret) if isinstance(unlock, Passphrase) else unlock
        assert isinstance(way, Identity)
        return really(path, way, clock, **more)

    def created(path: Path, passphrase: str, clock: Clock) -> Vault:
        shutil.copytree(kept_vault.path, path)
        return opened(path, Passphrase(passphrase), clock)

    monkeypatch.setattr(Vault, "open", opened)
    monkeypatch.setattr(Vault, "create", created)


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
    monkeypatch.setattr(demo, "fill", filled.append)
    for _time in range(2):
        open_demo(tmp_path / "new" / "folder", Clock()).close()
    assert len(filled) == 1


@pytest.mark.usefixtures("quick")
def test_a_demonstration_that_could_not_be_filled_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_book: object) -> int:
        raise OSError("no such file")

    monkeypatch.setattr(demo, "fill", fail)
    with pytest.raises(OSError, match="no such file"):
        open_demo(tmp_path, Clock())
    filled: list[object] = []
    monkeypatch.setattr(demo, "fill", filled.append)
    open_demo(tmp_path, Clock()).close()
    assert len(filled) == 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("wanted", "prefix"), [(True, "AGE-SECRET-KEY-"), (False, "")])
def test_a_recovery_kit_is_made_only_when_it_is_wanted(wanted: bool, prefix: str, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    made = create_vault(tmp_path / "a.casefile", "one two three", Clock(), recovery=wanted)
    assert made.recovery.startswith(prefix)
    assert bool(made.recovery) is wanted
    made.close()


def test_strength_is_told_as_a_number() -> None:
    assert [strength_of(text) for text in ("", "abc")] == [Strength.EMPTY, Strength.WEAK]
