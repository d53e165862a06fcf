from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from casefile.base.clock import RecordId
from casefile.ui.facet_bar import FacetBar, RemovableChip, as_facets
from casefile.ui.list_pane import Question
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> FacetBar:
    made = FacetBar(desk, "person", lambda: Question("", "", "", ()))
    qtbot.addWidget(made)
    qtbot.addWidget(made.button)
    made.resize(340, 80)
    made.show()
    return made


def chips(bar: FacetBar) -> dict[str, RemovableChip]:
    return {one.accessibleName(): one for one in bar.findChildren(RemovableChip) if not one.isHidden()}


def test_equal_choices_are_equal_in_whichever_order_they_were_made() -> None:
    assert as_facets({"b": ("2", "1"), "a": ("x",), "c": ()}) == (("a", ("x",)), ("b", ("1", "2")))


def test_each_value_chosen_has_a_chip_that_takes_it_off(bar: FacetBar, add: Add, qtbot: QtBot) -> None:
    place = add("place", shown_name="Town & hall")
    bar.turn("place", place.hex(), on=True)
    bar.turn("age", "then", on=True)
    assert list(chips(bar)) == ["Take off: Place: Town & hall", "Take off: Under 18 when held or recorded"]
    with qtbot.waitSignal(bar.changed):
        chips(bar)["Take off: Place: Town & hall"].click()
    assert bar.chosen() == (("age", ("then",)),)
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClick(chips(bar)["Take off: Under 18 when held or recorded"], Qt.Key.Key_Delete)
    assert bar.chosen() == ()
    assert chips(bar) == {}


def test_a_value_alone_takes_the_others_of_its_facet_off(bar: FacetBar) -> None:
    bar.turn("state", "missing", on=True)
    bar.turn("sex", "male", on=True)
    bar.turn("state", "released", on=True, alone=True)
    assert bar.chosen() == (("sex", ("male",)), ("state", ("released",)))


def test_what_has_a_chip_elsewhere_has_none_here(bar: FacetBar) -> None:
    bar.turn("state", "missing", on=True)
    bar.set_quick(frozenset({("state", "missing")}))
    assert chips(bar) == {}
    assert not bar.isVisible()


def test_the_button_says_how_much_is_chosen(bar: FacetBar) -> None:
    assert bar.button.accessibleName() == "Filter (Ctrl+Shift+F)"
    bar.choose((("sex", ("female", "male")), ("unheard", ("of",))))
    assert bar.button.accessibleName() == "Filter (Ctrl+Shift+F), 2 chosen"
    assert bar.chosen() == (("sex", ("female", "male")),)


def test_all_is_taken_off_by_one_press(bar: FacetBar, qtbot: QtBot) -> None:
    bar.choose((("sex", ("female", "male")),))
    (clear,) = [one for one in bar.findChildren(QPushButton) if one.text() == "Clear all" and not one.isHidden()]
    with qtbot.waitSignal(bar.changed):
        clear.click()
    assert bar.chosen() == ()
