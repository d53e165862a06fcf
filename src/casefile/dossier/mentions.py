"""Where a text names somebody who may not be named, for whoever writes or sends it; and what was sent before.

The same words are looked for as in the finished file (`needles`), and initials besides: "С. Б." stands in a text of
one's own for somebody, and in a finished file for anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.text import fold, latin
from casefile.casework.book import Reader, Snapshot
from casefile.casework.consent import permissions
from casefile.casework.identity import joined
from casefile.casework.letters import printed_in
from casefile.dossier.clearance import NAMED_BY

_INITIALS = re.compile(r"\b(?:\w\.[ \u00a0]?){2,3}")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Mention:
    """A field in which somebody is named who may not be named; without the words.

    Attributes:
        kind: Kind of the record.
        record: The record to open.
        field: The field.
    """

    kind: str
    record: RecordId
    field: str


def initials_in(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds the initials of one of these full names, in any order and either script.

    Args:
        text: What was written.
        names: Full names, such as "Серік Ахметұлы Бейсенов": two parts or more.
    """
    found = {
        letters
        for form in (fold(text), fold(latin(text)))
        for run in _INITIALS.findall(form)
        for letters in _runs("".join(_LETTER.findall(run)))
    }
    return bool(found) and any(not found.isdisjoint(_initials(name)) for name in names)


def _runs(letters: str) -> Iterator[str]:
    yield letters
    yield letters[:2]
    yield letters[-2:]


def _initials(name: str) -> set[str]:
    made: set[str] = set()
    for form in (fold(name), fold(latin(name))):
        first = [part[0] for part in form.split() if part]
        if len(first) > 1:
            pair = first[0] + first[-1]
            made |= {"".join(first), pair, pair[::-1]}
    return {one for one in made if len(one) > 1}


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that left the house and printed records of somebody.

    Attributes:
        letter: The letter.
        title: Its title.
        addressee: To whom it went.
        audience: For whom it was made.
        dated: The date that it bears, EDTF.
        allowed: Whether the person agrees today to be named to that audience.
    """

    letter: RecordId
    title: str
    addressee: str
    audience: str
    dated: str
    allowed: bool


def letters_with(reader: Reader, person: RecordId, today: dt.date) -> list[SentLetter]:
    """Every letter sent that printed a record of the person: what cannot be called back when a consent is withdrawn.

    Records that were decided to be the same person count as the person's own.

    Those to which the person no longer agrees come first, then by date, the latest first.
    """
    may = permissions(reader, person, today)
    found: list[SentLetter] = []
    records = joined(reader, person)
    for letter in reader.of("letter"):
        if not _printed(letter, records):
            continue
        use = NAMED_BY.get(letter.text("audience"), "")
        agreed = bool(use) and (may[use].allowed or may["may_name_in_public"].allowed)
        found.append(
            SentLetter(
                letter=letter.id,
                title=letter.text("title"),
                addressee=letter.text("addressee"),
                audience=letter.text("audience"),
                dated=letter.text("date"),
                allowed=agreed,
            )
        )
    found.sort(key=lambda one: one.dated, reverse=True)
    return sorted(found, key=lambda one: one.allowed)


def _printed(letter: Snapshot, records: Collection[RecordId]) -> bool:
    return letter.link("about") in records or any(one.record in records for one in printed_in(letter))
