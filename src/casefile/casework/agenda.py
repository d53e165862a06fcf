"""The agenda: what needs somebody today. Dates that fall due, limits of detentions that ran out, cards to be finished.

Every list here is made of a few queries that leave out by far the most in SQL, so that it stays quick with a hundred
thousand people; what is left is read as dates are read everywhere. Nothing is guessed: a limit is called breached only
where the custody clock says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, and_, case, exists, func, literal, not_, or_, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import LANGUAGES, language
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.custody_clock import ClockLine, State, Verdict, lines
from casefile.casework.record import Shape
from casefile.casework.rule_packs import rules
from casefile.casework.safeguards import given_of, held_of
from casefile.casework.soundness import bounds, by_time
from casefile.casework.tasks import DONE, DROPPED

_FRESH = dt.timedelta(days=7)
"""So long after an arrest a limit that may have run out is asked about although nothing is recorded yet."""
MOST_DETENTIONS = 100
"""Detentions whose clock is read for one look at the agenda, the newest arrests first."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that will not wait.

    Attributes:
        date: EDTF, as recorded.
        what: "task", "reply" (owed to us), "hearing", "appeal" (time to appeal ends), "consent" (runs out) or "risk"
            (to be reviewed).
        kind: Kind of the record.
        record: The record: task, letter, remedy, hearing, decision, consent or risk.
        about: The person or other record concerned; `NO_ID` if there is none.
        overdue: Whether its last possible day is over.
        first: The first day it may mean, or that of its reminder.
    """

    date: str
    what: str
    kind: str
    record: RecordId
    about: RecordId
    overdue: bool
    first: dt.date


def agenda(reader: Reader, today: dt.date, until: dt.date) -> list[Due]:
    """All that is due up to and including a day, the earliest first; what is overdue stays until it is settled.

    A hearing is shown from today on. A date known only in part is shown from the first day it may mean, and is
    overdue after the last. A task with a reminder is shown from that day on.

    Args:
        reader: The book.
        today: The day on which it is asked.
        until: The last day that interests.
    """
    found = []
    for what, kind, query in _due_queries(today, until):
        for row in reader.rows(query):
            earliest, latest = bounds(row.date)
            reminded, _last = bounds(row.remind)
            first = min((day for day in (earliest or latest, reminded) if day is not None), default=None)
            if first is None or first.date() > until:
                continue
            overdue = latest is not None and latest.date() < today
            if not (overdue and what == "hearing"):
                record, about = RecordId(row.record), RecordId(row.about)
                found.append(Due(row.date, what, kind, record, about, overdue, first.date()))
    return sorted(found, key=lambda due: (by_time(due.date), due.record))


def _due_queries(today: dt.date, until: dt.date) -> Iterator[tuple[str, str, Any]]:
    task, letter, reply = (record_type(kind).table for kind in ("task", "letter", "reply"))
    remedy, hearing, decision = (record_type(kind).table for kind in ("remedy", "hearing", "decision"))
    proceeding, consent, risk = (record_type(kind).table for kind in ("proceeding", "consent", "risk"))
    tasks = _due(task.c.due_on, task.c.about, task.c.remind_on).where(task.c.state.not_in((DONE, DROPPED)))
    yield "task", "task", tasks.where(or_(_begun(task.c.due_on, until), _begun(task.c.remind_on, until)))
    answered = select(reply.c.id).where(reply.c.letter == letter.c.id, reply.c.archived == 0).exists()
    replies = _due(letter.c.reply_due, letter.c.about).where(_begun(letter.c.reply_due, until), ~answered)
    yield "reply", "letter", replies
    owed = _due(remedy.c.reply_due, remedy.c.person).where(_begun(remedy.c.reply_due, until))
    yield "reply", "remedy", owed.where(remedy.c.replied_on == "")
    for held in (hearing.c.held_on, hearing.c.next_on):
        query = _due(held, proceeding.c.person, of=proceeding)
        yield "hearing", "hearing", query.where(_begun(held, until), _not_over(held, today))
    appeals = _due(decision.c.appeal_by, proceeding.c.person, of=proceeding)
    waiting = decision.c.appeal.in_(("", "possible", "unknown"))
    yield "appeal", "decision", appeals.where(_begun(decision.c.appeal_by, until), waiting)
    later = consent.alias("later")
    # A consent given since has taken its place: nothing runs out.
    replaced = select(later.c.id).where(
        later.c.person == consent.c.person, later.c.archived == 0, later.c.id > consent.c.id
    )
    ending = _due(consent.c.expires_on, consent.c.person).where(_begun(consent.c.expires_on, until))
    yield "consent", "consent", ending.where(consent.c.withdrawn_on == "", ~replaced.exists())
    reviews = _due(risk.c.review_on, risk.c.person).where(_begun(risk.c.review_on, until))
    yield "risk", "risk", reviews.where(risk.c.ended == "")


def _due(date: Any, about: Any, remind: Any = None, *, of: Any = None) -> Select[Any]:
    table = date.table
    query = select(
        date.label("date"),
        table.c.id.label("record"),
        about.label("about"),
        (literal("") if remind is None else remind).label("remind"),
    ).where(table.c.archived == 0)
    if of is None:
        return query
    return query.select_from(table.join(of, of.c.id == table.c.proceeding)).where(of.c.archived == 0)


_YEAR = "[0-9][0-9][0-9][0-9]"
_DAY = f"{_YEAR}-[01][0-9]-[0-3][0-9]*"
_SEASON = f"{_YEAR}-2*"


def _begun(column: Any, until: dt.date) -> Any:
    """Leaves out in SQL what surely begins after a day; whatever is not written as a plain date stays in."""
    day = and_(column.bool_op("GLOB")(_DAY), func.substr(column, 1, 10) <= until.isoformat())
    less = and_(not_(column.bool_op("GLOB")(_DAY)), func.substr(column, 1, 4) <= f"{until.year:04}")
    return and_(column != "", or_(not_(column.bool_op("GLOB")(f"{_YEAR}*")), day, less))


def _not_over(column: Any, today: dt.date) -> Any:
    """Leaves out in SQL what surely ended before a day; intervals, seasons and unknown digits stay in."""
    said = func.rtrim(column, "~?%")
    wide = or_(column.bool_op("GLOB")("*[/X]*"), column.bool_op("GLOB")(_SEASON))
    return or_(wide, said >= func.substr(literal(today.isoformat()), 1, func.length(said)))


Urgency = Literal["breached", "ran_out", "runs_out"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a detention that lasts, and why it needs somebody.

    Attributes:
        person: Who is held.
        custody: The detention.
        urgency: "breached"; "ran_out": it may be over, and the safeguard was never given as far as is recorded or the
            arrest is so fresh that nothing is recorded; "runs_out": it may run out by the day asked for.
        line: The rule, the limit and why, as the custody clock says it.
        since: When it was surely over if it is breached, else the earliest moment at which it may be; clock time.
    """

    person: RecordId
    custody: RecordId
    urgency: Urgency
    line: ClockLine
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that need somebody.

    Attributes:
        found: The most urgent first: breached, over, running out; the newest first within each.
        looked_at: How many detentions were looked at.
        open: How many detentions might have such a limit.
    """

    found: tuple[Limit, ...]
    looked_at: int
    open: int


def limits(reader: Reader, now: dt.datetime, until: dt.date, *, most: int = MOST_DETENTIONS) -> Limits:
    """Which limits of detentions that last are breached, may be over, or may run out by a day.

    Args:
        reader: The book.
        now: The moment of asking; its clock time counts.
        until: The last day that interests.
        most: How many detentions to look at, the newest arrests first.
    """
    now = now.replace(tzinfo=None)
    custody = record_type("custody").table
    wanted = _with_a_clock(now.date())
    arrested = func.substr(custody.c.arrested, 1, 10)
    query = select(custody.c.id).where(*wanted).order_by(arrested.desc(), custody.c.id.desc()).limit(most)
    looked_at = [RecordId(row.id) for row in reader.rows(query)]
    in_all = len(looked_at)
    if in_all == most:
        ((in_all,),) = (tuple(row) for row in reader.rows(select(func.count()).select_from(custody).where(*wanted)))
    found = [limit for one in looked_at for limit in _limits_of(reader, one, now, until)]
    order: Sequence[Urgency] = ("breached", "ran_out", "runs_out")
    # First by time, then by urgency: sorting keeps the order of equals.
    found.sort(key=lambda limit: limit.since, reverse=True)
    found.sort(key=lambda limit: order.index(limit.urgency))
    return Limits(tuple(found), len(looked_at), in_all)


def _with_a_clock(today: dt.date) -> list[Any]:
    """Detentions that last of which something is recorded that a limit can be held against, or that just began."""
    custody, safeguard = record_type("custody").table, record_type("safeguard").table
    c = custody.c
    said = or_(safeguard.c.given == "no", safeguard.c.given_at != "")
    fresh = (today - _FRESH).isoformat()
    contacts = [
        exists(select(table.c.id).where(table.c.custody == c.id, table.c.archived == 0))
        for table in (record_type("lawyer_access").table, record_type("family_visit").table)
    ]
    return [
        c.archived == 0,
        c.ended == "",
        c.end_kind == "",
        c.arrested != "",
        or_(
            and_(c.arrested.bool_op("GLOB")("[0-9]*"), c.arrested >= fresh),
            c.registered_at != "",
            c.incommunicado == "yes",
            exists(select(safeguard.c.id).where(safeguard.c.custody == c.id, safeguard.c.archived == 0, said)),
            *contacts,
        ),
    ]


def _limits_of(reader: Reader, custody: RecordId, now: dt.datetime, until: dt.date) -> Iterator[Limit]:
    one = reader.get(custody)
    held, given = held_of(reader, one), given_of(reader, one)
    code = language().code
    person = one.link("person")
    for line in lines(held, given, rules(), code if code in LANGUAGES else "en"):
        if line.limit is None or held.arrested.earliest is None:
            continue
        if line.verdict == Verdict.BREACHED:
            yield Limit(
                person, custody, "breached", line, (held.arrested.latest or held.arrested.earliest) + line.limit
            )
        elif line.runs_out is not None and line.runs_out.date() <= until:
            never = given[line.what].state is State.NEVER
            if line.runs_out > now:
                yield Limit(person, custody, "runs_out", line, line.runs_out)
            elif never or now - line.runs_out <= _FRESH:
                yield Limit(person, custody, "ran_out", line, line.runs_out)


@dataclass(frozen=True, slots=True)
class Card:
    """A card that was begun and lacks what every outside form asks for.

    Attributes:
        kind: "custody" or "allegation".
        record: The record.
        person: Whose it is.
        missing: The fields that are empty, the most needed first.
    """

    kind: str
    record: RecordId
    person: RecordId
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Cards to be finished: the newest of them, and how many there are."""

    cards: tuple[Card, ...]
    total: int


