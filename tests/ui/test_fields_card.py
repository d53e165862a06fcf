from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from casefile.base.clock import RecordId
from casefile.ui.field_in_place import open_editor
from casefile.ui.fields_card import FieldsCard
from casefile.ui.page import Desk, FormRequest
from casefile.ui.widgets.buttons import LinkButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


def card(desk: Desk, qtbot: QtBot, record: RecordId, **more: Any) -> FieldsCard:
    made = FieldsCard(desk, desk.read(lambda reader: reader.get(record)), heading="Person", **more)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(made: FieldsCard) -> list[str]:
    return [label.text() for label in made.findChildren(QLabel) if label.isVisible()]


def test_fields_that_are_filled_in_are_shown_in_words(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila", birth_date="1988~", nationalities=("kz", "ru"), age=">=30")
    shown = texts(card(desk, qtbot, person))
    assert {"Born", "about 1988", "at least 30"} <= set(shown)
    assert "Occupation" not in shown


def test_sensitive_fields_are_folded_until_they_are_asked_for(desk: Desk, add: Add, qtbot: QtBot) -> None:
    made = card(desk, qtbot, add("person", shown_name="Leila", health_details="Asthma"))
    assert "Asthma" not in texts(made)
    next(button for button in made.findChildren(QPushButton) if "sensitive" in button.text()).click()
    assert "Asthma" in texts(made)


def test_a_link_leads_to_its_record(desk: Desk, add: Add, said: Any, qtbot: QtBot) -> None:
    place = add("place", shown_name="Aktau")
    made = card(desk, qtbot, add("person", shown_name="Leila", birthplace=place))
    link = made.findChild(LinkButton)
    assert isinstance(link, LinkButton)
    assert link.accessibleName() == "Born in: Aktau"
    link.click()
    assert said.opened == [("place", place)]


def test_what_is_shown_elsewhere_is_left_out(desk: Desk, add: Add, qtbot: QtBot) -> None:
    made = card(desk, qtbot, add("person", shown_name="Leila", birth_date="1988"), skip=("shown_name",))
    assert "Leila" not in texts(made)


def test_editing_begins_at_the_pencil(desk: Desk, add: Add, said: Any, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    made = card(desk, qtbot, person)
    pencil = next(one for one in made.findChildren(QToolButton) if one.accessibleName() == "Edit")
    pencil.click()
    assert said.forms == [FormRequest("person", person)]


def test_a_field_that_is_empty_is_filled_in_where_it_will_stand(desk: Desk, add: Add, qtbot: QtBot) -> None:
    person = add("person", shown_name="Leila")
    made = card(desk, qtbot, person)
    plus = next(one for one in made.findChildren(QToolButton) if one.accessibleName() == "Fill in another field")
    menu = plus.menu()
    assert menu is not None
    assert "Reference" not in [action.text() for action in menu.actions()]
    next(action for action in menu.actions() if action.text() == "Born").trigger()
    field = open_editor(made)
    assert field is not None
    assert field.row is not None
    qtbot.keyClicks(field.row.editor.focusProxy(), "about 1988")
    qtbot.keyClick(field.row.editor.focusProxy(), Qt.Key.Key_Return)
    assert desk.read(lambda reader: reader.get(person)).text("birth_date") == "1988~"
