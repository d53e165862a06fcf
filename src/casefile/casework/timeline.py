"""The timeline: everything of the book that has a date, with what each date leaves open.

A date is drawn as what it says: "December 2011" is some moment of that month, "about 3 March" reaches a day further
to both sides, "by 20 December" has no beginning. `spread` tells that from the dates; nothing here makes one of them
more exact. Moments are clock time of the place, as in `base.dates`; zones are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.dates import PartialDate, read_date, say_date
from casefile.base.i18n import N_, Language, language
from casefile.casework.access import PREVENTED, TOOK_PLACE
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.events import event_and_parts, span
from casefile.casework.record import Shape
from casefile.casework.titles import kind_label
from casefile.casework.vocabulary import vocabulary

EVENTS = "events"
MEASURES = "measures"
VIOLATIONS = "violations"
DETENTION = "detention"
ACCESS = "access"
TREATMENT = "treatment"
COURT = "court"
STATEMENTS = "statements"
LANES: Mapping[str, str] = {
    EVENTS: N_("Events"),
    MEASURES: N_("Measures"),
    VIOLATIONS: N_("Violations"),
    DETENTION: N_("Detention"),
    ACCESS: N_("Lawyer and family"),
    TREATMENT: N_("Treatment and health"),
    COURT: N_("Court"),
    STATEMENTS: N_("Statements"),
}
"""The lanes from the top, each with its English name."""

TOOK = "took_place"
REFUSED = "refused"
UNANSWERED = "unanswered"
NOWHERE = "whereabouts_unknown"


@dataclass(frozen=True, slots=True)
class Spread:
    """When something was, as four moments that never claim more than the dates say.

    Attributes:
        first: The first moment it may have begun.
        near_first: Of what lasted, the moment from which it surely lasted; of a moment, the first moment that the
            date names, without the slack of "about".
        near_last: Of what lasted, the moment until which it surely lasted; of a moment, the last one named.
        last: The last moment it may have ended.
        lasting: It has a beginning and an end, and surely lasted between the two in the middle.
        open_start: It may have been at any time before `first`.
        open_end: It may have been at any time after `last`.
        about: A date says "about".
        doubted: A source doubts a date.
    """

    first: datetime
    near_first: datetime
    near_last: datetime
    last: datetime
    lasting: bool = False
    open_start: bool = False
    open_end: bool = False
    about: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing on the timeline.

    Attributes:
        kind: Kind of the record.
        record: The record.
        lane: Key of `LANES`.
        text: What it is, in a few words.
        began: EDTF: when it was or began; empty if that is not known.
        ended: EDTF: when it ended; empty if it has no length or that is not known.
        when: The date in words; empty without one.
        spread: What the dates say; None without a date.
        state: `TOOK`, `REFUSED` or `UNANSWERED` for a contact, `NOWHERE` for a stay nobody knows the place of.
        no_end: Something that lasts, of which no end is recorded.
    """

    kind: str
    record: RecordId
    lane: str
    text: str
    began: str
    ended: str
    when: str
    spread: Spread | None
    state: str = ""
    no_end: bool = False


def spread(began: str, ended: str = "") -> Spread | None:
    """What one date, or a beginning and an end, say; None if neither can be placed.

    Args:
        began: EDTF, or empty. Without an end, an interval here means some time within it.
        ended: EDTF, or empty.
    """
    start, end = _read(began), _read(ended)
    if start and end:
        return _lasting(start, end)
    return _moment(start or end, of_end=start is None) if start or end else None


def _read(edtf: str) -> PartialDate | None:
    try:
        found = read_date(edtf) if edtf else None
    except ValueError:
        # Written by a later version, which knew one more form.
        return None
    return found if found and (found.earliest or found.latest) else None


def _moment(date: PartialDate | None, *, of_end: bool) -> Spread | None:
    if date is None:
        return None
    named = _without_slack(date)
    first, last = date.earliest or date.latest, date.latest or date.earliest
    near_first, near_last = named.earliest or named.latest, named.latest or named.earliest
    if first is None or last is None or near_first is None or near_last is None:
        return None
    if date.earliest is None and date.end and date.end.earliest:
        # "By 20 December": that day is the nearest of all the days it may have been.
        first = near_first = date.end.earliest
    if date.latest is None and date.start and date.start.latest:
        last = near_last = date.start.latest
    return Spread(
        first,
        near_first,
        near_last,
        last,
        open_start=date.earliest is None or of_end,
        open_end=date.latest is None,
        about=date.approximate,
        doubted=date.uncertain,
    )


def _without_slack(date: PartialDate) -> PartialDate:
    return read_date(date.edtf.replace("~", "").replace("%", "")) if date.approximate else date


