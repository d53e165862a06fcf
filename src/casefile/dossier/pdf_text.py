"""From spans to lines: what is let through, where a line breaks, and which way it runs.

All text of a dossier comes through `clean` and is shown as glyph codes. There is no markup on the way that a name or
an account could imitate: angle brackets are two letters like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_embedding_levels,
    get_empty_storage,
    reorder_resolved_levels,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from bidi.mirror import MIRRORED

from casefile.dossier.pdf_fonts import EM, MISSING, Font, Fonts, Role

LONGEST_PARAGRAPH = 20_000
"""Characters after which a paragraph is set as the next one: nobody reads on, and time and memory stay bounded."""

LONGEST_WORD = 2_000
"""Characters after which a word may break anywhere."""

_KEPT_TOGETHER = 60
"""A right-to-left name up to so many characters never breaks across lines within left-to-right text."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile("[\t\n\x0b\x0c\r \u1680\u2000-\u2006\u2008\u200a\u2028\u2029\u205f\u3000]+")
_SUSPECT = re.compile(f"{_INVISIBLE.pattern}|{_SURROGATE.pattern}|{_BLANK.pattern[:-1]}{{2}}|[^\\S ]")
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_LETTER = re.compile(f"[{_RIGHT}]")
_RIGHT_WORDS = re.compile(f"[{_RIGHT}]+(?: [{_RIGHT}]+)+")
_FOLD_AFTER = re.compile(r"(?<=[^\W\d]{4}[-–—/])(?=[^\W\d]{4})|(?<=—)(?=\w)|(?<=[/?&=])(?=\w{4})")
_HOLD = "\xa0"


_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
)
_HELD_DATE = re.compile(rf"(?<=\d) (?=(?:(?:г|гг|ж)\.|(?:{_MONTHS})\b))")
"""The space between a day and its month, and between a year and its word cut short: no line ends there."""


