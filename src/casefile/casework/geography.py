"""Geography: which places have a position, how exactly it is known, and how much of the book is about each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from casefile.base.clock import RecordId
from casefile.base.outlines import countries, region_named
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type, record_types
from casefile.casework.record import Shape

POINT = "point"
WITHIN = "within"
AREA = "area"
NOWHERE = "nowhere"
_DEEPEST = 20
_ITSELF = frozenset({("place", "parent"), ("place", "distance_from")})
"""Links between places: they say where a place is, not that something happened there."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place as the map shows it.

    Attributes:
        record: Its id.
        name: Its name.
        place_kind: Term of `place_kind`.
        how: `POINT` with coordinates of its own; `WITHIN` with those of a larger place it lies in, where it may be
            anywhere; `AREA` where only the region or country is known; `NOWHERE` where not even that is drawn.
        longitude: Degrees, east positive; None without a point.
        latitude: Degrees, north positive; None without a point.
        within_metres: How far off its own point it may be; None if nobody said.
        area: Key of the region or country whose outline stands for it; only for `AREA`.
        counts: How many records of each kind link to it.
        path: Names of the larger places it lies in, the nearest first.
    """

    record: RecordId
    name: str
    place_kind: str
    how: str
    longitude: float | None
    latitude: float | None
    within_metres: float | None
    area: str
    counts: Mapping[str, int]
    path: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """How many records link to it."""
        return sum(self.counts.values())


def map_places(reader: Reader) -> list[MapPlace]:
    """Every place that is not put aside, those with the most records first."""
    table = record_type("place").table
    query = select(table).where(table.c.archived == 0)
    rows = {bytes(row.id): row for row in reader.rows(query)}
    counted = _counts(reader)
    places = [_place(row, rows, counted.get(one, Counter())) for one, row in rows.items()]
    return sorted(places, key=lambda place: (-place.records, place.name, place.record))


def _counts(reader: Reader) -> dict[bytes, Counter[str]]:
    """For each place, how many records of each kind link to it, whatever the link is called."""
    found: dict[bytes, Counter[str]] = {}
    for kind, made in record_types().items():
        for name, facts in made.facts.items():
            if facts.shape is not Shape.LINK or facts.target != "place" or (kind, name) in _ITSELF:
                continue
            column = made.table.c[name]
            query = select(column, func.count()).where(made.table.c.archived == 0, column != b"").group_by(column)
            for place, number in map(tuple, reader.rows(query)):
                found.setdefault(bytes(place), Counter())[kind] += int(number)
    return found


def _place(row: Any, rows: Mapping[bytes, Any], counts: Counter[str]) -> MapPlace:
    above = _above(row, rows)
    path = tuple(one.shown_name for one in above)
    how, longitude, latitude, area = NOWHERE, row.longitude, row.latitude, ""
    if longitude is not None and latitude is not None:
        how = POINT
    else:
        longitude = latitude = None
        for one in above:
            if one.longitude is not None and one.latitude is not None:
                how, longitude, latitude = WITHIN, one.longitude, one.latitude
                break
        else:
            whole = (row, *above)
            area = next((found for find in (_region, _country) for one in whole if (found := find(one))), "")
            how = AREA if area else NOWHERE
    return MapPlace(
        RecordId(bytes(row.id)),
        row.shown_name,
        row.place_kind,
        how,
        longitude,
        latitude,
        row.within_metres if how == POINT else None,
        area,
        dict(counts),
        path,
    )


def _above(row: Any, rows: Mapping[bytes, Any]) -> list[Any]:
    above: list[Any] = []
    one = rows.get(bytes(row.parent))
    while one is not None and len(above) < _DEEPEST:
        above.append(one)
        one = rows.get(bytes(one.parent))
    return above


def _region(row: Any) -> str:
    """The region, or the city that is one, whose outline stands for a place, by any of its names."""
    # Regions are drawn of Kazakhstan only; a namesake elsewhere has its country beside it.
    if row.place_kind not in {"region", "city"} or row.country not in {"", "kz"}:
        return ""
    found = region_named([row.shown_name, *_aliases(row)], city=row.place_kind == "city")
    return found.key if found else ""


def _country(row: Any) -> str:
    return row.country if any(area.key == row.country for area in countries() if area.key) else ""


def _aliases(row: Any) -> list[str]:

    return [str(one) for one in json.loads(row.aliases or "[]")]
