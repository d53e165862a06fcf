from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from casefile.base.clock import RecordId
from casefile.casework import people_lists
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.ui import list_pane
from casefile.ui.page import Desk
from casefile.ui.pages.people_page import PeoplePage
from casefile.ui.saved_views import View
from casefile.ui.widgets.chips import FilterChips
from ui.pages.on_screen import pane_of, rows, shown, titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

    Add = Callable[..., RecordId]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[PeoplePage]:
    """The page as the frame keeps it: it hears of every act."""
    made = PeoplePage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    stop = desk.casebook.subscribe(made.changed)
    yield made
    stop()


def chips(page: PeoplePage) -> dict[str, QPushButton]:
    found = page.findChild(FilterChips)
    assert isinstance(found, FilterChips)
    return {one.accessibleName(): one for one in found.findChildren(QPushButton) if not one.isHidden()}


def released(person: RecordId, writer: Writer) -> None:
    writer.update(person, {"whereabouts_status": "released"})


def test_everybody_is_listed_and_counted_and_nobody_is_opened_yet(page: PeoplePage, desk: Desk, texts: Texts) -> None:
    number = desk.read(lambda reader: reader.count("person"))
    assert len(titles(page)) == number
    assert f"{number} people" in texts(page)
    assert "Choose a person" in texts(page)
    assert shown(page) is None


@pytest.mark.parametrize("typed", ["Байтелова", "Bajtelova", "baytelova", "БАЙТЕЛОВА"])
def test_the_list_is_filtered_by_typing_a_name_in_any_script(page: PeoplePage, qtbot: QtBot, typed: str) -> None:
    page.focus_search()
    pane_of(page).search.insert(typed)
    qtbot.waitUntil(lambda: titles(page) == ["Zhanna Bajtelova"])


def test_words_that_nobody_has_show_nothing_found_and_show_all_takes_them_off(
    page: PeoplePage, texts: Texts, qtbot: QtBot
) -> None:
    number = len(titles(page))
    pane_of(page).search.insert("Nobodyofthisname")
    qtbot.waitUntil(lambda: titles(page) == [])
    assert "Nothing found" in texts(page)
    (every,) = [one for one in page.findChildren(QPushButton) if one.text() == "Show all"]
    every.click()
    assert len(titles(page)) == number


def test_a_chip_leaves_the_people_of_one_state_and_says_how_many(page: PeoplePage) -> None:
    everybody = titles(page)
    (deceased,) = [name for name in chips(page) if name.startswith("Dead")]
    chips(page)[deceased].click()
    assert deceased == f"Dead, {len(titles(page))}"
    assert {row.chip for row in rows(page)} == {"Dead"}
    chips(page)[deceased].click()
    assert titles(page) == everybody


def test_a_state_that_nobody_is_in_has_no_chip(page: PeoplePage, add: Add, desk: Desk) -> None:
    for person in desk.read(lambda reader: [one.id for one in reader.of("person", whereabouts_status="missing")]):
        desk.attempt(Act.EDIT_RECORD, partial(released, person))
    assert not [name for name in chips(page) if name.startswith("Missing")]
    add("person", shown_name="Lost", whereabouts_status="missing")
    assert [name for name in chips(page) if name.startswith("Missing")] == ["Missing, 1"]


def test_the_order_can_be_chosen(page: PeoplePage, add: Add) -> None:
    add("person", shown_name="Zzz Newest")
    assert titles(page)[0] != "Zzz Newest"
    (order,) = [one for one in page.findChildren(QComboBox) if one.accessibleName() == "Order"]
    order.setCurrentIndex(order.findData("newest"))
    assert titles(page)[0] == "Zzz Newest"


def test_arrow_keys_open_one_person_after_the_other(page: PeoplePage, qtbot: QtBot) -> None:
    found = rows(page)
    pane_of(page).list.setFocus()
    qtbot.waitUntil(lambda: shown(page) == found[0].record)
    QTest.keyClick(pane_of(page).list, Qt.Key.Key_Down)
    assert shown(page) == found[1].record
    QTest.keyClick(pane_of(page).list, Qt.Key.Key_Up)
    assert shown(page) == found[0].record


