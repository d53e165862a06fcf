from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from casefile.base.i18n import set_language
from casefile.ui.theme import Theme
from casefile.ui.widgets.chips import Chip, FilterChips, said

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot


@pytest.fixture
def chips(theme: Theme, qtbot: QtBot) -> FilterChips:
    del theme
    made = FilterChips("Filters")
    qtbot.addWidget(made)
    made.show_choices([("in_custody", "In custody", 1386), ("r&d", "R & D", None)])
    made.show()
    return made


def buttons(chips: FilterChips) -> list[QPushButton]:
    return [one for one in chips.findChildren(QPushButton) if not one.isHidden()]


def test_a_filter_says_how_many_it_leaves(chips: FilterChips) -> None:
    first, second = buttons(chips)
    assert first.accessibleName() == "In custody, 1,386"
    assert second.text() == "R && D"


def test_one_filter_is_chosen_at_a_time_and_none_by_a_second_press(chips: FilterChips, qtbot: QtBot) -> None:
    first, second = buttons(chips)
    with qtbot.waitSignal(chips.picked) as heard:
        first.click()
    assert heard.args == ["in_custody"]
    second.click()
    assert (chips.chosen(), first.isChecked()) == ("r&d", False)
    second.click()
    assert chips.chosen() == ""


def test_new_numbers_leave_what_was_chosen(chips: FilterChips) -> None:
    chips.choose("in_custody")
    chips.show_choices([("in_custody", "In custody", 3), ("r&d", "R & D", 2)])
    assert chips.chosen() == "in_custody"
    assert buttons(chips)[0].text() == "In custody  3"


def test_a_filter_that_is_gone_is_no_longer_chosen(chips: FilterChips) -> None:
    chips.choose("r&d")
    chips.show_choices([("in_custody", "In custody", 3)])
    assert chips.chosen() == ""
    assert len(buttons(chips)) == 1


@pytest.mark.parametrize(("code", "expected"), [("en", "12,345"), ("ru", "12\xa0345")])
def test_numbers_are_grouped_as_the_language_does(code: str, expected: str) -> None:
    set_language(code)
    assert said(12345) == expected


def test_a_chip_is_read_out_and_as_wide_as_its_word(theme: Theme, qtbot: QtBot) -> None:
    short, long = Chip(theme, "Dead"), Chip(theme, "In custody · 249 days", "accent", "lock")
    for chip in (short, long):
        qtbot.addWidget(chip)
    assert long.accessibleName() == "In custody · 249 days"
    assert short.sizeHint().width() < long.sizeHint().width()


def icon_side(chip: Chip, ink: str) -> int:
    picture: QImage = chip.grab().toImage()
    inked = [
        x for x in range(picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y).name() == ink
    ]
    left = sum(1 for x in inked if x < 26)
    right = sum(1 for x in inked if x > picture.width() - 26)
    return -1 if left > right else 1


def test_the_icon_stands_at_the_start_in_both_directions(theme: Theme, qtbot: QtBot) -> None:
    made = Chip(theme, "i              .", "danger", "ban")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    ink = theme.tokens.colour("danger").name()
    assert icon_side(made, ink) == -1
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert icon_side(made, ink) == 1
