"""People: the list of all of them, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, _, language, ngettext
from casefile.casework import people
from casefile.casework.vocabulary import vocabulary
from casefile.ui.list_pane import ListPane, ListWords, Question
from casefile.ui.page import Desk, Page
from casefile.ui.pages.person_view import STATE_TONES, PersonView
from casefile.ui.record_table import Row
from casefile.ui.widgets.cards import empty_state

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet

_CHIPS = ("in_custody", "missing", "released", "deceased")
_FLAGS = {
    "risk": N_("High risk"),
    "incommunicado": N_("Held incommunicado"),
    "consent_withdrawn": N_("Consent withdrawn"),
}


class PeoplePage(Page):
    """The people of the book.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        words = ListWords(
            title=_("People"),
            icon="users",
            hint=_("Search name, alias, place, code"),
            count=lambda number: ngettext("{n} person", "{n} people", number).format(n=f"{number:n}"),
            empty=_("Nobody recorded yet"),
            advice=_("Press New, or Ctrl+N, to record the first person: a name is enough."),
            new=_("New"),
        )
        orders = [("name", _("Name")), ("newest", _("Newest first")), ("reference", _("Code")), ("state", _("State"))]
        self._list = ListPane(desk, words, ids=self._ids, lines=self._lines, orders=orders, new=self.add)
        row.addWidget(self._list)
        self._shown = QStackedWidget()
        self._shown.addWidget(
            empty_state(
                desk.theme, "users", _("Choose a person"), _("Their case opens here. Arrow keys move in the list.")
            )
        )
        row.addWidget(self._shown, 1)
        self._view: PersonView | None = None
        self._list.chosen.connect(self._open)
        self._show_chips()

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one person."""
        if kind != "person":
            return
        if self.desk.read(lambda reader: reader.find(record)) is None:
            self.desk.messages.say(_("This record is gone"))
            return
        self._list.show_record(record)
        self._open(record)

    def changed(self, changes: ChangeSet) -> None:
        """Read the list anew, and the person shown."""
        if changes.touches("person") or changes.touches("name") or changes.everything:
            self._show_chips()
        self._list.refresh()
        view = self._view
        if view is None:
            return
        if self.desk.read(lambda reader: reader.find(view.record)) is None:
            # Erased: nothing of it may stay on the screen.
            self._close()
        else:
            view.refresh()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._list.focus_search()

    def add(self) -> None:
        """Ctrl+N."""
        self.desk.add("person")

    def _open(self, record: RecordId) -> None:
        if self._view is not None and self._view.record == record:
            return
        self._close()
        self._view = PersonView(self.desk, record)
        self._shown.addWidget(self._view)
        self._shown.setCurrentWidget(self._view)

    def _close(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            self._shown.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _show_chips(self) -> None:
        counts = self.desk.read(people.person_counts)
        labels = vocabulary("whereabouts_status")
        self._list.chips.show_choices(
            [
                (state, labels.label(state, language().code), counts.get(state, 0))
                for state in _CHIPS
                if counts.get(state)
            ]
        )

    def _ids(self, question: Question) -> Sequence[RecordId]:
        found = self.desk.casebook.search_ids(question.words, "person") if question.words else None
        chosen = people.PersonFilter(state=question.chip, words_ids=found)
        return self.desk.read(lambda reader: people.person_ids(reader, chosen, question.order or "name"))

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(line) for line in self.desk.read(lambda reader: people.person_lines(reader, ids))]


def _row(line: people.PersonLine) -> Row:
    tone, icon = STATE_TONES.get(line.state, ("plain", ""))
    state = vocabulary("whereabouts_status").label(line.state, language().code) if line.state else ""
    detail = line.where or line.other_script
    return Row(
        line.id,
        line.name,
        aside=line.reference,
        chip=state,
        tone=tone,
        icon=icon,
        detail=detail,
        warning=_(_FLAGS.get(line.flag, "")),
        avatar=True,
    )
