"""Everything that somebody can read out of a finished PDF: what is drawn, what lies beside it, what was left behind.

A reader of files sees more than the pages: fields, links, names of layers and fonts, comments, colours of a picture,
an earlier state that a later one was only laid over. All of it is given back as text to look for words in.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

import pikepdf

from casefile.dossier.jpeg_notes import beside_points
from casefile.dossier.needles import LETTERS_IN_BYTES

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_STILL: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 20
_FRAGMENT = 3
"""Letters up to which a piece of drawn text is taken for a part of a word that goes on in the next one."""
_PIXELS = 1_000_000
"""Bytes of a picture up to which its colours are read as letters too."""
_ENCODINGS = ("utf-8", "latin-1", "cp1251", "utf-16-be", "utf-16-le")
_OF_THE_FORMAT = """
Type Subtype Page Pages Catalog Kids Parent Count Contents Resources MediaBox CropBox Rotate Font XObject Image
Form Font0 Type0 TrueType Type1 Type3 FontDescriptor FontName FontBBox FontFile FontFile2 FontFile3 BaseFont
Encoding ToUnicode DescendantFonts CIDFontType0 CIDFontType2 CIDSystemInfo CIDToGIDMap Registry Ordering
Supplement Identity Ascent Descent CapHeight Flags ItalicAngle StemV DW W Widths FirstChar LastChar Length
Length1 Length2 Length3 Filter FlateDecode ASCII85Decode ASCIIHexDecode DCTDecode LZWDecode RunLengthDecode
DecodeParms Predictor Columns Colors Annots Annot Link Rect Border Dest XYZ Fit FitH FitV FitR URI Action GoTo
Lang Outlines First Last Next Prev Title PageMode PageLayout UseNone UseOutlines ViewerPreferences
DisplayDocTitle Info Root Size ID XRef ObjStm Author Subject Keywords Creator Producer CreationDate ModDate
Trapped Metadata XML Width Height ColorSpace DeviceRGB DeviceGray DeviceCMYK Indexed ICCBased BitsPerComponent
Decode Interpolate SMask Mask Matrix BBox Group Transparency ProcSet PDF Text ImageB ImageC ImageI ExtGState
Pattern Shading Properties Names Dests EmbeddedFiles OutputIntents OutputIntent DestOutputProfile
OutputConditionIdentifier RegistryName Alternate StructTreeRoot MarkInfo Marked Extends AcroForm Fields Sig
ByteRange SubFilter Reason Location Perms DocMDP Direction Print View PageLabels Version
"""
_KNOWN = frozenset(_OF_THE_FORMAT.split())
"""Words of the format itself, in any file; a person may be called Lang or Page."""
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.){3,})\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_STREAM_ENDS = b"endstream"
_END = b"%%EOF"
_OF_NAMES = re.compile(b"/(?:" + b"|".join(sorted(one.encode() for one in _KNOWN)) + rb")\b")
_BLOCK = re.compile(r"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(r"<([0-9A-Fa-f\s]*)>|([\[\]])")
_UNI = re.compile(r"(?:uni|u)([0-9A-F]{4,6})")


@dataclass(slots=True)
class Finished:
    """What a file holds.

    Attributes:
        pages: The text of each page in several orders: as it is drawn, by lines and by columns.
        texts: Other texts, each with where it stands.
        spelled: Letters found in what is no text: pictures, fonts, comments, what is left of earlier states.
    """

    pages: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    spelled: list[tuple[str, str]] = field(default_factory=list)


def read(file: pikepdf.Pdf, pdf: bytes, packed_here: Collection[bytes] = ()) -> Finished:
    """Read a file.

    Args:
        file: It, open.
        pdf: Its bytes.
        packed_here: SHA-256 of each JPEG that was packed here from points alone: the packed points of these, and of no
            other picture, are taken for what they are. What else they hold is read.

    Raises:
        pikepdf.PdfError: It is broken.
        ValueError, KeyError, TypeError: It holds what nobody here can read.
    """
    found = Finished()
    drawing = _Drawing()
    for page in file.pages:
        found.pages.append(drawing.page(page))
    found.texts.extend(("objects", text) for text in drawing.beside)
    _objects(file, drawing, found, packed_here)
    _outlines(file, found)
    _left_behind(file, pdf, found, packed_here)
    return found


# --- what is drawn ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    x: float
    y: float
    text: str
    starts: bool


class _Drawing:
    """Reads contents of pages and of what is drawn on them, each font's table once."""

    def __init__(self) -> None:
        self._fonts: dict[Any, _Font] = {}
        self.beside: list[str] = []
        """Strings and names of the contents that are not drawn: what somebody hears in place of a picture."""
        self.bytes: list[bytes] = []

    def page(self, page: pikepdf.Page) -> str:
        resources = page.resources if "/Resources" in page.obj or page.obj.get("/Parent") else pikepdf.Dictionary()
        return _orders(list(self._pieces(page, resources, _STILL, 0)))

    def form(self, stream: Any) -> str:
        """The text of something drawn that no page need show, such as the look of a note."""
        return _orders(list(self._pieces(stream, stream.get("/Resources", pikepdf.Dictionary()), _STILL, 0)))

    def _pieces(self, content: Any, resources: Any, at: Matrix, depth: int) -> Iterator[_Piece]:  # noqa: C901, PLR0912 - one branch an operator
        kept: list[Matrix] = []
        line, leading, fresh = _STILL, 0.0, True
        font: _Font | None = None
        for one in pikepdf.parse_content_stream(content):
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                self.bytes.append(bytes(one.iimage.read_bytes()) if not one.iimage.filters else b"")
                self.beside.extend(_strings(one.iimage.obj, 0))
                continue
            operator, given = str(one.operator), one.operands
            if operator == "q":
                kept.append(at)
            elif operator == "Q" and kept:
                at = kept.pop()
            elif operator == "cm":
                at, fresh = _times(_numbers(given), at), True
            elif operator == "BT":
                line, fresh = _STILL, True
            elif operator == "Tm":
                line, fresh = _numbers(given), True
            elif operator in {"Td", "TD"}:
                x, y = float(given[0]), float(given[1])
                leading = -y if operator == "TD" else leading
                line, fresh = _times((1, 0, 0, 1, x, y), line), True
            elif operator == "TL":
                leading = float(given[0])
            elif operator == "Tf":
                font = self._font(resources["/Font"][str(given[0])])
            elif operator == "gs" and "/Font" in resources["/ExtGState"][str(given[0])]:
                font = self._font(resources["/ExtGState"][str(given[0])]["/Font"][0])
            elif operator == "Do":
                drawn = resources["/XObject"][str(given[0])]
                if drawn.get("/Subtype") == "/Form" and depth < _DEEPEST:
                    yield from self._pieces(drawn, drawn.get("/Resources", resources), at, depth + 1)
                elif drawn.get("/Subtype") == "/Form":
                    raise ValueError("deep")
            elif operator in {"BDC", "DP", "BMC", "MP"}:
                self.beside.extend(text for operand in given for text in _strings(operand, 0))
            if operator in {"T*", "'", '"'}:
                line, fresh = _times((1, 0, 0, 1, 0, -leading), line), True
            if operator in {"Tj", "'", '"', "TJ"}:
                shown = given[0] if operator == "TJ" else [given[-1]]
                if font is None:
                    raise ValueError("no font")
                text = "".join(font.read(bytes(part)) for part in shown if isinstance(part, pikepdf.String))
                place = _times(line, at)
                yield _Piece(place[4], place[5], text, fresh)
                fresh = False

    def _font(self, font: Any) -> _Font:
        key = font.objgen if font.is_indirect else id(font)
        if key not in self._fonts:
            self._fonts[key] = _Font(font)
        return self._fonts[key]


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _orders(pieces: list[_Piece]) -> str:
    """The pieces as they were drawn, turned round, and letters set one by one in the order of their places."""
    drawn = "".join(("\n" if one.starts else "") + one.text for one in pieces)
    # Letters from right to left stand in the order of drawing; turned round they read as well.
    readings = [drawn] if drawn.isascii() else [drawn, "\n".join(line[::-1] for line in drawn.split("\n"))]
    small = [one for one in pieces if one.text.strip() and len(one.text.strip()) <= _FRAGMENT]
    if small:
        readings.append(_glued(small))
        by_row = sorted(small, key=lambda one: (-round(one.y), one.x))
        by_column = sorted(small, key=lambda one: (round(one.x), -one.y))
        readings.extend((_glued(by_row), _glued(by_column), _glued(by_row)[::-1], _glued(by_column)[::-1]))
    return "\n".join(readings)


