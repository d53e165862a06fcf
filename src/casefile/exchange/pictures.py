"""Pictures of any origin, opened with care: a known format, a bounded size, in memory only.

Pillow reads the usual formats, libheif those of phones. What a picture would take up is known from its first bytes,
before anything of it is unpacked: one that is small as a file and huge as a picture is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.exchange.broken import BROKEN

MOST_POINTS = 80_000_000
"""Points of a picture that is unpacked whole: three bytes each, 240 MB for a moment."""
MOST_JPEG_POINTS = 250_000_000
"""Points of a JPEG, which can be unpacked at an eighth of its size: the largest that phones take have 200 million."""
SIDE = 1_600
"""Points of the longer side of a preview."""
SMALL_SIDE = 96
"""The same of a thumbnail."""

_FORMATS = ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "HEIF", "AVIF", "BMP")
_PHOTO = ("JPEG", "MPO")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, made smaller for the screen and turned as its camera says.

    Attributes:
        width: In points.
        height: In points.
        points: Three bytes for each, red, green and blue, line after line.
    """

    width: int
    height: int
    points: bytes


def opened(file: BinaryIO) -> Image.Image:
    """A picture of a known format whose size can be borne; nothing of it is unpacked yet.

    Raises:
        DecompressionBombError: It would take up too much; one of `BROKEN`, as all that is raised here.
    """
    _know_phones()
    picture = Image.open(file, formats=_formats())
    # A progressive JPEG is unpacked whole, like all others.
    in_parts = picture.format in _PHOTO and not picture.info.get("progressive")
    if picture.width * picture.height > (MOST_JPEG_POINTS if in_parts else MOST_POINTS):
        raise Image.DecompressionBombError
    return picture


def shown(file: BinaryIO, side: int = SIDE) -> Picture:
    """A picture as it is shown: its first frame, not larger than `side`, on white where it is transparent.

    Args:
        file: The whole file, in memory.
        side: Points that the longer side may have.

    Raises:
        UserError: It is broken, or would take up too much; in words for the screen.
    """
    try:
        picture = opened(file)
        picture.thumbnail((side, side))
        turned = ImageOps.exif_transpose(picture)
        if turned.has_transparency_data:
            seen = turned.convert("RGBA")
            ground = Image.new("RGBA", seen.size, "white")
            ground.alpha_composite(seen)
            turned = ground
        plain = turned.convert("RGB")
        return Picture(plain.width, plain.height, plain.tobytes())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError(
            _("This picture is small as a file and huge when it is unpacked, which could harm. It is not opened.")
        ) from None
    except BROKEN:
        raise UserError(_("This picture is damaged or of an unknown kind. It cannot be shown.")) from None


@cache
def _know_phones() -> None:
    # More than this is refused by Pillow itself, before our own look: its own bound is lower than a phone's picture.
    Image.MAX_IMAGE_PIXELS = MOST_JPEG_POINTS
    register_heif_opener()


@cache
def _formats() -> tuple[str, ...]:
    Image.init()
    return tuple(name for name in (*_FORMATS, "MPO") if name in Image.OPEN)
