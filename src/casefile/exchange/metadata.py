"""What a file says of itself: when and where it was made, with what, by whom.

It is what the file says, no more: a camera's clock may be wrong and all of it can be altered. So it is kept apart, as
lines of `name: value` in one field of the item, and becomes a date of the record only when somebody takes it over.
Nothing is unpacked: only heads and tables are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from casefile.base.dates import read_date
from casefile.base.i18n import N_
from casefile.base.text import clean
from casefile.exchange.broken import BROKEN
from casefile.exchange.file_types import WORD
from casefile.exchange.papers import pdf_facts, word_facts
from casefile.exchange.pictures import opened

if TYPE_CHECKING:
    from PIL.Image import Exif

MOST_BYTES = 64 * 1024 * 1024
"""Files above this are not looked into where the reader wants the whole of it in memory."""

LABELS: Mapping[str, str] = {
    "Taken": N_("Taken, by the camera's clock"),
    "Place": N_("Place, by the camera"),
    "Altitude": N_("Altitude in metres"),
    "Camera": N_("Camera or phone"),
    "Serial": N_("Serial number"),
    "Lens": N_("Lens"),
    "Software": N_("Made with"),
    "Author": N_("Author"),
    "Copyright": N_("Copyright"),
    "Size": N_("Points"),
    "Pages": N_("Pages"),
    "Title": N_("Title"),
    "Subject": N_("About"),
    "Made": N_("Made on"),
    "Changed": N_("Changed on"),
    "Changed by": N_("Changed by"),
}
"""The names a line may begin with, in the order in which they are kept, and what each is called on the screen."""

_LONGEST = 300
_WHOLE_IN_MEMORY = frozenset({"image/heic", "image/avif", "application/pdf", WORD})

# Numbers of Exif 2.32 (CIPA DC-008), 4.6.4 to 4.6.6.
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _SOFTWARE, _ARTIST, _COPYRIGHT, _CHANGED = 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x0132
_TAKEN, _TAKEN_ZONE, _SERIAL, _LENS = 0x9003, 0x9011, 0xA431, 0xA434
_LATITUDE, _LONGITUDE, _ALTITUDE = 2, 4, 6
_MOST_DEGREES = {_LATITUDE: 90, _LONGITUDE: 180}

_PDF_NAMES = {"Author": "Author", "Title": "Title", "Subject": "Subject", "Creator": "Software", "Pages": "Pages"}
_PDF_TIMES = {"CreationDate": "Made", "ModDate": "Changed"}


def read_metadata(file: BinaryIO, media_type: str, size: int) -> dict[str, str]:
    """What a file says of itself, by the names of `LABELS`. Nothing if it is broken: no file is refused for that.

    Args:
        file: The file; read from its beginning, its place afterwards is anywhere.
        media_type: As `file_types` told it.
        size: In bytes.
    """
    if media_type in _WHOLE_IN_MEMORY and size > MOST_BYTES:
        return {}
    found: Mapping[str, str] = {}
    try:
        file.seek(0)
        if media_type.startswith("image/"):
            found = _picture(file)
        elif media_type == "application/pdf":
            found = _pdf(pdf_facts(file))
        elif media_type == WORD:
            found = word_facts(file)
    except BROKEN:
        return {}
    tidy = {name: " ".join(clean(found.get(name) or "").replace("\x00", "").split())[:_LONGEST] for name in LABELS}
    return {name: value for name, value in tidy.items() if value}


def in_lines(found: Mapping[str, str]) -> str:
    """What was found as it is kept: a line for each, `Camera: Invented 3`."""
    return "\n".join(f"{name}: {value}" for name, value in found.items())


def from_lines(kept: str) -> dict[str, str]:
    """What is kept, by name; a line that somebody wrote otherwise is left out."""
    parted = (line.partition(": ") for line in kept.splitlines())
    return {name: value for name, between, value in parted if between and name in LABELS}


def _picture(file: BinaryIO) -> dict[str, str]:
    picture = opened(file)
    found = {"Size": f"{picture.width} x {picture.height}"}
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF)
    found["Taken"] = _moment(inner.get(_TAKEN), inner.get(_TAKEN_ZONE))
    found["Changed"] = _moment(exif.get(_CHANGED), None)
    make, model = _text(exif.get(_MAKE)), _text(exif.get(_MODEL))
    # Most makers begin the model's name with their own.
    found["Camera"] = model if model.startswith(make) else f"{make} {model}".strip()
    for name, value in (
        ("Serial", inner.get(_SERIAL)),
        ("Lens", inner.get(_LENS)),
        ("Software", exif.get(_SOFTWARE)),
        ("Author", exif.get(_ARTIST)),
        ("Copyright", exif.get(_COPYRIGHT)),
    ):
        found[name] = _text(value)
    return found | _place(exif)


def _place(exif: Exif) -> dict[str, str]:
    gps = exif.get_ifd(_GPS)
    try:
        north, east = _degrees(gps, _LATITUDE, "S"), _degrees(gps, _LONGITUDE, "W")
    except BROKEN:
        return {}
    if not north and not east:
        # Phones that do not know write two noughts.
        return {}
    found = {"Place": f"{north:.6f}, {east:.6f}"}
    if _ALTITUDE in gps:
        found["Altitude"] = f"{float(gps[_ALTITUDE]):.0f}"
    return found


def _degrees(gps: Mapping[int, Any], number: int, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in gps[number])
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= _MOST_DEGREES[number]:
        raise ValueError
    return -found if _text(gps.get(number - 1)).upper() == negative else found


def _pdf(facts: Mapping[str, str]) -> dict[str, str]:
    found = {ours: facts.get(theirs, "") for theirs, ours in _PDF_NAMES.items()}
    made_with = dict.fromkeys(part for part in (facts.get("Creator", ""), facts.get("Producer", "")) if part)
    found["Software"] = ", ".join(made_with)
    for theirs, ours in _PDF_TIMES.items():
        # D:20111216230500+06'00' (PDF 32000-1, 7.9.4).
        told = facts.get(theirs, "").removeprefix("D:").replace("'", "")
        zone = told[14:].replace("Z0000", "Z")
        zone = f"{zone[:3]}:{zone[3:5]}" if len(zone) >= 5 and zone[0] in "+-" else zone[:1] if zone[:1] == "Z" else ""  # noqa: PLR2004 - a sign and four digits
        found[ours] = _edtf(told[:4], told[4:6], told[6:8], told[8:10], told[10:12], zone)
    return found


def _moment(told: object, zone: object) -> str:
    # 2011:12:16 23:05:00, with spaces or noughts where nothing is known.
    day, _between, hour = _text(told).partition(" ")
    year, month, date = (*day.split(":"), "", "", "")[:3]
    hours, minutes = (*hour.split(":"), "", "")[:2]
    return _edtf(year, month, date, hours, minutes, _text(zone))


def _edtf(year: str, month: str, day: str, hours: str, minutes: str, zone: str) -> str:
    """The moment as casefile keeps it, empty if it is none; a zone only if it is told."""
    for written in (f"{year}-{month}-{day}T{hours}:{minutes}{zone}", f"{year}-{month}-{day}T{hours}:{minutes}"):
        try:
            return read_date(written).edtf
        except ValueError:
            continue
    return ""


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
