from __future__ import annotations

import random
from dataclasses import replace

import pytest

from casefile.base.clock import RecordId
from casefile.base.i18n import set_language
from casefile.casework.identity import NOT_SAME, SAME, UNSURE, decide_same
from casefile.casework.people import add_name, add_person
from casefile.casework.places import add_place
from casefile.merge.candidates import Candidate, Found, likelihood
from casefile.merge.likeness import Lexicon, Profile, born_between
from casefile.merge.same_person import People, find, same_people
from casework.memory_book import MemoryBook
from support.doubles import doubled


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


@pytest.fixture
def plain_book() -> MemoryBook:
    return MemoryBook()


def crowd(people: int, seed: int) -> tuple[People, set[tuple[RecordId, RecordId]]]:
    rows, true = doubled(people, 0.1, seed)
    lexicon = Lexicon()
    ids = [RecordId(number.to_bytes(16, "big")) for number in range(1, len(rows) + 1)]
    profiles = tuple(
        Profile(one, (lexicon.naming(row["shown_name"]),), born_between(row["birth_date"], "", ""), row["sex"])
        for one, row in zip(ids, rows, strict=True)
    )
    return People(profiles, frozenset()), {(ids[one], ids[other]) for one, other in true}


def told(found: Found, least: float) -> set[tuple[RecordId, RecordId]]:
    return {(one.first, one.second) for one in found.candidates if one.chance >= least}


@pytest.mark.parametrize("seed", [1, 2])
def test_most_who_were_recorded_twice_are_found_and_few_others_are_likely(seed: int) -> None:
    people, true = crowd(1_500, seed)
    found = find(people, limit=10_000)
    likely = told(found, 0.5)
    assert len(likely & true) > 0.75 * len(true)
    assert len(likely & true) > 0.85 * len(likely)
    assert len(told(found, 0.0) & true) > 0.85 * len(true)


def test_what_is_found_does_not_depend_on_the_order_of_the_people() -> None:
    people, _true = crowd(250, 3)
    shuffled = list(people.profiles)
    random.Random(1).shuffle(shuffled)  # noqa: S311 - an order that can be repeated, not a key
    assert find(replace(people, profiles=tuple(shuffled))).candidates == find(people).candidates


def one_pair(book: MemoryBook) -> Candidate:
    [found] = same_people(book).candidates
    return found


def test_a_person_in_two_scripts_is_found_and_the_reasons_say_why(plain_book: MemoryBook) -> None:
    one = add_person(plain_book, "Роза Байтелова", birth_date="1987", sex="female")
    two = add_person(plain_book, "Bajtelova R.", birth_date="1987-03-05", sex="female")
    add_person(plain_book, "Иван Тихонов", birth_date="1987", sex="male")
    found = one_pair(plain_book)
    assert (found.first, found.second) == (one, two)
    assert "Both were born in 1987" in found.reasons_for
    assert [text for text in found.reasons_for if text.startswith("An initial fits the name")]


def test_a_different_patronymic_speaks_against(plain_book: MemoryBook) -> None:
    for father in ("Серикович", "Иванович"):
        add_person(plain_book, f"Марат {father} Тихонов", birth_date="1987-03-05")
    assert "Different patronymics" in one_pair(plain_book).reasons_against


def test_brothers_are_not_likely_one_person(plain_book: MemoryBook) -> None:
    for given in ("Марат", "Серик"):
        add_person(plain_book, f"{given} Иванович Тихонов", birth_date="1987", sex="male")
    assert not [one for one in same_people(plain_book).candidates if one.chance > 0.5]


def test_an_alias_a_document_and_an_arrest_are_looked_at(plain_book: MemoryBook) -> None:
    one, two = add_person(plain_book, "Hussein Ali"), add_person(plain_book, "Somebody Else")
    add_name(plain_book, two, "حسين علي", name_kind="alias")
    squares = [add_place(plain_book, name) for name in ("Жаңаөзен", "Zhanaozen")]
    for person, square, number in zip((one, two), squares, ("N 123-45", "n12345"), strict=True):
        plain_book.insert("identifier", person=person, identifier_kind="passport", number=number)
        plain_book.insert("custody", person=person, arrested="2011-12-16", arrest_place=square)
    found = one_pair(plain_book)
    assert found.chance > 0.99
    assert "The same number of an identity document" in found.reasons_for
    assert "Arrested at the same place on the same day or near to it" in found.reasons_for


def test_a_pseudonym_for_publication_is_like_nobody(plain_book: MemoryBook) -> None:
    one = add_person(plain_book, "Иван Тихонов", birth_date="1987")
    add_name(plain_book, one, "Bolat Qiyalov", name_kind="publication_pseudonym")
    add_person(plain_book, "Болат Қиялов", birth_date="1987")
    assert not same_people(plain_book).candidates


@pytest.mark.parametrize("decision", [SAME, NOT_SAME, UNSURE])
def test_what_was_decided_is_never_asked_again(plain_book: MemoryBook, decision: str) -> None:
    one, two = (add_person(plain_book, name, birth_date="1987-03-05") for name in ("Роза Байтелова", "Roza Bajtelova"))
    assert one_pair(plain_book).first == one
    decide_same(plain_book, one, two, decision)
    assert not same_people(plain_book).candidates


def test_those_who_are_one_through_a_third_are_not_asked_about(plain_book: MemoryBook) -> None:
    people = [
        add_person(plain_book, name, birth_date="1987-03-05")
        for name in ("Роза Байтелова", "Roza Bajtelova", "Roza Baytelova")
    ]
    decide_same(plain_book, people[0], people[1], SAME)
    decide_same(plain_book, people[1], people[2], SAME)
    assert not same_people(plain_book).candidates


def test_groups_and_those_put_aside_are_not_compared(plain_book: MemoryBook) -> None:
    one, two = (add_person(plain_book, "Роза Байтелова", birth_date="1987") for _number in range(2))
    plain_book.archive(two)
    add_person(plain_book, "Роза Байтелова", entity="group", birth_date="1987")
    assert not same_people(plain_book).candidates
    plain_book.update(two, {"archived": 0})
    assert one_pair(plain_book).first == one


def test_a_limit_leaves_the_likeliest_and_says_how_many_more_there_are() -> None:
    people, _true = crowd(600, 4)
    everything, some = find(people, limit=10_000), find(people, limit=5)
    assert some.candidates == everything.candidates[:5]
    assert some.more == len(everything.candidates) - 5
    of_one = some.candidates[0].second
    assert all(of_one in {one.first, one.second} for one in find(people, person=of_one).candidates)


class StoppedError(Exception):
    """Somebody pressed cancel."""


def test_it_stops_where_it_is_asked_how_far_it_is() -> None:
    people, _true = crowd(100, 5)

    def stop(_done: int, of: int) -> None:
        if of:
            raise StoppedError

    with pytest.raises(StoppedError):
        find(people, report=stop)


def test_likelihood_is_said_in_words_that_never_decide() -> None:
    said = [likelihood(chance) for chance in (0.999, 0.95, 0.7, 0.2)]
    assert len(set(said)) == 4
    assert not [words for words in said if words == "The same"]
