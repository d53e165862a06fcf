"""Reads the text of a template and says what is wrong in it, each with its line, for the lawyer who wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from casefile.base.i18n import LANGUAGES, _
from casefile.casework.catalogue import record_types
from casefile.dossier.asking import ISSUER, NAMED, FieldRef, refs_in
from casefile.dossier.clearance import NAMED_BY

COMPOSERS = ("access", "body_map", "case", "detainees", "event", "form", "letter", "sheet", "statement")
"""What can make a dossier; `issue` has the composer of each."""
_WITHOUT_SOURCES = frozenset({"sheet"})
"""What tells the person themselves what they said, and cites nobody."""
SOURCES = "sources"
"""The section that every note in the text leads to."""
STYLES = ("paragraph", "numbered", "list", "requests")
"""How the sentences of a section can be set."""

Path: TypeAlias = tuple[str | int, ...]
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_NEVER = frozenset({"note", "reference", "archived"})
_PARTS = ("fields", "safe", "sensitive", "wanted")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One thing that is wrong: the line, from 1, and one sentence."""

    line: int
    text: str


@dataclass(slots=True)
class Checked:
    """A template as data, and what is wrong in it."""

    data: Mapping[str, Any]
    problems: list[TemplateProblem] = field(default_factory=list)


def checked(text: str, data: Mapping[str, Any] | None = None) -> Checked:
    """Read and check a template.

    Args:
        text: Its TOML.
        data: What the text says, if it was read already.
    """
    lines = _Lines(text)
    if data is None:
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            at = _AT_LINE.search(str(problem))
            last = len(text.splitlines()) or 1
            why = _("This is no valid TOML: {why}").format(why=_AT_LINE.sub("", str(problem)).strip())
            return Checked({}, [TemplateProblem(int(at[1]) if at else last, why)])
    found = [TemplateProblem(lines.of(path, word), problem) for path, word, problem in _problems(data)]
    return Checked(data, sorted(found, key=lambda one: one.line))


class _Lines:
    """Where in a text each table and key stands."""

    def __init__(self, text: str) -> None:
        self._text = text.splitlines()
        self._at: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        here: Path = ()
        for number, line in enumerate(self._text, 1):
            header = _HEADER.fullmatch(line)
            key = _KEY.match(line)
            if header:
                here = ()
                parts = header[2].split(".")
                for index, part in enumerate(parts):
                    here = (*here, part)
                    if header[1] == "[[" and index + 1 == len(parts):
                        counts[here] = counts.get(here, -1) + 1
                    if here in counts:
                        here = (*here, counts[here])
                self._at.setdefault(here, number)
            elif key:
                self._at.setdefault((*here, key[1]), number)

    def of(self, path: Path, word: str = "") -> int:
        """The line of a path, or of the nearest thing around it; of a word in quotes from there on."""
        while path and path not in self._at:
            path = path[:-1]
        line = self._at.get(path, 1)
        if word:
            for number, text in enumerate(self._text[line - 1 :], line):
                if f'"{word}"' in text or f"{{{word}}}" in text or re.match(rf"\s*{re.escape(word)}\s*=", text):
                    return number
        return line


_Problem: TypeAlias = tuple[Path, str, str]


def _problems(data: Mapping[str, Any]) -> Iterator[_Problem]:
    if not isinstance(data.get("version"), int):
        yield ("version",), "", _("A version is needed: a whole number, counted up with each change.")
    if data.get("composer") not in COMPOSERS:
        yield ("composer",), "", _("The composer must be one of: {known}.").format(known=", ".join(COMPOSERS))
    yield from _names(data, "about", set(record_types()))
    yield from _names(data, "audiences", set(NAMED_BY))
    for part in ("title", "description"):
        yield from _in_languages((part,), data.get(part))
    for name, said in _table(data, "words").items():
        yield from _in_languages(("words", name), said)
    allowed = {kind: set(_strings(stated, "fields")) for kind, stated in _table(data, "allowed").items()}
    yield from _allowed(_table(data, "allowed"))
    sections = data.get("section")
    if not isinstance(sections, list) or not sections:
        yield (), "", _("A template has at least one [[section]].")
        return
    for number, section in enumerate(sections):
        yield from _section(("section", number), section, allowed)
    named = {section.get("name") for section in sections if isinstance(section, dict)}
    if data.get("composer") in COMPOSERS and data["composer"] not in _WITHOUT_SOURCES and SOURCES not in named:
        said = _('What is said must say where it is known from: a section with the name "sources" is missing.')
        yield ("section", len(sections) - 1), "", said


def _names(data: Mapping[str, Any], part: str, known: set[str]) -> Iterator[_Problem]:
    given = _strings(data, part)
    if not given:
        yield (
            (part,),
            "",
            _("“{part}” must be a list with at least one of: {known}.").format(
                part=part, known=", ".join(sorted(known))
            ),
        )
    for one in given:
        if one not in known:
            yield (part,), one, _("“{word}” is none of: {known}.").format(word=one, known=", ".join(sorted(known)))


