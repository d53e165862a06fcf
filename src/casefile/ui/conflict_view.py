"""One open conflict on the screen: the values side by side with their authors, and every way to decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.casework.record import Shape
from casefile.ui.field_editors import Editor, editor
from casefile.ui.form_fields import FieldRow
from casefile.ui.link_editor import BookFinder, LinkEditor
from casefile.ui.paragraph_picker import ParagraphPicker
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Card, clear, label
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.compared_text import ComparedText, compared
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from casefile.casework.record import Value
    from casefile.ui.conflict_reading import Advice, Case, Side
    from casefile.ui.page import Desk

_TWO = 2
BOTH, ANEW, PARAGRAPHS, ADVICE = "0", "F2", "F3", "F4"
"""Keys beside the numbers of the values. No letters: those lie elsewhere on a Cyrillic keyboard."""


class ConflictView(QWidget):
    """The case and its choices.

    Args:
        desk: The look; makes editors.
        case: What to decide.
        unfolded: Whether sensitive values are shown at once.

    Signals:
        taken: The value to keep.
        disputed: The value to show, while all are kept as claims.
        advised: Values of several fields, as other records have them.
        later: This one is left for later.
        unfolded_now: Somebody wanted to see what is sensitive.
    """

    taken = Signal(object)
    disputed = Signal(object)
    advised = Signal(object)
    later = Signal()
    unfolded_now = Signal()

    def __init__(self, desk: Desk, case: Case, *, unfolded: bool) -> None:
        super().__init__()
        self._desk = desk
        self.case = case
        self.hidden = case.sensitive and not unfolded
        self.writing: FieldRow | None = None
        self.picker: ParagraphPicker | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(28, 20, 28, 28)
        self._column.setSpacing(14)
        self._column.addLayout(self._head())
        self._body = QVBoxLayout()
        self._body.setSpacing(14)
        self._column.addLayout(self._body)
        self._column.addStretch(1)
        self.show_choices()

    @property
    def busy(self) -> bool:
        """Whether somebody is writing a value, so that keys are letters."""
        return self.writing is not None

    def show_choices(self) -> None:
        """Show the values and what can be done."""
        clear(self._body)
        self.writing = self.picker = None
        if self.hidden:
            card = Card(self._desk.theme)
            card.body.addWidget(label(_("This field is sensitive. Nobody should look over your shoulder."), wrap=True))
            icon = self._desk.theme.icon("eye", "text", 16)
            card.body.addWidget(button(_("Show what is sensitive"), self.unfold, icon=icon), 0, _LEADING)
            self._body.addWidget(card)
            return
        case = self.case
        if not case.put_aside:
            before = _("Nobody can say") if case.before is None else case.before or _("(empty)")
            self._body.addWidget(
                _captioned(_("Before they parted"), label(before, "secondary", wrap=True, natural=True))
            )
        for number, side in enumerate(case.sides):
            self._body.addWidget(self._side(number, side))
        if case.claims:
            card = Card(self._desk.theme, _("What sources say of it"), "book-open")
            for claim in case.claims:
                card.body.addWidget(label(claim, wrap=True))
            self._body.addWidget(card)
        if case.advice is not None and case.advice.values:
            self._body.addWidget(self._advice(case.advice))
        self._body.addWidget(self._ways())

    def take(self, number: int) -> None:
        """Keep the value with this number, counted from 1."""
        if not self.hidden and not self.busy and 1 <= number <= len(self.case.sides):
            self.taken.emit(self.case.sides[number - 1].value)

    def dispute(self) -> None:
        """Keep the shown value, and every one as a claim."""
        if self._can_dispute() and not self.busy:
            self.disputed.emit(self.case.sides[-1].value)

    def follow_advice(self) -> None:
        """Take what other records say."""
        if self.case.advice is not None and not self.hidden and not self.busy:
            self.advised.emit(self.case.advice.values)

    def unfold(self) -> None:
        """Show what is sensitive."""
        self.hidden = False
        self.unfolded_now.emit()
        self.show_choices()

    def write_anew(self) -> None:
        """Ask for a value that nobody wrote so far, beginning with the one that is shown."""
        if self._can_write() and not self.busy:
            self._write(_("Write anew"), self.case.sides[-1].value)

    def pick_paragraphs(self) -> None:
        """Put the text together from the paragraphs of both."""
        if not self._can_pick() or self.busy:
            return
        one, other = (str(side.value) for side in self.case.sides)
        names = (self.case.sides[0].writers[0], self.case.sides[1].writers[0])
        picker = ParagraphPicker(self._desk.theme, one, other, names)
        self._write(_("Put together from both"), picker.text(), picker)
        self.picker = picker
        ticks = picker.ticks()
        if ticks:
            ticks[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, reason: str) -> None:
        """Say why the value that was written cannot be kept."""
        if self.writing is not None:
            self.writing.say(reason)
            self.writing.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_written(self) -> None:
        """Keep what was written."""
        if self.writing is None:
            return
        problem = self.writing.editor.problem()
        if problem:
            self.refuse(problem)
        else:
            self.taken.emit(self.writing.editor.value())

    def _can_dispute(self) -> bool:
        return not (self.hidden or self.case.put_aside or self.case.facts.secret)

    _can_write = _can_dispute

    def _can_pick(self) -> bool:
        return self._can_write() and self.case.facts.shape is Shape.PROSE and len(self.case.sides) == _TWO

    def _head(self) -> QVBoxLayout:
        case, desk = self.case, self._desk
        column = QVBoxLayout()
        column.setSpacing(4)
        row = QHBoxLayout()
        name = LinkButton(case.title, partial(desk.open, case.conflict.kind, case.conflict.record))
        row.addWidget(name, 100)
        row.addWidget(Chip(desk.theme, " ".join(part for part in (case.kind, case.reference) if part)))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label(case.label, "title", wrap=True))
        return column

    def _side(self, number: int, side: Side) -> QWidget:
        case, theme = self.case, self._desk.theme
        card = Card(theme)
        row = QHBoxLayout()
        row.setSpacing(16)
        key = QLabel(str(number + 1))
        key.setProperty("role", "section")
        key.setAccessibleName(_("Value {number}").format(number=number + 1))
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(6)
        beside = next((one.words for one in reversed(case.sides) if one is not side), "")
        prose = case.facts.shape is Shape.PROSE
        runs = compared(side.words, beside) if prose or case.facts.shape is Shape.TEXT else [(side.words, False)]
        text.addWidget(ComparedText(theme, runs if side.words else [(_("(empty)"), False)], natural=prose))
        for writer in side.writers:
            text.addWidget(label(writer, "small", wrap=True))
        if side.shown:
            text.addWidget(Chip(theme, _("shown meanwhile"), "accent", "eye"), 0, _LEADING)
        row.addLayout(text, 1)
        name = _("Take value {number}").format(number=number + 1)
        take = button(self._take_text(side), partial(self.take, number + 1), name=name)
        take.setToolTip(str(number + 1))
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        return card

    def _take_text(self, side: Side) -> str:
        if not self.case.put_aside:
            return _("Take this one")
        return _("Put it aside") if side.value else _("Keep it")

    def _advice(self, advice: Advice) -> QWidget:
        card = Card(self._desk.theme, _("What the detentions on record say"), "info")
        card.body.addWidget(label(advice.words, wrap=True))
        number = len(advice.values)
        text = ngettext("Take that", "Take that, {n} fields at once", number).format(n=number)
        card.body.addWidget(_way(text, ADVICE, self.follow_advice), 0, _LEADING)
        return card

    def _ways(self) -> QWidget:
        made = QWidget()
        flow = Flow(10, made)
        if self._can_dispute():
            flow.addWidget(_way(_("Keep all: it is disputed"), BOTH, self.dispute))
        if self._can_write():
            flow.addWidget(_way(_("Write anew"), ANEW, self.write_anew))
        if self._can_pick():
            flow.addWidget(_way(_("By paragraph"), PARAGRAPHS, self.pick_paragraphs))
        icon = self._desk.theme.icon("clock", "text", 16)
        flow.addWidget(
            button(f"{_('Decide later')}   {_('Space')}", self.later.emit, icon=icon, name=_("Decide later"))
        )
        return made

    def _write(self, heading: str, value: Value, above: QWidget | None = None) -> None:
        clear(self._body)
        card = Card(self._desk.theme, heading, "pencil")
        if above is not None:
            card.body.addWidget(above)
        facts = self.case.facts
        made = self._editor()
        self.writing = FieldRow(self.case.conflict.field, facts, made, card)
        made.set_value(value)
        if isinstance(above, ParagraphPicker):
            above.picked.connect(made.set_value)
        card.body.addWidget(self.writing)
        row = QHBoxLayout()
        row.setSpacing(10)
        keep = button(_("Keep this"), self.keep_written, role="primary")
        keep.setToolTip("Ctrl+S")
        row.addWidget(keep)
        leave = button(_("Back to the values"), self.show_choices)
        leave.setToolTip("Esc")
        row.addWidget(leave)
        row.addStretch(1)
        card.body.addLayout(row)
        self._body.addWidget(card)
        made.setFocus(Qt.FocusReason.OtherFocusReason)

    def _editor(self) -> Editor:
        facts = self.case.facts
        if facts.shape is Shape.LINK:
            return LinkEditor(facts, BookFinder(self._desk))
        return editor(facts, self._desk.today())


_LEADING = Qt.AlignmentFlag.AlignLeading


def _way(text: str, key: str, pressed: Callable[[], object]) -> QPushButton:
    """A way to decide, with its key on the button."""
    return button(f"{text}   {key}", pressed, name=text)


def _captioned(caption: str, widget: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(caption, "small"))
    column.addWidget(widget)
    return made
