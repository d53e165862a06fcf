from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.store.casebook import Casebook
from casefile.ui.history_page import HistoryPage
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def page(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> HistoryPage:
    add("event", title="Strike")
    book.set_setting("author", "A. B.")
    add("person", shown_name="Leila")
    book.undo()
    made = HistoryPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def rows(page: HistoryPage) -> list[str]:
    model = page._list.list.records
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def texts(page: HistoryPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def press(page: HistoryPage, text: str) -> None:
    next(
        one for one in page.findChildren(QPushButton) if one.text().strip("\u2009") == text and one.isVisible()
    ).click()


def test_every_act_is_listed_with_the_newest_first(page: HistoryPage) -> None:
    assert rows(page) == ["Undid an act", "Added a record", "Added a record"]


def test_an_act_shows_who_and_how_much_and_can_be_undone(page: HistoryPage, book: Casebook, said: Any) -> None:
    oldest = book.acts()[-1]
    page._list.list.choose(RecordId(oldest.id))
    assert "not named: see Settings" in texts(page)
    press(page, "Undo this")
    assert said.undone == [oldest.id]


def test_an_act_that_was_undone_says_so_and_an_undo_can_be_done_again(page: HistoryPage, book: Casebook) -> None:
    undo, undone, _first = book.acts()
    page._list.list.choose(RecordId(undone.id))
    assert "This was undone later." in texts(page)
    page._list.list.choose(RecordId(undo.id))
    press(page, "Do it again")


def test_acts_are_found_by_who_did_them(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page._list.search, "a. b.")
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


def test_undone_acts_can_be_shown_alone(page: HistoryPage) -> None:
    page._list.chips.choose("undone")
    page._list.refresh()
    assert rows(page) == ["Added a record"]


def test_a_new_act_appears_at_the_top(page: HistoryPage, book: Casebook, add: Add) -> None:
    book.subscribe(page.changed)
    add("event", title="Another")
    assert len(rows(page)) == 4
