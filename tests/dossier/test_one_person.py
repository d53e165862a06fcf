"""People who were decided to be one and the same are one person on paper, and one person to the door."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.identity import NOT_SAME, SAME, UNSURE, decide_same, split
from casefile.casework.letters import record_letter
from casefile.dossier import issue
from casefile.dossier.mentions import letters_with
from casefile.dossier.one_person import PeopleAsOne
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)
PUBLIC = "may_name_in_public"


@pytest.fixture
def two(book: MemoryBook) -> tuple[RecordId, RecordId]:
    """Two records of one invented person, each with what the other lacks."""
    one = book.insert("person", shown_name="Saule Testova", birth_date="1980")
    book.insert("custody", person=one, arrested="2026-03-03", law="A first code")
    other = book.insert("person", shown_name="Gulya Primerova", birth_date="1981", occupation_detail="Nurse at night")
    book.insert("name", person=other, full_name="Айгуль Образцова", name_kind="legal")
    custody = book.insert("custody", person=other, arrested="2026-05-05", law="A second code")
    book.insert("allegation", person=other, custody=custody, methods_in_words="Kept awake.")
    book.insert("lawyer_access", person=other, access_kind="visit", occurred="2026-05-06", outcome="refused")
    item = book.insert("evidence_item", title="A photograph of the gate")
    book.insert("evidence_link", evidence_item=item, record=other)
    source = book.insert("source", title="A register", source_kind="official_paper")
    book.insert("claim", record=other, field="birth_date", value="1981", source=source, stance="supports")
    return one, other


def text(book: MemoryBook, about: RecordId, audience: str = "subject", template: str = "case") -> str:
    return flat(by_poppler(issue.make(book, template, [about], audience, "en", TODAY).pdf))


def test_all_that_is_recorded_of_joined_people_is_told_of_one(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    decide_same(book, *two, SAME)
    read = text(book, two[0])

    for said in (
        *("Saule Testova", "Gulya Primerova", "Айгуль Образцова", "Nurse at night"),
        *("A first code", "A second code", "Kept awake", "6 May 2026", "A photograph of the gate"),
    ):
        assert said in read
    assert "Nurse at night" in text(book, two[1])


@pytest.mark.parametrize("decision", ["", UNSURE, NOT_SAME])
def test_nobody_is_read_as_another_unless_it_was_decided(
    book: MemoryBook, two: tuple[RecordId, RecordId], decision: str
) -> None:
    if decision:
        decide_same(book, *two, decision)

    assert "A second code" not in text(book, two[0])


def test_a_split_and_a_contradiction_read_them_apart_again(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    third = book.insert("person", shown_name="A. Testova")
    decide_same(book, *two, SAME)
    decide_same(book, two[1], third, SAME)
    decide_same(book, two[0], third, NOT_SAME)
    assert "A second code" not in text(book, two[0])

    split(book, two[1], third)
    assert "A second code" in text(book, two[0])
    split(book, *two)
    assert "A second code" not in text(book, two[0])


def test_a_rival_value_becomes_a_note_and_the_office_is_told(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    decide_same(book, *two, SAME)
    issued = issue.make(book, "case", [two[0]], "subject", "en", TODAY)
    read = flat(by_poppler(issued.pdf))

    assert "It says otherwise: 1981" in read
    assert "1981" not in text(book, two[0], "public")
    assert any(one.field == "Born" and "another record" in one.why for one in issued.withheld)
    book.update(two[1], {"birth_date": "1980"})
    assert "another record" not in str(issue.make(book, "case", [two[0]], "subject", "en", TODAY).withheld)


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ({PUBLIC: "yes"}, None, True),
        (None, {PUBLIC: "yes"}, True),
        ({PUBLIC: "yes"}, {PUBLIC: "yes"}, True),
        ({PUBLIC: "yes", "given_on": "2026-05-01"}, {PUBLIC: "no", "given_on": "2020-01-01"}, False),
        ({PUBLIC: "yes"}, {"may_share": "yes"}, False),
        ({PUBLIC: "yes", "given_on": "2020-01-01"}, {PUBLIC: "yes", "withdrawn_on": "2021-01-01"}, False),
        ({PUBLIC: "yes"}, {PUBLIC: "yes", "expires_on": "2020"}, False),
        (None, None, False),
    ],
)
def test_where_consents_of_joined_people_differ_the_stricter_rules(
    book: MemoryBook,
    two: tuple[RecordId, RecordId],
    first: dict[str, str] | None,
    second: dict[str, str] | None,
    named: bool,  # noqa: FBT001 - one column of the table above
) -> None:
    for person, consent in zip(two, (first, second), strict=True):
        if consent is not None:
            book.insert("consent", person=person, **consent)
    decide_same(book, *two, SAME)

    for about in two:
        read = text(book, about, "public")
        assert ("Testova" in read, "Primerova" in read) == (named, named)
        assert ("Person A" in read) is not named


@pytest.mark.parametrize("put_aside", [False, True])
def test_the_names_of_every_joined_record_are_kept_out_of_free_text(
    book: MemoryBook, two: tuple[RecordId, RecordId], *, put_aside: bool
) -> None:
    event = book.insert("event", title="A night", summary="Образцову и Primerova увезли.")
    book.insert("involvement", event=event, person=two[0], involved_as="victim")
    decide_same(book, *two, SAME)
    if put_aside:
        book.archive(two[1])

    drawn = issue.draw(book, "statement", [event], "public", "en", TODAY)

    assert drawn.needles.found_in("Образцовой")
    assert drawn.needles.found_in("Gulya Primerova")
    assert ("event", "summary") in [(one.kind, one.field) for one in drawn.mentions]
    drawn.checked()


def test_a_refusal_holds_while_decisions_contradict_each_other(
    book: MemoryBook, two: tuple[RecordId, RecordId]
) -> None:
    third = book.insert("person", shown_name="A. Testova")
    book.insert("consent", person=two[0], may_name_in_public="yes")
    book.insert("consent", person=third, may_name_in_public="no")
    for pair, decision in ((two, SAME), ((two[1], third), SAME), ((two[0], third), NOT_SAME)):
        decide_same(book, *pair, decision)

    assert "Testova" not in text(book, two[0], "public")


def test_somebody_described_who_was_found_to_have_a_name_needs_consent(book: MemoryBook) -> None:
    boy = book.insert("person", described_as="a boy of 16")
    named = book.insert("person", shown_name="Serik Testov")
    assert "a boy of 16" in text(book, boy, "public")

    decide_same(book, boy, named, SAME)

    assert "Serik" not in text(book, boy, "public")


def test_the_later_whereabouts_of_joined_people_hold(book: MemoryBook) -> None:
    one = book.insert("person", shown_name="Saule Testova")
    book.insert("custody", person=one, arrested="2020-01-01", ended="2020-02-01", end_kind="released")
    other = book.insert("person", shown_name="Gulya Primerova")
    book.insert("custody", person=other, arrested="2026-03-03")
    decide_same(book, one, other, SAME)

    for about in (one, other):
        [person] = issue.draw(book, "case", [about], "subject", "en", TODAY).matter.of("person")
        assert person.code("whereabouts_status") == "in_custody"


def test_people_invented_for_training_are_never_read_into_somebody_real(book: MemoryBook) -> None:
    real = book.insert("person", described_as="somebody held")
    invented = book.insert("person", shown_name="Invented Person", invented="yes")
    book.insert("custody", person=invented, arrested="2026-05-05", law="A made-up code")
    decide_same(book, real, invented, SAME)

    assert "made-up" not in text(book, real)


def test_a_form_asks_about_the_consent_that_decides(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    book.insert("consent", person=two[0], given_on="2020-01-01", may_name_to_government="no", may_send_to_un="no")
    book.insert("consent", person=two[0], given_on="2026-01-01", may_name_to_government="yes", may_send_to_un="yes")

    gathered = issue.draw(book, "wgad", [two[0]], "un_body", "en", TODAY)

    [consent] = gathered.matter.of("consent")
    assert consent.code("may_name_to_government") == "yes"


def test_two_records_of_one_person_are_one_subject_and_both_count_as_printed(
    book: MemoryBook, two: tuple[RecordId, RecordId]
) -> None:
    with pytest.raises(UserError):
        issue.make(book, "case", list(two), "subject", "en", TODAY)
    decide_same(book, *two, SAME)

    issued = issue.make(book, "case", list(two), "lawyer", "en", TODAY)

    assert set(two) <= {one.id for one in issued.printed}
    record_letter(book, "A letter", "Somebody", "2026-11-23", printed=issued.printed, about=two[0], audience="lawyer")
    assert len(letters_with(book, two[1], TODAY)) == 1


def test_who_is_named_in_many_records_is_in_a_list_once(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    for person in two:
        book.insert("consent", person=person, may_share="yes")
    assert text(book, two[0], "lawyer", "detainees").count("Testova") >= 1
    decide_same(book, *two, SAME)
    issued = issue.make(book, "detainees", list(two), "lawyer", "en", TODAY)

    assert [one.person for one in issued.naming].count(two[0]) == 1
    assert two[1] not in {one.person for one in issued.naming}


def test_a_book_without_decisions_is_read_as_it_is(book: MemoryBook, two: tuple[RecordId, RecordId]) -> None:
    reader = PeopleAsOne(book)

    assert reader.find(two[1]) == book.find(two[1])
    assert reader.of("custody", person=two[1]) == book.of("custody", person=two[1])
    assert reader.members(two[0]) == ()
