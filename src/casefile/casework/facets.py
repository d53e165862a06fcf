"""Facets: the ways in which a list is narrowed, each a condition in SQL and a count of what every value leaves.

A facet knows the columns of one kind of record. What is chosen in one facet widens (held by this force or by that one);
what is chosen in several narrows. The count beside a value says how many records the list would have with it, under
everything that is chosen in the other facets.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, case, distinct, func, or_, select

from casefile.base.i18n import N_, Language
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.vocabulary import vocabulary

Chosen = Mapping[str, tuple[str, ...]]
"""By the name of a facet, the values chosen in it: a term, a year, the id of a record in hexadecimal digits."""
NOT_RECORDED = N_("Not recorded")
_RECENT = {"7": N_("Last 7 days"), "30": N_("Last 30 days"), "365": N_("Last 12 months")}
_YEAR = "[0-9][0-9][0-9][0-9]*"
_MOST_IDS = 500


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, as it is offered.

    Attributes:
        value: What is chosen by it.
        label: What it is called, in the language asked for.
        number: How many records it leaves.
    """

    value: str
    label: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Facet(ABC):
    """One way to narrow a list.

    Attributes:
        kind: The kind of record that is listed.
        name: Stable name: what is kept of a choice.
        label: English name, translated where it is shown.
    """

    kind: str
    name: str
    label: str

    @property
    def table(self) -> Any:
        """The table of the kind."""
        return record_type(self.kind).table

    @abstractmethod
    def narrowed(self, values: Sequence[str], today: dt.date) -> Any:
        """The condition on a row that one of the values holds."""

    @abstractmethod
    def counted(self, reader: Reader, conditions: Sequence[Any], today: dt.date) -> Mapping[str, int]:
        """How many of the rows that conditions let through have each value; in the order in which to offer them."""

    @abstractmethod
    def labels(self, reader: Reader, values: Sequence[str], code: str) -> Mapping[str, str]:
        """What values are called in a language; one that is gone is left out."""


@dataclass(frozen=True, kw_only=True)
class ByTerm(Facet):
    """The rows by a coded field of their own.

    Attributes:
        field: The field, of the shape TERM.
    """

    field: str

    def narrowed(self, values: Sequence[str], today: dt.date) -> Any:
        """See `Facet`."""
        del today
        return self.table.c[self.field].in_(list(values))

    def counted(self, reader: Reader, conditions: Sequence[Any], today: dt.date) -> Mapping[str, int]:
        """The most frequent first, those without a value last."""
        del today
        column = self.table.c[self.field]
        found = dict(map(tuple, reader.rows(select(column, func.count()).where(*conditions).group_by(column))))
        return {value: found[value] for value in sorted(found, key=lambda value: (value == "", -found[value], value))}

    def labels(self, reader: Reader, values: Sequence[str], code: str) -> Mapping[str, str]:
        """See `Facet`."""
        del reader
        named = vocabulary(record_type(self.kind).facts[self.field].vocabulary)
        return {value: named.label(value, code) or Language.of(code).text(NOT_RECORDED) for value in values}


@dataclass(frozen=True, kw_only=True)
class ByDay(Facet):
    """The rows by the year of a date of their own, or by how recent it is.

    Attributes:
        field: The field, of the shape DATE.
        recent: Whether the last days are offered, beside the years.
    """

    field: str
    recent: bool = False

    def narrowed(self, values: Sequence[str], today: dt.date) -> Any:
        """See `Facet`."""
        years = [value for value in values if value not in _RECENT]
        lately = [self._lately(int(value), today) for value in values if value in _RECENT]
        return or_(self._year().in_(years), *lately)

    def counted(self, reader: Reader, conditions: Sequence[Any], today: dt.date) -> Mapping[str, int]:
        """The last days, then the years, the latest first, and those without a date last."""
        year = self._year()
        found = dict(map(tuple, reader.rows(select(year, func.count()).where(*conditions).group_by(year))))
        lately: dict[str, int] = {}
        if self.recent:
            sums = [func.sum(case((self._lately(int(days), today), 1), else_=0)) for days in _RECENT]
            ((*numbers,),) = reader.rows(select(*sums).where(*conditions))
            lately = {days: int(number or 0) for days, number in zip(_RECENT, numbers, strict=True)}
        return {**lately, **{value: found[value] for value in sorted(found, reverse=True)}}

    def labels(self, reader: Reader, values: Sequence[str], code: str) -> Mapping[str, str]:
        """See `Facet`."""
        del reader
        said = Language.of(code).text
        return {value: said(_RECENT[value]) if value in _RECENT else value or said(NOT_RECORDED) for value in values}

    def _year(self) -> Any:
        # "../2011-12-20" (before) belongs to the year it names; what names none, to no year.
        plain = func.replace(self.table.c[self.field], "../", "")
        return case((plain.op("GLOB")(_YEAR), func.substr(plain, 1, 4)), else_="")

    def _lately(self, days: int, today: dt.date) -> Any:
        column = self.table.c[self.field]
        first = (today - dt.timedelta(days=days)).isoformat()
        return and_(column.op("GLOB")(_YEAR), column >= first)


