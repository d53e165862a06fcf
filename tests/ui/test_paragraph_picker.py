from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.ui.paragraph_picker import ParagraphPicker, stretches
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_what_both_share_stands_once_and_nothing_of_either_is_left_out() -> None:
    found = stretches("a\nb\nc", "a\nB\nc\nd")
    assert [(one.one, one.other, one.same) for one in found] == [
        ("a", "a", True),
        ("b", "B", False),
        ("c", "c", True),
        ("", "d", False),
    ]


def test_at_first_the_shown_version_is_ticked_and_what_only_one_of_them_has(theme: Theme, qtbot: QtBot) -> None:
    picker = ParagraphPicker(theme, "a\nb\nc", "a\nB\nc\nd", ("Anna", "Bolat"))
    qtbot.addWidget(picker)
    assert picker.text() == "a\nB\nc\nd"
    for tick in picker.ticks():
        tick.toggle()
    assert picker.text() == "a\nb\nc"
    for tick in picker.ticks():
        tick.setChecked(True)
    assert picker.text() == "a\nb\nB\nc\nd"
    assert all(tick.accessibleName() and tick.accessibleDescription() for tick in picker.ticks())
