from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import UserError
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.store.casebook import Casebook
from casefile.ui.page import Desk, FormRequest, Page

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SOMEBODY = RecordId(bytes(range(16)))


def test_what_was_written_is_told_in_the_words_of_its_act(desk: Desk, book: Casebook, said: Any) -> None:
    outcome = desk.attempt(Act.ADD_EVENT, lambda writer: writer.insert("event", title="Strike"))
    assert outcome is not None
    assert book.read(lambda reader: reader.get(outcome.value)).text("title") == "Strike"
    assert said.lines == [Act.ADD_EVENT.value]


def test_other_words_can_be_given(desk: Desk, said: Any) -> None:
    desk.attempt(Act.ADD_EVENT, lambda writer: writer.insert("event", title="Strike"), said="Done it")
    assert said.lines == ["Done it"]


def test_what_is_refused_is_told_and_nothing_is_changed(desk: Desk, book: Casebook, said: Any) -> None:
    assert desk.attempt(Act.ADD_EVENT, lambda writer: writer.insert("event")) is None
    assert isinstance(said.failures[0], UserError)
    assert book.acts() == []


def test_work_that_changes_nothing_says_nothing(desk: Desk, said: Any) -> None:
    desk.attempt(Act.EDIT_RECORD, lambda _writer: None)
    assert said.lines == []


def test_a_bug_in_the_work_is_not_taken_for_a_refusal(desk: Desk, book: Casebook) -> None:
    def work(writer: Writer) -> None:
        writer.insert("event", title="Strike")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.attempt(Act.ADD_EVENT, work)
    assert book.acts() == []


def test_a_page_asks_for_records_forms_and_undo_without_knowing_who_answers(desk: Desk, said: Any) -> None:
    desk.open("person", SOMEBODY)
    desk.edit("person", SOMEBODY)
    desk.add("name", person=SOMEBODY)
    desk.undo()
    assert said.opened == [("person", SOMEBODY)]
    assert said.forms == [FormRequest("person", SOMEBODY), FormRequest("name", NO_ID, {"person": SOMEBODY})]
    assert said.undone == [b""]


def test_what_a_page_asked_before_is_not_answered_any_more(desk: Desk, qtbot: QtBot) -> None:
    page = Page(desk)
    qtbot.addWidget(page)
    gate = threading.Event()
    taken: list[str] = []

    def asked(answer: str) -> None:
        page.ask(lambda _progress: answer if gate.wait(5) else "", taken.append)

    asked("older")
    asked("forgotten")
    page.forget_question()
    asked("newest")
    gate.set()
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == ["newest"]
