"""Buttons as the app makes them: data never read as a mnemonic, a name on every icon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from casefile.ui.theme import ICON, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QIcon


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
    made = QPushButton(text.replace("&", "&&"))
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
