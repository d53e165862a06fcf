"""How records read on paper: nothing twice, no capitals within a line, no table that says nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.dossier import issue
from casefile.dossier.issue import AUDIENCES
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def read(book: MemoryBook, about: RecordId, template: str, language: str = "en") -> str:
    return flat(by_poppler(issue.make(book, template, [about], "lawyer", language, TODAY).pdf))


def test_what_was_done_alike_to_several_is_told_once(book: MemoryBook) -> None:
    event = book.insert("event", title="A summons", summary="x")
    for group in ("Two teachers", "Three doctors"):
        victim = book.insert("person", described_as=group)
        book.insert("violation_act", event=event, victim=victim, violation_kind="threat", occurred="2011-12-20")

    text = read(book, event, "statement")

    assert text.count("Threat") == 1
    assert "20 December 2011: Two teachers; Three doctors." in text


def test_what_differs_is_told_apart(book: MemoryBook) -> None:
    event = book.insert("event", title="A summons", summary="x")
    for status in ("alleged", "confirmed"):
        victim = book.insert("person", described_as=f"group {status}")
        book.insert("violation_act", event=event, victim=victim, violation_kind="threat", status=status)

    text = read(book, event, "statement")

    assert "Threat (alleged): group alleged." in text
    assert "Threat (confirmed): group confirmed." in text


def test_a_part_that_the_name_of_a_group_tells_is_not_said_again(book: MemoryBook) -> None:
    event = book.insert("event", title="A strike", summary="x")
    for group in ("Striking workers", "Bystanders"):
        person = book.insert("person", described_as=group)
        book.insert("involvement", event=event, person=person, involved_as="striker")

    text = read(book, event, "statement")

    assert "Striking workers; Bystanders (striker)." in text


def test_rules_without_a_number_of_hours_share_one_row_for_a_safeguard(book: MemoryBook) -> None:
    person = book.insert("person", described_as="somebody")
    custody = book.insert("custody", person=person, custody_kind="criminal", arrested="2026-03-03T10:00+05:00")
    book.insert("safeguard", custody=custody, safeguard_kind="lawyer", given="yes", given_at="2026-03-03T12:00+05:00")

    text = read(book, person, "case")

    assert text.count("It took") == 0
    assert text.count("No number of hours in the rule; how long it took Lawyer 1 h 59 min to 2 h 1 min") == 1


def test_labels_within_a_line_have_no_capital(book: MemoryBook) -> None:
    person = book.insert("person", described_as="somebody")
    custody = book.insert("custody", person=person, custody_kind="criminal", arrested="2026-03-03")
    book.insert("stay", custody=custody, began="2026-03-03", light="poor", food="poor", water="poor")

    assert "Light: poor; food: poor; water: poor" in read(book, person, "case")


def test_a_column_that_is_empty_throughout_is_left_out(book: MemoryBook) -> None:
    person = book.insert("person", described_as="somebody")
    item = book.insert("evidence_item", title="A photograph")
    custody = book.insert("custody", person=person, custody_kind="criminal")
    book.insert("evidence_link", evidence_item=item, record=custody)

    text = read(book, person, "case")

    assert "A photograph" in text
    assert "SHA-256" not in text


def test_the_year_of_a_russian_date_keeps_its_stop(book: MemoryBook) -> None:
    event = book.insert("event", title="Событие", began="2011-12-16", summary="x")
    victim = book.insert("person", described_as="люди")
    book.insert("violation_act", event=event, victim=victim, violation_kind="threat", occurred="2011-12-16")

    assert "16 декабря 2011 г.: люди." in read(book, event, "statement", "ru").replace("\u00a0", " ")


def test_what_goes_on_has_an_open_end(book: MemoryBook) -> None:
    person = book.insert("person", described_as="somebody")
    custody = book.insert("custody", person=person, custody_kind="criminal", arrested="2026-03-03")
    book.insert("stay", custody=custody, began="2026-03-03", light="poor")

    assert "3 March 2026 – Not known Light: poor" in read(book, person, "case")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_act_done_to_somebody_never_tells_who_it_was(book: MemoryBook, audience: str) -> None:
    """The case prints what was done, when and how sure that is: neither victim, place nor perpetrator of it."""
    place = book.insert("place", shown_name="Canaryplace")
    victim = book.insert("person", shown_name="Canaryvictim Canaryfamily", described_as="Canarydescribed")
    doer = book.insert("person", shown_name="Canarydoer Canaryother")
    event = book.insert("event", title="A night")
    act = book.insert(
        "violation_act",
        event=event,
        victim=victim,
        violation_kind="torture",
        place=place,
        occurred="2026-03-04",
        summary="Canarysummary.",
    )
    book.insert("perpetrator", violation_act=act, person=doer, described_as="Canarydescription")

    issued = issue.make(book, "case", [victim], audience, "en", TODAY)
    text = flat(by_poppler(issued.pdf))

    assert "Torture" in text
    for canary in ("place", "doer", "other", "summary", "description"):
        assert f"Canary{canary}" not in text
    assert ("Canaryvictim" in text) == (audience == "subject")


def test_a_role_by_which_somebody_is_known_is_withheld_like_the_name(book: MemoryBook) -> None:
    union = book.insert("organisation", shown_name="A union")
    person = book.insert("person", shown_name="Serik Beisenov")
    book.insert("affiliation", person=person, organisation=union, role="chair of the branch", began="2023")

    public = flat(by_poppler(issue.make(book, "case", [person], "public", "en", TODAY).pdf))
    own = flat(by_poppler(issue.make(book, "case", [person], "subject", "en", TODAY).pdf))

    assert "chair of the branch" not in public
    assert "chair of the branch, A union (since 2023)" in own


def test_other_without_a_word_of_what_is_not_printed(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov", nationalities=("other",), sex="male")
    text = flat(by_poppler(issue.make(book, "case", [person], "subject", "en", TODAY).pdf))

    assert "Male" in text
    assert "Nationalities" not in text


def test_a_term_that_its_own_detail_repeats_is_said_once(book: MemoryBook) -> None:
    person = book.insert(
        "person", shown_name="Serik Beisenov", occupation="teacher", occupation_detail="Teacher of mathematics"
    )
    text = flat(by_poppler(issue.make(book, "case", [person], "subject", "en", TODAY).pdf))

    assert "Occupation Teacher of mathematics" in text


def test_terms_of_a_russian_list_have_one_capital(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov", languages=("kk", "ru"))
    text = flat(by_poppler(issue.make(book, "case", [person], "subject", "ru", TODAY).pdf))

    assert "Казахский, русский" in text


def test_figures_of_the_issuer_itself_are_not_called_those_of_others(book: MemoryBook) -> None:
    event = book.insert("event", title="A rally", summary="x")
    office = book.insert("organisation", shown_name="Our Office")
    book.insert("figure", event=event, counted="killed", how_many="14", attributed_to="The ministry")

    options = issue.Options(issuer=office)
    before = flat(by_poppler(issue.make(book, "statement", [event], "public", "en", TODAY, options).pdf))
    book.insert("figure", event=event, counted="took_part", how_many="~300", stated_by=office)
    after = flat(by_poppler(issue.make(book, "statement", [event], "public", "en", TODAY, options).pdf))

    assert "none of them is our own count" in before
    assert "none of them is our own count" not in after
