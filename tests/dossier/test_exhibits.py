from __future__ import annotations

import datetime as dt
import hashlib
import io

import pikepdf
import pytest
from PIL import Image

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.casework.book import Snapshot
from casefile.casework.record import Value
from casefile.dossier import issue
from casefile.dossier.exhibits import ALL
from casefile.dossier.issue import Options
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat
from dossier.test_exhibit_pages import paper

TODAY = dt.date(2026, 11, 23)
YES = {"may_keep": "yes", "may_share": "yes", "may_send_to_un": "yes", "may_use_picture": "yes"}


class Drawer:
    """Files of evidence that lie in memory."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def content(self, item: Snapshot) -> bytes:
        return self.held[item.text("blob_name")]

    def picture(self, content: bytes) -> tuple[bytes, int, int]:
        out = io.BytesIO()
        Image.open(io.BytesIO(content)).convert("RGB").save(out, "JPEG")
        return out.getvalue(), 60, 40


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


def somebody(book: MemoryBook, **consents: Value) -> RecordId:
    person = book.insert("person", shown_name="Serik Beisenov")
    book.insert("consent", person=person, given_on="2026-01-01", **{**YES, **consents})
    return person


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return out.getvalue()


def item(
    book: MemoryBook, drawer: Drawer, about: RecordId, content: bytes, media_type: str, **values: Value
) -> RecordId:
    sha256 = hashlib.sha256(content).hexdigest()
    drawer.held[sha256] = content
    given = {"title": "What was found", "evidence_kind": "photo", **values}
    found = book.insert("evidence_item", sha256=sha256, media_type=media_type, blob_name=sha256, **given)
    book.insert("evidence_link", evidence_item=found, record=about)
    return found


def drawn(
    book: MemoryBook, drawer: Drawer, person: RecordId, audience: str = "un_body", language: str = "en"
) -> issue.Draft:
    options = Options(exhibits=ALL, files=drawer)
    return issue.draw(book, "case", [person], audience, language, TODAY, options)


def test_exhibits_are_listed_stamped_numbered_and_counted_with_all_other_pages(
    book: MemoryBook, drawer: Drawer
) -> None:
    person = somebody(book)
    item(book, drawer, person, picture(), "image/png", captured_on="2011-12-17")
    item(book, drawer, person, paper(2), "application/pdf", title="Certificate")
    item(book, drawer, person, b"words", "text/plain", title="Notes")
    made = drawn(book, drawer, person)
    assert made.refused == ()
    issued = made.checked()
    text = flat(by_poppler(issued.pdf))
    assert issued.exhibits == 3
    assert hashlib.sha256(b"words").hexdigest() in text
    assert "captured 17 December 2011" in text
    assert "Exhibit 3 Notes" in text
    assert "Listed only" in text
    assert f"page {issued.manifest.pages} of {issued.manifest.pages}" in text
    with pikepdf.open(io.BytesIO(issued.pdf)) as file:
        assert len(file.pages) == issued.manifest.pages
        stamped = [flat(page) for page in by_poppler(issued.pdf).split("\f")[:-1][-3:]]
        with file.open_outline() as outline:
            titles = [str(under.title) for one in outline.root for under in (one, *one.children)]
    assert ["Exhibit 1" in one for one in stamped] == [True, False, False]
    assert ["A certificate, page" in one and "Exhibit 2" in one for one in stamped] == [False, True, True]
    assert {"Exhibits", "Exhibit 1. What was found", "Exhibit 2. Certificate"} <= set(titles)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_same_dossier_with_exhibits_gives_the_same_bytes(book: MemoryBook, drawer: Drawer, language: str) -> None:
    person = somebody(book)
    item(book, drawer, person, picture(), "image/png")
    item(book, drawer, person, paper(2), "application/pdf")
    assert (
        drawn(book, drawer, person, language=language).preview == drawn(book, drawer, person, language=language).preview
    )


@pytest.mark.parametrize(
    ("values", "consents", "audience", "why"),
    [
        ({"protection": "secret"}, {}, "un_body", "protected"),
        ({"protection": "unknown"}, {}, "un_body", "protected"),
        ({}, {"may_use_picture": "no"}, "un_body", "picture"),
        ({}, {"may_use_picture": ""}, "un_body", "picture"),
        ({"shows_people": "no"}, {"may_share": "no"}, "network", "may not be named"),
        ({}, {}, "network", "no other people"),
        ({"shows_people": "yes"}, {}, "network", "no other people"),
        ({"invented": "yes"}, {}, "un_body", "invented"),
    ],
)
def test_an_item_goes_along_only_if_nothing_says_that_it_may_not(
    book: MemoryBook, drawer: Drawer, values: dict[str, Value], consents: dict[str, Value], audience: str, why: str
) -> None:
    person = somebody(book, **consents)
    item(book, drawer, person, picture(), "image/png", **values)
    made = drawn(book, drawer, person, audience)
    assert [why in one.why for one in made.refused] == [True]
    with pytest.raises(UserError, match=why):
        made.checked()
    assert made.checked(without_refused=True).exhibits == 0


def test_an_item_linked_to_somebody_outside_the_dossier_stays_here(book: MemoryBook, drawer: Drawer) -> None:
    person, other = somebody(book), book.insert("person", shown_name="Daniyar Canaryov")
    found = item(book, drawer, person, paper(), "application/pdf")
    book.insert("evidence_link", evidence_item=found, record=other)
    assert ["may not be named" in one.why for one in drawn(book, drawer, person).refused] == [True]


def test_a_pdf_whose_text_names_a_withheld_person_is_refused(book: MemoryBook, drawer: Drawer) -> None:
    person = book.insert("person", shown_name="Serik Certificate")
    square = book.insert("event", title="Rally")
    book.insert("custody", person=person, event=square, arrested="2011-12-17")
    item(book, drawer, square, paper(), "application/pdf", shows_people="no")
    made = issue.draw(book, "event", [square], "network", "en", TODAY, Options(exhibits=ALL, files=drawer))
    assert ["names somebody" in one.why for one in made.refused] == [True]


def test_a_title_that_names_a_withheld_person_is_not_printed(book: MemoryBook, drawer: Drawer) -> None:
    person = somebody(book, may_share="no")
    square = book.insert("event", title="Rally")
    book.insert("custody", person=person, event=square, arrested="2011-12-17")
    item(book, drawer, square, picture(), "image/png", title="Beisenov in the square", shows_people="no")
    made = issue.draw(book, "event", [square], "network", "en", TODAY, Options(exhibits=ALL, files=drawer))
    assert made.refused == ()
    assert "Exhibit 1 Photo" in flat(by_poppler(made.checked().pdf))


def test_a_file_that_is_not_what_was_taken_in_is_refused(book: MemoryBook, drawer: Drawer) -> None:
    person = somebody(book)
    item(book, drawer, person, picture(), "image/png")
    for name in drawer.held:
        drawer.held[name] += b"."
    assert ["taken in" in one.why for one in drawn(book, drawer, person).refused] == [True]
