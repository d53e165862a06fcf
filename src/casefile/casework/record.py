"""The base of every record, and the one place where a field's facts are declared.

Read this first. A field states once what it is called, what it may hold, how sensitive it is, how two versions
of it merge and how far search goes into it. Forms, tables, history, redaction, search, import and export read
that statement; none of them keeps a list of field names of its own. A field without facts does not start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import BLOB, INTEGER, REAL, TEXT, Table
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from casefile.base.clock import NO_ID
from casefile.base.i18n import N_

Value: TypeAlias = "str | int | float | bytes | tuple[str, ...] | None"
"""What one field holds in Python: text, number, id, or a sorted tuple for a set; None only for an unknown number."""


class Shape(StrEnum):
    """What kind of value a field holds; decides its column, its editor and its check."""

    TEXT = "text"
    """One line."""
    PROSE = "prose"
    """Paragraphs; two versions merge by paragraph."""
    TERM = "term"
    """The id of one term of a vocabulary, or empty."""
    TERMS = "terms"
    """A set of terms of a vocabulary; stored as a sorted JSON list."""
    TAGS = "tags"
    """A set of free texts; stored as a sorted JSON list."""
    DATE = "date"
    """An EDTF date or interval (see `base.dates`), empty when nothing was recorded."""
    COUNT = "count"
    """A count with its qualifier (see `base.counts`), one text, so that two versions never mix."""
    INTEGER = "integer"
    REAL = "real"
    LINK = "link"
    """The id of another record, or `NO_ID`."""
    FLAG = "flag"
    """0 or 1; only `archived`, since anything a person was asked can also be unknown (`yes_no`)."""


class Sensitivity(StrEnum):
    """How much harm a field does in the wrong hands; redaction decides by it."""

    PLAIN = "plain"
    IDENTITY = "identity"
    """Tells who somebody is: printed only with that person's consent for the audience."""
    SENSITIVE = "sensitive"
    """Hidden on screen unless unfolded, never printed by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that casefile knows about one field.

    Attributes:
        label: English name for forms and reports, translated where it is shown.
        help: One or two sentences for F1 and for `schema`; empty where the label says it all.
        shape: What the field holds.
        vocabulary: Name of the vocabulary of a TERM or TERMS field.
        target: Kind that a LINK points to; `ANY_KIND` for a link to any record.
        owner: True on the link that makes this record a part of another (a name of its person).
        required: Whether a record without it is refused.
        sensitivity: See `Sensitivity`.
        search: Weight in search: 0 not searched, 10 a name, 5 a title, 1 a note.
        exchange: Name of the field in files exchanged with other programs; its own name when empty.
        unit: Unit of a number, as a word ("minutes", "degrees").
        secret: Whether it is a key, not knowledge: written by casefile alone, never shown, told, asked or exported.
    """

    label: str
    help: str = ""
    shape: Shape = Shape.TEXT
    vocabulary: str = ""
    target: str = ""
    owner: bool = False
    required: bool = False
    sensitivity: Sensitivity = Sensitivity.PLAIN
    search: int = 0
    exchange: str = ""
    unit: str = ""
    secret: bool = False

    @property
    def is_set(self) -> bool:
        """Whether the field is a set, whose elements merge one by one."""
        return self.shape is Shape.TERMS or self.shape is Shape.TAGS

    @property
    def default(self) -> Value:
        """The value of a field in which nothing was written."""
        return _DEFAULTS.get(self.shape, "")

    @property
    def default_sql(self) -> str:
        """The same as an SQL literal, as its column declares it."""
        return _DEFAULTS_SQL.get(self.shape, "''")


