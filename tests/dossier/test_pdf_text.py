from __future__ import annotations

import pytest

from casefile.dossier.pdf_fonts import Fonts, Role
from casefile.dossier.pdf_text import (
    LONGEST_PARAGRAPH,
    Look,
    break_lines,
    clean,
    portions,
    runs_right,
    visual_order,
    width_of,
)

LOOK = Look(Role.SERIF, 10.5, "0 0 0")
RAISED = Look(Role.SANS, 7, "0 0 0", rise=3.0)


def texts(parts: list[tuple[Look, str]], width: float) -> list[str]:
    return ["".join(text for _, text in line.parts).rstrip() for line in break_lines(Fonts(), parts, width)]


def test_no_line_is_wider_than_its_room() -> None:
    fonts = Fonts()
    words = "Қарағанды облысы, 16 желтоқсан 2011 жылы; a-hyphenated-word and/or https://example.org/a/long/address " * 9
    for width in (30.0, 61.7, 150.0, 430.0):
        for line in break_lines(fonts, [(LOOK, clean(words))], width):
            assert line.width <= width + 0.01
            assert sum(width_of(fonts, look, text.rstrip()) for look, text in line.parts) <= width + 0.5


def test_breaking_loses_and_adds_no_letter() -> None:
    text = clean("word " * 50 + "x" * 300 + " علي أحمد بن محمد " + "end " * 20)
    for width in (25.0, 80.0, 200.0):
        assert "".join(texts([(LOOK, text)], width)).replace(" ", "").replace("\xa0", "") == text.replace(" ", "")


def test_a_raised_number_stays_with_its_word() -> None:
    for width in range(40, 120, 3):
        for line in texts([(LOOK, "one two three four"), (RAISED, "12"), (LOOK, " five six")], float(width)):
            assert not line.startswith("12")


def test_two_styles_without_a_space_between_them_are_one_word() -> None:
    for width in range(40, 90, 5):
        assert any(
            "bbccdd" in line for line in texts([(LOOK, "aaaa bb"), (RAISED, "cc"), (LOOK, "dd ee")], float(width))
        )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a  b\n\tc", "a b c"),
        ("e\u0301", "é"),
        ("a\u202eb\u2066c\u200bd\xade\x00f", "abcdef"),
        ("a\ud800b", "a\ufffdb"),
        ("سلام\u200cی", "سلام\u200cی"),
        ("a\xa0b", "a\xa0b"),
    ],
)
def test_clean_keeps_what_can_be_printed(given: str, kept: str) -> None:
    assert clean(given) == kept


def test_a_long_text_is_cut_at_spaces_into_portions_that_make_it_up_again() -> None:
    text = "ab " * 20_000
    cut = list(portions(text))

    assert all(len(portion) <= LONGEST_PARAGRAPH for portion in cut)
    assert " ".join(portion.strip() for portion in cut) == text.strip()
    assert all(portion.endswith(("ab", " ")) for portion in cut)


@pytest.mark.parametrize(
    ("text", "right"), [("abc عربي", False), ("عربي abc", True), ("12 عربي", True), ("123", False), ("", False)]
)
def test_the_first_strong_letter_says_which_way_a_text_runs(text: str, right: bool) -> None:  # noqa: FBT001 - a parameter
    assert runs_right(text) is right


def test_numbers_within_a_right_to_left_text_run_from_left_to_right() -> None:
    text = "سنة 2011 م"
    shown = "".join(text[index] for index, _ in visual_order(text, right=True))

    assert "2011" in shown
    assert shown.startswith("م")


def test_a_joiner_keeps_its_place_though_it_has_no_direction() -> None:
    assert len(visual_order("می\u200cروم", right=True)) == len("می\u200cروم")


@pytest.mark.parametrize("date", ["17 December 2011", "17 декабря 2011 г.", "2011 ж. 17 желтоқсан"])
def test_no_line_ends_within_a_day_and_its_month(date: str) -> None:
    assert "17\xa0" in clean(f"On {date}.")
    assert clean("17 people in December") == "17 people in December"
