"""How two people are alike, field by field: the level at which each agrees. Pure; nothing here decides anything.

Names are compared word by word, in any order and script (`casework.name_likeness`), patronymics apart from the rest.
A level of `NOTHING` means that one of the two says nothing about it, which speaks neither for nor against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.counts import read_count
from casefile.casework.name_likeness import ALIKE, Word, word_likeness, word_of, words_in
from casefile.casework.soundness import bounds
from casefile.merge.short_names import full_sound

NOTHING = -1
"""One of the two says nothing about it."""
FEATURES = ("word", "other_word", "patronymic", "born", "sex", "identifier", "arrest")
"""What is compared; the order of the levels of a comparison."""
DIFFERENT, INITIAL, CLOSE, HEARD, WRITTEN = range(5)
"""Levels of two words: another word, an initial of it, a letter off or a short form, heard the same, written so."""
BORN_APART, BORN_NEAR, BORN_FITS, BORN_YEAR, BORN_DAY = range(5)
"""Levels of two births: apart, within a year or a digit of it off, compatible, the same year, the same day."""
ARREST_APART, ARREST_PLACE, ARREST_DAY, ARREST_BOTH = range(4)
"""Levels of two arrests: nothing in common, the place, the day, place and day."""
LEVELS = (5, 5, 3, 5, 2, 2, 4)
"""How many levels each of `FEATURES` has."""
_PATRONYMICS = tuple(
    ending
    for stem, endings in (
        ("ov", "ich ych ic na"),
        ("ev", "ich ic na"),
        ("ich", "na"),
        ("", "uly kyzy qyzy gyzy ogly oglu ugli qizi"),
    )
    for ending in (f"{stem}{end}" for end in endings.split(" "))
)
"""Endings of names made from the father's, in Latin letters; the longest that fits is taken off."""
_ENDINGS = sorted((*_PATRONYMICS, "yevich", "yevna", "inichna", "iyevich", "iyevna"), key=len, reverse=True)
_FATHERS_WORDS = frozenset({"uly", "kyzy", "qyzy", "gyzy", "ogly", "oglu", "ugli", "qizi"})
_WHOLE_NAME = 3
"""Words of a name from which one of them may be a patronymic; "Serik Petrovich" may have that for a surname."""
_YEAR = 366
_DECADE = 3652
_LEAP_DAYS = 6
_ABOUT = 3
"""Days within which two arrests may be one, told by two people."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One name of a person.

    Attributes:
        written: As it was recorded.
        words: Its words but the patronymic, in order.
        father: The patronymic without its ending, or its initial; None if there is none.
    """

    written: str
    words: tuple[Word, ...]
    father: Word | None = None


@dataclass(frozen=True, slots=True)
class Arrest:
    """One arrest: first and last day it may have been on, 0 if unknown, and the skeleton of the place's name."""

    first: int
    last: int
    place: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one person.

    Attributes:
        record: Who.
        names: Every name, in any script.
        born: First and last day of the birth, as ordinals; None if nothing is known.
        sex: Term of the vocabulary; empty if unknown.
        identifiers: Documents by kind and number.
        arrests: Every arrest.
    """

    record: RecordId
    names: tuple[Naming, ...]
    born: tuple[int, int] | None = None
    sex: str = ""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    arrests: tuple[Arrest, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people are.

    Attributes:
        levels: One for each of `FEATURES`.
        sounds: Skeletons of the two words that agree best, empty where they do not; how rare they are counts.
        names: The two names that are most alike, as recorded.
    """

    levels: tuple[int, ...]
    sounds: tuple[str, str]
    names: tuple[str, str]


