"""Rows, heads and the list of clashes, made of the log for the records whose history was joined or cut.

What is written here is a function of the changes and the kinds alone: whoever has the same changes has the same rows,
in whatever order they came. Nothing is logged, since it is no news to the log; capture must be off.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from casefile.casework.record import RecordType
from casefile.casework.values import column_value
from casefile.history import joining
from casefile.history.causality import Graph, State
from casefile.history.log import Change, Connection, Verb, changes_of_record
from casefile.history.replay import row_values, state_of, write_upon

_BATCH = 2_000


@dataclass(slots=True)
class Settled:
    """What the records of a merge are now.

    Attributes:
        added: Records that had no row and have one now, by kind.
        altered: Records whose row is another now, by kind.
        same: Records whose row is as it was, though their history is longer.
        gone: Records whose row went, since they were erased or all that was known of them was set aside.
        clashing: Records with an open conflict.
        erased: Records that are erased for good.
        unknown: Records of a kind that a later version of casefile knows, carried along.
    """

    added: dict[str, list[bytes]] = field(default_factory=dict)
    altered: dict[str, list[bytes]] = field(default_factory=dict)
    same: set[bytes] = field(default_factory=set)
    gone: dict[bytes, str] = field(default_factory=dict)
    clashing: set[bytes] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)
    unknown: set[bytes] = field(default_factory=set)


def settle(
    connection: Connection, types: Mapping[str, RecordType], records: Collection[bytes], settled: Settled
) -> None:
    """Write what the log says of these records.

    Args:
        connection: The writing connection, capture off.
        types: Every kind by name.
        records: Those whose changes joined or were taken out.
        settled: Gets what was found.
    """
    _Settling(connection, types, settled).run(records)


def straight_on(connection: Connection, types: Mapping[str, RecordType], settled: Settled) -> set[bytes]:
    """Write the rows of records that simply went on: what arrived follows the one head there was, change by change.

    What such a change writes knew all that was written here, so it is the value; what it does not write stays. No
    history needs to be read. Left to `settle` are records that were erased, have a conflict, or had changes waiting.

    Args:
        connection: The writing connection, capture off, after `arrivals.lay_out` and before anything joined.
        types: Every kind by name.
        settled: Gets what was found.

    Returns:
        The records that are settled, once their changes have joined.
    """
    going_on: dict[bytes, _GoingOn] = {}
    rows = connection.execute(
        "SELECT t.record, k.name, t.id, t.parents, t.verb, t.fields, coalesce(h.heads, x'') FROM arrival t"
        " JOIN log_kind k ON k.n = t.kind LEFT JOIN log_head h ON h.record = t.record"
        " WHERE t.record NOT IN (SELECT record FROM log_parked) AND t.record NOT IN (SELECT record FROM log_clash)"
        " ORDER BY t.record, t.place"
    )
    for record, group in groupby(rows, key=itemgetter(0)):
        followed = _followed(list(group), types)
        if followed is not None:
            going_on[bytes(record)] = followed
    return _write_straight(connection, types, going_on, settled)


@dataclass(slots=True)
class _GoingOn:
    """What arrived of a record that simply went on: its new head, and what was written, change by change."""

    kind: str
    is_new: bool
    head: bytes
    written: list[dict[str, Any]]


def _followed(rows: list[tuple[Any, ...]], types: Mapping[str, RecordType]) -> _GoingOn | None:
    head, is_new = bytes(rows[0][6]), not rows[0][6]
    written: list[dict[str, Any]] = []
    for _record, kind, change, parents, verb, fields, _head in rows:
        expected = Verb.INSERT if is_new and not written else Verb.WRITE
        if kind not in types or bytes(parents) != head or verb != expected:
            return None
        written.append(json.loads(fields))
        head = bytes(change)
    return _GoingOn(rows[0][1], is_new, head, written)


def _write_straight(
    connection: Connection, types: Mapping[str, RecordType], going_on: dict[bytes, _GoingOn], settled: Settled
) -> set[bytes]:
    done: list[bytes] = []
    statements: dict[str, list[tuple[Any, ...]]] = {}
    for record, found in going_on.items():
        record_type = types[found.kind]
        held = {name: facts.default for name, facts in record_type.facts.items()}
        if not found.is_new:
            row = connection.execute(
                f'SELECT {record_type.columns} FROM "{found.kind}" WHERE id = ?', (record,)
            ).fetchone()
            if row is None:
                # Erased here: the graph must say what that means.
                continue
            held = row_values(record_type, row)
        now = dict(held)
        for fields in found.written:
            write_upon(now, fields, record_type.facts)
        changed = {name: column_value(record_type.facts[name], now[name]) for name in now if now[name] != held[name]}
        done.append(record)
        if found.is_new:
            settled.added.setdefault(found.kind, []).append(record)
        elif changed:
            settled.altered.setdefault(found.kind, []).append(record)
        else:
            settled.same.add(record)
            continue
        statement = _statement(found, list(changed))
        statements.setdefault(statement, []).append((*changed.values(), record))
    for statement, parameters in statements.items():
        connection.executemany(statement, parameters)
    connection.executemany(
        "INSERT INTO log_head (record, kind, heads) SELECT ?, n, ? FROM log_kind WHERE name = ?"
        " ON CONFLICT (record) DO UPDATE SET heads = excluded.heads",
        [(record, going_on[record].head, going_on[record].kind) for record in done],
    )
    return set(done)


def _statement(found: _GoingOn, names: list[str]) -> str:
    if found.is_new:
        listed, marks = ", ".join([*(f'"{name}"' for name in names), "id"]), ", ".join("?" * (len(names) + 1))
        return f'INSERT INTO "{found.kind}" ({listed}) VALUES ({marks})'
    assigned = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{found.kind}" SET {assigned} WHERE id = ?'


class _Settling:
    def __init__(self, connection: Connection, types: Mapping[str, RecordType], settled: Settled) -> None:
        self._connection = connection
        self._types = types
        self._settled = settled
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def run(self, records: Collection[bytes]) -> None:
        heads: list[tuple[Any, ...]] = []
        kinds = {name: number for number, name in self._connection.execute("SELECT n, name FROM log_kind")}
        clashes: list[tuple[bytes, int]] = []
        for record in sorted(records):
            changes = changes_of_record(self._connection, record)
            if not changes:
                self._take_away(record)
                continue
            number = kinds[changes[0].kind]
            state = self._settle_record(record, changes)
            heads.append((record, number, b"".join(state.heads)))
            if state.conflicts:
                self._settled.clashing.add(record)
                clashes.append((record, number))
        self._flush(1)
        self._connection.executemany("DELETE FROM log_clash WHERE record = ?", [(record,) for record in records])
        self._connection.executemany("INSERT INTO log_clash (record, kind) VALUES (?, ?)", clashes)
        self._connection.executemany(
            "INSERT INTO log_head (record, kind, heads) VALUES (?, ?, ?)"
            " ON CONFLICT (record) DO UPDATE SET heads = excluded.heads",
            heads,
        )

    def _settle_record(self, record: bytes, changes: list[Change]) -> State:
        record_type = self._types.get(changes[0].kind)
        if any(change.verb in {Verb.ERASE, Verb.ERASE_FIELDS} for change in changes):
            changes = _blanked(self._connection, record_type, changes)
            joining.forget_erased(self._connection, record)
        if record_type is None:
            self._settled.unknown.add(record)
            state = Graph(changes, {}).state()
        else:
            state = state_of(changes, record_type.facts)
        if any(change.verb == Verb.ERASE for change in changes):
            self._settled.erased.add(record)
            if record_type is not None:
                self._delete(record_type.kind.name, record)
        elif record_type is not None:
            self._write(record_type, record, state)
        return state

    def _write(self, record_type: RecordType, record: bytes, state: State) -> None:
        kind = record_type.kind.name
        row = tuple(column_value(facts, state.values[name]) for name, facts in record_type.facts.items())
        held = self._connection.execute(
            f'SELECT {record_type.columns} FROM "{kind}" WHERE id = ?', (record,)
        ).fetchone()
        if held is not None and tuple(held) == row:
            self._settled.same.add(record)
            return
        (self._settled.added if held is None else self._settled.altered).setdefault(kind, []).append(record)
        waiting = self._rows.setdefault(kind, [])
        waiting.append((record, *row))
        if len(waiting) >= _BATCH:
            self._flush(_BATCH)

    def _flush(self, least: int) -> None:
        for kind, rows in self._rows.items():
            if len(rows) < least:
                continue
            names = [f'"{name}"' for name in self._types[kind].facts]
            marks = ", ".join("?" * (len(names) + 1))
            self._connection.executemany(
                f'INSERT INTO "{kind}" (id, {", ".join(names)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET '
                + ", ".join(f"{name} = excluded.{name}" for name in names),
                rows,
            )
            rows.clear()

    def _delete(self, kind: str, record: bytes) -> None:
        if self._connection.execute(f'DELETE FROM "{kind}" WHERE id = ? RETURNING 1', (record,)).fetchall():
            self._settled.gone[record] = kind

    def _take_away(self, record: bytes) -> None:
        """No change of the record is left: it is as if nobody here had heard of it."""
        row = self._connection.execute(
            "SELECT k.name FROM log_head h JOIN log_kind k ON k.n = h.kind WHERE h.record = ?", (record,)
        ).fetchone()
        if row is not None:
            if row[0] in self._types:
                self._delete(row[0], record)
            self._connection.execute("DELETE FROM log_head WHERE record = ?", (record,))


def _blanked(connection: Connection, record_type: RecordType | None, changes: list[Change]) -> list[Change]:
    """The same changes without what an erasure reaches, in the log as well."""
    reached: dict[bytes, dict[str, Any]]
    if any(change.verb == Verb.ERASE for change in changes):
        reached = {change.id: {} for change in changes if change.fields}
    else:
        # Whether a write outlives the erasure of its field, the graph says; a kind unknown here has the same graph.
        graph = Graph(changes, record_type.facts if record_type is not None else {})
        reached = {
            change.id: {name: value for name, value in change.fields.items() if graph.visible(change, name)}
            for change in changes
            if change.verb in {Verb.INSERT, Verb.WRITE}
            and not all(graph.visible(change, name) for name in change.fields)
        }
    connection.executemany(
        "UPDATE log_change SET fields = ? WHERE id = ?",
        [(json.dumps(fields, ensure_ascii=False, separators=(",", ":")), one) for one, fields in reached.items()],
    )
    return [replace(change, fields=reached.get(change.id, change.fields)) for change in changes]
