from __future__ import annotations

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.custody import (
    custodies_of,
    end_custody,
    last_stay,
    record_custody,
    record_safeguard,
    record_transfer,
    stays_of,
)
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def test_the_place_somebody_was_taken_to_is_the_first_stay(book: MemoryBook, person: RecordId) -> None:
    station = add_place(book, "Station")
    custody = record_custody(book, person, "2011-12-16", taken_to=station, taken_at="2011-12-16T21:00")
    (stay,) = stays_of(book, custody)
    assert (stay.link("place"), stay.text("began"), stay.text("ended")) == (station, "2011-12-16T21:00", "")


def test_an_arrest_without_a_place_has_no_stay(book: MemoryBook, person: RecordId) -> None:
    assert last_stay(book, record_custody(book, person, "2011-12-16")) is None


def test_a_transfer_ends_one_stay_and_begins_the_next(book: MemoryBook, person: RecordId) -> None:
    station, prison = add_place(book, "Station"), add_place(book, "Prison")
    custody = record_custody(book, person, "2011-12-16", taken_to=station)
    record_transfer(book, custody, prison, "2011-12-20", moved_why="Remanded")
    first, second = stays_of(book, custody)
    assert first.text("ended") == second.text("began") == "2011-12-20"
    assert (second.link("place"), second.text("moved_why")) == (prison, "Remanded")


def test_a_transfer_on_an_unknown_day_invents_no_end(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16", taken_to=add_place(book, "Station"))
    record_transfer(book, custody, place_in_words="somewhere near the sea")
    assert [stay.text("ended") for stay in stays_of(book, custody)] == ["", ""]


def test_nobody_is_moved_before_the_last_stay_began(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16", taken_to=add_place(book, "Station"))
    with pytest.raises(UserError) as refused:
        record_transfer(book, custody, add_place(book, "Prison"), "2011-12-15")
    assert [problem.field for problem in refused.value.problems] == ["ended"]


def test_nobody_is_moved_in_a_detention_that_has_ended(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    end_custody(book, custody, "released", "2011-12-17")
    with pytest.raises(UserError) as refused:
        record_transfer(book, custody, add_place(book, "Prison"), "2011-12-18")
    assert [problem.field for problem in refused.value.problems] == ["custody"]


def test_a_release_ends_the_stay_too(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16", taken_to=add_place(book, "Station"))
    end_custody(book, custody, "released", "2011-12-18T15:00", end_details="Without charge")
    assert [stay.text("ended") for stay in stays_of(book, custody)] == ["2011-12-18T15:00"]
    ended = book.get(custody)
    assert (ended.text("end_kind"), ended.text("end_details")) == ("released", "Without charge")


@pytest.mark.parametrize("field", ["taken_at", "registered_at", "record_given_at", "incommunicado_until", "ended"])
def test_nothing_of_a_detention_happens_before_the_arrest(book: MemoryBook, person: RecordId, field: str) -> None:
    with pytest.raises(UserError) as refused:
        book.insert("custody", person=person, arrested="2011-12-16T23:00", **{field: "2011-12-16T22:59"})
    assert [problem.field for problem in refused.value.problems] == [field]
    assert book.insert("custody", person=person, arrested="2011-12-16T23:00", **{field: "2011-12-16"})


def test_a_stay_does_not_begin_before_the_arrest(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    with pytest.raises(UserError) as refused:
        record_transfer(book, custody, when="2011-12-15")
    assert [problem.field for problem in refused.value.problems] == ["began"]


def test_a_safeguard_recorded_twice_is_changed_and_not_doubled(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    first = record_safeguard(book, custody, "lawyer", "no")
    second = record_safeguard(book, custody, "lawyer", given_at="2011-12-19", by_whom="Investigator")
    assert first == second
    (lawyer,) = book.of("safeguard", custody=custody)
    assert (lawyer.text("given"), lawyer.text("given_at")) == ("yes", "2011-12-19")
    assert record_safeguard(book, custody, "doctor", "unknown") != first


def test_what_was_never_given_has_no_date(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    with pytest.raises(UserError) as refused:
        record_safeguard(book, custody, "judge", "no", "2011-12-18")
    assert [problem.field for problem in refused.value.problems] == ["given_at"]


def test_a_safeguard_is_not_given_before_the_arrest_nor_before_it_was_asked_for(
    book: MemoryBook, person: RecordId
) -> None:
    custody = record_custody(book, person, "2011-12-16")
    for wrong in ({"given_at": "2011-12-15"}, {"given_at": "2011-12-17", "asked_at": "2011-12-18"}):
        with pytest.raises(UserError):
            record_safeguard(book, custody, "judge", "yes", **wrong)


def test_detentions_are_told_in_their_order(book: MemoryBook, person: RecordId) -> None:
    undated, late, early = (record_custody(book, person, arrested) for arrested in ("", "2012", "2011-12"))
    assert [custody.id for custody in custodies_of(book, person)] == [early, late, undated]


def test_a_cell_is_not_smaller_than_nothing(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    with pytest.raises(UserError):
        record_transfer(book, custody, when="2011-12-17", cell_size=-1.0)
