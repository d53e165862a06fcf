"""Figures: how many people were killed, wounded or held, according to whom, and as of when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Index, func, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import Kind, Record, Value, count, date, link, term, text, yes_no
from casefile.casework.soundness import Rule, by_time, link_of, no_ring, not_itself, same

CONSIDERABLY_MORE = ">>"
"""The count that says "considerably more than another figure"."""
_ORDER = ("killed", "died_later", "wounded", "hospitalised", "missing", "detained", "arrested", "charged", "convicted")
"""What is counted in the order a board shows it; anything else follows."""


class Figure(Record, table=True):
    """One number that somebody gave for one event; may be a part of another ("of whom")."""

    __tablename__ = "figure"
    __kind__: ClassVar[Kind] = Kind(
        name="figure",
        label=N_("Figure"),
        plural=N_("Figures"),
        prefix="FG",
        title=("counted", "how_many", "who"),
        section="figures",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_figure_event", "event"),
        Index("ix_figure_part_of", "part_of"),
    )

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event the figure is about."))
    counted: str = term(
        N_("What is counted"), "counted", required=True, help=N_("Killed, wounded, detained, took part and so on.")
    )
    how_many: str = count(
        N_("How many"),
        help=N_("Exactly as said: 14, over 80, at least 12, about 300, or considerably more than another figure."),
    )
    unit: str = term(N_("Unit"), "figure_unit", help=N_("What one of them is: a person unless said otherwise."))
    who: str = text(N_("Who"), help=N_("Which of them, for a part: “a boy of 16”, “police officers”."), search=1)
    part_of: bytes = link(
        N_("Of whom"), "figure", help=N_("The figure this one is a part of: “12 wounded, one of whom later died”.")
    )
    than: bytes = link(
        N_("Compared with"), "figure", help=N_("The figure meant when a source says “considerably more than”.")
    )
    place: bytes = link(N_("Where"), "place", help=N_("Where they were counted, if it is not the event's place."))
    source: bytes = link(N_("Source"), "source", help=N_("The source that gives the figure."))
    stated_by: bytes = link(
        N_("Given by"), "organisation", help=N_("The authority or organisation that the source names for the figure.")
    )
    attributed_to: str = text(
        N_("Given by, in words"), help=N_("As the source says it, such as “unofficial sources”."), search=1
    )
    as_of: str = date(N_("As of"), help=N_("The date for which the figure was given."))
    official: str = yes_no(N_("Official"), help=N_("Whether an authority of the State gave it."))


def _more_than_what(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    if values.get("how_many") == CONSIDERABLY_MORE and not link_of(values, "than"):
        return [FieldProblem("than", _("Choose the figure that this one is said to be considerably higher than."))]
    return []


RULES: Mapping[str, tuple[Rule, ...]] = {
    "figure": (
        no_ring("part_of", N_("A figure cannot be a part of itself.")),
        same("part_of", "event", N_("This figure is about another event.")),
        not_itself("than", N_("A figure is compared with another figure.")),
        _more_than_what,
    )
}


def add_figure(
    writer: Writer,
    event: RecordId,
    counted: str,
    how_many: str,
    *,
    parts: Sequence[Mapping[str, Value]] = (),
    **values: Value,
) -> RecordId:
    """Record a figure as a source gives it, with its parts ("12 wounded, one of whom later died").

    Args:
        writer: The book.
        event: The event it is about.
        counted: Term of `counted`.
        how_many: The count, canonical or as said ("over 80").
        parts: Fields of each part; what is not given is taken from the whole (source, date, who gave it).
        values: Other fields of the figure.

    Raises:
        UserError: "considerably more" without another figure, or a value does not fit.
    """
    whole: dict[str, Value] = {**values, "event": event, "counted": counted, "how_many": how_many}
    figure = writer.insert("figure", **whole)
    inherited = {name: whole[name] for name in _PASSED_ON if name in whole}
    for part in parts:
        writer.insert("figure", **{**inherited, **part, "part_of": figure})
    return figure


_PASSED_ON = ("event", "counted", "unit", "source", "stated_by", "attributed_to", "as_of", "official", "place")


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """Who gave figures, as of when.

    Attributes:
        source: The source; `NO_ID` if none was named.
        title: Who gave the figures: in words, by organisation, or else the source's title.
        as_of: EDTF.
        official: yes, no or unknown.
    """

    source: RecordId
    title: str
    as_of: str
    official: str


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One figure.

    Attributes:
        figure: Its record.
        how_many: Canonical count.
        who: Which of them, in words.
        than: The count it is compared with, for "considerably more than"; empty otherwise.
        of_whom: Its parts.
    """

    figure: RecordId
    how_many: str
    who: str
    than: str
    of_whom: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Everything said about one thing that is counted.

    Attributes:
        counted: Term of `counted`.
        cells: For each column of the board, what that column says; empty where it says nothing.
        named: The people of our own records who are counted here, by id.
        differs: Whether the columns do not all say the same.
    """

    counted: str
    cells: tuple[tuple[BoardCell, ...], ...]
    named: tuple[RecordId, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of one event: what is counted by who counted it."""

    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]


