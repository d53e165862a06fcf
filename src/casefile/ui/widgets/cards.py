"""Cards, labels, banners, key-and-value rows and empty states: the look shared by all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from casefile.ui.painting import aligned
from casefile.ui.widgets.buttons import button as make_button

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from casefile.ui.theme import Theme
    from casefile.ui.widgets.chips import Tone

_TEXT_WIDTH = 420


class Card(QFrame):
    """A surface with a heading and an icon; put content into `body`.

    Args:
        theme: Colours and icons.
        heading: What it is about; empty for a card without a head.
        icon: Name of an icon before the heading.
    """

    def __init__(self, theme: Theme, heading: str = "", icon: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 18)
        outer.setSpacing(12)
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        if icon:
            picture = QLabel()
            picture.setPixmap(theme.pixmap(icon, "secondary"))
            self.head.addWidget(picture)
        if heading:
            self.setAccessibleName(heading)
            title = label(heading, "section", wrap=True)
            self.head.addWidget(title, 1)
            outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the end of the head."""
        self.head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class Banner(QFrame):
    """A sentence that matters now, over the whole width, with something to do about it.

    Args:
        theme: Colours and icons.
        text: The sentence.
        tone: What kind of news it is; "plain" is not for banners.
        icon: Name of the icon before it.
        button: What stands on its button; none if empty.
        pressed: Called when the button is pressed.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = "warning",
        icon: str = "triangle-alert",
        button: str = "",
        pressed: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(f"banner_{tone}")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(12)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, tone))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(text, wrap=True), 1)
        if button:
            row.addWidget(make_button(button, pressed))


def label(text: str, role: str = "", *, wrap: bool = False, natural: bool = False) -> QLabel:
    """A text, never read as markup.

    Args:
        text: The text.
        role: One of the style sheet's.
        wrap: Whether it may take several lines.
        natural: Whether it is aligned as its own script is, as paragraphs are; else with the layout, so that a name
            in Arabic stands beneath the same name in Latin.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if not natural:
        made.setAlignment(aligned(made.layoutDirection(), "start"))
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def pairs(rows: Iterable[tuple[str, str]], columns: int = 2) -> QWidget:
    """Labels with their values beneath, in columns; values can be selected and copied."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    for position, (name, value) in enumerate(rows):
        shown = label(value, wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(f"{name}: {value}")
        grid.addWidget(pair(name, shown), position // columns, position % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return made


def pair(name: str, value: QWidget) -> QWidget:
    """A label with what it names beneath."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(name, "small", wrap=True))
    column.addWidget(value)
    return made


def empty_state(
    theme: Theme,
    icon: str,
    heading: str,
    advice: str,
    button: str = "",
    pressed: Callable[[], object] | None = None,
) -> QWidget:
    """What a list or page shows when it has nothing: what it is for and what to do first."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(10)
    column.addStretch(2)
    picture = QLabel()
    picture.setPixmap(theme.pixmap(icon, "tertiary", 36))
    column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
    for text, role in ((heading, "section"), (advice, "secondary")):
        line = label(text, role, wrap=True)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setMaximumWidth(_TEXT_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(line, 8)
        row.addStretch(1)
        column.addLayout(row)
    if button:
        column.addSpacing(6)
        column.addWidget(make_button(button, pressed, role="primary"), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(3)
    return made


def scrolled(widget: QWidget) -> QScrollArea:
    """A page's body in a scroll area that scrolls up and down only."""
    widget.setObjectName("pageBody")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def rule(*, upright: bool = False) -> QFrame:
    """A thin line between two things."""
    made = QFrame()
    made.setObjectName("rule")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def column_of(*widgets: QWidget, spacing: int = 16, margins: tuple[int, int, int, int] = (28, 20, 28, 28)) -> QWidget:
    """Widgets beneath each other, at the top of a page's body."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(*margins)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return made


def add_stretched(layout: QBoxLayout, *widgets: QWidget) -> None:
    """Add widgets of the same width side by side."""
    for widget in widgets:
        layout.addWidget(widget, 1)
