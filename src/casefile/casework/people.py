"""People: who somebody is, under which names, how to reach them safely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy import text as sql

from casefile.base.clock import RecordId
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Writer
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    count,
    date,
    link,
    prose,
    tags,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.scripts import script_of
from casefile.casework.soundness import Rule, age_fits, in_order, some_of, two_records

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Person(Record, table=True):
    """An individual or a group with a head-count; may be unidentified."""

    __tablename__ = "person"
    __kind__: ClassVar[Kind] = Kind(
        name="person",
        label=N_("Person"),
        plural=N_("People"),
        prefix="P",
        title=("shown_name", "described_as"),
        section="people",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_person_state", "archived", "whereabouts_status", sql("shown_name COLLATE NOCASE"), "id"),
        # Everything a list is sorted by, so that no order reads the rows themselves.
        Index(
            "ix_person_name",
            "archived",
            sql("shown_name COLLATE NOCASE"),
            "id",
            "whereabouts_status",
            "whereabouts_since",
            "reference",
        ),
        Index("ix_person_reference", "archived", sql("length(reference)"), "reference", "id", "whereabouts_status"),
        Index("ix_person_since", "archived", sql("whereabouts_since DESC"), "id", "whereabouts_status"),
        # Everything a list is narrowed by, in every order: the rows are wide, and reading them all takes a second.
        Index(
            "ix_person_sieve",
            "archived",
            "sex",
            sql("shown_name COLLATE NOCASE"),
            "id",
            "whereabouts_status",
            "whereabouts_since",
            "whereabouts_place",
            "last_seen_place",
            "birth_date",
            "age",
            "characteristics",
            "reference",
        ),
    )

    entity: str = term(
        N_("Individual or group"),
        "person_entity",
        help=N_("A group stands for people counted together, such as twenty unnamed detainees; give its head-count."),
    )
    shown_name: str = text(
        N_("Name"),
        help=N_("The name this person is listed under. Other names and scripts are kept as names of their own."),
        sensitivity=IDENTITY,
        search=10,
    )
    described_as: str = text(
        N_("Described as"),
        help=N_(
            "For somebody not identified: what the source says, such as “boy of 16”. Nothing a stranger could use."
        ),
        search=5,
    )
    identified: str = yes_no(N_("Identified"), help=N_("Whether it is known who this person is."))
    head_count: str = count(N_("Head-count"), help=N_("How many people a group stands for, as exactly as it is known."))
    sex: str = term(N_("Sex"), "sex", help=N_("Asked by the UN Working Group on Arbitrary Detention."))
    gender: str = term(
        N_("Gender"), "gender", help=N_("As the person says it, where it matters to them."), sensitivity=SENSITIVE
    )
    birth_date: str = date(
        N_("Born"),
        help=N_("As far as known: a year alone is enough. Asked by all forms of the United Nations."),
        sensitivity=IDENTITY,
    )
    age: str = count(N_("Age"), help=N_("In years, when no birth date is known: exact, about, or between two ages."))
    age_on: str = date(N_("Age on"), help=N_("The date on which the person had this age."))
    birthplace: bytes = link(N_("Born in"), "place", help=N_("Place of birth."), sensitivity=IDENTITY)
    nationalities: str = terms(
        N_("Nationalities"),
        "country",
        help=N_("Every nationality held. Asked by the UN Working Group on Arbitrary Detention."),
    )
    ethnicity: str = terms(
        N_("Ethnicity"), "ethnicity", help=N_("Only where it matters to the case."), sensitivity=SENSITIVE
    )
    religion: str = term(
        N_("Religion"), "religion", help=N_("Only where it matters to the case."), sensitivity=SENSITIVE
    )
    languages: str = terms(
        N_("Languages"), "language", help=N_("Languages the person understands; shows whether an interpreter was due.")
    )
    civil_status: str = term(N_("Civil status"), "civil_status", help=N_("Single, married, widowed and so on."))
    education: str = term(N_("Education"), "education", help=N_("The highest level completed."))
    occupation: str = term(
        N_("Occupation"),
        "occupation",
        help=N_("Asked by the UN Working Group on Arbitrary Detention where it may explain the arrest."),
        search=1,
    )
    occupation_detail: str = text(
        N_("Occupation in words"), help=N_("Employer and post, as the source says it."), sensitivity=IDENTITY, search=2
    )
    activities: str = prose(
        N_("Activities"),
        help=N_("What the person did that may explain the treatment. Asked by the UN Special Rapporteur on torture."),
    )
    characteristics: str = terms(
        N_("Characteristics"),
        "characteristic",
        help=N_("What puts the person at risk or gives a right to special care: minor, journalist, striking worker."),
    )
    health: str = terms(
        N_("Health"),
        "health_condition",
        help=N_("Pregnancy, disability or illness that calls for care in detention."),
        sensitivity=SENSITIVE,
    )
    health_details: str = prose(
        N_("Health in words"), help=N_("Conditions, medicines needed and when."), sensitivity=SENSITIVE
    )
    whereabouts_status: str = term(
        N_("Whereabouts"),
        "whereabouts_status",
        help=N_("Where the person stands now. Kept in step when an arrest, a release or a death is recorded."),
    )
    whereabouts_since: str = date(N_("Since"), help=N_("When this state began."))
    whereabouts_place: bytes = link(
        N_("Where"), "place", help=N_("Where the person is, or is last known to be."), sensitivity=IDENTITY
    )
    last_seen_on: str = date(
        N_("Last seen on"),
        help=N_("At least month and year. Asked by the UN Working Group on Enforced Disappearances."),
    )
    last_seen_place: bytes = link(
        N_("Last seen at"), "place", help=N_("Asked by the UN Working Group on Enforced Disappearances.")
    )
    last_seen_account: str = prose(
        N_("Who saw the person last"),
        help=N_("Who saw the person last, in whose hands, and how that is known."),
        sensitivity=IDENTITY,
    )
    photograph: bytes = link(
        N_("Photograph"),
        "evidence_item",
        help=N_("A picture of the face. Printed only with consent to use the picture."),
        sensitivity=IDENTITY,
    )
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class Name(Record, table=True):
    """One name of a person, in one script."""

    __tablename__ = "name"
    __kind__: ClassVar[Kind] = Kind(
        name="name",
        label=N_("Name"),
        plural=N_("Names"),
        prefix="NM",
        title=("full_name", "given", "patronymic", "family"),
        section="people",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_name_person", "person"),)

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Whose name it is."))
    name_kind: str = term(
        N_("Kind of name"),
        "name_kind",
        help=N_(
            "Legal name, alias, nickname, transliteration, or the pseudonym under which the person may be published."
        ),
    )
    full_name: str = text(
        N_("Full name"),
        help=N_("The whole name as it is written. Enough when its parts are not known."),
        sensitivity=IDENTITY,
        search=10,
    )
    given: str = text(N_("Given name"), help=N_("First name or names."), sensitivity=IDENTITY, search=10)
    patronymic: str = text(
        N_("Patronymic"),
        help=N_("Name made from the father's, as in Russian and Kazakh."),
        sensitivity=IDENTITY,
        search=10,
    )
    family: str = text(N_("Family name"), help=N_("Surname."), sensitivity=IDENTITY, search=10)
    script: str = term(
        N_("Script"), "script", help=N_("The writing the name is in: Latin, Cyrillic, Arabic and so on.")
    )
    language: str = term(N_("Language"), "language", help=N_("The language whose spelling the name follows."))


class Identifier(Record, table=True):
    """A document or number that identifies a person."""

    __tablename__ = "identifier"
    __kind__: ClassVar[Kind] = Kind(
        name="identifier",
        label=N_("Identity document"),
        plural=N_("Identity documents"),
        prefix="ID",
        title=("identifier_kind", "number"),
        section="people",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_identifier_person", "person"),)

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Whose document it is."))
    identifier_kind: str = term(
        N_("Kind of document"),
        "identifier_kind",
        help=N_("Passport, identity card, personal number. Asked by the UN Working Group on Arbitrary Detention."),
    )
    number: str = text(
        N_("Number"), help=N_("As printed on the document."), required=True, sensitivity=IDENTITY, search=8
    )
    country: str = term(N_("Issued by the State"), "country", help=N_("The State whose document it is."))
    issued_by: str = text(N_("Issuing office"), help=N_("As printed on the document."), sensitivity=IDENTITY)
    issued_on: str = date(
        N_("Issued on"), help=N_("Asked by the UN Working Group on Arbitrary Detention."), sensitivity=IDENTITY
    )
    expires_on: str = date(N_("Expires on"), help=N_("Last day on which it is valid."), sensitivity=IDENTITY)
    held_by: str = text(
        N_("Who holds it"),
        help=N_("Where the document is now, for instance taken by the police."),
        sensitivity=IDENTITY,
    )


class Contact(Record, table=True):
    """A way to reach a person, and whether it is safe."""

    __tablename__ = "contact"
    __kind__: ClassVar[Kind] = Kind(
        name="contact",
        label=N_("Contact"),
        plural=N_("Contacts"),
        prefix="CT",
        title=("contact_kind", "address"),
        section="people",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_contact_person", "person"),)

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who is reached this way."))
    contact_kind: str = term(
        N_("Kind of contact"), "contact_kind", help=N_("Telephone, e-mail, post, through somebody.")
    )
    address: str = text(
        N_("Number or address"),
        help=N_("Telephone number, e-mail, account name or postal address."),
        sensitivity=IDENTITY,
        search=5,
    )
    through_person: bytes = link(
        N_("Through"), "person", help=N_("Somebody who passes messages on."), sensitivity=IDENTITY
    )
    safe_to_contact: str = yes_no(
        N_("Safe to contact"),
        help=N_("Whether using this contact puts nobody at risk. Do not use it unless it says yes."),
    )
    safe_how: str = text(
        N_("How to contact safely"), help=N_("Times, code words, what never to say."), sensitivity=SENSITIVE
    )
    languages: str = terms(N_("Languages"), "language", help=N_("Languages to write or speak in."))
    checked_on: str = date(N_("Checked on"), help=N_("When this contact was last known to work."))
    labels: str = tags(N_("Labels"), help=N_("Own words to find it by."), sensitivity=IDENTITY)


def _named(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    if any(values.get(field) for field in ("shown_name", "described_as")):
        return []
    return [FieldProblem("shown_name", _("Give a name, or describe the person if no name is known."))]


RULES: Mapping[str, tuple[Rule, ...]] = {
    "person": (
        _named,
        in_order("birth_date", "last_seen_on", N_("This is before the person was born. Please check both dates.")),
        age_fits("birth_date", "age", "age_on"),
    ),
    "name": (
        some_of(
            ("full_name", "given", "patronymic", "family"), N_("Write the full name or at least one of its parts.")
        ),
    ),
    "identifier": (
        in_order("issued_on", "expires_on", N_("It cannot expire before it was issued. Please check both dates.")),
    ),
    "contact": (
        some_of(("address", "through_person"), N_("Write a number or an address, or say through whom.")),
        two_records("person", "through_person", N_("Nobody passes messages on to themselves.")),
    ),
}


def add_person(
    writer: Writer, shown_name: str = "", *, names: Sequence[Mapping[str, Value]] = (), **values: Value
) -> RecordId:
    """Add a person with any number of further names.

    Args:
        writer: The book.
        shown_name: The name to list the person under; without one, `described_as` must be among `values`.
        names: Fields of each further name; its script is told from its letters if it is not given.
        values: Other fields of the person.

    Raises:
        UserError: Neither a name nor a description, or a value that does not fit.
    """
    values.setdefault("entity", "individual")
    person = writer.insert("person", **{"shown_name": shown_name, **values})
    for name in names:
        add_name(writer, person, **name)
    return person


def add_name(writer: Writer, person: RecordId, full_name: Value = "", **values: Value) -> RecordId:
    """Add a name to a person, in any script.

    Raises:
        UserError: No part of the name was given, or a value does not fit.
    """
    written = [full_name, *(values.get(part, "") for part in ("given", "patronymic", "family"))]
    letters = "".join(part for part in written if isinstance(part, str))
    values.setdefault("script", script_of(letters))
    return writer.insert("name", **{**values, "person": person, "full_name": full_name})
