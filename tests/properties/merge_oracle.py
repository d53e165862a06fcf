"""What merging must do, said a second time: a slow model of one replica, sets of changes and nothing else.

Written from the fourteen rules of merging alone. It shares no code with the engine but the joining of two texts by
paragraph, which both take as given. Nothing is kept up to date and nothing is indexed: each question is answered from
the whole graph of changes. The ids and times of changes are taken over from the engine, all else is foretold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from casefile.history.paragraphs import put_together

INSERT, WRITE, ERASE, ERASE_FIELDS = 1, 2, 3, 4
WRITES = frozenset({INSERT, WRITE})
ERASURES = frozenset({ERASE, ERASE_FIELDS})

Schema = Mapping[str, Mapping[str, Any]]
"""Of each kind, of each field: its default; `Prose` for paragraphs, `frozenset()` for a set."""


class Prose(str):
    """The default of a field of paragraphs."""

    __slots__ = ()


@dataclass(frozen=True)
class Node:
    """One change: what one act did to one record."""

    id: bytes
    act: bytes
    kind: str
    record: bytes
    parents: frozenset[bytes]
    verb: int
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """What one record is, by its changes: no values where it has no row."""

    values: Mapping[str, Any] | None
    conflicts: Mapping[str, frozenset[Any]]
    heads: frozenset[bytes]


@dataclass(frozen=True)
class Taken:
    """What a merge did: changes that joined, that wait now, and that an erasure let drop."""

    joined: frozenset[bytes]
    waiting: frozenset[bytes]
    dropped: frozenset[bytes]


Blank = Callable[[Node, str, str], bool]
"""Whether a change counts as not having written a field (or an element of a set): used to see what was before it."""


def _nothing(_node: Node, _name: str, _element: str) -> bool:
    return False


class Graph:
    """The changes of one record; must hold the parents of each."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._before: dict[bytes, frozenset[bytes]] = {}

    def before(self, one: bytes) -> frozenset[bytes]:
        """Ids of all ancestors."""
        if one not in self._before:
            found: set[bytes] = set()
            for parent in self.nodes[one].parents:
                found |= {parent} | self.before(parent)
            self._before[one] = frozenset(found)
        return self._before[one]

    def apart(self, one: bytes, other: bytes) -> bool:
        """Whether neither knew of the other."""
        return one != other and one not in self.before(other) and other not in self.before(one)

    def maximal(self, some: Collection[bytes]) -> frozenset[bytes]:
        """Those that none of the others descends from."""
        return frozenset(one for one in some if not any(one in self.before(other) for other in some))

    def heads(self) -> frozenset[bytes]:
        """The ends of the graph."""
        return self.maximal(self.nodes)

    def of(self, *verbs: int) -> list[Node]:
        """The changes that did this."""
        return [node for node in self.nodes.values() if node.verb in verbs]


