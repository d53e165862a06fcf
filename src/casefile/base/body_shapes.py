"""The drawings of the body map, for the window and for paper: smooth curves in unit coordinates, and what lies where.

No Qt and no records here, so that a dossier draws exactly what the screen shows. A view is one drawing on which a mark
can be put; its coordinates run from 0 to 1 across and down, as `injury.map_x` and `injury.map_y` keep them. The
figures stand in `resources/body_map/figures.toml`, as points that a curve runs through; the parts of the body in
`resources/body_map/views.toml`. Left and right are those of the injured person.

Which views there are follows the diagrams of the Istanbul Protocol, annex III; the drawings are our own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from types import MappingProxyType
from typing import Any, NamedTuple

from casefile.base.config import resource
from casefile.base.i18n import N_

_FOLDER = "body_map"


class Point(NamedTuple):
    """A point of a view: 0 to 1 across and down."""

    x: float
    y: float


class Curve(NamedTuple):
    """One piece of a cubic Bézier curve, from where the piece before it ended.

    Attributes:
        first: First control point.
        second: Second control point.
        end: Where it ends.
    """

    first: Point
    second: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of a drawing.

    Attributes:
        kind: "outline" for the edge of the body, "line" for what lies within, "faint" for a hint.
        start: Where it begins.
        curves: Its pieces.
        closed: Whether it encloses an area, which is filled.
    """

    kind: str
    start: Point
    curves: tuple[Curve, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """Words beneath a figure of a view.

    Attributes:
        text: In English, marked for translation.
        at: Middle of the words.
    """

    text: str
    at: Point


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body as it lies on a view.

    Attributes:
        region: Term of the vocabulary `body_region`.
        side: Term of `body_side`: "left", "right" or "middle".
        at: The middle of it.
        placed: Whether a mark chosen from a list is put here.
    """

    region: str
    side: str
    at: Point
    placed: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """One drawing on which marks are put.

    Attributes:
        name: Term of the vocabulary `body_view`.
        aspect: Its width for a height of 1.
        strokes: What is drawn.
        captions: Words beneath its figures.
        parts: The parts of the body on it.
    """

    name: str
    aspect: float
    strokes: tuple[Stroke, ...]
    captions: tuple[Caption, ...]
    parts: tuple[Part, ...]


CAPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "right_palm": N_("Right hand, palm"),
        "right_back": N_("Right hand, back"),
        "left_palm": N_("Left hand, palm"),
        "left_back": N_("Left hand, back"),
        "right_top": N_("Right foot, from above"),
        "right_sole": N_("Right foot, sole"),
        "left_top": N_("Left foot, from above"),
        "left_sole": N_("Left foot, sole"),
        "left_profile": N_("Left side of the head"),
        "right_profile": N_("Right side of the head"),
        "nape": N_("Back of the head"),
        "crown": N_("Head from above"),
        "female": N_("Female"),
        "male": N_("Male"),
        "right": N_("right"),
        "left": N_("left"),
    }
)
"""Words of the drawings by their key in the file."""


@cache
def views() -> Mapping[str, View]:
    """Every view by its term, in the order in which they are offered."""
    figures = tomllib.loads(resource(_FOLDER, "figures.toml").read_text(encoding="utf-8"))
    stated = tomllib.loads(resource(_FOLDER, "views.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _view(name, view, figures) for name, view in stated.items()})


def part_at(view: View, at: Point) -> Part | None:
    """The part of the body that a point of a view most likely means; None on a view without parts."""
    return min(view.parts, key=lambda part: _distance(view, part.at, at), default=None)


def place_of(region: str, side: str) -> tuple[str, Point] | None:
    """Where a mark is put when its part is chosen from a list: view and point, on the view that shows it best.

    Args:
        region: Term of `body_region`.
        side: Term of `body_side`; for "both" or an unknown one the first that is drawn is taken.
    """
    known = [
        (name, part) for name, view in views().items() for part in view.parts if part.region == region and part.placed
    ]
    exact = [one for one in known if one[1].side == side]
    return next(((name, part.at) for name, part in (exact or known)), None)


def _distance(view: View, one: Point, other: Point) -> float:
    return hypot((one.x - other.x) * view.aspect, one.y - other.y)


def _view(name: str, stated: Mapping[str, Any], figures: Mapping[str, Any]) -> View:
    wide, high = stated["size"]
    strokes: list[Stroke] = []
    captions: list[Caption] = []
    parts: list[Part] = []
    for place in stated["figures"]:
        frame = _Frame(place, figures[place["figure"]]["size"], (wide, high))
        strokes += [frame.placed(stroke) for stroke in _strokes(figures, place["figure"])]
        if place.get("caption"):
            captions.append(Caption(CAPTIONS[place["caption"]], frame.beneath()))
        for line in place.get("parts", ()):
            parts += _parts(line, frame, place.get("side", ""))
    for word in stated.get("words", ()):
        x, y = word["at"]
        captions.append(Caption(CAPTIONS[word["text"]], Point(x / wide, y / high)))
    return View(name, wide / high, tuple(strokes), tuple(captions), tuple(parts))


class _Frame:
    """Where a figure stands in a view."""

    def __init__(self, place: Mapping[str, Any], size: Sequence[float], view: tuple[float, float]) -> None:
        self._left, self._top = place["at"]
        self._scale = place.get("height", size[1]) / size[1]
        self._wide, self._high = size
        self._flip = -1 if place.get("flip") else 1
        self._view = view

    def point(self, point: Point) -> Point:
        x = self._left + (self._wide / 2 + self._flip * point.x) * self._scale
        return Point(x / self._view[0], (self._top + point.y * self._scale) / self._view[1])

    def placed(self, stroke: Stroke) -> Stroke:
        curves = tuple(Curve(*map(self.point, curve)) for curve in stroke.curves)
        return Stroke(stroke.kind, self.point(stroke.start), curves, stroke.closed)

    def beneath(self) -> Point:
        return self.point(Point(0, self._high + 3.5 / self._scale))


def _parts(line: str, frame: _Frame, side: str) -> Iterator[Part]:
    """Parts of one line "region x,y"; on the body itself, a part off the middle is on both sides."""
    region, at = line.split()
    placed, region = not region.startswith("~"), region.removeprefix("~")
    x, y = (float(number) for number in at.split(","))
    if side:
        yield Part(region, side, frame.point(Point(x, y)), placed)
    elif x == 0:
        yield Part(region, "middle", frame.point(Point(x, y)), placed)
    else:
        # Positive is the person's left in front, and their right behind; the frame of the back is flipped.
        yield Part(region, "left", frame.point(Point(x, y)), placed)
        yield Part(region, "right", frame.point(Point(-x, y)), placed)


def _strokes(figures: Mapping[str, Any], name: str) -> Iterator[Stroke]:
    figure = figures[name]
    if "like" in figure:
        yield from (stroke for stroke in _strokes(figures, figure["like"]) if stroke.kind == "outline")
    for stated in figure["strokes"]:
        points, corners = _read(stated["points"])
        mirror = stated.get("mirror", "")
        if mirror == "join":
            half = len(points)
            points += [Point(-point.x, point.y) for point in reversed(points[1 : half - 1])]
            corners |= {2 * half - 2 - corner for corner in corners if 0 < corner < half - 1}
        closed = mirror == "join" or bool(stated.get("close"))
        filled = closed or stated["kind"] == "outline"
        start, curves = _smooth(points, corners, closed=closed)
        yield Stroke(stated["kind"], start, curves, filled and mirror != "copy")
        if mirror == "copy":
            turned = [Point(-point.x, point.y) for point in points]
            start, curves = _smooth(turned, corners, closed=closed)
            yield Stroke(stated["kind"], start, curves, closed=False)


def _read(text: str) -> tuple[list[Point], set[int]]:
    points, corners = [], set()
    for number, word in enumerate(text.split()):
        x, y = word.rstrip("!").split(",")
        points.append(Point(float(x), float(y)))
        if word.endswith("!"):
            corners.add(number)
    return points, corners


def _smooth(points: Sequence[Point], corners: set[int], *, closed: bool) -> tuple[Point, tuple[Curve, ...]]:
    """A curve through the points: at each, it runs in parallel to the line between its neighbours."""
    count = len(points)
    around = closed or points[0] == points[-1]
    if points[0] == points[-1]:
        points, count = points[:-1], count - 1

    def direction(number: int) -> Point:
        if number % count in corners or (not around and number in {0, count - 1}):
            return Point(0, 0)
        before, after = points[(number - 1) % count], points[(number + 1) % count]
        length = hypot(after.x - before.x, after.y - before.y) or 1.0
        return Point((after.x - before.x) / length, (after.y - before.y) / length)

    curves = []
    for number in range(count if around else count - 1):
        one, two = points[number], points[(number + 1) % count]
        third = hypot(two.x - one.x, two.y - one.y) / 3
        out, into = direction(number), direction(number + 1)
        first = Point(one.x + out.x * third, one.y + out.y * third)
        second = Point(two.x - into.x * third, two.y - into.y * third)
        curves.append(Curve(first, second, two))
    return points[0], tuple(curves)
