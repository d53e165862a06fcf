from __future__ import annotations

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.custody import record_custody
from casefile.casework.people import add_person
from casefile.casework.proceedings import (
    add_charge,
    open_proceeding,
    proceedings_of,
    record_decision,
    record_hearing,
    record_remedy,
    remedies_of,
)
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def test_a_hearing_or_decision_is_not_before_its_case(book: MemoryBook, person: RecordId) -> None:
    case = open_proceeding(book, person, "criminal", "2012-01-10")
    for record in (record_hearing, record_decision):
        with pytest.raises(UserError):
            record(book, case, "2012-01-09")
        assert record(book, case, "2012-01-10")


def test_the_next_hearing_is_not_before_this_one(book: MemoryBook, person: RecordId) -> None:
    case = open_proceeding(book, person, "criminal")
    with pytest.raises(UserError) as refused:
        record_hearing(book, case, "2012-01-10", next_on="2012-01-09")
    assert [problem.field for problem in refused.value.problems] == ["next_on"]


def test_a_decision_belongs_to_a_hearing_and_charge_of_its_own_case(book: MemoryBook, person: RecordId) -> None:
    own, other = open_proceeding(book, person, "criminal"), open_proceeding(book, person, "administrative")
    hearing, charge = record_hearing(book, other, "2012-01-10"), add_charge(book, other, "373")
    with pytest.raises(UserError) as refused:
        record_decision(book, own, "2012-01-10", "convicted", hearing=hearing, charge=charge)
    assert [problem.field for problem in refused.value.problems] == ["hearing", "charge"]
    assert record_decision(book, other, "2012-01-10", "convicted", hearing=hearing, charge=charge)


@pytest.mark.parametrize("field", ["in_force_on", "appeal_by"])
def test_what_follows_a_decision_is_not_before_it(book: MemoryBook, person: RecordId, field: str) -> None:
    case = open_proceeding(book, person, "criminal")
    with pytest.raises(UserError):
        record_decision(book, case, "2012-01-10", **{field: "2012-01-09"})


def test_a_charge_was_brought_unless_it_is_said_otherwise(book: MemoryBook, person: RecordId) -> None:
    case = open_proceeding(book, person, "criminal")
    assert book.get(add_charge(book, case, "241", "Criminal Code")).text("status") == "brought"
    assert book.get(add_charge(book, case, "241", status="dropped")).text("status") == "dropped"


def test_why_no_remedy_was_possible_must_be_said(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError) as refused:
        record_remedy(book, person, "none_possible")
    assert [problem.field for problem in refused.value.problems] == ["why_none"]
    assert record_remedy(book, person, "none_possible", why_none="The lawyer was not let in.")


def test_a_reply_comes_after_the_complaint(book: MemoryBook, person: RecordId) -> None:
    for field in ("reply_due", "replied_on"):
        with pytest.raises(UserError):
            record_remedy(book, person, "complaint", "2012-01-10", **{field: "2012-01-09"})


def test_a_remedy_is_about_this_persons_own_matters(book: MemoryBook, person: RecordId) -> None:
    other = add_person(book, "B")
    elsewhere: dict[str, RecordId] = {
        "custody": record_custody(book, other, "2011"),
        "allegation": book.insert("allegation", person=other),
        "proceeding": open_proceeding(book, other, "criminal"),
    }
    with pytest.raises(UserError) as refused:
        book.insert("remedy", person=person, **elsewhere)
    assert [problem.field for problem in refused.value.problems] == list(elsewhere)


def test_a_case_is_about_this_persons_own_detention_and_ends_after_it_begins(
    book: MemoryBook, person: RecordId
) -> None:
    elsewhere = record_custody(book, add_person(book, "B"), "2011")
    with pytest.raises(UserError) as refused:
        open_proceeding(book, person, "criminal", "2012-02", ended="2012-01", custody=elsewhere)
    assert [problem.field for problem in refused.value.problems] == ["ended", "custody"]


def test_cases_and_remedies_are_told_in_their_order(book: MemoryBook, person: RecordId) -> None:
    cases = [open_proceeding(book, person, "criminal", began) for began in ("", "2012-02", "2012-01")]
    remedies = [record_remedy(book, person, "complaint", made) for made in ("", "2012-02", "2012-01")]
    assert [one.id for one in proceedings_of(book, person)] == cases[::-1]
    assert [one.id for one in remedies_of(book, person)] == remedies[::-1]
