from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from casefile.ui.theme import Theme
from casefile.ui.widgets.check_list import CheckList, Tick

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TICKS = [Tick("f", "Female", 1_200), Tick("m", "Male", 3, ticked=True), Tick("", "Not recorded")]


@pytest.fixture
def shown(theme: Theme, qtbot: QtBot) -> CheckList:
    made = CheckList(theme, "Values")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show_ticks(TICKS)
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_enter_tick_what_the_cursor_is_on(shown: CheckList, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(shown.ticked) as heard:
        qtbot.keyClick(shown, key)
    assert heard.args == ["f", True]
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.ticked) as heard:
        qtbot.keyClick(shown, key)
    assert heard.args == ["m", False]
    assert [one.ticked for one in shown.ticks] == [True, False, False]


def test_a_click_ticks(shown: CheckList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.ticked) as heard:
        middle = shown.visualItemRect(shown.item(2)).center()
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert heard.args == ["", True]


def test_a_letter_goes_to_whoever_searches(shown: CheckList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.typed) as heard:
        qtbot.keyClicks(shown, "q")
    assert heard.args == ["q"]


def test_a_screen_reader_hears_the_number_and_whether_it_is_ticked(shown: CheckList) -> None:
    assert shown.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Female, 1,200"
    assert [shown.item(row).checkState() == Qt.CheckState.Checked for row in range(3)] == [False, True, False]


def test_the_cursor_stays_on_its_key_when_the_list_is_shown_anew(shown: CheckList) -> None:
    shown.setCurrentRow(1)
    shown.show_ticks(TICKS[::-1])
    assert shown.current_key() == "m"
    shown.show_ticks([])
    assert shown.current_key() == ""


def test_boxes_stand_on_the_other_side_from_right_to_left(shown: CheckList, theme: Theme) -> None:
    def box(picture: QImage) -> list[int]:
        ink = theme.tokens.colour("accent").name()
        line = shown.visualItemRect(shown.item(1)).center().y()
        return [x for x in range(picture.width()) if picture.pixelColor(x, line).name() == ink]

    left = shown.viewport().grab().toImage()
    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = shown.viewport().grab().toImage()
    assert max(box(left)) < left.width() // 2 < min(box(right))
