"""Composes the sheet that a person signs and takes home: what is on record, what they allowed, how to take it back."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.base.i18n import N_, Language
from casefile.dossier.case import CaseComposer
from casefile.dossier.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Item,
    Items,
    Paragraph,
    Signature,
    Span,
    Style,
    Table,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import Matter, Shown
from casefile.dossier.telling import once_stopped
from casefile.dossier.template import Section, Template

_USES = (
    "may_keep",
    "may_share",
    "may_name_to_government",
    "may_name_in_public",
    "may_send_to_un",
    "may_use_picture",
)


class SheetComposer:
    """Composes one sheet.

    Args:
        template: Its sections and texts.
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
        for section in self._template.sections:
            blocks.extend(self._section(section))
        return framed(self._template, matter, name, blocks, with_notes=False)

    def _section(self, section: Section) -> Iterator[Block]:
        made: list[Block]
        if section.name == "consent":
            made = list(self._consents())
        elif section.name == "signatures":
            made = list(self._signatures())
        elif section.say:
            made = self._texts(section)
        else:
            made = list(self._case.section(section.name))
        if made and section.headings:
            yield Heading(section.heading(self._matter.language), 2)
        yield from made

    def _texts(self, section: Section) -> list[Block]:
        said = [one.pattern(self._matter.language) for one in section.say if one.holds(self._matter)]
        if section.style == "list":
            return [Items(tuple(Item("–", words(one)) for one in said))]
        return [Paragraph(words(one)) for one in said]

    def _consents(self) -> Iterator[Block]:
        """Each use apart, as it was answered last; what was not asked is said to be not asked."""
        text = self._language.text
        consent = self._latest()
        if consent is None:
            yield Paragraph(words(text(N_("No consent is recorded. Nothing of this may be given to anybody."))))
            return
        rows: list[tuple[Cell, ...]] = []
        for field in _USES:
            label = consent.labels.get(field) or self._template.text(field, self._matter.language)
            answer = consent.words(field) or text(N_("Not asked"))
            rows.append((label, (Span(answer, Style.STRONG),)))
        columns = (Column(text(N_("Use")), 4), Column(text(N_("Answer")), 2))
        given = consent.words("given_on")
        caption = once_stopped(text(N_("As answered on {when}.")).format(when=given)) if given else ""
        yield Table(columns, tuple(rows), caption)
        conditions = " ".join(consent.words("conditions").split())
        if conditions:
            label = consent.labels["conditions"]
            yield Paragraph((Span(f"{label}. ", Style.STRONG), Span(conditions)))
        if consent.words("withdrawn_on"):
            said = text(N_("It was taken back on {when}: from then on nothing is allowed."))
            yield Paragraph(words(said.format(when=consent.words("withdrawn_on"))))

    def _latest(self) -> Shown | None:
        given = list(self._matter.of("consent", person=self._matter.about))
        return max(given, key=lambda one: one.code("given_on"), default=None)

    def _signatures(self) -> Iterator[Block]:
        text = self._language.text
        yield Signature(
            role=text(N_("Date and signature, or mark, of the person")),
            beside=text(N_("Date and signature of whoever explained it")),
        )
