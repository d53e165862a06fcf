"""A net of records and the ties between them: the one it is about in the middle.

Wheel or + and - zoom, dragging moves, the arrows go to the next record in that direction, Enter or a click opens it.
A tie's kind is told by its dashes and in words beside those of the record chosen, its colour only helps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)

from casefile.base.i18n import _
from casefile.ui.painting import draw_text
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.picture_canvas import WAYS, PictureCanvas

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF as _Box

_RADIUS = 15
_FIRST_RADIUS = 21
_ICON = 16
_EDGE = 64
_STEP = 1.25
_DRAG = 4
_LEGEND = 30
_LONGEST_NAME = 150
_MOST_NAMED = 60
_APART = 7.0
_STYLES: Mapping[str, tuple[str, Qt.PenStyle]] = MappingProxyType(
    {
        "relationship": ("accent", Qt.PenStyle.SolidLine),
        "event": ("line_strong", Qt.PenStyle.SolidLine),
        "violation": ("danger", Qt.PenStyle.DashLine),
        "place": ("warning", Qt.PenStyle.DotLine),
        "lawyer": ("good", Qt.PenStyle.DashDotLine),
        "organisation": ("secondary", Qt.PenStyle.DashDotDotLine),
    }
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A record of the net.

    Attributes:
        name: What it is called.
        kind: Its kind, in words.
        icon: Name of its icon.
        x: Across, -1 to 1.
        y: Down, -1 to 1.
        spoken: What a tooltip and a screen reader say.
    """

    name: str
    kind: str
    icon: str
    x: float
    y: float
    spoken: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie.

    Attributes:
        one: Number of a record.
        other: Number of the other.
        style: Kind of tie: decides dashes and colour.
        words: What it is, in words.
    """

    one: int
    other: int
    style: str
    words: str


class LinksCanvas(PictureCanvas):
    """The painted net.

    Args:
        theme: Colours and icons.
        styles: What each kind of tie is called, for the legend.
    """

    CLOSER = _STEP

    def __init__(self, theme: Theme, styles: Mapping[str, str]) -> None:
        super().__init__(theme, _("Net of connections"))
        self._styles = styles
        self._spots: Sequence[Spot] = ()
        self._lines: Sequence[Line] = ()
        self._side_by_side: Mapping[Line, float] = {}
        self._zoom = 1.0
        self._shift = QPointF()
        self._grabbed: tuple[QPoint, QPointF] | None = None

    def show_net(self, spots: Sequence[Spot], lines: Sequence[Line]) -> None:
        """Show another net, all of it in sight, the first record chosen."""
        self._spots, self._lines = spots, lines
        self._side_by_side = _side_by_side(lines)
        self._current = -1
        self.show_all()
        if spots:
            self.choose(0, quietly=True)

    def show_all(self) -> None:
        """Everything in sight."""
        self._zoom, self._shift = 1.0, QPointF()
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Make everything `factor` times as large, keeping a point of the widget (the middle by default)."""
        at = (around or QPointF(self._middle())) - self._middle()
        before = self._zoom
        self._zoom = min(max(self._zoom * factor, 0.4), 12.0)
        self._shift = at - (at - self._shift) * (self._zoom / before)
        self.update()

    def choose(self, number: int, *, quietly: bool = False) -> None:
        """Go to a record and bring it in sight; `quietly` without telling anybody."""
        if not 0 <= number < len(self._spots):
            return
        at = self.spot(number)
        if not self.rect().adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS).contains(at):
            self._shift += QPointF(self._middle()) - QPointF(at)
        self._go_to(number, self._spots[number].spoken, quietly=quietly)

    def spot(self, number: int) -> QPoint:
        """Where a record is painted."""
        return self._at(self._spots[number]).toPoint()

    def record_at(self, at: QPoint) -> int:
        """Number of the record at a point of the widget, or -1."""
        near = ((self._far(number, at), number) for number in range(len(self._spots)))
        return next((number for far, number in sorted(near) if far <= self._radius(number) + 2), -1)

    def sizeHint(self) -> QSize:
        """Room for some dozens."""
        return QSize(640, 460)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a narrow window."""
        return QSize(300, 260)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        if event.angleDelta().y():
            self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show that a record can be clicked."""
        at = event.position().toPoint()
        if self._grabbed is None:
            over = self.record_at(at) >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor)
            return
        start, shift = self._grabbed
        self._dragged = self._dragged or (at - start).manhattanLength() >= _DRAG
        if self._dragged:
            self._shift = shift + QPointF(at - start)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ties, the records, their names and the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.colour("line"), 1))
        painter.setBrush(tokens.colour("surface"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 8, 8)
        painter.setClipRect(frame.adjusted(1, 1, -1, -1))
        near = {self._current}
        for line in self._lines:
            if self._current in {line.one, line.other}:
                near |= {line.one, line.other}
        for line in sorted(self._lines, key=lambda one: self._current in {one.one, one.other}):
            self._paint_line(painter, line)
        for number in range(len(self._spots)):
            self._paint_spot(painter, number)
        self._paint_words(painter, self._paint_names(painter, near))
        self._paint_legend(painter)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        chosen = self._current in {line.one, line.other}
        painter.setPen(self._pen(line.style, strong=chosen))
        painter.drawLine(*self._ends(line))

    def _ends(self, line: Line) -> tuple[QPointF, QPointF]:
        """Where a tie is painted: several between the same two run side by side."""
        one, other = self._at(self._spots[line.one]), self._at(self._spots[line.other])
        same = self._side_by_side.get(line, 0.0)
        away = other - one
        long = hypot(away.x(), away.y()) or 1.0
        shift = QPointF(-away.y() / long, away.x() / long) * same * _APART
        return one + shift, other + shift

    def _pen(self, style: str, *, strong: bool) -> QPen:
        token, dashes = _STYLES.get(style, ("line_strong", Qt.PenStyle.SolidLine))
        ink = QColor(self._theme.tokens.colour(token))
        ink.setAlphaF(1.0 if strong else 0.45)
        return QPen(ink, 2.0 if strong else 1.2, dashes)

    def _paint_spot(self, painter: QPainter, number: int) -> None:
        tokens, spot = self._theme.tokens, self._spots[number]
        at, size, chosen = self._at(spot), self._radius(number), number == self._current
        first = number == 0
        painter.setPen(QPen(tokens.colour("accent" if chosen or first else "line_strong"), 3 if chosen else 1.3))
        painter.setBrush(tokens.colour("accent_soft" if first else "raised"))
        painter.drawEllipse(at, size, size)
        icon = self._theme.pixmap(spot.icon, "accent" if first or chosen else "secondary", _ICON)
        painter.drawPixmap(QPointF(at.x() - _ICON / 2, at.y() - _ICON / 2), icon)

    def _paint_names(self, painter: QPainter, near: set[int]) -> list[QRect]:
        """Names beneath their records as far as they do not meet; those tied to the one chosen come first."""
        taken: list[QRect] = []
        order = sorted(range(len(self._spots)), key=lambda one: (one != self._current, one not in near, one))
        if len(order) > _MOST_NAMED and self._zoom < 1.5:  # noqa: PLR2004 - half as large again as all in sight
            order = [number for number in order if number in near]
        for number in order:
            strong = number in {self._current, 0}
            face = font(SMALL, weight=QFont.Weight.DemiBold) if strong else font(SMALL)
            spot, at = self._spots[number], self.spot(number)
            wide = min(QFontMetrics(face).horizontalAdvance(spot.name) + 4, _LONGEST_NAME)
            box = QRect(at.x() - wide // 2, at.y() + self._radius(number) + 2, wide, 16)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            self._on_ground(painter, QRectF(box))
            ink = self._theme.tokens.colour("text")
            draw_text(painter, box, spot.name, face=face, ink=ink, direction=self.layoutDirection(), align="centre")
        return taken

    def _paint_words(self, painter: QPainter, taken: list[QRect]) -> None:
        """What the ties of the chosen record are, in words on them, where no name stands."""
        face = font(SMALL)
        half = _RADIUS
        taken = taken + [
            QRect(self.spot(number) - QPoint(half, half), QSize(2 * half, 2 * half))
            for number in range(len(self._spots))
        ]
        for line in self._lines:
            if self._current not in {line.one, line.other} or not line.words:
                continue
            one, other = self._ends(line)
            middle = (one + other) / 2
            wide = min(QFontMetrics(face).horizontalAdvance(line.words) + 6, _LONGEST_NAME)
            box = QRect(round(middle.x() - wide / 2), round(middle.y() - 8), wide, 16)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            self._on_ground(painter, QRectF(box))
            ink = self._theme.tokens.colour("secondary")
            draw_text(painter, box, line.words, face=face, ink=ink, direction=self.layoutDirection(), align="centre")

    def _on_ground(self, painter: QPainter, box: _Box) -> None:
        ground = QColor(self._theme.tokens.colour("surface"))
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)

    def _paint_legend(self, painter: QPainter) -> None:
        way, left = self.layoutDirection(), 14
        middle = self.height() - _LEGEND // 2
        self._on_ground(painter, QRectF(1, self.height() - _LEGEND, self.width() - 2, _LEGEND))
        for style, words in self._styles.items():
            if not any(line.style == style for line in self._lines):
                continue
            wide = QFontMetrics(font(SMALL)).horizontalAdvance(words) + 2
            if left + 36 + wide > self.width():
                break
            sign = self._placed(QRect(left, middle, 28, 1))
            painter.setPen(self._pen(style, strong=True))
            painter.drawLine(sign.left(), middle, sign.left() + 28, middle)
            area = self._placed(QRect(left + 34, middle - 9, wide, 18))
            ink = self._theme.tokens.colour("secondary")
            draw_text(painter, area, words, face=font(SMALL), ink=ink, direction=way)
            left += 34 + wide + 18

    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        del shift
        way = WAYS.get(key)
        if way is not None:
            self._go(*way)
        return way is not None

    def _grab(self, at: QPoint) -> None:
        self._grabbed = (at, QPointF(self._shift))

    def _let_go(self) -> None:
        self._grabbed = None

    def _click(self, at: QPoint) -> None:
        number = self.record_at(at)
        if number >= 0:
            self.choose(number)
            self.opened.emit(number)

    def _told_at(self, at: QPoint) -> str:
        number = self.record_at(at)
        return self._spots[number].spoken if number >= 0 else ""

    def _go(self, right: int, down: int) -> None:
        """The nearest record within the quarter of the circle that the arrow points to."""
        if self._current < 0:
            self.choose(0)
            return
        here = self._at(self._spots[self._current])
        best, nearest = -1, float("inf")
        for number, spot in enumerate(self._spots):
            away = self._at(spot) - here
            along, aside = away.x() * right + away.y() * down, abs(away.x() * down) + abs(away.y() * right)
            if number != self._current and along > 0 and aside <= along * 1.2 and hypot(along, aside) < nearest:
                best, nearest = number, hypot(along, aside)
        if best >= 0:
            self.choose(best)

    def _far(self, number: int, at: QPoint) -> float:
        away = self.spot(number) - at
        return hypot(away.x(), away.y())

    def _radius(self, number: int) -> int:
        return _FIRST_RADIUS if number == 0 else _RADIUS

    def _middle(self) -> QPoint:
        return QPoint(self.width() // 2, (self.height() - _LEGEND) // 2)

    def _at(self, spot: Spot) -> QPointF:
        wide, high = self.width() / 2 - _EDGE, (self.height() - _LEGEND) / 2 - _EDGE * 0.6
        # A net has no reading direction, but its beginning is where the window's is.
        turn = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        at = QPointF(turn * spot.x * wide, spot.y * high) * self._zoom
        return QPointF(self._middle()) + at + self._shift

    def _placed(self, area: QRect) -> QRect:
        if self.layoutDirection() != Qt.LayoutDirection.RightToLeft:
            return area
        return QRect(self.width() - area.x() - area.width(), area.y(), area.width(), area.height())


def _side_by_side(lines: Sequence[Line]) -> dict[Line, float]:
    """For each of several ties between the same two, its place among them: -0.5 and 0.5 for two."""
    pairs: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        pairs.setdefault((min(line.one, line.other), max(line.one, line.other)), []).append(line)
    return {line: number - (len(same) - 1) / 2 for same in pairs.values() for number, line in enumerate(same)}
