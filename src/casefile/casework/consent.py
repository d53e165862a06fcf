"""Consent to each use apart, and the risks a person runs."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, link, prose, term, text, yes_no

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Consent(Record, table=True):
    """What a person allowed, to whom and until when."""

    __tablename__ = "consent"
    __kind__: ClassVar[Kind] = Kind(
        name="consent",
        label=N_("Consent"),
        plural=N_("Consents"),
        prefix="CO",
        title=("consent_form", "given_on"),
        section="consent",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_consent_person", "person"),)

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Whose data it is about."))
    given_as: str = term(N_("Given by"), "consent_giver", help=N_("The person, a relative, a guardian, a lawyer."))
    given_by: bytes = link(N_("Given by whom"), "person", help=N_("If somebody else gave it."), sensitivity=IDENTITY)
    given_by_name: str = text(N_("Name of the giver"), help=N_("When the giver has no record."), sensitivity=IDENTITY)
    given_on: str = date(N_("Given on"), help=N_("When it was given."))
    consent_form: str = term(N_("How given"), "consent_form", help=N_("In writing, spoken, recorded, by message."))
    taken_by: str = text(N_("Taken by"), help=N_("Who asked for it and explained it."), sensitivity=IDENTITY)
    explained: str = yes_no(N_("Explained"), help=N_("Whether uses and risks were explained in a language understood."))
    language: str = term(N_("Language"), "language", help=N_("The language it was explained in."))
    may_keep: str = yes_no(N_("May be kept"), help=N_("Whether this office may keep the data."))
    may_share: str = yes_no(N_("May be shared"), help=N_("Whether partner offices of the network may have them."))
    may_name_to_government: str = yes_no(
        N_("May be named to the Government"),
        help=N_("Asked by the UN Working Groups: consent of the person or family."),
    )
    may_name_in_public: str = yes_no(
        N_("May be named in public"),
        help=N_("In a public report; asked by the United Nations apart from the Government."),
    )
    may_send_to_un: str = yes_no(N_("May be sent to a UN body"), help=N_("Whether the case may be submitted."))
    may_use_picture: str = yes_no(N_("Picture may be used"), help=N_("Whether the photograph may be printed."))
    conditions: str = prose(N_("Conditions"), help=N_("What was agreed besides, such as a pseudonym."))
    expires_on: str = date(N_("Expires on"), help=N_("The last day on which it holds."))
    withdrawn_on: str = date(N_("Withdrawn on"), help=N_("When it was taken back; from then on nothing is allowed."))
    withdrawn_why: str = prose(N_("Why withdrawn"), help=N_("If a reason was given."), sensitivity=SENSITIVE)
    evidence_item: bytes = link(N_("On file"), "evidence_item", help=N_("The paper itself."), sensitivity=IDENTITY)


class Risk(Record, table=True):
    """A threat to a person and what is done against it."""

    __tablename__ = "risk"
    __kind__: ClassVar[Kind] = Kind(
        name="risk", label=N_("Risk"), plural=N_("Risks"), prefix="RI", title=("risk_kind", "level"), section="consent"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_risk_person", "person"),)

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who is at risk."))
    risk_kind: str = term(
        N_("Kind of risk"), "risk_kind", help=N_("Reprisal, arrest, violence, against the family and so on.")
    )
    threat: str = prose(N_("Threat"), help=N_("What is feared, from whom, and why."), sensitivity=SENSITIVE)
    level: str = term(N_("Level"), "risk_level", help=N_("How serious and how likely together."))
    mitigation: str = prose(N_("Mitigation"), help=N_("What is done or agreed to lower it."), sensitivity=SENSITIVE)
    assessed_on: str = date(N_("Assessed on"), help=N_("When it was last thought through."))
    assessed_by: str = text(N_("Assessed by"), help=N_("Who thought it through."), sensitivity=IDENTITY)
    review_on: str = date(N_("Review on"), help=N_("When to think it through again."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
