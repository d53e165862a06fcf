"""The text of papers and what they say of themselves: PDF, Word and plain text, read in memory and within bounds."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from casefile.base.text import clean
from casefile.exchange.broken import BROKEN
from casefile.exchange.file_types import WORD

if TYPE_CHECKING:
    from docx.document import Document

MOST_TEXT = 200_000
"""Characters of a text that are read: a book of a hundred pages."""

_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_PARTS = 5_000
_MOST_PAGES = 300
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD = "cp1251"
"""Text that is not Unicode is taken for the Cyrillic of Windows, the usual one where casefile is used."""


def text_of(file: BinaryIO, media_type: str) -> str:
    """The text of a paper, cut after `MOST_TEXT` characters; empty if it has none or cannot be read.

    Args:
        file: The whole file; read from its beginning.
        media_type: As `file_types` told it.
    """
    file.seek(0)
    try:
        if media_type == WORD:
            return clean(_word_text(file))[:MOST_TEXT]
        if media_type == "application/pdf":
            return clean(_pdf_text(file))[:MOST_TEXT]
        if media_type.startswith("text/"):
            return clean(_decoded(file.read(MOST_TEXT * 4)))[:MOST_TEXT]
    except BROKEN:
        return ""
    return ""


def pdf_facts(file: BinaryIO) -> dict[str, str]:
    """What a PDF says of itself, by names of its own (PDF 32000-1, 14.3.3), and how many pages it has.

    Raises:
        BaseException: One of `BROKEN`.
    """
    import pikepdf  # noqa: PLC0415 - only where there is a PDF: it costs a tenth of a second

    try:
        with pikepdf.open(file) as pdf:
            found = {"Pages": str(len(pdf.pages))}
            stated = pdf.trailer.get("/Info")
            if isinstance(stated, pikepdf.Dictionary):
                # Read as they are written: a broken file may hold anything here.
                found |= {str(name).lstrip("/"): str(value) for name, value in stated.items()}
            return found
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise ValueError from error


def word_facts(file: BinaryIO) -> dict[str, str]:
    """What a Word file says of itself: `Author`, `Title`, `Changed by`, `Made` and `Changed` (in UTC).

    Raises:
        BaseException: One of `BROKEN`.
    """
    said = _word(file).core_properties
    times = {"Made": said.created, "Changed": said.modified}
    return {
        "Author": said.author,
        "Title": said.title,
        "Changed by": said.last_modified_by,
        **{name: f"{when:%Y-%m-%dT%H:%M}Z" for name, when in times.items() if when is not None},
    }


def _pdf_text(file: BinaryIO) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - see pdf_facts
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    lines: list[str] = []
    left = MOST_TEXT
    try:
        for page in PdfReader(file, strict=False).pages:
            lines.append(page.extract_text())
            left -= len(lines[-1])
            if left <= 0 or len(lines) == _MOST_PAGES:
                break
    except PyPdfError:
        # What was read before the damage is text all the same.
        pass
    except BROKEN:
        pass
    return "\n".join(lines)


def _word_text(file: BinaryIO) -> str:
    from docx.table import Table  # noqa: PLC0415 - see _word

    lines: list[str] = []
    left = MOST_TEXT
    for block in _word(file).iter_inner_content():
        if isinstance(block, Table):
            texts = [" \t ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            texts = [block.text]
        lines.extend(texts)
        left -= sum(len(text) for text in texts)
        if left <= 0:
            break
    return "\n".join(lines)


def _word(file: BinaryIO) -> Document:
    import docx  # noqa: PLC0415 - only where there is such a file: it costs a tenth of a second
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 - the same

    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        # What a part claims to hold is all that is unpacked of it.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise ValueError
    file.seek(0)
    try:
        return docx.Document(file)
    except OpcError as error:
        raise ValueError from error


def _decoded(read: bytes) -> str:
    for mark, coding in _MARKS:
        if read.startswith(mark):
            return io.TextIOWrapper(io.BytesIO(read), coding, errors="replace").read()
    try:
        return read.decode()
    except UnicodeDecodeError as error:
        # Only the last letter was cut in two.
        if error.start >= len(read) - 4:
            return read[: error.start].decode()
        return read.decode(_OLD, errors="replace")
