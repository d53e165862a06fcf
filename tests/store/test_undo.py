from __future__ import annotations

from typing import Any

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import NotFoundError, UserError
from casefile.casework.acts import Act
from casefile.store.casebook import Casebook


def add(book: Casebook, **values: Any) -> RecordId:
    return book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", **values)).value


def edit(book: Casebook, record: RecordId, **values: Any) -> bytes:
    return book.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values)).changes.act


def value(book: Casebook, record: RecordId, field: str) -> Any:
    return book.read(lambda reader: reader.get(record)).values[field]


def test_undo_sets_back_the_newest_act_as_a_new_act(book: Casebook) -> None:
    boat = add(book, called="Anna")
    edit(book, boat, called="Aliya")
    report = book.undo().value
    assert value(book, boat, "called") == "Anna"
    assert report.records == 1
    assert [line.name for line in book.acts()] == ["UNDO", "EDIT_RECORD", "ADD_RECORD"]


def test_undoing_step_by_step_walks_back_through_edits_of_one_field(book: Casebook) -> None:
    boat = add(book, called="one")
    edit(book, boat, called="two")
    edit(book, boat, called="three")
    seen = []
    for _step in range(2):
        book.undo()
        seen.append(value(book, boat, "called"))
    assert seen == ["two", "one"]


def test_what_somebody_took_out_of_a_set_later_stays_and_is_reported(book: Casebook) -> None:
    boat = add(book, called="Anna")
    act = edit(book, boat, masts=1, crew=("a", "b"))
    edit(book, boat, crew=("b",))
    report = book.undo(act).value
    assert (value(book, boat, "masts"), value(book, boat, "crew")) == (None, ())
    assert [left.field for left in report.kept] == ["crew"]


def test_undo_of_an_insert_puts_the_record_aside(book: Casebook) -> None:
    boat = add(book, called="Anna")
    book.undo()
    assert value(book, boat, "archived") == 1
    assert value(book, boat, "called") == "Anna"


def test_undo_of_an_undo_brings_back_what_it_undid(book: Casebook) -> None:
    boat = add(book, called="Anna", crew=("a",))
    edit(book, boat, called="Aliya", crew=("b",))
    book.undo()
    redo = book.can_redo()
    assert redo is not None
    book.undo(redo.id)
    assert value(book, boat, "called") == "Aliya"
    assert value(book, boat, "crew") == ("b",)
    assert book.can_redo() is None


def test_redo_goes_forward_as_far_as_undo_went_back(book: Casebook) -> None:
    boat = add(book, called="one")
    edit(book, boat, called="two")
    edit(book, boat, called="three")
    book.undo()
    book.undo()
    seen = []
    while (line := book.can_redo()) is not None:
        book.undo(line.id)
        seen.append(value(book, boat, "called"))
    assert seen == ["two", "three"]


def test_nothing_is_redone_after_something_new(book: Casebook) -> None:
    boat = add(book, called="one")
    edit(book, boat, called="two")
    book.undo()
    edit(book, boat, called="other")
    assert book.can_redo() is None


def test_an_earlier_act_is_undone_only_where_nobody_wrote_later(book: Casebook) -> None:
    boat = add(book, called="Anna", story="calm")
    act = edit(book, boat, called="Aliya", story="storm")
    edit(book, boat, called="Berta")
    report = book.undo(act).value
    assert value(book, boat, "called") == "Berta"
    assert value(book, boat, "story") == "calm"
    assert [left.field for left in report.kept] == ["called"]


def test_of_a_set_only_the_elements_of_the_act_go_back(book: Casebook) -> None:
    boat = add(book, crew=("a", "b"))
    act = edit(book, boat, crew=("b", "c"))
    edit(book, boat, crew=("b", "c", "d"))
    book.undo(act)
    assert value(book, boat, "crew") == ("a", "b", "d")


def test_an_insert_that_was_edited_later_is_left_and_the_reason_said(book: Casebook) -> None:
    boat = add(book, called="Anna")
    first = book.acts()[0].id
    edit(book, boat, called="Aliya")
    with pytest.raises(UserError, match="changed after it was added"):
        book.undo(first)
    assert value(book, boat, "archived") == 0


def test_an_erasure_is_not_undone(book: Casebook) -> None:
    boat = add(book, called="Anna")
    erased = book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat)).changes.act
    with pytest.raises(UserError, match="final"):
        book.undo(erased)


def test_an_act_of_several_records_is_undone_as_a_whole(book: Casebook) -> None:
    def work(writer: Any) -> tuple[RecordId, RecordId]:
        return writer.insert("boat", called="Anna"), writer.insert("harbour", called="Ақтау")

    boat, harbour = book.transact(Act.ADD_RECORDS, work).value
    assert book.undo().value.records == 2
    assert value(book, boat, "archived") == value(book, harbour, "archived") == 1


def test_an_empty_book_has_nothing_to_undo(book: Casebook) -> None:
    assert book.can_undo() is None
    with pytest.raises(NotFoundError):
        book.undo()
