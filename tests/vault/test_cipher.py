from __future__ import annotations

import os
import secrets
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from casefile.base.clock import Clock
from casefile.base.errors import DiskFullError, EnvironmentFault
from casefile.vault.cipher import KEY_BYTES, connect, engine
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault


def opened(path: Path, secret: str, *, read_only: bool = False) -> Vault:
    return Vault.open(path, Identity(secret), Clock(), read_only=read_only)


def test_no_error_of_the_engine_quotes_a_value(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = engine(vault.connect)
    with made.connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "CanaryName"})
    assert "CanaryName" not in str(caught.value)
    made.dispose()
    vault.close()


def test_a_full_disk_is_said_so_through_the_engine_too(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    made = engine(vault.connect)
    with made.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 3").fetchall()
        with pytest.raises(DiskFullError):
            connection.execute(text("INSERT INTO note VALUES (:text)"), {"text": "x" * 100_000})
    made.dispose()
    vault.close()


def test_a_reader_sees_what_a_writer_that_begins_later_writes(path: Path, secret: str) -> None:
    reader = opened(path, secret, read_only=True)
    reading = reader.connect()
    assert reading.execute("SELECT count(*) FROM note").fetchone() == (1,)
    writer = opened(path, secret)
    writing = writer.connect()
    writing.execute("DELETE FROM note")
    writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert reading.execute("SELECT count(*) FROM note").fetchone() == (0,)
    writer.close()
    reader.close()


def test_a_connection_left_open_cannot_write_once_the_vault_is_closed(path: Path, secret: str) -> None:
    vault = opened(path, secret)
    left = vault.connect()
    vault.close()
    with pytest.raises(Exception, match="closed"):
        left.execute("DELETE FROM note")


def test_only_the_owner_may_look_into_a_new_database(tmp_path: Path) -> None:
    connect(tmp_path / "new.db", secrets.token_bytes(KEY_BYTES)).close()
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("crashed", [False, True])
def test_a_write_protected_folder_is_read_or_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, crashed: bool
) -> None:
    key = secrets.token_bytes(KEY_BYTES)
    writing = connect(tmp_path / "a.db", key)
    writing.execute("CREATE TABLE note (text TEXT)")
    if not crashed:
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shown = tmp_path / "shown"
    shown.mkdir()
    for name in ("a.db", "a.db-wal") if crashed else ("a.db",):
        shutil.copy(tmp_path / name, shown / name)
    writing.close()
    before = sorted(shown.iterdir())
    # The administrator may write everywhere, and tests may run as one: say what a write-protected disk would say.
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    if crashed:
        with pytest.raises(EnvironmentFault, match="Copy the whole folder"):
            connect(shown / "a.db", key, read_only=True)
    else:
        reading = connect(shown / "a.db", key, read_only=True)
        assert reading.execute("SELECT count(*) FROM note").fetchone() == (0,)
        reading.close()
    assert sorted(shown.iterdir()) == before


def test_a_missing_folder_is_a_fault_and_not_an_accident(tmp_path: Path) -> None:
    with pytest.raises((EnvironmentFault, FileNotFoundError)):
        connect(tmp_path / "none" / "a.db", secrets.token_bytes(KEY_BYTES), read_only=True)
