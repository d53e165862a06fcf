from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from casefile.base.clock import RecordId
from casefile.ui.name_warning import NameWarning
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Add = Callable[..., RecordId]


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


def warning(desk: Desk, field: QLineEdit, qtbot: QtBot, *but: RecordId) -> NameWarning:
    made = NameWarning(desk, field, but)
    qtbot.addWidget(made)
    return made


def test_somebody_of_a_like_name_is_shown_while_one_types_with_what_is_known(
    desk: Desk, field: QLineEdit, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Жанар Примерова", whereabouts_status="in_custody")
    made = warning(desk, field, qtbot)
    qtbot.keyClicks(field, "Primerova Zhanar")
    qtbot.waitUntil(lambda: not made.isHidden())
    shown = " ".join(one.text() for one in made.findChildren(QLabel))
    assert "Жанар Примерова" in shown
    assert "In custody" in shown
    assert "the same words in another order" in shown
    assert "Жанар Примерова" in field.accessibleDescription()
    with qtbot.waitSignal(made.open_wanted) as asked:
        made.findChildren(QPushButton)[0].click()
    assert asked.args == [person]


def test_nobody_is_shown_for_a_name_like_no_other_nor_for_the_person_itself(
    desk: Desk, field: QLineEdit, add: Add, qtbot: QtBot
) -> None:
    person = add("person", shown_name="Zhanar Primerova")
    made = warning(desk, field, qtbot, person)
    for name in ("Zhanar Primerova", "Marat Primerov", ""):
        field.setText(name)
        made.look()
        assert made.isHidden()


def test_the_warning_goes_when_the_name_is_changed(desk: Desk, field: QLineEdit, add: Add, qtbot: QtBot) -> None:
    add("person", shown_name="Zhanar Primerova")
    made = warning(desk, field, qtbot)
    field.setText("Zhanar Primerova")
    made.look()
    assert not made.isHidden()
    field.setText("Zhanar Tulegenova")
    made.look()
    assert made.isHidden()
    assert field.accessibleDescription() == ""
