"""The sheet to sign and take home: each use with the answer that was given, and nothing that was not asked."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.errors import UserError
from casefile.dossier import issue
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def test_each_use_stands_with_its_answer_and_what_was_not_asked_is_said_to_be_so(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    book.insert("consent", person=person, given_on="2026-01-01", may_share="yes", may_name_in_public="no")

    text = flat(by_poppler(issue.make(book, "take-home", [person], "subject", "en", TODAY).pdf))

    assert "May be shared Yes" in text
    assert "May be named in public No" in text
    assert "May be sent to a UN body Not asked" in text
    assert "As answered on 1 January 2026." in text
    assert "Date and signature, or mark, of the person" in text


def test_a_consent_taken_back_and_none_at_all_are_said_plainly(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    before = flat(by_poppler(issue.make(book, "take-home", [person], "subject", "en", TODAY).pdf))
    book.insert("consent", person=person, given_on="2026-01-01", may_share="yes", withdrawn_on="2026-02-01")
    after = flat(by_poppler(issue.make(book, "take-home", [person], "subject", "en", TODAY).pdf))

    assert "No consent is recorded." in before
    assert "taken back on 1 February 2026" in after


def test_it_is_for_nobody_but_the_person(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    with pytest.raises(UserError):
        issue.make(book, "take-home", [person], "public", "en", TODAY)
