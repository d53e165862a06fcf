from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import RecordId
from casefile.ui.page import Desk, FormRequest
from casefile.ui.parts_card import PartRow, PartsCard, in_few_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def card(desk: Desk, qtbot: QtBot, kind: str, owner: RecordId, **more: Any) -> PartsCard:
    made = PartsCard(desk, kind, owner, **more)
    qtbot.addWidget(made)
    made.show()
    return made


def test_only_the_records_of_this_owner_are_shown(desk: Desk, add: Add, qtbot: QtBot) -> None:
    one, other = add("person", shown_name="Leila"), add("person", shown_name="Ivan")
    add("name", person=one, full_name="ليلى")
    add("name", person=other, full_name="Иван")
    made = card(desk, qtbot, "name", one)
    assert [part.title for part in made.parts] == ["ليلى"]


def test_a_part_opens_its_form(desk: Desk, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    name = add("name", person=person, full_name="Lulu")
    made = card(desk, qtbot, "name", person)
    row = made.findChild(PartRow)
    assert isinstance(row, PartRow)
    row.click()
    assert said.forms == [FormRequest("name", name)]


def test_adding_begins_with_the_owner(desk: Desk, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    made = card(desk, qtbot, "name", person)
    assert "Nothing recorded yet." in [label.text() for label in made.findChildren(QLabel)]
    next(button for button in made.findChildren(QPushButton) if button.accessibleName() == "Add: Name").click()
    assert said.forms == [FormRequest("name", given={"person": person})]


def test_another_way_to_add_is_used_where_one_is_given(desk: Desk, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    request = FormRequest("custody", given={"person": person}, then=print)
    made = card(desk, qtbot, "custody", person, request=request)
    next(button for button in made.findChildren(QPushButton) if button.accessibleName().startswith("Add")).click()
    assert said.forms == [request]


def test_sensitive_fields_stay_out_of_the_few_words(desk: Desk, add: Add) -> None:
    person = add("person", shown_name="Leila")
    contact = add("contact", person=person, address="Box 7", safe_how="Never before noon", note="A note")
    said = desk.read(lambda reader: in_few_words(reader, reader.get(contact)))
    assert "noon" not in said
    assert "A note" in said


def test_a_long_list_shows_its_beginning_and_the_rest_when_asked(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    for number in range(35):
        add("name", person=person, full_name=f"Name {number}")
    made = card(desk, qtbot, "name", person)
    assert len(made.findChildren(PartRow)) == 30
    next(button for button in made.findChildren(QPushButton) if button.text() == "Show all 35").click()
    assert len(made.findChildren(PartRow)) == 35


def test_a_row_is_read_out_whole(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    add("name", person=person, full_name="Lulu", name_kind="nickname")
    made = card(desk, qtbot, "name", person)
    row = made.findChild(PartRow)
    assert isinstance(row, PartRow)
    assert row.accessibleName() == "Lulu, Kind of name: Nickname, NM-0001"
    row.grab()
