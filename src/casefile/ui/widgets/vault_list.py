"""The vaults opened last, as buttons beneath each other: lighter to load than a list, and there are only a few."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from casefile.base.i18n import _
from casefile.ui.painting import draw_text, placed, row_ground
from casefile.ui.theme import BODY, ICON, SMALL, Theme, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QPaintEvent

_HEIGHT = 50
_EDGE = 14


class VaultButton(QPushButton):
    """One vault: its name, and the folder it lies in.

    Args:
        theme: Colours and icons.
        path: The vault.
        name: What it is called.
    """

    def __init__(self, theme: Theme, path: Path, name: str) -> None:
        super().__init__()
        self._theme, self.path, self._name = theme, path, name
        self._current = self._hovered = False
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {path.parent}")
        self.setToolTip(str(path.parent))

    def set_current(self, *, current: bool) -> None:
        """Mark it as the vault that is asked about."""
        self._current = current
        self.setAccessibleDescription(_("chosen") if current else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, _HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, name and folder."""
        tokens, area, way = self._theme.tokens, self.rect(), self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(area).adjusted(1, 1, -1, -1)
        row_ground(painter, tokens, inner, 7, selected=self._current, hovered=self._hovered, focused=self.hasFocus())
        spot = QRect(_EDGE, (area.height() - ICON) // 2, ICON, ICON)
        picture = self._theme.pixmap("folder-open", "accent" if self._current else "secondary")
        painter.drawPixmap(placed(way, area, spot).topLeft(), picture)
        left = _EDGE + ICON + 14
        line = QRect(left, 6, area.width() - left - _EDGE, 20)
        name, beneath = placed(way, area, line), placed(way, area, line.translated(0, 19))
        draw_text(painter, name, self._name, face=font(BODY), ink=tokens.colour("text"), direction=way)
        soft = tokens.colour("secondary")
        draw_text(painter, beneath, str(self.path.parent), face=font(SMALL), ink=soft, direction=way)
        painter.end()


class VaultList(QFrame):
    """The buttons, one of them chosen.

    Signals:
        chosen: Path of the vault that was pressed.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(_("Vaults opened last"))
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(0)
        self.buttons: list[VaultButton] = []

    def show_vaults(self, vaults: Sequence[tuple[Path, str]]) -> None:
        """Show these vaults, each a path and a name, with the first chosen."""
        for old in self.buttons:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        for path, name in vaults:
            button = VaultButton(self._theme, path, name)
            button.clicked.connect(partial(self._pick, path, button))
            self._column.addWidget(button)
            self.buttons.append(button)
        if self.buttons:
            self.buttons[0].set_current(current=True)

    def _pick(self, path: Path, pressed: VaultButton, *_checked: bool) -> None:
        for button in self.buttons:
            button.set_current(current=button is pressed)
        self.chosen.emit(path)
