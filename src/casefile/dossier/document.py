"""A finished dossier as plain values: what redaction lets through, and all that the page ever sees.

No record, no id of a record and no markup: a text is characters and a style, never a language to be parsed. What is
not in a `Document` cannot be printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias


class Style(StrEnum):
    """How a stretch of text is set apart."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"


class Tone(StrEnum):
    """What a colour in a figure stands for. Every use of it is also said in words beside it."""

    MAIN = "main"
    SECOND = "second"
    QUIET = "quiet"
    WARNING = "warning"
    """Incommunicado detention and injuries, nothing else."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style.

    Attributes:
        text: Any characters; nothing in it is read as markup.
        style: How it is set apart.
        notes: Keys of the source notes that stand behind it, in order.
    """

    text: str
    style: Style = Style.PLAIN
    notes: tuple[str, ...] = ()


Text: TypeAlias = tuple[Span, ...]
"""A run of spans with nothing between them."""

Cell: TypeAlias = "str | Text"
"""What stands in one cell of a table; a bare string is the quick way when it needs no style and no note."""


def words(text: str, *notes: str, style: Style = Style.PLAIN) -> Text:
    """A text of one span."""
    return (Span(text, style, notes),)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; it also becomes a bookmark and a line of the contents.

    Attributes:
        text: Its words, with a number if it has one.
        level: 1 or 2.
    """

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text.

    Attributes:
        text: Its spans.
        number: Its number, set in the margin; empty for none.
        quoted: Whether it is somebody's own words, set apart from the text.
    """

    text: Text
    number: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list.

    Attributes:
        marker: What stands before it: "(a)" or a dash.
        text: Its spans.
    """

    marker: str
    text: Text


@dataclass(frozen=True, slots=True)
class Items:
    """Points of a list, such as the requests of a letter."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        head: Its head.
        share: Its part of the width; parts are counted against each other.
        numeric: Whether head and cells stand at the right.
        strong: Whether its cells are set in semibold.
    """

    head: str
    share: float
    numeric: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its heads come again on each page that it runs over.

    Attributes:
        columns: At least one.
        rows: As many cells each as there are columns.
        caption: What it shows, empty for none.
        heads: Places in `rows` of those that head the rows after them: their first cell goes across the table.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    heads: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Labels with their values, one pair a row."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a `Bars` figure.

    Attributes:
        label: Who says so.
        value: How long the bar is; None when no number was given, and the words stand alone.
        words: The figure as it is printed at the end of the bar ("over 80").
        open_ended: Whether the number is a lower bound, so that the bar has no firm end.
        tone: Which side said it; the label says it too.
        notes: Keys of its source notes.
    """

    label: str
    value: float | None
    words: str
    open_ended: bool = False
    tone: Tone = Tone.MAIN
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures of several sources, side by side under what they count.

    Attributes:
        groups: What is counted, and its bars.
        caption: What it shows.
    """

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a timeline.

    Attributes:
        start: From 0 (left) to 1.
        end: Not before `start`.
        label: Said under the bar.
        tone: Its colour.
        open_ended: Whether its end is not known.
    """

    start: float
    end: float
    label: str
    tone: Tone = Tone.MAIN
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on a timeline: where from 0 to 1, and what happened."""

    at: float
    label: str
    tone: Tone = Tone.MAIN


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bar of a custody: where somebody was held, and what happened when.

    Attributes:
        stretches: Periods, left to right.
        marks: Moments, with their labels above the bar.
        ticks: The scale below it: where, and its label.
        caption: What it shows.
    """

    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class BodyView:
    """One view of the body map.

    Attributes:
        name: Term of `body_view`.
        label: What is written under it.
        marks: The word in each mark, and where it lies: 0 to 1 across and down.
        words: Words on the view, such as which side is left, each with the place of its middle.
    """

    name: str
    label: str
    marks: tuple[tuple[str, float, float], ...]
    words: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class BodyMap:
    """The drawing of a body with numbered marks, view beside view."""

    views: tuple[BodyView, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Words that nobody may overlook, such as that a case was invented for training."""

    text: Text
    tone: Tone = Tone.MAIN


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, below room for a signature.

    Attributes:
        name: Empty for a line to sign on.
        role: Under it.
        beside: Under a second line to sign on, at its right; empty for none.
    """

    name: str = ""
    role: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the contents go, if the dossier is long enough to need them."""

    title: str


@dataclass(frozen=True, slots=True)
class SourceNotes:
    """Where the source notes are printed, all of them, in the order in which the text first cites them."""

    title: str


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """One exhibit in the list of them.

    Attributes:
        label: "Exhibit 1".
        title: What it is.
        details: How it was captured, and what else is said of it, one a line.
        sha256: Of the file as it came in.
        plate: Key of its first page; 0 if it is listed alone.
    """

    label: str
    title: str
    details: tuple[str, ...]
    sha256: str
    plate: int = 0


@dataclass(frozen=True, slots=True)
class ExhibitList:
    """The list of exhibits; each leads to its pages."""

    lines: tuple[ExhibitLine, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """A page for one page of an exhibit: its stamp, and a frame that is filled when the file is finished.

    Attributes:
        key: Which one it is, from 1.
        label: "Exhibit 1".
        title: What it is.
        first: Whether it is the first of its exhibit, and so a bookmark.
    """

    key: int
    label: str
    title: str
    first: bool


Block: TypeAlias = (
    Heading
    | Paragraph
    | Items
    | Table
    | KeyValues
    | Bars
    | BodyMap
    | Timeline
    | Notice
    | Signature
    | Contents
    | SourceNotes
    | ExhibitList
    | Plate
)


@dataclass(frozen=True, slots=True)
class Note:
    """A source note; one that nothing cites is not printed.

    Attributes:
        key: What spans refer to.
        text: What is printed.
        source: Key of its source, the same for all places in one source.
        again: What is printed instead when an earlier note names the same source in full: `{n}` is that note's number.
        through: Key of the source through which it is known.
        through_text: What is said of that source after the text.
        through_again: The same when a note names that source in full: `{n}` is that note's number.
    """

    key: str
    text: Text
    source: str = ""
    again: str = ""
    through: str = ""
    through_text: str = ""
    through_again: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who speaks.

    Attributes:
        name: The organisation.
        tagline: A line under it.
        lines: Its address, at the right.
    """

    name: str
    tagline: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The few words that the page itself needs, in the dossier's language.

    Attributes:
        folio: With `{page}` and `{pages}`.
        cited: Before the page on which a note is cited, with `{pages}`.
        cited_often: The same before several pages.
        continued: After the head of a group of rows that goes on from the page before; empty for none.
    """

    folio: str = "page {page} of {pages}"
    cited: str = "cited on p. {pages}"
    cited_often: str = "cited on pp. {pages}"
    continued: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A dossier, ready to be drawn.

    Attributes:
        language: Language of the text, as an ISO 639-1 code.
        title: Its title; also the only thing written into the file's properties.
        kicker: A short line above the title.
        subtitle: A line under the title.
        letterhead: None for a dossier without one.
        dateline: Place and date.
        addressees: One a line.
        blocks: The body.
        notes: Source notes.
        running: Left and right of the page header, from the second page on.
        footer: At the left of the foot of each page: reference and classification.
        paper: Its size.
        wording: The page's own words.
    """

    language: str
    title: str
    kicker: str = ""
    subtitle: str = ""
    letterhead: Letterhead | None = None
    dateline: str = ""
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    running: tuple[str, str] = ("", "")
    footer: str = ""
    paper: Literal["A4", "Letter"] = "A4"
    wording: Wording = field(default_factory=Wording)
