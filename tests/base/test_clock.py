from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.base.clock import ID_BYTES, NO_ID, Clock, format_id, parse_id, stamp_time

moments = st.lists(st.integers(0, (1 << 48) - 1), min_size=1, max_size=40)


def clock(*times: int, seed: int = 1) -> Clock:
    """A clock that shows these milliseconds one after the other, then stays at the last."""
    shown = list(times)
    source = random.Random(seed)  # noqa: S311 - ids that a test can replay
    return Clock(now_ms=lambda: shown.pop(0) if len(shown) > 1 else shown[0], entropy=source.randbytes)


@given(moments)
def test_each_stamp_is_later_than_the_last_even_when_the_machine_goes_back(times: list[int]) -> None:
    shown = clock(*times)
    stamps = [shown.stamp() for _time in times]
    assert stamps == sorted(set(stamps))


@given(moments)
def test_ids_of_one_clock_sort_in_the_order_they_were_given(times: list[int]) -> None:
    shown = clock(*times)
    ids = [shown.new_id() for _time in times]
    assert ids == sorted(set(ids))


def test_an_id_is_a_uuid_of_version_seven_that_begins_with_its_time() -> None:
    made = clock(1_700_000_000_123).new_id()
    assert len(made) == ID_BYTES
    assert int.from_bytes(made[:6], "big") == 1_700_000_000_123
    assert made[6] >> 4 == 7
    assert made[8] >> 6 == 0b10


def test_two_clocks_at_one_moment_give_different_ids() -> None:
    assert clock(1_000, seed=1).new_id() != clock(1_000, seed=2).new_id()


@pytest.mark.parametrize("times", [3, 5_000])
def test_ids_of_one_millisecond_stay_ids_of_version_seven(times: int) -> None:
    shown = clock(1_000)
    ids = [shown.new_id() for _time in range(times)]
    assert len(set(ids)) == times
    assert all(made[6] >> 4 == 7 and made[8] >> 6 == 0b10 for made in ids)


def test_a_stamp_is_never_before_one_that_was_witnessed() -> None:
    shown = clock(1_000)
    shown.witness(5_000 << 16)
    assert shown.stamp() == (5_000 << 16) + 1


def test_witnessing_an_earlier_stamp_changes_nothing() -> None:
    shown = clock(9_000)
    shown.witness(5_000 << 16)
    assert shown.stamp() == 9_000 << 16


def test_a_stamp_says_when_it_was_given() -> None:
    moment = datetime(2011, 12, 16, 17, 0, 0, 500_000, tzinfo=UTC)
    shown = clock(int(moment.timestamp() * 1000))
    assert shown.now() == moment
    assert stamp_time(shown.stamp()) == moment


def test_a_clock_of_ones_own_is_the_machines() -> None:
    before, made, after = datetime.now(tz=UTC), Clock().now(), datetime.now(tz=UTC)
    assert before.replace(microsecond=before.microsecond // 1000 * 1000) <= made <= after


@given(st.binary(min_size=ID_BYTES, max_size=ID_BYTES))
def test_an_id_is_read_back_from_its_text_with_and_without_dashes(raw: bytes) -> None:
    text = format_id(raw)
    assert len(text) == 36
    assert parse_id(text) == parse_id(f" {text.replace('-', '').upper()} ") == raw


def test_no_id_is_empty_text_and_back() -> None:
    assert format_id(NO_ID) == ""
    assert parse_id("") == NO_ID


@pytest.mark.parametrize("text", ["12", "not an id", "0" * 31, "0" * 33, "g" * 32, "0123456789abcdef 123456789abcdef0"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"id|hexadecimal"):
        parse_id(text)
