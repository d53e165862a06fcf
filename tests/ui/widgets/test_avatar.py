from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casefile.ui.theme import Theme
from casefile.ui.widgets.avatar import Avatar, initials

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Leila Haddad", "LH"),
        ("Omar al-Khatib", "OA"),
        ("жанар смагулова", "ЖС"),
        ("ليلى حداد", "لح"),
        ("Nazarbaev", "N"),
        ("(unknown) 16", "?"),
        ("", "?"),
    ],
)
def test_initials_are_the_first_letters_of_the_first_two_words(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_the_same_name_has_the_same_colour(theme: Theme, qtbot: QtBot) -> None:
    first, second, other = (Avatar(theme, name) for name in ("Leila Haddad", "Leila Haddad", "Leila Haddae"))
    for made in (first, second, other):
        qtbot.addWidget(made)
    assert first.grab().toImage() == second.grab().toImage()
    assert first.grab().toImage() != other.grab().toImage()
    assert first.accessibleName() == "Leila Haddad"