def test_a_person_that_the_filter_hides_is_shown_when_asked_for(page: PeoplePage, find: Find, qtbot: QtBot) -> None:
    pane_of(page).search.insert("Bajtelova")
    qtbot.waitUntil(lambda: len(titles(page)) == 1)
    other = find("Tungishbaev")
    page.show_record("person", other)
    assert shown(page) == other
    assert pane_of(page).current() == other
    assert len(titles(page)) > 1


def test_of_another_kind_nothing_is_shown(page: PeoplePage, find: Find) -> None:
    page.show_record("event", find("Unrest in Zhanaozen"))
    assert shown(page) is None


def test_a_name_changed_elsewhere_is_there_at_once_in_the_list_and_on_the_page(
    page: PeoplePage, desk: Desk, find: Find, texts: Texts
) -> None:
    person = find("Bajtelova")
    page.show_record("person", person)
    desk.casebook.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"shown_name": "Zhanna Elsewhere"}))
    assert "Zhanna Elsewhere" in titles(page)
    assert "Zhanna Elsewhere" in texts(page)
    assert shown(page) == person


def test_a_new_person_is_listed_and_gone_from_the_list_when_that_is_undone(
    page: PeoplePage, desk: Desk, add: Add, texts: Texts
) -> None:
    person = add("person", shown_name="Just Added")
    page.show_record("person", person)
    assert "Just Added" in titles(page)
    desk.casebook.undo()
    assert "Just Added" not in titles(page)
    assert "put aside" in texts(page)
    desk.casebook.undo(desk.casebook.acts(limit=1)[0].id)
    assert "Just Added" in titles(page)
    assert "put aside" not in texts(page)


def test_nothing_of_an_erased_person_stays_on_the_screen(
    page: PeoplePage, desk: Desk, add: Add, said: Said, texts: Texts, qtbot: QtBot
) -> None:
    person = add("person", shown_name="To Be Erased")
    page.show_record("person", person)
    desk.casebook.transact(Act.ERASE_RECORD, lambda writer: writer.erase(person))
    qtbot.waitUntil(lambda: shown(page) is None)
    assert "To Be Erased" not in " ".join(texts(page))
    page.show_record("person", person)
    assert shown(page) is None
    assert said.lines == ["This record is gone"]


def test_new_asks_for_an_empty_form_of_a_person(page: PeoplePage, said: Said) -> None:
    page.add()
    (request,) = said.forms
    assert (request.kind, request.record, request.given) == ("person", b"", {})


def test_every_control_has_a_name(page: PeoplePage, find: Find, nameless: Nameless) -> None:
    page.show_record("person", find("Aigerim"))
    assert nameless(page) == []


def test_the_page_is_dead_after_it_was_deleted(desk: Desk, find: Find) -> None:
    page = PeoplePage(desk)
    for name in ("Aigerim", "Timur"):
        page.show_record("person", find(name))
    watched = weakref.ref(page)
    shiboken6.delete(page)
    del page
    gc.collect()
    assert watched() is None


def test_a_long_list_is_read_anew_beside_the_window_after_a_save(
    page: PeoplePage, add: Add, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pane, "LONG", 3)
    asked_in: list[int] = []
    ids = people_lists.person_ids

    def watched(*given: Any, **named: Any) -> Sequence[RecordId]:
        asked_in.append(threading.get_ident())
        return ids(*given, **named)

    monkeypatch.setattr(people_lists, "person_ids", watched)
    before = len(titles(page))
    add("person", shown_name="Aaa Invented")
    qtbot.waitUntil(lambda: titles(page)[0] == "Aaa Invented")
    assert len(titles(page)) == before + 1
    assert asked_in
    assert threading.get_ident() not in asked_in


