"""Triggers, generated from the kinds, that write one change for every row touched.

They compare byte by byte (`IS NOT ... COLLATE BINARY`), so that a change of case is seen; they refuse a deleted row, an
id that changes and a rewritten log. Opening a vault compares those in the file with what is generated here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from casefile.casework.record import Facts, RecordType, Shape
from casefile.history.log import Connection, Verb

PREFIX = "capture_"


def kind_numbers(connection: Connection) -> Mapping[str, int]:
    """The log's number for each kind by name."""
    return {name: number for number, name in connection.execute("SELECT n, name FROM log_kind")}


def triggers(types: Iterable[RecordType], numbers: Mapping[str, int]) -> dict[str, str]:
    """Every trigger by name, as the SQL that creates it."""
    made = dict(_log_triggers())
    for record_type in types:
        made.update(_record_triggers(record_type, numbers[record_type.kind.name]))
    return made


def install(connection: Connection, types: Iterable[RecordType]) -> None:
    """Drop every trigger of ours and make them anew; each kind gets its number in the log."""
    uninstall(connection)
    known = list(types)
    connection.executemany(
        "INSERT INTO log_kind (name) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM log_kind WHERE name = ?)",
        [(record_type.kind.name, record_type.kind.name) for record_type in known],
    )
    for sql in triggers(known, kind_numbers(connection)).values():
        connection.execute(sql)


def uninstall(connection: Connection) -> None:
    """Drop every trigger; for a migration, which makes them anew before anybody else can write."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def differences(connection: Connection, types: Iterable[RecordType]) -> list[str]:
    """Names of triggers that are missing, altered, or not ours. Empty when history captures every write."""
    known = list(types)
    numbers = kind_numbers(connection)
    if any(record_type.kind.name not in numbers for record_type in known):
        return [record_type.kind.name for record_type in known if record_type.kind.name not in numbers]
    wanted = triggers(known, numbers)
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def inserted_fields(record_type: RecordType, row: str, written: Collection[str] | None = None) -> str:
    """An SQL expression: the JSON text of all that a new row holds beyond the defaults.

    Args:
        record_type: The kind of the row.
        row: What the row is called in the statement.
        written: The only columns that may hold more than their default; None for any.
    """
    parts = [
        _inserted(name, facts, f'{row}."{name}"')
        for name, facts in record_type.facts.items()
        if written is None or name in written
    ]
    return f"'{{' || substr({' || '.join(parts)}, 2) || '}}'"


def _inserted(name: str, facts: Facts, value: str) -> str:
    # substr(..., 2) above drops the first comma; of an empty string it gives an empty string.
    written = f"""'{{"+":' || {value} || '}}'""" if facts.is_set else _json(facts, value)
    return f"""CASE WHEN {value} IS {facts.default_sql} THEN '' ELSE ',"{name}":' || {written} END"""


def _updated(name: str, facts: Facts) -> str:
    new, old = f'NEW."{name}"', f'OLD."{name}"'
    written = _json(facts, new)
    if facts.is_set:
        written = f"set_delta({old}, {new})"
    return f"""CASE WHEN {_differs(name)} THEN ',"{name}":' || {written} ELSE '' END"""


def _differs(name: str) -> str:
    return f'NEW."{name}" IS NOT OLD."{name}" COLLATE BINARY'


def _json(facts: Facts, value: str) -> str:
    return f"""'"' || lower(hex({value})) || '"'""" if facts.shape is Shape.LINK else f"json_quote({value})"


_HEAD = (
    "INSERT INTO log_head (record, kind, heads)"
    " VALUES (NEW.id, {number}, (SELECT id FROM log_change WHERE n = last_insert_rowid()))"
    " ON CONFLICT (record) DO UPDATE SET heads = excluded.heads;"
)
_CHANGE = (
    "INSERT INTO log_change (id, act, kind, record, parents, verb, fields) VALUES (new_change_id(), open_act(),"
    " {number}, NEW.id, coalesce((SELECT heads FROM log_head WHERE record = NEW.id), x''), {verb}, {fields});"
)
_REFUSE = "SELECT RAISE(ABORT, 'casefile: {reason}');"


def _record_triggers(record_type: RecordType, number: int) -> Iterable[tuple[str, str]]:
    table = record_type.kind.name
    head = _HEAD.format(number=number)
    insert = _CHANGE.format(number=number, verb=int(Verb.INSERT), fields=inserted_fields(record_type, "NEW"))
    yield _trigger(f"{table}_insert", f'AFTER INSERT ON "{table}"', f"{insert} {head}")
    joined = " || ".join(_updated(name, facts) for name, facts in record_type.facts.items())
    write = _CHANGE.format(number=number, verb=int(Verb.WRITE), fields=f"'{{' || substr({joined}, 2) || '}}'")
    differs = " OR ".join(_differs(name) for name in record_type.facts)
    yield _trigger(f"{table}_update", f'AFTER UPDATE ON "{table}"', f"{write} {head}", when=f"AND ({differs})")
    yield _trigger(
        f"{table}_delete",
        f'BEFORE DELETE ON "{table}"',
        _REFUSE.format(reason="a record is archived or erased, never deleted"),
    )
    yield _trigger(
        f"{table}_id", f'BEFORE UPDATE OF id ON "{table}"', _REFUSE.format(reason="the id of a record never changes")
    )


def _log_triggers() -> Iterable[tuple[str, str]]:
    for table in ("log_act", "log_change"):
        for verb in ("UPDATE", "DELETE"):
            yield _trigger(
                f"{table}_{verb.lower()}", f"BEFORE {verb} ON {table}", _REFUSE.format(reason="the log only grows")
            )
    yield (
        f"{PREFIX}log_open",
        f"CREATE TRIGGER {PREFIX}log_open INSTEAD OF INSERT ON log_open BEGIN"
        " INSERT INTO log_act (id, stamp, device, author, name, undoes, first) VALUES (NEW.id, NEW.stamp, NEW.device,"
        " NEW.author, NEW.name, NEW.undoes, (SELECT coalesce(max(n), 0) + 1 FROM log_change)); END",
    )


def _trigger(name: str, event: str, body: str, when: str = "") -> tuple[str, str]:
    # open_act() is 0 while history is written in bulk, NULL outside an act: log_change.act is NOT NULL and refuses.
    condition = f"WHEN open_act() IS NOT 0 {when}".strip()
    return f"{PREFIX}{name}", f'CREATE TRIGGER "{PREFIX}{name}" {event} {condition} BEGIN {body} END'
