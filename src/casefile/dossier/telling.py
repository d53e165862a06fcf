"""Sentences made from the fields of a record: a pattern is said only if every field in it may be printed."""

from __future__ import annotations

import string
from collections.abc import Iterator

from casefile.base.i18n import Language
from casefile.dossier.document import Paragraph, Span, Style, Text
from casefile.dossier.shown import RECORD, Shown

_STOPS = ".!?:;…”»]"
_SHORT_YEARS = (" г.", " гг.", " ж.")
"""How a date may end in Russian and Kazakh; the stop belongs to the word and stays within a sentence."""


class Telling:
    """Tells one record: a lead in semibold, sentences, and its own paragraphs, each with its source notes.

    Args:
        shown: The record.
        language: Of the dossier.
        part: It tells a part of a record that is told elsewhere: the notes of other fields are not repeated.
    """

    def __init__(self, shown: Shown, language: Language, *, part: bool = False) -> None:
        self._shown = shown
        self._part = part
        self._language = language
        self._paragraphs: list[list[Span]] = [[]]
        self._cited: set[str] = set()

    def lead(self, *names: str) -> None:
        """The first of these fields that may be printed, set apart as the beginning."""
        for name in names:
            words = self._shown.words(name)
            if words:
                self._add(ended(words), (name,), Style.STRONG)
                return

    def lead_words(self, words: str) -> None:
        """Words set apart as the beginning."""
        if words:
            self._add(ended(words), (), Style.STRONG)

    def say(self, pattern: str, **more: str) -> None:
        """A sentence, if every field that it names may be printed.

        Args:
            pattern: English, as marked for translation; fields in braces.
            more: Words in place of a field's own, or for braces that are no fields; an empty one silences the
                sentence.
        """
        names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name]
        values = {name: more[name] if name in more else self._within(name) for name in names}
        if all(values.values()):
            sentence = self._language.text(pattern).format(**{name: inner(value) for name, value in values.items()})
            self._add(once_stopped(sentence), tuple(names))

    def fact(self, name: str) -> None:
        """A field after its label, as a sentence of its own, if it may be printed and says something."""
        for said in self._shown.labelled(name):
            self._add(ended(inner(said)), (name,))

    def say_if(self, name: str, code: str, pattern: str) -> None:
        """A sentence, if the term of a field is this one and may be printed."""
        if self._shown.words(name) and self._shown.code(name) == code:
            self._add(self._language.text(pattern), (name,))

    def _within(self, name: str) -> str:
        return self._shown.within(name) if self._shown.tells(name) else ""

    def prose(self, name: str) -> None:
        """A field's own paragraphs, as they were written."""
        written = [line.strip() for line in self._shown.words(name).split("\n") if line.strip()]
        for number, line in enumerate(written):
            if number:
                self._paragraphs.append([])
            self._add(ended(line), (name,) if number + 1 == len(written) else ())

    def take(self, other: Telling) -> None:
        """What another record tells, as part of this one."""
        for index, span in enumerate(other.text()):
            gap = " " if self._paragraphs[-1] and not index else ""
            self._paragraphs[-1].append(Span(gap + span.text, span.style, span.notes))

    def _add(self, sentence: str, names: tuple[str, ...], style: Style = Style.PLAIN) -> None:
        spans = self._paragraphs[-1]
        sentence = sentence[:1].upper() + sentence[1:]
        if spans:
            sentence = " " + sentence
        notes = tuple(key for key in self._shown.cited(*names) if key not in self._cited)
        self._cited.update(notes)
        spans.append(Span(sentence, style, notes))

    @property
    def empty(self) -> bool:
        """Whether nothing was said beyond the lead."""
        return all(span.style is Style.STRONG for spans in self._paragraphs for span in spans)

    def texts(self) -> list[Text]:
        """The paragraphs, with notes for the record as a whole after the last."""
        paragraphs = [spans for spans in self._paragraphs if spans]
        if paragraphs:
            fields = () if self._part and self._cited else (RECORD,) if self._part else (RECORD, *self._shown.notes)
            rest = [key for key in self._shown.cited(*fields) if key not in self._cited]
            last = paragraphs[-1][-1]
            if rest:
                paragraphs[-1][-1] = Span(last.text, last.style, (*last.notes, *rest))
        return [tuple(spans) for spans in paragraphs]

    def text(self) -> Text:
        """The paragraphs as one."""
        return tuple(
            Span((" " if number and not index else "") + span.text, span.style, span.notes)
            for number, text in enumerate(self.texts())
            for index, span in enumerate(text)
        )


class Numbered:
    """Paragraphs numbered throughout a dossier."""

    def __init__(self) -> None:
        self._last = 0

    def paragraphs(self, telling: Telling) -> Iterator[Paragraph]:
        """A record's paragraphs, the first with a number."""
        for index, text in enumerate([] if telling.empty else telling.texts()):
            yield self.paragraph(text) if not index else Paragraph(text)

    def paragraph(self, text: Text) -> Paragraph:
        """A paragraph with the next number."""
        self._last += 1
        return Paragraph(text, f"{self._last}.")


def ended(words: str) -> str:
    """Words as a sentence: with a full stop, unless another mark ends it."""
    words = words.strip()
    return words if not words or words[-1] in _STOPS else words + "."


def inner(value: str) -> str:
    """A value within a sentence: on one line, without the full stop that ends it where it stands alone."""
    line = " ".join(value.split())
    return line[:-1] if line.endswith(".") and not line.endswith(("..", *_SHORT_YEARS)) else line


def once_stopped(sentence: str) -> str:
    """A sentence in which the stop of a year cut short is the full stop as well."""
    for short in _SHORT_YEARS:
        sentence = sentence.replace(f"{short}.", short)
    return sentence


def marker(number: int) -> str:
    """(a), (b) and so on; (aa) after (z)."""
    letters = string.ascii_lowercase
    word = letters[number % len(letters)]
    return f"({word * (number // len(letters) + 1)})"
