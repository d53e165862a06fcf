from __future__ import annotations

import pytest

from casefile.base.i18n import set_language
from casefile.casework.actors import add_organisation
from casefile.casework.events import add_event
from casefile.casework.identity import SAME, decide_same
from casefile.casework.places import add_place
from casefile.casework.sources import add_source
from casefile.merge.duplicates import duplicates
from casework.memory_book import MemoryBook


@pytest.fixture
def plain_book() -> MemoryBook:
    set_language("en")
    return MemoryBook()


def test_a_place_in_another_script_is_found_and_one_with_another_name_is_not(plain_book: MemoryBook) -> None:
    one, two = add_place(plain_book, "Жаңаөзен"), add_place(plain_book, "Zhanaozen")
    add_place(plain_book, "Актау")
    [found] = duplicates(plain_book, "place").candidates
    assert (found.first, found.second) == (one, two)


def test_an_event_of_the_same_name_on_another_day_is_less_likely(plain_book: MemoryBook) -> None:
    for day in ("2011-12-16", "2011-12-16", "2012-03-24"):
        add_event(plain_book, "Rally on the square", began=day)
    first, *rest = duplicates(plain_book, "event").candidates
    assert [text for text in first.reasons_for if text.startswith("The dates agree")]
    assert all(one.chance < first.chance / 2 for one in rest)


def test_other_names_and_authors_count(plain_book: MemoryBook) -> None:
    add_organisation(plain_book, "Ministry of the Interior", aliases=("MVD",))
    add_organisation(plain_book, "МВД")
    assert len(duplicates(plain_book, "organisation").candidates) == 1
    for author in ("A. Author", "A. Author", "B. Writer"):
        add_source(plain_book, "Report on the events", author=author)
    first, *rest = duplicates(plain_book, "source").candidates
    assert "The same author" in first.reasons_for
    assert all("Different authors" in one.reasons_against for one in rest)


def test_what_was_decided_is_not_asked_again(plain_book: MemoryBook) -> None:
    one, two = add_place(plain_book, "Жаңаөзен"), add_place(plain_book, "Zhanaozen")
    decide_same(plain_book, one, two, SAME)
    assert not duplicates(plain_book, "place").candidates
