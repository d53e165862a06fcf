"""Evidence: files taken in once, never changed, and everything done with them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Index, collate, exists, func, select

from casefile.base.clock import RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, integer, link, prose, term, text, yes_no
from casefile.casework.soundness import Rule, by_time, fingerprint, in_order, no_ring, not_negative

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class EvidenceItem(Record, table=True):
    """One file or object kept as evidence."""

    __tablename__ = "evidence_item"
    __kind__: ClassVar[Kind] = Kind(
        name="evidence_item",
        label=N_("Item of evidence"),
        plural=N_("Evidence"),
        prefix="EV",
        title=("title", "file_name"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_evidence_item_sha256", "sha256"),
        Index("ix_evidence_item_source", "source"),
    )

    title: str = text(N_("Title"), help=N_("What it is, in a few words."), search=8)
    evidence_kind: str = term(
        N_("Kind of evidence"), "evidence_kind", help=N_("Photo, video, recording, paper, object and so on.")
    )
    file_name: str = text(N_("File name"), help=N_("As it was when the file came in."), sensitivity=IDENTITY, search=2)
    media_type: str = text(N_("Type"), help=N_("Type of the file, told from its first bytes."))
    size_bytes: int | None = integer(N_("Size"), help=N_("Size of the file as it came in."), unit="bytes")
    sha256: str = text(
        N_("SHA-256"), help=N_("Fingerprint of the file at intake: shows that it was not changed since."), search=2
    )
    blob_name: str = text(N_("Stored as"), help=N_("Name of the encrypted file in the vault."))
    blob_key: str = text(
        N_("File key"),
        help=N_("Opens the encrypted file. Never printed and never exported in the clear."),
        sensitivity=SENSITIVE,
        secret=True,
    )
    taken_in_on: str = date(N_("Taken in on"), help=N_("When the file came into the vault."))
    captured_on: str = date(N_("Captured on"), help=N_("When the picture or recording was made, or the paper written."))
    captured_place: bytes = link(N_("Captured at"), "place", help=N_("Where it was made."))
    captured_by: str = text(N_("Captured by"), help=N_("Who made it."), sensitivity=IDENTITY)
    originality: str = term(N_("Original or copy"), "originality", help=N_("Original, copy, scan, extract and so on."))
    copy_of: bytes = link(N_("Copy of"), "evidence_item", help=N_("The item it was made from."))
    source: bytes = link(N_("Source"), "source", help=N_("Who it came from."))
    language: str = term(N_("Language"), "language", help=N_("The language it is in."))
    protection: str = term(N_("Protection"), "protection", help=N_("Whether it may be shown or quoted."))
    shows_people: str = yes_no(N_("Shows people"), help=N_("Whether faces or names of others can be seen on it."))
    graphic: str = yes_no(N_("Disturbing content"), help=N_("Yes hides the preview until it is asked for."))
    description: str = prose(N_("Description"), help=N_("What can be seen, heard or read."), search=2)
    file_details: str = prose(
        N_("Details in the file"), help=N_("What the file says of itself: camera, time, place."), sensitivity=IDENTITY
    )
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )
    file_text: str = prose(
        N_("Text in the file"),
        help=N_("The words of the file, read when it came in, so that search finds them. Never printed."),
        sensitivity=SENSITIVE,
        search=1,
    )


class EvidenceLink(Record, table=True):
    """What an item of evidence has to do with a record."""

    __tablename__ = "evidence_link"
    __kind__: ClassVar[Kind] = Kind(
        name="evidence_link",
        label=N_("Link to evidence"),
        plural=N_("Links to evidence"),
        prefix="EK",
        title=("relation", "locator"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_evidence_link_item", "evidence_item"),
        Index("ix_evidence_link_record", "record"),
    )

    evidence_item: bytes = link(
        N_("Item of evidence"), "evidence_item", owner=True, required=True, help=N_("The item.")
    )
    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record it is evidence for."))
    relation: str = term(N_("Relation"), "evidence_relation", help=N_("Shows, mentions, supports or contradicts it."))
    locator: str = text(N_("Place in the item"), help=N_("Page, minute, corner of the picture."))
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."))


class Handling(Record, table=True):
    """One thing done with an item: the chain of custody."""

    __tablename__ = "handling"
    __kind__: ClassVar[Kind] = Kind(
        name="handling",
        label=N_("Handling"),
        plural=N_("Handling log"),
        prefix="HD",
        title=("handling_kind", "handled_on", "handled_by"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_handling_item", "evidence_item"),)

    evidence_item: bytes = link(
        N_("Item of evidence"), "evidence_item", owner=True, required=True, help=N_("The item.")
    )
    handling_kind: str = term(
        N_("What was done"),
        "handling_kind",
        required=True,
        help=N_("Received, hashed, viewed, copied, exported, handed over."),
    )
    handled_on: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    handled_by: str = text(N_("By whom"), help=N_("Who did it."), sensitivity=IDENTITY)
    handed_to: str = text(
        N_("To whom"), help=N_("Who received it, when it was handed over or copied."), sensitivity=IDENTITY
    )
    why: str = prose(N_("Why"), help=N_("What it was done for."))
    sha256: str = text(N_("SHA-256"), help=N_("Fingerprint found at that moment."))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "evidence_item": (
        fingerprint("sha256"),
        not_negative("size_bytes"),
        no_ring("copy_of", N_("An item cannot be a copy of itself.")),
        in_order("captured_on", "taken_in_on", N_("It came in before it was made. Please check both dates.")),
    ),
    "handling": (fingerprint("sha256"),),
}


def add_item(
    writer: Writer,
    title: str,
    *,
    received_on: str,
    received_by: str = "",
    why: str = "",
    about: Sequence[RecordId] = (),
    **values: Value,
) -> RecordId:
    """Take an item into the book: the item, the first lines of its handling log, and its links.

    Args:
        writer: The book.
        title: What it is.
        received_on: When it came in, EDTF with the hour.
        received_by: Who took it in.
        why: What it was taken in for.
        about: Records it is evidence for.
        values: Other fields; `sha256` as computed while the file was read.

    Raises:
        UserError: The fingerprint is none, or a value does not fit.
    """
    item = writer.insert("evidence_item", **{**values, "title": title, "taken_in_on": received_on})
    log_handling(writer, item, "received", received_on, received_by, why=why)
    if values.get("sha256"):
        log_handling(writer, item, "hashed", received_on, received_by, sha256=values["sha256"])
    for record in about:
        link_evidence(writer, item, record)
    return item


def link_evidence(writer: Writer, item: RecordId, record: RecordId, relation: str = "", **values: Value) -> RecordId:
    """Record that an item is evidence for a record; linked a second time, the link is changed, not doubled.

    Raises:
        UserError: A value does not fit.
    """
    before = writer.of("evidence_link", evidence_item=item, record=record)
    if before:
        writer.update(before[0].id, {**values, "relation": relation or before[0].text("relation")})
        return before[0].id
    return writer.insert("evidence_link", **{**values, "evidence_item": item, "record": record, "relation": relation})


def log_handling(
    writer: Writer, item: RecordId, handling_kind: str, handled_on: str, handled_by: str = "", **values: Value
) -> RecordId:
    """Add a line to the handling log of an item.

    Raises:
        UserError: A value does not fit.
    """
    return writer.insert(
        "handling",
        **{
            **values,
            "evidence_item": item,
            "handling_kind": handling_kind,
            "handled_on": handled_on,
            "handled_by": handled_by,
        },
    )


def handling_of(reader: Reader, item: RecordId) -> list[Snapshot]:
    """The handling log of an item, the earliest first, undated lines last."""
    return sorted(reader.of("handling", evidence_item=item), key=lambda one: (by_time(one.text("handled_on")), one.id))


def items_of(reader: Reader, record: RecordId) -> list[RecordId]:
    """The items that are evidence for a record, in the order in which they were linked."""
    columns = record_type("evidence_link").table.c
    query = select(columns.evidence_item).where(columns.record == record, columns.archived == 0).order_by(columns.id)
    return list(dict.fromkeys(RecordId(row[0]) for row in reader.rows(query)))


def same_file(reader: Reader, sha256: str) -> Ids:
    """The items whose file has this fingerprint, also those put aside: a second intake is noticed by it."""
    columns = record_type("evidence_item").table.c
    query = select(columns.id).where(columns.sha256 == sha256, columns.sha256 != "").order_by(columns.id)
    return all_ids(reader, query)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of evidence in a list.

    Attributes:
        id: The item.
        title: Its title, or the file's name.
        kind: Term of `evidence_kind`.
        media_type: Type of the file.
        size_bytes: Its size; None if there is no file.
        captured_on: EDTF.
        taken_in_on: EDTF.
        reference: Short code.
        links: How many records it is evidence for.
        graphic: Whether its preview is hidden until asked for.
        invented: Whether the record was made up for training.
    """

    id: RecordId
    title: str
    kind: str
    media_type: str
    size_bytes: int | None
    captured_on: str
    taken_in_on: str
    reference: str
    links: int
    graphic: bool
    invented: bool


