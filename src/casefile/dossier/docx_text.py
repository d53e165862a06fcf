"""A document as a file of Word, for lawyers who edit there: its text, tables and source notes, without its drawings.

It holds nothing but what is written here: no properties but the title, no names of people or machines, no times, no
revisions. Identical documents give identical bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape

from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import _
from casefile.base.text import clean, direction
from casefile.dossier.document import (
    Bars,
    Block,
    BodyMap,
    Cell,
    Column,
    Contents,
    Document,
    ExhibitList,
    Heading,
    Items,
    KeyValues,
    Note,
    Notice,
    Paragraph,
    Plate,
    Signature,
    SourceNotes,
    Span,
    Style,
    Table,
    Text,
    Timeline,
    words,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_TWIPS = 56.6929
"""Twentieths of a point in a millimetre."""
_SIZES = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
_LEFT, _RIGHT, _TOP, _BOTTOM = 32.0, 26.0, 26.0, 28.0
_ACCENT, _RED, _GREY, _LINE = "1F4E6B", "A63D2F", "5B6570", "C9CED3"
_SERIF, _SANS = "Georgia", "Calibri"


def docx(document: Document) -> bytes:
    """The document as a file of Word.

    Raises:
        UserError: It has exhibits or the drawing of a body, which only a PDF can hold.
    """
    if any(isinstance(one, BodyMap | ExhibitList | Plate) for one in document.blocks):
        problem = _("This dossier has exhibits or drawings, which only a PDF can hold. Please make a PDF.")
        raise UserError(problem, (FieldProblem("form", problem),))
    written = _Writer(document)
    return packed(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS,
            "docProps/core.xml": _core(document),
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/document.xml": written.body(),
            "word/footer1.xml": written.footer(),
            "word/settings.xml": _SETTINGS,
            "word/styles.xml": _styles(document.language),
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    """Parts of a file of Word as the one archive that casefile writes of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The archive would else say on which system it was made.
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, text.encode("utf-8"), compresslevel=9)
    return out.getvalue()


