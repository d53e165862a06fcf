"""The rail: every page by name, and the lock. On a narrow window only the icons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.painting import draw_text, placed
from casefile.ui.theme import BODY, ICON, Theme, font

if TYPE_CHECKING:
    from casefile.ui.page import PageEntry

WIDE, NARROW = 188, 60
_ROW = 42
_EDGE = 12


class RailButton(QPushButton):
    """One line of the rail. Painted, so that it mirrors; a plain button to a screen reader.

    Args:
        theme: Colours and icons.
        icon: Name of its icon.
        text: What it says.
        pressed: Called when it is pressed.
    """

    def __init__(self, theme: Theme, icon: str, text: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._icon, self._said = theme, icon, text
        self._current = self._hovered = False
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked

    def set_current(self, *, current: bool) -> None:
        """Mark it as the page that is shown."""
        self._current = current
        self.setAccessibleDescription(_("shown now") if current else "")
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the word out; it is then shown when the mouse rests on the icon."""
        self.setToolTip(self._said if narrow else "")

    def sizeHint(self) -> QSize:
        """A line of the rail."""
        return QSize(NARROW, _ROW)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Brighten under the mouse."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Dim again."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]  # handed on as it came

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and word."""
        tokens, area, way = self._theme.tokens, self.rect(), self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("rail_selected"))
            painter.drawRoundedRect(QRectF(area).adjusted(0, 1, 0, -1), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("rail_mark"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 2, -1, -2), 8, 8)
        bright = self._current or self._hovered
        ink = "rail_active" if bright else "rail_text"
        narrow = area.width() < NARROW + 20
        left = (area.width() - ICON) // 2 if narrow else _EDGE
        spot = QRect(left, (area.height() - ICON) // 2, ICON, ICON)
        painter.drawPixmap(placed(way, area, spot).topLeft(), self._theme.pixmap(self._icon, ink))
        if not narrow:
            word = QRect(_EDGE + ICON + 11, 0, area.width() - _EDGE - ICON - 17, area.height())
            draw_text(
                painter,
                placed(way, area, word),
                self._said,
                face=font(BODY),
                ink=tokens.colour(ink),
                direction=way,
            )
        painter.end()


class _Mark(QWidget):
    """The name of the app at the head of the rail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(52)
        self.setAccessibleName("Casefile")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shield and the name."""
        painter = QPainter(self)
        area, way = self.rect(), self.layoutDirection()
        narrow = area.width() < NARROW + 20
        left = (area.width() - 22) // 2 if narrow else _EDGE - 2
        spot = QRect(left, (area.height() - 22) // 2, 22, 22)
        painter.drawPixmap(placed(way, area, spot).topLeft(), self._theme.pixmap("shield", "rail_mark", 22))
        if not narrow:
            word = placed(way, area, QRect(_EDGE + 30, 0, area.width() - _EDGE - 34, area.height()))
            ink = self._theme.tokens.colour("rail_active")
            draw_text(painter, word, "Casefile", face=font(16), ink=ink, direction=way)
        painter.end()


class Rail(QWidget):
    """The rail.

    Args:
        theme: Colours and icons.
        entries: The pages.

    Signals:
        picked: Name of the page wanted.
        lock_wanted: The vault should be locked.
    """

    picked = Signal(str)
    lock_wanted = Signal()

    def __init__(self, theme: Theme, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Pages"))
        self.setFixedWidth(WIDE)
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 14)
        column.setSpacing(2)
        column.addWidget(_Mark(theme))
        for at_foot in (False, True):
            if at_foot:
                column.addStretch(1)
            for entry in entries:
                if entry.at_foot == at_foot:
                    column.addWidget(self._made(theme, entry))
        self._lock = RailButton(theme, "lock", _("Lock now"), self.lock_wanted.emit)
        self._lock.setAccessibleDescription("Ctrl+L")
        column.addWidget(self._lock)

    def show_current(self, name: str) -> None:
        """Mark the page that is shown."""
        for other, made in self._buttons.items():
            made.set_current(current=other == name)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, or icons and words."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(8 if narrow else 12, 4, 8 if narrow else 12, 14)
        for made in (*self._buttons.values(), self._lock):
            made.set_narrow(narrow=narrow)

    def _made(self, theme: Theme, entry: PageEntry) -> RailButton:
        made = RailButton(theme, entry.icon, _(entry.title), lambda: self.picked.emit(entry.name))
        self._buttons[entry.name] = made
        return made
