from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from casefile.base.clock import RecordId
from casefile.casework.actors import add_organisation
from casefile.casework.catalogue import record_type
from casefile.casework.events import add_event
from casefile.casework.lists import Wanted, is_long, listed
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.record import ANY_KIND, Shape
from casework.memory_book import MemoryBook

TODAY = dt.date(2026, 11, 23)


def by(book: MemoryBook, order: str, code: str = "en", kind: str = "person") -> Sequence[RecordId]:
    return listed(book, kind, Wanted(order=f"by {order}", code=code), TODAY)


def test_a_list_is_sorted_by_any_column_both_ways_with_what_is_not_recorded_last(book: MemoryBook) -> None:
    early, late, never = (
        add_person(book, name, birth_date=born) for name, born in (("A", "../1980"), ("B", "1990-05"), ("C", ""))
    )
    assert by(book, "birth_date") == [early, late, never]
    assert by(book, "-birth_date") == [late, early, never]


def test_terms_are_sorted_by_what_they_are_called_in_the_language(book: MemoryBook) -> None:
    female, male = add_person(book, "A", sex="female"), add_person(book, "B", sex="male")
    assert by(book, "sex") == [female, male]
    assert by(book, "-sex") == [male, female]
    # "Женский" before "Мужской"; in Kazakh "Әйел" comes after "Еркек".
    assert by(book, "sex", "kk") == [male, female]


def test_links_are_sorted_by_the_name_they_lead_to(book: MemoryBook) -> None:
    zoo, alley = add_place(book, "Zoo"), add_place(book, "Alley")
    in_zoo, in_alley = add_person(book, "A", birthplace=zoo), add_person(book, "B", birthplace=alley)
    assert by(book, "birthplace") == [in_alley, in_zoo]


def test_counts_and_codes_are_sorted_as_numbers(book: MemoryBook) -> None:
    old, young = add_person(book, "A", age="~100"), add_person(book, "B", age="9")
    assert by(book, "age") == [young, old]
    book.update(old, {"reference": "P-10000"})
    book.update(young, {"reference": "P-9999"})
    assert by(book, "reference") == [young, old]


@pytest.mark.parametrize("kind", ["person", "event", "evidence_item", "source", "place", "organisation", "task"])
def test_every_column_of_every_kind_can_sort(book: MemoryBook, kind: str) -> None:
    for name, facts in record_type(kind).facts.items():
        if facts.shape is not Shape.LINK or facts.target != ANY_KIND:
            assert by(book, name, kind=kind) == by(book, f"-{name}", kind=kind) == []


def test_words_narrow_a_list_in_any_order(book: MemoryBook) -> None:
    first, second, third = (add_person(book, name, sex="male") for name in ("A", "B", "C"))
    words = Wanted(order="by -shown_name", words_ids=[first, third])
    assert listed(book, "person", words, TODAY) == [third, first]
    assert second not in listed(book, "person", Wanted(words_ids=[first]), TODAY)


def test_a_kind_without_an_order_of_its_own_shows_the_newest_first(book: MemoryBook) -> None:
    first, second = (book.insert("task", title=title) for title in ("One", "Two"))
    assert listed(book, "task", Wanted(), TODAY) == [second, first]
    book.archive(second)
    assert listed(book, "task", Wanted(), TODAY) == [first]
    add_organisation(book, "Police")
    add_event(book, "Strike")
    assert len(listed(book, "organisation", Wanted(), TODAY)) == len(listed(book, "event", Wanted(), TODAY)) == 1


def test_whether_a_list_is_long_is_told_by_what_it_may_have(book: MemoryBook) -> None:
    for name in ("A", "B"):
        add_person(book, name)
    assert not is_long(book, "person", 2)
    assert is_long(book, "person", 1)
