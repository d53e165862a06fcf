from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from casefile.base.clock import RecordId
from casefile.ui.finder import Command, Finder
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def finder(desk: Desk, done: list[str], qtbot: QtBot) -> Iterator[Finder]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    commands = [
        Command("Go to People", "users", lambda: done.append("people")),
        Command("Lock now", "lock", lambda: done.append("lock"), "Ctrl+L"),
    ]
    made = Finder(desk, commands, window)
    made.open()
    yield made
    window.close()


def shown(finder: Finder) -> list[str]:
    return [entry.title for entry in finder.list.entries]


def typed(finder: Finder, words: str, qtbot: QtBot) -> None:
    qtbot.keyClicks(finder.field, words)
    qtbot.waitUntil(lambda: not finder._patience.isActive())


def test_without_a_word_it_shows_what_can_be_done(finder: Finder) -> None:
    assert shown(finder) == ["Go to People", "Lock now"]


def test_something_to_do_is_found_by_its_words_and_done_by_enter(finder: Finder, done: list[str], qtbot: QtBot) -> None:
    typed(finder, "lock", qtbot)
    assert shown(finder) == ["Lock now"]
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert done == ["lock"]


def test_records_come_before_what_can_be_done(finder: Finder, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Lockwood")
    typed(finder, "lock", qtbot)
    assert shown(finder) == ["Lockwood", "Lock now"]
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert said.opened == [("person", person)]


def test_a_part_is_found_and_says_whose_it_is(finder: Finder, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila Haddad")
    name = add("name", person=person, full_name="Lulu")
    typed(finder, "lulu", qtbot)
    assert finder.list.entries[0].detail == "Name of Leila Haddad"
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert said.opened == [("name", name)]


def test_the_arrow_keys_choose_while_the_cursor_stays_in_the_field(
    finder: Finder, done: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClick(finder.field, Qt.Key.Key_Up)
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert done == ["lock"]


def test_enter_after_a_fast_word_opens_what_the_word_finds(finder: Finder, add: Add, said: Any, qtbot: QtBot) -> None:
    event = add("event", title="Strike")
    finder.field.setText("strike")
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert said.opened == [("event", event)]


def test_nothing_found_says_so(finder: Finder, qtbot: QtBot) -> None:
    typed(finder, "zzzz", qtbot)
    texts = [label.text() for label in finder.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Nothing found") for text in texts)
    qtbot.keyClick(finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
