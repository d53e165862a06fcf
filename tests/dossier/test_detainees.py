"""The list of detainees: one row a detention, and nothing of who somebody is without consent."""

from __future__ import annotations

import datetime as dt

from casefile.dossier import issue
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def test_each_detention_of_an_event_has_a_row(book: MemoryBook) -> None:
    event = book.insert("event", title="A rally", summary="x")
    group = book.insert("person", described_as="Striking workers", head_count="~20")
    book.insert("custody", person=group, event=event, arrested="2026-03-01", end_kind="released")
    named = book.insert("person", shown_name="Serik Beisenov", birth_date="1985-04-17")
    book.insert("custody", person=named, event=event, arrested="2026-03-02", law="A code", article="article 1")

    text = flat(by_poppler(issue.make(book, "detainees", [event], "public", "en", TODAY).pdf))

    assert "Striking workers, about 20" in text
    assert "Released" in text
    assert "A code; article 1" in text
    assert "Person" in text
    assert "Beisenov" not in text
    assert "17 April" not in text
    assert "Detentions in this list 2" in text


def test_an_end_that_is_not_recorded_is_not_called_one(book: MemoryBook) -> None:
    person = book.insert("person", described_as="Somebody")
    book.insert("custody", person=person, arrested="2026-03-01", end_kind="unknown")

    text = flat(by_poppler(issue.make(book, "detainees", [person], "public", "en", TODAY).pdf))

    assert "Still held, or the end is not recorded 1" in text


def test_an_empty_list_says_so(book: MemoryBook) -> None:
    event = book.insert("event", title="A rally", summary="x")

    assert "Nobody is recorded here as held." in flat(
        by_poppler(issue.make(book, "detainees", [event], "public", "en", TODAY).pdf)
    )
