from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.base.clock import Clock
from casefile.merge.receipts import Receipt, receipt_for, receipt_of

SALT = bytes(range(16))
IDS = st.sets(st.binary(min_size=16, max_size=16), max_size=60)


@given(held=IDS, told=IDS, common=IDS)
def test_nothing_is_ever_taken_for_known_that_is_not(held: set[bytes], told: set[bytes], common: set[bytes]) -> None:
    theirs = told | common
    assert receipt_for(theirs, SALT).covered(held | common) <= theirs


@settings(max_examples=20)
@given(seed=st.integers(0, 1 << 32), new=st.integers(0, 20))
def test_of_a_long_past_in_common_almost_all_is_left_out(seed: int, new: int) -> None:
    source = random.Random(seed)  # noqa: S311 - ids of a test
    moments = iter(range(1_700_000_000_000, 1 << 47, 40_000))
    clock = Clock(now_ms=lambda: next(moments), entropy=source.randbytes)
    past = [bytes(clock.new_id()) for _n in range(6_000)]
    mine = {*past, *(bytes(clock.new_id()) for _n in range(new))}
    receipt = receipt_for(past, SALT)
    assert len(mine - receipt.covered(mine)) <= new + 60
    assert len(json.dumps(receipt.as_data())) < 40_000


@given(ids=IDS)
def test_a_receipt_is_read_as_it_was_told(ids: set[bytes]) -> None:
    receipt = receipt_for(ids, SALT, {"b", "a"})
    assert receipt_of(json.loads(json.dumps(receipt.as_data()))) == receipt
    assert receipt.covered(ids) == ids


def test_two_receipts_of_the_same_book_have_no_mark_in_common() -> None:
    ids = {bytes([number]) * 16 for number in range(9)}
    assert not receipt_for(ids, SALT).marks & receipt_for(ids, SALT[::-1]).marks


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"salt": "00", "step": 1, "marks": "", "wanted": []},
        {"salt": SALT.hex(), "step": 0, "marks": "", "wanted": []},
        {"salt": SALT.hex(), "step": True, "marks": "", "wanted": []},
        {"salt": SALT.hex(), "step": 1, "marks": "QQ==", "wanted": []},
        {"salt": SALT.hex(), "step": 1, "marks": "?", "wanted": []},
        {"salt": SALT.hex(), "step": 1, "marks": "", "wanted": [1]},
        {"salt": SALT.hex(), "step": 1, "marks": "", "wanted": ["x" * 65]},
        {"salt": SALT.hex(), "step": 1, "marks": "", "wanted": ["x"] * 2_001},
        {"salt": "zz" * 16, "step": 1, "marks": "", "wanted": []},
    ],
)
def test_what_is_no_receipt_is_not_read_as_one(told: Any) -> None:
    with pytest.raises(ValueError, match=r"receipt|fromhex"):
        receipt_of(told)


def test_the_receipt_of_an_empty_book_covers_nothing() -> None:
    assert receipt_for((), SALT) == Receipt(SALT, 1, frozenset(), ())
    assert receipt_for((), SALT).covered([b"x" * 16]) == frozenset()
