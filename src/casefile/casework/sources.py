"""Sources, and which of them says what about which field of which record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the field of this house
from typing import Any, ClassVar

from sqlalchemy import Index, collate, func, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, link, prose, term, text, yes_no
from casefile.casework.soundness import Rule, in_order, link_of, no_ring, text_of
from casefile.casework.values import json_value

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE

SUPPORTS = "supports"
CONTRADICTS = "contradicts"
SHOWN = "shown"
"""Terms of `stance`: the value that is shown, and what other sources say of it."""


class Source(Record, table=True):
    """Where something is known from."""

    __tablename__ = "source"
    __kind__: ClassVar[Kind] = Kind(
        name="source", label=N_("Source"), plural=N_("Sources"), prefix="S", title=("title",), section="sources"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_source_quoted_in", "quoted_in"),)

    title: str = text(
        N_("Title"),
        help=N_("Title of the paper, or a few words that do not give an interviewee away."),
        required=True,
        search=8,
    )
    source_kind: str = term(
        N_("Kind of source"), "source_kind", help=N_("Interview, press, official paper, NGO report, post.")
    )
    author: str = text(N_("Author"), help=N_("Who wrote or said it."), sensitivity=IDENTITY, search=3)
    author_person: bytes = link(
        N_("Author's record"), "person", help=N_("If the author is a person of this vault."), sensitivity=IDENTITY
    )
    publisher: bytes = link(N_("Publisher"), "organisation", help=N_("Organisation that published it."))
    dated: str = date(N_("Date"), help=N_("Date that the source bears."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it was written or said."))
    obtained_how: str = term(
        N_("How obtained"), "obtained_how", help=N_("Published, handed over, own interview, and so on.")
    )
    obtained_on: str = date(N_("Obtained on"), help=N_("When it came to this office."))
    obtained_by: str = text(N_("Obtained by"), help=N_("Who received it or made the interview."), sensitivity=IDENTITY)
    language: str = term(N_("Language"), "language", help=N_("The language it is in."))
    reliability: str = term(
        N_("Reliability"),
        "reliability",
        help=N_("How far the source can be relied on, A (fully) to F (cannot be judged)."),
    )
    reliability_reasons: str = prose(N_("Reasons for it"), help=N_("Why it was judged so."), sensitivity=SENSITIVE)
    protection: str = term(
        N_("Protection"), "protection", help=N_("Whether the source may be named, quoted, or not even mentioned.")
    )
    protection_details: str = prose(
        N_("Protection in words"), help=N_("What was promised to the source."), sensitivity=SENSITIVE
    )
    web_address: str = text(N_("Web address"), help=N_("Where it can be read."))
    archive_address: str = text(N_("Archived at"), help=N_("A copy that stays when the page goes."))
    quoted_in: bytes = link(
        N_("Known through"), "source", help=N_("The source that reports this one, when it was not seen itself.")
    )
    evidence_item: bytes = link(N_("On file"), "evidence_item", help=N_("The file as evidence."))
    summary: str = prose(N_("Summary"), help=N_("What it says, in a few sentences."))
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class Claim(Record, table=True):
    """This field of this record has this value according to this source."""

    __tablename__ = "claim"
    __kind__: ClassVar[Kind] = Kind(
        name="claim",
        label=N_("Claim"),
        plural=N_("Claims"),
        prefix="CL",
        title=("field", "stance", "locator"),
        section="sources",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_claim_record", "record", "field"),
        Index("ix_claim_source", "source"),
    )

    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record the source speaks of."))
    field: str = text(N_("Field"), help=N_("Which of its fields; empty for the record as a whole."))
    value: str = prose(
        N_("Value"),
        help=N_("The value according to the source, written as the field writes it."),
        sensitivity=IDENTITY,
        search=0,
    )
    source: bytes = link(N_("Source"), "source", required=True, help=N_("Who says so."))
    locator: str = text(N_("Place in the source"), help=N_("Page, paragraph, minute."))
    quote: str = prose(N_("Quotation"), help=N_("The words of the source."), sensitivity=IDENTITY)
    credibility: str = term(
        N_("Credibility"),
        "credibility",
        help=N_("How far this one thing is to be believed, 1 (confirmed) to 6 (cannot be judged)."),
    )
    stance: str = term(
        N_("Stance"),
        "stance",
        help=N_("Supports or contradicts what is recorded; “shown” marks the value that is shown."),
    )


class Remark(Record, table=True):
    """A note beside one field of one record."""

    __tablename__ = "remark"
    __kind__: ClassVar[Kind] = Kind(
        name="remark", label=N_("Remark"), plural=N_("Remarks"), prefix="RM", title=("field", "text"), section="sources"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_remark_record", "record", "field"),)

    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record it stands beside."))
    # `text` last: from here on the name means the field, not the function.
    field: str = text(N_("Field"), help=N_("Which of its fields; empty for the record as a whole."))
    text: str = prose(N_("Text"), help=N_("What there is to say about the value."), sensitivity=SENSITIVE)


def _about_a_field(reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    field = text_of(values, "field")
    about = reader.find(link_of(values, "record")) if field else None
    if about is not None and field not in about.values:
        return [FieldProblem("field", _("The record it speaks of has no such field."))]
    return []


RULES: Mapping[str, tuple[Rule, ...]] = {
    "source": (
        no_ring("quoted_in", N_("A source cannot be known through itself.")),
        in_order("dated", "obtained_on", N_("It was obtained before it was written. Please check both dates.")),
    ),
    "claim": (_about_a_field,),
    "remark": (_about_a_field,),
}


def add_source(writer: Writer, title: str, source_kind: str = "", **values: Value) -> RecordId:
    """Add a source.

    Raises:
        UserError: It has no title, is known through itself, or a value does not fit.
    """
    return writer.insert("source", **{**values, "title": title, "source_kind": source_kind})


def add_claim(
    writer: Writer, record: RecordId, source: RecordId, field: str = "", value: str = "", **values: Value
) -> RecordId:
    """Record what a source says about a field of a record, or about the record as a whole.

    Args:
        writer: The book.
        record: The record it speaks of.
        source: Who says so.
        field: Which field; empty for the record as a whole.
        value: The value according to the source, written as the field writes it.
        values: Other fields: locator, quote, credibility, stance.

    Raises:
        UserError: The record has no such field, or a value does not fit.
    """
    return writer.insert("claim", **{**values, "record": record, "source": source, "field": field, "value": value})


def show_claim(writer: Writer, claim: RecordId) -> None:
    """Show the value of this claim in its field; the claim that was shown before stays beside it.

    Raises:
        UserError: The claim speaks of the record as a whole, or its value cannot be written in the field.
    """
    chosen = writer.get(claim)
    record, field = chosen.link("record"), chosen.text("field")
    if not field:
        problem = _("This speaks of the record as a whole: there is no field to show it in.")
        raise UserError(problem, (FieldProblem("field", problem),))
    facts = record_type(writer.kind_of(record)).facts[field]
    value = chosen.text("value")
    writer.update(record, {field: _elements(value) if facts.is_set else value})
    for other in writer.of("claim", record=record, field=field):
        if other.id == claim:
            writer.update(claim, {"stance": SHOWN})
        elif other.text("stance") == SHOWN:
            writer.update(other.id, {"stance": SUPPORTS if other.text("value") == value else CONTRADICTS})


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several values that people wrote without knowing of each other.

    Attributes:
        value: What was written.
        author: Who, as their vault names them; may be empty.
        written: The day it was written, by the writer's clock.
    """

    value: Value
    author: str
    written: Day


