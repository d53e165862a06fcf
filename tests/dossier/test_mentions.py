from __future__ import annotations

import datetime as dt

import pytest

from casefile.dossier import issue
from casefile.dossier.mentions import Mention, initials_in, letters_with
from casework.memory_book import MemoryBook

TODAY = dt.date(2026, 11, 23)
NAME = "Серік Ахметұлы Бейсенов"


@pytest.mark.parametrize("text", ["С. Б. ушёл.", "с.б. ушёл", "С.А.Б.", "Б. С. ушёл", "S. B. left."])
def test_initials_are_found_in_either_script_and_order(text: str) -> None:
    assert initials_in(text, [NAME])


@pytest.mark.parametrize("text", ["", "Ушёл.", "Т. К. ушёл.", "U.N. staff", "p. 3", "Серік", "СБ"])
def test_other_letters_and_single_ones_are_no_initials(text: str) -> None:
    assert not initials_in(text, [NAME])


def test_a_name_of_one_part_has_no_initials() -> None:
    assert not initials_in("S. S.", ["Serik"])


def test_each_field_that_names_somebody_is_shown_before_it_is_sent(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Ainur Tleuova")
    book.insert("consent", person=person, may_name_in_public="yes", given_on="2026-01-01")
    other = book.insert("person", shown_name=NAME)
    custody = book.insert("custody", person=person, circumstances="С. Б. видел это.")
    visit = book.insert("family_visit", person=person, relative=other, details="Бейсеновқа рұқсат берілмеді.")

    issued = issue.make(book, "case", [person], "public", "en", TODAY)

    assert set(issued.mentions) == {
        Mention("custody", custody, "circumstances"),
        Mention("family_visit", visit, "details"),
    }


def test_who_withdraws_a_consent_is_told_which_letters_were_sent(book: MemoryBook) -> None:
    person = book.insert("person", shown_name=NAME)
    consent = book.insert(
        "consent", person=person, may_share="yes", may_name_to_government="yes", given_on="2026-01-01"
    )
    for audience in ("network", "government"):
        issue.record(book, issue.make(book, "case", [person], audience, "en", TODAY), addressee=f"to {audience}")
    stranger = book.insert("person", shown_name="Ainur Tleuova")
    issue.record(book, issue.make(book, "case", [stranger], "network", "en", TODAY))
    assert [one.allowed for one in letters_with(book, person, TODAY)] == [True, True]

    book.update(consent, {"withdrawn_on": "2026-11-01"})

    sent = letters_with(book, person, TODAY)
    assert {one.addressee for one in sent} == {"to network", "to government"}
    assert not any(one.allowed for one in sent)
