"""The log: acts and the changes they made, append-only, behind a door that no write of the app goes around.

An act is one transaction. A change is one row touched in it: parents are the heads of the record's own history
until then. Rows of the log are written by triggers only (`capture`); direct writes are refused by the
connection's authorizer, which also keeps the triggers from being dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from casefile.base.clock import ID_BYTES, Clock, RecordId, stamp_time

SCHEMA = (
    "CREATE TABLE log_kind (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    # first: number of the first change that may belong to the act, so that no index on the act is needed.
    # brought: number of the merge that brought it from elsewhere, or 0.
    "CREATE TABLE log_act (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, stamp INTEGER NOT NULL,"
    " device BLOB NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL, undoes BLOB NOT NULL, first INTEGER NOT NULL,"
    " brought INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE log_change (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, act INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, record BLOB NOT NULL, parents BLOB NOT NULL, verb INTEGER NOT NULL, fields TEXT NOT NULL)",
    "CREATE INDEX log_act_undoes ON log_act (undoes) WHERE undoes <> x''",
    "CREATE INDEX log_change_record ON log_change (record)",
    "CREATE TABLE log_head (record BLOB PRIMARY KEY, kind INTEGER NOT NULL, heads BLOB NOT NULL) WITHOUT ROWID",
    "CREATE VIEW log_open AS SELECT id, stamp, device, author, name, undoes FROM log_act",
)
"""The log's own tables; column names in `fields` are the columns' names and are never renamed."""


class Connection(Protocol):
    """A raw database connection, as SQLCipher's driver and Python's own both give."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        """Run one statement for many rows."""
        ...

    def create_function(self, name: str, narg: int, func: Callable[..., Any] | None, /) -> None:
        """Make a Python function callable from SQL."""
        ...

    def set_authorizer(self, authorizer: Callable[..., int] | None, /) -> None:
        """Ask before each statement is prepared."""
        ...


class Verb(IntEnum):
    """What a change did. A number unknown here is a node of the graph that writes nothing."""

    INSERT = 1
    WRITE = 2
    ERASE = 3
    """The whole record, for good."""
    ERASE_FIELDS = 4
    """The named fields, for good."""


ERASING = f"({int(Verb.ERASE)}, {int(Verb.ERASE_FIELDS)})"
"""The verbs after which what a change wrote may be gone, as an SQL list."""


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One act of the log.

    Attributes:
        n: Its number in this vault.
        id: Its id in every vault.
        stamp: Hybrid logical time.
        device: Id of the vault it was first written in.
        author: Who, as that vault's settings name them; may be empty.
        name: Name of the `casework.acts.Act`.
        undoes: Id of the act it undid, or empty.
        brought: Number of the merge that brought it from elsewhere, or 0.
    """

    n: int
    id: bytes
    stamp: int
    device: bytes
    author: str
    name: str
    undoes: bytes
    brought: int = 0

    @property
    def when(self) -> datetime:
        """When, in UTC by the writer's clock."""
        return stamp_time(self.stamp)


@dataclass(frozen=True, slots=True)
class Change:
    """One row touched by one act.

    Attributes:
        id: Its id in every vault.
        act: Number of its act.
        kind: Name of the record's kind.
        record: Which record.
        parents: Ids of the heads of the record's history when it was written.
        verb: A `Verb`, or a number of a later version.
        fields: What was written, by column; a set column holds a delta {"+": [...], "-": [...]}.
        stamp: Hybrid logical time of the act.
    """

    id: bytes
    act: int
    kind: str
    record: RecordId
    parents: tuple[bytes, ...]
    verb: int
    fields: dict[str, Any]
    stamp: int


_ACT_COLUMNS = "n, id, stamp, device, author, name, undoes, brought"
_HERE = "a.brought NOT IN (SELECT act FROM log_merge WHERE undone <> 0)"
"""Of acts `a`: those that no undone merge has brought."""
_CHANGE_QUERY = (
    "SELECT c.id, c.act, k.name, c.record, c.parents, c.verb, c.fields, a.stamp FROM log_change c"
    " JOIN log_act a ON a.n = c.act JOIN log_kind k ON k.n = c.kind"
)


def split_ids(joined: bytes) -> tuple[bytes, ...]:
    """The ids in a column that holds several end to end."""
    return tuple(joined[start : start + ID_BYTES] for start in range(0, len(joined), ID_BYTES))


def acts(connection: Connection, *, before: int | None = None) -> Iterator[LoggedAct]:
    """The newest acts first, read as far as somebody asks; with `before`, those with a lower number."""
    rows = connection.execute(
        f"SELECT {_ACT_COLUMNS} FROM log_act a WHERE n < ? AND {_HERE} ORDER BY n DESC",
        (before if before is not None else 1 << 62,),
    )
    return (LoggedAct(*row) for row in rows)


