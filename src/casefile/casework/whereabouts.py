"""Whereabouts: where a person stands now, told from the newest detention or death on record.

The state is a stored field of the person, so that a list of many thousands can be sorted and filtered by it.
Commands of custody and allegations keep it in step; whoever writes such records otherwise calls `keep_whereabouts`.
"""

from __future__ import annotations

from dataclasses import dataclass

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.soundness import by_time, surely_before

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


def keep_whereabouts(writer: Writer, person: RecordId) -> None:
    """Bring the state of a person in step with the detentions and deaths on record.

    What somebody entered for a later time stands: a person who went missing after a release stays missing.
    """
    told = standing(writer, person)
    now = writer.get(person)
    if told is None or (told.status != DECEASED and surely_before(told.since, now.text("whereabouts_since"))):
        return
    set_whereabouts(writer, person, told.status, since=told.since, place=told.place)


def set_whereabouts(writer: Writer, person: RecordId, status: str, *, since: str = "", place: RecordId = NO_ID) -> None:
    """Say where a person stands now, and since when."""
    writer.update(person, {"whereabouts_status": status, "whereabouts_since": since, "whereabouts_place": place})


def _newest(custody: Snapshot) -> tuple[bool, str, RecordId]:
    undated, when = by_time(custody.text("arrested"))
    return not undated, when, custody.id