def board(reader: Reader, event: RecordId) -> Board:
    """The figures of an event side by side, columns by date, with the people of our own records beside them.

    A part of a figure stands beneath it, not in a row of its own. A row exists for whatever is counted by a source or
    named by our records.
    """
    figures = _figures(reader, event)
    known = {figure.id for figure in figures}
    parts: dict[RecordId, list[Any]] = {}
    for figure in figures:
        if figure.part_of in known:
            parts.setdefault(RecordId(figure.part_of), []).append(figure)
    whole = [figure for figure in figures if figure.part_of not in known]
    keys = sorted(
        {_column_key(figure) for figure in whole}, key=lambda key: (by_time(key[1].as_of), key[1].title, key[0])
    )
    named = named_people(reader, event)
    rows = []
    for counted in sorted({figure.counted for figure in whole} | set(named), key=_row_order):
        cells = tuple(
            tuple(_cell(figure, parts) for figure in whole if figure.counted == counted and _column_key(figure) == key)
            for key in keys
        )
        said = {tuple(sorted(cell.how_many for cell in column)) for column in cells if column}
        rows.append(BoardRow(counted, cells, named.get(counted, ()), len(said) > 1))
    return Board(tuple(key[1] for key in keys), tuple(rows))


def _figures(reader: Reader, event: RecordId) -> Sequence[Any]:
    figure, than = record_type("figure").table, record_type("figure").table.alias("than")
    source, organisation = record_type("source").table, record_type("organisation").table
    query = (
        select(
            figure.c.id,
            figure.c.counted,
            figure.c.how_many,
            figure.c.who,
            figure.c.part_of,
            figure.c.source,
            figure.c.stated_by,
            figure.c.attributed_to,
            figure.c.as_of,
            figure.c.official,
            func.coalesce(than.c.how_many, "").label("than"),
            func.coalesce(source.c.title, "").label("source_title"),
            func.coalesce(organisation.c.shown_name, "").label("organisation_name"),
        )
        .select_from(
            figure.outerjoin(than, than.c.id == figure.c.than)
            .outerjoin(source, source.c.id == figure.c.source)
            .outerjoin(organisation, organisation.c.id == figure.c.stated_by)
        )
        .where(figure.c.event == event, figure.c.archived == 0)
        .order_by(figure.c.id)
    )
    return reader.rows(query)


def _column_key(figure: Any) -> tuple[bytes, BoardColumn]:
    title = figure.attributed_to or figure.organisation_name or figure.source_title
    return bytes(figure.stated_by), BoardColumn(RecordId(figure.source), title, figure.as_of, figure.official)


def _row_order(counted: str) -> tuple[int, str]:
    return (_ORDER.index(counted) if counted in _ORDER else len(_ORDER)), counted


def _cell(figure: Any, parts: Mapping[RecordId, Sequence[Any]]) -> BoardCell:
    figure_id = RecordId(figure.id)
    of_whom = tuple(_cell(part, parts) for part in parts.get(figure_id, ()))
    return BoardCell(figure_id, figure.how_many, figure.who, figure.than, of_whom)


_NAMED_BY: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "killed": (frozenset({"killed"}), frozenset({"killed", "later_died"})),
    "wounded": (frozenset({"injured"}), frozenset({"injured", "hospitalised"})),
    "detained": (frozenset({"detained"}), frozenset({"detained"})),
    "missing": (frozenset({"missing"}), frozenset({"missing"})),
    "charged": (frozenset({"charged"}), frozenset({"charged"})),
    "dismissed": (frozenset({"dismissed"}), frozenset({"dismissed"})),
    "fined": (frozenset({"fined"}), frozenset({"fined"})),
}
"""What is counted: the roles and the outcomes of an involvement by which a person is one of them."""


def named_people(reader: Reader, event: RecordId) -> Mapping[str, tuple[RecordId, ...]]:
    """The people of our own records by what they count as in an event, each once, in order of their ids.

    Somebody held under the event counts as detained, a death recorded under it as killed.
    """
    involvement = record_type("involvement").table.c
    found: dict[str, set[RecordId]] = {}
    query = select(involvement.person, involvement.involved_as, involvement.outcome, involvement.later_died).where(
        involvement.event == event, involvement.archived == 0, involvement.person != NO_ID
    )
    for row in reader.rows(query):
        for counted, (roles, outcomes) in _NAMED_BY.items():
            died = counted == "killed" and row.later_died == "yes"
            if row.involved_as in roles or row.outcome in outcomes or died:
                found.setdefault(counted, set()).add(RecordId(row.person))
    for counted, kind in (("detained", "custody"), ("killed", "death")):
        columns = record_type(kind).table.c
        for row in reader.rows(select(columns.person).where(columns.event == event, columns.archived == 0)):
            found.setdefault(counted, set()).add(RecordId(row.person))
    return {counted: tuple(sorted(people)) for counted, people in found.items()}
