"""Evidence made fit to go along: PDFs of anybody cleaned to what their pages show, and laid onto pages of ours.

Nothing of a foreign file is kept but the drawing of its pages: no script, action, form, link, attachment or property,
and none of what its pictures tell of themselves. A file that hides something, or could do harm, is refused in words.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf

from casefile.base.errors import UserError
from casefile.base.i18n import _

MOST_PAGES = 500
"""Pages of one exhibit."""
_MOST_UNPACKED = 300_000_000
_MOST_UNCOUNTED = 200_000
"""Bytes of a stream packed in a way whose unpacked size is not counted: at most 1,400 times as much comes of it."""
_PIECE = 1 << 20
_PLAIN = frozenset({"/FlateDecode", "/Fl", "/DCTDecode", "/DCT", "/CCITTFaxDecode", "/CCF", "/ASCII85Decode", "/A85"})
_COUNTED = frozenset({"/FlateDecode", "/Fl"})
_KNOWN = _PLAIN | {"/ASCIIHexDecode", "/AHx", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_TOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OPI", "/Alternates", "/AF")
_TOLD_TOO = ("/Ref", "/Measure", "/PtData", "/Name", "/Tabs", "/Thumb", "/Properties", "/OC")
_JPEG = frozenset({"/DCTDecode", "/DCT"})
_DEEPEST = 20
_JPEG_KEPT = frozenset({0xEE})
"""Of a JPEG's own notes only the one that says how its colours are stored."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture that was made anew: a JPEG, and its size in points."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a cleaned PDF: the file, and which page, from 0."""

    pdf: bytes
    page: int


Sheet: TypeAlias = Photograph | Leaf
Box: TypeAlias = tuple[float, float, float, float]


def leaves(data: bytes) -> tuple[Leaf, ...]:
    """The pages of somebody's PDF, cleaned.

    Raises:
        UserError: It is encrypted, broken, too large, or holds what could do harm or hide something; in words.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            cleaned = _cleaned(file)
        with pikepdf.open(io.BytesIO(cleaned)) as file:
            count = len(file.pages)
    except pikepdf.PasswordError:
        raise UserError(_("This PDF is encrypted. Please take in a copy without a passphrase.")) from None
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError):
        raise UserError(_("This PDF is broken, and is not printed.")) from None
    return tuple(Leaf(cleaned, page) for page in range(count))


def _cleaned(file: pikepdf.Pdf) -> bytes:
    if file.is_encrypted:
        raise UserError(_("This PDF is encrypted. Please take in a copy without a passphrase."))
    if "/OCProperties" in file.Root:
        raise UserError(_("This PDF has layers that can be hidden, so nobody can tell what it shows."))
    if not 0 < len(file.pages) <= MOST_PAGES:
        raise UserError(_("This PDF has no pages, or more than {n}.").format(n=MOST_PAGES))
    _weigh(file)
    if "/AcroForm" in file.Root:
        # What was typed into a form is seen on its pages, and stays seen without the form.
        file.generate_appearance_streams()
        file.flatten_annotations("print")
    new = pikepdf.new()
    for page in file.pages:
        width, height = _size(page)
        leaf = new.add_blank_page(page_size=(width, height))
        drawn = new.copy_foreign(page.as_form_xobject())
        leaf.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Leaf": drawn}))
        leaf.obj.Contents = new.make_stream(_placed(leaf, drawn, "/Leaf", (0, 0, width, height)))
    for thing in new.objects:
        _untold(thing, 0)
    out = io.BytesIO()
    new.remove_unreferenced_resources()
    new.save(out, deterministic_id=True)
    return out.getvalue()


def _size(page: pikepdf.Page) -> tuple[float, float]:
    box = page.trimbox
    across, down = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
    if not (0 < abs(across) < 20_000 and 0 < abs(down) < 20_000):  # noqa: PLR2004 - the format's own bound is 14,400
        raise ValueError("size")
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (abs(down), abs(across)) if turned else (abs(across), abs(down))


def _weigh(file: pikepdf.Pdf) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked."""
    whole = 0
    for thing in file.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        held = thing.get("/Filter", pikepdf.Array())
        filters = [str(one) for one in held] if isinstance(held, pikepdf.Array) else [str(held)]
        if not _KNOWN.issuperset(filters):
            raise UserError(_("This PDF holds pictures or other parts of a kind that cannot be cleaned."))
        packed = [one for one in filters if one not in {"/DCTDecode", "/DCT", "/ASCII85Decode", "/A85"}]
        raw = bytes(thing.read_raw_bytes())
        points = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
        if filters and filters[0] in _COUNTED and len(packed) == 1:
            whole += _unpacked(raw)
        elif any(one not in _PLAIN for one in filters) or len(packed) > 1:
            whole += _MOST_UNPACKED + 1 if len(raw) > _MOST_UNCOUNTED else len(raw) * 1400
        if whole > _MOST_UNPACKED or points > _MOST_UNPACKED // 4:
            raise UserError(_("This PDF is small as a file and huge when it is unpacked, which could harm."))


