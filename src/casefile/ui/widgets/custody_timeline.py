"""The custody timeline: where somebody was held, and when a lawyer, the family and a court came or were kept away.

Painted, not composed, so that a year and a day take the same room. Bars are stays; a filled circle took place, a
crossed one was refused or prevented, an empty one has no answer, a diamond is a court day; what is dashed is not known.
+ and - (or Ctrl and the wheel) come closer and go away, dragging and Shift with the arrows move, the arrows alone go
from mark to mark, Enter or a click opens. The wheel alone scrolls the page that it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, language
from casefile.ui.painting import draw_text
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.stretch_canvas import StretchCanvas
from casefile.ui.widgets.time_axis import Stretch, seconds, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

_LANE = 36
_AXIS = 46
_LEGEND = 34
_EDGE = 14
_PAGE = 0.85
_SHORTEST_DAYS = 3
_MARGIN = 1 / 30
"""Of the whole, before its first and after its last mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the timeline.

    Attributes:
        lane: Index of the lane.
        start: When, in UTC.
        end: End of a bar; None for a point.
        text: What it is, for the bar, the tooltip and a screen reader.
        state: "held", "unknown" (held nobody knows where), "granted", "refused", "open" (no answer, or whether it took
            place is not known) or "court".
        kind: Kind of the record it stands for.
        record: Its id.
    """

    lane: int
    start: datetime
    end: datetime | None
    text: str
    state: str
    kind: str = ""
    record: RecordId = NO_ID


class CustodyTimeline(StretchCanvas):
    """The timeline of one person.

    Args:
        theme: Colours.
        lanes: Names of the lanes from the top.
        marks: What to paint.
        today: Where the axis ends, if there is nothing to paint.
    """

    AT_REST = Qt.CursorShape.ArrowCursor

    def __init__(self, theme: Theme, lanes: Sequence[str], marks: Sequence[Mark], today: datetime) -> None:
        super().__init__(theme, _("Custody timeline"))
        self._lanes = lanes
        self._marks = marks
        first = min((mark.start for mark in marks), default=today - timedelta(days=30))
        last = max((mark.end or mark.start for mark in marks), default=today)
        last = max(last, first + timedelta(days=_SHORTEST_DAYS))
        self._first, self._last = seconds(first), seconds(last)
        self._face = font(SMALL)
        self._stretch = self._whole()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription("; ".join(self._spoken(mark) for mark in marks))

    def show_all(self) -> None:
        """Everything in sight."""
        self._show(self._whole())

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show `factor` times as much time, keeping a moment (that of the mark gone to, or the middle) in its place."""
        if around is None:
            around = self.stretch().start + self.stretch().length / 2
            if 0 <= self._current < len(self._marks):
                around = self._middle(self._marks[self._current])
        self._show(self.stretch().zoomed(factor, around, longest=self._whole().length))

    def stretch(self) -> Stretch:
        """What is in sight, over the room there is."""
        return self._stretch.over(self._room())

    def choose(self, number: int, *, quietly: bool = False) -> None:
        """Go to a mark and bring it in sight."""
        mark = self._marks[number]
        if not self.stretch().start <= self._middle(mark) <= self.stretch().end:
            self._show(self.stretch().moved(self._middle(mark) - self.stretch().start - self.stretch().length / 2))
        self._go_to(number, self._spoken(mark), quietly=quietly)

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(480, _AXIS + _LANE * len(self._lanes) + _LEGEND)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(300, self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move along with Shift or sideways; else the page scrolls."""
        sideways = self._sideways(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self._zoom_under(event)
        elif sideways:
            self._slide(sideways)
        else:
            event.ignore()
            return
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axis, lanes, bars and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._face)
        self._paint_axis(painter)
        tokens, labels = self._theme.tokens, self._labels()
        for number, name in enumerate(self._lanes):
            area = self._mirrored(QRectF(0, _AXIS + number * _LANE, labels - 8, _LANE)).toRect()
            self._draw(painter, area, name, "secondary")
        painter.setClipRect(self._mirrored(QRectF(labels, 0, self.width() - labels, self.height() - _LEGEND)))
        for number, mark in enumerate(self._marks):
            self._paint_mark(painter, mark)
            if number == self._current:
                painter.setPen(QPen(tokens.colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._area(mark).adjusted(-2, -2, 2, 2), 6, 6)
        painter.setClipping(False)
        self._paint_legend(painter)
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        if key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp} and self.stretch() != self._whole():
            self.move_by(_PAGE if key == Qt.Key.Key_PageDown else -_PAGE)
            return True
        return super()._go_by(key, shift=shift)

    def _click(self, at: QPoint) -> None:
        number = self._mark_at(at)
        if number >= 0:
            self.choose(number)
            self.opened.emit(number)

    def _opens_at(self, at: QPoint) -> bool:
        return self._mark_at(at) >= 0

    def _told_at(self, at: QPoint) -> str:
        number = self._mark_at(at)
        return self._marks[number].text if number >= 0 else ""

    def _mark_at(self, at: QPoint) -> int:
        # What is painted last lies on top.
        found = (number for number, mark in enumerate(self._marks) if self._area(mark).contains(QPointF(at)))
        return max(found, default=-1)

    def _step(self, by: int) -> None:
        """To the next mark in time, whatever its lane."""
        order = sorted(range(len(self._marks)), key=lambda number: (self._marks[number].start, number))
        if not order:
            return
        at = order.index(self._current) + by if self._current in order else (0 if by > 0 else len(order) - 1)
        self.choose(order[min(max(at, 0), len(order) - 1)])

    def _show(self, stretch: Stretch) -> None:
        """What is in sight never leaves the marks."""
        whole = self._whole()
        length = min(stretch.length, whole.length)
        start = min(max(stretch.start, whole.start), whole.end - length)
        self._stretch = Stretch(start, length, self._room())
        self.update()

    def _whole(self) -> Stretch:
        margin = (self._last - self._first) * _MARGIN
        return Stretch(self._first - margin, self._last - self._first + 2 * margin, self._room())

    def _middle(self, mark: Mark) -> float:
        return (seconds(mark.start) + seconds(mark.end or mark.start)) / 2

    def _spoken(self, mark: Mark) -> str:
        return f"{mark.start:%Y-%m-%d} {self._lanes[mark.lane]}: {mark.text}"

    def _paint_axis(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        fine, coarse = ticks(self.stretch(), language().code)
        labels, room = self._labels(), self._room()
        measure = QFontMetrics(self._face)
        for many, top, ink in ((coarse, 2, "secondary"), (fine, 22, "tertiary")):
            for number, tick in enumerate(many):
                start = max(self.stretch().x(tick.at), 0.0)
                end = self.stretch().x(many[number + 1].at) if number + 1 < len(many) else room + _EDGE
                begins_here = self.stretch().x(tick.at) >= 0
                if begins_here:
                    x = self._across(start)
                    painter.setPen(QPen(tokens.colour("line_strong" if many is coarse else "line"), 1))
                    painter.drawLine(QPointF(x, top + 2), QPointF(x, _AXIS + _LANE * len(self._lanes)))
                elif many is fine:
                    # At the edge, the name of a moment out of sight would be read as the edge's.
                    continue
                area = QRectF(labels + start + 4, top, min(end, room + _EDGE) - start - 6, 18)
                # Cut words of a time would be another time.
                if measure.horizontalAdvance(tick.text) <= area.width():
                    self._draw(painter, self._mirrored(area).toRect(), tick.text, ink)

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        tokens = self._theme.tokens
        area = self._area(mark)
        if mark.state in {"held", "unknown"}:
            known = mark.state == "held"
            ink = "accent" if known else "danger"
            pen = QPen(tokens.colour(ink), 1)
            pen.setStyle(Qt.PenStyle.SolidLine if known else Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(tokens.colour(f"{ink}_soft"))
            painter.drawRoundedRect(area, 4, 4)
            # The words stand in what is in sight of the bar.
            strip = self._mirrored(QRectF(self._labels(), 0, self.width() - self._labels(), self.height()))
            self._draw(painter, area.intersected(strip).adjusted(6, 0, -6, 0).toRect(), mark.text, ink)
            return
        self._paint_spot(painter, area.center(), mark.state)

    def _paint_legend(self, painter: QPainter) -> None:
        y = _AXIS + _LANE * len(self._lanes) + _LEGEND / 2 + 4
        x = 8.0
        painted = {mark.state for mark in self._marks}
        for state, name in (
            ("granted", _("took place")),
            ("refused", _("refused or prevented")),
            ("open", _("cannot tell")),
            ("court", _("court")),
        ):
            if state not in painted:
                continue
            wide = painter.fontMetrics().horizontalAdvance(name)
            self._paint_spot(painter, self._mirrored(QRectF(x - 6, y - 6, 12, 12)).center(), state)
            self._draw(painter, self._mirrored(QRectF(x + 12, y - 10, wide + 4, 20)).toRect(), name, "secondary")
            x += wide + 44
        if "unknown" in painted:
            dashed = _("dashed: whereabouts unknown")
            wide = painter.fontMetrics().horizontalAdvance(dashed)
            self._draw(painter, self._mirrored(QRectF(x, y - 10, wide + 4, 20)).toRect(), dashed, "secondary")

    def _paint_spot(self, painter: QPainter, centre: QPointF, state: str) -> None:
        tokens = self._theme.tokens
        if state == "refused":
            _crossed(painter, centre, QPen(tokens.colour("danger"), 2))
        elif state == "open":
            _empty(painter, centre, QPen(tokens.colour("tertiary"), 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("text" if state == "court" else "good"))
            if state == "court":
                corners = ((0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0))
                painter.drawPolygon(QPolygonF([centre + QPointF(*at) for at in corners]))
            else:
                painter.drawEllipse(centre, 6, 6)

    def _area(self, mark: Mark) -> QRectF:
        top = _AXIS + mark.lane * _LANE
        x = self._x(mark.start)
        if mark.end is None:
            return QRectF(x - 9, top + 9, 18, 18)
        other = self._x(mark.end)
        left, right = min(x, other), max(x, other)
        return QRectF(left, top + 5, max(right - left, 4), _LANE - 10)

    def _x(self, moment: datetime) -> float:
        return self._across(self.stretch().x(seconds(moment)))

    def _labels(self) -> int:
        """Room for the names of the lanes."""
        measure = QFontMetrics(self._face)
        widest = max((measure.horizontalAdvance(name) for name in self._lanes), default=0)
        return min(max(widest + 20, 96), self.width() // 3)

    def _room(self) -> float:
        return float(max(self.width() - self._labels() - _EDGE, 1))

    def _draw(self, painter: QPainter, area: QRect, text: str, ink: str) -> None:
        colour = self._theme.tokens.colour(ink)
        draw_text(painter, area, text, face=self._face, ink=colour, direction=self.layoutDirection())

    def _mirrored(self, area: QRectF) -> QRectF:
        # Painters do not mirror by themselves.
        return (
            QRectF(self.width() - area.right(), area.top(), area.width(), area.height())
            if self._is_mirrored()
            else area
        )


def _crossed(painter: QPainter, centre: QPointF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 6, 6)
    painter.drawLine(centre + QPointF(-4, 4), centre + QPointF(4, -4))


def _empty(painter: QPainter, centre: QPointF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 5, 5)
