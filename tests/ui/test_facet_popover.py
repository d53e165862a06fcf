from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from casefile.base.clock import RecordId
from casefile.ui.facet_bar import FacetBar
from casefile.ui.facet_popover import FacetPopover
from casefile.ui.list_pane import Question
from casefile.ui.page import Desk
from casefile.ui.widgets.check_list import Tick

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def bar(desk: Desk, add: Add, qtbot: QtBot) -> FacetBar:
    for number in range(10):
        place = add("place", shown_name=f"Prison {number}")
        add("person", shown_name=f"P{number}", sex="female" if number < 4 else "male", whereabouts_place=place)
    made = FacetBar(desk, "person", lambda: Question("", "", "", made.chosen()))
    qtbot.addWidget(made)
    qtbot.addWidget(made.button)
    made.show()
    return made


@pytest.fixture
def popover(bar: FacetBar, qtbot: QtBot) -> Iterator[FacetPopover]:
    bar.open()
    found = bar.findChild(FacetPopover)
    assert isinstance(found, FacetPopover)
    qtbot.waitUntil(lambda: found.values.count() > 0)
    yield found
    if isValid(found):
        found.close()


def turn_to(popover: FacetPopover, label: str, qtbot: QtBot) -> list[Tick]:
    names = [popover.facets.item(row).text() for row in range(popover.facets.count())]
    popover.facets.setCurrentRow(names.index(label))
    qtbot.waitUntil(lambda: popover.values.count() > 0)
    return popover.values.ticks


def test_the_values_of_a_facet_are_shown_with_what_each_leaves(popover: FacetPopover, qtbot: QtBot) -> None:
    assert turn_to(popover, "Sex", qtbot) == [Tick("male", "Male", 6), Tick("female", "Female", 4)]


def test_by_keys_alone_a_value_is_chosen_and_taken_off_again(
    popover: FacetPopover, bar: FacetBar, qtbot: QtBot
) -> None:
    turn_to(popover, "Sex", qtbot)
    popover.activateWindow()
    qtbot.keyClick(popover.facets, Qt.Key.Key_Right)
    qtbot.waitUntil(popover.values.hasFocus)
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClick(popover.values, Qt.Key.Key_Space)
    assert bar.chosen() == (("sex", ("male",)),)
    assert popover.facets.currentItem().text() == "Sex · 1"
    qtbot.keyClick(popover.values, Qt.Key.Key_Space)
    assert bar.chosen() == ()
    assert popover.facets.currentItem().text() == "Sex"


def test_among_many_values_one_types_to_find(popover: FacetPopover, qtbot: QtBot) -> None:
    turn_to(popover, "Sex", qtbot)
    assert not popover.field.isVisible()
    turn_to(popover, "Place", qtbot)
    assert popover.field.isVisible()
    qtbot.keyClicks(popover.values, "7")
    assert [one.label for one in popover.values.ticks] == ["Prison 7"]
    popover.field.setText("nowhere")
    assert "No value has these letters." in [one.text() for one in popover.findChildren(QLabel)]


def test_counts_are_those_under_the_other_facets(popover: FacetPopover, bar: FacetBar, qtbot: QtBot) -> None:
    bar.turn("sex", "female", on=True)
    assert len(turn_to(popover, "Place", qtbot)) == 4


def test_all_is_taken_off_at_once(popover: FacetPopover, bar: FacetBar, qtbot: QtBot) -> None:
    turn_to(popover, "Sex", qtbot)
    bar.turn("sex", "female", on=True)
    bar.turn("state", "missing", on=True)
    popover._clear.click()
    assert bar.chosen() == ()
    assert not any(one.ticked for one in popover.values.ticks)


def test_escape_closes_it(popover: FacetPopover, qtbot: QtBot) -> None:
    with qtbot.waitSignal(popover.finished):
        qtbot.keyClick(popover.facets, Qt.Key.Key_Escape)


def test_the_vault_can_be_locked_from_here(popover: FacetPopover, desk: Desk, qtbot: QtBot) -> None:
    popover.activateWindow()
    qtbot.waitUntil(popover.isActiveWindow)
    with qtbot.waitSignal(desk.navigation.lock):
        qtbot.keyClick(popover.facets, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
