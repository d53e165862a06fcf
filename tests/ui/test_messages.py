from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from casefile.base.errors import DiskFullError, FieldProblem, UserError
from casefile.store.changes import ActLine, ChangeSet
from casefile.ui.messages import Messages, explained, field_reasons, report

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAME = "Leila Haddad"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def toast(window: QWidget) -> QWidget:
    found = window.findChild(QWidget, "toast")
    assert isinstance(found, QWidget)
    return found


def test_a_passing_line_stands_within_the_window(window: QWidget) -> None:
    Messages(window).say("Saved", "Undo", lambda: None)
    assert toast(window).isVisible()
    assert window.rect().contains(toast(window).geometry())


def test_a_very_long_line_does_not_leave_the_window(window: QWidget) -> None:
    Messages(window).say("Saved " * 200)
    assert toast(window).width() <= window.width()


def test_a_line_moves_with_the_edge_of_the_window(window: QWidget) -> None:
    Messages(window).say("Saved")
    window.resize(500, 400)
    assert window.rect().contains(toast(window).geometry())


def test_the_button_of_a_line_does_what_it_says_once(window: QWidget) -> None:
    done: list[str] = []
    Messages(window).say("Saved", "Undo", lambda: done.append("undone"))
    button = toast(window).findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert not toast(window).isVisible()
    button.click()
    assert done == ["undone"]


def test_a_save_is_told_in_the_words_of_its_act_and_offers_to_undo_it(window: QWidget) -> None:
    line = ActLine(7, b"act", "RECORD_VISIT", dt.datetime.now(tz=dt.UTC), "A", b"", b"", 1)
    undone: list[bytes] = []
    messages = Messages(window, undone.append, lambda act: line if act == b"act" else None)
    messages.done(ChangeSet(b"act", "RECORD_VISIT", frozenset()))
    said = toast(window).findChild(QLabel)
    assert isinstance(said, QLabel)
    assert said.text() == "Recorded a family visit"
    button = toast(window).findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert undone == [b"act"]


def test_markup_in_data_is_shown_as_it_is(window: QWidget) -> None:
    Messages(window).say("<b>bold</b>")
    said = toast(window).findChild(QLabel)
    assert isinstance(said, QLabel)
    assert said.textFormat().name == "PlainText"


def test_an_error_says_what_happened_and_what_was_kept(window: QWidget) -> None:
    Messages(window).fail(DiskFullError("The disk is full."))
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "The disk is full."
    assert "Nothing was lost" in box.informativeText()
    box.close()


def test_a_bug_is_reported_without_what_it_was_working_on() -> None:
    def work() -> None:
        raise ValueError(f"cannot use {NAME}")

    with pytest.raises(ValueError, match="cannot use") as met:
        work()
    heading, text, more = explained(met.value)
    assert NAME not in heading + text + more + report(met.value)
    assert "ValueError" in more
    assert "test_messages.py" in more


def test_reasons_are_found_by_their_field() -> None:
    refused = UserError("no", (FieldProblem("began", "Too early."), FieldProblem("", "As a whole.")))
    assert field_reasons(refused) == {"began": "Too early.", "": "As a whole."}
