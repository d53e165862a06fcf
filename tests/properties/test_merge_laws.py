"""Laws of merging that need no model: books are compared with each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from casefile.casework.acts import Act
from casefile.store.casebook import Casebook
from casefile.store.merging import Arrival
from properties.merge_days import Days
from properties.merge_offices import Office, node_of
from properties.merge_oracle import ERASE, ERASURES, Node

PLAIN = ("add", "edit", "edit", "all_edit_one", "all_edit_one", "put_aside", "decide", "merge", "undo", "erase")
"""What leaves nothing waiting and nothing set aside."""
ROUGH = (
    *PLAIN[:-1],
    "all_edit_one",
    "send_some",
    "send_the_end_only",
    "merge_several",
    "undo_merge",
    "redo_merge",
    "new_office",
)
SEEDS = range(3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def lived(folder: Path, seed: int, steps: int, things: tuple[str, ...]) -> Days:
    folder.mkdir(exist_ok=True)
    days = Days(folder, seed)
    for step in range(steps):
        days.live(seed * 1_000 + step, things)
    return days


@pytest.fixture(params=SEEDS)
def plain(request: pytest.FixtureRequest, folder: Path) -> Iterator[Days]:
    days = lived(folder, request.param, 25, PLAIN)
    yield days
    days.close()


@pytest.fixture(params=SEEDS)
def rough(request: pytest.FixtureRequest, folder: Path) -> Iterator[Days]:
    days = lived(folder, request.param, 45, ROUGH)
    yield days
    days.close()


def seen(book: Casebook) -> Any:
    """All that the rules make a function of the changes known: the changes themselves, rows, heads, conflicts."""
    told = book.outgoing()
    rows = book.read(
        lambda reader: [
            (one.kind, one.id, tuple(one.values.items()), one.version)
            for kind in ("boat", "harbour")
            for one in reader.of(kind, archived=True)
        ]
    )
    conflicts = [
        (one.record, one.field, one.before, tuple((choice.value, choice.change) for choice in one.choices))
        for one in book.conflicts()
    ]
    return sorted(told.changes, key=lambda change: change.id), sorted(rows), sorted(conflicts, key=repr)


class Copies:
    """Copies of a vault, each to be tried in another way."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._made: list[Casebook] = []

    def of(self, office: Office) -> Casebook:
        self._days.opened += 1
        made = office.copied(self._days.folder / str(self._days.opened), self._days.opened, self._days.seed)
        self._made.append(made.book)
        return made.book

    def close(self) -> None:
        for book in self._made:
            book.close()


@pytest.fixture
def copies(request: pytest.FixtureRequest) -> Iterator[Copies]:
    name = "plain" if "plain" in request.fixturenames else "rough"
    made = Copies(request.getfixturevalue(name))
    yield made
    made.close()


def whole(book: Casebook) -> Arrival:
    told = book.outgoing()
    return Arrival("a vault", told.acts, told.changes)


def test_merging_commutes_and_associates_and_all_at_once_is_the_same(plain: Days, copies: Copies) -> None:
    first, second, third = plain.offices
    one, two = whole(second.book), whole(third.book)
    results = []
    for order in ([one], [two]), ([two], [one]), ([one, two],), ([two, one],):
        book = copies.of(first)
        for arrivals in order:
            book.merge(arrivals)
        results.append(seen(book))
    both = copies.of(second)
    both.merge([two])
    last = copies.of(first)
    last.merge([whole(both)])
    results.append(seen(last))
    # And from the other side: who takes and who gives makes no difference.
    other = copies.of(third)
    other.merge([whole(first.book), one])
    results.append(seen(other))
    assert all(result == results[0] for result in results)


def test_merging_again_changes_nothing_and_is_no_act(plain: Days, copies: Copies) -> None:
    first, second, third = plain.offices
    book = copies.of(first)
    arrivals = [whole(second.book), whole(third.book)]
    book.merge(arrivals)
    before, acts = seen(book), book.acts()
    again = book.merge(arrivals)
    assert again.changes.act == b""
    assert again.value.count() == again.value.count("unchanged")
    assert seen(book) == before
    assert book.acts() == acts


