"""The file of a bundle: how it lies on a disk, and how it is read without trust. What is in it, `bundle` decides.

A zip with two entries, stored as they are: `casefile.json` names the format and its version and nothing else;
`payload.age` is one age file for the chosen recipients. In it stand pieces, each a letter, its length in 8 bytes, and
so many bytes:

    H  the head, as JSON          A  acts, a JSON line each        C  changes, a JSON line each
    E  an evidence file: its name in 36 bytes, then the age file as it lies in the vault
    S  the last: 64 bytes, Ed25519 over a BLAKE2b of all that stands before it

Nothing is packed, so that nothing can swell up: no part of a bundle is larger than its file. A name in it is never a
path. Nothing is used before the signature was read and found good, which is why a bundle is read through twice.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Any, Protocol

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from casefile.base.errors import UserError
from casefile.base.i18n import N_, _
from casefile.vault.cipher import faults
from casefile.vault.keyslots import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
SUFFIX = ".casefile-bundle"
HEAD, ACTS, CHANGES, EVIDENCE, SIGNATURE = b"H", b"A", b"C", b"E", b"S"
NAME_BYTES = 36
_FORMAT = "casefile-bundle"
_MANIFEST, _PAYLOAD = "casefile.json", "payload.age"
_FRAME = struct.Struct(">cQ")
_ORDER = HEAD + ACTS + CHANGES + EVIDENCE + SIGNATURE
_SIGNATURE_BYTES = 64
_LARGEST_HEAD = 16 * 1024 * 1024
_LARGEST_LINES = 80 * 1024 * 1024
_LARGEST_MANIFEST = 1024
_LARGEST_DIRECTORY = 4096
_PIECE = 256 * 1024
_SIGNED = b"casefile-bundle-1\n"
_END = struct.Struct("<4s4H2LH")
"""The end of a zip: signature, disks, entries here and in all, size and place of the list, length of a comment."""


class Why(StrEnum):
    """Why a bundle was refused; a promise to scripts."""

    NO_BUNDLE = "no_bundle"
    CUT_SHORT = "cut_short"
    NEWER = "newer"
    NOT_FOR_US = "not_for_us"
    DAMAGED = "damaged"
    FORGED = "forged"
    PASSED_ON = "passed_on"
    UNKNOWN_SIGNER = "unknown_signer"
    NOT_COMPARED = "not_compared"


REASONS = {
    Why.NO_BUNDLE: N_("This is no bundle of casefile."),
    Why.CUT_SHORT: N_("It is not whole: it was cut short, or is still on its way."),
    Why.NEWER: N_("A later version of casefile made it. Install that version first."),
    Why.NOT_FOR_US: N_("It is encrypted for others, not for this vault."),
    Why.DAMAGED: N_("It is damaged or was altered on its way. Ask for it again."),
    Why.FORGED: N_("Its signature is not that of the card in it. Somebody altered it; do not trust it."),
    Why.PASSED_ON: N_("It was made for others and passed on to this vault by somebody else than its sender."),
}
"""Each in a sentence, where that needs no name."""


class BundleRefusedError(UserError):
    """A bundle of which nothing is used.

    Attributes:
        why: The reason, for a script.
    """

    def __init__(self, why: Why, message: str = "") -> None:
        super().__init__(message or _(REASONS[why]))
        self.why = why


class Sink(Protocol):
    """Takes an evidence file piece by piece."""

    def write(self, data: bytes, /) -> object:
        """Take the next piece."""
        ...

    def end(self) -> None:
        """It is whole."""
        ...


def frame(kind: bytes, content: bytes) -> bytes:
    """A piece of a payload."""
    return _FRAME.pack(kind, len(content)) + content


def evidence_frame(name: str, size: int, file: IO[bytes]) -> Iterator[bytes]:
    """A piece that holds an evidence file.

    Raises:
        OSError: The file holds fewer bytes than it did.
    """
    yield _FRAME.pack(EVIDENCE, NAME_BYTES + size) + name.encode()
    while size:
        piece = file.read(min(size, _PIECE))
        if not piece:
            raise OSError("an evidence file became shorter")
        size -= len(piece)
        yield piece


def write_bundle_file(path: Path, recipients: Iterable[str], pieces: Iterable[bytes], key: Ed25519PrivateKey) -> int:
    """Write a bundle so that it is there whole or not at all; only encrypted bytes ever reach the disk.

    Args:
        path: The file; one of this name is replaced.
        recipients: age public keys.
        pieces: The payload but for its signature; read once, as it is written.
        key: Signs it.

    Returns:
        The size of the file in bytes.

    Raises:
        DiskFullError: There was no room; a file of this name that was there before is unharmed.
    """
    beside = path.with_name(f".{path.name}.new")
    source = _Pulled(_signed(pieces, key))
    with faults():
        try:
            # It is made to be given away: who may read it is the folder's to say.
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o666), "w+b") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                    # Without a date: a bundle does not tell when it was made.
                    manifest = json.dumps({"format": _FORMAT, "version": VERSION})
                    archive.writestr(zipfile.ZipInfo(_MANIFEST), manifest)
                    with archive.open(zipfile.ZipInfo(_PAYLOAD), "w", force_zip64=True) as payload:
                        _encrypt(source, payload, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
                file.flush()
                os.fsync(file.fileno())
                size = file.seek(0, os.SEEK_END)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)
    return size


def _signed(pieces: Iterable[bytes], key: Ed25519PrivateKey) -> Iterator[bytes]:
    digest = blake2b()
    for piece in pieces:
        digest.update(piece)
        yield piece
    yield frame(SIGNATURE, key.sign(_SIGNED + digest.digest()))


def _encrypt(source: _Pulled, payload: IO[bytes], recipients: list[Any]) -> None:
    target = _Remembering(payload.write)
    try:
        pyrage.encrypt_io(source, target, recipients)
    except (pyrage.EncryptError, OSError) as error:
        # pyrage puts an error of its own in the place of what happened at either side.
        raise target.failure or source.failure or error from None


class _Pulled:
    """A file to read from, made of pieces as they come."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as failure:
            self.failure = failure
            raise
        taken = self._left[: size if size >= 0 else None]
        self._left = self._left[len(taken) :]
        return bytes(taken)


