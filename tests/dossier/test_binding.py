from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdf

from casefile.dossier.binding import bound
from casefile.dossier.document import Block, Contents, Document, Heading, Note, Paragraph, SourceNotes, Span
from casefile.dossier.pdf import render


def part(word: str) -> bytes:
    body = [Paragraph((Span(f"{word} " * 400, notes=("n",)),)) for _number in range(6)]
    blocks: tuple[Block, ...] = (
        Contents("Contents"),
        Heading(f"Section {word}"),
        *body,
        SourceNotes("Sources"),
    )
    note = Note("n", (Span(f"Report {word}"),))
    return render(Document(language="en", title=f"About {word}", blocks=blocks, notes=(note,))).pdf


def test_each_part_keeps_its_text_its_bookmarks_and_its_links() -> None:
    parts = [(f"About {word}", part(word)) for word in ("apples", "pears")]
    whole = bound(parts, "Fruit", "en")
    with pikepdf.open(io.BytesIO(whole)) as file:
        places = [page.obj.objgen for page in file.pages]
        with pikepdf.open(io.BytesIO(parts[0][1])) as first:
            begins = len(first.pages)
        links = [
            (at, places.index(note.Dest[0].objgen))
            for at, page in enumerate(file.pages)
            for note in page.obj.get("/Annots", [])
        ]
        assert {at >= begins for at, _to in links} == {False, True}
        assert all((to >= begins) == (at >= begins) for at, to in links)
        with file.open_outline() as outline:
            assert [one.title for one in outline.root] == ["About apples", "About pears"]
            second = [one.title for one in outline.root[1].children]
            assert second[0] == "Section pears"
            there: Any = outline.root[1].children[0].destination
            assert places.index(there[0].objgen) >= begins
        assert dict(file.docinfo) == {"/Title": "Fruit"}
        assert str(file.Root.Lang) == "en"
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(whole)).pages]
    alone = [page.extract_text() for _name, pdf in parts for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert texts == alone


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = [("About apples", part("apples"))] * 2
    assert bound(parts, "Fruit", "en") == bound(parts, "Fruit", "en")
