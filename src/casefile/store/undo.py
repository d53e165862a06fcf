"""Undo of an act, as a new act that sets each field back to what the rest of history says.

A field is set back only where all its last writers belong to the act: what somebody changed later is left and reported.
Undo of an insert puts the record aside, if nothing was written in it later. An erasure is never undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.i18n import _
from casefile.casework.record import RecordType, Value
from casefile.history.causality import ARCHIVED, Graph
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


def reversal(record_type: RecordType, changes: list[Change], act: int) -> Reversal:
    """How one record is set back.

    Args:
        record_type: Its kind.
        changes: Its whole history.
        act: Number of the act to undo, which touched it.
    """
    kind, record = record_type.kind.name, changes[0].record
    if any(change.verb in {Verb.ERASE, Verb.ERASE_FIELDS} and change.act == act for change in changes):
        return Reversal(record, {}, (NotUndone(kind, record, "", _("An erasure is final.")),))
    graph = Graph(changes, record_type.facts)
    if graph.erased:
        return Reversal(record, {}, (NotUndone(kind, record, "", _("It was erased since.")),))
    inserted = next((change for change in changes if change.act == act and change.verb == Verb.INSERT), None)
    if inserted is not None:
        later = any(change.act != act and graph.descends(change, inserted) for change in changes)
        archived = graph.state().values[ARCHIVED]
        if later and not archived:
            reason = _("It was changed after it was added; archive it if it should go.")
            return Reversal(record, {}, (NotUndone(kind, record, "", reason),))
        return Reversal(record, {} if archived else {ARCHIVED: 1}, ())
    return _fields_back(record_type, graph, act)


def _fields_back(record_type: RecordType, graph: Graph, act: int) -> Reversal:
    def of_act(change: Change) -> bool:
        return change.act == act

    kind, record = record_type.kind.name, graph.changes[0].record
    written = {name for change in graph.changes if of_act(change) for name in change.fields}
    now, before = graph.state().values, graph.state(without=of_act).values
    values: dict[str, Value] = {}
    kept: list[NotUndone] = []
    for name in sorted(written & record_type.facts.keys()):
        if record_type.facts[name].is_set:
            values[name] = _elements_back(graph, name, of_act)
        elif all(of_act(write.change) for write in graph.current(name)):
            values[name] = before[name]
        else:
            kept.append(NotUndone(kind, record, name, _("It was changed again later.")))
    return Reversal(record, {name: value for name, value in values.items() if value != now[name]}, tuple(kept))


def _elements_back(graph: Graph, name: str, of_act: Callable[[Change], bool]) -> tuple[str, ...]:
    elements: list[str] = []
    for element in graph.elements(name):
        last = graph.current(name, element=element)
        mine = bool(last) and all(of_act(write.change) for write in last)
        writes = graph.current(name, element=element, without=of_act) if mine else last
        if any(write.value for write in writes):
            elements.append(element)
    return tuple(elements)
