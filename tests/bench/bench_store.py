"""A saved edit and a bulk load against the same work on SQLCipher alone, and against our own work without history."""

from __future__ import annotations

import os
import tempfile
from itertools import islice
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
PART = 20_000
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


def load(book: Casebook, people: list[dict[str, Any]]) -> float:
    """Seconds that our own load takes."""

    def work(writer: Writer) -> None:
        # So that the act is not empty where the load itself writes no history.
        writer.insert("place", shown_name="Invented for measuring")
        writer.load("person", people)

    return seconds(lambda: book.transact(Act.ADD_RECORDS, work))


def load_without_history(book: Casebook, people: list[dict[str, Any]]) -> float:
    """The same load, its search included; nobody writes a change or a head."""
    with patch.object(writing.BookWriter, "_log_batch", lambda *_batch: None):
        return load(book, people)


def write_rows(raw: Any, people: list[dict[str, Any]]) -> float:
    """The same rows accepted and written by the batch, and nothing else."""
    person = record_types()["person"]

    def work() -> None:
        raw.execute("BEGIN IMMEDIATE")
        for start in range(0, len(people), BATCH):
            accepted = [accept(person, values, complete=True) for values in people[start : start + BATCH]]
            names = sorted(accepted[0])
            raw.executemany(
                f"INSERT INTO person (id, {', '.join(names)}) VALUES ({', '.join('?' * (len(names) + 1))})",  # noqa: S608 - the kind's own names
                [
                    (os.urandom(16), *(column_value(person.facts[name], values[name]) for name in names))
                    for values in accepted
                ],
            )
        raw.execute("COMMIT")

    return seconds(work)


def bench_load(folder: Path) -> None:
    """100,000 people by parts, each part in turn: our load, the same without history, and the rows alone."""
    for name in ("with", "without"):
        (folder / name).mkdir()
    ours, _vault = boat_book(folder / "with", types=record_types())
    plain, _vault = boat_book(folder / "without", types=record_types())
    taken_off = plain._raw
    taken_off.set_authorizer(None)
    for (name,) in taken_off.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
    ).fetchall():
        taken_off.execute(f"DROP TRIGGER {name}")
    raw = raw_database(folder / "raw.db")
    # As large as ours while it loads.
    raw.execute(f"PRAGMA cache_size = {writing._LOAD_CACHE_KB}").fetchall()
    rounds: list[tuple[float, float, float]] = []
    people = fictional(PEOPLE, seed=1)
    while part := list(islice(people, PART)):
        rounds.append((load(ours, part), load_without_history(plain, part), write_rows(raw, part)))
    one, other, alone = (sum(took) for took in zip(*rounds, strict=True))
    row(
        f"load {PEOPLE} people with history / without",
        f"{one:.2f} s against {other:.2f} s, search in both",
        median(with_it / without for with_it, without, _rows in rounds),
        "goal 1.3",
    )
    row(
        f"load {PEOPLE} people, all of it / rows alone",
        f"{one:.2f} s with history and search against {alone:.2f} s",
        median(with_it / rows for with_it, _without, rows in rounds),
    )
    for book in (ours, plain):
        book.close()
    raw.close()


def main() -> None:
    """Print the store's figures."""
    for bench in (bench_edit, bench_load):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder))


if __name__ == "__main__":
    main()
