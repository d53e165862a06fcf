from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from casefile.dossier import leakcheck
from casefile.dossier.document import Document, Paragraph, Span, words
from casefile.dossier.docx_text import docx, packed
from casefile.dossier.needles import needles

NAME = "Canaryname Withheldova"
LOOKED_FOR = needles([NAME], [])


def made(*texts: str, title: str = "A letter", footer: str = "") -> bytes:
    blocks = tuple(Paragraph(words(one)) for one in texts)
    return docx(Document(language="en", title=title, footer=footer, blocks=blocks))


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one: archive.read(one).decode() for one in archive.namelist()}


def test_a_clean_file_passes() -> None:
    leakcheck.check(made("We write to you."), LOOKED_FOR, "letter.docx", form="docx")


@pytest.mark.parametrize(
    "data",
    [
        made(f"We write about {NAME}."),
        made("CANARYNAME"),
        made("C a n a r y n a m e"),
        made("Canary\u00adname"),
        made("Канаринаме", "Canaryname"),
        made(*"Canaryname"),
        made("A", title=NAME),
        made("A", footer=NAME),
        docx(Document(language="en", title="A", blocks=(Paragraph((Span("Canary"), Span("name"))),))),
        docx(Document(language="en", title="A", addressees=(NAME,))),
    ],
)
def test_a_name_is_found_wherever_it_stands(data: bytes) -> None:
    with pytest.raises(leakcheck.LeakError, match="may not be printed"):
        leakcheck.check(data, LOOKED_FOR, form="docx")


def test_a_name_in_the_file_name_is_found() -> None:
    with pytest.raises(leakcheck.LeakError):
        leakcheck.check(made("A"), LOOKED_FOR, f"{NAME}.docx", form="docx")


def changed(part: str, old: str, new: str) -> bytes:
    held = parts(made("We write to you."))
    assert old in held[part]
    return packed(held | {part: held[part].replace(old, new)})


def added(name: str, data: bytes = b"<a/>") -> bytes:
    out = io.BytesIO(made("We write to you."))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def with_comment() -> bytes:
    out = io.BytesIO(made("We write to you."))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = NAME.encode()
    return out.getvalue()


BODY = "word/document.xml"


@pytest.mark.parametrize(
    "make",
    [
        lambda: added("word/comments.xml"),
        lambda: added("docProps/thumbnail.jpeg"),
        lambda: added("customXml/item1.xml"),
        lambda: added("docProps/custom.xml"),
        lambda: added("word/media/image1.png"),
        with_comment,
        lambda: made("A") + b"after the end",
        lambda: b"before" + made("A"),
        lambda: b"no archive",
        lambda: changed(BODY, "<w:body>", "<w:body><!-- a remark -->"),
        lambda: changed(BODY, "<w:body>", "<w:body><w:del><w:p/></w:del>"),
        lambda: changed(BODY, "<w:body>", "<w:body><w:ins/>"),
        lambda: changed(BODY, "<w:body>", "<w:body><?hidden word?>"),
        lambda: changed(BODY, "<w:t ", "<w:vanish/><w:t "),
        lambda: changed(BODY, "<w:body>", "<w:body>loose"),
        lambda: changed(BODY, "</w:body>", ""),
        lambda: changed("docProps/core.xml", "<dc:language>", "<dc:creator>A</dc:creator><dc:language>"),
        lambda: changed("word/_rels/document.xml.rels", "/>", ' TargetMode="External"/>'),
        lambda: changed(
            BODY, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', "<!DOCTYPE a [<!ENTITY b 'c'>]>"
        ),
    ],
)
def test_what_casefile_does_not_write_is_refused_unread(make: Callable[[], bytes]) -> None:
    with pytest.raises(leakcheck.LeakError, match="cannot be read"):
        leakcheck.check(make(), LOOKED_FOR, form="docx")
