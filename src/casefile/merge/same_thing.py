"""Which events, places, organisations and sources may be recorded twice: by what they are called, when and where.

Simpler than people: a title is compared word by word, a word counts by how rare it is, and date and place speak for it
or against. Nothing is decided here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import exp, log

from sqlalchemy import select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language
from casefile.base.text import skeleton
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.identity import Pair, decisions, pair_of, settled_pairs
from casefile.casework.soundness import bounds
from casefile.merge.candidates import LEAST, Candidate, Found, Report, ignore_progress
from casefile.merge.likeness import CLOSE, HEARD, Lexicon, Naming, level
from casefile.merge.pairing import pairs

_AGREES = {CLOSE: 0.7}
"""How much of a word counts at a level; all of it where it is heard the same."""
_NAMED_ALIKE = 0.45
"""Likeness of titles, from 0 to 1, below which nothing else is looked at."""
_STEP = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """How a kind is told apart: its fields for name, other names, author, date and place; empty where it has none."""

    name: str
    aliases: str = ""
    date: str = ""
    place: str = ""
    author: str = ""


TOLD: Mapping[str, Told] = {
    "event": Told("title", date="began", place="place"),
    "place": Told("shown_name", aliases="aliases", place="parent"),
    "organisation": Told("shown_name", aliases="aliases", place="country"),
    "source": Told("title", date="dated", author="author"),
}
"""The kinds besides people."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is compared of one record; days as ordinals, 0 if unknown."""

    record: RecordId
    names: tuple[Naming, ...]
    dated: str
    first: int
    last: int
    place: str
    author: str


@dataclass(frozen=True, slots=True)
class Things:
    """All records of a kind, as read at one moment, and the pairs that need not be asked about."""

    kind: str
    things: tuple[Thing, ...]
    settled: frozenset[Pair]


def gather(reader: Reader, kind: str) -> Things:
    """Read what to compare of a kind of `TOLD`: every record that is not put aside."""
    told = TOLD[kind]
    columns = record_type(kind).table.c
    place = record_type("place").table.c
    places = {NO_ID: ""} | {
        RecordId(one): skeleton(name) for one, name in map(tuple, reader.rows(select(place.id, place.shown_name)))
    }
    wanted = [field for field in (told.name, told.aliases, told.date, told.place, told.author) if field]
    query = select(columns.id, *(columns[field] for field in wanted)).where(columns.archived == 0).order_by(columns.id)
    lexicon = Lexicon()
    things: list[Thing] = []
    for row in reader.rows(query):
        record, *rest = tuple(row)
        held = {"": "", **dict(zip(wanted, rest, strict=True))}
        others = json.loads(held[told.aliases]) if told.aliases else []
        first, last = bounds(held[told.date])
        where = held[told.place]
        things.append(
            Thing(
                RecordId(record),
                # Nobody has a patronymic here, so the words are taken as they stand.
                tuple(Naming(one, lexicon.words(one)) for one in (held[told.name], *others) if one),
                held[told.date],
                first.toordinal() if first and last else 0,
                last.toordinal() if first and last else 0,
                places.get(RecordId(where), "") if isinstance(where, bytes) else where,
                skeleton(held[told.author]),
            )
        )
    return Things(kind, tuple(things), settled_pairs(decisions(reader, kind)))


def find(things: Things, *, limit: int = 100, record: RecordId = NO_ID, report: Report = ignore_progress) -> Found:
    """The pairs that may be one, the likeliest first; touches no book. See `same_person.find`."""
    known = things.things
    bearers = Counter(sound for one in known for sound in {word.sound for name in one.names for word in name.words})
    weight = {sound: log((len(known) + 20) / (number + 0.5)) for sound, number in bearers.items()}
    paired = pairs(map(_keys, known), lambda n: known[n].first or None, lambda: report(0, 0))
    told: list[tuple[float, Candidate]] = []
    for number, (one, other) in enumerate(paired.tolist()):
        if number % _STEP == 0:
            report(number, len(paired))
        first, second = sorted((known[one], known[other]), key=lambda thing: thing.record)
        pair = pair_of(first.record, second.record)
        if pair in things.settled or (record and record not in pair):
            continue
        found = _compared(things.kind, first, second, weight)
        if found is not None and found.chance >= LEAST:
            told.append((-found.chance, found))
    told.sort(key=lambda one: (one[0], one[1].first, one[1].second))
    return Found(tuple(one for _chance, one in told[:limit]), max(len(told) - limit, 0), len(paired))


def _keys(thing: Thing) -> set[object]:
    made: set[object] = set()
    for name in thing.names:
        sounds = sorted({word.sound for word in name.words if word.sound})
        made.update(combinations(sounds[:12], 2))
        if len(sounds) == 1:
            made.update(sounds)
        if thing.first:
            made.update((sound, thing.first) for sound in sounds)
    return made


def _compared(kind: str, one: Thing, other: Thing, weight: Mapping[str, float]) -> Candidate | None:
    named, mine, theirs = max(
        ((_likeness(a, b, weight), a.written, b.written) for a in one.names for b in other.names),
        default=(0.0, "", ""),
    )
    if named < _NAMED_ALIKE:
        return None
    said = [(8.0 * (named - 0.75), _named_told(named, mine, theirs))]
    if one.first and other.first:
        same = max(one.first, other.first) <= min(one.last, other.last)
        dates = {"one": say_date(one.dated, language().code), "other": say_date(other.dated, language().code)}
        if same:
            said.append((2.0, _("The dates agree: {one} and {other}").format(**dates)))
        else:
            said.append((-3.5, _("Different dates: {one} and {other}").format(**dates)))
    if one.place and other.place:
        said.append((1.5, _("The same place")) if one.place == other.place else (-1.5, _("Different places")))
    if one.author and other.author:
        same_author = one.author == other.author
        said.append((1.5, _("The same author")) if same_author else (-1.5, _("Different authors")))
    chance = 1 / (1 + exp(-sum(points for points, _text in said)))
    return Candidate(
        kind,
        one.record,
        other.record,
        chance,
        tuple(text for points, text in sorted(said, reverse=True) if points > 0),
        tuple(text for points, text in sorted(said) if points <= 0),
    )


def _named_told(named: float, one: str, other: str) -> str:
    if one == other:
        return _("The same name: {one}").format(one=one)
    if named > 0.99:  # noqa: PLR2004 - every word was found again
        return _("The same name in another spelling, script or order: {one} and {other}").format(one=one, other=other)
    return _("The names are alike in part: {one} and {other}").format(one=one, other=other)


def _likeness(one: Naming, other: Naming, weight: Mapping[str, float]) -> float:
    """How much of both names is found again in the other, from 0 to 1, each word by how rare it is."""
    return (_found_again(one, other, weight) + _found_again(other, one, weight)) / 2


def _found_again(one: Naming, other: Naming, weight: Mapping[str, float]) -> float:
    total = sum(weight.get(word.sound, 1.0) for word in one.words)
    found = 0.0
    for word in one.words:
        best = max((level(word, theirs) for theirs in other.words), default=0)
        found += weight.get(word.sound, 1.0) * (1.0 if best >= HEARD else _AGREES.get(best, 0.0))
    return found / total if total else 0.0
