"""Composes the case of one person: identity, detentions with clock and time line, access, treatment, proceedings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casefile.base.i18n import N_, Language
from casefile.dossier.chronicle import chronicle
from casefile.dossier.custody_line import custody_lines
from casefile.dossier.document import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Item,
    Items,
    KeyValues,
    Paragraph,
    SourceNotes,
    Span,
    Style,
    Table,
    Text,
    words,
)
from casefile.dossier.frame import INVENTED, framed
from casefile.dossier.shown import OTHER, RECORD, ClockShown, Matter, Shown, capitalised, uncapitalised
from casefile.dossier.statement import ALLEGED, since, span
from casefile.dossier.telling import Numbered, Telling, ended, marker, once_stopped
from casefile.dossier.template import Template

_IDENTITY = (
    "sex",
    "birth_date",
    "age",
    "birthplace",
    "nationalities",
    "languages",
    "civil_status",
    "occupation",
    "occupation_detail",
    "characteristics",
    "health",
    "whereabouts_status",
    "whereabouts_place",
    "last_seen_on",
    "last_seen_place",
)
_ARREST = (
    "custody_kind",
    "arrested",
    "arrest_place",
    "arrest_place_detail",
    "arrested_by",
    "officers",
    "warrant_shown",
    "authority",
    "reasons_given",
    "law",
    "article",
    "force_used",
    "taken_to",
    "taken_at",
    "registered_at",
    "held_by",
    "record_given",
    "acknowledged",
    "incommunicado",
    "incommunicado_until",
    "held_for",
    "ended",
    "end_kind",
    "wgad_categories",
)
_IN_WORDS = {"occupation": "occupation_detail", "arrest_place": "arrest_place_detail"}
"""Fields that say in words what another says as a term; both stand in one row."""
_TERM_OF = {detail: term for term, detail in _IN_WORDS.items()}
_YES = "yes"
_NO = "no"
_CONDITIONS = ("light", "food", "water", "hygiene", "solitary", "solitary_for", "restraints")


class CaseComposer:
    """Composes one case.

    Args:
        template: Its sections.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        self._numbered = Numbered()
        self._captions = Counter[str]()
        self._sections: Mapping[str, Callable[[], Iterator[Block]]] = {
            "identity": self._identity,
            "custody": self._custodies,
            "access": self._access,
            "treatment": self._treatment,
            "proceedings": self._proceedings,
            "remedies": self._remedies,
            "statements": self._statements,
            "chronology": self._chronology,
            "evidence": self._evidence,
        }

    def compose(self) -> Document:
        """The finished document."""
        matter, text = self._matter, self._language.text
        person = matter.find(matter.about)
        name = person.words("name") if person else ""
        blocks: list[Block] = []
        blocks.append(Contents(text(N_("Contents"))))
        for section in self._template.sections:
            heading = section.heading(matter.language)
            if section.name == "sources":
                blocks.append(SourceNotes(heading))
                continue
            made = list(self._sections[section.name]())
            if made:
                blocks.extend((Heading(heading), *made))
        return framed(self._template, matter, name, blocks, subtitle=self._subtitle(person))

    def section(self, name: str) -> Iterator[Block]:
        """The blocks of one section, without its heading; nothing if there is no section of this name."""
        made = self._sections.get(name)
        return made() if made is not None else iter(())

    def _subtitle(self, person: Shown | None) -> str:
        """What is said of somebody beside the name, unless the title or the notice says it already."""
        described = person.words("described_as") if person else ""
        said = (person.words("name") if person else "", self._language.text(INVENTED) if self._matter.invented else "")
        return "" if any(described.casefold() in one.casefold() for one in said) else described

    def _rows(self, record: Shown, fields: tuple[str, ...]) -> list[tuple[str, Text]]:
        """Labels and values of the fields that may be printed; notes for the record as a whole at the first."""
        rows: list[tuple[str, Text]] = []
        for field in fields:
            added = _IN_WORDS.get(field, "")
            if not record.words(field) or (field in _IN_WORDS.values() and record.words(_TERM_OF[field])):
                continue
            if record.code(field) == OTHER and not record.words(added):
                # "Other" alone tells a reader nothing; what it stands for belongs into the field beside it.
                continue
            said = _beside(*(" ".join(record.words(one).split()) for one in (field, added)))
            notes = record.cited(*(() if rows else (RECORD,)), field, added or field)
            rows.append((record.labels[field], words(said, *notes)))
        return rows

    def _caption(self, pattern: str) -> str:
        """A caption with the next number of its kind: the English word before the number tells tables from figures."""
        kind = pattern.partition(" ")[0]
        self._captions[kind] += 1
        return self._language.text(pattern).format(n=self._captions[kind])

    # --- who -------------------------------------------------------------------------------------------------------

    def _identity(self) -> Iterator[Block]:
        matter, text = self._matter, self._language.text
        person = matter.find(matter.about)
        if person is None:
            return
        cited = person.cited(RECORD, "shown_name", "described_as")
        rows: list[tuple[str, Text]] = [(text(N_("Person")), words(person.words("name"), *cited, style=Style.STRONG))]
        names = [one for one in matter.of("name", person=person.handle) if _whole(one)]
        listed = [*person.words("also_named").split("\n"), *map(_whole, names)]
        others = dict.fromkeys(one for one in listed if one and one != person.words("name"))
        if others:
            rows.append((text(N_("Also written")), words(", ".join(others))))
        for paper in matter.of("identifier", person=person.handle):
            label = paper.words("identifier_kind") or text(N_("Document"))
            number = ", ".join(paper.words(field) for field in ("number", "country", "issued_on") if paper.words(field))
            if number:
                rows.append((label, words(number, *paper.cited(RECORD, "number"))))
        rows.extend(row for row in self._rows(person, _IDENTITY) if row[1][0].text)
        for role in matter.of("affiliation", person=person.handle):
            said = ", ".join(role.words(field) for field in ("role", "organisation") if role.words(field))
            if said:
                when = span(role, self._matter.language)
                if role.words("began") and not role.words("ended"):
                    when = text(N_("since {when}")).format(when=when)
                rows.append((text(N_("Role")), words(f"{said} ({when})" if when else said, *role.cited(RECORD))))
        yield KeyValues(tuple(rows))
        for field in ("activities", "last_seen_account"):
            telling = Telling(person, self._language, part=True)
            telling.lead_words(person.labels.get(field, ""))
            telling.prose(field)
            yield from (Paragraph(paragraph) for paragraph in ([] if telling.empty else telling.texts()))

    # --- detention -------------------------------------------------------------------------------------------------

    def _custodies(self) -> Iterator[Block]:
        matter, text = self._matter, self._language.text
        held = list(matter.of("custody", person=matter.about))
        for number, custody in enumerate(held, 1):
            if len(held) > 1:
                kind = custody.words("custody_kind") or text(N_("Detention"))
                when = custody.words("arrested")
                yield Heading(f"{number}. {kind}{', ' + when if when else ''}", 2)
            rows = self._rows(custody, _ARREST)
            if rows:
                yield KeyValues(tuple(rows))
            for line in custody_lines(matter, custody, self._language):
                caption = (
                    N_("Figure {n}. The first days.") if line.first_days else N_("Figure {n}. The whole detention.")
                )
                yield replace(line.figure, caption=self._caption(caption))
            telling = Telling(custody, self._language)
            for field in ("circumstances", "end_details", "why_arbitrary"):
                telling.prose(field)
            yield from self._numbered.paragraphs(telling)
            yield from self._stays(custody)
            yield from self._clock(custody)

    def _stays(self, custody: Shown) -> Iterator[Block]:
        text = self._language.text
        rows: list[tuple[Cell, ...]] = []
        for stay in self._matter.of("stay", custody=custody.handle):
            where = stay.words("place") or stay.words("place_in_words") or text(N_("not known"))
            conditions = stay.labelled("cell_people", *_CONDITIONS)
            prose = " ".join(stay.words("conditions").split())
            cited = stay.cited(RECORD, *stay.notes)
            lasts = not (custody.words("ended") or custody.words("end_kind"))
            when = (since if lasts else span)(stay, self._matter.language)
            rows.append((capitalised(when), *_with_notes(capitalised(where), _line(conditions, prose), cited)))
        if rows:
            columns = (
                Column(text(N_("When")), 1.6),
                Column(text(N_("Held at")), 2),
                Column(text(N_("Conditions")), 3.4),
            )
            yield Table(columns, tuple(rows), self._caption(N_("Table {n}. Places of detention and conditions.")))

    def _clock(self, custody: Shown) -> Iterator[Block]:
        """What was due, how long it took, and whether the rule was kept."""
        lines = self._matter.clocks.get(custody.handle, ())
        if not lines:
            return
        text = self._language.text
        columns = (
            Column(text(N_("Safeguard")), 1.5, strong=True),
            Column(text(N_("Finding")), 2.6),
            Column(text(N_("Rule")), 4.3),
        )
        rows: list[tuple[Cell, ...]] = []
        for alike in _grouped([one for one in lines if not one.took], lambda line: (line.verdict, line.why)):
            style = Style.STRONG if alike[0].breached else Style.PLAIN
            # Where nothing is known of several safeguards at once, their rules would only fill the page.
            rule = _rules(alike) if len({line.what for line in alike}) == 1 else ""
            rows.append(
                (_run(line.what for line in alike), (Span(alike[0].verdict, style), Span(f" {alike[0].why}")), rule)
            )
        measured = _grouped([one for one in lines if one.took], lambda line: (line.what, line.took))
        heads = frozenset({len(rows)} if measured else ())
        if measured:
            rows.append((text(N_("No number of hours in the rule; how long it took")), "", ""))
            rows.extend((alike[0].what, capitalised(alike[0].took), _rules(alike)) for alike in measured)
        yield Table(
            columns,
            tuple(rows),
            self._caption(N_("Table {n}. Custody clock. An hour that is not known is never counted as a breach.")),
            heads,
        )

    # --- access ----------------------------------------------------------------------------------------------------

    def _access(self) -> Iterator[Block]:
        text = self._language.text
        for kind, what, whom, head in (
            ("lawyer_access", "access_kind", "lawyer", N_("Lawyer")),
            ("family_visit", "visit_kind", "relative", N_("Relative")),
        ):
            rows: list[tuple[Cell, ...]] = []
            for one in self._matter.of(kind, person=self._matter.about):
                who = one.words(whom) or one.words(f"{whom}_in_words") or one.words("relation")
                details = [one.words("minutes") and text(N_("{n} minutes")).format(n=one.words("minutes"))]
                details.extend(one.labelled("confidential", "supervised", "refused_by", "reason_given"))
                prose = [" ".join(one.words(field).split()) for field in ("conditions", "details")]
                said = _line([part for part in details if part], *prose)
                cited = one.cited(RECORD, *one.notes)
                outcome: Text = (Span(one.words("outcome"), Style.STRONG, () if said else cited),)
                rows.append(
                    (one.words("occurred"), one.words(what), who, outcome, (Span(said, notes=cited),) if said else "")
                )
            if rows:
                columns = (
                    Column(text(N_("When")), 1.5),
                    Column(text(N_("What")), 1.2),
                    Column(text(head), 1.4),
                    Column(text(N_("Outcome")), 1.5),
                    Column(text(N_("Details")), 2.8),
                )
                caption = (
                    N_("Table {n}. Access to a lawyer.")
                    if kind == "lawyer_access"
                    else N_("Table {n}. Family contact.")
                )
                yield Table(columns, tuple(rows), self._caption(caption))

    # --- treatment -------------------------------------------------------------------------------------------------

    def _treatment(self) -> Iterator[Block]:
        matter = self._matter
        for allegation in matter.of("allegation", person=matter.about):
            yield from self._allegation(allegation)
        for exam in matter.of("medical_exam", person=matter.about):
            yield from self._exam(exam)
        for death in matter.of("death", person=matter.about):
            yield from self._death(death)

    def _allegation(self, allegation: Shown) -> Iterator[Block]:
        telling = Telling(allegation, self._language)
        lead = N_("Ill-treatment alleged, {began}.") if allegation.words("began") else N_("Ill-treatment alleged.")
        telling.lead_words(once_stopped(self._language.text(lead).format(began=allegation.words("began"))))
        telling.say(N_("At {place}."))
        telling.say(N_("Methods: {methods}."))
        telling.prose("methods_in_words")
        telling.say(N_("How long: {how_long}."), how_long=uncapitalised(allegation.words("how_long")))
        telling.say(N_("How often: {how_often}."), how_often=uncapitalised(allegation.words("how_often")))
        telling.say(N_("Purposes: {purposes}."))
        telling.say(N_("Force believed responsible: {force}."))
        telling.say(N_("Alleged perpetrators: {alleged_perpetrators}."))
        telling.say_if("signed_under_duress", _YES, N_("A statement was signed under duress."))
        telling.prose("signed_what")
        telling.say_if("care_asked", _YES, N_("Medical care was asked for."))
        telling.say_if("care_given", _YES, N_("Medical care was given."))
        telling.say_if("care_given", _NO, N_("Medical care was not given."))
        telling.say_if("complaint_made", _YES, N_("A complaint was made."))
        telling.say_if("complaint_made", _NO, N_("No complaint was made."))
        telling.prose("why_no_complaint")
        if allegation.code("status") != ALLEGED:
            telling.fact("status")
        yield from self._numbered.paragraphs(telling)
        for field in ("account", "effects"):
            own = Telling(allegation, self._language, part=True)
            if field == "effects":
                own.lead_words(allegation.labels.get(field, ""))
            own.prose(field)
            yield from (
                Paragraph(paragraph, quoted=field == "account") for paragraph in ([] if own.empty else own.texts())
            )
        yield from self._injuries(allegation)

    def _exam(self, exam: Shown) -> Iterator[Block]:
        telling = Telling(exam, self._language)
        what = self._language.text(N_("Medical examination: {exam_kind}")).format(exam_kind=exam.within("exam_kind"))
        parts = [what if exam.tells("exam_kind") else "", exam.words("examined_on")]
        telling.lead_words(", ".join(part for part in parts if part))
        telling.say(N_("By {examiner}."))
        telling.say(N_("By {examiner_name}."))
        telling.say(N_("Qualification: {qualification}."))
        telling.say_if("independent", _YES, N_("The examiner was independent."))
        telling.say_if("independent", _NO, N_("The examiner was not independent."))
        telling.say_if("held_in_private", _YES, N_("The examination was held in private."))
        telling.say_if("held_in_private", _NO, N_("The examination was not held in private."))
        telling.prose("findings")
        telling.say(N_("Degree of consistency with the account: {consistency}."))
        telling.say_if("certificate_given", _YES, N_("A certificate was issued."))
        telling.say_if("certificate_given", _NO, N_("No certificate was issued."))
        yield from self._numbered.paragraphs(telling)

    def _death(self, death: Shown) -> Iterator[Block]:
        telling = Telling(death, self._language)
        telling.say(N_("Died {died_on}."))
        telling.say(N_("Manner: {manner}."))
        telling.say(N_("Official cause: {cause_official}."))
        telling.say(N_("Alleged cause: {cause_alleged}."))
        telling.say(N_("Autopsy: {autopsy_done}."))
        telling.say(N_("Body returned: {body_returned}."))
        telling.say(N_("Investigation: {investigation}."))
        yield from self._numbered.paragraphs(telling)

    def _injuries(self, allegation: Shown) -> Iterator[Block]:
        text = self._language.text
        rows: list[tuple[Cell, ...]] = []
        for number, injury in enumerate(self._matter.of("injury", allegation=allegation.handle), 1):
            where = ", ".join(part for part in (injury.words("body_region"), injury.within("body_side")) if part)
            size = " × ".join(injury.words(field) for field in ("length_mm", "width_mm") if injury.words(field))
            what = [
                injury.words("injury_kind"),
                text(N_("{size} mm")).format(size=size) if size else "",
                injury.within("shape"),
                injury.within("colours"),
            ]
            cause = " ".join(injury.words("alleged_cause").split())
            said = ", ".join(part for part in what if part)
            rows.append((str(number), where, *_with_notes(said, cause, injury.cited(RECORD, *injury.notes))))
        if rows:
            columns = [
                Column(text(N_("No.")), 0.5),
                Column(text(N_("Where on the body")), 2),
                Column(text(N_("Injury")), 2.5),
                Column(text(N_("Alleged cause")), 3),
            ]
            if not any(row[-1] for row in rows):
                columns.pop()
                rows = [row[:-1] for row in rows]
            yield Table(tuple(columns), tuple(rows), self._caption(N_("Table {n}. Injuries.")))

    # --- law -------------------------------------------------------------------------------------------------------

    def _proceedings(self) -> Iterator[Block]:
        matter, text = self._matter, self._language.text
        for case in matter.of("proceeding", person=matter.about):
            telling = Telling(case, self._language)
            telling.lead("title", "proceeding_kind")
            if case.words("proceeding_kind").casefold() not in case.words("title").casefold():
                telling.say(N_("{proceeding_kind}."))
            telling.say(N_("Before {authority}."))
            telling.say(N_("Number {number}."))
            telling.say(N_("Stage: {stage}."))
            telling.say(N_("Counsel: {counsel}."))
            telling.prose("summary")
            yield from self._numbered.paragraphs(telling)
            charges = []
            for charge in matter.of("charge", proceeding=case.handle):
                part = Telling(charge, self._language)
                part.say(N_("Charge: {law}, {article}."))
                part.say(N_("Charged on {charged_on}."))
                part.prose("wording")
                part.say(N_("State of the charge: {status}."))
                part.prose("assessment")
                charges.extend([] if part.empty else [part.text()])
            if charges:
                yield Items(tuple(Item(marker(number), one) for number, one in enumerate(charges)))
            dated: list[tuple[tuple[str, bool, str], tuple[Cell, ...]]] = []
            for hearing in matter.of("hearing", proceeding=case.handle):
                facts = [hearing.words("court")]
                facts.extend(hearing.labelled("judge", "person_present", "in_public", "interpreter", "observers"))
                said = _line([part for part in facts if part], " ".join(hearing.words("course").split()))
                cited = hearing.cited(RECORD, *hearing.notes)
                row = (hearing.words("held_on"), hearing.words("hearing_kind"), (Span(said, notes=cited),))
                dated.append((_order(hearing.code("held_on"), last=False), row))
            for decision in matter.of("decision", proceeding=case.handle):
                facts = [
                    decision.words("verdict"),
                    decision.within("sentence"),
                    uncapitalised(decision.words("sentence_length")),
                ]
                facts.extend((decision.words("fine"), decision.words("reasons"), *decision.labelled("appeal")))
                said = _line([part for part in facts if part])
                cited = decision.cited(RECORD, *decision.notes)
                decided = (decision.words("decided_on"), text(N_("Decision")), (Span(said, notes=cited),))
                dated.append((_order(decision.code("decided_on"), last=True), decided))
            rows = [row for _, row in sorted(dated, key=lambda one: one[0])]
            if rows:
                columns = (Column(text(N_("When")), 1.5), Column(text(N_("What")), 1.5), Column(text(N_("Course")), 5))
                yield Table(columns, tuple(rows), self._caption(N_("Table {n}. Hearings and decisions.")))
            closing = Telling(case, self._language, part=True)
            closing.say(N_("Fair-trial concerns: {fair_trial_concerns}."))
            closing.prose("fair_trial_details")
            if not closing.empty:
                yield from self._numbered.paragraphs(closing)

    def _remedies(self) -> Iterator[Block]:
        for remedy in self._matter.of("remedy", person=self._matter.about):
            telling = Telling(remedy, self._language)
            telling.lead("remedy_kind")
            telling.say(N_("To {addressed_to}, {made_on}."))
            if not (remedy.words("addressed_to") and remedy.words("made_on")):
                telling.say(N_("To {addressed_to}."))
                telling.say(N_("To {addressed_in_words}."))
                telling.say(N_("Made {made_on}."))
            telling.prose("about")
            telling.say(N_("Reply: {reply}."))
            telling.say(N_("Outcome: {outcome}."))
            telling.prose("outcome_details")
            telling.say(N_("Why none was possible: {why_none}."))
            yield from self._numbered.paragraphs(telling)

    def _statements(self) -> Iterator[Block]:
        for said in self._matter.of("statement"):
            telling = Telling(said, self._language)
            who = ", ".join(part for part in (said.words("person"), said.words("speaker_role")) if part)
            telling.lead_words(who or said.words("organisation") or said.words("speaker_described"))
            telling.say(N_("{occurred}."))
            telling.prose("words")
            yield from self._numbered.paragraphs(telling)

    def _chronology(self) -> Iterator[Block]:
        text = self._language.text
        rows: list[tuple[Cell, ...]] = [
            (one.when, (Span(one.text, notes=one.notes),) if one.notes else one.text)
            for one in chronicle(self._matter, self._language)
        ]
        if rows:
            columns = (Column(text(N_("When")), 1.7, strong=True), Column(text(N_("What happened")), 6))
            yield Table(columns, tuple(rows), self._caption(N_("Table {n}. Chronology.")))

    def _evidence(self) -> Iterator[Block]:
        text = self._language.text
        items = [item for item in self._matter.of("evidence_item") if item.words("title")]
        fields = ["title", "evidence_kind"]
        columns = [Column(text(N_("Item")), 2.5), Column(text(N_("Kind")), 1.2)]
        if any(item.words("sha256") for item in items):
            fields.append("sha256")
            columns.append(Column("SHA-256", 3.6))
        rows = [tuple(item.words(field) or "–" for field in fields) for item in items]
        if rows:
            caption = (
                N_("Table {n}. Evidence on file, with its fingerprint.")
                if "sha256" in fields
                else N_("Table {n}. Evidence on file.")
            )
            yield Table(tuple(columns), tuple(rows), self._caption(caption))


