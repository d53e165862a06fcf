from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.clock import Clock
from casefile.casework.acts import Act
from casefile.casework.identity import NOT_SAME, SAME, contradictions, decide_same, decisions, split, together
from casefile.casework.people import add_person
from casefile.merge.duplicates import duplicates
from casefile.merge.merge_sources import merge_into, opened_vault

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from merge.conftest import Office


def merged(into: Office, source: Office) -> None:
    with opened_vault(source.path, source.unlock, Clock()) as vault:
        merge_into(into.book, [vault])


def two_people(aktau: Office, almaty: Office) -> tuple[RecordId, RecordId]:
    """One person, recorded by each of the two offices, which then know of both."""
    one = aktau.book.transact(Act.ADD_PERSON, lambda w: add_person(w, "Роза Байтелова", birth_date="1987-03-05")).value
    two = almaty.book.transact(Act.ADD_PERSON, lambda w: add_person(w, "Bajtelova Roza", birth_date="1987")).value
    merged(aktau, almaty)
    merged(almaty, aktau)
    return one, two


def decide(office: Office, pair: tuple[RecordId, RecordId], decision: str) -> None:
    office.book.transact(Act.SAME_RECORD, lambda writer: decide_same(writer, *pair, decision))


def read_as(office: Office, person: RecordId) -> int:
    return len(office.book.read(lambda reader: together(reader, person)))


def test_who_was_recorded_by_two_offices_is_found_and_the_decision_travels(aktau: Office, almaty: Office) -> None:
    pair = two_people(aktau, almaty)
    assert len(aktau.book.read(lambda reader: duplicates(reader, "person")).candidates) == 1
    decide(aktau, pair, SAME)
    merged(almaty, aktau)
    assert read_as(almaty, pair[0]) == 2
    assert not almaty.book.read(lambda reader: duplicates(reader, "person")).candidates
    almaty.book.transact(Act.SPLIT_RECORD, lambda writer: split(writer, *pair))
    merged(aktau, almaty)
    assert read_as(aktau, pair[0]) == 1
    assert aktau.book.check() == almaty.book.check() == []


def test_what_two_offices_decided_apart_joins_nobody_until_it_is_settled_in_one(aktau: Office, almaty: Office) -> None:
    pair = two_people(aktau, almaty)
    decide(aktau, pair, SAME)
    decide(almaty, pair, NOT_SAME)
    merged(aktau, almaty)
    assert len(aktau.book.read(lambda reader: contradictions(decisions(reader, "person")))) == 1
    assert read_as(aktau, pair[0]) == 1
    decide(aktau, pair, SAME)
    merged(almaty, aktau)
    assert read_as(almaty, pair[0]) == 2
    assert almaty.book.read(lambda reader: contradictions(decisions(reader))) == []


def test_one_decision_that_both_changed_is_an_open_conflict_which_deciding_ends(aktau: Office, almaty: Office) -> None:
    pair = two_people(aktau, almaty)
    decide(aktau, pair, SAME)
    merged(almaty, aktau)
    decide(aktau, pair, "unsure")
    decide(almaty, pair, NOT_SAME)
    merged(aktau, almaty)
    assert "decision" in {conflict.field for conflict in aktau.book.conflicts()}
    decide(aktau, pair, NOT_SAME)
    assert aktau.book.conflicts() == []
