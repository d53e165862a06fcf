"""What a record's graph of changes says: its values, its open conflicts, and who wrote what last.

Pure: a function of the set of changes and the kind's facts, so any order of arrival gives the same answer. The clock is
used for one thing only: which of several concurrent values is *shown*; all of them stay in the conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from casefile.casework.record import Facts, Shape, Value
from casefile.history.log import Change, Verb
from casefile.history.paragraphs import put_together

ARCHIVED = "archived"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Write:
    """One visible write of one field, or of one element of a set.

    Attributes:
        change: The change that wrote it.
        value: What it wrote; for an element of a set, whether it is in.
    """

    change: Change
    value: Value | bool


@dataclass(frozen=True, slots=True)
class State:
    """What follows from a record's history.

    Attributes:
        exists: Whether the record has a row.
        values: Every field but the id; empty if there is no row.
        conflicts: Fields with several concurrent values, each with its writes; sorted by what is shown, that one last.
        heads: Ids of the changes without children, sorted.
    """

    exists: bool
    values: Mapping[str, Value]
    conflicts: Mapping[str, tuple[Write, ...]]
    heads: tuple[bytes, ...]


class Graph:
    """The changes of one record, closed under ancestors.

    Args:
        changes: In any order; parents that are not among them are refused.
        facts: The fields of the record's kind by name.

    Raises:
        ValueError: A parent is missing, or the graph has a cycle.
    """

    def __init__(self, changes: Iterable[Change], facts: Mapping[str, Facts]) -> None:
        self._facts = facts
        self.changes = _parents_first({change.id: change for change in changes})
        self._bit = {change.id: 1 << position for position, change in enumerate(self.changes)}
        # Ancestors of each change, itself included, as a set of bits: a test of ancestry is one operation.
        self._above: dict[bytes, int] = {}
        for change in self.changes:
            mask = self._bit[change.id]
            for parent in change.parents:
                mask |= self._above[parent]
            self._above[change.id] = mask
        self._erasures = [change for change in self.changes if change.verb in {Verb.ERASE, Verb.ERASE_FIELDS}]

    def descends(self, later: Change, earlier: Change) -> bool:
        """Whether `later` knew `earlier`; a change knows itself."""
        return bool(self._above[later.id] & self._bit[earlier.id])

    @cached_property
    def heads(self) -> tuple[bytes, ...]:
        """Ids of the changes that no other change knows, sorted."""
        parents = {parent for change in self.changes for parent in change.parents}
        return tuple(sorted(change.id for change in self.changes if change.id not in parents))

    @property
    def erased(self) -> bool:
        """Whether the record was erased: final, whatever was written before, beside or after."""
        return any(change.verb == Verb.ERASE for change in self.changes)

    def state(self, *, without: Callable[[Change], bool] = lambda _: False) -> State:
        """The record as its history tells it.

        Args:
            without: Changes whose writes are left out while the graph keeps its shape: the way to undo them.
        """
        if self.erased or not self.changes:
            return State(exists=False, values={}, conflicts={}, heads=self.heads)
        values: dict[str, Value] = {}
        conflicts: dict[str, tuple[Write, ...]] = {}
        for name, facts in self._facts.items():
            if facts.is_set:
                values[name] = self._elements(name, without)
                continue
            values[name], agreed = self._value(name, without)
            if not agreed:
                conflicts[name] = self.current(name, without=without)
        if ARCHIVED in self._facts and ARCHIVED not in conflicts:
            beside = self._edited_beside_archiving(without)
            if beside:
                conflicts[ARCHIVED] = beside
        return State(exists=True, values=values, conflicts=conflicts, heads=self.heads)

    def value(self, field: str, *, without: Callable[[Change], bool] = lambda _: False) -> Value:
        """What a field shows; of concurrent values the one with the latest time, of texts both if they fit together."""
        return self._elements(field, without) if self._facts[field].is_set else self._value(field, without)[0]

    def _value(self, field: str, without: Callable[[Change], bool]) -> tuple[Value, bool]:
        """The value of a field that is no set, and whether all its last writers agree to it."""
        current = self.current(field, without=without)
        if not current:
            return self._facts[field].default, True
        distinct = {_key(write.value): self.shown(write) for write in current}
        if len(distinct) == 1:
            return self.shown(current[-1]), True
        if self._facts[field].shape is Shape.PROSE and len(distinct) == _TWO:
            merged = self._text_of_both(field, current, [str(value) for value in distinct.values()], without)
            if merged is not None:
                return merged, True
        return self.shown(current[-1]), False

    def _text_of_both(
        self, field: str, current: Sequence[Write], texts: list[str], without: Callable[[Change], bool]
    ) -> str | None:
        base = self._common_writes(field, current, without)
        return put_together(str(base[0].value), *texts) if len({_key(write.value) for write in base}) == 1 else None

    def common_value(self, field: str, writes: Sequence[Write]) -> Value:
        """What a field held before these writes parted; None where those who wrote came from different values."""
        base = self._common_writes(field, writes, lambda _change: False)
        if not base:
            return self._facts[field].default
        return self.shown(base[0]) if len({_key(write.value) for write in base}) == 1 else None

    def _common_writes(
        self, field: str, writes: Sequence[Write], without: Callable[[Change], bool]
    ) -> tuple[Write, ...]:
        """The last writes of a field that every one of these knew."""
        common = ~0
        for write in writes:
            common &= self._above[write.change.id]
        return self.current(field, without=lambda change: without(change) or not common & self._bit[change.id])

    def current(
        self, field: str, *, element: str | None = None, without: Callable[[Change], bool] = lambda _: False
    ) -> tuple[Write, ...]:
        """The maximal visible writes of a field, or of one element of a set, the shown one last."""
        maximal: list[Write] = []
        known = 0
        for write in reversed(self._writes(field, element)):
            if without(write.change):
                continue
            if not known & self._bit[write.change.id]:
                maximal.append(write)
            known |= self._above[write.change.id]
        return tuple(sorted(maximal, key=lambda write: (write.change.stamp, write.change.id)))

    @staticmethod
    def shown(write: Write) -> Value:
        """What a write of a plain field put there."""
        return int(write.value) if isinstance(write.value, bool) else write.value

    def elements(self, field: str) -> tuple[str, ...]:
        """Every element that was ever added to or taken from a set, sorted."""
        known: set[str] = set()
        for change in self.changes:
            added, gone = _delta(change, field)
            known.update(added, gone)
        return tuple(sorted(known))

    def _elements(self, field: str, without: Callable[[Change], bool]) -> tuple[str, ...]:
        # Add wins: an element is in if any of its last writes put it in.
        return tuple(
            element
            for element in self.elements(field)
            if any(write.value for write in self.current(field, element=element, without=without))
        )

    def _writes(self, field: str, element: str | None) -> list[Write]:
        facts = self._facts[field]
        erasing = {change.id for change in self._erasures if field in change.fields}
        writes: list[Write] = []
        for change in self.changes:
            if change.id in erasing:
                writes.append(Write(change, facts.default if element is None else False))
            elif change.verb in {Verb.INSERT, Verb.WRITE} and self.visible(change, field):
                writes.extend(_written(change, field, element, facts))
        return writes

    def visible(self, change: Change, field: str) -> bool:
        """Whether a write of a field outlives the erasures of that field: it must have known them all."""
        return all(self.descends(change, gone) for gone in self._erasures if field in gone.fields)

    def _edited_beside_archiving(self, without: Callable[[Change], bool]) -> tuple[Write, ...]:
        archiving = [write for write in self.current(ARCHIVED, without=without) if write.value]
        beside = [
            Write(change, 0)
            for change in self.changes
            if change.verb == Verb.WRITE
            and not without(change)
            and any(name != ARCHIVED and self.visible(change, name) for name in change.fields)
            and any(
                not self.descends(change, write.change) and not self.descends(write.change, change)
                for write in archiving
            )
        ]
        return (*beside, *archiving) if archiving and beside else ()


def _written(change: Change, field: str, element: str | None, facts: Facts) -> Sequence[Write]:
    if element is None:
        if field in change.fields:
            return (Write(change, stored_value(facts, change.fields[field])),)
        # An insert writes every field: what it does not name, it leaves at the default.
        return (Write(change, facts.default),) if change.verb == Verb.INSERT else ()
    added, gone = _delta(change, field)
    if element in added:
        return (Write(change, True),)
    return (Write(change, False),) if element in gone else ()


def _delta(change: Change, field: str) -> tuple[frozenset[str], frozenset[str]]:
    delta = change.fields.get(field)
    if change.verb not in {Verb.INSERT, Verb.WRITE} or not isinstance(delta, dict):
        return frozenset(), frozenset()
    return frozenset(delta.get("+", ())), frozenset(delta.get("-", ()))


def stored_value(facts: Facts, logged: Value) -> Value:
    """A value of the log as the field holds it: links are hexadecimal there."""
    if facts.shape is Shape.LINK and isinstance(logged, str):
        return bytes.fromhex(logged)
    return logged


def _key(value: Value | bool) -> tuple[str, object]:  # noqa: FBT001 - the same
    # 1 and 1.0 are one number; "1" is another value.
    return ("number", float(value)) if isinstance(value, int | float) else (type(value).__name__, value)


def _parents_first(changes: Mapping[bytes, Change]) -> list[Change]:
    ordered: list[Change] = []
    placed: set[bytes] = set()
    # Ids are time-ordered, so that one round is enough unless a clock jumped back between two vaults.
    waiting = sorted(changes.values(), key=lambda change: change.id)
    while waiting:
        held: list[Change] = []
        for change in waiting:
            if placed.issuperset(change.parents):
                ordered.append(change)
                placed.add(change.id)
            else:
                held.append(change)
        if len(held) == len(waiting):
            message = "a change of this record lacks its parent"
            raise ValueError(message)
        waiting = held
    return ordered
