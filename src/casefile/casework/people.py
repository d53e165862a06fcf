"""People: who somebody is, under which names, how to reach them safely, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import BindParameter, Index, Select, and_, bindparam, collate, func, or_, select
from sqlalchemy import text as sql

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.consent import people_at_risk, people_who_withdrew
from casefile.casework.custody import people_held_in, people_incommunicado
from casefile.casework.events import people_of_event
from casefile.casework.idlists import all_ids
from casefile.casework.places import place_and_within
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
from casefile.casework.whereabouts import MISSING

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFilter:
    """Which people to list.

    Attributes:
        state: Term of `whereabouts_status`, or empty for any.
        words_ids: Only these, as a search found them; None for no search.
        event: Only people involved in, held under, harmed or dead in this event or a part of it.
        place: Only people who are, were held or were last seen in this place or one within it.
        flag: Only people with this flag, see `PersonLine`; or "any".
        archived: List those put aside instead.
    """

    state: str = ""
    words_ids: Collection[RecordId] | None = None
    event: RecordId = NO_ID
    place: RecordId = NO_ID
    flag: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a list.

    Attributes:
        id: The person.
        name: Shown name, or how somebody unidentified is described.
        other_script: A name in another script than the first; empty if there is none.
        state: Term of `whereabouts_status`.
        where: Name of the place where the person is, or was last seen if missing.
        reference: Short code.
        flag: What needs a person's eye, the first that holds: "risk" (high or extreme), "incommunicado" (held without
            contact), "consent_withdrawn"; empty if none.
        invented: Whether the record was made up for training.
        since: When the state began, EDTF.
    """

    id: RecordId
    name: str
    other_script: str
    state: str
    where: str
    reference: str
    flag: str
    invented: bool = False
    since: str = ""


_ORDERS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "name": lambda c: (collate(c.shown_name, "NOCASE"), c.id),
    "newest": lambda c: (c.id.desc(),),
    "reference": lambda c: (func.length(c.reference), c.reference, c.id),
    "state": lambda c: (c.whereabouts_status, collate(c.shown_name, "NOCASE"), c.id),
    "since": lambda c: (c.whereabouts_since.desc(), c.id),
}
ORDERS = tuple(_ORDERS)
"""Ways to sort people."""
_MOST_IDS = 500
"""Lines read by one statement."""
_FEW_IDS = 4_000
"""Ids found by a search that are looked up one by one; of more, those that the whole list has are taken."""
_THESE: BindParameter[Any] = bindparam("these", expanding=True)
"""The ids of a page: its queries are put together once, not for every page scrolled to."""


def person_ids(reader: Reader, chosen: PersonFilter | None = None, order: str = "name") -> list[RecordId]:
    """The ids of the people that a filter lets through, sorted; those without a name come last by name.

    Args:
        reader: The book.
        chosen: Everybody who is not archived if None.
        order: One of `ORDERS`.
    """
    chosen = chosen or PersonFilter()
    columns = record_type("person").table.c
    if order == "newest" and chosen == PersonFilter():
        return _newest_first(reader)
    found = all_ids(reader, select(columns.id).where(*_conditions(chosen)).order_by(*_ORDERS[order](columns)))
    if chosen.words_ids is not None and len(chosen.words_ids) > _FEW_IDS:
        wanted = frozenset(chosen.words_ids)
        found = [person for person in found if person in wanted]
    if order == "name":
        unnamed = select(columns.id).where(
            columns.archived == int(chosen.archived), collate(columns.shown_name, "NOCASE") == ""
        )
        nameless = frozenset(all_ids(reader, unnamed))
        # The index has the empty name first; a person without one is looked for at the end.
        first = next((at for at, person in enumerate(found) if person not in nameless), len(found)) if nameless else 0
        found = found[first:] + found[:first] if first else found
    return found


def _newest_first(reader: Reader) -> list[RecordId]:
    # The order of the key itself, less those put aside: nothing is sorted, and no index is kept for it.
    columns = record_type("person").table.c
    everybody = all_ids(reader, select(columns.id).order_by(columns.id.desc()))
    aside = frozenset(all_ids(reader, select(columns.id).where(columns.archived == 1)))
    return [person for person in everybody if person not in aside] if aside else everybody


def person_counts(reader: Reader) -> Mapping[str, int]:
    """How many people are in each state; the empty state counts everybody who is not archived."""
    columns = record_type("person").table.c
    query = (
        select(columns.whereabouts_status, func.count())
        .where(columns.archived == 0)
        .group_by(columns.whereabouts_status)
    )
    counts = {str(state): int(number) for state, number in map(tuple, reader.rows(query))}
    return {**counts, "": sum(counts.values())}


