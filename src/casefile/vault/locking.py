"""One writer at a time: a lock that the system drops by itself when its owner dies.

The lock's file says who holds it, for clear words. A lock left behind by a crash on this computer is taken over by
itself; one left by another computer on a shared disk is only taken over when the user says so.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from casefile.base.clock import Clock
from casefile.base.errors import LockedError
from casefile.base.i18n import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE = "lock"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, or held it last: computer, process, and since when in UTC."""

    host: str
    pid: int
    since: str


class WriterLock:
    """The right to write in one vault, from making until `release`.

    Args:
        folder: The vault's folder.
        clock: For the time written in the lock.
        take_over: Take the lock of another computer that is known not to write any more.

    Raises:
        LockedError: Another process or another computer holds it; the sentence says which and since when.
    """

    def __init__(self, folder: Path, clock: Clock, *, take_over: bool = False) -> None:
        path = folder / FILE
        self._file: BinaryIO = path.open("a+b")
        try:
            if not _lock(self._file):
                raise LockedError(_says(holder(folder)))
            left = holder(folder)
            if left is not None and left.host != socket.gethostname() and not take_over:
                raise LockedError(_says(left))
            mine = Holder(socket.gethostname(), os.getpid(), clock.now().isoformat(timespec="seconds"))
            self._write(json.dumps({"host": mine.host, "pid": mine.pid, "since": mine.since}).encode())
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if not self._file.closed:
            self._write(b"")
            self._file.close()

    def _write(self, content: bytes) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(content)
        self._file.flush()


def holder(folder: Path) -> Holder | None:
    """Who the lock's file names; None when it was given back."""
    try:
        said = json.loads((folder / FILE).read_bytes() or b"null")
        return Holder(str(said["host"]), int(said["pid"]), str(said["since"])) if said else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _says(held: Holder | None) -> str:
    if held is None:
        return _("This vault is open in another window or program. Close it there, or open it for reading only.")
    try:
        since = datetime.fromisoformat(held.since).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        since = held.since
    return _(
        "This vault is open on the computer “{host}” since {since}. Close it there, or open it for reading only."
    ).format(host=held.host, since=since)


def _lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