def _in_languages(path: Path, said: Any, *, more: frozenset[str] = frozenset()) -> Iterator[_Problem]:
    if not isinstance(said, dict) or not isinstance(said.get("en"), str) or not said.get("en"):
        yield path, "", _("A text in English (en) is needed here; others may stand beside it.")
        return
    for code, text in said.items():
        if code in more:
            continue
        if code not in LANGUAGES:
            yield (
                path,
                code,
                _("“{word}” is no language of dossiers: {known}.").format(word=code, known=", ".join(LANGUAGES)),
            )
        elif not isinstance(text, str):
            yield path, code, _("A text is needed here, in quotes.")


def _allowed(allowed: Mapping[str, Any]) -> Iterator[_Problem]:
    if not allowed:
        yield (), "", _("Without [allowed.…] nothing would be printed.")
    for kind, stated in allowed.items():
        path: Path = ("allowed", kind)
        if kind not in record_types():
            yield path, "", _("“{word}” is no kind of record.").format(word=kind)
            continue
        facts = record_types()[kind].facts
        for part in _PARTS:
            for one in _strings(stated, part):
                if one not in facts:
                    yield (*path, part), one, _("“{word}” is no field of {kind}.").format(word=one, kind=kind)
                elif one in _NEVER:
                    yield (*path, part), one, _("“{word}” is never printed.").format(word=one)
                elif part in {"safe", "sensitive"} and one not in _strings(stated, "fields"):
                    yield (*path, part), one, _("“{word}” is {part} but not in “fields”.").format(word=one, part=part)
        if not _strings(stated, "fields"):
            yield path, "", _("“fields” must be a list with at least one field.")


def _section(path: Path, section: Any, allowed: Mapping[str, set[str]]) -> Iterator[_Problem]:
    if not isinstance(section, dict) or not isinstance(section.get("name"), str):
        yield path, "", _("A section needs a name.")
        return
    if "heading" in section:
        yield from _in_languages((*path, "heading"), section["heading"])
    if section.get("style", "paragraph") not in STYLES:
        yield (*path, "style"), "", _("The style must be one of: {known}.").format(known=", ".join(STYLES))
    for number, sentence in enumerate(_list(section, "say")):
        yield from _sentence((*path, "say", number), sentence, allowed)
    for number, question in enumerate(_list(section, "question")):
        yield from _question((*path, "question", number), question, allowed)


def _sentence(path: Path, sentence: Any, allowed: Mapping[str, set[str]]) -> Iterator[_Problem]:
    yield from _in_languages(path, sentence, more=frozenset({"when", "otherwise"}))
    if not isinstance(sentence, dict):
        return
    for code in LANGUAGES:
        text = sentence.get(code)
        for ref in refs_in(text) if isinstance(text, str) else ():
            if ref not in NAMED:
                yield from _ref((*path, code), ref, allowed)
    when = str(sentence.get("when", ""))
    for condition in when.split(" and ") if when else ():
        yield from _ref((*path, "when"), condition.removeprefix("not "), allowed, whole=when, bare=True)


def _question(path: Path, question: Any, allowed: Mapping[str, set[str]]) -> Iterator[_Problem]:
    if not isinstance(question, dict) or not isinstance(question.get("name"), str):
        yield path, "", _("A question needs a name.")
        return
    yield from _in_languages((*path, "ask"), question.get("ask"))
    fields = _strings(question, "fields")
    if not fields:
        yield path, "", _('A question needs “fields”, such as ["custody.arrested"].')
    for one in fields:
        yield from _ref((*path, "fields"), one, allowed)


def _ref(
    path: Path, text: str, allowed: Mapping[str, set[str]], *, whole: str = "", bare: bool = False
) -> Iterator[_Problem]:
    """Whether a reference to a field can ever be printed; `bare`: a kind alone is enough."""
    word = whole or text
    try:
        ref = FieldRef.parse(text)
    except ValueError:
        yield path, word, _("“{word}” is not written like “custody.arrested”.").format(word=text)
        return
    kind = "organisation" if ref.kind == ISSUER else ref.kind
    if kind not in record_types():
        yield path, word, _("“{word}” is no kind of record.").format(word=kind)
    elif ref.field and ref.field not in {*record_types()[kind].facts, "name"}:
        yield path, word, _("“{word}” is no field of {kind}.").format(word=ref.field, kind=kind)
    elif not ref.field and not bare:
        yield path, word, _("“{word}” names no field.").format(word=text)
    elif kind not in allowed or (ref.field and ref.field != "name" and ref.field not in allowed[kind]):
        yield (
            path,
            word,
            _("“{word}” is not under [allowed.{kind}], so it would never be printed.").format(word=text, kind=kind),
        )


def ref_problems(text: str, allowed: Mapping[str, set[str]]) -> list[str]:
    """Why the fields in braces of a sentence can never be printed; nothing if all of them can.

    Args:
        text: The sentence.
        allowed: Fields that may be printed, by kind of record.
    """
    return [why for ref in refs_in(text) if ref not in NAMED for _path, _word, why in _ref((), ref, allowed)]


def _table(data: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    found = data.get(part)
    return found if isinstance(found, dict) else {}


def _list(data: Mapping[str, Any], part: str) -> list[Any]:
    found = data.get(part)
    return found if isinstance(found, list) else []


def _strings(data: Any, part: str) -> list[str]:
    found = data.get(part) if isinstance(data, dict) else None
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
