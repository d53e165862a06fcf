"""A bundle: what one office tells others in a file that only they can open, and that shows who wrote it.

It holds changes of the log (of chosen records, or all), evidence files as they lie in the vault, the sender's card and
the sender's receipt, by which the answer can leave out what is known. It joins the book as any other source does; see
`store.merging`. Nothing in it is used before its signature was found good and its signer is somebody whom this vault
knows. Plain text is only ever in memory.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from casefile.history.arrivals import ForeignAct, ForeignChange, UnfitError
from casefile.merge import bundle_file
from casefile.merge.bundle_file import BundleRefusedError, Payload, Sink, Why
from casefile.merge.contact_cards import ContactCard, OwnKeys, card_of, own_card, own_keys
from casefile.merge.receipts import SALT_BYTES, Receipt, receipt_for, receipt_of
from casefile.store.merging import Arrival
from casefile.vault.blobs import Evidence

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.store.casebook import Casebook
    from casefile.store.merging import Selection

_LINES = 1024 * 1024
_ID_BYTES = 16
_MOST_RECIPIENTS = 1_000
_MOST_FILES = 1_000_000
_MOST_LINES = 1 << 32
"""Bytes of acts and changes that are held in memory at most."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a bundle.

    Attributes:
        records: Changes of these records alone; None for all.
        known: Ids of changes that all its recipients know.
        files: Names of the evidence files that go along, given what is told.
        about: Ids of the records that somebody asked for; None for all.
    """

    records: Collection[bytes] | None = None
    known: Collection[bytes] = ()
    files: Callable[[Selection], Iterable[str]] = lambda _selection: ()
    about: Collection[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a bundle that was written holds.

    Attributes:
        changes: How many changes.
        left_out: How many changes were left out, since all the recipients know them.
        records: Of how many records.
        files: How many evidence files.
        missing: How many evidence files were to go along and are not in this vault.
        size: Of the file, in bytes.
    """

    changes: int
    left_out: int
    records: int
    files: int
    missing: int
    size: int


@dataclass(slots=True)
class Bundle:
    """A bundle that was opened, and whose signature is that of its card.

    Attributes:
        path: The file.
        id: Random, its own.
        made: The day it was made, ISO 8601, by the sender's clock.
        card: The sender's.
        receipt: What the sender holds; None if it does not say.
        files: Its evidence files by name, each with the fingerprint of the age file.
        about: Ids of the records that were asked for; None for all of the book.
    """

    path: Path
    id: str = ""
    made: str = ""
    card: ContactCard | None = None
    receipt: Receipt | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    about: tuple[bytes, ...] | None = None
    _acts: list[bytes] = field(default_factory=list, repr=False)
    _changes: list[bytes] = field(default_factory=list, repr=False)

    @property
    def sender(self) -> ContactCard:
        """The sender's card."""
        if self.card is None:
            message = "the bundle was not read"
            raise RuntimeError(message)
        return self.card

    @property
    def label(self) -> str:
        """How it is called in an account."""
        return f"{self.path.name} ({self.sender.name})"

    @property
    def is_empty(self) -> bool:
        """Whether it brings nothing but a receipt."""
        return not self._changes and not self.files

    def changes(self) -> Iterator[ForeignChange]:
        """Its changes, as they are asked for.

        Raises:
            UnfitError: One is none.
        """
        acts = [bytes.fromhex(one[0]) for one in _lines(self._acts, _ACT)]
        for one, act, kind, record, parents, verb, fields in _lines(self._changes, _CHANGE):
            if not 0 <= act < len(acts):
                raise UnfitError("a change has no act")
            yield ForeignChange(_bytes(one), acts[act], kind, _bytes(record), _bytes(parents), verb, fields)

    def acts(self) -> Iterator[ForeignAct]:
        """Its acts, as they are asked for.

        Raises:
            UnfitError: One is none.
        """
        for one, stamp, device, author, name, undoes in _lines(self._acts, _ACT):
            yield ForeignAct(_bytes(one), stamp, _bytes(device), author, name, _bytes(undoes))

    def arrival(self) -> Arrival:
        """What it brings. What is known here comes along, to be compared."""
        return Arrival(self.label, self.acts(), self.changes())


_ACT = (str, int, str, str, str, str)
_CHANGE = (str, int, str, str, str, int, str)


def _lines(blocks: Iterable[bytes], shape: tuple[type, ...]) -> Iterator[list[Any]]:
    for block in blocks:
        for line in block.splitlines():
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                told = None
            if not isinstance(told, list) or [type(part) for part in told] != list(shape):
                raise UnfitError("a line of a bundle has no shape")
            yield told


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise UnfitError("a line of a bundle has no shape") from None


# --- Writing -------------------------------------------------------------------------------------------------------


