from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QComboBox

from casefile.base.clock import RecordId
from casefile.ui.column_chooser import ColumnChooser
from casefile.ui.page import Desk
from casefile.ui.pages.people_page import PeoplePage
from casefile.ui.record_grid import RecordGrid
from casefile.ui.saved_views import View
from casefile.ui.table_memory import remembered

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def opened(desk: Desk, qtbot: QtBot) -> PeoplePage:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


@pytest.fixture
def people(add: Add) -> list[RecordId]:
    return [
        add("person", shown_name=name, sex=sex, birth_date=born)
        for name, sex, born in (("Anna", "male", "1990"), ("Berik", "female", ""), ("Dana", "female", "1980"))
    ]


@pytest.fixture
def page(desk: Desk, people: list[RecordId], qtbot: QtBot) -> PeoplePage:
    del people
    return opened(desk, qtbot)


def grid_of(page: PeoplePage) -> RecordGrid:
    table = page._list.table
    assert table is not None
    return table.grid


def names(page: PeoplePage) -> list[object]:
    grid = grid_of(page)
    at = grid.records.fields.index("shown_name")
    return [grid.records.data(grid.records.index(row, at)) for row in range(grid.records.rowCount())]


def test_a_list_becomes_a_table_with_all_the_room_and_back(
    page: PeoplePage, people: list[RecordId], qtbot: QtBot
) -> None:
    page._list.list.choose(people[1])
    page._list.wide_button.click()
    assert grid_of(page).isVisible()
    assert grid_of(page).current() == people[1]
    assert not page._shown.isVisible()
    qtbot.waitUntil(lambda: page._list.width() > 1000)
    page._list.wide_button.click()
    assert page._list.list.isVisible()
    assert page._shown.isVisible()
    assert page._list.list.current() == people[1]


def test_a_head_sorts_in_the_book_both_ways_and_the_order_box_gives_way(page: PeoplePage) -> None:
    page._list.wide_button.click()
    assert names(page) == ["Anna", "Berik", "Dana"]
    (order,) = [one for one in page.findChildren(QComboBox) if one.accessibleName() == "Order"]
    assert order.isVisible()
    grid_of(page).sorted_by.emit("birth_date", False)
    assert names(page) == ["Dana", "Anna", "Berik"]
    assert not order.isVisible()
    grid_of(page).sorted_by.emit("birth_date", True)
    assert names(page) == ["Anna", "Dana", "Berik"]
    page._list.wide_button.click()
    assert order.isVisible()
    assert page._list.question().order == "name"


def test_opening_from_the_table_shows_the_page_of_the_record(page: PeoplePage, people: list[RecordId]) -> None:
    page._list.wide_button.click()
    grid_of(page).opened.emit(people[2])
    assert page._view is not None
    assert page._view.record == people[2]
    assert page._list.list.current() == people[2]
    assert page._shown.isVisible()


def test_a_record_asked_for_is_shown_on_its_page(page: PeoplePage, people: list[RecordId]) -> None:
    page._list.wide_button.click()
    page.show_record("person", people[0])
    assert page._list.list.isVisible()
    assert page._shown.isVisible()


def test_the_vault_remembers_columns_widths_order_and_that_it_is_a_table(
    page: PeoplePage, desk: Desk, qtbot: QtBot
) -> None:
    page._list.wide_button.click()
    table = page._list.table
    assert table is not None
    table.show((("sex", 120), ("shown_name", 300)), "by -sex")
    table._keep()
    qtbot.waitUntil(lambda: remembered(desk.casebook, "person").order == "by -sex")
    again = opened(desk, qtbot)
    assert again._list.is_wide()
    assert grid_of(again).columns()[0] == ("sex", 120)
    assert names(again) == ["Anna", "Dana", "Berik"]
    assert again._list.question().order == "by -sex"
    assert not again._shown.isVisible()


def test_columns_are_ticked_in_and_out_but_never_all_out(page: PeoplePage) -> None:
    page._list.wide_button.click()
    table = page._list.table
    assert table is not None
    table.choose_columns()
    chooser = table.button.findChild(ColumnChooser)
    assert isinstance(chooser, ColumnChooser)
    labels = {one.label for one in chooser.fields.ticks}
    assert {"Name", "Born", "Nationalities"} <= labels
    assert not labels & {"Religion", "Ethnicity", "Note", "Archived"}
    chooser.fields.ticked.emit("birth_date", True)
    assert table.grid.columns()[-1][0] == "birth_date"
    for field, _width in table.grid.columns():
        chooser.fields.ticked.emit(field, False)
    assert len(table.grid.columns()) == 1
    chooser.field.setText("born")
    assert {one.label for one in chooser.fields.ticks} == {"Born", "Born in"}
    chooser._reset()
    assert table.grid.columns()[0][0] == "shown_name"
    chooser.close()


def test_a_saved_view_holds_the_columns_and_their_order(page: PeoplePage) -> None:
    page._list.wide_button.click()
    table = page._list.table
    assert table is not None
    table.show((("shown_name", 200), ("birth_date", 100), ("of_later", 9)), "by birth_date")
    page._list.refresh()
    view = page._list.view()
    assert [field for field, _width in view.columns] == ["shown_name", "birth_date"]
    assert view.order == "by birth_date"
    page.show_view(View("person", order="newest"))
    assert not page._list.is_wide()
    page.show_view(view)
    assert page._list.is_wide()
    assert names(page) == ["Dana", "Anna", "Berik"]


def test_a_filter_that_leaves_nobody_says_so_in_the_table_too(page: PeoplePage, people: list[RecordId]) -> None:
    page._list.wide_button.click()
    assert page._list.facets is not None
    page._list.facets.turn("sex", "intersex", on=True)
    assert not grid_of(page).isVisible()
    page._list.facets.clear()
    assert grid_of(page).isVisible()
    assert len(names(page)) == len(people)


def test_the_page_is_dead_after_it_was_deleted_with_everything_open(
    desk: Desk, people: list[RecordId], qtbot: QtBot
) -> None:
    page = PeoplePage(desk)
    page.show()
    pane = page._list
    pane.wide_button.click()
    assert pane.table is not None
    assert pane.facets is not None
    assert pane.views is not None
    pane.facets.turn("sex", "female", on=True)
    pane.table.choose_columns()
    pane.facets.open()
    pane.views.save()
    pane.views.fill()
    page.show_record("person", people[0])
    qtbot.wait(50)
    watched = [weakref.ref(one) for one in (page, pane, pane.table, pane.table.grid, pane.facets, pane.views)]
    shiboken6.delete(page)
    del page, pane

    def all_dead() -> bool:
        gc.collect()
        return not any(one() is not None for one in watched)

    # A question that is being answered beside the window holds who asked until it is answered.
    qtbot.waitUntil(all_dead)
