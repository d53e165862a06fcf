"""A finished document on paper: PDF bytes, the same for the same document, with nothing about who made it or when.

The only rooms that import reportlab are this one and `pdf_fonts`. Nothing is read from disk on the word of a text,
nothing is fetched, and no address in a text becomes a link: links lead from a note to its text and back.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from casefile.dossier.document import (
    Bars,
    Block,
    BodyMap,
    Contents,
    Document,
    ExhibitList,
    Plate,
    SourceNotes,
    Timeline,
)
from casefile.dossier.document import Heading as HeadingBlock
from casefile.dossier.pdf_annex import exhibit_list, frame, plate
from casefile.dossier.pdf_body import body_map
from casefile.dossier.pdf_figures import bars, timeline
from casefile.dossier.pdf_fonts import Role
from casefile.dossier.pdf_layout import ACCENT, GREY, HAIR, HAIRLINE, INK, SMALL, Composer
from casefile.dossier.pdf_pages import LEFT, MM, PAPERS, RIGHT, TOP, Area, Page, Pages, Piece, Shape, Stroke
from casefile.dossier.pdf_text import Ink, Look, break_lines, clean, ink

CONTENTS_FROM = 6
"""Pages from which a dossier gets contents, if it has a place for them."""

_LETTERHEAD_TOP = 15 * MM
_HEADER_DEPTH = 15.2 * MM
_RULE_DEPTH = 17.6 * MM
_FOOT_DEPTH = 15.5 * MM
_ENTRY = {1: Look(Role.SANS_STRONG, 9.4, INK), 2: Look(Role.SANS, 9.4, GREY)}
_MAKER = b"ReportLab Generated PDF document (opensource)"
_PRINT_LINK = 4
"""The flag that an annotation needs in archival files (PDF/A): print."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as a file.

    Attributes:
        pdf: Its bytes.
        pages: How many pages it has.
        uncovered: Letters that no font has, printed as U+FFFD, each as "U+4E2D"; in the order in which they occur.
        plates: On which page, from 0, the page of an exhibit is to be laid, by its key.
        frame: Where on those pages: left, bottom, right and top in points.
    """

    pdf: bytes
    pages: int
    uncovered: tuple[str, ...]
    plates: Mapping[int, int] = field(default_factory=dict)
    frame: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def render(document: Document) -> Rendered:
    """Draw a document. The same document always gives the same bytes."""
    width, height = PAPERS[document.paper]
    composer = Composer(document, width - LEFT - RIGHT)
    pages = _Layout(document, composer, height).pages()
    drawn = _draw(document, composer, pages, (width, height))
    uncovered = tuple(f"U+{ord(letter):04X}" for letter in composer.fonts.uncovered)
    plates = {piece.plate: number for number, page in enumerate(pages) for piece, _ in page if piece.plate}
    return Rendered(drawn, len(pages), uncovered, plates, frame((width, height)))


class _Layout:
    """Blocks onto pages, in the order of the document; notes and contents once their pages are known."""

    def __init__(self, document: Document, composer: Composer, height: float) -> None:
        self._document = document
        self._composer = composer
        self._height = height

    def pages(self) -> list[Page]:
        """All pages."""
        document, composer = self._document, self._composer
        front: list[Piece] = []
        contents: Contents | None = None
        sections: list[list[Piece] | SourceNotes] = []
        opening = composer.opening()
        if document.letterhead is not None:
            head = composer.letterhead(document.letterhead)
            opening[0].before = 30.0
            opening = [head, *opening]
        body: list[Piece] = opening
        for block in document.blocks:
            if isinstance(block, Contents) and contents is None:
                contents, front, body = block, body, []
            elif isinstance(block, SourceNotes):
                sections.extend((body, block))
                body = []
            elif not isinstance(block, Contents):
                body.extend(self._pieces(block))
        sections.append(body)
        first_top = _LETTERHEAD_TOP if document.letterhead is not None else TOP
        plain = self._run([front, *sections], first_top, [])
        if contents is None or len(plain) < CONTENTS_FROM:
            return plain
        return self._with_contents(contents, front, sections, first_top)

    def _pieces(self, block: Block) -> list[Piece]:
        composer = self._composer
        match block:
            case Timeline():
                made = timeline(composer, block)
            case BodyMap():
                made = body_map(composer, block)
            case Bars():
                made = bars(composer, block)
            case ExhibitList():
                made = exhibit_list(composer, block)
            case Plate():
                made = [plate(composer, block, self._height)]
            case _:
                made = composer.block(block)
        return made

    def _run(self, sections: list[list[Piece] | SourceNotes], first_top: float, before: list[Page]) -> list[Page]:
        """Fill pages that come after those `before` them."""
        filled = Pages(self._height, first_top)
        for section in sections:
            if isinstance(section, SourceNotes):
                filled.add(self._notes(section, _citations([*before, *filled.pages])))
            else:
                filled.add(section)
        return filled.pages

    def _with_contents(
        self, contents: Contents, front: list[Piece], sections: list[list[Piece] | SourceNotes], first_top: float
    ) -> list[Page]:
        def opening(entries: list[tuple[str, int, str]], where: dict[str, int]) -> list[Page]:
            filled = Pages(self._height, first_top)
            filled.add(front)
            filled.add(self._contents(contents, entries, where))
            return filled.pages

        before = opening(_headings(sections), {})
        rest = self._run(sections, TOP, before)
        headed = [(piece.heading, number) for number, page in enumerate(rest, len(before) + 1) for piece, _ in page]
        found = [(heading, number) for heading, number in headed if heading]
        return [*opening([heading for heading, _ in found], {heading[2]: n for heading, n in found}), *rest]

    def _notes(self, block: SourceNotes, cited: dict[int, dict[int, str]]) -> list[Piece]:
        composer = self._composer
        notes = composer.notes_in_order()
        if not notes:
            return []
        made = composer.heading(HeadingBlock(block.title, 2 if self._small() else 1))
        made[0].heading = (clean(block.title), 1, "notes")
        for number, note in notes:
            made.extend(composer.note(number, note, cited.get(number, {})))
        return made

    def _small(self) -> bool:
        return not any(isinstance(block, HeadingBlock) and block.level == 1 for block in self._document.blocks)

    def _contents(self, block: Contents, entries: list[tuple[str, int, str]], where: dict[str, int]) -> list[Piece]:
        composer = self._composer
        made = composer.lines(composer.parts(block.title, _TITLE), _TITLE, 19.0)
        made[-1].height += 8.0
        made[0].before = 26.0
        for title, level, anchor in entries:
            base = _ENTRY[min(level, 2)]
            look = Look(base.role, base.size, base.colour, link=anchor)
            x = 0.0 if level == 1 else 14.0
            pieces = composer.lines([(look, title)], look, 13.0, x=x, width=composer.width - x - 40.0)
            if anchor in where:
                number = composer.line(str(where[anchor]), look, composer.width, right=True)
                pieces[-1].inks.extend((pieces[-1].inks[0][0], one) for _, one in number.inks)
            pieces[0].before = 6.0 if level == 1 else 1.0
            made.extend(pieces)
        return made


_TITLE = Look(Role.SANS_STRONG, 15.5, ACCENT)


def _headings(sections: list[list[Piece] | SourceNotes]) -> list[tuple[str, int, str]]:
    made: list[tuple[str, int, str]] = []
    for section in sections:
        if isinstance(section, SourceNotes):
            made.append((clean(section.title), 1, "notes"))
        else:
            made.extend(piece.heading for piece in section if piece.heading)
    return made


def _citations(pages: list[Page]) -> dict[int, dict[int, str]]:
    """For each note the pages that cite it, with the anchor of the first citation on each."""
    cited: dict[int, dict[int, str]] = {}
    for number, page in enumerate(pages, 1):
        for piece, _ in page:
            for _, one in piece.inks:
                if one.look.anchor.startswith("cite"):
                    note = int(one.look.anchor[4:].partition(".")[0])
                    cited.setdefault(note, {}).setdefault(number, one.look.anchor)
    return cited


class _Properties(pdfdoc.PDFInfo):  # type: ignore[misc]  # reportlab ships no types
    """What the file says about itself: its title, and nothing about author, program or time."""

    def format(self, document: Any) -> Any:
        entries = pdfdoc.PDFDictionary({"Title": pdfdoc.PDFString(self.title)})
        return entries.format(document)


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """A canvas that names no font of its own."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