ANY_KIND = "*"
"""Target of a link that may point to a record of any kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """All that casefile knows about one kind of record.

    Attributes:
        name: Stable name: the table, the word on the command line and in the log.
        label: English singular.
        plural: English plural.
        prefix: Letters before the number of a reference code ("P" gives P-0001).
        title: Fields that, joined, name a record in a list; the first that are not empty.
        section: Where a page shows it: the name of the casework file it lives in.
    """

    name: str
    label: str
    plural: str
    prefix: str
    title: tuple[str, ...]
    section: str


_TYPES: dict[Shape, Any] = {
    Shape.INTEGER: INTEGER,
    Shape.REAL: REAL,
    Shape.LINK: BLOB,
    Shape.FLAG: INTEGER,
}
_DEFAULTS: dict[Shape, Value] = {
    Shape.INTEGER: None,
    Shape.REAL: None,
    Shape.LINK: NO_ID,
    Shape.FLAG: 0,
    Shape.TERMS: (),
    Shape.TAGS: (),
}
_DEFAULTS_SQL = {
    Shape.INTEGER: "NULL",
    Shape.REAL: "NULL",
    Shape.LINK: "x''",
    Shape.FLAG: "0",
    Shape.TERMS: "'[]'",
    Shape.TAGS: "'[]'",
}


def stated(facts: Facts) -> Any:
    """A model field that holds what `facts` say: the column type, its default, and the facts themselves."""
    nullable = facts.default is None
    keywords: dict[str, Any] = {"info": {"facts": facts}}
    if not nullable:
        keywords["server_default"] = sql(facts.default_sql)
    return Field(
        default="[]" if facts.is_set else facts.default,
        sa_type=_TYPES.get(facts.shape, TEXT),
        nullable=nullable,
        sa_column_kwargs=keywords,
    )


def text(label: str, **more: Any) -> Any:
    """One line of text."""
    return stated(Facts(label=label, shape=Shape.TEXT, **more))


def prose(label: str, **more: Any) -> Any:
    """Paragraphs of text, searched with the weight of a note unless said otherwise."""
    more.setdefault("search", 1)
    return stated(Facts(label=label, shape=Shape.PROSE, **more))


def term(label: str, vocabulary: str, **more: Any) -> Any:
    """One term of `vocabulary`."""
    return stated(Facts(label=label, shape=Shape.TERM, vocabulary=vocabulary, **more))


def terms(label: str, vocabulary: str, **more: Any) -> Any:
    """A set of terms of `vocabulary`."""
    return stated(Facts(label=label, shape=Shape.TERMS, vocabulary=vocabulary, **more))


def yes_no(label: str, **more: Any) -> Any:
    """Yes, no or unknown: never a bare truth value, since what was not asked is not a no."""
    return term(label, "yes_no", **more)


def tags(label: str, **more: Any) -> Any:
    """A set of free texts."""
    return stated(Facts(label=label, shape=Shape.TAGS, **more))


def date(label: str, **more: Any) -> Any:
    """A date or interval as precisely as it is known (EDTF)."""
    return stated(Facts(label=label, shape=Shape.DATE, **more))


def count(label: str, **more: Any) -> Any:
    """A number of people or things with its qualifier."""
    return stated(Facts(label=label, shape=Shape.COUNT, **more))


def integer(label: str, **more: Any) -> Any:
    """A whole number, None when unknown."""
    return stated(Facts(label=label, shape=Shape.INTEGER, **more))


def real(label: str, **more: Any) -> Any:
    """A number, None when unknown."""
    return stated(Facts(label=label, shape=Shape.REAL, **more))


def link(label: str, target: str, **more: Any) -> Any:
    """A link to a record of kind `target`, or to any with `ANY_KIND`."""
    return stated(Facts(label=label, shape=Shape.LINK, target=target, **more))


# One object for each kind for as long as the program runs: equal is what is the same, so that caches can ask for it.
@dataclass(frozen=True, eq=False)
class RecordType:
    """A kind of record as the rest of casefile reads it: its table and the facts of its fields by name."""

    kind: Kind
    model: type[Record]
    table: Table
    facts: Mapping[str, Facts]

    @cached_property
    def sets(self) -> tuple[str, ...]:
        """Names of the fields that are sets."""
        return tuple(name for name, facts in self.facts.items() if facts.is_set)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the fields without which it is refused."""
        return tuple(name for name, facts in self.facts.items() if facts.required)

    @cached_property
    def columns(self) -> str:
        """The columns but the id, in the order of the facts, for a SELECT."""
        return ", ".join(f'"{name}"' for name in self.facts)

    @cached_property
    def owner(self) -> str:
        """Name of the link to the record this one is a part of, empty for a record of its own."""
        return next((name for name, facts in self.facts.items() if facts.owner), "")


class Record(SQLModel):
    """What every record has. A subclass with `table=True` states its `__kind__` and a fact for each field.

    The model is where a kind is declared; rows are read as `Snapshot` and written through a `Writer`, never as
    instances of the model. `catalogue` refuses to start when a kind or a field states no facts.
    """

    __kind__: ClassVar[Kind]

    id: bytes = Field(sa_type=BLOB, primary_key=True, nullable=False)
    reference: str = text(N_("Reference"), help=N_("Short code for people to quote; given by this vault."), search=5)
    note: str = prose(N_("Note"))
    archived: int = stated(Facts(label=N_("Archived"), shape=Shape.FLAG))
