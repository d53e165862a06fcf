from __future__ import annotations

import itertools

import pytest

from casefile.base.body_shapes import CAPTIONS, Point, Stroke, View, part_at, place_of, views
from casefile.casework.vocabulary import vocabulary

NOWHERE_ON_THE_BODY = {"whole_body", "internal", "other", "unknown", "not_applicable"}


def reached(stroke: Stroke) -> list[Point]:
    return [stroke.start, *(point for curve in stroke.curves for point in curve)]


def inside(stroke: Stroke, at: Point) -> bool:
    """Whether a point lies within the polygon of a stroke's ends: crossings of a line to the right are odd."""
    corners = [stroke.start, *(curve.end for curve in stroke.curves)]
    crossings = 0
    for one, two in itertools.pairwise([*corners, corners[0]]):
        if (one.y > at.y) != (two.y > at.y):
            across = one.x + (at.y - one.y) / (two.y - one.y) * (two.x - one.x)
            crossings += across > at.x
    return crossings % 2 == 1


def test_every_view_of_the_vocabulary_is_drawn() -> None:
    assert set(vocabulary("body_view").terms) <= set(views())


def test_every_drawing_stays_within_its_view() -> None:
    for view in views().values():
        for stroke in view.strokes:
            assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in reached(stroke)), view.name
        assert all(0 <= part.at.x <= 1 and 0 <= part.at.y <= 1 for part in view.parts), view.name
        assert all(0 <= caption.at.x <= 1 and 0 <= caption.at.y <= 1 for caption in view.captions), view.name
        assert {stroke.kind for stroke in view.strokes} == {"outline", "line", "faint"}


def test_every_part_of_the_vocabulary_can_be_placed_from_a_list() -> None:
    regions = set(vocabulary("body_region").terms) - NOWHERE_ON_THE_BODY
    assert {region for region in regions if place_of(region, "left") is None} == set()
    assert [region for region in NOWHERE_ON_THE_BODY if place_of(region, "left") is not None] == []


def test_every_part_and_side_is_a_term() -> None:
    regions, sides = vocabulary("body_region").terms, vocabulary("body_side").terms
    parts = [part for view in views().values() for part in view.parts]
    assert [part for part in parts if part.region not in regions or part.side not in sides] == []


@pytest.mark.parametrize("name", ["front", "back", "left", "right", "head", "hands", "feet"])
def test_every_part_lies_on_the_body_and_not_beside_it(name: str) -> None:
    view = views()[name]
    outlines = [stroke for stroke in view.strokes if stroke.kind == "outline" and stroke.closed]
    assert [part for part in view.parts if not any(inside(outline, part.at) for outline in outlines)] == []


def test_a_click_in_the_middle_of_a_part_means_that_part() -> None:
    for view in views().values():
        for part in view.parts:
            found = part_at(view, part.at)
            assert found is not None
            assert found.at == part.at


def test_right_and_left_are_those_of_the_injured_person() -> None:
    def wrist(name: str, side: str) -> float:
        return next(part.at.x for part in views()[name].parts if (part.region, part.side) == ("wrist", side))

    assert wrist("front", "right") < 0.5 < wrist("front", "left")
    assert wrist("back", "left") < 0.5 < wrist("back", "right")


def test_of_a_hand_seen_from_both_sides_the_thumb_is_where_it_is() -> None:
    def reach(first: float, last: float, nail: float) -> float:
        outline = [
            point.x
            for stroke in views()["hands"].strokes
            if stroke.kind == "outline" and first <= stroke.start.x < last
            for point in reached(stroke)
            if abs(point.y - nail) < 0.05
        ]
        middle = (first + last) / 2
        return max(outline, key=lambda x: abs(x - middle)) - middle

    thumb_of_right_palm, thumb_of_left_palm = reach(0, 0.25, 0.39), reach(0.25, 0.5, 0.39)
    thumb_of_right_back = reach(0.5, 0.75, 0.39)
    assert thumb_of_right_palm > 0 > thumb_of_left_palm
    assert thumb_of_right_back < 0


def test_a_side_is_kept_where_it_is_drawn_and_the_first_taken_where_it_is_not() -> None:
    left, right = place_of("knee", "left"), place_of("knee", "right")
    assert left is not None
    assert right is not None
    assert left[0] == right[0] == "front"
    assert left[1].x > right[1].x
    assert place_of("spine", "left") == place_of("spine", "middle")


def test_small_parts_are_placed_where_they_are_drawn_large() -> None:
    shown = {region: place_of(region, "left") for region in ("eye", "hand", "toe", "foot", "scalp")}
    assert {region: found[0] for region, found in shown.items() if found} == {
        "eye": "face",
        "hand": "hands",
        "toe": "feet",
        "foot": "feet",
        "scalp": "head",
    }


def test_an_outline_ends_where_it_began() -> None:
    for view in views().values():
        for stroke in view.strokes:
            if stroke.closed and stroke.curves[-1].end != stroke.start:
                # Left open at the neck or the wrist: a straight line closes it along one edge of the figure.
                assert stroke.curves[-1].end.y == pytest.approx(stroke.start.y)


def test_captions_are_words_of_the_catalogue() -> None:
    shown = {caption.text for view in views().values() for caption in view.captions}
    assert shown <= set(CAPTIONS.values())


def test_a_view_without_parts_means_no_part() -> None:
    assert part_at(View("empty", 1.0, (), (), ()), Point(0.5, 0.5)) is None
