from __future__ import annotations

from types import SimpleNamespace

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.casework import titles
from casefile.casework.actors import relate
from casefile.casework.catalogue import record_types
from casefile.casework.custody import record_custody, record_transfer
from casefile.casework.events import add_event, add_violation
from casefile.casework.figures import add_figure
from casefile.casework.people import add_name, add_person
from casefile.casework.places import add_place
from casefile.casework.sources import add_claim, add_remark, add_source
from casefile.casework.titles import field_in_words, kind_label, title, title_of
from casework.memory_book import MemoryBook


def called(book: MemoryBook, record: RecordId, language: str = "en") -> str:
    return title(book, book.get(record), language)


def test_a_person_is_called_by_name_or_description_or_reference(book: MemoryBook) -> None:
    assert called(book, add_person(book, "Zhanna Bajtelova", described_as="activist")) == "Zhanna Bajtelova"
    unnamed = add_person(book, described_as="boy of 16")
    assert called(book, unnamed) == "boy of 16"
    book.force("person", unnamed, described_as="")
    assert called(book, unnamed) == "Person P-0002"


def test_a_name_in_parts_is_put_together(book: MemoryBook) -> None:
    person = add_person(book, "A")
    assert (
        called(book, add_name(book, person, given="Жанна", patronymic="П.", family="Байтелова")) == "Жанна П. Байтелова"
    )
    assert called(book, add_name(book, person, "Zhanna B.", family="Bajtelova")) == "Zhanna B."


def test_a_stay_is_called_by_its_place(book: MemoryBook) -> None:
    custody = record_custody(book, add_person(book, "A"), "2011-12-16")
    stay = record_transfer(book, custody, add_place(book, "Remand prison No. 2"), "2011-12-20")
    assert called(book, stay) == "Remand prison No. 2, 20 December 2011"


def test_terms_dates_and_counts_are_said_in_words(book: MemoryBook) -> None:
    event = add_event(book, "Unrest")
    assert called(book, add_figure(book, event, "killed", "over 80", who="in the square")) == (
        "Killed, more than 80, in the square"
    )
    custody = record_custody(book, add_person(book, "A"), "2011-12-16", "criminal")
    assert called(book, custody) == "Criminal, 16 December 2011"


def test_what_stands_beside_a_field_names_it_by_its_label(book: MemoryBook) -> None:
    person = add_person(book, "A")
    remark = add_remark(book, person, "Hm.", "birth_date")
    assert called(book, remark) == "Born, Hm."
    assert field_in_words(
        book, book.get(add_claim(book, person, add_source(book, "S"), "birth_date")), "field", "ru"
    ) == ("Дата рождения")
    assert called(book, add_remark(book, person, "Hm.")) == "Hm."


def test_links_are_followed_but_not_without_end(book: MemoryBook) -> None:
    person, mother = add_person(book, "A"), add_person(book, "Her mother")
    assert called(book, relate(book, person, mother, "mother")).endswith(", Her mother")
    act = add_violation(book, add_event(book, "Unrest"), "killing", victim=person)
    assert called(book, act).endswith(", A")


def test_a_long_title_is_cut(book: MemoryBook) -> None:
    cut = called(book, add_event(book, "word " * 60))
    assert len(cut) <= 80
    assert cut.endswith("word…")


def test_a_title_is_said_in_the_language_asked_for(book: MemoryBook) -> None:
    custody = record_custody(book, add_person(book, "A"), "2011-12-16")
    assert "декабря" in called(book, custody, "ru")


def test_without_a_language_the_apps_own_is_used(book: MemoryBook, monkeypatch: pytest.MonkeyPatch) -> None:
    custody = record_custody(book, add_person(book, "A"), "2011-12-16")
    monkeypatch.setattr(titles, "language", lambda: SimpleNamespace(code="ru"))
    assert "декабря" in title_of(book, custody)


def test_a_record_that_is_not_there_has_no_title(book: MemoryBook) -> None:
    assert title_of(book, NO_ID) == ""
    assert title_of(book, RecordId(b"x" * 16)) == ""


def test_every_kind_has_a_label_and_an_empty_record_of_it_a_title(book: MemoryBook) -> None:
    for kind in record_types():
        assert kind_label(kind)
        assert kind_label(kind, many=True)
    assert kind_label("person", many=True) == "People"
    task = book.insert("task", title="T")
    book.force("task", task, title="")
    assert called(book, task) == "Task T-0001"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("latitude", 43.5, "43.5"),
        ("distance_km", "~150", "about 150"),
        ("summary", "On the sea.", "On the sea."),
        ("aliases", ("Zhanaozen", "Жаңаөзен"), "Zhanaozen, Жаңаөзен"),
        ("longitude", None, ""),
    ],
)
def test_any_field_can_be_said_in_words(book: MemoryBook, field: str, value: float | str | None, said: str) -> None:
    place = book.insert("place", **{"shown_name": "P", field: value})
    assert field_in_words(book, book.get(place), field, "en") == said


def test_a_linked_record_is_said_by_its_title(book: MemoryBook) -> None:
    town = add_place(book, "Shetpe", distance_from=add_place(book, "Zhanaozen"))
    assert field_in_words(book, book.get(town), "distance_from") == "Zhanaozen"