Condition = Callable[[dt.date], Any]
"""Gives a condition on the rows of a kind, as of a day."""


@dataclass(frozen=True, kw_only=True)
class ByCase(Facet):
    """The rows by conditions that have names of their own.

    Attributes:
        cases: By value, its English label and its condition, in the order in which they are offered.
    """

    cases: Mapping[str, tuple[str, Condition]] = field(default_factory=dict)

    def narrowed(self, values: Sequence[str], today: dt.date) -> Any:
        """See `Facet`."""
        return or_(*(self.cases[value][1](today) for value in values if value in self.cases))

    def counted(self, reader: Reader, conditions: Sequence[Any], today: dt.date) -> Mapping[str, int]:
        """In the order of the cases."""
        found: dict[str, int] = {}
        for value, (_label, condition) in self.cases.items():
            query = select(func.count()).select_from(self.table).where(*conditions, condition(today))
            ((found[value],),) = (tuple(row) for row in reader.rows(query))
        return found

    def labels(self, reader: Reader, values: Sequence[str], code: str) -> Mapping[str, str]:
        """See `Facet`."""
        del reader
        return {value: Language.of(code).text(self.cases[value][0]) for value in values if value in self.cases}


@dataclass(frozen=True, kw_only=True)
class ByLink(Facet):
    """The rows by records of another kind that they are tied to.

    Attributes:
        target: The other kind.
        ties: Gives a query of two columns: the id of a row, and the id of a record that it is tied to.
        within: The link by which a record of the other kind lies in a larger one; empty if there is none. What is tied
            to a part is tied to the whole.
    """

    target: str
    ties: Callable[[], Any]
    within: str = ""

    def narrowed(self, values: Sequence[str], today: dt.date) -> Any:
        """See `Facet`."""
        del today
        chosen = [bytes.fromhex(value) for value in values]
        tied = self.ties().subquery()
        record, other = tied.c
        if not self.within:
            return self.table.c.id.in_(select(record).where(other.in_(chosen)))
        return self.table.c.id.in_(select(record).where(other.in_(self._inside(chosen))))

    def counted(self, reader: Reader, conditions: Sequence[Any], today: dt.date) -> Mapping[str, int]:
        """The most frequent first."""
        del today
        tied = self.ties().subquery()
        record, other = tied.c
        joined = tied.join(self.table, self.table.c.id == record)
        value = other
        if self.within:
            above = self._above()
            joined = joined.join(above, above.c.below == other)
            value = above.c.above
        number = func.count(distinct(record)).label("number")
        query = (
            select(value, number).select_from(joined).where(*conditions).group_by(value).order_by(number.desc(), value)
        )
        return {bytes(one).hex(): int(found) for one, found in map(tuple, reader.rows(query)) if one}

    def labels(self, reader: Reader, values: Sequence[str], code: str) -> Mapping[str, str]:
        """See `Facet`."""
        del code
        made = record_type(self.target)
        named = made.table.c[made.kind.title[0]]
        found: dict[str, str] = {}
        for start in range(0, len(values), _MOST_IDS):
            ids = [bytes.fromhex(value) for value in values[start : start + _MOST_IDS]]
            rows = reader.rows(select(made.table.c.id, named, made.table.c.reference).where(made.table.c.id.in_(ids)))
            found.update({bytes(one).hex(): title or reference for one, title, reference in map(tuple, rows)})
        return {value: found[value] for value in values if value in found}

    def _inside(self, chosen: Sequence[bytes]) -> Any:
        other = record_type(self.target).table
        inside = select(other.c.id).where(other.c.id.in_(chosen)).cte(f"inside_{self.name}", recursive=True)
        # UNION, not UNION ALL: a ring that a merge brought in ends instead of running for ever.
        inside = inside.union(select(other.c.id).where(other.c[self.within] == inside.c.id))
        return select(inside.c.id)

    def _above(self) -> Any:
        other = record_type(self.target).table
        above = select(other.c.id.label("below"), other.c.id.label("above")).cte(f"above_{self.name}", recursive=True)
        larger = select(above.c.below, other.c[self.within]).where(other.c.id == above.c.above)
        return above.union(larger.where(other.c[self.within] != b""))
