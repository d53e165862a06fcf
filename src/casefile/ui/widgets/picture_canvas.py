"""A painted picture of many records: one goes from record to record in it, comes closer, and opens one.

What is painted and where is the affair of the timeline, the map and the net; keys, clicks, tooltips and what a screen
reader is told are the same in all of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from casefile.ui.theme import Theme

WAYS: Mapping[Qt.Key, tuple[int, int]] = MappingProxyType(
    {
        Qt.Key.Key_Left: (-1, 0),
        Qt.Key.Key_Right: (1, 0),
        Qt.Key.Key_Up: (0, -1),
        Qt.Key.Key_Down: (0, 1),
    }
)
"""Where each arrow leads: right, and down."""


class PictureCanvas(QWidget):
    """What the pictures have in common.

    Args:
        theme: Colours and icons.
        name: What it is called, for a screen reader.

    Signals:
        chosen: Number of the record gone to.
        opened: Number of the record that was clicked or on which Enter was pressed.
    """

    chosen = Signal(int)
    opened = Signal(int)

    CLOSER: ClassVar[float]
    """What `zoom` is told by one press of the plus key."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._current = -1
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)

    @abstractmethod
    def zoom(self, factor: float) -> None:
        """Come closer, or go away, by a factor."""

    @abstractmethod
    def show_all(self) -> None:
        """Everything in sight."""

    @abstractmethod
    def choose(self, number: int, *, quietly: bool = False) -> None:
        """Go to a record and bring it in sight; `quietly` without telling anybody."""

    def current(self) -> int:
        """Number of the record chosen, or -1."""
        return self._current

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move, go from record to record, open."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(self.CLOSER)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / self.CLOSER)
        elif key in {Qt.Key.Key_0, Qt.Key.Key_Home}:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current >= 0:
            self.opened.emit(self._current)
        elif not self._go_by(key, shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = False
            self._grab(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was not dragged was clicked."""
        dragged, self._dragged = self._dragged, False
        self._let_go()
        if not dragged and event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position().toPoint())

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told_at(event.pos()), self)
            return True
        return super().event(event)

    @abstractmethod
    def _go_by(self, key: Qt.Key, *, shift: bool) -> bool:
        """Move or go to another record by a key of one's own; False if it means nothing here."""

    @abstractmethod
    def _grab(self, at: QPoint) -> None:
        """Remember what is held, and where."""

    @abstractmethod
    def _let_go(self) -> None:
        """Hold nothing any more."""

    @abstractmethod
    def _click(self, at: QPoint) -> None:
        """Something was clicked."""

    @abstractmethod
    def _told_at(self, at: QPoint) -> str:
        """What a tooltip says of a point of the widget."""

    def _go_to(self, number: int, spoken: str, *, quietly: bool) -> None:
        """Say that a record was gone to, and paint it so."""
        self._current = number
        self.setAccessibleDescription(spoken)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()
        if not quietly:
            self.chosen.emit(number)
