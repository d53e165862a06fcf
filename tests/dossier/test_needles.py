from __future__ import annotations

import pytest

from casefile.dossier.needles import Needles, needles

NAME = "Жанна Байтелова"


@pytest.mark.parametrize(
    "text",
    [
        "Жанна Байтелова была задержана",
        "ЖАННА БАЙТЕЛОВА",
        "задержание Байтеловой",
        "Байтелова Жанна",
        "Zhanna Bajtelova was held",
        "a woman named Baytelova",
        "Б а й т е л о в а Ж а н н а",
        "Жан\xadна Бай\xadтелова",
        "Жанна\nБайтелова",
        "file zhanna_baytelova.jpg",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert needles([NAME], []).found_in(text)


@pytest.mark.parametrize("text", ["", "The square was full.", "Жанаозен", "Дмитрий Тихонов", "Байконур"])
def test_other_words_are_not_taken_for_it(text: str) -> None:
    assert not needles([NAME], []).found_in(text)


def test_a_number_is_found_with_and_without_blanks() -> None:
    made = needles([], ["N 1234 567"])

    assert made.found_in("passport N1234567")
    assert made.found_in("passport N-1234-567")
    assert not made.found_in("passport N1234568")


def test_a_word_of_a_name_that_may_be_printed_is_no_needle_by_itself() -> None:
    made = needles(["Марат Бейсенов"], [], ["Марат Тунгишбаев"])

    assert not made.found_in("Марат Тунгишбаев")
    assert made.found_in("Марат Бейсенов")
    assert made.found_in("Бейсеновтарға")


def test_short_words_are_no_needles_since_they_are_parts_of_others() -> None:
    assert not needles(["Ли"], ["12"]).found_in("Ли 12")


def test_no_needles_find_nothing() -> None:
    assert not Needles()
    assert not Needles().found_in(NAME)
