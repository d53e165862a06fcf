from __future__ import annotations

import pytest

from casefile.base.errors import UserError
from casefile.casework.actors import add_organisation, affiliate, organisation_ids, relate, roles_of
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook


def test_an_organisation_cannot_be_a_part_of_itself_through_others(book: MemoryBook) -> None:
    ministry = add_organisation(book, "Ministry", "ministry")
    police = add_organisation(book, "Police", "police", parent=ministry)
    unit = add_organisation(book, "Unit", "special_police", parent=police)
    with pytest.raises(UserError) as refused:
        book.update(ministry, {"parent": unit})
    assert [problem.field for problem in refused.value.problems] == ["parent"]


def test_organisations_of_a_kind_are_listed_by_name(book: MemoryBook) -> None:
    court, b, a = (
        add_organisation(book, name, kind)
        for name, kind in (("Court", "court"), ("B police", "police"), ("A police", "police"))
    )
    assert organisation_ids(book, "police") == [a, b]
    assert organisation_ids(book) == [a, b, court]


def test_a_role_ends_after_it_begins(book: MemoryBook) -> None:
    person, office = add_person(book, "A"), add_organisation(book, "Office")
    with pytest.raises(UserError):
        affiliate(book, person, office, "Head", began="2011-12", ended="2011-11")
    assert affiliate(book, person, office, "Head", began="2011-12", ended="2011")


def test_roles_are_told_with_their_organisation_the_newest_first(book: MemoryBook) -> None:
    person, ministry = add_person(book, "A"), add_organisation(book, "Ministry of the Interior")
    affiliate(book, person, ministry, "Deputy", began="2009")
    affiliate(book, person, ministry, "Minister of the Interior", began="2011")
    book.archive(affiliate(book, person, ministry, "By mistake"))
    assert roles_of(book, person) == [
        "Minister of the Interior, Ministry of the Interior",
        "Deputy, Ministry of the Interior",
    ]


def test_a_person_cannot_be_linked_to_themselves(book: MemoryBook) -> None:
    person = add_person(book, "A")
    with pytest.raises(UserError) as refused:
        relate(book, person, person, "sister")
    assert [problem.field for problem in refused.value.problems] == ["related_person"]


def test_a_relationship_says_what_the_other_person_is(book: MemoryBook) -> None:
    person, mother = add_person(book, "A"), add_person(book, "B")
    made = book.get(relate(book, person, mother, "mother", next_of_kin="yes"))
    assert (made.link("person"), made.link("related_person")) == (person, mother)
    assert (made.text("relationship_kind"), made.text("next_of_kin")) == ("mother", "yes")


def test_a_relationship_cannot_end_before_it_begins(book: MemoryBook) -> None:
    person, other = add_person(book, "A"), add_person(book, "B")
    with pytest.raises(UserError):
        relate(book, person, other, "spouse", began="2010", ended="2009")


def test_an_organisation_does_not_end_before_it_begins(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_organisation(book, "Office", began="2011", ended="2010")