def keep_as_disputed(
    writer: Writer, record: RecordId, field: str, shown: Value, rivals: Sequence[Rival]
) -> list[RecordId]:
    """End a conflict without giving up a value: one is shown, and every one stands beside it with who wrote it.

    Args:
        writer: The book.
        record: The record.
        field: The field with the conflict.
        shown: The value to show.
        rivals: All the values, the shown one among them.

    Returns:
        The claims made, one for each rival; what somebody's casefile says is a source like any other.
    """
    writer.decide(record, {field: shown})
    facts = record_type(writer.kind_of(record)).facts[field]
    claims: list[RecordId] = []
    for rival in rivals:
        author = rival.author or _("unnamed author")
        title = _("Entry by {author}, {day}").format(author=author, day=rival.written.isoformat())
        known = writer.of("source", title=title)
        source = known[0].id if known else add_source(writer, title, author=rival.author)
        stance = SHOWN if rival.value == shown else CONTRADICTS
        value = json_value(facts, rival.value)
        said = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else "" if value is None else str(value)
        claims.append(add_claim(writer, record, source, field, said, stance=stance))
    return claims


def _elements(value: str) -> tuple[str, ...]:
    try:
        found = json.loads(value)
    except ValueError:
        found = value.split(",")
    listed = found if isinstance(found, list) else [found]
    return tuple(sorted({element for one in listed if (element := str(one).strip())}))


