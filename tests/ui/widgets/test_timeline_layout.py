from __future__ import annotations

import itertools
import random

from casefile.ui.widgets.timeline_layout import Box, arrange


def crowd(number: int, lanes: int, over: float) -> list[Box]:
    chance = random.Random(7)  # noqa: S311 - a crowd that can be repeated
    firsts = sorted(chance.uniform(0, over) for _one in range(number))
    return [Box(chance.randrange(lanes), first, first + chance.choice((0, 3, 40)), 90.0) for first in firsts]


def test_marks_far_apart_share_a_row_and_keep_their_words() -> None:
    layout = arrange([Box(0, 0, 0, 60), Box(0, 300, 300, 60)], 1, 5)
    assert [place.row for place in layout.places] == [0, 0]
    assert [place.words for place in layout.places] == [60, 60]
    assert layout.pills == []


def test_marks_whose_words_would_meet_stand_in_two_rows() -> None:
    layout = arrange([Box(0, 0, 0, 60), Box(0, 30, 30, 60)], 1, 5)
    assert [place.row for place in layout.places] == [0, 1]
    assert layout.rows == [2]


def test_nothing_is_dropped_what_finds_no_row_is_counted_in_a_pill() -> None:
    boxes = crowd(600, 3, 900)
    layout = arrange(boxes, 3, 12)
    placed = {number for number, place in enumerate(layout.places) if place.row >= 0}
    counted = [number for pill in layout.pills for number in pill.marks]
    assert placed | set(counted) == set(range(600))
    assert len(placed) + len(counted) == 600
    assert counted


def test_no_two_marks_of_a_row_overlap_and_no_words_reach_the_next_mark() -> None:
    boxes = crowd(300, 2, 4000)
    layout = arrange(boxes, 2, 10)
    rows: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for box, place in zip(boxes, layout.places, strict=True):
        if place.row >= 0:
            rows.setdefault((box.lane, place.row), []).append((box.first, box.end + place.words))
    for spans in rows.values():
        assert all(end <= start for (_first, end), (start, _last) in itertools.pairwise(spans))


def test_a_pill_has_a_row_of_its_own() -> None:
    layout = arrange([Box(0, 0, 0, 60)] * 30, 1, 6)
    (pill,) = layout.pills
    assert len(pill.marks) == 25
    assert max(place.row for place in layout.places) == 4
    assert layout.rows == [6]


def test_the_fullest_lane_gets_the_rows_that_are_left() -> None:
    layout = arrange([Box(0, 0, 0, 60)] + [Box(1, 0, 0, 60)] * 5, 2, 6)
    assert layout.rows == [1, 5]


def test_lanes_never_take_more_rows_than_there_are() -> None:
    boxes = crowd(400, 4, 500)
    assert sum(arrange(boxes, 4, 14).rows) <= 14
