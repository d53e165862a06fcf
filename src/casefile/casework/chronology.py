"""Chronology: what happened to a person, or in an event, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, Language, language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.soundness import by_time
from casefile.casework.titles import field_in_words, title

HELD = "held"
LAWYER = "lawyer"
FAMILY = "family"
COURT = "court"
TREATMENT = "treatment"
EVENT = "event"
LANES = (HELD, LAWYER, FAMILY, COURT, TREATMENT, EVENT)
"""The lanes of a person's time line, in the order in which they are drawn."""
MEASURE = "measure"
STATEMENT = "statement"
FIGURE = "figure"
ACT = "act"
EVENT_LANES = (EVENT, ACT, HELD, MEASURE, STATEMENT, FIGURE)
"""The lanes of an event's time line."""
WHEREABOUTS_UNKNOWN = "whereabouts_unknown"
"""Outcome of a stay at a place that is not known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        date: EDTF: when it was or began; empty if that is not known.
        lane: One of `LANES` or `EVENT_LANES`.
        kind: Kind of the record.
        record: The record.
        text: What happened, in a few words.
        outcome: Term of `access_outcome` for lawyer and family, of `custody_end` for the end of a detention,
            `WHEREABOUTS_UNKNOWN` for a stay nobody knows the place of, else empty.
        until: EDTF: when it ended; empty if it has no length, lasts or that is not known.
    """

    date: str
    lane: str
    kind: str
    record: RecordId
    text: str
    outcome: str = ""
    until: str = ""


def of_person(reader: Reader, person: RecordId, language_code: str = "") -> list[Entry]:
    """All dated and undated entries about a person, by the earliest moment they may mean, undated ones last.

    Args:
        reader: The book.
        person: Who.
        language_code: ISO 639-1 code of the words; the app's language if empty.
    """
    words = _Words(reader, language_code or language().code)
    entries = [
        *_held(reader, words, person),
        *_access(reader, words, person),
        *_court(reader, words, person),
        *_treatment(reader, words, person),
        *_events(reader, words, person),
    ]
    return in_order(entries)


def of_event(reader: Reader, event: RecordId, language_code: str = "") -> list[Entry]:
    """All entries about an event: its parts, acts, arrests, measures, statements and figures, in the same order."""
    words = _Words(reader, language_code or language().code)
    own = reader.find(event)
    entries = [_happened(words, one) for one in (own, *reader.of("event", parent=event)) if one is not None]
    entries += [
        _entry(act, ACT, "occurred", words.line(act, "violation_kind", "victim", "place"))
        for act in reader.of("violation_act", event=event)
    ]
    for custody in reader.of("custody", event=event):
        entries.extend(_arrest(words, custody, "person", "arrest_place"))
    entries += [_measure(words, measure) for measure in reader.of("measure", event=event)]
    for said in reader.of("statement", about=event):
        text = words.line(said, "statement_kind", "person", "speaker_role", "speaker_described", "organisation")
        entries.append(_entry(said, STATEMENT, "occurred", text))
    for figure in reader.of("figure", event=event):
        entries.append(
            _entry(figure, FIGURE, "as_of", words.line(figure, "counted", "how_many", "who", "attributed_to"))
        )
    return in_order(entries)


def of_book(reader: Reader, language_code: str = "") -> list[Entry]:
    """Every event and measure of the book: the time line of the whole."""
    words = _Words(reader, language_code or language().code)
    entries = [_happened(words, event) for event in reader.of("event")]
    entries += [_measure(words, measure) for measure in reader.of("measure")]
    return in_order(entries)


def in_order(entries: list[Entry]) -> list[Entry]:
    """Entries by the earliest moment they may mean; undated ones last; equals in the order they were recorded."""
    return sorted(entries, key=lambda entry: (by_time(entry.date), entry.record))


class _Words:
    """Puts records into words of one language."""

    def __init__(self, reader: Reader, code: str) -> None:
        self._reader = reader
        self._code = code

    def said(self, message: str) -> str:
        """A message in this language."""
        return Language.of(self._code).text(message)

    def title(self, snapshot: Snapshot) -> str:
        """What the record is called."""
        return title(self._reader, snapshot, self._code)

    def field(self, snapshot: Snapshot, name: str) -> str:
        """A field in words."""
        return field_in_words(self._reader, snapshot, name, self._code)

    def line(self, snapshot: Snapshot, *names: str, head: str = "") -> str:
        """The first field, then the others that are filled in: "Beating: Zhanaozen, Police". Its title if none is."""
        first, *rest = (
            [self.said(head), *self._fields(snapshot, names)] if head else self._fields(snapshot, names) or [""]
        )
        told = f"{first}: {', '.join(rest)}" if first and rest else first or ", ".join(rest)
        return told or self.title(snapshot)

    def _fields(self, snapshot: Snapshot, names: tuple[str, ...]) -> list[str]:
        return [told for name in names if (told := self.field(snapshot, name))]


def _entry(snapshot: Snapshot, lane: str, dated: str, text: str, *, outcome: str = "", ended: str = "") -> Entry:
    until = snapshot.text(ended) if ended else ""
    return Entry(snapshot.text(dated), lane, snapshot.kind, snapshot.id, text, outcome, until)


