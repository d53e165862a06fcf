"""Proceedings: what courts and authorities did with a person's case, and what remedies were tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index

from casefile.base.clock import RecordId
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, link, prose, term, terms, text, yes_no
from casefile.casework.soundness import INTERVAL, SAME_PERSON, Rule, by_time, in_order, not_before, same

IDENTITY = Sensitivity.IDENTITY


class Proceeding(Record, table=True):
    """A case before a court or an authority."""

    __tablename__ = "proceeding"
    __kind__: ClassVar[Kind] = Kind(
        name="proceeding",
        label=N_("Proceeding"),
        plural=N_("Proceedings"),
        prefix="PR",
        title=("title", "proceeding_kind", "number"),
        section="proceedings",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_proceeding_person", "person"),
        Index("ix_proceeding_event", "event"),
    )

    person: bytes = link(
        N_("Person"), "person", owner=True, required=True, help=N_("Whose case it is: a person or a group.")
    )
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention it decides on."))
    event: bytes = link(N_("Event"), "event", help=N_("The event it belongs to."))
    title: str = text(N_("Title"), help=N_("A few words by which the case is known."), search=3)
    proceeding_kind: str = term(
        N_("Kind of proceeding"),
        "proceeding_kind",
        help=N_("Criminal, administrative, civil, habeas corpus, constitutional, disciplinary."),
    )
    party_role: str = term(N_("Part of the person"), "party_role", help=N_("Accused, complainant, witness and so on."))
    authority: bytes = link(N_("Court or authority"), "organisation", help=N_("Before which the case is."))
    number: str = text(
        N_("Number"), help=N_("Number of the case at the court or authority."), sensitivity=IDENTITY, search=5
    )
    stage: str = term(N_("Stage"), "proceeding_stage", help=N_("How far the case has come."))
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    counsel: str = text(N_("Counsel"), help=N_("Who defends or represents the person."), sensitivity=IDENTITY)
    co_accused: str = prose(N_("Others accused"), help=N_("Who stands accused in the same case."), sensitivity=IDENTITY)
    fair_trial_concerns: str = terms(
        N_("Fair-trial concerns"),
        "fair_trial_concern",
        help=N_("International Covenant on Civil and Political Rights, article 14: what was not respected."),
    )
    fair_trial_details: str = prose(N_("Fair-trial concerns in words"), help=N_("What happened, hearing by hearing."))
    summary: str = prose(N_("Summary"), help=N_("What the case is about, in a few sentences."))


class Charge(Record, table=True):
    """One charge in a proceeding."""

    __tablename__ = "charge"
    __kind__: ClassVar[Kind] = Kind(
        name="charge",
        label=N_("Charge"),
        plural=N_("Charges"),
        prefix="CH",
        title=("article", "law"),
        section="proceedings",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_charge_proceeding", "proceeding"),)

    proceeding: bytes = link(
        N_("Proceeding"), "proceeding", owner=True, required=True, help=N_("The case it is part of.")
    )
    charged_on: str = date(N_("Charged on"), help=N_("When the person was told of the charge."))
    law: str = text(N_("Law"), help=N_("Code or statute, by its full title."), search=1)
    law_version: str = text(
        N_("Version of the law"), help=N_("The version in force then, such as “Code of 1997, as amended 2011”.")
    )
    article: str = text(N_("Article"), help=N_("Article and paragraph of the law applied."), search=2)
    wording: str = prose(N_("Text"), help=N_("The text of the charge or of the article."))
    status: str = term(
        N_("State of the charge"), "charge_status", help=N_("Brought, changed, dropped, convicted, acquitted.")
    )
    penalty: str = text(N_("Possible penalty"), help=N_("The most that the law allows."))
    assessment: str = prose(
        N_("Our assessment"), help=N_("Why the charge looks unfounded or political. Kept apart from the facts.")
    )


class Hearing(Record, table=True):
    """One session of a court."""

    __tablename__ = "hearing"
    __kind__: ClassVar[Kind] = Kind(
        name="hearing",
        label=N_("Hearing"),
        plural=N_("Hearings"),
        prefix="HE",
        title=("hearing_kind", "held_on"),
        section="proceedings",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_hearing_proceeding", "proceeding"),)

    proceeding: bytes = link(
        N_("Proceeding"), "proceeding", owner=True, required=True, help=N_("The case it is part of.")
    )
    hearing_kind: str = term(
        N_("Kind of hearing"), "hearing_kind", help=N_("First appearance, remand, trial, appeal and so on.")
    )
    held_on: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    court: bytes = link(N_("Court"), "organisation", help=N_("The court that sat."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    judge: str = text(N_("Judge"), help=N_("Name of each judge."), search=1)
    prosecutor: str = text(N_("Prosecutor"), help=N_("Name of each prosecutor."), search=1)
    counsel: str = text(N_("Counsel"), help=N_("Who defends or represents the person."), sensitivity=IDENTITY)
    person_present: str = yes_no(
        N_("Person present"), help=N_("Whether the person was there, in the room or by video.")
    )
    in_public: str = yes_no(N_("Public"), help=N_("Whether anybody could come in."))
    observers: str = text(N_("Observers"), help=N_("Who observed, and who was turned away."))
    interpreter: str = yes_no(N_("Interpreter"), help=N_("Whether there was one if needed."))
    course: str = prose(N_("Course"), help=N_("What happened, in the order it happened, without opinion."))
    next_on: str = date(N_("Next date"), help=N_("When the court sits again."))


class Decision(Record, table=True):
    """A judgment, order or ruling."""

    __tablename__ = "decision"
    __kind__: ClassVar[Kind] = Kind(
        name="decision",
        label=N_("Decision"),
        plural=N_("Decisions"),
        prefix="DC",
        title=("verdict", "sentence", "decided_on"),
        section="proceedings",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_decision_proceeding", "proceeding"),)

    proceeding: bytes = link(
        N_("Proceeding"), "proceeding", owner=True, required=True, help=N_("The case it is part of.")
    )
    hearing: bytes = link(N_("Hearing"), "hearing", help=N_("The hearing at which it was given."))
    charge: bytes = link(N_("Charge"), "charge", help=N_("The charge it decides, if it decides one only."))
    decided_on: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    court: bytes = link(N_("Court"), "organisation", help=N_("The court or authority that decided."))
    verdict: str = term(N_("Verdict"), "verdict", help=N_("Convicted, acquitted, remanded, release ordered and so on."))
    sentence: str = term(N_("Sentence"), "sentence", help=N_("Imprisonment, administrative arrest, fine and so on."))
    sentence_length: str = text(N_("Length"), help=N_("Length of the sentence as said: “15 days”."))
    fine: str = text(N_("Fine"), help=N_("Amount with its currency."))
    reasons: str = prose(N_("Reasons"), help=N_("The reasons the court gave."))
    in_force_on: str = date(N_("In force on"), help=N_("When it became final."))
    appeal: str = term(N_("Appeal"), "appeal_state", help=N_("Possible, lodged, rejected, allowed and so on."))
    appeal_by: str = date(N_("Appeal until"), help=N_("Last day to appeal."))
    appeal_details: str = prose(N_("Appeal in words"), help=N_("Who appealed, when, and what came of it."))


class Remedy(Record, table=True):
    """A complaint or other remedy that was tried, or why none was possible."""

    __tablename__ = "remedy"
    __kind__: ClassVar[Kind] = Kind(
        name="remedy",
        label=N_("Complaint or remedy"),
        plural=N_("Complaints and remedies"),
        prefix="RE",
        title=("remedy_kind", "addressed_in_words", "made_on"),
        section="proceedings",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_remedy_person", "person"),
        Index("ix_remedy_reply_due", "reply_due"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("For whom it was tried."))
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention it is about."))
    allegation: bytes = link(N_("Allegation of ill-treatment"), "allegation", help=N_("The ill-treatment it is about."))
    proceeding: bytes = link(N_("Proceeding"), "proceeding", help=N_("The case it is part of."))
    event: bytes = link(N_("Event"), "event", help=N_("The event it belongs to."))
    remedy_kind: str = term(
        N_("Kind of remedy"),
        "remedy_kind",
        help=N_("Complaint, appeal, habeas corpus, petition to a UN body; or none possible."),
    )
    addressed_to: bytes = link(N_("To whom"), "organisation", help=N_("Asked by every form of the United Nations."))
    addressed_in_words: str = text(
        N_("To whom, in words"), help=N_("As told, when the office has no record."), search=1
    )
    made_by: str = text(N_("By whom"), help=N_("Who made it, and in what capacity."), sensitivity=IDENTITY)
    made_on: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    about: str = prose(N_("About what"), help=N_("What was complained of and asked for."))
    reply_due: str = date(N_("Reply due"), help=N_("By when an answer is owed, by law or by what was promised."))
    replied_on: str = date(N_("Replied on"), help=N_("When the answer came."))
    reply: str = prose(N_("Reply"), help=N_("What was answered."))
    outcome: str = term(
        N_("Outcome"), "remedy_outcome", help=N_("Pending, no reply, rejected, granted, investigation opened.")
    )
    outcome_details: str = prose(N_("Outcome in words"), help=N_("What came of it in fact."))
    why_none: str = prose(
        N_("Why none was possible"),
        help=N_("Why no remedy was tried or exhausted. Asked by every form of the United Nations."),
    )
    evidence_item: bytes = link(N_("On file"), "evidence_item", help=N_("The paper itself."))


_OTHER_CASE = N_("This belongs to another case. Please choose one of this case.")
_BEFORE_CASE = N_("This is before the case began. Please check both dates.")


def _none_or_some(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    if values.get("remedy_kind") == "none_possible" and not values.get("why_none"):
        return [
            FieldProblem("why_none", _("Say why no remedy was possible: the forms of the United Nations ask for it."))
        ]
    return []


RULES: Mapping[str, tuple[Rule, ...]] = {
    "proceeding": (INTERVAL, same("custody", "person", SAME_PERSON)),
    "hearing": (
        not_before("proceeding", "began", "held_on", _BEFORE_CASE),
        in_order("held_on", "next_on", N_("The next date is before this one. Please check both dates.")),
    ),
    "decision": (
        same("hearing", "proceeding", _OTHER_CASE),
        same("charge", "proceeding", _OTHER_CASE),
        not_before("proceeding", "began", "decided_on", _BEFORE_CASE),
        in_order("decided_on", "in_force_on", N_("It is in force before it was decided. Please check both dates.")),
        in_order(
            "decided_on", "appeal_by", N_("The time to appeal ends before the decision. Please check both dates.")
        ),
    ),
    "remedy": (
        _none_or_some,
        same("custody", "person", SAME_PERSON),
        same("allegation", "person", SAME_PERSON),
        same("proceeding", "person", SAME_PERSON),
        in_order("made_on", "reply_due", N_("The reply is due before it was made. Please check both dates.")),
        in_order("made_on", "replied_on", N_("The reply came before it was made. Please check both dates.")),
    ),
}


def open_proceeding(
    writer: Writer, person: RecordId, proceeding_kind: str, began: str = "", **values: Value
) -> RecordId:
    """Record a case before a court or an authority.

    Raises:
        UserError: It ends before it begins, or a value does not fit.
    """
    return writer.insert(
        "proceeding", **{**values, "person": person, "proceeding_kind": proceeding_kind, "began": began}
    )


def add_charge(writer: Writer, proceeding: RecordId, article: str, law: str = "", **values: Value) -> RecordId:
    """Record a charge in a case.

    Raises:
        UserError: A value does not fit.
    """
    values.setdefault("status", "brought")
    return writer.insert("charge", **{**values, "proceeding": proceeding, "article": article, "law": law})


def record_hearing(
    writer: Writer, proceeding: RecordId, held_on: str, hearing_kind: str = "", **values: Value
) -> RecordId:
    """Record a session of a court.

    Raises:
        UserError: It was before the case began, or a value does not fit.
    """
    return writer.insert(
        "hearing", **{**values, "proceeding": proceeding, "held_on": held_on, "hearing_kind": hearing_kind}
    )


def record_decision(
    writer: Writer, proceeding: RecordId, decided_on: str, verdict: str = "", **values: Value
) -> RecordId:
    """Record a judgment, order or ruling.

    Raises:
        UserError: It belongs to another case's hearing or charge, or a value does not fit.
    """
    return writer.insert(
        "decision", **{**values, "proceeding": proceeding, "decided_on": decided_on, "verdict": verdict}
    )


def record_remedy(writer: Writer, person: RecordId, remedy_kind: str, made_on: str = "", **values: Value) -> RecordId:
    """Record a complaint or another remedy, or with "none_possible" why there was none.

    Raises:
        UserError: No reason why none was possible, a reply before the complaint, or a value does not fit.
    """
    return writer.insert("remedy", **{**values, "person": person, "remedy_kind": remedy_kind, "made_on": made_on})


def proceedings_of(reader: Reader, person: RecordId) -> list[Snapshot]:
    """A person's cases, the earliest first, undated ones last."""
    return sorted(reader.of("proceeding", person=person), key=lambda one: (by_time(one.text("began")), one.id))


def remedies_of(reader: Reader, person: RecordId) -> list[Snapshot]:
    """A person's complaints and remedies, the earliest first, undated ones last."""
    return sorted(reader.of("remedy", person=person), key=lambda one: (by_time(one.text("made_on")), one.id))
