"""The fonts of a dossier: which one writes which letter, and how it is embedded.

Every letter is written from an embedded font, as a glyph with its own entry in the table that turns glyphs back into
letters. So a name is read back exactly as it was stored, also where letters join, as in Arabic. A letter that no font
has is written as U+FFFD and reported.
"""

from __future__ import annotations

import copy
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontFace

from casefile.base.config import resource

EM = 1000
"""Widths are counted in thousandths of the type size."""

MISSING = "\ufffd"
_CMAP_BLOCK = 100
_NONSYMBOLIC = 32
_SYMBOLIC = 4
_JOINERS = "\u200c\u200d"
_STAYING = " \xa0\u200c\u200d"
_NO_WIDTH = 0x200C
_STAND_INS = {0xA0: 0x20, 0x202F: 0x20, 0x2007: 0x20, 0x2009: 0x20, 0x2011: 0x2D, 0x2010: 0x2D, 0x02BC: 0x2019}
"""What is drawn where a font lacks the letter: fixed spaces, hyphens that hold, the modifier apostrophe."""


class Role(StrEnum):
    """What a text is for; decides the fonts it is written in."""

    SERIF = "serif"
    SERIF_ITALIC = "serif italic"
    SERIF_STRONG = "serif strong"
    SANS = "sans"
    SANS_ITALIC = "sans italic"
    SANS_STRONG = "sans strong"


_CHAINS = {
    role: (
        first,
        f"Georgian{family}-{'Bold' if strong else 'Regular'}",
        f"Armenian{family}-{'Bold' if strong else 'Regular'}",
        f"Arabic-{'Semibold' if strong else 'Regular'}",
        f"Rest-{'Semibold' if strong else 'Regular'}",
    )
    for role, first, family, strong in (
        (Role.SERIF, "Serif-Regular", "Serif", False),
        (Role.SERIF_ITALIC, "Serif-Italic", "Serif", False),
        (Role.SERIF_STRONG, "Serif-Semibold", "Serif", True),
        (Role.SANS, "Sans-Regular", "Sans", False),
        (Role.SANS_ITALIC, "Sans-Italic", "Sans", False),
        (Role.SANS_STRONG, "Sans-Semibold", "Sans", True),
    )
}


@cache
def _face(file: str) -> Any:
    return TTFontFace(str(resource("fonts", f"Casefile{file}.ttf")))


@cache
def _letters(file: str) -> frozenset[str]:
    have = _face(file).charToGlyph
    extra = {code for code, instead in _STAND_INS.items() if instead in have}
    return frozenset(chr(code) for code in {*have, *extra})


@cache
def _shaper(file: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(_face(file)._ttf_data)))  # noqa: SLF001 - the file's bytes, read once


def _moves(at: uharfbuzz.GlyphPosition) -> tuple[float, float, float]:
    return at.x_advance, at.x_offset, at.y_offset


class _Codes(dict[int, int]):
    """From a letter to the code that shows it, filled in as letters are first used."""

    def __init__(self, font: Font) -> None:
        self._font = font

    def __missing__(self, letter: int) -> int:
        glyph = self._font.glyph_of(letter)
        code = self[letter] = self._font.code(glyph, chr(_STAND_INS.get(letter, letter)))
        return code


class _Widths(dict[str, float]):
    def __init__(self, font: Font) -> None:
        self._font = font

    def __missing__(self, letter: str) -> float:
        width = self[letter] = self._font.advance(self._font.glyph_of(ord(letter)))
        return width


