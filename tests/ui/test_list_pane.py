from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.ui.list_pane import Extent, ListPane, ListWords, Question
from casefile.ui.page import Desk
from casefile.ui.record_table import Row

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAMES = ("Aidana", "Bekzat", "Leila", "Marat")
IDS = {RecordId(name.ljust(16).encode()): name for name in NAMES}

ALL = Question("", "", "")


class Asked:
    """Answers questions over four names, and keeps them."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.new = 0

    def ids(self, question: Question) -> Sequence[RecordId]:
        self.questions.append(question)
        found = [one for one, name in IDS.items() if question.words.casefold() in name.casefold()]
        return found[:1] if question.chip == "first" else found

    def lines(self, ids: Sequence[RecordId]) -> list[Row]:
        return [Row(one, IDS[one]) for one in ids]

    def add(self) -> None:
        self.new += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


WORDS = ListWords(
    title="People",
    icon="users",
    hint="Search",
    count=lambda n: f"{n} people",
    empty="Nobody yet",
    advice="Press New.",
    new="New",
)


@pytest.fixture
def pane(desk: Desk, asked: Asked, qtbot: QtBot) -> ListPane:
    made = ListPane(
        desk, WORDS, ids=asked.ids, lines=asked.lines, orders=[("name", "Name"), ("newest", "Newest")], new=asked.add
    )
    qtbot.addWidget(made)
    made.resize(364, 700)
    made.show()
    return made


def texts(pane: ListPane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def rows(pane: ListPane) -> list[str]:
    model = pane.list.records
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def test_the_list_is_asked_once_when_it_is_made(pane: ListPane, asked: Asked) -> None:
    assert asked.questions == [Question("", "", "name")]
    assert rows(pane) == list(NAMES)
    assert "4 people" in texts(pane)


def test_a_fast_typist_asks_once(pane: ListPane, asked: Asked, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.search, "lei")
    qtbot.waitUntil(lambda: rows(pane) == ["Leila"])
    assert asked.questions[1:] == [Question("lei", "", "name")]


def test_enter_goes_from_the_search_to_the_first_record_found(pane: ListPane, qtbot: QtBot) -> None:
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    qtbot.keyClicks(pane.search, "ma")
    with qtbot.waitSignal(pane.chosen) as heard:
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert heard.args is not None
    assert IDS[heard.args[0]] == "Marat"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is pane.list)


def test_escape_takes_the_words_off(pane: ListPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.search, "ma")
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.search.text() == ""


def test_a_list_in_which_nothing_is_found_says_so_and_shows_all_again(pane: ListPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.search, "zzz")
    qtbot.waitUntil(lambda: "Nothing found" in texts(pane))
    show_all = next(button for button in pane.findChildren(QPushButton) if button.text() == "Show all")
    show_all.click()
    assert rows(pane) == list(NAMES)


def test_an_empty_list_says_what_to_do_first(desk: Desk, asked: Asked, qtbot: QtBot) -> None:
    words = ListWords(
        title="People", icon="users", hint="Search", count=str, empty="Nobody yet", advice="Press New.", new="New"
    )
    made = ListPane(desk, words, ids=lambda _question: [], lines=asked.lines, new=asked.add)
    qtbot.addWidget(made)
    made.show()
    assert {"Nobody yet", "Press New."} <= set(texts(made))
    for button in [one for one in made.findChildren(QPushButton) if "New" in one.text() and one.isVisible()]:
        button.click()
    assert asked.new == 2


@pytest.mark.parametrize("is_long", [False, True], ids=["short", "long"])
def test_a_narrowed_list_says_how_many_of_how_many_are_shown(
    desk: Desk, asked: Asked, qtbot: QtBot, *, is_long: bool
) -> None:
    extent = Extent(lambda _most: is_long, lambda: len(asked.ids(ALL)))
    pane = ListPane(desk, WORDS, ids=asked.ids, lines=asked.lines, extent=extent)
    qtbot.addWidget(pane)
    pane.show()
    qtbot.waitUntil(lambda: "4 people" in texts(pane))
    pane.search.setText("lei")
    qtbot.waitUntil(lambda: "1 of 4" in texts(pane))
    pane.search.clear()
    qtbot.waitUntil(lambda: "4 people" in texts(pane))


def test_a_record_that_a_filter_hides_is_shown_without_it(pane: ListPane) -> None:
    pane.chips.show_choices([("first", "First", 1)])
    pane.chips.choose("first")
    pane.refresh()
    assert rows(pane) == ["Aidana"]
    marat = next(one for one, name in IDS.items() if name == "Marat")
    pane.show_record(marat)
    assert pane.current() == marat
    assert pane.chips.chosen() == ""


def test_another_order_asks_again(pane: ListPane, asked: Asked) -> None:
    pane._order.setCurrentIndex(1)
    assert asked.questions[-1].order == "newest"


def test_the_column_gives_way_in_a_narrow_window(pane: ListPane) -> None:
    wide = pane.sizeHint().width()
    pane.set_narrow(narrow=True)
    assert pane.sizeHint().width() < wide
    pane.set_narrow(narrow=False)
    assert pane.sizeHint().width() == wide


def test_beside_a_long_title_the_button_keeps_its_name_and_loses_its_words(
    desk: Desk, asked: Asked, qtbot: QtBot
) -> None:
    words = ListWords(
        title="A title that is long beyond all measure",
        icon="users",
        hint="Search",
        count=lambda number: f"{number}",
        empty="None",
        advice="Add one",
        new="Add files",
    )
    pane = ListPane(desk, words, ids=asked.ids, lines=asked.lines, new=asked.add)
    qtbot.addWidget(pane)
    new = pane.new_button
    assert new is not None
    pane.resize(310, 600)
    pane.show()
    assert new.text() == ""
    assert new.accessibleName() == "Add files"
    pane.resize(900, 600)
    assert new.text().endswith("Add files")


def test_letters_typed_in_the_list_go_to_the_search_and_no_row_is_read_for_them(
    pane: ListPane, asked: Asked, qtbot: QtBot
) -> None:
    pane.list.setFocus()
    pane.search.setText("l")
    qtbot.keyClicks(pane.list, "e")
    assert pane.search.text() == "le"
    qtbot.waitUntil(lambda: rows(pane) == ["Leila"])
    assert asked.questions[-1].words == "le"


def test_a_hint_that_has_no_room_gives_way_to_a_short_one_and_is_read_out_whole(
    desk: Desk, asked: Asked, qtbot: QtBot
) -> None:
    hint = "Search by anything that was ever written of anybody"
    words = ListWords(title="People", icon="users", hint=hint, count=str, empty="Nobody", advice="Press New.")
    made = ListPane(desk, words, ids=asked.ids, lines=asked.lines)
    qtbot.addWidget(made)
    made.show()
    made.resize(310, 600)
    qtbot.waitUntil(lambda: made.search.placeholderText() == "Search")
    assert made.search.accessibleName() == hint
    made.resize(900, 600)
    qtbot.waitUntil(lambda: made.search.placeholderText() == hint)
