from __future__ import annotations

from collections import Counter

import numpy as np

from casefile.merge import likeness as at
from casefile.merge.likeness import NOTHING
from casefile.merge.weighing import estimated, prior

SAME_NAMES = (at.WRITTEN, at.WRITTEN, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


def chance(*levels: int, rarities: tuple[float, float] = (8.0, 6.0), people: int = 1_000) -> float:
    found = prior(people, Counter()).chances(np.array([levels], dtype=np.int8), np.array([rarities]))
    return float(found[0])


def test_a_rare_name_in_common_weighs_more_than_a_common_one() -> None:
    model = prior(10_000, Counter({"rr": 2, "cmn": 900}))
    assert model.rarity("rr") > model.rarity("cmn") + 5
    assert chance(*SAME_NAMES, rarities=(12.0, 6.0)) > chance(*SAME_NAMES, rarities=(3.0, 6.0))


def test_what_is_not_known_speaks_neither_for_nor_against() -> None:
    model = prior(1_000, Counter())
    weights = model.weights(np.array([[NOTHING] * 7], dtype=np.int8), np.array([[9.0, 9.0]]))
    assert not weights.any()


def test_each_level_of_agreement_weighs_more_than_the_one_below() -> None:
    birth = [chance(*SAME_NAMES[:3], level, *SAME_NAMES[4:]) for level in range(5)]
    assert birth == sorted(birth)
    assert birth[at.BORN_APART] < chance(*SAME_NAMES) < birth[at.BORN_DAY]


def test_a_larger_book_asks_for_more_agreement() -> None:
    assert chance(*SAME_NAMES, people=100_000) < chance(*SAME_NAMES, people=1_000)


def test_rates_are_learned_from_the_book_and_stay_near_what_is_sensible() -> None:
    # Sex was written at random by one office: it must come to say nothing.
    chances = np.random.default_rng(1)
    one_person = np.tile(np.array([4, 4, NOTHING, 4, 1, NOTHING, NOTHING], dtype=np.int8), (2_000, 1))
    one_person[:, 4] = chances.integers(0, 2, 2_000)
    strangers = np.tile(np.array([0, NOTHING, NOTHING, 0, 1, NOTHING, NOTHING], dtype=np.int8), (20_000, 1))
    strangers[:, 4] = chances.integers(0, 2, 20_000)
    before = prior(20_000, Counter())
    rarities = np.full((2_000, 2), 10.0)
    model = estimated(before, strangers, one_person, rarities)
    assert abs(float(np.log2(model.m[4] / model.u[4])[0])) < 0.3
    assert all(abs(float(shares.sum()) - 1) < 1e-9 and bool((shares > 0).all()) for shares in (*model.m, *model.u))
