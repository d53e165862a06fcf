from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from casefile.ui.theme import Theme
from casefile.ui.widgets.two_line_list import Entry, TwoLineList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ENTRIES = [Entry("a", "First", "beneath", "user", "Ctrl+A"), Entry("b", "Second")]


@pytest.fixture
def shown(theme: Theme, qtbot: QtBot) -> TwoLineList:
    made = TwoLineList(theme, "Found")
    qtbot.addWidget(made)
    made.show()
    made.show_entries(ENTRIES)
    return made


def test_the_cursor_begins_at_the_first(shown: TwoLineList) -> None:
    assert shown.current_key() == "a"
    shown.grab()


def test_an_entry_is_read_out_whole(shown: TwoLineList) -> None:
    assert shown.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "First, beneath, Ctrl+A"


def test_going_to_an_entry_and_opening_it_are_told(shown: TwoLineList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.chosen) as gone_to:
        qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert gone_to.args == ["b"]
    with qtbot.waitSignal(shown.opened) as opened:
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened.args == ["b"]


def test_an_emptied_list_has_no_key(shown: TwoLineList) -> None:
    shown.show_entries([])
    assert (shown.current_key(), shown.key_at(0)) == ("", "")
