"""Measures the authorities took, and statements by anybody about anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    count,
    date,
    link,
    prose,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.soundness import INTERVAL, Rule, by_time, hour, some_of

IDENTITY = Sensitivity.IDENTITY


class Measure(Record, table=True):
    """A state of emergency, a curfew, a cut of the internet, a strike declared illegal."""

    __tablename__ = "measure"
    __kind__: ClassVar[Kind] = Kind(
        name="measure",
        label=N_("Measure"),
        plural=N_("Measures"),
        prefix="ME",
        title=("title", "measure_kind"),
        section="measures",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_measure_event", "event"),)

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event the measure answers."))
    title: str = text(N_("Title"), help=N_("A few words by which the measure is known."), search=5)
    measure_kind: str = term(
        N_("Kind of measure"), "measure_kind", help=N_("State of emergency, curfew, checkpoint, cut of the internet.")
    )
    authority: bytes = link(N_("Authority"), "organisation", help=N_("Who ordered the measure."))
    authority_in_words: str = text(N_("Authority in words"), help=N_("As the source says it."))
    legal_basis: str = prose(N_("Legal basis"), help=N_("Law, decree or judgment relied on, with date and article."))
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    daily_from: str = text(N_("Each day from"), help=N_("Hour at which it starts each day, as 23:00."))
    daily_until: str = text(N_("Each day until"), help=N_("Hour at which it stops, as 07:00; may be the next morning."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it was in force."))
    official_reason: str = prose(N_("Official reason"), help=N_("The reason the authorities gave."))
    disputed_reason: str = prose(
        N_("Suspected reason"), help=N_("Another reason, and who holds it to be the true one.")
    )
    assessed_as: str = term(
        N_("Assessed as"), "measure_assessment", help=N_("Our view: necessary and proportionate, excessive, abusive.")
    )
    assessment: str = prose(N_("Our assessment"), help=N_("Why, by which standard. Kept apart from the facts."))
    affected: str = count(N_("People affected"), help=N_("How many people the measure touched, if known."))
    rights: str = terms(N_("Rights"), "right", help=N_("Rights of the Covenant that the measure limits."))
    derogation_notified: str = yes_no(
        N_("Derogation notified"),
        help=N_("International Covenant on Civil and Political Rights, article 4 (3): whether other States were told."),
    )
    details: str = prose(N_("Details"), help=N_("How it worked in practice."))


class Statement(Record, table=True):
    """What somebody said about a record: a promise, an admission, an accusation, a threat."""

    __tablename__ = "statement"
    __kind__: ClassVar[Kind] = Kind(
        name="statement",
        label=N_("Statement"),
        plural=N_("Statements"),
        prefix="ST",
        title=("statement_kind", "speaker_role", "speaker_described"),
        section="measures",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_statement_about", "about"),
        Index("ix_statement_person", "person"),
    )

    about: bytes = link(N_("About"), "*", help=N_("The event, measure, person or other record it speaks of."))
    person: bytes = link(N_("Person"), "person", help=N_("Who said it, if known by name."), sensitivity=IDENTITY)
    organisation: bytes = link(N_("Organisation"), "organisation", help=N_("For which organisation it was said."))
    speaker_role: str = text(
        N_("In what role"), help=N_("Office held when it was said, such as Minister of the Interior."), search=1
    )
    speaker_described: str = text(
        N_("Speaker in words"), help=N_("When nobody is named: “government officials”, “eyewitnesses”."), search=1
    )
    statement_kind: str = term(
        N_("Kind of statement"), "statement_kind", help=N_("Promise, admission, denial, accusation, order, threat.")
    )
    official: str = yes_no(N_("Official"), help=N_("Whether an authority of the State said it."))
    occurred: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it was said."))
    words: str = prose(N_("What was said"), help=N_("As close to the words as the source allows."), search=2)
    original_words: str = prose(N_("In the original language"), help=N_("The same words before translation."))
    language: str = term(N_("Original language"), "language", help=N_("The language it was said in."))
    said_through: str = text(N_("Through"), help=N_("Where it was said: press conference, television, media reports."))
    status: str = term(
        N_("How certain"), "certainty", help=N_("Whether what was said is unconfirmed, confirmed or refuted.")
    )
    follow_up: str = prose(N_("What became of it"), help=N_("Whether a promise was kept or an order carried out."))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "measure": (INTERVAL, hour("daily_from"), hour("daily_until")),
    "statement": (
        some_of(
            ("person", "organisation", "speaker_role", "speaker_described"),
            N_("Say who it was, by name, office or in words."),
        ),
    ),
}


def add_measure(writer: Writer, event: RecordId, measure_kind: str, **values: Value) -> RecordId:
    """Record a measure that answers an event.

    Raises:
        UserError: It ends before it begins, an hour cannot be read, or a value does not fit.
    """
    return writer.insert("measure", **{**values, "event": event, "measure_kind": measure_kind})


def add_statement(
    writer: Writer, about: RecordId, statement_kind: str, words: str, *, person: RecordId = NO_ID, **values: Value
) -> RecordId:
    """Record what somebody said about a record of any kind.

    Raises:
        UserError: Nobody said it, or a value does not fit.
    """
    return writer.insert(
        "statement",
        **{**values, "about": about, "statement_kind": statement_kind, "words": words, "person": person},
    )


def measures_of(reader: Reader, event: RecordId) -> list[Snapshot]:
    """The measures that answer an event, the earliest first, undated ones last."""
    return sorted(reader.of("measure", event=event), key=lambda one: (by_time(one.text("began")), one.id))


def statements_about(reader: Reader, record: RecordId) -> list[Snapshot]:
    """The statements about a record, the earliest first, undated ones last."""
    return sorted(reader.of("statement", about=record), key=lambda one: (by_time(one.text("occurred")), one.id))
