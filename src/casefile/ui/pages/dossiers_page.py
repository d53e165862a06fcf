"""Dossiers: the letters that left the house, and the composer in which the next one is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework.letters import LetterLine, LetterState, letter_lines
from casefile.casework.titles import title_of
from casefile.ui.composer import Composer
from casefile.ui.list_pane import ListWords, Question
from casefile.ui.page import Desk
from casefile.ui.pages.letter_view import STATES, LetterView, days_over
from casefile.ui.pages.list_page import ListPage
from casefile.ui.record_table import Row

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet
    from casefile.ui.drafts import Kept

_ROOM_FOR_BOTH = 1500
"""Pixels from which the list stands beside the composer."""


class DossiersPage(ListPage):
    """The letters, and the composer.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self.composer: Composer | None = None
        self._lines_read: dict[RecordId, LetterLine] = {}
        words = ListWords(
            title=_("Dossiers"),
            icon="file-text",
            hint=_("Title, addressee"),
            count=lambda number: ngettext("{n} letter", "{n} letters", number).format(n=f"{number:n}"),
            empty=_("No letter has left yet"),
            advice=_("Press New dossier to make the first: for an authority, a UN body, a lawyer or the public."),
            new=_("New dossier"),
        )
        orders = [("newest", _("Newest first")), ("due", _("Reply due"))]
        choose = (
            _("Choose a letter, or make a dossier"),
            _("What was sent opens here, with its replies. New dossier begins another."),
        )
        super().__init__(desk, "letter", words, orders, choose)
        self._show_chips()

    def add(self) -> None:
        """Ctrl+N: begin a dossier."""
        self.make_about(())

    def make_about(self, records: Sequence[RecordId]) -> None:
        """Begin a dossier about some records; one that is being written goes on, about them."""
        self._composing().compose_about(records)

    def make_for_each(self, records: Sequence[RecordId]) -> None:
        """Begin a dossier for each of several records."""
        self._composing().compose_each(records)

    def resume(self, one: Kept) -> None:
        """Go on with a dossier that was half written, before a lock or a crash."""
        self._composing().resume(one)

    def _composing(self) -> Composer:
        """The composer, shown."""
        if self.composer is None:
            self.composer = Composer(self.desk)
            self.composer.left.connect(self.leave_composer)
            self.composer.made.connect(self._made)
            self.composer.made_each.connect(self._made_each)
            self._shown.addWidget(self.composer)
        self._shown.setCurrentWidget(self.composer)
        self._make_room()
        return self.composer

    def focus_search(self) -> None:
        """Ctrl+F: among the letters, or whom the dossier is about."""
        if self._list.isVisible() or self.composer is None:
            super().focus_search()
        else:
            self.composer.choice.about.setFocus()

    def leave_composer(self) -> None:
        """Back to the letters; what is being written stays as it is until the vault is locked."""
        if self._view is not None:
            self._shown.setCurrentWidget(self._view)
        else:
            self._shown.setCurrentIndex(0)
        self._make_room()
        self._list.take_keyboard()

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one letter."""
        super().show_record(kind, record)
        if kind == "letter" and self._view is not None:
            self._shown.setCurrentWidget(self._view)
        self._make_room()

    def changed(self, changes: ChangeSet) -> None:
        """Read the letters anew, and the dossier that is being written."""
        super().changed(changes)
        if self.composer is not None:
            self.composer.changed(changes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page gives all its room to the composer."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        composing = self.composer is not None and self._shown.currentWidget() is self.composer
        self._list.setVisible(not composing or self.width() >= _ROOM_FOR_BOTH)

    def _made(self, letter: RecordId) -> None:
        """Show the letter that was made; the next dossier begins anew."""
        self._list.refresh()
        self.show_record("letter", letter)
        self._drop_composer()

    def _made_each(self) -> None:
        """Show the letters; the next dossier begins anew."""
        self._list.refresh()
        self.leave_composer()
        self._drop_composer()

    def _drop_composer(self) -> None:
        composer, self.composer = self.composer, None
        if composer is not None:
            self._shown.removeWidget(composer)
            composer.hide()
            composer.deleteLater()

    def _open(self, record: RecordId) -> None:
        super()._open(record)
        if self._view is not None:
            self._shown.setCurrentWidget(self._view)
            self._make_room()

    def _view_of(self, record: RecordId) -> LetterView:
        return LetterView(self.desk, record)

    def _read_list(self, changes: ChangeSet) -> None:
        self._show_chips()
        super()._read_list(changes)

    def _show_chips(self) -> None:
        today = self.desk.today()
        states = [one.state(today) for one in self.desk.read(letter_lines)]
        self._list.chips.show_choices(
            [(state.value, _(STATES[state][0]), states.count(state)) for state in LetterState if state in states]
        )

    def _ids(self, question: Question) -> Sequence[RecordId]:
        today = self.desk.today()
        lines = self.desk.read(letter_lines)
        if question.words:
            found = set(self.desk.casebook.search_ids(question.words, "letter"))
            lines = [one for one in lines if one.id in found]
        if question.chip:
            lines = [one for one in lines if one.state(today) == question.chip]
        if question.order == "due":
            lines = sorted(lines, key=lambda one: (not one.reply_due, one.reply_due))
        self._lines_read = {one.id: one for one in lines}
        return [one.id for one in lines]

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        lines = [self._lines_read[one] for one in ids if one in self._lines_read]
        about = self.desk.read(lambda reader: [title_of(reader, one.about) if one.about else "" for one in lines])
        return [self._row(line, title) for line, title in zip(lines, about, strict=True)]

    def _row(self, line: LetterLine, about: str) -> Row:
        today, code = self.desk.today(), language().code
        state = line.state(today)
        words, tone, icon = STATES[state]
        said = _(words)
        if state is LetterState.OVERDUE:
            days = days_over(line.reply_due, today)
            said = ngettext("Overdue by {n} day", "Overdue by {n} days", days).format(n=days)
        elif state is LetterState.WAITING:
            said = _("Reply due {date}").format(date=say_date(line.reply_due, code))
        to = _("To: {whom}").format(whom=line.addressee) if line.addressee else about
        return Row(
            line.id,
            line.title or line.addressee or line.reference,
            aside=say_date(line.date, code) if line.date else line.reference,
            chip=said,
            tone=tone,
            icon=icon,
            detail=to,
        )
