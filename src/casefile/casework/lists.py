"""The list of any kind of record: narrowed by words and facets, sorted by an order of its subject or by any column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, case, cast, collate, func, select

from casefile.base.clock import RecordId
from casefile.casework import actors, events, evidence, people_lists, places, sources
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.facet_catalogue import conditions_of, wants_aside
from casefile.casework.facets import Chosen
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.record import ANY_KIND, Facts, Shape
from casefile.casework.vocabulary import vocabulary

if TYPE_CHECKING:
    import datetime as dt

BY_COLUMN = "by "
"""Begins an order by a column: "by sex", or "by -sex" for the last first."""
_FEW_IDS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records of a kind to list, and how.

    Attributes:
        facets: What is chosen in the facets of the kind.
        words_ids: Only these, as a search found them; None for no search.
        order: An order of the subject, or one `BY_COLUMN`; empty for the first of the subject.
        code: ISO 639-1 code of the language in which terms are sorted.
    """

    facets: Chosen = field(default_factory=dict)
    words_ids: Collection[RecordId] | None = None
    order: str = ""
    code: str = "en"


def listed(reader: Reader, kind: str, wanted: Wanted, today: dt.date) -> Ids:
    """The ids of the records of a kind that are wanted, sorted.

    Args:
        reader: The book.
        kind: The kind.
        wanted: Which, and how sorted.
        today: The day it is, for facets that ask how recent something is.
    """
    conditions = conditions_of(kind, wanted.facets, today)
    aside = wants_aside(wanted.facets)
    if wanted.order.startswith(BY_COLUMN):
        found = _by_column(reader, kind, wanted, conditions, archived=aside)
    elif kind == "person":
        chosen = people_lists.PersonFilter(words_ids=wanted.words_ids, archived=aside, conditions=tuple(conditions))
        return people_lists.person_ids(reader, chosen, wanted.order or "name")
    elif kind == "event":
        sieve = events.EventFilter(words_ids=wanted.words_ids, archived=aside, conditions=tuple(conditions))
        return events.event_ids(reader, sieve, wanted.order or "latest")
    elif kind == "evidence_item":
        found = evidence.item_ids(reader, order=wanted.order or "newest", archived=aside, conditions=conditions)
    elif kind == "source":
        found = sources.source_ids(reader, archived=aside, conditions=conditions)
    elif kind == "place":
        found = places.place_ids(reader)
    elif kind == "organisation":
        found = actors.organisation_ids(reader)
    else:
        columns = record_type(kind).table.c
        found = all_ids(reader, select(columns.id).where(columns.archived == 0).order_by(columns.id.desc()))
    if wanted.words_ids is None:
        return found
    return found.among(wanted.words_ids)


def is_long(reader: Reader, kind: str, most: int) -> bool:
    """Whether there are more records of a kind than so many; told without counting them all."""
    some = select(record_type(kind).table.c.id).limit(most + 1).subquery()
    ((number,),) = (tuple(row) for row in reader.rows(select(func.count()).select_from(some)))
    return int(number) > most


def _by_column(reader: Reader, kind: str, wanted: Wanted, conditions: list[Any], *, archived: bool) -> Ids:
    named = wanted.order.removeprefix(BY_COLUMN)
    backwards, name = named.startswith("-"), named.removeprefix("-")
    columns = record_type(kind).table.c
    facts = record_type(kind).facts[name]
    empty, worth = _worth(columns[name], facts, wanted.code)
    # What is not recorded comes last whichever way it is sorted.
    ties = columns.reference if name == "reference" else columns.id
    order = [empty, *(one.desc() if backwards else one for one in (worth, ties))]
    query = select(columns.id).where(columns.archived == int(archived), *conditions).order_by(*order)
    if wanted.words_ids is not None and len(wanted.words_ids) <= _FEW_IDS:
        query = query.where(columns.id.in_(list(wanted.words_ids)))
    return all_ids(reader, query)


def _worth(column: Any, facts: Facts, code: str) -> tuple[Any, Any]:
    """Whether nothing is recorded in a column, and by what it is sorted."""
    empty = column.is_(None) if facts.default is None else column == ("[]" if facts.is_set else facts.default)
    worth = column
    if facts.shape is Shape.DATE:
        # "../2011-12-20" (before) sorts among the dates, not ahead of them.
        worth = func.replace(column, "../", "")
    elif facts.shape is Shape.COUNT:
        worth = cast(func.ltrim(column, "<>=~"), Integer)
    elif facts.shape is Shape.TERM:
        named = vocabulary(facts.vocabulary)
        by_label = sorted(named.terms, key=lambda term: named.label(term, code).casefold())
        worth = case({term: rank for rank, term in enumerate(by_label)}, value=column, else_=len(by_label))
    elif facts.shape is Shape.LINK and facts.target != ANY_KIND:
        other = record_type(facts.target)
        called = collate(other.table.c[other.kind.title[0]], "NOCASE")
        worth = select(called).where(other.table.c.id == column).scalar_subquery()
    elif facts.shape is Shape.TEXT:
        # A code is a word and a number: the shorter comes first.
        worth = func.length(column) if column.name == "reference" else collate(column, "NOCASE")
    return empty, worth
