"""A book in memory: the contract of `casework.book` over plain SQLite, without history, search or encryption."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, create_engine, event, select
from sqlalchemy.pool import StaticPool

from casefile.base.clock import NO_ID, Clock, RecordId
from casefile.base.errors import NotFoundError, UserError
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_type, record_types
from casefile.casework.record import Shape, Value
from casefile.casework.rules import problems
from casefile.casework.values import accept, column_value
from casefile.casework.whereabouts import followed


@cache
def _empty() -> bytes:
    """The tables without a row: made once, since forty of them take longer than most tests."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        for made in record_types().values():
            made.table.create(connection)
    raw = engine.raw_connection()
    empty = raw.serialize()
    raw.close()
    engine.dispose()
    return bytes(empty)


class MemoryBook:
    """Reads and writes; counts the statements it runs."""

    def __init__(self, seed: int = 1) -> None:
        self._raw = sqlite3.connect(":memory:")
        self._raw.deserialize(_empty())
        self._engine = create_engine("sqlite://", poolclass=StaticPool, creator=lambda: self._raw)
        self._connection = self._engine.connect()
        source = random.Random(seed)  # noqa: S311 - ids that can be repeated, not keys
        self._now = 1_700_000_000_000
        self._clock = Clock(self._tick, source.randbytes)
        self._kinds: dict[RecordId, str] = {}
        self._numbers: dict[str, int] = {}
        self.statements = 0
        event.listen(self._connection, "before_cursor_execute", self._count)

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()
        self._raw.close()

    def get(self, record: RecordId) -> Snapshot:
        found = self.find(record)
        if found is None:
            raise NotFoundError("There is no such record.")
        return found

    def find(self, record: RecordId) -> Snapshot | None:
        kind = self._kinds.get(record)
        if kind is None:
            return None
        table = record_type(kind).table
        rows = self.rows(select(table).where(table.c.id == record))
        return self._snapshot(kind, rows[0]) if rows else None

    def of(self, kind: str, *, archived: bool = False, **equal: Value) -> list[Snapshot]:
        made = record_type(kind)
        query = select(made.table).order_by(made.table.c.id)
        if not archived:
            query = query.where(made.table.c.archived == 0)
        for field, value in equal.items():
            query = query.where(made.table.c[field] == column_value(made.facts[field], value))
        return [self._snapshot(kind, row) for row in self.rows(query)]

    def kind_of(self, record: RecordId) -> str:
        return self._kinds.get(record, "")

    def count(self, kind: str, *, archived: bool = False) -> int:
        return len(self.of(kind, archived=archived))

    def rows(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        return self._connection.execute(query, dict(values or {})).all()

    def insert(self, kind: str, /, **values: Value) -> RecordId:
        made = record_type(kind)
        record = self._clock.new_id()
        accepted = accept(made, values, complete=True)
        whole = {name: facts.default for name, facts in made.facts.items()} | accepted
        self._obey(kind, whole, record)
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        whole["reference"] = whole["reference"] or f"{made.kind.prefix}-{self._numbers[kind]:04d}"
        row = {name: column_value(made.facts[name], value) for name, value in whole.items()}
        with followed(self, kind, whole):
            self._connection.execute(made.table.insert().values(id=record, **row))
            self._kinds[record] = kind
        return record

    def update(self, record: RecordId, values: Mapping[str, Value], *, seen: bytes | None = None) -> None:
        assert seen is None
        now = self.get(record)
        made = record_type(now.kind)
        accepted = accept(made, values)
        whole = {**now.values, **accepted}
        self._obey(now.kind, whole, record)
        row = {name: column_value(made.facts[name], value) for name, value in accepted.items()}
        with followed(self, now.kind, now.values, whole):
            self._connection.execute(made.table.update().where(made.table.c.id == record).values(**row))

    def decide(self, record: RecordId, values: Mapping[str, Value]) -> None:
        # Without history there is no conflict to end.
        self.update(record, values)

    def archive(self, record: RecordId) -> None:
        self.update(record, {"archived": 1})

    def erase(self, record: RecordId) -> None:
        now = self.get(record)
        with followed(self, now.kind, now.values):
            table = record_type(self._kinds.pop(record)).table
            self._connection.execute(table.delete().where(table.c.id == record))

    def load(self, kind: str, rows: Iterable[Mapping[str, Value]]) -> list[RecordId]:
        return [self.insert(kind, **row) for row in rows]

    def force(self, kind: str, record: RecordId, **values: Value) -> None:
        """Write past every rule, as a merge may."""
        table = record_type(kind).table
        self._connection.execute(table.update().where(table.c.id == record).values(**values))

    def _tick(self) -> int:
        self._now += 1
        return self._now

    def _count(self, *_arguments: object) -> None:
        self.statements += 1

    def _obey(self, kind: str, whole: Mapping[str, Value], record: RecordId) -> None:
        found = problems(kind, whole, self, record)
        if found:
            raise UserError("; ".join(problem.reason for problem in found), tuple(found))

    def _snapshot(self, kind: str, row: Row[Any]) -> Snapshot:
        made = record_type(kind)
        held: dict[str, Value] = {}
        for name, facts in made.facts.items():
            value = getattr(row, name)
            if facts.is_set:
                value = tuple(json.loads(value))
            elif facts.shape is Shape.LINK:
                value = RecordId(bytes(value or NO_ID))
            held[name] = value
        return Snapshot(kind=kind, id=RecordId(bytes(row.id)), version=bytes(row.id), values=held)
