from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu

from casefile.base.body_shapes import Point
from casefile.base.clock import NO_ID, RecordId
from casefile.ui.injury_map import InjuryMap
from casefile.ui.page import Desk
from casefile.ui.widgets.body_map import BodySpot

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

    Add = Callable[..., RecordId]

SPOT = BodySpot("front", Point(0.6123456, 0.66), "knee", "left")


@pytest.fixture
def person(add: Add) -> RecordId:
    return add("person", shown_name="A. Person")


def shown(desk: Desk, qtbot: QtBot, person: RecordId, allegation: RecordId = NO_ID) -> InjuryMap:
    made = InjuryMap(desk, person, allegation=allegation)
    qtbot.addWidget(made)
    return made


def titles(made: InjuryMap) -> list[str]:
    return [entry.title for entry in made.map.list.entries]


def test_a_new_mark_opens_the_form_of_an_injury_with_its_place_filled_in(
    desk: Desk, add: Add, said: Said, person: RecordId, qtbot: QtBot
) -> None:
    allegation = add("allegation", person=person)
    made = shown(desk, qtbot, person)
    made.map.placed.emit(SPOT)
    (form,) = said.forms
    assert (form.kind, form.record) == ("injury", NO_ID)
    assert form.given == {
        "allegation": allegation,
        "body_view": "front",
        "map_x": 0.6123,
        "map_y": 0.66,
        "body_region": "knee",
        "body_side": "left",
    }


def test_without_an_allegation_it_says_what_to_record_first(
    desk: Desk, said: Said, person: RecordId, qtbot: QtBot
) -> None:
    made = shown(desk, qtbot, person)
    made.map.placed.emit(SPOT)
    assert said.forms == []
    assert "allegation first" in said.lines[0]


def test_a_mark_that_is_moved_keeps_the_words_somebody_chose(
    desk: Desk, add: Add, person: RecordId, qtbot: QtBot
) -> None:
    allegation = add("allegation", person=person)
    named = add("injury", allegation=allegation, body_region="thigh", body_side="right")
    bare = add("injury", allegation=allegation)
    made = shown(desk, qtbot, person)
    made.map.moved.emit(1, SPOT)
    made.map.moved.emit(2, SPOT)
    first, second = desk.read(lambda reader: (reader.get(named), reader.get(bare)))
    assert (first.text("body_view"), first.number("map_x"), first.text("body_region")) == ("front", 0.6123, "thigh")
    assert (second.text("body_region"), second.text("body_side")) == ("knee", "left")


def test_numbers_are_those_of_the_person_also_where_one_allegation_is_shown(
    desk: Desk, add: Add, person: RecordId, qtbot: QtBot
) -> None:
    first, second = add("allegation", person=person, began="2026-01"), add("allegation", person=person, began="2026-02")
    add("injury", allegation=second, injury_kind="burn")
    add("injury", allegation=first, injury_kind="bruise")
    assert titles(shown(desk, qtbot, person)) == ["1. Bruise", "2. Burn"]
    assert titles(shown(desk, qtbot, person, second)) == ["2. Burn"]


def test_an_injury_is_opened_for_editing(desk: Desk, add: Add, said: Said, person: RecordId, qtbot: QtBot) -> None:
    injury = add("injury", allegation=add("allegation", person=person), injury_kind="burn")
    made = shown(desk, qtbot, person)
    made.map.opened.emit(1)
    assert [(form.kind, form.record) for form in said.forms] == [("injury", injury)]


def test_a_refresh_shows_what_was_written_since(desk: Desk, add: Add, person: RecordId, qtbot: QtBot) -> None:
    allegation = add("allegation", person=person)
    made = shown(desk, qtbot, person)
    assert titles(made) == []
    add("injury", allegation=allegation, injury_kind="burn", body_view="front", map_x=0.5, map_y=0.2)
    made.refresh()
    assert titles(made) == ["1. Burn"]
    assert made.map.tabs.tabText(0) == "Front and back  1"


def test_an_injury_with_a_view_but_no_point_is_not_on_the_map(
    desk: Desk, add: Add, person: RecordId, qtbot: QtBot
) -> None:
    add("injury", allegation=add("allegation", person=person), injury_kind="burn", body_view="back")
    (entry,) = shown(desk, qtbot, person).map.list.entries
    assert entry.detail == "not on the map yet"


def test_with_several_allegations_it_asks_which_one(
    desk: Desk, add: Add, said: Said, person: RecordId, qtbot: QtBot
) -> None:
    add("allegation", person=person, began="2026-01")
    second = add("allegation", person=person, began="2026-02")
    made = shown(desk, qtbot, person)
    made.map.placed.emit(SPOT)
    assert said.forms == []
    menu = made.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    assert [form.given["allegation"] for form in said.forms] == [second]
    menu.close()


def test_where_one_allegation_is_shown_a_new_mark_belongs_to_it(
    desk: Desk, add: Add, said: Said, person: RecordId, qtbot: QtBot
) -> None:
    add("allegation", person=person, began="2026-01")
    second = add("allegation", person=person, began="2026-02")
    made = shown(desk, qtbot, person, second)
    made.map.placed.emit(SPOT)
    assert [form.given["allegation"] for form in said.forms] == [second]
