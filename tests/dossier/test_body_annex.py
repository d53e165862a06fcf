"""The annex on injuries: each mark where somebody put it, with the number of its line in the table."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.casework.record import Value
from casefile.dossier import issue
from casefile.dossier.body_annex import BodyMapComposer
from casefile.dossier.document import BodyMap
from casefile.dossier.template_files import template
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_layout, by_poppler, flat

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    """An invented person with a bruise on the front and another that nobody marked."""
    made = book.insert("person", shown_name="Serik Testov", invented="yes")
    allegation = book.insert("allegation", person=made, began="2026-03-04")
    photo = book.insert("evidence_item", title="Photograph 12")
    marked: dict[str, Value] = {"body_view": "front", "map_x": 0.5, "map_y": 0.25, "photo": photo}
    cause: dict[str, Value] = {"alleged_cause": "Struck with a truncheon."}
    book.insert("injury", allegation=allegation, injury_kind="bruise", body_region="chest", **marked, **cause)
    book.insert("injury", allegation=allegation, injury_kind="burn", body_region="knee", body_side="left")
    return made


def agreed(book: MemoryBook, person: RecordId) -> None:
    book.insert("consent", person=person, may_share="yes", may_name_to_government="yes", may_send_to_un="yes")


def drawn(book: MemoryBook, person: RecordId) -> list[BodyMap]:
    matter = issue.draw(book, "body-map", [person], "lawyer", "en", TODAY).matter
    document = BodyMapComposer(template("body-map"), matter).compose()
    return [block for block in document.blocks if isinstance(block, BodyMap)]


@pytest.mark.parametrize("audience", ["lawyer", "court", "un_body"])
def test_injury_cause_allegation_and_photograph_stand_in_one_table(
    book: MemoryBook, person: RecordId, audience: str
) -> None:
    agreed(book, person)
    text = flat(by_poppler(issue.make(book, "body-map", [person], audience, "en", TODAY).pdf))

    for said in ("Bruise", "Struck with a truncheon.", "4 March 2026", "Photograph 12", "Knee, left", "Front"):
        assert said in text
    assert "(no mark)" in text


def test_a_mark_stands_where_it_was_put_and_none_is_made_up(book: MemoryBook, person: RecordId) -> None:
    [figure] = drawn(book, person)

    assert [(view.name, view.marks) for view in figure.views] == [("front", (("1", 0.5, 0.25),))]


def test_without_a_mark_there_is_no_drawing_and_it_is_said(book: MemoryBook) -> None:
    person = book.insert("person", shown_name="Serik Testov", invented="yes")
    assert "No injury is recorded." in flat(
        by_poppler(issue.make(book, "body-map", [person], "lawyer", "en", TODAY).pdf)
    )
    allegation = book.insert("allegation", person=person)
    book.insert("injury", allegation=allegation, injury_kind="burn", body_region="knee")

    assert drawn(book, person) == []
    text = flat(by_poppler(issue.make(book, "body-map", [person], "lawyer", "en", TODAY).pdf))
    assert "None of the injuries is marked on the body map." in text


def test_marks_on_one_spot_do_not_cover_each_other(book: MemoryBook, person: RecordId) -> None:
    [allegation] = book.of("allegation")
    for _ in range(3):
        book.insert("injury", allegation=allegation.id, injury_kind="burn", body_view="front", map_x=0.5, map_y=0.25)

    lines = by_layout(issue.make(book, "body-map", [person], "lawyer", "en", TODAY).pdf)

    assert any(line.split() == ["1", "3", "4", "5"] for line in lines)


def test_without_consent_neither_cause_nor_photograph_is_printed(book: MemoryBook, person: RecordId) -> None:
    text = flat(by_poppler(issue.make(book, "body-map", [person], "lawyer", "en", TODAY).pdf))

    assert "Person A" in text
    assert "truncheon" not in text
    assert "Photograph 12" not in text
    assert "Bruise" in text
