"""Custody: an arrest and all that followed until the person was free, moved on or dead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    count,
    date,
    link,
    prose,
    real,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.soundness import INTERVAL, Rule, by_time, in_order, not_before, not_negative
from casefile.casework.whereabouts import is_open

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Custody(Record, table=True):
    """One deprivation of liberty, from arrest to its end."""

    __tablename__ = "custody"
    __kind__: ClassVar[Kind] = Kind(
        name="custody",
        label=N_("Detention"),
        plural=N_("Detentions"),
        prefix="CU",
        title=("custody_kind", "arrested"),
        section="custody",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_custody_person", "person", "archived"),
        Index("ix_custody_event", "event"),
        # By whom, when and for what somebody was held, for narrowing a list of many people.
        Index(
            "ix_custody_sieve",
            "archived",
            "person",
            "arrested",
            "held_by",
            "arrested_by",
            "event",
            "incommunicado",
            "incommunicado_until",
            "ended",
            "end_kind",
        ),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who was held."))
    event: bytes = link(N_("Event"), "event", help=N_("The event the arrest belongs to."))
    custody_kind: str = term(
        N_("Kind of detention"),
        "custody_kind",
        help=N_("Criminal, administrative, preventive, for questioning, house arrest, incommunicado."),
    )
    arrested: str = date(
        N_("Arrested"),
        help=N_("Date, and hour if a source gives one. Body of Principles, principle 12 (1) (b): time of the arrest."),
    )
    arrest_place: bytes = link(
        N_("Place of arrest"), "place", help=N_("Asked by the UN Working Group on Arbitrary Detention.")
    )
    arrest_place_detail: str = text(
        N_("Place of arrest in words"), help=N_("As exact as possible, such as “at home”."), sensitivity=IDENTITY
    )
    arrested_by: bytes = link(
        N_("Arrested by"),
        "organisation",
        help=N_("The force that made the arrest. Asked by the UN Working Group on Arbitrary Detention."),
    )
    officers: str = prose(
        N_("Officers"),
        help=N_("Names, ranks, badges of those who made the arrest. Body of Principles, principle 12 (1) (c)."),
    )
    warrant_shown: str = yes_no(
        N_("Warrant shown"), help=N_("Whether a warrant or other decision of a public authority was shown.")
    )
    authority: bytes = link(
        N_("Ordered by"),
        "organisation",
        help=N_("Who issued the warrant or decision. Asked by the UN Working Group on Arbitrary Detention."),
    )
    reasons_given: str = prose(
        N_("Reasons given"),
        help=N_("What the authorities gave as reasons. Body of Principles, principles 10 and 12 (1) (a)."),
    )
    law: str = text(N_("Law"), help=N_("The law applied. Asked by the UN Working Group on Arbitrary Detention."))
    article: str = text(N_("Article"), help=N_("Article and paragraph of the law applied."))
    force_used: str = prose(N_("Force used"), help=N_("Whether and how force was used at the arrest."))
    circumstances: str = prose(
        N_("Circumstances"), help=N_("How the arrest happened. Asked by the UN Working Group on Arbitrary Detention.")
    )
    taken_to: bytes = link(
        N_("Taken to"), "place", help=N_("First place of custody. Body of Principles, principle 12 (1) (d).")
    )
    taken_at: str = date(
        N_("Taken there"),
        help=N_("When the person was brought to the place. Body of Principles, principle 12 (1) (b)."),
    )
    registered_at: str = date(N_("Registered"), help=N_("When the arrest was written into a register."))
    registration_number: str = text(N_("Number in the register"), help=N_("As written there."), sensitivity=IDENTITY)
    held_by: bytes = link(
        N_("Held by"),
        "organisation",
        help=N_("The force holding the person. Asked by the UN Working Group on Arbitrary Detention."),
    )
    record_given: str = yes_no(
        N_("Record given"),
        help=N_("Whether the written record went to the person or counsel. Body of Principles, principle 12 (2)."),
    )
    record_given_to: str = text(N_("Record given to"), help=N_("Who got it."), sensitivity=IDENTITY)
    record_given_at: str = date(N_("Record given on"), help=N_("When it was handed over."))
    acknowledged: str = yes_no(
        N_("Acknowledged"), help=N_("Whether the authorities admit that they hold or held the person.")
    )
    incommunicado: str = yes_no(
        N_("Incommunicado"), help=N_("Held without contact with family, lawyer or anybody outside.")
    )
    incommunicado_until: str = date(
        N_("First contact"), help=N_("When contact with the outside first took place; ends the hours incommunicado.")
    )
    held_for: str = text(
        N_("Length in words"), help=N_("As the source says it when no dates are known: “several hours”.")
    )
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    end_kind: str = term(
        N_("How it ended"),
        "custody_end",
        help=N_("Released, transferred, convicted, died, escaped; empty while it lasts."),
    )
    end_details: str = prose(N_("How it ended in words"), help=N_("Conditions of release, who decided, where to."))
    wgad_categories: str = terms(
        N_("Categories of arbitrariness"),
        "wgad_category",
        help=N_("Categories I to V of the UN Working Group on Arbitrary Detention."),
    )
    why_arbitrary: str = prose(
        N_("Why arbitrary"),
        help=N_("Why the detention is arbitrary. Asked by the UN Working Group on Arbitrary Detention."),
    )


class Stay(Record, table=True):
    """One place in which a person was held during one custody, and how."""

    __tablename__ = "stay"
    __kind__: ClassVar[Kind] = Kind(
        name="stay",
        label=N_("Stay"),
        plural=N_("Stays"),
        prefix="SY",
        title=("place", "place_in_words", "began"),
        section="custody",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_stay_custody", "custody"),
        Index("ix_stay_place", "place"),
    )

    custody: bytes = link(
        N_("Detention"), "custody", owner=True, required=True, help=N_("The detention it is a part of.")
    )
    place: bytes = link(
        N_("Held at"),
        "place",
        help=N_(
            "Empty while whereabouts are unknown. Every place is asked by the UN Working Group on Arbitrary Detention."
        ),
    )
    place_in_words: str = text(
        N_("Held at, in words"), help=N_("As told, when the place could not be named."), search=1
    )
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    moved_by: bytes = link(N_("Brought by"), "organisation", help=N_("Who brought the person there."))
    moved_why: str = prose(N_("Reason for the transfer"), help=N_("The reason given, and by whom."))
    cell: str = text(N_("Cell"), help=N_("Number or description of the cell."))
    cell_size: float | None = real(N_("Size of the cell"), help=N_("Floor space."), unit="square metres")
    cell_people: str = count(N_("People in the cell"), help=N_("How many were held in it together."))
    light: str = term(N_("Light"), "condition", help=N_("Daylight and lamp; a lamp that is never turned off is bad."))
    food: str = term(N_("Food"), "condition", help=N_("Enough, regular and clean."))
    water: str = term(N_("Water"), "condition", help=N_("Enough clean water to drink and wash."))
    hygiene: str = term(N_("Hygiene"), "condition", help=N_("Toilet, washing, clean bedding, vermin."))
    solitary: str = yes_no(
        N_("Solitary"), help=N_("Held alone for 22 hours a day or more: Nelson Mandela Rules, rule 44.")
    )
    solitary_for: str = text(N_("Solitary for how long"), help=N_("Days or hours, as told."))
    restraints: str = terms(
        N_("Restraints"), "restraint", help=N_("Handcuffs, chains, hood and the like, while held there.")
    )
    conditions: str = prose(
        N_("Conditions"), help=N_("Air, heat, sleep, exercise, work, treatment by guards, in words.")
    )


class Safeguard(Record, table=True):
    """One safeguard of one custody: whether it was given, when, and by whom."""

    __tablename__ = "safeguard"
    __kind__: ClassVar[Kind] = Kind(
        name="safeguard",
        label=N_("Safeguard"),
        plural=N_("Safeguards"),
        prefix="SG",
        title=("safeguard_kind", "given"),
        section="custody",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_safeguard_custody", "custody"),)

    custody: bytes = link(
        N_("Detention"), "custody", owner=True, required=True, help=N_("The detention it is a part of.")
    )
    safeguard_kind: str = term(
        N_("Safeguard"),
        "safeguard_kind",
        required=True,
        help=N_(
            "Reasons told, rights told, family told, lawyer, doctor, interpreter, consul, judge, copy of the record."
        ),
    )
    given: str = yes_no(
        N_("Given"),
        help=N_("Yes, no (never) or unknown. Asked by the UN Special Rapporteur on torture for lawyer and family."),
    )
    asked_at: str = date(N_("Asked for"), help=N_("When the person or somebody for them asked."))
    given_at: str = date(
        N_("Given at"),
        help=N_("Date, and hour if a source gives one; the custody clock counts from the arrest to this."),
    )
    given_by: bytes = link(N_("By which authority"), "organisation", help=N_("Who gave or refused it."))
    by_whom: str = text(N_("By whom"), help=N_("Name or role of the one who gave or refused it."))
    outcome: str = prose(N_("Outcome"), help=N_("What came of it: what the judge ordered, what the doctor did."))


_BEFORE_ARREST = N_("This is before the arrest. Please check both dates.")


def _never_has_no_date(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    if values.get("given") == "no" and values.get("given_at"):
        return [FieldProblem("given_at", _("It was never given, so it has no date. Change one of the two."))]
    return []


RULES: Mapping[str, tuple[Rule, ...]] = {
    "custody": (
        in_order("arrested", "taken_at", _BEFORE_ARREST),
        in_order("arrested", "registered_at", _BEFORE_ARREST),
        in_order("arrested", "record_given_at", _BEFORE_ARREST),
        in_order("arrested", "incommunicado_until", _BEFORE_ARREST),
        in_order("arrested", "ended", N_("It cannot end before it begins. Please check both dates.")),
    ),
    "stay": (INTERVAL, not_before("custody", "arrested", "began"), not_negative("cell_size")),
    "safeguard": (
        in_order("asked_at", "given_at", N_("This is before it was asked for. Please check both dates.")),
        not_before("custody", "arrested", "given_at"),
        _never_has_no_date,
    ),
}


def record_custody(
    writer: Writer,
    person: RecordId,
    arrested: str = "",
    custody_kind: str = "",
    *,
    taken_to: RecordId = NO_ID,
    **values: Value,
) -> RecordId:
    """Record an arrest; where the person was taken becomes the first stay, and the whereabouts follow.

    Args:
        writer: The book.
        person: Who was arrested.
        arrested: When, EDTF.
        custody_kind: Term of `custody_kind`.
        taken_to: First place of custody, if it is known.
        values: Other fields of the detention.

    Raises:
        UserError: Something happened before the arrest, or a value does not fit.
    """
    custody = writer.insert(
        "custody",
        **{**values, "person": person, "arrested": arrested, "custody_kind": custody_kind, "taken_to": taken_to},
    )
    if taken_to:
        began = values.get("taken_at") or arrested
        ended = values.get("ended", "")
        writer.insert("stay", custody=custody, place=taken_to, began=began, ended=ended)
    return custody


def record_transfer(
    writer: Writer,
    custody: RecordId,
    place: RecordId = NO_ID,
    when: str = "",
    *,
    place_in_words: str = "",
    **values: Value,
) -> RecordId:
    """Record that a person was moved: ends the stay that lasts and begins another. Returns the new stay.

    Args:
        writer: The book.
        custody: The detention.
        place: Where to; `NO_ID` while whereabouts are unknown.
        when: EDTF; becomes the end of the last stay, unless that has an end already.
        place_in_words: Where to, if it cannot be named.
        values: Other fields of the new stay.

    Raises:
        UserError: The detention has ended, or the person was moved before the last stay began.
    """
    held = writer.get(custody)
    if not is_open(held):
        problem = _("This detention has ended. Record a new arrest, or correct how it ended.")
        raise UserError(problem, (FieldProblem("custody", problem),))
    last = last_stay(writer, custody)
    if last is not None and not last.text("ended") and when:
        writer.update(last.id, {"ended": when})
    return writer.insert(
        "stay", **{**values, "custody": custody, "place": place, "place_in_words": place_in_words, "began": when}
    )


def end_custody(writer: Writer, custody: RecordId, end_kind: str, ended: str = "", **values: Value) -> None:
    """Record how and when a detention ended; the stay that lasts ends with it, and the whereabouts follow.

    Args:
        writer: The book.
        custody: The detention.
        end_kind: Term of `custody_end`.
        ended: When, EDTF.
        values: Other fields of the detention.

    Raises:
        UserError: It ends before it begins, or a value does not fit.
    """
    writer.update(custody, {**values, "end_kind": end_kind, "ended": ended})
    last = last_stay(writer, custody)
    if last is not None and not last.text("ended") and ended:
        writer.update(last.id, {"ended": ended})


def record_safeguard(
    writer: Writer, custody: RecordId, safeguard_kind: str, given: str = "", given_at: str = "", **values: Value
) -> RecordId:
    """Record whether and when one safeguard was given; what was recorded of it before is changed, not doubled.

    Args:
        writer: The book.
        custody: The detention.
        safeguard_kind: Term of `safeguard_kind`.
        given: yes, no (never) or unknown; yes if left empty while a date is given.
        given_at: When, EDTF.
        values: Other fields of the safeguard.

    Raises:
        UserError: It was given before the arrest, or never and yet on a date.
    """
    written: dict[str, Value] = {**values, "given": given or ("yes" if given_at else ""), "given_at": given_at}
    before = writer.of("safeguard", custody=custody, safeguard_kind=safeguard_kind)
    if before:
        writer.update(before[-1].id, written)
        return before[-1].id
    return writer.insert("safeguard", **{**written, "custody": custody, "safeguard_kind": safeguard_kind})


def last_stay(reader: Reader, custody: RecordId) -> Snapshot | None:
    """The latest stay of a detention; None if none was recorded."""
    return stays[-1] if (stays := stays_of(reader, custody)) else None


def stays_of(reader: Reader, custody: RecordId) -> list[Snapshot]:
    """The stays of a detention in the order in which they began, undated ones last."""
    return sorted(reader.of("stay", custody=custody), key=lambda stay: (by_time(stay.text("began")), stay.id))


def custodies_of(reader: Reader, person: RecordId) -> list[Snapshot]:
    """The detentions of a person, the earliest first, undated ones last."""
    return sorted(reader.of("custody", person=person), key=lambda one: (by_time(one.text("arrested")), one.id))


def people_held_in(places: Any) -> Any:
    """A query of the people who were held in any of the places that another query gives."""
    custody, stay = record_type("custody").table, record_type("stay").table
    return (
        select(custody.c.person)
        .select_from(custody.join(stay, stay.c.custody == custody.c.id))
        .where(stay.c.place.in_(places), stay.c.archived == 0, custody.c.archived == 0)
    )


def people_incommunicado() -> Any:
    """A query of the people who are held without contact to anybody outside."""
    c = record_type("custody").table.c
    return select(c.person).where(
        c.archived == 0, c.incommunicado == "yes", c.incommunicado_until == "", c.ended == "", c.end_kind == ""
    )
