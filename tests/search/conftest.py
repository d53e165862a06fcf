from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlcipher3 import dbapi2

from casefile.casework.catalogue import checked
from casefile.casework.record import ANY_KIND, Kind, Record, RecordType, integer, link, prose, tags, term, text
from casefile.search import index, query


class Sailor(Record, table=True):
    __tablename__ = "sailor"
    __kind__: ClassVar[Kind] = Kind(
        name="sailor", label="Sailor", plural="Sailors", prefix="SA", title=("called",), section="test"
    )
    called: str = text("Called", search=10)
    nicknames: str = tags("Nicknames", search=8)
    trade: str = term("Trade", "occupation", search=1)
    story: str = prose("Story")
    berth: str = text("Berth")
    age: int | None = integer("Age")


class Voyage(Record, table=True):
    __tablename__ = "voyage"
    __kind__: ClassVar[Kind] = Kind(
        name="voyage", label="Voyage", plural="Voyages", prefix="VO", title=("ship",), section="test"
    )
    sailor: bytes = link("Sailor", "sailor", owner=True)
    ship: str = text("Ship", search=5)


class Landfall(Record, table=True):
    __tablename__ = "landfall"
    __kind__: ClassVar[Kind] = Kind(
        name="landfall", label="Landfall", plural="Landfalls", prefix="LA", title=("shore",), section="test"
    )
    voyage: bytes = link("Voyage", "voyage", owner=True)
    shore: str = text("Shore", search=5)


class Scrap(Record, table=True):
    __tablename__ = "scrap"
    __kind__: ClassVar[Kind] = Kind(
        name="scrap", label="Scrap", plural="Scraps", prefix="SC", title=("words",), section="test"
    )
    about: bytes = link("About", ANY_KIND, owner=True)
    words: str = prose("Words")


SEA = checked([Sailor, Voyage, Landfall, Scrap])


class Sea:
    """A small database with its index, written and asked in the fewest words."""

    def __init__(self) -> None:
        self.connection: Any = dbapi2.connect(":memory:", isolation_level=None)
        self.connection.execute("PRAGMA secure_delete = 1").fetchall()
        self.types: Mapping[str, RecordType] = SEA
        for made in SEA.values():
            self.connection.execute(str(CreateTable(made.table).compile(dialect=sqlite.dialect())))
        for statement in index.SCHEMA:
            self.connection.execute(statement)
        self._last = 0

    def insert(self, kind: str, **values: object) -> bytes:
        """Write a row and nothing else; returns its id."""
        self._last += 1
        record = self._last.to_bytes(16, "big")
        columns = ", ".join(["id", *values])
        marks = ", ".join("?" * (len(values) + 1))
        self.connection.execute(f"INSERT INTO {kind} ({columns}) VALUES ({marks})", (record, *values.values()))  # noqa: S608 - names of this file
        return record

    def add(self, kind: str, **values: object) -> bytes:
        """Write a row and index it."""
        record = self.insert(kind, **values)
        self.refresh((kind, record))
        return record

    def update(self, kind: str, record: bytes, **values: object) -> None:
        """Change a row and index it."""
        assignments = ", ".join(f"{name} = ?" for name in values)
        self.connection.execute(f"UPDATE {kind} SET {assignments} WHERE id = ?", (*values.values(), record))  # noqa: S608 - names of this file
        self.refresh((kind, record))

    def delete(self, kind: str, record: bytes) -> None:
        """Take a row away, as an erasure does, and index that."""
        self.connection.execute(f"DELETE FROM {kind} WHERE id = ?", (record,))  # noqa: S608 - names of this file
        self.refresh((kind, record))

    def refresh(self, *touched: tuple[str, bytes]) -> None:
        """Index what was touched."""
        self.connection.execute("BEGIN")
        index.refresh(self.connection, touched, self.types)
        self.connection.execute("COMMIT")

    def settle(self) -> None:
        """Take into FTS5 what waits."""
        self.connection.execute("BEGIN")
        index.settle(self.connection)
        self.connection.execute("COMMIT")

    def find(self, words: str, *kinds: str, limit: int = 50) -> list[bytes]:
        """The ids found, best first."""
        return [match.record for match in self.matches(words, *kinds, limit=limit)]

    def matches(self, words: str, *kinds: str, limit: int = 50) -> list[query.Match]:
        """The matches, best first."""
        return query.find(self.connection, words, types=self.types, kinds=frozenset(kinds), limit=limit)

    def words(self) -> dict[bytes, frozenset[str]]:
        """The tokens of every record, wherever they wait."""
        held = dict(self.connection.execute("SELECT record, words FROM search_doc").fetchall())
        held |= dict(self.connection.execute("SELECT record, words FROM search_fresh").fetchall())
        return {bytes(record): frozenset(words.split()) for record, words in held.items() if words}

    def check(self) -> None:
        """FTS5's own comparison of its index with the tokens kept beside it."""
        self.connection.execute("INSERT INTO search_word (search_word, rank) VALUES ('integrity-check', 1)")

    def dump(self) -> bytes:
        """Every byte of the index, of its tables and of what FTS5 keeps beneath them."""
        tables = self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'search_*' AND sql NOT GLOB 'CREATE V*'"
        ).fetchall()
        rows = [row for (name,) in tables for row in self.connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - its own names
        values = [value for row in rows for value in row]
        return b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


@pytest.fixture
def sea() -> Iterator[Sea]:
    made = Sea()
    yield made
    made.connection.close()


@pytest.fixture(scope="session")
def new_sea() -> type[Sea]:
    """Makes one for each example of a property."""
    return Sea


@pytest.fixture(params=["waiting", "settled"])
def either(request: pytest.FixtureRequest) -> str:
    """Whether what was written still waits when it is searched."""
    return str(request.param)
