"""Events: the list of all of them, newest first, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework import events
from casefile.casework.vocabulary import vocabulary
from casefile.ui.list_pane import ListPane, ListWords, Question
from casefile.ui.page import Desk, Page
from casefile.ui.pages.event_view import EventView
from casefile.ui.record_table import Row
from casefile.ui.widgets.cards import empty_state

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet


class EventsPage(Page):
    """The events of the book.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        words = ListWords(
            title=_("Events"),
            icon="calendar-days",
            hint=_("Search title, place, words"),
            count=lambda number: ngettext("{n} event", "{n} events", number).format(n=f"{number:n}"),
            empty=_("No event recorded yet"),
            advice=_("Press New, or Ctrl+N, to record what happened: a title is enough."),
            new=_("New"),
        )
        orders = [
            ("latest", _("Latest")),
            ("date", _("Earliest")),
            ("title", _("Title")),
            ("newest", _("Newest first")),
        ]
        self._list = ListPane(desk, words, ids=self._ids, lines=self._lines, orders=orders, new=self.add)
        row.addWidget(self._list)
        self._shown = QStackedWidget()
        self._shown.addWidget(
            empty_state(
                desk.theme, "calendar-days", _("Choose an event"), _("It opens here with its figures and people.")
            )
        )
        row.addWidget(self._shown, 1)
        self._view: EventView | None = None
        self._list.chosen.connect(self._open)

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one event."""
        if kind != "event":
            return
        if self.desk.read(lambda reader: reader.find(record)) is None:
            self.desk.messages.say(_("This record is gone"))
            return
        self._list.show_record(record)
        self._open(record)

    def changed(self, changes: ChangeSet) -> None:
        """Read the list anew if an event or the name of a place changed, and the event shown."""
        if changes.touches("event") or changes.touches("place"):
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
        self.desk.add("event")

    def _open(self, record: RecordId) -> None:
        if self._view is not None and self._view.record == record:
            return
        self._close()
        self._view = EventView(self.desk, record)
        self._shown.addWidget(self._view)
        self._shown.setCurrentWidget(self._view)

    def _close(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            self._shown.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _ids(self, question: Question) -> Sequence[RecordId]:
        found = self.desk.casebook.search_ids(question.words, "event") if question.words else None
        chosen = events.EventFilter(words_ids=found)
        return self.desk.read(lambda reader: events.event_ids(reader, chosen, question.order or "latest"))

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(line) for line in self.desk.read(lambda reader: events.event_lines(reader, ids))]


def _row(line: events.EventLine) -> Row:
    code = language().code
    kind = vocabulary("event_kind").label(line.kind, code) if line.kind else ""
    when = say_date(line.when, code) if line.when else ""
    return Row(
        line.id,
        line.title,
        aside=line.reference,
        chip=kind,
        detail=" · ".join(part for part in (when, line.where) if part),
    )
