"""The dossier of an event: its people, and what happened in order of time."""

from __future__ import annotations

import datetime as dt

from casefile.dossier import issue
from casefile.dossier.issue import Options
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def test_everybody_with_a_part_is_listed_once(book: MemoryBook) -> None:
    event = book.insert("event", title="A rally", summary="x", began="2026-03-01")
    person = book.insert("person", described_as="A teacher")
    book.insert("involvement", event=event, person=person, involved_as="witness")
    book.insert("custody", event=event, person=person, arrested="2026-03-02", end_kind="unknown")
    book.insert("violation_act", event=event, victim=person, violation_kind="threat", occurred="2026-03-03")

    text = flat(by_poppler(issue.make(book, "event", [event], "public", "en", TODAY).pdf))

    assert "1 A teacher Witness; arrested: 2 March 2026; threat" in text
    assert "People recorded" in text


def test_the_chronology_says_whom_each_line_is_about_and_leaves_out_our_own_words(book: MemoryBook) -> None:
    event = book.insert("event", title="A rally", summary="x", began="2026-03-01")
    office = book.insert("organisation", shown_name="Our Office")
    ministry = book.insert("organisation", shown_name="The Ministry")
    person = book.insert("person", described_as="A teacher")
    book.insert("custody", event=event, person=person, arrested="2026-03-02")
    book.insert("measure", event=event, title="A curfew", began="2026-03-03")
    for speaker in (office, ministry):
        book.insert("statement", about=event, organisation=speaker, statement_kind="call", occurred="2026-03-04")

    options = Options(issuer=office)
    text = flat(by_poppler(issue.make(book, "event", [event], "public", "en", TODAY, options).pdf))

    assert "2 March 2026 A teacher: arrested" in text
    assert "3 March 2026 A curfew" in text
    assert "4 March 2026 The Ministry, call" in text
    assert "Our Office, call" not in text
