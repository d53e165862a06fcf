from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.catalogue import record_types
from casefile.casework.record import Value
from casefile.search.index import MOST_FRESH
from casefile.store.casebook import Casebook
from support.vaults import boat_book


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Casebook]:
    """A book with the kinds of the case file."""
    book, _vault = boat_book(tmp_path, types=record_types())
    yield book
    book.close()


@pytest.fixture
def person(case: Casebook) -> RecordId:
    return add(case, "person", shown_name="Aigul")


def add(case: Casebook, kind: str, /, **values: Value) -> RecordId:
    return case.transact(Act.ADD_RECORD, lambda writer: writer.insert(kind, **values)).value


def change(case: Casebook, record: RecordId, **values: Value) -> None:
    case.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values))


def state(case: Casebook, person: RecordId) -> tuple[str, str, RecordId]:
    now = case.read(lambda reader: reader.get(person))
    return now.text("whereabouts_status"), now.text("whereabouts_since"), now.link("whereabouts_place")


def test_a_detention_saved_by_a_form_moves_the_person(case: Casebook, person: RecordId) -> None:
    station, prison = add(case, "place", shown_name="Station"), add(case, "place", shown_name="Prison")
    custody = add(case, "custody", person=person, arrested="2011-12-16", taken_to=station)
    assert state(case, person) == ("in_custody", "2011-12-16", station)
    stay = add(case, "stay", custody=custody, place=prison, began="2011-12-20")
    assert state(case, person) == ("in_custody", "2011-12-16", prison)
    change(case, stay, place=NO_ID)
    assert state(case, person) == ("in_custody", "2011-12-16", NO_ID)
    change(case, custody, ended="2012-01-05", end_kind="released")
    assert state(case, person) == ("released", "2012-01-05", NO_ID)
    add(case, "death", person=person, died_on="2012-02")
    assert state(case, person) == ("deceased", "2012-02", NO_ID)


def test_many_detentions_loaded_at_once_move_their_people(case: Casebook, person: RecordId) -> None:
    other = add(case, "person", shown_name="Marat")
    rows: list[dict[str, Value]] = [
        {"person": person, "arrested": "2011-12-16"},
        {"person": person, "arrested": "2011-01-01", "ended": "2011-02-01"},
        {"person": other, "arrested": "2011-12-17", "ended": "2011-12-18", "end_kind": "released"},
        {"person": RecordId(bytes(16)), "arrested": "2011-12-17"},
    ]
    case.transact(Act.ADD_RECORDS, lambda writer: writer.load("custody", rows))
    assert state(case, person)[:2] == ("in_custody", "2011-12-16")
    assert state(case, other)[:2] == ("released", "2011-12-18")


def test_many_people_are_loaded_with_their_detentions_in_one_act_and_all_are_found(case: Casebook) -> None:
    """More than may wait beside the index: a detention writes in its person's record, which is new itself."""
    many = MOST_FRESH + 6

    def work(writer: Writer) -> None:
        people = writer.load("person", [{"shown_name": f"Marat {number}"} for number in range(many)])
        writer.load("name", [{"person": person, "full_name": "Marlen"} for person in people])
        writer.load("custody", [{"person": person, "arrested": "2011-12-16"} for person in people])
        writer.update(people[0], {"shown_name": "Somebody else"})

    case.transact(Act.ADD_RECORDS, work)
    assert len(case.search_ids("Marlen", "person")) == many
    assert len(case.search("Marat", kinds=frozenset({"person"}), limit=many)) == many - 1
    assert [hit.title for hit in case.search("Somebody")] == ["Somebody else"]
    assert case.check() == []


def test_undo_of_a_detention_restores_the_former_whereabouts(case: Casebook, person: RecordId) -> None:
    village = add(case, "place", shown_name="Village")
    change(case, person, whereabouts_status="in_hiding", whereabouts_since="2011-11", whereabouts_place=village)
    add(case, "custody", person=person, arrested="2011-12-16")
    assert state(case, person) == ("in_custody", "2011-12-16", NO_ID)
    case.undo()
    assert state(case, person) == ("in_hiding", "2011-11", village)
    case.undo(case.acts(limit=1)[0].id)
    assert state(case, person) == ("in_custody", "2011-12-16", NO_ID)


def test_undo_of_a_release_puts_the_person_back_into_custody(case: Casebook, person: RecordId) -> None:
    custody = add(case, "custody", person=person, arrested="2011-12-16")
    change(case, custody, ended="2012-01-05", end_kind="released")
    case.undo()
    assert state(case, person)[:2] == ("in_custody", "2011-12-16")


def test_an_edit_that_says_nothing_of_where_leaves_what_was_entered_by_hand(case: Casebook, person: RecordId) -> None:
    custody = add(case, "custody", person=person, arrested="2011-12-16", ended="2011-12-20", end_kind="released")
    change(case, person, whereabouts_status="abroad", whereabouts_since="")
    change(case, custody, reasons_given="None was given.")
    assert state(case, person)[0] == "abroad"


def test_a_corrected_date_of_arrest_is_followed_also_when_it_is_earlier(case: Casebook, person: RecordId) -> None:
    custody = add(case, "custody", person=person, arrested="2012-12-16")
    change(case, custody, arrested="2011-12-16")
    assert state(case, person)[:2] == ("in_custody", "2011-12-16")


def test_a_detention_put_aside_or_erased_no_longer_says_where_the_person_is(case: Casebook, person: RecordId) -> None:
    first = add(case, "custody", person=person, arrested="2011-01-01", ended="2011-02-01", end_kind="released")
    second = add(case, "custody", person=person, arrested="2011-12-16")
    change(case, second, archived=1)
    assert state(case, person)[:2] == ("released", "2011-02-01")
    case.transact(Act.ERASE_RECORD, lambda writer: writer.erase(first))
    assert state(case, person) == ("", "", NO_ID)
    change(case, second, archived=0)
    assert state(case, person)[0] == "in_custody"


def test_a_detention_moved_to_the_right_person_moves_both(case: Casebook, person: RecordId) -> None:
    other = add(case, "person", shown_name="Marat")
    custody = add(case, "custody", person=person, arrested="2011-12-16")
    change(case, custody, person=other)
    assert (state(case, person)[0], state(case, other)[0]) == ("", "in_custody")


def test_whereabouts_entered_by_hand_stay_when_an_older_detention_is_put_aside(
    case: Casebook, person: RecordId
) -> None:
    custody = add(case, "custody", person=person, arrested="2011-12-16")
    change(case, person, whereabouts_status="missing", whereabouts_since="2012-05")
    change(case, custody, archived=1)
    assert state(case, person)[:2] == ("missing", "2012-05")