def _glued(pieces: list[_Piece]) -> str:
    # A blank that stands in a piece stays: words of one line are not one word.
    return "".join(one.text for one in pieces)


class _Font:
    """What the codes of a font stand for."""

    def __init__(self, font: Any) -> None:
        self._wide = font.get("/Subtype") == "/Type0"
        if "/ToUnicode" in font:
            self._table = dict(_cmap(font["/ToUnicode"].read_bytes().decode("latin-1")))
        elif self._wide:
            raise KeyError("/ToUnicode")
        else:
            self._table = {}
        if not self._wide:
            self._table = _encoded(font.get("/Encoding")) | self._table

    def read(self, codes: bytes) -> str:
        """A string as it is shown."""
        step = 2 if self._wide else 1
        read = (int.from_bytes(codes[at : at + step], "big") for at in range(0, len(codes), step))
        return "".join(self._table.get(code, "\ufffd") for code in read)


def _cmap(text: str) -> Iterator[tuple[int, str]]:
    for kind, body in _BLOCK.findall(text):
        tokens = [found[1] or re.sub(r"\s", "", found[0]) for found in _TOKEN.findall(body)]
        while tokens:
            first = int(tokens.pop(0), 16)
            last = int(tokens.pop(0), 16) if kind == "range" else first
            if tokens[0] == "[":
                end = tokens.index("]")
                yield from zip(range(first, last + 1), map(_letters, tokens[1:end]), strict=False)
                del tokens[: end + 1]
                continue
            said = _letters(tokens.pop(0))
            for number in range(min(last - first, 0xFFFF) + 1):
                yield first + number, said[:-1] + chr(ord(said[-1]) + number) if said else ""


