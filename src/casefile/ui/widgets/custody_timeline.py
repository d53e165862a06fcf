"""The custody timeline: where somebody was held, and when a lawyer, the family and a court came or were kept away.

Painted, not composed, so that a year and a day take the same room. Bars are stays; a filled circle took place, a
crossed one was refused or prevented, an empty one has no answer, a diamond is a court day; what is dashed is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from casefile.base.i18n import _
from casefile.ui.theme import SMALL, Theme, font

if TYPE_CHECKING:
    from collections.abc import Sequence

_LANE = 36
_AXIS = 30
_LEGEND = 34
_LABELS = 124
_EDGE = 14
_LONG_DAYS = 1_000
_STEPS = ((45, 7), (400, 31), (1_500, 92), (100_000, 366))


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
    """

    lane: int
    start: datetime
    end: datetime | None
    text: str
    state: str


class CustodyTimeline(QWidget):
    """The timeline of one person.

    Args:
        theme: Colours.
        lanes: Names of the lanes from the top.
        marks: What to paint.
        today: Where the axis ends, if there is nothing to paint.
    """

    def __init__(self, theme: Theme, lanes: Sequence[str], marks: Sequence[Mark], today: datetime) -> None:
        super().__init__()
        self._theme = theme
        self._lanes = lanes
        self._marks = marks
        self._start = min((mark.start for mark in marks), default=today - timedelta(days=30))
        last = max((mark.end or mark.start for mark in marks), default=today)
        self._end = max(last, self._start + timedelta(days=3))
        margin = (self._end - self._start) / 30
        self._start, self._end = self._start - margin, self._end + margin
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Custody timeline"))
        self.setAccessibleDescription(
            "; ".join(f"{mark.start:%Y-%m-%d} {lanes[mark.lane]}: {mark.text}" for mark in marks)
        )

    def sizeHint(self) -> QSize:
        """As high as its lanes."""
        return QSize(480, _AXIS + _LANE * len(self._lanes) + _LEGEND)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(300, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = next((mark.text for mark in reversed(self._marks) if self._area(mark).contains(event.pos())), "")
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axis, lanes, bars and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        self._paint_axis(painter)
        tokens = self._theme.tokens
        for number, name in enumerate(self._lanes):
            painter.setPen(tokens.colour("secondary"))
            area = QRectF(0, _AXIS + number * _LANE, _LABELS - 8, _LANE)
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(self._mirrored(area), self._leading(), shown)
        for mark in self._marks:
            self._paint_mark(painter, mark)
        self._paint_legend(painter)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        days = (self._end - self._start).days
        step = next(length for most, length in _STEPS if days <= most)
        moment = self._start.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = moment.replace(day=1) if step > 7 else moment  # noqa: PLR2004 - longer than a week: months
        metrics = painter.fontMetrics()
        taken = -1e9
        while moment <= self._end:
            if moment >= self._start:
                x = self._x(moment)
                painter.setPen(QPen(tokens.colour("line"), 1))
                painter.drawLine(QPointF(x, _AXIS), QPointF(x, _AXIS + _LANE * len(self._lanes)))
                text = self._axis_text(moment, step)
                wide = metrics.horizontalAdvance(text)
                if abs(x - taken) > wide + 14:
                    painter.setPen(tokens.colour("tertiary"))
                    painter.drawText(QRectF(x - wide / 2 - 2, 4, wide + 4, 18), int(Qt.AlignmentFlag.AlignCenter), text)
                    taken = x
            moment = _later(moment, step)

    def _axis_text(self, moment: datetime, step: int) -> str:
        if step <= 7:  # noqa: PLR2004 - a week
            return f"{moment.day:02d}.{moment.month:02d}"
        if step > 92:  # noqa: PLR2004 - a quarter
            return str(moment.year)
        return f"{moment.month:02d}/{moment.year}"

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
            text = QFontMetrics(painter.font()).elidedText(
                mark.text, Qt.TextElideMode.ElideRight, int(area.width()) - 12
            )
            painter.drawText(area.adjusted(6, 0, -6, 0), self._leading(), text)
            return
        self._paint_spot(painter, area.center(), mark.state)

    def _paint_legend(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
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
            painter.setPen(tokens.colour("secondary"))
            painter.drawText(self._mirrored(QRectF(x + 12, y - 10, wide + 4, 20)), self._leading(), name)
            x += wide + 44
        if "unknown" in painted:
            dashed = _("dashed: whereabouts unknown")
            wide = painter.fontMetrics().horizontalAdvance(dashed)
            painter.setPen(tokens.colour("secondary"))
            painter.drawText(self._mirrored(QRectF(x, y - 10, wide + 4, 20)), self._leading(), dashed)

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
        part = (moment - self._start) / (self._end - self._start)
        x = _LABELS + part * (self.width() - _LABELS - _EDGE)
        return self.width() - x if self._is_mirrored() else x

    def _mirrored(self, area: QRectF) -> QRectF:
        # Painters do not mirror by themselves.
        return (
            QRectF(self.width() - area.right(), area.top(), area.width(), area.height())
            if self._is_mirrored()
            else area
        )

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _leading(self) -> int:
        side = Qt.AlignmentFlag.AlignRight if self._is_mirrored() else Qt.AlignmentFlag.AlignLeft
        return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side)


def _crossed(painter: QPainter, centre: QPointF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 6, 6)
    painter.drawLine(centre + QPointF(-4, 4), centre + QPointF(4, -4))


def _empty(painter: QPainter, centre: QPointF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 5, 5)


def _later(moment: datetime, step: int) -> datetime:
    if step <= 7:  # noqa: PLR2004 - a week
        return moment + timedelta(days=step)
    months = {31: 1, 92: 3}.get(step, 12)
    number = moment.year * 12 + moment.month - 1 + months
    return moment.replace(year=number // 12, month=number % 12 + 1, day=1)
