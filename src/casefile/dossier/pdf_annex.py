"""The annexes on paper: the list of exhibits, and a page for each of their pages, with its stamp and an empty frame."""

from __future__ import annotations

from casefile.dossier.document import ExhibitList, Plate
from casefile.dossier.pdf_fonts import Role
from casefile.dossier.pdf_layout import ACCENT, CAPTION, CAPTION_LEAD, HAIR, HAIRLINE, INK, SMALL, Composer
from casefile.dossier.pdf_pages import BOTTOM, LEFT, RIGHT, TOP, Piece, Stroke
from casefile.dossier.pdf_text import Look, clean

_LIST = "exhibits"
_STAMP_HEIGHT = 30.0
_TITLE = Look(Role.SANS, 9.4, INK)
_HASH = Look(Role.SANS, 7.6, CAPTION.colour)


def exhibit_list(composer: Composer, block: ExhibitList) -> list[Piece]:
    """A line for each exhibit: its number, which leads to it, what it is, how it was captured, and its SHA-256."""
    made: list[Piece] = []
    for number, one in enumerate(block.lines):
        link = f"exhibit{one.plate}" if one.plate else ""
        label = Look(Role.SANS_STRONG, 9.4, ACCENT, link=link, anchor=_LIST if not number else "")
        entry = composer.lines([(label, clean(one.label)), (_TITLE, clean(f"  {one.title}"))], _TITLE, 13.0)
        for text in one.details:
            entry.extend(composer.lines(composer.parts(text, CAPTION), CAPTION, CAPTION_LEAD, x=14.0))
        entry.extend(composer.lines([(_HASH, f"SHA-256 {one.sha256}")], _HASH, CAPTION_LEAD, x=14.0))
        entry[0].before = 8.0
        for piece in entry[:-1]:
            piece.keep = True
        made.extend(entry)
    return made


def plate(composer: Composer, block: Plate, height: float) -> Piece:
    """A whole page: the stamp, and below it the frame in which the page of the exhibit is laid."""
    piece = Piece(height - TOP - BOTTOM, plate=block.key)
    stamp = Look(Role.SANS_STRONG, 11.5, ACCENT, link=_LIST, anchor=f"exhibit{block.key}")
    piece.inks.extend(composer.line(block.label, stamp).inks)
    room = composer.width - piece.inks[-1][1].width - 90.0
    title = composer.lines([(SMALL, clean(block.title))], SMALL, 10.0, x=composer.width - room, width=room, end=True)
    for at, line in enumerate(title[:2]):
        piece.inks.extend((depth + 10.0 * at, one) for depth, one in line.inks)
    piece.shapes.append(Stroke(0, _STAMP_HEIGHT - 6, composer.width, _STAMP_HEIGHT - 6, HAIRLINE, HAIR))
    if block.first:
        piece.heading = (clean(f"{block.label}. {block.title}"), 2, f"plate{block.key}")
    return piece


def frame(size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Where the page of an exhibit is laid: left, bottom, right and top in points."""
    return LEFT, BOTTOM, size[0] - RIGHT, size[1] - TOP - _STAMP_HEIGHT