_MOST_IDS = 500
_IN_A_LINE = (
    "evidence_kind",
    "media_type",
    "size_bytes",
    "captured_on",
    "taken_in_on",
    "reference",
    "graphic",
    "invented",
)
UNLINKED = "unlinked"
"""In the place of a kind: the items that are evidence for nothing yet."""
ORDERS = ("newest", "captured", "title", "size")
"""The one taken in last first; the one made last first; by title; the largest first."""


def item_ids(
    reader: Reader,
    evidence_kind: str = "",
    order: str = "newest",
    *,
    archived: bool = False,
    conditions: Sequence[Any] = (),
) -> Ids:
    """The items of a kind, those that are `UNLINKED`, or all.

    Args:
        reader: The book.
        evidence_kind: A term of `evidence_kind`, `UNLINKED`, or empty for all.
        order: One of `ORDERS`.
        archived: List those put aside instead.
        conditions: Further conditions on the row of an item, as facets make them.
    """
    columns = record_type("evidence_item").table.c
    named = collate(func.coalesce(func.nullif(columns.title, ""), columns.file_name), "NOCASE")
    orders: Mapping[str, tuple[ColumnElement[Any], ...]] = {
        "newest": (),
        "captured": (columns.captured_on.desc(),),
        "title": (named,),
        "size": (columns.size_bytes.desc(),),
    }
    query = select(columns.id).where(columns.archived == int(archived), *conditions)
    query = query.order_by(*orders[order], columns.id.desc())
    if evidence_kind == UNLINKED:
        query = query.where(for_nothing())
    elif evidence_kind:
        query = query.where(columns.evidence_kind == evidence_kind)
    return all_ids(reader, query)


