"""Custody: an arrest and all that followed until the person was free, moved on or dead."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
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
