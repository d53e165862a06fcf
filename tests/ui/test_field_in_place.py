from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.ui import drafts
from casefile.ui.drafts import DraftKeeper
from casefile.ui.field_in_place import FieldInPlace, _Words
from casefile.ui.form_fields import FieldRow
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def person(add: Add) -> RecordId:
    return add("person", shown_name="Leila", birth_date="1988", described_as="Welder")


@pytest.fixture
def make(desk: Desk, person: RecordId, qtbot: QtBot) -> Callable[[str], FieldInPlace]:
    windows: list[QWidget] = []

    def made(name: str) -> FieldInPlace:
        window = QWidget()
        windows.append(window)
        column = QVBoxLayout(window)
        snapshot = desk.read(lambda reader: reader.get(person))
        field = FieldInPlace(desk, snapshot, name, snapshot.text(name))
        column.addWidget(field)
        elsewhere = QLineEdit()
        elsewhere.setObjectName("elsewhere")
        column.addWidget(elsewhere)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        return field

    return made


def words(field: FieldInPlace) -> QWidget:
    found = field.findChild(_Words)
    assert isinstance(found, QWidget)
    return found


def row(field: FieldInPlace) -> FieldRow:
    assert field.row is not None
    return field.row


def line(field: FieldInPlace) -> QWidget:
    target = row(field).editor.focusProxy()
    assert target is not None
    return target


def held(desk: Desk, person: RecordId, name: str) -> str:
    return desk.read(lambda reader: reader.get(person)).text(name)


def said_in(field: FieldInPlace) -> list[str]:
    return [one.text() for one in field.findChildren(QLabel) if one.isVisibleTo(field)]


@pytest.mark.parametrize("way", ["click", "enter", "f2"])
def test_a_value_is_edited_where_it_stands_and_saved_as_an_act(
    way: str, make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, said: Any, qtbot: QtBot
) -> None:
    field = make("described_as")
    if way == "click":
        qtbot.mouseClick(words(field), Qt.MouseButton.LeftButton)
    else:
        words(field).setFocus()
        qtbot.keyClick(words(field), Qt.Key.Key_Return if way == "enter" else Qt.Key.Key_F2)
    qtbot.keyClicks(line(field), "Crane driver")
    qtbot.keyClick(line(field), Qt.Key.Key_Return)
    assert held(desk, person, "described_as") == "Crane driver"
    assert not field.editing
    assert said.lines == [Act.EDIT_RECORD.value]
    desk.casebook.undo()
    assert held(desk, person, "described_as") == "Welder"


def test_escape_goes_back_and_leaves_the_value_and_no_draft(
    make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, qtbot: QtBot
) -> None:
    field = make("described_as")
    field.begin()
    qtbot.keyClicks(line(field), "Nobody")
    qtbot.keyClick(line(field), Qt.Key.Key_Escape)
    assert (field.editing, held(desk, person, "described_as")) == (False, "Welder")
    assert drafts.kept(desk.casebook) == []


def test_going_elsewhere_saves(make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, qtbot: QtBot) -> None:
    field = make("described_as")
    field.begin()
    qtbot.keyClicks(line(field), "Crane driver")
    elsewhere = field.window().findChild(QLineEdit, "elsewhere")
    assert isinstance(elsewhere, QLineEdit)
    elsewhere.setFocus()
    qtbot.waitUntil(lambda: not field.editing)
    assert held(desk, person, "described_as") == "Crane driver"


def test_what_cannot_be_read_is_said_beneath_it_and_stays_typed(
    make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, qtbot: QtBot
) -> None:
    field = make("birth_date")
    field.begin()
    qtbot.keyClicks(line(field), "31 February 1988")
    qtbot.keyClick(line(field), Qt.Key.Key_Return)
    assert field.editing
    assert row(field).editor.value() == "31 February 1988"
    assert row(field).editor.problem() in said_in(field)
    assert held(desk, person, "birth_date") == "1988"


def test_a_value_that_somebody_saved_meanwhile_is_shown_and_chosen_between(
    make: Callable[[str], FieldInPlace], desk: Desk, book: Casebook, person: RecordId, qtbot: QtBot
) -> None:
    field = make("described_as")
    field.begin()
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"described_as": "Nurse"}))
    qtbot.keyClicks(line(field), "Crane driver")
    qtbot.keyClick(line(field), Qt.Key.Key_Return)
    assert held(desk, person, "described_as") == "Nurse"
    qtbot.waitUntil(lambda: "Meanwhile saved: Nurse" in said_in(field))
    next(one for one in field.findChildren(QPushButton) if one.text() == "Keep mine").click()
    assert held(desk, person, "described_as") == "Crane driver"


def test_what_is_half_typed_is_kept_through_a_lock(
    make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, qtbot: QtBot
) -> None:
    field = make("described_as")
    field.begin()
    qtbot.keyClicks(line(field), "Crane dri")
    for keeper in field.findChildren(DraftKeeper):
        keeper.keep_now()
    (one,) = drafts.kept(desk.casebook)
    assert (one.draft.record, one.draft.typed, one.draft.field) == (
        person,
        {"described_as": "Crane dri"},
        "described_as",
    )


def test_a_code_that_the_vault_gave_is_shown_and_not_edited(
    make: Callable[[str], FieldInPlace], desk: Desk, person: RecordId, qtbot: QtBot
) -> None:
    field = make("reference")
    qtbot.mouseClick(words(field), Qt.MouseButton.LeftButton)
    field.begin()
    assert not field.editing
    assert words(field).toolTip() == ""
    assert held(desk, person, "reference") in said_in(field)
