from __future__ import annotations

import itertools

import pytest

from casefile.base.config import resource
from casefile.base.outlines import countries, region_named, regions
from casefile.casework.vocabulary import vocabulary


def test_the_outlines_are_small_enough_to_ship_and_say_where_they_come_from() -> None:
    assert resource("outlines", "outlines.json").stat().st_size < 400_000
    assert "public domain" in resource("outlines", "README.md").read_text(encoding="utf-8")


def test_nearly_every_state_of_the_vocabulary_has_an_outline_and_no_term_has_two() -> None:
    keys = [area.key for area in countries() if area.key]
    assert len(keys) == len(set(keys))
    terms = set(vocabulary("country").terms)
    assert set(keys) <= terms
    assert {"kz", "uz", "kg", "tm", "ru", "cn", "be", "us", "fj", "sg"} <= set(keys)


def test_a_border_is_closed_and_never_runs_once_around_the_earth() -> None:
    for area in (*countries(), *regions()):
        assert area.rings
        for ring in area.rings:
            assert len(ring) >= 3, area.name
            steps = [abs(two[0] - one[0]) for one, two in itertools.pairwise(ring)]
            assert max(steps) < 180, area.name
            assert all(-90 <= latitude <= 90 for _longitude, latitude in ring)


def test_kazakhstan_lies_where_it_lies() -> None:
    (kazakhstan,) = [area for area in countries() if area.key == "kz"]
    west, south, east, north = kazakhstan.bounds
    assert (round(west), round(south), round(east), round(north)) == (47, 41, 87, 55)
    assert sum(not area.city for area in regions()) == 14


@pytest.mark.parametrize("name", ["Mangistau region", "Маңғыстау облысы", "Мангистауская область", "Mangystau"])
def test_a_region_is_found_in_any_spelling_and_script(name: str) -> None:
    found = region_named([name], city=False)
    assert found is not None
    assert found.key == "KZ.MG"


def test_a_city_and_the_region_of_the_same_name_are_two_things() -> None:
    city, region = region_named(["Алматы"], city=True), region_named(["Almaty region"], city=False)
    assert city is not None
    assert region is not None
    assert (city.key, region.key) == ("KZ.AC", "KZ.AA")
    assert region_named(["Nowhere region"], city=False) is None
