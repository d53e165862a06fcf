"""Safeguards: the custody clock of one detention, read from its records.

`clock` gives a line for each rule that may apply: how long it took, the limit, the verdict and why. What is known is
read here; what it means is `custody_clock`'s to say, and what is owed stands in the rule packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from casefile.base.clock import NO_ID, RecordId
from casefile.base.counts import read_count
from casefile.base.i18n import LANGUAGES, language
from casefile.casework.access import TOOK_PLACE
from casefile.casework.book import Reader, Snapshot
from casefile.casework.custody_clock import (
    ANY_CLOCKS,
    ONE_HOUR,
    OPEN,
    ClockLine,
    Given,
    Held,
    Moment,
    State,
    Verdict,
    judge,
    lines,
    say_span,
    say_wait,
    what_label,
)
from casefile.casework.rule_packs import FAMILY_VISIT, OUTSIDE_CONTACT, rules
from casefile.casework.vocabulary import vocabulary
from casefile.casework.whereabouts import is_open

# What others ask of the clock they find here; how it measures is none of their business.
__all__ = [
    "ClockLine",
    "Verdict",
    "clock",
    "given_of",
    "held_of",
    "incommunicado",
    "say_span",
    "say_wait",
    "what_label",
]

_LAWYER_CONTACT = frozenset({"visit", "call", "presence_at_questioning"})
_FAMILY_CONTACT = frozenset({"visit", "call", "letter"})
_FREE = frozenset(
    {
        "released",
        "released_on_bail",
        "released_under_conditions",
        "released_without_charge",
        "acquitted",
        "sentence_served",
        "amnestied",
        "pardoned",
        "escaped",
        "died",
    }
)
"""Terms of `custody_end` after which nobody holds the person; after any other somebody may."""

_SAID = {"yes": State.GIVEN, "no": State.NEVER, "not_applicable": None}
_ADULT = 18
"""Convention on the Rights of the Child, article 1."""
_DEEPEST = 20
"""Places inside one another that are looked up: from a cell to its country with room to spare."""
_SPREAD: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys(("am", "az", "by", "kg", "md", "tj", "tm", "uz"), timedelta())
    | {
        country: timedelta(hours=hours)
        for country, hours in (
            *(("ru", 10), ("us", 6), ("ca", 5), ("gl", 4), ("au", 3), ("br", 3), ("mx", 3)),
            *(("cl", 2), ("cn", 2), ("id", 2), ("ki", 2)),
        )
    }
)
"""How far clocks lie apart within one State, where that is not one hour (as between Mangistau and Almaty in 2011;
China: by the local time of Xinjiang)."""


def clock(
    reader: Reader, custody: RecordId, as_of: datetime | None = None, *, language_code: str = ""
) -> list[ClockLine]:
    """The custody clock of one detention: a line for each rule that may apply to it.

    Args:
        reader: The book.
        custody: The detention.
        as_of: While it lasts, the moment, with its zone, up to which "never" is known to be true; None if nobody can
            say. The moment of asking is that only if somebody has looked.
        language_code: ISO 639-1 code; the app's language if empty.

    Raises:
        NotFoundError: There is no such detention.
    """
    snapshot = reader.get(custody)
    held = held_of(reader, snapshot, as_of)
    code = language_code or language().code
    return lines(held, given_of(reader, snapshot), rules(), code if code in LANGUAGES else "en")


def incommunicado(
    reader: Reader, custody: RecordId, as_of: datetime | None = None
) -> tuple[timedelta | None, timedelta | None]:
    """How long a person was held without contact to anybody outside: at least, and at most; None where open.

    Raises:
        NotFoundError: There is no such detention.
    """
    snapshot = reader.get(custody)
    found = judge(None, held_of(reader, snapshot, as_of), given_of(reader, snapshot)[OUTSIDE_CONTACT])
    return found.least, found.most


def held_of(reader: Reader, custody: Snapshot, as_of: datetime | None = None) -> Held:
    """A detention as the clock needs it."""
    arrested, over = Moment.of(custody.text("arrested")), not is_open(custody)
    until = Moment.of(custody.text("ended"))
    if not over and as_of is not None:
        until = Moment.at(as_of)
    countries, apart = _where(reader, custody)
    return Held(
        arrested=arrested,
        until=until,
        over=over,
        free=custody.text("end_kind") in _FREE,
        juvenile=_juvenile(reader.find(custody.link("person")), arrested),
        custody_kind=custody.text("custody_kind"),
        countries=countries,
        clocks_apart=apart,
    )


def _where(reader: Reader, custody: Snapshot) -> tuple[frozenset[str], timedelta]:
    """The countries of a detention, and how far the clocks of its places may lie apart."""
    stays = reader.of("stay", custody=custody.id)
    places = {custody.link("arrest_place"), custody.link("taken_to"), *(stay.link("place") for stay in stays)}
    chains = [list(_chain(reader, place)) for place in sorted(places - {NO_ID})]
    countries = frozenset(
        next((place.text("country") for place in chain if place.text("country")), "") for chain in chains
    ) - {""}
    if len(countries) > 1:
        return countries, ANY_CLOCKS
    regions = [{place.id for place in chain if place.text("place_kind") != "country"} for chain in chains]
    if regions and set.intersection(*regions):
        return countries, timedelta()
    return countries, max((_SPREAD.get(country, ONE_HOUR) for country in countries), default=ONE_HOUR)


def _chain(reader: Reader, place: RecordId) -> Iterator[Snapshot]:
    for _step in range(_DEEPEST):
        found = reader.find(place) if place else None
        if found is None:
            return
        yield found
        place = found.link("parent")


def _juvenile(person: Snapshot | None, arrested: Moment) -> bool | None:
    """Whether a person was under 18 at the arrest: Convention on the Rights of the Child, article 1."""
    if person is None:
        return None
    born = Moment.of(person.text("birth_date"))
    first: date | None = born.earliest
    last: date | None = born.latest
    if born == OPEN and person.text("age"):
        first, last = _born(person.text("age"), Moment.of(person.text("age_on")))
    # A birthday counts from its first minute, whatever the hour of birth.
    if first and arrested.latest and arrested.latest.date() < _years_on(first, _ADULT):
        return True
    return False if last and arrested.earliest and arrested.earliest.date() >= _years_on(last, _ADULT) else None


def _born(age: str, on: Moment) -> tuple[date | None, date | None]:
    try:
        counted = read_count(age)
    except ValueError:
        return None, None
    first = last = None
    if on.earliest and counted.most is not None:
        first = _years_on(on.earliest, -counted.most - 1)
    if on.latest and counted.least is not None:
        last = _years_on(on.latest, -counted.least)
    return first, last


def _years_on(day: date, years: int) -> date:
    year = min(max(day.year + years, date.min.year), date.max.year)
    # Somebody born on 29 February comes of age on 1 March.
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else date(year, day.month, day.day)


_Record: TypeAlias = tuple[State | None, Moment | None]
"""What one record says, and when that was; no state where the safeguard was not applicable."""


def given_of(reader: Reader, custody: Snapshot) -> dict[str, Given]:
    """What is recorded of each safeguard of a detention; one that is not applicable is left out."""
    recorded: dict[str, list[_Record]] = {kind: [] for kind in vocabulary("safeguard_kind").terms}
    for safeguard in reader.of("safeguard", custody=custody.id):
        said = _record(safeguard.text("given"), safeguard.text("given_at"))
        recorded.setdefault(safeguard.text("safeguard_kind"), []).append(said)
    for kind, given, at in (("registered", "", "registered_at"), ("record_copy", "record_given", "record_given_at")):
        said = _record(custody.text(given) if given else "", custody.text(at))
        recorded[kind] += [said] if said[0] in {State.GIVEN, State.NEVER} else []
    lawyer = _contacts(reader, custody, "lawyer_access", "access_kind", _LAWYER_CONTACT)
    written = _contacts(reader, custody, "lawyer_access", "access_kind", frozenset({"letter"}))
    family = _contacts(reader, custody, "family_visit", "visit_kind", _FAMILY_CONTACT)
    outside = [*(moment for _state, moment in recorded["lawyer"] if moment), *lawyer, *written, *family]
    known = {
        kind: _first(records, lawyer if kind == "lawyer" else [])
        for kind, records in recorded.items()
        if not records or any(state is not None for state, _moment in records)
    }
    known[FAMILY_VISIT] = _first([], family)
    known[OUTSIDE_CONTACT] = _first([_outside(custody, contact=bool(outside))], outside)
    return known


def _record(given: str, given_at: str) -> _Record:
    if given_at:
        return State.GIVEN, Moment.of(given_at)
    return _SAID.get(given, State.UNKNOWN), None


def _outside(custody: Snapshot, *, contact: bool) -> _Record:
    """Held incommunicado until a day, not at all, or until now; of a detention that is over "yes" says not how long."""
    if custody.text("incommunicado_until"):
        return State.GIVEN, Moment.of(custody.text("incommunicado_until"))
    if custody.text("incommunicado") == "no":
        return State.GIVEN, None
    lasts = custody.text("incommunicado") == "yes" and is_open(custody) and not contact
    return (State.NEVER if lasts else State.UNKNOWN), None


def _contacts(reader: Reader, custody: Snapshot, kind: str, field: str, counted: frozenset[str]) -> list[Moment]:
    """When a contact took place, by the log of contacts."""
    return [
        Moment.of(contact.text("occurred"))
        for contact in reader.of(kind, custody=custody.id)
        if contact.text("outcome") in TOOK_PLACE and contact.text(field) in counted
    ]


def _first(recorded: Iterable[_Record], logged: Sequence[Moment]) -> Given:
    """What several records say of the first time; a log says no more than that the first time was no later."""
    said = [(state, moment) for state, moment in recorded if state in {State.GIVEN, State.NEVER}]
    dated = [moment for _state, moment in said if moment]
    if not dated:
        logged = [Moment(latest=moment.latest, late_zone=moment.late_zone) for moment in logged]
    states = {state for state, _moment in said} | ({State.GIVEN} if logged else set())
    if len(states) > 1:
        return Given(State.DISPUTED)
    if State.NEVER in states or not states:
        return Given(State.NEVER if states else State.UNKNOWN)
    # A "yes" without a date beside one with a date may be the earlier one.
    undated = [OPEN] if (dated or logged) and any(moment is None for _state, moment in said) else []
    return Given(State.GIVEN, (*dated, *logged, *undated))
