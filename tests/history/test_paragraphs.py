from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.history.paragraphs import MOST_LINES, put_together

BASE = "Arrested.\n\nHeld in a cellar.\n\nReleased."
TEXTS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=6).map("\n".join)


def test_edits_of_different_paragraphs_are_both_taken() -> None:
    one = BASE.replace("Arrested.", "Arrested at night.")
    other = BASE.replace("Released.", "Released on bail.")
    assert put_together(BASE, one, other) == "Arrested at night.\n\nHeld in a cellar.\n\nReleased on bail."


def test_a_paragraph_added_by_one_and_one_taken_out_by_the_other_both_count() -> None:
    other = BASE.replace("Arrested.\n\n", "")
    assert put_together(BASE, f"{BASE}\n\nMissing again.", other) == "Held in a cellar.\n\nReleased.\n\nMissing again."


def test_two_versions_of_one_paragraph_are_left_to_a_person() -> None:
    one, other = BASE.replace("a cellar", "a police station"), BASE.replace("a cellar", "a garage")
    assert put_together(BASE, one, other) is None


def test_a_paragraph_that_one_takes_out_and_the_other_edits_is_left_to_a_person() -> None:
    assert put_together(BASE, "Arrested.\n\n\nReleased.", BASE.replace("a cellar", "a garage")) is None


def test_neighbouring_lines_are_left_to_a_person() -> None:
    assert put_together("a\nb", "A\nb", "a\nB") is None


def test_two_different_paragraphs_added_at_one_place_are_left_to_a_person() -> None:
    assert put_together("a\nb", "a\nb\nmine", "a\nb\nyours") is None


def test_texts_that_were_begun_apart_are_left_to_a_person() -> None:
    assert put_together("", "one account", "another account") is None


def test_what_both_changed_alike_counts_once() -> None:
    assert put_together("a\nb\nc\nd", "A\nb\nc\nd", "A\nb\nc\nD") == "A\nb\nc\nD"


def test_a_text_too_long_to_compare_is_left_to_a_person() -> None:
    base = "\n".join(str(number) for number in range(MOST_LINES + 1))
    assert put_together(base, f"x{base}", f"{base}x") is None


@given(TEXTS, TEXTS, TEXTS)
def test_the_order_of_the_versions_makes_no_difference(base: str, one: str, other: str) -> None:
    assert put_together(base, one, other) == put_together(base, other, one)


@given(TEXTS, TEXTS)
def test_an_untouched_version_gives_way_to_the_other(base: str, one: str) -> None:
    assert put_together(base, one, base) == one
    assert put_together(base, one, one) == one


@given(st.lists(st.text("xyz", min_size=1, max_size=3), max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_every_line_added_by_one_side_is_in_the_text_of_both(added: list[str], first: int, second: int) -> None:
    base = ["1", "2", "3", "4"]
    one = base[:first] + [f"one {line}" for line in added] + base[first:]
    other = base[:second] + [f"other {line}" for line in added] + base[second:]
    merged = put_together("\n".join(base), "\n".join(one), "\n".join(other))
    assert merged is None or {*merged.split("\n")} == {*one, *other}
    assert (merged is None) == (first == second and bool(added))


@pytest.mark.parametrize("taken_out", ["b", "b\nc"])
def test_what_one_took_out_stays_out(taken_out: str) -> None:
    base = "a\nb\nc\nd\ne"
    merged = put_together(base, base.replace(f"{taken_out}\n", ""), "a\nb\nc\nd\nE")
    assert merged is not None
    assert taken_out not in merged
