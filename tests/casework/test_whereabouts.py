from __future__ import annotations

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.custody import end_custody, record_custody, record_transfer
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.whereabouts import keep_whereabouts, open_custody, set_whereabouts, standing
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def state(book: MemoryBook, person: RecordId) -> tuple[str, str, RecordId]:
    now = book.get(person)
    return now.text("whereabouts_status"), now.text("whereabouts_since"), now.link("whereabouts_place")


def test_nothing_is_known_of_somebody_without_detention_or_death(book: MemoryBook, person: RecordId) -> None:
    set_whereabouts(book, person, "in_hiding")
    assert standing(book, person) is None
    keep_whereabouts(book, person)
    assert state(book, person) == ("in_hiding", "", NO_ID)


def test_an_arrest_a_transfer_and_a_release_move_the_person(book: MemoryBook, person: RecordId) -> None:
    station, prison = add_place(book, "Station"), add_place(book, "Prison")
    custody = record_custody(book, person, "2011-12-16", taken_to=station)
    assert state(book, person) == ("in_custody", "2011-12-16", station)
    record_transfer(book, custody, prison, "2011-12-20")
    assert state(book, person) == ("in_custody", "2011-12-16", prison)
    record_transfer(book, custody, when="2011-12-22")
    assert state(book, person) == ("in_custody", "2011-12-16", NO_ID)
    end_custody(book, custody, "released", "2012-01-05")
    assert state(book, person) == ("released", "2012-01-05", NO_ID)


@pytest.mark.parametrize(
    ("end_kind", "status"),
    [
        ("released_on_bail", "released"),
        ("house_arrest", "house_arrest"),
        ("transferred", "in_custody"),
        ("convicted", "in_custody"),
        ("escaped", "escaped"),
        ("died", "deceased"),
        ("disappeared", "missing"),
        ("expelled", "abroad"),
        ("other", "unknown"),
    ],
)
def test_how_a_detention_ended_says_where_the_person_stands(
    book: MemoryBook, person: RecordId, end_kind: str, status: str
) -> None:
    end_custody(book, record_custody(book, person, "2011-12-16"), end_kind, "2011-12-20")
    assert state(book, person)[0] == status


def test_house_arrest_is_not_called_custody(book: MemoryBook, person: RecordId) -> None:
    record_custody(book, person, "2011-12-17", "house_arrest")
    assert state(book, person)[0] == "house_arrest"


def test_a_detention_that_lasts_counts_before_a_later_one_that_ended(book: MemoryBook, person: RecordId) -> None:
    lasting = record_custody(book, person, "2011-12-16")
    end_custody(book, record_custody(book, person, "2012-03-01"), "released", "2012-03-02")
    assert state(book, person)[0] == "in_custody"
    assert open_custody(book, person) == lasting


def test_an_old_detention_entered_late_does_not_undo_what_came_after(book: MemoryBook, person: RecordId) -> None:
    set_whereabouts(book, person, "missing", since="2012-05-01")
    end_custody(book, record_custody(book, person, "2011-12-16"), "released", "2011-12-20")
    assert state(book, person)[:2] == ("missing", "2012-05-01")


def test_a_death_outweighs_everything(book: MemoryBook, person: RecordId) -> None:
    record_custody(book, person, "2011-12-16")
    book.insert("death", person=person, died_on="2011-12-18")
    set_whereabouts(book, person, "missing", since="2012-05-01")
    keep_whereabouts(book, person)
    assert state(book, person)[0] == "deceased"


def test_a_detention_that_was_put_aside_counts_no_more(book: MemoryBook, person: RecordId) -> None:
    book.archive(record_custody(book, person, "2011-12-16"))
    assert standing(book, person) is None
    assert open_custody(book, person) == NO_ID