def write_bundle(
    book: Casebook,
    path: Path,
    to: Sequence[ContactCard],
    contents: Contents,
    now: datetime,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Written:
    """Write a bundle.

    Args:
        book: From where.
        path: The file; one of this name is replaced once the new one is whole.
        to: Who can open it, and nobody else.
        contents: What goes into it.
        now: With its zone.
        progress: Called now and then with how many bytes were written; what it raises ends it, and nothing is left.

    Raises:
        UserError: Nobody said whose vault this is.
        DiskFullError: There was no room; nothing is left behind.
    """
    keys = own_keys(book)
    salt = secrets.token_bytes(SALT_BYTES)
    head = {
        "version": bundle_file.VERSION,
        "id": secrets.token_hex(_ID_BYTES),
        "made": now.date().isoformat(),
        "card": own_card(book, now.date()).as_data(),
        # Each finds itself; whom else it went to can be guessed only by somebody who has their cards.
        "salt": salt.hex(),
        "for": sorted(_mark(salt, card.recipient) for card in to),
        "about": None if contents.about is None else sorted(one.hex() for one in contents.about),
        "receipt": own_receipt(book).as_data(),
    }

    def write(selection: Selection) -> Written:
        wished = sorted(set(contents.files(selection)))
        there = [name for name in wished if book.vault.evidence.has(name)]
        pieces = _pieces(head, selection, there, book.vault.evidence)
        size = bundle_file.write_bundle_file(
            path, [card.recipient for card in to], _watched(pieces, progress), keys.signing
        )
        missing = len(wished) - len(there)
        return Written(len(selection.ids), selection.left_out, len(selection.records()), len(there), missing, size)

    return book.tell(write, contents.records, contents.known)


def own_receipt(book: Casebook) -> Receipt:
    """What this vault holds, to be told to others."""
    return receipt_for(book.known_changes(waiting=True), secrets.token_bytes(SALT_BYTES), wanted_files(book))


def wanted_files(book: Casebook) -> set[str]:
    """Names of the evidence files that records here speak of and that are not here."""
    held = book.vault.evidence
    return {name for name in evidence_names(book) if held.is_name(name) and not held.has(name)}


def evidence_names(book: Casebook) -> dict[str, bytes]:
    """Names of all evidence files that records here speak of, each with the id of its record."""
    from sqlalchemy import select  # noqa: PLC0415 - slow to import, and loaded by now

    from casefile.casework.catalogue import record_type  # noqa: PLC0415 - the same

    table = record_type("evidence_item").table
    query = select(table.c.blob_name, table.c.id).where(table.c.blob_name != "")
    found: Sequence[Any] = book.read(lambda reader: reader.rows(query))
    return {name: bytes(record) for name, record in found}


def _pieces(head: dict[str, Any], selection: Selection, files: list[str], evidence: Evidence) -> Iterator[bytes]:
    yield bundle_file.frame(bundle_file.HEAD, json.dumps(head, ensure_ascii=False).encode())
    places: dict[bytes, int] = {}

    def acts() -> Iterator[list[Any]]:
        for place, act in enumerate(selection.acts()):
            places[act.id] = place
            yield [act.id.hex(), act.stamp, act.device.hex(), act.author, act.name, act.undoes.hex()]

    def changes() -> Iterator[list[Any]]:
        for one in selection.changes():
            parents = one.parents.hex()
            yield [one.id.hex(), places[one.act], one.kind, one.record.hex(), parents, one.verb, one.fields]

    for kind, lines in ((bundle_file.ACTS, acts()), (bundle_file.CHANGES, changes())):
        for block in _blocks(lines):
            yield bundle_file.frame(kind, block)
    for name in files:
        with evidence.sealed(name) as file:
            size = file.seek(0, 2)
            file.seek(0)
            yield from bundle_file.evidence_frame(name, size, file)


def _blocks(lines: Iterable[list[Any]]) -> Iterator[bytes]:
    block = bytearray()
    for line in lines:
        # In ASCII, so that no character can end a line before its end.
        block += json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"
        if len(block) >= _LINES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _watched(pieces: Iterable[bytes], progress: Callable[[int], None]) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        progress(done)
        done += len(piece)
        yield piece


def _mark(salt: bytes, recipient: str) -> str:
    return blake2b(recipient.encode(), digest_size=_ID_BYTES, key=salt).hexdigest()


# --- Reading -------------------------------------------------------------------------------------------------------


def open_bundle(path: Path, keys: OwnKeys) -> Bundle:
    """Open a bundle that was made for this vault. Who signed it is for the caller to judge.

    Args:
        path: The file.
        keys: Of this vault.

    Raises:
        BundleRefusedError: Nothing of it may be used.
    """
    made = Bundle(path)
    heads: list[bytes] = []
    held = 0

    def take(kind: bytes, content: bytes) -> None:
        nonlocal held
        held += len(content)
        if held > _MOST_LINES:
            raise BundleRefusedError(Why.DAMAGED)
        if kind == bundle_file.HEAD:
            heads.append(content)
        elif kind == bundle_file.ACTS:
            made._acts.append(content)  # noqa: SLF001 - it is being made here
        else:
            made._changes.append(content)  # noqa: SLF001 - the same

    def begin(name: str, _size: int) -> Sink:
        if not Evidence.is_name(name) or name in made.files or len(made.files) >= _MOST_FILES:
            raise BundleRefusedError(Why.DAMAGED)
        made.files[name] = b""
        return _Fingerprint(lambda digest: made.files.__setitem__(name, digest))

    payload = Payload(take, begin)
    bundle_file.read_through(path, keys.age, payload)
    _read_head(made, heads, payload, str(keys.age.to_public()))
    return made


def _read_head(made: Bundle, heads: list[bytes], payload: Payload, recipient: str) -> None:
    try:
        told = json.loads(heads[0]) if heads else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise BundleRefusedError(Why.DAMAGED)
    if isinstance(told.get("version"), int) and told["version"] > bundle_file.VERSION:
        raise BundleRefusedError(Why.NEWER)
    made.card = card_of(told.get("card"))
    if made.card is None:
        raise BundleRefusedError(Why.FORGED)
    payload.check(bytes.fromhex(made.card.signing_key))
    try:
        made.id = bytes.fromhex(told["id"]).hex()
        made.made = date.fromisoformat(told["made"]).isoformat()
        about = told["about"]
        made.about = None if about is None else tuple(bytes.fromhex(one) for one in about)
        made.receipt = None if told.get("receipt") is None else receipt_of(told["receipt"])
        salt, meant = bytes.fromhex(told["salt"]), told["for"]
        ours = len(salt) == SALT_BYTES and len(meant) <= _MOST_RECIPIENTS and _mark(salt, recipient) in meant
    except (KeyError, TypeError, ValueError):
        raise BundleRefusedError(Why.DAMAGED) from None
    if not ours:
        # Whoever got it could have encrypted it anew, for somebody to whom its sender did not write.
        raise BundleRefusedError(Why.PASSED_ON)


class _Fingerprint:
    def __init__(self, done: Callable[[bytes], None]) -> None:
        self._digest = blake2b()
        self._done = done

    def write(self, data: bytes) -> None:
        self._digest.update(data)

    def end(self) -> None:
        self._done(self._digest.digest())


def adopt_files(book: Casebook, bundle: Bundle, keys: OwnKeys) -> int:
    """Take those evidence files of a bundle into the vault that records speak of and that are not there.

    They come before the records: one too many is harmless. A file that is there already is never touched.

    Args:
        book: Open for writing.
        bundle: Opened, by a signer whom this vault knows.
        keys: Of this vault.

    Returns:
        How many were taken.

    Raises:
        BundleRefusedError: The file is not what it was when it was opened.
        DiskFullError: There was no room. Nothing half-made stays.
    """
    erased = book.erased_records()
    spoken = evidence_names(book) | _names_in(bundle)
    held = book.vault.evidence
    wanted = {name for name in bundle.files if name in spoken and spoken[name] not in erased and not held.has(name)}
    if not wanted:
        return 0
    with ExitStack() as open_file:

        def begin(name: str, _size: int) -> Sink | None:
            if name not in wanted:
                return None
            return _Adopted(open_file, held, name, bundle.files.get(name, b""))

        bundle_file.read_through(bundle.path, keys.age, Payload(lambda _kind, _content: None, begin))
    return len(wanted)


class _Adopted:
    """An evidence file on its way into the vault, under its name only when it is the one that was signed."""

    def __init__(self, open_file: ExitStack, held: Evidence, name: str, digest: bytes) -> None:
        self._open_file = open_file
        self._file = open_file.enter_context(held.adopting(name))
        self._digest = digest
        self._found = blake2b()

    def write(self, data: bytes) -> None:
        self._found.update(data)
        if self._file is not None:
            self._file.write(data)

    def end(self) -> None:
        if self._found.digest() != self._digest:
            raise BundleRefusedError(Why.DAMAGED)
        # Leaving the context gives it its name.
        self._open_file.pop_all().close()


def _names_in(bundle: Bundle) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        for change in bundle.changes():
            if change.kind == "evidence_item" and "blob_name" in change.fields:
                told = json.loads(change.fields)
                name = told.get("blob_name") if isinstance(told, dict) else None
                if isinstance(name, str):
                    found[name] = change.record
    except (UnfitError, ValueError, RecursionError):
        # The merge will refuse it, and say so.
        return {}
    return found
