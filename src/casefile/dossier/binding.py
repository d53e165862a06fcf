"""Several finished dossiers bound into one file: their pages after each other, each with its links and bookmarks."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf

_TOP = 10_000.0
"""Points above the foot of any page."""


def bound(parts: Sequence[tuple[str, bytes]], title: str, language: str) -> bytes:
    """One file of several. The same parts give the same bytes.

    Args:
        parts: Title and file of each, as `pdf.render` makes it; the title becomes the bookmark above its own ones.
        title: Of the whole, for the file's properties.
        language: ISO 639-1 code, as each of the parts bears it.

    Raises:
        pikepdf.PdfError: A part is broken.
    """
    out = io.BytesIO()
    with pikepdf.new() as whole:
        bookmarks: list[pikepdf.OutlineItem] = []
        for name, pdf in parts:
            with pikepdf.open(io.BytesIO(pdf)) as part:
                bookmarks.append(_added(whole, part, name))
        with whole.open_outline() as outline:
            outline.root.extend(bookmarks)
        whole.Root.Lang = pikepdf.String(language)
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        whole.trailer.Info = whole.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(title)))
        whole.save(out, deterministic_id=True, min_version="1.7")
    return out.getvalue()


def _added(whole: pikepdf.Pdf, part: pikepdf.Pdf, name: str) -> pikepdf.OutlineItem:
    first = len(whole.pages)
    numbers = {page.obj.objgen: number for number, page in enumerate(part.pages)}
    # A link points to a page of the file it was in; it is taken off, and put on again once all pages are here.
    links: list[tuple[int, int, tuple[int, float]]] = []
    for number, page in enumerate(part.pages):
        for at, note in enumerate(page.obj.get("/Annots", [])):
            links.append((number, at, _place(note.Dest, numbers)))
            del note.Dest
    top = pikepdf.OutlineItem(name, first, "Fit")
    with part.open_outline() as outline:
        top.children.extend(_bookmark(one, first, numbers) for one in outline.root)
    whole.pages.extend(part.pages)
    for number, at, (to, height) in links:
        there = [whole.pages[first + to].obj, pikepdf.Name.XYZ, 0, height, 0]
        whole.pages[first + number].obj.Annots[at].Dest = pikepdf.Array(there)
    return top


def _place(dest: Any, numbers: Mapping[tuple[int, int], int]) -> tuple[int, float]:
    """Page from 0, and height above its foot."""
    height = float(dest[3]) if dest[1] == pikepdf.Name.XYZ else _TOP
    return numbers[dest[0].objgen], height


def _bookmark(item: pikepdf.OutlineItem, first: int, numbers: Mapping[tuple[int, int], int]) -> pikepdf.OutlineItem:
    page, height = _place(item.destination, numbers)
    made = pikepdf.OutlineItem(item.title, first + page, "XYZ", left=0, top=height, zoom=0)
    made.children.extend(_bookmark(one, first, numbers) for one in item.children)
    return made
