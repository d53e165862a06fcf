"""Draws the body map: the same curves as the window, and each mark as a numbered circle, black on white.

The number is what leads from the drawing to the table; colour says nothing that the number does not.
"""

from __future__ import annotations

import math
from itertools import pairwise

from casefile.base.body_shapes import Curve, Point, views
from casefile.base.body_shapes import Stroke as Outline
from casefile.dossier.document import BodyMap, BodyView, Tone
from casefile.dossier.pdf_fonts import Role
from casefile.dossier.pdf_layout import GREY, INK, TONES, Composer
from casefile.dossier.pdf_pages import Area, Piece, Shape, Stroke
from casefile.dossier.pdf_text import Look, clean, width_of

_HEIGHT = 225.0
"""Of a view, in points."""
_GROUND = 16.0
_GAP = 18.0
_RADIUS = 6.2
_RISE = 3.4
"""From the middle of a mark up to the top of the line of its number."""
_STEPS = 6
"""Straight pieces for a curve: on paper no corner is seen."""
_WEIGHTS = {"outline": (0.8, INK), "line": (0.5, GREY), "faint": (0.35, "0.62 0.65 0.68")}
_LABEL = Look(Role.SANS, 8.3, INK)
_SIDE = Look(Role.SANS, 7.0, GREY)
_NUMBER = Look(Role.SANS_STRONG, 7.4, INK)
_PAPER = "1 1 1"


def body_map(composer: Composer, block: BodyMap) -> list[Piece]:
    """The views, as many in a row as fit, with a caption below the last row."""
    rows: list[list[BodyView]] = [[]]
    used = 0.0
    for view in block.views:
        wide = views()[view.name].aspect * _HEIGHT
        if rows[-1] and used + wide > composer.width:
            rows.append([])
            used = 0.0
        rows[-1].append(view)
        used += wide + _GAP
    pieces = [_row(composer, row) for row in rows if row]
    caption = composer.caption(block.caption)
    if pieces and caption:
        pieces[-1].keep = True
    return [*pieces, *caption]


def _row(composer: Composer, row: list[BodyView]) -> Piece:
    piece = Piece(_HEIGHT + _GROUND, before=10.0)
    left = 0.0
    for view in row:
        drawn = views()[view.name]
        wide = drawn.aspect * _HEIGHT
        for stroke in drawn.strokes:
            piece.shapes.extend(_lines(stroke, left, wide))
        for word, across, down in view.words:
            said = clean(word)
            x = left + across * wide - width_of(composer.fonts, _SIDE, said) / 2
            depth = down * _HEIGHT - 4.0
            piece.inks.extend((depth + y, one) for y, one in composer.line(said, _SIDE, x).inks)
        for number, x, y in _apart(view.marks, wide):
            piece.shapes.extend(_circle(left + x, y))
            start = left + x - width_of(composer.fonts, _NUMBER, number) / 2
            piece.inks.extend((y - _RISE + depth, one) for depth, one in composer.line(number, _NUMBER, start).inks)
        piece.inks.extend((_HEIGHT + 3.0 + y, one) for y, one in composer.line(view.label, _LABEL, left).inks)
        left += wide + _GAP
    return piece


def _apart(marks: tuple[tuple[str, float, float], ...], wide: float) -> list[tuple[str, float, float]]:
    """Where each mark is drawn, in points: one that would cover another moves aside until its number can be read."""
    placed: list[tuple[str, float, float]] = []
    for number, across, down in marks:
        x, y = across * wide, down * _HEIGHT
        while any(math.hypot(x - other_x, y - other_y) < 2 * _RADIUS for _, other_x, other_y in placed):
            x += 2 * _RADIUS
        placed.append((number, x, y))
    return placed


def _lines(stroke: Outline, left: float, wide: float) -> list[Shape]:
    weight, colour = _WEIGHTS[stroke.kind]
    points = [stroke.start]
    for curve in stroke.curves:
        points.extend(_along(points[-1], curve))
    places = [(left + point.x * wide, point.y * _HEIGHT) for point in points]
    return [Stroke(x0, y0, x1, y1, weight, colour) for (x0, y0), (x1, y1) in pairwise(places)]


def _along(start: Point, curve: Curve) -> list[Point]:
    found = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        shares = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        corners = (start, curve.first, curve.second, curve.end)
        found.append(
            Point(
                sum(share * corner.x for share, corner in zip(shares, corners, strict=True)),
                sum(share * corner.y for share, corner in zip(shares, corners, strict=True)),
            )
        )
    return found


def _circle(x: float, y: float) -> list[Shape]:
    turns = [2 * math.pi * step / 20 for step in range(20)]
    edge = tuple((x + _RADIUS * math.cos(turn), y + _RADIUS * math.sin(turn)) for turn in turns)
    ring = [Stroke(*one, *other, 1.0, TONES[Tone.WARNING]) for one, other in pairwise((*edge, edge[0]))]
    return [Area(edge, _PAPER), *ring]
