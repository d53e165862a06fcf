"""The question to the search index: words typed by a person, answered with records, the best first.

Every word must be in the record, the last one as the beginning of a word. The answer comes in six ranks: all words
whole in its names; the last as a beginning; in its names by any spelling; whole in names or other texts; the last as a
beginning there; there by any spelling. Each rank is one lazy look into the index that stops as soon as there is enough
to show, so that a single letter over 100,000 people costs no more than a name. Whatever is typed is only ever looked
up, never syntax.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from casefile.base.text import skeleton_beginnings
from casefile.casework.record import ANY_KIND, RecordType
from casefile.search.index import (
    CODE,
    KIND_BITS,
    LONGEST_PREFIX,
    LONGEST_WORD,
    NAME,
    NAME_SKELETON,
    TEXT,
    TEXT_SKELETON,
    Connection,
    has_digit,
    parts,
    plain,
    skeletons,
    spellings,
)

MOST_WORDS = 12
"""Words of a question that are looked at."""

_MOST_RANGES = 4
_FEW_TERMS = 8
_LONG_LISTS = frozenset({TEXT, TEXT_SKELETON})
_BATCH = 500


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
    # The letters of words as written, those of skeletons, and whether the last word may go on.
    (NAME, "", False),
    (NAME, "", True),
    (NAME, NAME_SKELETON, True),
    (NAME + TEXT, "", False),
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
    asked = questions(words)
    if not asked:
        return []
    found: list[Match] = []
    with closing(_candidates(connection, asked, frozenset(kinds or types).intersection(types))) as candidates:
        while len(found) < limit and (batch := list(islice(candidates, limit - len(found)))):
            found.extend(_with_owners(connection, batch, types))
    return found


Slot: TypeAlias = list[str]
"""Tokens of which one must be there. One that ends in a space is meant whole, any other is the beginning of a token."""


@dataclass(frozen=True, slots=True)
class Question:
    """What must be in a record, for one rank: of each chunk one way, of each way every slot."""

    rank: int
    chunks: tuple[list[list[Slot]], ...]

    def expression(self) -> str:
        """As FTS5 is asked. Tokens are quoted and hold letters and digits alone: nothing typed is ever syntax."""
        return _joined(
            " AND ",
            [
                _joined(
                    " OR ",
                    [_joined(" AND ", [_joined(" OR ", [_quoted(t) for t in slot]) for slot in way]) for way in chunk],
                )
                for chunk in self.chunks
            ],
        )

    def fits(self, words: str) -> bool:
        """Whether tokens parted by spaces, with a space before and behind, answer it: for what is not yet in FTS5."""
        return all(
            any(all(any(f" {token}" in words for token in slot) for slot in way) for way in chunk)
            for chunk in self.chunks
        )


def _quoted(token: str) -> str:
    return f'"{token.rstrip()}"' if token.endswith(" ") else f'"{token}"*'


def _joined(word: str, terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({word.join(terms)})"


def questions(words: str) -> list[Question]:
    """What to ask the index for what was typed, best rank first; a rank that adds nothing is left out."""
    typed = [chunk for text in words.split()[:MOST_WORDS] if (chunk := _Chunk.of(text)).spelled]
    made: list[Question] = []
    for rank, (written, by_skeleton, open_end) in enumerate(_RANKS):
        chunks = [chunk.ways(written, by_skeleton, open_end=False) for chunk in typed[:-1]]
        chunks += [chunk.ways(written, by_skeleton, open_end=open_end) for chunk in typed[-1:]]
        if chunks and all(tuple(chunks) != earlier.chunks for earlier in made):
            made.append(Question(rank, tuple(chunks)))
    return made


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
        return cls(spelled, heard, skeleton_beginnings(plain(typed)) if heard else ())

    def ways(self, written: str, by_skeleton: str, *, open_end: bool) -> list[list[Slot]]:
        """The ways in which it may be in a record, with these letters before its tokens."""
        end = "" if open_end else " "
        ways = [
            [*(_slot(written, [word], " ") for word in words[:-1]), _slot(written, words[-1:], end)]
            for words in self.spelled
        ]
        ways += [[_slot(CODE, [joined], end)] for words in self.spelled if has_digit(joined := "".join(words))]
        if by_skeleton and self.begun:
            last = self.begun if open_end else self.heard[-1:]
            ways.append([*(_slot(by_skeleton, [word], " ") for word in self.heard[:-1]), _slot(by_skeleton, last, end)])
        return ways


def _slot(letters: str, words: Sequence[str], end: str) -> Slot:
    return [f"{letter}{word[:LONGEST_WORD]}{end}" for word in words for letter in letters]


class _Terms:
    """The words there are in texts, so that a beginning of few words is asked for as those words.

    FTS5 gathers all rows of a beginning before it gives the first; the rows of a word it gives one by one. In a hundred
    thousand notes that is the difference between "detai" and "detained".
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Slot] = {}

    def spelled_out(self, question: Question) -> Question | None:
        """The same question with beginnings made words where they are few; None if nothing can answer it."""
        chunks = []
        for chunk in question.chunks:
            ways = [[[whole for token in slot for whole in self._wholes(token)] for slot in way] for way in chunk]
            chunks.append([way for way in ways if all(way)])
        return Question(question.rank, tuple(chunks)) if all(chunks) else None

    def _wholes(self, token: str) -> Slot:
        if token[0] not in _LONG_LISTS or token.endswith(" ") or len(token) <= LONGEST_PREFIX:
            return [token]
        if token not in self._known:
            self._known[token] = self._look_up(token)
        return self._known[token]

    def _look_up(self, token: str) -> Slot:
        found: Slot = []
        start = token
        while len(found) <= _FEW_TERMS:
            row = self._connection.execute("SELECT term FROM search_term WHERE term >= ? LIMIT 1", (start,)).fetchone()
            if row is None or not row[0].startswith(token):
                return found
            found.append(f"{row[0]} ")
            # The next word there can be: counting on from this one, row by row, is what is to be spared.
            start = f"{row[0]}\x01"
        return [token]