def _beside(term: str, detail: str) -> str:
    """A term and its detail in one row; a detail that holds the term needs it no more."""
    if not detail or term.casefold() in detail.casefold():
        return detail or term
    return f"{ended(term)} {detail}" if term else detail


def _order(edtf: str, *, last: bool) -> tuple[str, bool, str]:
    """By day, and of one day the hearing before what was decided at it."""
    return edtf.partition("T")[0], last, edtf


def _line(facts: Sequence[str], *prose: str) -> str:
    """Facts in one line, then sentences as they were written."""
    line = capitalised("; ".join(" ".join(part.split()).rstrip(".") for part in facts))
    return " ".join(ended(part) for part in (line, *prose) if part) if any(prose) else line


def _with_notes(first: str, last: str, cited: tuple[str, ...]) -> tuple[Text, Cell]:
    """Two cells of a row with the notes at the last that has words."""
    return (Span(first, notes=() if last else cited),), (Span(last, notes=cited),) if last else ""


def _grouped(lines: Sequence[ClockShown], key: Callable[[ClockShown], tuple[str, ...]]) -> list[list[ClockShown]]:
    """Lines that say the same together, breaches first."""
    found: dict[tuple[str, ...], list[ClockShown]] = {}
    for line in sorted(lines, key=lambda line: not line.breached):
        found.setdefault(key(line), []).append(line)
    return list(found.values())


def _rules(lines: Sequence[ClockShown]) -> str:
    """The rules of these lines, each part of them once."""
    return "; ".join(dict.fromkeys(part for line in lines for part in line.rule.split("; ")))


def _run(said: Iterable[str]) -> str:
    """Words run together, each once: only the first with a capital."""
    return ", ".join(uncapitalised(one) if number else one for number, one in enumerate(dict.fromkeys(said)))


def _whole(name: Shown) -> str:
    parts = (name.words(field) for field in ("given", "patronymic", "family"))
    return name.words("full_name") or " ".join(part for part in parts if part)
