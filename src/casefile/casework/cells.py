"""The cells of a table: any columns of many records, in words, read with few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from casefile.base.clock import RecordId
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.facet_catalogue import facets_of
from casefile.casework.facets import ByDay, ByTerm
from casefile.casework.record import ANY_KIND, Facts, Sensitivity, Shape
from casefile.casework.titles import title_of, value_in_words

_NEVER = frozenset({Shape.PROSE, Shape.FLAG})
_MOST_IDS = 500


def column_fields(kind: str) -> dict[str, Facts]:
    """The fields of a kind that can be columns: those of one line that hide nothing on screen."""
    return {
        name: facts
        for name, facts in record_type(kind).facts.items()
        if facts.shape not in _NEVER and not facts.secret and facts.sensitivity is not Sensitivity.SENSITIVE
    }


def usual_columns(kind: str) -> tuple[str, ...]:
    """The columns that a table begins with: what names a record, what its list is narrowed by, and its code."""
    offered = column_fields(kind)
    sieved = [facet.field for facet in facets_of(kind) if isinstance(facet, ByTerm | ByDay)]
    wanted = [record_type(kind).kind.title[0], *sieved, "reference"]
    return tuple(dict.fromkeys(name for name in wanted if name in offered))


def cells(
    reader: Reader, kind: str, ids: Sequence[RecordId], fields: Sequence[str], code: str
) -> Mapping[RecordId, tuple[str, ...]]:
    """What some fields of some records hold, in words; a record that is gone is left out.

    Args:
        reader: The book.
        kind: The kind of all the records.
        ids: The records.
        fields: Names of fields of the kind.
        code: ISO 639-1 code of the language.
    """
    made = record_type(kind)
    # A record without the name that it is listed under is called by what else names it.
    named, *instead = (name for name in made.kind.title if made.facts[name].shape is Shape.TEXT)
    columns = [made.table.c[name] for name in ("id", *fields, *instead)]
    rows: dict[RecordId, list[Any]] = {}
    for start in range(0, len(ids), _MOST_IDS):
        query = select(*columns).where(columns[0].in_(ids[start : start + _MOST_IDS]))
        rows.update({RecordId(record): held for record, *held in map(tuple, reader.rows(query))})
    linked: dict[RecordId, str] = {}
    for at, name in enumerate(fields):
        facts = made.facts[name]
        if facts.shape is Shape.LINK:
            wanted = {RecordId(held[at]) for held in rows.values() if held[at]} - linked.keys()
            linked.update(_titles(reader, facts.target, wanted, code))
    found: dict[RecordId, tuple[str, ...]] = {}
    for record in ids:
        if record in rows:
            held = rows[record]
            said = [_said(made.facts[name], value, linked, code) for name, value in zip(fields, held, strict=False)]
            if named in fields and not said[fields.index(named)]:
                said[fields.index(named)] = next((one for one in held[len(fields) :] if one), "")
            found[record] = tuple(said)
    return found


def _said(facts: Facts, held: Any, linked: Mapping[RecordId, str], code: str) -> str:
    if facts.shape is Shape.LINK:
        return linked.get(RecordId(held), "")
    if facts.is_set:
        return ", ".join(value_in_words(facts, element, code) for element in json.loads(held))
    if facts.shape in {Shape.INTEGER, Shape.REAL}:
        return "" if held is None else f"{held:g}"
    return value_in_words(facts, held, code)


def _titles(reader: Reader, target: str, ids: Iterable[RecordId], code: str) -> Mapping[RecordId, str]:
    wanted = list(ids)
    if not wanted:
        return {}
    made = record_type(target) if target != ANY_KIND else None
    if made is None or any(made.facts[name].shape is not Shape.TEXT for name in made.kind.title):
        return {record: title_of(reader, record, code) for record in wanted}
    found: dict[RecordId, str] = {}
    columns = (made.table.c.id, *(made.table.c[name] for name in made.kind.title), made.table.c.reference)
    for start in range(0, len(wanted), _MOST_IDS):
        for record, *names in map(
            tuple, reader.rows(select(*columns).where(made.table.c.id.in_(wanted[start : start + _MOST_IDS])))
        ):
            found[RecordId(record)] = next((name for name in names if name), "")
    return found
