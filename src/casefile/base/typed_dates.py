"""Dates as people type them, in English, Russian or Kazakh, read into the form in which they are kept.

"mid Dec 2011", "after 16.12.2011", "16 Dec 2011 23:00", "около 3 марта 2012", "2011 жылғы желтоқсан", "yesterday".
What could mean two days is refused, with the reason; what says less than a day stays less than a day. Everything that
`dates.say_date` writes can be read back.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casefile.base.dates import read_date
from casefile.base.i18n import _


def _words(listed: str) -> list[str]:
    return sorted(listed.split("|"), key=len, reverse=True)


_BY = _words("not later than|no later than|up to|before|until|till|by|не позднее|не позже|до|к|ең кеші")
_SINCE = _words(
    "not earlier than|no earlier than|not before|starting|after|since|from"
    "|не ранее|не раньше|начиная с|после|со|с|ең ертесі"
)
_BY_BEHIND = _words("or earlier|or before|at the latest|или раньше|и ранее|дейін")
_SINCE_BEHIND = _words("or later|onwards|onward|on|или позже|и позднее|бастап|кейін|бері")
_ABOUT = _words(
    "approximately|approx.|approx|about|around|circa|ca.|ca|c.|~|≈"
    "|примерно|приблизительно|ориентировочно|около|ок.|шамамен"
)
_ABOUT_BEHIND = _words("or so|жуық|шамасында|шамасы")
_UNCERTAIN = _words("probably|possibly|perhaps|maybe|presumably|вероятно|возможно|предположительно|мүмкін|бәлкім")
_UNCERTAIN_BEHIND = _words("(uncertain)|(предположительно)|(болжамды)|?")
_NO_START = _words("beginning unknown|начало неизвестно|басы белгісіз")
_NO_END = _words("end unknown|конец неизвестен|соңы белгісіз")
_NO_DAY = _words("day unknown|день неизвестен|күні белгісіз")
_NO_MONTH = _words("month unknown|месяц неизвестен|айы белгісіз")
_UNKNOWN = _words("unknown|date unknown|not known|неизвестно|неизвестна|дата неизвестна|белгісіз|күні белгісіз")
_FROM_TODAY = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "сегодня": 0,
    "вчера": -1,
    "позавчера": -2,
    "завтра": 1,
    "бүгін": 0,
    "кеше": -1,
    "ертең": 1,
}
# How the word for a month begins, in each language and case.
_MONTHS = (
    "january|январ|қаңтар",
    "february|феврал|ақпан",
    "march|март|наурыз",
    "april|апрел|сәуір",
    "may|май|мая|мае|мамыр",
    "june|июн|маусым",
    "july|июл|шілде",
    "august|август|тамыз",
    "september|сентябр|қыркүйек|қыркүйег",
    "october|октябр|қазан",
    "november|ноябр|қараша",
    "december|декабр|желтоқсан",
)
_SHORTEST_MONTH = 3
_LONGEST_ENDING = 6
_YEAR_DIGITS = 4
_MONTHS_IN_YEAR = 12
_NOON = 12
_SEASONS = {
    21: "spring|весн|көктем",
    22: "summer|лето|лета|летом|жаз",
    23: "autumn|fall|осен|күз",
    24: "winter|зим|қыс",
}
_THIRDS = ("early|beginning|start|начал|бас", "mid|middle|середин|орта", "late|end|конец|конц|соң|аяғ")
_IDLE = frozenset(
    _words("the|of|in|on|at|в|во|г|гг|год|года|году|годы|годов|ж|жж|жыл|жылы|жылғы|жылдың|жылдар|жылдары|year|күні")
)

# Already in the form that is kept, or meant to be: then what is wrong with it is the reason to give.
_KEPT = re.compile(r"[0-9X]{4}(?:-[0-9X]{2})+(?:[T~?%/].*)?|[0-9]{5,}", re.IGNORECASE)
_ENDS = [
    re.compile(pattern)
    for pattern in (
        r"(?:from|between) (?P<first>.+?) (?:to|and|until|till) (?P<second>.+)",
        r"(?:с|со|от|между) (?P<first>.+?) (?:по|до|и) (?P<second>.+)",
        r"(?P<first>.+?) (?:мен|бен|пен) (?P<second>.+?) (?:аралығында|арасында)",
    )
]
_ENDS_BARE = [
    re.compile(pattern)
    for pattern in (
        r"(?P<first>.+?) (?:to|until|till|-) (?P<second>.+)",
        r"(?P<first>[0-9]{4})-(?P<second>[0-9]{4}.*)",
        r"(?P<first>(?:[0-9]{4} (?:ж\.|жылғы|жылы)? ?)?[0-9]{1,2})-(?P<second>[0-9]{1,2}[. ].+)",
    )
]
_ZONE = re.compile(r" ?\(?\butc ?(?P<utc>[+-] ?[0-9]{1,2}(?::[0-9]{2})?)?\)?| ?(?P<plain>[+-][0-9]{2}:[0-9]{2})| ?z\b")
_HOUR_AHEAD = re.compile(r"\bсағат (?P<hour>[0-9]{1,2})(?![0-9:])")
_CLOCK = re.compile(
    r"(?<![0-9.:])(?P<hour>[0-9]{1,2})(?:"
    r":(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:-?[дт][аеә])?(?P<late> ?[ap]\.?m\b\.?)?"
    r"|(?P<mark> ?[ap]\.?m\b\.?| ?h\b| hrs\b| o'clock\b| ч\b\.?| час(?:а|ов)?\b))(?![0-9])"
)
_NUMBERS = re.compile(
    r"(?<![0-9:])(?P<first>[0-9]{1,2})(?P<by>[./ -])(?P<second>[0-9]{1,2})(?P=by)(?P<year>[0-9]+)(?![0-9:])"
)
_YEAR_FIRST = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4})(?P<by>[./-])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})(?![0-9:])"
)
_MONTH_YEAR = re.compile(r"(?<![0-9.])(?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})(?![0-9])")
_DAY_MONTH = re.compile(r"(?<![0-9.])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})(?![0-9.])")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-?го|-?е|-?ое|-?ші|-?шы)?")
_YEAR = re.compile(r"(?P<year>[0-9]{4})(?:-?(?:го|м|й|ші|жылғы|жылы))?")
_DECADE = re.compile(r"(?P<decade>[0-9]{3})0(?:'?s|-?е|-?х|-жылдар.*)")


def read_date_typed(text: str, today: date) -> str:
    """The canonical EDTF text of a date as a person typed it.

    Args:
        text: In English, Russian or Kazakh, or already EDTF.
        today: What "yesterday" counts from.

    Raises:
        ValueError: It cannot be read, or could mean two dates; the message says why, in the language of the app.
    """
    typed = text.strip()
    try:
        return read_date(typed).edtf
    except ValueError:
        if not typed or _KEPT.fullmatch(typed):
            raise
    return read_date(_phrase(_plain(typed), today)).edtf


def _plain(typed: str) -> str:
    said = unicodedata.normalize("NFC", typed).casefold()
    said = re.sub("[–—−]", "-", said).replace("’", "'").replace(",", " ").replace("mid-", "mid ")
    return " ".join(said.split())


def _front(said: str, words: list[str]) -> str:
    """The rest of a text that begins with one of the words; empty if it does not."""
    for word in words:
        if said.startswith(word + " ") or (not word[-1].isalpha() and said.startswith(word)):
            return said.removeprefix(word).strip()
    return ""


def _behind(said: str, words: list[str]) -> str:
    """The rest of a text that ends with one of the words; empty if it does not."""
    for word in words:
        if said.endswith(" " + word) or (not word[0].isalpha() and said.endswith(word)):
            return said.removesuffix(word).strip()
    return ""


def _phrase(said: str, today: date) -> str:
    if said in _UNKNOWN:
        return "XXXX"
    # In this order: "from 16 to 18" is an interval before it is a "from", and "up to 18" no interval.
    return (
        _half_known(said, today)
        or _interval(said, _ENDS, today)
        or _open(said, today)
        or _interval(said, _ENDS_BARE, today)
        or "/".join(dict.fromkeys(_one(said, today)))
    )


def _half_known(said: str, today: date) -> str:
    if rest := _behind(said, _NO_START):
        return f"/{_one(_front(rest, [*_BY, 'соңы']) or rest, today)[1]}"
    if rest := _behind(said, _NO_END):
        return f"{_one(_front(rest, [*_SINCE, 'басы']) or rest, today)[0]}/"
    return ""


def _open(said: str, today: date) -> str:
    if rest := _front(said, _BY) or _behind(said, _BY_BEHIND):
        return f"../{_one(rest, today)[1]}"
    if rest := _front(said, _SINCE) or _behind(said, _SINCE_BEHIND):
        return f"{_one(_behind(rest, _SINCE_BEHIND) or rest, today)[0]}/.."
    return ""


def _interval(said: str, patterns: list[re.Pattern[str]], today: date) -> str:
    for pattern in patterns:
        if found := pattern.fullmatch(said):
            first, second = _parts(found["first"], today), _parts(found["second"], today)
            # What one end lacks, the other has: "16-18 December 2011", "June to December 2011".
            year = first.year or second.year
            month = first.month or (second.month if first.day else "")
            last_month = second.month or (month if second.day else "")
            first, second = replace(first, year=year, month=month), replace(second, month=last_month)
            return f"{_edtf(first)[0]}/{_edtf(replace(second, year=second.year or year))[1]}"
    return ""


def _one(said: str, today: date) -> tuple[str, str]:
    return _edtf(_parts(said, today))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was said of one date, each part as its EDTF digits; empty where nothing was."""

    year: str = ""
    month: str = ""
    day: str = ""
    clock: str = ""
    zone: str = ""
    sign: str = ""
    third: int | None = None
    """Early, middle or late in the month or year."""


