"""Files into the vault as evidence, and out again as they came.

A drop is one act: each file is encrypted into the vault while its fingerprint is taken, then all are recorded at once.
A file without a record is removed; a record without its file cannot come to be, since files are on the disk first.
Undo puts the record aside and leaves its file, so that redo finds it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Protocol

from casefile.base.errors import DamagedError, DiskFullError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.evidence import add_item, link_evidence, log_handling, same_file
from casefile.exchange.file_types import HEAD, evidence_kind, media_type
from casefile.exchange.metadata import in_lines, read_metadata
from casefile.exchange.text_process import paper_text
from casefile.vault.cipher import faults
from casefile.vault.keyslots import sync_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from casefile.base.clock import RecordId
    from casefile.casework.book import Snapshot, Writer
    from casefile.store.casebook import Casebook
    from casefile.vault.blobs import Blob


_AUTHOR = "author"
"""Setting of the vault: who works here, for the handling log."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is in the vault now.

    Attributes:
        path: Where it came from.
        item: The item of evidence.
        already: The same bytes were here before; the item is the earlier one.
    """

    path: Path
    item: RecordId
    already: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why, in one sentence."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of each file of a drop.

    Attributes:
        act: For undo; empty if nothing was written.
        taken: In the order in which they were given.
        refused: The same.
    """

    act: bytes
    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    blob: Blob
    media_type: str
    details: str
    text: str


class _RefusalError(Exception):
    """One file cannot be taken; the others can."""


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files given, and those in the folders given, by name. Links within a folder are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, inner, names in os.walk(path):
            inner.sort()
            here = path.joinpath(folder)
            yield from (here / name for name in sorted(names) if not (here / name).is_symlink())