def _held(reader: Reader, words: _Words, person: RecordId) -> Iterator[Entry]:
    for custody in reader.of("custody", person=person):
        yield from _arrest(words, custody, "arrest_place", "arrested_by")
        for stay in reader.of("stay", custody=custody.id):
            known = bool(stay.link("place") or stay.text("place_in_words"))
            text = words.line(stay, "place", "place_in_words", head=_HELD_AT) if known else words.said(_NOWHERE)
            yield _entry(stay, HELD, "began", text, outcome="" if known else WHEREABOUTS_UNKNOWN, ended="ended")
        for safeguard in reader.of("safeguard", custody=custody.id):
            if safeguard.text("given_at"):
                lane = _SAFEGUARD_LANES.get(safeguard.text("safeguard_kind"), HELD)
                yield _entry(safeguard, lane, "given_at", words.line(safeguard, "safeguard_kind", "by_whom", "outcome"))


def _arrest(words: _Words, custody: Snapshot, *told: str) -> Iterator[Entry]:
    text = words.line(custody, *told, "custody_kind", head=_ARRESTED)
    yield _entry(custody, HELD, "arrested", text, ended="ended")
    if custody.text("end_kind"):
        yield _entry(custody, HELD, "ended", words.field(custody, "end_kind"), outcome=custody.text("end_kind"))


def _access(reader: Reader, words: _Words, person: RecordId) -> Iterator[Entry]:
    for visit in reader.of("lawyer_access", person=person):
        text = words.line(visit, "access_kind", "lawyer", "lawyer_in_words", "outcome")
        yield _entry(visit, LAWYER, "occurred", text, outcome=visit.text("outcome"))
    for visit in reader.of("family_visit", person=person):
        text = words.line(visit, "visit_kind", "relative", "relative_in_words", "outcome")
        yield _entry(visit, FAMILY, "occurred", text, outcome=visit.text("outcome"))


def _court(reader: Reader, words: _Words, person: RecordId) -> Iterator[Entry]:
    for case in reader.of("proceeding", person=person):
        if case.text("began"):
            yield _entry(case, COURT, "began", words.line(case, "proceeding_kind", "title", "authority"), ended="ended")
        for charge in reader.of("charge", proceeding=case.id):
            yield _entry(charge, COURT, "charged_on", words.line(charge, "article", "law", head=_CHARGED))
        for hearing in reader.of("hearing", proceeding=case.id):
            yield _entry(hearing, COURT, "held_on", words.line(hearing, "hearing_kind", "court", head=_HEARING))
        for decision in reader.of("decision", proceeding=case.id):
            text = words.line(decision, "verdict", "sentence", "sentence_length", "fine", head=_DECISION)
            yield _entry(decision, COURT, "decided_on", text)
    for remedy in reader.of("remedy", person=person):
        text = words.line(remedy, "remedy_kind", "addressed_to", "addressed_in_words", "outcome")
        yield _entry(remedy, COURT, "made_on", text)


def _treatment(reader: Reader, words: _Words, person: RecordId) -> Iterator[Entry]:
    for allegation in reader.of("allegation", person=person):
        text = words.line(allegation, "methods", "place", "force", head=_ILL_TREATMENT)
        yield _entry(allegation, TREATMENT, "began", text, ended="ended")
    for exam in reader.of("medical_exam", person=person):
        yield _entry(exam, TREATMENT, "examined_on", words.line(exam, "exam_kind", "place", head=_EXAMINED))
    for death in reader.of("death", person=person):
        yield _entry(death, TREATMENT, "died_on", words.line(death, "manner", "place", head=_DIED))


def _events(reader: Reader, words: _Words, person: RecordId) -> Iterator[Entry]:
    for part in reader.of("involvement", person=person):
        text = words.line(part, "event", "involved_as", "outcome")
        event = reader.find(part.link("event"))
        # Without a date of its own the part was taken when the event was.
        dated = part if part.text("occurred") or event is None else event
        when = "occurred" if dated is part else "began"
        yield Entry(dated.text(when), EVENT, part.kind, part.id, text)
    for act in reader.of("violation_act", victim=person):
        yield _entry(act, EVENT, "occurred", words.line(act, "violation_kind", "place", "status"))
    for said in reader.of("statement", about=person):
        yield _entry(said, EVENT, "occurred", words.line(said, "statement_kind", "person", "speaker_role"))


def _happened(words: _Words, event: Snapshot) -> Entry:
    return _entry(event, EVENT, "began", words.title(event), ended="ended")


def _measure(words: _Words, measure: Snapshot) -> Entry:
    text = measure.text("title") or words.line(measure, "measure_kind", "place")
    return _entry(measure, MEASURE, "began", text, ended="ended")


_HELD_AT = N_("Held at")
_NOWHERE = N_("Whereabouts not known")
_ARRESTED = N_("Arrested")
_CHARGED = N_("Charged")
_HEARING = N_("Hearing")
_DECISION = N_("Decision")
_ILL_TREATMENT = N_("Ill-treatment alleged")
_EXAMINED = N_("Examined")
_DIED = N_("Died")
_SAFEGUARD_LANES = {"lawyer": LAWYER, "family_told": FAMILY, "judge": COURT, "doctor": TREATMENT}
"""Safeguard, and the lane of the time line it stands in; any other stands with the detention."""