class Font:
    """One font within one document: remembers the glyphs used and writes them into the file at the end.

    Args:
        file: Name of the font file without "Casefile" and suffix.
        name: Name of the font within the document, such as "F1".
    """

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name
        self.letters = _letters(file)
        self._face = _face(file)
        self._scale = EM / self._face.unitsPerEm
        self._glyphs = [0]
        self._texts = [MISSING]
        self._known: dict[tuple[int, str], int] = {}
        self._codes = _Codes(self)
        self._widths = _Widths(self)

    def glyph_of(self, letter: int) -> int:
        """The glyph for a letter; 0 if the font lacks it."""
        have: dict[int, int] = self._face.charToGlyph
        return have.get(letter) or have.get(_STAND_INS.get(letter, letter), 0)

    def advance(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the type size."""
        width: float = self._face.hmetrics[glyph][0] * self._scale
        return width

    def code(self, glyph: int, text: str) -> int:
        """The code that shows `glyph` and is read back as `text`."""
        code = self._known.get((glyph, text))
        if code is None:
            code = self._known[glyph, text] = len(self._glyphs)
            self._glyphs.append(glyph)
            self._texts.append(text)
        return code

    def width(self, text: str) -> float:
        """The width of a text whose letters do not join."""
        return sum(map(self._widths.__getitem__, text))

    def show(self, text: str) -> str:
        """The operator that writes a text whose letters do not join."""
        return f"<{text.translate(self._codes).encode('utf-16-be').hex()}> Tj"

    def shape(self, text: str) -> tuple[list[tuple[int, str, float, float, float]], float]:
        """Join the letters of a right-to-left text.

        Returns:
            Glyphs from left to right, each with the letters it stands for, its advance and its offsets to the right
            and upwards, and the width of all.
        """
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl"
        uharfbuzz.shape(_shaper(self.file), buffer, {})
        infos, positions = buffer.glyph_infos or [], buffer.glyph_positions or []
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        made: list[tuple[int, str, float, float, float]] = []
        told: set[int] = set()
        for info, at in zip(infos, positions, strict=True):
            # Of letters drawn as one glyph, the last is read back from it, the others from empty glyphs to its right.
            letters = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
            told.add(info.cluster)
            letters = letters.replace("\xa0", " ")
            made.append((info.codepoint, letters[-1:], *(move * self._scale for move in _moves(at))))
            made.extend((self.glyph_of(_NO_WIDTH), letter, 0.0, 0.0, 0.0) for letter in reversed(letters[:-1]))
        return made, sum(glyph[2] for glyph in made)

    def show_shaped(self, text: str, size: float, rise: float) -> str:
        """The operators that write a right-to-left text, its letters joined and its marks placed."""
        glyphs, _ = self.shape(text)
        parts: list[str] = []
        lifted = 0.0
        for glyph, letters, advance, right, up in glyphs:
            if up != lifted:
                parts.append(f"] TJ {rise + up * size / EM:.2f} Ts [")
                lifted = up
            before, after = -right, self.advance(glyph) - advance + right
            parts.append(f"{before:.0f}" if before else "")
            parts.append(f"<{self.code(glyph, letters):04x}>")
            parts.append(f"{after:.0f}" if after else "")
        end = f" {rise:.2f} Ts" if lifted else ""
        return (
            "[" + "".join(part if part.startswith(("<", "]")) else f" {part} " for part in parts if part) + "] TJ" + end
        )

    # The name that reportlab calls when a document is finished.
    def addObjects(self, document: Any) -> None:  # noqa: N802
        """Embed the glyphs that were used."""
        count = len(self._glyphs)
        face = copy.copy(self._face)
        face.charToGlyph = dict(enumerate(self._glyphs))
        program = pdfdoc.PDFStream(content=face.makeSubset(range(count)))
        program.dictionary["Length1"] = len(program.content)
        program.filters = [pdfdoc.PDFZCompress]
        places: dict[int, int] = {0: 0}
        for glyph in self._glyphs:
            places.setdefault(glyph, len(places))
        order = [places[glyph] for glyph in self._glyphs]
        base = pdfdoc.PDFName(f"AAAAAA+Casefile{self.file}")
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": (face.flags & ~_NONSYMBOLIC) | _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "ItalicAngle": face.italicAngle,
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.capHeight,
                "StemV": face.stemV,
                "FontFile2": document.Reference(program, f"program:{self.name}"),
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor, f"descriptor:{self.name}"),
                "DW": EM,
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray([round(self.advance(glyph), 2) for glyph in self._glyphs])]),
                "CIDToGIDMap": self._order(document, order),
            }
        )
        whole = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"descendant:{self.name}")]),
                "ToUnicode": document.Reference(self._reading(), f"reading:{self.name}"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(whole, f"font:{self.name}")

    def _order(self, document: Any, order: list[int]) -> Any:
        if order == list(range(len(order))):
            return pdfdoc.PDFName("Identity")
        stream = pdfdoc.PDFStream(content=b"".join(place.to_bytes(2, "big") for place in order))
        stream.filters = [pdfdoc.PDFZCompress]
        return document.Reference(stream, f"order:{self.name}")

    def _reading(self) -> Any:
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
        ]
        pairs = [(code, text) for code, text in enumerate(self._texts) if text]
        for start in range(0, len(pairs), _CMAP_BLOCK):
            block = pairs[start : start + _CMAP_BLOCK]
            lines.append(f"{len(block)} beginbfchar")
            lines.extend(f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in block)
            lines.append("endbfchar")
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        stream = pdfdoc.PDFStream(content="\n".join(lines).encode("ascii"))
        stream.filters = [pdfdoc.PDFZCompress]
        return stream


class Fonts:
    """All fonts of one document.

    Attributes:
        uncovered: Letters that no font has, in the order in which they were met.
        used: The fonts in use, in order of first use.
    """

    def __init__(self) -> None:
        self.uncovered: dict[str, None] = {}
        self.used: dict[Font, None] = {}
        self._fonts: dict[str, Font] = {}
        self._chains: dict[Role, list[Font]] = {}
        self._widths: dict[tuple[Role, str], float] = {}

    def chain(self, role: Role) -> list[Font]:
        """The fonts for a role; the first writes what it can, the next what that one lacks."""
        chain = self._chains.get(role)
        if chain is None:
            chain = self._chains[role] = [self._font(file) for file in _CHAINS[role]]
        return chain

    def _font(self, file: str) -> Font:
        if file not in self._fonts:
            self._fonts[file] = Font(file, f"F{len(self._fonts) + 1}")
        return self._fonts[file]

    def use(self, font: Font) -> None:
        """Note that something was written in `font`, so that it is embedded."""
        self.used.setdefault(font)

    def runs(self, role: Role, text: str) -> list[tuple[Font, str]]:
        """Cut a text into stretches that one font can write."""
        chain = self.chain(role)
        first = chain[0]
        if first.letters.issuperset(text):
            return [(first, text)]
        runs: list[tuple[Font, str]] = []
        for letter in text:
            font, shown = self._font_for(letter, chain, runs[-1][0] if runs else None)
            if not shown:
                continue
            if runs and runs[-1][0] is font:
                runs[-1] = (font, runs[-1][1] + shown)
            else:
                runs.append((font, shown))
        return runs

    def _font_for(self, letter: str, chain: list[Font], before: Font | None) -> tuple[Font, str]:
        # A mark stays with its letter, and a space with its word, as long as that font has it.
        if before is not None and letter in before.letters and (unicodedata.combining(letter) or letter in _STAYING):
            return before, letter
        for font in chain:
            if letter in font.letters:
                return font, letter
        if letter in _JOINERS:
            return chain[0], ""
        self.uncovered[letter] = None
        return chain[-1], MISSING

    def width(self, role: Role, text: str) -> float:
        """Width of a text from left to right, in thousandths of the type size."""
        key = (role, text)
        width = self._widths.get(key)
        if width is None:
            width = self._widths[key] = sum(font.width(run) for font, run in self.runs(role, text))
        return width

    def shaped_width(self, role: Role, text: str) -> float:
        """Width of a text from right to left, its letters joined."""
        return sum(font.shape(run)[1] for font, run in self.runs(role, text))
