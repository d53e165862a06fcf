from __future__ import annotations

from collections.abc import Sequence

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import UserError
from casefile.casework.custody import record_custody
from casefile.casework.events import (
    EVENT_ORDERS,
    EventFilter,
    add_event,
    add_violation,
    event_ids,
    event_lines,
    involve,
    involve_all,
    link_events,
    span,
)
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casework.memory_book import MemoryBook


def titles(book: MemoryBook, ids: Sequence[RecordId]) -> list[str]:
    return [line.title for line in event_lines(book, ids)]


def test_an_event_cannot_be_a_part_of_itself(book: MemoryBook) -> None:
    strike = add_event(book, "Strike")
    clashes = add_event(book, "Clashes", parent=strike)
    for inner in (strike, clashes):
        with pytest.raises(UserError) as refused:
            book.update(strike, {"parent": inner})
        assert [problem.field for problem in refused.value.problems] == ["parent"]


def test_an_event_cannot_be_linked_to_itself(book: MemoryBook) -> None:
    strike, clashes = add_event(book, "Strike"), add_event(book, "Clashes")
    with pytest.raises(UserError):
        link_events(book, strike, "led_to", strike)
    link = book.get(link_events(book, strike, "led_to", clashes))
    assert (link.link("event"), link.text("relation"), link.link("other_event")) == (strike, "led_to", clashes)


def test_an_event_cannot_end_before_it_begins_but_may_end_in_the_same_month(book: MemoryBook) -> None:
    with pytest.raises(UserError) as refused:
        add_event(book, "E", began="2011-12-16", ended="2011-12-15")
    assert [problem.field for problem in refused.value.problems] == ["ended"]
    assert add_event(book, "E", began="2011-12-16", ended="2011-12")


def test_somebody_must_be_involved_for_an_involvement(book: MemoryBook) -> None:
    event = add_event(book, "E")
    with pytest.raises(UserError):
        involve(book, event, "witness")
    assert involve(book, event, "witness", person=add_person(book, "A"))


def test_a_violation_is_alleged_until_somebody_says_otherwise(book: MemoryBook) -> None:
    event, victim = add_event(book, "E"), add_person(book, "A")
    act = add_violation(
        book,
        event,
        "arbitrary_arrest",
        victim=victim,
        perpetrators=[{"described_as": "Men in black", "degree": "carried_out"}, {"described_as": "Their officer"}],
    )
    assert book.get(act).text("status") == "alleged"
    made = book.of("perpetrator", violation_act=act)
    assert [one.text("described_as") for one in made] == ["Men in black", "Their officer"]
    assert {one.text("status") for one in made} == {"alleged"}


def test_a_perpetrator_is_named_or_described(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_violation(book, add_event(book, "E"), "killing", perpetrators=[{"degree": "gave_order"}])


def test_events_are_listed_by_date_with_undated_ones_last(book: MemoryBook) -> None:
    for title, began in (("C", "2011-12-17"), ("U", ""), ("A", "2011-06~"), ("B", "../2011-12-16")):
        add_event(book, title, began=began)
    assert titles(book, event_ids(book)) == ["A", "B", "C", "U"]
    assert titles(book, event_ids(book, order="latest")) == ["C", "B", "A", "U"]
    for order in EVENT_ORDERS:
        assert sorted(titles(book, event_ids(book, order=order))) == ["A", "B", "C", "U"]


def test_a_filter_narrows_by_kind_place_person_and_whole(book: MemoryBook) -> None:
    region = add_place(book, "Region")
    town = add_place(book, "Town", parent=region)
    strike = add_event(book, "Strike", "strike", place=region)
    clashes = add_event(book, "Clashes", "clashes", place=town, parent=strike)
    rally = add_event(book, "Rally", "rally")
    witness, held = add_person(book, "W"), add_person(book, "H")
    involve(book, rally, "witness", person=witness)
    record_custody(book, held, "2011-12-16", event=clashes)
    assert event_ids(book, EventFilter(event_kind="rally")) == [rally]
    assert set(event_ids(book, EventFilter(place=region))) == {strike, clashes}
    assert event_ids(book, EventFilter(place=town)) == [clashes]
    assert set(event_ids(book, EventFilter(part_of=strike))) == {strike, clashes}
    assert event_ids(book, EventFilter(person=witness)) == [rally]
    assert event_ids(book, EventFilter(person=held)) == [clashes]
    assert event_ids(book, EventFilter(words_ids=[rally, NO_ID])) == [rally]
    book.archive(rally)
    assert rally not in event_ids(book)
    assert event_ids(book, EventFilter(archived=True)) == [rally]


def test_a_line_says_when_and_where(book: MemoryBook) -> None:
    town = add_place(book, "Zhanaozen")
    strike = add_event(book, "Strike", began="2011-06~", invented="yes")
    clashes = add_event(book, "Clashes", "clashes", began="2011-12-16", ended="2011-12-17", place=town, parent=strike)
    line, whole = event_lines(book, [clashes, strike])
    assert (line.when, line.where, line.kind, line.parent) == ("2011-12-16/2011-12-17", "Zhanaozen", "clashes", strike)
    assert (whole.when, whole.where, whole.parent, whole.invented) == ("2011-06~", "", NO_ID, True)


@pytest.mark.parametrize(
    ("began", "ended", "whole"),
    [
        ("2011-12-16", "", "2011-12-16"),
        ("2011-12-16", "2011-12-16", "2011-12-16"),
        ("2011-12-16", "2011-12-17", "2011-12-16/2011-12-17"),
        ("", "2011-12-17", "../2011-12-17"),
        ("2011-06/2011-12", "2011-12", "2011-06/2011-12"),
        ("", "", ""),
    ],
)
def test_a_beginning_and_an_end_make_one_date(began: str, ended: str, whole: str) -> None:
    assert span(began, ended) == whole


def test_several_people_are_involved_at_once_and_nobody_twice_in_the_same_part(book: MemoryBook) -> None:
    strike = add_event(book, "Strike")
    first, second = add_person(book, "A"), add_person(book, "B")
    involve(book, strike, "witness", person=first)
    assert involve_all(book, strike, "witness", [first, second, second]) == 1
    assert involve_all(book, strike, "detained", [first]) == 1
    assert len(book.of("involvement", event=strike)) == 3
