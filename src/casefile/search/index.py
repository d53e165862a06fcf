"""The search index: one row of tokens for each record, in an FTS5 table inside the vault's database.

A token is a word with a letter in front that says how it was written and where:

    a   a word of a name or title, as it is written (folded) and in Latin letters
    b   the same by its skeleton, which the usual spellings of a name share in any script
    c   a word of any other text, as it is written and in Latin letters
    d   the same by its skeleton
    r   a code with all its letters and digits in one: "P-0001" gives "rp0001"

So one table with one column answers "names before notes, exact before skeleton" without ranking every row, and a
prefix of one letter is a single list that is read only as far as it is shown. FTS5 keeps no positions and no sizes
(detail=none, columnsize=0). Rows are numbered by kind, so that a search in one kind reads only that kind's part.

What a save changed waits in the small table `search_fresh`, which a search reads as well: a save then writes one page
here, where FTS5 would write five. A few dozen such records are taken into the index together (`settle`).

The index is derived from the records, written in the transaction that writes them, and never merged or logged. What is
erased leaves it by `scrub`, which writes it anew: deleting alone would leave words and their beginnings on its pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any, Protocol, TypeAlias

from casefile.base.text import fold, latin, skeleton
from casefile.casework.record import Facts, RecordType, Shape
from casefile.casework.vocabulary import vocabulary

VERSION = 2
"""Raised when tokens or tables change, or the search weight of a field: vaults of an older one are indexed anew."""

SCHEMA = (
    "CREATE TABLE search_kind (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    # n: the kind's number, then a running number. digest: of the texts, so that what did not change is not made anew.
    # words: the very tokens in the index, needed to take them out again.
    "CREATE TABLE search_doc (n INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, digest BLOB NOT NULL,"
    " words TEXT NOT NULL)",
    # words: empty for a record that has left the index.
    "CREATE TABLE search_fresh (record BLOB PRIMARY KEY, kind TEXT NOT NULL, digest BLOB NOT NULL, words TEXT NOT NULL)"
    " WITHOUT ROWID",
    "CREATE VIRTUAL TABLE search_word USING fts5(words, content='search_doc', content_rowid='n',"
    " detail='none', columnsize=0, tokenize='ascii', prefix='2 3 4')",
    "CREATE VIRTUAL TABLE search_term USING fts5vocab(search_word, instance)",
)
"""The statements that make the empty index."""

NAME, NAME_SKELETON, TEXT, TEXT_SKELETON, CODE = "a", "b", "c", "d", "r"
"""The letters in front of tokens."""

LONGEST_PREFIX = 4
"""Beginnings of a token up to this length are lists of their own in FTS5; for a longer one it gathers many."""

KIND_BITS = 40
"""How far a kind's number is shifted to the left in a row's number."""

LONGEST_WORD = 40
"""Letters of a word that are looked at; German compounds and long names fit, pasted keys do not."""

MOST_FRESH = 64
"""Records that may wait in `search_fresh`."""

_NAME_WEIGHT = 3
_BATCH = 500
_PLAIN = frozenset({Shape.TEXT, Shape.PROSE})
_SEARCHED = _PLAIN | {Shape.TAGS, Shape.TERM, Shape.TERMS}


class Connection(Protocol):
    """A raw database connection, as SQLCipher's driver and Python's own both give."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        """Run one statement for many rows."""
        ...


# Letters and digits, and the vowel signs of Indic and South-East Asian scripts, which are no letters to Python.
WORD = re.compile(r"[\w\u0900-\u109f\u1780-\u17ff]+")
# Read over inside a word: "Q'azaq" is "Qazaq".
_APOSTROPHES: dict[int, str | None] = {ord(sign): None for sign in "'’‘ʼʻʿʾ`´"} | {ord("_"): " "}
_DIGIT = re.compile(r"\d")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}-\d+")


def plain(chunk: str) -> str:
    """What stands between two spaces, without apostrophes."""
    return chunk.translate(_APOSTROPHES)


def spellings(chunk: str) -> list[str]:
    """What stands between two spaces, folded: as it is written and, for other scripts, in Latin letters."""
    folded = fold(plain(chunk))
    if folded.isascii():
        return [folded]
    return list(dict.fromkeys((folded, plain(latin(plain(chunk)).lower()))))


def parts(spelled: str) -> list[str]:
    """The words in one spelling, cut to length: "abu-bakr" has two."""
    return [word[:LONGEST_WORD] for word in WORD.findall(spelled)]


def has_digit(word: str) -> bool:
    """Whether a word is or holds a number, and is no matter of spelling."""
    return bool(_DIGIT.search(word))


def skeletons(chunk: str) -> list[str]:
    """The skeletons of the words between two spaces; none if a number is among them, which has only one spelling."""
    found = skeleton(plain(chunk))
    return [] if has_digit(found) else [word[:LONGEST_WORD] for word in found.split()]


class Memo:
    """The tokens of what stands between two spaces. Lives as long as one call: it holds case data."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._texts: dict[str, list[str]] = {}

    def tokens(self, names: Iterable[str], texts: Iterable[str]) -> str:
        """The tokens of one record, each once, parted by spaces."""
        found: list[str] = []
        known = self._names
        for chunk in " ".join(names).split():
            found += known.get(chunk) or _tokens(chunk, NAME, NAME_SKELETON, known)
        known = self._texts
        for chunk in " ".join(texts).split():
            found += known.get(chunk) or _tokens(chunk, TEXT, TEXT_SKELETON, known)
        return " ".join(dict.fromkeys(found))


