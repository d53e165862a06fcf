from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from casefile.base.clock import RecordId
from casefile.casework.access import record_lawyer_access
from casefile.casework.actors import add_organisation
from casefile.casework.consent import record_risk
from casefile.casework.custody import record_custody
from casefile.casework.events import add_event, involve
from casefile.casework.evidence import add_item
from casefile.casework.facet_catalogue import chosen_labels, facet_values, facets_of, people_in_need
from casefile.casework.facets import Chosen
from casefile.casework.lists import Wanted, listed
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.sources import add_source
from casefile.casework.tasks import add_task
from casework.memory_book import MemoryBook

TODAY = dt.date(2026, 11, 23)


def narrowed(book: MemoryBook, kind: str = "person", /, **chosen: tuple[str, ...]) -> Sequence[RecordId]:
    return listed(book, kind, Wanted(facets=chosen), TODAY)


def offered(book: MemoryBook, name: str, chosen: Chosen | None = None, kind: str = "person") -> dict[str, int]:
    return {one.label: one.number for one in facet_values(book, kind, name, chosen or {}, TODAY, "en")}


def test_two_values_of_one_facet_widen_and_two_facets_narrow(book: MemoryBook) -> None:
    anna = add_person(book, "Anna", sex="female", whereabouts_status="missing")
    berik = add_person(book, "Berik", sex="male", whereabouts_status="missing")
    dana = add_person(book, "Dana", sex="female", whereabouts_status="released")
    assert narrowed(book, state=("missing",)) == [anna, berik]
    assert narrowed(book, state=("missing", "released")) == [anna, berik, dana]
    assert narrowed(book, state=("missing", "released"), sex=("female",)) == [anna, dana]


def test_the_number_beside_a_value_is_what_the_list_would_have_with_it(book: MemoryBook) -> None:
    for name, sex, state in (("A", "female", "missing"), ("B", "male", "missing"), ("C", "female", "released")):
        add_person(book, name, sex=sex, whereabouts_status=state)
    add_person(book, "D")
    assert offered(book, "sex") == {"Female": 2, "Male": 1, "Not recorded": 1}
    assert offered(book, "sex", {"state": ("missing",), "sex": ("male",)}) == {"Female": 1, "Male": 1}
    for facet in facets_of("person"):
        for value in facet_values(book, "person", facet.name, {}, TODAY, "en"):
            assert len(narrowed(book, **{facet.name: (value.value,)})) == value.number


def test_a_value_chosen_is_offered_though_it_leaves_nobody(book: MemoryBook) -> None:
    add_person(book, "A", sex="female", whereabouts_status="missing")
    assert offered(book, "sex", {"state": ("released",), "sex": ("female",)}) == {"Female": 0}


def test_whoever_is_tied_to_a_part_is_tied_to_the_whole_and_counted_once(book: MemoryBook) -> None:
    region = add_place(book, "Region")
    prisons = [add_place(book, f"Prison {number}", parent=region) for number in range(2)]
    person = add_person(book, "Held")
    for year, prison in zip(("2010", "2011"), prisons, strict=True):
        record_custody(book, person, year, taken_to=prison, ended=year, end_kind="released")
    add_person(book, "Free")
    assert offered(book, "place") == {"Region": 1, "Prison 0": 1, "Prison 1": 1}
    assert narrowed(book, place=(region.hex(),)) == [person]
    strike = add_event(book, "Strike")
    clashes = add_event(book, "Clashes", parent=strike)
    involve(book, clashes, "witness", person=person)
    assert narrowed(book, event=(strike.hex(),)) == narrowed(book, event=(clashes.hex(),)) == [person]


def test_a_ring_of_places_ends(book: MemoryBook) -> None:
    first, second = add_place(book, "First"), add_place(book, "Second")
    book.force("place", first, parent=second)
    book.force("place", second, parent=first)
    person = add_person(book, "Held")
    record_custody(book, person, "2011", taken_to=first)
    assert narrowed(book, place=(second.hex(),)) == [person]
    assert offered(book, "place") == {"First": 1, "Second": 1}


def test_who_held_and_who_arrested_are_both_found(book: MemoryBook) -> None:
    police, prison_service = add_organisation(book, "Police"), add_organisation(book, "Prison service")
    person = add_person(book, "Held")
    record_custody(book, person, "2011", arrested_by=police, held_by=prison_service)
    aside = add_person(book, "Other")
    book.archive(record_custody(book, aside, "2011", held_by=police))
    assert offered(book, "held_by") == {"Police": 1, "Prison service": 1}
    assert narrowed(book, held_by=(police.hex(),)) == [person]


def test_who_needs_action_is_found_by_the_reason(book: MemoryBook) -> None:
    risky, silent, tasked, _calm = (add_person(book, name) for name in ("Risky", "Silent", "Tasked", "Calm"))
    record_risk(book, risky, "reprisal", "high")
    record_custody(book, silent, "2026-11-01", incommunicado="yes")
    add_task(book, "Call the family", about=tasked)
    add_task(book, "Done", state="done", about=add_person(book, "Finished"))
    assert narrowed(book, needs=("risk",)) == [risky]
    assert narrowed(book, needs=("incommunicado",)) == [silent]
    assert narrowed(book, needs=("task",)) == [tasked]
    assert narrowed(book, needs=("no_lawyer",)) == narrowed(book, needs=("no_place",)) == [silent]
    assert narrowed(book, needs=("any",)) == [risky, silent, tasked]
    assert people_in_need(book) == 3
    record_lawyer_access(book, silent, "visit", "refused", "2026-11-02")
    assert narrowed(book, needs=("no_lawyer",)) == [silent]
    record_lawyer_access(book, silent, "visit", "granted", "2026-11-03")
    assert narrowed(book, needs=("no_lawyer",)) == []


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2008-11-24", True),
        ("2008-11-23", False),
        ("2008-11", True),
        ("2008-10", False),
        ("2008", True),
        ("2008~", True),
        ("2007", False),
        ("2015-02-03", True),
        ("", False),
        ("../2010", False),
    ],
)
def test_who_is_under_18_today_is_told_as_far_as_the_date_goes(book: MemoryBook, born: str, young: bool) -> None:  # noqa: FBT001 - as parametrize gives it
    person = add_person(book, "A", birth_date=born)
    assert narrowed(book, age=("now",)) == ([person] if young else [])


