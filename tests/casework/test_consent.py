from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.consent import (
    USES,
    newest_consent,
    people_who_withdrew,
    permissions,
    record_consent,
    record_risk,
    withdraw_consent,
)
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook

TODAY = dt.date(2012, 3, 1)


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def why(book: MemoryBook, person: RecordId, use: str = "may_name_in_public") -> str:
    permission = permissions(book, person, TODAY)[use]
    assert permission.allowed is (permission.why == "yes")
    return permission.why


def test_nothing_is_allowed_without_consent(book: MemoryBook, person: RecordId) -> None:
    assert {permission.why for permission in permissions(book, person, TODAY).values()} == {"no_consent"}
    assert tuple(permissions(book, person, TODAY)) == USES


def test_each_use_is_asked_apart_and_what_was_not_asked_is_not_a_yes(book: MemoryBook, person: RecordId) -> None:
    record_consent(
        book, person, "2012-01-01", may_name_to_government="yes", may_name_in_public="no", may_keep="unknown"
    )
    assert why(book, person, "may_name_to_government") == "yes"
    assert why(book, person, "may_name_in_public") == "no"
    assert why(book, person, "may_keep") == "not_asked"
    assert why(book, person, "may_use_picture") == "not_asked"


def test_a_later_consent_replaces_an_earlier_one_as_a_whole(book: MemoryBook, person: RecordId) -> None:
    record_consent(book, person, "2012-02-01", may_keep="yes")
    record_consent(book, person, "2012-01-01", may_name_in_public="yes")
    record_consent(book, person, "", may_name_in_public="yes")
    assert why(book, person) == "not_asked"
    assert why(book, person, "may_keep") == "yes"


def test_a_withdrawn_consent_allows_nothing_even_if_an_earlier_one_did(book: MemoryBook, person: RecordId) -> None:
    record_consent(book, person, "2011-01-01", may_name_in_public="yes")
    later = record_consent(book, person, "2012-01-01", may_name_in_public="yes")
    withdraw_consent(book, later, "2012-02-01", "Threats")
    assert why(book, person) == "withdrawn"


@pytest.mark.parametrize(
    ("expires_on", "expected"),
    [
        ("2012-03-01", "yes"),
        ("2012-02-29", "expired"),
        ("2012-03", "yes"),
        ("2012", "expired"),
        ("../2012-03-02", "yes"),
        ("XXXX", "expired"),
        ("", "yes"),
    ],
)
def test_in_doubt_about_its_last_day_a_consent_has_run_out(
    book: MemoryBook, person: RecordId, expires_on: str, expected: str
) -> None:
    record_consent(book, person, "2011", may_name_in_public="yes", expires_on=expires_on)
    assert why(book, person) == expected


def test_conditions_come_with_the_permission(book: MemoryBook, person: RecordId) -> None:
    consent = record_consent(book, person, "2012-01-01", may_name_in_public="yes", conditions="Only as Zh.")
    permission = permissions(book, person, TODAY)["may_name_in_public"]
    assert (permission.conditions, permission.consent) == ("Only as Zh.", consent)


def test_a_consent_that_was_put_aside_does_not_count(book: MemoryBook, person: RecordId) -> None:
    book.archive(record_consent(book, person, "2012-01-01", may_name_in_public="yes"))
    assert newest_consent(book, person) is None
    assert why(book, person) == "no_consent"


def test_a_consent_ends_after_it_was_given(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_consent(book, person, "2012-01-01", expires_on="2011-12-31")
    consent = record_consent(book, person, "2012-01-01")
    with pytest.raises(UserError):
        withdraw_consent(book, consent, "2011-12-31")


def test_who_consented_again_is_not_among_those_who_withdrew(book: MemoryBook, person: RecordId) -> None:
    withdraw_consent(book, record_consent(book, person, "2012-01-01"), "2012-02-01")
    assert [row[0] for row in book.rows(people_who_withdrew())] == [person]
    record_consent(book, person, "2012-02-15")
    assert book.rows(people_who_withdrew()) == []


def test_a_risk_is_reviewed_after_it_was_assessed(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_risk(book, person, "reprisal", "high", assessed_on="2012-02-01", review_on="2012-01-01")
    assert record_risk(book, person, "reprisal", "high", assessed_on="2012-02-01", review_on="2012-05-01")
