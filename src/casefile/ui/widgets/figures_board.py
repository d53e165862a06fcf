"""The figures board: what is counted down the side, who counted it across the top, our own named list at the end.

Figures of different sources are never added or averaged; where they differ, the row says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.ui.painting import isolate
from casefile.ui.widgets.cards import label, rule
from casefile.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefile.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Heading:
    """One source: who, as of when, and whether it is official."""

    title: str
    as_of: str
    official: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One thing counted.

    Attributes:
        counted: What, in words.
        cells: For each source: its figures in words, each with its parts beneath.
        named: How many of our own named records are counted here.
        differs: Whether the sources do not say the same.
    """

    counted: str
    cells: Sequence[Sequence[tuple[str, Sequence[str]]]]
    named: int
    differs: bool


class FiguresBoard(QWidget):
    """The board of one event.

    Args:
        theme: Colours.
        headings: The sources.
        lines: The rows.
        open_named: Called with the number of a row when its named list is asked for.
    """

    def __init__(
        self, theme: Theme, headings: Sequence[Heading], lines: Sequence[Line], open_named: Callable[[int], None]
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        for column, heading in enumerate(headings, start=1):
            grid.addWidget(self._heading(theme, heading), 0, column, top)
        grid.addWidget(label(_("Our named list"), "small", wrap=True), 0, len(headings) + 1, top)
        grid.setColumnStretch(0, 2)
        for number, line in enumerate(lines):
            row = 2 * number + 1
            grid.addWidget(rule(), row, 0, 1, len(headings) + 2)
            name = QWidget()
            column_of_name = QVBoxLayout(name)
            column_of_name.setContentsMargins(0, 2, 0, 2)
            column_of_name.addWidget(label(line.counted, wrap=True))
            if line.differs:
                differs = Chip(theme, _("sources differ"), "warning", "triangle-alert")
                # It is why the board is there: it is never cut short.
                differs.setMinimumWidth(differs.sizeHint().width())
                column_of_name.addWidget(differs)
            grid.addWidget(name, row + 1, 0, top)
            for column, cells in enumerate(line.cells, start=1):
                grid.addWidget(self._cell(cells, line.counted, headings[column - 1].title), row + 1, column, top)
                grid.setColumnStretch(column, 3)
            grid.addWidget(self._named(line, number, open_named), row + 1, len(headings) + 1, top)

    @staticmethod
    def _heading(theme: Theme, heading: Heading) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(heading.title, wrap=True))
        if heading.as_of:
            column.addWidget(label(heading.as_of, "small", wrap=True))
        if heading.official:
            column.addWidget(Chip(theme, _("official"), "accent", "landmark"))
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return made

    @staticmethod
    def _cell(cells: Sequence[tuple[str, Sequence[str]]], counted: str, source: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        for figure, parts in cells:
            shown = label(figure, "strong", wrap=True)
            shown.setAccessibleName(f"{counted}, {source}: {figure}")
            column.addWidget(shown)
            for part in parts:
                column.addWidget(label(part, "secondary", wrap=True))
        if not cells:
            column.addWidget(label("—", "small"))
        return made

    @staticmethod
    def _named(line: Line, number: int, open_named: Callable[[int], None]) -> QWidget:
        if not line.named:
            return label("—", "small")
        # Isolated, else a right-to-left window turns "2 people" round.
        words = ngettext("{n} person", "{n} people", line.named).format(n=line.named)
        button = QPushButton(isolate(words))
        button.setAccessibleName(f"{line.counted}, {_('Our named list')}: {words}")
        button.setProperty("role", "chip")
        button.clicked.connect(lambda: open_named(number))
        return button
