"""Connections to an encrypted database. The only file that imports SQLCipher's driver."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from casefile.base.errors import DamagedError, DiskFullError, EnvironmentFault, LockedError, ReadOnlyError
from casefile.base.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Engine

KEY_BYTES = 32
_STATEMENTS_KEPT = 512
"""The driver's own cache drops the newest statement when it is full, so it must hold all that a day's work runs."""
_BUSY_SECONDS = 10.0


def connect(path: Path, key: bytes | bytearray, *, read_only: bool = False) -> Any:
    """A connection to the database at `path`, keyed and set as every connection of casefile is.

    Args:
        path: The database file; made if absent, unless `read_only`.
        key: 32 random bytes, used as they are (SQLCipher's raw key, no derivation).
        read_only: Opens without a write; on a medium that cannot be written, without the files beside it.
    """
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    if read_only and not _has_log(path):
        # Nothing waits in a write-ahead log, so that the file alone is the truth, even on a read-only medium.
        uri += "&immutable=1"
    with faults():
        connection = dbapi2.connect(
            uri,
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS_KEPT,
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            connection.execute(f"PRAGMA key = \"x'{bytes(key).hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON").fetchone()
            # Off, REPLACE would rewrite the history without a trigger seeing it.
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            connection.close()
            raise
    return connection


def engine(connect_one: Callable[[], Any]) -> Engine:
    """An SQLAlchemy engine over such connections, for the queries of casework."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - half a second that opening the window must not wait for
    from sqlalchemy.pool import QueuePool  # noqa: PLC0415 - the same

    return create_engine(
        "sqlite://", creator=connect_one, module=dbapi2, poolclass=QueuePool, pool_reset_on_return=None
    )


def copy(source: Any, target: Any) -> None:
    """Copy a whole database from one connection to another, both keyed, while the first may go on being written."""
    with faults():
        source.backup(target)


@contextmanager
def faults() -> Iterator[None]:
    """Turn the database's failures into the machine's: full disk, read-only medium, damage, a lock.

    What is not of the machine (a wrong statement, a refused write) passes: it is a bug and must look like one.
    """
    try:
        yield
    except dbapi2.Error as error:
        fault = _fault(getattr(error, "sqlite_errorcode", None))
        if fault is None:
            raise
        raise fault from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _full() from None


def _fault(code: int | None) -> EnvironmentFault | ReadOnlyError | None:
    # Numbers are SQLite's primary result codes: FULL, READONLY, CORRUPT and NOTADB, BUSY and LOCKED, CANTOPEN, IOERR.
    # The low byte is the kind of failure; the rest says where in the database's code it was met.
    match (code or 0) & 0xFF:
        case 13:
            fault: EnvironmentFault | ReadOnlyError | None = _full()
        case 8:
            fault = ReadOnlyError(_("This vault can only be read: the disk or folder does not allow writing."))
        case 11 | 26:
            fault = DamagedError(
                _("The vault's database is damaged or was altered. Nothing was changed. Restore it from “backups”.")
            )
        case 5 | 6:
            fault = LockedError(_("Another program is writing in this vault. Try again in a moment."))
        case 14:
            fault = DamagedError(_("The vault's database is missing or cannot be opened."))
        case 10:
            fault = EnvironmentFault(_("The disk did not answer as it should. What was saved before is unharmed."))
        case _other:
            fault = None
    return fault


def _full() -> DiskFullError:
    return DiskFullError(_("The disk is full. What was saved before is unharmed; make room and save again."))


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
