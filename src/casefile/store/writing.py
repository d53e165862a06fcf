"""Writing in the book: every value accepted, every rule of its subject asked, every write inside an act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from casefile.base.clock import ID_BYTES, NO_ID, Clock, RecordId
from casefile.base.errors import FieldProblem, StaleError, UserError
from casefile.base.i18n import _
from casefile.casework.record import ANY_KIND, Facts, RecordType, Shape, Value
from casefile.casework.rules import rules_of
from casefile.casework.values import accept, column_value, problem_text
from casefile.casework.whereabouts import follow_loaded, followed
from casefile.history import log
from casefile.history.capture import inserted_fields, kind_numbers
from casefile.history.joining import forget_erased
from casefile.store.conflicts import conflicts_of
from casefile.store.reading import BookReader

if TYPE_CHECKING:
    from sqlalchemy import Connection as EngineConnection

_BATCH = 2_000
_LOAD_CACHE_KB = -48 * 1024
"""For `PRAGMA cache_size`, which counts kibibytes below zero: holds the indexes of 200,000 people."""


class BookWriter(BookReader):
    """A `casework.book.Writer` over the writing connection, for the time of one act.

    Args:
        connection: The writing connection, with a transaction and an act open.
        types: Every kind by name.
        clock: Gives ids.
        pen: Turns capture off for what is written in bulk.

    Attributes:
        loaded: Records added in bulk, by kind.
        loaded_changes: First and last numbers of changes that were logged in bulk.
        touched: Records, beside those of other changes, whose rows were written past the triggers.
        disturbed: Whether the log was cut, or something waits that did not before.
        erased: Whether something was erased for good.
    """

    def __init__(
        self, connection: EngineConnection, types: Mapping[str, RecordType], clock: Clock, pen: log.Pen
    ) -> None:
        super().__init__(connection, types)
        self._clock = clock
        self._pen = pen
        self.loaded: dict[str, list[RecordId]] = {}
        self.loaded_changes: list[tuple[int, int]] = []
        self.touched: set[tuple[str, RecordId]] = set()
        self.disturbed = False
        self.erased = False

    @contextmanager
    def in_bulk(self) -> Iterator[int]:
        """Write rows and log by the rules of `history`, past the triggers; for merging only. Gives the act's number."""
        with self._pen.capture_off() as act, self._large_cache():
            yield act

    def insert(self, kind: str, /, **values: Value) -> RecordId:
        """Add a record; see `Writer.insert`."""
        record_type = self._types[kind]
        record = self._clock.new_id()
        accepted = accept(record_type, values, complete=True)
        whole = {name: f.default for name, f in record_type.facts.items()} | accepted
        self._obey(record_type, accepted, whole, record)
        if not accepted.get("reference"):
            accepted["reference"] = self._references(record_type, 1)[0]
        names = list(accepted)
        with followed(self, kind, whole):
            self.raw.execute(
                _insert_sql(record_type, names),
                (record, *(column_value(record_type.facts[name], accepted[name]) for name in names)),
            )
        return record

    def update(self, record: RecordId, values: Mapping[str, Value], *, seen: bytes | None = None) -> None:
        """Change fields of a record; see `Writer.update`."""
        now = self.get(record)
        record_type = self._types[now.kind]
        accepted = accept(record_type, values)
        changed = {name: value for name, value in accepted.items() if value != now.values[name]}
        if not changed:
            return
        if seen is not None and seen != now.version:
            self._refuse_stale(record, seen, changed)
        whole = {**now.values, **changed}
        self._obey(record_type, changed, whole, record)
        with followed(self, now.kind, now.values, whole):
            self._assign(record_type, record, changed)

    def set_back(self, record: RecordId, values: Mapping[str, Value], *, knowingly: bool = False) -> None:
        """Write values that the record already had once: for undo, which no rule of a subject may stop.

        `knowingly` logs them also where they stand already: a decision for the value that was shown changed none.
        """
        if knowingly:
            self._write_knowingly(record, values)
        else:
            self._assign(self._types[self.get(record).kind], record, values)

    def _assign(self, record_type: RecordType, record: RecordId, values: Mapping[str, Value]) -> None:
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        self.raw.execute(
            f'UPDATE "{record_type.kind.name}" SET {assignments} WHERE id = ?',
            (*(column_value(record_type.facts[name], value) for name, value in values.items()), record),
        )

    def decide(self, record: RecordId, values: Mapping[str, Value]) -> None:
        """End open conflicts: each value is written by a change that knew all there was, even one shown already.

        An ordinary save of the value that is shown would log nothing and decide nothing.

        Args:
            record: Which record.
            values: The values decided on by field. One that nobody had written obeys the rules of its subject.

        Raises:
            UserError: A value does not fit its field.
            NotFoundError: There is no such record.
        """
        now = self.get(record)
        record_type = self._types[now.kind]
        offered = {
            conflict.field: [choice.value for choice in conflict.choices] for conflict in conflicts_of(self, record)
        }
        # What somebody wrote was accepted then and there, maybe by a later version that knows more terms.
        taken = {name: value for name, value in values.items() if value in offered.get(name, ())}
        fresh = accept(record_type, {name: value for name, value in values.items() if name not in taken})
        accepted = {**taken, **fresh}
        whole = {**now.values, **accepted}
        self._obey(record_type, fresh, whole, record)
        with followed(self, now.kind, now.values, whole):
            self._write_knowingly(record, accepted)

    def _write_knowingly(self, record: RecordId, values: Mapping[str, Value]) -> None:
        """Log a change that knew all there was, whether or not it changes a value."""
        now = self.get(record)
        record_type = self._types[now.kind]
        logged = {name: _logged(record_type.facts[name], now.values[name], value) for name, value in values.items()}
        with self._pen.capture_off() as act:
            change = self._clock.new_id()
            self.raw.execute(
                "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
                " SELECT ?, ?, kind, record, heads, ?, ? FROM log_head WHERE record = ?",
                (change, act, int(log.Verb.WRITE), json.dumps(logged, ensure_ascii=False), record),
            )
            self.raw.execute("UPDATE log_head SET heads = ? WHERE record = ?", (change, record))
            self._assign(record_type, record, values)
            if not conflicts_of(self, record):
                self.raw.execute("DELETE FROM log_clash WHERE record = ?", (record,))

    def archive(self, record: RecordId) -> None:
        """Put a record aside."""
        self.update(record, {"archived": 1})

    def erase(self, record: RecordId) -> None:
        """Erase a record for good; see `Writer.erase`."""
        now = self.get(record)
        kind = now.kind
        with followed(self, kind, now.values), self._pen.capture_off() as act:
            self.raw.execute(f'DELETE FROM "{kind}" WHERE id = ?', (record,))
            change = self._clock.new_id()
            self.raw.execute(
                "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
                " SELECT ?, ?, kind, record, heads, ?, '{}' FROM log_head WHERE record = ?",
                (change, act, int(log.Verb.ERASE), record),
            )
            self.raw.execute("UPDATE log_head SET heads = ? WHERE record = ?", (change, record))
            self.raw.execute("UPDATE log_change SET fields = '{}' WHERE record = ?", (record,))
            self.raw.execute("DELETE FROM log_clash WHERE record = ?", (record,))
            forget_erased(self.raw, record)
        self.erased = True

    def load(self, kind: str, rows: Iterable[Mapping[str, Value]]) -> list[RecordId]:
        """Add many records at once; see `Writer.load`. Links are taken as given and looked at by `check`."""
        record_type = self._types[kind]
        before = log.last_change(self.raw)
        made: list[RecordId] = []
        batch: list[dict[str, Value]] = []
        with self._pen.capture_off() as act, self._large_cache():
            for row in rows:
                batch.append(accept(record_type, row, complete=True))
                if len(batch) == _BATCH:
                    made.extend(self._load_batch(record_type, batch, act))
                    batch.clear()
            made.extend(self._load_batch(record_type, batch, act))
        if made:
            self.loaded.setdefault(kind, []).extend(made)
            self.loaded_changes.append((before + 1, log.last_change(self.raw)))
            follow_loaded(self, kind, made)
        return made

    def _load_batch(self, record_type: RecordType, batch: list[dict[str, Value]], act: int) -> list[RecordId]:
        if not batch:
            return []
        facts = record_type.facts
        names = sorted({name for row in batch for name in row} | {"reference"})
        ids = [self._clock.new_id() for _row in batch]
        for row, reference in zip(batch, self._references(record_type, len(batch)), strict=True):
            if not row.get("reference"):
                row["reference"] = reference
        columns = [_column(facts[name], name, batch) for name in names]
        (last,) = self.raw.execute(f'SELECT coalesce(max(rowid), 0) FROM "{record_type.kind.name}"').fetchone()
        self.raw.executemany(_insert_sql(record_type, names), zip(ids, *columns, strict=True))
        self._log_batch(record_type, names, last, len(batch), act)
        return ids

    def _log_batch(self, record_type: RecordType, names: list[str], last: int, rows: int, act: int) -> None:
        """Write for the rows after the row numbered `last` the very changes and heads that the triggers would."""
        before = log.last_change(self.raw)
        table = record_type.kind.name
        # Cut out of one value: calling back for each id costs more than all else of a change.
        changes = b"".join([self._clock.new_id() for _row in range(rows)])
        self.raw.execute(
            "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
            f" SELECT substr(?, (t.rowid - ?) * {ID_BYTES} + 1, {ID_BYTES}), ?, ?, t.id, x'', ?,"
            f" {inserted_fields(record_type, 't', names)}"
            f' FROM "{table}" t WHERE t.rowid > ? ORDER BY t.rowid',
            (changes, last + 1, act, kind_numbers(self.raw)[table], int(log.Verb.INSERT), last),
        )
        self.raw.execute(
            "INSERT INTO log_head (record, kind, heads) SELECT record, kind, id FROM log_change WHERE n > ?", (before,)
        )

    @contextmanager
    def _large_cache(self) -> Iterator[None]:
        """Keep the pages of a bulk load in memory.

        An index by name is written all over: with the usual cache each of its pages is encrypted, written and read
        again many times before it is full.
        """
        (usual,) = self.raw.execute("PRAGMA cache_size").fetchone()
        self.raw.execute(f"PRAGMA cache_size = {_LOAD_CACHE_KB}").fetchall()
        try:
            yield
        finally:
            self.raw.execute(f"PRAGMA cache_size = {usual}").fetchall()

    def _references(self, record_type: RecordType, how_many: int) -> list[str]:
        (last,) = self.raw.execute(
            "INSERT INTO book_counter (kind, last) VALUES (?, ?)"
            " ON CONFLICT (kind) DO UPDATE SET last = last + excluded.last RETURNING last",
            (record_type.kind.name, how_many),
        ).fetchone()
        prefix = record_type.kind.prefix
        return [f"{prefix}-{number:04d}" for number in range(last - how_many + 1, last + 1)]

    def _obey(
        self, record_type: RecordType, changed: Mapping[str, Value], whole: Mapping[str, Value], record: RecordId
    ) -> None:
        problems = [
            problem
            for name, value in changed.items()
            if record_type.facts[name].shape is Shape.LINK and value != NO_ID
            for problem in self._link_problems(record_type, name, value)
        ]
        for rule in rules_of(record_type.kind.name):
            problems.extend(rule(self, whole, record))
        if problems:
            raise UserError(problem_text(record_type, problems), tuple(problems))

    def _link_problems(self, record_type: RecordType, name: str, value: Value) -> list[FieldProblem]:
        target = record_type.facts[name].target
        found = log.kind_of(self.raw, value) if isinstance(value, bytes) else ""
        if not found or not isinstance(value, bytes) or not self.exists(found, value):
            return [FieldProblem(name, _("The record this points to is not in this vault."))]
        if target not in {ANY_KIND, found}:
            wanted, got = self._types[target].kind.label, self._types[found].kind.label
            return [FieldProblem(name, _("This must be: {wanted}; it is: {got}.").format(wanted=_(wanted), got=_(got)))]
        return []

    def _refuse_stale(self, record: RecordId, seen: bytes, changed: Mapping[str, Any]) -> None:
        known = set(log.split_ids(seen))
        changes = log.changes_of_record(self.raw, record)
        # What was seen, and all it descends from, was known; the rest came later.
        for change in reversed(changes):
            if change.id in known:
                known.update(change.parents)
        written_since = {name for change in changes if change.id not in known for name in change.fields}
        both = tuple(sorted(written_since & set(changed)))
        if both:
            raise StaleError(_("This was changed after you opened it. Both versions are kept: choose."), both)


def _logged(facts: Facts, before: Value, value: Value) -> Any:
    """A value as the triggers would log it."""
    if facts.is_set:
        return json.loads(log.set_delta(str(column_value(facts, before)), str(column_value(facts, value))))
    return value.hex() if isinstance(value, bytes) else value


def _insert_sql(record_type: RecordType, names: Iterable[str]) -> str:
    listed = [f'"{name}"' for name in names]
    marks = ", ".join("?" * (len(listed) + 1))
    return f'INSERT INTO "{record_type.kind.name}" ({", ".join(["id", *listed])}) VALUES ({marks})'


def _column(facts: Facts, name: str, batch: Iterable[Mapping[str, Value]]) -> list[object]:
    default = facts.default
    values = [row.get(name, default) for row in batch]
    return [column_value(facts, value) for value in values] if facts.is_set else list(values)
