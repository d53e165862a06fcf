from __future__ import annotations

import pytest

from casefile.casework.catalogue import record_type
from casefile.casework.cells import cells, column_fields, usual_columns
from casefile.casework.facet_catalogue import facets_of
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.record import Sensitivity, Shape
from casework.memory_book import MemoryBook


def test_cells_say_what_fields_hold_as_one_reads_it(book: MemoryBook) -> None:
    town = add_place(book, "Town")
    person = add_person(
        book,
        "Anna",
        sex="female",
        birth_date="1990-05",
        age=">30",
        birthplace=town,
        languages=("kk", "ru"),
    )
    fields = ("shown_name", "sex", "birth_date", "age", "birthplace", "languages", "occupation")
    (said,) = cells(book, "person", [person], fields, "en").values()
    assert said == ("Anna", "Female", "May 1990", "more than 30", "Town", "Kazakh, Russian", "")


def test_a_record_without_its_name_is_called_by_what_else_names_it(book: MemoryBook) -> None:
    person = add_person(book, described_as="boy of 16")
    assert cells(book, "person", [person], ("sex", "shown_name"), "en")[person] == ("", "boy of 16")


def test_cells_come_in_the_order_asked_for_and_what_is_gone_is_left_out(book: MemoryBook) -> None:
    first, gone, last = (add_person(book, name) for name in ("A", "B", "C"))
    book.erase(gone)
    assert list(cells(book, "person", [last, gone, first], ("shown_name",), "en")) == [last, first]


def test_a_page_of_cells_costs_the_same_number_of_statements_whatever_its_length(book: MemoryBook) -> None:
    people = [add_person(book, f"P{number}", birthplace=add_place(book, f"T{number}")) for number in range(40)]
    fields = ("shown_name", "birthplace", "whereabouts_place")
    book.statements = 0
    cells(book, "person", people[:1], fields, "en")
    for_one = book.statements
    book.statements = 0
    cells(book, "person", people, fields, "en")
    assert book.statements == for_one <= 3


@pytest.mark.parametrize("kind", ["person", "event", "evidence_item", "source"])
def test_no_column_unfolds_what_is_hidden_on_screen_or_a_secret(kind: str, book: MemoryBook) -> None:
    facts = record_type(kind).facts
    for name in column_fields(kind):
        assert facts[name].sensitivity is not Sensitivity.SENSITIVE
        assert not facts[name].secret
        assert facts[name].shape is not Shape.PROSE
    assert set(usual_columns(kind)) <= set(column_fields(kind))
    assert cells(book, kind, [], tuple(column_fields(kind)), "en") == {}


def test_a_table_begins_with_the_name_what_the_list_is_narrowed_by_and_the_code() -> None:
    assert usual_columns("person") == ("shown_name", "whereabouts_status", "whereabouts_since", "sex", "reference")
    assert len(facets_of("event")) > 2
    assert usual_columns("event")[0] == "title"
