"""A number with what it counts beneath, as a button: one part of a sum that can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from casefile.base.i18n import _
from casefile.ui.painting import draw_text, placed, text_width
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QPaintEvent

_HEIGHT = 62
_NARROWEST = 92
_EDGE = 14
_NUMBER = 20
_ICON = 14


class NumberTile(QPushButton):
    """The tile; checkable, so that it is read out as open or not.

    Args:
        theme: Colours and icons.
        number: What is counted.
        name: What it counts, in a few words.
        icon: Name of the icon before the words; empty for none.
        ink: Token of the number's colour; the words say the same.
    """

    def __init__(self, theme: Theme, number: int, name: str, icon: str = "", ink: str = "text") -> None:
        super().__init__()
        self._theme, self._name, self._icon, self._ink = theme, name, icon, ink
        self._number = said(number)
        self._hovered = False
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setEnabled(number > 0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("{filter}, {number}").format(filter=name, number=self._number))

    def sizeHint(self) -> QSize:
        """Wide enough for its words."""
        words = text_width(font(SMALL), self._name) + (_ICON + 6 if self._icon else 0)
        number = text_width(_face(), self._number)
        return QSize(max(_NARROWEST, max(words, number) + 2 * _EDGE + 2), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: a sum whose parts are cut says nothing."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, number, icon and words."""
        tokens, area, way = self._theme.tokens, self.rect(), self.layoutDirection()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(area).adjusted(1, 1, -1, -1)
        edge = "accent" if self.isChecked() or self.hasFocus() or (self._hovered and self.isEnabled()) else "line"
        painter.setPen(QPen(tokens.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(tokens.colour("accent_soft" if self.isChecked() else "surface"))
        painter.drawRoundedRect(inner, 8, 8)
        quiet = not self.isEnabled()
        width = area.width() - 2 * _EDGE
        number = placed(way, area, QRect(_EDGE, 8, width, 26))
        ink = tokens.colour("tertiary" if quiet else self._ink)
        draw_text(painter, number, self._number, face=_face(), ink=ink, direction=way)
        left = _EDGE
        if self._icon:
            spot = placed(way, area, QRect(left, 38, _ICON, _ICON))
            painter.drawPixmap(
                spot.topLeft(), self._theme.pixmap(self._icon, "tertiary" if quiet else self._ink, _ICON)
            )
            left += _ICON + 6
        words = placed(way, area, QRect(left, 35, area.width() - left - _EDGE + 2, 20))
        soft = tokens.colour("tertiary" if quiet else "secondary")
        draw_text(painter, words, self._name, face=font(SMALL), ink=soft, direction=way)
        painter.end()


def _face() -> QFont:
    return font(_NUMBER, weight=QFont.Weight.DemiBold)
