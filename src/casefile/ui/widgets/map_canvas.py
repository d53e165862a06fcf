"""A map of outlines shipped with the app: places as dots, and areas where no more than the region is known.

Wheel or + and - zoom, dragging and Shift with the arrows move, the arrows alone go from place to place, Enter or a
click opens. A filled dot has coordinates of its own, an empty dashed one lies somewhere around; a hatched area is all
that is known. Nothing is fetched from anywhere. A map is not turned round in a right-to-left window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, cos, degrees, hypot, log10, radians, sin, sqrt, tan
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)

from casefile.base.i18n import _
from casefile.ui.painting import draw_text
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.picture_canvas import WAYS, PictureCanvas

if TYPE_CHECKING:
    from casefile.base.outlines import Area

_STEP = 1.4
_NUDGE = 0.15
_DRAG = 4
_FARTHEST_NORTH = 84.0
_SMALLEST_DOT, _LARGEST_DOT = 5.0, 17.0
_WIDEST, _CLOSEST = 360.0, 0.05
_GRID = (60.0, 30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.1)
_GRID_GAP = 90
_FOOT = 40
_ROOM = 0.3
"""Degrees kept free around a place where all are shown."""
_GOLDEN, _APART = 2.4, 32.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map.

    Attributes:
        text: Its name.
        detail: What a tooltip and a screen reader say after it.
        count: How many records are about it; decides its size.
        longitude: Degrees; of an area, its middle.
        latitude: The same.
        exact: It has coordinates of its own.
        area: Key of the area that is hatched for it; empty for a point.
    """

    text: str
    detail: str
    count: int
    longitude: float
    latitude: float
    exact: bool = True
    area: str = ""

    @property
    def spoken(self) -> str:
        """What a tooltip and a screen reader say."""
        return f"{self.text}: {self.detail}" if self.detail else self.text


def projected(longitude: float, latitude: float) -> QPointF:
    """A position in the plane of the map, in degrees: Mercator, north up."""
    held = min(max(latitude, -_FARTHEST_NORTH), _FARTHEST_NORTH)
    return QPointF(longitude, -degrees(asinh(tan(radians(held)))))


