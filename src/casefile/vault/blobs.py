"""Evidence files: each an age file with an identity of its own, kept in the record, so that it can travel unchanged."""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

from casefile.base.errors import DamagedError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.vault.cipher import faults
from casefile.vault.keyslots import sync_folder

_NAME_BYTES = 16
_PIECE = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{32}\.age")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that was taken in.

    Attributes:
        name: Random name of the age file.
        identity: The age secret key that opens it; belongs in the record, nowhere else.
        sha256: Of the bytes as they came, in hexadecimal.
        size: In bytes, as they came.
    """

    name: str
    identity: str
    sha256: str
    size: int


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class Evidence:
    """The evidence folder of a vault.

    Args:
        folder: Where the age files lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take_in(
        self,
        stream: BinaryIO,
        progress: Callable[[int], None] = lambda _done: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Blob:
        """Encrypt a file into the vault, hashing it in the same pass; the original is only read.

        Args:
            stream: The file, opened for reading bytes.
            progress: Called with the number of bytes read so far.
            cancelled: Asked as it goes; once true, nothing is kept.

        Raises:
            UserError: It was cancelled.
            DiskFullError: There was no room. Nothing was kept.
        """
        identity = pyrage.x25519.Identity.generate()
        name = secrets.token_hex(_NAME_BYTES) + ".age"
        beside = self._folder / f".{name}.new"
        source = _Hashing(stream, progress, cancelled)
        for left in self._folder.glob(".*.new"):
            # Left by a crash; only one writer is ever in a vault.
            left.unlink()
        try:
            with faults(), os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                target = _Written(file)
                try:
                    pyrage.encrypt_io(source, target, [identity.to_public()])
                except pyrage.EncryptError:
                    if target.failure is not None:
                        # pyrage puts its own error in the place of the disk's.
                        raise target.failure from None
                    raise
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / name)
        except pyrage.EncryptError:
            if source.stopped:
                raise UserError(_("Cancelled. Nothing was added.")) from None
            raise EnvironmentFault(_("The file could not be read to its end. Nothing was added.")) from None
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(self._folder)
        return Blob(name, str(identity), source.hash.hexdigest(), source.size)

    def discard(self, name: str) -> None:
        """Remove a file for good; one that is not there is no fault. Only for a file that no record names.

        Raises:
            DamagedError: The name is none of ours.
        """
        if not _NAME.fullmatch(name):
            raise DamagedError(_("The record of an evidence file does not name one."))
        (self._folder / name).unlink(missing_ok=True)
        sync_folder(self._folder)

    def write_to(self, name: str, identity: str, sink: _Sink) -> None:
        """Decrypt a file into `sink`, which must be memory or a place the user chose.

        Raises:
            DamagedError: It is missing, was altered, or does not open with this identity.
        """
        if not _NAME.fullmatch(name):
            # Names come from other vaults too; one must not lead out of the folder.
            raise DamagedError(_("The record of an evidence file does not name one."))
        target = _Written(sink)
        try:
            with (self._folder / name).open("rb") as file:
                pyrage.decrypt_io(file, target, [pyrage.x25519.Identity.from_str(identity)])
        except FileNotFoundError:
            raise DamagedError(_("An evidence file is missing from the vault.")) from None
        except (pyrage.DecryptError, pyrage.IdentityError, OSError) as error:
            if target.failure is not None or (isinstance(error, OSError) and error.errno is not None):
                raise
            # pyrage says what is wrong with the content as an OSError without a number.
            raise DamagedError(_("An evidence file is damaged or was altered.")) from None

    def has(self, name: str) -> bool:
        """Whether a file of this name is here."""
        return bool(_NAME.fullmatch(name)) and (self._folder / name).is_file()

    def sealed(self, name: str) -> BinaryIO:
        """A file as it lies there, encrypted; to be carried to another vault unchanged. The caller closes it.

        Raises:
            DamagedError: It is missing, or the name is none.
        """
        if not self.has(name):
            raise DamagedError(_("An evidence file is missing from the vault."))
        return (self._folder / name).open("rb")

    def adopt(self, name: str, sealed: BinaryIO) -> bool:
        """Keep an encrypted file of another vault under its own name; one that is here already stays as it is.

        Args:
            name: As the other vault names it.
            sealed: The age file.

        Returns:
            Whether it was not here before.

        Raises:
            DamagedError: The name is none; it could lead out of the folder.
            DiskFullError: There was no room. Nothing was kept.
        """
        with self.adopting(name) as file:
            if file is not None:
                shutil.copyfileobj(sealed, file, _PIECE)
            return file is not None

    @contextmanager
    def adopting(self, name: str) -> Iterator[BinaryIO | None]:
        """Where to write an encrypted file of another vault, piece by piece; whoever leaves by an error keeps nothing.

        Args:
            name: As the other vault names it.

        Yields:
            The file to write to; None if there is one of this name, which stays as it is.

        Raises:
            DamagedError: The name is none; it could lead out of the folder.
            DiskFullError: There was no room. Nothing was kept.
        """
        if not self.is_name(name):
            raise DamagedError(_("The record of an evidence file does not name one."))
        if (self._folder / name).exists():
            yield None
            return
        beside = self._folder / f".{name}.new"
        try:
            with faults(), os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / name)
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(self._folder)

    @staticmethod
    def is_name(name: str) -> bool:
        """Whether an evidence file may be called so."""
        return bool(_NAME.fullmatch(name))

    def open(self, name: str, identity: str) -> BinaryIO:
        """A whole file in memory, checked to its end; for a large one use `write_to`.

        Raises:
            DamagedError: It is missing, was altered, or does not open with this identity.
        """
        content = io.BytesIO()
        self.write_to(name, identity, content)
        content.seek(0)
        return content

    def verify(self, name: str, identity: str, sha256: str) -> None:
        """Read a file to its end.

        Raises:
            DamagedError: Its bytes are not those that were taken in.
        """
        found = self.problem(name, identity, sha256)
        if found:
            raise DamagedError(found)

    def problem(self, name: str, identity: str, sha256: str) -> str:
        """What is wrong with a file, as a sentence; empty if its bytes are those that were taken in."""
        sink = _Digest()
        try:
            self.write_to(name, identity, sink)
        except DamagedError as damage:
            return str(damage)
        return "" if sink.hash.hexdigest() == sha256 else _("An evidence file is not what was taken in.")


class _Written:
    """Passes bytes on and remembers the failure of the other side, which pyrage does not."""

    def __init__(self, sink: _Sink) -> None:
        self._sink = sink
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self._sink.write(data)
        except OSError as error:
            self.failure = error
            raise
        return len(data)

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""


class _Digest:
    def __init__(self) -> None:
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


class _Hashing:
    def __init__(self, stream: BinaryIO, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> None:
        self._stream = stream
        self._progress = progress
        self._cancelled = cancelled
        self.hash = hashlib.sha256()
        self.size = 0
        self.stopped = False

    def read(self, size: int = -1) -> bytes:
        if self._cancelled():
            self.stopped = True
            message = "cancelled"
            raise OSError(message)
        data = self._stream.read(size)
        self.hash.update(data)
        self.size += len(data)
        self._progress(self.size)
        return data
