"""Consent to each use apart, and the risks a person runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.identity import joined
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, link, prose, term, text, yes_no
from casefile.casework.soundness import Rule, by_time, in_order

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE

USES = ("may_keep", "may_share", "may_name_to_government", "may_name_in_public", "may_send_to_un", "may_use_picture")
"""Fields of a consent, one for each use that is asked for apart."""


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


RULES: Mapping[str, tuple[Rule, ...]] = {
    "consent": (
        in_order("given_on", "expires_on", N_("It cannot expire before it was given. Please check both dates.")),
        in_order(
            "given_on", "withdrawn_on", N_("It cannot be withdrawn before it was given. Please check both dates.")
        ),
    ),
    "risk": (
        in_order(
            "assessed_on", "review_on", N_("It cannot be reviewed before it was assessed. Please check both dates.")
        ),
    ),
}


def record_consent(writer: Writer, person: RecordId, given_on: str = "", **values: Value) -> RecordId:
    """Record what a person allowed. A later consent replaces an earlier one as a whole.

    Raises:
        UserError: It ends before it was given, or a value does not fit.
    """
    return writer.insert("consent", **{**values, "person": person, "given_on": given_on})


def withdraw_consent(writer: Writer, consent: RecordId, withdrawn_on: str, why: str = "") -> None:
    """Record that a consent was taken back; from then on it allows nothing.

    Raises:
        UserError: The date is missing or lies before the consent.
    """
    writer.update(consent, {"withdrawn_on": withdrawn_on, "withdrawn_why": why})


def record_risk(writer: Writer, person: RecordId, risk_kind: str, level: str = "", **values: Value) -> RecordId:
    """Record a threat to a person.

    Raises:
        UserError: A value does not fit.
    """
    return writer.insert("risk", **{**values, "person": person, "risk_kind": risk_kind, "level": level})


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether one use of a person's data is allowed.

    Attributes:
        use: One of `USES`.
        allowed: True only if the consent in force says yes.
        why: "yes", "no", "not_asked", "no_consent", "withdrawn" or "expired".
        conditions: What was agreed besides.
        consent: The consent that decides; None if there is none.
    """

    use: str
    allowed: bool
    why: str
    conditions: str
    consent: RecordId | None


def permissions(reader: Reader, person: RecordId, today: dt.date) -> Mapping[str, Permission]:
    """What a person allows today, by use. The newest consent decides, also when it was withdrawn or ran out.

    A consent that ran out or was taken back on a date known only in part counts as gone from the first day it may
    mean: in doubt nothing is allowed. Of records that were decided to be one person each has its newest consent
    weighed apart, also of one that is put aside, and a use is allowed only if all of them that there are allow it.
    """
    records = (person, *sorted(joined(reader, person) - {person}))
    given = [newest for one in records if (newest := newest_consent(reader, one)) is not None]
    if not given:
        return {use: Permission(use, False, "no_consent", "", None) for use in USES}
    weighed = [_allowed_by(one, today) for one in given]
    conditions = "\n\n".join(dict.fromkeys(one.text("conditions") for one in given if one.text("conditions")))
    strictest = (min((one[use] for one in weighed), key=lambda found: found.allowed) for use in USES)
    return {found.use: replace(found, conditions=conditions) for found in strictest}


def _allowed_by(consent: Snapshot, today: dt.date) -> Mapping[str, Permission]:
    why = ""
    if consent.text("withdrawn_on"):
        why = "withdrawn"
    elif consent.text("expires_on") and _over(consent.text("expires_on"), today):
        why = "expired"
    found = {}
    for use in USES:
        answer = consent.text(use)
        reason = why or (answer if answer in {"yes", "no"} else "not_asked")
        found[use] = Permission(use, reason == "yes", reason, consent.text("conditions"), consent.id)
    return found


def newest_consent(reader: Reader, person: RecordId) -> Snapshot | None:
    """The consent given last; among undated ones and equals the one recorded last. None if there is none."""
    return max(reader.of("consent", person=person), key=_given, default=None)


def _given(consent: Snapshot) -> tuple[bool, str, RecordId]:
    undated, when = by_time(consent.text("given_on"))
    return not undated, when, consent.id


def _over(expires_on: str, today: dt.date) -> bool:
    undated, first = by_time(expires_on)
    return undated or first[:10] < today.isoformat()


def people_at_risk() -> Any:
    """A query of the people with a high or extreme risk that has not ended."""
    c = record_type("risk").table.c
    return select(c.person).where(c.archived == 0, c.ended == "", c.level.in_(("high", "extreme")))


def people_who_withdrew() -> Any:
    """A query of the people who took a consent back and gave none since."""
    consent = record_type("consent").table
    since = consent.alias("since")
    given_since = (
        select(since.c.id)
        .where(
            since.c.person == consent.c.person,
            since.c.archived == 0,
            since.c.withdrawn_on == "",
            since.c.given_on >= consent.c.withdrawn_on,
        )
        .exists()
    )
    return select(consent.c.person).where(consent.c.archived == 0, consent.c.withdrawn_on != "", ~given_since)
