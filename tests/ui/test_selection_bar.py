from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from casefile.base.clock import RecordId
from casefile.casework.people_lists import person_ids
from casefile.ui import selection_bar
from casefile.ui.event_choice import EventChoice
from casefile.ui.page import Desk
from casefile.ui.pages.people_page import PeoplePage
from casefile.ui.selection_bar import SelectionBar
from ui.pages.on_screen import Frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

Add = Callable[..., RecordId]


@pytest.fixture
def people(add: Add) -> list[RecordId]:
    return [add("person", shown_name=name) for name in ("Anna", "Berik", "Dana", "Erlan")]


@pytest.fixture
def page(desk: Desk, people: list[RecordId], qtbot: QtBot) -> Iterator[PeoplePage]:
    del people
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    frame = Frame(desk.casebook, made, made.changed)
    yield made
    frame.stop()


@pytest.fixture
def bar(page: PeoplePage) -> SelectionBar:
    assert page._list.selection is not None
    return page._list.selection


def select(page: PeoplePage, number: int, qtbot: QtBot) -> None:
    """The first so many, by keys."""
    rows = page._list._rows()
    rows.choose(page._list._found[0])
    for _step in range(number - 1):
        qtbot.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_several_are_chosen_by_keys_and_none_of_them_is_opened(
    page: PeoplePage, bar: SelectionBar, people: list[RecordId], qtbot: QtBot
) -> None:
    select(page, 1, qtbot)
    assert not bar.isVisible()
    select(page, 3, qtbot)
    assert bar.isVisible()
    assert bar._said.text() == "3 records chosen"
    assert page._list.list.selected() == people[:3]
    assert page._view is not None
    assert page._view.record == people[0]


def test_ctrl_and_a_click_chooses_one_more_and_ctrl_a_all(
    page: PeoplePage, people: list[RecordId], qtbot: QtBot
) -> None:
    rows = page._list.list
    rows.choose(people[0])
    place = rows.visualRect(rows.records.index(2)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert rows.selected() == [people[0], people[2]]
    qtbot.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert rows.selected() == people


def test_several_are_put_aside_in_one_act_and_come_back_by_one_undo(
    page: PeoplePage, bar: SelectionBar, desk: Desk, people: list[RecordId], said: Said, qtbot: QtBot
) -> None:
    select(page, 3, qtbot)
    before = len(desk.casebook.acts())
    bar.aside_button.click()
    qtbot.waitUntil(lambda: page._list._found == people[3:])
    assert len(desk.casebook.acts()) == before + 1
    assert said.lines == ["3 records were put aside."]
    assert not bar.isVisible()
    desk.casebook.undo()
    assert desk.read(person_ids) == people


def test_what_was_put_aside_is_brought_back_in_one_act(
    page: PeoplePage, bar: SelectionBar, desk: Desk, people: list[RecordId], qtbot: QtBot
) -> None:
    select(page, 2, qtbot)
    bar.aside_button.click()
    qtbot.waitUntil(lambda: len(page._list._found) == 2)
    assert page._list.facets is not None
    page._list.facets.turn("aside", "yes", on=True)
    assert page._list._found == people[:2]
    select(page, 2, qtbot)
    assert bar.aside_button.accessibleName() == "Bring back"
    bar.aside_button.click()
    qtbot.waitUntil(lambda: desk.read(person_ids) == people)
    assert desk.casebook.acts(limit=1)[0].sentence == "brought several records back"


def test_several_are_added_to_an_event_but_nobody_twice(
    page: PeoplePage, bar: SelectionBar, desk: Desk, add: Add, people: list[RecordId], said: Said, qtbot: QtBot
) -> None:
    event = add("event", title="Strike")
    add("involvement", event=event, person=people[1], involved_as="witness")
    select(page, 3, qtbot)
    bar.event_button.click()
    choice = bar.findChild(EventChoice)
    assert isinstance(choice, EventChoice)
    choice.add.click()
    assert choice.problem.text() == "Choose an event from the list."
    choice.which.set_value(event)
    choice.add.click()
    assert "part" in choice.problem.text()
    choice.part.set_value("witness")
    choice.add.click()
    qtbot.waitUntil(lambda: len(desk.read(lambda reader: reader.of("involvement", event=event))) == 3)
    qtbot.waitUntil(lambda: said.lines == ["2 people added to the event."])
    found = desk.read(lambda reader: reader.of("involvement", event=event, involved_as="witness"))
    assert {one.link("person") for one in found} == set(people[:3])
    desk.casebook.undo()
    assert len(desk.read(lambda reader: reader.of("involvement", event=event))) == 1


def test_a_dossier_is_asked_for_with_the_ids_in_the_order_of_the_list(
    page: PeoplePage, bar: SelectionBar, desk: Desk, people: list[RecordId], qtbot: QtBot
) -> None:
    select(page, 3, qtbot)
    with qtbot.waitSignal(desk.navigation.make_dossiers) as heard:
        bar.dossier_button.click()
    assert heard.args == [tuple(people[:3])]


def test_codes_are_copied_a_line_each_and_name_nobody(
    page: PeoplePage, bar: SelectionBar, said: Said, qtbot: QtBot
) -> None:
    select(page, 2, qtbot)
    bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == "P-0001\nP-0002"
    assert said.lines == ["2 codes were copied."]


def test_the_choice_ends_by_a_press_and_the_record_stays(
    page: PeoplePage, bar: SelectionBar, people: list[RecordId], qtbot: QtBot
) -> None:
    select(page, 3, qtbot)
    bar.done_with.emit()
    assert not bar.isVisible()
    assert page._list.list.selected() == [people[2]]


def test_too_many_are_refused_kindly_and_nothing_is_written(
    page: PeoplePage, bar: SelectionBar, desk: Desk, said: Said, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_bar, "MOST", 2)
    before = len(desk.casebook.acts())
    select(page, 3, qtbot)
    bar.aside_button.click()
    assert said.lines == ["Choose 2 records at most."]
    assert len(desk.casebook.acts()) == before


def test_in_a_table_several_are_chosen_likewise(
    page: PeoplePage, bar: SelectionBar, people: list[RecordId], qtbot: QtBot
) -> None:
    page._list.wide_button.click()
    select(page, 2, qtbot)
    assert bar._ids == people[:2]
    assert page._list.table is not None
    qtbot.keyClick(page._list.table.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert bar._ids == people


def test_in_a_list_of_events_nobody_is_added_to_an_event(desk: Desk, qtbot: QtBot) -> None:
    bar = SelectionBar(desk, "event")
    qtbot.addWidget(bar)
    bar.show_chosen([RecordId(b"a" * 16), RecordId(b"b" * 16)], aside=False)
    assert bar.aside_button.isVisible()
    assert not bar.event_button.isVisible()
