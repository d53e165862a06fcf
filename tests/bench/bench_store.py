"""A saved edit and a bulk load against the same work on SQLCipher alone, and against our own work without history."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from bench.figures import paired, row, seconds
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.catalogue import record_types
from casefile.casework.values import accept, column_value
from casefile.store import writing
from casefile.store.casebook import Casebook
from casefile.store.demo import fictional
from support.vaults import boat_book

PEOPLE = 100_000
BATCH = 2_000
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


def load(book: Casebook) -> float:
    """Seconds that our own load takes."""

    def work(writer: Writer) -> None:
        # So that the act is not empty where the load itself writes no history.
        writer.insert("place", shown_name="Invented for measuring")
        writer.load("person", fictional(PEOPLE, seed=1))

    return seconds(lambda: book.transact(Act.ADD_RECORDS, work))


def with_history(folder: Path) -> float:
    """Our load."""
    book, _vault = boat_book(folder, types=record_types())
    took = load(book)
    book.close()
    return took


def without_history(folder: Path) -> float:
    """The same load, its search included, where nobody writes a change or a head and the kind has no triggers."""
    book, _vault = boat_book(folder, types=record_types())
    raw = book._raw
    raw.set_authorizer(None)
    for (name,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
    ).fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    with patch.object(writing.BookWriter, "_log_batch", lambda *_batch: None):
        took = load(book)
    book.close()
    return took


def rows_alone(folder: Path) -> float:
    """The same rows accepted and written by the batch, with a cache as large, and nothing else."""
    raw = raw_database(folder / "raw.db")
    raw.execute(f"PRAGMA cache_size = {writing._LOAD_CACHE_KB}").fetchall()
    person = record_types()["person"]

    def work() -> None:
        raw.execute("BEGIN IMMEDIATE")
        batch: list[Any] = []
        names: list[str] = []
        for values in fictional(PEOPLE, seed=1):
            accepted = accept(person, values, complete=True)
            names = sorted(accepted)
            batch.append((os.urandom(16), *(column_value(person.facts[name], accepted[name]) for name in names)))
            if len(batch) == BATCH:
                raw.executemany(
                    f"INSERT INTO person (id, {', '.join(names)}) VALUES ({', '.join('?' * (len(names) + 1))})",  # noqa: S608 - the kind's own names
                    batch,
                )
                batch.clear()
        raw.execute("COMMIT")

    took = seconds(work)
    raw.close()
    return took


def bench_load() -> None:
    """100,000 people: our load, the same without history, and the rows alone; each in turn, twice."""
    rounds = []
    for _round in range(2):
        took = []
        for work in (with_history, without_history, rows_alone):
            with tempfile.TemporaryDirectory() as folder:
                took.append(work(Path(folder)))
        rounds.append(took)
    ours, plain, alone = (median(one) for one in zip(*rounds, strict=True))
    row(
        f"load {PEOPLE} people with history / without",
        f"{ours:.2f} s against {plain:.2f} s, search in both",
        median(one / other for one, other, _alone in rounds),
        "goal 1.3",
    )
    row(
        f"load {PEOPLE} people, all of it / rows alone",
        f"{ours:.2f} s with history and search against {alone:.2f} s",
        median(one / other for one, _plain, other in rounds),
    )


def main() -> None:
    """Print the store's figures."""
    with tempfile.TemporaryDirectory() as folder:
        bench_edit(Path(folder))
    bench_load()


if __name__ == "__main__":
    main()