def _tokens(chunk: str, word_mark: str, skeleton_mark: str, known: dict[str, list[str]]) -> list[str]:
    if chunk.isascii() and chunk.isalpha():
        # What most chunks are; the way below gives the same.
        found = [word_mark + chunk.lower()[:LONGEST_WORD], skeleton_mark + skeleton(chunk)[:LONGEST_WORD]]
    elif _REFERENCE.fullmatch(chunk):
        # "P-0001" is searched as a whole: its parts would put every person under "p".
        return [CODE + chunk.lower().replace("-", "")[:LONGEST_WORD]]
    else:
        found = [skeleton_mark + word for word in skeletons(chunk)]
        for spelled in spellings(chunk):
            words = parts(spelled)
            joined = "".join(words)[:LONGEST_WORD]
            found += [word_mark + word for word in words]
            found += [CODE + joined] if len(words) > 1 and has_digit(joined) else []
    known[chunk] = found
    return found


Pieces: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""The texts of a record's names, and those of its other fields; a text may be empty."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of a kind is searched.

    Attributes:
        select: The query for it: id, archived, the names, the other texts.
        names: How many of its columns are names.
        read: Columns that hold no plain text, by place, each with its facts.
    """

    select: str
    names: int
    read: tuple[tuple[int, Facts], ...]

    def pieces(self, row: Sequence[Any]) -> Pieces:
        """The texts of the names and of the rest, from a row of `select`."""
        texts = row[2:]
        if self.read:
            texts = list(texts)
            for place, facts in self.read:
                texts[place] = _said(facts, texts[place])
        return texts[: self.names], texts[self.names :]


@cache
def _plan(record_type: RecordType) -> _Plan:
    searched = [(name, facts) for name, facts in record_type.facts.items() if facts.search and facts.shape in _SEARCHED]
    names = [found for found in searched if found[1].search >= _NAME_WEIGHT]
    columns = names + [found for found in searched if found[1].search < _NAME_WEIGHT]
    listed = ", ".join(["id", "archived", *(f'"{name}"' for name, _facts in columns)])
    return _Plan(
        select=f'SELECT {listed} FROM "{record_type.kind.name}"',
        names=len(names),
        read=tuple((place, facts) for place, (_name, facts) in enumerate(columns) if facts.shape not in _PLAIN),
    )


def _said(facts: Facts, value: str) -> str:
    if not value:
        return ""
    if facts.shape is Shape.TAGS:
        return "\n".join(json.loads(value))
    terms = json.loads(value) if facts.shape is Shape.TERMS else [value]
    known = vocabulary(facts.vocabulary).terms
    return "\n".join(label for term in terms if term in known for label in known[term].labels.values())


def version(types: Mapping[str, RecordType]) -> str:
    """What an index must have been made with to be used: `VERSION` and the search weights of all fields."""
    weights = [(kind, name, facts.search) for kind, made in types.items() for name, facts in made.facts.items()]
    return f"{VERSION}.{blake2b(repr(weights).encode(), digest_size=4).hexdigest()}"


def refresh(connection: Connection, touched: Iterable[tuple[str, bytes]], types: Mapping[str, RecordType]) -> None:
    """Bring the index up to date with these records, in the transaction that wrote them.

    A record that was archived leaves the index. One whose row is gone was erased, and takes its last traces along.

    Args:
        connection: With the transaction open.
        touched: Kind and id of each record; what was written in no searched field costs a look and no write.
        types: Every kind by name.
    """
    memo = Memo()
    fresh = erased = False
    for kind, record in touched:
        if kind not in types:
            continue
        plan = _plan(types[kind])
        row = connection.execute(f"{plan.select} WHERE id = ?", (record,)).fetchone()
        erased = erased or row is None
        pieces = plan.pieces(row) if row and not row[1] else None
        fresh = _freshen(connection, kind, record, pieces, memo) or fresh
    if erased:
        scrub(connection)
    elif fresh and connection.execute("SELECT count(*) FROM search_fresh").fetchone()[0] > MOST_FRESH:
        settle(connection)


def _freshen(connection: Connection, kind: str, record: bytes, pieces: Pieces | None, memo: Memo) -> bool:
    """Note a record's new tokens, none if it has left; whether there was anything to note."""
    held = connection.execute(
        "SELECT coalesce((SELECT digest FROM search_fresh WHERE record = ?1),"
        " (SELECT digest FROM search_doc WHERE record = ?1), x'')",
        (record,),
    ).fetchone()
    digest = _digest(pieces) if pieces else _LEFT
    if digest == bytes(held[0]):
        return False
    connection.execute(
        "INSERT INTO search_fresh (record, kind, digest, words) VALUES (?, ?, ?, ?) ON CONFLICT (record)"
        " DO UPDATE SET digest = excluded.digest, words = excluded.words",
        (record, kind, digest, memo.tokens(*pieces) if pieces else ""),
    )
    return True


