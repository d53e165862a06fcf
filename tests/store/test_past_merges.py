from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.store.merging import Arrival
from support.boats import seeded_clock
from support.vaults import boat_book


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Casebook, Casebook]]:
    made = []
    for number, name in enumerate(("anna", "bolat"), start=1):
        (tmp_path / name).mkdir()
        made.append(boat_book(tmp_path / name, clock=seeded_clock(number))[0])
    yield made[0], made[1]
    for book in made:
        book.close()


def take(book: Casebook, other: Casebook) -> bytes:
    log = other.outgoing()
    return book.merge([Arrival("another vault", log.acts, log.changes)]).changes.act


def add(book: Casebook, called: str) -> None:
    book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", called=called))


def test_every_merge_is_listed_with_what_came_the_newest_first(both: tuple[Casebook, Casebook]) -> None:
    anna, bolat = both
    add(anna, "Aisha")
    first = take(bolat, anna)
    add(anna, "Bota")
    second = take(bolat, anna)
    assert [(one.line.id, dict(one.numbers)) for one in bolat.merges()] == [
        (second, {"new": 1, "unchanged": 1}),
        (first, {"new": 1}),
    ]


def test_a_merge_that_was_undone_and_brought_back_is_one_merge_and_can_be_undone_again(
    both: tuple[Casebook, Casebook],
) -> None:
    anna, bolat = both
    add(anna, "Aisha")
    merge = take(bolat, anna)
    undo = bolat.undo(merge).changes.act
    [undone] = bolat.merges()
    assert (undone.line.id, undone.undone) == (merge, undo)
    bolat.undo(undo)
    [back] = bolat.merges()
    assert (back.line.id, back.undone) == (merge, b"")
    again = bolat.undo(back.line.id).changes.act
    [gone] = bolat.merges()
    assert (gone.line.id, gone.undone) == (merge, again)
    assert bolat.read(lambda reader: reader.count("boat")) == 0
    bolat.undo(gone.undone)
    assert bolat.read(lambda reader: reader.count("boat")) == 1
    assert bolat.merges()[0].undone == b""


def test_a_rehearsal_is_no_merge(both: tuple[Casebook, Casebook]) -> None:
    anna, bolat = both
    add(anna, "Aisha")
    log = anna.outgoing()
    bolat.merge([Arrival("another vault", log.acts, log.changes)], dry_run=True)
    assert bolat.merges() == []
