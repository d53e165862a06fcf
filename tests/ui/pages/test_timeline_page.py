from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt

from casefile.base.clock import RecordId
from casefile.base.i18n import set_language
from casefile.casework.acts import Act
from casefile.ui.page import Desk
from casefile.ui.pages.timeline_page import TimelinePage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts


def shown(desk: Desk, qtbot: QtBot) -> TimelinePage:
    page = TimelinePage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: bool(page.entries()))
    return page


def test_the_list_beside_has_every_entry_that_is_painted_and_says_its_date(
    desk: Desk, texts: Texts, nameless: Nameless, qtbot: QtBot
) -> None:
    page = shown(desk, qtbot)
    model = page.list.records
    assert model.rowCount() == len(page.entries()) > 100
    assert "summer 2011" in str(model.data(model.index(0), int(Qt.ItemDataRole.AccessibleTextRole)))
    assert any("without a date" in text for text in texts(page))
    assert nameless(page) == []


def test_the_list_and_the_canvas_go_to_the_same_entry(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.canvas.current() == page.list.currentIndex().row() == 2
    page.canvas.choose(5)
    assert page.list.currentIndex().row() == 5


def test_enter_in_the_list_or_on_the_canvas_opens_the_record(desk: Desk, said: Said, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    page.canvas.choose(1)
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    page.list.opened.emit(page.list.current())
    entry = page.entries()[1]
    assert said.opened == [(entry.kind, entry.record)] * 2


def test_a_lane_alone_and_a_person_alone_can_be_shown(desk: Desk, find: Find, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    before = len(page.entries())
    page.chips.choose("court")
    page.chips.picked.emit("court")
    assert {entry.lane for entry in page.entries()} == {"court"}
    page.chips.choose("")
    page.chips.picked.emit("")
    assert len(page.entries()) == before
    page.picker.show_record(find("Aigerim Qiyalova"))
    page.picker.picked.emit(page.picker.record())
    qtbot.waitUntil(lambda: 0 < len(page.entries()) < before)
    assert not [entry for entry in page.entries() if "Oidanov" in entry.text]


def test_what_is_written_appears_and_what_is_put_aside_goes(desk: Desk, qtbot: QtBot) -> None:
    page = shown(desk, qtbot)
    before = len(page.entries())
    outcome = desk.casebook.transact(
        Act.ADD_RECORD, lambda writer: writer.insert("event", title="New event", began="2026-11-20")
    )
    page.changed(outcome.changes)
    qtbot.waitUntil(lambda: len(page.entries()) == before + 1)
    record: RecordId = outcome.value
    page.changed(desk.casebook.transact(Act.ARCHIVE_RECORD, lambda writer: writer.archive(record)).changes)
    qtbot.waitUntil(lambda: len(page.entries()) == before)


def test_an_empty_book_says_what_will_stand_here(desk: Desk, texts: Texts, qtbot: QtBot) -> None:
    everything = desk.read(lambda reader: [one.id for kind in ("event",) for one in reader.of(kind)])
    assert everything
    page = shown(desk, qtbot)
    page._take([])
    assert page.entries() == []
    assert "Nothing to show yet" in texts(page)


def test_the_page_opens_in_every_language(desk: Desk, qtbot: QtBot) -> None:
    for code in ("ru", "kk"):
        set_language(code)
        page = shown(desk, qtbot)
        assert not page.grab().isNull()


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
    before = list(page.entries())
    taken: list[object] = []
    gate = threading.Event()
    page.ask(lambda _progress: gate.wait(5), taken.append)
    page._read()
    gate.set()
    assert page._question is not None
    with qtbot.waitSignal(page._question.succeeded):
        pass
    assert taken == []
    assert page.entries() == before
