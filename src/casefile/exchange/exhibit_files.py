"""Files of evidence for a dossier: read from the vault into memory, pictures made anew without what they tell."""

from __future__ import annotations

import io

from PIL import Image

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.casework.book import Snapshot
from casefile.exchange import pictures
from casefile.vault.blobs import Evidence

MOST_BYTES = 100_000_000
"""Of a file that goes along with a dossier."""
PRINT_SIDE = 1_800
"""Points of the longer side of a printed picture: 200 to the inch on a page."""
_QUALITY = 85


class ExhibitFiles:
    """Reads the files of one vault.

    Args:
        files: The files of the vault.
    """

    def __init__(self, files: Evidence) -> None:
        self._files = files

    def content(self, item: Snapshot) -> bytes:
        """The file of an item as it came in.

        Raises:
            UserError: It is too large to be printed.
            DamagedError: It is missing or was altered.
        """
        size = item.number("size_bytes")
        if size is not None and size > MOST_BYTES:
            raise UserError(_("This file is too large to be printed."))
        return self._files.open(item.text("blob_name"), item.text("blob_key")).read()

    def picture(self, content: bytes) -> tuple[bytes, int, int]:
        """A picture made anew from its points alone, at the size of print: a JPEG, its width and its height.

        Raises:
            UserError: It is broken, or would take up too much.
        """
        seen = pictures.shown(io.BytesIO(content), PRINT_SIDE)
        out = io.BytesIO()
        Image.frombytes("RGB", (seen.width, seen.height), seen.points).save(out, "JPEG", quality=_QUALITY)
        return out.getvalue(), seen.width, seen.height
