from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage, QPainter

from casefile.ui.theme import Theme
from casefile.ui.widgets.timeline_marks import Ends, Mark, paint_mark

MARK = Mark(0, "Visit", "3 March 2012", 0, 0, 0, 0)
POINT = Ends(100, 100, 100, 100, open_left=False, open_right=False)
WIDE = Ends(60, 60, 140, 140, open_left=False, open_right=False)


def painted(theme: Theme, mark: Mark, ends: Ends) -> QImage:
    image = QImage(200, 40, QImage.Format.Format_ARGB32)
    image.fill(theme.tokens.colour("surface"))
    painter = QPainter(image)
    paint_mark(painter, theme, mark, ends, 20)
    painter.end()
    return image


def inked(image: QImage) -> tuple[int, int]:
    """The first and the last column that is not the ground."""
    ground = image.pixel(0, 0)
    columns = [x for x in range(200) if any(image.pixel(x, y) != ground for y in range(40))]
    return (columns[0], columns[-1]) if columns else (0, 0)


def test_a_moment_is_a_shape_and_a_month_is_as_wide_as_the_month(theme: Theme) -> None:
    first, last = inked(painted(theme, MARK, POINT))
    assert 8 <= last - first <= 14
    first, last = inked(painted(theme, MARK, WIDE))
    assert (first, last) == (59, 140) or 78 <= last - first <= 82


def test_about_fades_beyond_what_is_named(theme: Theme) -> None:
    plain = inked(painted(theme, MARK, POINT))
    about = inked(painted(theme, replace(MARK, about=True), POINT))
    assert about[0] < plain[0] - 2
    assert about[1] > plain[1] + 2


def test_an_open_end_fades_on_its_side_only(theme: Theme) -> None:
    plain = inked(painted(theme, MARK, POINT))
    by = inked(painted(theme, MARK, replace(POINT, open_left=True)))
    assert by[0] < plain[0] - 10
    assert by[1] == plain[1]


def test_what_surely_lasted_and_what_was_some_time_within_do_not_look_alike(theme: Theme) -> None:
    assert painted(theme, replace(MARK, lasting=True), WIDE) != painted(theme, MARK, WIDE)


def test_outcomes_differ_in_shape_and_not_only_in_colour(theme: Theme) -> None:
    pictures = [painted(theme, replace(MARK, shape=shape), POINT) for shape in ("circle", "crossed", "empty")]
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_a_doubted_date_is_marked(theme: Theme) -> None:
    assert painted(theme, replace(MARK, doubted=True), POINT) != painted(theme, MARK, POINT)


def test_a_mark_says_when_and_what() -> None:
    assert MARK.spoken == "3 March 2012: Visit"
    assert replace(MARK, when="").spoken == "Visit"
