from __future__ import annotations

import pytest

from casefile.base.errors import UserError
from casefile.casework.people import add_name, add_person
from casework.memory_book import MemoryBook


def test_a_person_needs_a_name_or_a_description(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        add_person(book)
    assert [problem.field for problem in refused.value.problems] == ["shown_name"]
    assert add_person(book, described_as="boy of 16")


def test_a_name_must_have_at_least_one_part(book: MemoryBook) -> None:
    person = add_person(book, "Zhanna Bajtelova")
    with pytest.raises(UserError):
        add_name(book, person)
    assert add_name(book, person, family="Bajtelova")


def test_the_script_of_a_name_is_told_from_its_letters(book: MemoryBook) -> None:
    person = add_person(book, "Zhanna Bajtelova", names=[{"full_name": "Жанна Байтелова"}, {"given": "Zhanna"}])
    assert [name.text("script") for name in book.of("name", person=person)] == ["cyrl", "latn"]


def test_a_script_that_was_given_is_kept(book: MemoryBook) -> None:
    person = add_person(book, "A", names=[{"full_name": "Жанна", "script": "other"}])
    assert book.of("name", person=person)[0].text("script") == "other"


def test_a_contact_needs_an_address_or_somebody_who_passes_it_on(book: MemoryBook) -> None:
    person, aunt = add_person(book, "A"), add_person(book, "B")
    with pytest.raises(UserError):
        book.insert("contact", person=person, contact_kind="mobile_phone")
    assert book.insert("contact", person=person, contact_kind="through_person", through_person=aunt)


def test_nobody_is_seen_before_they_were_born(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        add_person(book, "A", birth_date="1990", last_seen_on="1989")
    assert [problem.field for problem in refused.value.problems] == ["last_seen_on"]


def test_a_document_does_not_expire_before_it_was_issued(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        book.insert("identifier", person=add_person(book, "A"), number="N1", issued_on="2010", expires_on="2009")
    assert [problem.field for problem in refused.value.problems] == ["expires_on"]