@dataclass
class Record:
    """One record's changes, and how they are read.

    Attributes:
        graph: Its changes.
        facts: Default of each field of its kind.
        stamps: Hybrid time of each act.
        blank: Writes to leave out, with the graph kept.
    """

    graph: Graph
    facts: Mapping[str, Any]
    stamps: Mapping[bytes, int]
    blank: Blank = _nothing

    def visible(self, node: Node, name: str) -> bool:
        """Rule 7: a write of a field counts only if it descends from every erasure of the field."""
        return all(erasure.id in self.graph.before(node.id) for erasure in self._erasures(name))

    def _erasures(self, name: str) -> list[Node]:
        return [node for node in self.graph.of(ERASE_FIELDS) if name in node.fields]

    def writes(self, name: str) -> dict[bytes, Any]:
        """Visible writes of a scalar field; an erasure of it is one of its default."""
        found: dict[bytes, Any] = {node.id: self.facts[name] for node in self._erasures(name)}
        for node in self.graph.of(INSERT, WRITE):
            if name in node.fields and self.visible(node, name) and not self.blank(node, name, ""):
                found[node.id] = node.fields[name]
        return found

    def elements(self, name: str) -> frozenset[str]:
        """Every element that was ever written in a set."""
        return frozenset(
            element for node in self.graph.of(INSERT, WRITE) if name in node.fields for element in _delta(node, name)
        )

    def element_writes(self, name: str, element: str) -> dict[bytes, bool]:
        """Visible writes of one element of a set: whether it was put in."""
        found = {node.id: False for node in self._erasures(name)}
        for node in self.graph.of(INSERT, WRITE):
            if name in node.fields and self.visible(node, name) and not self.blank(node, name, element):
                delta = _delta(node, name)
                if element in delta:
                    found[node.id] = delta[element]
        return found

    def current(self, name: str) -> dict[bytes, Any]:
        """The maximal visible writes of a scalar."""
        writes = self.writes(name)
        return {one: writes[one] for one in self.graph.maximal(writes)}

    def shown(self, name: str) -> tuple[Any, frozenset[Any]]:
        """The value of a field, and the values between which nobody has decided."""
        default = self.facts[name]
        if isinstance(default, frozenset):
            return self._shown_set(name), frozenset()
        current = self.current(name)
        if not current:
            return default, frozenset()
        last = max(current, key=lambda one: (self.stamps[self.graph.nodes[one].act], one))
        different = frozenset(current.values())
        if len(different) == 1:
            return current[last], frozenset()
        if isinstance(default, Prose):
            both = self._put_together(name, current)
            if both is not None:
                return both, frozenset()
        return current[last], different

    def _shown_set(self, name: str) -> tuple[str, ...]:
        present = []
        for element in sorted(self.elements(name)):
            writes = self.element_writes(name, element)
            if any(writes[one] for one in self.graph.maximal(writes)):
                present.append(element)
        return tuple(present)

    def _put_together(self, name: str, current: Mapping[bytes, str]) -> str | None:
        """Decision 010: two values made from one that both knew, where nothing of it was in dispute or taken out."""
        values = sorted(set(current.values()))
        shared = frozenset.intersection(*(self.graph.before(one) for one in current))
        # What everybody began with is the default.
        known = {one: value for one, value in self.writes(name).items() if one in shared}
        known |= {
            node.id: self.facts[name] for node in self.graph.of(INSERT) if node.id in shared and node.id not in known
        }
        bases = {known[one] for one in self.graph.maximal(known)}
        if len(values) != len(("mine", "theirs")) or len(bases) != 1:
            return None
        return put_together(bases.pop(), *values)

    def state(self) -> State:
        """The row, the open conflicts and the heads."""
        heads = self.graph.heads()
        if not self.graph.nodes or self.graph.of(ERASE):
            return State(None, {}, heads)
        values: dict[str, Any] = {}
        conflicts: dict[str, frozenset[Any]] = {}
        for name in self.facts:
            values[name], different = self.shown(name)
            if different:
                conflicts[name] = different
        if self._put_aside_beside_work():
            conflicts["archived"] = conflicts.get("archived", frozenset()) | {1}
        return State(values, conflicts, heads)

    def _put_aside_beside_work(self) -> bool:
        """Rule 6: put aside by one, worked on by another who did not know."""
        return any(
            value == 1 and self.graph.apart(one, other)
            for one, value in self.current("archived").items()
            for node in self.graph.of(INSERT, WRITE)
            for name in node.fields
            if name != "archived" and self.visible(node, name) and not self.blank(node, name, "")
            for other in (node.id,)
        )


