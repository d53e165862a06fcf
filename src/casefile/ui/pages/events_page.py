"""Events: the list of all of them, newest first, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework import events
from casefile.casework.vocabulary import vocabulary
from casefile.ui.list_pane import ListWords
from casefile.ui.page import Desk
from casefile.ui.pages.event_view import EventView
from casefile.ui.pages.list_page import ListPage
from casefile.ui.record_table import Row

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet


class EventsPage(ListPage):
    """The events of the book.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title=_("Events"),
            icon="calendar-days",
            hint=_("Title, place, words"),
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
        choose = (_("Choose an event"), _("It opens here with its figures and people."))
        super().__init__(desk, "event", words, orders, choose)

    def _read_list(self, changes: ChangeSet) -> None:
        if changes.touches("event") or changes.touches("place"):
            super()._read_list(changes)

    def _view_of(self, record: RecordId) -> EventView:
        return EventView(self.desk, record)

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
