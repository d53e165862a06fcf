"""What a JPEG holds beside its points: its own notes, comments, tables, what was left between parts and after its end.

Its parts are walked through by the marks of the format (ITU-T T.81, annex B). What does not follow them is given back
as it stands, so nothing that could be read is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BEGIN = b"\xff\xd8"
_SCAN, _END = 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Marks without a length: they stand by themselves."""
_AFTER_SCAN = re.compile(rb"\xff(?:\xff|[\x01-\xcf\xd8-\xfe])")
"""Where packed points end: at a mark that is neither a byte kept apart (FF 00) nor a mark to begin anew (FF D0-D7)."""


def beside_points(jpeg: bytes) -> bytes:
    """All bytes of a JPEG but those of its packed points; the whole of it if it is none.

    Only for one that was packed here from points alone: in that of somebody else the packed points may be words.
    """
    return b"\x00".join(_kept(jpeg)) if jpeg.startswith(_BEGIN) else jpeg


def _kept(jpeg: bytes) -> Iterator[bytes]:
    at = len(_BEGIN)
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:  # noqa: PLR2004 - every mark begins with it
        kind = jpeg[at + 1]
        if kind == _END:
            break
        if kind == 0xFF or kind in _ALONE:  # noqa: PLR2004 - a filler
            at += 1 if kind == 0xFF else 2  # noqa: PLR2004 - likewise
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if end > len(jpeg) or end < at + 4:
            break
        yield jpeg[at + 4 : end]
        at = end
        if kind == _SCAN:
            found = _AFTER_SCAN.search(jpeg, at)
            if found is None:
                # It breaks off: nobody can tell where its points end, so nothing of them is passed over.
                break
            at = found.start()
    yield jpeg[at:]