def add_remark(writer: Writer, record: RecordId, words: str, field: str = "") -> RecordId:
    """Write a note beside a field of a record, or beside the record as a whole.

    Raises:
        UserError: The record has no such field.
    """
    return writer.insert("remark", record=record, field=field, text=words)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What one source says about one field.

    Attributes:
        claim: The claim.
        field: Name of the field; empty for the record as a whole.
        value: The value according to the source.
        source_title: Title of the source.
        locator: Page, paragraph, minute.
        quote: The words of the source.
        stance: Term of `stance`.
        credibility: Term of `credibility`.
        source: The source.
        reliability: Term of `reliability` of the source.
        protection: Term of `protection` of the source.
        record: The record it speaks of.
    """

    claim: RecordId
    field: str
    value: str
    source_title: str
    locator: str
    quote: str
    stance: str
    credibility: str
    source: RecordId = NO_ID
    reliability: str = ""
    protection: str = ""
    record: RecordId = NO_ID


def claims_of(reader: Reader, record: RecordId) -> list[ClaimView]:
    """What sources say about a record: by field, what is shown first, then as it was recorded."""
    return claims_of_all(reader, [record]).get(record, [])


_MOST_IDS = 500


def claims_of_all(reader: Reader, records: Sequence[RecordId]) -> Mapping[RecordId, list[ClaimView]]:
    """The same for many records with few statements; a record without claims is left out."""
    claim, source = record_type("claim").table, record_type("source").table
    found: dict[RecordId, list[ClaimView]] = {}
    for start in range(0, len(records), _MOST_IDS):
        query = (
            select(
                claim,
                func.coalesce(source.c.title, "").label("source_title"),
                func.coalesce(source.c.reliability, "").label("reliability"),
                func.coalesce(source.c.protection, "").label("protection"),
            )
            .select_from(claim.outerjoin(source, source.c.id == claim.c.source))
            .where(claim.c.record.in_(records[start : start + _MOST_IDS]), claim.c.archived == 0)
            .order_by(claim.c.field, claim.c.stance != SHOWN, claim.c.id)
        )
        for row in reader.rows(query):
            found.setdefault(RecordId(row.record), []).append(
                ClaimView(
                    claim=RecordId(row.id),
                    field=row.field,
                    value=row.value,
                    source_title=row.source_title,
                    locator=row.locator,
                    quote=row.quote,
                    stance=row.stance,
                    credibility=row.credibility,
                    source=RecordId(row.source),
                    reliability=row.reliability,
                    protection=row.protection,
                    record=RecordId(row.record),
                )
            )
    return found


def contradictions(reader: Reader, record: RecordId) -> Mapping[str, list[ClaimView]]:
    """The fields of a record for which sources give different values, with all that is claimed of each."""
    by_field: dict[str, list[ClaimView]] = {}
    for view in claims_of(reader, record):
        if view.field:
            by_field.setdefault(view.field, []).append(view)
    return {
        field: views
        for field, views in by_field.items()
        if any(view.stance == CONTRADICTS for view in views) or len({view.value for view in views if view.value}) > 1
    }


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in a list.

    Attributes:
        id: The source.
        title: Its title.
        kind: Term of `source_kind`.
        dated: EDTF.
        reliability: Term of `reliability`.
        protection: Term of `protection`.
        claims: How many claims rest on it.
        reference: Short code.
        invented: Whether the record was made up for training.
    """

    id: RecordId
    title: str
    kind: str
    dated: str
    reliability: str
    protection: str
    claims: int
    reference: str
    invented: bool


def source_ids(reader: Reader, *, archived: bool = False, conditions: Sequence[Any] = ()) -> Ids:
    """Every source, by title; or those put aside, or those that further conditions on the row let through."""
    columns = record_type("source").table.c
    query = (
        select(columns.id)
        .where(columns.archived == int(archived), *conditions)
        .order_by(collate(columns.title, "NOCASE"), columns.id)
    )
    return all_ids(reader, query)


def source_lines(reader: Reader, ids: Sequence[RecordId]) -> list[SourceLine]:
    """The lines of a page of a list, in the order of `ids`; an id that is no longer there is left out."""
    source, claim = record_type("source").table, record_type("claim").table
    resting = (
        select(func.count())
        .where(claim.c.source == source.c.id, claim.c.archived == 0)
        .scalar_subquery()
        .label("claims")
    )
    lines: dict[RecordId, SourceLine] = {}
    for start in range(0, len(ids), _MOST_IDS):
        for row in reader.rows(select(source, resting).where(source.c.id.in_(ids[start : start + _MOST_IDS]))):
            lines[RecordId(row.id)] = SourceLine(
                id=RecordId(row.id),
                title=row.title,
                kind=row.source_kind,
                dated=row.dated,
                reliability=row.reliability,
                protection=row.protection,
                claims=row.claims,
                reference=row.reference,
                invented=row.invented == "yes",
            )
    return [lines[record] for record in ids if record in lines]
