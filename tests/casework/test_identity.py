from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.events import add_event
from casefile.casework.identity import (
    NOT_SAME,
    SAME,
    UNSURE,
    Decided,
    contradictions,
    decide_same,
    decisions,
    groups,
    pair_of,
    settled_pairs,
    split,
    together,
)
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casework.memory_book import MemoryBook

A, B, C, D = (RecordId(bytes([letter]) * 16) for letter in b"abcd")
records = st.sampled_from([RecordId(bytes([number]) * 16) for number in range(1, 8)])
pairs = st.tuples(records, records).filter(lambda pair: pair[0] != pair[1])


def said(one: RecordId, other: RecordId, decision: str, number: int = 0) -> Decided:
    return Decided(RecordId(bytes([number]) * 16), pair_of(one, other), decision)


many = st.lists(
    st.builds(lambda pair, word: said(pair[0], pair[1], word), pairs, st.sampled_from([SAME, NOT_SAME, UNSURE]))
)


def test_those_that_are_the_same_through_others_are_one_group() -> None:
    assert set(groups([said(A, B, SAME), said(B, C, SAME), said(C, D, UNSURE)])) == {frozenset({A, B, C})}


def test_not_the_same_within_a_group_is_a_contradiction_that_names_the_chain() -> None:
    [found] = contradictions([said(A, B, SAME), said(B, C, SAME), said(A, C, NOT_SAME)])
    assert (found.pair, found.chain) == ((A, C), (A, B, C))


def test_two_decisions_about_one_pair_that_differ_join_nobody_and_are_reported() -> None:
    differing = [said(A, B, SAME, 1), said(B, A, NOT_SAME, 2)]
    assert groups(differing) == ()
    assert [found.pair for found in contradictions(differing)] == [(A, B)]


@given(many, st.randoms(use_true_random=False))
def test_groups_and_contradictions_do_not_depend_on_the_order_of_decisions(
    made: list[Decided], chance: random.Random
) -> None:
    shuffled = [*made, *made]
    chance.shuffle(shuffled)
    assert set(groups(made)) == set(groups(shuffled))
    assert [one.pair for one in contradictions(made)] == [one.pair for one in contradictions(shuffled)]


@given(many)
def test_groups_do_not_overlap_and_without_contradiction_nobody_in_one_was_told_apart(made: list[Decided]) -> None:
    found = groups(made)
    assert sum(map(len, found)) == len(frozenset[RecordId]().union(*found))
    if not contradictions(made):
        apart = {one.pair for one in made if one.decision == NOT_SAME}
        assert not [pair for pair in apart for group in found if set(pair) <= group]
    assert {one.pair for one in made} <= settled_pairs(made)


def test_joined_people_are_read_together_and_nothing_of_them_is_overwritten(book: MemoryBook) -> None:
    one, two, three = (add_person(book, name) for name in ("Aigul Testova", "Айгуль Тестова", "A. Testova"))
    before = [book.get(person).values for person in (one, two, three)]
    decide_same(book, two, one, SAME, on="2026-11-23")
    decide_same(book, two, three, SAME)
    assert together(book, three) == (three, one, two)
    assert [book.get(person).values for person in (one, two, three)] == before


def test_splitting_takes_the_decision_back_and_both_may_be_compared_again(book: MemoryBook) -> None:
    one, two = add_person(book, "A"), add_person(book, "B")
    decide_same(book, one, two, SAME)
    split(book, two, one)
    assert together(book, one) == (one,)
    assert settled_pairs(decisions(book, "person")) == frozenset()
    with pytest.raises(UserError):
        split(book, one, two)


def test_those_who_are_joined_through_another_are_split_from_that_one(book: MemoryBook) -> None:
    one, two, three = (add_person(book, name) for name in "ABC")
    decide_same(book, one, two, SAME)
    decide_same(book, two, three, SAME)
    with pytest.raises(UserError, match="through another"):
        split(book, one, three)


def test_a_pair_is_decided_once_however_often_and_in_whichever_order(book: MemoryBook) -> None:
    one, two = add_person(book, "A"), add_person(book, "B")
    first = decide_same(book, one, two, SAME, reasons="One passport")
    assert decide_same(book, two, one, UNSURE) == first
    [made] = book.of("identity_decision")
    assert (made.text("decision"), made.text("reasons")) == (UNSURE, "One passport")


def test_a_later_decision_settles_what_two_vaults_decided_apart(book: MemoryBook) -> None:
    one, two = add_person(book, "A"), add_person(book, "B")
    decide_same(book, one, two, SAME)
    # As a merge brings it: a second record about the same pair.
    book.insert("identity_decision", first_record=two, second_record=one, decision=NOT_SAME)
    assert together(book, one) == (one,)
    assert len(contradictions(decisions(book))) == 1
    decide_same(book, one, two, SAME)
    assert contradictions(decisions(book)) == []
    assert together(book, one) == (one, two)


def test_while_decisions_contradict_each_other_nobody_is_read_as_somebody_else(book: MemoryBook) -> None:
    one, two, three = (add_person(book, name) for name in "ABC")
    decide_same(book, one, two, SAME)
    decide_same(book, two, three, SAME)
    decide_same(book, one, three, NOT_SAME)
    assert [together(book, person) for person in (one, two, three)] == [(one,), (two,), (three,)]


def test_whoever_was_put_aside_or_erased_is_not_read_together(book: MemoryBook) -> None:
    one, two, three = (add_person(book, name) for name in "ABC")
    decide_same(book, one, two, SAME)
    decide_same(book, one, three, SAME)
    book.archive(two)
    book.erase(three)
    assert together(book, one) == (one,)


def test_only_two_records_of_one_kind_can_be_the_same(book: MemoryBook) -> None:
    person, event, place = add_person(book, "A"), add_event(book, "E"), add_place(book, "P")
    custody = book.insert("custody", person=person)
    for one, other in ((person, person), (person, event), (event, place), (custody, person)):
        with pytest.raises(UserError):
            decide_same(book, one, other, SAME)