_NEEDED: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Date, place and force: asked by the UN Working Group on Arbitrary Detention of every detention.
    ("custody", ("arrested", "arrest_place", "arrested_by")),
    # Date, place and methods: asked by the UN Special Rapporteur on torture of every allegation.
    ("allegation", ("began", "place", "methods")),
)
_INSTEAD = {"arrest_place": ("arrest_place_detail", "taken_to"), "arrested_by": ("officers",), "methods": ("account",)}
"""Fields that may answer for another: told in words, it is not missing."""


def unfinished(reader: Reader, *, most: int = 20) -> Unfinished:
    """The cards that lack a date, a place or a force that every outside form asks for, the newest first."""
    cards: list[Card] = []
    total = 0
    for kind, needed in _NEEDED:
        table = record_type(kind).table
        lacking = {field: and_(*(_empty(kind, one) for one in (field, *_instead(kind, field)))) for field in needed}
        open_cards = [table.c.archived == 0, or_(*lacking.values())]
        flags = [case((condition, 1), else_=0).label(field) for field, condition in lacking.items()]
        query = select(table.c.id, table.c.person, *flags).where(*open_cards).order_by(table.c.id.desc()).limit(most)
        for record, person, *lacks in map(tuple, reader.rows(query)):
            missing = tuple(field for field, lack in zip(needed, lacks, strict=True) if lack)
            cards.append(Card(kind, RecordId(record), RecordId(person), missing))
        ((number,),) = (tuple(row) for row in reader.rows(select(func.count()).select_from(table).where(*open_cards)))
        total += int(number)
    newest = sorted(cards, key=lambda card: card.record, reverse=True)
    return Unfinished(tuple(newest[:most]), total)


def _instead(kind: str, field: str) -> Iterable[str]:
    facts = record_type(kind).facts
    return (other for other in _INSTEAD.get(field, ()) if other in facts)


def _empty(kind: str, field: str) -> Any:
    made = record_type(kind)
    facts = made.facts[field]
    empty: bytes | str = NO_ID if facts.shape is Shape.LINK else "[]" if facts.is_set else ""
    return made.table.c[field] == empty
