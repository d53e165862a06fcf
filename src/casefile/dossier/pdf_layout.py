"""From blocks to pieces: the look of a dossier, in one place. Measures are in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casefile.base.i18n import RIGHT_TO_LEFT
from casefile.dossier.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Items,
    KeyValues,
    Letterhead,
    Note,
    Notice,
    Paragraph,
    Signature,
    Style,
    Table,
    Text,
    Tone,
    words,
)
from casefile.dossier.pdf_fonts import EM, Fonts, Role
from casefile.dossier.pdf_pages import Piece, Stroke, box, spaced
from casefile.dossier.pdf_text import Ink, Line, Look, Part, break_lines, clean, ink, portions, width_of

INK = "0.09 0.1 0.11"
GREY = "0.38 0.41 0.44"
HAIR = "0.78 0.8 0.82"
ACCENT = "0.122 0.306 0.42"
SECOND = "0.5 0.62 0.7"
QUIET = "0.8 0.85 0.88"
WARNING = "0.651 0.239 0.184"
TONES = {Tone.MAIN: ACCENT, Tone.SECOND: SECOND, Tone.QUIET: QUIET, Tone.WARNING: WARNING}

HAIRLINE = 0.35
HEAD_RULE = 0.9

BODY = Look(Role.SERIF, 10.5, INK)
BODY_LEAD = 15.0
TITLE = Look(Role.SANS_STRONG, 17, ACCENT)
SUBTITLE = Look(Role.SANS, 10.5, GREY)
H1 = Look(Role.SANS_STRONG, 15.5, ACCENT)
H2 = Look(Role.SANS_STRONG, 11.5, INK)
CELL = Look(Role.SANS, 8.6, INK)
CELL_LEAD = 11.4
CELL_STRONG = Look(Role.SANS_STRONG, 8.6, INK)
HEAD = Look(Role.SANS, 7.8, GREY)
CAPTION = Look(Role.SANS, 8.3, GREY)
CAPTION_LEAD = 11.0
NUMBER = Look(Role.SANS, 8, GREY)
MARKER = Look(Role.SANS, 9.2, ACCENT)
LABEL = Look(Role.SANS, 8.6, GREY)
VALUE = Look(Role.SANS, 9.4, INK)
NOTICE = Look(Role.SANS, 9.4, INK)
SMALL = Look(Role.SANS, 8, GREY)
NOTE = Look(Role.SANS, 8.6, INK)
NOTE_NUMBER = Look(Role.SANS_STRONG, 8.6, ACCENT)

_STYLES = {
    Role.SERIF: {Style.STRONG: Role.SERIF_STRONG, Style.EMPHASIS: Role.SERIF_ITALIC},
    Role.SANS: {Style.STRONG: Role.SANS_STRONG, Style.EMPHASIS: Role.SANS_ITALIC},
}
_ASCENT = 0.76
"""Depth of the base line below the top of a line, in parts of the type size, when leading equals size."""
_THIN = "\u2009"
_FIXED = "\u00a0"
"""A space at which no line ends."""
_GUTTER = 9.0
_ROW_PAD = 2.5
_CELL_BASE = _ROW_PAD + (CELL_LEAD - CELL.size) / 2 + CELL.size * _ASCENT + 0.6
_TALLEST_ROW = 24
"""Lines of a row of a table that stay together."""
_LEAST_BROKEN = 4
"""Pieces of a table above which it may be broken into two rows and two."""
_KEPT_TABLE = 130.0
"""Height of a table that is not broken across pages."""
_INDENT = 20.0


class Composer:
    """Makes pieces from the blocks of one document.

    Args:
        document: What is drawn.
        width: Of the text in points.
    """

    def __init__(self, document: Document, width: float) -> None:
        self.document = document
        self.width = width
        self.fonts = Fonts()
        self._right = document.language in RIGHT_TO_LEFT
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, int] = {}
        self._known = {note.key for note in document.notes}
        self._headings = 0
        self._looks: dict[tuple[Look, str], Look] = {}

    # --- text ------------------------------------------------------------------------------------------------------

    def parts(self, text: Cell, look: Look) -> list[Part]:
        """The parts of a text in the given look, with references to its source notes."""
        if isinstance(text, str):
            return [(look, clean(text))]
        made: list[Part] = []
        for span in text:
            shown = look
            if span.style is not Style.PLAIN:
                shown = self._styled(look, span.style)
            if span.text:
                text = clean(span.text)
                # A thin space, lest whoever copies "12" with note 10 gets 1210.
                made.append((shown, text + _THIN if span.notes and text[-1:].isdigit() else text))
            made.extend(self.references(span.notes, look))
        return made

    def _styled(self, look: Look, style: Style) -> Look:
        key = (look, style.value)
        made = self._looks.get(key)
        if made is None:
            role = _STYLES.get(look.role, {}).get(style, look.role)
            made = self._looks[key] = replace(look, role=role)
        return made

    def references(self, notes: tuple[str, ...], look: Look) -> Iterator[Part]:
        """The raised numbers of source notes, each leading to its note."""
        known = [key for key in notes if key in self._known]
        for index, key in enumerate(dict.fromkeys(known)):
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            time = self._cited[key] = self._cited.get(key, 0) + 1
            raised = Look(
                Role.SANS,
                max(6.0, look.size * 0.66),
                ACCENT,
                rise=look.size * 0.33,
                link=f"note{number}",
                anchor=f"cite{number}.{time}",
            )
            if index:
                yield replace(raised, link="", anchor=""), f",{_FIXED}"
            yield raised, str(number)

    def line(self, text: str, look: Look, x: float = 0.0, *, right: bool = False) -> Piece:
        """One line at x, or ending at x; never broken."""
        shown = clean(text)
        wide = width_of(self.fonts, look, shown)
        inks = ink(self.fonts, Line([(look, shown)], wide), x - wide if right else x)
        return Piece(look.size, [(look.size * _ASCENT, one) for one in inks])

    def lines(
        self,
        parts: list[Part],
        look: Look,
        lead: float,
        *,
        x: float = 0.0,
        width: float | None = None,
        end: bool = False,
        natural: bool = False,
    ) -> list[Piece]:
        """A broken text as one piece a line; `end` sets each line against the right edge.

        It runs the way the dossier's language does; a `natural` one the way its own letters do.
        """
        right = None if natural else self._right
        room = self.width - x if width is None else width
        base = (lead - look.size) / 2 + look.size * _ASCENT + 0.6
        made: list[Piece] = []
        for line in break_lines(self.fonts, parts, room, right=right):
            left = x + room - line.width if line.right or end else x
            made.append(Piece(lead, [(base, one) for one in ink(self.fonts, line, left)]))
        return made

    # --- blocks ----------------------------------------------------------------------------------------------------

    def block(self, block: Block) -> list[Piece]:
        """The pieces of a block that needs no page number and no drawing."""
        match block:
            case Heading():
                made = self.heading(block)
            case Paragraph():
                made = self._paragraph(block)
            case Items():
                made = self._items(block)
            case Table():
                made = self._table(block)
            case KeyValues():
                made = self._key_values(block)
            case Notice():
                made = self._notice(block)
            case Signature():
                made = self._signature(block)
            case _:
                raise TypeError(f"{type(block).__name__} is drawn elsewhere")
        return made

    def heading(self, block: Heading) -> list[Piece]:
        """A heading, which stays with what follows."""
        self._headings += 1
        look, lead, before, after = (H1, 19.0, 22.0, 5.0) if block.level == 1 else (H2, 15.0, 15.0, 3.0)
        pieces = self.lines(self.parts(block.text, look), look, lead)
        pieces[0].before = before
        pieces[0].heading = (clean(block.text), block.level, f"h{self._headings}")
        pieces[-1].height += after
        for piece in pieces:
            piece.keep = True
        return pieces

    def _paragraph(self, block: Paragraph) -> list[Piece]:
        made: list[Piece] = []
        for index, text in enumerate(_portioned(block.text)):
            x = _INDENT if block.quoted else 0.0
            pieces = self.lines(self.parts(text, BODY), BODY, BODY_LEAD, x=x, natural=True)
            if block.quoted:
                for piece in pieces:
                    piece.shapes.append(Stroke(_INDENT / 2, 0, _INDENT / 2, BODY_LEAD, 1.2, SECOND))
            pieces[0].before = 6.5
            if block.number and not index:
                number = self.line(block.number, NUMBER, -12.0, right=True)
                _beside(pieces[0], number)
            _hold_ends(pieces)
            made.extend(pieces)
        return made

    def _items(self, block: Items) -> list[Piece]:
        made: list[Piece] = []
        for item in block.items:
            pieces = self.lines(self.parts(item.text, BODY), BODY, BODY_LEAD, x=_INDENT, natural=True)
            marker = self.line(item.marker, MARKER)
            _beside(pieces[0], marker)
            pieces[0].before = 4.0
            _hold_ends(pieces)
            made.extend(pieces)
        return made

    def _notice(self, block: Notice) -> list[Piece]:
        pieces = self.lines(self.parts(block.text, NOTICE), NOTICE, 13.0, x=10.0)
        for piece in pieces:
            piece.shapes.append(box(0, 0, 2.2, 13.0, TONES[block.tone]))
            piece.keep = True
        pieces[-1].keep = False
        return spaced(pieces, 9.0)

    def _signature(self, block: Signature) -> list[Piece]:
        half = (self.width - 2 * _GUTTER) / 2
        if block.name:
            name = self.lines(self.parts(block.name, Look(Role.SERIF_STRONG, 10.5, INK)), BODY, BODY_LEAD)
        else:
            name = [Piece(3.0, shapes=[Stroke(0, 0, half, 0, HEAD_RULE, GREY)])]
        role = self.lines(self.parts(block.role, CAPTION), CAPTION, 12.0, width=half) if block.role else []
        if block.beside:
            right = half + 2 * _GUTTER
            name[0].shapes.append(Stroke(right, 0, self.width, 0, HEAD_RULE, GREY))
            beside = self.lines(self.parts(block.beside, CAPTION), CAPTION, 12.0, x=right)
            role.extend(Piece(12.0) for _ in range(len(beside) - len(role)))
            for piece, other in zip(role, beside, strict=False):
                piece.inks.extend(other.inks)
        pieces = [*name, *role]
        for piece in pieces[:-1]:
            piece.keep = True
        return spaced(pieces, 44.0 if block.name else 34.0)

    def caption(self, text: str) -> list[Piece]:
        """A caption under a table or figure."""
        if not text:
            return []
        pieces = self.lines(self.parts(text, CAPTION), CAPTION, CAPTION_LEAD)
        for piece in pieces[:-1]:
            piece.keep = True
        return spaced(pieces, 3.0)

    def _table(self, block: Table) -> list[Piece]:
        places = _places(block.columns, self.width)
        head = self._head(block.columns, places)
        made = [head]
        again = head
        for number, row in enumerate(block.rows):
            if number in block.heads:
                made.extend(self._group(row[0], head))
                again = self._head_again(head, row[0])
            else:
                made.extend(self._row(block.columns, places, row, again))
        head.keep = True
        if len(made) > _LEAST_BROKEN:
            # No row stands alone, neither under the head of the table nor on the page after it.
            made[1].keep = made[-2].keep = True
        caption = self.caption(block.caption)
        if caption:
            made[-1].keep = True
        if sum(piece.height for piece in made) <= _KEPT_TABLE:
            for piece in made[:-1]:
                piece.keep = True
        return spaced([*made, *caption], 9.0)

    def _head(self, columns: Sequence[Column], places: list[tuple[float, float]]) -> Piece:
        cells = [
            self.lines([(HEAD, clean(column.head).upper())], HEAD, 9.6, x=x, width=wide, end=column.numeric)
            for column, (x, wide) in zip(columns, places, strict=True)
        ]
        deepest = max(len(cell) for cell in cells)
        piece = Piece(deepest * 9.6 + 4.5)
        for cell in cells:
            for index, line in enumerate(cell):
                depth = (deepest - len(cell) + index) * 9.6
                piece.inks.extend((depth + y, one) for y, one in line.inks)
        piece.shapes.append(Stroke(0, piece.height - 1.0, self.width, piece.height - 1.0, HEAD_RULE, GREY))
        return piece

    def _group(self, cell: Cell, head: Piece) -> list[Piece]:
        """A row that heads those after it, across the whole table."""
        pieces = self.lines(self.parts(cell, CELL_STRONG), CELL_STRONG, CELL_LEAD)
        for piece in pieces:
            piece.keep, piece.head = True, head
        pieces[0].inks = [(y + _ROW_PAD + 2.0, one) for y, one in pieces[0].inks]
        pieces[0].height += _ROW_PAD + 2.0
        pieces[-1].height += _ROW_PAD
        pieces[-1].shapes.append(Stroke(0, pieces[-1].height, self.width, pieces[-1].height, HAIRLINE, HAIR))
        return pieces

    def _head_again(self, head: Piece, cell: Cell) -> Piece:
        """What comes again above a row that a page begins with: the heads, and the group that the row belongs to."""
        plain = cell if isinstance(cell, str) else "".join(span.text for span in cell)
        made = replace(head, inks=list(head.inks), shapes=list(head.shapes), keep=False)
        for piece in self._group(" ".join(part for part in (plain, self.document.wording.continued) if part), head):
            made.inks.extend((made.height + depth, one) for depth, one in piece.inks)
            made.shapes.extend(
                replace(shape, y0=shape.y0 + made.height, y1=shape.y1 + made.height)
                for shape in piece.shapes
                if isinstance(shape, Stroke)
            )
            made.height += piece.height
        return made

    def _row(
        self, columns: Sequence[Column], places: list[tuple[float, float]], row: Sequence[Cell], head: Piece
    ) -> list[Piece]:
        piece = Piece(CELL_LEAD + 2 * _ROW_PAD, head=head)
        broken: list[list[Piece]] = []
        for column, (x, wide), cell in zip(columns, places, row, strict=True):
            look = CELL_STRONG if column.strong else CELL
            if not (isinstance(cell, str) and self._quick(piece, clean(cell), look, (x, wide), end=column.numeric)):
                broken.append(self.lines(self.parts(cell, look), look, CELL_LEAD, x=x, width=wide, end=column.numeric))
        deepest = max((len(lines) for lines in broken), default=1)
        pieces = [piece]
        for start in range(0, deepest, _TALLEST_ROW):
            pad = 0.0 if start else _ROW_PAD
            part = Piece(0.0, head=head) if start else piece
            part.height = pad + min(_TALLEST_ROW, deepest - start) * CELL_LEAD + _ROW_PAD
            for lines in broken:
                for index, line in enumerate(lines[start : start + _TALLEST_ROW]):
                    part.inks.extend((pad + index * CELL_LEAD + y, one) for y, one in line.inks)
            if start:
                pieces.append(part)
        last = pieces[-1]
        last.shapes.append(Stroke(0, last.height, self.width, last.height, HAIRLINE, HAIR))
        return pieces

    def _quick(self, piece: Piece, text: str, look: Look, place: tuple[float, float], *, end: bool) -> bool:
        """Set a cell that needs one line in one font; whether it did."""
        x, wide = place
        font = self.fonts.chain(look.role)[0]
        if not font.letters.issuperset(text):
            return False
        length = font.width(text) * look.size / EM
        if length > wide:
            return False
        if text:
            self.fonts.use(font)
            left = x + wide - length if end else x
            piece.inks.append((_CELL_BASE, Ink(left, look, font.name, font.show(text), length)))
        return True

    def _key_values(self, block: KeyValues) -> list[Piece]:
        made: list[Piece] = []
        label_width = self.width * 0.30
        x = label_width + _GUTTER
        for label, text in block.rows:
            values = self.lines(self.parts(text, VALUE), VALUE, 12.6, x=x)
            labels = self.lines([(LABEL, clean(label))], LABEL, 12.6, width=label_width)
            while len(values) < len(labels):
                values.append(Piece(12.6))
            for value, name in zip(values, labels, strict=False):
                value.inks[:0] = name.inks
            values[-1].shapes.append(Stroke(0, 14.6, self.width, 14.6, HAIRLINE, HAIR))
            values[-1].height = 14.6
            values[0].before = 2.0
            _hold_ends(values)
            made.extend(values)
        return spaced(made, 4.0)

    # --- the ends --------------------------------------------------------------------------------------------------

    def opening(self) -> list[Piece]:
        """Date line, addressees and title."""
        document = self.document
        made: list[Piece] = []
        if document.dateline:
            made.extend(self.lines(self.parts(document.dateline, BODY), BODY, BODY_LEAD))
        if document.addressees:
            to = [self.lines(self.parts(one, BODY), BODY, BODY_LEAD) for one in document.addressees]
            made.extend(spaced([piece for lines in to for piece in lines], 10.0))
        if document.kicker:
            kicker = self.lines([(HEAD, clean(document.kicker).upper())], HEAD, 11.0)
            made.extend(spaced(kicker, 14.0))
        title = self.lines(self.parts(document.title, TITLE), TITLE, 21.0)
        title[-1].height += 3.0
        made.extend(spaced(title, 5.0 if document.kicker else 16.0))
        if document.subtitle:
            made.extend(self.lines(self.parts(document.subtitle, SUBTITLE), SUBTITLE, 14.5))
        made[-1].height += 4.0
        for piece in made:
            piece.keep = True
        return made

    def letterhead(self, head: Letterhead) -> Piece:
        """Who speaks: mark, name, address and a rule."""
        lines = [clean(line) for line in head.lines]
        height = max(30.0, len(lines) * 10.4 + 2.0)
        piece = Piece(height + 12.0)
        side = 21.0
        piece.shapes.append(box(0, 0.5, side, side, ACCENT))
        mark = Look(Role.SERIF_STRONG, 13, "1 1 1")
        letter = clean(head.name)[:1].upper()
        wide = width_of(self.fonts, mark, letter)
        piece.inks.extend((15.8, one) for one in ink(self.fonts, Line([(mark, letter)], wide), (side - wide) / 2))
        name = Look(Role.SANS_STRONG, 11.5, INK)
        address_width = max((width_of(self.fonts, SMALL, line) for line in lines), default=0.0)
        depth = 0.0
        for shown, look, lead in ((head.name, name, 13.6), (head.tagline, SMALL, 10.4)):
            if shown:
                for line in self.lines(
                    self.parts(shown, look), look, lead, x=side + 9.0, width=self.width - side - 21.0 - address_width
                ):
                    piece.inks.extend((depth + y, one) for y, one in line.inks)
                    depth += lead
        for index, address in enumerate(lines):
            row = self.line(address, SMALL, self.width, right=True)
            piece.inks.extend((1.5 + index * 10.4 + y, one) for y, one in row.inks)
        piece.height = max(piece.height, depth + 12.0)
        piece.shapes.append(Stroke(0, piece.height, self.width, piece.height, HAIRLINE, GREY))
        return piece

    def notes_in_order(self) -> list[tuple[int, Note]]:
        """The source notes that were cited so far, by number; a source is named in full once."""
        cited = sorted(
            ((self._numbers[note.key], note) for note in self.document.notes if note.key in self._numbers),
            key=lambda pair: pair[0],
        )
        first: dict[str, int] = {}
        for number, note in cited:
            if note.source:
                first.setdefault(note.source, number)
        return [(number, _shortened(number, note, first)) for number, note in cited]

    def note(self, number: int, note: Note, pages: dict[int, str]) -> list[Piece]:
        """One source note.

        Args:
            number: Its number.
            note: What it says.
            pages: Pages that cite it, each with the anchor of the first citation on it.
        """
        parts = self.parts(note.text, NOTE)
        if pages:
            wording = self.document.wording
            before, _, after = (wording.cited_often if len(pages) > 1 else wording.cited).partition("{pages}")
            parts.append((CAPTION, "  " + clean(before).removesuffix(" ") + _FIXED))
            for index, (page, anchor) in enumerate(pages.items()):
                if index:
                    parts.append((CAPTION, ", "))
                parts.append((Look(Role.SANS, CAPTION.size, ACCENT, link=anchor), str(page)))
            if clean(after).strip():
                parts.append((CAPTION, clean(after)))
        pieces = self.lines(parts, NOTE, CELL_LEAD, x=_INDENT)
        marker = Look(Role.SANS_STRONG, NOTE.size, ACCENT, anchor=f"note{number}")
        mark = self.line(str(number), marker)
        _beside(pieces[0], mark)
        pieces[0].before = 2.6
        for piece in pieces[:-1]:
            piece.keep = True
        return pieces


def _shortened(number: int, note: Note, first: dict[str, int]) -> Note:
    """A note as it is printed, given the notes that name each source in full."""
    text = note.text
    if note.again and first.get(note.source, number) != number:
        text = words(note.again.replace("{n}", str(first[note.source])))
    elif note.through in first:
        text = (*text, *words(" " + note.through_again.replace("{n}", str(first[note.through]))))
    elif note.through_text:
        text = (*text, *words(" " + note.through_text))
    return replace(note, text=text)


def _beside(piece: Piece, marker: Piece) -> None:
    """Set a number or marker on the base line of a piece."""
    base = piece.inks[0][0] if piece.inks else marker.inks[0][0] if marker.inks else 0.0
    # First in the file too, so that whoever reads the text aloud says the number before the words.
    piece.inks[:0] = [(base, one) for _, one in marker.inks]


def _hold_ends(pieces: list[Piece]) -> None:
    """Neither the first nor the last line of a paragraph stands alone on a page."""
    if len(pieces) > 1:
        pieces[0].keep = True
        pieces[-2].keep = True


def _portioned(text: Text) -> Iterator[Text]:
    if sum(len(span.text) for span in text) <= 20_000:  # noqa: PLR2004 - see LONGEST_PARAGRAPH; the usual way out
        yield text
        return
    for span in text:
        cut = list(portions(span.text))
        for index, portion in enumerate(cut):
            yield (replace(span, text=portion, notes=span.notes if index + 1 == len(cut) else ()),)


def _places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    room = width - _GUTTER * (len(columns) - 1)
    whole = sum(column.share for column in columns)
    places: list[tuple[float, float]] = []
    x = 0.0
    for column in columns:
        wide = room * column.share / whole
        places.append((x, wide))
        x += wide + _GUTTER
    return places
