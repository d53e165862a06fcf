from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest

from casefile.ui.widgets.time_axis import DAY, HOUR, SHORTEST, YEAR, Stretch, covering, moment_at, seconds, ticks

NOON = seconds(datetime(2011, 12, 16, 12))  # noqa: DTZ001 - clock time of the place


def words(length: float, code: str = "en", start: float = NOON) -> tuple[list[str], list[str]]:
    fine, coarse = ticks(Stretch(start, length, 900), code)
    return [tick.text for tick in fine], [tick.text for tick in coarse]


def test_zooming_keeps_the_moment_under_the_pointer_where_it_is() -> None:
    seen = Stretch(NOON, 30 * DAY, 900)
    around = NOON + 7 * DAY
    closer = seen.zoomed(0.2, around, longest=YEAR)
    assert closer.x(around) == pytest.approx(seen.x(around))
    assert closer.length == pytest.approx(6 * DAY)


def test_nothing_shorter_than_two_hours_and_nothing_longer_than_allowed_is_shown() -> None:
    seen = Stretch(NOON, DAY, 900)
    assert seen.zoomed(1e-6, NOON, longest=YEAR).length == SHORTEST
    assert seen.zoomed(1e6, NOON, longest=YEAR).length == YEAR


def test_what_is_shown_never_drifts_away_from_the_entries() -> None:
    kept = Stretch(NOON + 900 * DAY, 10 * DAY, 900).kept_within(NOON, NOON + DAY)
    assert kept.start < NOON + DAY < kept.end


def test_showing_everything_leaves_room_for_the_words_of_the_last_entry() -> None:
    seen = covering(NOON, NOON + 100 * DAY, 900)
    assert seen.x(NOON) > 20
    assert seen.x(NOON + 100 * DAY) < 900 - 150


def test_pixels_and_moments_convert_into_each_other() -> None:
    seen = Stretch(NOON, 3 * DAY, 777)
    assert seen.at(seen.x(NOON + HOUR)) == pytest.approx(NOON + HOUR)
    assert moment_at(NOON) == datetime(2011, 12, 16, 12)  # noqa: DTZ001 - the same


def test_hours_stand_under_their_day_days_under_their_month_and_months_under_their_year() -> None:
    fine, coarse = words(10 * HOUR)
    assert "14:00" in fine
    assert coarse == ["16 December 2011"]
    fine, coarse = words(20 * DAY)
    assert fine[:2] == ["16", "17"]
    assert coarse == ["December 2011", "January 2012"]
    fine, coarse = words(300 * DAY)
    assert "January" in fine
    assert coarse == ["2011", "2012"]


def test_years_and_centuries_stand_alone() -> None:
    fine, coarse = words(12 * YEAR)
    assert fine[:2] == ["2011", "2012"]
    assert coarse == []
    assert len(words(3000 * YEAR, start=0.0)[0]) < 40


def test_the_axis_speaks_the_language_of_the_app_and_english_where_it_has_no_words() -> None:
    assert words(300 * DAY, "ru")[0][0] == "декабрь"
    assert words(20 * DAY, "kk")[1][0] == "2011 ж. желтоқсан"
    assert words(300 * DAY, "ar")[0][0] == "December"


@pytest.mark.parametrize("hours", [2, 5, 11, 30, 70, 200, 700, 2_000, 9_000, 40_000, 200_000])
def test_ticks_are_in_order_and_their_words_have_room_at_every_zoom(hours: int) -> None:
    seen = Stretch(NOON, hours * HOUR, 900)
    fine, coarse = ticks(seen, "en")
    for many in (fine, coarse):
        assert [tick.at for tick in many] == sorted({tick.at for tick in many})
        assert many == [] or many[0].at <= seen.start
    gaps = [(second.at - first.at) * seen.scale for first, second in itertools.pairwise(fine)]
    assert min(gaps, default=99) > 15


def test_the_axis_ends_with_the_calendar() -> None:
    last = seconds(datetime(9999, 12, 1))  # noqa: DTZ001 - the same
    fine, _coarse = ticks(Stretch(last, 90 * DAY, 900), "en")
    assert fine
    assert moment_at(last + 9e12).year == 9999
    assert moment_at(-5.0) == datetime(1, 1, 1) + timedelta()  # noqa: DTZ001 - the same
