"""What a file is, told from its first bytes: a name can say anything."""

from __future__ import annotations

HEAD = 4096
"""How many bytes from the beginning of a file are enough."""
UNKNOWN = "application/octet-stream"

_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (0, b"PK\x03\x04", "application/zip"),
)
# RIFF and ISO media files say what they are behind a length.
_RIFF = frozenset({"image/webp", "audio/wav", "video/x-msvideo"})
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"mif1", "image/heic"),
    (b"msf1", "image/heic"),
    (b"avif", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
    (b"3gp", "video/3gpp"),
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of a Word file."""
_KINDS = {"image": "photo", "video": "video", "audio": "audio", "text": "document"}
_PAPERS = frozenset({"application/pdf", "application/msword", WORD})
_SPACES = b"\t\n\f\r"
_FIRST_PRINTED = 0x20


def media_type(head: bytes) -> str:
    """The type of a file.

    Args:
        head: Its first bytes, `HEAD` of them or all there are; may be anything.

    Returns:
        A media type (RFC 6838), `UNKNOWN` if nothing is recognised.
    """
    if head[4:8] == b"ftyp":
        return next((found for brand, found in _BRANDS if head[8:12].startswith(brand)), "video/mp4")
    for place, mark, found in _BEGINNINGS:
        if head.startswith(mark, place) and (found not in _RIFF or head.startswith(b"RIFF")):
            return WORD if found == "application/zip" and b"word/" in head else found
    return "text/plain" if _reads_as_text(head) else UNKNOWN


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    # Text in an old 8-bit encoding has no telling beginning; what is not text has control characters.
    return bool(head) and all(byte >= _FIRST_PRINTED or byte in _SPACES for byte in head)


def evidence_kind(found: str) -> str:
    """The term of `evidence_kind` that a media type suggests; a person may know better."""
    return "document" if found in _PAPERS else _KINDS.get(found.partition("/")[0], "data_file")
