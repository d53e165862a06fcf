"""What an item of evidence is called and drawn as, wherever one is shown: its icon, and the size of its file."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from casefile.base.i18n import language, ngettext

_THINGS = frozenset({"clothing", "object", "bullet_or_cartridge"})
_ICONS = {"photo": "image", "screenshot": "image", "drawing": "image", "video": "film", "audio": "mic", "map": "map"}
_BY_TYPE = {"image": "image", "video": "film", "audio": "mic"}
_KILO = 1_000


def icon_of(kind: str, media_type: str) -> str:
    """The icon of an item by its kind, or by the type of its file."""
    if kind in _THINGS:
        return "package"
    found = _ICONS.get(kind) or _BY_TYPE.get(media_type.partition("/")[0])
    return found or ("file" if kind == "data_file" else "file-text")


def size_in_words(size: int) -> str:
    """The size of a file in the app's language: "2.4 MB"."""
    if size < _KILO:
        return ngettext("{number} byte", "{number} bytes", size).format(number=size)
    return QLocale(language().code).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
