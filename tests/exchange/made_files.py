"""Files made for the tests of reading them: pictures, papers, and some that were made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import docx
import pikepdf
from PIL import Image
from pillow_heif import register_heif_opener

TAKEN, ZONE, MAKE, MODEL, SERIAL = 0x9003, 0x9011, 0x010F, 0x0110, 0xA431


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48), **exif: Any) -> bytes:
    """A picture with what a camera writes into it: `taken`, `zone`, `make`, `model`, `serial`, `gps`, `turned`."""
    register_heif_opener()
    tags = Image.Exif()
    inner = tags.get_ifd(0x8769)
    for name, number in (("taken", TAKEN), ("zone", ZONE), ("serial", SERIAL)):
        if name in exif:
            inner[number] = exif[name]
    for name, number in (("make", MAKE), ("model", MODEL), ("turned", 0x0112)):
        if name in exif:
            tags[number] = exif[name]
    if "gps" in exif:
        tags.get_ifd(0x8825).update(exif["gps"])
    made = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(made, form, exif=tags)
    return made.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is 3,600 million points large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5_000)) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 2, **info: str) -> bytes:
    """A PDF of empty pages; `info` is its document information."""
    made = pikepdf.new()
    for _number in range(pages):
        made.add_blank_page(page_size=(200, 300))
    for name, value in info.items():
        made.docinfo[f"/{name}"] = value
    written = io.BytesIO()
    made.save(written, deterministic_id=True)
    return written.getvalue()


def word(*paragraphs: str, author: str = "Invented Author") -> bytes:
    """A Word file with a table at its end."""
    made = docx.Document()
    made.core_properties.author = author
    for one in paragraphs:
        made.add_paragraph(one)
    made.add_table(1, 2).rows[0].cells[1].text = "in the table"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def packed_bomb() -> bytes:
    """A Word file whose text claims to be 100 MB of the same letter."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"a" * (100 * 1024 * 1024))
    return written.getvalue()
