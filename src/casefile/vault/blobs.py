"""Evidence files: each an age file with an identity of its own, kept in the record, so that it can travel unchanged."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import pyrage

from casefile.base.errors import DamagedError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.vault.cipher import faults
from casefile.vault.keyslots import sync_folder

_NAME_BYTES = 16


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
        try:
            with faults(), beside.open("wb") as file:
                pyrage.encrypt_io(source, file, [identity.to_public()])
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / name)
        except pyrage.EncryptError as error:
            if source.stopped:
                raise UserError(_("Cancelled. Nothing was added.")) from None
            raise EnvironmentFault(_("The file could not be read to its end. Nothing was added.")) from error
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(self._folder)
        return Blob(name, str(identity), source.hash.hexdigest(), source.size)

    def write_to(self, name: str, identity: str, sink: _Sink) -> None:
        """Decrypt a file into `sink`, which must be memory or a place the user chose.

        Raises:
            DamagedError: It is missing, was altered, or does not open with this identity.
        """
        try:
            with (self._folder / name).open("rb") as file:
                pyrage.decrypt_io(file, sink, [pyrage.x25519.Identity.from_str(identity)])
        except FileNotFoundError:
            raise DamagedError(_("An evidence file is missing from the vault.")) from None
        except (pyrage.DecryptError, pyrage.IdentityError):
            raise DamagedError(_("An evidence file is damaged or was altered.")) from None

    def problem(self, name: str, identity: str, sha256: str) -> str:
        """What is wrong with a file, as a sentence; empty if its bytes are those that were taken in."""
        sink = _Digest()
        try:
            self.write_to(name, identity, sink)
        except DamagedError as damage:
            return str(damage)
        return "" if sink.hash.hexdigest() == sha256 else _("An evidence file is not what was taken in.")


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
