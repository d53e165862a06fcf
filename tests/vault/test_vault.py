from __future__ import annotations

import gc
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import weakref
from pathlib import Path

import apsw
import pytest

from casefile.base.clock import Clock
from casefile.base.errors import (
    DamagedError,
    DiskFullError,
    LockedError,
    NewerFormatError,
    ReadOnlyError,
    UserError,
    WrongKeyError,
)
from casefile.vault.keyslots import Identity, Passphrase
from casefile.vault.vault import Vault
from vault.conftest import PASSPHRASE, PLANTED


def opened(path: Path, secret: str, *, read_only: bool = False) -> Vault:
    return Vault.open(path, Identity(secret), Clock(), read_only=read_only)


def note(vault: Vault) -> str:
    connection = vault.connect()
    try:
        return str(connection.execute("SELECT text FROM note").fetchone()[0])
    finally:
        connection.close()


def every_byte(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_a_vault_opens_with_its_passphrase_and_with_its_recovery_key(path: Path, secret: str) -> None:
    for unlock in (Passphrase(PASSPHRASE), Identity(secret)):
        vault = Vault.open(path, unlock, Clock())
        assert note(vault) == PLANTED
        vault.close()


def test_nothing_in_the_folder_can_be_read_without_a_key(path: Path) -> None:
    for name, content in every_byte(path).items():
        assert PLANTED.encode() not in content, name
        assert b"SQLite format" not in content, name


def test_a_new_vault_never_takes_the_place_of_something_else(path: Path) -> None:
    before = every_byte(path)
    with pytest.raises(UserError):
        Vault.create(path, "another", Clock())
    assert every_byte(path) == before


@pytest.mark.parametrize("unlock", [Passphrase("wrong"), Identity("AGE-SECRET-KEY-1NONSENSE")])
def test_a_wrong_key_is_said_and_changes_nothing(path: Path, unlock: Passphrase | Identity) -> None:
    before = every_byte(path)
    with pytest.raises(WrongKeyError):
        Vault.open(path, unlock, Clock())
    assert every_byte(path) == before


def test_a_closed_vault_gives_no_connection_and_its_key_is_gone(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    vault.close()
    assert not any(vault._key)
    with pytest.raises(RuntimeError):
        vault.connect()
    dead = weakref.ref(vault)
    del vault
    gc.collect()
    assert dead() is None


def test_the_passphrase_changes_and_only_the_new_one_opens(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    vault.change_passphrase(PASSPHRASE, "the new one")
    vault.close()
    with pytest.raises(WrongKeyError):
        Vault.open(path, Passphrase(PASSPHRASE), Clock())
    again = Vault.open(path, Passphrase("the new one"), Clock())
    assert note(again) == PLANTED
    again.close()


def test_with_a_wrong_old_passphrase_no_slot_is_touched(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    before = every_byte(path / "keys")
    with pytest.raises(WrongKeyError):
        vault.change_passphrase("not it", "the new one")
    assert every_byte(path / "keys") == before
    vault.close()


def test_a_revoked_slot_no_longer_opens_and_the_last_cannot_be_revoked(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    by_kind = {slot.kind: slot.name for slot in vault.slots()}
    vault.revoke_slot(by_kind["passphrase"])
    with pytest.raises(UserError):
        vault.revoke_slot(by_kind["recipient"])
    vault.close()
    with pytest.raises(WrongKeyError):
        Vault.open(path, Passphrase(PASSPHRASE), Clock())
    opened(path, secret).close()


def damaged_slot(path: Path, change: str) -> None:
    (slot,) = (path / "keys").glob("passphrase-*.age")
    content = bytearray(slot.read_bytes())
    if change == "cut short":
        del content[-10:]
    elif change == "one bit":
        content[-10] ^= 1
    else:
        content.clear()
    slot.write_bytes(content)


@pytest.mark.parametrize("change", ["cut short", "one bit", "empty"])
def test_a_damaged_slot_is_told_from_a_wrong_passphrase_and_the_others_still_open(
    path: Path, secret: str, change: str
) -> None:
    damaged_slot(path, change)
    with pytest.raises(DamagedError):
        Vault.open(path, Passphrase(PASSPHRASE), Clock())
    vault = opened(path, secret)
    assert note(vault) == PLANTED
    vault.close()


@pytest.mark.parametrize("missing", ["keys", "vault.db", "vault.toml"])
def test_a_missing_part_is_said(path: Path, secret: str, missing: str) -> None:
    part = path / missing
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink()
    with pytest.raises(DamagedError):
        opened(path, secret)


@pytest.mark.parametrize("change", ["one bit", "cut short", "empty", "other file"])
def test_an_altered_database_is_refused_and_left_as_it_is(path: Path, secret: str, change: str) -> None:
    database = path / "vault.db"
    content = bytearray(database.read_bytes())
    if change == "one bit":
        content[100] ^= 1
    elif change == "cut short":
        del content[1000:]
    elif change == "empty":
        content.clear()
    else:
        content[:] = b"SQLite format 3\x00" + bytes(4080)
    database.write_bytes(content)
    with pytest.raises(DamagedError):
        opened(path, secret)
    assert database.read_bytes() == bytes(content)


def test_a_later_format_is_refused_before_any_key_is_asked(path: Path) -> None:
    (path / "vault.toml").write_text('format = 2\nid = "x"\n')
    with pytest.raises(NewerFormatError):
        Vault.open(path, Passphrase("whatever"), Clock())


def test_a_folder_that_is_no_vault_is_refused(tmp_path: Path) -> None:
    assert not Vault.is_vault(tmp_path)
    with pytest.raises(DamagedError):
        Vault.open(tmp_path, Passphrase("x"), Clock())
    with pytest.raises(UserError):
        Vault.open(tmp_path / "none", Passphrase("x"), Clock())


def test_one_writer_at_a_time_and_readers_beside_it(path: Path, secret: str) -> None:
    first = opened(path, secret)
    with pytest.raises(LockedError):
        opened(path, secret)
    reader = opened(path, secret, read_only=True)
    assert note(reader) == PLANTED
    reader.close()
    first.close()
    opened(path, secret).close()


def test_a_lock_left_by_a_crash_on_this_computer_is_taken_over(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    held = (path / "lock").read_bytes()
    vault.close()
    (path / "lock").write_bytes(held)
    opened(path, secret).close()


def test_a_lock_left_by_another_computer_is_taken_over_only_when_asked(path: Path, secret: str) -> None:
    (path / "lock").write_text(json.dumps({"host": "elsewhere", "pid": 1, "since": "2026-01-02T03:04:05+00:00"}))
    with pytest.raises(LockedError, match=r"elsewhere.*2026-01-02 03:04"):
        opened(path, secret)
    Vault.open(path, Identity(secret), Clock(), take_over=True).close()


def test_a_vault_open_for_reading_changes_nothing_that_is_there(path: Path, secret: str) -> None:
    before = every_byte(path)
    vault = opened(path, secret, read_only=True)
    assert note(vault) == PLANTED
    for refused in (vault.make_recovery, lambda: vault.back_up("x"), lambda: vault.add_passphrase_slot("x")):
        with pytest.raises(ReadOnlyError):
            refused()
    connection = vault.connect()
    with pytest.raises(Exception, match="readonly"):
        connection.execute("DELETE FROM note")
    connection.close()
    vault.close()
    after = every_byte(path)
    assert {name: after.get(name) for name in before} == before
    # What SQLite needs to notice a writer that begins later; neither holds a record.
    assert set(after) - set(before) <= {"vault.db-wal", "vault.db-shm"}
    assert after.get("vault.db-wal", b"") == b""


def test_a_backup_opens_by_itself_and_the_oldest_go_first(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = vault.back_up("first")
    connection = vault.connect()
    connection.execute("UPDATE note SET text = 'later'")
    connection.close()
    for number in range(10):
        last = vault.back_up(f"n{number}")
    vault.close()
    assert not made.exists()
    assert len(list((path / "backups").iterdir())) == 10
    shutil.copy(last / "vault.db", path / "vault.db")
    restored = opened(path, secret)
    assert note(restored) == "later"
    restored.close()


def test_a_full_disk_while_a_slot_is_written_leaves_every_slot_as_it_was(
    path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened(path, secret)
    before = every_byte(path / "keys")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        vault.make_recovery()
    monkeypatch.undo()
    assert every_byte(path / "keys") == before
    vault.close()


FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.base.errors import CasefileError
    from casefile.vault.cipher import faults
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    vault = Vault.open(Path(sys.argv[1]), Identity(sys.argv[2]), Clock())
    connection = vault.connect()
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        with faults():
            connection.execute("BEGIN IMMEDIATE")
            for number in range(1000):
                connection.execute("INSERT INTO note VALUES (?)", ("x" * 2000,))
            connection.execute("COMMIT")
    except CasefileError as fault:
        print(type(fault).__name__)
"""


def test_a_database_that_cannot_grow_says_so_and_keeps_what_it_had(path: Path, secret: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(path), secret],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() in {"DiskFullError", "EnvironmentFault"}, said
    vault = opened(path, secret)
    assert note(vault) == PLANTED
    vault.close()


WRITER = """
    import sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    vault = Vault.open(Path(sys.argv[1]), Identity(sys.argv[2]), Clock())
    connection = vault.connect()
    number = 0
    while True:
        number += 1
        connection.execute("INSERT INTO note VALUES (?)", (str(number) * 300,))
        print(number, flush=True)
        if number % 20 == 0:
            vault.back_up("often")
"""


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.11, 0.2])
def test_a_writer_killed_at_any_moment_loses_nothing_it_had_committed(path: Path, secret: str, wait: float) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), secret], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(wait)
    writer.send_signal(signal.SIGKILL)
    said = [line for line in writer.stdout.read().splitlines() if line.isdigit()]
    writer.stdout.close()
    writer.wait()
    vault = opened(path, secret)
    connection = vault.connect()
    (rows,) = connection.execute("SELECT count(*) - 1 FROM note").fetchone()
    assert rows >= int(said[-1] if said else 1)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    connection.close()
    vault.close()


HEAP = """
    import gc, sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.vault.keyslots import Identity
    from casefile.vault.vault import Vault
    secret = sys.stdin.readline().strip()
    vault = Vault.open(Path(sys.argv[1]), Identity(secret), Clock())
    connection = vault.connect()
    seen = connection.execute("SELECT text FROM note").fetchone()[0]
    key = bytes(vault._key)
    half = len(key) // 2
    parts = key[:half], key[half:]
    digits = key[:half].hex().encode(), key[half:].hex().encode()
    planted = seen[:6], seen[6:]
    del seen, key
    connection.close()
    vault.close()
    del connection, vault
    gc.collect()
    def found(first, second):
        pattern = bytearray(first)
        count = 0
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
            for line in maps:
                if "rw" not in line.split()[1] or "[v" in line:
                    continue
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                memory.seek(start)
                try:
                    chunk = memory.read(end - start)
                except OSError:
                    continue
                at = chunk.find(first)
                while at >= 0:
                    count += chunk[at + len(first):at + len(first) + len(second)] == second
                    at = chunk.find(first, at + 1)
                del chunk
        return count
    print(found(*parts) + found(*digits), found(*(part.encode() for part in planted)))
"""


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system does not show a process its memory")
def test_after_closing_the_raw_key_and_what_was_read_are_not_in_memory(path: Path, secret: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HEAP), str(path)],
        input=secret + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    key, planted = (int(word) for word in said.stdout.split())
    assert planted == 0
    assert key == 0


def age_decrypt(slot: Path, passphrase: str) -> bytes:
    """What Debian's `age` makes of a slot; it reads the passphrase from a terminal, so it gets one."""
    parent, child = pty.openpty()
    out = slot.with_suffix(".plain")
    program = subprocess.Popen(
        ["setsid", "--ctty", "--wait", "age", "-d", "-o", str(out), str(slot)],
        stdin=child,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    said = b""
    while b"passphrase" not in said:
        assert select.select([parent], [], [], 20)[0], said
        said += os.read(parent, 1000)
    os.write(parent, passphrase.encode() + b"\n")
    assert program.wait(30) == 0
    os.close(parent)
    return out.read_bytes()


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_age_and_another_engine_open_a_vault_without_casefile(path: Path) -> None:
    (slot,) = (path / "keys").glob("passphrase-*.age")
    key = age_decrypt(slot, PASSPHRASE)
    connection = apsw.Connection(str(path / "vault.db"))
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\""):
        list(connection.execute(f"PRAGMA {pragma}"))
    assert list(connection.execute("SELECT text FROM note")) == [(PLANTED,)]
    connection.close()