def _draw(document: Document, composer: Composer, pages: list[Page], size: tuple[float, float]) -> bytes:
    out = io.BytesIO()
    canvas = _Canvas(out, pagesize=size, pageCompression=1, invariant=1, lang=document.language, pdfVersion=(1, 7))
    properties = _Properties()
    properties.title = clean(document.title)
    canvas._doc.info = properties  # noqa: SLF001 - the setters always write the rest too
    canvas.setViewerPreference("DisplayDocTitle", "true")
    levels: list[int] = []
    digest = hashlib.sha256()
    for number, page in enumerate(pages, 1):
        furniture = _furniture(document, composer, number, len(pages), size)
        header, foot = furniture[:-1], furniture[-1:]
        code = _page(canvas, [*header, *page, *foot], size[1], levels)
        digest.update(code.encode("ascii"))
        canvas._code.append(code)  # noqa: SLF001 - operators made here, faster than one call a word
        canvas.showPage()
    for font in composer.fonts.used:
        canvas._doc.delayedFonts.append(font)  # noqa: SLF001 - embedded when the file is finished
    if levels and len(pages) >= CONTENTS_FROM:
        canvas.showOutline()
    mark = digest.hexdigest()[:32].encode("ascii")
    canvas._doc._ID = b"\n[<" + mark + b"><" + mark + b">]\n"  # noqa: SLF001 - from the content, never from the time
    canvas.save()
    # The first lines name the library in a comment; places in the file are counted, so it gives way to blanks.
    return out.getvalue().replace(_MAKER, b" " * len(_MAKER), 1)