@dataclass
class Replica:
    """One vault as the rules see it.

    Attributes:
        schema: What this vault's version knows.
        stamps: Hybrid time of every act met.
        log: V: the changes that count, each with all its ancestors.
        waiting: Changes that came without all their ancestors.
        aside: Changes of undone merges.
        brought: For each change that came from elsewhere: the merge that brought it.
        joined: The same: the merge with which it joined, a later one if it had to wait.
    """

    schema: Schema
    stamps: dict[bytes, int] = field(default_factory=dict)
    log: dict[bytes, Node] = field(default_factory=dict)
    waiting: dict[bytes, Node] = field(default_factory=dict)
    aside: dict[bytes, Node] = field(default_factory=dict)
    brought: dict[bytes, bytes] = field(default_factory=dict)
    joined: dict[bytes, bytes] = field(default_factory=dict)

    def copy(self) -> Replica:
        """The same vault once more, as a copied folder."""
        return replace(
            self,
            stamps=dict(self.stamps),
            log=dict(self.log),
            waiting=dict(self.waiting),
            aside=dict(self.aside),
            brought=dict(self.brought),
            joined=dict(self.joined),
        )

    def records(self) -> dict[bytes, str]:
        """Kind of every record that a change tells of."""
        return {node.record: node.kind for node in self.log.values()}

    def changes(self, record: bytes) -> list[Node]:
        """The changes of one record that count."""
        return [node for node in self.log.values() if node.record == record]

    def read(self, record: bytes, blank: Blank = _nothing) -> Record:
        """One record, to be asked."""
        nodes = self.changes(record)
        facts = self.schema.get(nodes[0].kind, {}) if nodes else {}
        return Record(Graph(nodes), facts, self.stamps, blank)

    def state(self, record: bytes) -> State:
        """What a record is now; of a kind unknown here only the heads."""
        read = self.read(record)
        return read.state() if read.facts else State(None, {}, read.graph.heads())

    def rows(self) -> dict[bytes, tuple[str, Mapping[str, Any]]]:
        """Kind and values of every record that has a row."""
        found = {record: (kind, self.state(record).values) for record, kind in self.records().items()}
        return {record: (kind, values) for record, (kind, values) in found.items() if values is not None}

    def conflicts(self) -> dict[tuple[bytes, str], frozenset[Any]]:
        """Every open conflict: its different values."""
        return {
            (record, name): values for record in self.records() for name, values in self.state(record).conflicts.items()
        }

    def erased(self, record: bytes) -> bool:
        """Whether the record is gone for good."""
        return any(node.verb == ERASE for node in self.changes(record))

    # What somebody does here

    def insertion(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the log must say of a new record: what is not as it would be anyway."""
        facts = self.schema[kind]
        return {name: _first(facts[name], value) for name, value in values.items() if not _same(facts[name], value)}

    def edit(self, record: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the log must say of an ordinary edit: what differs from what is shown."""
        now = self.state(record).values or {}
        return {name: _written(now[name], value) for name, value in values.items() if value != now[name]}

    def decision(self, record: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
        """Rule 4: what the log must say of a decision: always the value, shown or not."""
        now = self.state(record).values or {}
        return {name: _written(now[name], value) for name, value in values.items()}

    def add(self, node: Node, stamp: int) -> None:
        """A change was written here; its parents must be the heads of its record."""
        assert node.parents == self.state(node.record).heads
        self.stamps[node.act] = stamp
        self.log[node.id] = node
        self._obey_erasures()

    def undo_values(self, act: bytes, record: bytes) -> tuple[dict[str, Any], set[str]]:
        """Rule 11: what an undo of an act writes in one record, and what of it stays.

        Returns:
            The fields to write, with their values; the fields that are left alone. Only right where no act that wrote
            in the record was undone before.
        """
        now, earlier = self.read(record), self.read(record, lambda node, _name, _element: node.act == act)
        mine = {node.id for node in self.changes(record) if node.act == act}
        if not mine or not now.facts:
            return {}, set()
        if self.erased(record) or any(self.log[one].verb in ERASURES for one in mine):
            return {}, {""}
        if any(self.log[one].verb == INSERT for one in mine):
            later = any(now.graph.before(one) & mine for one in now.graph.nodes if one not in mine)
            if now.shown("archived")[0] == 1:
                return {}, set()
            return ({}, {""}) if later else ({"archived": 1}, set())
        wrote = [name for name in now.facts if any(name in self.log[one].fields for one in mine)]
        back: dict[str, Any] = {}
        kept: set[str] = set()
        for name in wrote:
            if isinstance(now.facts[name], frozenset):
                value, whole = _set_back(now, earlier, name, mine)
            else:
                value, whole = earlier.shown(name)[0], set(now.current(name)) <= mine
            if not whole:
                kept.add(name)
            if value != now.shown(name)[0] and (whole or isinstance(value, tuple)):
                back[name] = value
        return back, kept

    # What comes from elsewhere

    def merge(self, act: bytes, arrivals: Iterable[Iterable[Node]], stamps: Mapping[bytes, int]) -> Taken:
        """Rules 9, 10 and 12: let in what closes under parents, let the rest wait, obey erasures."""
        return self._take(act, [node for arrival in arrivals for node in arrival], stamps)

    def _take(self, act: bytes, came: list[Node], stamps: Mapping[bytes, int]) -> Taken:
        self.stamps.update(stamps)
        arrived = {node.id: node for node in came if node.id not in self.log}
        pool = {**arrived, **self.aside, **self.waiting}
        able = _closing(self.log, pool, set(pool))
        # What was set aside comes back only by arriving again, or as an ancestor of something that does.
        wanted = {one for one in arrived if one in able}
        for one in list(wanted):
            wanted |= set(_ancestors(pool, one))
        wanted |= _closing(self.log, pool, wanted | set(self.waiting))
        late = {one for one in arrived if one not in wanted and one not in self.waiting}
        for one in wanted:
            self.log[one] = pool[one]
            self.joined[one] = act
            if one not in self.waiting:
                self.brought[one] = act
        for one in late:
            self.brought[one] = act
        waiting = {one: node for one, node in self.waiting.items() if one not in wanted}
        self.waiting = waiting | {one: pool[one] for one in late}
        self.aside = {one: node for one, node in self.aside.items() if one not in wanted | late}
        dropped = self._obey_erasures()
        return Taken(frozenset(wanted), frozenset(late - dropped), frozenset(late & dropped))

    def _obey_erasures(self) -> set[bytes]:
        """Rules 7, 10 and 13: blank what was erased, and let nothing wait of a record of which something was."""
        dropped: set[bytes] = set()
        for erasure in [node for node in self.log.values() if node.verb in ERASURES]:
            graph = Graph(self.changes(erasure.record))
            for node in graph.nodes.values():
                if erasure.verb == ERASE:
                    left: Mapping[str, Any] = {}
                elif node.verb in WRITES and erasure.id not in graph.before(node.id):
                    left = {name: value for name, value in node.fields.items() if name not in erasure.fields}
                else:
                    left = node.fields
                self.log[node.id] = replace(self.log[node.id], fields=_both(self.log[node.id].fields, left))
            for parked in (self.waiting, self.aside):
                for one in [one for one, node in parked.items() if node.record == erasure.record]:
                    del parked[one]
                    dropped.add(one)
        return dropped

    def undo_merge(self, act: bytes) -> tuple[frozenset[bytes], frozenset[bytes]]:
        """Rule 12: set aside what a merge brought, but for what must stay.

        What another merge had brought, and what waited until this one, waits again.

        Returns:
            The changes that left the log or wait no longer, and those that should have but stay.
        """
        final = {node.record for node in self.log.values() if node.verb in ERASURES}
        brought = {one for one in self.log if act in (self.brought.get(one), self.joined.get(one))}
        leaving = {one for one in brought if self.log[one].record not in final}
        for one in self.log.keys() - leaving:
            leaving -= set(_ancestors(self.log, one))
        # What came with another merge waits only while an ancestor of it is not here.
        others = {one for one in leaving if self.brought[one] != act}
        leaving -= _closing({one: self.log[one] for one in self.log if one not in leaving}, self.log, others)
        for one in leaving:
            (self.aside if self.brought[one] == act else self.waiting)[one] = self.log.pop(one)
            del self.joined[one]
        asleep = {one for one in self.waiting if self.brought[one] == act}
        for one in asleep:
            self.aside[one] = self.waiting.pop(one)
        for one in self.log:
            # What stays is this vault's own from now on, but for what another merge had brought.
            if self.joined.get(one) == act:
                del self.joined[one]
            if self.brought.get(one) == act:
                del self.brought[one]
                self.joined.pop(one, None)
        return frozenset(leaving | asleep), frozenset(brought - leaving)

    def redo_merge(self, merge: bytes) -> Taken:
        """The undo of that undo: what was set aside comes again, as what that merge brings."""
        return self._take(merge, [node for one, node in self.aside.items() if self.brought[one] == merge], {})


def _set_back(now: Record, earlier: Record, name: str, mine: set[bytes]) -> tuple[Any, bool]:
    """A set without what some changes did to it, element by element, where they were last; whether all were."""
    value, before = set(now.shown(name)[0]), set(earlier.shown(name)[0])
    whole = True
    for element in {element for one in mine for element in _delta(now.graph.nodes[one], name)}:
        if not now.graph.maximal(now.element_writes(name, element)) <= mine:
            whole = False
        elif element in before:
            value.add(element)
        else:
            value.discard(element)
    return tuple(sorted(value)), whole


def _closing(log: Mapping[bytes, Node], pool: Mapping[bytes, Node], wanted: Collection[bytes]) -> set[bytes]:
    """Those of the wanted changes that have all their ancestors in the log or among the wanted."""
    able: set[bytes] = set()
    while more := {one for one in wanted if one not in able and all(p in log or p in able for p in pool[one].parents)}:
        able |= more
    return able


def _ancestors(nodes: Mapping[bytes, Node], one: bytes) -> Iterator[bytes]:
    """Those of the ancestors of a change that are among these nodes and reached through them."""
    met = {one}
    ask = [one]
    while ask:
        for parent in nodes[ask.pop()].parents:
            if parent in nodes and parent not in met:
                met.add(parent)
                ask.append(parent)
                yield parent


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name in other}


def _delta(node: Node, name: str) -> dict[str, bool]:
    """What a change of a set put in (True) and took out."""
    value = node.fields.get(name) or {}
    return {**dict.fromkeys(value.get("-", ()), False), **dict.fromkeys(value.get("+", ()), True)}


def _same(default: Any, value: Any) -> bool:
    return not value if isinstance(default, frozenset) else bool(value == default)


def _first(default: Any, value: Any) -> Any:
    return {"+": sorted(value)} if isinstance(default, frozenset) else value


def _written(now: Any, value: Any) -> Any:
    if not isinstance(now, tuple):
        return value
    return {"+": sorted(set(value) - set(now)), "-": sorted(set(now) - set(value))}
