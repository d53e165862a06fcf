"""The report on access: counted by outcome within the period, and never more than is recorded."""

from __future__ import annotations

import datetime as dt

from casefile.base.clock import RecordId
from casefile.dossier import issue
from casefile.dossier.issue import Options
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_layout, flat

TODAY = dt.date(2026, 11, 23)


def held(book: MemoryBook, name: str, *contacts: tuple[str, str]) -> RecordId:
    person = book.insert("person", shown_name=name)
    book.insert("consent", person=person, may_share="yes", given_on="2026-01-01")
    for day, outcome in contacts:
        book.insert("lawyer_access", person=person, access_kind="visit", occurred=day, outcome=outcome)
    return person


def read(book: MemoryBook, *people: RecordId, since: str = "", until: str = "") -> str:
    options = Options(since=since, until=until)
    pdf = issue.make(book, "access-report", people, "lawyer", "en", TODAY, options).pdf
    return flat(" ".join(by_layout(pdf)))


def test_contacts_are_counted_by_what_became_of_them(book: MemoryBook) -> None:
    person = held(
        book,
        "Serik Beisenov",
        ("2026-03-01", "granted"),
        ("2026-03-02", "cut_short"),
        ("2026-03-03", "refused"),
        ("2026-03-04", "pending"),
    )

    assert "Serik Beisenov 2 1 0 0 2 March 2026" in read(book, person)


def test_only_what_may_lie_in_the_period_is_counted(book: MemoryBook) -> None:
    person = held(
        book,
        "Serik Beisenov",
        ("2026-02-28", "granted"),
        ("2026-03", "granted"),
        ("2026-03-31", "refused"),
        ("2026-04-01", "granted"),
    )

    text = read(book, person, since="2026-03-01", until="2026-03-31")

    assert "1–31 March 2026" in text or "1 March 2026 – 31 March 2026" in text
    assert "28 February" not in text
    assert "1 April" not in text
    assert "Serik Beisenov 1 1 0 0 March 2026" in text


def test_several_people_are_summed_and_each_has_a_table(book: MemoryBook) -> None:
    one = held(book, "Serik Beisenov", ("2026-03-01", "granted"))
    two = held(book, "Ainur Tleuova", ("2026-03-01", "refused"))

    text = read(book, one, two)

    assert "Together 1 1 0 0" in text
    assert "Contacts: Serik Beisenov." in text
    assert "Contacts: Ainur Tleuova." in text


def test_somebody_without_a_contact_is_said_to_have_none_recorded(book: MemoryBook) -> None:
    text = read(book, held(book, "Serik Beisenov"))

    assert "Serik Beisenov 0 0 0 0 none recorded" in text
    assert "No contact with a lawyer or with the family is recorded in this period." in text
