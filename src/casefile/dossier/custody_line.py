"""The time line of one detention: where somebody was held, incommunicado or not, and what happened when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from casefile.base.dates import read_date, say_date
from casefile.base.i18n import N_, Language
from casefile.dossier.document import Mark, Stretch, Timeline, Tone
from casefile.dossier.shown import TOOK_PLACE, Matter, Shown

_YES = "yes"
_MOST_MARKS = 9
_FIRST_DAYS = timedelta(days=10)
_CROWD = 4
"""Things within the first days from which those are drawn apart."""
_MOST_TICKS = 8
_STEPS = tuple(timedelta(hours=hours) for hours in (6, 12, 24, 48, 96, 168, 336, 730, 1461, 2922, 4383, 8766, 17532))
"""Steps of the scale: hours, days, weeks, then months and years as long as they are on average."""
_CONTACTS = frozenset({"lawyer", "family_told", "consul"})


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """A time line without its caption, and whether it shows the first days only."""

    figure: Timeline
    first_days: bool


@dataclass(frozen=True, slots=True)
class _Happened:
    moment: datetime
    label: str
    tone: Tone
    contact: bool


class _Scale:
    def __init__(self, start: datetime, end: datetime) -> None:
        self.start = start
        self.end = max(end, start + timedelta(hours=6))

    def at(self, moment: datetime) -> float:
        return min(1.0, max(0.0, (moment - self.start) / (self.end - self.start)))


def custody_lines(matter: Matter, custody: Shown, language: Language) -> list[CustodyLine]:
    """The time line; if most happened in the first days of a long detention, those days apart, then the whole.

    Empty if it is not known when the detention began. A date known to the day is drawn at its beginning, and its
    label says the day: no hour is made up.
    """
    arrested = _moment(custody.code("arrested"))
    if arrested is None:
        return []
    ended = _moment(custody.code("ended"), last=True)
    lasts = ended is None and not custody.code("end_kind")
    moments = _moments(matter, custody, language)
    latest = max([one.moment for one in moments], default=arrested)
    end = ended or (datetime.combine(matter.today, time.min) if lasts else latest)
    first = [one for one in moments if one.moment <= arrested + _FIRST_DAYS]
    known = ended is not None
    contact = _moment(custody.code("incommunicado_until")) or _first_contact(moments)

    def line(between: tuple[datetime, datetime], shown: list[_Happened], *, known_end: bool) -> Timeline:
        scale = _Scale(*between)
        marks = tuple(Mark(scale.at(one.moment), one.label, one.tone) for one in shown[:_MOST_MARKS])
        stretches = _stretches(custody, contact, scale, language, known_end=known_end)
        return Timeline(stretches, marks, _ticks(scale, language))

    if len(first) < _CROWD or end - arrested < 2 * _FIRST_DAYS:
        return [CustodyLine(line((arrested, end), moments, known_end=known), first_days=False)]
    until = max(one.moment for one in first) + timedelta(days=1)
    late = [moments[0], *(one for one in moments if one not in first)]
    return [
        CustodyLine(line((arrested, until), first, known_end=False), first_days=True),
        CustodyLine(line((arrested, end), late, known_end=known), first_days=False),
    ]


def _first_contact(moments: list[_Happened]) -> datetime | None:
    """The first contact with lawyer or family that is recorded: incommunicado is drawn no further than that."""
    return min((one.moment for one in moments if one.contact), default=None)


def _stretches(
    custody: Shown, contact: datetime | None, scale: _Scale, language: Language, *, known_end: bool
) -> tuple[Stretch, ...]:
    text = language.text
    held = text(N_("Held"))
    if custody.code("incommunicado") != _YES:
        return (Stretch(0.0, 1.0, held, Tone.MAIN, not known_end),)
    hidden = text(N_("Held incommunicado"))
    if contact is None:
        label = text(N_("Held incommunicado; until when is not known"))
        return (Stretch(0.0, 1.0, label, Tone.WARNING, not known_end),)
    first = Stretch(0.0, scale.at(contact), hidden, Tone.WARNING)
    return (first, Stretch(first.end, 1.0, held, Tone.MAIN, not known_end))


def _moments(matter: Matter, custody: Shown, language: Language) -> list[_Happened]:
    """What happened, first things first; one line for each kind of thing."""
    text = language.text
    incommunicado = custody.code("incommunicado") == _YES
    found: list[_Happened] = []

    def add(edtf: str, label: str, tone: Tone = Tone.MAIN, *, contact: bool = False) -> None:
        moment = _moment(edtf)
        if moment is not None:
            found.append(_Happened(moment, f"{label}: {say_date(edtf, matter.language)}", tone, contact))

    add(custody.code("arrested"), text(N_("arrested")), Tone.WARNING if incommunicado else Tone.MAIN)
    add(custody.code("registered_at"), text(N_("registered")))
    told: set[str] = {"registered"} if custody.code("registered_at") else set()
    for safeguard in matter.of("safeguard", custody=custody.handle):
        kind = safeguard.code("safeguard_kind")
        if safeguard.code("given") != "no" and safeguard.code("given_at") and kind not in told:
            told.add(kind)
            add(safeguard.code("given_at"), safeguard.within("safeguard_kind"), contact=kind in _CONTACTS)
    for kind, what in (("lawyer_access", "access_kind"), ("family_visit", "visit_kind")):
        granted = [one for one in matter.of(kind, custody=custody.handle) if one.code("outcome") in TOOK_PLACE]
        if granted and not (kind == "lawyer_access" and "lawyer" in told):
            label = text(N_("lawyer")) if kind == "lawyer_access" else text(N_("family"))
            add(granted[0].code("occurred"), f"{label}, {granted[0].within(what)}", contact=True)
    for stay in list(matter.of("stay", custody=custody.handle))[1:]:
        add(stay.code("began"), stay.words("place") or stay.words("place_in_words") or text(N_("moved")))
    add(custody.code("ended"), custody.within("end_kind") or text(N_("ended")))
    return sorted(found, key=lambda one: one.moment)


def _moment(edtf: str, *, last: bool = False) -> datetime | None:
    if not edtf:
        return None
    try:
        read = read_date(edtf)
    except ValueError:
        return None
    return (read.latest if last else read.earliest) or read.earliest or read.latest


def _ticks(scale: _Scale, language: Language) -> tuple[tuple[float, str], ...]:
    """Marks of the scale at round moments, at most eight."""
    length = scale.end - scale.start
    step = next((step for step in _STEPS if length / step <= _MOST_TICKS), _STEPS[-1])
    midnight = datetime.combine(scale.start.date(), time.min)
    moment = midnight
    while moment < scale.start:
        moment += step
    ticks: list[tuple[float, str]] = []
    while moment <= scale.end and len(ticks) <= _MOST_TICKS:
        if step < timedelta(days=1) and moment.hour:
            label = f"{moment:%H:%M}"
        else:
            label = say_date(f"{moment:%Y-%m-%d}", language.code)
        ticks.append((scale.at(moment), label))
        moment += step
    return tuple(ticks)
