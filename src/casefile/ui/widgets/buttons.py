"""Buttons as the app makes them: data never read as a mnemonic, a name on every icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QToolButton

from casefile.ui.painting import draw_text, isolate, text_width
from casefile.ui.theme import ICON, Theme, font

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QIcon, QPaintEvent


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    role: str = "",
    icon: QIcon | None = None,
    name: str = "",
) -> QPushButton:
    """A button.

    Args:
        text: What stands on it, as it is: `&` is a letter.
        pressed: Called when it is pressed.
        role: "primary", "danger", "quiet" or "link"; empty for the usual one.
        icon: A picture before the text.
        name: What a screen reader says instead of the text.
    """
    # Qt leaves too little air between a picture and its text.
    made = QPushButton(("\u2009" if icon is not None else "") + shown_on_button(text))
    made.setAccessibleName(name or text)
    if role:
        made.setProperty("role", role)
    if icon is not None:
        made.setIcon(icon)
        made.setIconSize(QSize(16, 16))
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if pressed is not None:
        made.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked
    return made


def tick_box(text: str) -> QCheckBox:
    """A box to tick, with its text as it is."""
    made = QCheckBox(shown_on_button(text))
    made.setAccessibleName(text)
    return made


def shown_on_button(text: str) -> str:
    """A text as a button shows it as it is: without mnemonics, its punctuation on its own side of the words."""
    plain = text.replace("&", "&&")
    return isolate(plain) if QGuiApplication.isRightToLeft() else plain


class LinkButton(QPushButton):
    """A text that leads somewhere, cut with an ellipsis where there is no room for all of it.

    Args:
        text: What it says, as it is: `&` is a letter.
        pressed: Called when it is pressed.
        name: What a screen reader says instead of the text.
    """

    def __init__(self, text: str, pressed: Callable[[], object], *, name: str = "") -> None:
        super().__init__()
        self._said = text
        self._hovered = False
        self.setProperty("role", "link")
        self.setAccessibleName(name or text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        return QSize(text_width(font(), self._said) + 4, self.fontMetrics().height() + 3)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to give way."""
        return QSize(min(self.sizeHint().width(), 60), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Underline it."""
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Underline it no longer."""
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, underlined under the mouse, ringed by the keyboard."""
        painter = QPainter(self)
        ink = self.palette().color(QPalette.ColorRole.Link)
        face = font(underline=self._hovered)
        draw_text(painter, self.rect(), self._said, face=face, ink=ink, direction=self.layoutDirection())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, 1.2))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        painter.end()


def icon_button(theme: Theme, icon: str, name: str, pressed: Callable[[], object] | None = None) -> QToolButton:
    """A button that is an icon; its name is said by a screen reader and shown when the mouse rests on it."""
    made = QToolButton()
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(ICON, ICON))
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if pressed is not None:
        made.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked
    return made
