"""The custody clock itself: how long a safeguard took, and what that means for a rule, out of what is known.

It says *breached* only where no filling-in of what is not known would meet the limit, and *met* only where none would
break it: never a breach out of a missing hour or a missing record. Where a text names no number of hours, there is
none here. Nothing here reads a record; `safeguards` does, and hands over plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from casefile.base.dates import read_date
from casefile.base.i18n import N_, Language
from casefile.casework.rule_packs import FAMILY_VISIT, OUTSIDE_CONTACT, Rule
from casefile.casework.vocabulary import vocabulary

_OTHER_LABELS = {OUTSIDE_CONTACT: N_("Contact with the outside"), FAMILY_VISIT: N_("Contact with the family")}
_ZERO = timedelta()
ONE_HOUR = timedelta(hours=1)
ANY_CLOCKS = timedelta(hours=26)
"""How far clocks may lie apart anywhere: from 12 hours behind UTC to 14 hours ahead of it."""
_BEHIND, _AHEAD = timedelta(hours=12), timedelta(hours=14)
_CHANGES = frozenset({3, 4, 9, 10, 11})
"""Months on whose Sundays clocks are changed somewhere."""
_SUNDAY = 6
_LAST_HOUR = 23
_YEAR = 366


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


OPEN = Moment()
"""A moment of which nothing is known."""


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
    until: Moment = OPEN
    over: bool = False
    free: bool = False
    juvenile: bool | None = None
    custody_kind: str = ""
    countries: frozenset[str] = frozenset()
    clocks_apart: timedelta = ONE_HOUR


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
        what: Term of `safeguard_kind`, `OUTSIDE_CONTACT` or `FAMILY_VISIT`.
        rule: Instrument and article, in the language asked for.
        least: It took at least this long; None if nothing is known.
        most: It took at most this long; None if that is open.
        limit: The limit; None where the rule names no number.
        verdict: "met", "breached" or "cannot_tell".
        why: One or two sentences, in the language asked for.
        label: What it is about, in words.
        took: How long it took, in words: "24 h to 72 h"; empty if nothing is known.
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
    label: str = ""
    took: str = ""
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
_CLOCKS = N_("It took {measured}; the limit is {limit}. The places of the detention, or time zones, would settle it.")
_RESERVED = N_("Never while the person was held. {reservation}")
_NEVER_SO_FAR = N_("Never so far, but it is not recorded up to when that was so.")
_NEVER_TOO_SHORT = N_("Never while the person was held, for {measured}; the limit is {limit}.")
_UNDATED = N_("It was given, but it is not recorded when.")
_NOTHING = N_("It is not recorded whether and when it was given.")
_DISPUTED = N_("The records contradict each other: one says that it was given, another that it never was.")
_BEFORE_ARREST = N_("It is recorded as before the arrest. Please check both dates.")
_NO_ARREST = N_("The time of the arrest is not known.")
_AGE = N_("It is not known whether the person was under 18.")
_COUNTRY = N_("It is not recorded in which country this was.")
_IN_FORCE = N_("It is not known whether this rule was in force on the day of the arrest.")
_CHANGED = N_("The rule changed, and it is not known whether the arrest was before or after that.")


def wait(later: Moment, earlier: Moment, apart: timedelta = ONE_HOUR) -> tuple[timedelta | None, timedelta | None]:
    """How long it was from one moment to another: at least and at most, None where open; may be negative.

    Zones count where both moments have one. Where neither or only one has, the two clocks are taken to lie at most
    `apart` from each other, and an hour more over a Sunday on which clocks may have been changed. A time given in UTC
    says nothing of the clocks of the place: the other may then be in any zone.
    """
    least = most = None
    if later.earliest and earlier.latest:
        gap, below, _above = _shift(later.early_zone, earlier.late_zone, apart)
        least = later.earliest - earlier.latest + gap - below
        if later.early_zone is None or earlier.late_zone is None:
            least -= _shorter(later, earlier, later.earliest, earlier.latest)
    if later.latest and earlier.earliest:
        gap, _below, above = _shift(later.late_zone, earlier.early_zone, apart)
        most = later.latest - earlier.earliest + gap + above
        if later.late_zone is None or earlier.early_zone is None:
            most += ONE_HOUR if _clocks_may_change(earlier.earliest.date(), later.latest.date()) else _ZERO
    return least, most


def _shorter(later: Moment, earlier: Moment, end: datetime, start: datetime) -> timedelta:
    """By how much a change of clocks may shorten the least wait, which is from `start` to `end`."""
    if _clocks_may_change(start.date(), end.date()):
        return ONE_HOUR
    found = [_ZERO]
    # A little more time on the clock, into a Sunday beside it, may be less time in truth.
    if end.hour == _LAST_HOUR and end.date() < date.max:
        sunday = end.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        if _clocks_may_change(sunday.date(), sunday.date()) and (later.latest is None or later.latest >= sunday):
            found.append(ONE_HOUR - (sunday - end))
    if start.hour == 0 and start.date() > date.min:
        sunday = start.replace(minute=0, second=0) - timedelta(seconds=1)
        if _clocks_may_change(sunday.date(), sunday.date()) and (
            earlier.earliest is None or earlier.earliest <= sunday
        ):
            found.append(ONE_HOUR - (start - sunday))
    return max(found)


def _clocks_may_change(first: date, last: date) -> bool:
    days = (first + timedelta(days=number) for number in range(min((last - first).days, _YEAR) + 1))
    return any(day.weekday() == _SUNDAY and day.month in _CHANGES for day in days)


def _shift(
    later: timedelta | None, earlier: timedelta | None, apart: timedelta
) -> tuple[timedelta, timedelta, timedelta]:
    """What to add to a difference of two clock times, and how far the truth may lie below and above that."""
    if later is not None and earlier is not None:
        return earlier - later, _ZERO, _ZERO
    if earlier == _ZERO:
        return _ZERO, _AHEAD, _BEHIND
    if later == _ZERO:
        return _ZERO, _BEHIND, _AHEAD
    return _ZERO, apart, apart


def judge(limit: timedelta | None, held: Held, given: Given, *, proves: bool = True) -> Finding:
    """Measure one safeguard against one limit.

    Whatever is recorded as given is taken to have been given while the person was held; what was surely given later
    was, for this detention, never given. A person who is free is owed nothing more: the wait ends with the detention.

    Args:
        limit: The longest time allowed; None where the rule names no number.
        held: The detention.
        given: What is recorded of the safeguard.
        proves: Whether, without a number, "never" proves a breach once the detention is over.
    """
    held_least, held_most = wait(held.until, held.arrested, held.clocks_apart)
    longest = _floor(held_most) if held.free else None
    given = _while_held(held, given)
    if given.state is State.GIVEN and given.moments:
        return _judge_given(limit, held, given, longest)
    if limit is not None and longest is not None and longest <= limit:
        return Finding(_ZERO, longest, Verdict.MET, _ENDED_IN_TIME)
    if given.state is State.NEVER:
        return _judge_never(limit, held, _floor(held_least), longest, proves=proves)
    reason = {State.GIVEN: _UNDATED, State.DISPUTED: _DISPUTED}.get(given.state, _NOTHING)
    return Finding(None, longest, Verdict.CANNOT_TELL, reason)


def _while_held(held: Held, given: Given) -> Given:
    def after(moment: Moment) -> bool:
        least, _most = wait(moment, held.until, held.clocks_apart)
        return least is not None and least > _ZERO

    too_late = given.state is State.GIVEN and given.moments and held.free and all(map(after, given.moments))
    return Given(State.NEVER) if too_late else given


def _judge_given(limit: timedelta | None, held: Held, given: Given, longest: timedelta | None) -> Finding:
    waits = [wait(moment, held.arrested, held.clocks_apart) for moment in given.moments]
    if any(last is not None and last < _ZERO for _first, last in waits):
        return Finding(None, None, Verdict.CANNOT_TELL, _BEFORE_ARREST)
    least = max(min(_ZERO if first is None else first for first, _last in waits), _ZERO)
    most = min((last for last in (*(last for _first, last in waits), longest) if last is not None), default=None)
    if limit is None:
        return Finding(least, most, Verdict.CANNOT_TELL, _NO_NUMBER)
    if most is not None and most <= limit:
        return Finding(least, most, Verdict.MET, _IN_TIME)
    if least > limit:
        return Finding(least, most, Verdict.BREACHED, _TOO_LATE)
    if held.arrested == OPEN:
        return Finding(None, None, Verdict.CANNOT_TELL, _NO_ARREST)
    return Finding(least, most, Verdict.CANNOT_TELL, _what_is_missing(limit, held, given, least, most))


def _what_is_missing(limit: timedelta, held: Held, given: Given, least: timedelta, most: timedelta | None) -> str:
    zones = {held.arrested.late_zone is None, *(moment.late_zone is None for moment in given.moments)}
    if len(zones) > 1:
        return _ZONE_MISSING
    apart = held.clocks_apart if zones == {True} else _ZERO
    settled = least + apart > limit or (most is not None and most - apart <= limit)
    return _CLOCKS if settled else _NOT_EXACT


def _judge_never(
    limit: timedelta | None, held: Held, least: timedelta | None, longest: timedelta | None, *, proves: bool
) -> Finding:
    told = held.over or held.until != OPEN
    if limit is None:
        if told and proves:
            return Finding(least, longest, Verdict.BREACHED, _NEVER_AT_ALL)
        return Finding(least, longest, Verdict.CANNOT_TELL, _RESERVED if told else _NEVER_SO_FAR)
    if least is not None and least > limit:
        return Finding(least, longest, Verdict.BREACHED, _NEVER_IN_TIME)
    if held.arrested == OPEN:
        return Finding(None, longest, Verdict.CANNOT_TELL, _NO_ARREST)
    return Finding(least, longest, Verdict.CANNOT_TELL, _NEVER_TOO_SHORT if told else _NEVER_SO_FAR)


def _floor(span: timedelta | None) -> timedelta | None:
    return None if span is None else max(span, _ZERO)


def lines(held: Held, given: Mapping[str, Given], stated: Iterable[Rule], code: str) -> list[ClockLine]:
    """Every rule that may apply to a detention, measured; the versions of a rule become one line.

    Args:
        held: The detention.
        given: What is recorded, by safeguard; nothing is said of one that is not here.
        stated: The rules.
        code: ISO 639-1 code of the language in which to say it.
    """
    duties: dict[tuple[str, str], list[Rule]] = {}
    for rule in stated:
        if rule.what in given and _may_apply(rule, held):
            duties.setdefault((rule.pack, rule.id), []).append(rule)
    order = [*vocabulary("safeguard_kind").terms, OUTSIDE_CONTACT, FAMILY_VISIT]
    found = (_line(versions, held, given[versions[0].what], code) for versions in duties.values())
    return sorted((line for line in found if line), key=lambda line: order.index(line.what))


def _may_apply(rule: Rule, held: Held) -> bool:
    elsewhere = rule.country and held.countries and rule.country not in held.countries
    return not (elsewhere or held.custody_kind in rule.not_for or (rule.juveniles and held.juvenile is False))


def _line(versions: Sequence[Rule], held: Held, given: Given, code: str) -> ClockLine | None:
    in_force, whole = _in_force(versions, held)
    if not in_force:
        return None
    findings = [judge(rule.limit, held, given, proves=not rule.reservation) for rule in in_force]
    rule, finding = in_force[-1], findings[-1]
    if not whole:
        finding = replace(finding, verdict=Verdict.CANNOT_TELL, reason=_IN_FORCE)
    elif len({found.verdict for found in findings}) > 1:
        finding = replace(finding, verdict=Verdict.CANNOT_TELL, reason=_CHANGED)
    elif rule.country and not held.countries:
        finding = replace(finding, verdict=Verdict.CANNOT_TELL, reason=_COUNTRY)
    elif rule.juveniles and held.juvenile is None and finding.verdict is Verdict.BREACHED:
        finding = replace(finding, verdict=Verdict.CANNOT_TELL, reason=_AGE)
    limits = {rule.limit for rule in in_force}
    limit = limits.pop() if len(limits) == 1 else None
    say = Language.of(code).text
    return ClockLine(
        what=rule.what,
        rule=f"{rule.instrument[code]}, {'; '.join(version.article[code] for version in in_force)}",
        least=finding.least,
        most=finding.most,
        limit=limit,
        verdict=finding.verdict,
        why=say(finding.reason).format(
            measured=say_wait(finding.least, finding.most, code),
            least=say_span(finding.least or _ZERO, code),
            most=say_span(finding.most or _ZERO, code, up=True),
            limit=say_span(rule.limit or _ZERO, code),
            says=rule.says[code],
            reservation=rule.reservation.get(code, ""),
        ),
        label=what_label(rule.what, code),
        took=say_wait(finding.least, finding.most, code) if finding.least or finding.most is not None else "",
        source="; ".join(dict.fromkeys(version.source for version in in_force)),
        runs_out=_runs_out(limit, held, given),
    )


def _in_force(versions: Sequence[Rule], held: Held) -> tuple[list[Rule], bool]:
    """The versions that may have been in force on the day of the arrest, and whether one surely was."""
    first = held.arrested.earliest.date() if held.arrested.earliest else date.min
    last = held.arrested.latest.date() if held.arrested.latest else date.max
    found, covered = [], first
    for rule in sorted(versions, key=lambda rule: rule.valid_from):
        begins = max([rule.valid_from, *(day for state, day in rule.in_force_for.items() if state in held.countries)])
        ends = rule.valid_to or date.max
        if max(begins, first) > min(ends, last):
            continue
        found.append(rule)
        if begins <= covered:
            covered = ends if ends == date.max else max(covered, ends + timedelta(days=1))
    return found, covered > last or covered == date.max


def _runs_out(limit: timedelta | None, held: Held, given: Given) -> datetime | None:
    start = held.arrested.earliest
    if limit is None or held.over or start is None or given.state is State.GIVEN:
        return None
    return start + limit if start.year < date.max.year else None


def say_wait(least: timedelta | None, most: timedelta | None, code: str) -> str:
    """A wait in words: "24 h to 72 h", "at least 50 h", "at most 20 h"."""
    say = Language.of(code).text
    low, high = say_span(least or _ZERO, code), "" if most is None else say_span(most, code, up=True)
    if not least:
        return say(N_("at most {most}")).format(most=high) if high else say(N_("an unknown time"))
    if not high:
        return say(N_("at least {least}")).format(least=low)
    return low if low == high else say(N_("{least} to {most}")).format(least=low, most=high)


def say_span(span: timedelta, code: str, *, up: bool = False) -> str:
    """A length of time in words, to the minute, from four days on to the hour: rounded down, or `up`."""
    say = Language.of(code).text
    unit = timedelta(minutes=1) if span < timedelta(hours=96) else ONE_HOUR
    whole = -(-span // unit) * unit if up else span // unit * unit
    hours, minutes = divmod(whole // timedelta(minutes=1), 60)
    if unit == ONE_HOUR:
        days, hours = divmod(hours, 24)
        return say(N_("{days} d {hours} h") if hours else N_("{days} d")).format(days=days, hours=hours)
    if not hours and minutes:
        return say(N_("{minutes} min")).format(minutes=minutes)
    return say(N_("{hours} h {minutes} min") if minutes else N_("{hours} h")).format(hours=hours, minutes=minutes)


def what_label(what: str, code: str) -> str:
    """What a line is about, in a language."""
    other = _OTHER_LABELS.get(what)
    return Language.of(code).text(other) if other else vocabulary("safeguard_kind").label(what, code)
