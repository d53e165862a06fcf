"""The demonstration case with its files: the statement as it was published, and papers and a picture drawn in code.

The records are those of `store/demo`; this room adds what lies behind some items of evidence. Every file but the
statement says of itself that it is invented for training, in its name, in its text or on its face.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casefile.base.config import resource
from casefile.casework.acts import Act
from casefile.casework.evidence import link_evidence, log_handling
from casefile.exchange.file_types import HEAD, media_type
from casefile.exchange.metadata import in_lines, read_metadata
from casefile.exchange.papers import text_of
from casefile.store import demo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casefile.base.clock import RecordId
    from casefile.casework.book import Writer
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook
    from casefile.vault.blobs import Blob

_OFFICE = "Training Documentation Office (invented)"
_NOTE = "Invented for training."
_CALL = """INVENTED FOR TRAINING

Note of a telephone call, 11 March 2026

The mother calls at ten past nine. The parcel was not taken at the remand prison: "quarantine".
No paper was given. She asks when she may come again; she is told to call on Monday.

Taken down by: Training Documentation Office (invented)
"""
_LETTER = (
    (
        "INVENTED FOR TRAINING",
        "",
        "To the Head of Remand Prison No. 1, Qiyalkent (invented)",
        "",
        "I ask to be let in to my client. I was turned away on 9 and on 10 March 2026,",
        "without a reason in writing. The law gives him counsel from the first hour.",
        "",
        "Counsel (invented), 11 March 2026",
    ),
    ("INVENTED FOR TRAINING", "", "Annex: the entry in the visitors' book, line 44 (invented)."),
)


@dataclass(frozen=True, slots=True)
class _File:
    """One item with a file.

    Attributes:
        name: Of the file.
        content: Its bytes.
        kind: Term of `evidence_kind`.
        title: Of the item.
        about: What it is evidence for: the kind, a field and its value by which the record is found, and the relation.
        values: Further fields.
        invented: Whether it was made up.
    """

    name: str
    content: bytes
    kind: str
    title: str
    about: Sequence[tuple[str, str, str, str]]
    values: Mapping[str, str] = field(default_factory=dict)
    invented: bool = True


def fill(book: Casebook, now: datetime) -> int:
    """Enter the demonstration case, and then its files as an act of their own. Returns how many records it made.

    Args:
        book: Empty, open for writing.
        now: When the files come in, with its zone.
    """
    records = demo.fill(book)
    files = book.vault.evidence
    taken = [(one, files.take_in(io.BytesIO(one.content))) for one in _files()]
    try:
        made = book.transact(Act.LOAD_DEMO, lambda writer: sum(_record(writer, *one, now) for one in taken)).value
    except BaseException:
        for _one, blob in taken:
            files.discard(blob.name)
        raise
    return records + made


def _record(writer: Writer, one: _File, blob: Blob, now: datetime) -> int:
    moment = now.isoformat(timespec="minutes")
    found = media_type(one.content[:HEAD])
    marked = {**_mark(one), "invented": "yes"} if one.invented else {}
    values: dict[str, Value] = {
        "title": one.title,
        "evidence_kind": one.kind,
        "file_name": one.name,
        "media_type": found,
        "size_bytes": blob.size,
        "sha256": blob.sha256,
        "blob_name": blob.name,
        "blob_key": blob.identity,
        "taken_in_on": moment,
        "file_text": text_of(io.BytesIO(one.content), found),
        "file_details": in_lines(read_metadata(io.BytesIO(one.content), found, blob.size)),
        "shows_people": "no",
        "graphic": "no",
        **one.values,
        **marked,
    }
    item = writer.insert("evidence_item", **values)
    log_handling(writer, item, "received", moment, _OFFICE, **_mark(one))
    log_handling(writer, item, "hashed", moment, _OFFICE, sha256=blob.sha256, **_mark(one))
    made = 3
    for kind, name, value, relation in one.about:
        for record in _found(writer, kind, name, value):
            link_evidence(writer, item, record, relation, **_mark(one))
            made += 1
    return made


def _mark(one: _File) -> dict[str, str]:
    return {"note": _NOTE} if one.invented else {}


def _found(writer: Writer, kind: str, name: str, value: str) -> list[RecordId]:
    return [record.id for record in writer.of(kind, **{name: value})][:1]  # type: ignore[arg-type] # a field by its name


def _files() -> list[_File]:
    return [
        _File(
            "statement.txt",
            resource("demo", "statement.txt").read_bytes(),
            "document",
            "The statement as it was published",
            (("event", "title", "Unrest in western Kazakhstan in December 2011, and the response", "mentions"),),
            {"captured_on": "2011-12-20", "originality": "exact_copy", "language": "en", "protection": "open"},
            invented=False,
        ),
        _File(
            "call-11-march.txt",
            _CALL.encode(),
            "document",
            "Note of a call: parcel refused (invented)",
            (("person", "shown_name", "Aigerim Qiyalova", "mentions"),),
            {"captured_on": "2026-03-11", "originality": "original", "language": "en", "protection": "name_withheld"},
        ),
        _File(
            "letter-of-counsel.pdf",
            _letter(),
            "letter",
            "Counsel asks to be let in (invented)",
            (("person", "shown_name", "Aigerim Qiyalova", "supports"),),
            {"captured_on": "2026-03-11", "originality": "exact_copy", "language": "en", "protection": "name_withheld"},
        ),
        _File(
            "gate.jpg",
            _picture(),
            "photo",
            "The gate of the remand prison, drawn (invented)",
            (
                ("place", "shown_name", "Remand Prison No. 1, Qiyalkent (invented)", "shows"),
                ("person", "shown_name", "Aigerim Qiyalova", "supports"),
            ),
            {"originality": "original", "protection": "open", "description": "A drawing, not a photograph [invented]."},
        ),
    ]


def _letter() -> bytes:
    import pikepdf  # noqa: PLC0415 - only for the demonstration: it costs a tenth of a second

    made = pikepdf.new()
    face = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for lines in _LETTER:
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[-1]
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
        drawn = "".join(f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*\n" for line in lines)
        page.obj.Contents = made.make_stream(f"BT /F1 13 Tf 22 TL 64 760 Td\n{drawn}ET\n".encode("ascii"))
    made.docinfo["/Author"] = "Invented for training"
    made.docinfo["/CreationDate"] = "D:20260311181200+05'00'"
    written = io.BytesIO()
    made.save(written, deterministic_id=True)
    return written.getvalue()


def _picture() -> bytes:
    """A gate in a wall at dusk, with what a phone writes into its pictures."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only for the demonstration

    wide, high = 1_200, 800
    picture = Image.new("RGB", (wide, high))
    drawn = ImageDraw.Draw(picture)
    for line in range(high):
        share = line / high
        drawn.line(
            ((0, line), (wide, line)), (round(70 + 150 * share), round(96 + 90 * share), round(140 + 20 * share))
        )
    drawn.ellipse((860, 120, 960, 220), (250, 214, 150))
    drawn.polygon(((0, 430), (260, 330), (520, 420), (800, 340), (wide, 440), (wide, high), (0, high)), (74, 84, 104))
    drawn.rectangle((0, 420, wide, 690), (120, 112, 104))
    for row, top in enumerate(range(420, 690, 30)):
        for left in range(-30 * (row % 2), wide, 90):
            drawn.rectangle((left, top, left + 90, top + 30), None, (98, 91, 85), 2)
    for left in range(0, wide, 24):
        drawn.arc((left, 396, left + 30, 426), 160, 380, (40, 44, 52), 3)
    drawn.rectangle((430, 360, 770, 690), (52, 58, 68))
    drawn.rectangle((452, 384, 748, 690), (84, 94, 108))
    for left in range(470, 748, 32):
        drawn.rectangle((left, 384, left + 10, 690), (46, 52, 62))
    drawn.rectangle((452, 520, 748, 532), (46, 52, 62))
    drawn.rectangle((0, 690, wide, high), (88, 88, 92))
    drawn.rectangle((300, 718, 900, 782), (250, 248, 242), (52, 58, 68), 3)
    drawn.text((600, 750), "INVENTED FOR TRAINING", (140, 34, 26), anchor="mm", font_size=40)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Invented", "Invented Phone 3", "Drawn in code, for training"
    exif.get_ifd(0x8769).update({0x9003: "2026:03:10 18:24:00", 0x9011: "+05:00"})
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88, exif=exif)
    return written.getvalue()
