"""Seeing the whole: the real window over the demonstration case, from the timeline, the map and the net to a record."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from casefile.base.clock import Clock
from casefile.base.i18n import N_, language, set_language
from casefile.casework.acts import Act
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.ui.injury_map import InjuryMap
from casefile.ui.jobs import Jobs
from casefile.ui.main_window import MainWindow
from casefile.ui.page import PageEntry
from casefile.ui.pages.links_page import LinksPage
from casefile.ui.pages.map_page import MapPage
from casefile.ui.pages.people_page import PeoplePage
from casefile.ui.pages.person_view import PersonView
from casefile.ui.pages.timeline_page import TimelinePage
from casefile.ui.record_form import RecordForm
from casefile.ui.theme import Theme
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PASSPHRASE = "one look at everything"
ENTRIES = (
    PageEntry("people", N_("People"), "users", PeoplePage, frozenset({"person"})),
    PageEntry("timeline", N_("Timeline"), "activity", TimelinePage),
    PageEntry("map", N_("Map"), "map", MapPage),
    PageEntry("links", N_("Links"), "waypoints", LinksPage),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demonstration case, entered once, and a key that opens it at once."""
    clock = Clock()
    vault = Vault.create(tmp_path_factory.mktemp("overview") / "whole", PASSPHRASE, clock)
    secret = vault.make_recovery()
    made = Casebook(vault, clock)
    demo.fill(made)
    made.close()
    vault.close()
    return vault.path, secret


@pytest.fixture
def book(filled: tuple[Path, str], tmp_path: Path) -> Iterator[Casebook]:
    path, secret = filled
    vault = Vault.open(Path(shutil.copytree(path, tmp_path / path.name)), Identity(secret), Clock())
    made = Casebook(vault, Clock())
    yield made
    made.close()
    vault.close()


@pytest.fixture
def window(book: Casebook, qtbot: QtBot) -> Iterator[MainWindow]:
    before = language().code
    set_language("en")
    made = MainWindow(book, Clock(), Theme(), Jobs(), ENTRIES)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.put_away()
    set_language(before)


def go_to(window: MainWindow, number: int) -> None:
    QTest.keyClick(window, Qt.Key(int(Qt.Key.Key_0) + number), Qt.KeyboardModifier.AltModifier)


def type_into(window: MainWindow, words: str) -> None:
    focus = window.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)
    QTest.keyClick(focus, Qt.Key.Key_Down)
    QTest.keyClick(focus, Qt.Key.Key_Return)


def shown_person(window: MainWindow) -> PersonView:
    (found,) = [one for one in window.findChildren(PersonView) if one.isVisible()]
    return found


def test_by_keyboard_alone_from_the_timeline_of_one_person_to_a_visit_and_back(
    window: MainWindow, book: Casebook, qtbot: QtBot
) -> None:
    go_to(window, 2)
    page = window.findChild(TimelinePage)
    assert isinstance(page, TimelinePage)
    qtbot.waitUntil(lambda: len(page.entries()) > 100)
    everything = len(page.entries())
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_into(window, "Aigerim")
    qtbot.waitUntil(lambda: 0 < len(page.entries()) < everything)

    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_End)
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    assert page.canvas.current() == 0
    page.canvas.setFocus()
    for _press in range(6):
        QTest.keyClick(page.canvas, Qt.Key.Key_Plus)
    target = next(number for number, entry in enumerate(page.entries()) if entry.kind == "family_visit")
    while page.canvas.current() < target:
        QTest.keyClick(page.canvas, Qt.Key.Key_Right)
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_page() == "people")
    person = page.picker.record()
    assert shown_person(window).record == person

    book.transact(
        Act.RECORD_VISIT,
        lambda writer: writer.insert("family_visit", person=person, visit_kind="visit", occurred="2026-11-20"),
    )
    before = len(page.entries())
    go_to(window, 2)
    qtbot.waitUntil(lambda: len(page.entries()) == before + 1)


def test_a_place_without_a_position_is_found_in_the_list_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    go_to(window, 3)
    page = window.findChild(MapPage)
    assert isinstance(page, MapPage)
    qtbot.waitUntil(lambda: bool(page.shown()))
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    form = window.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    assert form.isVisible()
    form.reject()


def test_from_the_net_of_one_person_to_that_of_another_and_to_their_page(window: MainWindow, qtbot: QtBot) -> None:
    go_to(window, 4)
    page = window.findChild(LinksPage)
    assert isinstance(page, LinksPage)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_into(window, "Aigerim")
    qtbot.waitUntil(lambda: bool(page.net().nodes) and page.net().nodes[0].name == "Aigerim Qiyalova")
    mother = next(number for number, node in enumerate(page.net().nodes) if node.name == "Saule Qiyalova")
    page.list.setFocus()
    while page.canvas.current() != mother:
        QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.around, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.net().nodes[0].name == "Saule Qiyalova")
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current_page() == "people")
    assert shown_person(window).record == page.net().nodes[0].record


def test_an_injury_is_placed_on_the_body_by_keyboard_and_the_move_can_be_undone(
    window: MainWindow, book: Casebook, qtbot: QtBot
) -> None:
    person = book.search("Aigerim Qiyalova", kinds=frozenset({"person"}), limit=1)[0].record
    injuries = InjuryMap(window.desk, person)
    qtbot.addWidget(injuries)
    injuries.resize(900, 600)
    injuries.show()
    injuries.map.region.setCurrentIndex(injuries.map.region.findData("sole"))
    QTest.keyClick(injuries.map.place, Qt.Key.Key_Space)
    form = window.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    form.save()
    injuries.refresh()
    added = max(injuries._injuries)
    injury = injuries._injuries[added]
    kept = book.read(lambda reader: reader.get(injury))
    assert (kept.text("body_view"), kept.text("body_region")) == ("feet", "sole")

    injuries.map.choose(added)
    canvas = injuries.map.canvases[injuries.map.tabs.currentIndex()]
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: book.read(lambda reader: reader.get(injury)).number("map_y") != kept.number("map_y"))
    window.undo()
    assert book.read(lambda reader: reader.get(injury)).number("map_y") == kept.number("map_y")


def test_when_the_window_is_put_away_no_page_outlives_it(book: Casebook, qtbot: QtBot) -> None:
    window = MainWindow(book, Clock(), Theme(), Jobs(), ENTRIES)
    window.show()
    for entry in ENTRIES[1:]:
        window.show_page(entry.name)
    kinds = (TimelinePage, MapPage, LinksPage)
    pages = [weakref.ref(page) for kind in kinds for page in window.findChildren(kind)]
    assert len(pages) == len(kinds)
    qtbot.wait(1)
    window.put_away()
    window.close()
    window.deleteLater()
    del window
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
    assert [page() for page in pages if page() is not None] == []
