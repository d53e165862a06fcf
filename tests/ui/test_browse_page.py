from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.ui.browse_page import BrowsePage, RecordView
from casefile.ui.page import Desk, FormRequest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]
KINDS = ("evidence_item", "source", "organisation", "place", "task", "letter")


def page(desk: Desk, kind: str, qtbot: QtBot) -> BrowsePage:
    made = BrowsePage(desk, kind, "file-text")
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def rows(made: BrowsePage) -> list[str]:
    model = made._list.list.records
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def view(made: BrowsePage) -> RecordView:
    shown = made._shown.currentWidget()
    assert isinstance(shown, RecordView)
    return shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page_even_without_a_record(kind: str, desk: Desk, said: Any, qtbot: QtBot) -> None:
    made = page(desk, kind, qtbot)
    assert rows(made) == []
    made.grab()
    made.add()
    assert said.forms == [FormRequest(kind)]


def test_the_first_record_is_shown_with_its_fields(desk: Desk, add: Add, qtbot: QtBot) -> None:
    add("place", shown_name="Shetpe")
    aktau = add("place", shown_name="Aktau")
    made = page(desk, "place", qtbot)
    assert rows(made) == ["Aktau", "Shetpe"]
    assert view(made).record == aktau


def test_records_are_found_in_any_script(desk: Desk, add: Add, qtbot: QtBot) -> None:
    add("place", shown_name="Жаңаөзен")
    add("place", shown_name="Aktau")
    made = page(desk, "place", qtbot)
    qtbot.keyClicks(made._list.search, "zhana")
    qtbot.waitUntil(lambda: rows(made) == ["Жаңаөзен"])


def test_a_change_is_shown_and_the_record_stays_chosen(desk: Desk, book: Casebook, add: Add, qtbot: QtBot) -> None:
    add("place", shown_name="Aktau")
    shetpe = add("place", shown_name="Shetpe")
    made = page(desk, "place", qtbot)
    made.show_record("place", shetpe)
    book.subscribe(made.changed)
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(shetpe, {"shown_name": "Shetpe village"}))
    assert rows(made) == ["Aktau", "Shetpe village"]
    assert view(made).record == shetpe
    assert "Shetpe village" in [label.text() for label in view(made).findChildren(QLabel)]


def test_parts_of_a_record_are_shown_beneath_it(desk: Desk, add: Add, qtbot: QtBot) -> None:
    letter = add("letter")
    add("reply", letter=letter, received_on="2026-11-02")
    made = page(desk, "letter", qtbot)
    assert "Replies" in [label.text() for label in view(made).findChildren(QLabel)]


def test_a_record_that_was_put_aside_says_so_and_can_be_brought_back(
    desk: Desk, book: Casebook, add: Add, qtbot: QtBot
) -> None:
    place = add("place", shown_name="Aktau")
    book.transact(Act.ARCHIVE_RECORD, lambda writer: writer.archive(place))
    made = RecordView(desk, "place", place)
    qtbot.addWidget(made)
    made.show()
    assert "This record was put aside." in [label.text() for label in made.findChildren(QLabel)]
    next(button for button in made.findChildren(QPushButton) if button.text() == "Bring back").click()
    assert not book.read(lambda reader: reader.get(place)).archived


def test_a_record_that_is_gone_says_so(desk: Desk, qtbot: QtBot) -> None:
    made = RecordView(desk, "place", RecordId(bytes(16)))
    qtbot.addWidget(made)
    assert "This record is gone" in [label.text() for label in made.findChildren(QLabel)]
