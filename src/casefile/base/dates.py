"""Dates as they are known: partial, uncertain, about, before, after, with or without an hour.

A date is kept as EDTF text (ISO 8601-2, level 1): `2011`, `2011-12`, `2011-12-16`, `2011-12-16T23:00`,
`2011-12-16T23:00+06:00`, `2011-22` (summer), `201X`, `2011-12-XX`, `XXXX` (unknown); with `~` about, `?` uncertain,
`%` both; `A/B` from A to B, `../B` by B, `A/..` from A on, `/B` and `A/` where the other end is not known. Beyond level
1 it takes `T23` and `T23:00`, since sources name hours and not seconds. Years are 0001 to 9999.

The one rule: nothing is made more exact than it was said. A date without an hour means its whole day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from casefile.base.i18n import _, language

_MONTHS = 12
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_LARGEST_OFFSET = 14 * 60


class Precision(StrEnum):
    """How exactly a date is known."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    UNKNOWN = "unknown"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or an interval, and all the moments it may mean.

    Attributes:
        edtf: The canonical text.
        earliest: The first moment it may mean, None when that is open or unknown. Clock time of the place, without
            a zone: two dates without zones are taken to be of one place. To compare two with zones, take off `zone`.
        latest: The last second it may mean, None when that is open or unknown.
        precision: How exactly it is known; INTERVAL for two ends.
        approximate: It is "about" this; `earliest` and `latest` then reach one unit (hour, day, month, year) further.
        uncertain: The source doubts it.
        zone: Offset from UTC where one was given; of an interval, where both ends have the same.
        start: For an interval, its first end where one is given; else the date itself.
        end: For an interval, its second end where one is given; else the date itself.
    """

    edtf: str
    earliest: datetime | None
    latest: datetime | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False
    zone: timedelta | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


_SINGLE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX)"
    r"(?:T(?P<hour>[0-9]{2})(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?)?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?"
    r"(?P<sign>[~?%]?)"
)
_CLOCK = re.compile(r"(?P<time>[0-9:]+)(?P<zone>Z|[+-][0-9:]+|)")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""Months of spring, summer, autumn and winter, of the northern half of the earth."""
# How far "about" reaches.
_SLACK = {
    Precision.SECOND: timedelta(minutes=1),
    Precision.MINUTE: timedelta(hours=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: _DAY,
}
_SLACK_MONTHS = {
    Precision.MONTH: 1,
    Precision.SEASON: 3,
    Precision.YEAR: 12,
    Precision.DECADE: 120,
    Precision.CENTURY: 1200,
}


def read_date(text: str) -> PartialDate:
    """Read an EDTF date or interval.

    Raises:
        ValueError: It is no date; the message says why, in the language of the app.
    """
    given = text.strip().upper()
    if "/" not in given:
        return _single(given)
    first, _slash, second = given.partition("/")
    if first in {"", ".."} and second in {"", ".."}:
        raise ValueError(_("An interval needs at least one date."))
    start = None if first in {"", ".."} else _single(first)
    end = None if second in {"", ".."} else _single(second)
    if start and end and _ends_before(start, end):
        raise ValueError(_("The end lies before the beginning. Please check both dates."))
    ends = [given for given in (start, end) if given]
    zones = {given.zone for given in ends}
    return PartialDate(
        edtf=f"{start.edtf if start else first}/{end.edtf if end else second}",
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
        precision=Precision.INTERVAL,
        approximate=any(given.approximate for given in ends),
        uncertain=any(given.uncertain for given in ends),
        zone=zones.pop() if len(zones) == 1 else None,
        start=start,
        end=end,
    )


def _ends_before(start: PartialDate, end: PartialDate) -> bool:
    """Whether the end lies before the start, whatever is unknown about both."""
    if start.earliest is None or end.latest is None:
        return False
    if start.zone is not None and end.zone is not None:
        return end.latest - end.zone < start.earliest - start.zone
    return end.latest < start.earliest


def _single(text: str) -> PartialDate:
    found = _SINGLE.fullmatch(text)
    if not found:
        raise ValueError(_shape_reason(text))
    year, month, day = found["year"], found["month"] or "", found["day"] or ""
    if year == "0000":
        raise ValueError(_("There is no year 0000. Write XXXX when the year is not known."))
    if "X" in year and month:
        raise ValueError(_("A month or day needs a known year."))
    if month == "XX" and day not in {"", "XX"}:
        raise ValueError(_("A day needs a known month."))
    if found["hour"] and day == "XX":
        raise ValueError(_("An hour needs a known day."))
    if month == "XX":
        day = ""
    precision, earliest, latest = _span(year, month.replace("XX", ""), day)
    clock = ""
    if found["hour"] and earliest:
        precision, earliest, latest = _clock(earliest, found["hour"], found["minute"], found["second"])
        clock = "T" + ":".join(part for part in (found["hour"], found["minute"], found["second"]) if part)
    zone, offset = _zone(found["zone"] or "")
    sign = found["sign"]
    date = PartialDate(
        edtf="-".join(part for part in (year, month, day) if part) + clock + zone + sign,
        earliest=earliest,
        latest=latest,
        precision=precision,
        approximate=sign in {"~", "%"},
        uncertain=sign in {"?", "%"},
        zone=offset,
    )
    return _widened(date) if date.approximate else date


def _at(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - clock time of the place, whose zone is often not known


def _last_of(year: int, month: int) -> datetime:
    return _at(year, month, calendar.monthrange(year, month)[1]) + (_DAY - _SECOND)


_FIRST = _at(1, 1)
_LAST = _last_of(9999, 12)


_Span: TypeAlias = tuple[Precision, datetime | None, datetime | None]


def _span(year: str, month: str, day: str) -> _Span:
    if "X" in year or not month:
        return _span_of_years(year)
    ordinal = int(month)
    if ordinal in _SEASONS and not day:
        return _span_of_season(int(year), ordinal)
    if not 1 <= ordinal <= _MONTHS:
        raise ValueError(_("There is no month {month}: months are 01 to 12.").format(month=month))
    if day in {"", "XX"}:
        return Precision.MONTH, _at(int(year), ordinal), _last_of(int(year), ordinal)
    days = calendar.monthrange(int(year), ordinal)[1]
    if not 1 <= int(day) <= days:
        named = say_date(f"{year}-{month}", language().code)
        raise ValueError(_("There is no such day: {month} has {days} days.").format(month=named, days=days))
    start = _at(int(year), ordinal, int(day))
    return Precision.DAY, start, start + (_DAY - _SECOND)


def _span_of_years(year: str) -> _Span:
    if year == "XXXX":
        return Precision.UNKNOWN, None, None
    first, last = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    precision = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)[year.count("X")]
    return precision, _at(first, 1), _last_of(last, 12)


def _span_of_season(year: int, season: int) -> _Span:
    begin, end = _SEASONS[season]
    if begin < end:
        return Precision.SEASON, _at(year, begin), _last_of(year, end)
    # "Winter 2011" is said of the January of that year and of the December that it ended with.
    return Precision.SEASON, _at(year, 1), _last_of(year + 1, end) if year < _LAST.year else _LAST


def _clock(
    day: datetime, hour: str, minute: str | None, second: str | None
) -> tuple[Precision, datetime | None, datetime | None]:
    if int(hour) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:  # noqa: PLR2004 - a clock's own numbers
        raise ValueError(_("There is no such hour: hours are 00:00 to 23:59."))
    start = day + timedelta(hours=int(hour), minutes=int(minute or 0), seconds=int(second or 0))
    if second:
        return Precision.SECOND, start, start
    if minute:
        return Precision.MINUTE, start, start + timedelta(seconds=59)
    return Precision.HOUR, start, start + timedelta(minutes=59, seconds=59)


def _zone(text: str) -> tuple[str, timedelta | None]:
    if not text:
        return "", None
    if text == "Z":
        return "Z", timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > len("+06") else 0
    if hours * 60 + minutes > _LARGEST_OFFSET or minutes > 59:  # noqa: PLR2004 - a clock's own number
        raise ValueError(_("There is no such time zone. Write for example +06:00."))
    offset = timedelta(hours=hours, minutes=minutes)
    return f"{text[0]}{hours:02}:{minutes:02}", -offset if text[0] == "-" else offset


def _widened(date: PartialDate) -> PartialDate:
    # One unit to each side: "about 3 March" may be the 2nd or the 4th. A source that knew better would have said so.
    if date.earliest is None or date.latest is None:
        return date
    if date.precision in _SLACK:
        slack = _SLACK[date.precision]
        earliest = max(date.earliest, _FIRST + slack) - slack
        return replace(date, earliest=earliest, latest=min(date.latest, _LAST - slack) + slack)
    months = _SLACK_MONTHS[date.precision]
    first = date.earliest.year * 12 + date.earliest.month - 1 - months
    last = date.latest.year * 12 + date.latest.month - 1 + months
    return replace(
        date,
        earliest=_at(first // 12, first % 12 + 1) if first >= _MONTHS else _FIRST,
        latest=_last_of(last // 12, last % 12 + 1) if last // 12 <= _LAST.year else _LAST,
    )


def _shape_reason(text: str) -> str:
    if re.match(r"-?[0-9]{5,}(?![0-9:T])|Y", text):
        return _("A year has four digits.")
    if not text:
        return _("The date is empty.")
    return _("This is not a date as it is kept. Write for example 2011-12-16, 2011-12 or 2011.")


@dataclass(frozen=True, slots=True)
class _Words:
    """How one language writes dates. Of two forms, the second is what follows "about", "by" and "from"."""

    day: str
    month: str
    year: str
    season: str
    seasons: tuple[tuple[str, str], ...]
    decade: tuple[str, str]
    century: tuple[str, str]
    hour: str
    about: str
    uncertain: str
    by: str
    since: str
    no_start: str
    no_end: str
    no_day: str
    no_month: str
    unknown: str


_WORDS = {
    "en": _Words(
        day="{day} {month} {year}",
        month="{month} {year}",
        year="{year}",
        season="{season} {year}",
        seasons=(("spring", "spring"), ("summer", "summer"), ("autumn", "autumn"), ("winter", "winter")),
        decade=("{year}s", "the {year}s"),
        century=("{year} to {last}", "{year} to {last}"),
        hour="{hour} h",
        about="about {date}",
        uncertain="{date} (uncertain)",
        by="by {date}",
        since="from {date} on",
        no_start="until {date}, beginning unknown",
        no_end="from {date}, end unknown",
        no_day="{date}, day unknown",
        no_month="{date}, month unknown",
        unknown="date unknown",
    ),
    "ru": _Words(
        day="{day} {month} {year} г.",
        month="{month} {year} г.",
        year="{year} г.",
        season="{season} {year} г.",
        seasons=(("весна", "весны"), ("лето", "лета"), ("осень", "осени"), ("зима", "зимы")),
        decade=("{year}-е годы", "{year}-х годов"),
        century=("{year}–{last} гг.", "{year}–{last} гг."),
        hour="{hour} ч",
        about="около {date}",
        uncertain="{date} (предположительно)",
        by="не позднее {date}",
        since="с {date}",
        no_start="до {date}, начало неизвестно",
        no_end="с {date}, конец неизвестен",
        no_day="{date}, день неизвестен",
        no_month="{date}, месяц неизвестен",
        unknown="дата неизвестна",
    ),
    "kk": _Words(
        day="{year} ж. {day} {month}",
        month="{year} ж. {month}",
        year="{year} ж.",
        season="{year} ж. {season}",
        seasons=(("көктемі", "көктемі"), ("жазы", "жазы"), ("күзі", "күзі"), ("қысы", "қысы")),
        decade=("{year}-жылдар", "{year}-жылдар"),
        century=("{year}–{last} жж.", "{year}–{last} жж."),
        hour="сағат {hour}",
        about="шамамен {date}",
        uncertain="{date} (болжамды)",
        by="ең кеші {date}",
        since="ең ертесі {date}",
        no_start="соңы {date}, басы белгісіз",
        no_end="басы {date}, соңы белгісіз",
        no_day="{date}, күні белгісіз",
        no_month="{date}, айы белгісіз",
        unknown="күні белгісіз",
    ),
}


@cache
def month_names(code: str) -> tuple[tuple[str, str], ...]:
    """The twelve months in a language of `_WORDS`: standing alone, and beside a day."""
    from babel import Locale  # noqa: PLC0415 - only where dates are shown

    months = Locale(code).months
    alone, beside = months["stand-alone"]["wide"], months["format"]["wide"]
    lower = str if code == "en" else str.lower
    return tuple((lower(alone[number]), lower(beside[number])) for number in range(1, _MONTHS + 1))


def say_date(edtf: str, language: str) -> str:
    """A date for screen and paper: "16 December 2011, 23:00", "около 3 марта 2012 г.", "2011 ж. желтоқсан".

    Args:
        edtf: A date as it is kept, or empty, which stays empty.
        language: "en", "ru" or "kk"; any other gives English.
    """
    if not edtf:
        return ""
    code = language if language in _WORDS else "en"
    try:
        date = read_date(edtf)
    except ValueError:
        # Written by a later version, which knew one more form: shown as it is rather than not at all.
        return edtf
    words = _WORDS[code]
    if date.precision is not Precision.INTERVAL:
        return _said(date, code)
    if date.start and date.end:
        return _short_interval(date.start, date.end, code) or f"{_said(date.start, code)} – {_said(date.end, code)}"
    first, _slash, second = date.edtf.partition("/")
    if date.end:
        return (words.by if first else words.no_start).format(date=_said(date.end, code, after_word=True))
    return (words.since if second else words.no_end).format(
        date=_said(date.start, code, after_word=True) if date.start else ""
    )


def _said(date: PartialDate, code: str, *, after_word: bool = False) -> str:
    words = _WORDS[code]
    said = _plain(date.edtf.rstrip("~?%"), code, after_word=after_word or date.approximate)
    if date.approximate:
        said = words.about.format(date=said)
    return words.uncertain.format(date=said) if date.uncertain else said


def _plain(edtf: str, code: str, *, after_word: bool) -> str:
    words, form = _WORDS[code], int(after_word)
    day_text, _t, clock = edtf.partition("T")
    year, month, day = (*day_text.split("-"), "", "")[:3]
    if "X" in year:
        if year == "XXXX":
            return words.unknown
        pattern = (words.century if year.endswith("XX") else words.decade)[form]
        return pattern.format(year=int(year.replace("X", "0")), last=int(year.replace("X", "9")))
    number = int(year)
    if month in {"", "XX"}:
        said = words.year.format(year=number)
        return words.no_month.format(date=said) if month else said
    if int(month) in _SEASONS:
        return words.season.format(season=words.seasons[int(month) - min(_SEASONS)][form], year=number)
    alone, beside = month_names(code)[int(month) - 1]
    if day in {"", "XX"}:
        said = words.month.format(month=beside if after_word else alone, year=number)
        return words.no_day.format(date=said) if day else said
    said = words.day.format(day=int(day), month=beside, year=number)
    return f"{said}, {_hour(clock, words)}" if clock else said


def _hour(clock: str, words: _Words) -> str:
    found = _CLOCK.fullmatch(clock)
    time, zone = (found["time"], found["zone"]) if found else (clock, "")
    said = time if ":" in time else words.hour.format(hour=int(time))
    return f"{said} (UTC{zone.removeprefix('Z')})" if zone else said


def _short_interval(start: PartialDate, end: PartialDate, code: str) -> str:
    """As "16–18 December 2011", "June – December 2011"; empty where the ends have too little in common."""
    words = _WORDS[code]
    first, second = start.edtf.split("-"), end.edtf.split("-")
    if start.precision is not end.precision or first == second or first[0] != second[0]:
        return ""
    if not all(part.isdecimal() for part in (*first, *second)):
        return ""
    if start.precision is Precision.DAY and first[1] == second[1]:
        return words.day.format(
            day=f"{int(first[2])}–{int(second[2])}", month=month_names(code)[int(first[1]) - 1][1], year=int(first[0])
        )
    if start.precision is Precision.MONTH:
        names = month_names(code)
        return words.month.format(
            month=f"{names[int(first[1]) - 1][0]} – {names[int(second[1]) - 1][0]}", year=int(first[0])
        )
    return ""
