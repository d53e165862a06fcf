"""Replay: what the tables should hold by the log, and where they do not.

`casefile check` runs it over a whole vault. A row that somebody changed with another program shows up here, since
the log did not see it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from casefile.casework.record import Facts, RecordType, Value
from casefile.casework.values import column_value
from casefile.history.causality import Graph, State, stored_value
from casefile.history.log import Change, Connection, Verb, all_changes, changes_of_record, split_ids


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place where a table and the log disagree.

    Attributes:
        kind: Kind of the record.
        record: Its id.
        field: The field, or empty when the row as a whole is missing, not logged, or has other heads.
        reason: One of "no row", "not logged", "value", "heads", "history".
    """

    kind: str
    record: bytes
    field: str
    reason: str


def state_of(changes: list[Change], facts: Mapping[str, Facts]) -> State:
    """The state of one record from its changes, parents first; a straight history takes a short cut."""
    if changes and changes[0].verb == Verb.INSERT and not changes[0].parents and _is_straight(changes):
        return _straight(changes, facts)
    return Graph(changes, facts).state()


def mismatches(
    connection: Connection,
    types: Mapping[str, RecordType],
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Mismatch]:
    """Compare every record with its log. `progress` is called with the number of records compared so far."""
    heads = {
        bytes(record): bytes(joined) for record, joined in connection.execute("SELECT record, heads FROM log_head")
    }
    logged: set[bytes] = set()
    for number, (record, group) in enumerate(groupby(all_changes(connection), key=attrgetter("record")), start=1):
        changes = list(group)
        logged.add(record)
        record_type = types.get(changes[0].kind)
        if record_type is not None:
            yield from _compare(connection, record_type, changes, heads.get(record, b""))
        progress(number)
    for kind, record_type in types.items():
        for (record,) in connection.execute(f'SELECT id FROM "{record_type.kind.name}"'):
            if bytes(record) not in logged:
                yield Mismatch(kind, bytes(record), "", "not logged")


def rebuild(connection: Connection, record_type: RecordType, added: Collection[str]) -> int:
    """Write into rows what the log knows and the table could not hold until now.

    A change by a later version of casefile is carried in the log whole, also where its field, or its whole kind, had no
    column here. Called in the migration that adds them, while no trigger is there: nothing of it is news to the log.

    Args:
        connection: With the transaction open and the triggers dropped.
        record_type: The kind as it is now.
        added: Its new columns; with `id` among them the table itself is new.

    Returns:
        How many rows were written.
    """
    name = record_type.kind.name
    fields = [field for field in record_type.facts if field in added]
    named = " OR ".join(f"json_type(c.fields, '$.{field}') IS NOT NULL" for field in fields) or "0"
    records = connection.execute(
        "SELECT DISTINCT c.record FROM log_change c JOIN log_kind k ON k.n = c.kind"
        f" WHERE k.name = ? AND ({'1' if 'id' in added else named}) ORDER BY c.record",
        (name,),
    ).fetchall()
    written = 0
    for (record,) in records:
        state = state_of(changes_of_record(connection, record), record_type.facts)
        if not state.exists:
            continue
        values = [column_value(record_type.facts[field], state.values[field]) for field in fields]
        if "id" in added:
            listed = ", ".join(["id", *(f'"{field}"' for field in fields)])
            marks = ", ".join("?" * (len(fields) + 1))
            connection.execute(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', (record, *values))
        else:
            assigned = ", ".join(f'"{field}" = ?' for field in fields)
            connection.execute(f'UPDATE "{name}" SET {assigned} WHERE id = ?', (*values, record))
        written += 1
    return written


def write_upon(values: dict[str, Value], fields: Mapping[str, Any], facts: Mapping[str, Facts]) -> None:
    """Write what a change logged over the values of a record of which it knew all; fields unknown here are left."""
    for name, logged in fields.items():
        stated = facts.get(name)
        if stated is None:
            continue
        if stated.is_set:
            held = values[name]
            elements = set(held) if isinstance(held, tuple) else set()
            values[name] = tuple(sorted(elements.difference(logged.get("-", ())).union(logged.get("+", ()))))
        else:
            values[name] = stored_value(stated, logged)


def row_values(record_type: RecordType, row: Sequence[Any]) -> dict[str, Value]:
    """The fields of a row, read in the order of the kind's facts, as Python holds them."""
    values: dict[str, Value] = dict(zip(record_type.facts, row, strict=True))
    for name in record_type.sets:
        stored = values[name]
        values[name] = tuple(json.loads(stored)) if isinstance(stored, str) and stored != "[]" else ()
    return values


def _compare(
    connection: Connection, record_type: RecordType, changes: list[Change], heads: bytes
) -> Iterator[Mismatch]:
    kind, record = record_type.kind.name, changes[0].record
    try:
        state = state_of(changes, record_type.facts)
    except (ValueError, TypeError, AttributeError):
        # The log itself was altered: a parent is gone or a value has a shape that no trigger writes.
        yield Mismatch(kind, record, "", "history")
        return
    if b"".join(state.heads) != b"".join(sorted(split_ids(heads))):
        yield Mismatch(kind, record, "", "heads")
    row = connection.execute(
        f'SELECT {record_type.columns} FROM "{kind}" WHERE id = ?',
        (record,),
    ).fetchone()
    if (row is not None) != state.exists:
        yield Mismatch(kind, record, "", "no row" if row is None else "not logged")
        return
    if row is None:
        return
    values = row_values(record_type, row)
    for name, value in values.items():
        if value != state.values[name]:
            yield Mismatch(kind, record, name, "value")


def _is_straight(changes: list[Change]) -> bool:
    return all(change.parents == (before.id,) and change.verb == Verb.WRITE for before, change in pairwise(changes))


def _straight(changes: list[Change], facts: Mapping[str, Facts]) -> State:
    values: dict[str, Value] = {name: stated.default for name, stated in facts.items()}
    for change in changes:
        write_upon(values, change.fields, facts)
    return State(exists=True, values=values, conflicts={}, heads=(changes[-1].id,))
