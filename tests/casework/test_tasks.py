from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.consent import record_consent, record_risk, withdraw_consent
from casefile.casework.letters import record_letter, record_reply
from casefile.casework.people import add_person
from casefile.casework.proceedings import open_proceeding, record_decision, record_hearing, record_remedy
from casefile.casework.tasks import DROPPED, add_task, agenda, finish_task, tasks_about
from casework.memory_book import MemoryBook

TODAY = dt.date(2012, 1, 10)
WEEK = dt.date(2012, 1, 17)


def due(book: MemoryBook) -> list[tuple[str, RecordId, bool]]:
    return [(line.what, line.record, line.overdue) for line in agenda(book, TODAY, WEEK)]


def test_a_task_is_open_until_it_is_done_or_dropped(book: MemoryBook) -> None:
    task, other = add_task(book, "Call the prison", "2012-01-12"), add_task(book, "Write", "2012-01-12")
    assert book.get(task).text("state") == "open"
    assert [record for _what, record, _overdue in due(book)] == [task, other]
    finish_task(book, task, "2012-01-11")
    finish_task(book, other, "2012-01-11", state=DROPPED)
    assert due(book) == []


def test_a_reminder_comes_before_the_task_is_due(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_task(book, "Write", "2012-01-12", remind_on="2012-01-13")


def test_a_task_does_not_follow_itself(book: MemoryBook) -> None:
    first = add_task(book, "First")
    second = add_task(book, "Second", follows=first)
    with pytest.raises(UserError):
        book.update(first, {"follows": second})


def test_what_is_overdue_stays_and_what_is_far_off_does_not_show(book: MemoryBook) -> None:
    late = add_task(book, "Late", "2011-12-01")
    last_day = add_task(book, "Last day", "2012-01-17")
    add_task(book, "Later", "2012-01-18")
    add_task(book, "Some day")
    assert due(book) == [("task", late, True), ("task", last_day, False)]


def test_a_date_known_only_by_its_month_shows_from_its_first_day_and_is_overdue_after_its_last(
    book: MemoryBook,
) -> None:
    this, last = add_task(book, "This month", "2012-01"), add_task(book, "Last month", "2011-12")
    add_task(book, "Next month", "2012-02")
    assert due(book) == [("task", last, True), ("task", this, False)]


def test_hearings_are_shown_until_their_day_is_over_and_the_next_dates_too(book: MemoryBook) -> None:
    person = add_person(book, "A")
    case = open_proceeding(book, person, "criminal")
    held = record_hearing(book, case, "2012-01-09", next_on="2012-01-16")
    today = record_hearing(book, case, "2012-01-10")
    assert due(book) == [("hearing", today, False), ("hearing", held, False)]
    assert {line.about for line in agenda(book, TODAY, WEEK)} == {person}
    book.archive(case)
    assert due(book) == []


def test_replies_are_awaited_until_they_come(book: MemoryBook) -> None:
    person = add_person(book, "A")
    letter = record_letter(book, "Appeal", "Prosecutor", "2011-12-20", about=person, reply_due="2012-01-11")
    remedy = record_remedy(book, person, "complaint", "2011-12-20", reply_due="2012-01-12")
    assert due(book) == [("reply", letter, False), ("reply", remedy, False)]
    record_reply(book, letter, "2012-01-09")
    book.update(remedy, {"replied_on": "2012-01-09"})
    assert due(book) == []


def test_time_to_appeal_consents_and_risks_are_watched(book: MemoryBook) -> None:
    person = add_person(book, "A")
    case = open_proceeding(book, person, "criminal")
    decision = record_decision(book, case, "2012-01-02", appeal_by="2012-01-12")
    consent = record_consent(book, person, "2011-01-13", expires_on="2012-01-13")
    risk = record_risk(book, person, "reprisal", "high", review_on="2012-01-14")
    assert [(line.what, line.record, line.about) for line in agenda(book, TODAY, WEEK)] == [
        ("appeal", decision, person),
        ("consent", consent, person),
        ("risk", risk, person),
    ]
    book.update(decision, {"appeal": "lodged"})
    withdraw_consent(book, consent, "2012-01-05")
    book.update(risk, {"ended": "2012-01-05"})
    assert due(book) == []


def test_tasks_about_a_record_are_told_by_date_and_done_ones_last(book: MemoryBook) -> None:
    person = add_person(book, "A")
    done, undated, soon = (
        add_task(book, title, when, about=person) for title, when in (("D", "2011"), ("U", ""), ("S", "2012"))
    )
    finish_task(book, done, "2011-12-01")
    assert [task.id for task in tasks_about(book, person)] == [soon, undated, done]
