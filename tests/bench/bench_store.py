"""A saved edit and a bulk load against the same work on SQLCipher alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from bench.figures import paired, row, seconds
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.casework.values import accept, column_value
from casefile.store.demo import fictional
from support.vaults import boat_book

PEOPLE = 100_000
EDITS = 500


def raw_database(path: Path) -> Any:
    """A database with the table of people, its indexes and nothing else, keyed and set like a vault's."""
    made = dbapi2.connect(str(path), isolation_level=None)
    made.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = 1"):
        made.execute(f"PRAGMA {pragma}").fetchall()
    table = record_types()["person"].table
    made.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    for index in table.indexes:
        made.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    return made


def bench_edit(folder: Path) -> None:
    """One field of one person, saved with history and search, against one UPDATE in its own transaction."""
    book, _vault = boat_book(folder, types=record_types())
    raw = raw_database(folder / "raw.db")
    person = book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Anna")).value
    raw.execute("INSERT INTO person (id, shown_name) VALUES (?, 'Anna')", (person,))

    def ours(number: int) -> None:
        book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"shown_name": f"Anna {number}"}))

    def floor(number: int) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE person SET shown_name = ? WHERE id = ?", (f"Anna {number}", person))
        raw.execute("COMMIT")

    one, other, ratio = paired(ours, floor, EDITS)
    row("a saved edit / raw transaction", f"{one * 1e3:.2f} ms against {other * 1e3:.2f} ms", ratio, "goal 2")
    book.close()
    raw.close()


def bench_load(folder: Path) -> None:
    """100,000 people with history, and the same rows accepted and written with nothing else."""
    book, _vault = boat_book(folder, types=record_types())
    raw = raw_database(folder / "raw.db")
    people = list(fictional(PEOPLE, seed=1))
    person = record_types()["person"]

    def without_history() -> None:
        raw.execute("BEGIN IMMEDIATE")
        accepted = [accept(person, values, complete=True) for values in people]
        names = sorted(accepted[0])
        raw.executemany(
            f"INSERT INTO person (id, {', '.join(names)}) VALUES ({', '.join('?' * (len(names) + 1))})",  # noqa: S608 - the kind's own names
            [
                (os.urandom(16), *(column_value(person.facts[name], values[name]) for name in names))
                for values in accepted
            ],
        )
        raw.execute("COMMIT")

    other = seconds(without_history)
    one = seconds(lambda: book.transact(Act.ADD_RECORDS, lambda writer: writer.load("person", people)))
    book.close()
    raw.close()
    row(
        f"load {PEOPLE} people with history, search / without",
        f"{one:.2f} s against {other:.2f} s",
        one / other,
        "goal 1.3",
    )


def main() -> None:
    """Print the store's figures."""
    for bench in (bench_edit, bench_load):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder))


if __name__ == "__main__":
    main()