def test_a_long_list_is_narrowed_and_sorted_beside_the_window_and_stays_until_the_answer_is_there(
    page: PeoplePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pane, "LONG", 3)
    asked_in: list[int] = []
    ids = people_lists.person_ids

    def watched(*given: Any, **named: Any) -> Sequence[RecordId]:
        asked_in.append(threading.get_ident())
        return ids(*given, **named)

    monkeypatch.setattr(people_lists, "person_ids", watched)
    everybody = titles(page)
    pane = pane_of(page)
    (order,) = [one for one in page.findChildren(QComboBox) if one.accessibleName() == "Order"]
    order.setCurrentIndex(order.findData("newest"))
    assert titles(page) == everybody
    qtbot.waitUntil(lambda: not pane.asking())
    assert titles(page) != everybody
    (dead,) = [one for name, one in chips(page).items() if name.startswith("Dead")]
    dead.click()
    assert len(titles(page)) == len(everybody)
    qtbot.waitUntil(lambda: {row.chip for row in rows(page)} == {"Dead"})
    assert asked_in
    assert threading.get_ident() not in asked_in


def test_an_answer_to_what_is_no_longer_asked_is_dropped(
    page: PeoplePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pane, "LONG", 3)
    pane = pane_of(page)
    assert pane.facets is not None
    everybody = titles(page)
    outdated = pane.question()
    pane.facets.turn("state", "deceased", on=True)
    qtbot.waitUntil(lambda: not pane.asking())
    dead = titles(page)
    pane._take(outdated, [])
    assert titles(page) == dead
    pane.facets.turn("sex", "male", on=True)
    pane.facets.clear()
    qtbot.waitUntil(lambda: not pane.asking())
    assert titles(page) == everybody


def test_a_record_asked_for_in_a_long_list_is_chosen_when_the_answer_is_there(
    page: PeoplePage, find: Find, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pane, "LONG", 3)
    pane_of(page).search.insert("Bajtelova")
    qtbot.waitUntil(lambda: len(titles(page)) == 1)
    other = find("Tungishbaev")
    page.show_record("person", other)
    qtbot.waitUntil(lambda: pane_of(page).current() == other)


def test_enter_in_the_search_of_a_long_list_goes_to_the_first_found(
    page: PeoplePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pane, "LONG", 3)
    pane_of(page).search.insert("Bajtelova")
    QTest.keyClick(pane_of(page).search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(page) == ["Zhanna Bajtelova"] and shown(page) == rows(page)[0].record)


def test_who_needs_action_has_a_chip_and_a_second_press_takes_it_off(page: PeoplePage) -> None:
    everybody = titles(page)
    (needy,) = [one for name, one in chips(page).items() if name.startswith("Needs action")]
    needy.click()
    assert 0 < len(titles(page)) < len(everybody)
    assert needy.isChecked()
    needy.click()
    assert titles(page) == everybody


def test_a_filter_that_nobody_passes_says_so_and_is_taken_off_again(page: PeoplePage, texts: Texts) -> None:
    facets = pane_of(page).facets
    assert facets is not None
    number = len(titles(page))
    facets.turn("sex", "intersex", on=True)
    assert titles(page) == []
    assert "No record fits" in texts(page)
    pane_of(page).show_all()
    assert len(titles(page)) == number
    assert facets.chosen() == ()


def test_a_saved_view_sets_words_filters_and_order(page: PeoplePage) -> None:
    pane = pane_of(page)
    pane.search.setText("Nobodyofthisname")
    everybody = View("person", "All, newest first", order="newest")
    page.show_view(everybody)
    assert pane.view().same_as(everybody)
    newest = titles(page)
    page.show_view(View("person", "Dead", facets=(("state", ("deceased",)),), order="name"))
    assert {row.chip for row in rows(page)} == {"Dead"}
    assert [name for name, one in chips(page).items() if one.isChecked()] == [f"Dead, {len(titles(page))}"]
    page.show_view(everybody)
    assert titles(page) == newest
