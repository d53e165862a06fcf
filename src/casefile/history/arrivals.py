"""Changes that come from elsewhere: laid out, looked over, and compared with the history that is here.

Nothing that another vault says is taken on trust: a change must have the shape that casefile writes, belong to one
record and one act for ever, and agree with whatever is known of it here. One that does not makes its whole source
unfit, since what descends from it could never join. What is found sound waits in tables of this connection's memory,
which `joining` lets into the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from casefile.base.clock import ID_BYTES
from casefile.casework.record import Facts, RecordType, Shape
from casefile.history.log import ERASING, Connection, Verb, split_ids

SCHEMA = (
    # brought: number of the merge that brought it. aside: 0 it waits for an ancestor, 1 its merge was undone.
    "CREATE TABLE log_parked (id BLOB PRIMARY KEY, act INTEGER NOT NULL, kind INTEGER NOT NULL, record BLOB NOT NULL,"
    " parents BLOB NOT NULL, verb INTEGER NOT NULL, fields TEXT NOT NULL, brought INTEGER NOT NULL,"
    " aside INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX log_parked_record ON log_parked (record)",
    # first, last: numbers of the changes that joined with it. undone: number of the act that undid it, or 0.
    # account: what came, in numbers by kind, as JSON.
    "CREATE TABLE log_merge (act INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " undone INTEGER NOT NULL, account TEXT NOT NULL)",
    # Changes that an earlier merge had brought and that joined once a later one brought their ancestors.
    "CREATE TABLE log_rejoined (id BLOB PRIMARY KEY, brought INTEGER NOT NULL, joined INTEGER NOT NULL) WITHOUT ROWID",
    # Records that may hold an open conflict; whether they do, their graph says, so that no value lies in a second
    # place that an erasure would have to reach.
    "CREATE TABLE log_clash (record BLOB PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID",
)
"""Tables beside the log, behind the same guard: their names begin with log_."""

_COLUMNS = (
    "(id BLOB PRIMARY KEY, act BLOB NOT NULL, kind INTEGER NOT NULL, record BLOB NOT NULL, parents BLOB NOT NULL,"
    " verb INTEGER NOT NULL, fields TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID"
)
_ACT_COLUMNS = (
    "(id BLOB PRIMARY KEY, stamp INTEGER NOT NULL, device BLOB NOT NULL, author TEXT NOT NULL, name TEXT NOT NULL,"
    " undoes BLOB NOT NULL) WITHOUT ROWID"
)
_TABLES = {
    # What one source brings, until it has been looked over.
    "incoming": _COLUMNS,
    "incoming_act": _ACT_COLUMNS,
    # What is new here, of all sources. place: its place in the log to be, parents before children.
    "arrival": _COLUMNS,
    "arrival_act": _ACT_COLUMNS,
    # Every record of which a source brought a change, new or known.
    "came": "(record BLOB PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID",
}
_LONGEST_TEXT = 64 * 1024 * 1024
"""Bytes of one change, beyond which it is no change that a person made."""


class UnfitError(ValueError):
    """What came cannot be part of any history: it was damaged, forged, or made by a program that is not casefile."""


class ContradictionError(UnfitError):
    """What came tells a history otherwise than it is known here."""


@dataclass(frozen=True, slots=True)
class ForeignAct:
    """An act as another vault logged it; `LoggedAct` without a number."""

    id: bytes
    stamp: int
    device: bytes
    author: str
    name: str
    undoes: bytes


@dataclass(frozen=True, slots=True)
class ForeignChange:
    """A change as another vault logged it.

    Attributes:
        id: Its id in every vault.
        act: Id of its act.
        kind: Name of the record's kind, known here or not.
        record: Which record.
        parents: Ids of its parents, end to end.
        verb: A number, known here or not.
        fields: JSON text of what was written.
    """

    id: bytes
    act: bytes
    kind: str
    record: bytes
    parents: bytes
    verb: int
    fields: str


def begin(connection: Connection) -> None:
    """Make the empty tables for what comes. Capture must be off."""
    clear(connection)
    for name, columns in _TABLES.items():
        connection.execute(f"CREATE TEMP TABLE {name} {columns}")
    connection.execute("CREATE INDEX temp.arrival_record ON arrival (record)")
    connection.execute("CREATE INDEX temp.incoming_record ON incoming (record)")


def clear(connection: Connection) -> None:
    """Forget what came."""
    for name in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")


def lay_out(
    connection: Connection,
    types: Mapping[str, RecordType],
    acts: Iterable[ForeignAct],
    changes: Iterable[ForeignChange],
) -> None:
    """Take in one source, beside those taken in before. After an error nothing of it is there.

    Args:
        connection: The writing connection, after `begin`.
        types: Every kind by name.
        acts: At least the acts of the changes.
        changes: Those of one record with parents before children; what is known here already does no harm.

    Raises:
        UnfitError: Something in it cannot be.
    """
    connection.execute("SAVEPOINT source")
    try:
        _take(connection, types, acts, changes)
        _look_over(connection)
        (place,) = connection.execute("SELECT coalesce(max(place), 0) + 1 FROM arrival").fetchone()
        connection.execute(
            "INSERT OR IGNORE INTO came SELECT record, min(kind) FROM incoming GROUP BY record",
        )
        connection.execute("DELETE FROM incoming WHERE id IN (SELECT id FROM log_change)")
        connection.execute(
            "INSERT OR IGNORE INTO arrival"
            " SELECT id, act, kind, record, parents, verb, fields, place + ? FROM incoming ORDER BY place",
            (place,),
        )
        connection.execute("INSERT OR IGNORE INTO arrival_act SELECT * FROM incoming_act")
    except BaseException:
        connection.execute("ROLLBACK TO source")
        raise
    finally:
        connection.execute("RELEASE source")
    for name in ("incoming", "incoming_act"):
        connection.execute(f"DELETE FROM {name}")


def _take(
    connection: Connection,
    types: Mapping[str, RecordType],
    acts: Iterable[ForeignAct],
    changes: Iterable[ForeignChange],
) -> None:
    numbers = {name: number for number, name in connection.execute("SELECT n, name FROM log_kind")}

    def act_rows() -> Iterator[tuple[Any, ...]]:
        for act in acts:
            _check_act(act)
            yield act.id, act.stamp, act.device, act.author, act.name, act.undoes

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, change in enumerate(changes):
            _check(change, types)
            if change.kind not in numbers:
                # Kinds of a later version are carried along.
                (numbers[change.kind],) = connection.execute(
                    "INSERT INTO log_kind (name) VALUES (?) RETURNING n", (change.kind,)
                ).fetchone()
            number = numbers[change.kind]
            yield change.id, change.act, number, change.record, change.parents, change.verb, change.fields, place

    connection.executemany("INSERT OR IGNORE INTO incoming_act VALUES (?, ?, ?, ?, ?, ?)", act_rows())
    connection.executemany("INSERT OR IGNORE INTO incoming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows())


_ERASED = " UNION ".join(
    f"SELECT e.record FROM {table} e WHERE e.record = t.record AND e.verb IN {ERASING}"
    for table in ("incoming", "arrival", "log_change", "log_parked")
)
_CONTRADICTIONS = (
    *(
        # An id stands for one change in every vault. What it wrote may be gone by an erasure; nothing else may differ.
        (
            f"SELECT 1 FROM incoming t JOIN {known} c ON c.id = t.id WHERE c.record <> t.record OR c.kind <> t.kind"
            " OR c.parents <> t.parents OR c.verb <> t.verb"
            f" OR (c.fields <> t.fields AND NOT EXISTS ({_ERASED})) LIMIT 1",
            ContradictionError,
            "a change is another here",
        )
        for known in ("log_change", "log_parked", "arrival")
    ),
    *(
        (
            f"SELECT 1 FROM incoming t JOIN {known} c ON c.record = t.record WHERE c.kind <> t.kind LIMIT 1",
            UnfitError,
            "a record is of another kind elsewhere",
        )
        for known in ("log_head", "came")
    ),
    (
        "SELECT 1 FROM incoming GROUP BY record HAVING min(kind) <> max(kind) LIMIT 1",
        UnfitError,
        "a record is of two kinds",
    ),
    (
        "SELECT 1 FROM incoming t LEFT JOIN incoming_act a ON a.id = t.act WHERE a.id IS NULL LIMIT 1",
        UnfitError,
        "a change has no act",
    ),
    *(
        (
            f"SELECT 1 FROM incoming t JOIN {known} p ON p.id = t.parents WHERE p.record <> t.record LIMIT 1",
            UnfitError,
            "a change has a parent of another record",
        )
        for known in ("incoming", "arrival", "log_change")
    ),
    *(
        (
            f"SELECT 1 FROM incoming_act t JOIN {known} a ON a.id = t.id WHERE a.stamp <> t.stamp"
            " OR a.device <> t.device OR a.author <> t.author OR a.name <> t.name OR a.undoes <> t.undoes LIMIT 1",
            ContradictionError,
            "an act is another here",
        )
        for known in ("log_act", "arrival_act")
    ),
)


def _look_over(connection: Connection) -> None:
    for query, unfit, reason in _CONTRADICTIONS:
        if connection.execute(query).fetchone():
            raise unfit(reason)
    tangled = connection.execute(
        # A straight history names the one before; whatever does not is followed to its roots.
        "SELECT DISTINCT t.record FROM incoming t WHERE t.parents <> x'' AND NOT (length(t.parents) = 16 AND (EXISTS"
        " (SELECT 1 FROM incoming p WHERE p.id = t.parents AND p.place < t.place)"
        " OR EXISTS (SELECT 1 FROM log_change c WHERE c.id = t.parents)))"
    ).fetchall()
    for (record,) in tangled:
        came = {
            bytes(one): split_ids(bytes(parents))
            for one, parents in connection.execute("SELECT id, parents FROM incoming WHERE record = ?", (record,))
        }
        outside = {parent for parents in came.values() for parent in parents} - came.keys()
        if len(closed(outside, came)) < len(came):
            raise UnfitError("a history runs in a circle")


def closed(own: Iterable[bytes], pool: Mapping[bytes, tuple[bytes, ...]]) -> dict[bytes, tuple[bytes, ...]]:
    """Of a pool of changes with their parents, those whose ancestors are all in it or in `own`, parents first."""
    known = set(own)
    able: dict[bytes, tuple[bytes, ...]] = {}
    left = dict(sorted(pool.items()))
    while True:
        ready = [one for one, parents in left.items() if known.issuperset(parents)]
        if not ready:
            return able
        for one in ready:
            able[one] = left.pop(one)
            known.add(one)


def _check_act(act: ForeignAct) -> None:
    # It was read from elsewhere: what its fields are declared to hold is what is looked at here.
    blobs: tuple[Any, ...] = (act.id, act.device, act.undoes)
    texts: tuple[Any, ...] = (act.author, act.name)
    stamp: Any = act.stamp
    sound = (
        all(isinstance(part, bytes) for part in blobs)
        and all(_is_text(part) for part in texts)
        and len(act.id) == ID_BYTES
        and len(act.undoes) in {0, ID_BYTES}
        and isinstance(stamp, int)
        and 0 <= stamp < 1 << 63
    )
    if not sound:
        raise UnfitError("an act has no shape")


def _check(change: ForeignChange, types: Mapping[str, RecordType]) -> None:
    blobs: tuple[Any, ...] = (change.id, change.act, change.record, change.parents)
    texts: tuple[Any, ...] = (change.kind, change.fields)
    verb: Any = change.verb
    sound = (
        all(isinstance(part, bytes) for part in blobs)
        and all(_is_text(part) for part in texts)
        and {len(change.id), len(change.act), len(change.record)} == {ID_BYTES}
        and len(change.parents) % ID_BYTES == 0
        and change.id not in split_ids(change.parents)
        and isinstance(verb, int)
        and 0 <= verb < 1 << 31
        and len(change.fields) <= _LONGEST_TEXT
        and bool(change.kind)
    )
    if not sound:
        raise UnfitError("a change has no shape")
    try:
        fields = json.loads(change.fields)
        # What cannot be written again would stop the erasure of a field beside it.
        whole = "\\u" not in change.fields or _is_text(json.dumps(fields, ensure_ascii=False))
    except (ValueError, RecursionError):
        raise UnfitError("a change is not written as it should be") from None
    if not whole or not isinstance(fields, dict):
        raise UnfitError("a change is not written as it should be")
    known = types.get(change.kind)
    if known is None or change.verb not in {Verb.INSERT, Verb.WRITE}:
        return
    for name, value in fields.items():
        facts = known.facts.get(name)
        if facts is not None and not _fits(facts, value):
            raise UnfitError("a value has the wrong shape")


def _fits(facts: Facts, value: Any) -> bool:
    if facts.is_set:
        return isinstance(value, dict) and all(
            part in {"+", "-"}
            and isinstance(elements, list)
            and all(isinstance(one, str) and _is_text(one) for one in elements)
            for part, elements in value.items()
        )
    match facts.shape:
        case Shape.INTEGER:
            return value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63)
        case Shape.REAL:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return value is None or (number and isfinite(value))
        case Shape.FLAG:
            return value in (0, 1) and not isinstance(value, bool)
        case Shape.LINK:
            return isinstance(value, str) and _is_id(value)
        case _other:
            return _is_text(value)


def _is_text(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(value.encode() or True)
    except UnicodeEncodeError:
        # Half of a character, which no column can hold.
        return False


def _is_id(value: str) -> bool:
    try:
        return len(bytes.fromhex(value)) in {0, ID_BYTES} and value == value.lower()
    except ValueError:
        return False
