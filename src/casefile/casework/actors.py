"""Actors: organisations of every sort, who held which role in them, and how people are tied to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, link, prose, tags, term, text, yes_no
from casefile.casework.soundness import INTERVAL, Rule, no_ring, two_records

IDENTITY = Sensitivity.IDENTITY


class Organisation(Record, table=True):
    """A police unit, prison, ministry, court, company, party, NGO or newspaper."""

    __tablename__ = "organisation"
    __kind__: ClassVar[Kind] = Kind(
        name="organisation",
        label=N_("Organisation"),
        plural=N_("Organisations"),
        prefix="O",
        title=("shown_name",),
        section="actors",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_organisation_parent", "parent"),
        Index("ix_organisation_name", "shown_name"),
    )

    shown_name: str = text(
        N_("Name of the organisation"),
        help=N_("The name it is listed under, as exact as possible."),
        required=True,
        search=10,
    )
    aliases: str = tags(N_("Other names"), help=N_("Short forms, former names, names in other languages."), search=8)
    organisation_kind: str = term(
        N_("Kind of organisation"), "organisation_kind", help=N_("Police unit, prison, court, company, NGO and so on.")
    )
    parent: bytes = link(N_("Part of"), "organisation", help=N_("The organisation it belongs to or answers to."))
    state_agent: str = yes_no(
        N_("Acts for the State"),
        help=N_("Convention against Torture, article 1: whether a public official acted, ordered or let it happen."),
    )
    country: str = term(N_("Country"), "country", help=N_("Where it has its seat or whose State it serves."))
    place: bytes = link(N_("Seat"), "place", help=N_("Where it is."))
    contact_details: str = prose(
        N_("Contact details"),
        help=N_("Postal address, telephone, e-mail; printed in a letterhead or an address field."),
    )
    website: str = text(N_("Website"), help=N_("Address on the internet."))
    summary: str = prose(N_("Summary"), help=N_("What it is and does, in a few sentences."))
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class Affiliation(Record, table=True):
    """A person's role in an organisation for a time; what makes somebody an official."""

    __tablename__ = "affiliation"
    __kind__: ClassVar[Kind] = Kind(
        name="affiliation",
        label=N_("Affiliation"),
        plural=N_("Affiliations"),
        prefix="AF",
        title=("role", "organisation"),
        section="actors",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_affiliation_person", "person"),
        Index("ix_affiliation_organisation", "organisation"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("Who holds or held the role."))
    organisation: bytes = link(
        N_("Organisation"), "organisation", required=True, help=N_("The organisation the role is in.")
    )
    affiliation_kind: str = term(
        N_("Kind of affiliation"), "affiliation_kind", help=N_("Member, employee, leader, official and so on.")
    )
    role: str = text(N_("Role"), help=N_("Title of the post or role, such as Minister of the Interior."), search=3)
    rank: str = text(N_("Rank"), help=N_("Rank or badge number, if in uniform."))
    place: bytes = link(N_("Where"), "place", help=N_("Where the role was held, if it is not the seat."))
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))


class Relationship(Record, table=True):
    """How another person stands to this one: kin, friend, colleague, lawyer."""

    __tablename__ = "relationship"
    __kind__: ClassVar[Kind] = Kind(
        name="relationship",
        label=N_("Relationship"),
        plural=N_("Relationships"),
        prefix="RL",
        title=("relationship_kind", "related_person"),
        section="actors",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_relationship_person", "person"),
        Index("ix_relationship_related", "related_person"),
    )

    person: bytes = link(N_("Person"), "person", owner=True, required=True, help=N_("The person this is about."))
    related_person: bytes = link(
        N_("Other person"),
        "person",
        required=True,
        help=N_("Who stands in the relationship named."),
        sensitivity=IDENTITY,
    )
    relationship_kind: str = term(
        N_("Relationship"),
        "relationship_kind",
        help=N_("What the other person is to this one: “mother” means the other person is the mother."),
    )
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    next_of_kin: str = yes_no(N_("Next of kin"), help=N_("Whether this is the person to be told first."))
    may_act: str = yes_no(
        N_("May act for the person"), help=N_("Has authority to act. Asked by the treaty bodies of the United Nations.")
    )
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."), sensitivity=IDENTITY)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "organisation": (no_ring("parent", N_("An organisation cannot be a part of itself.")), INTERVAL),
    "affiliation": (INTERVAL,),
    "relationship": (
        two_records("person", "related_person", N_("A person cannot be linked to themselves.")),
        INTERVAL,
    ),
}


def add_organisation(writer: Writer, shown_name: str, organisation_kind: str = "", **values: Value) -> RecordId:
    """Add an organisation.

    Raises:
        UserError: It has no name, or a value does not fit.
    """
    return writer.insert("organisation", **{**values, "shown_name": shown_name, "organisation_kind": organisation_kind})


def affiliate(writer: Writer, person: RecordId, organisation: RecordId, role: str = "", **values: Value) -> RecordId:
    """Record a person's role in an organisation.

    Raises:
        UserError: It ends before it begins, or a value does not fit.
    """
    return writer.insert("affiliation", **{**values, "person": person, "organisation": organisation, "role": role})


def relate(
    writer: Writer, person: RecordId, related_person: RecordId, relationship_kind: str, **values: Value
) -> RecordId:
    """Record what `related_person` is to `person`: "mother" means that she is the mother.

    Raises:
        UserError: Both are the same person, or a value does not fit.
    """
    return writer.insert(
        "relationship",
        **{**values, "person": person, "related_person": related_person, "relationship_kind": relationship_kind},
    )


def organisation_ids(reader: Reader, organisation_kind: str = "") -> Ids:
    """The organisations of a kind, or all, by name."""
    columns = record_type("organisation").table.c
    query = select(columns.id).where(columns.archived == 0).order_by(columns.shown_name, columns.id)
    if organisation_kind:
        query = query.where(columns.organisation_kind == organisation_kind)
    return all_ids(reader, query)


def roles_of(reader: Reader, person: RecordId) -> list[str]:
    """A person's roles as one reads them, "Minister of the Interior, Ministry of the Interior", newest first."""
    affiliation, organisation = record_type("affiliation").table, record_type("organisation").table
    query = (
        select(affiliation.c.role, organisation.c.shown_name)
        .select_from(affiliation.outerjoin(organisation, organisation.c.id == affiliation.c.organisation))
        .where(affiliation.c.person == person, affiliation.c.archived == 0)
        .order_by(affiliation.c.began.desc(), affiliation.c.id.desc())
    )
    return [", ".join(part for part in row if part) for row in reader.rows(query)]
