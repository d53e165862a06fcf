"""Which facets the lists of people, events, evidence and sources have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Integer, and_, cast, func, literal, or_, select, union, union_all

from casefile.base.clock import NO_ID
from casefile.base.i18n import N_
from casefile.casework.access import TOOK_PLACE
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.consent import people_at_risk, people_who_withdrew
from casefile.casework.custody import people_incommunicado
from casefile.casework.events import PEOPLE_OF_EVENTS
from casefile.casework.evidence import for_nothing
from casefile.casework.facets import ByCase, ByDay, ByLink, ByTerm, Chosen, Condition, Facet, FacetValue
from casefile.casework.tasks import DONE, DROPPED
from casefile.casework.whereabouts import IN_CUSTODY, MISSING

ASIDE = "aside"
"""Name of the facet by which what was put aside is listed instead of the rest."""
NEEDS = "needs"
"""Name of the facet of people for whom something should be done."""
ANY_NEED = "any"
_IN_EVERY_INDEX = "state"
"""The facet whose column every index has by which people are sorted."""
_WHOLE = 10
"""Characters of a date with year, month and day."""
_SPEAKING = frozenset({NEEDS, ASIDE, "age", "links"})
FULL_AGE = 18
"""Convention on the Rights of the Child, article 1: every human being below the age of eighteen years."""


def facets_of(kind: str) -> tuple[Facet, ...]:
    """The facets of a kind, in the order in which they are offered; none if its list has none."""
    return _facets().get(kind, ())


def conditions_of(kind: str, chosen: Chosen, today: dt.date, *, but: str = "") -> list[Any]:
    """The conditions on the rows of a kind that a choice makes, all but those of one facet; a facet unknown is none.

    That a row is not put aside, or is, is no part of it: see `wants_aside`.
    """
    plain: list[Any] = []
    of_rows: list[Any] = []
    for facet in facets_of(kind):
        values = chosen.get(facet.name)
        if values and facet.name not in {but, ASIDE}:
            direct = isinstance(facet, ByLink) or facet.name == _IN_EVERY_INDEX
            (plain if direct else of_rows).append(facet.narrowed(values, today))
    if of_rows:
        # A query of its own: in the order of an index that has not all the columns, SQLite would read every row.
        columns = record_type(kind).table.c
        sound = columns.archived == int(wants_aside(chosen))
        plain.append(columns.id.in_(select(columns.id).where(sound, *of_rows).correlate(None)))
    return plain


def wants_aside(chosen: Chosen) -> bool:
    """Whether what was put aside is listed instead of the rest."""
    return bool(chosen.get(ASIDE))


def facet_values(
    reader: Reader,
    kind: str,
    name: str,
    chosen: Chosen,
    today: dt.date,
    code: str,
    words_ids: Sequence[bytes] | None = None,
) -> list[FacetValue]:
    """The values of one facet with what each leaves, under all that is chosen in the others.

    Args:
        reader: The book.
        kind: The kind that is listed.
        name: Name of the facet.
        chosen: What is chosen in all facets. A value chosen here is offered also where it leaves nothing.
        today: The day it is.
        code: ISO 639-1 code of the language of the labels.
        words_ids: Only these records count, as a search found them.
    """
    facet = next(one for one in facets_of(kind) if one.name == name)
    columns = record_type(kind).table.c
    conditions = conditions_of(kind, chosen, today, but=name)
    if name != ASIDE:
        conditions.append(columns.archived == int(wants_aside(chosen)))
    if words_ids is not None:
        conditions.append(columns.id.in_(list(words_ids)))
    counted = facet.counted(reader, conditions, today)
    here = chosen.get(name, ())
    offered = [value for value, number in counted.items() if number or value in here]
    offered += [value for value in here if value not in counted]
    labels = facet.labels(reader, offered, code)
    return [FacetValue(value, labels[value], counted.get(value, 0)) for value in offered if value in labels]


def people_in_need(reader: Reader) -> int:
    """How many people need action for any reason."""
    every = next(facet for facet in facets_of("person") if facet.name == NEEDS)
    columns = record_type("person").table.c
    condition = every.narrowed((ANY_NEED,), dt.date.min)
    ((number,),) = (tuple(row) for row in reader.rows(select(func.count()).where(columns.archived == 0, condition)))
    return int(number)


@dataclass(frozen=True, slots=True)
class ChosenLabel:
    """A value that is chosen, in words.

    Attributes:
        facet: Name of the facet.
        value: The value.
        facet_label: English name of the facet.
        label: What the value is called, in the language asked for.
        alone: Whether the value says it all, without the facet's name.
    """

    facet: str
    value: str
    facet_label: str
    label: str
    alone: bool


def chosen_labels(reader: Reader, kind: str, chosen: Chosen, code: str) -> list[ChosenLabel]:
    """What is chosen, in words and in the order of the facets; a record that is gone is called by its facet."""
    found: list[ChosenLabel] = []
    for facet in facets_of(kind):
        values = chosen.get(facet.name, ())
        labels = facet.labels(reader, values, code) if values else {}
        alone = facet.name in _SPEAKING
        found += [ChosenLabel(facet.name, one, facet.label, labels.get(one, "?"), alone) for one in values]
    return found


@cache
def _facets() -> Mapping[str, tuple[Facet, ...]]:
    return MappingProxyType(
        {
            "person": (
                ByTerm(kind="person", name="state", label=N_("State"), field="whereabouts_status"),
                ByCase(kind="person", name=NEEDS, label=N_("Needs action"), cases=_needs()),
                _tied("person", "event", N_("Event"), "event", _people_events, "parent"),
                _tied("person", "place", N_("Place"), "place", _people_places, "parent"),
                _tied("person", "held_by", N_("Held or arrested by"), "organisation", _people_holders),
                ByDay(kind="person", name="since", label=N_("Since"), field="whereabouts_since", recent=True),
                ByTerm(kind="person", name="sex", label=N_("Sex"), field="sex"),
                ByCase(kind="person", name="age", label=N_("Age"), cases=_ages()),
                _aside("person"),
            ),
            "event": (
                ByTerm(kind="event", name="event_kind", label=N_("Kind of event"), field="event_kind"),
                _tied("event", "place", N_("Place"), "place", _event_places, "parent"),
                ByDay(kind="event", name="began", label=N_("Year"), field="began"),
                _aside("event"),
            ),
            "evidence_item": (
                ByTerm(kind="evidence_item", name="evidence_kind", label=N_("Kind of evidence"), field="evidence_kind"),
                ByCase(
                    kind="evidence_item",
                    name="links",
                    label=N_("Evidence for"),
                    cases={"none": (N_("For nothing yet"), lambda _today: for_nothing())},
                ),
                ByDay(kind="evidence_item", name="captured", label=N_("Captured on"), field="captured_on"),
                ByDay(kind="evidence_item", name="taken_in", label=N_("Taken in"), field="taken_in_on", recent=True),
                _aside("evidence_item"),
            ),
            "source": (
                ByTerm(kind="source", name="source_kind", label=N_("Kind of source"), field="source_kind"),
                ByTerm(kind="source", name="reliability", label=N_("Reliability"), field="reliability"),
                ByTerm(kind="source", name="protection", label=N_("Protection"), field="protection"),
                ByDay(kind="source", name="dated", label=N_("Year"), field="dated"),
                _aside("source"),
            ),
        }
    )


def _tied(kind: str, name: str, label: str, target: str, ties: Callable[[], Any], within: str = "") -> Facet:
    return ByLink(kind=kind, name=name, label=label, target=target, ties=ties, within=within)


def _aside(kind: str) -> Facet:
    archived = record_type(kind).table.c.archived
    return ByCase(
        kind=kind,
        name=ASIDE,
        label=N_("Records put aside"),
        cases={"yes": (N_("Records put aside"), lambda _today: archived == 1)},
    )


def _needs() -> Mapping[str, tuple[str, Condition]]:
    person = record_type("person").table.c
    needs = {
        "risk": (N_("High risk"), people_at_risk),
        "incommunicado": (N_("Held incommunicado"), people_incommunicado),
        "consent_withdrawn": (N_("Consent withdrawn"), people_who_withdrew),
        "task": (N_("Open task"), _people_with_a_task),
    }

    def one(people: Any) -> Condition:
        return lambda _today: person.id.in_(people())

    def every(_today: dt.date) -> Any:
        return person.id.in_(union(*(people() for _label, people in needs.values())))

    return {
        ANY_NEED: (N_("Any of these"), every),
        **{name: (label, one(people)) for name, (label, people) in needs.items()},
        "no_lawyer": (N_("In custody, no lawyer seen"), lambda _today: _no_lawyer()),
        "no_place": (N_("In custody, place not known"), lambda _today: _no_place()),
    }


def _people_with_a_task() -> Any:
    task = record_type("task").table.c
    return select(task.about).where(task.archived == 0, task.state.not_in((DONE, DROPPED)), task.about != NO_ID)


def _no_lawyer() -> Any:
    person, access = record_type("person").table.c, record_type("lawyer_access").table.c
    seen = select(access.person).where(access.archived == 0, access.outcome.in_(sorted(TOOK_PLACE)))
    return and_(person.whereabouts_status == IN_CUSTODY, person.id.not_in(seen))


def _no_place() -> Any:
    person = record_type("person").table.c
    return and_(person.whereabouts_status == IN_CUSTODY, person.whereabouts_place == NO_ID)


def _ages() -> Mapping[str, tuple[str, Condition]]:
    person = record_type("person").table.c

    def now(today: dt.date) -> Any:
        # As far as the date goes: who was born in the year of which it depends on the day may be one.
        last = f"{today.year - FULL_AGE:04}{today.isoformat()[4:]}"
        born = func.rtrim(person.birth_date, "~?%")
        dated = person.birth_date.op("GLOB")("[0-9][0-9][0-9][0-9]*")
        so_far = func.substr(literal(last), 1, func.length(born))
        return and_(dated, or_(born > so_far, and_(born == so_far, func.length(born) < _WHOLE)))

    def then(_today: dt.date) -> Any:
        digits = cast(func.ltrim(person.age, "<>=~"), Integer)
        young = and_(person.age != "", person.age.not_like(">%"), digits < FULL_AGE)
        under = person.age == f"<{FULL_AGE}"
        said = person.characteristics.like('%"minor"%')
        return or_(said, young, under, person.id.in_(_held_as_minors()))

    def unknown(_today: dt.date) -> Any:
        return and_(person.birth_date == "", person.age == "", person.characteristics.not_like('%"minor"%'))

    return {
        "now": (N_("Under 18 now"), now),
        "then": (N_("Under 18 when held or recorded"), then),
        "unknown": (N_("Age not recorded"), unknown),
    }


def _held_as_minors() -> Any:
    person, custody = record_type("person").table, record_type("custody").table
    born, arrested = person.c.birth_date, custody.c.arrested
    years = cast(func.substr(arrested, 1, 4), Integer) - cast(func.substr(born, 1, 4), Integer)
    day = "[0-9][0-9][0-9][0-9]*"
    length = func.min(func.length(born), func.length(arrested), _WHOLE) - 4
    day_of, birthday = func.substr(arrested, 5, length), func.substr(born, 5, length)
    # In the year of the eighteenth birthday the day decides, as far as both dates tell it; in doubt it is a minor.
    before = or_(day_of < birthday, and_(day_of == birthday, length < _WHOLE - 4))
    return (
        select(custody.c.person)
        .select_from(custody.join(person, person.c.id == custody.c.person))
        .where(
            custody.c.archived == 0,
            born.op("GLOB")(day),
            arrested.op("GLOB")(day),
            or_(years < FULL_AGE, and_(years == FULL_AGE, before)),
        )
    )


def _people_events() -> Any:
    tied = [(record_type(kind).table.c, field) for kind, field in PEOPLE_OF_EVENTS]
    return union_all(*(select(c[field], c.event).where(c.archived == 0, c.event != NO_ID) for c, field in tied))


def _people_places() -> Any:
    person = record_type("person").table.c
    custody, stay = record_type("custody").table, record_type("stay").table
    held = (
        select(custody.c.person, stay.c.place)
        .select_from(custody.join(stay, stay.c.custody == custody.c.id))
        .where(stay.c.place != NO_ID, stay.c.archived == 0, custody.c.archived == 0)
    )
    seen = select(person.id, person.last_seen_place).where(
        person.whereabouts_status == MISSING, person.last_seen_place != NO_ID
    )
    return union_all(held, select(person.id, person.whereabouts_place).where(person.whereabouts_place != NO_ID), seen)


def _people_holders() -> Any:
    c = record_type("custody").table.c
    fields = (c.held_by, c.arrested_by)
    return union_all(*(select(c.person, by).where(c.archived == 0, by != NO_ID) for by in fields))


def _event_places() -> Any:
    c = record_type("event").table.c
    return select(c.id, c.place).where(c.place != NO_ID)