class Lexicon:
    """The words of names, each made once: the same few thousand words make up a hundred thousand names."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}

    def word(self, folded: str) -> Word:
        """A word as it is compared."""
        found = self._words.get(folded)
        if found is None:
            found = self._words[folded] = word_of(folded)
        return found

    def words(self, written: str) -> tuple[Word, ...]:
        """The words of a title, in order."""
        return tuple(self.word(word) for word in words_in(written))

    def naming(self, written: str, father: str = "") -> Naming:
        """A name taken apart; its patronymic is told from its ending unless it is given."""
        words = [self.word(word) for word in words_in(written)]
        given = [self.word(word) for word in words_in(father)]
        known = [word for word in words if word not in given]
        if given:
            return Naming(written, tuple(known), self._without_ending(given))
        at = _patronymic_at(words)
        if not at:
            return Naming(written, tuple(words))
        return Naming(written, tuple(word for n, word in enumerate(words) if n not in at), self._fathers(words, at))

    def _fathers(self, words: Sequence[Word], at: Sequence[int]) -> Word:
        return self._without_ending([words[n] for n in at])

    def _without_ending(self, words: Sequence[Word]) -> Word:
        first = words[0]
        ending = next((one for one in _ENDINGS if first.latin.endswith(one) and len(first.latin) > len(one) + 1), "")
        return self.word(first.latin.removesuffix(ending)) if ending else first


def _patronymic_at(words: Sequence[Word]) -> tuple[int, ...]:
    if len(words) < _WHOLE_NAME:
        return ()
    for n, word in enumerate(words):
        if n and word.latin in _FATHERS_WORDS:
            return (n - 1, n)
    for n in range(len(words) - 1, -1, -1):
        if words[n].latin.endswith(_PATRONYMICS):
            return (n,)
    initials = [n for n, word in enumerate(words) if len(word.folded) == 1]
    # "A. B. Serikova": the second is the father's.
    return (initials[1],) if len(initials) > 1 else ()


def level(one: Word, other: Word) -> int:
    """How two words agree; the same whichever comes first."""
    if one is other or one.latin == other.latin:
        return WRITTEN
    score, heard = word_likeness(one, other)
    if min(len(one.folded), len(other.folded)) == 1:
        return INITIAL if heard else DIFFERENT
    if heard:
        return HEARD
    if score >= ALIKE:
        return CLOSE
    short = full_sound(one.sound) == other.sound or full_sound(other.sound) == one.sound
    return CLOSE if short else DIFFERENT


def compare(one: Profile, other: Profile) -> Likeness:
    """How alike two people are; the same whichever comes first, but for the order of `names`."""
    word, other_word, sounds, names = _names(one, other)
    father = _fathers(one, other)
    levels = (
        word,
        other_word,
        # Brothers and sisters have one father: with another given name, his says nothing.
        NOTHING if other_word == DIFFERENT and father else father,
        _born(one.born, other.born),
        NOTHING if not one.sex or not other.sex else int(one.sex == other.sex),
        _identifiers(one, other),
        _arrests(one.arrests, other.arrests),
    )
    return Likeness(levels, sounds, names)


def _names(one: Profile, other: Profile) -> tuple[int, int, tuple[str, str], tuple[str, str]]:
    best: tuple[int, int, tuple[str, str], tuple[str, str]] = (NOTHING, NOTHING, ("", ""), ("", ""))
    rank: tuple[int, int, tuple[str, str]] = (-1, -1, ("", ""))
    for mine in one.names:
        for theirs in other.names:
            first, second, sounds = _aligned(mine.words, theirs.words)
            ranked = (first + second, first, sounds)
            if ranked > rank:
                rank = ranked
                best = (first, second, sounds, (mine.written, theirs.written))
    return best


def _aligned(one: Sequence[Word], other: Sequence[Word]) -> tuple[int, int, tuple[str, str]]:
    """The levels of the two words that agree best, the better first, each word of one name taken once."""
    if not one or not other:
        return NOTHING, NOTHING, ("", "")
    pairs = [
        (-level(mine, theirs), max(mine.sound, theirs.sound), a, b)
        for a, mine in enumerate(one)
        for b, theirs in enumerate(other)
    ]
    best, sound, a, b = min(pairs)
    first = -best
    said = sound if first >= HEARD else ""
    rest = [pair for pair in pairs if pair[2] != a and pair[3] != b] if first >= CLOSE else []
    if not rest:
        return first, NOTHING, (said, "")
    second, sound, _a, _b = min(rest)
    return first, -second, (said, sound if -second >= HEARD else "")


def _fathers(one: Profile, other: Profile) -> int:
    levels = [
        level(mine.father, theirs.father)
        for mine in one.names
        for theirs in other.names
        if mine.father is not None and theirs.father is not None
    ]
    if not levels:
        return NOTHING
    best = max(levels)
    return 2 if best >= HEARD else 1 if best >= INITIAL else 0


def _born(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    if one is None or other is None:
        return NOTHING
    exact = one[0] == one[1] and other[0] == other[1]
    if max(one[0], other[0]) <= min(one[1], other[1]):
        if exact:
            return BORN_DAY
        narrow = max(one[1] - one[0], other[1] - other[0]) < _YEAR
        return BORN_YEAR if narrow else BORN_FITS
    apart = max(one[0], other[0]) - min(one[1], other[1])
    if apart <= _YEAR or (exact and apart % _DECADE <= _LEAP_DAYS and _digit_off(one[0], other[0])):
        return BORN_NEAR
    return BORN_APART


def _digit_off(one: int, other: int) -> bool:
    """Whether day and month are the same, and the last digit of the year."""
    first, second = dt.date.fromordinal(one), dt.date.fromordinal(other)
    return (first.day, first.month) == (second.day, second.month) and abs(first.year - second.year) % 10 == 0


def _identifiers(one: Profile, other: Profile) -> int:
    if one.identifiers & other.identifiers:
        return 1
    kinds = {kind for kind, _number in one.identifiers} & {kind for kind, _number in other.identifiers}
    return 0 if kinds else NOTHING


def _arrests(one: Sequence[Arrest], other: Sequence[Arrest]) -> int:
    found = NOTHING
    for mine in one:
        for theirs in other:
            dated, placed = bool(mine.first and theirs.first), bool(mine.place and theirs.place)
            if not dated and not placed:
                continue
            apart = max(mine.first, theirs.first) - min(mine.last, theirs.last)
            day = dated and apart <= _ABOUT and max(mine.last - mine.first, theirs.last - theirs.first) <= _ABOUT
            place = placed and mine.place == theirs.place
            found = max(found, ARREST_BOTH if day and place else ARREST_DAY if day else ARREST_PLACE if place else 0)
    return found


def born_between(birth_date: str, age: str, age_on: str) -> tuple[int, int] | None:
    """First and last day of birth that a record allows, as ordinals; from the age if there is no birth date."""
    first, last = bounds(birth_date)
    if first is not None and last is not None:
        slack = _YEAR if "~" in birth_date else 0
        return max(first.toordinal() - slack, 1), last.toordinal() + slack
    begin, end = bounds(age_on)
    try:
        said = read_count(age) if age else None
    except ValueError:
        # A later version wrote one more form.
        said = None
    if said is None or begin is None or end is None or said.least is None or said.most is None:
        return None
    youngest, oldest = said.least, said.most + 1
    slack = _YEAR if "~" in age else 0
    return begin.toordinal() - int(oldest * 365.25) - slack, end.toordinal() - int(youngest * 365.25) + slack


def sound_of(word: str) -> str:
    """The skeleton of one word as it is written in a name."""
    return " ".join(word_of(part).sound for part in words_in(word))
