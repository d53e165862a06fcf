from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import UserError
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.history.arrivals import ForeignAct, ForeignChange
from casefile.history.replay import mismatches
from casefile.store.casebook import Casebook
from casefile.store.merging import Account, Arrival
from support.boats import BOATS, seeded_clock
from support.vaults import boat_book


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Casebook, Casebook, Casebook]]:
    made = []
    for number, name in enumerate(("anna", "bolat", "chen"), start=1):
        (tmp_path / name).mkdir()
        made.append(boat_book(tmp_path / name, clock=seeded_clock(number))[0])
    yield made[0], made[1], made[2]
    for book in made:
        book.close()


Books = tuple[Casebook, Casebook, Casebook]


def add(book: Casebook, **values: Value) -> RecordId:
    return book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", **values)).value


def edit(book: Casebook, record: RecordId, **values: Value) -> bytes:
    return book.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values)).changes.act


def take(book: Casebook, *others: Casebook) -> Account:
    return book.merge([whole(other) for other in others]).value


def whole(book: Casebook) -> Arrival:
    log = book.outgoing()
    return Arrival("another vault", log.acts, log.changes)


def part(book: Casebook, *records: RecordId, but_for: frozenset[int] = frozenset()) -> Arrival:
    """A bundle about some records, from which the changes at these places were lost."""
    log = book.outgoing(records)
    return Arrival("a bundle", log.acts, [one for place, one in enumerate(log.changes) if place not in but_for])


def row(book: Casebook, record: RecordId) -> dict[str, Value] | None:
    found = book.read(lambda reader: reader.find(record))
    return dict(found.values) if found else None


def sound(book: Casebook) -> bool:
    return not book.read(lambda reader: list(mismatches(reader.raw, BOATS)))  # type: ignore[attr-defined]


def states(account: Account) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in account.lines:
        counts[line.state] = counts.get(line.state, 0) + len(line.records)
    return counts


