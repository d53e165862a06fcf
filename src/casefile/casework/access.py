"""Access: every contact with a lawyer or the family, and every refusal of one."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, integer, link, prose, term, text, yes_no

IDENTITY = Sensitivity.IDENTITY


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