def person_lines(reader: Reader, ids: Sequence[RecordId]) -> list[PersonLine]:
    """The lines of a page of a list, in the order of `ids`; an id that is no longer there is left out."""
    lines: dict[RecordId, PersonLine] = {}
    for start in range(0, len(ids), _MOST_IDS):
        lines.update(_some_lines(reader, ids[start : start + _MOST_IDS]))
    return [lines[person] for person in ids if person in lines]


@cache
def _lines_query() -> Select[Any]:
    person, place = record_type("person").table, record_type("place").table
    now, seen = place.alias("now"), place.alias("seen")
    return (
        select(
            person.c.id,
            person.c.shown_name,
            person.c.described_as,
            person.c.whereabouts_status,
            func.coalesce(now.c.shown_name, "").label("place"),
            func.coalesce(seen.c.shown_name, "").label("seen"),
            person.c.reference,
            person.c.invented,
            person.c.whereabouts_since,
        )
        .select_from(
            person.outerjoin(now, now.c.id == person.c.whereabouts_place).outerjoin(
                seen, seen.c.id == person.c.last_seen_place
            )
        )
        .where(person.c.id.in_(_THESE))
    )


@cache
def _names_query() -> Select[Any]:
    columns = record_type("name").table.c
    return (
        select(columns.person, columns.full_name, columns.given, columns.patronymic, columns.family)
        .where(columns.person.in_(_THESE), columns.archived == 0, columns.name_kind != "publication_pseudonym")
        .order_by(columns.id)
    )


@cache
def _flag_queries() -> Mapping[str, Select[Any]]:
    return {flag: query.where(query.selected_columns.person.in_(_THESE)) for flag, query in _flagged().items()}


def _some_lines(reader: Reader, ids: Sequence[RecordId]) -> Iterator[tuple[RecordId, PersonLine]]:
    these = {"these": list(ids)}
    names = _names(reader, these)
    flags: dict[RecordId, str] = {}
    for flag, flagged in _flag_queries().items():
        for row in reader.rows(flagged, these):
            flags.setdefault(RecordId(row[0]), flag)
    for row in reader.rows(_lines_query(), these):
        record, shown, described, state, where, last_seen, reference, invented, since = tuple(row)
        yield (
            RecordId(record),
            PersonLine(
                id=RecordId(record),
                name=shown or described,
                other_script=_other_script(shown, names.get(RecordId(record), [])),
                state=state,
                where=where or (last_seen if state == MISSING else ""),
                reference=reference,
                flag=flags.get(RecordId(record), ""),
                invented=invented == "yes",
                since=since,
            ),
        )


def _names(reader: Reader, these: Mapping[str, Any]) -> dict[RecordId, list[str]]:
    names: dict[RecordId, list[str]] = {}
    for person, full_name, *parts in map(tuple, reader.rows(_names_query(), these)):
        names.setdefault(RecordId(person), []).append(full_name or " ".join(part for part in parts if part))
    return names


def _other_script(shown: str, names: Sequence[str]) -> str:
    first = script_of(shown)
    return next((name for name in names if script_of(name) not in {first, ""}), "")


def _flagged() -> Mapping[str, Select[Any]]:
    """For each flag, most pressing first, a query of the people it holds for."""
    return {
        "risk": people_at_risk(),
        "incommunicado": people_incommunicado(),
        "consent_withdrawn": people_who_withdrew(),
    }


def _conditions(chosen: PersonFilter) -> list[Any]:
    columns = record_type("person").table.c
    # Where few are asked for, each is looked up by its key: SQLite would go through the whole index of the order.
    few = chosen.words_ids is not None and len(chosen.words_ids) <= _FEW_IDS
    conditions: list[Any] = [(columns.archived + 0 if few else columns.archived) == int(chosen.archived)]
    if chosen.state:
        conditions.append(columns.whereabouts_status == chosen.state)
    if chosen.words_ids is not None and few:
        conditions.append(columns.id.in_(list(chosen.words_ids)))
    if chosen.event:
        conditions.append(columns.id.in_(people_of_event(chosen.event)))
    if chosen.place:
        conditions.append(_in_place(chosen.place))
    if chosen.flag:
        wanted = [query for flag, query in _flagged().items() if chosen.flag in {flag, "any"}]
        conditions.append(or_(*(columns.id.in_(query) for query in wanted)))
    return conditions


def _in_place(place: RecordId) -> Any:
    places = place_and_within(place)
    person = record_type("person").table.c
    return or_(
        person.whereabouts_place.in_(places),
        and_(person.whereabouts_status == MISSING, person.last_seen_place.in_(places)),
        person.id.in_(people_held_in(places)),
    )
