"""Connections to an encrypted database. The only file that imports SQLCipher's driver."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from casefile.base.errors import DamagedError, DiskFullError, EnvironmentFault, LockedError, ReadOnlyError
from casefile.base.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import ExceptionContext

KEY_BYTES = 32
_STATEMENTS_KEPT = 512
"""The driver's own cache drops the newest statement when it is full, so it must hold all that a day's work runs."""
_BUSY_SECONDS = 10.0


def connect(path: Path, key: bytes | bytearray, *, read_only: bool = False) -> Any:
    """A connection to the database at `path`, keyed and set as every connection of casefile is.

    Args:
        path: The database file; made if absent, unless `read_only`.
        key: 32 random bytes, used as they are (SQLCipher's raw key, no derivation).
        read_only: Opens without a write to what is there. In a folder that can be written SQLite may leave its two
            empty files for readers beside the database: without them a writer that begins later goes unseen.
    """
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    if read_only and not os.access(path.parent, os.W_OK):
        if _has_log(path) and not path.with_name(path.name + "-shm").exists():
            raise EnvironmentFault(
                _(
                    "This vault was not closed properly, and its last changes cannot be read from a write-protected"
                    " place. Copy the whole folder to a disk that can be written and open it there."
                )
            )
        if not _has_log(path):
            # Nothing waits in a write-ahead log and nobody here can write: the file alone is the truth.
            uri += "&immutable=1"
    if not read_only and not path.exists():
        # SQLite gives the files beside it the same permissions.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    with faults():
        connection = dbapi2.connect(
            uri,
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS_KEPT,
            factory=Connection,
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            _give_key(connection, key)
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


# The driver ships no types, so that its class is Any for mypy.
class Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection that a vault can watch by a weak reference; what the engine gives back on closing is overwritten."""

    def close(self) -> None:
        """Close. The engine's copy of the statement that gave it the key, and the pages it held, do not stay."""
        with _freed_memory_filled():
            super().close()


class _Filling:
    """How many connections are closing at this moment, over all threads."""

    depth = 0
    lock = threading.Lock()


@contextmanager
def _freed_memory_filled() -> Iterator[None]:
    # glibc only: M_PERTURB (-6) fills whatever is freed. Only while closing, since it slows every free down.
    fill = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if fill is None:
        yield
        return
    with _Filling.lock:
        _Filling.depth += 1
        fill(-6, 0x5A)
    try:
        yield
    finally:
        with _Filling.lock:
            _Filling.depth -= 1
            if not _Filling.depth:
                fill(-6, 0)


def _give_key(connection: Any, key: bytes | bytearray) -> None:
    digits = key.hex()
    # One allocation: formatting would leave pieces of the key in buffers that grew.
    statement = "".join(("PRAGMA key = \"x'", digits, "'\""))
    try:
        connection.execute(statement).fetchall()
    finally:
        wipe_text(digits)
        wipe_text(statement)


def wipe_text(secret: bytes | str) -> None:
    """Overwrite a secret that the caller made and nobody else holds (CPython and ASCII; else nothing happens)."""
    if sys.implementation.name == "cpython" and len(secret) > 1 and secret.isascii() | isinstance(secret, bytes):
        # The characters are the end of the object, before one closing zero.
        ctypes.memset(id(secret) + secret.__sizeof__() - len(secret) - 1, 0, len(secret))


def engine(connect_one: Callable[[], Any]) -> Engine:
    """An SQLAlchemy engine over such connections, for the queries of casework."""
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - half a second that opening the window must not wait for
    from sqlalchemy.pool import QueuePool  # noqa: PLC0415 - the same

    made = create_engine(
        "sqlite://",
        creator=connect_one,
        module=dbapi2,
        poolclass=QueuePool,
        pool_reset_on_return=None,
        # The connection used last has the pages in memory that are asked for next; the others need none.
        pool_use_lifo=True,
        # Values are case data; an exception's text ends up in reports.
        hide_parameters=True,
    )

    def translate(context: ExceptionContext) -> BaseException | None:
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        # A write refused on this side is a query that must not write: a bug, and it must look like one.
        return None if code is None or code & 0xFF == dbapi2.SQLITE_READONLY else _fault(code)

    event.listen(made, "handle_error", translate)
    return made


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
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
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
