"""Faults planted in merging, one by one: the random days must meet each. A model that catches none proves none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casefile.history import joining, settling
from casefile.history.causality import Graph
from casefile.history.log import Verb
from casefile.store import writing
from casefile.store.writing import BookWriter
from properties.merge_days import live_through

Plant = Callable[[pytest.MonkeyPatch], None]
MOST_RUNS = 150
STEPS = 70
CAUGHT = (AssertionError, ValueError)
"""What a run that meets a fault ends with: the model's complaint, or the engine's own over a log that cannot be."""


def fast_forward_always(patch: pytest.MonkeyPatch) -> None:
    """Whatever arrives is taken for what simply goes on."""

    def followed(rows: list[Any], types: Any) -> Any:
        head, going_on = rows[0][6], []
        for row in rows:
            going_on.append((*row[:3], head, *row[4:]))
            head = row[2]
        return straight(going_on, types)

    straight = settling._followed
    patch.setattr(settling, "_followed", followed)


def no_assert_on_resolve(patch: pytest.MonkeyPatch) -> None:
    """A decision is an ordinary save: that of the value shown logs nothing."""
    patch.setattr(BookWriter, "decide", lambda self, record, values: self.update(record, values))


def erasure_blanks_only_ancestors(patch: pytest.MonkeyPatch) -> None:
    """What was written beside an erasure keeps its values."""

    def blanked(connection: Any, _record_type: Any, changes: list[Any]) -> list[Any]:
        graph = Graph(changes, {})
        erasures = [change for change in changes if change.verb == Verb.ERASE]
        reached = [one for one in changes if any(graph.descends(erasure, one) for erasure in erasures)]
        connection.executemany("UPDATE log_change SET fields = '{}' WHERE id = ?", [(one.id,) for one in reached])
        return [replace(one, fields={}) if one in reached else one for one in changes]

    patch.setattr(settling, "_blanked", blanked)


def undo_of_a_merge_without_closure(patch: pytest.MonkeyPatch) -> None:
    """Set aside is also what somebody went on from."""
    patch.setattr(joining, "_keep_ancestors", lambda *_arguments: None)


def undo_of_a_merge_takes_erasures_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(joining, "_keep_records", lambda *_arguments: None)


def parked_is_kept_after_an_erasure(patch: pytest.MonkeyPatch) -> None:
    for module in (joining, writing):
        patch.setattr(module, "forget_erased", lambda *_arguments: None)


def a_dispute_is_settled_by_the_clock(patch: pytest.MonkeyPatch) -> None:
    """The last writer wins and nobody is asked."""
    value = Graph._value
    patch.setattr(Graph, "_value", lambda self, field, without: (value(self, field, without)[0], True))


def removal_from_a_set_wins(patch: pytest.MonkeyPatch) -> None:
    def elements(self: Graph, field: str, without: Any) -> tuple[str, ...]:
        last = {one: self.current(field, element=one, without=without) for one in self.elements(field)}
        return tuple(one for one, writes in last.items() if writes and all(write.value for write in writes))

    patch.setattr(Graph, "_elements", elements)


def putting_aside_beside_work_is_no_question(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Graph, "_edited_beside_archiving", lambda *_arguments: ())


def a_write_beside_the_erasure_of_its_field_shows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Graph, "visible", lambda *_arguments: True)


def what_waits_calls_back_what_was_set_aside(patch: pytest.MonkeyPatch) -> None:
    """All that can join joins, wanted or not."""
    read = joining._parents

    def parents(connection: Any, query: str, record: bytes) -> Any:
        return read(connection, query.replace("aside = 0", "1").replace("aside = 1", "0"), record)

    patch.setattr(joining, "_parents", parents)


def nothing_that_waits_joins(patch: pytest.MonkeyPatch) -> None:
    read = joining._parents

    def parents(connection: Any, query: str, record: bytes) -> Any:
        return {} if "aside = 0" in query else read(connection, query, record)

    patch.setattr(joining, "_parents", parents)


def the_latest_arrival_is_the_only_head(patch: pytest.MonkeyPatch) -> None:
    """The heads of a record whose history parted are not told."""
    heads = Graph.heads.func  # type: ignore[attr-defined]
    patch.setattr(Graph, "heads", property(lambda self: heads(self)[-1:]))


FAULTS: tuple[Plant, ...] = (
    fast_forward_always,
    no_assert_on_resolve,
    erasure_blanks_only_ancestors,
    undo_of_a_merge_without_closure,
    undo_of_a_merge_takes_erasures_back,
    parked_is_kept_after_an_erasure,
    a_dispute_is_settled_by_the_clock,
    removal_from_a_set_wins,
    putting_aside_beside_work_is_no_question,
    a_write_beside_the_erasure_of_its_field_shows,
    what_waits_calls_back_what_was_set_aside,
    nothing_that_waits_joins,
    the_latest_arrival_is_the_only_head,
)


@pytest.mark.soak
@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_met(plant: Plant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plant(monkeypatch)
    for seed in range(MOST_RUNS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            live_through(seed, STEPS, folder)
        except CAUGHT:
            return
    raise AssertionError(f"{plant.__name__} lived through {MOST_RUNS} runs unnoticed")