def act(connection: Connection, act_id: bytes) -> LoggedAct | None:
    """One act by its id."""
    row = connection.execute(f"SELECT {_ACT_COLUMNS} FROM log_act WHERE id = ?", (act_id,)).fetchone()
    return LoggedAct(*row) if row else None


def act_numbered(connection: Connection, number: int) -> LoggedAct:
    """The act with this number in this vault, which must be there."""
    return LoggedAct(*connection.execute(f"SELECT {_ACT_COLUMNS} FROM log_act WHERE n = ?", (number,)).fetchone())


def undone_by(connection: Connection, act_id: bytes) -> bytes:
    """Id of an act that undid this one and was not itself undone; empty if there is none."""
    undoing = connection.execute(
        f"SELECT id FROM log_act a WHERE undoes = ? AND undoes <> x'' AND {_HERE} ORDER BY n DESC", (act_id,)
    ).fetchall()
    return next((bytes(found) for (found,) in undoing if not undone_by(connection, bytes(found))), b"")


def undone_acts(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """For those of these acts that are undone now: the number of the act that undid each."""
    found: dict[int, int] = {}
    for number in numbers:
        undoing = undone_by(connection, act_numbered(connection, number).id)
        undid = act(connection, undoing) if undoing else None
        if undid is not None:
            found[number] = undid.n
    return found


def records_of_act(connection: Connection, number: int) -> int:
    """How many records an act changed."""
    # The changes of an act follow each other, but for one that came in pieces: of that, those that came first count.
    (records,) = connection.execute(
        "SELECT count(DISTINCT record) FROM log_change WHERE act = ? AND n >= (SELECT first FROM log_act WHERE n = ?)"
        " AND n < coalesce((SELECT first FROM log_act WHERE n = ?), 1 << 62)",
        (number, number, number + 1),
    ).fetchone()
    return int(records)


def changes_of_record(connection: Connection, record: bytes) -> list[Change]:
    """The record's whole history in the order it came here: parents before children."""
    return _changes(connection.execute(f"{_CHANGE_QUERY} WHERE c.record = ? ORDER BY c.n", (record,)))


def changes_of_act(connection: Connection, number: int) -> list[Change]:
    """All that one act changed, in order."""
    return _changes(
        connection.execute(
            f"{_CHANGE_QUERY} WHERE c.act = ? AND c.n >= (SELECT first FROM log_act WHERE n = ?) ORDER BY c.n",
            (number, number),
        )
    )


def all_changes(connection: Connection) -> Iterator[Change]:
    """The whole log, record by record, parents before children."""
    for row in connection.execute(f"{_CHANGE_QUERY} ORDER BY c.record, c.n"):
        yield _change(row)


def erased_records(connection: Connection) -> frozenset[bytes]:
    """Ids of all records that were erased for good."""
    rows = connection.execute("SELECT record FROM log_change WHERE verb = ?", (int(Verb.ERASE),))
    return frozenset(bytes(record) for (record,) in rows)


def heads(connection: Connection, record: bytes) -> bytes:
    """The heads of the record's history, end to end; empty if it has none."""
    row = connection.execute("SELECT heads FROM log_head WHERE record = ?", (record,)).fetchone()
    return bytes(row[0]) if row else b""


def kind_of(connection: Connection, record: bytes) -> str:
    """The kind of a record that was ever written here, erased ones included; empty if there is none."""
    row = connection.execute(
        "SELECT k.name FROM log_head h JOIN log_kind k ON k.n = h.kind WHERE h.record = ?", (record,)
    ).fetchone()
    return str(row[0]) if row else ""


def last_change(connection: Connection) -> int:
    """Number of the newest change, 0 in an empty log."""
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM log_change").fetchone()[0])


def newest_stamp(connection: Connection) -> int:
    """The greatest time of an act that was written here, 0 if there is none.

    Of what merges brought nothing is asked: a clock that ran ahead elsewhere must not set this one.
    """
    return int(connection.execute("SELECT coalesce(max(stamp), 0) FROM log_act WHERE brought = 0").fetchone()[0])


def touched_since(
    connection: Connection, number: int, but_for: Iterable[tuple[int, int]] = ()
) -> list[tuple[str, RecordId]]:
    """Kind and id of every record changed after the change with this number.

    Args:
        connection: The book.
        number: Number of a change.
        but_for: First and last numbers of changes to leave out: those that were loaded in bulk.
    """
    ranges = list(but_for)
    rows = connection.execute(
        "SELECT DISTINCT k.name, c.record FROM log_change c JOIN log_kind k ON k.n = c.kind WHERE c.n > ?"
        + " AND c.n NOT BETWEEN ? AND ?" * len(ranges),
        (number, *(bound for first_last in ranges for bound in first_last)),
    )
    return [(name, RecordId(bytes(record))) for name, record in rows]


def _changes(rows: Any) -> list[Change]:
    return [_change(row) for row in rows]


def _change(row: Any) -> Change:
    change_id, act_number, kind, record, parents, verb, fields, stamp = row
    return Change(
        id=bytes(change_id),
        act=act_number,
        kind=kind,
        record=RecordId(bytes(record)),
        parents=split_ids(bytes(parents)),
        verb=verb,
        fields=json.loads(fields),
        stamp=stamp,
    )


def set_delta(old: str, new: str) -> str:
    """What an edit of a set put in and took out, as the JSON text of a change; both are sorted JSON lists."""
    before, after = set(json.loads(old)), set(json.loads(new))
    delta = {"+": sorted(after - before), "-": sorted(before - after)}
    return json.dumps(delta, ensure_ascii=False, separators=(",", ":"))


_CAPTURE_OFF = 0


class Pen:
    """What one connection is writing: the open act, or nothing, in which case every write is refused.

    The triggers ask it by SQL functions; a connection without them, in another program, cannot write a record.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._act: int | None = None
        self._guarded = False
        connection.create_function("open_act", 0, lambda: self._act)
        connection.create_function("new_change_id", 0, clock.new_id)
        # In Python: json_each for every set of a kind made the triggers a third longer to prepare.
        connection.create_function("set_delta", 2, set_delta)
        self._guard()

    def begin(self, *, name: str, device: bytes, author: str, undoes: bytes = b"") -> LoggedAct:
        """Open an act in the running transaction; until `end`, writes belong to it."""
        made = LoggedAct(
            n=0,
            id=self._clock.new_id(),
            stamp=self._clock.stamp(),
            device=device,
            author=author,
            name=name,
            undoes=undoes,
        )
        row = self._connection.execute(
            "INSERT INTO log_open (id, stamp, device, author, name, undoes) VALUES (?, ?, ?, ?, ?, ?)",
            (made.id, made.stamp, device, author, name, undoes),
        )
        row.close()
        number = int(self._connection.execute("SELECT n FROM log_act WHERE id = ?", (made.id,)).fetchone()[0])
        self._act = number
        return LoggedAct(number, made.id, made.stamp, device, author, name, undoes)

    def end(self) -> None:
        """Close the act: writes are refused again."""
        self._act = None

    @contextmanager
    def capture_off(self) -> Iterator[int]:
        """Write rows and log in bulk, by the rules of `capture`; for bulk load, erasure and merge only.

        Yields:
            The number of the open act, for the log rows that the caller writes itself.
        """
        number = self._act
        if number is None:
            message = "no act is open"
            raise RuntimeError(message)
        self._connection.set_authorizer(None)
        self._act = _CAPTURE_OFF
        try:
            yield number
        finally:
            self._act = number
            self._guard()

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Change the schema; for migrations only. Records are still refused outside an act."""
        self._connection.set_authorizer(None)
        try:
            yield
        finally:
            self._guard()

    def _guard(self) -> None:
        self._connection.set_authorizer(authorize)


# Action codes of sqlite3.h; sqlcipher3 and Python's sqlite3 use the same numbers.
_DELETE, _INSERT, _UPDATE, _PRAGMA, _ATTACH, _DETACH, _ALTER = 9, 18, 23, 19, 24, 25, 26
_CREATE_OR_DROP = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, _ALTER, 29, 30})
_READ_PRAGMAS = frozenset(
    {
        "data_version",
        "integrity_check",
        "quick_check",
        "cipher_integrity_check",
        "wal_checkpoint",
        "table_xinfo",
        "index_xinfo",
    }
)
_OK, _DENY = 0, 1


def authorize(action: int, first: str | None, second: str | None, _database: str | None, trigger: str | None) -> int:
    """SQLite's question before a statement is prepared: may it write there?

    Refuses, unless a trigger does it: writing in the log, changing the schema, attaching a database, and every
    pragma that sets something. Search's own tables are made by virtual-table code and pass.
    """
    if trigger is not None:
        return _OK
    if action in {_DELETE, _INSERT, _UPDATE}:
        table = first or ""
        if table == "log_open" and action == _INSERT:
            return _OK
        return _DENY if table.startswith(("log_", "sqlite_")) else _OK
    if action in _CREATE_OR_DROP or action in {_ATTACH, _DETACH}:
        return _DENY
    if action == _PRAGMA and (first or "").lower() not in _READ_PRAGMAS and second is not None:
        return _DENY
    return _OK
