"""A timeline that one can move along and zoom, from hours to centuries: lanes, marks, and the axis above them.

Wheel or + and - zoom, dragging and Shift with the arrows move, the arrows alone go from mark to mark, Enter or a click
opens. Whatever finds no room is counted in a pill that zooms in when it is clicked. In a right-to-left window time
runs from right to left.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)

from casefile.base.i18n import _, language, ngettext
from casefile.ui.painting import draw_text
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.stretch_canvas import StretchCanvas
from casefile.ui.widgets.time_axis import DAY, YEAR, Stretch, covering, ticks
from casefile.ui.widgets.timeline_layout import MARK, Box, Layout, Pill, arrange
from casefile.ui.widgets.timeline_marks import Ends, Mark, paint_mark, paint_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

_AXIS = 48
_LEGEND = 30
_LABELS = 148
_ROW = 22
_LANE_ROOM = 10
_EDGE = 12
_PAGE = 0.85
_NAMED_IN_TIP = 8


class TimelineCanvas(StretchCanvas):
    """The painted timeline.

    Args:
        theme: Colours.
    """

    AT_REST = Qt.CursorShape.OpenHandCursor

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Timeline"))
        self._face: QFont = font(SMALL)
        self._lanes: Sequence[str] = ()
        self._marks: Sequence[Mark] = ()
        self._firsts: list[float] = []
        self._words: list[float] = []
        self._layout: Layout | None = None
        self._laid_out_for = (0.0, 0)
        self._stretch = Stretch(0.0, YEAR, 1.0)
        # Asked thousands of times for one picture.
        self._mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def show_marks(self, lanes: Sequence[str], marks: Sequence[Mark]) -> None:
        """Show other marks, sorted by their first moment, with all of them in sight."""
        self._lanes, self._marks = lanes, marks
        self._firsts = [mark.first for mark in marks]
        measure = QFontMetrics(self._face)
        self._words = [float(measure.horizontalAdvance(mark.text)) for mark in marks]
        self._current = -1
        self._layout = None
        self.setAccessibleDescription(
            ngettext("{number} entry, see the list beside", "{number} entries, see the list beside", len(marks)).format(
                number=len(marks)
            )
        )
        self.show_all()

    def show_all(self) -> None:
        """Zoom out until everything is in sight."""
        first, last = self._extent()
        self._show(covering(first, last, self._room()))

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show `factor` times as much time, keeping a moment (the middle, or the mark chosen) where it is."""
        if around is None:
            seen = self._stretch
            chosen = self._marks[self._current] if self._current >= 0 else None
            middle = (chosen.near_first + chosen.near_last) / 2 if chosen else seen.start + seen.length / 2
            around = middle if seen.start <= middle <= seen.end else seen.start + seen.length / 2
        first, last = self._extent()
        self._show(self._stretch.zoomed(factor, around, longest=max((last - first) * 1.3, 3 * YEAR)))

    def stretch(self) -> Stretch:
        """What is in sight."""
        return self._stretch

    def choose(self, number: int, *, quietly: bool = False) -> None:
        """Go to a mark and bring it in sight; `quietly` without telling anybody."""
        if not 0 <= number < len(self._marks):
            return
        mark = self._marks[number]
        middle = (mark.near_first + mark.near_last) / 2
        if not self._stretch.start <= middle <= self._stretch.end:
            self._show(self._stretch.moved(middle - self._stretch.start - self._stretch.length / 2))
        self._go_to(number, mark.spoken, quietly=quietly)

    def sizeHint(self) -> QSize:
        """Room for some lanes."""
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same stretch over another width."""
        self._stretch = self._stretch.over(self._room())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The window may turn from left-to-right to right-to-left."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is; with Shift, or sideways, move."""
        sideways = self._sideways(event)
        if sideways:
            self._slide(sideways)
        elif event.angleDelta().y():
            self._zoom_under(event)
        event.accept()

    def mark_at(self, at: QPoint) -> int:
        """Number of the mark at a point of the widget, or -1."""
        layout, tops = self._arranged(), self._tops()
        for number in reversed(self._in_sight()):
            if layout.places[number].row >= 0 and self._area(number, layout, tops).contains(QPointF(at)):
                return number
        return -1

    def area_of(self, number: int) -> QRect:
        """Where a mark is painted, as far as it is in sight; empty if it is only counted."""
        layout = self._arranged()
        if layout.places[number].row < 0:
            return QRect()
        return self._area(number, layout, self._tops()).toAlignedRect()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axis, the lanes, the marks that are in sight, the pills and the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._face)
        painter.setPen(QPen(self._theme.tokens.colour("line"), 1))
        painter.setBrush(self._theme.tokens.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        layout, tops = self._arranged(), self._tops()
        self._paint_lanes(painter, tops)
        self._paint_axis(painter)
        strip = self._placed(QRect(_LABELS, _AXIS, round(self._room()), self.height() - _AXIS - _LEGEND))
        painter.setClipRect(strip)
        for number in self._in_sight():
            if layout.places[number].row >= 0:
                self._paint_one(painter, number, layout, tops)
        scale = self._stretch.scale
        for pill in layout.pills:
            if self._stretch.start * scale - MARK <= pill.at <= self._stretch.end * scale + MARK:
                self._paint_pill(painter, pill, layout, tops)
        painter.setClipping(False)
        self._paint_legend(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.tokens.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        if key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.move_by(_PAGE if key == Qt.Key.Key_PageDown else -_PAGE)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step_lane(1 if key == Qt.Key.Key_Down else -1)
        else:
            return super()._go_by(key, shift=shift)
        return True

    def _click(self, at: QPoint) -> None:
        """Open the mark, or zoom into the pill."""
        number, pill = self.mark_at(at), self._pill_at(at)
        if number >= 0:
            self.choose(number)
            self.opened.emit(number)
        elif pill is not None:
            first = min(self._marks[one].first for one in pill.marks)
            last = max(self._marks[one].near_last for one in pill.marks)
            seen = covering(first, max(last, first + DAY), self._room())
            self._show(
                seen if seen.length < self._stretch.length else self._stretch.zoomed(0.4, first, longest=YEAR * 9e3)
            )
            self.choose(pill.marks[0])

    def _paint_lanes(self, painter: QPainter, tops: Sequence[int]) -> None:
        tokens = self._theme.tokens
        way = self.layoutDirection()
        for number, name in enumerate(self._lanes):
            top, high = tops[number], tops[number + 1] - tops[number]
            painter.setPen(QPen(tokens.colour("line"), 1))
            painter.drawLine(1, top, self.width() - 1, top)
            area = self._placed(QRect(_EDGE, top, _LABELS - _EDGE - 8, min(high, 30)))
            draw_text(painter, area, name, face=self._face, ink=tokens.colour("secondary"), direction=way)
        if self._lanes:
            painter.setPen(QPen(tokens.colour("line"), 1))
            painter.drawLine(1, tops[-1], self.width() - 1, tops[-1])

    def _paint_axis(self, painter: QPainter) -> None:
        tokens, way = self._theme.tokens, self.layoutDirection()
        fine, coarse = ticks(self._stretch, language().code)
        bottom = self.height() - _LEGEND
        for many, top, ink in ((fine, 25, "tertiary"), (coarse, 5, "text")):
            for number, tick in enumerate(many):
                start = max(self._stretch.x(tick.at), 0.0)
                end = self._stretch.x(many[number + 1].at) if number + 1 < len(many) else self._room()
                if self._stretch.x(tick.at) >= 0:
                    painter.setPen(QPen(tokens.colour("line_strong" if many is coarse else "line"), 1))
                    at = self._across(start)
                    painter.drawLine(QPointF(at, _AXIS - (44 if many is coarse else 22)), QPointF(at, bottom))
                area = self._placed(
                    QRect(round(_LABELS + start) + 5, top, round(min(end, self._room()) - start) - 7, 18)
                )
                wide = QFontMetrics(self._face).horizontalAdvance(tick.text)
                # Cut words of a time would be another time.
                if wide <= area.width():
                    draw_text(painter, area, tick.text, face=self._face, ink=tokens.colour(ink), direction=way)

    def _paint_one(self, painter: QPainter, number: int, layout: Layout, tops: Sequence[int]) -> None:
        mark, place = self._marks[number], layout.places[number]
        middle = tops[mark.lane] + _LANE_ROOM / 2 + (place.row + 0.5) * _ROW
        ends = self._ends(mark)
        paint_mark(painter, self._theme, mark, ends, middle)
        area = self._area(number, layout, tops)
        if number == self._current:
            painter.setPen(QPen(self._theme.tokens.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-2, 1, 2, -1), 5, 5)
        room = self._room_for_words(number, place.words, ends, middle)
        if room.width() > MARK:
            ink = self._theme.tokens.colour("text" if not mark.doubted else "secondary")
            said = f"{mark.text} (?)" if mark.doubted else mark.text
            draw_text(painter, room, said, face=self._face, ink=ink, direction=self.layoutDirection())

    def _room_for_words(self, number: int, beside: float, ends: Ends, middle: float) -> QRect:
        top, high = round(middle - _ROW / 2), _ROW
        wide = ends.near_last - ends.near_first
        if wide >= self._words[number] + 10 and self._marks[number].lasting:
            left = max(ends.near_first, 0.0 if self._is_mirrored() else float(_LABELS))
            right = min(ends.near_last, self._room() if self._is_mirrored() else float(self.width()))
            return QRect(round(left) + 6, top, round(right - left) - 10, high)
        # Cut with an ellipsis at the edge, not in the middle of a letter.
        if self._is_mirrored():
            right = min(ends.near_first, (ends.near_first + ends.near_last) / 2 - MARK / 2) - 4
            left = max(right - beside, float(_EDGE))
        else:
            left = max(ends.near_last, (ends.near_first + ends.near_last) / 2 + MARK / 2) + 4
            right = min(left + beside, float(self.width() - _EDGE))
        return QRect(round(left), top, round(right - left), high)

    def _paint_pill(self, painter: QPainter, pill: Pill, layout: Layout, tops: Sequence[int]) -> None:
        area = self._pill_area(pill, layout, tops)
        tokens = self._theme.tokens
        chosen = self._current in pill.marks
        painter.setPen(QPen(tokens.colour("accent" if chosen else "line_strong"), 2 if chosen else 1))
        painter.setBrush(tokens.colour("raised"))
        painter.drawRoundedRect(area, 7, 7)
        text = f"+{len(pill.marks)}"
        ink = tokens.colour("secondary")
        draw_text(
            painter, area.toRect(), text, face=self._face, ink=ink, direction=self.layoutDirection(), align="centre"
        )

    def _paint_legend(self, painter: QPainter) -> None:
        tokens, way = self._theme.tokens, self.layoutDirection()
        middle = self.height() - _LEGEND / 2
        left = _EDGE
        measure = QFontMetrics(self._face)
        shapes = {mark.shape for mark in self._marks}
        said: list[tuple[str, str]] = [
            (shape, words)
            for shape, words in (
                ("circle", _("took place")),
                ("crossed", _("refused or prevented")),
                ("empty", _("no answer")),
            )
            if shape in shapes
        ]
        said += [("hatched", _("some time within")), ("faded", _("end not exact")), ("", _("(?) doubted"))]
        for sign, words in said:
            wide = measure.horizontalAdvance(words) + 2
            if left + 34 + wide > self.width():
                break
            if sign:
                self._paint_sign(painter, self._placed(QRect(left, round(middle) - 8, 26, 16)), sign)
                left += 32
            area = self._placed(QRect(left, round(middle) - 9, wide, 18))
            draw_text(painter, area, words, face=self._face, ink=tokens.colour("secondary"), direction=way)
            left += wide + 18

    def _paint_sign(self, painter: QPainter, area: QRect, sign: str) -> None:
        box = QRectF(area)
        middle = box.center().y()
        if sign in {"hatched", "faded"}:
            sample = Mark(0, "", "", 0, 0, 0, 0, lasting=sign == "faded")
            inner = Ends(box.left(), box.left(), box.right(), box.right(), open_left=False, open_right=False)
            if sign == "faded":
                third = box.width() / 3
                inner = Ends(
                    box.left(), box.left() + third, box.right() - third, box.right(), open_left=False, open_right=False
                )
            paint_mark(painter, self._theme, sample, inner, middle)
            return
        ink = {"crossed": "danger", "empty": "tertiary"}.get(sign, "good")
        paint_shape(painter, box.center(), sign, self._theme.tokens.colour(ink))

    def _told_at(self, at: QPoint) -> str:
        number, pill = self.mark_at(at), self._pill_at(at)
        if number >= 0:
            return self._marks[number].spoken
        if pill is None:
            return ""
        shown = [self._marks[one].spoken for one in pill.marks[:_NAMED_IN_TIP]]
        left_out = len(pill.marks) - len(shown)
        if left_out:
            shown.append(ngettext("and {number} more", "and {number} more", left_out).format(number=left_out))
        return "\n".join(shown)

    def _step(self, by: int) -> None:
        if not self._marks:
            return
        if self._current < 0:
            seen = self._in_sight()
            self.choose(seen[0] if seen else 0)
            return
        self.choose(min(max(self._current + by, 0), len(self._marks) - 1))

    def _step_lane(self, by: int) -> None:
        if self._current < 0:
            self._step(0)
            return
        mark = self._marks[self._current]
        lane = mark.lane + by
        near = [number for number, other in enumerate(self._marks) if other.lane == lane]
        if near:
            self.choose(min(near, key=lambda number: abs(self._marks[number].first - mark.first)))

    def _extent(self) -> tuple[float, float]:
        if not self._marks:
            return self._stretch.start, self._stretch.end
        return self._firsts[0], max(mark.last for mark in self._marks)

    def _show(self, stretch: Stretch) -> None:
        first, last = self._extent()
        self._stretch = stretch.over(self._room()).kept_within(first, last)
        self.update()

    def _labels(self) -> int:
        return _LABELS

    def _opens_at(self, at: QPoint) -> bool:
        return self.mark_at(at) >= 0 or self._pill_at(at) is not None

    def _room(self) -> float:
        return float(max(self.width() - _LABELS - _EDGE, 40))

    def _arranged(self) -> Layout:
        rows = (self.height() - _AXIS - _LEGEND - _LANE_ROOM * len(self._lanes)) // _ROW
        wanted = (self._stretch.scale, rows)
        if self._layout is None or self._laid_out_for != wanted or len(self._layout.places) != len(self._marks):
            scale = self._stretch.scale
            boxes = [
                Box(mark.lane, mark.near_first * scale, mark.near_last * scale, words)
                for mark, words in zip(self._marks, self._words, strict=True)
            ]
            self._layout = arrange(boxes, len(self._lanes), rows)
            self._laid_out_for = wanted
        return self._layout

    def _tops(self) -> list[int]:
        layout = self._arranged()
        tops = [_AXIS]
        for rows in layout.rows:
            tops.append(tops[-1] + rows * _ROW + _LANE_ROOM)
        return tops

    def _in_sight(self) -> list[int]:
        room = max(_LABELS, 240) / self._stretch.scale
        until = bisect_left(self._firsts, self._stretch.end + room)
        start = self._stretch.start - room
        return [number for number in range(until) if self._marks[number].last >= start]

    def _ends(self, mark: Mark) -> Ends:
        at = [self._across(self._stretch.x(one)) for one in (mark.first, mark.near_first, mark.near_last, mark.last)]
        # A bar that reaches far out of sight is painted as far as a little beyond the edge.
        at = [min(max(one, -2000.0), self.width() + 2000.0) for one in at]
        tail = mark.open_end or mark.no_end
        if self._is_mirrored():
            return Ends(at[3], at[2], at[1], at[0], open_left=tail, open_right=mark.open_start)
        return Ends(at[0], at[1], at[2], at[3], open_left=mark.open_start, open_right=tail)

    def _area(self, number: int, layout: Layout, tops: Sequence[int]) -> QRectF:
        mark = self._marks[number]
        ends = self._ends(mark)
        top = tops[mark.lane] + _LANE_ROOM / 2 + layout.places[number].row * _ROW
        short = max(MARK - (ends.near_last - ends.near_first), 0.0) / 2
        return QRectF(ends.near_first - short, top, ends.near_last - ends.near_first + 2 * short, _ROW)

    def _pill_area(self, pill: Pill, layout: Layout, tops: Sequence[int]) -> QRectF:
        at = self._across(pill.at - self._stretch.start * self._stretch.scale)
        bottom = tops[pill.lane] + _LANE_ROOM / 2 + layout.rows[pill.lane] * _ROW
        return QRectF(at - 16, bottom - _ROW / 2 - 8, 32, 16)

    def _pill_at(self, at: QPoint) -> Pill | None:
        layout, tops = self._arranged(), self._tops()
        return next((pill for pill in layout.pills if self._pill_area(pill, layout, tops).contains(QPointF(at))), None)

    def _placed(self, area: QRect) -> QRect:
        if not self._is_mirrored():
            return area
        return QRect(self.width() - area.x() - area.width(), area.y(), area.width(), area.height())

    def _is_mirrored(self) -> bool:
        return self._mirrored
