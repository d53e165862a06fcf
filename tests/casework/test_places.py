from __future__ import annotations

import pytest

from casefile.base.errors import UserError
from casefile.casework.places import add_place, map_points, place_and_within, place_ids, place_path
from casefile.casework.record import Value
from casework.memory_book import MemoryBook


def test_a_place_cannot_lie_within_itself(book: MemoryBook) -> None:
    region = add_place(book, "Region")
    town = add_place(book, "Town", parent=region)
    for inner in (region, town):
        with pytest.raises(UserError):
            book.update(region, {"parent": inner})


def test_a_distance_is_counted_from_another_place(book: MemoryBook) -> None:
    town = add_place(book, "Shetpe")
    with pytest.raises(UserError):
        book.update(town, {"distance_from": town, "distance_km": "~150"})


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [("latitude", 90.1, -90.0), ("longitude", -180.5, 180.0), ("within_metres", -1.0, 0.0)],
)
def test_a_position_stays_on_the_globe(book: MemoryBook, field: str, wrong: float, right: float) -> None:
    inside: dict[str, Value] = {"shown_name": "P", field: right}
    with pytest.raises(UserError) as refused:
        book.insert("place", **{**inside, field: wrong})
    assert [problem.field for problem in refused.value.problems] == [field]
    assert book.insert("place", **inside)


def test_what_lies_within_a_place_is_found_at_any_depth(book: MemoryBook) -> None:
    region = add_place(book, "Mangistau")
    town = add_place(book, "Zhanaozen", parent=region)
    square = add_place(book, "Central square", parent=town)
    add_place(book, "Almaty")
    found = {row[0] for row in book.rows(place_and_within(region))}
    assert found == {region, town, square}


def test_a_path_goes_from_the_smallest_to_the_largest(book: MemoryBook) -> None:
    region = add_place(book, "Mangistau")
    town = add_place(book, "Zhanaozen", parent=region)
    assert place_path(book, add_place(book, "Central square", parent=town)) == [
        "Central square",
        "Zhanaozen",
        "Mangistau",
    ]


def test_only_places_with_a_position_are_on_the_map(book: MemoryBook) -> None:
    add_place(book, "Nowhere", latitude=43.0)
    here = add_place(book, "Here", "town", latitude=43.3, longitude=52.9, place_of_detention="yes")
    points = map_points(book)
    assert [(point.place, point.name, point.latitude, point.longitude) for point in points] == [
        (here, "Here", 43.3, 52.9)
    ]
    assert points[0].detention
    assert points[0].within_metres is None


def test_places_of_detention_can_be_listed_alone(book: MemoryBook) -> None:
    basement = add_place(book, "Basement", "building", place_of_detention="yes")
    museum = add_place(book, "Former prison", "prison", place_of_detention="no")
    prison = add_place(book, "Prison", "prison")
    square = add_place(book, "Square", "square")
    assert place_ids(book, detention=True) == [basement, prison]
    assert place_ids(book) == [basement, museum, prison, square]
