"""The list of people: who is in it, in which order, and the lines of those that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, collate, func, or_, select

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.consent import people_at_risk, people_who_withdrew
from casefile.casework.custody import people_held_in, people_incommunicado
from casefile.casework.events import people_of_event
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.places import place_and_within
from casefile.casework.scripts import script_of
from casefile.casework.whereabouts import MISSING


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
        conditions: Further conditions on the row of a person, as facets make them.
    """

    state: str = ""
    words_ids: Collection[RecordId] | None = None
    event: RecordId = NO_ID
    place: RecordId = NO_ID
    flag: str = ""
    archived: bool = False
    conditions: tuple[Any, ...] = ()


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


def person_ids(reader: Reader, chosen: PersonFilter | None = None, order: str = "name") -> Ids:
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
        found = found.among(chosen.words_ids)
    if order == "name":
        unnamed = select(columns.id).where(
            columns.archived == int(chosen.archived), collate(columns.shown_name, "NOCASE") == ""
        )
        nameless = frozenset(all_ids(reader, unnamed))
        # The index has the empty name first; a person without one is looked for at the end.
        first = next((at for at, person in enumerate(found) if person not in nameless), len(found)) if nameless else 0
        found = found[first:] + found[:first] if first else found
    return found


def _newest_first(reader: Reader) -> Ids:
    # The order of the key itself, less those put aside: nothing is sorted, and no index is kept for it.
    columns = record_type("person").table.c
    everybody = all_ids(reader, select(columns.id).order_by(columns.id.desc()))
    return everybody.without(all_ids(reader, select(columns.id).where(columns.archived == 1)))


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
    conditions.extend(chosen.conditions)
    return conditions


def _in_place(place: RecordId) -> Any:
    places = place_and_within(place)
    person = record_type("person").table.c
    return or_(
        person.whereabouts_place.in_(places),
        and_(person.whereabouts_status == MISSING, person.last_seen_place.in_(places)),
        person.id.in_(people_held_in(places)),
    )