def _furniture(document: Document, composer: Composer, number: int, count: int, size: tuple[float, float]) -> Page:
    """Header and foot of a page."""
    width, height = composer.width, size[1]
    made: Page = []
    if (number > 1 or document.letterhead is None) and any(document.running):
        piece = Piece(0.0)
        left, right = document.running
        piece.inks.extend(_fitted(composer, left, 0.0, width * 0.62))
        piece.inks.extend(composer.line(right, SMALL, width, right=True).inks)
        piece.shapes.append(
            Stroke(0, _RULE_DEPTH - _HEADER_DEPTH + 6, width, _RULE_DEPTH - _HEADER_DEPTH + 6, HAIRLINE, HAIR)
        )
        made.append((piece, _HEADER_DEPTH - 6))
    foot = Piece(0.0)
    foot.inks.extend(_fitted(composer, document.footer, 0.0, width * 0.8))
    folio = document.wording.folio.format(page=number, pages=count)
    foot.inks.extend(composer.line(folio, SMALL, width, right=True).inks)
    made.append((foot, height - _FOOT_DEPTH - 6))
    return made


def _fitted(composer: Composer, text: str, x: float, width: float) -> list[tuple[float, Ink]]:
    """One line, cut with an ellipsis when it is too long."""
    shown = clean(text)
    lines = break_lines(composer.fonts, [(SMALL, shown)], width - SMALL.size)
    line = lines[0]
    if len(lines) > 1 and line.parts:
        line.parts[-1] = (SMALL, line.parts[-1][1].rstrip() + "…")
    return [(6.0, one) for one in ink(composer.fonts, line, x)]


def _page(canvas: Any, page: Page, height: float, levels: list[int]) -> str:
    """The operators of one page; its links, anchors and bookmarks go to the canvas."""
    shapes: list[str] = []
    text: list[str] = ["BT"]
    colour = font = ""
    for piece, depth in page:
        top = height - depth
        shapes.extend(_shape(shape, top) for shape in piece.shapes)
        for below, one in piece.inks:
            look = one.look
            x, y = LEFT + one.x, top - below
            if look.colour != colour:
                colour = look.colour
                text.append(f"{colour} rg")
            wanted = f"/{one.font} {look.size:.4g} Tf"
            if wanted != font:
                font = wanted
                text.append(font)
            rise = f"{look.rise:.2f} Ts " if look.rise else ""
            text.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {rise}{one.show}{' 0 Ts' if rise else ''}")
            if look.link:
                rect = (x - 0.5, y + look.rise - 1.5, x + one.width + 0.5, y + look.rise + look.size)
                canvas.linkRect("", look.link, rect, relative=0, Border="[0 0 0]", F=_PRINT_LINK)
            if look.anchor:
                canvas.bookmarkHorizontalAbsolute(look.anchor, min(height, y + look.size + 14.0))
        if piece.heading is not None:
            title, level, anchor = piece.heading
            canvas.bookmarkHorizontalAbsolute(anchor, min(height, top + 8.0))
            depth_of_outline = min(level - 1, levels[-1] + 1 if levels else 0)
            levels.append(depth_of_outline)
            canvas.addOutlineEntry(title, anchor, depth_of_outline)
    text.append("ET")
    return "\n".join([*shapes, *text]) if len(text) > 2 else "\n".join(shapes)  # noqa: PLR2004 - more than BT and ET


def _shape(shape: Shape, top: float) -> str:
    if isinstance(shape, Stroke):
        return (
            f"{shape.colour} RG {shape.weight:.4g} w {LEFT + shape.x0:.2f} {top - shape.y0:.2f} m "
            f"{LEFT + shape.x1:.2f} {top - shape.y1:.2f} l S"
        )
    assert isinstance(shape, Area)  # noqa: S101 - the only other shape
    (x, y), *others = shape.points
    path = " ".join(f"{LEFT + px:.2f} {top - py:.2f} l" for px, py in others)
    return f"{shape.colour} rg {LEFT + x:.2f} {top - y:.2f} m {path} h f"
