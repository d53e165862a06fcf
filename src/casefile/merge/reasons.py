"""Why two people may be one, and why not, in sentences: what a person needs in order to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.merge import likeness as at
from casefile.merge.likeness import FEATURES, NOTHING, Likeness, Profile
from casefile.merge.weighing import Model

_RARE, _COMMON = 0.002, 0.01
"""Shares of the people below which a name is rare, and above which it is common."""
_SMALL_BOOK = 50
"""In a book of so few people, how rare a name is cannot be told."""
_FAINT = 0.3
"""Bits that are not worth a sentence."""


def reasons(
    one: Profile, other: Profile, found: Likeness, weights: Sequence[float], model: Model
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences for and against, each the strongest first.

    Args:
        one: A person.
        other: Another.
        found: How they are alike.
        weights: Bits of each feature, as the model weighs them.
        model: The model in force; knows how many bear a name.
    """
    said: list[tuple[float, str]] = [(sum(weights[:2]), _names_told(found))] if found.levels[0] != NOTHING else []
    said += [(bits, text) for text, bits in _rarities(found, model)]
    for feature, level, bits in zip(FEATURES[2:], found.levels[2:], weights[2:], strict=True):
        if level != NOTHING and (abs(bits) >= _FAINT or feature == "sex"):
            said.append((bits, _SAID[feature](one, other, level)))
    speaking_for = sorted((-bits, text) for bits, text in said if bits > 0 and text)
    against = sorted((bits, text) for bits, text in said if bits <= 0 and text)
    return tuple(text for _bits, text in speaking_for), tuple(text for _bits, text in against)


def _names_told(found: Likeness) -> str:
    first, second = found.levels[:2]
    one, other = found.names
    if first < at.CLOSE:
        told = _("Different names: {one} and {other}")
    elif second == at.DIFFERENT:
        told = _("Only a part of the names is the same: {one} and {other}")
    elif at.INITIAL in {first, second}:
        told = _("An initial fits the name: {one} and {other}")
    elif at.CLOSE in {first, second}:
        told = _("The names differ by few letters, or one is a short form: {one} and {other}")
    elif one == other:
        told = _("The same name: {one}")
    elif second == NOTHING:
        told = _("One name is a part of the other: {one} and {other}")
    else:
        told = _("The same name in another spelling, script or order: {one} and {other}")
    return told.format(one=one, other=other)


def _rarities(found: Likeness, model: Model) -> list[tuple[str, float]]:
    told: list[tuple[str, float]] = []
    if model.people < _SMALL_BOOK:
        return told
    spelled = {word for name in found.names for word in name.split()}
    for sound in dict.fromkeys(found.sounds):
        number = model.bearers.get(sound, 0)
        word = min((one for one in spelled if at.sound_of(one) == sound), default="")
        if not sound or not number or not word:
            continue
        share = number / model.people
        if share <= _RARE:
            text = ngettext(
                "“{word}” is a rare name: {n} of {people} people",
                "“{word}” is a rare name: {n} of {people} people",
                number,
            )
            told.append((text.format(word=word, n=number, people=f"{model.people:n}"), 1.0))
        elif share >= _COMMON:
            text = ngettext(
                "“{word}” is a common name: {n} of {people} people",
                "“{word}” is a common name: {n} of {people} people",
                number,
            )
            told.append((text.format(word=word, n=f"{number:n}", people=f"{model.people:n}"), -0.5))
    return told


def _fathers_told(_one: Profile, _other: Profile, level: int) -> str:
    return (_("Different patronymics"), _("The patronymics are alike"), _("The same patronymic"))[level]


def _born_told(one: Profile, other: Profile, level: int) -> str:
    mine, theirs = _born(one), _born(other)
    if level == at.BORN_DAY:
        return _("Both were born on {date}").format(date=mine)
    if level == at.BORN_YEAR:
        year = dt.date.fromordinal(max(one.born[0], other.born[0])).year if one.born and other.born else ""
        return _("Both were born in {year}").format(year=year)
    if level == at.BORN_FITS:
        return _("The birth dates or ages fit each other: {one} and {other}").format(one=mine, other=theirs)
    if level == at.BORN_NEAR:
        return _("The birth dates are close, or a digit is off: {one} and {other}").format(one=mine, other=theirs)
    return _("Born at different times: {one} and {other}").format(one=mine, other=theirs)


def _born(profile: Profile) -> str:
    if profile.born is None:
        return ""
    first, last = (dt.date.fromordinal(day) for day in profile.born)
    if first == last:
        return say_date(first.isoformat(), language().code)
    return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"


def _sex_told(_one: Profile, _other: Profile, level: int) -> str:
    return _("The same sex") if level else _("Different sex")


def _identifier_told(_one: Profile, _other: Profile, level: int) -> str:
    return _("The same number of an identity document") if level else _("Different identity documents of one kind")


def _arrest_told(_one: Profile, _other: Profile, level: int) -> str:
    return (
        _("No arrest in common"),
        _("Arrested at the same place"),
        _("Arrested on the same day or near to it"),
        _("Arrested at the same place on the same day or near to it"),
    )[level]


_SAID: dict[str, Callable[[Profile, Profile, int], str]] = {
    "patronymic": _fathers_told,
    "born": _born_told,
    "sex": _sex_told,
    "identifier": _identifier_told,
    "arrest": _arrest_told,
}
