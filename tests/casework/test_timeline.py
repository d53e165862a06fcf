from __future__ import annotations

from datetime import datetime

import pytest

from casefile.base.clock import RecordId
from casefile.casework import timeline
from casefile.casework.timeline import spread, timeline_of
from casework.memory_book import MemoryBook


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return book.insert("person", shown_name="A. Person")


def test_a_month_spreads_over_the_whole_month_and_no_further() -> None:
    found = spread("2011-12")
    assert found is not None
    assert (found.first, found.near_first) == (at("2011-12-01"), at("2011-12-01"))
    assert (found.near_last, found.last) == (at("2011-12-31T23:59:59"), at("2011-12-31T23:59:59"))
    assert not found.lasting
    assert not found.about


def test_about_a_day_names_the_day_and_may_reach_a_day_further_to_both_sides() -> None:
    found = spread("2012-03-03~")
    assert found is not None
    assert found.about
    assert (found.near_first, found.near_last) == (at("2012-03-03"), at("2012-03-03T23:59:59"))
    assert (found.first, found.last) == (at("2012-03-02"), at("2012-03-04T23:59:59"))


def test_a_doubted_date_says_so_and_is_no_wider() -> None:
    found = spread("2012-03-03?")
    assert found is not None
    assert found.doubted
    assert (found.first, found.last) == (found.near_first, found.near_last)


def test_by_a_day_has_no_beginning_and_from_a_day_on_no_end() -> None:
    by, since = spread("../2011-12-20"), spread("2011-12-20/..")
    assert by is not None
    assert since is not None
    assert (by.open_start, by.open_end, by.first, by.last) == (True, False, at("2011-12-20"), at("2011-12-20T23:59:59"))
    assert (since.open_start, since.open_end, since.first) == (False, True, at("2011-12-20"))


def test_what_lasted_is_sure_only_from_the_end_of_the_first_day_to_the_start_of_the_last() -> None:
    found = spread("2026-03-03", "2026-03-05")
    assert found is not None
    assert found.lasting
    assert (found.first, found.near_first) == (at("2026-03-03"), at("2026-03-03T23:59:59"))
    assert (found.near_last, found.last) == (at("2026-03-05"), at("2026-03-05T23:59:59"))


def test_a_beginning_and_an_end_on_one_day_claim_no_moment_at_which_it_surely_was() -> None:
    found = spread("2026-03-03", "2026-03-03")
    assert found is not None
    assert not found.lasting
    assert (found.near_first, found.near_last) == (at("2026-03-03"), at("2026-03-03T23:59:59"))


def test_an_end_alone_leaves_the_beginning_open() -> None:
    found = spread("", "2026-03-05")
    assert found is not None
    assert found.open_start


@pytest.mark.parametrize("edtf", ["", "XXXX", "no date"])
def test_what_is_no_date_or_an_unknown_one_has_no_place_on_the_axis(edtf: str) -> None:
    assert spread(edtf) is None


def test_the_timeline_of_the_book_is_in_order_with_undated_records_last(book: MemoryBook, person: RecordId) -> None:
    event = book.insert("event", title="March", began="2026-03")
    book.insert("custody", person=person, arrested="2026-02-01", event=event)
    undated = book.insert("custody", person=person)
    found = timeline_of(book)
    assert [entry.text for entry in found] == ["Arrested: A. Person", "March", "Arrested: A. Person"]
    assert found[-1].record == undated
    assert found[-1].spread is None


def test_a_stay_and_a_hearing_belong_to_the_person_of_their_detention_and_case(
    book: MemoryBook, person: RecordId
) -> None:
    other = book.insert("person", shown_name="B. Other")
    custody = book.insert("custody", person=person, arrested="2026-02-01")
    book.insert("stay", custody=custody, began="2026-02-02")
    case = book.insert("proceeding", person=person)
    book.insert("hearing", proceeding=case, held_on="2026-02-03")
    assert {entry.kind for entry in timeline_of(book, person=person)} == {"custody", "stay", "hearing"}
    assert timeline_of(book, person=other) == []


def test_of_one_person_the_lines_do_not_say_the_name_again(book: MemoryBook, person: RecordId) -> None:
    book.insert("custody", person=person, arrested="2026-02-01")
    assert [entry.text for entry in timeline_of(book, person=person)] == ["Arrested"]


def test_of_an_event_its_parts_and_what_belongs_to_them_are_shown(book: MemoryBook, person: RecordId) -> None:
    event = book.insert("event", title="Whole", began="2026-03-01")
    part = book.insert("event", title="Part", began="2026-03-02", parent=event)
    book.insert("event", title="Elsewhere", began="2026-03-03")
    book.insert("measure", event=part, title="Curfew", began="2026-03-02")
    custody = book.insert("custody", person=person, arrested="2026-03-02", event=part)
    book.insert("lawyer_access", person=person, custody=custody, occurred="2026-03-04", access_kind="visit")
    shown = {entry.text for entry in timeline_of(book, event=event)}
    assert shown == {"Whole", "Part", "Curfew", "Arrested: A. Person", "Lawyer: A. Person, Visit"}


def test_a_person_sees_the_event_they_had_a_part_in(book: MemoryBook, person: RecordId) -> None:
    event = book.insert("event", title="March", began="2026-03-01")
    book.insert("involvement", event=event, person=person, involved_as="participant")
    assert [entry.text for entry in timeline_of(book, person=person)] == ["March"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("granted", timeline.TOOK), ("refused", timeline.REFUSED), ("", timeline.UNANSWERED)],
)
def test_a_contact_says_whether_it_took_place(book: MemoryBook, person: RecordId, outcome: str, state: str) -> None:
    book.insert("family_visit", person=person, occurred="2026-03-01", visit_kind="visit", outcome=outcome)
    (entry,) = timeline_of(book)
    assert entry.state == state


def test_a_stay_nobody_knows_the_place_of_is_marked(book: MemoryBook, person: RecordId) -> None:
    custody = book.insert("custody", person=person)
    book.insert("stay", custody=custody, began="2026-03-01")
    (stay,) = [entry for entry in timeline_of(book) if entry.kind == "stay"]
    assert (stay.state, stay.text) == (timeline.NOWHERE, "Whereabouts not known")


def test_a_measure_without_an_end_says_that_none_is_recorded_and_an_event_does_not(book: MemoryBook) -> None:
    event = book.insert("event", title="March", began="2026-03-01")
    book.insert("measure", event=event, title="Curfew", began="2026-03-02")
    assert {entry.kind: entry.no_end for entry in timeline_of(book)} == {"event": False, "measure": True}


def test_records_put_aside_are_not_on_the_timeline(book: MemoryBook) -> None:
    book.archive(book.insert("event", title="March", began="2026-03-01"))
    assert timeline_of(book) == []


def test_a_book_ten_times_as_long_takes_no_more_statements(book: MemoryBook, person: RecordId) -> None:
    def statements() -> int:
        before = book.statements
        timeline_of(book)
        return book.statements - before

    book.insert("custody", person=person, arrested="2026-02-01")
    once = statements()
    for day in range(1, 11):
        book.insert("custody", person=person, arrested=f"2026-02-{day:02}")
    assert statements() == once
