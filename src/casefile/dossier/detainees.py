"""Composes a list of detainees: one row a person, with arrest, legal basis and whereabouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from casefile.base.i18n import N_, Language
from casefile.dossier.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    SourceNotes,
    Span,
    Style,
    Table,
    Text,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import RECORD, Matter, Shown, capitalised
from casefile.dossier.telling import inner
from casefile.dossier.template import Template


class DetaineesComposer:
    """Composes one list.

    Args:
        template: Its sections.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        about = matter.find(matter.about)
        blocks: list[Block] = []
        for section in self._template.sections:
            heading = section.heading(matter.language)
            if section.name == "sources":
                blocks.append(SourceNotes(heading))
            elif section.name == "list":
                blocks.extend(self._list())
            elif section.name == "counts":
                made = list(self._counts())
                blocks.extend((Heading(heading, 2), *made) if made else ())
        title = self._template.title(matter.language)
        event = about.words("title") if about is not None and about.kind == "event" else ""
        addressees = matter.letter.addressees
        return framed(
            self._template, matter, title, blocks, subtitle=event, addressees=addressees, running=event or title
        )

    def _list(self) -> Iterator[Block]:
        text = self._language.text
        rows: list[tuple[Cell, ...]] = []
        for number, custody in enumerate(self._matter.of("custody"), 1):
            person = self._matter.find(custody.links.get("person", ""))
            rows.append((str(number), self._who(custody, person), self._arrest(custody), *self._rest(custody, person)))
        if not rows:
            yield Paragraph(words(text(N_("Nobody is recorded here as held."))))
            return
        columns = (
            Column(text(N_("No.")), 0.45),
            Column(text(N_("Person")), 2.2),
            Column(text(N_("Arrested")), 2.0),
            Column(text(N_("Legal basis")), 1.9),
            Column(text(N_("Where now")), 1.9),
        )
        yield Table(columns, tuple(rows), text(N_("Each row is one detention; a person held twice stands here twice.")))

    def _who(self, custody: Shown, person: Shown | None) -> Text:
        name = custody.words("person") or self._language.text(N_("not known"))
        more = []
        if person is not None:
            count = person.words("head_count")
            more = [count if count and count not in name else ""]
            more.extend(person.words(field) for field in ("sex", "birth_date", "age", "occupation_detail"))
            if not person.words("occupation_detail") and person.tells("occupation"):
                more.append(person.words("occupation"))
        said = "; ".join(part[:1].lower() + part[1:] for part in more if part)
        notes = custody.cited(RECORD, "person")
        return (Span(name, Style.STRONG, () if said else notes), *((Span(f", {said}", notes=notes),) if said else ()))

    @staticmethod
    def _arrest(custody: Shown) -> Text:
        said = "; ".join(custody.words(field) for field in ("arrested", "arrest_place", "arrested_by"))
        said = "; ".join(part for part in said.split("; ") if part)
        return words(capitalised(said) or "–", *custody.cited("arrested", "arrest_place", "arrested_by"))

    def _rest(self, custody: Shown, person: Shown | None) -> tuple[Text, Text]:
        basis = [custody.words("custody_kind"), custody.words("law"), custody.words("article")]
        if not custody.words("law"):
            basis.append(" ".join(custody.words("reasons_given").split()))
        stays = list(self._matter.of("stay", custody=custody.handle))
        text = self._language.text
        ended = custody.words("ended")
        known = custody.words("end_kind") if custody.tells("end_kind") else ""
        where = [known, ended if known or not ended else text(N_("until {when}")).format(when=ended)]
        if not any(where):
            where = [(stays[-1].words("place") or stays[-1].words("place_in_words")) if stays else ""]
            if not any(where) and person is not None and person.tells("whereabouts_status"):
                where = [person.words("whereabouts_status")]
        legal = "; ".join(inner(part) for part in basis if part)
        now = ", ".join(part for part in where if part)
        return (
            words(capitalised(legal) or "–", *custody.cited("custody_kind", "law", "article")),
            words(capitalised(now or text(N_("not known"))), *custody.cited("ended", "end_kind")),
        )

    def _counts(self) -> Iterator[Block]:
        text = self._language.text
        states: Counter[str] = Counter()
        for custody in self._matter.of("custody"):
            ended = custody.words("end_kind") if custody.tells("end_kind") else ""
            states[ended or text(N_("Still held, or the end is not recorded"))] += 1
        if states:
            rows = [(label, words(str(count))) for label, count in sorted(states.items(), key=lambda one: -one[1])]
            yield KeyValues(((text(N_("Detentions in this list")), words(str(states.total()))), *rows))