class _Remembering:
    """A file to write to that remembers why it could not."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            self._write(data)
        except BaseException as failure:
            self.failure = failure
            raise
        return len(data)

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""


class Payload:
    """Takes a payload as it is decrypted, piece by piece, and looks after its form and its signature.

    Args:
        take: Called with the kind and the content of each piece but evidence files and the signature.
        begin: Called with the name and size of an evidence file; gives where it goes, or None to pass over it.
    """

    def __init__(self, take: Callable[[bytes, bytes], None], begin: Callable[[str, int], Sink | None]) -> None:
        self._take = take
        self._begin = begin
        self._digest = blake2b()
        self._held = bytearray()
        self._before = b""
        self._kind = b""
        self._left = 0
        self._size = 0
        self._sink: Sink | None = None
        self._in_file = False
        self._signature = b""

    def write(self, data: bytes) -> int:
        """The next bytes."""
        self._held += data
        while self._step():
            pass
        return len(data)

    def flush(self) -> None:
        """Nothing waits here that could be used."""

    def check(self, public_key: bytes) -> None:
        """Check the signature, after the last byte.

        Raises:
            BundleRefusedError: The payload is not whole, or the key did not sign it.
        """
        if not self._signature or self._held:
            raise BundleRefusedError(Why.DAMAGED)
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self._signature, _SIGNED + self._digest.digest())
        except (InvalidSignature, ValueError):
            raise BundleRefusedError(Why.FORGED) from None

    def _step(self) -> bool:
        if self._in_file:
            return self._pass_on()
        if not self._kind:
            return self._open()
        if len(self._held) < self._left:
            return False
        content = bytes(self._held[: self._left])
        del self._held[: self._left]
        if self._kind == SIGNATURE:
            self._signature, self._kind = content, b""
        elif self._kind == EVIDENCE:
            self._begin_file(content)
        else:
            self._digest.update(_FRAME.pack(self._kind, self._left) + content)
            kind, self._kind = self._kind, b""
            self._take(kind, content)
        return bool(self._held)

    def _open(self) -> bool:
        if len(self._held) < _FRAME.size:
            return False
        kind, length = _FRAME.unpack_from(self._held)
        most = {
            HEAD: _LARGEST_HEAD,
            ACTS: _LARGEST_LINES,
            CHANGES: _LARGEST_LINES,
            EVIDENCE: 1 << 62,
            SIGNATURE: _SIGNATURE_BYTES,
        }
        # In their order, the head first and once, nothing after the signature.
        place = _ORDER.find(kind)
        reached = _ORDER.find(self._before) if self._before else -1
        first = not self._before
        if kind not in most or place < reached or first != (kind == HEAD) or length > most[kind] or self._signature:
            raise BundleRefusedError(Why.DAMAGED)
        if kind == SIGNATURE and length != _SIGNATURE_BYTES:
            raise BundleRefusedError(Why.DAMAGED)
        if kind == EVIDENCE:
            if length < NAME_BYTES:
                raise BundleRefusedError(Why.DAMAGED)
            self._size = length - NAME_BYTES
            length = NAME_BYTES
        del self._held[: _FRAME.size]
        self._before = self._kind = kind
        self._left = length
        return True

    def _begin_file(self, name: bytes) -> None:
        self._digest.update(_FRAME.pack(EVIDENCE, NAME_BYTES + self._size) + name)
        try:
            called = name.decode("ascii")
        except UnicodeDecodeError:
            raise BundleRefusedError(Why.DAMAGED) from None
        self._sink = self._begin(called, self._size)
        self._in_file = True
        self._left = self._size

    def _pass_on(self) -> bool:
        piece = bytes(self._held[: self._left])
        del self._held[: len(piece)]
        self._left -= len(piece)
        self._digest.update(piece)
        if self._sink is not None and piece:
            self._sink.write(piece)
        if not self._left:
            self._in_file, self._kind = False, b""
            if self._sink is not None:
                self._sink.end()
            self._sink = None
        return bool(self._held) and (bool(piece) or not self._in_file)


def read_through(path: Path, age: Any, payload: Payload) -> None:
    """Decrypt a bundle into `payload`; the caller checks its signature.

    Args:
        path: The file.
        age: The private key of this vault.
        payload: Takes it.

    Raises:
        BundleRefusedError: It is no bundle, not whole, damaged, of a later version, or encrypted for others.
    """
    with path.open("rb") as file:
        _look_at_end(file)
        try:
            with zipfile.ZipFile(file) as archive, archive.open(_entries(archive)) as sealed:
                _decrypt(_Remembering(payload.write), _Source(sealed), age)
        except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError):
            # All that zipfile says of what it does not understand.
            raise BundleRefusedError(Why.DAMAGED) from None


def _look_at_end(file: IO[bytes]) -> None:
    """Before the list of entries is read: it is at the very end, and short."""
    start = file.read(4)
    size = file.seek(0, os.SEEK_END)
    if not start.startswith(b"PK\x03\x04"):
        raise BundleRefusedError(Why.NO_BUNDLE if start else Why.CUT_SHORT)
    file.seek(max(size - _END.size, 0))
    tail = file.read()
    if len(tail) < _END.size or not tail.startswith(b"PK\x05\x06"):
        raise BundleRefusedError(Why.CUT_SHORT)
    _mark, _disk, _first, _here, entries, listed, _place, comment = _END.unpack(tail)
    if entries != 2 or listed > _LARGEST_DIRECTORY or comment:  # noqa: PLR2004 - the manifest and the payload
        raise BundleRefusedError(Why.NO_BUNDLE)


def _entries(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = {entry.filename: entry for entry in archive.infolist()}
    if set(found) != {_MANIFEST, _PAYLOAD}:
        raise BundleRefusedError(Why.NO_BUNDLE)
    if any(
        entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size or entry.flag_bits & 1
        for entry in found.values()
    ):
        raise BundleRefusedError(Why.DAMAGED)
    if found[_MANIFEST].file_size > _LARGEST_MANIFEST:
        raise BundleRefusedError(Why.NO_BUNDLE)
    try:
        told = json.loads(archive.read(_MANIFEST))
    except (ValueError, RecursionError):
        told = None
    version = told.get("version") if isinstance(told, dict) and told.get("format") == _FORMAT else None
    if not isinstance(version, int):
        raise BundleRefusedError(Why.NO_BUNDLE)
    if version > VERSION:
        raise BundleRefusedError(Why.NEWER)
    return found[_PAYLOAD]


class _Source:
    """The encrypted payload, which remembers why it could not be read."""

    def __init__(self, sealed: IO[bytes]) -> None:
        self._sealed = sealed
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._sealed.read(size)
        except BaseException as failure:
            self.failure = failure
            raise


def _decrypt(target: _Remembering, source: _Source, age: Any) -> None:
    try:
        pyrage.decrypt_io(source, target, [age])
    except (pyrage.DecryptError, OSError) as error:
        failure = target.failure or source.failure
        if failure is not None:
            raise failure from None
        # pyrage has no other way to say it.
        stranger = isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error)
        raise BundleRefusedError(Why.NOT_FOR_US if stranger else Why.DAMAGED) from None
