from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from casefile.ui.theme import Theme
from casefile.ui.widgets.cards import Banner, Card, clear, empty_state, label, pairs, scrolled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_what_looks_like_markup_is_shown_as_it_is(qtbot: QtBot) -> None:
    made = label("<b>Leila</b> & Co")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.text() == "<b>Leila</b> & Co"


def test_a_name_in_another_script_stands_beneath_the_first_one(qtbot: QtBot, qapp: QApplication) -> None:
    latin, arabic = label("Leila Haddad"), label("ليلى حداد")
    for made in (latin, arabic):
        qtbot.addWidget(made)
    assert latin.alignment() == arabic.alignment()
    assert arabic.alignment() & Qt.AlignmentFlag.AlignLeft
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        mirrored = label("Leila Haddad")
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qtbot.addWidget(mirrored)
    assert mirrored.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_paragraph_is_aligned_as_its_own_script_is(qtbot: QtBot) -> None:
    made = label("ليلى حداد", natural=True)
    qtbot.addWidget(made)
    assert not made.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_a_card_is_named_by_its_heading(theme: Theme, qtbot: QtBot) -> None:
    made = Card(theme, "Custody", "lock")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Custody"


def test_a_value_is_read_out_with_its_label_and_can_be_copied(theme: Theme, qtbot: QtBot) -> None:
    del theme
    made = pairs([("Born", "1988")])
    qtbot.addWidget(made)
    value = next(one for one in made.findChildren(QLabel) if one.text() == "1988")
    assert value.accessibleName() == "Born: 1988"
    assert value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_banner_and_an_empty_place_say_what_to_do(theme: Theme, qtbot: QtBot) -> None:
    pressed: list[str] = []
    banner = Banner(theme, "Two days left.", button="Record visit", pressed=lambda: pressed.append("visit"))
    empty = empty_state(theme, "users", "Nobody yet", "Press New.", "New", lambda: pressed.append("new"))
    for made in (banner, empty):
        qtbot.addWidget(made)
        button = made.findChild(QPushButton)
        assert isinstance(button, QPushButton)
        button.click()
    assert pressed == ["visit", "new"]


def test_a_page_scrolls_up_and_down_only(qtbot: QtBot) -> None:
    made = scrolled(QWidget())
    qtbot.addWidget(made)
    assert made.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_a_cleared_layout_holds_nothing_of_what_was_in_it(qtbot: QtBot) -> None:
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    inner = QVBoxLayout()
    inner.addWidget(label("one"))
    column.addLayout(inner)
    column.addWidget(label("two"))
    clear(column)
    assert column.count() == 0
    qtbot.waitUntil(lambda: made.findChildren(QLabel) == [])
