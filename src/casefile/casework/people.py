"""People: who somebody is, under which names, and how to reach them safely."""

from __future__ import annotations

from typing import ClassVar

from casefile.base.i18n import N_
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
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

    entity: str = term(N_("Individual or group"), "person_entity")
    shown_name: str = text(
        N_("Name"),
        help=N_("The name this person is listed under. Other names and scripts are kept as names of their own."),
        sensitivity=IDENTITY,
        search=10,
    )
