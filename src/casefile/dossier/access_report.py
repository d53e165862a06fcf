"""Composes a report on who could see detainees over a period: lawyers and families, asked for, granted and refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from casefile.base.dates import read_date, say_date
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
from casefile.dossier.shown import PREVENTED, RECORD, TOOK_PLACE, Matter, Shown
from casefile.dossier.telling import ended, inner
from casefile.dossier.template import Template

_KINDS = ("lawyer_access", "family_visit")


class AccessComposer:
    """Composes one report.

    Args:
        template: Its sections.
        matter: All that may be printed; `since` and `until` are its period.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        self._tables = 0

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        people = self._people()
        blocks: list[Block] = []
        for section in self._template.sections:
            heading = section.heading(matter.language)
            if section.name == "sources":
                blocks.append(SourceNotes(heading))
            elif section.name == "summary":
                blocks.extend((Heading(heading, 2), *self._summary(people)))
            elif section.name == "people":
                blocks.extend(block for person in people for block in self._person(person))
        title = self._template.title(matter.language)
        addressees = matter.letter.addressees
        return framed(self._template, matter, title, blocks, subtitle=self._period(), addressees=addressees)

    def _people(self) -> list[Shown]:
        """Those it is about, or everybody of whom a contact is recorded, in the order in which they were gathered."""
        wanted = set(self._matter.subjects) | {
            one.links.get("person", "") for kind in (*_KINDS, "custody") for one in self._matter.of(kind)
        }
        return [one for one in self._matter.of("person") if one.handle in wanted]

    def _period(self) -> str:
        matter, text = self._matter, self._language.text
        since = say_date(matter.since, matter.language) if matter.since else ""
        until = say_date(matter.until, matter.language) if matter.until else ""
        if since and until:
            return f"{since} – {until}"
        if since:
            return text(N_("since {when}")).format(when=since)
        return text(N_("until {when}")).format(when=until) if until else text(N_("All that is recorded"))

    def _contacts(self, person: Shown, kind: str) -> list[Shown]:
        found = self._matter.of(kind, person=person.handle)
        return sorted((one for one in found if self._within(one)), key=lambda one: one.code("occurred"))

    def _within(self, record: Shown) -> bool:
        """Whether a contact may have been within the period; one without a date may."""
        if not record.code("occurred"):
            return True
        first, last = _span(record.code("occurred"))
        since, until = _span(self._matter.since)[0], _span(self._matter.until)[1]
        return not (since and last and last < since) and not (until and first and first > until)

    def _summary(self, people: Sequence[Shown]) -> Iterator[Block]:
        text = self._language.text
        columns = (
            Column(text(N_("Person")), 2.4, strong=True),
            Column(text(N_("Lawyer: took place")), 1.1, numeric=True),
            Column(text(N_("Lawyer: denied")), 1.1, numeric=True),
            Column(text(N_("Family: took place")), 1.1, numeric=True),
            Column(text(N_("Family: denied")), 1.1, numeric=True),
            Column(text(N_("Last contact")), 1.9),
        )
        rows: list[tuple[Cell, ...]] = []
        sums = [0, 0, 0, 0]
        for person in people:
            counts: list[int] = []
            for kind in _KINDS:
                made = self._contacts(person, kind)
                counts.append(sum(one.code("outcome") in TOOK_PLACE for one in made))
                counts.append(sum(one.code("outcome") in PREVENTED for one in made))
            sums = [whole + one for whole, one in zip(sums, counts, strict=True)]
            rows.append((person.words("name"), *map(str, counts), self._last(person)))
        if len(people) > 1:
            rows.append((text(N_("Together")), *map(str, sums), ""))
        if not rows:
            yield Paragraph(words(text(N_("Nobody is recorded here as held."))))
            return
        caption = text(N_("Table {n}. Contacts with a lawyer and with the family that are recorded."))
        yield Table(columns, tuple(rows), self._caption(caption))
        yield Paragraph(words(text(N_("Only what is recorded is counted. There may have been other contacts."))))

    def _last(self, person: Shown) -> str:
        made = [one for kind in _KINDS for one in self._contacts(person, kind) if one.code("outcome") in TOOK_PLACE]
        last = max(made, key=lambda one: one.code("occurred"), default=None)
        return last.words("occurred") if last else self._language.text(N_("none recorded"))

    def _person(self, person: Shown) -> Iterator[Block]:
        text = self._language.text
        yield Heading(person.words("name"), 2)
        held = [self._held(custody) for custody in self._matter.of("custody", person=person.handle)]
        if held:
            yield KeyValues(tuple((text(N_("Detention")) if not index else "", row) for index, row in enumerate(held)))
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        for kind, whom, lane in zip(
            _KINDS, ("lawyer", "relative"), (text(N_("Lawyer")), text(N_("Family"))), strict=True
        ):
            what = "access_kind" if kind == "lawyer_access" else "visit_kind"
            for one in self._contacts(person, kind):
                who = one.words(whom) or one.words(f"{whom}_in_words") or one.words("relation")
                said = "; ".join(part for part in (lane, who) if part)
                details = self._details(one)
                cited = one.cited(RECORD, *one.notes)
                outcome: Text = (Span(one.words("outcome"), Style.STRONG, () if details else cited),)
                rows.append(
                    (
                        one.code("occurred"),
                        (
                            one.words("occurred"),
                            one.words(what),
                            said,
                            outcome,
                            words(details, *cited) if details else "",
                        ),
                    )
                )
        if not rows:
            yield Paragraph(words(text(N_("No contact with a lawyer or with the family is recorded in this period."))))
            return
        columns = (
            Column(text(N_("When")), 1.5),
            Column(text(N_("What")), 1.2),
            Column(text(N_("With whom")), 1.5),
            Column(text(N_("Outcome")), 1.5),
            Column(text(N_("Details")), 2.7),
        )
        ordered = tuple(row for _, row in sorted(rows, key=lambda one: one[0]))
        caption = text(N_("Table {n}. Contacts: {who}.")).replace("{who}", person.words("name"))
        yield Table(columns, ordered, self._caption(caption))

    def _held(self, custody: Shown) -> Text:
        stays = list(self._matter.of("stay", custody=custody.handle))
        where = (stays[-1].words("place") or stays[-1].words("place_in_words")) if stays else ""
        since = custody.words("arrested")
        parts = [
            custody.words("custody_kind"),
            self._language.text(N_("since {when}")).format(when=since) if since and not custody.words("ended") else "",
            f"{since} – {custody.words('ended')}" if since and custody.words("ended") else "",
            custody.within("end_kind"),
            where,
        ]
        return words(", ".join(part for part in parts if part), *custody.cited(RECORD, "arrested"))

    def _details(self, contact: Shown) -> str:
        minutes = contact.words("minutes")
        facts = [self._language.text(N_("{n} minutes")).format(n=minutes) if minutes else ""]
        facts.extend(contact.labelled("confidential", "supervised", "refused_by", "reason_given"))
        line = "; ".join(inner(one) for one in facts if one)
        prose = [" ".join(contact.words(field).split()) for field in ("conditions", "details")]
        return " ".join(ended(part) for part in (line[:1].upper() + line[1:], *prose) if part)

    def _caption(self, pattern: str) -> str:
        self._tables += 1
        return pattern.replace("{n}", str(self._tables))


def _span(edtf: str) -> tuple[datetime | None, datetime | None]:
    if not edtf:
        return None, None
    try:
        read = read_date(edtf)
    except ValueError:
        return None, None
    return read.earliest, read.latest
