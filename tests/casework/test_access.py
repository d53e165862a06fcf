from __future__ import annotations

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import UserError
from casefile.casework.access import access_log, record_family_visit, record_lawyer_access
from casefile.casework.custody import end_custody, record_custody
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def test_a_visit_belongs_to_the_detention_that_lasts(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    visit = record_family_visit(book, person, "visit", "refused", "2011-12-17")
    access = record_lawyer_access(book, person, "asked", "refused", "2011-12-17")
    assert [book.get(one).link("custody") for one in (visit, access)] == [custody, custody]


def test_a_visit_before_the_arrest_belongs_to_no_detention(book: MemoryBook, person: RecordId) -> None:
    record_custody(book, person, "2011-12-16")
    assert book.get(record_lawyer_access(book, person, "visit", "granted", "2011-12-01")).link("custody") == NO_ID


def test_a_visit_after_a_release_belongs_to_no_detention(book: MemoryBook, person: RecordId) -> None:
    end_custody(book, record_custody(book, person, "2011-12-16"), "released", "2011-12-17")
    assert book.get(record_family_visit(book, person, "visit")).link("custody") == NO_ID


def test_a_visit_is_not_before_the_arrest_of_its_detention(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    for record in (record_lawyer_access, record_family_visit):
        with pytest.raises(UserError) as refused:
            record(book, person, "visit", "granted", "2011-12-15", custody=custody)
        assert [problem.field for problem in refused.value.problems] == ["occurred"]


def test_a_detention_of_somebody_else_cannot_be_chosen(book: MemoryBook, person: RecordId) -> None:
    elsewhere = record_custody(book, add_person(book, "B"), "2011-12-16")
    for record in (record_lawyer_access, record_family_visit):
        with pytest.raises(UserError) as refused:
            record(book, person, "visit", custody=elsewhere)
        assert [problem.field for problem in refused.value.problems] == ["custody"]


def test_nobody_visits_or_defends_themselves(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_lawyer_access(book, person, "visit", lawyer=person)
    with pytest.raises(UserError):
        record_family_visit(book, person, "visit", relative=person)


def test_a_visit_does_not_last_less_than_nothing(book: MemoryBook, person: RecordId) -> None:
    for record in (record_lawyer_access, record_family_visit):
        with pytest.raises(UserError):
            record(book, person, "visit", minutes=-1)
        assert record(book, person, "visit", "cut_short", minutes=0)


def test_the_log_shows_the_latest_first_with_who_came(book: MemoryBook, person: RecordId) -> None:
    lawyer = add_person(book, "M. Orlov")
    record_lawyer_access(book, person, "visit", "granted", "2011-12-20", lawyer=lawyer, minutes=40)
    record_lawyer_access(book, person, "asked", "refused", "2011-12-17", lawyer_in_words="a lawyer", reason_given="No.")
    record_lawyer_access(book, person, "letter")
    book.archive(record_lawyer_access(book, person, "call", "granted", "2011-12-21"))
    record_family_visit(book, person, "parcel", "granted", "2011-12-22", relative_in_words="his mother")
    lines = access_log(book, person, "lawyer_access")
    assert [(line.what, line.who, line.outcome, line.minutes, line.reason) for line in lines] == [
        ("visit", "M. Orlov", "granted", 40, ""),
        ("asked", "a lawyer", "refused", None, "No."),
        ("letter", "", "", None, ""),
    ]
    (parcel,) = access_log(book, person, "family_visit")
    assert (parcel.what, parcel.who, parcel.kind) == ("parcel", "his mother", "family_visit")
