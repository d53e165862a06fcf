from __future__ import annotations

import pytest

from casefile.base.clock import RecordId
from casefile.casework import connections
from casefile.casework.connections import TIES, Net, net_of
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return book.insert("person", shown_name="A. Person")


def names(net: Net, step: int) -> list[str]:
    return [node.name for node in net.nodes if node.step == step]


def test_a_relationship_ties_two_people_and_says_what_it_is(book: MemoryBook, person: RecordId) -> None:
    mother = book.insert("person", shown_name="Mother")
    record = book.insert("relationship", person=person, related_person=mother, relationship_kind="mother")
    for middle, other in ((person, "Mother"), (mother, "A. Person")):
        net = net_of(book, middle, 1)
        assert names(net, 1) == [other]
        (tie,) = net.ties
        assert (tie.tie, tie.words, tie.record) == (connections.KIN, ("Mother",), record)


def test_two_people_of_one_event_are_two_steps_apart(book: MemoryBook, person: RecordId) -> None:
    other = book.insert("person", shown_name="B. Other")
    event = book.insert("event", title="March")
    book.insert("involvement", event=event, person=person, involved_as="participant")
    book.insert("custody", event=event, person=other)
    assert (names(net_of(book, person, 1), 1), names(net_of(book, person, 1), 2)) == (["March"], [])
    assert names(net_of(book, person, 2), 2) == ["B. Other"]


@pytest.mark.parametrize(
    "tie", [connections.PLACE, connections.LAWYER, connections.ORGANISATION, connections.VIOLATION]
)
def test_people_meet_over_a_place_of_detention_a_lawyer_a_force_and_a_violation(
    book: MemoryBook, person: RecordId, tie: str
) -> None:
    other = book.insert("person", shown_name="B. Other")
    lawyer = book.insert("person", shown_name="Lawyer")
    prison = book.insert("place", shown_name="Prison")
    police = book.insert("organisation", shown_name="Police")
    event = book.insert("event", title="March")
    for one in (person, other):
        if tie == connections.PLACE:
            book.insert("stay", custody=book.insert("custody", person=one), place=prison)
        elif tie == connections.LAWYER:
            book.insert("lawyer_access", person=one, lawyer=lawyer, access_kind="visit")
        elif tie == connections.ORGANISATION:
            book.insert("custody", person=one, arrested_by=police)
    if tie == connections.VIOLATION:
        act = book.insert("violation_act", event=event, violation_kind="torture", victim=person)
        book.insert("perpetrator", violation_act=act, person=other)
    net = net_of(book, person, 2, (tie,))
    assert "B. Other" in names(net, 2)
    assert {one.tie for one in net.ties} == {tie}


def test_only_the_kinds_of_tie_asked_for_are_followed(book: MemoryBook, person: RecordId) -> None:
    book.insert(
        "relationship", person=person, related_person=book.insert("person", shown_name="M"), relationship_kind="mother"
    )
    book.insert("involvement", event=book.insert("event", title="March"), person=person, involved_as="victim")
    assert names(net_of(book, person, 1, (connections.EVENT,)), 1) == ["March"]
    assert len(net_of(book, person, 1).nodes) == 3


def test_several_records_between_the_same_two_are_one_tie_with_several_words(
    book: MemoryBook, person: RecordId
) -> None:
    event = book.insert("event", title="March")
    for role in ("participant", "injured", "participant"):
        book.insert("involvement", event=event, person=person, involved_as=role)
    (tie,) = net_of(book, person, 1).ties
    assert tie.words == ("Participant", "Injured")


def test_ties_among_those_reached_are_shown_too(book: MemoryBook, person: RecordId) -> None:
    people = [book.insert("person", shown_name=name) for name in ("B", "C")]
    for one in people:
        book.insert("relationship", person=person, related_person=one, relationship_kind="friend")
    book.insert("relationship", person=people[0], related_person=people[1], relationship_kind="friend")
    assert len(net_of(book, person, 2).ties) == 3


def test_what_was_put_aside_ties_nobody(book: MemoryBook, person: RecordId) -> None:
    mother = book.insert("person", shown_name="Mother")
    tie = book.insert("relationship", person=person, related_person=mother, relationship_kind="mother")
    book.archive(tie)
    assert net_of(book, person).ties == ()
    other = book.insert("person", shown_name="B")
    book.insert("relationship", person=person, related_person=other, relationship_kind="friend")
    book.archive(other)
    net = net_of(book, person)
    assert [node.name for node in net.nodes] == ["A. Person"]
    assert net.ties == ()


def test_a_crowd_is_cut_and_how_many_were_left_out_is_said(book: MemoryBook) -> None:
    event = book.insert("event", title="March")
    for number in range(connections.MOST + 20):
        person = book.insert("person", shown_name=f"Person {number}")
        book.insert("involvement", event=event, person=person, involved_as="participant")
    net = net_of(book, event, 1)
    assert len(net.nodes) == connections.MOST
    assert net.left_out == 21
    assert len(net.ties) == connections.MOST - 1


def test_a_record_that_is_gone_has_no_net(book: MemoryBook, person: RecordId) -> None:
    book.erase(person)
    assert net_of(book, person) == Net((), ())


def test_every_kind_of_tie_has_a_name_and_is_told_from_some_record() -> None:
    assert {link.tie for link in connections._LINKS} == set(TIES)


def test_a_detention_says_what_ties_the_person_to_its_event_and_its_force(book: MemoryBook, person: RecordId) -> None:
    event, police = book.insert("event", title="March"), book.insert("organisation", shown_name="Police")
    book.insert("custody", person=person, event=event, arrested_by=police, custody_kind="criminal")
    assert {one.words for one in net_of(book, person, 1).ties} == {("Detained",), ("Arrested",)}
