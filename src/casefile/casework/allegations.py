"""Allegations of ill-treatment, the injuries shown, the examinations made, and deaths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.custody import end_custody
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    date,
    link,
    prose,
    real,
    tags,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.soundness import (
    INTERVAL,
    SAME_PERSON,
    Rule,
    between,
    by_time,
    in_order,
    link_of,
    not_before,
    not_negative,
    same,
    two_records,
)
from casefile.casework.whereabouts import is_open

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Allegation(Record, table=True):
    """One account of ill-treatment of one person."""

    __tablename__ = "allegation"
    __kind__: ClassVar[Kind] = Kind(
        name="allegation",
        label=N_("Allegation of ill-treatment"),
        plural=N_("Allegations of ill-treatment"),
        prefix="AL",
        title=("methods", "began"),
        section="allegations",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_allegation_person", "person"),
        Index("ix_allegation_custody", "custody"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who was ill-treated."))
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention during which it was."))
    event: bytes = link(N_("Event"), "event", help=N_("The event it belongs to."))
    violation_act: bytes = link(
        N_("Violation"), "violation_act", help=N_("The violation that holds the alleged perpetrators one by one.")
    )
    began: str = date(N_("From"), help=N_("Date of the ill-treatment. Asked by the UN Special Rapporteur on torture."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    how_long: str = text(N_("How long"), help=N_("How long each time, as told."))
    how_often: str = text(N_("How often"), help=N_("How many times, as told."))
    place: bytes = link(
        N_("Where"), "place", help=N_("Place of the ill-treatment. Asked by the UN Special Rapporteur on torture.")
    )
    other_places: str = tags(N_("Other places"), help=N_("Rooms and places, as told, if there was more than one."))
    force: bytes = link(
        N_("Force"),
        "organisation",
        help=N_("Force believed responsible. Asked by the UN Special Rapporteur on torture."),
    )
    alleged_perpetrators: str = prose(
        N_("Alleged perpetrators"),
        help=N_("Names, ranks, appearance, what each did, as told. An allegation, not a finding."),
    )
    methods: str = terms(
        N_("Methods"), "method", help=N_("How it was done. Asked by the UN Special Rapporteur on torture.")
    )
    methods_in_words: str = prose(N_("Methods in words"), help=N_("What was done, step by step, as told."))
    sexual_violence: str = terms(
        N_("Sexual violence"),
        "sexual_violence",
        help=N_("Only as far as the person wants it recorded."),
        sensitivity=SENSITIVE,
    )
    sexual_violence_details: str = prose(
        N_("Sexual violence in words"), help=N_("Only as far as the person wants it recorded."), sensitivity=SENSITIVE
    )
    purposes: str = terms(
        N_("Purposes"),
        "purpose",
        help=N_("What it was done for: a confession, punishment, fear. Convention against Torture, article 1."),
    )
    witnesses: str = prose(N_("Witnesses"), help=N_("Who saw or heard it."), sensitivity=IDENTITY)
    signed_under_duress: str = yes_no(
        N_("Signed under duress"),
        help=N_("Whether a statement was signed under pressure. Convention against Torture, article 15."),
    )
    signed_what: str = prose(N_("What was signed"), help=N_("The paper, its language, whether it could be read first."))
    account: str = prose(
        N_("In the person's own words"), help=N_("The account as given, unshortened."), sensitivity=SENSITIVE
    )
    effects: str = prose(
        N_("Effects"),
        help=N_("On body and mind, then and now. Asked by the UN Special Rapporteur on torture."),
        sensitivity=SENSITIVE,
    )
    care_asked: str = yes_no(
        N_("Medical care asked for"), help=N_("Whether the person or the family asked for a doctor.")
    )
    care_asked_on: str = date(N_("Asked on"), help=N_("When care was asked for."))
    care_given: str = yes_no(
        N_("Medical care given"),
        help=N_("Body of Principles, principle 24. Asked by the UN Special Rapporteur on torture."),
    )
    care_given_on: str = date(N_("Given on"), help=N_("When care was given."))
    care_by: str = text(N_("Care given by"), help=N_("Doctor or hospital."))
    care_details: str = prose(N_("Care in words"), help=N_("What was done or refused."), sensitivity=SENSITIVE)
    complaint_made: str = yes_no(
        N_("Complaint made"),
        help=N_("Convention against Torture, article 13. The complaint itself is kept as a remedy."),
    )
    complaint: bytes = link(N_("Complaint"), "remedy", help=N_("The complaint that was made."))
    why_no_complaint: str = prose(N_("Why no complaint"), help=N_("Fear, no lawyer, refused, not wanted."))
    status: str = term(
        N_("How certain"), "certainty", help=N_("Alleged, corroborated, acknowledged, established by a court, denied.")
    )


class Injury(Record, table=True):
    """One injury or mark, with its spot on the body map."""

    __tablename__ = "injury"
    __kind__: ClassVar[Kind] = Kind(
        name="injury",
        label=N_("Injury"),
        plural=N_("Injuries"),
        prefix="IJ",
        title=("injury_kind", "body_side", "body_region"),
        section="allegations",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_injury_allegation", "allegation"),)

    allegation: bytes = link(
        N_("Allegation of ill-treatment"),
        "allegation",
        owner=True,
        required=True,
        help=N_("The account it belongs to."),
    )
    body_region: str = term(N_("Part of the body"), "body_region", help=N_("Where on the body, in words."))
    body_side: str = term(N_("Side"), "body_side", help=N_("Left or right as the injured person would say it."))
    body_view: str = term(N_("View"), "body_view", help=N_("Which view of the body map the mark is on."))
    map_x: float | None = real(
        N_("Across"), help=N_("Place on the body map, 0 at its left edge and 1 at its right."), unit="of the width"
    )
    map_y: float | None = real(
        N_("Down"), help=N_("Place on the body map, 0 at its top edge and 1 at its bottom."), unit="of the height"
    )
    injury_kind: str = term(
        N_("Kind of injury"), "injury_kind", help=N_("Bruise, cut, burn, fracture, scar and so on.")
    )
    length_mm: float | None = real(N_("Length"), help=N_("Measured, not guessed, if possible."), unit="millimetres")
    width_mm: float | None = real(N_("Width"), help=N_("Measured, not guessed, if possible."), unit="millimetres")
    shape: str = term(N_("Shape"), "injury_shape", help=N_("The shape may show the object that caused it."))
    colours: str = terms(N_("Colour"), "injury_colour", help=N_("All colours seen; they say little about age alone."))
    injury_age: str = term(N_("Age of the injury"), "injury_age", help=N_("How old it looked when it was seen."))
    seen_on: str = date(N_("Seen on"), help=N_("When it was seen or photographed."))
    seen_by: str = text(N_("Seen by"), help=N_("Who saw it."), sensitivity=IDENTITY)
    symptoms: str = terms(N_("Symptoms"), "symptom", help=N_("What the person feels there."))
    alleged_cause: str = prose(N_("Alleged cause"), help=N_("What the person says caused it."))
    photo: bytes = link(
        N_("Photo"), "evidence_item", help=N_("A picture with a scale, if possible."), sensitivity=IDENTITY
    )
    medical_exam: bytes = link(N_("Examination"), "medical_exam", help=N_("The examination that described it."))


class MedicalExam(Record, table=True):
    """One examination by a clinician."""

    __tablename__ = "medical_exam"
    __kind__: ClassVar[Kind] = Kind(
        name="medical_exam",
        label=N_("Medical examination"),
        plural=N_("Medical examinations"),
        prefix="MX",
        title=("exam_kind", "examined_on"),
        section="allegations",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_medical_exam_person", "person"),
        Index("ix_medical_exam_allegation", "allegation"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who was examined."))
    allegation: bytes = link(
        N_("Allegation of ill-treatment"), "allegation", help=N_("The account the findings are compared with.")
    )
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention during which it was."))
    exam_kind: str = term(
        N_("Kind of examination"), "exam_kind", help=N_("Physical, psychological, forensic, on admission.")
    )
    examined_on: str = date(N_("When"), help=N_("How soon matters. Asked by the UN Special Rapporteur on torture."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    examiner: bytes = link(N_("Examiner"), "person", help=N_("The clinician, by name."), sensitivity=IDENTITY)
    examiner_name: str = text(
        N_("Examiner's name"), help=N_("When the clinician has no record of their own."), sensitivity=IDENTITY
    )
    qualification: str = text(N_("Qualification"), help=N_("Profession and training of the examiner."))
    independent: str = yes_no(
        N_("Independent"), help=N_("Istanbul Protocol: not under the authority that holds the person.")
    )
    held_in_private: str = yes_no(N_("In private"), help=N_("Istanbul Protocol: no officer within sight or hearing."))
    others_present: str = text(N_("Who was present"), help=N_("Everybody in the room and why."))
    restraints: str = terms(N_("Restraints"), "restraint", help=N_("Handcuffs and the like during the examination."))
    consent_given: str = yes_no(N_("Consent"), help=N_("Whether the person agreed, knowing what it was for."))
    requested_by: str = text(N_("Asked for by"), help=N_("Who ordered or asked for the examination."))
    complaints: str = prose(
        N_("What the person told"), help=N_("Complaints and history as told to the examiner."), sensitivity=SENSITIVE
    )
    findings: str = prose(N_("Findings"), help=N_("What was found, in the examiner's words."), sensitivity=SENSITIVE)
    consistency: str = term(
        N_("Degree of consistency"),
        "consistency",
        help=N_(
            "Istanbul Protocol, paragraph 187 (2004). Only a named clinician may judge it; name the examiner first."
        ),
    )
    consistency_reasons: str = prose(
        N_("Reasons for it"), help=N_("Why the clinician judged so."), sensitivity=SENSITIVE
    )
    certificate_given: str = yes_no(
        N_("Certificate"), help=N_("Whether a certificate was issued. Asked by the UN Special Rapporteur on torture.")
    )
    certificate_number: str = text(N_("Number of the certificate"), help=N_("As printed on it."), sensitivity=IDENTITY)
    certificate: bytes = link(
        N_("Certificate on file"), "evidence_item", help=N_("The paper itself."), sensitivity=IDENTITY
    )
    recommendations: str = prose(N_("Recommendations"), help=N_("Treatment or tests advised."), sensitivity=SENSITIVE)


class Death(Record, table=True):
    """A person's death, what it is said to come from, and what was done about it."""

    __tablename__ = "death"
    __kind__: ClassVar[Kind] = Kind(
        name="death",
        label=N_("Death"),
        plural=N_("Deaths"),
        prefix="DE",
        title=("manner", "died_on"),
        section="allegations",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_death_person", "person"),
        Index("ix_death_event", "event"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who died."))
    event: bytes = link(N_("Event"), "event", help=N_("The event it belongs to."))
    custody: bytes = link(N_("Detention"), "custody", help=N_("The detention during which it was."))
    died_on: str = date(N_("Died on"), help=N_("When the person died, as far as known."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    manner: str = term(
        N_("Manner"),
        "death_manner",
        help=N_("Minnesota Protocol: natural, accident, suicide, homicide or undetermined."),
    )
    cause_official: str = prose(N_("Official cause"), help=N_("The cause the authorities give."))
    cause_alleged: str = prose(N_("Alleged cause"), help=N_("The cause that family or witnesses allege."))
    autopsy_done: str = yes_no(N_("Autopsy"), help=N_("Whether there was one. Minnesota Protocol, paragraph 25."))
    autopsy_on: str = date(N_("Autopsy on"), help=N_("When it was made."))
    autopsy_by: str = text(N_("Autopsy by"), help=N_("Who made it, in whose service."))
    autopsy_independent: str = yes_no(N_("Independent autopsy"), help=N_("Whether whoever made it was independent."))
    autopsy_findings: str = prose(
        N_("Findings of the autopsy"), help=N_("In the words of the report."), sensitivity=SENSITIVE
    )
    body_returned: str = yes_no(N_("Body returned"), help=N_("Whether the family received the body."))
    body_returned_on: str = date(N_("Returned on"), help=N_("When the family received it."))
    body_returned_how: str = prose(
        N_("How it was returned"), help=N_("Conditions set: closed coffin, silence, quick burial.")
    )
    certificate_given: str = yes_no(N_("Death certificate"), help=N_("Whether the family received one."))
    certificate_number: str = text(N_("Number of the certificate"), help=N_("As printed on it."), sensitivity=IDENTITY)
    certificate: bytes = link(
        N_("Certificate on file"), "evidence_item", help=N_("The paper itself."), sensitivity=IDENTITY
    )
    family_told_on: str = date(N_("Family told on"), help=N_("When and so how late the family was told."))
    investigation: str = term(
        N_("Investigation"),
        "investigation_state",
        help=N_("Minnesota Protocol: every potentially unlawful death is to be investigated."),
    )
    investigation_details: str = prose(
        N_("Investigation in words"), help=N_("By whom, how far it went, what came of it.")
    )


def _judged_by_a_clinician(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    """Istanbul Protocol: the degree of consistency is a medical opinion, so it has a clinician's name beside it."""
    if not values.get("consistency"):
        return []
    problems = []
    if not (link_of(values, "examiner") or values.get("examiner_name")):
        problems.append(
            FieldProblem("consistency", _("Only a named clinician may judge this. Name the examiner first."))
        )
    if not values.get("qualification"):
        problems.append(
            FieldProblem("qualification", _("Say what qualifies the examiner to judge the degree of consistency."))
        )
    return problems


_BEFORE_DEATH = N_("This is before the death. Please check both dates.")
RULES: Mapping[str, tuple[Rule, ...]] = {
    "allegation": (
        INTERVAL,
        same("custody", "person", SAME_PERSON),
        same("complaint", "person", SAME_PERSON),
        in_order("care_asked_on", "care_given_on", N_("This is before it was asked for. Please check both dates.")),
    ),
    "injury": (between("map_x", 0, 1), between("map_y", 0, 1), not_negative("length_mm"), not_negative("width_mm")),
    "medical_exam": (
        _judged_by_a_clinician,
        same("allegation", "person", SAME_PERSON),
        same("custody", "person", SAME_PERSON),
        two_records("person", "examiner", N_("A person does not examine themselves.")),
    ),
    "death": (
        same("custody", "person", SAME_PERSON),
        not_before("custody", "arrested", "died_on"),
        in_order("died_on", "autopsy_on", _BEFORE_DEATH),
        in_order("died_on", "body_returned_on", _BEFORE_DEATH),
        in_order("died_on", "family_told_on", _BEFORE_DEATH),
    ),
}


def record_allegation(writer: Writer, person: RecordId, began: str = "", **values: Value) -> RecordId:
    """Record an account of ill-treatment; it is "alleged" until somebody says otherwise.

    Raises:
        UserError: It ends before it begins, belongs to another person's detention, or a value does not fit.
    """
    values.setdefault("status", "alleged")
    return writer.insert("allegation", **{**values, "person": person, "began": began})


def add_injury(
    writer: Writer, allegation: RecordId, injury_kind: str, body_region: str = "", **values: Value
) -> RecordId:
    """Record an injury, with its spot on the body map if it was clicked.

    Raises:
        UserError: The spot is off the map, a length is below zero, or a value does not fit.
    """
    return writer.insert(
        "injury", **{**values, "allegation": allegation, "injury_kind": injury_kind, "body_region": body_region}
    )


def record_exam(writer: Writer, person: RecordId, examined_on: str = "", **values: Value) -> RecordId:
    """Record an examination.

    Raises:
        UserError: A degree of consistency without a named and qualified clinician, or a value does not fit.
    """
    return writer.insert("medical_exam", **{**values, "person": person, "examined_on": examined_on})


def record_death(
    writer: Writer, person: RecordId, died_on: str = "", *, custody: RecordId = NO_ID, **values: Value
) -> RecordId:
    """Record a death; a detention that lasted ends with it, and the whereabouts follow.

    Raises:
        UserError: Something happened before it that cannot have, or a value does not fit.
    """
    death = writer.insert("death", **{**values, "person": person, "died_on": died_on, "custody": custody})
    if custody and is_open(writer.get(custody)):
        end_custody(writer, custody, "died", died_on)
    return death


def allegations_of(reader: Reader, person: RecordId) -> list[Snapshot]:
    """A person's allegations, the earliest first, undated ones last."""
    return sorted(reader.of("allegation", person=person), key=lambda one: (by_time(one.text("began")), one.id))


def injuries_of(reader: Reader, person: RecordId) -> list[Snapshot]:
    """All injuries of a person in the order of the allegations: the numbers on the body map."""
    return [
        injury
        for allegation in allegations_of(reader, person)
        for injury in reader.of("injury", allegation=allegation.id)
    ]
