"""Composes a statement on an event: what happened, figures by source, what was said, measures, detentions, requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from casefile.base.counts import read_count
from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.dossier.document import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Item,
    Items,
    SourceNotes,
    Span,
    Table,
    Text,
    Tone,
    words,
)
from casefile.dossier.frame import framed
from casefile.dossier.shown import RECORD, Matter, Shown, capitalised
from casefile.dossier.telling import Numbered, Telling, marker
from casefile.dossier.template import Template

REQUESTS = frozenset({"call", "demand"})
"""Terms of `statement_kind` that ask somebody to do something."""
YES = "yes"
ALLEGED = "alleged"
"""Term of `certainty` that adds nothing to a sentence that begins with "alleged"."""


class StatementComposer:
    """Composes one statement.

    Args:
        template: Its sections.
        matter: All that may be printed.
    """

    def __init__(self, template: Template, matter: Matter) -> None:
        self._template = template
        self._matter = matter
        self._language = Language.of(matter.language)
        self._numbered = Numbered()
        self._told: set[str] = set()
        self._sections: Mapping[str, Callable[[], Iterator[Block]]] = {
            "summary": self._summary,
            "events": self._events,
            "figures": self._figures,
            "statements": self._statements,
            "detentions": self._detentions,
            "measures": self._measures,
            "requests": self._requests,
            "sources": self._nothing,
        }

    def compose(self) -> Document:
        """The finished document."""
        matter = self._matter
        about = matter.find(matter.about)
        title = about.words("title") if about else ""
        blocks: list[Block] = []
        for section in self._template.sections:
            if section.name == "sources":
                blocks.append(SourceNotes(section.heading(matter.language)))
                continue
            made = list(self._sections[section.name]())
            if made and section.headings:
                made.insert(0, Heading(section.heading(matter.language), 2))
            blocks.extend(made)
        return framed(self._template, matter, title, blocks)

    def _nothing(self) -> Iterator[Block]:
        return iter(())

    # --- what happened ---------------------------------------------------------------------------------------------

    def _summary(self) -> Iterator[Block]:
        """The statement's own subject, and the appeals it joins."""
        about = self._matter.find(self._matter.about)
        if about is not None:
            yield from self._event(about, lead=False)

    def _events(self) -> Iterator[Block]:
        for event in self._matter.of("event"):
            if event.handle != self._matter.about:
                yield from self._event(event, lead=True)

    def _event(self, event: Shown, *, lead: bool) -> Iterator[Block]:
        telling = Telling(event, self._language)
        if lead:
            telling.lead("title")
        when = span(event, self._matter.language)
        telling.say(N_("{place}, {when}."), when=when)
        if not event.words("place"):
            telling.say(N_("{when}."), when=when)
        place = self._matter.find(event.links.get("place", ""))
        if place is not None and place.words("distance_km") and place.words("distance_from"):
            telling.say(
                N_("{here} lies {distance} km from {there}."),
                here=place.words("shown_name"),
                distance=place.words("distance_km"),
                there=place.words("distance_from"),
            )
        telling.prose("summary")
        telling.say(N_("Not known: {unclear}."))
        yield from self._numbered.paragraphs(telling)
        involved = self._involved(event)
        points = list(self._violations(event))
        if involved:
            points.insert(0, involved)
        if points:
            yield Items(tuple(Item("–", text) for text in points if text))

    def _involved(self, event: Shown) -> Text:
        """Who had a part in an event, run together; those of whom a violation tells more are left to it."""
        told = {one.links.get("victim") for one in self._matter.of("violation_act", event=event.handle)}
        spans: list[Span] = []
        for one in self._matter.of("involvement", event=event.handle):
            if one.links.get("person") in told and not one.words("details"):
                continue
            who = one.words("person") or one.words("organisation")
            role = one.within("involved_as") if one.words("person") else ""
            parts = [role, one.within("outcome")] if one.tells("outcome") else [role]
            age = (
                self._language.text(N_("aged {age}")).format(age=one.words("age_then")) if one.words("age_then") else ""
            )
            parts = [part for part in dict.fromkeys((*parts, age)) if part and not _repeats(who, part)]
            said = f"{who} ({', '.join(parts)})" if parts else who
            details = one.words("details").strip().rstrip(".")
            said = f"{said}: {details[:1].lower()}{details[1:]}" if details else said
            if who:
                spans.append(Span(("; " if spans else "") + said, notes=one.cited(RECORD, *one.notes)))
        if not spans:
            return ()
        return (Span(self._language.text(N_("Involved:")) + " "), *spans, Span("."))

    def _violations(self, event: Shown) -> Iterator[Text]:
        """What was done to whom; what was done alike to several is told once."""
        alike: dict[tuple[Text, tuple[str, ...]], list[Shown]] = {}
        for act in self._matter.of("violation_act", event=event.handle):
            key = self._violation(act, ""), act.cited(RECORD, *act.notes)
            alike.setdefault(key, []).append(act)
        for acts in alike.values():
            victims = "; ".join(dict.fromkeys(act.words("victim") for act in acts if act.words("victim")))
            yield self._violation(acts[0], victims)

    def _violation(self, act: Shown, victims: str) -> Text:
        telling = Telling(act, self._language)
        kind = act.words("violation_kind")
        if act.tells("status") and not _repeats(kind, act.within("status")):
            kind = f"{kind} ({act.within('status')})"
        if act.words("occurred") and victims:
            telling.say(N_("{violation_kind}, {occurred}: {victim}."), violation_kind=kind, victim=victims)
        elif victims:
            telling.say(N_("{violation_kind}: {victim}."), violation_kind=kind, victim=victims)
        else:
            telling.say(N_("{violation_kind}."), violation_kind=kind)
        telling.prose("summary")
        telling.say(N_("Methods: {methods}."))
        telling.say(N_("On account of: {attribution}."))
        for one in self._matter.of("perpetrator", violation_act=act.handle):
            who = one.words("person") or one.words("organisation") or one.words("described_as")
            telling.say(N_("Alleged perpetrator: {who}."), who=who)
        return telling.text()

    # --- figures ---------------------------------------------------------------------------------------------------

    def _figures(self) -> Iterator[Block]:
        figures = [one for one in self._matter.of("figure") if one.words("how_many") or one.words("who")]
        if not figures:
            return
        text = self._language.text
        columns = (
            Column(text(N_("Counted")), 3.0),
            Column(text(N_("How many")), 1.9, numeric=True),
            Column(text(N_("According to")), 2.7),
            Column(text(N_("As of")), 2.2),
        )
        rows: list[tuple[Cell, ...]] = []
        heads: set[int] = set()
        previous = ""
        for figure in sorted(figures, key=self._figure_order):
            if figure.links.get("event", "") != previous:
                previous = figure.links.get("event", "")
                heads.add(len(rows))
                rows.append((figure.words("event"), "", "", ""))
            counted = figure.words("counted")
            if figure.links.get("part_of"):
                counted = "— " + text(N_("of whom: {who}")).format(who=figure.words("who") or figure.within("counted"))
            elif figure.words("who"):
                counted = f"{counted}: {figure.words('who')}"
            cited = figure.cited(RECORD, *figure.notes)
            rows.append(
                (
                    counted,
                    figure.words("how_many") or text(N_("no number given")),
                    (Span(capitalised(self._according(figure)), notes=cited),),
                    capitalised(figure.words("as_of")),
                )
            )
        caption = (
            N_("Table {n}. Figures by source.")
            if any(self._is_ours(figure) for figure in figures)
            else N_("Table {n}. Figures by source; none of them is our own count.")
        )
        yield Table(columns, tuple(rows), text(caption).format(n=1), frozenset(heads))
        yield from self._bars(figures)

    def _figure_order(self, figure: Shown) -> tuple[int, str, int, int]:
        order = {one.handle: number for number, one in enumerate(self._matter.records)}
        whole = figure.links.get("part_of", "")
        head = self._matter.find(whole) or figure
        return (
            order.get(figure.links.get("event", ""), 0),
            head.code("counted"),
            order.get(head.handle, 0),
            order[figure.handle] if whole else -1,
        )

    def _is_ours(self, figure: Shown) -> bool:
        """Whether nobody but the issuer stands behind a figure."""
        issuer = self._matter.find(self._matter.issuer)
        name = issuer.words("shown_name") if issuer else ""
        return bool(name) and self._according(figure) == name

    def _according(self, figure: Shown) -> str:
        who = figure.words("attributed_to") or figure.words("stated_by") or figure.words("source")
        if figure.code("official") == YES and self._language.text(OFFICIAL).casefold() not in who.casefold():
            return self._language.text(N_("{who} (official)")).format(who=who) if who else self._language.text(OFFICIAL)
        return who

    def _bars(self, figures: list[Shown]) -> Iterator[Block]:
        """Bars for what more than one source counted, or one counted beside a number that another leaves open."""
        groups: dict[tuple[str, str], list[Shown]] = {}
        for figure in figures:
            if not figure.links.get("part_of") and figure.words("how_many"):
                key = (figure.words("event"), figure.words("counted"))
                groups.setdefault(key, []).append(figure)
        made = []
        for (event, counted), group in groups.items():
            if len(group) > 1:
                made.append((f"{capitalised(counted)}: {event}", tuple(self._bar(figure) for figure in group)))
        if made:
            text = self._language.text
            yield Bars(
                tuple(made),
                text(N_("Figure 1. The same thing counted by different sources. A pointed bar is a lower bound.")),
            )

    def _bar(self, figure: Shown) -> Bar:
        count = read_count(figure.code("how_many"))
        value = float(count.number) if count.number is not None else None
        return Bar(
            label=capitalised(self._according(figure)),
            value=value,
            words=figure.words("how_many"),
            open_ended=str(count.qualifier) in {">", ">=", ">>"},
            tone=Tone.MAIN if figure.code("official") == YES else Tone.SECOND,
            notes=figure.cited(RECORD, *figure.notes),
        )

    # --- what was said ---------------------------------------------------------------------------------------------

    def _statements(self) -> Iterator[Block]:
        """Statements of officials beside the accounts of others, in the order in which they were made."""
        said = [one for one in self._matter.of("statement") if not self._is_own(one)]
        officials = [self._statement(one) for one in said if one.code("official") == YES]
        others = [self._statement(one) for one in said if one.code("official") != YES]
        if not said:
            return
        text = self._language.text
        if not (officials and others):
            for telling in (*officials, *others):
                yield from self._numbered.paragraphs(telling)
            return
        columns = (Column(text(N_("The authorities say")), 1), Column(text(N_("Others say")), 1))
        rows = []
        for number in range(max(len(officials), len(others))):
            left = officials[number].text() if number < len(officials) else ()
            right = others[number].text() if number < len(others) else ()
            rows.append((left, right))
        yield Table(
            columns,
            tuple(rows),
            text(N_("Each column in order of time. What stands side by side is no answer to the other.")),
        )

    def _statement(self, statement: Shown) -> Telling:
        telling = Telling(statement, self._language)
        name = statement.words("person")
        role = statement.words("speaker_role") or statement.words("organisation")
        who = ", ".join(part for part in (name, role) if part) or statement.words("speaker_described")
        when = statement.words("occurred")
        telling.lead_words(f"{who}, {when}" if when and who else who or when)
        telling.prose("words")
        telling.say(N_("Said in: {said_through}."))
        telling.say(N_("{status}."))
        telling.prose("follow_up")
        return telling

    def _is_own(self, statement: Shown) -> bool:
        """Whether it is what the issuer itself says: its view and its requests."""
        issuer = self._matter.issuer
        return bool(issuer) and statement.links.get("organisation") == issuer and statement.code("official") != YES

    def _requests(self) -> Iterator[Block]:
        """The issuer's own view, then what it asks for."""
        own = [one for one in self._matter.of("statement") if self._is_own(one)]
        asked = [one for one in own if one.code("statement_kind") in REQUESTS]
        who = self._matter.find(self._matter.issuer)
        name = who.words("shown_name") if who else ""
        viewed = [text for one in own if one not in asked for text in self._words_of(one)]
        for paragraph in viewed:
            yield self._numbered.paragraph(paragraph)
        if asked:
            opening = self._language.text(N_("{who} calls on the authorities to do the following:")).format(who=name)
            yield self._numbered.paragraph(words(opening))
            points = [text for one in asked for text in self._words_of(one)]
            yield Items(tuple(Item(marker(number), point) for number, point in enumerate(points)))

    def _words_of(self, statement: Shown) -> list[Text]:
        telling = Telling(statement, self._language)
        telling.prose("words")
        return telling.texts()

    # --- measures and detentions -----------------------------------------------------------------------------------

    def _measures(self) -> Iterator[Block]:
        for measure in self._matter.of("measure"):
            telling = Telling(measure, self._language)
            telling.lead("title", "measure_kind")
            telling.say(N_("{place}, {when}."), when=span(measure, self._matter.language))
            if not measure.words("place"):
                telling.say(N_("{when}."), when=span(measure, self._matter.language))
            telling.say(N_("Every day from {daily_from} to {daily_until}."))
            telling.say(N_("Ordered by {authority}."))
            if not measure.words("authority"):
                telling.say(N_("Ordered by {authority_in_words}."))
            telling.say(N_("Legal basis: {legal_basis}."))
            telling.prose("details")
            telling.say(N_("People affected: {affected}."))
            telling.say(N_("Official reason: {official_reason}."))
            telling.say(N_("Suspected reason: {disputed_reason}."))
            telling.say(N_("Our assessment: {assessed_as}."))
            telling.prose("assessment")
            yield from self._numbered.paragraphs(telling)

    def _detentions(self) -> Iterator[Block]:
        matter = self._matter
        under: set[str] = set()
        for custody in matter.of("custody"):
            yield from self._numbered.paragraphs(self._custody(custody))
            points = []
            for kind, tell in (
                ("family_visit", self._access),
                ("lawyer_access", self._access),
                ("allegation", self._allegation),
            ):
                for one in matter.of(kind, custody=custody.handle):
                    under.add(one.handle)
                    telling = tell(one, lead=False)
                    points.extend([] if telling.empty else [telling.text()])
            if points:
                yield Items(tuple(Item("–", point) for point in points))
        tellings = [
            *(self._access(one) for one in matter.of("family_visit") if one.handle not in under),
            *(self._access(one) for one in matter.of("lawyer_access") if one.handle not in under),
            *(self._allegation(one) for one in matter.of("allegation") if one.handle not in under),
            *(self._proceeding(one) for one in matter.of("proceeding")),
            *(self._death(one) for one in matter.of("death")),
            *(self._remedy(one) for one in matter.of("remedy")),
        ]
        for telling in tellings:
            yield from self._numbered.paragraphs(telling)

    def _custody(self, custody: Shown) -> Telling:
        telling = Telling(custody, self._language)
        telling.lead_words(self._who(custody))
        telling.fact("custody_kind")
        telling.say(N_("Arrested: {arrested}, {arrest_place}."))
        if not custody.words("arrest_place"):
            telling.say(N_("Arrested: {arrested}."))
        telling.say(N_("By {arrested_by}."))
        telling.say(N_("Reasons given: {reasons_given}."))
        telling.say(N_("{law}, {article}."))
        telling.prose("circumstances")
        telling.say(N_("Held: {held_for}."))
        same_day = custody.code("ended") == custody.code("arrested")
        if not same_day:
            telling.say(N_("Until {ended}: {end_kind}."))
        if same_day or not custody.words("ended"):
            telling.say(N_("{end_kind}."))
        elif not custody.words("end_kind"):
            telling.say(N_("Until {ended}."))
        telling.prose("end_details")
        telling.prose("why_arbitrary")
        if telling.empty:
            telling.say(N_("Deprived of liberty."))
        return telling

    def _access(self, access: Shown, *, lead: bool = True) -> Telling:
        telling = Telling(access, self._language)
        if lead:
            telling.lead_words(self._who(access))
        whose = N_("Family, {visit_kind}") if access.kind == "family_visit" else N_("Lawyer, {access_kind}")
        kind = self._language.text(whose).format(
            visit_kind=access.within("visit_kind"), access_kind=access.within("access_kind")
        )
        telling.say(N_("{kind}, {occurred}: {outcome}."), kind=kind)
        if not access.words("occurred"):
            telling.say(N_("{kind}: {outcome}."), kind=kind)
        telling.say(N_("Refused by {refused_by}."))
        telling.say(N_("Reason given: {reason_given}."))
        telling.prose("details")
        return telling

    def _allegation(self, allegation: Shown, *, lead: bool = True) -> Telling:
        telling = Telling(allegation, self._language)
        if lead:
            telling.lead_words(self._who(allegation))
        telling.say(N_("Ill-treatment alleged, {began}."))
        if not allegation.words("began"):
            telling.say(N_("Ill-treatment alleged."))
        telling.say(N_("Methods: {methods}."))
        telling.prose("methods_in_words")
        telling.say(N_("Force believed responsible: {force}."))
        if allegation.code("status") != ALLEGED:
            telling.say(N_("{status}."))
        return telling

    def _proceeding(self, proceeding: Shown) -> Telling:
        telling = Telling(proceeding, self._language)
        telling.lead_words(self._who(proceeding))
        telling.say(N_("{title}."))
        if proceeding.words("proceeding_kind").casefold() not in proceeding.words("title").casefold():
            telling.say(N_("{proceeding_kind}."))
        telling.say(N_("Before {authority}."))
        telling.prose("summary")
        for charge in self._matter.of("charge", proceeding=proceeding.handle):
            part = Telling(charge, self._language)
            part.say(N_("Charge: {law}, {article}."))
            part.prose("wording")
            part.prose("assessment")
            telling.take(part)
        for decision in self._matter.of("decision", proceeding=proceeding.handle):
            part = Telling(decision, self._language)
            part.say(N_("{decided_on}: {verdict}."))
            part.say(N_("Sentence: {sentence}, {sentence_length}."))
            part.prose("reasons")
            telling.take(part)
        telling.say(N_("Fair-trial concerns: {fair_trial_concerns}."))
        telling.prose("fair_trial_details")
        return telling

    def _death(self, death: Shown) -> Telling:
        telling = Telling(death, self._language)
        telling.lead_words(self._who(death))
        telling.say(N_("Died {died_on}."))
        telling.say(N_("Official cause: {cause_official}."))
        telling.say(N_("Alleged cause: {cause_alleged}."))
        return telling

    def _remedy(self, remedy: Shown) -> Telling:
        telling = Telling(remedy, self._language)
        telling.lead("remedy_kind")
        telling.say(N_("To {addressed_to}, {made_on}."))
        telling.prose("about")
        telling.say(N_("Outcome: {outcome}."))
        return telling

    def _who(self, record: Shown) -> str:
        person = self._matter.find(record.links.get("person", ""))
        name = record.words("person")
        count = person.words("head_count") if person else ""
        return f"{name} ({count})" if name and count and count not in name else name


_STEM = 5


def _repeats(said: str, term: str) -> bool:
    """Whether a term is in words said already: "striker" in "striking oil workers"."""
    stem = term[: max(_STEM, len(term) - 3)].casefold()
    return stem in said.casefold()


def span(record: Shown, language: str) -> str:
    """From when until when, in words."""
    began, ended = record.words("began"), record.words("ended")
    if not (began and ended) or began == ended:
        return began or ended
    codes = record.code("began"), record.code("ended")
    if any("/" in code or "T" in code for code in codes):
        return f"{began} – {ended}"
    return say_date("/".join(codes), language)


def since(record: Shown, language: str) -> str:
    """From when until when, in words; with an open dash if it began and no end of it is known."""
    said = span(record, language)
    return f"{said} –" if record.words("began") and not record.words("ended") else said


OFFICIAL = N_("official")
