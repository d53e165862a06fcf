"""The custody clock: how soon after an arrest each safeguard was given, measured against rules that are data.

A line says *met*, *breached* or *cannot tell*, and why. It says *breached* only where no filling-in of what is not
known would meet the limit, and *met* only where none would break it: never a breach out of a missing hour or a missing
record. Where a text names no number of hours, there is none here. The rule in force on the day of the arrest applies.

`wait` and `judge` are the pure part and can be tested alone; `clock` reads the records and asks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from casefile.base.clock import NO_ID, RecordId
from casefile.base.counts import read_count
from casefile.base.dates import read_date
from casefile.base.i18n import N_, Language, language
from casefile.casework.access import TOOK_PLACE
from casefile.casework.book import Reader, Snapshot
from casefile.casework.rule_packs import FAMILY_VISIT, OUTSIDE_CONTACT, Rule, rules
from casefile.casework.vocabulary import vocabulary
from casefile.casework.whereabouts import is_open

_OTHER_LABELS = {OUTSIDE_CONTACT: N_("Contact with the outside"), FAMILY_VISIT: N_("Contact with the family")}
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
_HOUR = timedelta(hours=1)
_ADULT = 18
"""Convention on the Rights of the Child, article 1."""
_DEEPEST = 20
"""Places inside one another that are looked up: from a cell to its country with room to spare."""

ANY_CLOCKS = timedelta(hours=26)
"""How far clocks may lie apart anywhere: from 12 hours behind UTC to 14 hours ahead of it."""
_BEHIND, _AHEAD = timedelta(hours=12), timedelta(hours=14)
_SPREAD: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys(("am", "az", "by", "kg", "md", "tj", "tm", "uz"), _ZERO)
    | {
        country: timedelta(hours=hours)
        for country, hours in (
            *(("ru", 10), ("us", 6), ("ca", 5), ("gl", 4), ("au", 3), ("br", 3), ("mx", 3)),
            *(("cl", 2), ("cn", 2), ("id", 2), ("ki", 2)),
        )
    }
)
"""How far clocks lie apart within one State, where that is not one hour (as between Mangistau and Almaty in 2011;
China: by the local time of Xinjiang)."""
_CHANGES = frozenset({3, 4, 9, 10, 11})
"""Months on whose Sundays clocks are changed somewhere."""
_SUNDAY = 6


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

    @classmethod
    def at(cls, moment: datetime) -> Moment:
        """One moment, with the zone it carries."""
        local = moment.replace(tzinfo=None, microsecond=0)
        return cls(local, local, moment.utcoffset(), moment.utcoffset())


_OPEN = Moment()


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
        until: When it ended or, while it lasts, the moment up to which the records are known to be true.
        over: Whether it has ended.
        free: Whether nobody held the person after it ended: then no limit can run out any more.
        juvenile: Whether the person was under 18 when arrested; None if that is not known.
        custody_kind: Term of `custody_kind`.
        countries: Where it was, terms of `country`; empty if that is not known.
        clocks_apart: How far clock times without a zone may lie apart although they read the same.
    """

    arrested: Moment
    until: Moment = _OPEN
    over: bool = False
    free: bool = False
    juvenile: bool | None = None
    custody_kind: str = ""
    countries: frozenset[str] = frozenset()
    clocks_apart: timedelta = _HOUR


@dataclass(frozen=True, slots=True)
class Finding:
    """How long it took, the verdict, and its reason as an English pattern.

    Attributes:
        least: It took at least this long; None if nothing is known.
        most: It took at most this long; None if that is open.
        verdict: What that means for the limit.
        reason: Pattern with the places {measured}, {least}, {most}, {limit}, {says} and {reservation}.
    """

    least: timedelta | None
    most: timedelta | None
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One rule applied to one detention.

    Attributes:
        what: Term of `safeguard_kind`, `OUTSIDE_CONTACT` or `FAMILY_VISIT`; see `what_label`.
        rule: Instrument and article, in the language asked for.
        least: It took at least this long; None if nothing is known.
        most: It took at most this long; None if that is open.
        limit: The limit; None where the rule names no number.
        verdict: "met", "breached" or "cannot_tell".
        why: One or two sentences, in the language asked for.
        source: Where the rule can be checked.
        runs_out: The earliest clock time at which the limit may run out, while the detention lasts and the safeguard
            is not recorded as given; else None.
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


_IN_TIME = N_("At most {most}; the limit is {limit}.")
_ENDED_IN_TIME = N_("The person was free after at most {most}, before the limit of {limit} ran out.")
_TOO_LATE = N_("At least {least}; the limit is {limit}: {says}.")
_NEVER_IN_TIME = N_("Never while the person was held, for at least {least}; the limit is {limit}: {says}.")
_NEVER_AT_ALL = N_("Never while the person was held. The rule names no number of hours: {says}.")
_NO_NUMBER = N_("It took {measured}. The rule names no number of hours: {says}.")
_NOT_EXACT = N_("It took {measured}; the limit is {limit}. More exact times are needed.")
_ZONE_MISSING = N_("It took {measured}; the limit is {limit}. One of the two times has no time zone.")
_RESERVED = N_("Never while the person was held. {reservation}")
_NEVER_SO_FAR = N_("Never so far, but not yet past a limit on any day up to which this is known.")
_NEVER_TOO_SHORT = N_("Never in {measured}; the limit is {limit}.")
_UNDATED = N_("It was given, but it is not recorded when.")
_NOTHING = N_("It is not recorded whether and when it was given.")
_DISPUTED = N_("The records contradict each other: one says that it was given, another that it never was.")
_BEFORE_ARREST = N_("It is recorded as before the arrest. Please check both dates.")
_NO_ARREST = N_("The time of the arrest is not known.")
_AGE = N_("It is not known whether the person was under 18.")
_COUNTRY = N_("It is not recorded in which country this was.")
_IN_FORCE = N_("It is not known whether this rule was in force on the day of the arrest.")
_CHANGED = N_("The rule changed, and it is not known whether the arrest was before or after that.")


def wait(later: Moment, earlier: Moment, apart: timedelta = _HOUR) -> tuple[timedelta | None, timedelta | None]:
    """How long it was from one moment to another: at least and at most, None where open; may be negative.

    Zones count where both moments have one. Where neither or only one has, the two clocks are taken to lie at most
    `apart`, and an hour more over a Sunday on which clocks may have been changed. A time given in UTC says nothing of
    the clocks of the place: the other may then be in any zone.
    """
    least = most = None
    if later.earliest and earlier.latest:
        gap, short, _long = _shift(later.early_zone, earlier.late_zone, apart)
        least = later.earliest - earlier.latest + gap - short
        if short:
            least -= _change(later.earliest, earlier.latest)
    if later.latest and earlier.earliest:
        gap, _short, long = _shift(later.late_zone, earlier.early_zone, apart)
        most = later.latest - earlier.earliest + gap + long
    return least, most
