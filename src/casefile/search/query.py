"""The question to the search index: words typed by a person, answered with records, the best first.

Every word must be in the record, the last one as the beginning of a word. The answer comes in five ranks: all words
whole in its names; the last as a beginning; in its names by any spelling; in names or other texts; in either by any
spelling. Each rank is one lazy look into the index that stops as soon as there is enough to show, so that a single
letter over 100,000 people costs no more than a name. Whatever is typed is only ever looked up, never syntax.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from casefile.base.text import skeleton_beginnings
from casefile.casework.record import ANY_KIND, RecordType
from casefile.search.index import (
    CODE,
    KIND_BITS,
    LONGEST_WORD,
    NAME,
    NAME_SKELETON,
    TEXT,
    TEXT_SKELETON,
    Connection,
    has_digit,
    parts,
    skeletons,
    spellings,
)

MOST_WORDS = 12
"""Words of a question that are looked at."""

_MOST_RANGES = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A record that holds the words.

    Attributes:
        kind: Its kind.
        record: Its id.
        rank: 0 for the best; see the ranks above.
        owner_kind: Kind of the record it is a part of: the person for a name; its own kind if it is a part of none.
        owner: Id of that record.
    """

    kind: str
    record: bytes
    rank: int
    owner_kind: str
    owner: bytes


_RANKS = (
    # Letters for the words as written, for their skeletons, and whether the last word may go on.
    (NAME, "", False),
    (NAME, "", True),
    (NAME, NAME_SKELETON, True),
    (NAME + TEXT, "", True),
    (NAME + TEXT, NAME_SKELETON + TEXT_SKELETON, True),
)
_DEEPEST = 10
"""Steps from a part to the record it belongs to; the case file has three."""


def find(
    connection: Connection,
    words: str,
    *,
    types: Mapping[str, RecordType],
    kinds: frozenset[str] = frozenset(),
    limit: int = 50,
) -> list[Match]:
    """The records that hold all the words, in any script, best first; at most `limit`.

    Parts of an archived record are left out, as archived records are.

    Args:
        connection: A connection to the vault's database.
        words: As typed; without a letter or digit it finds nothing.
        types: Every kind by name.
        kinds: Kinds to look in; all if empty.
        limit: How many at most.
    """
    numbers = {number: name for number, name in connection.execute("SELECT n, name FROM search_kind") if name in types}
    wanted = frozenset(number for number, name in numbers.items() if not kinds or name in kinds)
    asked = questions(words)
    if not asked or not wanted:
        return []
    candidates = _candidates(connection, asked, wanted)
    found: list[Match] = []
    while len(found) < limit and (batch := list(islice(candidates, limit - len(found)))):
        matches = [Match(kind := numbers[number], record, rank, kind, record) for number, record, rank in batch]
        found.extend(_with_owners(connection, matches, types))
    candidates.close()
    return found


