"""Which records a dossier is about: everything that hangs on an event, or on a person.

Nothing is decided here about what may be printed; that is `redaction`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_type, record_types
from casefile.casework.consent import newest_consent
from casefile.casework.identity import together
from casefile.casework.record import Shape
from casefile.casework.soundness import by_time

_OF_EVENT = (
    "involvement",
    "violation_act",
    "figure",
    "measure",
    "custody",
    "allegation",
    "proceeding",
    "remedy",
    "death",
)
_OF_PERSON = (
    "name",
    "identifier",
    "affiliation",
    "custody",
    "lawyer_access",
    "family_visit",
    "allegation",
    "medical_exam",
    "death",
    "proceeding",
    "remedy",
    "involvement",
)
_PARTS = {
    "violation_act": ("perpetrator",),
    "custody": ("stay", "safeguard", "lawyer_access", "family_visit", "allegation", "medical_exam", "death"),
    "allegation": ("injury", "medical_exam"),
    "proceeding": ("charge", "hearing", "decision"),
}
"""Kinds gathered with a record, by the link that has the name of its kind."""
_HEARSAY = ("lawyer_access", "family_visit", "allegation")
"""What is told of a group of people as a whole, without a detention of its own."""
_NAMED_ONLY = ("person", "place", "organisation", "evidence_item", "event")
"""Kinds that a dossier names when another record points to them."""
_MOST_EVENTS = 500


class _Gathering:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.found: dict[RecordId, Snapshot] = {}

    def add(self, record: Snapshot | None) -> bool:
        """Take a record; whether it is new."""
        if record is None or record.archived or record.id in self.found:
            return False
        self.found[record.id] = record
        return True

    def of(self, kinds: Iterable[str], field: str, record: RecordId) -> None:
        """Take the records of these kinds that point to a record, with their parts."""
        for kind in kinds:
            if field in record_type(kind).facts:
                for one in _by_date(self._reader.of(kind, archived=False, **{field: record})):
                    if self.add(one):
                        self.of(_PARTS.get(kind, ()), kind, one.id)

    def statements(self) -> None:
        """Take what was said about anything that was taken so far."""
        for record in list(self.found):
            for one in _by_date(self._reader.of("statement", about=record)):
                self.add(one)

    def named(self) -> None:
        """Take the people, places and organisations that what was taken points to."""
        for record in list(self.found.values()):
            for target in links_of(record):
                linked = self._reader.find(target)
                if linked is not None and linked.kind in _NAMED_ONLY:
                    self.add(linked)


def about_event(reader: Reader, event: Snapshot) -> list[Snapshot]:
    """An event, its parts, the events linked to it, and all that is recorded under any of them."""
    gathering = _Gathering(reader)
    events = _events(reader, event)
    for one in events:
        gathering.add(one)
    for one in events:
        gathering.of(_OF_EVENT, "event", one.id)
    people = [
        record.link("person") for record in list(gathering.found.values()) if record.kind in {"custody", "involvement"}
    ]
    for person in dict.fromkeys(people):
        for kind in _HEARSAY:
            for one in _by_date(reader.of(kind, person=person)):
                elsewhere = one.link("custody") or (one.link("event") if "event" in one.values else NO_ID)
                if not elsewhere and gathering.add(one):
                    gathering.of(_PARTS.get(kind, ()), kind, one.id)
    gathering.statements()
    gathering.named()
    return list(gathering.found.values())


def _events(reader: Reader, event: Snapshot) -> list[Snapshot]:
    """The event first, then the others by date; links are followed one step, parts all the way down."""
    found = {event.id: event}
    linked = [one.link("other_event") for one in reader.of("event_link", event=event.id)]
    linked += [one.link("event") for one in reader.of("event_link", other_event=event.id)]
    parts = [event.id]
    for other in linked:
        snapshot = reader.find(other)
        if snapshot is not None and not snapshot.archived:
            found.setdefault(other, snapshot)
            parts.append(other)
    while parts and len(found) < _MOST_EVENTS:
        for part in reader.of("event", parent=parts.pop(0)):
            if part.id not in found:
                found[part.id] = part
                parts.append(part.id)
    others = [one for one in found.values() if one.id != event.id]
    return [event, *sorted(others, key=lambda one: (by_time(one.text("began")), one.id))]


def about_people(reader: Reader, people: Sequence[Snapshot], more: Iterable[str] = ()) -> list[Snapshot]:
    """Several people and all that is recorded of them: see `about_person`."""
    found = {one.id: one for person in people for one in about_person(reader, person, more)}
    return list(found.values())


def about_person(reader: Reader, person: Snapshot, more: Iterable[str] = ()) -> list[Snapshot]:
    """A person and all that is recorded of them.

    Args:
        reader: The book.
        person: Whom.
        more: Kinds that belong to a person and are wanted besides, such as consents.
    """
    gathering = _Gathering(reader)
    gathering.add(person)
    gathering.of((*_OF_PERSON, *(kind for kind in more if kind != "consent")), "person", person.id)
    if "consent" in more:
        # The one that decides of each record that is read as this person: an older one says what holds no longer.
        for one in together(reader, person.id):
            newest = newest_consent(reader, one)
            if newest is not None and newest.link("person") == person.id:
                gathering.add(newest)
    gathering.of(("violation_act",), "victim", person.id)
    for record in list(gathering.found.values()):
        if "event" in record.values:
            gathering.add(reader.find(record.link("event")))
    for link in [one for record in list(gathering.found) for one in reader.of("evidence_link", record=record)]:
        gathering.add(reader.find(link.link("evidence_item")))
    own = [record for record in gathering.found.values() if record.kind not in {"event", "evidence_item"}]
    for record in own:
        for said in _by_date(reader.of("statement", about=record.id)):
            gathering.add(said)
    gathering.named()
    return list(gathering.found.values())


def links_of(record: Snapshot) -> Iterator[RecordId]:
    """The records that a record points to."""
    for field, facts in record_types()[record.kind].facts.items():
        if facts.shape is Shape.LINK and record.link(field):
            yield record.link(field)


def people_in(reader: Reader, records: Sequence[Snapshot]) -> set[RecordId]:
    """Everybody who is in these records, by name or as somebody a record belongs to."""
    people: set[RecordId] = set()
    for record in records:
        if record.kind == "person":
            people.add(record.id)
        people.update(target for target in links_of(record) if reader.kind_of(target) == "person")
    return people


def _by_date(records: list[Snapshot]) -> list[Snapshot]:
    return sorted(records, key=lambda one: (by_time(_when(one)), one.id))


_DATES = ("began", "occurred", "arrested", "made_on", "held_on", "decided_on", "charged_on", "as_of", "died_on")


def _when(record: Snapshot) -> str:
    return next((record.text(field) for field in _DATES if record.values.get(field)), "")
