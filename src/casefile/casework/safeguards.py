"""The custody clock: how soon after an arrest each safeguard was given, measured against rules that are data.

A rule comes from a pack in `resources/rules/*.toml`, with the days on which it is in force; the one in force on the
day of the arrest applies. A line says *met*, *breached* or *cannot tell*, and why. It says *breached* only where no
filling-in of what is not known would meet the limit, and *met* only where none would break it: never a breach out of
a missing hour or a missing record. Where a text names no number of hours, there is none here.

`judge` is the pure part and can be tested alone; `clock` reads the records and asks it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casefile.base.clock import RecordId
from casefile.base.config import resource
from casefile.base.counts import read_count
from casefile.base.dates import read_date
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import LANGUAGES, N_, Language, language
from casefile.casework.access import TOOK_PLACE
from casefile.casework.book import Reader, Snapshot
from casefile.casework.vocabulary import vocabulary

OUTSIDE_CONTACT = "outside_contact"
"""First contact with anybody outside; until then a person is held incommunicado."""
FAMILY_VISIT = "family_visit"
"""First visit, call or letter of the family."""
_OTHER_LABELS = {OUTSIDE_CONTACT: N_("Contact with the outside"), FAMILY_VISIT: N_("Family visit")}
_LAWYER_CONTACT = frozenset({"visit", "call", "presence_at_questioning"})
_FAMILY_CONTACT = frozenset({"visit", "call", "letter"})
_FREE = frozenset(
    {
        "released",
        "released_on_bail",
        "released_under_conditions",
        "released_without_charge",
        "acquitted",
        "sentence_served",
        "amnestied",
        "pardoned",
        "escaped",
        "died",
    }
)
"""Terms of `custody_end` after which nobody holds the person; after any other somebody may."""

_ZERO = timedelta()
_ADULT = 18
"""Convention on the Rights of the Child, article 1."""

ONE_CLOCK = timedelta(hours=1)
"""How far two clock times without a zone may lie apart although they read the same: a neighbouring zone of the same
country (Mangistau and Almaty in 2011), or a change to summer time between them."""
ANY_CLOCKS = timedelta(hours=26)
"""The same for two places anywhere: from 12 hours behind UTC to 14 hours ahead."""
_BEHIND, _AHEAD = timedelta(hours=12), timedelta(hours=14)
_WIDE_COUNTRIES: Mapping[str, timedelta] = MappingProxyType(
    {
        country: timedelta(hours=hours)
        for country, hours in {
            "ru": 10, "us": 6, "ca": 5, "br": 3, "mx": 3, "au": 3, "gl": 4, "id": 2, "cn": 2, "cl": 2, "ki": 2,
        }.items()
    }
)  # fmt: skip
"""Widest difference between clocks within a State, where it is more than `ONE_CLOCK` (China: by the local time of
Xinjiang)."""


class Verdict(StrEnum):
    """What the clock says of one rule."""

    MET = "met"
    BREACHED = "breached"
    CANNOT_TELL = "cannot_tell"


class State(StrEnum):
    """What the records say of one safeguard."""

    GIVEN = "given"
    NEVER = "never"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: the first and the last second it may have, as the clocks there showed it.

    Attributes:
        earliest: None when open or unknown.
        latest: None when open or unknown.
        early_zone: Offset from UTC of `earliest`; None when no zone was given.
        late_zone: Offset from UTC of `latest`; None when no zone was given.
    """

    earliest: datetime | None = None
    latest: datetime | None = None
    early_zone: timedelta | None = None
    late_zone: timedelta | None = None

    @classmethod
    def of(cls, edtf: str) -> Moment:
        """The moments that a date may mean; wholly open for an empty one and for one that cannot be read."""
        try:
            found = read_date(edtf)
        except ValueError:
            return cls()
        early, late = found.start or found, found.end or found
        return cls(found.earliest, found.latest, early.zone, late.zone)


