from __future__ import annotations

from collections.abc import Callable

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.allegations import (
    add_injury,
    allegations_of,
    injuries_of,
    record_allegation,
    record_death,
    record_exam,
)
from casefile.casework.custody import record_custody
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A")


def test_a_degree_of_consistency_needs_a_named_and_qualified_clinician(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError) as refused:
        record_exam(book, person, "2012-01-10", consistency="highly_consistent")
    assert [problem.field for problem in refused.value.problems] == ["consistency", "qualification"]
    with pytest.raises(UserError):
        record_exam(book, person, consistency="consistent", examiner_name="Dr B")
    assert record_exam(book, person, consistency="consistent", examiner_name="Dr B", qualification="Forensic doctor")
    doctor = add_person(book, "Dr C")
    assert record_exam(book, person, consistency="consistent", examiner=doctor, qualification="Surgeon")


def test_an_exam_without_a_degree_needs_no_name(book: MemoryBook, person: RecordId) -> None:
    assert record_exam(book, person, "2012-01-10", findings="Bruises")


def test_the_name_cannot_be_taken_from_under_a_degree(book: MemoryBook, person: RecordId) -> None:
    exam = record_exam(book, person, consistency="consistent", examiner_name="Dr B", qualification="Doctor")
    with pytest.raises(UserError):
        book.update(exam, {"examiner_name": ""})


def test_nobody_examines_themselves(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_exam(book, person, examiner=person)


def test_an_allegation_is_alleged_until_somebody_says_otherwise(book: MemoryBook, person: RecordId) -> None:
    assert book.get(record_allegation(book, person)).text("status") == "alleged"
    assert book.get(record_allegation(book, person, status="corroborated")).text("status") == "corroborated"


def test_what_is_linked_must_be_of_the_same_person(book: MemoryBook, person: RecordId) -> None:
    other = add_person(book, "B")
    custody, allegation = record_custody(book, other, "2011"), record_allegation(book, other)
    complaint = book.insert("remedy", person=other, remedy_kind="complaint")
    writes: list[Callable[[], object]] = [
        lambda: record_allegation(book, person, custody=custody),
        lambda: record_allegation(book, person, complaint=complaint),
        lambda: record_exam(book, person, allegation=allegation),
        lambda: record_exam(book, person, custody=custody),
        lambda: record_death(book, person, custody=custody),
    ]
    for write in writes:
        with pytest.raises(UserError):
            write()


@pytest.mark.parametrize("wrong", [{"map_x": 1.01}, {"map_y": -0.01}, {"length_mm": -1.0}, {"width_mm": -0.5}])
def test_an_injury_is_on_the_map_and_has_a_size(book: MemoryBook, person: RecordId, wrong: dict[str, float]) -> None:
    allegation = record_allegation(book, person)
    with pytest.raises(UserError) as refused:
        book.insert("injury", allegation=allegation, **wrong)
    assert [problem.field for problem in refused.value.problems] == list(wrong)


def test_injuries_are_numbered_through_in_the_order_of_the_allegations(book: MemoryBook, person: RecordId) -> None:
    later, earlier = record_allegation(book, person, "2011-12-20"), record_allegation(book, person, "2011-12-17")
    third = add_injury(book, later, "bruise", "wrist")
    first, second = (add_injury(book, earlier, "burn", "hand") for _number in range(2))
    assert [one.id for one in allegations_of(book, person)] == [earlier, later]
    assert [one.id for one in injuries_of(book, person)] == [first, second, third]


def test_a_death_ends_the_detention_and_says_where_the_person_stands(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16")
    record_death(book, person, "2011-12-18", custody=custody, manner="undetermined")
    ended = book.get(custody)
    assert (ended.text("end_kind"), ended.text("ended")) == ("died", "2011-12-18")
    assert book.get(person).text("whereabouts_status") == "deceased"


def test_a_death_after_release_leaves_the_detention_as_it_ended(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16", end_kind="released", ended="2011-12-17")
    record_death(book, person, "2011-12-18", custody=custody)
    assert book.get(custody).text("end_kind") == "released"
    assert book.get(person).text("whereabouts_status") == "deceased"


@pytest.mark.parametrize("field", ["autopsy_on", "body_returned_on", "family_told_on"])
def test_nothing_follows_a_death_before_it(book: MemoryBook, person: RecordId, field: str) -> None:
    with pytest.raises(UserError) as refused:
        book.insert("death", person=person, died_on="2011-12-18", **{field: "2011-12-17"})
    assert [problem.field for problem in refused.value.problems] == [field]


def test_nobody_dies_before_the_arrest_of_the_detention_named(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16", end_kind="died")
    with pytest.raises(UserError) as refused:
        record_death(book, person, "2011-12-15", custody=custody)
    assert [problem.field for problem in refused.value.problems] == ["died_on"]


def test_care_is_not_given_before_it_was_asked_for(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_allegation(book, person, care_asked_on="2011-12-20", care_given_on="2011-12-19")


def test_ill_treatment_does_not_end_before_it_begins(book: MemoryBook, person: RecordId) -> None:
    with pytest.raises(UserError):
        record_allegation(book, person, "2011-12-20", ended="2011-12-19")
