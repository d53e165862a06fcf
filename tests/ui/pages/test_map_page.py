from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt

from casefile.base.i18n import set_language
from casefile.casework import geography
from casefile.casework.acts import Act
from casefile.ui.page import Desk
from casefile.ui.pages.map_page import MapPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Nameless


def shown(desk: Desk, qtbot: QtBot) -> MapPage:
    page = MapPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: bool(page.shown()))
    return page


def test_places_without_a_position_stand_in_the_list_and_say_so(desk: Desk, nameless: Nameless, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    hows = {place.how for place in page.shown()}
    assert geography.NOWHERE in hows
    model = page.list.records
    said = [
        str(model.data(model.index(row), int(Qt.ItemDataRole.AccessibleTextRole))) for row in range(model.rowCount())
    ]
    assert len(said) == len(page.shown())
    assert [text for text in said if "No position" in text]
    assert [text for text in said if text.startswith("Zhanaozen, Only the area")]
    assert nameless(page) == []


def test_the_list_and_the_map_go_to_the_same_place_and_enter_opens_it(desk: Desk, said: Said, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.canvas.choose(1)
    record = page.list.current()
    assert record is not None
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    page.list.opened.emit(record)
    assert said.opened == [("place", record)] * 2
    page.list.setFocus()
    first = page.shown()[0]
    page.list.choose(first.record)
    assert page.canvas.current() == 0


def test_only_what_is_known_so_well_can_be_shown(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.chips.choose(geography.NOWHERE)
    page.chips.picked.emit(geography.NOWHERE)
    assert {place.how for place in page.shown()} == {geography.NOWHERE}
    page.canvas.choose(0)
    assert page.canvas.current() == -1


def test_a_place_that_gets_coordinates_becomes_a_point(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    place = next(place for place in page.shown() if place.how == geography.NOWHERE)
    outcome = desk.casebook.transact(
        Act.EDIT_RECORD, lambda writer: writer.update(place.record, {"latitude": 43.3, "longitude": 52.8})
    )
    page.changed(outcome.changes)
    qtbot.waitUntil(lambda: any(one.how == geography.POINT for one in page.shown()))


def test_the_page_opens_in_every_language(desk: Desk, qtbot: QtBot) -> None:
    for code in ("ru", "kk"):
        set_language(code)
        assert not shown(desk, qtbot).grab().isNull()


def test_nothing_of_the_page_outlives_it(desk: Desk, qtbot: QtBot) -> None:
    gone = weakref.ref(shown(desk, qtbot))
    found = gone()
    assert found is not None
    shiboken6.delete(found)
    del found
    gc.collect()
    assert gone() is None


def test_an_answer_to_an_older_question_is_not_shown(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    before = page.shown()
    taken: list[object] = []
    gate = threading.Event()
    page.ask(lambda _progress: gate.wait(5), taken.append)
    page._read()
    gate.set()
    assert page._question is not None
    with qtbot.waitSignal(page._question.succeeded):
        pass
    assert taken == []
    assert page.shown() == before