def _edtf(parts: _Parts) -> tuple[str, str]:
    """The first and the last date that the parts make; the same one, unless they name a third of a month or year."""
    if not parts.year:
        raise ValueError(_("The year is missing. Write for example 16 December 2011."))
    if parts.day and not parts.month:
        raise ValueError(_("The month is missing. Write for example 16 December 2011."))
    if parts.clock and parts.day in {"", "XX"}:
        raise ValueError(_("An hour needs a known day."))
    if parts.third is not None and not parts.day:
        start, end = _third(parts.year, parts.month, parts.third)
        return start + parts.sign, end + parts.sign
    said = "-".join(part for part in (parts.year, parts.month, parts.day) if part)
    said += f"T{parts.clock}{parts.zone}" if parts.clock else ""
    return said + parts.sign, said + parts.sign


def _third(year: str, month: str, third: int) -> tuple[str, str]:
    if not year.isdecimal() or month in {"24", "XX"}:
        # Early in a winter is the end of one year, late in it the beginning of the next.
        raise ValueError(_("This could mean several months. Please name the month."))
    if not month:
        first, last = ((1, 4), (5, 8), (9, 12))[third]
        return f"{year}-{first:02}", f"{year}-{last:02}"
    if int(month) in _SEASONS:
        within = f"{year}-{3 * (int(month) - 20) + third:02}"
        return within, within
    first, last = ((1, 10), (11, 20), (21, calendar.monthrange(int(year), int(month))[1]))[third]
    return f"{year}-{month}-{first:02}", f"{year}-{month}-{last:02}"


