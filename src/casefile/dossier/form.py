"""Composes a form of an outside body: each of its questions with our answer, or with the words that there is none.

What nobody recorded is never filled in: the form says "no information". What is recorded and not printed for want of
consent is said to be withheld, so that the reader does not take it for unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from casefile.base.i18n import N_, Language
from casefile.dossier.asking import Question
from casefile.dossier.case import CaseComposer
from casefile.dossier.document import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signature,
    SourceNotes,
    Span,
    Style,
    Text,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import OTHER, RECORD, Matter, Shown, capitalised, uncapitalised
from casefile.dossier.telling import ended, inner
from casefile.dossier.template import Section, Template

_LONG = 160
"""Characters from which an answer is set below its question, across the page."""


class FormComposer:
    """Composes one form.

    Args:
        template: Its sections with their questions; a section without questions is one of a case.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        self._case = CaseComposer(template, matter)

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        about = matter.find(matter.about)
        name = about.words("name") if about else ""
        blocks: list[Block] = []
        opening = self._template.text("opening", matter.language)
        if opening:
            blocks.append(Paragraph(words(opening)))
        for section in self._template.sections:
            blocks.extend(self._section(section))
        addressees = matter.letter.addressees or self._addressees()
        return framed(self._template, matter, name, blocks, addressees=addressees)

    def _addressees(self) -> tuple[str, ...]:
        said = self._template.text("addressees", self._matter.language)
        return tuple(line.strip() for line in said.split("\n") if line.strip())

    def _section(self, section: Section) -> Iterator[Block]:
        heading = section.heading(self._matter.language)
        if section.name == "sources":
            yield SourceNotes(heading)
        elif section.name == "signature":
            yield Heading(heading, 2)
            parts = self._matter.letter
            yield Signature(parts.signer, parts.role or self._language.text(N_("Name and signature")))
        elif section.questions:
            yield Heading(heading, 2)
            yield from self._questions(section)
        else:
            made = list(self._case.section(section.name))
            if made:
                yield from (Heading(heading, 2), *made)

    def _questions(self, section: Section) -> Iterator[Block]:
        rows: list[tuple[str, Text]] = []
        for number, question in enumerate(section.questions, 1):
            asked = f"{number}. {question.asked(self._matter.language)}"
            answers = self._answers(question) or [self._none(question)]
            if any(sum(len(span.text) for span in answer) > _LONG for answer in answers):
                if rows:
                    yield KeyValues(tuple(rows))
                    rows = []
                for index, answer in enumerate(answers):
                    head = (Span(ended(asked) + " ", Style.STRONG),) if not index else ()
                    yield Paragraph((*head, *answer))
                continue
            rows.extend((asked if not index else "", answer) for index, answer in enumerate(answers))
        if rows:
            yield KeyValues(tuple(rows))

    def _answers(self, question: Question) -> list[Text]:
        """An answer for each record that has one, with labels where one question asks for several fields."""
        by_record: dict[str, tuple[Shown, list[str]]] = {}
        for ref in question.fields:
            for record in ref.records(self._matter):
                if record.words(ref.field) and record.code(ref.field) != OTHER:
                    by_record.setdefault(record.handle, (record, []))[1].append(ref.field)
        order = {one.handle: number for number, one in enumerate(self._matter.records)}
        found = [by_record[handle] for handle in sorted(by_record, key=lambda handle: order[handle])]
        one_field = len({ref.field for ref in question.fields}) == 1
        answers = [self._answer(record, list(dict.fromkeys(fields)), bare=one_field) for record, fields in found]
        if one_field and sum(len(span.text) for answer in answers for span in answer) <= _LONG:
            return [self._together(answers)] if answers else []
        return answers

    @staticmethod
    def _answer(record: Shown, fields: list[str], *, bare: bool) -> Text:
        """What one record answers; a term that its own detail holds already is not said again."""
        said = {field: " ".join(record.words(field).split()) for field in fields}
        kept = [
            field
            for field in fields
            if not any(said[field].casefold() in said[one].casefold() for one in fields if one.startswith(f"{field}_"))
        ]
        if bare or len(kept) == 1:
            text = said[kept[0]]
        else:
            lines = [f"{uncapitalised(record.labels[field])}: {record.within(field)}" for field in kept]
            text = "; ".join(inner(line) for line in lines)
        return words(capitalised(text), *record.cited(RECORD, *fields))

    @staticmethod
    def _together(answers: list[Text]) -> Text:
        """Short answers of several records in one row, each once."""
        by_text: dict[str, tuple[str, ...]] = {}
        for answer in answers:
            said = "".join(span.text for span in answer)
            by_text[said] = (*by_text.get(said, ()), *(key for span in answer for key in span.notes))
        return tuple(
            Span(("; " if number else "") + said, notes=notes) for number, (said, notes) in enumerate(by_text.items())
        )

    def _none(self, question: Question) -> Text:
        """Why there is no answer: it is withheld, or nobody knows it."""
        held = any(
            (f"{ref.kind}[{ref.term}].{ref.field}" if ref.term else f"{ref.kind}.{ref.field}") in self._matter.recorded
            for ref in question.fields
        )
        said = N_("Withheld: there is no consent to give it here.") if held else N_("No information.")
        return (Span(self._language.text(said), Style.EMPHASIS),)
