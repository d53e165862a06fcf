"""Where an answer comes from: a field of a record as templates name it, a question of a form, a sentence of a letter.

`custody.arrested` is the field of every custody in the dossier; `safeguard[lawyer].given_at` only of those of which
one term is `lawyer`, `custody[warrant_shown:no]` those of which that field says so. `person` is the one that the
dossier is about, `issuer` the organisation that speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from casefile.dossier.shown import Matter, Shown
from casefile.dossier.telling import inner, once_stopped

NAMED = frozenset({"name", "issuer", "date", "since", "until", "addressee"})
"""What a sentence may name besides fields: the name or title of what it is about, who speaks, and dates."""

ISSUER = "issuer"
"""In place of a kind: the organisation that speaks."""

_REF = re.compile(r"(?P<kind>[a-z_]+)(?:\[(?P<term>(?:[a-z_]+:)?[a-z_]+)\])?(?:\.(?P<field>[a-z_]+))?")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NOT = "not "
_AND = " and "


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field, or with an empty `field` a kind of record, of those records that hold a term if one is given."""

    kind: str
    field: str
    term: str = ""

    @classmethod
    def parse(cls, text: str) -> FieldRef:
        """Read one.

        Raises:
            ValueError: It is not written so.
        """
        found = _REF.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        return cls(found["kind"], found["field"] or "", found["term"] or "")

    def records(self, matter: Matter) -> Iterator[Shown]:
        """The records that it means, of those that may be printed."""
        if self.kind == ISSUER:
            issuer = matter.find(matter.issuer)
            yield from () if issuer is None else (issuer,)
        for one in matter.of(self.kind):
            if self.kind == "person" and one.handle != matter.about:
                continue
            if self.holds({field: set(code.split(" ")) for field, code in one.codes.items()}):
                yield one

    def holds(self, terms: Mapping[str, set[str]]) -> bool:
        """Whether a record with these terms, by field, is one of those meant."""
        field, _, term = self.term.rpartition(":")
        if not term:
            return True
        return term in terms.get(field, ()) if field else any(term in held for held in terms.values())


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Attributes:
        name: Its own word, the same in every language.
        ask: The question by language.
        fields: Where the answer is.
        any_of: Whether one of the fields answers it; otherwise all are asked for.
    """

    name: str
    ask: Mapping[str, str]
    fields: tuple[FieldRef, ...]
    any_of: bool = False

    def asked(self, language: str) -> str:
        """The question in a language, or else in English."""
        return self.ask.get(language) or self.ask["en"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a letter; it is said if every field that it names may be printed.

    Attributes:
        texts: By language, with fields in braces.
        when: A record that must be there (`lawyer_access[outcome:refused]`), or with "not " before it must not;
            several joined by " and ".
        otherwise: Said only if the sentence before it was not.
    """

    texts: Mapping[str, str]
    when: str = ""
    otherwise: bool = False

    def pattern(self, language: str) -> str:
        """The sentence in a language, or else in English."""
        return self.texts.get(language) or self.texts["en"]

    def holds(self, matter: Matter) -> bool:
        """Whether its condition is met."""
        if not self.when:
            return True
        for condition in self.when.split(_AND):
            ref = FieldRef.parse(condition.removeprefix(_NOT))
            there = any(one.tells(ref.field) if ref.field else True for one in ref.records(matter))
            if there is condition.startswith(_NOT):
                return False
        return True

    def said(self, matter: Matter, named: Mapping[str, str], choose: Callable[[Iterable[Shown]], Shown | None]) -> Said:
        """The sentence with its fields filled in; empty words if one of them cannot be printed.

        Args:
            matter: What may be printed.
            named: What `NAMED` stands for.
            choose: Which of several records of a kind is meant.
        """
        pattern = self.pattern(matter.language)
        values: dict[str, str] = {}
        notes: list[str] = []
        chosen: dict[FieldRef, Shown | None] = {}
        for name in refs_in(pattern):
            if name in NAMED:
                values[name] = named.get(name, "")
                continue
            ref = FieldRef.parse(name)
            of = FieldRef(ref.kind, "", ref.term)
            record = chosen.setdefault(of, choose(of.records(matter)))
            tells = record is not None and record.tells(ref.field)
            values[name] = inner(record.within(ref.field)) if record and tells else ""
            notes.extend(record.cited("", ref.field) if record and tells else ())
        if not all(values.values()) or not self.holds(matter):
            return Said("", ())
        words = _BRACES.sub(lambda found: values[found.group(1)], pattern)
        words = once_stopped(words)
        return Said(words[:1].upper() + words[1:], tuple(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is printed, and its source notes."""

    words: str
    notes: tuple[str, ...]


def refs_in(pattern: str) -> list[str]:
    """What stands in braces in a text, in order."""
    return [str(found) for found in _BRACES.findall(pattern)]
