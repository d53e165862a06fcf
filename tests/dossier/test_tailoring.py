from __future__ import annotations

import datetime as dt

import pytest

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.dossier import issue
from casefile.dossier.issue import Options
from casefile.dossier.leakcheck import LeakError
from casefile.dossier.tailoring import can_leave_out, lines_of, tailored, written
from casefile.dossier.template import Section, Template
from casefile.dossier.template_files import template, templates
from casework.memory_book import MemoryBook
from dossier.pdf_reading import by_poppler, flat

TODAY = dt.date(2026, 11, 23)


def held(book: MemoryBook, **values: str) -> RecordId:
    """Somebody held, who may be named to all; invented."""
    person = book.insert("person", shown_name="Жанар Примерова")
    book.insert("consent", person=person, given_on="2026-01-05", may_name_in_public="yes")
    book.insert("custody", person=person, arrested="2026-05-01", **values)
    return person


def section(of: Template, name: str) -> Section:
    return next(one for one in of.sections if one.name == name)


def read(book: MemoryBook, person: RecordId, options: Options, name: str = "letter") -> str:
    return flat(by_poppler(issue.make(book, name, [person], "government", "en", TODAY, options).pdf))


def test_a_section_that_is_left_out_is_not_printed(book: MemoryBook) -> None:
    person = held(book)
    assert "We ask you to do the following" in read(book, person, Options())
    assert "We ask you to do the following" not in read(book, person, Options(without=frozenset({"requests"})))


@pytest.mark.parametrize("one", templates(), ids=lambda one: one.name)
def test_sources_and_signatures_stay_whatever_is_left_out(one: Template) -> None:
    kept = tailored(one, {section.name for section in one.sections}, {}, "en")
    assert [part.name for part in kept.sections] == [part.name for part in one.sections if not can_leave_out(part)]
    assert {part.name for part in one.sections} & {"sources", "signature"} <= {part.name for part in kept.sections}


def test_a_sentence_written_anew_stays_linked_to_the_record(book: MemoryBook) -> None:
    person = held(book)
    texts = {"arrest": "On {custody.arrested} they took {name} away."}
    assert "On 1 May 2026 they took Жанар Примерова away." in read(book, person, Options(texts=texts))
    (custody,) = book.of("custody", person=person)
    book.update(custody.id, {"arrested": "2026-05-03"})
    assert "On 3 May 2026 they took Жанар Примерова away." in read(book, person, Options(texts=texts))


def test_a_sentence_written_anew_is_left_out_if_a_field_of_it_is_empty(book: MemoryBook) -> None:
    person = held(book)
    texts = {"arrest": "Somebody took {name}; why: {custody.reasons_given}."}
    assert "Somebody took" not in read(book, person, Options(texts=texts))


def test_a_sentence_keeps_the_condition_of_the_one_in_whose_place_it_stands(book: MemoryBook) -> None:
    stated = lines_of(section(template("letter"), "arrest"), "en")
    assert "No warrant was shown." in stated
    anew = "\n".join("Nobody showed us a warrant." if one == "No warrant was shown." else one for one in stated)
    options = Options(texts={"arrest": anew})
    assert "Nobody showed us a warrant." in read(book, held(book, warrant_shown="no"), options)
    assert "Nobody showed us a warrant." not in read(book, held(book, warrant_shown="yes"), options)


def test_a_sentence_that_was_added_is_said_as_it_is_and_the_rest_keeps_its_conditions(book: MemoryBook) -> None:
    stated = lines_of(section(template("letter"), "arrest"), "en")
    options = Options(texts={"arrest": "\n".join([*stated, "We ask after the family too."])})
    text = read(book, held(book), options)
    assert "We ask after the family too." in text
    assert "No warrant was shown." not in text


def test_a_field_that_the_template_never_prints_is_refused_at_its_section() -> None:
    for wrong in ("{custody.nothing}", "{person.note}", "{custody}", "{nobody.name}"):
        with pytest.raises(UserError) as refused:
            tailored(template("letter"), (), {"arrest": f"See {wrong}."}, "en")
        assert [one.field for one in refused.value.problems] == ["arrest"]


def test_what_somebody_wrote_may_not_name_who_has_not_agreed(book: MemoryBook) -> None:
    person = held(book)
    other = book.insert("person", shown_name="Айгүл Сатпаева")
    book.insert("lawyer_access", person=person, lawyer=other, outcome="refused")
    for text in ("Сатпаева saw it.", "Written by Aigul Satpayeva."):
        with pytest.raises(UserError) as refused:
            read(book, person, Options(texts={"opening": text}))
        assert not isinstance(refused.value, LeakError)


def test_only_what_somebody_wrote_counts_as_written() -> None:
    stated = template("letter")
    lines = lines_of(section(stated, "arrest"), "en")
    assert written(stated, {"arrest": "\n".join(lines)}, "en") == ()
    assert written(stated, {"arrest": "\n".join([*lines, "Named {name}."])}, "en") == ("Named  .",)
    assert written(stated, {"signature": "No sentences stand here."}, "en") == ()


def test_a_section_without_sentences_cannot_be_written_anew() -> None:
    stated = template("case")
    assert section(tailored(stated, (), {"custody": "Anything."}, "en"), "custody") == section(stated, "custody")
