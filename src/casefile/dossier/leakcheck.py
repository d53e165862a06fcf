"""The last door: reads a finished file as a stranger would, and looks for what must not be in it.

Two readers that share no code, the file's properties, its bookmarks and every other text in it. A file that cannot be
read is refused like one with a find: what nobody can check does not leave the house.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdf
from pypdf.errors import PyPdfError

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.dossier.needles import Needles

_DEEPEST = 40
_TEXT_KEYS = frozenset({"/Contents", "/Title", "/T", "/TU", "/Alt", "/ActualText", "/E", "/UF", "/F", "/Desc", "/URI"})


class LeakError(UserError):
    """A finished file holds something that must not leave the house, or cannot be read. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found.

    Attributes:
        where: "text by pikepdf", "text by pypdf", "properties", "bookmarks", "objects" or "file name".
        page: From 1; 0 if it is not on a page.
    """

    where: str
    page: int = 0


def check(pdf: bytes, needles: Needles, file_name: str = "", fixed: Callable[[], Iterable[str]] = tuple) -> None:
    """Refuse a file that holds any needle, or that cannot be read.

    Args:
        pdf: The finished file.
        needles: What must not be in it.
        file_name: The name it will have.
        fixed: The form's own texts, asked for only if there is a find: see `Needles.beside`.

    Raises:
        LeakError: It does, or cannot be read. The message names the place, never the words.
    """
    found = find(pdf, needles, file_name)
    if found:
        found = find(pdf, needles.beside(fixed()), file_name)
    if found:
        places = ", ".join(dict.fromkeys(f"{one.where} ({one.page})" if one.page else one.where for one in found))
        raise LeakError(
            _("The finished file holds a name or number that may not be printed, in: {places}.").format(places=places)
        )


def find(pdf: bytes, needles: Needles, file_name: str = "") -> list[Found]:
    """Where a file holds any needle.

    Raises:
        LeakError: It cannot be read, or the two readers see a different number of pages.
    """
    try:
        streams = list(_by_streams(pdf))
        texts = list(_by_pypdf(pdf))
        rest = list(_rest(pdf))
    except (pikepdf.PdfError, PyPdfError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise LeakError(_("The finished file cannot be read, so it cannot be checked.")) from problem
    if len(streams) != len(texts) or any(
        bool(one.strip()) != bool(two.strip()) for one, two in zip(streams, texts, strict=True)
    ):
        raise LeakError(_("Two readers see different pages in the finished file, so it cannot be checked."))
    found: list[Found] = []
    for where, pages in (("text by pikepdf", streams), ("text by pypdf", texts)):
        found.extend(Found(where, number) for number, text in enumerate(pages, 1) if needles.found_in(text))
        # A name may begin on one page and end on the next.
        if not found and needles.found_in(" ".join(pages)):
            found.append(Found(where))
    found.extend(Found(where) for where, text in rest if needles.found_in(text))
    if file_name and needles.found_in(file_name):
        found.append(Found("file name"))
    return found


def _by_pypdf(pdf: bytes) -> Iterator[str]:
    # What it has to say about a file is no concern of a log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    for page in pypdf.PdfReader(io.BytesIO(pdf), strict=False).pages:
        yield page.extract_text()


def _by_streams(pdf: bytes) -> Iterator[str]:
    """The letters of each page in the order in which they are drawn, by the fonts' own tables."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            readings: dict[str, dict[int, str]] = {}
            letters: list[str] = []
            font = ""
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                operands = instruction.operands
                if operator == "Tf":
                    font = str(operands[0])
                    if font not in readings:
                        readings[font] = _reading(page.resources["/Font"][font])
                elif operator in {"Tj", "'", '"'}:
                    letters.append(_read(operands[-1], readings[font]))
                elif operator == "TJ":
                    letters.extend(
                        _read(part, readings[font]) for part in operands[0] if isinstance(part, pikepdf.String)
                    )
                elif operator in {"Tm", "T*", "TD"}:
                    letters.append("\n")
            # Letters from right to left stand in the order of drawing; turned round they read as well.
            drawn = "".join(letters)
            turned = "\n".join(line[::-1] for line in drawn.split("\n"))
            yield drawn if drawn.isascii() else f"{drawn}\n{turned}"


def _reading(font: Any) -> dict[int, str]:
    """What each code of a font stands for, from its ToUnicode table."""
    table: dict[int, str] = {}
    for line in font["/ToUnicode"].read_bytes().decode("ascii").splitlines():
        parts = line.split()
        if len(parts) == 2 and all(part.startswith("<") and part.endswith(">") for part in parts):  # noqa: PLR2004 - code and letters
            table[int(parts[0][1:-1], 16)] = bytes.fromhex(parts[1][1:-1]).decode("utf-16-be")
    return table


def _read(shown: Any, reading: dict[int, str]) -> str:
    codes = bytes(shown)
    return "".join(reading.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd") for at in range(0, len(codes), 2))


def _rest(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Every text of the file that is not drawn on a page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for value in file.docinfo.values():
            yield "properties", str(value)
        if "/Metadata" in file.Root:
            yield "properties", file.Root.Metadata.read_bytes().decode("utf-8", "replace")
        for item in _outline(list(file.open_outline().root), 0):
            yield "bookmarks", item
        for name, attachment in file.attachments.items():
            yield "objects", name
            yield "objects", attachment.get_file().read_bytes().decode("utf-8", "replace")
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary):
                for key, value in thing.items():
                    if key in _TEXT_KEYS and isinstance(value, pikepdf.String):
                        yield "objects", str(value)


def _outline(items: list[Any], depth: int) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        if depth < _DEEPEST:
            yield from _outline(list(item.children), depth + 1)