def _candidates(
    connection: Connection, asked: Sequence[Question], kinds: frozenset[str]
) -> Generator[Match, None, None]:
    """What answers the questions, each record once, read from the index only as far as it is taken."""
    fresh = [
        (kind, bytes(record), f" {words} ")
        for record, kind, words in connection.execute("SELECT record, kind, words FROM search_fresh").fetchall()
    ]
    numbers = {number: name for number, name in connection.execute("SELECT n, name FROM search_kind") if name in kinds}
    ranges = _ranges(numbers)
    terms = _Terms(connection)
    seen: set[bytes] = set()
    stale = {record for _kind, record, _words in fresh}
    for question in asked:
        for kind, record, words in fresh:
            if record not in seen and kind in kinds and question.fits(words):
                seen.add(record)
                yield Match(kind, record, question.rank, kind, record)
        settled = terms.spelled_out(question)
        if settled is None:
            continue
        for first, last in ranges:
            rows = connection.execute(_ASK, (settled.expression(), first << KIND_BITS, (last + 1 << KIND_BITS) - 1))
            try:
                for number, held in rows:
                    record, kind = bytes(held), numbers.get(number >> KIND_BITS, "")
                    if kind and record not in seen and record not in stale:
                        seen.add(record)
                        yield Match(kind, record, question.rank, kind, record)
            finally:
                rows.close()


# The table of FTS5 first: it gives rows one by one, and only as many as are taken.
_ASK = (
    "SELECT d.n, d.record FROM search_word f CROSS JOIN search_doc d ON d.n = f.rowid"
    " WHERE search_word MATCH ? AND f.rowid BETWEEN ? AND ?"
)


def _ranges(wanted: Iterable[int]) -> list[tuple[int, int]]:
    """The kinds' numbers as ranges, first and last; one wide range when there would be too many."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(wanted):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges if len(ranges) <= _MOST_RANGES else [(ranges[0][0], ranges[-1][1])]


def kinds_within(types: Mapping[str, RecordType], kind: str) -> frozenset[str]:
    """The kinds whose records are, or may be, a part of a record of this kind, at any depth; and the kind itself."""
    within = {kind, ANY_KIND}
    while more := {
        name
        for name, record_type in types.items()
        if name not in within and record_type.owner and record_type.facts[record_type.owner].target in within
    }:
        within |= more
    return frozenset(within & types.keys())


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
    column = f'"{owner}"' if owner else "x''"
    found: dict[tuple[str, bytes], tuple[int, bytes]] = {}
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        rows = connection.execute(
            f'SELECT id, archived, {column} FROM "{kind}" WHERE id IN ({", ".join("?" * len(batch))})', tuple(batch)
        )
        found.update({(kind, bytes(record)): (archived, bytes(link)) for record, archived, link in rows})
    return found


def _kind_above(connection: Connection, types: Mapping[str, RecordType], kind: str, link: bytes) -> str:
    """The kind of the record that an owner link points to; empty if it points nowhere or to what is not here."""
    target = types[kind].facts[types[kind].owner].target if link else ""
    if target != ANY_KIND:
        return target
    row = connection.execute(
        f"SELECT coalesce((SELECT kind FROM search_fresh WHERE record = ?1), (SELECT k.name FROM search_doc d"
        f" JOIN search_kind k ON k.n = d.n >> {KIND_BITS} WHERE d.record = ?1), '')",
        (link,),
    ).fetchone()
    return str(row[0]) if row and row[0] in types else ""