@pytest.mark.parametrize(
    ("born", "arrested", "young"),
    [
        ("2000-05-10", "2018-05-09", True),
        ("2000-05-10", "2018-05-10", False),
        ("2000-05", "2018-05-30", True),
        ("2000", "2018-12-31", True),
        ("2000-05-10", "2018", True),
        ("2000-05-10", "2018-06", False),
        ("2000-05-10", "2017-12-31", True),
        ("2000-05-10", "2019", False),
        ("2000-05-10", "", False),
    ],
)
def test_who_was_held_as_a_minor_stays_one_in_this_list(
    book: MemoryBook,
    born: str,
    arrested: str,
    young: bool,  # noqa: FBT001 - as parametrize gives it
) -> None:
    person = add_person(book, "A", birth_date=born)
    record_custody(book, person, arrested)
    assert narrowed(book, age=("then",)) == ([person] if young else [])


@pytest.mark.parametrize(
    ("age", "young"), [("16", True), ("~17", True), ("<18", True), ("18", False), (">15", False), ("15..20", True)]
)
def test_an_age_below_18_counts_as_recorded(book: MemoryBook, age: str, young: bool) -> None:  # noqa: FBT001 - likewise
    person = add_person(book, "A", age=age)
    assert narrowed(book, age=("then",)) == ([person] if young else [])
    marked = add_person(book, "B", characteristics=("minor",))
    assert marked in narrowed(book, age=("then",))
    assert offered(book, "age").get("Age not recorded") is None


def test_a_state_is_found_by_how_recently_it_began_and_by_its_year(book: MemoryBook) -> None:
    new, old, before, never = (
        add_person(book, name, whereabouts_status="missing", whereabouts_since=since)
        for name, since in (("A", "2026-11-20"), ("B", "2025-12"), ("C", "../2024-05-01"), ("D", ""))
    )
    assert offered(book, "since") == {
        "Last 7 days": 1,
        "Last 30 days": 1,
        "Last 12 months": 2,
        "2026": 1,
        "2025": 1,
        "2024": 1,
        "Not recorded": 1,
    }
    assert narrowed(book, since=("7",)) == [new]
    assert narrowed(book, since=("365",)) == [new, old]
    assert narrowed(book, since=("2024", "")) == [before, never]


def test_what_was_put_aside_is_listed_instead_and_its_facets_count_it_alone(book: MemoryBook) -> None:
    kept, aside = add_person(book, "Kept", sex="male"), add_person(book, "Aside", sex="female")
    book.archive(aside)
    assert narrowed(book) == [kept]
    assert narrowed(book, aside=("yes",)) == [aside]
    assert narrowed(book, aside=("yes",), age=("unknown",)) == [aside]
    assert offered(book, "sex", {"aside": ("yes",)}) == {"Female": 1}
    assert offered(book, "aside") == {"Records put aside": 1}


def test_events_evidence_and_sources_have_facets_of_their_own(book: MemoryBook) -> None:
    town = add_place(book, "Town")
    strike = add_event(book, "Strike", "strike", began="2011-05", place=add_place(book, "Square", parent=town))
    add_event(book, "Other", "protest", began="2012")
    assert narrowed(book, "event", place=(town.hex(),), began=("2011",), event_kind=("strike",)) == [strike]
    photo = add_item(book, "Photo", received_on="2026-11-20", evidence_kind="photo", captured_on="2011-12-16")
    linked = add_item(book, "Film", received_on="2026-11-20", about=[strike])
    assert narrowed(book, "evidence_item", links=("none",)) == [photo]
    assert narrowed(book, "evidence_item", captured=("2011",)) == [photo]
    assert narrowed(book, "evidence_item", taken_in=("7",)) == [linked, photo]
    source = add_source(book, "Letter", source_kind="letter", dated="2012-01")
    add_source(book, "Book", dated="2013")
    assert narrowed(book, "source", dated=("2012",)) == [source]


def test_what_is_chosen_is_told_in_words_also_when_the_record_is_gone(book: MemoryBook) -> None:
    place = add_place(book, "Town")
    chosen = {"place": (place.hex(),), "state": ("missing", ""), "unheard": ("of",)}
    said = [(one.facet_label, one.label) for one in chosen_labels(book, "person", chosen, "en")]
    assert said == [("State", "Missing"), ("State", "Not recorded"), ("Place", "Town")]
    book.erase(place)
    assert [one.label for one in chosen_labels(book, "person", chosen, "en")][-1] == "?"


def test_a_facet_that_a_later_version_knows_narrows_nothing(book: MemoryBook) -> None:
    person = add_person(book, "A")
    assert narrowed(book, unheard=("of",)) == [person]
    assert facets_of("stay") == ()
