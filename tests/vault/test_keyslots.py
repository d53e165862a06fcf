from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import WrongKeyError
from casefile.vault import key_process
from casefile.vault.keyslots import Identity, Passphrase, add_passphrase, read_key, slots
from casefile.vault.vault import Vault
from vault.conftest import PASSPHRASE


def test_no_secret_is_in_what_a_trace_would_print() -> None:
    assert "hunter2" not in f"{Passphrase('hunter2')!r} {Identity('hunter2')!r}"


def test_both_spellings_of_a_letter_with_a_mark_open_a_slot(tmp_path: Path) -> None:
    key = bytes(range(32))
    add_passphrase(tmp_path, key, unicodedata.normalize("NFC", "Жаңаөзен й é"))
    assert read_key(tmp_path, Passphrase(unicodedata.normalize("NFD", "Жаңаөзен й é"))) == key


NEW = "a quite different lot of words"

# The key is worked out beforehand: what is tried here are the files, step by step.
CHANGER = """
    import json, os, signal, sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault import key_process
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    path, secret, step, old, new, new_slot = sys.argv[1:]
    vault = Vault.open(Path(path), Identity(secret), Clock())
    sealed = bytes.fromhex(new_slot)
    key_process.seal = lambda key, words, cancelled=None: sealed
    key_process.unseal = lambda slot, words, cancelled=None: (
        bytearray(vault._key) if (slot == sealed) == (words == new) else None
    )
    left = int(step)
    def counted(what):
        def run(*arguments, **named):
            global left
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return what(*arguments, **named)
        return run
    for name in ("open", "fsync", "replace", "rename", "unlink", "remove"):
        setattr(os, name, counted(getattr(os, name)))
    vault.change_passphrase(old, new)
    print("changed", left)
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def new_slot(made: tuple[Path, str]) -> bytes:
    """The vault's key under the new passphrase."""
    vault = Vault.open(made[0], Identity(made[1]), Clock(), read_only=True)
    sealed = key_process.seal(bytearray(vault._key), NEW)
    vault.close()
    return sealed


def ways_in(path: Path, new_slot: bytes) -> set[str]:
    """Which of the two passphrases opens a slot that lies there whole; one half destroyed counts for nothing."""
    whole = {path / "keys" / slot.name for slot in slots(path / "keys") if slot.sound and slot.kind == "passphrase"}
    return {NEW if slot.read_bytes() == new_slot else PASSPHRASE for slot in whole}


def test_a_change_of_passphrase_killed_at_any_step_leaves_a_way_in(path: Path, secret: str, new_slot: bytes) -> None:
    before = {file.name: file.read_bytes() for file in (path / "keys").iterdir()}
    outcomes = []
    for step in range(40):
        for file in (path / "keys").iterdir():
            file.unlink()
        for name, content in before.items():
            (path / "keys" / name).write_bytes(content)
        done = run(CHANGER, str(path), secret, str(step), PASSPHRASE, NEW, new_slot.hex())
        found = ways_in(path, new_slot)
        outcomes.append(found)
        vault = Vault.open(path, Identity(secret), Clock())
        assert any(slot.sound and slot.kind == "passphrase" for slot in vault.slots())
        vault.close()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert outcomes[0] == {PASSPHRASE}
    assert {PASSPHRASE, NEW} in outcomes
    assert outcomes[-1] == {NEW}
    assert all(outcomes)
    Vault.open(path, Passphrase(NEW), Clock(), read_only=True).close()
    with pytest.raises(WrongKeyError):
        Vault.open(path, Passphrase(PASSPHRASE), Clock(), read_only=True)
