"""The words on screen and on paper, in the language chosen; works without Qt.

English is the source. `N_` marks a text that is declared now and translated where it is shown; `_` translates.
A dossier is written in a language of its own: `Language.of("ru")` gives a translator that leaves the app's alone.
"""

from __future__ import annotations

import gettext as _gettext
from functools import cache

from casefile.base.config import resource

LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
"""Languages with a complete catalogue, by ISO 639-1 code, each in its own name."""
PARTLY = {"ar": "العربية"}
"""Languages of the screen alone, whose catalogue has gaps: what is missing is shown in English."""
SCREEN_LANGUAGES = {**LANGUAGES, **PARTLY}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ug", "ur"})
"""Languages written from right to left: the screen and the paper are mirrored."""


def N_(message: str) -> str:  # noqa: N802 - the name that every extraction tool knows
    """Mark a message for the catalogue and return it unchanged."""
    return message


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    folder = resource("translations")
    return _gettext.translation(
        "casefile", str(folder), languages=[code], fallback=code not in SCREEN_LANGUAGES or code == "en"
    )


class Language:
    """A translator for one language.

    Args:
        code: ISO 639-1 code; a language without a catalogue shows English.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue = _catalogue(code)

    @staticmethod
    @cache
    def of(code: str) -> Language:
        """The translator for `code`."""
        return Language(code)

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.code in RIGHT_TO_LEFT

    def text(self, message: str) -> str:
        """The message in this language; an empty message stays empty."""
        return self._catalogue.gettext(message) if message else ""

    def plural(self, one: str, many: str, number: int) -> str:
        """The form that this language uses with `number`."""
        return self._catalogue.ngettext(one, many, number)


class _Current:
    language = Language.of("en")


def set_language(code: str) -> None:
    """Show the app in another language from now on."""
    _Current.language = Language.of(code)


def language() -> Language:
    """The language the app is shown in."""
    return _Current.language


def _(message: str) -> str:
    """The message in the app's language."""
    return _Current.language.text(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the message that the app's language uses with `number`."""
    return _Current.language.plural(one, many, number)
