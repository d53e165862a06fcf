"""Cards, chips, avatars, key-and-value rows and empty states: the look shared by all pages."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from casefile.ui.theme import SMALL, Theme, font

_AVATAR = 52
_CHIP_HEIGHT = 22


class Card(QFrame):
    """A raised surface with a heading and an icon; put content into `body`."""

    def __init__(self, theme: Theme, heading: str, icon: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        if icon:
            picture = QLabel()
            picture.setPixmap(theme.pixmap(icon, "secondary"))
            head.addWidget(picture)
        if heading:
            head.addWidget(label(heading, "section"))
        head.addStretch(1)
        self.head = head
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body)


class Chip(QWidget):
    """A word with an icon on a soft ground; the icon and the word carry the meaning, the colour only helps.

    Args:
        theme: Colours and icons.
        text: The word.
        tone: "accent", "good", "warning", "danger" or "plain".
        icon: Name of an icon, or empty.
    """

    def __init__(self, theme: Theme, text: str, tone: str = "plain", icon: str = "") -> None:
        super().__init__()
        self._text = text
        self._ground = theme.tokens.colour("background" if tone == "plain" else f"{tone}_soft")
        self._ink = theme.tokens.colour("secondary" if tone == "plain" else tone)
        self._icon = theme.pixmap(icon, "secondary" if tone == "plain" else tone, 14) if icon else None
        self.setFont(font(SMALL + 0.5, weight=QFont.Weight.Medium))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its word and icon."""
        width = self.fontMetrics().horizontalAdvance(self._text) + 20 + (20 if self._icon else 0)
        return QSize(width, _CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and word, mirrored in a right-to-left layout."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setPen(self._ink)
        left = 10
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self._icon:
            x = self.width() - 24 if mirrored else left
            painter.drawPixmap(x, (self.height() - 14) // 2, self._icon)
            left += 20
        area = self.rect().adjusted(10, 0, -left, 0) if mirrored else self.rect().adjusted(left, 0, -10, 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), self._text)
        painter.end()


class Avatar(QWidget):
    """A circle with initials, in one of a few calm colours that stays the same for the same name."""

    def __init__(self, theme: Theme, name: str, size: int = _AVATAR) -> None:
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
    """Paint an avatar into `area`."""
    ground, ink = (("accent_soft", "accent"), ("good_soft", "good"), ("warning_soft", "warning"))[
        sum(map(ord, name)) % 3
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.colour(ground))
    painter.drawEllipse(area)
    painter.setPen(theme.tokens.colour(ink))
    painter.setFont(font(area.height() * 0.36, weight=QFont.Weight.Medium))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), initials(name))


def initials(name: str) -> str:
    """The first letters of the first two words that have any."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in words[:2]) or "?"


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A line of plain text, never read as markup; `role` is one of the style sheet's."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


def pairs(rows: Iterable[tuple[str, str]], columns: int = 2) -> QWidget:
    """Labels with their values beneath, in columns."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    for position, (name, value) in enumerate(rows):
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(label(name, "small"))
        shown = label(value, wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(f"{name}: {value}")
        cell.addWidget(shown)
        grid.addLayout(cell, position // columns, position % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return made


def empty_state(theme: Theme, icon: str, heading: str, advice: str) -> QWidget:
    """What a list or page shows when it has nothing: what it is for and what to do first."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setSpacing(8)
    column.addStretch(1)
    picture = QLabel()
    picture.setPixmap(theme.pixmap(icon, "tertiary", 36))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(picture)
    for text, role in ((heading, "section"), (advice, "secondary")):
        line = label(text, role, wrap=True)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(line)
    column.addStretch(2)
    return made


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
