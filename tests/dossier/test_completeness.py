"""Forms: what each outside body asks is asked, what is missing is named, and nothing is made up."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import NO_ID
from casefile.dossier import issue
from casefile.dossier.completeness import Answer, share
from casefile.dossier.template_files import template
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)
ASKED = {
    "wgad": {
        *("name", "birth", "nationality", "document", "occupation"),
        *("arrest_date", "arrest_place", "arrest_force", "warrant", "arrest_authority", "arrest_reasons", "arrest_law"),
        *("detention_date", "detention_length", "detention_force", "detention_places", "detention_authority"),
        *("detention_reasons", "detention_law", "circumstances", "categories", "arbitrary", "remedies", "submitter"),
        *("consent_government", "consent_public", "consent_un"),
    },
    "sr-torture": {
        *("name", "activities", "arrest_when_where", "forces", "lawyer", "relatives", "doctor", "methods", "injuries"),
        *("purpose", "examination", "treatment", "remedies", "submitter", "relation"),
        *("consent_government", "consent_public"),
    },
    "wgeid": {"name", "date", "place", "forces", "remedies", "submitter", "family_consent"},
    "treaty-body": {
        *("submitter", "authority", "name", "state", "facts", "articles", "remedies", "other", "sought"),
        *("consent_government", "consent_public"),
    },
}
"""What the outside forms ask, as the list of the domain has it."""


@pytest.mark.parametrize("form", sorted(ASKED))
def test_a_form_asks_all_that_the_body_asks(form: str) -> None:
    assert ASKED[form] <= {question.name for question in template(form).questions}


@pytest.mark.parametrize("form", sorted(ASKED))
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_form_on_an_empty_case_names_every_gap(book: MemoryBook, form: str, language: str) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    issued = issue.make(book, form, [person], "un_body", language, TODAY)

    assert share(issued.asked) < 0.1
    assert all(one.gaps for one in issued.asked if one.answer is not Answer.FULL)
    text = flat(by_poppler(issued.pdf))
    assert all(flat(question.asked(language))[:20] in text for question in template(form).questions)


def test_a_gap_says_which_record_and_field_would_fill_it(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    custody = book.insert("custody", person=person, arrested="2026-03-03", warrant_shown="unknown")

    asked = {one.name: one for one in issue.make(book, "wgad", [person], "un_body", "en", TODAY).asked}

    assert asked["arrest_date"].answer is Answer.FULL
    assert [(gap.kind, gap.field, gap.record) for gap in asked["warrant"].gaps] == [
        ("custody", "warrant_shown", custody)
    ]
    assert [(gap.kind, gap.field, gap.record) for gap in asked["categories"].gaps] == [
        ("custody", "wgad_categories", custody)
    ]
    assert {gap.record for gap in asked["document"].gaps} == {NO_ID}
    assert asked["arrest_law"].answer is Answer.NONE
    book.update(custody, {"law": "A code"})
    again = {one.name: one for one in issue.make(book, "wgad", [person], "un_body", "en", TODAY).asked}
    assert again["arrest_law"].answer is Answer.PARTLY


def test_what_is_withheld_is_not_called_unknown(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Beisenov", nationalities=("other",))
    book.insert("identifier", person=person, identifier_kind="passport", number="N1234567")
    open_person = book.insert("person", shown_name="Ainur Tleuova")

    text = flat(by_poppler(issue.make(book, "wgad", [person], "un_body", "en", TODAY).pdf))
    unknown = flat(by_poppler(issue.make(book, "wgad", [open_person], "un_body", "en", TODAY).pdf))

    assert "N1234567" not in text
    assert text.count("Withheld") == 1
    assert "Withheld" not in unknown
    assert "Nationality No information." in text