_LEFT = b""


def _digest(pieces: Pieces) -> bytes:
    names, texts = pieces
    return blake2b("\0".join([*names, "", *texts]).encode(), digest_size=8).digest()


def settle(connection: Connection) -> None:
    """Take what waits in `search_fresh` into the index, in the open transaction."""
    rows = connection.execute(
        "SELECT d.n, d.words, f.record, f.kind, f.digest, f.words FROM search_fresh f"
        " LEFT JOIN search_doc d ON d.record = f.record"
    ).fetchall()
    numbers: dict[str, int] = {}
    changes: list[tuple[int, str, tuple[bytes, bytes, str]]] = []
    for held, old, record, kind, digest, words in rows:
        if held is None and words:
            numbers[kind] = numbers[kind] + 1 if kind in numbers else _next_number(connection, kind)
        changes.append((numbers.get(kind, 0) if held is None else held, old or "", (record, digest, words)))
    # In the order of the numbers: a step back makes FTS5 write out what it has gathered.
    for number, old, (record, digest, words) in sorted(changes):
        if old:
            connection.execute(
                "INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', ?, ?)", (number, old)
            )
            connection.execute("DELETE FROM search_doc WHERE n = ?", (number,))
        if words:
            connection.execute("INSERT INTO search_doc VALUES (?, ?, ?, ?)", (number, record, digest, words))
            connection.execute("INSERT INTO search_word (rowid, words) VALUES (?, ?)", (number, words))
    connection.execute("DELETE FROM search_fresh")


def _next_number(connection: Connection, kind: str) -> int:
    row = connection.execute("SELECT n FROM search_kind WHERE name = ?", (kind,)).fetchone()
    if row is None:
        row = connection.execute("INSERT INTO search_kind (name) VALUES (?) RETURNING n", (kind,)).fetchone()
    first = row[0] << KIND_BITS
    (last,) = connection.execute(
        "SELECT max(n) FROM search_doc WHERE n >= ? AND n < ?", (first, first + (1 << KIND_BITS))
    ).fetchone()
    return first + 1 if last is None else int(last) + 1


def load(connection: Connection, kind: str, ids: Sequence[bytes], types: Mapping[str, RecordType]) -> None:
    """Add many new records of one kind, in the transaction that wrote them.

    Args:
        connection: With the transaction open.
        kind: Their kind.
        ids: Records that are not yet in the index.
        types: Every kind by name.
    """
    plan = _plan(types[kind])
    first = number = _next_number(connection, kind)
    memo = Memo()
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        # New ids follow each other: a range is read faster than a list, unless other records lie between.
        rows = connection.execute(f"{plan.select} WHERE id BETWEEN ? AND ?", (min(batch), max(batch))).fetchall()
        if len(rows) != len(batch):
            marks = ", ".join("?" * len(batch))
            rows = connection.execute(f"{plan.select} WHERE id IN ({marks})", tuple(batch)).fetchall()
        number = _add(connection, number, rows, plan, memo)
    connection.execute(
        "INSERT INTO search_word (rowid, words) SELECT n, words FROM search_doc WHERE n >= ? AND n < ?",
        (first, number),
    )


def _add(connection: Connection, number: int, rows: Iterable[Sequence[Any]], plan: _Plan, memo: Memo) -> int:
    """Write the tokens of these rows, but for archived ones, from this number on. Returns the next number."""
    docs: list[tuple[int, bytes, bytes, str]] = []
    for row in rows:
        pieces = plan.pieces(row)
        if not row[1] and (words := memo.tokens(*pieces)):
            docs.append((number + len(docs), row[0], _digest(pieces), words))
    connection.executemany("INSERT INTO search_doc VALUES (?, ?, ?, ?)", docs)
    return number + len(docs)


def rebuild(
    connection: Connection, types: Mapping[str, RecordType], progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Make the whole index anew from the records.

    Args:
        connection: With a transaction open.
        types: Every kind by name.
        progress: Called with the number of records looked at so far.
    """
    connection.execute("DELETE FROM search_fresh")
    connection.execute("DELETE FROM search_doc")
    done = 0
    for kind, record_type in types.items():
        plan = _plan(record_type)
        number = _next_number(connection, kind)
        memo = Memo()
        rows = connection.execute(f"{plan.select} ORDER BY id")
        while batch := rows.fetchmany(_BATCH):
            number = _add(connection, number, batch, plan, memo)
            done += len(batch)
            progress(done)
    scrub(connection)


def scrub(connection: Connection) -> None:
    """Write the FTS5 table anew from the tokens of the records there are, so that no erased word is left in it.

    To be called in the transaction that erased a field; an erased record calls for it by itself. Takes about half a
    second for 100,000 people.
    """
    settle(connection)
    connection.execute("INSERT INTO search_word (search_word) VALUES ('rebuild')")
