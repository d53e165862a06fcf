"""Finding words that must not be there, however they are written.

The same needles are used twice: on each free text before it is let through, and on the finished file. They match a
name in any case, spaced out, broken by a soft hyphen, with the endings of Russian and Kazakh, and in another script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from casefile.base.text import fold, latin, skeleton

LETTERS_IN_BYTES = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f\u0531-\u0587\u0620-\u06ff\u10a0-\u10ff][\\w .-]{4,}")
"""A stretch of letters in what is no text: shorter ones come about by chance."""
_WORD = re.compile(r"\w+")
_SURE = 6
"""Letters from which a name is looked for anywhere within a stretch of letters, not as a word of its own."""
_SHORTEST_WORD = 4
"""Letters from which a single name is looked for: a shorter one is a part of too many other words."""
_SHORTEST_WHOLE = 6
"""Letters and digits from which a value is looked for with all blanks left out."""
_SHORTEST_SKELETON = 4
_ENDING = 3
_LONG_ENDING = 8
"""Letters that the endings of a case may add to a short name, and to a longer one: Бейсенов, Бейсеновтарымыздан."""
_LONG_STEM = 5
_STEM_FROM = 6
"""Letters from which the last one may change when a name is declined: Байтелова, Байтеловой."""


@dataclass(frozen=True, slots=True)
class Needles:
    """Words that must not be printed, in the forms in which they are looked for.

    Attributes:
        words: Single names, folded.
        stems: Beginnings of names, folded, after which a case ending may stand.
        wholes: Values without blanks and signs, folded: full names, numbers.
        skeletons: Family names by sound, for other scripts and spellings.
        pairs: Full names by sound, two words in a row.
        fixed: Single words, folded and by sound, that are no find by themselves: those of the form's own text. In
            Kazakh "серік" is a name and the beginning of "серіктес", a partner.
    """

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    skeletons: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()

    def beside(self, texts: Iterable[str]) -> Needles:
        """The same, for a page that also holds these texts, of which it is known that they name nobody."""
        words = {word for text in texts for form in _forms(text) for word in _WORD.findall(form)}
        return replace(self, fixed=frozenset(words | {skeleton(word) for word in words}))

    def __bool__(self) -> bool:
        return bool(self.words or self.wholes or self.skeletons or self.pairs)

    def found_in(self, text: str) -> bool:
        """Whether any of them stands in the text."""
        return bool(self) and any(self._in_form(form) for form in dict.fromkeys((fold(text), fold(latin(text)))))

    def spelled_in(self, letters: str) -> bool:
        """Whether one is spelled out in letters found where there is no text: a picture, a font, a comment."""
        folded = fold(letters)
        names = (*(self.words - self.fixed), *(whole for whole in self.wholes if not whole.isdecimal()))
        return any(name in folded for name in names if len(name) >= _SURE)

    def _in_form(self, folded: str) -> bool:
        found = _WORD.findall(folded)
        found.extend(_letter_by_letter(found))
        single = set(found) - self.fixed
        if not self.words.isdisjoint(single) or any(self._declined(word) for word in single):
            return True
        compact = "".join(found).replace("_", "")
        if any(whole in compact for whole in self.wholes):
            return True
        heard = skeleton(folded).split(" ")
        if not (self.skeletons - self.fixed).isdisjoint(heard):
            return True
        return bool(self.pairs) and not self.pairs.isdisjoint(map(" ".join, pairwise(heard)))

    def _declined(self, word: str) -> bool:
        return any(
            word.startswith(stem) and len(word) - len(stem) <= (_LONG_ENDING if len(stem) >= _LONG_STEM else _ENDING)
            for stem in self.stems
        )


def _letter_by_letter(words: list[str]) -> list[str]:
    """Words that are spaced out or stand one letter a line, put together."""
    runs = ("".join(run) for alone, run in groupby(words, key=lambda word: len(word) == 1) if alone)
    made = [run for run in runs if len(run) >= _SHORTEST_WORD]
    return [*made, *(run[::-1] for run in made)]


def needles(names: Iterable[str], values: Iterable[str], harmless: Iterable[str] = ()) -> Needles:
    """Make needles.

    Args:
        names: Full names or parts of names that must not be printed.
        values: Other values that must not be: numbers of documents, addresses.
        harmless: Names that may be printed; a word in one of them is no needle by itself.
    """
    shared = {word for name in harmless for form in _forms(name) for word in _WORD.findall(form)}
    alike = {word for name in harmless for word in skeleton(name).split(" ")}
    words: set[str] = set()
    wholes: set[str] = set()
    skeletons: set[str] = set()
    pairs: set[str] = set()
    printable = {_compact(form) for name in harmless for form in _forms(name)}
    for name in names:
        for form in _forms(name):
            parts = _WORD.findall(form)
            words.update(part for part in parts if len(part) >= _SHORTEST_WORD and part not in shared)
            if len(parts) > 1:
                wholes.update({_compact(form), "".join(reversed(parts))})
        heard = [word for word in skeleton(name).split(" ") if word]
        skeletons.update(word for word in heard if len(word) >= _SHORTEST_SKELETON and word not in alike)
        for first, second in pairwise(heard):
            if len(first) + len(second) >= _SHORTEST_SKELETON and not {first, second} <= alike:
                pairs.update({f"{first} {second}", f"{second} {first}"})
    for value in values:
        wholes.update(_compact(form) for form in _forms(value))
    stems = {word[:-1] if len(word) >= _STEM_FROM else word for word in words}
    return Needles(
        words=frozenset(words),
        stems=frozenset(stem for stem in stems if not any(other.startswith(stem) for other in shared)),
        wholes=frozenset(whole for whole in wholes if len(whole) >= _SHORTEST_WHOLE and whole not in printable),
        skeletons=frozenset(skeletons),
        pairs=frozenset(pairs),
    )


def _forms(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((fold(text), fold(latin(text)))))


def _compact(folded: str) -> str:
    return "".join(_WORD.findall(folded)).replace("_", "")
