"""The figures of a dossier: the bar of a custody and figures by source. Colour never says what words do not."""

from __future__ import annotations

from casefile.dossier.document import Bars, Mark, Stretch, Timeline, Tone, words
from casefile.dossier.pdf_fonts import Role
from casefile.dossier.pdf_layout import (
    CELL,
    CELL_LEAD,
    CELL_STRONG,
    GREY,
    HAIR,
    HAIRLINE,
    INK,
    TONES,
    Composer,
)
from casefile.dossier.pdf_pages import Area, Piece, Shape, Stroke, box
from casefile.dossier.pdf_text import Look, clean, width_of

_PAPER = "1 1 1"
_TICK = Look(Role.SANS, 7.2, GREY)
_MARK = Look(Role.SANS, 7.8, INK)
_NO_NUMBER = Look(Role.SANS_ITALIC, 8.6, GREY)
_BAR = 8.0
_ROW = 14.5
_TICK_GAP = 6.0
"""Least space between two labels of the scale."""
_HELD = 12.0
_LABEL_ROW = 10.5
_HATCH = 3.2
_LABEL_SHARE = 0.36
_WORDS_SHARE = 0.22


def timeline(composer: Composer, block: Timeline) -> list[Piece]:
    """The bar of a custody, with what happened above it, the scale and what the colours mean below."""
    width = composer.width
    piece = Piece(0.0)
    rows = _label_rows(composer, block.marks)
    top = (max((row for row, _, _ in rows), default=-1) + 1) * _LABEL_ROW + 5.0
    for (row, x, right), mark in zip(rows, block.marks, strict=True):
        depth = top - 5.0 - (row + 1) * _LABEL_ROW
        piece.shapes.append(Stroke(mark.at * width, depth + 1.5, mark.at * width, top, 0.6, TONES[mark.tone]))
        label = composer.line(mark.label, _MARK, x, right=right)
        piece.inks.extend((depth + y, one) for y, one in label.inks)
    piece.shapes.append(box(0, top, width, _HELD, "0.945 0.953 0.957"))
    for stretch in block.stretches:
        piece.shapes.extend(_stretch(stretch, top, width))
    for mark in block.marks:
        piece.shapes.append(Stroke(mark.at * width, top, mark.at * width, top + _HELD, 0.9, INK))
    depth = top + _HELD
    free = 0.0
    for at, tick in block.ticks:
        x = at * width
        piece.shapes.append(Stroke(x, depth, x, depth + 3.0, HAIRLINE, GREY))
        wide = width_of(composer.fonts, _TICK, clean(tick))
        left = min(max(0.0, x - wide / 2), width - wide)
        if left < free:
            continue
        free = left + wide + _TICK_GAP
        piece.inks.extend((depth + 4.0 + y, one) for y, one in composer.line(tick, _TICK, left).inks)
    depth += 16.0 if block.ticks else 4.0
    piece.height = _legend(composer, block.stretches, piece, depth)
    piece.keep = True
    piece.before = 14.0
    caption = composer.caption(block.caption)
    piece.keep = bool(caption)
    return [piece, *caption]


def _label_rows(composer: Composer, marks: tuple[Mark, ...]) -> list[tuple[int, float, bool]]:
    """For each mark the row of its label counted from the bar, where it stands, and whether it ends there.

    From right to left, each above all that it would touch: so the line down to the bar cuts through no label.
    """
    placed: list[tuple[float, float, int]] = []
    rows: dict[int, tuple[int, float, bool]] = {}
    for index in sorted(range(len(marks)), key=lambda index: -marks[index].at):
        x = marks[index].at * composer.width
        wide = width_of(composer.fonts, _MARK, clean(marks[index].label)) + 3.0
        flipped = x + wide > composer.width
        start, end = (x - wide, x) if flipped else (x, x + wide)
        row = max((other + 1 for near, far, other in placed if start < far + 5.0 and near < end + 5.0), default=0)
        placed.append((start, end, row))
        rows[index] = (row, x - 3.0 if flipped else x + 3.0, flipped)
    return [rows[index] for index in range(len(marks))]


