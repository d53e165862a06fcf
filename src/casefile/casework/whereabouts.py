"""Whereabouts: where a person stands now, told from the newest detention or death on record.

The state is a stored field of the person, so that a list of many thousands can be sorted and filtered by it. Every
save of a detention, a stay or a death keeps it in step, whether a command, a form, an import or a script made it: the
store asks `followed` around each write. Undo does not: it sets back what the person's record said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.record import Value
from casefile.casework.soundness import by_time, link_of, surely_before

AT_LIBERTY = "at_liberty"
IN_CUSTODY = "in_custody"
HOUSE_ARREST = "house_arrest"
RELEASED = "released"
MISSING = "missing"
DECEASED = "deceased"
ABROAD = "abroad"
ESCAPED = "escaped"
UNKNOWN = "unknown"
"""States of `person.whereabouts_status` that commands set."""

_AFTER = {
    "released": RELEASED,
    "released_on_bail": RELEASED,
    "released_under_conditions": RELEASED,
    "released_without_charge": RELEASED,
    "acquitted": RELEASED,
    "sentence_served": RELEASED,
    "amnestied": RELEASED,
    "pardoned": RELEASED,
    "exchanged": RELEASED,
    "house_arrest": HOUSE_ARREST,
    "transferred": IN_CUSTODY,
    "convicted": IN_CUSTODY,
    "expelled": ABROAD,
    "extradited": ABROAD,
    "escaped": ESCAPED,
    "died": DECEASED,
    "disappeared": MISSING,
}
"""Term of `custody_end`, and the state it leaves the person in; any other leaves it unknown."""

_TELLING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "custody": frozenset({"person", "arrested", "custody_kind", "taken_to", "ended", "end_kind", "archived"}),
        "stay": frozenset({"custody", "place", "began", "archived"}),
        "death": frozenset({"person", "died_on", "place", "archived"}),
    }
)
"""The kinds that tell where a person stands, each with the fields that do."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands.

    Attributes:
        status: Term of `whereabouts_status`.
        since: When it began, EDTF; empty if that is not known.
        place: Where the person is or was last held; `NO_ID` if that is not known.
    """

    status: str
    since: str
    place: RecordId = NO_ID


def standing(reader: Reader, person: RecordId) -> Standing | None:
    """Where a person stands by the detentions and deaths on record; None if there are none."""
    deaths = reader.of("death", person=person)
    if deaths:
        newest = max(deaths, key=lambda death: death.id)
        return Standing(DECEASED, newest.text("died_on"), newest.link("place"))
    custodies = reader.of("custody", person=person)
    if not custodies:
        return None
    still = [custody for custody in custodies if is_open(custody)]
    last = max(still or custodies, key=_newest)
    stays = sorted(reader.of("stay", custody=last.id), key=lambda stay: (by_time(stay.text("began")), stay.id))
    place = stays[-1].link("place") if stays else last.link("taken_to")
    if still:
        house = last.text("custody_kind") == "house_arrest"
        return Standing(HOUSE_ARREST if house else IN_CUSTODY, last.text("arrested"), place)
    status = _AFTER.get(last.text("end_kind"), UNKNOWN)
    return Standing(status, last.text("ended"), place if status in {IN_CUSTODY, HOUSE_ARREST, DECEASED} else NO_ID)


def is_open(custody: Snapshot) -> bool:
    """Whether a detention lasts, as far as is recorded."""
    return not custody.text("ended") and not custody.text("end_kind")


def open_custody(reader: Reader, person: RecordId) -> RecordId:
    """The newest detention of a person that lasts; `NO_ID` if there is none."""
    still = [custody for custody in reader.of("custody", person=person) if is_open(custody)]
    return max(still, key=_newest).id if still else NO_ID


def custody_at(reader: Reader, person: RecordId, when: str) -> RecordId:
    """The detention that lasts, unless a date lies before its arrest whatever is unknown; `NO_ID` if there is none."""
    custody = open_custody(reader, person)
    return NO_ID if custody and surely_before(when, reader.get(custody).text("arrested")) else custody


@contextmanager
def followed(writer: Writer, kind: str, *versions: Mapping[str, Value]) -> Iterator[None]:
    """Around the write of one record: afterwards the whereabouts of the person concerned follow, if it told of them.

    Only what the records say differently after the write is followed. So a note added to an old detention moves nobody,
    and what somebody entered by hand stands until a detention or a death is recorded, changed or put aside.

    Args:
        writer: The book.
        kind: Kind of the record.
        versions: Every field of the record: before the write, if it was there, and after it, if it stays.
    """
    telling = _TELLING.get(kind)
    if telling is None or not _differ(versions, telling):
        yield
        return
    people = {person for version in versions if (person := _person_told_of(writer, kind, version))}
    before = {person: standing(writer, person) for person in sorted(people)}
    yield
    for person, told in before.items():
        _follow(writer, person, told, standing(writer, person))


def follow_loaded(writer: Writer, kind: str, records: Iterable[RecordId]) -> None:
    """The same after many records of one kind were added at once."""
    if kind in _TELLING:
        loaded = (writer.get(record).values for record in records)
        for person in sorted({_person_told_of(writer, kind, values) for values in loaded} - {NO_ID}):
            keep_whereabouts(writer, person)


def keep_whereabouts(writer: Writer, person: RecordId) -> None:
    """Bring the state of a person in step with the detentions and deaths on record.

    What somebody entered for a later time stands: a person who went missing after a release stays missing.
    """
    _follow(writer, person, None, standing(writer, person))


def _differ(versions: tuple[Mapping[str, Value], ...], fields: frozenset[str]) -> bool:
    first = versions[0]
    return len(versions) == 1 or any(version[field] != first[field] for version in versions for field in fields)


def _person_told_of(reader: Reader, kind: str, values: Mapping[str, Value]) -> RecordId:
    """Whose whereabouts a record tells; `NO_ID` if they are nobody's in this vault."""
    owner = link_of(values, "custody" if kind == "stay" else "person")
    if kind == "stay":
        custody = reader.find(owner) if owner else None
        owner = custody.link("person") if custody is not None and custody.kind == "custody" else NO_ID
    return owner if reader.kind_of(owner) == "person" else NO_ID


def _follow(writer: Writer, person: RecordId, before: Standing | None, told: Standing | None) -> None:
    now = writer.get(person)
    shown = Standing(now.text("whereabouts_status"), now.text("whereabouts_since"), now.link("whereabouts_place"))
    if told in {before, shown}:
        return
    if shown == before:
        # It was told by the records alone: so it is again, and nothing is known once none is left that tells.
        told = told or Standing("", "")
    elif told is None or (told.status != DECEASED and surely_before(told.since, shown.since)):
        return
    set_whereabouts(writer, person, told.status, since=told.since, place=told.place)


def set_whereabouts(writer: Writer, person: RecordId, status: str, *, since: str = "", place: RecordId = NO_ID) -> None:
    """Say where a person stands now, and since when."""
    writer.update(person, {"whereabouts_status": status, "whereabouts_since": since, "whereabouts_place": place})


def _newest(custody: Snapshot) -> tuple[bool, str, RecordId]:
    undated, when = by_time(custody.text("arrested"))
    return not undated, when, custody.id
