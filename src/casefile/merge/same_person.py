"""Which people of the book may be one person recorded twice: read, paired, compared, weighed, told in sentences.

Nothing is decided here and nothing is written. What was decided already is not asked again.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.text import skeleton
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.identity import Pair, decisions, pair_of, settled_pairs
from casefile.casework.soundness import bounds
from casefile.merge.candidates import LEAST, Candidate, Found, Report, ignore_progress
from casefile.merge.likeness import LEVELS, Arrest, Lexicon, Likeness, Naming, Profile, born_between, compare
from casefile.merge.pairing import pairs
from casefile.merge.reasons import reasons
from casefile.merge.short_names import full_sound
from casefile.merge.weighing import ENOUGH, Floats, Model, estimated, prior

_KNOWN_SEX = frozenset({"female", "male"})
_RANDOM_PAIRS = 60_000
_STEP = 20_000
"""Pairs that are compared between two reports."""


@dataclass(frozen=True, slots=True)
class People:
    """All that is compared of the people of a book, as read at one moment.

    Attributes:
        profiles: One for each person, by id.
        settled: Pairs that need not be asked about.
    """

    profiles: tuple[Profile, ...]
    settled: frozenset[Pair]


def gather(reader: Reader) -> People:
    """Read whom to compare: every individual who is not put aside."""
    lexicon = Lexicon()
    names = _names(reader, lexicon)
    identifiers = _identifiers(reader)
    arrests = _arrests(reader)
    columns = record_type("person").table.c
    query = (
        select(columns.id, columns.shown_name, columns.birth_date, columns.age, columns.age_on, columns.sex)
        .where(columns.archived == 0, columns.entity != "group")
        .order_by(columns.id)
    )
    births: dict[tuple[str, str, str], tuple[int, int] | None] = {}
    profiles = []
    for record, shown, birth, age, age_on, sex in map(tuple, reader.rows(query)):
        dates = (birth, age, age_on)
        if dates not in births:
            births[dates] = born_between(*dates)
        own = [lexicon.naming(shown)] if shown else []
        all_names = {(name.words, name.father): name for name in (*own, *names.get(record, ()))}
        profiles.append(
            Profile(
                RecordId(record),
                tuple(all_names.values()),
                births[dates],
                sex if sex in _KNOWN_SEX else "",
                frozenset(identifiers.get(record, ())),
                tuple(arrests.get(record, ())),
            )
        )
    return People(tuple(profiles), settled_pairs(decisions(reader, "person")))


def find(people: People, *, limit: int = 100, person: RecordId = NO_ID, report: Report = ignore_progress) -> Found:
    """The pairs that may be one person, the likeliest first; touches no book.

    Args:
        people: As `gather` read them.
        limit: How many to tell at most.
        person: Only pairs with this one; anybody if empty.
        report: Told how far it is; may raise to stop.
    """
    profiles = people.profiles
    paired = pairs(map(_keys, profiles), lambda n: _year(profiles[n]), lambda: report(0, 0))
    model = prior(len(profiles), _bearers(profiles))
    rarity = {sound: model.rarity(sound) for sound in model.bearers}
    levels, rarities = _compared(people, paired, rarity, report)
    if len(profiles) >= ENOUGH:
        model = estimated(model, _at_random(people), levels, rarities)
    chances = model.chances(levels, rarities)
    order = np.lexsort((paired[:, 1], paired[:, 0], -chances))
    told: list[tuple[int, int]] = []
    worth = 0
    for at in order.tolist():
        if chances[at] < LEAST:
            break
        one, other = (int(number) for number in paired[at])
        pair = pair_of(profiles[one].record, profiles[other].record)
        if pair in people.settled or (person and person not in pair):
            continue
        worth += 1
        if len(told) < limit:
            told.append((at, one if profiles[one].record == pair[0] else other))
    made = tuple(_candidate(people, model, paired[at], first, float(chances[at])) for at, first in told)
    return Found(made, worth - len(made), len(paired))


def same_people(
    reader: Reader, *, limit: int = 100, person: RecordId = NO_ID, report: Report = ignore_progress
) -> Found:
    """Read and compare; see `gather` and `find`."""
    return find(gather(reader), limit=limit, person=person, report=report)


def _keys(profile: Profile) -> set[object]:
    """What somebody who is the same person shares with this one, if but one thing was recorded otherwise."""
    made: set[object] = set()
    year = _year(profile)
    for name in profile.names:
        sounds = {full_sound(word.sound) for word in name.words if len(word.folded) > 1}
        letters = {word.latin[:1] for word in name.words}
        made.update(("words", *sorted(pair)) for pair in combinations(sounds, 2))
        made.update(("word", sound, letter) for sound in sounds for letter in letters if len(letters) > 1)
        if len(name.words) == 1:
            made.update(("single", sound) for sound in sounds)
        if year is not None:
            made.update(("year", sound, near) for sound in sounds for near in (year, year + 1))
    if profile.born and profile.born[0] == profile.born[1]:
        made.add(("born", profile.born[0]))
    made.update(("document", number) for _kind, number in profile.identifiers)
    for arrest in profile.arrests:
        if arrest.first and arrest.place:
            made.add(("arrest", arrest.first, arrest.place))
    return made


def _year(profile: Profile) -> int | None:
    return None if profile.born is None else (profile.born[0] + profile.born[1]) // 731


def _bearers(profiles: Sequence[Profile]) -> Counter[str]:
    return Counter(sound for one in profiles for sound in {word.sound for name in one.names for word in name.words})


def _compared(
    people: People, paired: NDArray[np.int64], rarity: dict[str, float], report: Report
) -> tuple[NDArray[np.int8], Floats]:
    levels = np.zeros((len(paired), len(LEVELS)), dtype=np.int8)
    rarities = np.zeros((len(paired), 2), dtype=np.float64)
    for start in range(0, len(paired), _STEP):
        report(start, len(paired))
        found = [_likeness(people, one, other) for one, other in paired[start : start + _STEP].tolist()]
        levels[start : start + _STEP] = [one.levels for one in found]
        rarities[start : start + _STEP] = [[rarity.get(sound, 0.0) for sound in one.sounds] for one in found]
    report(len(paired), len(paired))
    return levels, rarities


def _likeness(people: People, one: int, other: int) -> Likeness:
    return compare(people.profiles[one], people.profiles[other])


def _at_random(people: People) -> NDArray[np.int8]:
    chance = random.Random(len(people.profiles))  # noqa: S311 - a sample that can be repeated, not a key
    numbers = range(len(people.profiles))
    sample = (chance.sample(numbers, 2) for _number in range(_RANDOM_PAIRS))
    return np.array([_likeness(people, one, other).levels for one, other in sample], dtype=np.int8)


def _candidate(people: People, model: Model, pair: NDArray[np.int64], first: int, chance: float) -> Candidate:
    second = int(pair.sum()) - first
    one, other = people.profiles[first], people.profiles[second]
    likeness = compare(one, other)
    levels = np.array([likeness.levels], dtype=np.int8)
    weights = model.weights(levels, np.array([[model.rarity(sound) for sound in likeness.sounds]]))[0]
    speaking_for, against = reasons(one, other, likeness, weights.tolist(), model)
    return Candidate("person", one.record, other.record, chance, speaking_for, against)


def _names(reader: Reader, lexicon: Lexicon) -> dict[bytes, list[Naming]]:
    columns = record_type("name").table.c
    parts = (columns.given, columns.patronymic, columns.family)
    query = select(columns.person, columns.full_name, *parts).where(
        # A pseudonym for publication is made to be like nobody.
        columns.archived == 0,
        columns.name_kind != "publication_pseudonym",
    )
    found: dict[bytes, list[Naming]] = {}
    for person, full, given, father, family in map(tuple, reader.rows(query)):
        written = full or " ".join(part for part in (given, father, family) if part)
        found.setdefault(person, []).append(lexicon.naming(written, father))
    return found


def _identifiers(reader: Reader) -> dict[bytes, list[tuple[str, str]]]:
    columns = record_type("identifier").table.c
    query = select(columns.person, columns.identifier_kind, columns.number).where(columns.archived == 0)
    found: dict[bytes, list[tuple[str, str]]] = {}
    for person, kind, number in map(tuple, reader.rows(query)):
        plain = "".join(letter for letter in number.upper() if letter.isalnum())
        found.setdefault(person, []).append((kind, plain))
    return found


def _arrests(reader: Reader) -> dict[bytes, list[Arrest]]:
    columns, place = record_type("custody").table.c, record_type("place").table.c
    table = record_type("custody").table.outerjoin(record_type("place").table, place.id == columns.arrest_place)
    query = (
        select(columns.person, columns.arrested, columns.arrest_place_detail, place.shown_name)
        .select_from(table)
        .where(columns.archived == 0)
    )
    found: dict[bytes, list[Arrest]] = {}
    for person, arrested, detail, named in _told(reader, query):
        first, last = bounds(arrested)
        days = (first.toordinal(), last.toordinal()) if first and last else (0, 0)
        found.setdefault(person, []).append(Arrest(*days, skeleton(named or detail)))
    return found


def _told(reader: Reader, query: Any) -> Iterator[tuple[bytes, str, str, str]]:
    for person, arrested, detail, named in map(tuple, reader.rows(query)):
        if arrested or detail or named:
            yield person, arrested, detail, named or ""
