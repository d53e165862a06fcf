"""Vocabularies: the terms that a coded field may hold, in three languages, from `resources/vocabulary/*.toml`.

A vocabulary is data: one file, named as the fields name it. A term has an id that never changes (it is what the vault
keeps), labels in every language of the app and, where HURIDOCS has the very term in its micro-thesauri, the 12-digit
code, so that files of OpenEvsys go in and out without loss. Labels are our own words.

Every vocabulary ends with *other*, *unknown* and *not applicable*, added here, unless its file says `closed = true`.
Nothing here knows of records or of the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casefile.base.config import resource
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import LANGUAGES
from casefile.base.text import fold

_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_CODE = re.compile(r"[0-9]{12}")
_FILE_KEYS = frozenset({"closed", "huridocs_list", "added", "terms"})
_TERM_KEYS = frozenset({*LANGUAGES, "huridocs", "note"})


class VocabularyError(EnvironmentFault):
    """A vocabulary file is missing or cannot be used. The message names the file and the term."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        id: What records hold; snake_case; never changed and never given to another meaning.
        labels: By ISO 639-1 code, in each language of the app.
        huridocs: 12-digit code within the vocabulary's `huridocs_list`; empty where none is known for this very term.
        note: What the term covers, for those who keep the file; never shown.
    """

    id: str
    labels: Mapping[str, str]
    huridocs: str = ""
    note: str = ""


ADDED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "other": MappingProxyType({"en": "Other", "ru": "Другое", "kk": "Басқа"}),
        "unknown": MappingProxyType({"en": "Unknown", "ru": "Неизвестно", "kk": "Белгісіз"}),
        "not_applicable": MappingProxyType({"en": "Not applicable", "ru": "Неприменимо", "kk": "Қолданылмайды"}),
    }
)
"""Labels of the terms that end every vocabulary that is not closed, in their order."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that one field, or several, may hold.

    Attributes:
        name: As fields name it, and its file.
        terms: By id, in the order in which they are offered.
        closed: Whether the file lists every term itself.
        huridocs_list: Number of the HURIDOCS micro-thesaurus that the codes are from; 0 if no term has a code. A code
            means nothing without it: each list numbers its own terms.
    """

    name: str
    terms: Mapping[str, Term]
    closed: bool
    huridocs_list: int
    _words: Mapping[str, str]

    def label(self, term_id: str, language_code: str) -> str:
        """What a term is called.

        Args:
            term_id: Its id; empty gives an empty text. An id that is not here, as a later version may have written
                it, is shown as it is, rather than not at all.
            language_code: ISO 639-1 code; English if the app does not speak it.
        """
        term = self.terms.get(term_id)
        if term is None:
            return term_id.replace("_", " ")
        return term.labels.get(language_code) or term.labels["en"]

    def parse(self, text: str) -> str:
        """The id of the term meant by its id or by its label in any language, whatever the case and accents.

        Empty if nothing, or more than one term, answers to it: nothing is guessed.
        """
        given = text.strip()
        if given in self.terms:
            return given
        return self._words.get(_word(given), "")

    def of_huridocs(self, code: str) -> str:
        """The id of the term with a HURIDOCS code of `huridocs_list`; empty if there is none."""
        return next((term.id for term in self.terms.values() if code and term.huridocs == code), "")


@cache
def vocabulary(name: str) -> Vocabulary:
    """One vocabulary, read once.

    Raises:
        VocabularyError: There is no such vocabulary, or its file cannot be used.
    """
    if not _ID.fullmatch(name):
        raise VocabularyError(f"{name!r} is not the name of a vocabulary")
    return read_vocabulary(resource("vocabulary", f"{name}.toml"))


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary that a file holds, checked.

    Raises:
        VocabularyError: The file is missing or is not TOML; a term lacks a label, has one that another term has in
            the same language, an id that is not snake_case, or a code that is not of 12 digits or not its own alone.
    """
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise VocabularyError(f"{path.name}: {fault}") from fault
    strange = sorted(held.keys() - _FILE_KEYS)
    if strange:
        raise VocabularyError(f"{path.name}: {strange[0]!r} means nothing in a vocabulary")
    closed, given, list_number = held.get("closed", False), held.get("terms", {}), held.get("huridocs_list", 0)
    if not isinstance(closed, bool) or not isinstance(given, dict) or not given:
        raise VocabularyError(f"{path.name}: it needs a table of terms, and closed must be true or false")
    if type(list_number) is not int or list_number < 0:
        raise VocabularyError(f"{path.name}: huridocs_list is the number of a list")
    terms = {term: _read_term(path.name, term, value) for term, value in given.items()}
    if not closed:
        terms |= _added(path.name, terms, held.get("added", {}))
    elif "added" in held:
        raise VocabularyError(f"{path.name}: nothing is added to a closed vocabulary")
    _check_codes(path.name, terms, list_number)
    return Vocabulary(path.stem, MappingProxyType(terms), closed, list_number, _words(path.name, terms))


def _read_term(file: str, term: str, value: Any) -> Term:
    if not _ID.fullmatch(term):
        raise VocabularyError(f"{file}: {term}: an id is written in small letters and underscores")
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise VocabularyError(f"{file}: {term}: a term is a table of texts")
    strange = sorted(value.keys() - _TERM_KEYS)
    if strange:
        raise VocabularyError(f"{file}: {term}: {strange[0]!r} means nothing in a term")
    labels = {code: " ".join(value.get(code, "").split()) for code in LANGUAGES}
    for code, label in labels.items():
        if not label:
            raise VocabularyError(f"{file}: {term}: the label in {code!r} is missing")
    return Term(term, MappingProxyType(labels), value.get("huridocs", ""), value.get("note", ""))


def _added(file: str, terms: Mapping[str, Term], codes: Any) -> dict[str, Term]:
    doubled = sorted(terms.keys() & ADDED.keys())
    if doubled:
        raise VocabularyError(f"{file}: {doubled[0]}: this term is added by itself; leave it out or set closed = true")
    if not isinstance(codes, dict) or not codes.keys() <= ADDED.keys() or set(map(type, codes.values())) - {str}:
        raise VocabularyError(f"{file}: added holds the codes of {', '.join(ADDED)} and nothing else")
    return {term: Term(term, labels, codes.get(term, "")) for term, labels in ADDED.items()}


def _check_codes(file: str, terms: Mapping[str, Term], list_number: int) -> None:
    seen: dict[str, str] = {}
    for term in terms.values():
        if not term.huridocs:
            continue
        if not list_number:
            raise VocabularyError(f"{file}: {term.id}: a code needs huridocs_list, the list that it is from")
        if not _CODE.fullmatch(term.huridocs):
            raise VocabularyError(f"{file}: {term.id}: a HURIDOCS code has 12 digits")
        first = seen.setdefault(term.huridocs, term.id)
        if first != term.id:
            raise VocabularyError(f"{file}: {term.id}: it has the code of {first}")


def _words(file: str, terms: Mapping[str, Term]) -> Mapping[str, str]:
    """Each word that means one term; a word that two languages use for different terms means none."""
    words: dict[str, str] = {}
    for code in LANGUAGES:
        mine: dict[str, str] = {}
        for term in terms.values():
            word = _word(term.labels[code])
            first = mine.setdefault(word, term.id)
            if first != term.id:
                raise VocabularyError(f"{file}: {term.id}: it has the label of {first} in {code!r}")
        for word, term_id in mine.items():
            words[word] = term_id if words.get(word, term_id) == term_id else ""
    return MappingProxyType(words)


def _word(text: str) -> str:
    return " ".join(fold(text).split())
