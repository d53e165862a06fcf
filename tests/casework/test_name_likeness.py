from __future__ import annotations

from collections.abc import Sequence

import pytest

from casefile.base.clock import RecordId
from casefile.casework.name_likeness import How, alike, compare, questions
from casefile.casework.people import add_name, add_person
from casework.memory_book import MemoryBook


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Aigul Serikova", "aigul  SERIKOVA", "same"),
        ("Aigul Serikova", "Айгуль Серикова", "spelling"),
        ("Aigul Serikova", "Serikova Aigul", "order"),
        ("Серикова Айгуль", "Aigul Serikova", "order"),
        ("Aigul Serikova", "Серикова Айгуль Маратовна", "part"),
        ("Zhanar Bajtelova", "Жанар Байтелова", "spelling"),
        ("Hussein", "حسين", "spelling"),
        ("A. Serikova", "Aigul Serikova", "spelling"),
        ("Aigul Serikova", "Aigul Serykova", "spelling"),
        ("Aigul Serikova", "Aigul Serikoba", "close"),
    ],
)
def test_names_are_alike_across_scripts_orders_and_spellings(one: str, other: str, how: How) -> None:
    compared = compare(one, other)
    assert compared is not None
    assert compared[1] == how
    assert compare(other, one) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aigul Serikova", "Aigul Tulegenova"),
        ("Serikova", "Aigul Serikova"),
        ("Aigul Serikova", "Marat Serikov"),
        ("", "Aigul"),
        ("...", "Aigul"),
    ],
)
def test_a_shared_word_alone_makes_no_two_names_alike(one: str, other: str) -> None:
    assert compare(one, other) is None


def test_the_index_is_asked_for_all_words_and_then_with_each_left_out() -> None:
    assert questions("Aigul Serikova") == ["aigul serikova", "aigul", "serikova"]
    assert questions("A B C") == ["a b c", "a b", "a c", "b c"]
    assert questions("Aigul") == ["aigul"]
    assert questions(" ...") == []


def test_the_likest_people_are_told_first_with_the_name_that_is_alike(book: MemoryBook) -> None:
    near = add_person(book, "Aigul Serikoba")
    exact = add_person(book, "Серикова Айгуль")
    aliased = add_person(book, "The singer")
    add_name(book, aliased, given="Aigul", family="Serikova")
    add_person(book, "Marat Tulegenov")
    mine = add_person(book, "Aigul Serikova")
    everybody = [one.id for one in book.of("person")]
    asked: list[str] = []

    def search(words: str, most: int) -> Sequence[RecordId]:
        asked.append(words)
        return everybody[:most]

    found = alike(book, "Aigul Serikova", search, but=[mine])
    assert [(one.line.id, one.how) for one in found] == [(aliased, "same"), (exact, "order"), (near, "close")]
    assert (found[0].line.name, found[0].name) == ("The singer", "Aigul Serikova")
    assert asked == ["aigul serikova"]
    assert [one.line.id for one in alike(book, "Aigul Serikova", search, but=[aliased], most=1)] == [mine]
    assert alike(book, "", search) == []


def test_the_index_is_asked_for_fewer_words_only_while_too_few_people_have_them_all(book: MemoryBook) -> None:
    person = add_person(book, "Aigul Serikova")
    asked: list[str] = []

    def search(words: str, _most: int) -> Sequence[RecordId]:
        asked.append(words)
        return [person] if words == "serikova" else []

    assert [one.line.id for one in alike(book, "Aigyl Serikova", search)] == [person]
    assert asked == ["aigyl serikova", "aigyl", "serikova"]