def _parts(said: str, today: date) -> _Parts:
    about = uncertain = False
    for _turn in range(2):
        if rest := _front(said, _UNCERTAIN) or _behind(said, _UNCERTAIN_BEHIND):
            said, uncertain = rest, True
        if rest := _front(said, _ABOUT) or _behind(said, _ABOUT_BEHIND):
            said, about = rest, True
    sign = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, uncertain), "")
    no_day, no_month = _behind(said, _NO_DAY), _behind(said, _NO_MONTH)
    parts, rest = _figures(no_day or no_month or said, _Parts(sign=sign))
    for word in rest.split():
        parts = _with_word(parts, word.strip("."), today)
    if no_day:
        return replace(parts, day="XX")
    return replace(parts, month="XX") if no_month else parts


def _figures(said: str, parts: _Parts) -> tuple[_Parts, str]:
    """Take what is written in figures out of the text: clock time, zone, a whole date."""
    said = _HOUR_AHEAD.sub(r"\g<hour> h", said).replace("сағат", " ")
    if found := _CLOCK.search(said):
        before, after = said[: found.start()], said[found.end() :]
        zone = _ZONE.match(after)
        parts = replace(parts, clock=_clock(found), zone=_zone(zone) if zone else "")
        said = f"{before} {after[zone.end() :] if zone else after}"
    if found := _YEAR_FIRST.search(said):
        parts = replace(parts, year=found["year"], month=_two(found["month"]), day=_two(found["day"]))
    elif found := _NUMBERS.search(said):
        day, month = _day_and_month(found["first"], found["second"], found["by"])
        parts = replace(parts, year=_four(found["year"]), month=month, day=day)
    elif found := _MONTH_YEAR.search(said):
        parts = replace(parts, year=found["year"], month=_two(found["month"]))
    elif found := _DAY_MONTH.search(said):
        parts = replace(parts, month=_two(found["month"]), day=_two(found["day"]))
    else:
        return parts, said
    return parts, f"{said[: found.start()]} {said[found.end() :]}"


