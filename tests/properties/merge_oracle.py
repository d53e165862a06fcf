"""What merging should give, worked out from its rules by a slow and plain model that shares no code with the engine.

A replica is a set of changes and what waits beside it. Everything else (rows, conflicts, heads) is worked out anew from
the set whenever it is asked for. The one thing taken from the engine as given is how two texts are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

INSERT, WRITE, ERASE = 1, 2, 3

Texts = Callable[[str, str, str], "str | None"]


@dataclass(frozen=True)
class Node:
    """One change of one record."""

    id: bytes
    record: bytes
    parents: frozenset[bytes]
    verb: int
    fields: Mapping[str, Any]
    stamp: int


@dataclass(frozen=True)
class Shape:
    """What the model must know of a kind: its fields with their defaults, which are sets, which are texts."""

    defaults: Mapping[str, Any]
    sets: frozenset[str]
    texts: frozenset[str]
    put_together: Texts


@dataclass(frozen=True)
class Parked:
    node: Node
    aside: bool
    owner: bytes


@dataclass
class Replica:
    """One vault."""

    shape: Shape
    known: dict[bytes, Node] = field(default_factory=dict)
    parked: dict[bytes, Parked] = field(default_factory=dict)
    # For each change that came: the merge that brought it, and the merge with which it joined.
    owner: dict[bytes, bytes] = field(default_factory=dict)
    joined: dict[bytes, bytes] = field(default_factory=dict)

    def copy(self) -> Replica:
        return Replica(self.shape, dict(self.known), dict(self.parked), dict(self.owner), dict(self.joined))

    # --- what happens -------------------------------------------------------------------------------------------

    def wrote(self, nodes: Iterable[Node]) -> None:
        """Something was written here: it knew all there was."""
        for node in nodes:
            assert node.parents == self.heads(node.record)
            self.known[node.id] = node
        self._blank()

    def took(self, nodes: Iterable[Node], merge: bytes) -> None:
        """A merge brought these."""
        came = {node.id: node for node in nodes if node.id not in self.known}
        for one in list(came):
            if one in self.parked:
                if self.parked[one].aside:
                    del self.parked[one]
                else:
                    del came[one]
        everything = {**came, **{one: parked.node for one, parked in self.parked.items()}}
        able = self._joinable(everything)
        joining = {one for one in came if one in able}
        for one in list(joining):
            joining |= {above for above in self._above(one, {**self.known, **everything}) if above in everything}
        waiting = {one for one, parked in self.parked.items() if not parked.aside}
        while True:
            more = {
                one
                for one in waiting - joining
                if all(parent in self.known or parent in joining for parent in everything[one].parents)
            }
            if not more:
                break
            joining |= more
        for one in joining:
            parked = self.parked.pop(one, None)
            self.known[one] = everything[one]
            self.owner[one] = parked.owner if parked is not None and not parked.aside else merge
            self.joined[one] = merge
        for one in came.keys() - joining:
            if not self.erased(came[one].record):
                self.parked[one] = Parked(came[one], aside=False, owner=merge)
        self._blank()

    def undid(self, merge: bytes) -> bool:
        """A merge was undone; whether anything could be."""
        leaving = {one for one in self.known if self.joined.get(one) == merge or self.owner.get(one) == merge}
        leaving = {one for one in leaving if not self.erased(self.known[one].record)}
        for one in self.known.keys() - leaving:
            leaving -= self._above(one, self.known)
        for one, parked in list(self.parked.items()):
            if parked.owner == merge and not parked.aside:
                self.parked[one] = replace(parked, aside=True)
                leaving.add(one)
        for one in leaving:
            node = self.known.pop(one, None)
            if node is not None:
                self.parked[one] = Parked(node, aside=self.owner[one] == merge, owner=self.owner[one])
        for one in self.known:
            # What stays belongs to the vault from now on, but for what another merge had brought.
            if self.joined.get(one) == merge:
                del self.joined[one]
                if self.owner[one] == merge:
                    del self.owner[one]
        return bool(leaving)

    def set_aside_by(self, merge: bytes) -> list[Node]:
        """What the undo of a merge set aside and nothing brought back."""
        return [parked.node for parked in self.parked.values() if parked.aside and parked.owner == merge]

    def _joinable(self, everything: Mapping[bytes, Node]) -> set[bytes]:
        able: set[bytes] = set()
        while True:
            more = {
                one
                for one, node in everything.items()
                if one not in able and all(parent in self.known or parent in able for parent in node.parents)
            }
            if not more:
                return able
            able |= more

    def _blank(self) -> None:
        for one, node in self.known.items():
            if node.fields and self.erased(node.record):
                self.known[one] = replace(node, fields={})
        for one, parked in list(self.parked.items()):
            if self.erased(parked.node.record):
                del self.parked[one]

    # --- what follows -------------------------------------------------------------------------------------------

    def records(self) -> set[bytes]:
        return {node.record for node in self.known.values()}

    def of(self, record: bytes) -> dict[bytes, Node]:
        return {one: node for one, node in self.known.items() if node.record == record}

    def erased(self, record: bytes) -> bool:
        return any(node.record == record and node.verb == ERASE for node in self.known.values())

    def heads(self, record: bytes) -> frozenset[bytes]:
        mine = self.of(record)
        return frozenset(mine) - {parent for node in mine.values() for parent in node.parents}

    def row(self, record: bytes) -> dict[str, Any] | None:
        if not self.of(record) or self.erased(record):
            return None
        return {name: self._value(record, name)[0] for name in self.shape.defaults}

    def conflicts(self, record: bytes) -> dict[str, frozenset[Any]]:
        """The values of each field that waits for a decision."""
        if self.erased(record):
            return {}
        open_ones = {name: self._value(record, name)[1] for name in self.shape.defaults}
        beside = self._archived_beside_work(record)
        if beside and not open_ones["archived"]:
            open_ones["archived"] = frozenset({0, 1})
        return {name: values for name, values in open_ones.items() if values}

    def _value(self, record: bytes, name: str) -> tuple[Any, frozenset[Any]]:
        if name in self.shape.sets:
            return self._set(record, name), frozenset()
        last = self._last(record, lambda node: self._written(node, name))
        values = {self._written(node, name)[0] for node in last}
        if not last:
            return self.shape.defaults[name], frozenset()
        shown = self._written(max(last, key=lambda node: (node.stamp, node.id)), name)[0]
        if len(values) == 1:
            return shown, frozenset()
        if name in self.shape.texts and len(values) == len(("mine", "theirs")):
            common = [self._above(node.id, self.known) | {node.id} for node in last]
            shared = set.intersection(*map(set, common))
            base = self._last(record, lambda node: self._written(node, name) if node.id in shared else [])
            before = {self._written(node, name)[0] for node in base}
            if len(before) == 1:
                together = self.shape.put_together(before.pop(), *sorted(values))
                if together is not None:
                    return together, frozenset()
        return shown, frozenset(values)

    def _written(self, node: Node, name: str) -> list[Any]:
        if name in node.fields:
            return [node.fields[name]]
        return [self.shape.defaults[name]] if node.verb == INSERT else []

    def _set(self, record: bytes, name: str) -> tuple[str, ...]:
        elements = {
            element
            for node in self.of(record).values()
            for part in node.fields.get(name, {}).values()
            for element in part
        }

        def is_in(element: str) -> bool:
            def says(node: Node) -> list[bool]:
                delta = node.fields.get(name, {})
                return [part == "+" for part in ("+", "-") if element in delta.get(part, ())]

            return any(True in says(node) for node in self._last(record, says))

        return tuple(sorted(filter(is_in, elements)))

    def _last(self, record: bytes, written: Callable[[Node], list[Any]]) -> list[Node]:
        """The changes that wrote and that no other change that wrote knew."""
        writers = [node for node in self.of(record).values() if written(node)]
        known = {above for node in writers for above in self._above(node.id, self.known)}
        return [node for node in writers if node.id not in known]

    def _archived_beside_work(self, record: bytes) -> bool:
        last = self._last(record, lambda node: self._written(node, "archived"))
        archiving = [node for node in last if self._written(node, "archived")[0]]
        working = [
            node
            for node in self.of(record).values()
            if node.verb == WRITE and any(name != "archived" for name in node.fields)
        ]
        return any(
            one.id != other.id
            and other.id not in self._above(one.id, self.known)
            and one.id not in self._above(other.id, self.known)
            for one in archiving
            for other in working
        )

    def _above(self, one: bytes, nodes: Mapping[bytes, Node]) -> set[bytes]:
        """The ancestors of a change, as far as these tell."""
        found: set[bytes] = set()
        queue = list(nodes[one].parents)
        while queue:
            parent = queue.pop()
            if parent not in found and parent in nodes:
                found.add(parent)
                queue.extend(nodes[parent].parents)
        return found