def _unpacked(raw: bytes) -> int:
    """How much comes of a stream, counted without keeping it; stops above the bound."""
    opened, size, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and size <= _MOST_UNPACKED and not opened.eof:
            size += len(opened.decompress(rest, _PIECE))
            rest = opened.unconsumed_tail
    except zlib.error:
        raise ValueError("stream") from None
    return size


def _untold(thing: Any, depth: int) -> None:
    """Take away what a thing tells beside what it draws."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in {*_TOLD, *_TOLD_TOO}.intersection(thing.keys()):
            del thing[key]
        parts = [thing[key] for key in list(thing.keys())]
    elif isinstance(thing, pikepdf.Array):
        parts = [thing[at] for at in range(len(thing))]
    else:
        return
    for part in parts:
        if depth < _DEEPEST and not getattr(part, "is_indirect", False):
            _untold(part, depth + 1)
    if isinstance(thing, pikepdf.Stream):
        _picture_untold(thing)


def _picture_untold(thing: Any) -> None:
    if str(thing.get("/Filter", "")) in _JPEG:
        thing.write(without_notes(bytes(thing.read_raw_bytes())), filter=pikepdf.Name.DCTDecode)
    elif not _JPEG.isdisjoint(str(one) for one in _listed(thing)):
        raise UserError(_("This PDF holds pictures or other parts of a kind that cannot be cleaned."))


def _listed(thing: Any) -> Iterator[Any]:
    held = thing.get("/Filter")
    if isinstance(held, pikepdf.Array):
        yield from held


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without what it tells of itself: camera, place, names, comments, and whatever follows its end.

    Raises:
        ValueError: It is none.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("jpeg")
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:  # noqa: PLR2004 - every part begins with it
        kind = jpeg[at + 1]
        if kind == 0xFF:  # noqa: PLR2004 - a filler
            at += 1
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if kind == 0xDA:  # noqa: PLR2004 - from here the picture itself
            last = jpeg.rfind(b"\xff\xd9")
            kept.append(jpeg[at : last + 2] if last > at else jpeg[at:])
            return b"".join(kept)
        if not (0xE0 <= kind <= 0xEF or kind == 0xFE) or kind in _JPEG_KEPT:  # noqa: PLR2004 - notes and comments
            kept.append(jpeg[at:end])
        at = end
    raise ValueError("jpeg")


def laid(pdf: bytes, sheets: Sequence[tuple[int, Sheet, Box]]) -> bytes:
    """A dossier with its exhibits laid into the frames that were left for them. The same input gives the same bytes.

    Args:
        pdf: The dossier.
        sheets: For each the page, from 0, what is laid there, and the frame: left, bottom, right and top in points.
    """
    opened: dict[int, pikepdf.Pdf] = {}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for number, sheet, box in sheets:
            page = file.pages[number]
            if isinstance(sheet, Photograph):
                drawn, placed = _photograph(file, sheet, box)
            else:
                if id(sheet.pdf) not in opened:
                    opened[id(sheet.pdf)] = pikepdf.open(io.BytesIO(sheet.pdf))
                drawn = file.copy_foreign(opened[id(sheet.pdf)].pages[sheet.page].as_form_xobject())
                placed = _placed(page, drawn, "/Exhibit", box)
            if "/XObject" not in page.Resources:
                page.Resources.XObject = pikepdf.Dictionary()
            page.Resources.XObject["/Exhibit"] = drawn
            page.contents_add(b"q\n" + placed + b"\nQ", prepend=False)
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    for one in opened.values():
        one.close()
    return out.getvalue()


def _placed(page: pikepdf.Page, drawn: Any, name: str, box: Box) -> bytes:
    """The operators that draw a page within a frame: upright, made smaller where it has to be, and never larger."""
    return page.calc_form_xobject_placement(
        drawn,
        pikepdf.Name(name),
        pikepdf.Rectangle(*box),
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=False,
    )


def _photograph(file: pikepdf.Pdf, sheet: Photograph, box: Box) -> tuple[Any, bytes]:
    drawn = file.make_stream(
        sheet.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=sheet.width,
        Height=sheet.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    left, bottom, right, top = box
    scale = min((right - left) / sheet.width, (top - bottom) / sheet.height, 1.0)
    wide, high = sheet.width * scale, sheet.height * scale
    x, y = left + (right - left - wide) / 2, top - high
    return drawn, f"{wide:.2f} 0 0 {high:.2f} {x:.2f} {y:.2f} cm /Exhibit Do".encode()
