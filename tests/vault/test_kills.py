"""Real processes, really killed: what they held is there for the next, and no way into a vault is ever lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.base.errors import LockedError, WrongKeyError
from casefile.vault import key_process
from casefile.vault.keyslots import Identity, Passphrase, slots
from casefile.vault.vault import Vault
from vault.conftest import PASSPHRASE

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


HOLDER = """
    import sys, time
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    vault = Vault.open(Path(sys.argv[1]), Identity(sys.argv[2]), Clock())
    connection = vault.connect()
    connection.execute("INSERT INTO note VALUES ('kept')")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO note VALUES ('not yet saved')")
    print("holding", flush=True)
    time.sleep(600)
"""


def test_the_lock_of_a_killed_holder_falls_to_the_next_who_opens(path: Path, secret: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(path), secret], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        with pytest.raises(LockedError):
            Vault.open(path, Identity(secret), Clock())
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert json.loads((path / "lock").read_bytes())["pid"] == holder.pid
    vault = Vault.open(path, Identity(secret), Clock())
    connection = vault.connect()
    notes = {text for (text,) in connection.execute("SELECT text FROM note")}
    connection.close()
    vault.close()
    assert "kept" in notes
    assert "not yet saved" not in notes
