"""Merging two large vaults with a common past, into an empty one, and back: against the same rows copied by SQL."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import row, seconds
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.catalogue import record_types
from casefile.store import merging
from casefile.store.casebook import Casebook
from casefile.store.demo import fictional
from casefile.store.merging import Account, Arrival
from support.boats import seeded_clock
from support.vaults import BareVault, boat_book

PEOPLE = 100_000
FEW = 10_000
PARTS = 5
EDITED = 20
"""Of so many records one is edited on each side; of every tenth of these, the same field on both."""


def main(people: int = PEOPLE) -> None:
    """Print the lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        few = _measure(Path(folder) / "few", FEW if people > FEW else people // 2)
        many = _measure(Path(folder) / "many", people, tell=True)
    growth = many / few / (people / (FEW if people > FEW else people // 2))
    row("merge, growth with ten times the people", f"{few:.2f} s, {many:.2f} s", growth, "goal 1, linear")


def _measure(folder: Path, people: int, *, tell: bool = False) -> float:
    folder.mkdir()
    mine, vault = _filled(folder, people)
    (folder / "theirs").mkdir()
    theirs = Casebook(vault.copied_to(folder / "theirs"), seeded_clock(2), record_types())  # type: ignore[arg-type]
    _edit(mine, "mine", 0)
    _edit(theirs, "theirs", 1)
    outcomes: list[Any] = []
    took = seconds(lambda: outcomes.append(_merge(mine, theirs)))
    account: Account = outcomes[0].value
    if tell:
        touched = account.count() - account.count("unchanged")
        floor = _copy_touched(mine, account)
        row(
            f"merge {touched} of {account.count()} records / their rows by SQL",
            f"{took:.2f} s against {floor:.2f} s, {account.count('conflicting')} in conflict",
            took / floor,
            "goal 2",
        )
        nothing = seconds(lambda: _merge(mine, theirs))
        row("merge with nothing new", f"{nothing:.2f} s", nothing / took)
        undone = seconds(lambda: mine.undo(outcomes[0].changes.act))
        row("undo of the merge / the merge", f"{undone:.2f} s against {took:.2f} s", undone / took, "goal 1")
        (folder / "empty").mkdir()
        empty, _vault = boat_book(folder / "empty", clock=seeded_clock(3), types=record_types())
        first = seconds(lambda: _merge(empty, mine))
        copied = _copy_tables(mine, folder / "copy.db")
        row(
            "first merge into an empty vault / its tables copied",
            f"{first:.2f} s against {copied:.2f} s",
            first / copied,
            "goal 1.3",
        )
        empty.close()
    mine.close()
    theirs.close()
    return took


def _filled(folder: Path, people: int) -> tuple[Casebook, BareVault]:
    book, vault = boat_book(folder, clock=seeded_clock(1), types=record_types())

    def names(ids: list[Any]) -> Iterator[dict[str, Any]]:
        for person in ids:
            for number in range(PARTS):
                yield {"person": person, "full_name": f"Invented {number}", "language": "en"}

    def work(writer: Writer) -> None:
        writer.load("name", names(writer.load("person", fictional(people, seed=1))))

    book.transact(Act.ADD_RECORDS, work)
    return book, vault


def _edit(book: Casebook, whose: str, side: int) -> None:
    ids = book.read(lambda reader: [one.id for kind in ("person", "name") for one in reader.of(kind)])

    def work(writer: Writer) -> None:
        for place, record in enumerate(ids):
            if place % EDITED == side or place % (EDITED * 10) == side:
                writer.update(record, {"note": f"Edited by {whose}."})
            elif place % (EDITED * 10) == 2:
                writer.update(record, {"note": f"Both: {whose}."})

    book.transact(Act.EDIT_RECORD, work)


def _merge(into: Casebook, source: Casebook) -> Any:
    known = into.known_changes()
    with source._reading() as reader:
        acts, changes = merging.all_of(reader.raw, known)
        return into.merge([Arrival("theirs", acts, changes, merging.records_of(reader.raw))])


def _copy_touched(book: Casebook, account: Account) -> float:
    """Seconds to write the rows and changes of the touched records once more by INSERT..SELECT, in a table beside."""
    raw = book._raw
    raw.set_authorizer(None)
    raw.execute("CREATE TEMP TABLE chosen (id BLOB PRIMARY KEY) WITHOUT ROWID")
    raw.executemany(
        "INSERT INTO chosen VALUES (?)",
        [(record,) for line in account.lines if line.state != merging.UNCHANGED for record in line.records],
    )
    for table in ("person", "name", "log_change"):
        raw.execute(f"CREATE TABLE floor_{table} AS SELECT * FROM {table} WHERE 0")  # noqa: S608 - names of this file

    def work() -> None:
        raw.execute("BEGIN IMMEDIATE")
        for table in ("person", "name"):
            chosen = f"SELECT * FROM {table} WHERE id IN (SELECT id FROM chosen)"  # noqa: S608 - the same
            raw.execute(f"INSERT INTO floor_{table} {chosen}")
        raw.execute("INSERT INTO floor_log_change SELECT * FROM log_change WHERE record IN (SELECT id FROM chosen)")
        raw.execute("COMMIT")

    took = seconds(work)
    for table in ("person", "name", "log_change"):
        raw.execute(f"DROP TABLE floor_{table}")
    raw.execute("DROP TABLE temp.chosen")
    return took


def _copy_tables(book: Casebook, path: Path) -> float:
    """Seconds to copy every table of the vault, log and search included, into a new encrypted file."""
    raw = book._raw
    raw.set_authorizer(None)
    raw.execute(f"ATTACH DATABASE '{path}' AS copy KEY \"x'{'11' * 32}'\"")
    tables = [
        (name, sql)
        for name, sql in raw.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'").fetchall()
        if not name.startswith(("search_word", "search_term", "sqlite_"))
    ]

    def work() -> None:
        raw.execute("BEGIN IMMEDIATE")
        for name, sql in tables:
            raw.execute(sql.replace("CREATE TABLE ", "CREATE TABLE copy.", 1))
            raw.execute(f'INSERT INTO copy."{name}" SELECT * FROM main."{name}"')  # noqa: S608 - the same
        raw.execute("COMMIT")

    took = seconds(work)
    raw.execute("DETACH DATABASE copy")
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
