"""Where each mark of a timeline goes: rows in a lane, words where there is room, a count where there is none. No Qt.

Positions are pixels from the axis' zero at one scale, so that moving along the axis needs no new layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MARK = 14.0
"""Width of a mark that is a point."""
GAP = 5.0
_WORDS_GAP = 4.0
_LONGEST_WORDS = 200.0
_PILL = 34.0
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Box:
    """How much room one mark needs.

    Attributes:
        lane: Number of its lane.
        first: Its left end, in pixels.
        last: Its right end.
        words: Width of its words.
    """

    lane: int
    first: float
    last: float
    words: float

    @property
    def end(self) -> float:
        """Its right end, at least the width of a mark from its left end."""
        return max(self.last, self.first + MARK)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands.

    Attributes:
        row: Number of the row within its lane; -1 if it is only counted.
        words: Pixels that its words may take beside it; 0 for none.
    """

    row: int
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class Pill:
    """Marks that found no row, counted together.

    Attributes:
        lane: Number of the lane.
        at: Its middle, in pixels.
        marks: Their numbers.
    """

    lane: int
    at: float
    marks: tuple[int, ...]


@dataclass
class Layout:
    """Places of all marks, the pills, and the rows of each lane."""

    places: list[Place]
    pills: list[Pill] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def arrange(boxes: Sequence[Box], lanes: int, rows: int) -> Layout:
    """Put marks into rows.

    Args:
        boxes: The marks, by their left end.
        lanes: How many lanes there are.
        rows: How many rows there is room for in all.

    Returns:
        A row for each mark as far as there are rows; those left over are counted in pills, never dropped.
    """
    by_lane: list[list[int]] = [[] for _lane in range(lanes)]
    for number, box in enumerate(boxes):
        by_lane[box.lane].append(number)
    needed = [_rows_needed(boxes, marks) for marks in by_lane]
    layout = Layout([Place(-1)] * len(boxes), rows=_shared(needed, rows))
    for lane, marks in enumerate(by_lane):
        given = layout.rows[lane]
        # Where not every mark finds a row with its words, the last row is kept for the pills.
        enough = needed[lane] <= given
        left_over = _fill(boxes, marks, given if enough else given - 1, layout.places, enough=enough)
        layout.pills += _pills(boxes, lane, left_over)
        used = max((layout.places[number].row + 1 for number in marks), default=0)
        layout.rows[lane] = max(used + (1 if left_over else 0), 1)
    return layout


def _rows_needed(boxes: Sequence[Box], marks: Sequence[int]) -> int:
    ends: list[float] = []
    for number in marks:
        box = boxes[number]
        row = next((row for row, end in enumerate(ends) if end <= box.first), len(ends))
        if row == len(ends):
            if row == _MOST_ROWS:
                return _MOST_ROWS + 1
            ends.append(0.0)
        ends[row] = _with_words(box) + GAP
    return max(len(ends), 1)


def _with_words(box: Box) -> float:
    if box.last - box.first >= box.words + 2 * _WORDS_GAP:
        return box.end
    return box.end + _WORDS_GAP + min(box.words, _LONGEST_WORDS)


def _shared(needed: Sequence[int], rows: int) -> list[int]:
    """Rows given to each lane: one each, then, while some are left, one more to the lane that lacks the most."""
    given = [1] * len(needed)
    spare = max(rows - len(needed), 0)
    while spare and any(have < want for have, want in zip(given, needed, strict=True)):
        lane = max(range(len(needed)), key=lambda one: needed[one] / given[one])
        given[lane] += 1
        spare -= 1
    return given


def _fill(boxes: Sequence[Box], marks: Sequence[int], rows: int, places: list[Place], *, enough: bool) -> list[int]:
    """Give the marks of one lane their rows; returns those that found none."""
    ends = [float("-inf")] * rows
    last_of_row: list[int] = [-1] * rows
    left_over: list[int] = []
    for number in marks:
        box = boxes[number]
        row = next((row for row, end in enumerate(ends) if end <= box.first), -1)
        if row < 0:
            left_over.append(number)
            continue
        places[number] = Place(row, min(box.words, _LONGEST_WORDS) if enough else 0.0)
        if not enough and last_of_row[row] >= 0:
            places[last_of_row[row]] = Place(row, _room(boxes[last_of_row[row]], box.first))
        last_of_row[row] = number
        ends[row] = (_with_words(box) if enough else box.end) + GAP
    if not enough:
        for row, number in enumerate(last_of_row):
            if number >= 0:
                places[number] = Place(row, min(boxes[number].words, _LONGEST_WORDS))
    return left_over


def _room(box: Box, until: float) -> float:
    room = until - GAP - box.end - _WORDS_GAP
    return min(room, box.words, _LONGEST_WORDS) if room > 3 * MARK else 0.0


def _pills(boxes: Sequence[Box], lane: int, marks: Sequence[int]) -> list[Pill]:
    bins: dict[int, list[int]] = {}
    for number in marks:
        bins.setdefault(int(boxes[number].first // _PILL), []).append(number)
    return [Pill(lane, (slot + 0.5) * _PILL, tuple(numbers)) for slot, numbers in bins.items()]