def clean(text: str) -> str:
    """What may be printed of a text, composed (NFC), in one line.

    Left out: control characters, marks that turn the direction of what follows, and other signs without a shape,
    which could hide or reorder words. Half of a surrogate pair becomes U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return _HELD_DATE.sub(_HOLD, text if "  " not in text else _BLANK.sub(" ", text))
    if _SUSPECT.search(text):
        text = _BLANK.sub(" ", _SURROGATE.sub(MISSING, text))
        text = _INVISIBLE.sub("", text)
    return _HELD_DATE.sub(_HOLD, unicodedata.normalize("NFC", text))


def portions(text: str) -> Iterator[str]:
    """A text cut at spaces into portions that are short enough to set."""
    while len(text) > LONGEST_PARAGRAPH:
        cut = text.rfind(" ", LONGEST_PARAGRAPH - LONGEST_WORD, LONGEST_PARAGRAPH)
        cut = cut if cut > 0 else LONGEST_PARAGRAPH
        yield text[:cut]
        text = text[cut:].lstrip(" ")
    yield text


def runs_right(text: str) -> bool:
    """Whether a text runs from right to left: its first strong letter decides (UAX #9, rules P2 and P3)."""
    if not _RIGHT_LETTER.search(text):
        return False
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a stretch of a line is drawn.

    Attributes:
        role: Its fonts.
        size: In points.
        colour: The operand of the fill colour.
        rise: Above the base line, in points.
        link: Where a click leads, empty for nowhere.
        anchor: Under which name others can lead here, empty for none.
    """

    role: Role
    size: float
    colour: str
    rise: float = 0.0
    link: str = ""
    anchor: str = ""


Part = tuple[Look, str]


@dataclass(slots=True)
class _Chunk:
    """Parts between which no line may break."""

    parts: list[Part] = field(default_factory=list)
    width: float = 0.0
    gap: float = 0.0
    """Width of the space before it, if it does not begin a line."""


@dataclass(slots=True)
class Line:
    """One line: its parts in reading order, its width, and whether it runs from right to left."""

    parts: list[Part]
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """One stretch of glyphs: where it begins, how it looks, and the operator that shows it."""

    x: float
    look: Look
    font: str
    show: str
    width: float


def width_of(fonts: Fonts, look: Look, text: str) -> float:
    """Width in points."""
    if _RIGHT_LETTER.search(text):
        return fonts.shaped_width(look.role, text) * look.size / EM
    return fonts.width(look.role, text) * look.size / EM


def break_lines(
    fonts: Fonts, parts: Iterable[Part], width: float, *, first: float = 0.0, right: bool | None = None
) -> list[Line]:
    """Set parts into lines no wider than `width`.

    Args:
        fonts: Of the document.
        parts: Cleaned texts with their looks; one that follows without a space stays on its line.
        width: In points.
        first: Room that is taken at the start of the first line.
        right: Whether the text runs from right to left; None to tell by its first strong letter.
    """
    parts = [part for part in parts if part[1]]
    if len(parts) == 1 and not right:
        quick = _break_plain(fonts, *parts[0], width, first)
        if quick:
            return quick
    if right is None:
        right = runs_right("".join(text for _, text in parts))
    lines: list[Line] = []
    room = width - first
    current = Line([], 0.0, right)
    for chunk in _chunks(fonts, parts, right=right):
        if current.parts and current.width + chunk.gap + chunk.width > room:
            lines.append(current)
            current, room = Line([], 0.0, right), width
        if chunk.width > room:
            for piece in _split(fonts, chunk, room):
                if current.parts:
                    lines.append(current)
                current, room = Line(piece.parts, piece.width, right), width
            continue
        _append(current, chunk)
    if current.parts or not lines:
        lines.append(current)
    return lines


def _break_plain(fonts: Fonts, look: Look, text: str, width: float, first: float) -> list[Line]:
    """The quick way, for words of one look in one font, each shorter than a line; empty if it cannot be taken."""
    font = fonts.chain(look.role)[0]
    if not font.letters.issuperset(text) or _FOLD_AFTER.search(text):
        return []
    scale = look.size / EM
    gap = font.width(" ")
    room, full = (width - first) / scale, width / scale
    lines: list[Line] = []
    words: list[str] = []
    used = -gap
    for word in text.split(" "):
        if not word:
            continue
        wide = fonts.width(look.role, word)
        if used + gap + wide > room and words:
            lines.append(Line([(look, " ".join(words))], used * scale))
            words, used, room = [], -gap, full
        if wide > room:
            return []
        words.append(word)
        used += gap + wide
    if words:
        lines.append(Line([(look, " ".join(words))], used * scale))
    return lines


def _append(line: Line, chunk: _Chunk) -> None:
    parts = chunk.parts
    if line.parts and chunk.gap:
        look, text = line.parts[-1]
        if look.rise and parts:
            # The space belongs to the words that follow: that of a raised number is too narrow.
            parts = [(parts[0][0], " " + parts[0][1]), *parts[1:]]
        else:
            line.parts[-1] = (look, text + " ")
        line.width += chunk.gap
    for look, text in parts:
        if line.parts and line.parts[-1][0] is look:
            line.parts[-1] = (look, line.parts[-1][1] + text)
        else:
            line.parts.append((look, text))
    line.width += chunk.width


def _chunks(fonts: Fonts, parts: list[Part], *, right: bool) -> Iterator[_Chunk]:
    chunk = _Chunk()
    for look, text in parts:
        if not right:
            text = _RIGHT_WORDS.sub(_hold, text)  # noqa: PLW2901 - the same text, its names held together
        words = text.split(" ")
        for index, word in enumerate(words):
            if index:
                gap = fonts.width(look.role, " ") * look.size / EM
                if chunk.parts:
                    yield chunk
                    chunk = _Chunk(gap=gap)
                else:
                    chunk.gap = chunk.gap or gap
            if not word:
                continue
            for number, piece in enumerate(_foldable(word)):
                if number:
                    yield chunk
                    chunk = _Chunk()
                chunk.parts.append((look, piece))
                chunk.width += width_of(fonts, look, piece)
    if chunk.parts:
        yield chunk


def _hold(found: re.Match[str]) -> str:
    text = found.group()
    return text.replace(" ", _HOLD) if len(text) <= _KEPT_TOGETHER else text


def _foldable(word: str) -> list[str]:
    if len(word) > LONGEST_WORD:
        return [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return _FOLD_AFTER.split(word)


def _split(fonts: Fonts, chunk: _Chunk, width: float) -> Iterator[_Chunk]:
    """Break a word that is wider than a line wherever the line ends."""
    piece = _Chunk()
    for look, text in chunk.parts:
        start, used = 0, piece.width
        for index, letter in enumerate(text):
            wide = fonts.width(look.role, letter) * look.size / EM
            if used + wide > width and (index > start or piece.parts):
                if index > start:
                    piece.parts.append((look, text[start:index]))
                piece.width = used
                yield piece
                piece, start, used = _Chunk(), index, 0.0
            used += wide
        piece.parts.append((look, text[start:]))
        piece.width = used
    yield piece


def ink(fonts: Fonts, line: Line, x: float) -> list[Ink]:
    """The glyphs of a line whose left end is at `x`, from left to right."""
    if len(line.parts) == 1:
        look, text = line.parts[0]
        font = fonts.chain(look.role)[0]
        if font.letters.issuperset(text):
            fonts.use(font)
            return [Ink(x, look, font.name, font.show(text), line.width)]
    if any(_RIGHT_LETTER.search(text) for _, text in line.parts):
        return _ink_both_ways(fonts, line, x)
    made: list[Ink] = []
    for look, text in line.parts:
        for font, run in fonts.runs(look.role, text):
            fonts.use(font)
            width = font.width(run) * look.size / EM
            made.append(Ink(x, look, font.name, font.show(run), width))
            x += width
    return made


def _ink_both_ways(fonts: Fonts, line: Line, x: float) -> list[Ink]:
    letters: list[tuple[Look, Font, str]] = []
    for look, text in line.parts:
        for font, run in fonts.runs(look.role, text):
            fonts.use(font)
            letters.extend((look, font, letter) for letter in run)
    order = visual_order("".join(letter for _, _, letter in letters), right=line.right)
    made: list[Ink] = []
    start = 0
    while start < len(order):
        index, odd = order[start]
        look, font, _ = letters[index]
        end = start + 1
        while end < len(order) and order[end][1] == odd and letters[order[end][0]][:2] == (look, font):
            end += 1
        text = "".join(letters[position][2] for position, _ in order[start:end])
        shown = _show(look, font, text, odd=odd)
        made.append(Ink(x, look, font.name, shown[0], shown[1]))
        x += shown[1]
        start = end
    return made


def _show(look: Look, font: Font, text: str, *, odd: bool) -> tuple[str, float]:
    if odd and _RIGHT_LETTER.search(text):
        logical = text[::-1]
        return font.show_shaped(logical, look.size, look.rise), font.shape(logical)[1] * look.size / EM
    if odd:
        text = "".join(MIRRORED.get(letter, letter) for letter in text)
    return font.show(text), font.width(text) * look.size / EM


def visual_order(text: str, *, right: bool) -> list[tuple[int, bool]]:
    """The order from left to right in which the letters of one line are drawn (UAX #9).

    Returns:
        For each place its letter's index in `text`, and whether that letter runs from right to left.
    """
    storage = get_empty_storage()
    storage["base_level"] = int(right)
    storage["base_dir"] = "R" if right else "L"
    get_embedding_levels(text, storage)
    for index, letter in enumerate(storage["chars"]):
        letter["index"] = index
        if letter["type"] == "BN":
            # A joiner is no letter to this algorithm, which would drop it; but it decides how its neighbours are drawn.
            letter["type"] = letter["orig"] = "NSM"
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    reorder_resolved_levels(storage, False)
    return [(letter["index"], bool(letter["level"] % 2)) for letter in storage["chars"]]
