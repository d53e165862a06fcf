"""Names that are alike: whether what is being typed may be somebody who is in the book already.

Two names are compared word by word, in any order and any script: a word counts as found again if it is written or
sounds the same, or differs by a letter or so. It shows candidates to a person, who decides; it never joins two people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rapidfuzz import fuzz
from sqlalchemy import select

from casefile.base.clock import RecordId
from casefile.base.text import fold, latin, skeleton
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.people_lists import PersonLine, person_lines

SHOWN = 3
"""Candidates that are shown while somebody types."""
ALIKE = 78
"""Likeness of two words, of 100, from which one may be a slip or another spelling of the other."""
_SAME_SOUND = 86.0
"""Likeness of words that sound alike and are written otherwise: "Yulia", "Iouliia"; but "Marat", "Murat" too."""
_SAME_SOUND_LEAST = 45
_SHORTEST = 2
"""Letters of a word that says anything: an initial is compared by its letter alone."""
_LOOKED_AT = 40
"""Candidates that one question to the index may give."""
_MOST_WORDS = 5
_MOST_QUESTIONS = 5

How = Literal["same", "spelling", "order", "part", "close"]
"""How a name is like another, the nearest first: written the same; in another script or spelling; its words in another
order; one has words that the other lacks; a word differs by a letter or so."""

Search = Callable[[str, int], Sequence[RecordId]]
"""Given words and how many at most: the people in whose file, or a part of it, all words are, in any spelling."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody in the book whose name is like another.

    Attributes:
        line: What a list says of the person.
        name: The name of the person that is alike, which may be an alias or in another script.
        how: How it is alike.
        likeness: From 0 to 100.
    """

    line: PersonLine
    name: str
    how: How
    likeness: float


def questions(name: str) -> list[str]:
    """What to ask the index for a name, in this order: all its words, then each choice of them that leaves one out.

    So a name is found that lacks a word of this one, or in which one word was mistyped. A single word is asked alone.
    """
    words = words_in(name)[:_MOST_WORDS]
    if not words:
        return []
    asked = [" ".join(words)]
    if len(words) > 1:
        asked += [" ".join(fewer) for fewer in combinations(words, len(words) - 1)]
    return asked[:_MOST_QUESTIONS]


def alike(reader: Reader, name: str, search: Search, *, but: Iterable[RecordId] = (), most: int = SHOWN) -> list[Alike]:
    """The people whose names are alike, the likest first; empty for less than a whole word.

    Args:
        reader: The book.
        name: As typed, in any script.
        search: Asks the search index.
        but: People who are not meant, such as the one whose form it is.
        most: How many at most.
    """
    seen = set(but)
    best: dict[RecordId, tuple[float, How, str]] = {}
    for asked in questions(name):
        if len(best) >= most:
            # Whoever has all the words is nearer than anybody who lacks one.
            break
        people = [person for person in search(asked, _LOOKED_AT) if person not in seen]
        seen.update(people)
        for person, other in _names_of(reader, people):
            compared = compare(name, other)
            if compared is not None and (person not in best or compared[0] > best[person][0]):
                best[person] = (*compared, other)
    nearest = sorted(best, key=lambda person: (-best[person][0], person))[:most]
    lines = {line.id: line for line in person_lines(reader, nearest)}
    return [
        Alike(lines[person], best[person][2], best[person][1], best[person][0]) for person in nearest if person in lines
    ]


def compare(one: str, other: str) -> tuple[float, How] | None:
    """How alike two names are, from 0 to 100, and in what way; None if they are not.

    Every word of the shorter name must be found again in the other. One word is not enough to be like a longer name.
    """
    left, right = words_in(one), words_in(other)
    if left and left == right:
        return 100.0, "same"
    shorter, longer = sorted((left, right), key=len)
    pairs = _pairs(shorter, longer) if len(shorter) > 1 or len(longer) == 1 else []
    if not pairs:
        return None
    lacking = len(longer) - len(shorter)
    # A word that one of them lacks says little: patronymics are often left out.
    total = sum(pair.score for pair in pairs) / len(pairs) - 4 * lacking
    if not all(pair.heard for pair in pairs):
        return total, "close"
    if lacking:
        return total, "part"
    in_order = [pair.place for pair in pairs] == sorted(pair.place for pair in pairs)
    return (total, "spelling") if in_order else (total - 1, "order")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word found again: how alike from 0 to 100, where it stands, and whether it sounds the same."""

    score: float
    place: int
    heard: bool


def _pairs(shorter: Sequence[str], longer: Sequence[str]) -> list[_Pair]:
    """For each word of the shorter name the likest in the longer; empty if one has none."""
    free = {place: word_of(other) for place, other in enumerate(longer)}
    pairs: list[_Pair] = []
    for word in map(word_of, shorter):
        found = [_Pair(score, place, heard) for place, (score, heard) in _likeness_of(word, free)]
        best = max(found, key=lambda pair: (pair.score, -pair.place))
        if best.score < ALIKE:
            return []
        del free[best.place]
        pairs.append(best)
    return pairs


def _likeness_of(word: Word, others: Mapping[int, Word]) -> Iterable[tuple[int, tuple[float, bool]]]:
    return ((place, word_likeness(word, other)) for place, other in others.items())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name as it is compared.

    Attributes:
        folded: Without case and accents, in its own script.
        latin: The same in Latin letters.
        sound: Its skeleton, which spellings of one name share.
    """

    folded: str
    latin: str
    sound: str


def word_of(folded: str) -> Word:
    """A word, which `fold` went over, as it is compared."""
    return Word(folded, latin(folded), skeleton(folded))


def word_likeness(one: Word, other: Word) -> tuple[float, bool]:
    """How alike two words are, from 0 to 100, and whether they may be heard as the same; an initial is heard so too."""
    if one.folded == other.folded:
        return 100.0, True
    if min(len(one.folded), len(other.folded)) < _SHORTEST:
        # "A. Serikova" may be "Aigul Serikova".
        same = one.latin[:1] == other.latin[:1]
        return (90.0 if same else 0.0), same
    written = fuzz.ratio(one.latin, other.latin)
    heard = one.sound == other.sound and written >= _SAME_SOUND_LEAST
    return (max(written, _SAME_SOUND) if heard else written), heard


def words_in(name: str) -> list[str]:
    """The words of a name, folded, in order; signs between them are left out."""
    return "".join(c if c.isalnum() else " " for c in fold(name)).split()


def _names_of(reader: Reader, people: Sequence[RecordId]) -> Iterable[tuple[RecordId, str]]:
    if not people:
        return
    person, name = record_type("person").table.c, record_type("name").table.c
    for record, shown in map(tuple, reader.rows(select(person.id, person.shown_name).where(person.id.in_(people)))):
        yield RecordId(record), shown
    parts = (name.full_name, name.given, name.patronymic, name.family)
    query = select(name.person, *parts).where(name.person.in_(people), name.archived == 0)
    for record, full, *rest in map(tuple, reader.rows(query)):
        yield RecordId(record), full or " ".join(part for part in rest if part)
