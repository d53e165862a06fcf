"""The axis of a timeline: which stretch of time is seen, and where its marks and their words stand. No Qt.

Time is counted in seconds from the beginning of year 1, so that a stretch is a plain number and nothing depends on
the zone of this computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from casefile.base.dates import month_names, say_date

ORIGIN = datetime(1, 1, 1)  # noqa: DTZ001 - clock time of the place, as in base.dates
HOUR = 3600.0
DAY = 24 * HOUR
YEAR = 365.2425 * DAY
LATEST = (datetime(9999, 12, 31) - ORIGIN).total_seconds()  # noqa: DTZ001 - the same
SHORTEST = 2 * HOUR
"""The shortest stretch that can be seen."""
_MONTHS = 12
_BEFORE, _AFTER = 36.0, 190.0
"""Pixels kept free before the first and after the last moment where everything is shown."""
_STEPS: tuple[tuple[str, int, float, int], ...] = (
    ("hour", 1, HOUR, 44),
    ("hour", 3, 3 * HOUR, 44),
    ("hour", 6, 6 * HOUR, 44),
    ("hour", 12, 12 * HOUR, 44),
    ("day", 1, DAY, 30),
    ("day", 2, 2 * DAY, 30),
    ("day", 7, 7 * DAY, 34),
    ("month", 1, 30 * DAY, 78),
    ("month", 3, 91 * DAY, 78),
    ("year", 1, YEAR, 46),
    ("year", 2, 2 * YEAR, 46),
    ("year", 5, 5 * YEAR, 46),
    ("year", 10, 10 * YEAR, 46),
    ("year", 25, 25 * YEAR, 46),
    ("year", 100, 100 * YEAR, 46),
    ("year", 1000, 1000 * YEAR, 46),
)
"""Unit, how many of it, about how long, and the pixels that its words need."""


def seconds(moment: datetime) -> float:
    """A moment as the axis counts it."""
    return (moment - ORIGIN).total_seconds()


def moment_at(at: float) -> datetime:
    """The moment at a count of seconds; the first or last there is, if it lies outside."""
    return ORIGIN + timedelta(seconds=min(max(at, 0.0), LATEST))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis.

    Attributes:
        at: Where, in seconds.
        text: What stands there.
    """

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch of time that is seen, over a number of pixels.

    Attributes:
        start: Its beginning, in seconds.
        length: How long it is.
        pixels: How wide it is drawn.
    """

    start: float
    length: float
    pixels: float

    @property
    def end(self) -> float:
        """Its end, in seconds."""
        return self.start + self.length

    @property
    def scale(self) -> float:
        """Pixels for one second."""
        return self.pixels / self.length

    def x(self, at: float) -> float:
        """Where a moment lies, in pixels from the beginning."""
        return (at - self.start) * self.scale

    def at(self, x: float) -> float:
        """The moment at so many pixels."""
        return self.start + x / self.scale

    def zoomed(self, factor: float, around: float, *, longest: float) -> Stretch:
        """A stretch `factor` times as long, in which `around` stays where it is."""
        length = min(max(self.length * factor, SHORTEST), max(longest, SHORTEST))
        part = (around - self.start) / self.length
        return Stretch(around - part * length, length, self.pixels)

    def moved(self, by: float) -> Stretch:
        """The same stretch, so many seconds later."""
        return Stretch(self.start + by, self.length, self.pixels)

    def over(self, pixels: float) -> Stretch:
        """The same stretch, drawn over another width."""
        return Stretch(self.start, self.length, max(pixels, 1.0))

    def kept_within(self, first: float, last: float) -> Stretch:
        """Moved as little as is needed for its middle to lie between two moments."""
        middle = self.start + self.length / 2
        wanted = min(max(middle, first), max(last, first))
        return self.moved(wanted - middle)


def covering(first: float, last: float, pixels: float) -> Stretch:
    """A stretch that shows everything from `first` to `last`, with room for words after the last."""
    pixels = max(pixels, 1.0)
    length = max(last - first, 2 * DAY)
    before, after = min(_BEFORE, pixels / 10), min(_AFTER, pixels / 4)
    scale = (pixels - before - after) / length
    middle = (first + last) / 2
    return Stretch(middle - length / 2 - before / scale, pixels / scale, pixels)


def ticks(stretch: Stretch, code: str) -> tuple[list[Tick], list[Tick]]:
    """The lines of the axis: the finer ones with short words, and the larger unit that they lie in.

    Args:
        stretch: What is seen.
        code: ISO 639-1 code of the words.

    Returns:
        Finer and larger ticks, each from the one at or before the beginning of the stretch.
    """
    unit, number = next(
        ((unit, number) for unit, number, long, pixels in _STEPS if long * stretch.scale >= pixels), ("year", 1000)
    )
    fine = [Tick(seconds(at), _fine_text(unit, at, code)) for at in _moments(unit, number, stretch)]
    larger = {"hour": "day", "day": "month", "month": "year"}.get(unit, "")
    coarse = [Tick(seconds(at), _coarse_text(larger, at, code)) for at in _moments(larger, 1, stretch)]
    return fine, coarse


def _moments(unit: str, number: int, stretch: Stretch) -> Iterator[datetime]:
    if not unit:
        return
    at = _floor(unit, number, moment_at(stretch.start))
    last = moment_at(stretch.end)
    while at <= last:
        yield at
        try:
            at = _next(unit, number, at)
        except (OverflowError, ValueError):
            # The end of the calendar.
            return


def _floor(unit: str, number: int, at: datetime) -> datetime:
    if unit == "hour":
        return at.replace(hour=at.hour - at.hour % number, minute=0, second=0, microsecond=0)
    at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "day":
        return at.replace(day=_day_of_step(at.day, number))
    if unit == "month":
        return at.replace(month=at.month - (at.month - 1) % number, day=1)
    return at.replace(year=max(at.year - at.year % number, 1), month=1, day=1)


def _day_of_step(day: int, number: int) -> int:
    return day - (day - 1) % number


def _next(unit: str, number: int, at: datetime) -> datetime:
    if unit == "hour":
        return at + timedelta(hours=number)
    if unit == "day":
        # Counted from the first of each month, so that the days named are the same at every place of the axis.
        later = at + timedelta(days=number)
        start_of_next = _next("month", 1, at.replace(day=1))
        close = (start_of_next - later).days < number / 2 and number > 1
        return start_of_next if later >= start_of_next or close else later
    if unit == "month":
        months = at.year * _MONTHS + at.month - 1 + number
        return at.replace(year=months // _MONTHS, month=months % _MONTHS + 1)
    return at.replace(year=number if at.year == 1 and number > 1 else at.year + number)


def _fine_text(unit: str, at: datetime, code: str) -> str:
    if unit == "hour":
        return f"{at:%H:%M}"
    if unit == "day":
        return str(at.day)
    if unit == "month":
        names = month_names(code if code in {"en", "ru", "kk"} else "en")
        return names[at.month - 1][0]
    return str(at.year)


def _coarse_text(unit: str, at: datetime, code: str) -> str:
    if unit == "day":
        return say_date(f"{at:%Y-%m-%d}" if at.year > 999 else f"{at.year:04}-{at:%m-%d}", code)  # noqa: PLR2004
    if unit == "month":
        return say_date(f"{at.year:04}-{at.month:02}", code)
    return str(at.year)
