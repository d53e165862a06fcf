"""How far a form is answered: a bar with its number, and what is missing, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.ui.theme import Theme
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import clear, label

_STATES = {
    "full": ("circle-check", "good"),
    "partly": ("circle-help", "warning"),
    "none": ("circle-x", "danger"),
}


@dataclass(frozen=True, slots=True)
class MeterLine:
    """One thing that is asked.

    Attributes:
        heading: The part of the form it stands in; empty for none.
        question: What is asked.
        state: "full", "partly" or "none".
        gaps: What would answer it, in words.
    """

    heading: str
    question: str
    state: str
    gaps: tuple[str, ...] = ()


class CompletenessMeter(QWidget):
    """The meter.

    Args:
        theme: Icons.

    Signals:
        mend: Number of the line and of the gap in it that somebody wants to fill.
    """

    mend = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[MeterLine, ...] | None = None
        self._instead = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._said = label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far this form is answered"))
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._all = button(_("Show what is answered too"), self._show_all, role="link")
        column.addWidget(self._said)
        column.addWidget(self.bar)
        column.addLayout(self._body)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeading)
        self._whole = False

    def show_lines(self, lines: Sequence[MeterLine], share: float | None, said: str = "") -> None:
        """Show how far each is answered; what is shown already stays.

        Args:
            lines: What is asked.
            share: How much of the whole is answered, from 0 to 1; None shows no bar.
            said: In place of how many questions are answered.
        """
        if (tuple(lines), said) == (self._lines, self._instead):
            return
        self._lines, self._instead = tuple(lines), said
        self.bar.setVisible(share is not None)
        self._show(share or 0)

    @property
    def missing(self) -> int:
        """How many are not fully answered."""
        return sum(one.state != "full" for one in self._lines or ())

    def _show_all(self) -> None:
        self._whole = True
        self._show(self.bar.value() / 100)

    def _show(self, share: float) -> None:
        lines = self._lines or ()
        done = sum(one.state == "full" for one in lines)
        self._said.setText(
            self._instead
            or ngettext("{done} of {n} question answered", "{done} of {n} questions answered", len(lines)).format(
                done=done, n=len(lines)
            )
        )
        self.bar.setValue(round(share * 100))
        self.bar.setProperty("role", "strong" if done == len(lines) else "fair")
        self.bar.style().unpolish(self.bar)
        self.bar.style().polish(self.bar)
        self.bar.setAccessibleDescription(self._said.text())
        clear(self._body)
        heading = ""
        for number, one in enumerate(lines):
            if one.state == "full" and not self._whole:
                continue
            if one.heading != heading:
                heading = one.heading
                self._body.addWidget(label(heading, "small", wrap=True))
            self._body.addWidget(self._row(number, one))
        self._all.setVisible(bool(done) and not self._whole)

    def _row(self, number: int, line: MeterLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon, ink = _STATES[line.state]
        picture = QLabel()
        picture.setPixmap(self._theme.pixmap(icon, ink, 16))
        state = {"full": _("answered"), "partly": _("answered in part"), "none": _("not answered")}[line.state]
        picture.setAccessibleName(state)
        picture.setToolTip(state)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(line.question, wrap=True))
        for position, gap in enumerate(line.gaps):
            # A link is as wide as its words: it stands at the start of a line of its own.
            line_of = QHBoxLayout()
            link = LinkButton(
                gap, partial(self.mend.emit, number, position), name=_("Fill in: {what}").format(what=gap)
            )
            line_of.addWidget(link, 100)
            line_of.addStretch(1)
            words.addLayout(line_of)
        row.addLayout(words, 1)
        return made
