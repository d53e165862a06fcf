"""One dossier that is not quite as its template has it: sections left out, and sentences written anew.

A sentence written anew keeps its fields in braces, so it stays linked to the records: it says what they say on the day
the dossier is made, bears their source notes, and is left out if one of its fields is empty or may not be printed. It
also keeps the condition of the sentence in whose place it stands; one that was added has none, and is said as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from types import MappingProxyType

from casefile.base.errors import FieldProblem, UserError
from casefile.dossier.asking import Sentence, refs_in
from casefile.dossier.template import Section, Template
from casefile.dossier.template_check import ref_problems

ALWAYS = frozenset({"sources", "signature", "signatures"})
"""Sections that cannot be left out: what is said must say where it is known from, and who answers for it."""


def can_leave_out(section: Section) -> bool:
    """Whether a dossier may be made without a section."""
    return section.name not in ALWAYS


def lines_of(section: Section, language: str) -> list[str]:
    """The sentences of a section as they are edited: one a line, with fields in braces."""
    return [" ".join(one.pattern(language).split()) for one in section.say]


def tailored(template: Template, without: Collection[str], texts: Mapping[str, str], language: str) -> Template:
    """The template for one dossier.

    Args:
        template: As it is stated.
        without: Names of sections to leave out; one that must not be is kept.
        texts: Sentences of a section by its name, one a line.
        language: Of the dossier, and so of the sentences.

    Raises:
        UserError: A sentence names a field that this template never prints. The problem's field is the section.
    """
    if not without and not texts:
        return template
    allowed = {kind: set(one.fields) for kind, one in template.allowed.items()}
    kept = [one for one in template.sections if not (one.name in without and can_leave_out(one))]
    return replace(template, sections=tuple(_written(one, texts, language, allowed) for one in kept))


def written(template: Template, texts: Mapping[str, str], language: str) -> tuple[str, ...]:
    """The sentences that somebody wrote, without their fields: what the template itself says is not among them."""
    found: list[str] = []
    for section in template.sections:
        stated = set(lines_of(section, language))
        found.extend(one for one in _lines(texts.get(section.name, "")) if section.say and one not in stated)
    return tuple(_without_refs(one) for one in found)


def _written(section: Section, texts: Mapping[str, str], language: str, allowed: Mapping[str, set[str]]) -> Section:
    if section.name not in texts or not section.say:
        return section
    lines = _lines(texts[section.name])
    problems = [why for line in lines for why in ref_problems(line, allowed)]
    if problems:
        raise UserError(problems[0], tuple(FieldProblem(section.name, one) for one in problems))
    return replace(section, say=tuple(_sentences(section, lines, language)))


def _sentences(section: Section, lines: list[str], language: str) -> Iterator[Sentence]:
    before = lines_of(section, language)
    matcher = SequenceMatcher(a=before, b=lines, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        for number, line in enumerate(lines[first:last]):
            stated = section.say[start + number] if start + number < end else None
            if what == "equal" and stated is not None:
                yield stated
                continue
            said = MappingProxyType({"en": line, language: line})
            yield Sentence(said) if stated is None else Sentence(said, stated.when, stated.otherwise)


def _lines(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.splitlines() if one.strip()]


def _without_refs(line: str) -> str:
    for ref in refs_in(line):
        line = line.replace("{" + ref + "}", " ")
    return line
