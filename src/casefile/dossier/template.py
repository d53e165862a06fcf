"""Templates: what a kind of dossier contains, as data under `resources/dossier/<name>/template.toml`.

A template says which records it is about, which sections it has and, field by field, what it may print. A field that
no template names is printed nowhere. An office adds templates of its own, in the same form; one that has the name of
ours takes its place. `template_files` finds and reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casefile.dossier.asking import Question, Sentence


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be printed of one kind of record.

    Attributes:
        fields: Names of fields. Of those that tell who somebody is, only what that person's consent covers.
        safe: Paragraphs of text in `fields` that the author of the template holds safe to print although the person
            they belong to has not agreed to be named, such as the words that an official said in public.
        sensitive: Fields in `fields` that are sensitive and still wanted, for those who must see them.
        wanted: Fields whose absence is named to the person who issues the dossier.
    """

    fields: tuple[str, ...] = ()
    safe: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section.

    Attributes:
        name: What it holds, by the name that the composer knows; any name if it has sentences or questions.
        headings: Its heading by language; none for a section without one.
        style: How its sentences are set: `paragraph`, `numbered`, `list` or `requests`.
        most: Points of a list, the latest kept.
        say: Sentences, for a letter.
        questions: Questions, for a form.
    """

    name: str
    headings: Mapping[str, str]
    style: str = "paragraph"
    most: int = 12
    say: tuple[Sentence, ...] = ()
    questions: tuple[Question, ...] = ()

    def heading(self, language: str) -> str:
        """The heading in a language, or else in English."""
        return self.headings.get(language) or self.headings.get("en", "")


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of dossier.

    Attributes:
        name: Its folder, and the word on the command line.
        version: Counted up with each change that shows on paper.
        composer: Which composer makes it.
        about: Kinds of record that it can be about.
        several: Whether it can be about several records at once.
        audiences: For whom it can be made, the usual one first.
        titles: What it is called, by language.
        descriptions: What it is for, by language.
        sections: In order.
        allowed: What may be printed, by kind of record; a kind that is not in it is not printed.
        words: Other texts that the composer asks for by name, by language.
    """

    name: str
    version: int
    composer: str
    about: tuple[str, ...]
    several: bool
    audiences: tuple[str, ...]
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    sections: tuple[Section, ...]
    allowed: Mapping[str, Allowed]
    words: Mapping[str, Mapping[str, str]]

    def title(self, language: str) -> str:
        """What it is called in a language, or else in English."""
        return self.titles.get(language) or self.titles["en"]

    def description(self, language: str) -> str:
        """What it is for, in a language, or else in English."""
        return self.descriptions.get(language) or self.descriptions["en"]

    def text(self, name: str, language: str) -> str:
        """One of its other texts in a language, or else in English; empty if it has none of this name."""
        said = self.words.get(name, {})
        return said.get(language) or said.get("en", "")

    @property
    def extra_kinds(self) -> tuple[str, ...]:
        """Kinds of a person's records that only this template prints."""
        return tuple(kind for kind in ("consent",) if kind in self.allowed)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of a form, in order."""
        return tuple(question for section in self.sections for question in section.questions)
