"""Outlines of countries and regions, shipped with the app: public-domain data, see `resources/outlines/README.md`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from casefile.base.config import resource
from casefile.base.text import skeleton

_HALF_TURN = 180.0
Ring = tuple[tuple[float, float], ...]
"""A closed line of longitude and latitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country or a region.

    Attributes:
        key: Of a country the term of the vocabulary `country` (ISO 3166-1, small letters), empty where there is none.
        name: In English.
        names: Other spellings, of a region only.
        rings: Its borders.
        city: A region that is one city.
    """

    key: str
    name: str
    names: tuple[str, ...]
    rings: tuple[Ring, ...]
    city: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of its largest part."""
        largest = max(self.rings, key=_spread)
        longitudes, latitudes = [x for x, _y in largest], [y for _x, y in largest]
        return (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of its largest part."""
        largest = max(self.rings, key=_spread)
        longitudes, latitudes = [x for x, _y in largest], [y for _x, y in largest]
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _spread(ring: Ring) -> float:
    longitudes, latitudes = [x for x, _y in ring], [y for _x, y in ring]
    return (max(longitudes) - min(longitudes)) * (max(latitudes) - min(latitudes))


@cache
def countries() -> tuple[Area, ...]:
    """Every country of the data."""
    return _areas("countries")


@cache
def regions() -> tuple[Area, ...]:
    """The regions that are drawn within their country."""
    return _areas("regions")


def region_named(names: Sequence[str], *, city: bool) -> Area | None:
    """The region, or the city that is a region of its own, that has one of these names in any spelling or script."""
    wanted = {skeleton(name) for name in names if name} | {skeleton(_bare(name)) for name in names if name}
    return next(
        (area for area in regions() if area.city == city and wanted & {skeleton(_bare(name)) for name in area.names}),
        None,
    )


def _bare(name: str) -> str:
    """A name without the word that says that it is a region."""
    kept = [word for word in name.split() if word.casefold() not in _REGION_WORDS]
    return " ".join(kept) or name


_REGION_WORDS = frozenset({"region", "oblast", "province", "область", "облысы"})


@cache
def _read() -> Any:
    return json.loads(resource("outlines", "outlines.json").read_text(encoding="utf-8"))


def _areas(kind: str) -> tuple[Area, ...]:
    held = _read()
    lines = [_line(packed, held["units"]) for packed in held["arcs"]]
    return tuple(
        Area(
            area["id"],
            area["name"],
            tuple(area.get("names", ())),
            tuple(_ring(numbers, lines) for numbers in area["rings"]),
            bool(area.get("city")),
        )
        for area in held[kind]
    )


def _line(packed: Sequence[int], units: int) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for dx, dy in zip(packed[::2], packed[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / units, y / units))
    return points


def _ring(numbers: Sequence[int], lines: Sequence[list[tuple[float, float]]]) -> Ring:
    points: list[tuple[float, float]] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1:] if points else line
    return tuple(_unbroken(points))


def _unbroken(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """A line that crosses the date line goes on beyond 180 degrees, instead of once around the earth."""
    turns, before = 0.0, points[0][0]
    for longitude, latitude in points:
        if longitude - before > _HALF_TURN:
            turns -= 2 * _HALF_TURN
        elif before - longitude > _HALF_TURN:
            turns += 2 * _HALF_TURN
        before = longitude
        yield longitude + turns, latitude
