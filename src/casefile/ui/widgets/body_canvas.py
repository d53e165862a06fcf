"""The drawings of the body with numbered marks on them: to look at, to click on, to drag marks over.

The drawings never turn round in a right-to-left window: the injured person's left stays where it is. Nothing is asked
of a book here; what was placed or moved is told, and whoever shows the marks decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from casefile.base.body_shapes import Point, View, part_at
from casefile.base.i18n import _
from casefile.ui.painting import draw_text, isolate
from casefile.ui.theme import SMALL, Theme, font

if TYPE_CHECKING:
    from casefile.base.body_shapes import Stroke

_EDGE = 14
_BETWEEN = 18
_MARK = 10
_DRAG = 4
_NUDGE = 0.004
_LEAP = 0.02
_SETTLED_MS = 700
_SMALLEST = 240
_NOWHERE = Point(0, 0)


@dataclass(frozen=True, slots=True)
class BodyMark:
    """One injury.

    Attributes:
        number: As it is printed.
        text: What it is, in words.
        view: Term of the view it is on; empty if it has no place yet.
        at: Where on the view.
    """

    number: int
    text: str
    view: str = ""
    at: Point = _NOWHERE


class BodyCanvas(QWidget):
    """Some views side by side, and the marks on them.

    Args:
        theme: Colours.
        views: What is drawn.
        read_only: Marks are only shown.

    Signals:
        clicked: View and point at which nothing was yet.
        moved: Number of a mark, its view and its new point, when it was let go of.
        chosen: Number of the mark gone to.
        opened: Number of the mark that was clicked twice or on which Enter was pressed.
    """

    clicked = Signal(str, object)
    moved = Signal(int, str, object)
    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, theme: Theme, views: Sequence[View], *, read_only: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._views = views
        self._read_only = read_only
        self._marks: dict[int, BodyMark] = {}
        self._words: Mapping[str, str] = {}
        self._current = 0
        self._held: tuple[int, QPoint] | None = None
        self._dragging = False
        self._nudged = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._nudged.timeout.connect(self._settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Body map"))

    def show_marks(self, marks: Sequence[BodyMark], words: Mapping[str, str]) -> None:
        """Show other marks, of which only those on these views are painted.

        Args:
            marks: All of them.
            words: What a part of the body is called, by its region; for the tooltip.
        """
        self._nudged.stop()
        names = {view.name for view in self._views}
        self._marks = {mark.number: mark for mark in marks if mark.view in names}
        self._words = words
        if self._current not in self._marks:
            self._current = 0
        self._say()
        self.update()

    def choose(self, number: int) -> None:
        """Go to a mark without telling anybody; 0 for none."""
        self._current = number if number in self._marks else 0
        self._say()
        self.update()

    def current(self) -> int:
        """Number of the mark chosen, or 0."""
        return self._current

    def spot(self, mark: int) -> QPoint:
        """Where a mark is painted."""
        held = self._marks[mark]
        return self._on_widget(held.view, held.at).toPoint()

    def area(self, view: str) -> QRectF:
        """Where a view is painted."""
        return self._areas()[view]

    def sizeHint(self) -> QSize:
        """As wide as its views at a good height."""
        return QSize(round(sum(view.aspect for view in self._views) * 420) + 60, 450)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a narrow window; a mark can still be told from its neighbour."""
        return QSize(_SMALLEST, _SMALLEST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawings, then the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas = self._areas()
        for view in self._views:
            paint_view(painter, areas[view.name], view, self._theme)
        for mark in sorted(self._marks.values(), key=lambda one: one.number == self._current):
            at = self._on_widget(mark.view, mark.at)
            paint_number(painter, at, mark.number, self._theme, chosen=mark.number == self._current)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.tokens.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a mark."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        self._held, self._dragging = (self._mark_at(at), at), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the mark that is held."""
        at = event.position().toPoint()
        if self._held is None:
            pointing = self._mark_at(at) or (self._view_at(at) is not None and not self._read_only)
            self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)
            return
        number, start = self._held
        if number and not self._read_only and (self._dragging or (at - start).manhattanLength() >= _DRAG):
            self._dragging = True
            self._put(number, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was dragged has moved; a click chooses a mark, or asks for one where there is none."""
        if self._held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        (number, _start), dragged = self._held, self._dragging
        self._held, self._dragging = None, False
        at = event.position().toPoint()
        if dragged:
            self._tell_moved(number)
        elif number:
            self._go_to(number)
        else:
            found = self._view_at(at)
            if found is not None and not self._read_only:
                self.clicked.emit(*found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the mark."""
        number = self._mark_at(event.position().toPoint())
        if number:
            self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move the mark chosen (with Shift further), Page Up and Down go to another, Enter opens it."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps and self._current and not self._read_only:
            far = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _NUDGE
            self._nudge(steps[key][0] * far, steps[key][1] * far)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, *(() if self._current else steps)}:
            self._step(-1 if key in {Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up} else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current:
            self._settle()
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say which mark, or which part of the body, is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def _tip(self, at: QPoint) -> str:
        number = self._mark_at(at)
        if number:
            return spoken(self._marks[number])
        found = self._view_at(at)
        if found is None:
            return ""
        view = next(view for view in self._views if view.name == found[0])
        part = part_at(view, found[1])
        return self._words.get(part.region, "") if part else ""

    def _go_to(self, number: int) -> None:
        self._current = number
        self._say()
        self.update()
        self.chosen.emit(number)

    def _step(self, by: int) -> None:
        numbers = sorted(self._marks)
        if numbers:
            at = numbers.index(self._current) if self._current else (-1 if by > 0 else 0)
            self._go_to(numbers[(at + by) % len(numbers)])

    def _nudge(self, x: float, y: float) -> None:
        mark = self._marks[self._current]
        view = next(view for view in self._views if view.name == mark.view)
        at = Point(min(max(mark.at.x + x / view.aspect, 0.0), 1.0), min(max(mark.at.y + y, 0.0), 1.0))
        self._marks[self._current] = replace(mark, at=at)
        # Told once, when the keys rest: each step would else be an act of its own.
        self._nudged.start()
        self.update()

    def _settle(self) -> None:
        if self._nudged.isActive() or self.sender() is self._nudged:
            self._nudged.stop()
            self._tell_moved(self._current)

    def _put(self, number: int, at: QPoint) -> None:
        mark = self._marks[number]
        area = self._areas()[mark.view]
        x = min(max((at.x() - area.x()) / area.width(), 0.0), 1.0)
        y = min(max((at.y() - area.y()) / area.height(), 0.0), 1.0)
        self._marks[number] = replace(mark, at=Point(x, y))
        self._current = number
        self.update()

    def _tell_moved(self, number: int) -> None:
        mark = self._marks.get(number)
        if mark is not None:
            self.moved.emit(number, mark.view, mark.at)

    def _mark_at(self, at: QPoint) -> int:
        near = (
            number
            for number in sorted(self._marks, reverse=True)
            if (self.spot(number) - at).manhattanLength() <= _MARK * 1.4
        )
        return next(near, 0)

    def _view_at(self, at: QPoint) -> tuple[str, Point] | None:
        for name, area in self._areas().items():
            if area.contains(QPointF(at)):
                return name, Point((at.x() - area.x()) / area.width(), (at.y() - area.y()) / area.height())
        return None

    def _areas(self) -> dict[str, QRectF]:
        """The same height for all views, as large as there is room, in the middle."""
        aspect = sum(view.aspect for view in self._views)
        gaps = _BETWEEN * (len(self._views) - 1)
        high = min(self.height() - 2 * _EDGE, (self.width() - 2 * _EDGE - gaps) / aspect)
        left = (self.width() - aspect * high - gaps) / 2
        areas: dict[str, QRectF] = {}
        for view in self._views:
            areas[view.name] = QRectF(left, (self.height() - high) / 2, view.aspect * high, high)
            left += view.aspect * high + _BETWEEN
        return areas

    def _on_widget(self, view: str, at: Point) -> QPointF:
        area = self._areas()[view]
        return QPointF(area.x() + at.x * area.width(), area.y() + at.y * area.height())

    def _say(self) -> None:
        if self._current:
            said = spoken(self._marks[self._current])
        else:
            said = "; ".join(spoken(mark) for mark in self._marks.values()) or _("No mark here")
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


def spoken(mark: BodyMark) -> str:
    """What a tooltip and a screen reader say of a mark."""
    return f"{mark.number}. {mark.text}"


def paint_view(painter: QPainter, area: QRectF, view: View, theme: Theme) -> None:
    """Paint one drawing into an area of its aspect, with its captions."""
    tokens = theme.tokens
    ink = tokens.colour("secondary")
    faint = QColor(tokens.colour("line_strong"))
    faint.setAlphaF(0.75)
    wide = max(area.height() / 420, 0.7)
    for stroke in view.strokes:
        painter.setBrush(tokens.colour("background") if stroke.closed else Qt.BrushStyle.NoBrush)
        pen = QPen(faint, 0.8 * wide) if stroke.kind == "faint" else QPen(ink, wide)
        if stroke.kind == "outline":
            pen.setWidthF(1.35 * wide)
        painter.setPen(pen)
        painter.drawPath(_path(stroke, area))
    face: QFont = font(SMALL)
    for caption in view.captions:
        at = QPointF(area.x() + caption.at.x * area.width(), area.y() + caption.at.y * area.height())
        box = QRect(round(at.x()) - 75, round(at.y()) - 9, 150, 18)
        draw_text(
            painter,
            box,
            _(caption.text),
            face=face,
            ink=tokens.colour("tertiary"),
            direction=Qt.LayoutDirection.LeftToRight,
            align="centre",
        )


def _path(stroke: Stroke, area: QRectF) -> QPainterPath:
    def on(at: Point) -> QPointF:
        return QPointF(area.x() + at.x * area.width(), area.y() + at.y * area.height())

    path = QPainterPath(on(stroke.start))
    for curve in stroke.curves:
        path.cubicTo(on(curve.first), on(curve.second), on(curve.end))
    if stroke.closed:
        path.closeSubpath()
    return path


def paint_number(painter: QPainter, at: QPointF, number: int, theme: Theme, *, chosen: bool = False) -> None:
    """Paint a numbered mark around a point."""
    tokens = theme.tokens
    if chosen:
        painter.setPen(QPen(tokens.colour("accent"), 2))
        painter.setBrush(tokens.colour("surface"))
        painter.drawEllipse(at, _MARK + 3.5, _MARK + 3.5)
    painter.setPen(QPen(tokens.colour("surface"), 1.5))
    painter.setBrush(tokens.colour("danger"))
    painter.drawEllipse(at, _MARK, _MARK)
    painter.setFont(font(SMALL, weight=QFont.Weight.DemiBold))
    painter.setPen(tokens.colour("surface"))
    box = QRectF(at.x() - _MARK, at.y() - _MARK, 2 * _MARK, 2 * _MARK)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), isolate(str(number)))
