from __future__ import annotations

import io

import docx as python_docx
import pytest

from casefile.base.errors import UserError
from casefile.dossier.document import (
    BodyMap,
    Column,
    Document,
    Heading,
    Item,
    Items,
    Note,
    Paragraph,
    SourceNotes,
    Span,
    Style,
    Table,
    words,
)
from casefile.dossier.docx_text import docx
from casefile.dossier.finished_docx import read_docx


def document(text: str = "Held since May.") -> Document:
    return Document(
        language="en",
        title="Concerning: Person A",
        addressees=("The prosecutor",),
        blocks=(
            Heading("The arrest"),
            Paragraph((Span(text, notes=("a", "b")), Span(" Strong.", Style.STRONG)), number="1."),
            Items((Item("(a)", words("release them;")),)),
            Table(
                (Column("What", 1), Column("When", 1)),
                (("Arrest", "1 May"), ("Group", ""), ("Visit", "2 May")),
                "Table 1",
                frozenset({1}),
            ),
            SourceNotes("Sources"),
        ),
        notes=(Note("a", words("A report")), Note("b", words("A book")), Note("c", words("Not cited"))),
        footer="For the Government",
    )


def test_the_same_document_gives_the_same_bytes() -> None:
    assert docx(document()) == docx(document())


def test_another_reader_finds_the_text_the_tables_and_the_cited_notes_in_order() -> None:
    opened = python_docx.Document(io.BytesIO(docx(document())))
    texts = [one.text for one in opened.paragraphs]
    assert "1.\tHeld since May.12 Strong." in texts
    assert "(a)\trelease them;" in texts
    assert texts[-2:] == ["1\tA report", "2\tA book"]
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == ["Arrest", "1 May"]
    assert opened.sections[0].footer.paragraphs[0].text.startswith("For the Government")


def test_its_properties_are_its_title_alone() -> None:
    facts = python_docx.Document(io.BytesIO(docx(document()))).core_properties
    assert (facts.title, facts.author, facts.last_modified_by, facts.comments) == ("Concerning: Person A", "", "", "")
    assert (facts.created, facts.modified, facts.revision) == (None, None, 0)


@pytest.mark.parametrize("text", ["<w:del>&amp;", "a\x00b\x0bc", "a\ud800b", "\u202eover", "a\nb\tc", "\ufffe", "عربي"])
def test_no_text_is_read_as_markup_or_breaks_the_file(text: str) -> None:
    found = read_docx(docx(document(text)))
    assert any("Strong." in one for one in found.paragraphs)
    python_docx.Document(io.BytesIO(docx(document(text))))


def test_what_only_a_pdf_can_hold_is_refused() -> None:
    with pytest.raises(UserError, match="only a PDF"):
        docx(Document(language="en", title="A", blocks=(BodyMap(()),)))
