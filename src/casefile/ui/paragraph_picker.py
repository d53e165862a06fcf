"""Two versions of a text side by side, paragraph by paragraph: what is ticked makes up the text."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.widgets.cards import label, rule
from casefile.ui.widgets.compared_text import ComparedText, compared

if TYPE_CHECKING:
    from casefile.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that both versions have in one place, or that stand in the same place of each.

    Attributes:
        one: Of the first version, empty if it has none here.
        other: Of the second; the same as `one` where both agree.
        same: Whether both agree.
    """

    one: str
    other: str
    same: bool


def stretches(one: str, other: str) -> list[Stretch]:
    """Two texts cut into what they share and what they do not, in order; nothing of either is left out."""
    mine, theirs = one.split("\n"), other.split("\n")
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    found: list[Stretch] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "replace" and end - start == last - first:
            # As many paragraphs each: they answer each other one by one.
            found += [Stretch(mine[start + n], theirs[first + n], same=False) for n in range(end - start)]
        else:
            found.append(Stretch("\n".join(mine[start:end]), "\n".join(theirs[first:last]), same=tag == "equal"))
    return found


class ParagraphPicker(QWidget):
    """The two versions, with a tick at each paragraph that they do not share.

    Args:
        theme: Colours.
        one: The first version.
        other: The second, which is shown meanwhile: where both have something, its paragraphs are ticked.
        names: Whose they are.

    Signals:
        picked: The text that is ticked now.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, one: str, other: str, names: tuple[str, str]) -> None:
        super().__init__()
        self._stretches = stretches(one, other)
        self._ticks: list[tuple[QCheckBox | None, QCheckBox | None]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for side, name in enumerate(names):
            grid.addWidget(label(f"{side + 1}  {name}", "label", wrap=True), 0, side)
            grid.setColumnStretch(side, 1)
        line = 1
        for number, stretch in enumerate(self._stretches):
            grid.addWidget(rule(), line, 0, 1, 2)
            if stretch.same:
                shared = label(stretch.one, "secondary", wrap=True, natural=True)
                grid.addWidget(shared, line + 1, 0, 1, 2)
                self._ticks.append((None, None))
            else:
                alone = not (stretch.one and stretch.other)
                ticks = (
                    self._side(theme, grid, line + 1, 0, stretch.one, stretch.other, number, ticked=alone),
                    self._side(theme, grid, line + 1, 1, stretch.other, stretch.one, number, ticked=True),
                )
                self._ticks.append(ticks)
            line += 2
        column.addLayout(grid)

    def text(self) -> str:
        """What is ticked, and what both have."""
        parts: list[str] = []
        for stretch, (first, second) in zip(self._stretches, self._ticks, strict=True):
            if stretch.same:
                parts.append(stretch.one)
                continue
            parts += [
                said
                for tick, said in ((first, stretch.one), (second, stretch.other))
                if tick is not None and tick.isChecked()
            ]
        return "\n".join(parts)

    def ticks(self) -> list[QCheckBox]:
        """The ticks, in the order in which the keyboard goes through them."""
        return [tick for pair in self._ticks for tick in pair if tick is not None]

    def _side(
        self,
        theme: Theme,
        grid: QGridLayout,
        line: int,
        side: int,
        text: str,
        beside: str,
        number: int,
        *,
        ticked: bool,
    ) -> QCheckBox | None:
        if not text:
            grid.addWidget(label(_("(not in this version)"), "small"), line, side, Qt.AlignmentFlag.AlignTop)
            return None
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        tick = QCheckBox()
        tick.setChecked(ticked)
        name = _("Paragraph {number} of version {version}").format(number=number + 1, version=side + 1)
        tick.setAccessibleName(name)
        tick.setAccessibleDescription(text)
        tick.toggled.connect(lambda _on: self.picked.emit(self.text()))
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(ComparedText(theme, compared(text, beside), natural=True), 1)
        grid.addWidget(holder, line, side, Qt.AlignmentFlag.AlignTop)
        return tick
