from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from casefile.ui.theme import Theme
from casefile.ui.widgets.buttons import LinkButton, button, icon_button

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_ampersand_in_a_name_is_no_mnemonic(qtbot: QtBot) -> None:
    made = button("Smith & Sons")
    qtbot.addWidget(made)
    assert made.text() == "Smith && Sons"
    assert made.shortcut().isEmpty()
    assert made.accessibleName() == "Smith & Sons"


def test_an_icon_alone_has_a_name_and_a_tooltip(theme: Theme, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    made = icon_button(theme, "pencil", "Edit", lambda: pressed.append(True))
    qtbot.addWidget(made)
    made.click()
    assert (made.accessibleName(), made.toolTip(), pressed) == ("Edit", "Edit", [True])
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_long_link_gives_way_and_says_all_of_it(theme: Theme, qtbot: QtBot) -> None:
    del theme
    pressed: list[bool] = []
    made = LinkButton("A very long title " * 9, lambda: pressed.append(True), name="Source: a very long title")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.grab()
    assert made.minimumSizeHint().width() < 100 < made.sizeHint().width()
    assert made.accessibleName() == "Source: a very long title"
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert pressed == [True]