def _stretch(stretch: Stretch, top: float, width: float) -> list[Shape]:
    x0, x1 = stretch.start * width, max(stretch.end * width, stretch.start * width + 1.2)
    colour = TONES[stretch.tone]
    made: list[Shape] = []
    if stretch.open_ended and x1 - x0 > _HELD:
        tip = _HELD / 2
        made.append(
            Area(((x0, top), (x1 - tip, top), (x1, top + tip), (x1 - tip, top + _HELD), (x0, top + _HELD)), colour)
        )
    else:
        made.append(box(x0, top, x1 - x0, _HELD, colour))
    if stretch.tone is Tone.WARNING:
        made.extend(_hatch(x0, x1, top, _HELD))
    return made


def _hatch(x0: float, x1: float, top: float, height: float) -> list[Shape]:
    """White slanting lines within a rectangle, so that it differs from the others without its colour."""
    made: list[Shape] = []
    x = x0 - height + _HATCH
    while x < x1:
        left, right = max(x, x0), min(x + height, x1)
        if right > left:
            made.append(Stroke(left, top + height - (left - x), right, top + height - (right - x), 0.7, _PAPER))
        x += _HATCH
    return made


def _legend(composer: Composer, stretches: tuple[Stretch, ...], piece: Piece, depth: float) -> float:
    x = 0.0
    told: dict[tuple[str, Tone], None] = {}
    for stretch in stretches:
        told.setdefault((stretch.label, stretch.tone))
    for label, tone in told:
        wide = width_of(composer.fonts, _MARK, clean(label)) + 10.0
        if x and x + wide > composer.width:
            x, depth = 0.0, depth + 11.0
        piece.shapes.append(box(x, depth + 0.6, 6.5, 6.5, TONES[tone]))
        if tone is Tone.WARNING:
            piece.shapes.extend(_hatch(x, x + 6.5, depth + 0.6, 6.5))
        piece.inks.extend((depth + y, one) for y, one in composer.line(label, _MARK, x + 10.0).inks)
        x += wide + 14.0
    return depth + (11.0 if told else 0.0)


def bars(composer: Composer, block: Bars) -> list[Piece]:
    """Figures by source, grouped by what is counted; the scale is the same for all of them."""
    most = max((bar.value or 0.0 for _, group in block.groups for bar in group), default=0.0) or 1.0
    made: list[Piece] = []
    start = composer.width * _LABEL_SHARE + 8.0
    room = composer.width * (1 - _LABEL_SHARE - _WORDS_SHARE) - 8.0
    for title, group in block.groups:
        head = composer.line(title, CELL_STRONG)
        head.height, head.before, head.keep = 14.0, 8.0, True
        made.append(head)
        for bar in group:
            label = composer.parts(words(bar.label, *bar.notes), CELL)
            labels = composer.lines(label, CELL, CELL_LEAD, width=start - 8.0)
            piece = Piece(max(_ROW, len(labels) * CELL_LEAD + 3.0))
            for index, line in enumerate(labels):
                piece.inks.extend((index * CELL_LEAD + y, one) for y, one in line.inks)
            length = 0.0 if bar.value is None else max(1.0, room * bar.value / most)
            top = 2.2
            if length:
                colour = TONES[bar.tone]
                if bar.open_ended:
                    tip = _BAR / 2
                    end = start + length
                    points = ((start, top), (end, top), (end + tip, top + tip), (end, top + _BAR), (start, top + _BAR))
                    piece.shapes.append(Area(points, colour))
                    length += tip
                else:
                    piece.shapes.append(box(start, top, length, _BAR, colour))
            piece.shapes.append(Stroke(start, 0.4, start, piece.height - 1.4, HAIRLINE, HAIR))
            look = CELL_STRONG if length else _NO_NUMBER
            x = start + length + 5.0
            for index, line in enumerate(composer.lines([(look, clean(bar.words))], look, CELL_LEAD, x=x)):
                piece.inks.extend((index * CELL_LEAD + y, one) for y, one in line.inks)
                piece.height = max(piece.height, (index + 1) * CELL_LEAD + 3.0)
            piece.keep = True
            made.append(piece)
        made[-1].keep = False
    caption = composer.caption(block.caption)
    if caption and made:
        made[-1].keep = True
    if made:
        made[0].before = 10.0
    return [*made, *caption]
