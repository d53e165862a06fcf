from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from casefile.base.clock import NO_ID, RecordId
from casefile.ui.page import Desk
from casefile.ui.subject_picker import SubjectPicker

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    Add = Callable[..., RecordId]


def test_only_records_of_its_kinds_are_offered_and_the_one_taken_is_told_once(
    desk: Desk, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Saule Testova")
    add("organisation", shown_name="Testova and partners")
    picker = SubjectPicker(desk, "Only one person or event", ("person", "event"))
    qtbot.addWidget(picker)
    picker.show()
    picked: list[RecordId] = []
    picker.picked.connect(picked.append)
    qtbot.keyClicks(picker.field, "testova")
    qtbot.keyClick(picker.field, Qt.Key.Key_Down)
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert picked == [person]
    assert picker.record() == person
    picker.field.clear()
    assert picked == [person, NO_ID]


def test_before_a_word_is_typed_the_newest_are_offered(desk: Desk, add: Add) -> None:
    people = [add("person", shown_name=f"Person {number}") for number in range(8)]
    event = add("event", title="March")
    picker = SubjectPicker(desk, "Whom", ("person", "event"))
    offered = [offer.record for offer in picker._editor._finder.found("*", "")]
    assert offered == [*reversed(people[2:]), event]


def test_what_is_shown_from_outside_is_not_told(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Saule Testova")
    picker = SubjectPicker(desk, "Whom", ("person",))
    qtbot.addWidget(picker)
    picked: list[RecordId] = []
    picker.picked.connect(picked.append)
    picker.show_record(person)
    assert picker.field.text() == "Saule Testova"
    assert picked == []
