"""What a page with a list shows: its rows, and the record whose page is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from casefile.base.clock import RecordId
from casefile.ui.list_pane import ListPane
from casefile.ui.pages.list_page import ChosenView, ListPage
from casefile.ui.record_table import RecordModel, Row

if TYPE_CHECKING:
    from casefile.store.casebook import Casebook
    from casefile.store.changes import ChangeSet


class Frame(QObject):
    """What the frame does for a page: whatever thread wrote, it hears of it in the main one.

    Args:
        book: Where it is written.
        hears: The page, a receiver in the main thread, and its method.
    """

    written = Signal(object)

    def __init__(self, book: Casebook, page: QObject, hears: Callable[[ChangeSet], None]) -> None:
        super().__init__(page)
        self.written.connect(hears)
        self.stop = book.subscribe(self.written.emit)


def pane_of(page: ListPage) -> ListPane:
    found = page.findChild(ListPane)
    assert isinstance(found, ListPane)
    return found


def shown(page: ListPage) -> RecordId | None:
    found = [one for one in page.findChildren(ChosenView) if one.isVisible()]
    return found[0].record if found else None


def rows(page: ListPage) -> list[Row]:
    model = pane_of(page).list.records
    found = [model.index(number).data(RecordModel.row_role) for number in range(model.rowCount())]
    return [row for row in found if isinstance(row, Row)]


def titles(page: ListPage) -> list[str]:
    return [row.title for row in rows(page)]
