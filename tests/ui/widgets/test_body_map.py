from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from casefile.base.body_shapes import Point
from casefile.ui.theme import Theme
from casefile.ui.widgets.body_canvas import BodyMark
from casefile.ui.widgets.body_map import BodyMap, BodySpot, BodyWords

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = BodyWords(
    frozenset({"front", "back", "left", "right", "head", "face", "hands", "feet"}),
    {"knee": "Knee", "eye": "Eye", "sole": "Sole", "genitals": "Genitals", "whole_body": "Whole body"},
    {"left": "Left", "right": "Right", "both": "Both", "middle": "Middle"},
)
MARKS = [
    BodyMark(1, "Bruise, Knee", "front", Point(0.6, 0.66)),
    BodyMark(2, "Burn, Sole", "feet", Point(0.6, 0.4)),
    BodyMark(3, "Cut"),
]


def shown(theme: Theme, qtbot: QtBot, *, read_only: bool = False) -> BodyMap:
    made = BodyMap(theme, WORDS, read_only=read_only)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_marks(MARKS)
    made.show()
    return made


@pytest.fixture
def body_map(theme: Theme, qtbot: QtBot) -> BodyMap:
    return shown(theme, qtbot)


def spots(body_map: BodyMap) -> list[tuple[int, BodySpot]]:
    told: list[tuple[int, BodySpot]] = []
    body_map.placed.connect(lambda spot: told.append((0, spot)))
    body_map.moved.connect(lambda number, spot: told.append((number, spot)))
    return told


def choose(body_map: BodyMap, region: str, side: str) -> None:
    body_map.region.setCurrentIndex(body_map.region.findData(region))
    body_map.side.setCurrentIndex(body_map.side.findData(side))


def test_a_view_that_cannot_be_kept_is_not_offered(body_map: BodyMap) -> None:
    titles = [body_map.tabs.tabText(number) for number in range(body_map.tabs.count())]
    assert titles == ["Front and back  1", "Sides", "Head and face", "Hands", "Feet  1"]
    assert body_map.region.findData("genitals") == -1


def test_a_part_that_lies_nowhere_on_the_body_is_not_offered(body_map: BodyMap) -> None:
    assert body_map.region.findData("whole_body") == -1


def test_the_list_has_every_injury_with_its_number_and_says_which_has_no_place(body_map: BodyMap) -> None:
    assert [(entry.title, entry.detail) for entry in body_map.list.entries] == [
        ("1. Bruise, Knee", ""),
        ("2. Burn, Sole", ""),
        ("3. Cut", "not on the map yet"),
    ]


def test_going_to_an_injury_in_the_list_turns_to_its_view_and_chooses_its_mark(body_map: BodyMap, qtbot: QtBot) -> None:
    body_map.list.setCurrentRow(0)
    qtbot.keyClick(body_map.list, Qt.Key.Key_Down)
    assert body_map.tabs.tabText(body_map.tabs.currentIndex()).startswith("Feet")
    assert body_map.canvases[body_map.tabs.currentIndex()].current() == 2


def test_a_part_chosen_from_the_list_is_placed_without_a_mouse(body_map: BodyMap, qtbot: QtBot) -> None:
    told = spots(body_map)
    choose(body_map, "eye", "right")
    qtbot.keyClick(body_map.place, Qt.Key.Key_Space)
    ((number, spot),) = told
    assert number == 0
    assert (spot.view, spot.region, spot.side) == ("face", "eye", "right")
    assert spot.at.x < 0.5


def test_an_injury_without_a_place_gets_the_next_one_by_list_or_by_click(body_map: BodyMap, qtbot: QtBot) -> None:
    told = spots(body_map)
    body_map.list.setCurrentRow(2)
    assert body_map.place.text() == "Place number 3 here"
    choose(body_map, "knee", "left")
    body_map.place.click()
    canvas = body_map.canvases[0]
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.area("back").center().toPoint())
    assert [number for number, _spot in told] == [3, 3]
    assert [spot.view for _number, spot in told] == ["front", "back"]


def test_a_click_says_which_part_of_the_body_it_means(body_map: BodyMap, qtbot: QtBot) -> None:
    told = spots(body_map)
    canvas = body_map.canvases[0]
    area = canvas.area("back")
    at = area.topLeft() + (area.bottomRight() - area.topLeft()) / 2
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert (told[0][1].region, told[0][1].side) in {("buttock", "left"), ("buttock", "right"), ("lower_back", "middle")}


def test_enter_on_a_line_opens_the_injury_and_a_click_only_goes_there(body_map: BodyMap, qtbot: QtBot) -> None:
    opened: list[int] = []
    body_map.opened.connect(opened.append)
    item = body_map.list.item(0)
    at = body_map.list.visualItemRect(item).center()
    qtbot.mouseClick(body_map.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == []
    qtbot.keyClick(body_map.list, Qt.Key.Key_Return)
    assert opened == [1]


def test_a_map_for_paper_has_nothing_to_place(theme: Theme, qtbot: QtBot) -> None:
    made = shown(theme, qtbot, read_only=True)
    assert not made.place.isVisible()
    assert not made.region.isVisible()


def test_without_injuries_it_says_so(body_map: BodyMap) -> None:
    body_map.show_marks([])
    assert not body_map.list.isVisible()
    assert body_map._none.isVisible()
