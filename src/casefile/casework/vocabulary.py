"""The lists of terms that coded fields choose from: data in `resources/vocabulary`, one file a list.

    [terms.curfew]
    en = "Curfew"
    ru = "Комендантский час"
    kk = "Коменданттық сағат"
    huridocs = "041205000000"

Ids are stable and stored; labels may change. A HURIDOCS micro-thesaurus code stands where one exists for just that term, so
that other programs' files can be read. Every list ends with other, unknown and not applicable, unless it says `closed`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from casefile.base.config import resource

LANGUAGES = ("en", "ru", "kk")
_FOLDER = "vocabulary"
_ID = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[0-9]{12}")
_ADDED: Mapping[str, Mapping[str, str]] = {
    "other": {"en": "Other", "ru": "Другое", "kk": "Басқа"},
    "unknown": {"en": "Unknown", "ru": "Неизвестно", "kk": "Белгісіз"},
    "not_applicable": {"en": "Not applicable", "ru": "Неприменимо", "kk": "Қолданылмайды"},
}


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        id: What is stored.
        labels: By language, in our own words.
        huridocs: 12-digit micro-thesaurus code, or empty.
    """

    id: str
    labels: Mapping[str, str]
    huridocs: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list of terms, in the order in which it is shown."""

    name: str
    terms: Mapping[str, Term]

    def label(self, term: str, language: str) -> str:
        """What a term is called; the id itself if it is no term of this list (one of a later version)."""
        found = self.terms.get(term)
        if found is None:
            return term
        return found.labels.get(language) or found.labels["en"]

    def parse(self, text: str) -> str:
        """The id that a text means: an id, or a label in any language; empty if it means none or two."""
        said = text.strip().casefold()
        if said in self.terms:
            return said
        meant = {
            term.id for term in self.terms.values() if said in {label.casefold() for label in term.labels.values()}
        }
        return meant.pop() if len(meant) == 1 else ""


@cache
def vocabulary(name: str) -> Vocabulary:
    """A list by its name.

    Raises:
        ValueError: There is no such list, or its file breaks a rule; the message names file and term.
    """
    path = resource(_FOLDER, f"{name}.toml")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"there is no vocabulary {name}") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from None
    terms = {term: _term(path.name, term, said) for term, said in content.get("terms", {}).items()}
    if not terms:
        raise ValueError(f"{path.name}: no terms")
    if not content.get("closed", False):
        for term, labels in _ADDED.items():
            terms.setdefault(term, Term(term, labels))
    return Vocabulary(name, MappingProxyType(terms))


def names() -> list[str]:
    """The names of all lists, sorted."""
    return sorted(path.stem for path in resource(_FOLDER).glob("*.toml"))


def _term(file: str, term: str, said: Mapping[str, str]) -> Term:
    if not _ID.fullmatch(term):
        raise ValueError(f"{file}: “{term}” is no id")
    extra = sorted(set(said) - {*LANGUAGES, "huridocs", "note"})
    missing = [language for language in LANGUAGES if not said.get(language, "").strip()]
    code = said.get("huridocs", "")
    if extra or missing or (code and not _CODE.fullmatch(code)):
        raise ValueError(f"{file}: {term}: missing {missing}, not understood {extra}, code “{code}”")
    labels = MappingProxyType({language: said[language] for language in LANGUAGES})
    return Term(term, labels, code)
