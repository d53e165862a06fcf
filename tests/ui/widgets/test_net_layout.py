from __future__ import annotations

import subprocess
import sys

from casefile.ui.widgets.net_layout import laid_out

STEPS = [0, 1, 1, 1, 2, 2]
TIES = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 5)]


def test_the_same_net_always_gets_the_same_picture() -> None:
    assert laid_out(STEPS, TIES) == laid_out(STEPS, TIES)


def test_the_first_is_in_the_middle_and_all_are_within_the_frame() -> None:
    places = laid_out(STEPS, TIES)
    assert places[0] == (0.0, 0.0)
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in places)
    assert max(abs(x) for x, _y in places) == 1
    assert len(set(places)) == len(STEPS)


def test_nothing_and_one_record_alone_are_laid_out() -> None:
    assert laid_out([], []) == []
    assert laid_out([0], []) == [(0.0, 0.0)]


def test_three_hundred_records_find_places_of_their_own() -> None:
    places = laid_out([0, *([1] * 299)], [(0, number) for number in range(1, 300)])
    assert len({(round(x, 3), round(y, 3)) for x, y in places}) > 290


def test_the_library_is_not_loaded_before_a_net_is_laid_out() -> None:
    code = "import sys, casefile.ui.widgets.net_layout; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
