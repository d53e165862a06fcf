"""Which script a name is written in, told from its letters."""

from __future__ import annotations

import unicodedata

_SCRIPTS = {
    "LATIN": "latn",
    "CYRILLIC": "cyrl",
    "ARABIC": "arab",
    "HEBREW": "hebr",
    "GEORGIAN": "geor",
    "ARMENIAN": "armn",
    "GREEK": "grek",
    "DEVANAGARI": "deva",
    "ETHIOPIC": "ethi",
    "MONGOLIAN": "mong",
    "THAI": "thai",
    "HANGUL": "hang",
    "CJK": "hans",
    "HIRAGANA": "jpan",
    "KATAKANA": "jpan",
}
"""First word of a letter's Unicode name, and the term of the vocabulary `script`."""


def script_of(name: str) -> str:
    """The script a name is written in, by its first letter; empty if none of the letters is known here."""
    for letter in name:
        script = _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0])
        if script:
            return script
    return ""
