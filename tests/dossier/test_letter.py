"""Letters: each sentence only if its facts may be printed, each request only where it has a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.dossier import issue
from casefile.dossier.issue import Options
from casefile.dossier.shown import LetterParts
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def read(book: MemoryBook, person: RecordId, audience: str = "lawyer", language: str = "en", **parts: object) -> str:
    options = Options(letter=LetterParts(**parts))  # type: ignore[arg-type]  # each test gives the right ones
    return flat(by_poppler(issue.make(book, "letter", [person], audience, language, TODAY, options).pdf))


def held(book: MemoryBook, **custody: str) -> RecordId:
    person = book.insert("person", shown_name="Serik Beisenov", whereabouts_status="in_custody")
    book.insert("consent", person=person, may_share="yes", given_on="2026-01-01")
    book.insert("custody", person=person, **({"arrested": "2026-03-03"} | custody))
    return person


def test_a_sentence_is_said_only_if_all_that_it_names_is_known(book: MemoryBook) -> None:
    assert "was arrested (3 March 2026)." in read(book, held(book))
    place = book.insert("place", shown_name="Aktau")
    police = book.insert("organisation", shown_name="The city police")
    text = read(book, held(book, arrest_place=place, arrested_by=police))  # type: ignore[arg-type]  # links are bytes

    assert "was arrested (3 March 2026; Aktau) by The city police." in text


def test_a_request_is_made_only_where_there_is_a_reason_for_it(book: MemoryBook) -> None:
    person = held(book)
    assert "confidential access to a lawyer" not in read(book, person)
    book.insert("lawyer_access", person=person, access_kind="visit", occurred="2026-03-04", outcome="refused")

    assert "confidential access to a lawyer" in read(book, person)


def test_nobody_asks_for_visits_to_somebody_who_is_free(book: MemoryBook) -> None:
    person = held(book, ended="2026-03-09", end_kind="released")
    book.update(person, {"whereabouts_status": "released"})
    book.insert("family_visit", person=person, visit_kind="visit", occurred="2026-03-04", outcome="refused")

    text = read(book, person)

    assert "Family, visit, 4 March 2026: refused." in text
    assert "Allow visits" not in text


def test_a_warrant_is_called_missing_only_if_that_is_recorded(book: MemoryBook) -> None:
    assert "No warrant" not in read(book, held(book))
    assert "No warrant" not in read(book, held(book, warrant_shown="unknown"))
    assert "No warrant was shown." in read(book, held(book, warrant_shown="no"))


def test_addressees_requests_and_signature_are_printed_as_they_were_typed(book: MemoryBook) -> None:
    text = read(
        book,
        held(book),
        addressees=("The Prosecutor", "A town"),
        requests=("Answer soon",),
        signer="A. B.",
        role="Head",
    )

    for said in ("The Prosecutor", "A town", "Answer soon.", "A. B.", "Head"):
        assert said in text


def test_a_typed_name_of_somebody_who_has_not_agreed_refuses_the_letter(book: MemoryBook) -> None:
    person = held(book)
    with pytest.raises(UserError, match="typed"):
        read(book, person, "public", requests=("Release Beisenov",))


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("audience", ["government", "court", "un_body", "network", "public", "lawyer"])
def test_a_letter_on_somebody_of_whom_little_is_known_invents_nothing(
    book: MemoryBook, audience: str, language: str
) -> None:
    person = book.insert("person", shown_name="Serik Beisenov")
    text = read(book, person, audience, language)

    assert "{" not in text
    assert "()" not in text
    assert "None" not in text


def test_the_stop_of_a_russian_year_is_kept(book: MemoryBook) -> None:
    assert "3 марта 2026 г." in read(book, held(book), language="ru")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_letter_on_an_ordinary_case_is_signed_on_one_page_with_requests_as_a_list(
    book: MemoryBook, language: str
) -> None:
    """Somebody held, with a lawyer and a family refused, ill-treatment alleged and two sources."""
    person = book.insert("person", shown_name="Serik Testov", whereabouts_status="in_custody")
    book.insert("consent", person=person, may_name_to_government="yes")
    place = book.insert("place", shown_name="Aktau", place_kind="town")
    force = book.insert("organisation", shown_name="City Police")
    custody = book.insert(
        "custody",
        person=person,
        arrested="2026-03-03",
        arrest_place=place,
        arrested_by=force,
        warrant_shown="no",
        reasons_given="An unauthorised rally.",
        law="Criminal Code",
        article="Article 400",
    )
    interview = book.insert("source", title="Interview with the sister", dated="2026-03-20")
    paper = book.insert("source", title="Note of the lawyer", dated="2026-03-22")
    visit = book.insert("lawyer_access", person=person, access_kind="visit", occurred="2026-03-04", outcome="refused")
    family = book.insert("family_visit", person=person, visit_kind="visit", occurred="2026-03-05", outcome="refused")
    alleged = book.insert("allegation", person=person, custody=custody, began="2026-03-03", methods=("beating",))
    for record, source in ((custody, interview), (visit, paper), (family, interview), (alleged, paper)):
        book.insert("claim", record=record, source=source, stance="supports")
    parts = LetterParts(addressees=("To the Prosecutor General", "Street 1", "Astana"), signer="A. B.", role="Head")

    issued = issue.make(book, "letter", [person], "government", language, TODAY, Options(letter=parts))

    text = flat(by_poppler(issued.pdf))
    first = by_poppler(issued.pdf).partition("\f")[0]
    assert "A. B." in first
    # Source notes may stand on a second page; the letter itself does not.
    assert issued.manifest.pages <= 2
    assert all(f"({letter}) " in text for letter in "abcde")
