"""Whatever several vaults do to each other, in whatever order: each shows what a plain model of the rules says."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import UserError
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.history import log
from casefile.history.paragraphs import put_together
from casefile.history.replay import mismatches
from casefile.store.casebook import Casebook
from casefile.store.merging import Arrival
from properties.merge_oracle import Node, Replica, Shape
from support.boats import BOATS
from support.vaults import BareVault, boat_book

SHAPE = Shape(
    defaults={"called": "", "story": "", "note": "", "crew": (), "masts": None, "archived": 0},
    sets=frozenset({"crew"}),
    texts=frozenset({"story", "note"}),
    put_together=put_together,
)
MANY = 3
HOUR_MS = 3_600_000
# Hours by which the clocks of the vaults are wrong: none, one back, and four months ahead.
WRONG_BY = (0, -1, 2_900)

REPLICA = st.integers(0, MANY - 1)
STORIES = (
    "",
    "He was held.\n\nHe saw nobody.",
    "He was held in Aktau.\n\nHe saw nobody.",
    "He was held.\n\nA lawyer came.",
)
VALUES = st.fixed_dictionaries(
    {"masts": st.sampled_from([None, 1, 2])},
    optional={
        "called": st.sampled_from(["", "Aisha", "aisha", "Айша"]),
        "story": st.sampled_from(STORIES),
        "crew": st.frozensets(st.sampled_from("abc")).map(lambda crew: tuple(sorted(crew))),
        "archived": st.sampled_from([0, 0, 1]),
    },
)


def wrong_clock(number: int, seed: int) -> Clock:
    source = random.Random(f"{number} {seed}")  # noqa: S311 - ids that a test can replay
    moments = iter(range(1_700_000_000_000 + WRONG_BY[number % MANY] * HOUR_MS, 1 << 47))
    return Clock(now_ms=lambda: next(moments), entropy=source.randbytes)


def nodes_of(outgoing: Any) -> list[Node]:
    stamps = {act.id: act.stamp for act in outgoing.acts}
    return [
        Node(
            id=change.id,
            record=change.record,
            parents=frozenset(log.split_ids(change.parents)),
            verb=change.verb,
            fields={name: value for name, value in json.loads(change.fields).items() if name in SHAPE.defaults},
            stamp=stamps[change.act],
        )
        for change in outgoing.changes
        if change.kind == "boat"
    ]


class Office:
    """A real vault, and what the model says of it."""

    def __init__(self, folder: Path, number: int, seed: int) -> None:
        folder.mkdir()
        self.folder = folder
        self.clock = wrong_clock(number, seed)
        self.vault: BareVault
        self.book, self.vault = boat_book(folder, clock=self.clock)
        self.model = Replica(SHAPE)
        self.merges: list[bytes] = []
        self.undone: dict[bytes, bytes] = {}

    def learn(self) -> None:
        """Tell the model what was written here, which the engine alone has ids for."""
        self.model.wrote(node for node in nodes_of(self.book.outgoing()) if node.id not in self.model.known)

    def take(self, *arrivals: Arrival) -> None:
        """Merge, in the vault and in the model."""
        came = [node for arrival in arrivals for node in nodes_of(arrival)]
        outcome = self.book.merge(arrivals)
        assert outcome.value.refused_sources == ()
        assert outcome.value.count() == len({node.record for node in came})
        merge = outcome.changes.act or b"nothing came"
        self.model.took(came, merge)
        if outcome.changes.act:
            self.merges.append(merge)

    def look(self) -> None:
        """Compare everything."""
        assert {node.id for node in nodes_of(self.book.outgoing())} == set(self.model.known)
        with self.book._reading() as reader:
            assert list(mismatches(reader.raw, BOATS)) == []
            parked = {
                (bytes(one), bool(aside)) for one, aside in reader.raw.execute("SELECT id, aside FROM log_parked")
            }
            rows = {snapshot.id: snapshot for snapshot in reader.of("boat", archived=True)}
        assert parked == {(one, parked.aside) for one, parked in self.model.parked.items()}
        for record in self.model.records():
            wanted = self.model.row(record)
            found = rows.pop(RecordId(record), None)
            assert (found is None) == (wanted is None)
            if found is not None and wanted is not None:
                assert {name: found.values[name] for name in wanted} == wanted
                assert frozenset(log.split_ids(found.version)) == self.model.heads(record)
        assert not rows
        open_ones: dict[bytes, dict[str, frozenset[Any]]] = {}
        for conflict in self.book.conflicts():
            values = frozenset(choice.value for choice in conflict.choices)
            open_ones.setdefault(conflict.record, {})[conflict.field] = values
        wanted_ones = {record: self.model.conflicts(record) for record in self.model.records()}
        assert open_ones == {record: fields for record, fields in wanted_ones.items() if fields}


class Offices(RuleBasedStateMachine):
    """Three offices that write, send, lose, merge, decide, undo and erase."""

    @initialize(seed=st.integers(0, 1 << 16))
    def open(self, seed: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.seed = seed
        self.opened = 0
        self.offices = [self._office() for _number in range(MANY)]
        # A common past, so that they have something to disagree about.
        self.add(0, [{"called": "Aisha", "story": STORIES[1]}, {"crew": ("a", "b")}])
        for which in range(1, MANY):
            self.merge([which, 0])

    def _office(self) -> Office:
        self.opened += 1
        return Office(Path(self.folder.name) / str(self.opened), self.opened, self.seed)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            for office in self.offices:
                office.book.close()
            self.folder.cleanup()

    def some_records(self, office: Office, draws: list[int], *, erased: bool = False) -> set[RecordId]:
        """Records by drawn numbers; none if there are none."""
        there = sorted(record for record in office.model.records() if erased or not office.model.erased(record))
        return {RecordId(there[draw % len(there)]) for draw in draws} if there else set()

    @rule(which=REPLICA, rows=st.lists(VALUES, min_size=1, max_size=2))
    def add(self, which: int, rows: list[dict[str, Any]]) -> None:
        office = self.offices[which]
        office.book.transact(Act.ADD_RECORDS, lambda writer: [writer.insert("boat", **row) for row in rows])
        office.learn()

    @rule(which=REPLICA, draws=st.lists(st.integers(0, 4), min_size=1, max_size=2), values=VALUES)
    def edit(self, which: int, draws: list[int], values: dict[str, Any]) -> None:
        office = self.offices[which]
        chosen = sorted(self.some_records(office, draws))

        def edit_all(writer: Writer) -> None:
            for record in chosen:
                writer.update(record, values)

        office.book.transact(Act.EDIT_RECORD, edit_all)
        office.learn()

    @rule(which=REPLICA, draw=st.integers(0, 20))
    def erase(self, which: int, draw: int) -> None:
        office = self.offices[which]
        if draw > len(office.model.records()):
            return
        for record in self.some_records(office, [draw]):
            office.book.transact(Act.ERASE_RECORD, lambda writer, gone=record: writer.erase(gone))  # type: ignore[misc]
        office.learn()

    @rule(values=st.lists(VALUES, min_size=MANY, max_size=MANY), draw=st.integers(0, 4))
    def all_edit_one(self, values: list[dict[str, Any]], draw: int) -> None:
        """Everybody works on the same record on the same day."""
        for which, value in enumerate(values):
            self.edit(which, [draw], value)

    @rule(which=REPLICA, draw=st.integers(0, 4), other=st.booleans())
    def decide(self, which: int, draw: int, other: bool) -> None:  # noqa: FBT001 - drawn
        office = self.offices[which]
        open_ones = office.book.conflicts()
        if not open_ones:
            return
        conflict = open_ones[draw % len(open_ones)]
        value = conflict.choices[0 if other else -1].value
        office.book.resolve(conflict.record, {conflict.field: value})
        office.learn()
        assert conflict.field not in office.model.conflicts(conflict.record)

    @rule(which=REPLICA)
    def undo(self, which: int) -> None:
        office = self.offices[which]
        line = office.book.can_undo()
        if line is None:
            return
        if line.merged:
            self._undo_merge(office, line.id)
            return
        try:
            office.book.undo()
        except UserError:
            return
        office.learn()

    @rule(pair=st.permutations(range(MANY)))
    def merge(self, pair: list[int]) -> None:
        into, source = self.offices[pair[0]], self.offices[pair[1]]
        log_of = source.book.outgoing()
        into.take(Arrival("another", log_of.acts, log_of.changes))

    @rule(pair=st.permutations(range(MANY)))
    def merge_two_at_once(self, pair: list[int]) -> None:
        into = self.offices[pair[0]]
        logs = [self.offices[one].book.outgoing() for one in pair[1:]]
        into.take(*(Arrival("another", one.acts, one.changes) for one in logs))

    @rule(
        pair=st.permutations(range(MANY)),
        draws=st.lists(st.integers(0, 4), min_size=1, max_size=3),
        lost=st.integers(0, 31),
    )
    def send_some(self, pair: list[int], draws: list[int], lost: int) -> None:
        """Some records only; of those that are not erased, some changes are lost on the way."""
        into, source = self.offices[pair[0]], self.offices[pair[1]]
        chosen = self.some_records(source, draws, erased=True)
        log_of = source.book.outgoing(chosen)
        kept = [
            change
            for place, change in enumerate(log_of.changes)
            if source.model.erased(change.record) or not lost >> (place % 5) & 1
        ]
        into.take(Arrival("a bundle", log_of.acts, kept))

    @precondition(lambda self: any(office.merges for office in self.offices))
    @rule(which=REPLICA, draw=st.integers(0, 4))
    def undo_merge(self, which: int, draw: int) -> None:
        office = self.offices[which]
        if office.merges:
            self._undo_merge(office, office.merges[draw % len(office.merges)])

    def _undo_merge(self, office: Office, merge: bytes) -> None:
        model = office.model.copy()
        if not model.undid(merge):
            with pytest.raises(UserError):
                office.book.undo(merge)
            return
        done = office.book.undo(merge)
        office.model = model
        office.merges.remove(merge)
        office.undone[done.changes.act] = merge

    @precondition(lambda self: any(office.undone for office in self.offices))
    @rule(which=REPLICA, draw=st.integers(0, 4))
    def bring_back(self, which: int, draw: int) -> None:
        office = self.offices[which]
        if not office.undone:
            return
        undo = sorted(office.undone)[draw % len(office.undone)]
        merge = office.undone.pop(undo)
        came = office.model.set_aside_by(merge)
        office.book.undo(undo)
        office.model.took(came, merge)
        if came:
            office.merges.append(merge)

    @precondition(lambda self: self.opened < MANY + 2)
    @rule(pair=st.permutations(range(MANY)))
    def copy(self, pair: list[int]) -> None:
        """A laptop is replaced by a copy of another; both go on."""
        source, lost = self.offices[pair[0]], self.offices[pair[1]]
        lost.book.close()
        self.opened += 1
        folder = Path(self.folder.name) / str(self.opened)
        folder.mkdir()
        made = object.__new__(Office)
        made.clock = wrong_clock(self.opened, self.seed)
        made.vault = source.vault.copied_to(folder)
        made.book = Casebook(made.vault, made.clock, BOATS)  # type: ignore[arg-type]
        made.model = source.model.copy()
        made.merges, made.undone = list(source.merges), dict(source.undone)
        self.offices[pair[1]] = made

    @invariant()
    def every_vault_shows_what_the_model_says(self) -> None:
        for office in getattr(self, "offices", []):
            office.look()

    @invariant()
    def nothing_that_was_erased_is_told_to_anybody(self) -> None:
        for office in getattr(self, "offices", []):
            for node in nodes_of(office.book.outgoing()):
                assert not (office.model.erased(node.record) and node.fields)


TestOffices = Offices.TestCase
TestOffices.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.soak
def test_a_night_of_it() -> None:
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=1500, stateful_step_count=70, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
