"""Schema versions: numbered SQL files, applied in order, each in one transaction with a check before it counts.

The version is SQLite's own `user_version`. A vault with data is backed up first. After the files have run, every
trigger of history is made anew and the tables are compared with the models; any difference rolls all of it back. What
a later version wrote into a field that is only now known here is taken from the log into the row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from casefile.base.errors import DamagedError, EnvironmentFault, NewerFormatError
from casefile.base.i18n import _
from casefile.casework.record import RecordType
from casefile.history import arrivals, capture, log, replay, seal
from casefile.search import index

BOOK_SCHEMA = (
    # Local to this vault and never merged: the last number given in reference codes, and settings.
    "CREATE TABLE book_counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE book_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
SEARCH_VERSION = "search_version"
_DERIVED = ("sqlite_", "search_")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations() -> list[Migration]:
    """Every migration in order of number, 1, 2, 3 and so on.

    Raises:
        ValueError: A number is missing or given twice.
    """
    texts = sorted(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in files("casefile.store.migrations").iterdir()
        if entry.name.endswith(".sql")
    )
    found = [Migration(int(name[:4]), name, _statements(text)) for name, text in texts]
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        message = "the migrations are not numbered 1, 2, 3, ..."
        raise ValueError(message)
    return found


def prepare(
    connection: log.Connection, pen: log.Pen, types: Mapping[str, RecordType], back_up: Callable[[], object]
) -> tuple[str, ...]:
    """Bring a vault's database to this version of casefile.

    Args:
        connection: The writing connection, outside a transaction.
        pen: Lifts the guard while the schema changes.
        types: Every kind by name.
        back_up: Called before a vault that holds data is changed.

    Returns:
        Names of triggers that were missing or altered and have been made anew: a sign that another program
        wrote in the vault, which `check` reports.

    Raises:
        NewerFormatError: A later casefile wrote this vault.
        DamagedError: After the migration the tables are not what the models say; nothing was changed.
    """
    steps = migrations()
    version = _version(connection, len(steps))
    altered: tuple[str, ...] = ()
    if version == len(steps):
        altered = tuple(capture.differences(connection, types.values()))
    elif version:
        back_up()
    search_current = version and _setting(connection, SEARCH_VERSION) == index.version(types)
    if version == len(steps) and not altered and search_current:
        return ()
    with pen.unguarded():
        connection.execute("BEGIN IMMEDIATE")
        try:
            _apply(connection, steps[version:], types)
            if not search_current:
                _make_search(connection, types)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return altered


def refuse_other_versions(connection: log.Connection) -> None:
    """For a vault that is only read, and so cannot be brought to this version.

    Raises:
        NewerFormatError: A later casefile wrote this vault.
        EnvironmentFault: An earlier one did.
    """
    newest = len(migrations())
    if _version(connection, newest) < newest:
        raise EnvironmentFault(
            _(
                "This vault was written by an earlier version of casefile. Open it once for writing, in the window or"
                " with a command that changes something: it is backed up and brought up to date."
            )
        )


def _version(connection: log.Connection, newest: int) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise NewerFormatError(
            _("This vault was written by a later version of casefile. Install that version to open it.")
        )
    return int(version)


def _apply(connection: log.Connection, steps: Iterable[Migration], types: Mapping[str, RecordType]) -> None:
    before = _columns(connection, types)
    applied = False
    for step in steps:
        applied = True
        for statement in step.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {step.number}")
    wrong = shape_differences(connection, types.values())
    if wrong:
        raise DamagedError(
            _("The tables of this vault are not what they should be ({tables}). Nothing was changed.").format(
                tables=", ".join(wrong)
            )
        )
    if applied:
        capture.uninstall(connection)
        for kind, columns in _columns(connection, types).items():
            if columns - before[kind]:
                replay.rebuild(connection, types[kind], columns - before[kind])
    capture.install(connection, types.values())


def _columns(connection: log.Connection, types: Mapping[str, RecordType]) -> dict[str, frozenset[str]]:
    """The columns of each kind's table, none where there is no table."""
    return {
        kind: frozenset(row[1] for row in connection.execute(f"PRAGMA table_xinfo('{made.kind.name}')").fetchall())
        for kind, made in types.items()
    }


def _make_search(connection: log.Connection, types: Mapping[str, RecordType]) -> None:
    # Dropping a virtual table drops its shadow tables: take those first, then what is left.
    for first in ("CREATE VIRTUAL%", "%"):
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'search_*' AND sql LIKE ?", (first,)
        ).fetchall():
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in index.SCHEMA:
        connection.execute(statement)
    index.rebuild(connection, types)
    connection.execute(
        "INSERT INTO book_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (SEARCH_VERSION, index.version(types)),
    )


def model_statements(types: Iterable[RecordType]) -> list[str]:
    """The statements that make every table from the models: what the migrations together must amount to."""
    dialect = sqlite.dialect()
    made = [*log.SCHEMA, *arrivals.SCHEMA, *seal.SCHEMA, *BOOK_SCHEMA]
    for record_type in types:
        table = record_type.table
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        if record_type.owner:
            made.append(f"CREATE INDEX {table.name}_{record_type.owner} ON {table.name} ({record_type.owner})")
        made.extend(
            str(CreateIndex(found).compile(dialect=dialect)).strip()
            for found in sorted(table.indexes, key=lambda found: str(found.name))
        )
    return ["\n".join(line.rstrip() for line in statement.splitlines()).replace("\t", "    ") for statement in made]


def shape(connection: log.Connection) -> dict[str, tuple[tuple[object, ...], ...]]:
    """Every table, index and view of ours by name, each with its columns in an order that does not depend on history.

    A table gives name, type, whether null is refused, default and place in the key; an index its columns.
    """
    found: dict[str, tuple[tuple[object, ...], ...]] = {}
    for kind, name in connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'index', 'view')"
    ).fetchall():
        if name.startswith(_DERIVED):
            continue
        if kind == "index":
            rows = connection.execute(f"PRAGMA index_xinfo('{name}')").fetchall()
            found[name] = tuple(tuple(row[2:]) for row in rows)
        else:
            rows = connection.execute(f"PRAGMA table_xinfo('{name}')").fetchall()
            # Sorted, since a column that a later migration adds comes last in the table but not in the model.
            found[name] = tuple(sorted(tuple(str(fact) for fact in row[1:6]) for row in rows))
    return found


def shape_differences(connection: log.Connection, types: Iterable[RecordType]) -> list[str]:
    """Tables, indexes and views that differ between a vault and the models, sorted."""
    model = sqlite3.connect(":memory:")
    try:
        for statement in model_statements(types):
            model.execute(statement)
        wanted = shape(model)
    finally:
        model.close()
    found = shape(connection)
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def _setting(connection: log.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM book_setting WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def _statements(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return tuple(statement.strip() for statement in "\n".join(lines).split(";") if statement.strip())