def _two(digits: str) -> str:
    return digits.zfill(2)


def _four(digits: str) -> str:
    if len(digits) != _YEAR_DIGITS:
        raise ValueError(_("Please write the year with four digits, such as 2011."))
    return digits


def _day_and_month(first: str, second: str, separator: str) -> tuple[str, str]:
    # 16.12.2011 has the day first wherever dots are written. With a stroke, part of the world means the month.
    if separator == ".":
        return _two(first), _two(second)
    if int(first) != int(second) and int(first) <= _MONTHS_IN_YEAR and int(second) <= _MONTHS_IN_YEAR:
        raise ValueError(_("This could be two dates: please write the month as a word."))
    if int(second) > _MONTHS_IN_YEAR:
        first, second = second, first
    return _two(first), _two(second)


def _clock(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    half = (found["late"] or found["mark"] or "").strip()[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= _NOON:
            raise ValueError(_("There is no such hour: hours are 00:00 to 23:59."))
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return ":".join([f"{hour:02}", *(part for part in (found["minute"], found["second"]) if part)])


def _zone(found: re.Match[str]) -> str:
    written = (found["utc"] or found["plain"] or "").replace(" ", "")
    if not written:
        return "Z"
    hours, _colon, minutes = written[1:].partition(":")
    return f"{written[0]}{_two(hours)}{':' + minutes if minutes else ''}"


def _with_word(parts: _Parts, word: str, today: date) -> _Parts:
    if word in _IDLE:
        return parts
    if word in _FROM_TODAY:
        day = today + timedelta(days=_FROM_TODAY[word])
        return _added(parts, year=f"{day.year:04}", month=f"{day.month:02}", day=f"{day.day:02}")
    third = next((number for number, stems in enumerate(_THIRDS) if _begins(word, stems)), None)
    if third is not None and parts.third is None:
        return replace(parts, third=third)
    day_found = _DAY.fullmatch(word)
    return _added(parts, year=_year(word), month=_month(word), day=_two(day_found["day"]) if day_found else "")


def _year(word: str) -> str:
    if found := _DECADE.fullmatch(word):
        return f"{found['decade']}X"
    found = _YEAR.fullmatch(word)
    if not found and len(word) > _YEAR_DIGITS and word.isdecimal():
        raise ValueError(_("A year has four digits."))
    return found["year"] if found else ""


def _begins(word: str, stems: str) -> bool:
    # English words stand whole; Russian and Kazakh ones with any ending.
    return any(word == stem if stem.isascii() else word.startswith(stem) for stem in stems.split("|"))


def _month(word: str) -> str:
    """The digits of a month or season; empty if the word is neither. A month may be cut short to three letters."""
    if len(word) < _SHORTEST_MONTH:
        return ""
    for number, stems in enumerate(_MONTHS, start=1):
        for stem in stems.split("|"):
            ending = _LONGEST_ENDING if not stem.isascii() else 0
            if stem.startswith(word) or (word.startswith(stem) and len(word) - len(stem) <= ending):
                return f"{number:02}"
    return next((str(season) for season, stems in _SEASONS.items() if _begins(word, stems)), "")


def _added(parts: _Parts, *, year: str = "", month: str = "", day: str = "") -> _Parts:
    if not (year or month or day) or (year and parts.year) or (month and parts.month) or (day and parts.day):
        raise ValueError(_not_understood())
    return replace(parts, year=year or parts.year, month=month or parts.month, day=day or parts.day)


def _not_understood() -> str:
    return _("This is not understood as a date. Write for example 16 December 2011, 16.12.2011, December 2011 or 2011.")