def questions(words: str) -> list[tuple[int, str]]:
    """The FTS5 expressions for what was typed, each with its rank; a rank that adds nothing is left out."""
    chunks = [chunk for typed in words.split()[:MOST_WORDS] if (chunk := _Chunk.of(typed)).spelled]
    made: dict[str, int] = {}
    for rank, (written, by_skeleton, open_end) in enumerate(_RANKS):
        groups = [chunk.expression(written, by_skeleton, "") for chunk in chunks[:-1]]
        groups += [chunk.expression(written, by_skeleton, "*" if open_end else "") for chunk in chunks[-1:]]
        made.setdefault(" AND ".join(groups), rank)
    return [(rank, question) for question, rank in made.items() if question]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stood between two spaces, in every form in which it may be in the index.

    Attributes:
        spelled: Its words, for each spelling.
        heard: The skeletons of its words.
        begun: What the skeleton of the last word may begin with, when it may go on.
    """

    spelled: tuple[tuple[str, ...], ...]
    heard: tuple[str, ...]
    begun: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> _Chunk:
        """Read what was typed."""
        spelled = tuple(dict.fromkeys(found for one in spellings(typed) if (found := tuple(parts(one)))))
        heard = tuple(skeletons(typed))
        last = parts(typed)
        begun = skeleton_beginnings(last[-1]) if heard and last else ()
        return cls(spelled, heard, begun)

    def expression(self, written: str, by_skeleton: str, star: str) -> str:
        """An FTS5 expression for this chunk among tokens with these letters; `star` leaves its last word open."""
        ways = [
            _all([_any(written, word) for word in words[:-1]] + [_any(written, words[-1], star)])
            for words in self.spelled
        ]
        ways += [_any(CODE, joined, star) for words in self.spelled if has_digit(joined := "".join(words))]
        if by_skeleton and self.heard and self.begun:
            last = [_any(by_skeleton, begun, star) for begun in (self.begun if star else self.heard[-1:])]
            ways.append(_all([*(_any(by_skeleton, word) for word in self.heard[:-1]), _either(last)]))
        return _either(list(dict.fromkeys(ways)))


def _any(letters: str, word: str, star: str = "") -> str:
    # Quoted, and made of letters and digits alone: nothing typed is ever syntax.
    return _either([f'"{letter}{word[:LONGEST_WORD]}"{star}' for letter in letters])


def _either(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def _all(needed: list[str]) -> str:
    return needed[0] if len(needed) == 1 else f"({' AND '.join(needed)})"


def _candidates(
    connection: Connection, asked: Sequence[tuple[int, str]], wanted: frozenset[int]
) -> Generator[tuple[int, bytes, int], None, None]:
    """Kind, record and rank of what the expressions find, each record once, read from the index as it is asked for."""
    seen: set[int] = set()
    for rank, question in asked:
        for first, last in _ranges(wanted):
            rows = connection.execute(
                "SELECT d.n, d.record FROM search_word f CROSS JOIN search_doc d ON d.n = f.rowid"
                " WHERE search_word MATCH ? AND f.rowid BETWEEN ? AND ?",
                (question, first << KIND_BITS, (last + 1 << KIND_BITS) - 1),
            )
            try:
                for number, record in rows:
                    if number not in seen and number >> KIND_BITS in wanted:
                        seen.add(number)
                        yield number >> KIND_BITS, bytes(record), rank
            finally:
                rows.close()


def _ranges(wanted: frozenset[int]) -> list[tuple[int, int]]:
    """The kinds' numbers as ranges, first and last; one wide range when there would be too many."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(wanted):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges if len(ranges) <= _MOST_RANGES else [(min(wanted), max(wanted))]


def _with_owners(connection: Connection, matches: list[Match], types: Mapping[str, RecordType]) -> list[Match]:
    """The matches, each led up to the record it is a part of; without those whose owner was archived or is gone."""
    led = [match for match in matches if not types[match.kind].owner]
    climbing = [match for match in matches if types[match.kind].owner]
    for _step in range(_DEEPEST):
        if not climbing:
            break
        above: dict[tuple[str, bytes], tuple[int, bytes]] = {}
        for kind in {match.owner_kind for match in climbing}:
            above.update(_links_up(connection, types[kind], [m.owner for m in climbing if m.owner_kind == kind]))
        higher: list[Match] = []
        for match in climbing:
            archived, link = above.get((match.owner_kind, match.owner), (1, b""))
            if archived:
                continue
            target = _kind_above(connection, types, match.owner_kind, link)
            if target:
                higher.append(replace(match, owner_kind=target, owner=link))
            elif not link:
                led.append(match)
        climbing = higher
    order = {(match.kind, match.record): place for place, match in enumerate(matches)}
    return sorted(led, key=lambda match: order[match.kind, match.record])


def _links_up(
    connection: Connection, record_type: RecordType, records: list[bytes]
) -> dict[tuple[str, bytes], tuple[int, bytes]]:
    """Whether each of these records is archived, and the link to its owner, empty for a record of its own."""
    kind, owner = record_type.kind.name, record_type.owner
    column, marks = f'"{owner}"' if owner else "x''", ", ".join("?" * len(records))
    rows = connection.execute(f'SELECT id, archived, {column} FROM "{kind}" WHERE id IN ({marks})', tuple(records))
    return {(kind, bytes(record)): (archived, bytes(link)) for record, archived, link in rows}


def _kind_above(connection: Connection, types: Mapping[str, RecordType], kind: str, link: bytes) -> str:
    """The kind of the record that an owner link points to; empty if it points nowhere or to what is not here."""
    target = types[kind].facts[types[kind].owner].target if link else ""
    if target != ANY_KIND:
        return target
    row = connection.execute(
        f"SELECT k.name FROM search_doc d JOIN search_kind k ON k.n = d.n >> {KIND_BITS} WHERE d.record = ?", (link,)
    ).fetchone()
    return str(row[0]) if row and row[0] in types else ""
