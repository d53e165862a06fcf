"""Contacts: who stands close to a person, and how to reach them safely. A part of `people`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index

from casefile.base.clock import RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Writer
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    date,
    link,
    prose,
    tags,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.soundness import INTERVAL, Rule, some_of, two_records

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Relationship(Record, table=True):
    """How another person stands to this one: kin, friend, colleague, lawyer."""

    __tablename__ = "relationship"
    __kind__: ClassVar[Kind] = Kind(
        name="relationship",
        label=N_("Relationship"),
        plural=N_("Relationships"),
        prefix="RL",
        title=("relationship_kind", "related_person"),
        section="people",
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


RULES: Mapping[str, tuple[Rule, ...]] = {
    "relationship": (
        two_records("person", "related_person", N_("A person cannot be linked to themselves.")),
        INTERVAL,
    ),
    "contact": (some_of(("address", "through_person"), N_("Write a number or an address, or say through whom.")),),
}


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