def _lasting(start: PartialDate, end: PartialDate) -> Spread | None:
    first, last = start.earliest or start.latest, end.latest or end.earliest
    if first is None or last is None or first > last:
        return None
    sure_from, sure_until = start.latest or first, end.earliest or last
    lasting = sure_from <= sure_until
    return Spread(
        first,
        sure_from if lasting else first,
        sure_until if lasting else last,
        last,
        lasting=lasting,
        open_start=start.earliest is None,
        open_end=end.latest is None,
        about=start.approximate or end.approximate,
        doubted=start.uncertain or end.uncertain,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """How the records of one kind stand on the timeline.

    Attributes:
        kind: The kind.
        lane: Its lane.
        began: Field of its date.
        ended: Field of its end; empty if it has no length.
        terms: Fields of terms that say what it is.
        named: Text fields that name it, asked before the terms.
        head: Said first.
        person: Field that links to the person; asked of the owner if it is not there.
        through: Link to the record that has the person and the event, if it has none itself.
        lasts: Whether it lasts by its nature, so that a missing end is worth showing.
    """

    kind: str
    lane: str
    began: str
    ended: str = ""
    terms: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    head: str = ""
    person: str = ""
    through: str = ""
    lasts: bool = False


_SOURCES = (
    _Source("event", EVENTS, "began", "ended", named=("title",)),
    _Source("involvement", EVENTS, "occurred", terms=("involved_as",), person="person"),
    _Source("measure", MEASURES, "began", "ended", terms=("measure_kind",), named=("title",), lasts=True),
    _Source("violation_act", VIOLATIONS, "occurred", terms=("violation_kind",), person="victim"),
    _Source("custody", DETENTION, "arrested", "ended", head=N_("Arrested"), person="person", lasts=True),
    _Source(
        "stay",
        DETENTION,
        "began",
        "ended",
        named=("place_in_words",),
        head=N_("Held at"),
        through="custody",
        lasts=True,
    ),
    _Source("safeguard", DETENTION, "given_at", terms=("safeguard_kind",), through="custody"),
    _Source(
        "lawyer_access",
        ACCESS,
        "occurred",
        terms=("access_kind", "outcome"),
        head=N_("Lawyer"),
        person="person",
        through="custody",
    ),
    _Source(
        "family_visit",
        ACCESS,
        "occurred",
        terms=("visit_kind", "outcome"),
        head=N_("Family"),
        person="person",
        through="custody",
    ),
    _Source("allegation", TREATMENT, "began", "ended", head=N_("Ill-treatment alleged"), person="person"),
    _Source("medical_exam", TREATMENT, "examined_on", head=N_("Examined"), person="person", through="custody"),
    _Source("death", TREATMENT, "died_on", head=N_("Died"), person="person"),
    _Source("charge", COURT, "charged_on", named=("article",), head=N_("Charged"), through="proceeding"),
    _Source("hearing", COURT, "held_on", terms=("hearing_kind",), head=N_("Hearing"), through="proceeding"),
    _Source("decision", COURT, "decided_on", terms=("verdict", "sentence"), head=N_("Decision"), through="proceeding"),
    _Source("remedy", COURT, "made_on", terms=("remedy_kind",), person="person"),
    _Source(
        "statement", STATEMENTS, "occurred", terms=("statement_kind",), named=("speaker_role", "speaker_described")
    ),
)


def timeline_of(
    reader: Reader, *, person: RecordId = NO_ID, event: RecordId = NO_ID, language_code: str = ""
) -> list[TimelineEntry]:
    """Everything that has its place on the timeline, the earliest first, undated records last.

    Args:
        reader: The book.
        person: Only what is about this person.
        event: Only this event, its parts and what belongs to them.
        language_code: ISO 639-1 code of the words; the app's language if empty.
    """
    words = _Words(reader, language_code or language().code, person)
    chosen = _Chosen(reader, person, event)
    entries = [entry for source in _SOURCES for entry in _entries(reader, source, words, chosen)]
    return sorted(entries, key=_when)


def _when(entry: TimelineEntry) -> tuple[bool, str, RecordId]:
    return entry.spread is None, entry.spread.first.isoformat() if entry.spread else "", entry.record


class _Chosen:
    """Which records are asked for."""

    def __init__(self, reader: Reader, person: RecordId, event: RecordId) -> None:
        self.person = person
        self.everything = not person and not event
        self.events: frozenset[bytes] = frozenset()
        if event:
            self.events = frozenset(bytes(row[0]) for row in reader.rows(event_and_parts(event)))
        if person:
            parts = record_type("involvement").table.c
            query = select(parts.event).where(parts.person == person, parts.archived == 0)
            self.events = self.events | frozenset(bytes(row[0]) for row in reader.rows(query))
        self._only_person = bool(person) and not event

    def lets(self, kind: str, record: bytes, person: bytes, event: bytes, about: bytes) -> bool:
        """Whether a record is asked for: about the person, or of one of the events."""
        if self.everything or (kind == "event" and record in self.events):
            return True
        if self._only_person:
            return self.person in {person, about}
        return event in self.events or about in self.events


class _Words:
    """Names of people and places, looked up once, and labels of terms."""

    def __init__(self, reader: Reader, code: str, person: RecordId) -> None:
        self.code = code
        # Of one person alone, each line need not say the name again.
        self._understood = bytes(person)
        people, places = record_type("person").table.c, record_type("place").table.c
        self._people: dict[bytes, str] = {}
        for one, shown, described in map(tuple, reader.rows(select(people.id, people.shown_name, people.described_as))):
            self._people[bytes(one)] = shown or described
        self._places: dict[bytes, str] = {}
        for one, shown in map(tuple, reader.rows(select(places.id, places.shown_name))):
            self._places[bytes(one)] = shown

    def said(self, message: str) -> str:
        return Language.of(self.code).text(message) if message else ""

    def person(self, record: bytes) -> str:
        return self._people.get(record, "")

    def place(self, record: bytes) -> str:
        return self._places.get(record, "")

    def line(self, source: _Source, row: Mapping[str, Any], person: bytes) -> str:
        """As "Hearing: Remand, A. Person"; the kind where nothing is filled in."""
        if source.kind in {"event", "measure"} and row["title"]:
            return str(row["title"])
        facts = record_type(source.kind).facts
        told = [vocabulary(facts[name].vocabulary).label(row[name], self.code) for name in source.terms if row[name]]
        told += [row[name] for name in source.named if row.get(name)]
        told += [where for where in (self.place(bytes(row.get("place") or b"")),) if where]
        whom = self.person(person) if person != self._understood else ""
        parts = [self.said(source.head), *told] if source.head else told
        head, *rest = [part for part in parts if part] or [kind_label(source.kind, language_code=self.code)]
        rest = [whom, *rest] if whom else rest
        return f"{head}: {', '.join(rest)}" if rest else head


def _entries(reader: Reader, source: _Source, words: _Words, chosen: _Chosen) -> Iterator[TimelineEntry]:
    table = record_type(source.kind).table
    facts = record_type(source.kind).facts
    wanted = dict.fromkeys(
        name
        for name in (source.began, source.ended, *source.terms, *source.named, source.person, "event", "about")
        if name in facts and (name not in {"event", "about"} or facts[name].shape is Shape.LINK)
    )
    if source.kind in {"stay", "hearing"}:
        wanted["place"] = None
    columns: list[Any] = [table.c.id, *(table.c[name] for name in wanted)]
    joined: Any = table
    if source.through:
        owner = record_type(source.through).table
        joined = table.outerjoin(owner, owner.c.id == table.c[source.through])
        columns += [owner.c.person.label("owner_person"), owner.c.event.label("owner_event")]
    query = select(*columns).select_from(joined).where(table.c.archived == 0)
    if source.kind in {"involvement", "safeguard"}:
        # Without a date of its own a part was taken when the event was, which stands there already; a safeguard
        # without one was not given or nobody said so.
        query = query.where(table.c[source.began] != "")
    for found in reader.rows(query):
        row: Mapping[str, Any] = dict(found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row by its columns
        person = bytes(row.get(source.person) or row.get("owner_person") or b"")
        event = bytes(row.get("event") or row.get("owner_event") or b"")
        if not chosen.lets(source.kind, bytes(row["id"]), person, event, bytes(row.get("about") or b"")):
            continue
        began, ended = row[source.began], row[source.ended] if source.ended else ""
        yield TimelineEntry(
            source.kind,
            RecordId(bytes(row["id"])),
            source.lane,
            _unknown(words) if _nowhere(source, row) else words.line(source, row, person),
            began,
            ended,
            say_date(span(began, ended), words.code),
            spread(began, ended),
            _state(source, row),
            no_end=source.lasts and bool(began) and not ended,
        )


_NOT_KNOWN = N_("Whereabouts not known")


def _unknown(words: _Words) -> str:
    return words.said(_NOT_KNOWN)


def _nowhere(source: _Source, row: Mapping[str, Any]) -> bool:
    return source.kind == "stay" and not row["place"] and not row["place_in_words"]


def _state(source: _Source, row: Mapping[str, Any]) -> str:
    if source.lane == ACCESS:
        outcome = row["outcome"]
        return TOOK if outcome in TOOK_PLACE else REFUSED if outcome in PREVENTED else UNANSWERED
    return NOWHERE if _nowhere(source, row) else ""