@dataclass(frozen=True, slots=True)
class Given:
    """One safeguard of one detention, as recorded.

    Attributes:
        state: Whether it was given.
        moments: When, by each record of it that has a date; the first of them counts.
    """

    state: State
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """One detention, as far as the clock needs it.

    Attributes:
        arrested: When it began.
        until: The day it ended or, while it lasts, the moment up to which the records are known to be true.
        over: Whether it has ended.
        free: Whether nobody held the person after it ended: then no limit can run out any more.
        juvenile: Whether the person was under 18 when arrested; None if that is not known.
        custody_kind: Term of `custody_kind`.
        countries: Where it was; empty if that is not known.
        clocks_apart: How far clock times without a zone may lie apart.
    """

    arrested: Moment
    until: Moment = Moment()
    over: bool = False
    free: bool = False
    juvenile: bool | None = None
    custody_kind: str = ""
    countries: frozenset[str] = frozenset()
    clocks_apart: timedelta = ONE_CLOCK


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty after an arrest. Texts are by language code.

    Attributes:
        pack: The file it is from.
        id: The duty within its pack; the versions of a rule share it.
        what: Term of `safeguard_kind`, `OUTSIDE_CONTACT` or `FAMILY_VISIT`.
        instrument: Name of the treaty, resolution or code.
        article: Where it says so.
        says: How it puts the time, in our own words.
        source: Where that can be checked.
        valid_from: First day in force.
        valid_to: Last day in force; None while it is.
        limit: Longest time after the arrest; None where the text names no number.
        juveniles: Whether it is about people under 18 only.
        not_for: Terms of `custody_kind` that it is not about.
        reservation: Why "it never happened" does not yet prove a breach; empty where it does.
        country: Term of `country` of a national law; empty for an international one.
        in_force_for: First day by country, where it is later.
    """

    pack: str
    id: str
    what: str
    instrument: Mapping[str, str]
    article: Mapping[str, str]
    says: Mapping[str, str]
    source: str
    valid_from: date
    valid_to: date | None = None
    limit: timedelta | None = None
    juveniles: bool = False
    not_for: frozenset[str] = frozenset()
    reservation: Mapping[str, str] | None = None
    country: str = ""
    in_force_for: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One rule applied to one detention.

    Attributes:
        what: Term of `safeguard_kind`, `OUTSIDE_CONTACT` or `FAMILY_VISIT`.
        rule: Instrument and article, in the language asked for.
        least: It took at least this long; None if nothing is known.
        most: It took at most this long; None if that is open.
        limit: The limit; None where the rule names no number.
        verdict: "met", "breached" or "cannot_tell".
        why: One or two sentences, in the language asked for.
        source: Where the rule can be checked.
        runs_out: The earliest clock time at which the limit may run out, if the safeguard is not recorded as given
            and the detention lasts; else None.
    """

    what: str
    rule: str
    least: timedelta | None
    most: timedelta | None
    limit: timedelta | None
    verdict: Verdict
    why: str
    source: str = ""
    runs_out: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What `judge` found: the wait, the verdict and its reason as an English pattern with its values."""

    least: timedelta | None
    most: timedelta | None
    verdict: Verdict
    reason: str


class RulePackError(EnvironmentFault):
    """A rule pack cannot be used. The message names the file and the rule."""


def wait(later: Moment, earlier: Moment, apart: timedelta = ONE_CLOCK) -> tuple[timedelta | None, timedelta | None]:
    """How long it was from one moment to another: at least and at most, None where open; may be negative.

    Where both zones are known they count. Without any, both are read off clocks at most `apart` from each other. With
    one, the other clock is at most `apart` from it; but a time in UTC says nothing of the clocks of the place, so that
    the other may then be in any zone.
    """
    least = most = None
    if later.earliest and earlier.latest:
        gap, behind, _ahead = _shift(later.early_zone, earlier.late_zone, apart)
        least = later.earliest - earlier.latest + gap - behind
    if later.latest and earlier.earliest:
        gap, _behind, ahead = _shift(later.late_zone, earlier.early_zone, apart)
        most = later.latest - earlier.earliest + gap + ahead
    return least, most


def _shift(
    later: timedelta | None, earlier: timedelta | None, apart: timedelta
) -> tuple[timedelta, timedelta, timedelta]:
    """What to add to a difference of two clock times, and how far below and above the truth may lie."""
    if later is not None and earlier is not None:
        return earlier - later, _ZERO, _ZERO
    if earlier == _ZERO:
        return _ZERO, _AHEAD, _BEHIND
    if later == _ZERO:
        return _ZERO, _BEHIND, _AHEAD
    return _ZERO, apart, apart


def judge(limit: timedelta | None, held: Held, given: Given, *, proves: bool = True) -> Finding:
    """Measure one safeguard against one limit.

    Args:
        limit: The longest time allowed; None where the rule names no number.
        held: The detention.
        given: What is recorded of the safeguard.
        proves: Whether, without a number, "never" proves a breach once the detention is over.

    Whatever is recorded as given is taken to have been given while the person was held; if it was surely later than
    that, it was never given. A person who is free is owed nothing more: then the wait ends with the detention.
    """
    held_least, held_most = wait(held.until, held.arrested, held.clocks_apart)
    longest = _floor(held_most) if held.free else None
    if given.state is State.GIVEN and given.moments:
        return _judge_given(limit, held, given, longest)
    if limit is not None and longest is not None and longest <= limit:
        return Finding(_ZERO, longest, Verdict.MET, _ENDED_IN_TIME)
    if given.state is State.NEVER:
        return _judge_never(limit, held, _floor(held_least), longest, proves=proves)
    reasons = {State.GIVEN: _UNDATED, State.DISPUTED: _DISPUTED, State.UNKNOWN: _NOTHING, State.NEVER: _NOTHING}
    return Finding(None, longest, Verdict.CANNOT_TELL, reasons[given.state])


def _judge_given(limit: timedelta | None, held: Held, given: Given, longest: timedelta | None) -> Finding:
    waits = [wait(moment, held.arrested, held.clocks_apart) for moment in given.moments]
    if any(most is not None and most < _ZERO for _least, most in waits):
        return Finding(None, None, Verdict.CANNOT_TELL, _BEFORE_ARREST)
    if held.free and all(_surely_after(moment, held) for moment in given.moments):
        return judge(limit, held, Given(State.NEVER))
    least = _floor(min((first for first, _last in waits if first is not None), default=_ZERO))
    if any(first is None for first, _last in waits):
        least = _ZERO
    most = min((last for _first, last in waits if last is not None), default=None)
    if longest is not None:
        most = longest if most is None else min(most, longest)
    if limit is None:
        return Finding(least, most, Verdict.CANNOT_TELL, _NO_NUMBER)
    if most is not None and most <= limit:
        return Finding(least, most, Verdict.MET, _IN_TIME)
    if least > limit:
        return Finding(least, most, Verdict.BREACHED, _TOO_LATE)
    if held.arrested == Moment():
        return Finding(None, None, Verdict.CANNOT_TELL, _NO_ARREST)
    one_zone = any((moment.late_zone is None) != (held.arrested.late_zone is None) for moment in given.moments)
    return Finding(least, most, Verdict.CANNOT_TELL, _ZONE_MISSING if one_zone else _NOT_EXACT)


def _judge_never(
    limit: timedelta | None, held: Held, least: timedelta | None, longest: timedelta | None, *, proves: bool
) -> Finding:
    told = held.over or held.until != Moment()
    if limit is None:
        if told and proves:
            return Finding(least, longest, Verdict.BREACHED, _NEVER_AT_ALL)
        return Finding(least, longest, Verdict.CANNOT_TELL, _RESERVED if told else _NEVER_SO_FAR)
    if least is not None and least > limit:
        return Finding(least, longest, Verdict.BREACHED, _NEVER_IN_TIME)
    if held.arrested == Moment():
        return Finding(None, longest, Verdict.CANNOT_TELL, _NO_ARREST)
    return Finding(least, longest, Verdict.CANNOT_TELL, _NEVER_TOO_SHORT if told else _NEVER_SO_FAR)


def _surely_after(moment: Moment, held: Held) -> bool:
    least, _most = wait(moment, held.until, held.clocks_apart)
    return least is not None and least > _ZERO


def _floor(span: timedelta | None) -> timedelta | None:
    return None if span is None else max(span, _ZERO)
