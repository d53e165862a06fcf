from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar

from casefile.ui.theme import Theme
from casefile.ui.widgets.passphrase_field import PassphraseField, StrengthMeter

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(theme: Theme, qtbot: QtBot) -> PassphraseField:
    made = PassphraseField(theme, "Passphrase")
    qtbot.addWidget(made)
    made.show()
    return made


def press(field: PassphraseField, text: str, modifier: Qt.KeyboardModifier) -> None:
    QApplication.sendEvent(field.field, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, text))


def warned(field: PassphraseField) -> bool:
    return any(one.text() == "Caps Lock is on." and one.isVisible() for one in field.findChildren(QLabel))


@pytest.mark.parametrize(
    ("text", "modifier", "caps"),
    [
        ("A", NONE, True),
        ("a", SHIFT, True),
        ("a", NONE, False),
        ("A", SHIFT, False),
        ("Ж", NONE, True),
        ("7", SHIFT, False),
        ("ل", NONE, False),
    ],
)
def test_caps_lock_is_noticed_by_what_it_does(
    text: str,
    modifier: Qt.KeyboardModifier,
    caps: bool,  # noqa: FBT001 - a case
    field: PassphraseField,
) -> None:
    press(field, text, modifier)
    assert warned(field) is caps


def test_the_warning_goes_with_the_text(field: PassphraseField) -> None:
    press(field, "A", NONE)
    field.field.setText("")
    field.field.setText("x")
    field.field.clear()
    assert not warned(field)


def test_what_is_typed_is_hidden_until_it_is_asked_for(field: PassphraseField) -> None:
    assert field.field.echoMode() == QLineEdit.EchoMode.Password
    eye = field.field.actions()[0]
    assert eye.text() == "Show the passphrase"
    eye.trigger()
    assert field.field.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.text() == "Hide the passphrase"


def test_forgetting_empties_the_field_and_hides_what_comes_next(field: PassphraseField) -> None:
    field.field.setText("secret")
    field.field.actions()[0].trigger()
    field.forget()
    assert field.text() == ""
    assert field.field.echoMode() == QLineEdit.EchoMode.Password


def test_a_problem_is_read_out_with_the_field(field: PassphraseField) -> None:
    field.say("Not this one.")
    assert field.field.accessibleDescription() == "Not this one."
    field.field.setText("x")
    assert field.field.accessibleDescription() == ""


@pytest.mark.parametrize(("strength", "word"), [(0, ""), (1, "weak"), (2, "fair"), (3, "strong")])
def test_strength_is_told_in_a_word_beside_its_colour(strength: int, word: str, theme: Theme, qtbot: QtBot) -> None:
    del theme
    made = StrengthMeter()
    qtbot.addWidget(made)
    made.show_strength(strength)
    bar = made.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.value(), bar.accessibleDescription()) == (strength, word)
