"""The last door: reads a finished file as a stranger would, and looks for what must not be in it.

Two readers that share no code, the file's properties, its bookmarks and every other text in it. A file that cannot be
read is refused like one with a find: what nobody can check does not leave the house.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pikepdf
import pypdf
from pypdf.errors import PyPdfError

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.dossier.finished_file import read
from casefile.dossier.needles import Needles


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
        with pikepdf.open(io.BytesIO(pdf)) as file:
            finished = read(file, pdf)
        streams = finished.pages
        texts = list(_by_pypdf(pdf))
    except (
        *(pikepdf.PdfError, PyPdfError, ValueError, TypeError, AttributeError),
        *(LookupError, ArithmeticError, RuntimeError),
    ) as problem:
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
    found.extend(Found(where) for where, text in finished.texts if needles.found_in(text))
    found.extend(Found(where) for where, letters in finished.spelled if letters and needles.spelled_in(letters))
    if file_name and needles.found_in(file_name):
        found.append(Found("file name"))
    return found


def _by_pypdf(pdf: bytes) -> Iterator[str]:
    # What it has to say about a file is no concern of a log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    for page in pypdf.PdfReader(io.BytesIO(pdf), strict=False).pages:
        yield page.extract_text()