def _letters(hexed: str) -> str:
    return bytes.fromhex(hexed).decode("utf-16-be", "replace")


def _encoded(encoding: Any) -> dict[int, str]:
    """The letters of a plain font by its encoding, as far as names of letters say them."""
    base = encoding.get("/BaseEncoding", "") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = "mac_roman" if str(base) == "/MacRomanEncoding" else "cp1252"
    table = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
    at = 0
    for one in encoding.get("/Differences", []) if isinstance(encoding, pikepdf.Dictionary) else []:
        if isinstance(one, pikepdf.Name):
            name = str(one)[1:]
            letter = _UNI.fullmatch(name)
            table[at] = chr(int(letter[1], 16)) if letter else name if len(name) == 1 else table.get(at, "\ufffd")
            at += 1
        else:
            at = int(one)
    return table


# --- what lies beside it ---------------------------------------------------------------------------------------------


def _strings(thing: Any, depth: int) -> Iterator[str]:
    """Every string and every name of a thing that stands in itself, not those of what it points to."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        yield bytes(thing).decode("utf-8", "ignore")
    elif isinstance(thing, pikepdf.Name):
        yield from _name(str(thing))
    elif isinstance(thing, pikepdf.Array):
        parts = [thing[at] for at in range(len(thing))]
        for part in parts:
            if not getattr(part, "is_indirect", False) and depth < _DEEPEST:
                yield from _strings(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        own = thing.items() if isinstance(thing, pikepdf.Dictionary) else thing.stream_dict.items()
        for key, part in own:
            yield from _name(key)
            if not getattr(part, "is_indirect", False) and depth < _DEEPEST:
                yield from _strings(part, depth + 1)


def _name(name: str) -> Iterator[str]:
    said = name.removeprefix("/").rpartition("+")[2]
    if said not in _KNOWN:
        yield unquote(said.replace("#", "%"))


def _objects(file: pikepdf.Pdf, drawing: _Drawing, found: Finished, packed_here: Collection[bytes]) -> None:
    texts: dict[str, None] = {}
    contents = {one.objgen for page in file.pages for one in _contents(page)}
    for thing in (*file.objects, file.trailer):
        for text in _strings(thing, 0):
            texts.setdefault(text)
            texts.setdefault(unquote(text))
        if isinstance(thing, pikepdf.Stream):
            _stream(thing, drawing, found, packed_here, drawn=thing.objgen in contents)
    found.texts.extend(("objects", text) for text in texts if text)
    found.spelled.extend(("objects", letters_in(data)) for data in drawing.bytes)
    for name, attachment in file.attachments.items():
        found.texts.append(("objects", name))
        # What is no text cannot be looked through, and a dossier carries no other file.
        found.texts.append(("objects", attachment.get_file().read_bytes().decode("utf-8")))


def _contents(page: pikepdf.Page) -> list[Any]:
    held = page.obj.get("/Contents")
    if held is None:
        return []
    return [held[at] for at in range(len(held))] if isinstance(held, pikepdf.Array) else [held]


def _stream(thing: Any, drawing: _Drawing, found: Finished, packed_here: Collection[bytes], *, drawn: bool) -> None:
    raw = bytes(thing.read_raw_bytes())
    if packed_here and thing.get("/Subtype") == "/Image" and hashlib.sha256(raw).digest() in packed_here:
        found.spelled.append(("objects", letters_in(beside_points(raw))))
        return
    try:
        data = bytes(thing.read_bytes())
    except pikepdf.PdfError:
        # A picture in a form of its own: its letters stand in the bytes as they are.
        data = raw
    if thing.get("/Subtype") == "/Image":
        found.spelled.append(("objects", letters_in(raw)))
        if data is not raw and len(data) <= _PIXELS:
            found.spelled.append(("objects", letters_in(data)))
        return
    found.spelled.append(("objects", letters_in(data)))
    text = data.decode("utf-8", "ignore")
    if thing.get("/Subtype") == "/Form":
        found.texts.append(("objects", drawing.form(thing)))
    elif "beginbf" in text:
        found.texts.extend(("objects", said) for _code, said in _cmap(text) if len(said) > _FRAGMENT)
    elif thing.get("/Type") == "/Metadata" or thing.get("/Subtype") == "/XML":
        found.texts.append(("properties", html.unescape(text)))
        found.texts.append(("properties", re.sub(r"<[^>]*>", " ", html.unescape(text))))
    elif not drawn and text.isprintable():
        found.texts.append(("objects", html.unescape(unquote(text))))


def _outlines(file: pikepdf.Pdf, found: Finished) -> None:
    found.texts.extend(("properties", str(value)) for value in file.docinfo.values())
    with file.open_outline() as outline:
        found.texts.extend(("bookmarks", title) for title in _titles(outline.root, 0))


def _titles(items: Any, depth: int) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        if depth < _DEEPEST:
            yield from _titles(item.children, depth + 1)


# --- what was left behind --------------------------------------------------------------------------------------------


def letters_in(data: bytes) -> str:
    """Stretches of letters in what is no text, one a line, whatever encoding they might be in."""
    found: dict[str, None] = {}
    for encoding in _ENCODINGS:
        for start in (0, 1) if encoding.startswith("utf-16") else (0,):
            for run in LETTERS_IN_BYTES.findall(data[start:].decode(encoding, "replace")):
                found.setdefault(run)
    return "\n".join(found)


def _left_behind(file: pikepdf.Pdf, pdf: bytes, found: Finished, packed_here: Collection[bytes]) -> None:
    """What stands in the bytes and belongs to no object: comments, and states that a later one was laid over."""
    known = {
        hashlib.sha256(bytes(one.read_raw_bytes())).digest() for one in file.objects if isinstance(one, pikepdf.Stream)
    }
    around: list[bytes] = []
    after = 0
    for start, begin, end, stop in _streams(pdf):
        around.append(pdf[after:start])
        after = stop
        held = pdf[begin:end]
        if hashlib.sha256(held).digest() not in known:
            found.spelled.append(("objects", letters_in(held)))
            found.spelled.append(("objects", letters_in(_unpacked(held))))
    plain = _OF_NAMES.sub(b" ", b" ".join((*around, pdf[after:])))
    found.spelled.append(("objects", letters_in(plain)))
    for hexed in _HEX.findall(plain):
        digits = re.sub(rb"\s", b"", hexed)
        found.spelled.append(("objects", letters_in(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))))
    for literal in _LITERAL.findall(plain):
        found.spelled.append(("objects", letters_in(_ESCAPE.sub(_unescaped, literal))))
    for end in [match.end() for match in re.finditer(_END, pdf)][:-1]:
        with pikepdf.open(io.BytesIO(pdf[:end])) as earlier:
            before = read(earlier, pdf[:end], packed_here)
        found.texts.extend(("objects", text) for text in before.pages)
        found.texts.extend(before.texts)


def _streams(pdf: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Where each stream stands: from its word, its first byte, after its last, and after the word that ends it."""
    at = 0
    while (word := _STREAM.search(pdf, at)) and (stop := pdf.find(_STREAM_ENDS, word.end())) >= 0:
        end = stop - 1 if pdf[stop - 1 : stop] == b"\n" and stop > word.end() else stop
        end = end - 1 if pdf[end - 1 : end] == b"\r" and end > word.end() else end
        at = stop + len(_STREAM_ENDS)
        yield word.start(), word.end(), end, at


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8) & 0xFF]) if said[:1].isdigit() and said[:1] < b"8" else said


def _unpacked(held: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(held, 50_000_000)
    except zlib.error:
        return b""