def test_what_another_vault_has_is_here_after_a_merge_and_counts_as_new(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Айша", crew=("Ержан",))
    account = take(bolat, anna)
    assert row(bolat, boat) == row(anna, boat)
    assert states(account) == {"new": 1}
    assert sound(bolat)


def test_a_second_merge_of_the_same_changes_nothing(three: Books) -> None:
    anna, bolat, _chen = three
    add(anna, called="Aisha")
    take(bolat, anna)
    before = bolat.outgoing()
    again = bolat.merge([whole(anna)])
    assert again.changes.act == b""
    assert states(again.value) == {"unchanged": 1}
    assert bolat.outgoing() == before


def test_edits_of_different_fields_are_both_kept(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    take(bolat, anna)
    edit(anna, boat, masts=2)
    edit(bolat, boat, called="Aysha")
    assert states(take(bolat, anna)) == {"updated": 1}
    now = row(bolat, boat)
    assert now is not None
    assert (now["called"], now["masts"]) == ("Aysha", 2)
    assert bolat.conflicts() == []


def test_different_values_of_one_field_wait_for_a_decision_that_travels(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, masts=1)
    take(bolat, anna)
    edit(anna, boat, masts=2)
    edit(bolat, boat, masts=3)
    assert states(take(bolat, anna)) == {"conflicting": 1}
    [conflict] = bolat.conflicts()
    assert (conflict.field, conflict.before) == ("masts", 1)
    assert {choice.value for choice in conflict.choices} == {2, 3}
    shown = conflict.choices[-1].value
    bolat.resolve(boat, {"masts": shown})
    assert bolat.conflicts() == []
    take(anna, bolat)
    assert anna.conflicts() == []
    now = row(anna, boat)
    assert now is not None
    assert now["masts"] == shown
    assert sound(anna)
    assert sound(bolat)


def test_what_comes_without_its_ancestors_waits_and_joins_when_they_come(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    edit(anna, boat, masts=2)
    assert states(bolat.merge([part(anna, boat, but_for=frozenset({0}))]).value) == {"waiting": 1}
    assert row(bolat, boat) is None
    take(bolat, anna)
    assert row(bolat, boat) == row(anna, boat)
    assert sound(bolat)


def test_the_undo_of_a_merge_gives_back_what_was_before_and_its_redo_what_came(three: Books) -> None:
    anna, bolat, _chen = three
    mine = add(bolat, called="Mine")
    take(anna, bolat)
    edit(anna, mine, called="Theirs")
    theirs = add(anna, called="New")
    before = row(bolat, mine)
    merge = bolat.merge([whole(anna)]).changes.act
    undone = bolat.undo(merge)
    assert row(bolat, mine) == before
    assert row(bolat, theirs) is None
    assert sound(bolat)
    assert bolat.search("Theirs") == []
    bolat.undo(undone.changes.act)
    assert row(bolat, mine) == row(anna, mine)
    assert row(bolat, theirs) == row(anna, theirs)
    assert sound(bolat)


def test_the_undo_of_a_merge_leaves_what_somebody_went_on_from(three: Books) -> None:
    anna, bolat, _chen = three
    theirs, other = add(anna, called="Theirs"), add(anna, called="Other")
    merge = bolat.merge([whole(anna)]).changes.act
    edit(bolat, theirs, masts=4)
    report = bolat.undo(merge).value
    assert [left.record for left in report.kept] == [theirs]
    assert row(bolat, other) is None
    assert row(bolat, theirs) is not None
    assert sound(bolat)
    with pytest.raises(UserError):
        bolat.undo(merge)


def test_a_merge_undone_once_is_not_undone_again_from_what_came_after(three: Books) -> None:
    anna, bolat, _chen = three
    add(anna, called="Theirs")
    merge = bolat.merge([whole(anna)]).changes.act
    bolat.undo(merge)
    mine = add(bolat, called="Mine")
    with pytest.raises(UserError):
        bolat.undo(merge)
    assert row(bolat, mine) is not None


def test_an_erasure_reaches_every_vault_and_is_never_undone(three: Books) -> None:
    anna, bolat, chen = three
    boat = add(anna, called="Secret")
    take(bolat, anna)
    take(chen, anna)
    edit(chen, boat, called="Secret too")
    bolat.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
    take(anna, bolat)
    assert row(anna, boat) is None
    assert states(take(chen, anna)) == {"erased": 1}
    take(bolat, chen)
    for book in three:
        assert row(book, boat) is None
        assert "Secret" not in repr(book.outgoing())
        assert sound(book)


def test_a_rehearsal_tells_what_would_come_and_keeps_nothing(three: Books) -> None:
    anna, bolat, _chen = three
    add(anna, called="Aisha")
    rehearsed = bolat.merge([whole(anna)], dry_run=True)
    assert states(rehearsed.value) == {"new": 1}
    assert bolat.outgoing().changes == ()
    assert bolat.merge([whole(anna)]).value == rehearsed.value


def test_ctrl_z_never_undoes_what_somebody_else_did(three: Books) -> None:
    anna, bolat, _chen = three
    add(bolat, called="Mine")
    add(anna, called="Theirs")
    take(bolat, anna)
    line = bolat.can_undo()
    assert line is not None
    assert line.name == Act.MERGE.name


def test_nothing_waits_on_a_record_that_is_known_to_be_erased(three: Books) -> None:
    anna, bolat, chen = three
    boat = add(anna, called="Secret")
    take(bolat, anna)
    take(chen, anna)
    edit(chen, boat, called="Secret one")
    edit(chen, boat, called="Secret two")
    bolat.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
    account = bolat.merge([part(chen, boat, but_for=frozenset({1}))]).value
    assert account.dropped == {boat}
    assert waiting(bolat) == []
    take(bolat, chen)
    assert "Secret" not in repr(bolat.outgoing())


def test_what_waited_on_a_record_goes_when_an_erasure_of_it_comes(three: Books) -> None:
    anna, bolat, chen = three
    boat = add(anna, called="Secret")
    take(bolat, anna)
    edit(anna, boat, called="Secret one")
    edit(anna, boat, called="Secret two")
    bolat.merge([part(anna, boat, but_for=frozenset({1}))])
    assert len(waiting(bolat)) == 1
    take(chen, bolat)
    chen.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
    take(bolat, chen)
    assert waiting(bolat) == []


def waiting(book: Casebook) -> list[bytes]:
    with book._reading() as reader:
        return [bytes(one) for (one,) in reader.raw.execute("SELECT id FROM log_parked")]


def test_what_was_set_aside_comes_back_as_an_ancestor_of_what_arrives(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    first = bolat.merge([whole(anna)]).changes.act
    edit(anna, boat, masts=1)
    bolat.undo(first)
    bolat.merge([part(anna, boat, but_for=frozenset({0}))])
    assert row(bolat, boat) == row(anna, boat)


def test_what_waits_does_not_call_back_what_was_set_aside(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    for masts in (1, 2, 3):
        edit(anna, boat, masts=masts)
    # The first edit comes before the beginning of the record, and waits for it.
    bolat.merge([part(anna, boat, but_for=frozenset({0, 2, 3}))])
    beginning = bolat.merge([part(anna, boat, but_for=frozenset({1, 2, 3}))]).changes.act
    assert row(bolat, boat) is not None
    bolat.undo(beginning)
    # The last edit waits for the one before it, which never came.
    bolat.merge([part(anna, boat, but_for=frozenset({0, 1, 2}))])
    assert row(bolat, boat) is None
    assert len(waiting(bolat)) == 3


def test_what_waited_stays_in_when_the_undone_merge_leaves_its_ancestors(three: Books) -> None:
    anna, bolat, chen = three
    boat = add(anna, called="Aisha")
    begun = part(anna, boat)
    edit(anna, boat, masts=1)
    bolat.merge([part(anna, boat, but_for=frozenset({0}))])
    ancestors = bolat.merge([begun]).changes.act
    chen.merge([begun])
    edit(chen, boat, called="Aysha")
    take(bolat, chen)
    before = bolat.outgoing()
    # What Chen wrote needs the beginning, and with the beginning here nothing that Anna wrote has to wait.
    with pytest.raises(UserError):
        bolat.undo(ancestors)
    assert bolat.outgoing() == before
    assert waiting(bolat) == []


def test_what_waits_and_comes_again_calls_back_its_ancestors(three: Books) -> None:
    anna, bolat, chen = three
    boat = add(anna, called="Aisha")
    take(bolat, anna)
    take(chen, anna)
    edit(anna, boat, masts=1)
    first_edit = part(anna, boat, but_for=frozenset({0}))
    edit(chen, boat, called="Aysha")
    take(anna, chen)
    edit(anna, boat, masts=2)
    undone = bolat.merge([first_edit]).changes.act
    bolat.merge([part(anna, boat, but_for=frozenset({0, 1, 2}))])
    bolat.undo(undone)
    bolat.merge([part(anna, boat, but_for=frozenset({0, 1}))])
    assert row(bolat, boat) == row(anna, boat)
    assert waiting(bolat) == []
    assert sound(bolat)


def test_an_act_that_came_again_after_an_undo_can_be_undone_as_a_whole(three: Books) -> None:
    anna, bolat, chen = three
    add(chen, called="One")
    add(chen, called="Two")
    boat = add(anna, called="Aisha")
    act = edit(anna, boat, masts=1)
    take(bolat, chen)
    merge = bolat.merge([whole(anna)]).changes.act
    bolat.undo(merge)
    earlier = next(line.id for line in bolat.acts() if line.merged and not line.undone_by)
    bolat.undo(earlier)
    take(bolat, anna)
    bolat.undo(act)
    now = row(bolat, boat)
    assert now is not None
    assert now["masts"] is None


def test_a_source_with_a_clock_of_2099_does_not_set_this_one(three: Books, tmp_path: Path) -> None:
    anna, _bolat, _chen = three
    (tmp_path / "late").mkdir()
    moments = iter(range(4_070_908_800_000, 1 << 47))
    late, _vault = boat_book(tmp_path / "late", clock=Clock(now_ms=lambda: next(moments), entropy=seeded(9)))
    add(late, called="From the future")
    take(anna, late)
    boat = add(anna, called="Mine")
    late.close()
    assert anna.acts(limit=50)[-1].when.year == 2023
    [line] = anna.history(boat)
    assert line.act.when.year == 2023


def seeded(seed: int) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes  # noqa: S311 - ids that a test can replay


def test_codes_go_on_after_the_highest_that_came(three: Books) -> None:
    anna, bolat, _chen = three
    for number in range(3):
        add(anna, called=str(number))
    take(bolat, anna)
    boat = add(bolat, called="Next")
    now = row(bolat, boat)
    assert now is not None
    assert now["reference"] == "BT-0004"


def test_a_kind_of_a_later_version_is_carried_along_and_sent_on(three: Books) -> None:
    anna, bolat, _chen = three
    act = ForeignAct(b"\1" * 16, 1 << 40, b"\2" * 16, "Anna", "LAUNCH", b"")
    change = ForeignChange(b"\3" * 16, act.id, "submarine", b"\4" * 16, b"", 1, '{"depth":300}')
    account = anna.merge([Arrival("later", [act], [change])]).value
    assert states(account) == {"updated": 1}
    take(bolat, anna)
    assert bolat.outgoing().changes == (change,)
    assert sound(bolat)


@pytest.mark.parametrize(
    "forged",
    [
        {"parents": b"\3" * 16},
        {"record": b"short"},
        {"fields": "no json"},
        {"fields": '{"masts":"many"}'},
        {"fields": '{"crew":["Ada"]}'},
        {"fields": '{"called":"\\ud800"}'},
        {"fields": '{"unknown here":"\\ud800"}'},
        {"fields": '{"unknown here":' + "[" * 100_000 + "]" * 100_000 + "}"},
        {"kind": ""},
        {"act": b"\7" * 16},
        {"verb": -1},
    ],
)
def test_one_ill_made_change_refuses_its_source_and_no_other(three: Books, forged: dict[str, Any]) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    act = ForeignAct(b"\1" * 16, 1 << 40, b"\2" * 16, "", "EDIT_RECORD", b"")
    good = ForeignChange(b"\3" * 16, act.id, "boat", b"\4" * 16, b"", 1, "{}")
    account = bolat.merge([Arrival("forged", [act], [replace(good, **forged)]), whole(anna)]).value
    assert [refused.label for refused in account.refused_sources] == ["forged"]
    assert states(account) == {"new": 1}
    assert row(bolat, boat) == row(anna, boat)
    assert [change.record for change in bolat.outgoing().changes] == [boat]


def test_a_past_that_is_told_otherwise_refuses_its_source(three: Books) -> None:
    anna, bolat, _chen = three
    boat = add(anna, called="Aisha")
    take(bolat, anna)
    log = anna.outgoing()
    lie = [replace(change, fields='{"called":"Another"}') for change in log.changes]
    account = bolat.merge([Arrival("liar", log.acts, lie)]).value
    assert [refused.label for refused in account.refused_sources] == ["liar"]
    now = row(bolat, boat)
    assert now is not None
    assert now["called"] == "Aisha"


@pytest.mark.parametrize("which", [0, -1])
def test_a_decision_can_be_undone_and_brought_back_also_if_it_was_for_the_value_that_was_shown(
    which: int, three: Books
) -> None:
    anna, bolat, _chen = three
    boat = add(anna, masts=1)
    take(bolat, anna)
    edit(anna, boat, masts=2)
    edit(bolat, boat, masts=3)
    take(bolat, anna)
    [conflict] = bolat.conflicts()
    shown, wanted = conflict.choices[-1].value, conflict.choices[which].value
    decision = bolat.resolve(boat, {"masts": wanted}).changes.act
    undone = bolat.undo()
    assert undone.value.act.id == decision
    now = row(bolat, boat)
    assert now is not None
    assert now["masts"] == shown
    redo = bolat.can_redo()
    assert redo is not None
    bolat.undo(redo.id)
    now = row(bolat, boat)
    assert now is not None
    assert now["masts"] == wanted
    assert sound(bolat)


def forged(*changes: ForeignChange) -> Arrival:
    return Arrival("forged", [ForeignAct(b"\1" * 16, 1 << 40, b"\2" * 16, "", "EDIT_RECORD", b"")], changes)


BEGUN = ForeignChange(b"\3" * 16, b"\1" * 16, "boat", b"\4" * 16, b"", 1, '{"crew":{"+":["Ada"]}}')


def test_a_parent_that_another_source_gives_to_another_record_refuses_the_source(three: Books) -> None:
    anna, _bolat, _chen = three
    stranger = replace(BEGUN, id=b"\5" * 16, record=b"\6" * 16, parents=BEGUN.id, verb=2)
    account = anna.merge([forged(BEGUN), forged(stranger)]).value
    assert len(account.refused_sources) == 1
    assert [change.id for change in anna.outgoing().changes] == [BEGUN.id]
    assert sound(anna)


def test_what_waits_and_makes_another_kind_of_a_record_never_joins_and_keeps_nobody_out(three: Books) -> None:
    anna, bolat, _chen = three
    anna.merge([forged(replace(BEGUN, id=b"\5" * 16, kind="harbour", parents=BEGUN.id, verb=2, fields="{}"))])
    assert anna.merge([forged(BEGUN)]).value.refused_sources == ()
    assert [change.id for change in anna.outgoing().changes] == [BEGUN.id]
    assert take(bolat, anna).refused_sources == ()
    assert sound(anna)


def test_what_a_change_both_puts_in_and_takes_out_is_in_whatever_came_beside_it(three: Books) -> None:
    anna, bolat, _chen = three
    both = replace(BEGUN, id=b"\5" * 16, parents=BEGUN.id, verb=2, fields='{"crew":{"+":["Ada"],"-":["Ada"]}}')
    beside = replace(BEGUN, id=b"\6" * 16, parents=BEGUN.id, verb=2, fields='{"masts":2}')
    anna.merge([forged(BEGUN, both)])
    bolat.merge([forged(BEGUN, both, beside)])
    for book in (anna, bolat):
        now = row(book, RecordId(BEGUN.record))
        assert now is not None
        assert now["crew"] == ("Ada",)
        assert sound(book)
