"""Composes the annex on injuries: the body map with numbered marks, and what is said of each number.

A mark stands where somebody put it. An injury without a place on the map is in the table alone: none is made up from
the words for a part of the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.base.body_shapes import views
from casefile.base.i18n import N_, Language
from casefile.dossier.document import (
    Block,
    BodyMap,
    BodyView,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Signature,
    SourceNotes,
    Span,
    Table,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import RECORD, Matter, Shown, capitalised
from casefile.dossier.telling import once_stopped
from casefile.dossier.template import Section, Template


class BodyMapComposer:
    """Composes one annex.

    Args:
        template: Its sections.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        allegations = list(matter.of("allegation", person=matter.about))
        self._injuries = [
            (str(number), one, allegation)
            for number, (one, allegation) in enumerate(
                ((one, held) for held in allegations for one in matter.of("injury", allegation=held.handle)), 1
            )
        ]

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        person = matter.find(matter.about)
        name = person.words("name") if person else ""
        blocks: list[Block] = []
        for section in self._template.sections:
            heading = section.heading(matter.language)
            if section.name == "sources":
                blocks.append(SourceNotes(heading))
                continue
            made = list(self._section(section))
            if made:
                blocks.extend((Heading(heading, 2), *made) if heading else made)
        return framed(self._template, matter, name, blocks)

    def _section(self, section: Section) -> Iterator[Block]:
        if section.name == "map":
            yield from self._map()
        elif section.name == "injuries":
            yield from self._table()
        elif section.name == "examinations":
            yield from self._examinations()
        elif section.name == "signature":
            parts = self._matter.letter
            yield Signature(parts.signer, parts.role or self._language.text(N_("Name and signature")))

    def _map(self) -> Iterator[Block]:
        text = self._language.text
        made = []
        for name, view in views().items():
            marked = [(number, one) for number, one, _ in self._injuries if one.code("body_view") == name]
            marks = [(number, *place) for number, one in marked if (place := _place(one)) is not None]
            if marks:
                captions = tuple((text(one.text), one.at.x, one.at.y) for one in view.captions)
                label = next(one.words("body_view") for _, one in marked)
                made.append(BodyView(name, label, tuple(marks), captions))
        if made:
            yield BodyMap(tuple(made), text(N_("Figure 1. Where the injuries are. Numbers are those of the table.")))
        elif self._injuries:
            yield Paragraph(words(text(N_("None of the injuries is marked on the body map."))))
        else:
            yield Paragraph(words(text(N_("No injury is recorded."))))

    def _table(self) -> Iterator[Block]:
        if not self._injuries:
            return
        text = self._language.text
        rows = [self._row(number, one, allegation) for number, one, allegation in self._injuries]
        columns: tuple[Column, ...] = (
            Column(text(N_("No.")), 0.5, strong=True),
            Column(text(N_("Where on the body")), 1.7),
            Column(text(N_("Injury")), 2.3),
            Column(text(N_("Alleged cause")), 2.6),
            Column(text(N_("Allegation")), 2.1),
            Column(text(N_("Photo")), 1.2),
        )
        if not any(row[-1] for row in rows):
            columns, rows = columns[:-1], [row[:-1] for row in rows]
        yield Table(columns, tuple(rows), text(N_("Table 1. Injuries, each with the number of its mark.")))

    def _row(self, number: str, injury: Shown, allegation: Shown) -> tuple[Cell, ...]:
        text = self._language.text
        where = _line((injury.words("body_region"), injury.within("body_side")))
        if _place(injury) is None:
            where = f"{where} ({text(N_('no mark'))})" if where else text(N_("no mark"))
        size = " × ".join(injury.words(field) for field in ("length_mm", "width_mm") if injury.words(field))
        seen = text(N_("seen {when}")).format(when=injury.words("seen_on")) if injury.words("seen_on") else ""
        said = _line(
            (
                injury.words("injury_kind"),
                text(N_("{size} mm")).format(size=size) if size else "",
                *(injury.within(field) for field in ("shape", "colours", "injury_age") if injury.tells(field)),
                seen,
            )
        )
        cause = " ".join(injury.words("alleged_cause").split())
        told = _line((allegation.words("began"), allegation.words("place"), allegation.within("methods")))
        cited = injury.cited(RECORD, *injury.notes)
        return (
            number,
            capitalised(where),
            (Span(capitalised(said), notes=cited),) if said else "",
            cause,
            (Span(capitalised(told), notes=allegation.cited(RECORD, "methods", "began")),) if told else "",
            injury.words("photo"),
        )

    def _examinations(self) -> Iterator[Block]:
        text = self._language.text
        for exam in self._matter.of("medical_exam", person=self._matter.about):
            said = [
                _line((exam.words("exam_kind"), exam.words("examined_on"), exam.words("place"))),
                exam.words("findings"),
            ]
            if exam.tells("consistency"):
                finding = N_("Degree of consistency with the account: {consistency}.")
                said.append(text(finding).format(consistency=exam.within("consistency")))
            told = ". ".join(" ".join(one.split()).rstrip(".") for one in said if one)
            if told:
                yield Paragraph(words(once_stopped(f"{told}."), *exam.cited(RECORD, *exam.notes)))


def _place(injury: Shown) -> tuple[float, float] | None:
    """Where an injury is marked on its view; None if nobody marked it on one that is drawn."""
    across, down = injury.code("map_x"), injury.code("map_y")
    if injury.code("body_view") not in views() or not across or not down:
        return None
    return min(max(float(across), 0.0), 1.0), min(max(float(down), 0.0), 1.0)


def _line(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
