"""How one mark of a timeline looks, and what its look says about its date.

A shape is a moment known well enough for the scale; a hatched bar is a moment somewhere within it; a filled bar
surely lasted. An end that fades is not known exactly: the date says "about", or only the day or the month is known.
Marks of contacts differ in shape as well as in colour: filled took place, crossed was refused, empty has no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefile.ui.theme import Theme

HEIGHT = 16.0
"""Height of a bar."""
_OPEN = 26.0
"""Pixels over which an end fades of which nothing is known."""
_FAINT = 10.0
"""Pixels over which an end fades at least, so that "about" is seen at every scale."""
_RADIUS = 4.0
_DOT = 5.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a timeline.

    Attributes:
        lane: Number of its lane.
        text: What it is.
        when: Its date in words.
        first: In seconds of the axis: the first moment it may have begun.
        near_first: Of what lasted, from when it surely lasted; of a moment, the first one that is named.
        near_last: Of what lasted, until when it surely lasted; of a moment, the last one named.
        last: The last moment it may have ended.
        lasting: Whether it surely lasted between the two in the middle.
        open_start: It may have begun at any time before `first`.
        open_end: It may have ended at any time after `last`.
        no_end: It lasts by its nature and no end is recorded.
        about: The date says "about".
        doubted: A source doubts the date.
        shape: "circle", "square", "diamond", "triangle", "crossed" or "empty".
        ink: Name of the token it is drawn with.
        dashed: Whether its outline is dashed: not known where.
    """

    lane: int
    text: str
    when: str
    first: float
    near_first: float
    near_last: float
    last: float
    lasting: bool = False
    open_start: bool = False
    open_end: bool = False
    no_end: bool = False
    about: bool = False
    doubted: bool = False
    shape: str = "circle"
    ink: str = "accent"
    dashed: bool = False

    @property
    def spoken(self) -> str:
        """What a tooltip and a screen reader say."""
        return f"{self.when}: {self.text}" if self.when else self.text


@dataclass(frozen=True, slots=True)
class Ends:
    """The four moments of a mark in pixels, from left to right as they are painted, and which ends are open."""

    first: float
    near_first: float
    near_last: float
    last: float
    open_left: bool
    open_right: bool


def paint_mark(painter: QPainter, theme: Theme, mark: Mark, ends: Ends, middle: float) -> None:
    """Paint a mark.

    Args:
        painter: Antialiased.
        theme: Colours.
        mark: What it is.
        ends: Where it is.
        middle: Height of its middle.
    """
    ink = theme.tokens.colour(mark.ink)
    # A moment known to less than a shape's width is a shape; what is wider is as wide as it is not known.
    narrow = ends.near_last - ends.near_first < 2 * _DOT
    faded = mark.about or ends.first < ends.near_first - 1 or ends.last > ends.near_last + 1
    if faded or ends.open_left or ends.open_right:
        _paint_fades(painter, mark, ends, middle, ink)
    if mark.lasting or not narrow:
        _paint_bar(painter, theme, mark, ends, middle)
    else:
        at = QPointF((ends.near_first + ends.near_last) / 2, middle)
        paint_shape(painter, at, mark.shape, ink)
        if mark.doubted:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, _DOT + 3.5, _DOT + 3.5)


def _paint_bar(painter: QPainter, theme: Theme, mark: Mark, ends: Ends, middle: float) -> None:
    tokens = theme.tokens
    ink = tokens.colour(mark.ink)
    area = QRectF(
        ends.near_first, middle - HEIGHT / 2, max(ends.near_last - ends.near_first, 3.0 if mark.lasting else 0), HEIGHT
    )
    soft = f"{mark.ink}_soft" if mark.ink in {"accent", "danger", "warning", "good"} else "line"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour(soft))
    radius = min(_RADIUS, area.width() / 2)
    painter.drawRoundedRect(area, radius, radius)
    if not mark.lasting:
        hatch = QColor(ink)
        hatch.setAlphaF(0.45)
        painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(area, radius, radius)
    unsure = mark.doubted or mark.dashed or not mark.lasting
    style = Qt.PenStyle.DotLine if mark.doubted else Qt.PenStyle.DashLine if unsure else Qt.PenStyle.SolidLine
    painter.setPen(QPen(ink, 1, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, radius, radius)


def _paint_fades(painter: QPainter, mark: Mark, ends: Ends, middle: float, ink: QColor) -> None:
    top, high = (middle - HEIGHT / 2, HEIGHT) if ends.near_last - ends.near_first >= 2 * _DOT else (middle - 4.0, 8.0)
    high = HEIGHT if mark.lasting else high
    top = middle - high / 2
    least = _FAINT if mark.about else 0.0
    left = max(ends.near_first - ends.first, _OPEN if ends.open_left else least)
    right = max(ends.last - ends.near_last, _OPEN if ends.open_right else least)
    if left > 1:
        _fade(painter, QRectF(ends.near_first - left, top, left, high), ink, towards_right=False)
    if right > 1:
        _fade(painter, QRectF(ends.near_last, top, right, high), ink, towards_right=True)


def _fade(painter: QPainter, area: QRectF, ink: QColor, *, towards_right: bool) -> None:
    strong, gone = QColor(ink), QColor(ink)
    strong.setAlphaF(0.4)
    gone.setAlphaF(0.0)
    from_, to = (area.topLeft(), area.topRight()) if towards_right else (area.topRight(), area.topLeft())
    gradient = QLinearGradient(from_, to)
    gradient.setColorAt(0, strong)
    gradient.setColorAt(1, gone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRect(area)


def paint_shape(painter: QPainter, at: QPointF, shape: str, ink: QColor) -> None:
    """Paint the shape of a moment around a point."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if shape == "crossed":
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _DOT, _DOT)
        painter.drawLine(at + QPointF(-3.6, 3.6), at + QPointF(3.6, -3.6))
    elif shape == "empty":
        painter.setPen(QPen(ink, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _DOT - 0.5, _DOT - 0.5)
    elif shape == "square":
        painter.drawRoundedRect(QRectF(at.x() - 5, at.y() - 5, 10, 10), 2, 2)
    elif shape == "diamond":
        _paint_corners(painter, at, ((0.0, -6.5), (6.5, 0.0), (0.0, 6.5), (-6.5, 0.0)))
    elif shape == "triangle":
        _paint_corners(painter, at, ((0.0, -6.0), (6.0, 5.0), (-6.0, 5.0)))
    else:
        painter.drawEllipse(at, _DOT, _DOT)


def _paint_corners(painter: QPainter, at: QPointF, corners: Sequence[tuple[float, float]]) -> None:
    painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))
