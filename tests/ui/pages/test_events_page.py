from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QComboBox

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.ui.page import Desk
from casefile.ui.pages.events_page import EventsPage
from ui.pages.on_screen import pane_of, rows, shown, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

    Add = Callable[..., RecordId]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[EventsPage]:
    """The page as the frame keeps it: it hears of every act."""
    made = EventsPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    stop = desk.casebook.subscribe(made.changed)
    yield made
    stop()


def test_every_event_is_listed_with_its_kind_and_when_and_where_it_was(page: EventsPage, desk: Desk) -> None:
    assert len(titles(page)) == desk.read(lambda reader: reader.count("event"))
    (row,) = [one for one in rows(page) if one.title == "Clashes in Shetpe"]
    assert row.chip == "Clashes"
    assert "17 December 2011" in row.detail
    assert "Shetpe" in row.detail


@pytest.mark.parametrize("typed", ["Каратон", "Karaton", "Қаратон"])
def test_the_list_is_filtered_by_typing_a_title_in_any_script(
    page: EventsPage, add: Add, qtbot: QtBot, typed: str
) -> None:
    add("event", title="Picket in Karaton")
    pane_of(page).search.insert(typed)
    qtbot.waitUntil(lambda: titles(page) == ["Picket in Karaton"])


def test_the_order_can_be_chosen(page: EventsPage) -> None:
    (order,) = [one for one in page.findChildren(QComboBox) if one.accessibleName() == "Order"]
    latest = titles(page)
    order.setCurrentIndex(order.findData("title"))
    assert titles(page) == sorted(latest, key=str.casefold)
    order.setCurrentIndex(order.findData("latest"))
    assert titles(page) == latest


def test_choosing_an_event_opens_it(page: EventsPage, find: Find) -> None:
    event = find("Clashes in Shetpe")
    assert shown(page) is None
    assert pane_of(page).list.choose(event)
    assert shown(page) == event


def test_of_another_kind_nothing_is_shown(page: EventsPage, find: Find) -> None:
    page.show_record("person", find("Bajtelova"))
    assert shown(page) is None


def test_a_title_changed_elsewhere_is_there_at_once_in_the_list_and_on_the_page(
    page: EventsPage, desk: Desk, find: Find, texts: Texts
) -> None:
    event = find("Clashes in Shetpe")
    page.show_record("event", event)
    desk.casebook.transact(Act.EDIT_RECORD, lambda writer: writer.update(event, {"title": "Another title"}))
    assert "Another title" in titles(page)
    assert "Another title" in texts(page)


def test_a_place_renamed_elsewhere_is_renamed_in_the_list(page: EventsPage, desk: Desk, add: Add) -> None:
    place = add("place", shown_name="Square")
    event = add("event", title="Picket", place=place)
    (row,) = [one for one in rows(page) if one.record == event]
    assert row.detail == "Square"
    desk.casebook.transact(Act.EDIT_RECORD, lambda writer: writer.update(place, {"shown_name": "Renamed Square"}))
    (row,) = [one for one in rows(page) if one.record == event]
    assert "Renamed Square" in row.detail


def test_a_new_event_is_listed_and_gone_from_the_list_when_that_is_undone(
    page: EventsPage, desk: Desk, add: Add, texts: Texts
) -> None:
    event = add("event", title="Just added")
    page.show_record("event", event)
    desk.casebook.undo()
    assert "Just added" not in titles(page)
    assert "put aside" in texts(page)


def test_nothing_of_an_erased_event_stays_on_the_screen(
    page: EventsPage, desk: Desk, add: Add, said: Said, texts: Texts, qtbot: QtBot
) -> None:
    event = add("event", title="To be erased")
    page.show_record("event", event)
    desk.casebook.transact(Act.ERASE_RECORD, lambda writer: writer.erase(event))
    qtbot.waitUntil(lambda: shown(page) is None)
    assert "To be erased" not in " ".join(texts(page))
    page.show_record("event", event)
    assert shown(page) is None
    assert said.lines == ["This record is gone"]


def test_new_asks_for_an_empty_form_of_an_event(page: EventsPage, said: Said) -> None:
    page.add()
    (request,) = said.forms
    assert (request.kind, request.record, request.given) == ("event", b"", {})


def test_every_control_has_a_name(page: EventsPage, find: Find, nameless: Nameless) -> None:
    page.show_record("event", find("Unrest in Zhanaozen"))
    assert nameless(page) == []


def test_the_page_is_dead_after_it_was_deleted(desk: Desk, find: Find) -> None:
    page = EventsPage(desk)
    for name in ("Clashes in Shetpe", "Unrest in Zhanaozen"):
        page.show_record("event", find(name))
    watched = weakref.ref(page)
    shiboken6.delete(page)
    del page
    gc.collect()
    assert watched() is None
