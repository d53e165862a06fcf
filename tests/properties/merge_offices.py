"""A real vault beside its model: whatever is done is done to both, foretold, and compared."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.base.errors import UserError
from casefile.casework.acts import Act
from casefile.history import log
from casefile.history.arrivals import ForeignAct, ForeignChange
from casefile.history.replay import mismatches
from casefile.store.casebook import Casebook
from casefile.store.merging import Account, Arrival
from properties.merge_oracle import ERASE, ERASURES, INSERT, WRITE, Node, Prose, Replica, Taken
from support.boats import BOATS
from support.vaults import boat_book

_COMMON = {"reference": "", "note": Prose(), "archived": 0}
SCHEMA: Mapping[str, Mapping[str, Any]] = {
    "harbour": {**_COMMON, "called": ""},
    "boat": {
        **_COMMON,
        "called": "",
        "story": Prose(),
        "crew": frozenset(),
        "masts": None,
        "harbour": NO_ID,
    },
}
HOUR_MS = 3_600_000
# Hours by which the clocks of the vaults are wrong: none, one back, four months ahead, to 1970, some, none.
WRONG_BY = (0, -1, 2_900, -472_000, 7, 0)
_START_MS = 1_700_000_000_000

Foretold = tuple[bytes | None, str, int, Mapping[str, Any]]
"""Record (None for a new one), kind, verb and fields of a change that the log must hold."""


def wrong_clock(number: int, seed: int | str) -> Clock:
    """The clock of one vault, wrong in its own way; the same ids in each run."""
    source = random.Random(f"{number} {seed}")  # noqa: S311 - ids that a test can replay
    moments = iter(range(_START_MS + WRONG_BY[number % len(WRONG_BY)] * HOUR_MS, 1 << 47))
    return Clock(now_ms=lambda: next(moments), entropy=source.randbytes)


def node_of(change: ForeignChange) -> Node:
    """A change of the engine as the model holds it: links are bytes, nothing else is another."""
    facts = SCHEMA.get(change.kind, {})
    fields = {
        name: bytes.fromhex(value) if isinstance(facts.get(name), bytes) and isinstance(value, str) else value
        for name, value in json.loads(change.fields).items()
    }
    parents = frozenset(log.split_ids(change.parents))
    return Node(change.id, change.act, change.kind, change.record, parents, change.verb, fields)


def change_of(node: Node) -> ForeignChange:
    """The other way round."""
    fields = {name: value.hex() if isinstance(value, bytes) else value for name, value in node.fields.items()}
    parents = b"".join(sorted(node.parents))
    return ForeignChange(node.id, node.act, node.kind, node.record, parents, node.verb, json.dumps(fields))


class Office:
    """One vault and what the rules say of it.

    Attributes:
        book: The vault.
        model: What it should be.
        merges: Merges that are not undone.
        undone: Undone merges by the act that undid them.
        acts: Acts of this vault and of all it met, by id: the id of the act each undid.
        mine: Acts that were written here, in order.
        secrets: Words that were written in one record only.
    """

    def __init__(self, folder: Path, number: int, seed: int) -> None:
        folder.mkdir()
        self.clock = wrong_clock(number, seed)
        self.book, self.vault = boat_book(folder, clock=self.clock)
        self.model = Replica(SCHEMA)
        self.merges: list[bytes] = []
        self.undone: dict[bytes, bytes] = {}
        self.acts: dict[bytes, bytes] = {}
        self.mine: list[bytes] = []
        self.secrets: dict[bytes, set[str]] = {}

    def copied(self, folder: Path, number: int, seed: int) -> Office:
        """A second laptop with a copy of this one's disk."""
        folder.mkdir()
        made = object.__new__(Office)
        made.clock = wrong_clock(number, seed)
        made.vault = self.vault.copied_to(folder)
        made.book = Casebook(cast("Any", made.vault), made.clock, BOATS)
        made.model = self.model.copy()
        made.merges, made.undone = list(self.merges), dict(self.undone)
        made.acts, made.mine = dict(self.acts), list(self.mine)
        made.secrets = {record: set(words) for record, words in self.secrets.items()}
        return made

    # What somebody does here

    def add(self, kind: str, *rows: Mapping[str, Any]) -> list[RecordId]:
        """Add records in one act."""
        made: list[RecordId] = []
        act = self.book.transact(
            Act.ADD_RECORDS, lambda writer: made.extend(writer.insert(kind, **row) for row in rows)
        ).changes.act
        self._learn(act, [partial(self._foretell_new, kind, row) for row in rows])
        return made

    def edit(self, *edits: tuple[bytes, Mapping[str, Any]]) -> bytes:
        """Edit records in one act, some perhaps more than once."""

        def work(writer: Any) -> None:
            for record, values in edits:
                writer.update(RecordId(record), values)

        act = self.book.transact(Act.EDIT_RECORD, work).changes.act
        self._learn(
            act,
            [partial(self._foretell_edit, record, values) for record, values in edits],
        )
        return act

    def decide(self, record: bytes, values: Mapping[str, Any]) -> None:
        """Rule 4: a decision is always written, and closes the conflict."""
        act = self.book.resolve(RecordId(record), values).changes.act
        self._learn(act, [lambda: (record, self._kind(record), WRITE, self.model.decision(record, values))])
        assert not set(values) & self.model.state(record).conflicts.keys()

    def erase(self, record: bytes) -> None:
        """Erase a record for good."""
        kind = self._kind(record)
        act = self.book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(RecordId(record))).changes.act
        self._learn(act, [lambda: (record, kind, ERASE, {})])

    def undo(self, act: bytes) -> None:
        """Undo an act that is no merge: rule 11 to the letter, where no act of the record was ever undone."""
        records = dict.fromkeys(node.record for node in self.model.log.values() if node.act == act)
        foretold = {record: self.model.undo_values(act, record) for record in records}
        plain = {record for record in records if self._plain(act, record)}
        now = {record: self.model.state(record) for record in records}
        told = {node.id for node in self.model.log.values()}
        try:
            report = self.book.undo(act)
        except UserError:
            assert not any(back for record, (back, _kept) in foretold.items() if record in plain)
            return
        news = [node_of(change) for change in self.book.outgoing().changes if change.id not in told]
        self._witness()
        for node in news:
            assert (node.act, node.verb) == (report.changes.act, WRITE)
            wrote = {name for one in self.model.changes(node.record) if one.act == act for name in one.fields}
            assert node.fields.keys() <= wrote | {"archived"}
            if node.record in plain:
                values = now[node.record].values
                assert values is not None
                back = foretold[node.record][0]
                assert node.fields == {name: _logged(values[name], value) for name, value in back.items()}
            self.model.add(node, self._stamps()[node.act])
        undone = {node.record for node in news}
        assert undone >= {record for record, (back, _kept) in foretold.items() if back and record in plain}
        kept = {(left.record, left.field) for left in report.value.kept}
        for record, (_back, fields) in foretold.items():
            if record in plain:
                assert {field for one, field in kept if one == record} == fields
        if news:
            self.mine.append(report.changes.act)

    def _plain(self, act: bytes, record: bytes) -> bool:
        """Whether undo can be foretold by rule 11 alone, without decision 006 of what was undone before."""
        wrote = {node.act for node in self.model.changes(record)}
        return not any(undoes in wrote and one != act for one, undoes in self.acts.items() if undoes)

    # What comes from elsewhere

    def send(self, records: Collection[bytes] | None = None, lost: Callable[[int], bool] = lambda _: False) -> Arrival:
        """What this vault sends; of records with no erasure, changes may be lost on the way.

        Rule 10: a bundle that touches an erased record carries its whole history.
        """
        told = self.book.outgoing(records)
        erased = {change.record for change in told.changes if change.verb in ERASURES}
        kept = [change for place, change in enumerate(told.changes) if change.record in erased or not lost(place)]
        return Arrival("somebody", told.acts, kept)

    def merge(self, *arrivals: Arrival, rehearse: bool = False) -> Account:
        """Take in what came, in the vault and in the model."""
        arrivals = tuple(Arrival(one.label, tuple(one.acts), tuple(one.changes)) for one in arrivals)
        nodes = [[node_of(change) for change in one.changes] for one in arrivals]
        before = self.model.copy()
        if rehearse:
            rehearsed = self.book.merge(arrivals, dry_run=True)
            assert rehearsed.changes.act == b""
            self.look()
        outcome = self.book.merge(arrivals)
        assert outcome.value.refused_sources == ()
        if rehearse:
            assert rehearsed.value == outcome.value
        act = outcome.changes.act or b"nothing"
        for arrival in arrivals:
            self.acts.update({one.id: one.undoes for one in arrival.acts})
        taken = self.model.merge(act, nodes, {one.id: one.stamp for arrival in arrivals for one in arrival.acts})
        assert bool(outcome.changes.act) == bool(taken.joined or taken.waiting)
        if outcome.changes.act:
            self.merges.append(act)
            self.acts[act] = b""
        self._check_account(outcome.value, before, taken, {node.record for some in nodes for node in some})
        return outcome.value

    def _check_account(self, account: Account, before: Replica, taken: Taken, came: set[bytes]) -> None:
        """Every record that came is counted once, as what became of it."""
        listed = [record for line in account.lines for record in line.records]
        assert sorted(listed) == sorted(came)
        assert account.count() == len(came)
        for line in account.lines:
            for record in line.records:
                was, now = before.state(record), self.model.state(record)
                grown = len(before.changes(record)) < len(self.model.changes(record))
                parked = {self.model.waiting[one].record for one in taken.waiting if one in self.model.waiting}
                erased = self.model.erased(record)
                match line.state:
                    case "new":
                        assert was.values is None and now.values is not None and not now.conflicts  # noqa: PT018
                    case "updated":
                        assert grown and not erased and not now.conflicts  # noqa: PT018
                    case "conflicting":
                        assert now.conflicts
                    case "erased":
                        assert erased or taken.dropped
                    case "waiting":
                        assert record in parked and not grown  # noqa: PT018
                    case _:
                        assert not grown and record not in parked  # noqa: PT018
                assert (record in account.incomplete) == (record in parked)

    def undo_merge(self, merge: bytes) -> None:
        """Rule 12."""
        trial = self.model.copy()
        gone, stay = trial.undo_merge(merge)
        if not gone:
            try:
                self.book.undo(merge)
            except UserError:
                return
            raise AssertionError("an undo that does nothing was kept")
        records = {self.model.log[one].record for one in stay}
        done = self.book.undo(merge)
        self.model = trial
        assert {left.record for left in done.value.kept} == records
        self.merges.remove(merge)
        self.undone[done.changes.act] = merge
        self.acts[done.changes.act] = merge

    def undo_merge_again(self, merge: bytes) -> None:
        """What was undone is undone: a second time takes nothing more."""
        try:
            self.book.undo(merge)
        except UserError:
            return
        raise AssertionError("a merge was undone twice")

    def redo_merge(self, undo: bytes) -> None:
        """The undo of that undo."""
        merge = self.undone.pop(undo)
        done = self.book.undo(undo)
        taken = self.model.redo_merge(merge)
        if taken.joined or taken.waiting:
            self.merges.append(merge)
            self.acts[done.changes.act] = undo

    # Comparing

    def look(self) -> None:
        """Everything that the rules tell of this vault: log, what waits, rows, heads, conflicts, and replay."""
        told = self.book.outgoing()
        nodes = {change.id: node_of(change) for change in told.changes}
        assert nodes == self.model.log
        assert {change.act for change in told.changes} == {act.id for act in told.acts}
        with self.book._reading() as reader:
            assert list(mismatches(reader.raw, BOATS)) == []
            parked = {
                bytes(one): (bool(aside), json.loads(fields))
                for one, aside, fields in reader.raw.execute("SELECT id, aside, fields FROM log_parked")
            }
            found = {
                snapshot.id: (kind, dict(snapshot.values), frozenset(log.split_ids(snapshot.version)))
                for kind in SCHEMA
                for snapshot in reader.of(kind, archived=True)
            }
            self._look_for_secrets(reader.raw)
        wanted_parked = [(one, False, node) for one, node in self.model.waiting.items()]
        wanted_parked += [(one, True, node) for one, node in self.model.aside.items()]
        assert parked == {one: (aside, json.loads(change_of(node).fields)) for one, aside, node in wanted_parked}
        assert found == {
            record: (kind, values, self.model.state(record).heads)
            for record, (kind, values) in self.model.rows().items()
        }
        self._look_at_conflicts()

    def _look_at_conflicts(self) -> None:
        open_ones: dict[tuple[bytes, str], frozenset[Any]] = {}
        for conflict in self.book.conflicts():
            values = self.model.state(conflict.record).values
            assert values is not None
            shown = conflict.choices[-1].value
            assert shown == values[conflict.field]
            open_ones[conflict.record, conflict.field] = frozenset(choice.value for choice in conflict.choices)
        wanted = self.model.conflicts()
        assert open_ones.keys() == wanted.keys()
        for place, different in wanted.items():
            # One put it aside, another worked on it: the other's choice is that it stays.
            assert open_ones[place] - different <= ({0} if place[1] == "archived" else set())
            assert open_ones[place] >= different

    def _look_for_secrets(self, raw: Any) -> None:
        """Rule 13: what was erased stands in no table, read as text or bytes."""
        gone = {word.encode() for record, words in self.secrets.items() if self.model.erased(record) for word in words}
        if not gone:
            return
        tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in raw.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the vault's own names
                for cell in row:
                    held = cell.encode() if isinstance(cell, str) else cell
                    assert not (isinstance(held, bytes) and any(word in held for word in gone)), table

    # Inside

    def _kind(self, record: bytes) -> str:
        return self.model.records()[record]

    def _foretell_new(self, kind: str, values: Mapping[str, Any]) -> Foretold:
        return None, kind, INSERT, self.model.insertion(kind, values)

    def _foretell_edit(self, record: bytes, values: Mapping[str, Any]) -> Foretold | None:
        fields = self.model.edit(record, values)
        return (record, self._kind(record), WRITE, fields) if fields else None

    def _stamps(self) -> dict[bytes, int]:
        return {act.id: act.stamp for act in self.book.outgoing().acts}

    def _witness(self) -> None:
        self.acts.update({act.id: act.undoes for act in self.book.outgoing().acts})

    def _learn(self, act: bytes, foretold: Sequence[Callable[[], Foretold | None]]) -> None:
        """Take ids and times of what was just written from the engine; all else must be as foretold."""
        told = self.book.outgoing()
        stamps = {one.id: one.stamp for one in told.acts}
        self.acts.update({one.id: one.undoes for one in told.acts})
        news = [node_of(change) for change in told.changes if change.id not in self.model.log]
        for foretell in foretold:
            wanted = foretell()
            if wanted is None:
                continue
            assert news, "nothing was logged"
            node = news.pop(0)
            record, kind, verb, fields = wanted
            logged = dict(node.fields)
            if verb == INSERT and "reference" not in fields:
                assert re.fullmatch(r"[A-Z]{2}-\d{4,}", logged.pop("reference"))
            assert (node.act, node.kind, node.verb, logged) == (act, kind, verb, dict(fields))
            assert node.record == record if record is not None else node.record not in self.model.records()
            self.model.add(node, stamps[act])
            self._remember_secrets(node)
        assert not news
        if act:
            self.mine.append(act)

    def _remember_secrets(self, node: Node) -> None:
        words = {word for value in node.fields.values() for word in re.findall(r"secret\d+x", str(value))}
        self.secrets.setdefault(node.record, set()).update(words)


def heard_secrets(offices: Iterable[Office]) -> None:
    """Let every office know the words by which erased records could be told again."""
    everything: dict[bytes, set[str]] = {}
    for office in offices:
        for record, words in office.secrets.items():
            everything.setdefault(record, set()).update(words)
    for office in offices:
        office.secrets = {record: set(words) for record, words in everything.items()}


def by_a_later_version(nodes: Sequence[Node], seed: str) -> Arrival:
    """Changes that a later casefile wrote after what somebody has: its verbs, kinds and fields are unknown here."""
    clock = wrong_clock(4, seed)
    act = ForeignAct(clock.new_id(), clock.stamp(), clock.new_id(), "", "LATER", b"")
    written = [replace(node, id=clock.new_id(), act=act.id) for node in nodes]
    return Arrival("a later version", (act,), tuple(change_of(node) for node in written))


def _logged(now: Any, value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return {"+": sorted(set(value) - set(now)), "-": sorted(set(now) - set(value))}
