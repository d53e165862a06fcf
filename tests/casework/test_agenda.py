from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.casework.access import record_lawyer_access
from casefile.casework.agenda import Urgency, agenda, limits, unfinished
from casefile.casework.allegations import record_allegation
from casefile.casework.consent import record_consent, record_risk, withdraw_consent
from casefile.casework.custody import end_custody, record_custody, record_safeguard
from casefile.casework.letters import record_letter, record_reply
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.proceedings import open_proceeding, record_decision, record_hearing, record_remedy
from casefile.casework.tasks import add_task
from casework.memory_book import MemoryBook

TODAY = dt.date(2012, 1, 10)
WEEK = dt.date(2012, 1, 17)
NOON = dt.datetime(2012, 1, 10, 12, 0, tzinfo=dt.UTC)
JUDGE = "judge"


def due(book: MemoryBook) -> list[tuple[str, RecordId, bool]]:
    return [(line.what, line.record, line.overdue) for line in agenda(book, TODAY, WEEK)]


def urgent(book: MemoryBook) -> list[tuple[Urgency, RecordId]]:
    return [(one.urgency, one.custody) for one in limits(book, NOON, WEEK).found if one.line.what == JUDGE]


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


def test_a_task_is_shown_from_the_day_of_its_reminder(book: MemoryBook) -> None:
    task = add_task(book, "Appeal", "2012-03-01", remind_on="2012-01-10")
    add_task(book, "Later", "2012-03-01", remind_on="2012-02-01")
    assert due(book) == [("task", task, False)]


@pytest.mark.parametrize(
    ("held_on", "shown"),
    [
        ("2012-01-10T09:00", True),
        ("2012-01-09?", False),
        ("2012-01~", True),
        ("2012%", True),
        ("2011-24", True),
        ("2011-21", False),
        ("2012-01-XX", True),
        ("XXXX", False),
        ("201X", True),
        ("../2012-01-12", True),
        ("2011-12-20/2012-01-11", True),
        ("2012-01-18/..", False),
        ("2011-12-31", False),
        ("2012-02", False),
    ],
)
def test_a_hearing_is_shown_when_it_may_be_from_today_on_however_its_date_is_known(
    book: MemoryBook, held_on: str, *, shown: bool
) -> None:
    case = open_proceeding(book, add_person(book, "A"), "criminal")
    record_hearing(book, case, held_on)
    assert bool(due(book)) is shown


def test_a_consent_that_was_replaced_runs_out_unseen(book: MemoryBook) -> None:
    person = add_person(book, "A")
    record_consent(book, person, "2011-01-13", expires_on="2012-01-13")
    record_consent(book, person, "2012-01-02")
    assert due(book) == []


def test_a_judge_too_late_is_a_breach_since_the_limit_was_surely_over(book: MemoryBook) -> None:
    person = add_person(book, "A", birth_date="1980")
    custody = record_custody(book, person, "2011-12-16", "criminal", taken_to=add_place(book, "S", country="kz"))
    record_safeguard(book, custody, JUDGE, given_at="2011-12-24")
    (breach,) = [one for one in limits(book, NOON, WEEK).found if one.line.what == JUDGE]
    assert (breach.urgency, breach.person, breach.custody) == ("breached", person, custody)
    assert breach.since == dt.datetime(2011, 12, 18, 23, 59, 59)  # noqa: DTZ001 - clock time of the place
    end_custody(book, custody, "released", "2012-01-05")
    assert urgent(book) == []


def test_a_limit_not_met_as_far_as_is_known_is_never_called_a_breach(book: MemoryBook) -> None:
    place = add_place(book, "S", country="kz")
    old, never, fresh, soon = (
        record_custody(book, add_person(book, name, birth_date="1980"), arrested, "criminal", taken_to=place)
        for name, arrested in (("O", "2011-01-01"), ("N", "2011-12-01"), ("F", "2012-01-07"), ("S", "2012-01-10"))
    )
    record_safeguard(book, never, JUDGE, "no")
    assert urgent(book) == [("ran_out", fresh), ("ran_out", never), ("runs_out", soon)]
    assert old not in {custody for _urgency, custody in urgent(book)}


def test_only_the_newest_detentions_are_looked_at_and_that_is_said(book: MemoryBook) -> None:
    for day in range(1, 8):
        person = add_person(book, "A")
        record_custody(book, person, f"2012-01-0{day}")
        record_lawyer_access(book, person, "visit", "refused")
    found = limits(book, NOON, WEEK, most=3)
    assert (found.looked_at, found.open) == (3, 7)


def test_a_card_without_date_place_or_force_waits_to_be_finished(book: MemoryBook) -> None:
    person = add_person(book, "A")
    bare = record_custody(book, person)
    record_custody(book, person, "2011-12-16", taken_to=add_place(book, "S"), officers="Two men")
    told = record_allegation(book, person, "2011-12-17", account="Beaten")
    found = unfinished(book)
    assert [(card.kind, card.record, card.person, card.missing) for card in found.cards] == [
        ("allegation", told, person, ("place",)),
        ("custody", bare, person, ("arrested", "arrest_place", "arrested_by")),
    ]
    assert found.total == 2
    assert unfinished(book, most=1).total == 2
