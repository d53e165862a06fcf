"""Composes a letter: the template's sentences filled with what may be printed, requests as a list, a signature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.dossier.asking import FieldRef, Said, Sentence, refs_in
from casefile.dossier.document import (
    Block,
    Document,
    Heading,
    Item,
    Items,
    Paragraph,
    Signature,
    SourceNotes,
    Span,
    Text,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import Matter, Shown
from casefile.dossier.telling import Numbered, ended, marker
from casefile.dossier.template import Section, Template

_LATEST = ("occurred", "began", "arrested", "made_on", "held_on", "decided_on", "charged_on", "examined_on")


class LetterComposer:
    """Composes one letter.

    Args:
        template: Its sections with their sentences.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        self._numbered = Numbered()
        about = matter.find(matter.about)
        issuer = matter.find(matter.issuer)
        self._named = {
            "name": (about.words("name") or about.words("title")) if about else "",
            "issuer": issuer.words("shown_name") if issuer else "",
            "addressee": matter.letter.addressees[0] if matter.letter.addressees else "",
            "date": say_date(matter.dated, matter.language),
            "since": say_date(matter.since, matter.language) if matter.since else "",
            "until": say_date(matter.until, matter.language) if matter.until else "",
        }

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        blocks: list[Block] = []
        salutation = matter.letter.salutation or self._template.text("salutation", matter.language)
        if salutation:
            blocks.append(Paragraph(words(salutation)))
        for section in self._template.sections:
            if section.name == "sources":
                blocks.append(SourceNotes(section.heading(matter.language)))
            elif section.name == "signature":
                blocks.extend(self._signature())
            else:
                blocks.extend(self._section(section))
        pattern = self._template.text("title", matter.language) or "{name}"
        return framed(
            self._template,
            matter,
            pattern.replace("{name}", self._named["name"]),
            blocks,
            addressees=matter.letter.addressees,
            running=self._named["name"],
        )

    def _section(self, section: Section) -> Iterator[Block]:
        texts = [self._text(one) for one in self._said(section)]
        if section.style == "requests":
            texts.extend(words(ended(one.strip())) for one in self._matter.letter.requests if one.strip())
        made: list[Block] = []
        if section.style == "paragraph" and texts:
            made = [Paragraph(_run_on(texts))]
        elif section.style == "numbered":
            made = [self._numbered.paragraph(text) for text in texts]
        elif texts:
            kept = texts if section.style == "requests" else texts[-section.most :]
            marks = [marker(number) if section.style == "requests" else "–" for number in range(len(kept))]
            made = [Items(tuple(Item(mark, text) for mark, text in zip(marks, kept, strict=True)))]
        if made and section.headings:
            made.insert(0, Heading(section.heading(self._matter.language), 2))
        yield from made

    def _said(self, section: Section) -> Iterator[Said]:
        """The sentences that can be said; of a list, each once for every record that it names."""
        previous = True
        for sentence in section.say:
            if sentence.otherwise and previous:
                continue
            found = list(self._each(sentence) if section.style == "list" else self._once(sentence))
            previous = bool(found)
            yield from found

    def _once(self, sentence: Sentence) -> Iterator[Said]:
        said = sentence.said(self._matter, self._named, _latest)
        if said.words:
            yield said

    def _each(self, sentence: Sentence) -> Iterator[Said]:
        names = [one for one in refs_in(sentence.pattern(self._matter.language)) if "." in one]
        most = max((sum(1 for _ in FieldRef.parse(one).records(self._matter)) for one in names), default=1)
        found = (sentence.said(self._matter, self._named, _nth(number)) for number in range(most))
        yield from dict.fromkeys(said for said in found if said.words)

    def _text(self, said: Said) -> Text:
        return words(ended(said.words), *said.notes)

    def _signature(self) -> Iterator[Block]:
        parts = self._matter.letter
        closing = self._template.text("closing", self._matter.language)
        if closing:
            yield Paragraph(words(closing))
        if parts.signer:
            yield Signature(parts.signer, parts.role)
        else:
            yield Signature(role=self._language.text(N_("Name and signature")))


def _run_on(texts: list[Text]) -> Text:
    spans: list[Span] = []
    for text in texts:
        spans.extend(
            Span((" " if spans and not index else "") + one.text, one.style, one.notes)
            for index, one in enumerate(text)
        )
    return tuple(spans)


def _latest(records: Iterable[Shown]) -> Shown | None:
    """What lasts, or else what is latest: the detention that a letter is written about."""
    found = list(records)
    if not found:
        return None
    if found[0].kind in {"custody", "stay"}:
        found = [one for one in found if not one.code("ended") and not one.code("end_kind")] or found
    return max(found, key=lambda one: next((one.code(field) for field in _LATEST if one.code(field)), ""))


def _nth(number: int) -> Callable[[Iterable[Shown]], Shown | None]:
    """Chooses the record at a place, in the order in which they were gathered: by date."""

    def choose(records: Iterable[Shown]) -> Shown | None:
        return next(islice(records, number, None), None)

    return choose