class _Writer:
    """Writes the blocks of one document; source notes are numbered as they are first cited."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers: dict[str, int] = {}
        self._width = round((_SIZES[document.paper][0] - _LEFT - _RIGHT) * _TWIPS)

    def body(self) -> str:
        document = self._document
        made: list[str] = []
        if document.letterhead is not None:
            head = document.letterhead
            made.append(self._line(head.name, "Letterhead"))
            made.extend(self._line(one, "Small") for one in (head.tagline, *head.lines) if one)
        if document.dateline:
            made.append(self._line(document.dateline, "Dateline"))
        made.extend(self._line(one, "Address") for one in document.addressees)
        if document.kicker:
            made.append(self._line(document.kicker.upper(), "Kicker"))
        made.append(self._line(document.title, "Title"))
        if document.subtitle:
            made.append(self._line(document.subtitle, "Subtitle"))
        for block in document.blocks:
            made.extend(self._block(block))
        width, height = (round(one * _TWIPS) for one in _SIZES[document.paper])
        left, right, top, bottom = (round(one * _TWIPS) for one in (_LEFT, _RIGHT, _TOP, _BOTTOM))
        section = (
            f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="{width}" w:h="{height}"/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="600"'
            f' w:footer="600" w:gutter="0"/></w:sectPr>'
        )
        return (
            f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(made)}{section}</w:body></w:document>'
        )

    def footer(self) -> str:
        document = self._document
        folio = document.wording.folio
        runs = [_run(document.footer), "<w:r><w:tab/></w:r>"]
        while folio:
            before, found, folio = _next_field(folio)
            runs.append(_run(before))
            if found:
                runs.append(f'<w:fldSimple w:instr="{found}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        return (
            f'{_HEAD}<w:ftr xmlns:w="{_W}" xmlns:r="{_R}"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs>'
            f'<w:tab w:val="right" w:pos="{self._width}"/></w:tabs></w:pPr>{"".join(runs)}</w:p></w:ftr>'
        )

    def _block(self, block: Block) -> Iterator[str]:  # noqa: C901 - one branch a block
        match block:
            case Heading():
                yield self._line(block.text, f"Heading{min(block.level, 2)}")
            case Paragraph():
                number = f"{_run(block.number)}<w:r><w:tab/></w:r>" if block.number else ""
                style = "Quote" if block.quoted else "Numbered" if block.number else ""
                yield _paragraph(number + self._text(block.text), style, _said(block.text))
            case Items():
                for item in block.items:
                    yield _paragraph(
                        f"{_run(item.marker)}<w:r><w:tab/></w:r>{self._text(item.text)}", "Item", _said(item.text)
                    )
            case Table():
                yield from self._table(block)
            case KeyValues():
                rows = tuple((words(name, style=Style.EMPHASIS), value) for name, value in block.rows)
                yield from self._rows((Column("", 1.0), Column("", 2.2)), rows, frozenset())
            case Bars():
                yield from self._bars(block)
            case Timeline():
                yield from self._timeline(block)
            case Notice():
                yield _paragraph(self._text(block.text), "Notice", _said(block.text))
            case Signature():
                yield from self._signature(block)
            case SourceNotes():
                yield from self._notes(block)
            case Contents():
                # Word makes one of its own from the headings, and numbers of pages would be wrong after the first edit.
                return

    def _table(self, block: Table) -> Iterator[str]:
        yield from self._rows(block.columns, block.rows, block.heads)
        if block.caption:
            yield self._line(block.caption, "Caption")

    def _rows(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], heads: frozenset[int]) -> Iterator[str]:
        whole = sum(one.share for one in columns)
        widths = [round(self._width * one.share / whole) for one in columns]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        made: list[str] = []
        if any(one.head for one in columns):
            cells = [
                _cell(_paragraph(_run(one.head), "TableHead", one.head, right=one.numeric), width)
                for one, width in zip(columns, widths, strict=True)
            ]
            made.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
        for place, row in enumerate(rows):
            if place in heads:
                content = self._line(_plain(row[0]), "TableGroup")
                made.append(f"<w:tr>{_cell(content, sum(widths), span=len(columns))}</w:tr>")
                continue
            cells = [
                _cell(_paragraph(self._cell_text(cell, column), "TableText", _plain(cell), right=column.numeric), width)
                for cell, column, width in zip(row, columns, widths, strict=True)
            ]
            made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Rules"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(made)}</w:tbl>'
        )
        yield _paragraph("", "Gap", "")

    def _cell_text(self, cell: Cell, column: Column) -> str:
        spans = words(cell) if isinstance(cell, str) else cell
        if column.strong:
            spans = tuple(replace(one, style=Style.STRONG) for one in spans)
        return self._text(spans)

    def _bars(self, block: Bars) -> Iterator[str]:
        rows: list[tuple[Cell, ...]] = []
        heads: set[int] = set()
        for counted, bars in block.groups:
            heads.add(len(rows))
            rows.append((counted, ""))
            rows.extend((words(bar.label, *bar.notes), bar.words) for bar in bars)
        columns = (Column("", 3.0), Column("", 1.0, numeric=True))
        yield from self._rows(columns, rows, frozenset(heads))
        if block.caption:
            yield self._line(block.caption, "Caption")

    def _timeline(self, block: Timeline) -> Iterator[str]:
        """The bar in words: what was when stands in the chronology; here are its labels from left to right."""
        placed = [(one.start, one.label) for one in block.stretches] + [(one.at, one.label) for one in block.marks]
        for _at, said in sorted(placed, key=lambda one: one[0]):
            yield self._line(f"– {said}", "Small")
        if block.caption:
            yield self._line(block.caption, "Caption")

    def _signature(self, block: Signature) -> Iterator[str]:
        yield self._line("_" * 32 + ("\t" + "_" * 32 if block.beside else ""), "Sign")
        if block.name:
            yield self._line(block.name, "SignName")
        if block.role or block.beside:
            yield self._line(block.role + (f"\t{block.beside}" if block.beside else ""), "Small")

    def _notes(self, block: SourceNotes) -> Iterator[str]:
        cited = [one for one in self._document.notes if one.key in self._numbers]
        if not cited:
            return
        yield self._line(block.title, "Heading2")
        first: dict[str, int] = {}
        for note in sorted(cited, key=lambda one: self._numbers[one.key]):
            number = self._numbers[note.key]
            spans = _note_text(note, number, first)
            if note.source:
                first.setdefault(note.source, number)
            mark = f'<w:bookmarkStart w:id="{number}" w:name="note{number}"/>{_run(str(number))}'
            content = f'{mark}<w:bookmarkEnd w:id="{number}"/><w:r><w:tab/></w:r>{self._text(spans)}'
            yield _paragraph(content, "Note", _said(spans))

    def _text(self, spans: Text) -> str:
        made: list[str] = []
        for span in spans:
            made.append(_run(span.text, span.style))
            for key in span.notes:
                number = self._numbers.setdefault(key, len(self._numbers) + 1)
                made.append(
                    f'<w:hyperlink w:anchor="note{number}"><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                    f"<w:t>{number}</w:t></w:r></w:hyperlink>"
                )
        return "".join(made)

    def _line(self, text: str, style: str) -> str:
        return _paragraph(_run(text), style, text)


def _note_text(note: Note, number: int, first: dict[str, int]) -> Text:
    """A note as it is printed: a source is named in full once, as on paper."""
    if note.again and first.get(note.source, number) != number:
        return words(note.again.replace("{n}", str(first[note.source])))
    if note.through in first:
        return (*note.text, *words(" " + note.through_again.replace("{n}", str(first[note.through]))))
    return (*note.text, *words(" " + note.through_text)) if note.through_text else note.text


def _next_field(folio: str) -> tuple[str, str, str]:
    """The words up to the next number of a page, the field of Word that gives it, and the rest."""
    found = [(folio.find(name), name, field) for name, field in (("{page}", "PAGE"), ("{pages}", "NUMPAGES"))]
    there = [one for one in found if one[0] >= 0]
    if not there:
        return folio, "", ""
    at, name, field = min(there)
    return folio[:at], field, folio[at + len(name) :]


def _paragraph(content: str, style: str, said: str, *, right: bool = False) -> str:
    facts = f'<w:pStyle w:val="{style}"/>' if style else ""
    facts += "<w:bidi/>" if direction(said) == "rtl" else ""
    facts += '<w:jc w:val="right"/>' if right else ""
    return f"<w:p>{f'<w:pPr>{facts}</w:pPr>' if facts else ''}{content}</w:p>"


def _cell(content: str, width: int, *, span: int = 1) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}</w:tcPr>{content}</w:tc>'


_FACES = {Style.PLAIN: "", Style.STRONG: "<w:b/>", Style.EMPHASIS: "<w:i/>"}


def _run(text: str, style: Style = Style.PLAIN) -> str:
    shown = "".join(one if _is_xml(one) else "\N{REPLACEMENT CHARACTER}" for one in clean(text))
    if not shown:
        return ""
    facts = _FACES[style] + ("<w:rtl/>" if direction(shown) == "rtl" else "")
    made: list[str] = []
    for number, line in enumerate(shown.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        made.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            made.append("<w:tab/>" if place else "")
            made.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
    return f"<w:r>{f'<w:rPr>{facts}</w:rPr>' if facts else ''}{''.join(made)}</w:r>"


def _is_xml(letter: str) -> bool:
    """Whether a letter may stand in a file of XML (XML 1.0, section 2.2)."""
    code = ord(letter)
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000  # noqa: PLR2004 - the standard's own bounds


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else _said(cell)


def _said(spans: Iterable[Span]) -> str:
    return "".join(one.text for one in spans)


def _core(document: Document) -> str:
    title = "".join(one if _is_xml(one) else "\N{REPLACEMENT CHARACTER}" for one in clean(document.title))
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:language>{document.language}</dc:language></cp:coreProperties>"
    )


_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("footer1", "footer"),
            ("settings", "settings"),
            ("styles", "styles"),
        )
    )
    + "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{name}.xml"/>'
        for number, kind, name in ((1, "styles", "styles"), (2, "settings", "settings"), (3, "footer", "footer1"))
    )
    + "</Relationships>"
)
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:removePersonalInformation/><w:removeDateAndTime/>'
    '<w:defaultTabStop w:val="567"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_STYLES: tuple[tuple[str, str, str, str], ...] = (
    ("Title", "Title", '<w:spacing w:before="160" w:after="200"/>', f"{_SANS}|31|{_ACCENT}|b"),
    ("Subtitle", "Subtitle", '<w:spacing w:after="160"/>', f"{_SANS}|22|{_GREY}|"),
    (
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>',
        f"{_SANS}|28|{_ACCENT}|b",
    ),
    (
        "Heading2",
        "heading 2",
        '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>',
        f"{_SANS}|23||b",
    ),
    ("Letterhead", "Letterhead", '<w:spacing w:after="20"/>', f"{_SANS}|26|{_ACCENT}|b"),
    ("Dateline", "Dateline", '<w:spacing w:before="400" w:after="200"/>', "||| "),
    ("Address", "Address", '<w:spacing w:after="0"/>', "||| "),
    ("Kicker", "Kicker", '<w:keepNext/><w:spacing w:before="320" w:after="0"/>', f"{_SANS}|16|{_GREY}| "),
    (
        "Numbered",
        "Numbered",
        '<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/>',
        "||| ",
    ),
    ("Item", "Item", '<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/>', "||| "),
    ("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>', "|||i"),
    (
        "Notice",
        "Notice",
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{_ACCENT}"/></w:pBdr>',
        f"{_SANS}|20|{_ACCENT}|b",
    ),
    ("Caption", "caption", '<w:spacing w:before="40" w:after="200"/>', f"{_SANS}|17|{_GREY}| "),
    (
        "Small",
        "Small",
        '<w:tabs><w:tab w:val="left" w:pos="4536"/></w:tabs><w:spacing w:after="20"/>',
        f"{_SANS}|17|{_GREY}| ",
    ),
    (
        "Note",
        "Note",
        '<w:tabs><w:tab w:val="left" w:pos="425"/></w:tabs><w:spacing w:after="50"/>'
        '<w:ind w:left="425" w:hanging="425"/>',
        f"{_SANS}|17|| ",
    ),
    (
        "Sign",
        "Sign",
        '<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="4536"/></w:tabs><w:spacing w:before="720" w:after="20"/>',
        f"{_SANS}|17|{_LINE}| ",
    ),
    ("SignName", "Sign name", '<w:keepNext/><w:spacing w:after="0"/>', "|||b"),
    ("TableHead", "Table head", '<w:keepNext/><w:spacing w:before="40" w:after="40"/>', f"{_SANS}|16|{_GREY}|b"),
    ("TableGroup", "Table group", '<w:keepNext/><w:spacing w:before="80" w:after="40"/>', f"{_SANS}|17||b"),
    (
        "TableText",
        "Table text",
        '<w:spacing w:before="40" w:after="40" w:line="228" w:lineRule="auto"/>',
        f"{_SANS}|17|| ",
    ),
    ("Gap", "Gap", '<w:spacing w:before="0" w:after="0"/>', f"{_SANS}|12|| "),
    ("Footer", "footer", "", f"{_SANS}|16|{_GREY}| "),
)
"""Id, name, what the paragraph has, and of its letters face, half points, colour, and b or i."""


def _styles(language: str) -> str:
    made = [
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{_SERIF}" w:hAnsi="{_SERIF}" w:eastAsia="{_SERIF}" w:cs="Arial"/><w:sz w:val="21"/>'
        f'<w:szCs w:val="21"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    ]
    for style, name, paragraph, letters in _STYLES:
        face, size, colour, weight = letters.split("|")
        runs = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="Arial"/>' if face else ""
        runs += {"b": "<w:b/>", "i": "<w:i/>"}.get(weight, "")
        runs += f'<w:color w:val="{colour}"/>' if colour else ""
        runs += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
        made.append(
            f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{runs}</w:rPr>' if runs else ''}</w:style>"
        )
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>' for side in ("top", "bottom", "insideH")
    )
    made.append(
        '<w:style w:type="table" w:styleId="Rules"><w:name w:val="Rules"/><w:tblPr><w:tblBorders>'
        f"{rules}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )
    return "".join(made)
