"""Chips: a word on a soft ground, and the row of them by which a list is narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from casefile.base.counts import say_count
from casefile.base.i18n import _, language
from casefile.ui.painting import draw_text, placed, text_width
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Tone = Literal["plain", "accent", "good", "warning", "danger"]

_HEIGHT = 22
_PADDING = 9
_ICON = 13
_GAP = 6
_RADIUS = 10.5
"""Half the height less a hair: a radius above half the height gives square corners."""


def said(number: int) -> str:
    """A number as the app's language groups its digits."""
    return say_count(str(number), language().code)


def chip_ground(tone: Tone) -> str:
    """The token a chip of this tone is filled with."""
    return "line" if tone == "plain" else f"{tone}_soft"


def chip_ink(tone: Tone) -> str:
    """The token its word is written in."""
    return "secondary" if tone == "plain" else tone


def chip_face() -> QFont:
    """The type of a chip's word."""
    return font(SMALL)


def chip_width(text: str, *, icon: bool) -> int:
    """How wide a chip is."""
    return text_width(chip_face(), text) + 2 * _PADDING + 1 + (_ICON + _GAP if icon else 0)


def paint_chip(
    painter: QPainter,
    area: QRect,
    theme: Theme,
    text: str,
    tone: Tone,
    icon: str,
    direction: Qt.LayoutDirection,
    *,
    raised: bool = False,
) -> None:
    """Paint a chip into an area that is already placed; its word is cut if it is too long.

    `raised` gives it the ground of a surface, for where it stands on a tinted one.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.colour("surface" if raised else chip_ground(tone)))
    radius = min(_RADIUS, area.height() / 2 - 0.5)
    painter.drawRoundedRect(QRectF(area), radius, radius)
    left = _PADDING
    if icon:
        spot = QRect(area.left() + left, area.top() + (area.height() - _ICON) // 2, _ICON, _ICON)
        painter.drawPixmap(placed(direction, area, spot).topLeft(), theme.pixmap(icon, chip_ink(tone), _ICON))
        left += _ICON + _GAP
    word = QRect(area.left() + left, area.top(), area.width() - left - _PADDING + 2, area.height())
    draw_text(
        painter,
        placed(direction, area, word),
        text,
        face=chip_face(),
        ink=theme.tokens.colour(chip_ink(tone)),
        direction=direction,
    )
    painter.restore()


class Chip(QWidget):
    """A word with an icon on a soft ground; the icon and the word carry the meaning, the colour only helps.

    Args:
        theme: Colours and icons.
        text: The word.
        tone: What kind of news it is.
        icon: Name of an icon, or empty.
    """

    def __init__(self, theme: Theme, text: str, tone: Tone = "plain", icon: str = "") -> None:
        super().__init__()
        self._theme, self._text, self._tone, self._icon = theme, text, tone, icon
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its word and icon."""
        return QSize(chip_width(self._text, icon=bool(self._icon)), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to give way; the word is then cut."""
        return QSize(min(self.sizeHint().width(), 64), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._theme, self._text, self._tone, self._icon, self.layoutDirection())
        painter.end()


class FilterChips(QWidget):
    """Choices of which one, or none, narrows a list.

    Args:
        name: What a screen reader calls the row.

    Signals:
        picked: The key chosen now; empty if none is.
        turned: The key pressed, and whether it was chosen by that.
    """

    picked = Signal(str)
    turned = Signal(str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._row = Flow(8, self)
        self._buttons: dict[str, QPushButton] = {}

    def show_choices(self, choices: Sequence[tuple[str, str, int | None]]) -> None:
        """Show these choices, each a key, a word and how many it leaves; what was chosen stays so if it is there."""
        chosen = self.marked()
        if [key for key, _label, _number in choices] != list(self._buttons):
            while item := self._row.takeAt(0):
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            self._buttons = {key: self._made(key) for key, _label, _number in choices}
        for key, label, number in choices:
            button = self._buttons[key]
            button.setText(label.replace("&", "&&") + ("" if number is None else f"  {said(number)}"))
            button.setAccessibleName(
                label if number is None else _("{filter}, {number}").format(filter=label, number=said(number))
            )
        self.mark(chosen)

    def keys(self) -> list[str]:
        """The keys of the choices shown."""
        return list(self._buttons)

    def chosen(self) -> str:
        """The key chosen; empty for none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose one, or none by an empty key, without telling anybody."""
        self.mark({key})

    def marked(self) -> set[str]:
        """Every key that is chosen, where a list is narrowed by several."""
        return {key for key, button in self._buttons.items() if button.isChecked()}

    def mark(self, keys: Collection[str]) -> None:
        """Choose several, without telling anybody."""
        for name, button in self._buttons.items():
            button.setChecked(name in keys)

    def _made(self, key: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._pick(key))
        self._row.addWidget(button)
        button.show()
        return button

    def _pick(self, key: str) -> None:
        on = self._buttons[key].isChecked()
        self.choose(key if on else "")
        self.picked.emit(self.chosen())
        self.turned.emit(key, on)
