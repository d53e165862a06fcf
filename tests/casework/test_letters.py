from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.errors import UserError
from casefile.casework.letters import (
    LetterState,
    PrintedRecord,
    letter_lines,
    letters_about,
    printed_in,
    record_letter,
    record_reply,
)
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook


def test_a_letter_keeps_the_versions_of_what_it_printed(book: MemoryBook) -> None:
    people = [book.get(add_person(book, name)) for name in ("A", "B")]
    letter = book.get(record_letter(book, "Appeal", "Prosecutor", "2011-12-20", printed=people, sha256="0f" * 32))
    assert set(printed_in(letter)) == {PrintedRecord("person", one.id, one.version) for one in people}


@pytest.mark.parametrize("printed", ["", "[[1]]", "no list", '{"a": 1}', '[["person","zz","00"]]'])
def test_a_list_of_printed_records_that_cannot_be_read_is_empty(book: MemoryBook, printed: str) -> None:
    letter = book.insert("letter", title="L", printed=printed)
    assert printed_in(book.get(letter)) == []


def test_a_reply_is_not_due_before_the_letter(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        record_letter(book, "Appeal", "Prosecutor", "2011-12-20", reply_due="2011-12-19")
    assert [problem.field for problem in refused.value.problems] == ["reply_due"]


def test_the_fingerprint_and_the_pages_of_the_paper_are_possible(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        record_letter(book, "Appeal", "Prosecutor", "2011-12-20", sha256="abc", pages=-1)
    assert [problem.field for problem in refused.value.problems] == ["sha256", "pages"]


def test_letters_are_listed_with_their_replies_the_newest_first(book: MemoryBook) -> None:
    person = add_person(book, "A")
    first = record_letter(book, "Appeal", "Prosecutor", "2011-12-20", about=person, reply_due="2012-01-20")
    second = record_letter(book, "Second appeal", "Prosecutor", "2012-02-01", about=person, audience="government")
    record_letter(book, "Another matter", "Court", "2012-03-01")
    book.archive(record_reply(book, first, "2012-01-10"))
    record_reply(book, first, "2012-01-15", "acknowledgement")
    assert [(line.id, line.replies) for line in letter_lines(book, about=person)] == [(second, 0), (first, 1)]
    assert len(letter_lines(book)) == 3
    assert letter_lines(book, about=person)[1].reply_due == "2012-01-20"


def test_letters_about_a_record_are_told_the_latest_first(book: MemoryBook) -> None:
    person = add_person(book, "A")
    undated, early, late = (record_letter(book, "L", "To", when, about=person) for when in ("", "2011", "2012"))
    assert [letter.id for letter in letters_about(book, person)] == [late, early, undated]


@pytest.mark.parametrize(
    ("due", "state"),
    [
        ("", LetterState.SENT),
        ("2011-12-30", LetterState.WAITING),
        ("2011-12-31", LetterState.WAITING),
        ("2012-01-01", LetterState.WAITING),
        ("2011-12-29", LetterState.OVERDUE),
        ("2011-12", LetterState.WAITING),
        ("2011-11", LetterState.OVERDUE),
    ],
)
def test_an_answer_is_overdue_after_the_last_day_that_its_date_may_mean(
    book: MemoryBook, due: str, state: LetterState
) -> None:
    letter = record_letter(book, "Appeal", "Prosecutor", "2011-10-20", reply_due=due)
    today = dt.date(2011, 12, 30)
    assert [one.state(today) for one in letter_lines(book)] == [state]
    record_reply(book, letter, "2011-12-30")
    assert [one.state(today) for one in letter_lines(book)] == [LetterState.ANSWERED]
