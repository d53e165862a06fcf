from __future__ import annotations

from collections.abc import Callable

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import UserError
from casefile.casework.events import add_event
from casefile.casework.people import add_person
from casefile.casework.sources import (
    add_claim,
    add_remark,
    add_source,
    claims_of,
    claims_of_all,
    contradictions,
    show_claim,
    source_ids,
    source_lines,
)
from casework.memory_book import MemoryBook


@pytest.fixture
def source(book: MemoryBook) -> RecordId:
    return add_source(book, "IPHR statement", "ngo_statement", reliability="b", protection="open")


def test_a_claim_or_remark_is_about_a_field_that_exists(book: MemoryBook, source: RecordId) -> None:
    person = add_person(book, "A")
    writes: list[Callable[[], object]] = [
        lambda: add_claim(book, person, source, "no_such_field", "1"),
        lambda: add_remark(book, person, "Hm.", "no_such_field"),
    ]
    for write in writes:
        with pytest.raises(UserError) as refused:
            write()
        assert [problem.field for problem in refused.value.problems] == ["field"]
    assert add_claim(book, person, source, "birth_date", "1990")
    assert add_claim(book, person, source)
    assert add_remark(book, person, "Hm.", "birth_date")


def test_a_source_is_not_known_through_itself(book: MemoryBook, source: RecordId) -> None:
    media = add_source(book, "Media reports", "press", quoted_in=source)
    with pytest.raises(UserError):
        book.update(source, {"quoted_in": media})


def test_a_source_is_not_obtained_before_it_was_written(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_source(book, "S", dated="2011-12-20", obtained_on="2011-12-19")


def test_claims_are_told_by_field_and_the_one_shown_first(book: MemoryBook, source: RecordId) -> None:
    event = add_event(book, "Unrest", began="2011-12-16")
    whole = add_claim(book, event, source, locator="page 1", quote="The unrest broke out", stance="supports")
    other = add_claim(book, event, source, "began", "2011-12-15", stance="contradicts", credibility="doubtful")
    shown = add_claim(book, event, source, "began", "2011-12-16", stance="shown")
    book.archive(add_claim(book, event, source, "began", "2011"))
    views = claims_of(book, event)
    assert [view.claim for view in views] == [whole, shown, other]
    first, _second, third = views
    assert (first.field, first.locator, first.quote, first.source_title) == (
        "",
        "page 1",
        "The unrest broke out",
        "IPHR statement",
    )
    assert (third.value, third.stance, third.credibility) == ("2011-12-15", "contradicts", "doubtful")
    assert (third.source, third.reliability, third.protection) == (source, "b", "open")


def test_claims_of_many_records_come_in_one_statement(book: MemoryBook, source: RecordId) -> None:
    events = [add_event(book, f"E{number}") for number in range(20)]
    for event in events[:10]:
        add_claim(book, event, source)
    book.statements = 0
    found = claims_of_all(book, events)
    assert book.statements == 1
    assert set(found) == set(events[:10])


def test_showing_a_claim_writes_its_value_and_keeps_the_other_beside_it(book: MemoryBook, source: RecordId) -> None:
    person = add_person(book, "A", birth_date="1990")
    before = add_claim(book, person, source, "birth_date", "1990", stance="shown")
    after = add_claim(book, person, source, "birth_date", "1991", stance="contradicts")
    show_claim(book, after)
    assert book.get(person).text("birth_date") == "1991"
    assert [book.get(claim).text("stance") for claim in (before, after)] == ["contradicts", "shown"]


def test_showing_a_claim_of_the_same_value_leaves_the_other_in_support(book: MemoryBook, source: RecordId) -> None:
    person = add_person(book, "A", birth_date="1990")
    before = add_claim(book, person, source, "birth_date", "1990", stance="shown")
    show_claim(book, add_claim(book, person, source, "birth_date", "1990"))
    assert book.get(before).text("stance") == "supports"


@pytest.mark.parametrize("written", ['["journalist","minor"]', "minor, journalist", "minor,journalist,"])
def test_showing_a_claim_fills_a_set_too(book: MemoryBook, source: RecordId, written: str) -> None:
    person = add_person(book, "A")
    show_claim(book, add_claim(book, person, source, "characteristics", written))
    assert book.get(person).set("characteristics") == ("journalist", "minor")


def test_a_claim_about_the_whole_record_cannot_be_shown_in_a_field(book: MemoryBook, source: RecordId) -> None:
    with pytest.raises(UserError):
        show_claim(book, add_claim(book, add_person(book, "A"), source))


def test_a_claim_that_the_field_cannot_hold_is_not_shown(book: MemoryBook, source: RecordId) -> None:
    person = add_person(book, "A", birth_date="1990")
    claim = add_claim(book, person, source, "birth_date", "as a child of the war")
    with pytest.raises(UserError):
        show_claim(book, claim)
    assert book.get(claim).text("stance") != "shown"


def test_contradictions_are_fields_for_which_sources_differ(book: MemoryBook, source: RecordId) -> None:
    person = add_person(book, "A")
    add_claim(book, person, source, "birth_date", "1990")
    add_claim(book, person, source, "birth_date", "1991")
    add_claim(book, person, source, "age", "21")
    add_claim(book, person, source, "age", "21")
    add_claim(book, person, source, "occupation", "", stance="contradicts")
    add_claim(book, person, source, "", "whatever")
    found = contradictions(book, person)
    assert set(found) == {"birth_date", "occupation"}
    assert [view.value for view in found["birth_date"]] == ["1990", "1991"]


def test_sources_are_listed_by_title_with_what_rests_on_them(book: MemoryBook, source: RecordId) -> None:
    media = add_source(book, "aljazeera", "press", dated="2011-12-18", invented="yes")
    add_claim(book, add_person(book, "A"), source)
    book.archive(add_claim(book, add_person(book, "B"), source))
    assert source_ids(book) == [media, source]
    lines = source_lines(book, [source, NO_ID, media])
    assert [(line.title, line.claims, line.invented) for line in lines] == [
        ("IPHR statement", 1, False),
        ("aljazeera", 0, True),
    ]
