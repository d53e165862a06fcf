from __future__ import annotations

import pytest

from casefile.casework.scripts import script_of


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Zhanna", "latn"),
        ("Жаңаөзен", "cyrl"),
        ("ليلى حداد", "arab"),
        ("שרה", "hebr"),
        ("თამარ", "geor"),
        ("Արամ", "armn"),
        ("Ελένη", "grek"),
        ("李明", "hans"),
        ("한", "hang"),
        ("«Жанна»", "cyrl"),
        ("12", ""),
        ("", ""),
    ],
)
def test_the_script_of_a_name_is_that_of_its_first_letter(name: str, script: str) -> None:
    assert script_of(name) == script
