"""What can be recorded in one breath: what each quick entry asks, how it is saved, and the sentence that it makes.

An entry asks for few fields of one kind of record, under the names that the kind gives them, so that whatever the
store refuses finds its field. Who or what is not in the book yet is added in the same act: one undo takes it all back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.base.dates import Precision, read_date, say_date
from casefile.base.i18n import N_, _, language
from casefile.casework import access, allegations, custody, events, people, places, sources
from casefile.casework.acts import Act
from casefile.casework.whereabouts import custody_at

if TYPE_CHECKING:
    import datetime as dt

    from casefile.casework.book import Writer
    from casefile.casework.record import Value

Said = Mapping[str, str]
"""What was answered, in words, by field: names of people and places, dates and terms as they are said."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a quick entry.

    Attributes:
        field: A field of the entry's kind.
        needed: Whether it must be answered.
        preset: What stands there at the beginning, as it is typed or chosen.
        words_field: The field that words go into, where a link may be told in words alone.
        label: What to call it, where the field's own label would not do.
        line: Asked in one line although it may hold paragraphs.
        names: It is a person's name: whoever is called alike is shown.
    """

    field: str
    needed: bool = False
    preset: str = ""
    words_field: str = ""
    label: str = ""
    line: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """One thing that can be recorded in one breath.

    Attributes:
        name: Stable name.
        title: English title, marked with `N_`.
        icon: Name of an icon.
        kind: Kind of the record.
        act: What it is called in history.
        asks: What it asks, in order.
        save: Adds the record; gets the writer and every answer, ids for what is known and words for what is new.
        say: The sentence that is read back, from the answers in words.
        given: Values that are not asked.
    """

    name: str
    title: str
    icon: str
    kind: str
    act: Act
    asks: tuple[Ask, ...]
    save: Callable[[Writer, Mapping[str, Value], dt.date], RecordId]
    say: Callable[[Said], str]
    given: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


_WHO = Ask("person", needed=True)
_TODAY = "today"


def person_of(writer: Writer, answer: Value) -> RecordId:
    """The person answered with, added first if it is words."""
    if isinstance(answer, str):
        return people.add_person(writer, answer)
    return RecordId(answer) if isinstance(answer, bytes) else RecordId(b"")


def _place_of(writer: Writer, answer: Value) -> RecordId:
    if isinstance(answer, str) and answer:
        return places.add_place(writer, answer)
    return RecordId(answer) if isinstance(answer, bytes) else RecordId(b"")


def _rest(values: Mapping[str, Value], *taken: str) -> dict[str, Any]:
    # What the field editors gave, by field; the command accepts or refuses each value.
    return {name: value for name, value in values.items() if name not in taken}


def _lawyer(writer: Writer, values: Mapping[str, Value], _today: dt.date) -> RecordId:
    person = person_of(writer, values["person"])
    return access.record_lawyer_access(writer, person, **_rest(values, "person"))


def _family(writer: Writer, values: Mapping[str, Value], _today: dt.date) -> RecordId:
    person = person_of(writer, values["person"])
    return access.record_family_visit(writer, person, **_rest(values, "person"))


def _detention(writer: Writer, values: Mapping[str, Value], _today: dt.date) -> RecordId:
    person, place = person_of(writer, values["person"]), _place_of(writer, values.get("taken_to", ""))
    return custody.record_custody(writer, person, taken_to=place, **_rest(values, "person", "taken_to"))


def _allegation(writer: Writer, values: Mapping[str, Value], today: dt.date) -> RecordId:
    person, place = person_of(writer, values["person"]), _place_of(writer, values.get("place", ""))
    during = custody_at(writer, person, str(values.get("began", "")))
    rest = _rest(values, "person", "place", TOLD_BY)
    made = allegations.record_allegation(writer, person, place=place, custody=during, **rest)
    if told_by := str(values.get(TOLD_BY, "")):
        # The caller's name stays in the field that is never printed unasked; the title gives nobody away.
        title = _("Telephone call of {date}").format(date=say_date(today.isoformat(), language().code))
        call = sources.add_source(
            writer,
            title,
            "interview",
            author=told_by,
            dated=today.isoformat(),
            obtained_how="own_interview",
            obtained_on=today.isoformat(),
        )
        sources.add_claim(writer, made, call)
    return made


def _person(writer: Writer, values: Mapping[str, Value], _today: dt.date) -> RecordId:
    other = str(values.get(OTHER_NAME, ""))
    return people.add_person(writer, names=[{"full_name": other}] if other else [], **_rest(values, OTHER_NAME))


def _event(writer: Writer, values: Mapping[str, Value], _today: dt.date) -> RecordId:
    return events.add_event(writer, place=_place_of(writer, values.get("place", "")), **_rest(values, "place"))


TOLD_BY = "told_by"
OTHER_NAME = "other_name"
"""Questions that no field of the kind asks."""


_EXACT = frozenset({Precision.DAY, Precision.HOUR, Precision.MINUTE, Precision.SECOND})


def _when(sentence: str, edtf: str) -> str:
    """A sentence without its full stop, with the date."""
    if not edtf:
        return sentence
    said = say_date(edtf, language().code)
    found = read_date(edtf)
    exact = found.precision in _EXACT and not found.approximate
    return (_("{said} on {date}") if exact else _("{said} ({date})")).format(said=sentence, date=said)


def _with_reason(sentence: str, reason: str) -> str:
    return _("{said}: “{reason}”.").format(said=sentence, reason=reason) if reason else f"{sentence}."


_LAWYER_SAID = {
    "refused": (N_("A lawyer was refused access to {person}"), N_("Lawyer {other} was refused access to {person}")),
    "obstructed": (
        N_("A lawyer was kept from seeing {person}"),
        N_("Lawyer {other} was kept from seeing {person}"),
    ),
    "": (N_("A lawyer's access to {person}: {outcome}"), N_("Access of lawyer {other} to {person}: {outcome}")),
}
_FAMILY_SAID = {
    "refused": (N_("A relative was refused a visit to {person}"), N_("{other} was refused a visit to {person}")),
    "obstructed": (N_("A relative was kept from seeing {person}"), N_("{other} was kept from seeing {person}")),
    "": (N_("A family visit to {person}: {outcome}"), N_("A visit of {other} to {person}: {outcome}")),
}


def _access_said(patterns: Mapping[str, tuple[str, str]], other: str, said: Said) -> str:
    without, with_name = patterns.get(said.get("outcome", ""), patterns[""])
    named = said.get(other, "")
    sentence = _(with_name if named else without).format(
        other=named, person=said["person"], outcome=said.get("outcome_label", "")
    )
    return _with_reason(_when(sentence, said.get("occurred", "")), said.get("reason_given", ""))


def _lawyer_said(said: Said) -> str:
    return _access_said(_LAWYER_SAID, "lawyer", said)


def _family_said(said: Said) -> str:
    return _access_said(_FAMILY_SAID, "relative", said)


def _detention_said(said: Said) -> str:
    place = said.get("taken_to", "")
    pattern = _("{person} was detained and taken to {place}") if place else _("{person} was detained")
    return _with_reason(_when(pattern.format(person=said["person"], place=place), said.get("arrested", "")), "")


def _allegation_said(said: Said) -> str:
    methods = said.get("methods", "")
    pattern = _("{person} is said to have been ill-treated: {methods}") if methods else ""
    pattern = pattern or _("{person} is said to have been ill-treated")
    return _with_reason(_when(pattern.format(person=said["person"], methods=methods), said.get("began", "")), "")


def _person_said(said: Said) -> str:
    return _("New person: {name}.").format(name=said.get("shown_name") or said.get("described_as", ""))


def _event_said(said: Said) -> str:
    place = said.get("place", "")
    named = f"{said.get('title', '')}, {place}" if place else said.get("title", "")
    return _with_reason(_when(_("New event: {name}").format(name=named), said.get("began", "")), "")


_REASON = Ask("reason_given", line=True)
_REFUSED_BY = Ask("refused_by")
_WHEN = Ask("occurred", preset=_TODAY)
_LAWYER = Ask("lawyer", words_field="lawyer_in_words")
_RELATIVE = Ask("relative", words_field="relative_in_words")


def _outcome(term: str) -> Ask:
    return Ask("outcome", needed=True, preset=term)


ENTRIES: tuple[QuickEntry, ...] = (
    QuickEntry(
        "lawyer_refused",
        N_("Lawyer refused"),
        "ban",
        "lawyer_access",
        Act.RECORD_ACCESS,
        (_WHO, _REASON, _LAWYER, _WHEN, _REFUSED_BY, _outcome("refused")),
        _lawyer,
        _lawyer_said,
        {"access_kind": "visit"},
    ),
    QuickEntry(
        "lawyer_visit",
        N_("Lawyer admitted"),
        "scale",
        "lawyer_access",
        Act.RECORD_ACCESS,
        (_WHO, _LAWYER, _WHEN, Ask("minutes"), Ask("confidential"), _outcome("granted")),
        _lawyer,
        _lawyer_said,
        {"access_kind": "visit"},
    ),
    QuickEntry(
        "family_refused",
        N_("Family visit refused"),
        "ban",
        "family_visit",
        Act.RECORD_VISIT,
        (_WHO, _REASON, _RELATIVE, _WHEN, _REFUSED_BY, _outcome("refused")),
        _family,
        _family_said,
        {"visit_kind": "visit"},
    ),
    QuickEntry(
        "family_visit",
        N_("Family visit"),
        "users",
        "family_visit",
        Act.RECORD_VISIT,
        (_WHO, _RELATIVE, _WHEN, Ask("minutes"), Ask("conditions", line=True), _outcome("granted")),
        _family,
        _family_said,
        {"visit_kind": "visit"},
    ),
    QuickEntry(
        "detention",
        N_("New detention"),
        "lock",
        "custody",
        Act.RECORD_CUSTODY,
        (_WHO, Ask("taken_to"), Ask("arrested"), Ask("officers", line=True), Ask("reasons_given", line=True)),
        _detention,
        _detention_said,
    ),
    QuickEntry(
        "allegation",
        N_("Allegation of ill-treatment, by telephone"),
        "heart-pulse",
        "allegation",
        Act.ADD_RECORD,
        (
            _WHO,
            Ask("account"),
            Ask("began"),
            Ask("place"),
            Ask("methods"),
            Ask(TOLD_BY, label=N_("Who told it")),
        ),
        _allegation,
        _allegation_said,
    ),
    QuickEntry(
        "person",
        N_("Person"),
        "user",
        "person",
        Act.ADD_PERSON,
        (
            Ask("shown_name", names=True),
            Ask(OTHER_NAME, label=N_("Name in another script")),
            Ask("birth_date"),
            Ask("described_as"),
            Ask("note", line=True),
        ),
        _person,
        _person_said,
        {"entity": "individual"},
    ),
    QuickEntry(
        "event",
        N_("Event"),
        "calendar-clock",
        "event",
        Act.ADD_EVENT,
        (Ask("title", needed=True), Ask("began"), Ask("place"), Ask("summary")),
        _event,
        _event_said,
    ),
)
"""The quick entries, the most frequent first."""


def entry_named(name: str) -> QuickEntry:
    """The entry of this name."""
    return next(entry for entry in ENTRIES if entry.name == name)
