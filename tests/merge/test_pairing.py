from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from casefile.merge.pairing import MOST_ALIKE, pairs

keys = st.lists(st.sets(st.integers(0, 20), max_size=3), max_size=MOST_ALIKE)


@given(keys)
def test_those_who_share_a_key_are_paired_once_each(some: list[set[int]]) -> None:
    found = [tuple(pair) for pair in pairs(some, lambda _n: None).tolist()]
    assert found == [(a, b) for a, b in combinations(range(len(some)), 2) if some[a] & some[b]]


def test_a_key_that_too_many_share_is_parted_by_a_second_one() -> None:
    many = [{"common"}] * (2 * MOST_ALIKE)
    assert len(pairs(many, lambda _n: None)) == 0
    assert len(pairs(many, lambda n: n // 2)) == MOST_ALIKE
