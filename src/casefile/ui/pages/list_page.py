"""A list of all records of a kind, and beside it the page of the one that is chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import _, language
from casefile.casework import lists
from casefile.ui.list_pane import Extent, ListPane, ListWords, Question
from casefile.ui.page import Desk, Page
from casefile.ui.record_table import Row
from casefile.ui.widgets.cards import empty_state

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet
    from casefile.ui.saved_views import View

Chip = tuple[str, str, int | None]
"""A chip over a list: its key, its word, and how many records it leaves."""


class ChosenView(QWidget):
    """The page of one record, beside the list."""

    record: RecordId
    """Whose page it is."""

    def refresh(self) -> None:
        """Read everything anew; the tab and its place stay."""


class ListPage(Page):
    """What the pages with a list have in common.

    Args:
        desk: What it works with.
        kind: The kind of record that is listed.
        words: What the list is called and says.
        orders: Keys and names of its orders.
        choose: Heading and advice while no record is chosen.
    """

    def __init__(
        self, desk: Desk, kind: str, words: ListWords, orders: Sequence[tuple[str, str]], choose: tuple[str, str]
    ) -> None:
        super().__init__(desk)
        self._kind = kind
        self._list = ListPane(
            desk,
            words,
            ids=self._ids,
            lines=self._lines,
            orders=orders,
            new=self.add,
            kind=kind,
            extent=Extent(self._is_longer, self._how_many),
        )
        self._shown = QStackedWidget()
        self._shown.addWidget(empty_state(desk.theme, words.icon, *choose))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._shown, 1)
        self._view: ChosenView | None = None
        self._list.chosen.connect(self._open)
        self._list.widened.connect(self._make_room_for_table)
        self._make_room_for_table(self._list.is_wide())

    def _make_room_for_table(self, wide: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._shown.setHidden(wide)

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one record of the kind."""
        if kind != self._kind:
            return
        if self.desk.read(lambda reader: reader.find(record)) is None:
            self.desk.messages.say(_("This record is gone"))
            return
        self._list.show_record(record)
        self._open(record)

    def changed(self, changes: ChangeSet) -> None:
        """Read the list anew, and the record shown."""
        self._read_list(changes)
        view = self._view
        if view is None:
            return
        if self.desk.read(lambda reader: reader.find(view.record)) is None:
            # Erased: nothing of it may stay on the screen.
            self._close()
        else:
            view.refresh()

    def show_view(self, view: View) -> None:
        """Look at the list as a saved view does."""
        self._list.open_view(view)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._list.focus_search()

    def add(self) -> None:
        """Ctrl+N."""
        self.desk.add(self._kind)

    def _how_many(self) -> int:
        """How many records of the kind there are, but for those put aside; may be called in another thread."""
        return self.desk.read(lambda reader: reader.count(self._kind))

    @abstractmethod
    def _view_of(self, record: RecordId) -> ChosenView:
        """Make the page of a record."""

    def _ids(self, question: Question) -> Sequence[RecordId]:
        """The records that the list asks for, sorted; may be called in another thread."""
        words_ids = self.desk.casebook.search_ids(question.words, self._kind) if question.words else None
        facets = dict(question.facets)
        wanted = lists.Wanted(facets=facets, words_ids=words_ids, order=question.order, code=language().code)
        return self.desk.read(lambda reader: lists.listed(reader, self._kind, wanted, self.desk.today()))

    def _is_longer(self, most: int) -> bool:
        return self.desk.read(lambda reader: lists.is_long(reader, self._kind, most))

    @abstractmethod
    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        """The rows of some records."""

    def _quick_chips(self) -> list[Chip]:
        """The chips over the list; may be called in another thread."""
        return []

    def _show_chips(self) -> None:
        if self._list.is_long():
            self.ask(lambda _progress: self._quick_chips(), self._list.show_chips, beside=True)
        else:
            self._list.show_chips(self._quick_chips())

    def _read_list(self, _changes: ChangeSet) -> None:
        if self._list.is_long():
            # The rows are right at once; who is among them, and where, follows.
            self._list.list.forget_rows()
        self._list.refresh()

    def _open(self, record: RecordId) -> None:
        if self._view is not None and self._view.record == record:
            return
        self._close()
        self._view = self._view_of(record)
        self._shown.addWidget(self._view)
        self._shown.setCurrentWidget(self._view)

    def _close(self) -> None:
        view, self._view = self._view, None
        if view is not None:
            self._shown.removeWidget(view)
            view.hide()
            view.deleteLater()
