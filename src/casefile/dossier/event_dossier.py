"""Composes the dossier of an event: what a statement tells, and the people, the chronology and contents besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from casefile.base.i18n import N_
from casefile.dossier.chronicle import chronicle
from casefile.dossier.document import Block, Cell, Column, Contents, Document, Heading, Span, Style, Table, Text
from casefile.dossier.shown import RECORD, Matter, Shown, capitalised, uncapitalised
from casefile.dossier.statement import StatementComposer
from casefile.dossier.template import Template


class EventComposer(StatementComposer):
    """Composes one dossier of an event.

    Args:
        template: Its sections.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        super().__init__(template, matter)
        self._sections = {**self._sections, "people": self._people, "chronology": self._chronology}

    def compose(self) -> Document:
        """The finished document, with contents where it is long enough."""
        document = super().compose()
        blocks: list[Block] = [
            replace(block, level=1) if isinstance(block, Heading) else block for block in document.blocks
        ]
        first = next((index for index, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
        blocks.insert(first, Contents(self._language.text(N_("Contents"))))
        return replace(document, blocks=tuple(blocks))

    def _people(self) -> Iterator[Block]:
        """Everybody with a part in it, one row each: in which part, with which outcome, held since when."""
        text = self._language.text
        rows: list[tuple[Cell, ...]] = []
        for person in self._matter.of("person"):
            parts = list(self._matter.of("involvement", person=person.handle))
            held = list(self._matter.of("custody", person=person.handle))
            done = list(self._matter.of("violation_act", victim=person.handle))
            if not (parts or held or done):
                continue
            what: list[Span] = []
            for record, said in (
                *((one, self._part(one)) for one in parts),
                *((one, self._held(one)) for one in held),
                *((one, one.words("violation_kind")) for one in done),
            ):
                if said:
                    lead = "; " if what else ""
                    cased = uncapitalised(said) if what else capitalised(said)
                    what.append(Span(lead + cased, notes=record.cited(RECORD)))
            name = person.words("name")
            count = person.words("head_count")
            who: Text = (Span(f"{name} ({count})" if count and count not in name else name, Style.STRONG),)
            rows.append((str(len(rows) + 1), who, tuple(what)))
        if rows:
            columns = (Column(text(N_("No.")), 0.45), Column(text(N_("Person")), 3), Column(text(N_("Part")), 5))
            yield Table(columns, tuple(rows), text(N_("People recorded in this event and in what belongs to it.")))

    @staticmethod
    def _part(involvement: Shown) -> str:
        return ", ".join(one for one in (involvement.words("involved_as"), involvement.within("outcome")) if one)

    def _held(self, custody: Shown) -> str:
        when = custody.words("arrested")
        held = self._language.text(N_("arrested"))
        end = custody.within("end_kind") if custody.tells("end_kind") else ""
        parts = [f"{held}: {when}" if when else held, end]
        return ", ".join(part for part in parts if part)

    def _chronology(self) -> Iterator[Block]:
        text = self._language.text
        rows: list[tuple[Cell, ...]] = [
            (one.when, (Span(one.text, notes=one.notes),))
            for one in chronicle(self._matter, self._language, several=True)
        ]
        if rows:
            columns = (Column(text(N_("When")), 1.7, strong=True), Column(text(N_("What happened")), 6))
            yield Table(
                columns, tuple(rows), text(N_("In order of time; of an unsure date, the earliest day it may mean."))
            )