class MapCanvas(PictureCanvas):
    """The painted map.

    Args:
        theme: Colours.
        countries: Outlines.
        regions: Finer outlines, drawn over those of their country.
    """

    CLOSER = 1 / _STEP

    def __init__(self, theme: Theme, countries: Sequence[Area], regions: Sequence[Area]) -> None:
        super().__init__(theme, _("Map"))
        self._countries = [(area.key, _path(area)) for area in countries]
        self._regions = [(area.key, _path(area)) for area in regions]
        self._paths = dict((*self._countries, *self._regions))
        self._dots: Sequence[Dot] = ()
        self._shifts: Sequence[QPointF] = ()
        self._plan: Sequence[QPointF] = ()
        self._spots: Sequence[QPoint] = ()
        self._spots_of: tuple[float, ...] | None = None
        self._centre = QPointF(0, 0)
        self._wide = _WIDEST
        self._grabbed: tuple[QPoint, QPointF] | None = None
        self._fitted = True

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show other places, with all of them in sight."""
        self._dots = dots
        self._shifts = _spread(dots)
        self._plan = [projected(dot.longitude, dot.latitude) for dot in dots]
        self._spots_of = None
        self._current = -1
        self.setAccessibleDescription(_("{number} places on the map, see the list beside").format(number=len(dots)))
        self.show_all()

    def show_all(self) -> None:
        """Zoom until every place is in sight."""
        box = QRectF() if self._dots else QRectF(-170, -85, 340, 150)
        for dot in self._dots:
            at = projected(dot.longitude, dot.latitude)
            around = self._paths[dot.area].boundingRect() if dot.area in self._paths else QRectF(at, at)
            # A country with land far off, or on both sides of the date line, is shown by its middle.
            around = around if around.width() < _WIDEST / 4 else QRectF(at.x() - 8, at.y() - 8, 16, 16)
            box = box.united(around.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        self._centre = box.center()
        by_height = box.height() * self.width() / max(self.height() - _FOOT, 1)
        self._wide = min(max(box.width() * 1.25, by_height * 1.25, 0.6), _WIDEST)
        self._fitted = True
        self.update()

    def zoom(self, factor: float, around: QPoint | None = None) -> None:
        """Show `factor` times as much, keeping a point of the widget (the middle by default) where it is."""
        at = around or QPoint(self.width() // 2, self.height() // 2)
        held = self._plane(at)
        self._wide = min(max(self._wide * factor, _CLOSEST), _WIDEST)
        self._move_to(self._centre + held - self._plane(at))

    def move_by(self, right: float, down: float) -> None:
        """Move by a part of what is in sight."""
        self._move_to(self._centre + QPointF(right * self._wide, down * self._wide))

    def choose(self, number: int, *, quietly: bool = False) -> None:
        """Go to a place and bring it in sight; `quietly` without telling anybody."""
        if not 0 <= number < len(self._dots):
            return
        at = self.spot(number)
        if not self.rect().adjusted(10, 10, -10, -10).contains(at):
            self._move_to(projected(self._dots[number].longitude, self._dots[number].latitude))
        self._go_to(number, self._dots[number].spoken, quietly=quietly)

    def degrees_wide(self) -> float:
        """How many degrees of longitude are in sight."""
        return self._wide

    def spot(self, number: int) -> QPoint:
        """Where a place is painted."""
        return self._where()[number]

    def sizeHint(self) -> QSize:
        """Room for a country."""
        return QSize(640, 440)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a narrow window."""
        return QSize(300, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until somebody moved it, everything stays in sight."""
        if self._fitted:
            self.show_all()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        if event.angleDelta().y():
            self.zoom(_STEP ** (-event.angleDelta().y() / 120), event.position().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show that a place can be clicked."""
        at = event.position().toPoint()
        if self._grabbed is None:
            over = self.dot_at(at) >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor)
            return
        start, centre = self._grabbed
        if (at - start).manhattanLength() >= _DRAG:
            self._dragged = True
        if self._dragged:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._move_to(centre - QPointF(at - start) * (self._wide / self.width()))

    def dot_at(self, at: QPoint) -> int:
        """Number of the place at a point of the widget, the nearest first; -1 if there is none."""
        return next(iter(self._under(at)), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the outlines, the areas, the dots and their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setClipPath(frame)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), tokens.colour("background"))
        self._paint_outlines(painter)
        self._paint_grid(painter)
        order = sorted(range(len(self._dots)), key=lambda one: (one == self._current, -self._dots[one].count))
        seen = self.rect().adjusted(-30, -30, 30, 30)
        for number in order:
            if seen.contains(self.spot(number)):
                self._paint_dot(painter, number)
        self._paint_names(painter)
        self._paint_foot(painter)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.colour("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.drawPath(frame)
        painter.end()

    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        way = WAYS.get(key)
        if way is None or not (shift or self._dots):
            return False
        right, down = way
        if shift:
            self.move_by(right * _NUDGE, down * _NUDGE)
        else:
            self.choose((self._current + right + down) % len(self._dots) if self._current >= 0 else 0)
        return True

    def _grab(self, at: QPoint) -> None:
        self._grabbed = (at, self._centre)

    def _let_go(self) -> None:
        self._grabbed = None

    def _click(self, at: QPoint) -> None:
        number = self.dot_at(at)
        if number >= 0:
            self.choose(number)
            self.opened.emit(number)

    def _told_at(self, at: QPoint) -> str:
        return "\n".join(self._dots[one].spoken for one in self._under(at)[:8])

    def _paint_outlines(self, painter: QPainter) -> None:
        tokens, turn = self._theme.tokens, self._transform()
        seen = turn.inverted()[0].mapRect(QRectF(self.rect()))
        painter.save()
        painter.setTransform(turn, True)
        border = QPen(tokens.colour("line_strong"), 1)
        border.setCosmetic(True)
        inner = QPen(tokens.colour("line"), 1)
        inner.setCosmetic(True)
        for paths, pen, ground in ((self._countries, border, True), (self._regions, inner, False)):
            painter.setPen(pen)
            painter.setBrush(QBrush(tokens.colour("surface")) if ground else QBrush())
            for _key, path in paths:
                if path.boundingRect().intersects(seen):
                    painter.drawPath(path)
        painter.restore()
        for key in {dot.area for dot in self._dots if dot.area in self._paths}:
            self._paint_area(painter, turn.map(self._paths[key]), key)

    def _paint_area(self, painter: QPainter, path: QPainterPath, key: str) -> None:
        chosen = self._current >= 0 and self._dots[self._current].area == key
        ink = QColor(self._theme.tokens.colour("accent"))
        painter.setPen(QPen(ink, 2 if chosen else 1, Qt.PenStyle.DashLine))
        ink.setAlphaF(0.45 if chosen else 0.22)
        painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.drawPath(path)

    def _paint_grid(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        step = next((one for one in reversed(_GRID) if one / self._wide * self.width() >= _GRID_GAP), _GRID[0])
        line = QColor(tokens.colour("line"))
        west, east = self._plane(QPoint(0, 0)).x(), self._plane(QPoint(self.width(), 0)).x()
        turn = self._transform()
        painter.setFont(font(SMALL))
        degree = int(west // step)
        while degree * step <= east:
            x = turn.map(QPointF(degree * step, 0)).x()
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            degree += 1
        latitude = -80.0
        while latitude <= 80.0:  # noqa: PLR2004 - the last parallel that is drawn
            y = turn.map(projected(0, latitude)).y()
            if 0 <= y <= self.height():
                painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            latitude += step

    def _paint_dot(self, painter: QPainter, number: int) -> None:
        dot, tokens = self._dots[number], self._theme.tokens
        at, size = QPointF(self.spot(number)), _size(dot.count)
        if number == self._current:
            painter.setPen(QPen(tokens.colour("text"), 2))
            painter.setBrush(tokens.colour("surface"))
            painter.drawEllipse(at, size + 4, size + 4)
        if dot.exact and not dot.area:
            painter.setPen(QPen(tokens.colour("surface"), 1.5))
            painter.setBrush(tokens.colour("accent"))
        else:
            painter.setPen(QPen(tokens.colour("accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(tokens.colour("surface"))
        painter.drawEllipse(at, size, size)
        if size >= 8:  # noqa: PLR2004 - room for a digit
            ink = tokens.colour("on_accent" if dot.exact and not dot.area else "accent")
            box = QRect(round(at.x() - size), round(at.y() - size), round(2 * size), round(2 * size))
            way = Qt.LayoutDirection.LeftToRight
            draw_text(painter, box, str(dot.count), face=font(SMALL), ink=ink, direction=way, align="centre")

    def _paint_names(self, painter: QPainter) -> None:
        """Names beside their dots as far as they do not meet; the chosen one always."""
        tokens, face = self._theme.tokens, font(SMALL)
        measure = QFontMetrics(face)
        taken: list[QRect] = []
        order = sorted(range(len(self._dots)), key=lambda one: (one != self._current, -self._dots[one].count))
        for number in order:
            dot, at = self._dots[number], self.spot(number)
            size = round(_size(dot.count))
            wide = min(measure.horizontalAdvance(dot.text) + 4, 200)
            box = QRect(at.x() + size + 5, at.y() - 9, wide, 18)
            if not self.rect().contains(box) or any(box.intersects(other) for other in taken):
                continue
            taken += [box, QRect(at.x() - size, at.y() - size, 2 * size, 2 * size)]
            ground = QColor(tokens.colour("surface"))
            ground.setAlphaF(0.8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(box).adjusted(-2, 0, 2, 0), 4, 4)
            way = Qt.LayoutDirection.LeftToRight
            draw_text(painter, box, dot.text, face=face, ink=tokens.colour("text"), direction=way)

    def _paint_foot(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        strip = QRect(0, self.height() - _FOOT, self.width(), _FOOT)
        painter.fillRect(strip, tokens.colour("surface"))
        lines = (
            _("Filled: exact position. Dashed: somewhere around. Hatched: only the area is known."),
            _("Boundaries are not authoritative."),
        )
        for number, said in enumerate(lines):
            draw_text(
                painter,
                QRect(12, strip.top() + 3 + 17 * number, self.width() - 24, 17),
                said,
                face=font(SMALL),
                ink=tokens.colour("secondary"),
                direction=self.layoutDirection(),
            )

    def _under(self, at: QPoint) -> list[int]:
        near = [(hypot(spot.x() - at.x(), spot.y() - at.y()), number) for number, spot in enumerate(self._where())]
        return [number for far, number in sorted(near) if far <= _size(self._dots[number].count) + 3]

    def _where(self) -> Sequence[QPoint]:
        """Where every place is painted: told once for each view of the map, since the pointer asks at every step."""
        view = (self._centre.x(), self._centre.y(), self._wide, self.width(), self.height())
        if self._spots_of != view:
            turn = self._transform()
            self._spots = [(turn.map(at) + shift).toPoint() for at, shift in zip(self._plan, self._shifts, strict=True)]
            self._spots_of = view
        return self._spots

    def _move_to(self, centre: QPointF) -> None:
        self._centre = QPointF(min(max(centre.x(), -180.0), 180.0), min(max(centre.y(), -170.0), 170.0))
        self._fitted = False
        self.update()

    def _transform(self) -> QTransform:
        scale = self.width() / self._wide
        turn = QTransform()
        turn.translate(self.width() / 2, (self.height() - _FOOT) / 2)
        turn.scale(scale, scale)
        return turn.translate(-self._centre.x(), -self._centre.y())

    def _plane(self, at: QPoint) -> QPointF:
        return self._transform().inverted()[0].map(QPointF(at))


def _size(count: int) -> float:
    """The radius of a dot: ten times as many records are not ten times as large."""
    return min(_SMALLEST_DOT + 6.0 * log10(max(count, 1)), _LARGEST_DOT)


def _spread(dots: Sequence[Dot]) -> list[QPointF]:
    """How far each dot is painted from its position, in pixels, so that none hides another of the same position."""
    found: dict[tuple[float, float], int] = {}
    shifts: list[QPointF] = []
    for dot in dots:
        number = found.get((dot.longitude, dot.latitude), 0)
        found[(dot.longitude, dot.latitude)] = number + 1
        turn, away = number * _GOLDEN, _APART * sqrt(number)
        shifts.append(QPointF(away * cos(turn), away * sin(turn)))
    return shifts


def _path(area: Area) -> QPainterPath:
    path = QPainterPath()
    for ring in area.rings:
        path.addPolygon(QPolygonF([projected(longitude, latitude) for longitude, latitude in ring]))
        path.closeSubpath()
    return path