def test_bundles_in_any_order_with_repeats_give_the_same_book(plain: Days, copies: Copies) -> None:
    first = plain.offices[0]
    source = plain.random
    bundles = []
    for office in plain.offices[1:] * 2:
        lost = source.getrandbits(64) & source.getrandbits(64)
        bundles.append(office.send(plain._about(office), partial(is_lost, lost)))
    results = []
    for order in permutations(bundles):
        book = copies.of(first)
        for bundle in order:
            book.merge([bundle])
        book.merge([order[0]])
        _changes, rows, conflicts = seen(book)
        # Of an erased record a stray change may be kept, blank, or have been dropped: it is gone either way.
        erased = book.erased_records()
        changes = [change for change in book.outgoing().changes if change.record not in erased]
        waiting = [node for node in waits(book) if node.record not in erased]
        results.append((sorted(changes, key=lambda change: change.id), rows, conflicts, waiting))
    assert all(result == results[0] for result in results)


def is_lost(lost: int, place: int) -> bool:
    return bool(lost >> (place % 64) & 1)


def waits(book: Casebook) -> list[Node]:
    with book._reading() as reader:
        rows = reader.raw.execute(
            "SELECT p.id, k.name, p.record, p.verb FROM log_parked p JOIN log_kind k ON k.n = p.kind ORDER BY p.id"
        ).fetchall()
    return [Node(bytes(one), b"", kind, bytes(record), frozenset(), verb, {}) for one, kind, record, verb in rows]


def test_nothing_that_was_written_and_not_erased_is_lost_whatever_was_lost_on_the_way(rough: Days) -> None:
    written: dict[bytes, Node] = {}
    for office in rough.offices:
        own = set(office.mine)
        written.update({one: node for one, node in office.model.log.items() if node.act in own})
    for _round in range(2):
        for office in rough.offices:
            office.merge(*(other.send() for other in rough.offices if other is not office))
    for office in rough.offices:
        known = {change.id: node_of(change) for change in office.book.outgoing().changes}
        assert {one: known.get(one) for one in written} == written
        office.look()


def test_all_that_have_seen_the_same_changes_are_equal(rough: Days) -> None:
    for _round in range(2):
        for office in rough.offices:
            office.merge(*(other.send() for other in rough.offices if other is not office))
    books = [seen(office.book) for office in rough.offices]
    assert all(book == books[0] for book in books)


def test_the_undo_of_a_merge_restores_what_was_before_it(plain: Days, copies: Copies) -> None:
    first, *others = plain.offices
    for other in others:
        book = copies.of(first)
        before = seen(book)
        arrival = whole(other.book)
        final = {change.record for change in arrival.changes if change.verb in ERASURES} | book.erased_records()
        merge = book.merge([arrival]).changes.act
        if not merge:
            continue
        mine = book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", called="meanwhile")).value
        after = seen(book)
        undo = book.undo(merge).changes.act
        assert without(seen(book), final | {mine}) == without(before, final | {mine})
        assert {mine} == {row[1] for row in seen(book)[1]} - {row[1] for row in before[1]}
        book.undo(undo)
        assert seen(book) == after


def without(what: Any, records: set[bytes] | frozenset[bytes]) -> Any:
    """The same, but for these records."""
    changes, rows, conflicts = what
    return (
        [change for change in changes if change.record not in records],
        [row for row in rows if row[1] not in records],
        [conflict for conflict in conflicts if conflict[0] not in records],
    )


def test_an_erasure_is_in_every_vault_at_last_and_says_nothing_of_the_record(plain: Days) -> None:
    for _round in range(2):
        for office in plain.offices:
            office.merge(*(other.send() for other in plain.offices if other is not office))
    gone = plain.offices[0].book.erased_records()
    for office in plain.offices:
        assert office.book.erased_records() == gone
        for change in office.book.outgoing(gone).changes:
            assert change.fields == "{}"
        assert any(change.verb == ERASE for change in office.book.outgoing(gone).changes) == bool(gone)
