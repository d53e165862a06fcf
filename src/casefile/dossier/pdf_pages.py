"""Pieces and pages: what may not be torn apart, what comes again at the top, and where each piece lands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from casefile.dossier.pdf_text import Ink

MM = 72 / 25.4

PAPERS = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}
LEFT, RIGHT, TOP, BOTTOM = 32 * MM, 26 * MM, 26 * MM, 28 * MM
"""Margins in points."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; y counts downwards from the top of its piece."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    colour: str


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    colour: str


Shape: TypeAlias = Stroke | Area


def box(x: float, y: float, width: float, height: float, colour: str) -> Area:
    """A filled rectangle whose upper left corner is at (x, y)."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), colour)


@dataclass(slots=True)
class Piece:
    """What is never cut: a line, a row of a table, a figure.

    Attributes:
        height: In points.
        inks: Glyphs with the depth of their base line below the top of the piece.
        shapes: Lines and areas, drawn beneath the glyphs.
        before: Space above it, unless it begins a page.
        keep: Whether the next piece must be on the same page.
        head: What comes again above it when it begins a page.
        heading: Title, level and anchor if it is a heading.
        plate: Key of the page of an exhibit that is laid there; 0 for none.
    """

    height: float
    inks: list[tuple[float, Ink]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    before: float = 0.0
    keep: bool = False
    head: Piece | None = None
    heading: tuple[str, int, str] | None = None
    plate: int = 0


Page: TypeAlias = list[tuple[Piece, float]]
"""The pieces of a page, each with its depth below the upper edge of the paper."""


class Pages:
    """Pages being filled from the top.

    Args:
        height: Of the paper in points.
        first_top: Where the first page begins.
    """

    def __init__(self, height: float, first_top: float = TOP) -> None:
        self._bottom = height - BOTTOM
        self._depth = first_top
        self.pages: list[Page] = [[]]

    def add(self, pieces: Sequence[Piece]) -> None:
        """Place pieces one below the other, and go on to new pages as they fill."""
        start = 0
        while start < len(pieces):
            end = start
            need = 0.0
            while True:
                need += pieces[end].height + (pieces[end].before if end > start else 0.0)
                if not pieces[end].keep or end + 1 == len(pieces):
                    break
                end += 1
            if need > self._bottom - TOP:
                end = start
                need = pieces[start].height
            if self.pages[-1] and self._depth + pieces[start].before + need > self._bottom:
                self.turn()
            for piece in pieces[start : end + 1]:
                self._place(piece)
            start = end + 1

    def _place(self, piece: Piece) -> None:
        page = self.pages[-1]
        if not page and piece.head is not None and len(self.pages) > 1:
            page.append((piece.head, self._depth))
            self._depth += piece.head.height
        elif page:
            self._depth += piece.before
        page.append((piece, self._depth))
        self._depth += piece.height

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self._depth = TOP

    @property
    def room(self) -> float:
        """What is left of the page, in points."""
        return self._bottom - self._depth


def spaced(pieces: Iterable[Piece], before: float) -> list[Piece]:
    """The pieces, the first with at least this much space above it."""
    made = list(pieces)
    if made:
        made[0].before = max(made[0].before, before)
    return made