def take_in(
    book: Casebook,
    paths: Sequence[Path],
    now: datetime,
    *,
    about: Sequence[RecordId] = (),
    why: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> IntakeReport:
    """Take files, and all files of folders, into the vault, as one act. Uses the same memory for any size.

    Args:
        book: Open for writing.
        paths: Files or folders; they are only read.
        now: When they came in, with its zone.
        about: Records they are evidence for. A file that is here already is linked, not doubled.
        why: What they were taken in for.
        progress: Called with the bytes read so far and the bytes there are.
        cancelled: Asked as it goes; once true, nothing at all is kept.

    Raises:
        UserError: It was cancelled, or there was no file.
        ReadOnlyError: The vault was opened for reading only.
        DiskFullError: There was no room; nothing was kept.
    """
    given = list(files_in(paths))
    if not given:
        raise UserError(_("There is no file in what was given."))
    total = sum(_size(path) for path in given)
    who = book.setting(_AUTHOR)
    read: list[_Read] = []
    refused: list[Refused] = []
    before = 0
    try:
        for path in given:
            try:
                one = _encrypt(book, path, partial(_add_up, progress, before, total), cancelled)
            except _RefusalError as refusal:
                refused.append(Refused(path, str(refusal)))
                continue
            read.append(one)
            before += one.blob.size
        if not read:
            return IntakeReport(b"", (), tuple(refused))
        outcome = book.transact(Act.TAKE_IN, lambda writer: _record(writer, read, _moment(now), who, about, why))
    finally:
        # After success too: what was here already needs no second file.
        _discard_unnamed(book, read)
    return IntakeReport(outcome.changes.act, tuple(outcome.value), tuple(refused))


def _add_up(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _encrypt(book: Casebook, path: Path, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> _Read:
    if path.resolve().is_relative_to(book.vault.path.resolve()):
        raise _RefusalError(_("It is a part of this vault itself."))
    try:
        # A pipe would be waited for without end; what it is, is looked at before a byte is read.
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        raise _RefusalError(_("It is not there any more, or may not be read.")) from None
    with os.fdopen(opened, "rb", buffering=0) as file:
        before = os.fstat(opened)
        if not stat.S_ISREG(before.st_mode):
            raise _RefusalError(_("It is not a file."))
        return _take_opened(book, path, file, before, progress, cancelled)


def _take_opened(
    book: Casebook,
    path: Path,
    file: BinaryIO,
    before: os.stat_result,
    progress: Callable[[int], None],
    cancelled: Callable[[], bool],
) -> _Read:
    try:
        found = media_type(file.read(HEAD))
        details = in_lines(read_metadata(file, found, before.st_size))
        text = paper_text(file, found, before.st_size, cancelled)
        file.seek(0)
    except OSError:
        raise _RefusalError(_("It could not be read to its end.")) from None
    try:
        blob = book.vault.evidence.take_in(file, progress, cancelled)
    except DiskFullError:
        raise
    except EnvironmentFault:
        raise _RefusalError(_("It could not be read to its end.")) from None
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or blob.size != after.st_size:
        book.vault.evidence.discard(blob.name)
        raise _RefusalError(_("It was changed while it was read. Please give it again when nothing writes to it."))
    return _Read(path, blob, found, details, text)


def _record(
    writer: Writer, read: Sequence[_Read], when: str, who: str, about: Sequence[RecordId], why: str
) -> list[Taken]:
    taken: list[Taken] = []
    for one in read:
        known = same_file(writer, one.blob.sha256)
        if known:
            # One that is not put aside, if there is one.
            item = next((each for each in known if not writer.get(each).archived), known[0])
            if writer.get(item).archived:
                writer.update(item, {"archived": 0})
            log_handling(writer, item, "received", when, who, why=why, sha256=one.blob.sha256)
            for record in about:
                link_evidence(writer, item, record)
        else:
            item = add_item(
                writer,
                "",
                received_on=when,
                received_by=who,
                why=why,
                about=about,
                evidence_kind=evidence_kind(one.media_type),
                file_name=one.path.name,
                media_type=one.media_type,
                size_bytes=one.blob.size,
                sha256=one.blob.sha256,
                blob_name=one.blob.name,
                blob_key=one.blob.identity,
                file_details=one.details,
                file_text=one.text,
            )
        taken.append(Taken(one.path, item, bool(known)))
    return taken


def _discard_unnamed(book: Casebook, read: Sequence[_Read]) -> None:
    """Remove those files that no record names. Asked of the book: an act may have been kept though something failed."""
    if not read:
        return
    named = book.read(
        lambda reader: {
            item.text("blob_name")
            for one in read
            for item in reader.of("evidence_item", archived=True, sha256=one.blob.sha256)
        }
    )
    for one in read:
        if one.blob.name not in named:
            book.vault.evidence.discard(one.blob.name)


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="minutes")


class _Checked:
    """Passes bytes on to a file and takes their fingerprint."""

    def __init__(self, file: BinaryIO, fingerprint: _Hash) -> None:
        self._file = file
        self._fingerprint = fingerprint

    def write(self, data: bytes) -> int:
        self._fingerprint.update(data)
        return self._file.write(data)


def hand_out(book: Casebook, item: RecordId, path: Path, now: datetime, *, to: str = "", why: str = "") -> None:
    """Write the file of an item, unencrypted, to a place that the user chose, and say so in its handling log.

    Args:
        book: Open for writing.
        item: The item.
        path: The file to write; one of this name is replaced.
        now: With its zone.
        to: Whom it is for.
        why: What for.

    Raises:
        UserError: There is no file in this item, or the place is inside the vault.
        DamagedError: Its bytes are not those that were taken in; nothing is written.
        DiskFullError: There was no room; nothing is written.
    """
    if path.resolve().is_relative_to(book.vault.path.resolve()):
        raise UserError(_("Nothing unencrypted may lie inside the vault. Please choose another folder."))

    who = book.setting(_AUTHOR)

    def work(writer: Writer) -> None:
        found = writer.get(item)
        if not found.text("blob_name"):
            raise UserError(_("This item has no file."))
        digest = found.text("sha256")
        log_handling(writer, item, "exported", _moment(now), who, handed_to=to, why=why, sha256=digest)
        # Inside the act: what could not be written is not recorded as one that left the house.
        _write_out(book, found, path)

    book.transact(Act.HAND_OUT, work)


def check_again(book: Casebook, item: RecordId, now: datetime) -> None:
    """Read the file of an item to its end, compare it with its fingerprint, and say so in its handling log.

    Raises:
        UserError: There is no file in this item.
        DamagedError: Its bytes are not those that were taken in; nothing is written.
    """
    found = book.read(lambda reader: reader.get(item))
    if not found.text("blob_name"):
        raise UserError(_("This item has no file."))
    digest = found.text("sha256")
    book.vault.evidence.verify(found.text("blob_name"), found.text("blob_key"), digest)
    who = book.setting(_AUTHOR)
    book.transact(
        Act.CHECK_FILE, lambda writer: log_handling(writer, item, "verified", _moment(now), who, sha256=digest)
    )


def _write_out(book: Casebook, item: Snapshot, path: Path) -> None:
    beside = path.with_name(f".{path.name}.new")
    fingerprint = hashlib.sha256()
    with faults():
        try:
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                sink = _Checked(file, fingerprint)
                book.vault.evidence.write_to(item.text("blob_name"), item.text("blob_key"), sink)
                file.flush()
                os.fsync(file.fileno())
            if fingerprint.hexdigest() != item.text("sha256"):
                raise DamagedError(_("An evidence file is not what was taken in."))
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)
