"""A painted picture along an axis of time: a stretch of it is in sight, is moved, and is looked at more closely.

In a right-to-left window time runs from right to left.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from casefile.ui.theme import Theme
from casefile.ui.widgets.picture_canvas import PictureCanvas
from casefile.ui.widgets.time_axis import Stretch

_STEP = 1.35
_NUDGE = 0.12
_DRAG = 5
_NOTCH = 120


class StretchCanvas(PictureCanvas):
    """What timelines have in common.

    Args:
        theme: Colours and icons.
        name: What it is called, for a screen reader.
    """

    CLOSER = 1 / _STEP
    AT_REST: ClassVar[Qt.CursorShape]
    """The pointer where nothing can be clicked."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._grabbed: tuple[QPoint, Stretch] | None = None

    @abstractmethod
    def stretch(self) -> Stretch:
        """What is in sight."""

    @abstractmethod
    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show `factor` times as much time, keeping a moment where it is."""

    def move_by(self, part: float) -> None:
        """Move along the axis by a part of what is in sight; later is positive."""
        self._show(self.stretch().moved(part * self.stretch().length))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held; else show whether something can be clicked."""
        at = event.position().toPoint()
        if self._grabbed is None:
            self.setCursor(Qt.CursorShape.PointingHandCursor if self._opens_at(at) else self.AT_REST)
            return
        start, held = self._grabbed
        pulled = at.x() - start.x()
        if abs(pulled) >= _DRAG:
            self._dragged = True
        if self._dragged:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._show(held.moved((pulled if self._is_mirrored() else -pulled) / held.scale))

    @abstractmethod
    def _show(self, stretch: Stretch) -> None:
        """Show a stretch, as far as it may be shown."""

    @abstractmethod
    def _labels(self) -> int:
        """Pixels before the axis, for the names of the lanes."""

    @abstractmethod
    def _opens_at(self, at: QPoint) -> bool:
        """Whether something can be clicked at a point of the widget."""

    @abstractmethod
    def _step(self, by: int) -> None:
        """Go to the next mark, or the one before."""

    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        if key not in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            return False
        later = key == (Qt.Key.Key_Left if self._is_mirrored() else Qt.Key.Key_Right)
        if shift:
            self.move_by(_NUDGE if later else -_NUDGE)
        else:
            self._step(1 if later else -1)
        return True

    def _grab(self, at: QPoint) -> None:
        self._grabbed = (at, self.stretch())

    def _let_go(self) -> None:
        self._grabbed = None

    def _sideways(self, event: QWheelEvent) -> int:
        """How far a wheel was turned sideways, or with Shift."""
        turned = event.angleDelta()
        return turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)

    def _slide(self, sideways: int) -> None:
        self.move_by(-sideways / _NOTCH * _NUDGE * (-1 if self._is_mirrored() else 1))

    def _zoom_under(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        around = self.stretch().at(self._along(event.position().x()))
        self.zoom(_STEP ** (-event.angleDelta().y() / _NOTCH), around)

    def _across(self, along: float) -> float:
        """Where on the widget so many pixels of the axis are."""
        x = self._labels() + along
        return self.width() - x if self._is_mirrored() else x

    def _along(self, x: float) -> float:
        """How many pixels of the axis lie before a place on the widget."""
        return (self.width() - x if self._is_mirrored() else x) - self._labels()

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft
