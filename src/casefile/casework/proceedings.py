"""Proceedings: what courts and authorities did with a person's case, and what remedies were tried."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, link, prose, term, terms, text, yes_no

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
