"""What can be shown of a file of evidence, made in memory and nowhere else; knows nothing of a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casefile.base.errors import UserError
from casefile.base.i18n import _
from casefile.exchange import pictures
from casefile.exchange.file_types import WORD
from casefile.exchange.papers import text_of

if TYPE_CHECKING:
    from casefile.casework.book import Snapshot
    from casefile.vault.blobs import Evidence

MOST_BYTES = 100 * 1024 * 1024
"""Files above this are not opened in the window: all of one is in memory while it is shown."""
MOST_BYTES_OF_THUMBNAIL = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown; one of the first three, or the reason why nothing is.

    Attributes:
        picture: A picture.
        pdf: The whole of a PDF.
        text: The text of a paper.
        reason: One sentence, for the screen.
    """

    picture: pictures.Picture | None = None
    pdf: bytes = b""
    text: str = ""
    reason: str = ""


def preview(files: Evidence, item: Snapshot) -> Preview:
    """What can be shown of an item's file.

    Args:
        files: The files of the vault.
        item: The item.

    Raises:
        DamagedError: The file is missing or was altered in the vault.
    """
    media_type = item.text("media_type")
    reason = _not_shown(item, media_type)
    if reason:
        return Preview(reason=reason)
    content = files.open(item.text("blob_name"), item.text("blob_key"))
    if media_type == "application/pdf":
        return Preview(pdf=content.read())
    if media_type.startswith("image/"):
        try:
            return Preview(picture=pictures.shown(content))
        except UserError as refused:
            return Preview(reason=str(refused))
    text = text_of(content, media_type)
    return Preview(text=text) if text else Preview(reason=_("There is no text in this file, or it cannot be read."))


def thumbnail(files: Evidence, item: Snapshot) -> pictures.Picture | None:
    """A small picture of an item; None if it has none, or its preview is hidden until it is asked for.

    Raises:
        DamagedError: The file is missing or was altered in the vault.
    """
    size = item.number("size_bytes") or 0
    hidden = item.text("graphic") == "yes" or not item.text("blob_name")
    if hidden or size > MOST_BYTES_OF_THUMBNAIL or not item.text("media_type").startswith("image/"):
        return None
    try:
        return pictures.shown(files.open(item.text("blob_name"), item.text("blob_key")), pictures.SMALL_SIDE)
    except UserError:
        return None


def _not_shown(item: Snapshot, media_type: str) -> str:
    if not item.text("blob_name"):
        return _("There is no file in this item: it is an object, or a paper that is kept elsewhere.")
    if media_type.startswith(("audio/", "video/")):
        return _(
            "Sound and film are not played here: a player could leave traces outside of the vault. Save a copy to play"
            " it."
        )
    if not (media_type.startswith(("image/", "text/")) or media_type in {"application/pdf", WORD}):
        return _("A file of this kind cannot be shown here. Save a copy to open it with its own program.")
    if (item.number("size_bytes") or 0) > MOST_BYTES:
        return _("This file is too large to be shown here. Save a copy to open it.")
    return ""