def item_counts(reader: Reader) -> Mapping[str, int]:
    """How many items there are of each kind, how many are `UNLINKED`, and, under the empty key, how many in all."""
    columns = record_type("evidence_item").table.c
    sound = columns.archived == 0
    by_kind = select(columns.evidence_kind, func.count()).where(sound).group_by(columns.evidence_kind)
    counts = {str(kind): int(number) for kind, number in map(tuple, reader.rows(by_kind))}
    ((unlinked,),) = reader.rows(select(func.count()).select_from(columns.id.table).where(sound, for_nothing()))
    return {**counts, "": sum(counts.values()), UNLINKED: int(unlinked)}


def for_nothing() -> ColumnElement[bool]:
    """The condition on an item that it is evidence for nothing yet."""
    item, linked = record_type("evidence_item").table.c, record_type("evidence_link").table.c
    return ~exists().where(linked.evidence_item == item.id, linked.archived == 0)


def links_of(reader: Reader, item: RecordId) -> list[Snapshot]:
    """What an item is evidence for, each a link to a record that is still there, in the order of linking."""
    return [one for one in reader.of("evidence_link", evidence_item=item) if reader.find(one.link("record"))]


def item_lines(reader: Reader, ids: Sequence[RecordId]) -> list[ItemLine]:
    """The lines of a page of a list, in the order of `ids`; an id that is no longer there is left out."""
    item, linked = record_type("evidence_item").table, record_type("evidence_link").table
    links = (
        select(func.count())
        .where(linked.c.evidence_item == item.c.id, linked.c.archived == 0)
        .scalar_subquery()
        .label("links")
    )
    # The text of a file is long and no part of a line.
    shown = [item.c[name] for name in ("id", "title", "file_name", *_IN_A_LINE)]
    lines: dict[RecordId, ItemLine] = {}
    for start in range(0, len(ids), _MOST_IDS):
        for row in reader.rows(select(*shown, links).where(item.c.id.in_(ids[start : start + _MOST_IDS]))):
            lines[RecordId(row.id)] = ItemLine(
                id=RecordId(row.id),
                title=row.title or row.file_name,
                kind=row.evidence_kind,
                media_type=row.media_type,
                size_bytes=row.size_bytes,
                captured_on=row.captured_on,
                taken_in_on=row.taken_in_on,
                reference=row.reference,
                links=row.links,
                graphic=row.graphic == "yes",
                invented=row.invented == "yes",
            )
    return [lines[record] for record in ids if record in lines]
