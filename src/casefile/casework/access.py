"""Access: every contact with a lawyer or the family, and every refusal of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Index, func, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, integer, link, prose, term, text, yes_no
from casefile.casework.soundness import (
    SAME_PERSON,
    Rule,
    by_time,
    not_before,
    not_negative,
    same,
    surely_before,
    two_records,
)
from casefile.casework.whereabouts import open_custody

IDENTITY = Sensitivity.IDENTITY

TOOK_PLACE = frozenset({"granted", "monitored", "cut_short", "delayed"})
"""Terms of `access_outcome` that say that there was a contact, however bad."""
PREVENTED = frozenset({"refused", "obstructed"})
"""Terms of `access_outcome` that say that there was none."""


class LawyerAccess(Record, table=True):
    """One request for, or contact with, a lawyer."""

    __tablename__ = "lawyer_access"
    __kind__: ClassVar[Kind] = Kind(
        name="lawyer_access",
        label=N_("Access to a lawyer"),
        plural=N_("Access to lawyers"),
        prefix="LA",
        title=("access_kind", "outcome", "occurred"),
        section="access",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_lawyer_access_person", "person"),
        Index("ix_lawyer_access_custody", "custody"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who wanted or had the lawyer."))
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention during which it was."))
    access_kind: str = term(
        N_("What"), "lawyer_access_kind", help=N_("Asked for, visit, call, letter, or presence at questioning.")
    )
    occurred: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    lawyer: bytes = link(N_("Lawyer"), "person", help=N_("The lawyer, if known by name."), sensitivity=IDENTITY)
    lawyer_in_words: str = text(
        N_("Lawyer in words"), help=N_("As told, when the lawyer has no record."), sensitivity=IDENTITY, search=1
    )
    lawyer_choice: str = term(
        N_("Own choice or appointed"),
        "lawyer_choice",
        help=N_(
            "International Covenant on Civil and Political Rights, article 14 (3) (b): a lawyer of one's own choosing."
        ),
    )
    outcome: str = term(
        N_("Outcome"), "access_outcome", help=N_("Granted, refused, obstructed, monitored or cut short.")
    )
    confidential: str = yes_no(
        N_("Confidential"),
        help=N_("Body of Principles, principle 18: within sight but not within hearing of an official."),
    )
    minutes: int | None = integer(N_("Minutes"), help=N_("How long it lasted."), unit="minutes")
    refused_by: str = text(N_("Refused by"), help=N_("Name, rank or office of the one who refused or hindered."))
    reason_given: str = prose(N_("Reason given"), help=N_("The reason given for the refusal, in the words used."))
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."))


class FamilyVisit(Record, table=True):
    """One request for, or contact with, a relative."""

    __tablename__ = "family_visit"
    __kind__: ClassVar[Kind] = Kind(
        name="family_visit",
        label=N_("Family visit"),
        plural=N_("Family visits"),
        prefix="FV",
        title=("visit_kind", "outcome", "occurred"),
        section="access",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_family_visit_person", "person"),
        Index("ix_family_visit_custody", "custody"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who is held."))
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention during which it was."))
    visit_kind: str = term(N_("What"), "family_visit_kind", help=N_("Asked for, visit, call, parcel or letter."))
    occurred: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    relative: bytes = link(N_("Relative"), "person", help=N_("Who came, called or wrote."), sensitivity=IDENTITY)
    relative_in_words: str = text(
        N_("Relative in words"), help=N_("As told, when the relative has no record."), sensitivity=IDENTITY, search=1
    )
    relation: str = term(N_("Relation"), "relationship_kind", help=N_("What the relative is to the person held."))
    outcome: str = term(
        N_("Outcome"), "access_outcome", help=N_("Granted, refused, obstructed, monitored or cut short.")
    )
    supervised: str = yes_no(N_("Supervised"), help=N_("Whether an official listened or watched."))
    conditions: str = prose(N_("Conditions"), help=N_("Glass, distance, searches, language forbidden, what was taken."))
    minutes: int | None = integer(N_("Minutes"), help=N_("How long it lasted."), unit="minutes")
    refused_by: str = text(N_("Refused by"), help=N_("Name, rank or office of the one who refused or hindered."))
    reason_given: str = prose(N_("Reason given"), help=N_("The reason given for the refusal, in the words used."))
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."))


_SHARED: tuple[Rule, ...] = (
    same("custody", "person", SAME_PERSON),
    not_before("custody", "arrested", "occurred"),
    not_negative("minutes"),
)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "lawyer_access": (*_SHARED, two_records("person", "lawyer", N_("A person is not their own lawyer here."))),
    "family_visit": (*_SHARED, two_records("person", "relative", N_("A person cannot visit themselves."))),
}


def record_lawyer_access(
    writer: Writer,
    person: RecordId,
    access_kind: str,
    outcome: str = "",
    occurred: str = "",
    *,
    custody: RecordId = NO_ID,
    **values: Value,
) -> RecordId:
    """Record that a lawyer was asked for, came, called or was refused.

    Args:
        writer: The book.
        person: Who is held.
        access_kind: Term of `lawyer_access_kind`.
        outcome: Term of `access_outcome`.
        occurred: When, EDTF.
        custody: The detention; the one that lasts, if it is not said and the date does not speak against it.
        values: Other fields.

    Raises:
        UserError: The detention is another person's, it was before the arrest, or a value does not fit.
    """
    return writer.insert(
        "lawyer_access",
        **{
            **values,
            "person": person,
            "custody": custody or _custody_then(writer, person, occurred),
            "access_kind": access_kind,
            "outcome": outcome,
            "occurred": occurred,
        },
    )


def record_family_visit(
    writer: Writer,
    person: RecordId,
    visit_kind: str,
    outcome: str = "",
    occurred: str = "",
    *,
    custody: RecordId = NO_ID,
    **values: Value,
) -> RecordId:
    """Record that a relative asked, came, called, sent or was refused.

    Args:
        writer: The book.
        person: Who is held.
        visit_kind: Term of `family_visit_kind`.
        outcome: Term of `access_outcome`.
        occurred: When, EDTF.
        custody: The detention; the one that lasts, if it is not said and the date does not speak against it.
        values: Other fields.

    Raises:
        UserError: The detention is another person's, it was before the arrest, or a value does not fit.
    """
    return writer.insert(
        "family_visit",
        **{
            **values,
            "person": person,
            "custody": custody or _custody_then(writer, person, occurred),
            "visit_kind": visit_kind,
            "outcome": outcome,
            "occurred": occurred,
        },
    )


def _custody_then(reader: Reader, person: RecordId, occurred: str) -> RecordId:
    custody = open_custody(reader, person)
    if custody and surely_before(occurred, reader.get(custody).text("arrested")):
        return NO_ID
    return custody


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of the log of a person's contacts.

    Attributes:
        record: The lawyer access or family visit.
        kind: "lawyer_access" or "family_visit".
        occurred: EDTF.
        what: Term of `lawyer_access_kind` or `family_visit_kind`.
        who: The lawyer or relative, by name or in words.
        outcome: Term of `access_outcome`.
        minutes: How long; None if that is not known.
        reason: The reason given for a refusal.
    """

    record: RecordId
    kind: str
    occurred: str
    what: str
    who: str
    outcome: str
    minutes: int | None
    reason: str


def access_log(reader: Reader, person: RecordId, kind: str) -> list[AccessLine]:
    """A person's contacts of one kind, "lawyer_access" or "family_visit", the latest first, undated ones last."""
    what, who = {"lawyer_access": ("access_kind", "lawyer"), "family_visit": ("visit_kind", "relative")}[kind]
    table, other = record_type(kind).table, record_type("person").table
    query = (
        select(table, func.coalesce(other.c.shown_name, "").label("other_name"))
        .select_from(table.outerjoin(other, other.c.id == table.c[who]))
        .where(table.c.person == person, table.c.archived == 0)
        .order_by(table.c.id)
    )
    lines = []
    for row in reader.rows(query):
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to read a row by name
        lines.append(
            AccessLine(
                record=RecordId(row.id),
                kind=kind,
                occurred=row.occurred,
                what=values[what],
                who=row.other_name or values[f"{who}_in_words"],
                outcome=row.outcome,
                minutes=row.minutes,
                reason=row.reason_given,
            )
        )
    dated = sorted((line for line in lines if line.occurred), key=lambda line: by_time(line.occurred), reverse=True)
    return dated + [line for line in lines if not line.occurred]
