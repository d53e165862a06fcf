from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QWidget

from casefile.ui.theme import Theme
from casefile.ui.widgets.combos import SearchableBox, shown_in_box

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LABELS = {"kz": "Kazakhstan", "kg": "Kyrgyzstan", "uz": "Uzbekistan", "fr": "France & overseas"}


@pytest.fixture
def box(theme: Theme, qtbot: QtBot) -> Iterator[SearchableBox]:
    del theme
    form = QWidget()
    qtbot.addWidget(form)
    row = QHBoxLayout(form)
    made = SearchableBox(LABELS)
    row.addWidget(made)
    row.addWidget(QLineEdit())
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    made.setFocus()
    yield made
    form.close()


def typed(box: SearchableBox, text: str, qtbot: QtBot) -> QAbstractItemView:
    line = box.lineEdit()
    assert line is not None
    qtbot.keyClicks(line, text)
    completer = box.completer()
    assert completer is not None
    offers = completer.popup()
    assert offers is not None
    qtbot.waitUntil(lambda: not offers.isVisible() or offers.currentIndex().isValid())
    return offers


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_enter_and_tab_take_the_first_offer(key: Qt.Key, box: SearchableBox, qtbot: QtBot) -> None:
    offers = typed(box, "rgyz", qtbot)
    assert offers.isVisible()
    assert box.currentText() == "rgyz"
    qtbot.keyClick(offers, key)
    assert box.term() == "kg"
    assert box.currentText() == "Kyrgyzstan"
    assert not offers.isVisible()


def test_the_arrow_keys_choose_among_the_offers(box: SearchableBox, qtbot: QtBot) -> None:
    offers = typed(box, "stan", qtbot)
    qtbot.keyClick(offers, Qt.Key.Key_Down)
    qtbot.keyClick(offers, Qt.Key.Key_Return)
    assert box.term() == "kg"


def test_what_is_no_label_is_kept_as_typed(box: SearchableBox, qtbot: QtBot) -> None:
    typed(box, "Narnia", qtbot)
    assert box.term() == "Narnia"


def test_a_label_typed_in_full_is_its_term_whatever_the_case(box: SearchableBox, qtbot: QtBot) -> None:
    typed(box, "kazakhSTAN", qtbot)
    assert box.term() == "kz"


def test_a_term_of_a_later_version_is_shown_as_it_is(box: SearchableBox) -> None:
    box.show_term("atlantis")
    assert box.term() == "atlantis"
    box.show_term("")
    assert (box.term(), box.currentText()) == ("", "")


def test_a_choice_is_shown_as_it_is_from_left_to_right() -> None:
    assert shown_in_box("10 minutes") == "10 minutes"
