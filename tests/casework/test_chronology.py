from __future__ import annotations

from casefile.base.clock import RecordId
from casefile.casework.access import record_family_visit, record_lawyer_access
from casefile.casework.allegations import record_allegation, record_death, record_exam
from casefile.casework.chronology import EVENT_LANES, LANES, WHEREABOUTS_UNKNOWN, of_book, of_event, of_person
from casefile.casework.custody import end_custody, record_custody, record_safeguard, record_transfer
from casefile.casework.events import add_event, add_violation, involve
from casefile.casework.figures import add_figure
from casefile.casework.measures import add_measure, add_statement
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.proceedings import (
    add_charge,
    open_proceeding,
    record_decision,
    record_hearing,
    record_remedy,
)
from casework.memory_book import MemoryBook


def test_a_persons_story_is_told_in_order_with_undated_entries_last(book: MemoryBook) -> None:
    person = add_person(book, "A")
    custody = record_custody(book, person, "2011-12-16T23:00", taken_to=add_place(book, "Station"))
    record_allegation(book, person)
    record_lawyer_access(book, person, "asked", "refused", "2011-12")
    record_transfer(book, custody, when="2011-12-18")
    record_family_visit(book, person, "visit", "refused", "2011-12-17")
    end_custody(book, custody, "released", "2011-12-20")
    told = [(entry.date, entry.lane, entry.kind) for entry in of_person(book, person)]
    assert told == [
        ("2011-12", "lawyer", "lawyer_access"),
        ("2011-12-16T23:00", "held", "custody"),
        ("2011-12-16T23:00", "held", "stay"),
        ("2011-12-17", "family", "family_visit"),
        ("2011-12-18", "held", "stay"),
        ("2011-12-20", "held", "custody"),
        ("", "treatment", "allegation"),
    ]


def test_refusals_and_unknown_whereabouts_are_marked(book: MemoryBook) -> None:
    person = add_person(book, "A")
    custody = record_custody(book, person, "2011-12-16")
    record_transfer(book, custody, when="2011-12-17")
    record_lawyer_access(book, person, "visit", "obstructed", "2011-12-18")
    end_custody(book, custody, "died", "2011-12-19")
    outcomes = [(entry.kind, entry.outcome, entry.until) for entry in of_person(book, person)]
    assert outcomes == [
        ("custody", "", "2011-12-19"),
        ("stay", WHEREABOUTS_UNKNOWN, "2011-12-19"),
        ("lawyer_access", "obstructed", ""),
        ("custody", "died", ""),
    ]


def test_every_lane_of_a_person_has_what_belongs_in_it(book: MemoryBook) -> None:
    person = add_person(book, "A")
    event = add_event(book, "Unrest", began="2011-12-16")
    custody = record_custody(book, person, "2011-12-16", event=event)
    record_safeguard(book, custody, "judge", given_at="2011-12-19")
    record_safeguard(book, custody, "lawyer", "no")
    record_safeguard(book, custody, "rights_told", given_at="2011-12-16")
    involve(book, event, "detained", person=person)
    add_violation(book, event, "arbitrary_arrest", victim=person, occurred="2011-12-16")
    add_statement(book, person, "accusation", "A hooligan.", speaker_role="official", occurred="2011-12-18")
    case = open_proceeding(book, person, "criminal", "2012-01-01")
    add_charge(book, case, "241", charged_on="2012-01-02")
    record_hearing(book, case, "2012-01-03")
    record_decision(book, case, "2012-01-04", "convicted")
    record_remedy(book, person, "complaint", "2012-01-05")
    record_exam(book, person, "2012-01-06")
    record_death(book, person, "2012-01-07")
    lanes: dict[str, set[str]] = {}
    for entry in of_person(book, person):
        lanes.setdefault(entry.lane, set()).add(entry.kind)
    assert lanes == {
        "held": {"custody", "safeguard"},
        "court": {"safeguard", "proceeding", "charge", "hearing", "decision", "remedy"},
        "treatment": {"medical_exam", "death"},
        "event": {"involvement", "violation_act", "statement"},
    }
    assert set(lanes) <= set(LANES)


def test_a_part_in_an_event_is_dated_by_the_event_unless_it_has_a_date(book: MemoryBook) -> None:
    person = add_person(book, "A")
    event = add_event(book, "Unrest", began="2011-12-16")
    involve(book, event, "injured", person=person)
    involve(book, event, "detained", person=person, occurred="2011-12-17")
    assert [entry.date for entry in of_person(book, person)] == ["2011-12-16", "2011-12-17"]


def test_the_words_of_an_entry_say_what_happened(book: MemoryBook) -> None:
    person = add_person(book, "A")
    custody = record_custody(
        book, person, "2011-12-16", arrest_place=add_place(book, "Central square"), taken_to=add_place(book, "Station")
    )
    record_transfer(book, custody, when="2011-12-18")
    assert [entry.text for entry in of_person(book, person, "en")] == [
        "Arrested: Central square",
        "Held at: Station",
        "Whereabouts not known",
    ]


def test_what_was_put_aside_is_not_told(book: MemoryBook) -> None:
    person = add_person(book, "A")
    book.archive(record_custody(book, person, "2011-12-16", taken_to=add_place(book, "Station")))
    assert of_person(book, person) == []


def test_an_event_is_told_with_all_that_belongs_to_it(book: MemoryBook) -> None:
    person = add_person(book, "A")
    event = add_event(book, "Unrest", began="2011-12-16", ended="2011-12-17")
    part = add_event(book, "Clashes", began="2011-12-16T12:00", parent=event)
    add_violation(book, event, "shooting", victim=person, occurred="2011-12-16T13:00")
    record_custody(book, person, "2011-12-16T14:00", event=event)
    add_measure(book, event, "curfew", title="Curfew in Zhanaozen", began="2011-12-17")
    add_statement(book, event, "admission", "Police opened fire.", speaker_role="Minister", occurred="2011-12-18")
    add_figure(book, event, "killed", "14", as_of="2011-12-18")
    entries = of_event(book, event, "en")
    assert [(entry.lane, entry.kind) for entry in entries] == [
        ("event", "event"),
        ("event", "event"),
        ("act", "violation_act"),
        ("held", "custody"),
        ("measure", "measure"),
        ("statement", "statement"),
        ("figure", "figure"),
    ]
    assert [entry.record for entry in entries[:2]] == [event, part]
    assert entries[0].until == "2011-12-17"
    assert entries[4].text == "Curfew in Zhanaozen"
    assert entries[6].text == "Killed: 14"
    assert {entry.lane for entry in entries} <= set(EVENT_LANES)


def test_an_event_that_is_gone_has_no_story(book: MemoryBook) -> None:
    assert of_event(book, RecordId(b"x" * 16)) == []


def test_the_time_line_of_the_book_holds_every_event_and_measure(book: MemoryBook) -> None:
    late = add_event(book, "Late", began="2011-12-17")
    early = add_event(book, "Early", began="2011-06")
    curfew = add_measure(book, late, "curfew", began="2011-12-16")
    assert [entry.record for entry in of_book(book)] == [early, curfew, late]
