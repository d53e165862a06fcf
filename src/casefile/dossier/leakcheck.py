"""The last door: reads a finished file as a stranger would, and looks for what must not be in it.

Two readers that share no code, the file's properties, its bookmarks and every other text in it. A file that cannot be
read is refused like one with a find: what nobody can check does not leave the house.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal
from zipfile import BadZipFile

import pikepdf
import pypdf
from pypdf.errors import PyPdfError

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.dossier.finished_docx import read_docx
from casefile.dossier.finished_file import letters_in, read
from casefile.dossier.needles import Needles


class LeakError(UserError):
    """A finished file holds something that must not leave the house, or cannot be read. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found.

    Attributes:
        where: "text by pikepdf", "text by pypdf", "properties", "bookmarks", "objects" or "file name"; of a file of
            Word "text", "text by python-docx", the name of a part, "properties" or "file name".
        page: From 1; 0 if it is not on a page.
    """

    where: str
    page: int = 0


def check(
    data: bytes,
    needles: Needles,
    file_name: str = "",
    fixed: Callable[[], Iterable[str]] = tuple,
    *,
    form: Literal["pdf", "docx"] = "pdf",
    packed_here: Collection[bytes] = (),
) -> None:
    """Refuse a file that holds any needle, or that cannot be read.

    Args:
        data: The finished file.
        needles: What must not be in it.
        file_name: The name it will have.
        fixed: The form's own texts, asked for only if there is a find: see `Needles.beside`.
        form: What kind of file it is.
        packed_here: SHA-256 of each JPEG packed here from points alone: see `finished_file.read`.

    Raises:
        LeakError: It does, or cannot be read. The message names the place, never the words.
    """
    look = partial(find, packed_here=packed_here) if form == "pdf" else find_in_docx
    found = look(data, needles, file_name)
    if found:
        found = look(data, needles.beside(fixed()), file_name)
    if found:
        places = ", ".join(dict.fromkeys(f"{one.where} ({one.page})" if one.page else one.where for one in found))
        raise LeakError(
            _("The finished file holds a name or number that may not be printed, in: {places}.").format(places=places)
        )


def find(pdf: bytes, needles: Needles, file_name: str = "", packed_here: Collection[bytes] = ()) -> list[Found]:
    """Where a file holds any needle.

    Raises:
        LeakError: It cannot be read, or the two readers see a different number of pages.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            finished = read(file, pdf, packed_here)
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


def find_in_docx(data: bytes, needles: Needles, file_name: str = "") -> list[Found]:
    """Where a file of Word holds any needle.

    Raises:
        LeakError: It cannot be read, it holds what casefile does not write, or the two readers see different texts.
    """
    try:
        finished = read_docx(data)
        body, foot = _by_docx(data)
    except (ValueError, LookupError, TypeError, AttributeError, BadZipFile, SyntaxError) as problem:
        raise LeakError(_("The finished file cannot be read, so it cannot be checked.")) from problem
    ours = " ".join(finished.paragraphs)
    if "".join("".join(finished.paragraphs[: len(body)]).split()) != "".join("".join(body).split()):
        raise LeakError(_("Two readers see different texts in the finished file, so it cannot be checked."))
    found: list[Found] = []
    # A name may begin in one paragraph and end in the next, or stand letter by letter in many.
    for where, parts in (("text", finished.paragraphs), ("text by python-docx", [*body, *foot])):
        if any(needles.found_in(one) for one in (*parts, " ".join(parts), "".join(parts))):
            found.append(Found(where))
    found.extend(Found(where) for where, text in finished.others if needles.found_in(text))
    if needles.spelled_in(letters_in(data)) or needles.spelled_in(ours):
        found.append(Found("objects"))
    if file_name and needles.found_in(file_name):
        found.append(Found("file name"))
    return found


def _by_docx(data: bytes) -> tuple[list[str], list[str]]:
    """The paragraphs of the body and of the foot, as another reader of such files sees them."""
    import docx  # noqa: PLC0415 - only where a file of Word is made: it costs a fifth of a second

    document = docx.Document(io.BytesIO(data))
    body: list[str] = []
    for one in document.iter_inner_content():
        if isinstance(one, docx.table.Table):
            # A cell that goes across several columns is given once for each.
            body.extend(part.text for row in one.rows for cell in dict.fromkeys(row.cells) for part in cell.paragraphs)
        else:
            body.append(one.text)
    foot = [part.text for section in document.sections for part in section.footer.paragraphs]
    return body, foot


def _by_pypdf(pdf: bytes) -> Iterator[str]:
    # What it has to say about a file is no concern of a log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    for page in pypdf.PdfReader(io.BytesIO(pdf), strict=False).pages:
        yield page.extract_text()
