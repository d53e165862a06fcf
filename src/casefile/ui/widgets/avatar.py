"""A circle with initials, in one of a few calm colours that stays the same for the same name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from casefile.ui.theme import Theme, font

_INKS = ("accent", "good", "warning")


class Avatar(QWidget):
    """The initials of somebody as a widget.

    Args:
        theme: Colours.
        name: Whose.
        size: Pixels across.
    """

    def __init__(self, theme: Theme, name: str, size: int = 56) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.setFixedSize(size, size)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle and the initials."""
        painter = QPainter(self)
        paint_avatar(painter, QRectF(self.rect()), self._name, self._theme)
        painter.end()


def paint_avatar(painter: QPainter, area: QRectF, name: str, theme: Theme) -> None:
    """Paint initials into a square area."""
    ink = _INKS[sum(map(ord, name)) % len(_INKS)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.colour(f"{ink}_soft"))
    painter.drawEllipse(area)
    painter.setPen(theme.tokens.colour(ink))
    painter.setFont(font(area.height() * 0.36, weight=QFont.Weight.Medium))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), initials(name))
    painter.restore()


def initials(name: str) -> str:
    """The first letters of the first two words that begin with one; a question mark where there is none."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in words[:2]) or "?"
