"""Undo of an act, as a new act that sets each field back to what the rest of history says.

A field is set back only where all its last writers belong to the act: what somebody changed later is left and reported.
An act that was undone and the act that undid it count as never written, field by field, so that undoing step by step
walks back through several edits of one field. Undo of an insert puts the record aside, if nothing that still counts was
written in it later. An erasure is never undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.i18n import _
from casefile.casework.record import RecordType, Value
from casefile.history.causality import ARCHIVED, Graph, Write
from casefile.history.log import Change, Verb
from casefile.store.changes import NotUndone


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undoing an act means for one record.

    Attributes:
        record: Which.
        values: New values by field; empty if nothing can be set back.
        kept: What must be left, with the reason.
    """

    record: RecordId
    values: dict[str, Value]
    kept: tuple[NotUndone, ...]


def reversal(
    record_type: RecordType, changes: list[Change], act: int, undone: Mapping[int, int], *, knowingly: bool = False
) -> Reversal:
    """How one record is set back.

    Args:
        record_type: Its kind.
        changes: Its whole history.
        act: Number of the act to undo, which touched it.
        undone: For each act that is undone now, the number of the act that undid it.
        knowingly: Name also the fields that already hold what they would be set back to: a decision for the value that
            was shown is undone as well.
    """
    kind, record = record_type.kind.name, changes[0].record
    if any(change.verb in {Verb.ERASE, Verb.ERASE_FIELDS} and change.act == act for change in changes):
        return Reversal(record, {}, (NotUndone(kind, record, "", _("An erasure is final.")),))
    graph = Graph(changes, record_type.facts)
    if graph.erased:
        return Reversal(record, {}, (NotUndone(kind, record, "", _("It was erased since.")),))
    history = _History(graph, act, undone)
    inserted = next((change for change in changes if change.act == act and change.verb == Verb.INSERT), None)
    if inserted is None:
        return history.fields_back(record_type, knowingly=knowingly)
    if graph.state().values[ARCHIVED]:
        return Reversal(record, {}, ())
    if history.counts_after(inserted):
        reason = _("It was changed after it was added; archive it if it should go.")
        return Reversal(record, {}, (NotUndone(kind, record, "", reason),))
    return Reversal(record, {ARCHIVED: 1}, ())


class _History:
    def __init__(self, graph: Graph, act: int, undone: Mapping[int, int]) -> None:
        self._graph = graph
        self._act = act
        # An insert that was undone is not void: its record is there, set aside by a write of its own.
        inserting = {change.act for change in graph.changes if change.verb == Verb.INSERT}
        self._undone = {done: undid for done, undid in undone.items() if done not in inserting}

    def fields_back(self, record_type: RecordType, *, knowingly: bool) -> Reversal:
        kind, record = record_type.kind.name, self._graph.changes[0].record
        written = {name for change in self._graph.changes if change.act == self._act for name in change.fields}
        now = self._graph.state().values
        values: dict[str, Value] = {}
        kept: list[NotUndone] = []
        for name in sorted(written & record_type.facts.keys()):
            if record_type.facts[name].is_set:
                values[name] = self._elements_back(name)
                whole = self._wrote_last(name)
            elif whole := self._is_last(name, None):
                values[name] = self._value_before(name)
            if not whole:
                kept.append(NotUndone(kind, record, name, _("It was changed again later.")))
        others = {name: value for name, value in values.items() if knowingly or value != now[name]}
        return Reversal(record, others, tuple(kept))

    def counts_after(self, inserted: Change) -> bool:
        return any(
            change.act != self._act
            and self._graph.descends(change, inserted)
            and not all(self._is_void(change, name) for name in change.fields)
            for change in self._graph.changes
        )

    def _elements_back(self, name: str) -> tuple[str, ...]:
        elements: list[str] = []
        for element in self._graph.elements(name):
            mine = self._is_last(name, element)
            writes = self._writes_before(name, element) if mine else self._graph.current(name, element=element)
            if any(write.value for write in writes):
                elements.append(element)
        return tuple(elements)

    def _wrote_last(self, name: str) -> bool:
        """Whether nobody changed later what the act put in a set or took out of it."""
        return all(
            self._is_last(name, element)
            for change in self._graph.changes
            if change.act == self._act
            for element in self._graph.elements(name)
            if _wrote(change, name, element)
        )

    def _is_last(self, name: str, element: str | None) -> bool:
        void = self._void_acts(name, element)
        last = self._graph.current(name, element=element, without=lambda change: change.act in void)
        return bool(last) and all(write.change.act == self._act for write in last)

    def _writes_before(self, name: str, element: str | None) -> tuple[Write, ...]:
        void = self._void_acts(name, element) | {self._act}
        return self._graph.current(name, element=element, without=lambda change: change.act in void)

    def _value_before(self, name: str) -> Value:
        void = self._void_acts(name, None) | {self._act}
        return self._graph.value(name, without=lambda change: change.act in void)

    def _is_void(self, change: Change, name: str) -> bool:
        return change.act in self._void_acts(name, None)

    def _void_acts(self, name: str, element: str | None) -> frozenset[int]:
        # An undo that left a field (somebody had changed it) did not write it: there both still count.
        undoing = {change.act for change in self._graph.changes if _wrote(change, name, element)}
        return frozenset(
            number
            for act, undid in self._undone.items()
            if undid in undoing and act != self._act
            for number in (act, undid)
        )


def _wrote(change: Change, name: str, element: str | None) -> bool:
    if name not in change.fields:
        return False
    delta = change.fields[name]
    return element is None or (isinstance(delta, dict) and any(element in part for part in delta.values()))
