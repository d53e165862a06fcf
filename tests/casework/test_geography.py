from __future__ import annotations

from casefile.casework import geography
from casefile.casework.geography import MapPlace, map_places
from casework.memory_book import MemoryBook


def places(book: MemoryBook) -> dict[str, MapPlace]:
    return {place.name: place for place in map_places(book)}


def test_a_place_with_coordinates_of_its_own_is_a_point(book: MemoryBook) -> None:
    book.insert("place", shown_name="Square", latitude=43.3, longitude=52.8, within_metres=500.0)
    found = places(book)["Square"]
    assert (found.how, found.latitude, found.longitude, found.within_metres) == (geography.POINT, 43.3, 52.8, 500.0)


def test_a_place_in_one_with_coordinates_is_only_somewhere_around(book: MemoryBook) -> None:
    city = book.insert("place", shown_name="City", latitude=43.3, longitude=52.8, within_metres=500.0)
    quarter = book.insert("place", shown_name="Quarter", parent=city)
    book.insert("place", shown_name="House", parent=quarter)
    found = places(book)["House"]
    assert (found.how, found.latitude, found.longitude) == (geography.WITHIN, 43.3, 52.8)
    assert found.within_metres is None
    assert found.path == ("Quarter", "City")


def test_half_a_pair_of_coordinates_is_no_position(book: MemoryBook) -> None:
    book.insert("place", shown_name="Square", latitude=43.3)
    found = places(book)["Square"]
    assert (found.how, found.latitude, found.longitude) == (geography.NOWHERE, None, None)


def test_without_coordinates_the_region_is_told_from_the_places_it_lies_in_and_else_the_country(
    book: MemoryBook,
) -> None:
    country = book.insert("place", shown_name="Kazakhstan", place_kind="country", country="kz")
    region = book.insert(
        "place",
        shown_name="Mangistau region",
        place_kind="region",
        country="kz",
        parent=country,
        aliases=("Маңғыстау",),
    )
    book.insert("place", shown_name="Town", place_kind="town", country="kz", parent=region)
    book.insert("place", shown_name="Brussels", place_kind="city", country="be")
    book.insert("place", shown_name="Nowhere")
    found = places(book)
    assert {name: (one.how, one.area) for name, one in found.items()} == {
        "Kazakhstan": (geography.AREA, "kz"),
        "Mangistau region": (geography.AREA, "KZ.MG"),
        "Town": (geography.AREA, "KZ.MG"),
        "Brussels": (geography.AREA, "be"),
        "Nowhere": (geography.NOWHERE, ""),
    }


def test_a_namesake_in_another_country_is_not_taken_for_the_region(book: MemoryBook) -> None:
    book.insert("place", shown_name="Almaty", place_kind="city", country="be")
    assert places(book)["Almaty"].area == "be"


def test_records_are_counted_by_kind_whatever_their_link_is_called_and_places_do_not_count(book: MemoryBook) -> None:
    city = book.insert("place", shown_name="City")
    book.insert("place", shown_name="Quarter", parent=city)
    book.insert("event", title="March", place=city)
    book.archive(book.insert("event", title="Put aside", place=city))
    person = book.insert("person", shown_name="A. Person", whereabouts_place=city)
    book.insert("custody", person=person, arrest_place=city, taken_to=city)
    found = places(book)["City"]
    assert found.counts == {"event": 1, "person": 1, "custody": 2}
    assert found.records == 4
    assert places(book)["Quarter"].records == 0


def test_places_with_the_most_records_come_first_and_those_put_aside_not_at_all(book: MemoryBook) -> None:
    book.insert("place", shown_name="A")
    busy = book.insert("place", shown_name="Z")
    book.archive(book.insert("place", shown_name="Old"))
    book.insert("event", title="March", place=busy)
    assert [place.name for place in map_places(book)] == ["Z", "A"]


def test_a_ring_of_places_that_a_merge_brought_in_ends(book: MemoryBook) -> None:
    one = book.insert("place", shown_name="One")
    two = book.insert("place", shown_name="Two", parent=one)
    book.force("place", one, parent=two)
    assert {place.how for place in map_places(book)} == {geography.NOWHERE}
