"""Events: what happened, who did what to whom, and who was there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Index, collate, func, select, union

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.places import place_and_within
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    count,
    date,
    link,
    prose,
    term,
    terms,
    text,
    yes_no,
)
from casefile.casework.soundness import INTERVAL, Rule, no_ring, some_of, two_records

IDENTITY = Sensitivity.IDENTITY


class Event(Record, table=True):
    """Something that happened at a time and a place; may be part of another event."""

    __tablename__ = "event"
    __kind__: ClassVar[Kind] = Kind(
        name="event", label=N_("Event"), plural=N_("Events"), prefix="E", title=("title",), section="events"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_event_parent", "parent"),
        Index("ix_event_began", "archived", "began", "id"),
        Index("ix_event_place", "place"),
    )

    title: str = text(N_("Title"), help=N_("A few words by which everybody knows the event."), required=True, search=8)
    event_kind: str = term(N_("Kind of event"), "event_kind", help=N_("Protest, strike, clashes, raid and so on."))
    began: str = date(N_("From"), help=N_("When it began, as far as known."))
    ended: str = date(N_("Until"), help=N_("When it ended; empty while it lasts or if that is not known."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    parent: bytes = link(N_("Part of"), "event", help=N_("The larger event this one is a part of."))
    summary: str = prose(N_("Summary"), help=N_("What happened, in the order it happened, without opinion."), search=2)
    unclear: str = prose(N_("Not known"), help=N_("What remains unclear: how it began, who gave the order, and why."))
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class EventLink(Record, table=True):
    """How one event stands to another: led to it, is the same, is related."""

    __tablename__ = "event_link"
    __kind__: ClassVar[Kind] = Kind(
        name="event_link",
        label=N_("Link between events"),
        plural=N_("Links between events"),
        prefix="EL",
        title=("relation", "other_event"),
        section="events",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_event_link_event", "event"),
        Index("ix_event_link_other", "other_event"),
    )

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event that is linked."))
    relation: str = term(
        N_("Relation"),
        "event_relation",
        required=True,
        help=N_("What the event is to the other: it led to it, it is the same event, or it is related."),
    )
    other_event: bytes = link(N_("Other event"), "event", required=True, help=N_("The event it is linked to."))
    details: str = prose(N_("Details"), help=N_("Why the link is believed."))


class ViolationAct(Record, table=True):
    """Who did what to whom: one violation against one person or group."""

    __tablename__ = "violation_act"
    __kind__: ClassVar[Kind] = Kind(
        name="violation_act",
        label=N_("Violation"),
        plural=N_("Violations"),
        prefix="VA",
        title=("violation_kind", "victim"),
        section="events",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_violation_act_event", "event"),
        Index("ix_violation_act_victim", "victim"),
    )

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event it was done in."))
    violation_kind: str = term(
        N_("Kind of violation"), "violation_kind", help=N_("What was done, such as arbitrary detention or a beating.")
    )
    methods: str = terms(
        N_("Methods"), "method", help=N_("How it was done. Asked by the UN Special Rapporteur on torture.")
    )
    victim: bytes = link(N_("Victim"), "person", help=N_("The person or group it was done to."), sensitivity=IDENTITY)
    occurred: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    purposes: str = terms(
        N_("Purposes"),
        "purpose",
        help=N_("What it was done for: a confession, punishment, fear. Convention against Torture, article 1."),
    )
    attribution: str = terms(
        N_("On account of"),
        "attribution",
        help=N_("What the person seems to have been chosen for: opinion, union work, origin and so on."),
    )
    rights: str = terms(N_("Rights"), "right", help=N_("Rights of the Covenant that the act touches."))
    status: str = term(
        N_("How certain"), "certainty", help=N_("Alleged, corroborated, acknowledged, established by a court, denied.")
    )
    summary: str = prose(N_("Summary"), help=N_("What was done, in a few sentences."), search=2)


class Perpetrator(Record, table=True):
    """A person or organisation alleged to have had a part in a violation."""

    __tablename__ = "perpetrator"
    __kind__: ClassVar[Kind] = Kind(
        name="perpetrator",
        label=N_("Alleged perpetrator"),
        plural=N_("Alleged perpetrators"),
        prefix="PP",
        title=("described_as", "person", "organisation"),
        section="events",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_perpetrator_act", "violation_act"),
        Index("ix_perpetrator_person", "person"),
    )

    violation_act: bytes = link(
        N_("Violation"), "violation_act", owner=True, required=True, help=N_("The violation alleged.")
    )
    person: bytes = link(
        N_("Person"), "person", help=N_("Who, if it is known. An allegation is not a finding."), sensitivity=IDENTITY
    )
    organisation: bytes = link(
        N_("Organisation"), "organisation", help=N_("The force or office; asked by every form of the United Nations.")
    )
    described_as: str = text(
        N_("Described as"), help=N_("Uniform, rank, mask, badge, words used; when nobody was recognised."), search=1
    )
    degree: str = term(
        N_("Degree of involvement"),
        "involvement_degree",
        help=N_("Gave the order, carried it out, stood by, failed to prevent it and so on."),
    )
    status: str = term(
        N_("How certain"), "certainty", help=N_("Alleged, corroborated, acknowledged, established by a court, denied.")
    )
    recognised_how: str = prose(
        N_("How recognised"), help=N_("By whom and by what the perpetrator was recognised."), sensitivity=IDENTITY
    )
    accountability: str = term(
        N_("Held to account"),
        "accountability",
        help=N_("Whether anybody investigated, charged, tried or promoted them."),
    )


class Involvement(Record, table=True):
    """The part a person or an organisation had in an event, and what became of them."""

    __tablename__ = "involvement"
    __kind__: ClassVar[Kind] = Kind(
        name="involvement",
        label=N_("Involvement"),
        plural=N_("Involvements"),
        prefix="IV",
        title=("involved_as", "person", "organisation"),
        section="events",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_involvement_event", "event", "person"),
        Index("ix_involvement_person", "person", "event"),
    )

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event."))
    person: bytes = link(N_("Person"), "person", help=N_("Who took part or was affected."), sensitivity=IDENTITY)
    organisation: bytes = link(
        N_("Organisation"), "organisation", help=N_("Which organisation took part, or for which the person did.")
    )
    involved_as: str = term(
        N_("Involved as"),
        "involvement_role",
        help=N_("Killed, injured, detained, witness, official, journalist and so on. One record for each part."),
    )
    outcome: str = term(N_("Outcome"), "involvement_outcome", help=N_("What became of them in the event."))
    later_died: str = yes_no(N_("Later died"), help=N_("Whether the person died afterwards of what happened here."))
    later_died_on: str = date(N_("Died on"), help=N_("When the person died, as far as known."))
    age_then: str = count(N_("Age then"), help=N_("Age in years at the event, if a source gives it."))
    occurred: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it happened."))
    details: str = prose(N_("Details"), help=N_("What this person or organisation did or suffered."))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "event": (no_ring("parent", N_("An event cannot be a part of itself.")), INTERVAL),
    "event_link": (two_records("event", "other_event", N_("An event cannot be linked to itself.")),),
    "perpetrator": (
        some_of(("person", "organisation", "described_as"), N_("Name a person or a force, or describe who it was.")),
    ),
    "involvement": (some_of(("person", "organisation"), N_("Choose a person or an organisation.")),),
}


def add_event(writer: Writer, title: str, event_kind: str = "", **values: Value) -> RecordId:
    """Add an event.

    Raises:
        UserError: It has no title, is its own part, ends before it begins, or a value does not fit.
    """
    return writer.insert("event", **{**values, "title": title, "event_kind": event_kind})


def link_events(writer: Writer, event: RecordId, relation: str, other_event: RecordId, **values: Value) -> RecordId:
    """Record that `event` led to, answered, is or is related to `other_event`.

    Raises:
        UserError: Both are the same event, or a value does not fit.
    """
    return writer.insert("event_link", **{**values, "event": event, "relation": relation, "other_event": other_event})


def involve(
    writer: Writer,
    event: RecordId,
    involved_as: str,
    *,
    person: RecordId = NO_ID,
    organisation: RecordId = NO_ID,
    **values: Value,
) -> RecordId:
    """Record the part of a person or an organisation in an event.

    Raises:
        UserError: Neither was chosen, or a value does not fit.
    """
    return writer.insert(
        "involvement",
        **{**values, "event": event, "involved_as": involved_as, "person": person, "organisation": organisation},
    )


def involve_all(writer: Writer, event: RecordId, involved_as: str, people: Sequence[RecordId]) -> int:
    """Record the same part of several people in an event. Returns of how many it was not recorded before.

    Raises:
        UserError: A value does not fit.
    """
    known = {one.link("person") for one in writer.of("involvement", event=event, involved_as=involved_as)}
    new = [person for person in dict.fromkeys(people) if person not in known]
    for person in new:
        involve(writer, event, involved_as, person=person)
    return len(new)


def add_violation(
    writer: Writer,
    event: RecordId,
    violation_kind: str,
    *,
    victim: RecordId = NO_ID,
    perpetrators: Sequence[Mapping[str, Value]] = (),
    **values: Value,
) -> RecordId:
    """Record who did what to whom.

    Args:
        writer: The book.
        event: The event it was done in.
        violation_kind: Term of `violation_kind`.
        victim: The person or group it was done to.
        perpetrators: Fields of each alleged perpetrator.
        values: Other fields of the violation.

    Raises:
        UserError: A perpetrator is neither named nor described, or a value does not fit.
    """
    values.setdefault("status", "alleged")
    act = writer.insert(
        "violation_act", **{**values, "event": event, "violation_kind": violation_kind, "victim": victim}
    )
    for perpetrator in perpetrators:
        writer.insert("perpetrator", **{"status": "alleged", **perpetrator, "violation_act": act})
    return act


def event_and_parts(event: RecordId) -> Any:
    """A query of the ids of an event and of every event that is a part of it, for use in another subject's query."""
    table = record_type("event").table
    parts = select(table.c.id).where(table.c.id == event).cte("event_part", recursive=True)
    # UNION, not UNION ALL: a ring that a merge brought in ends instead of running for ever.
    parts = parts.union(select(table.c.id).where(table.c.parent == parts.c.id, table.c.archived == 0))
    return select(parts.c.id)


PEOPLE_OF_EVENTS = (("involvement", "person"), ("custody", "person"), ("violation_act", "victim"), ("death", "person"))
"""Kinds that tie a person to an event, each with the link that names the person."""


def people_of_event(event: RecordId) -> Any:
    """A query of the people involved in, held under, harmed or dead in an event or a part of it."""
    events = event_and_parts(event)
    tied = [(record_type(kind).table.c, field) for kind, field in PEOPLE_OF_EVENTS]
    return union(*(select(c[field]).where(c.event.in_(events), c.archived == 0) for c, field in tied))


def _events_of(person: RecordId) -> Any:
    tied = [(record_type(kind).table.c, field) for kind, field in PEOPLE_OF_EVENTS]
    return union(*(select(c.event).where(c[field] == person, c.archived == 0) for c, field in tied))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events to list.

    Attributes:
        words_ids: Only these, as a search found them; None for no search.
        event_kind: Term of `event_kind`, or empty for any.
        place: Only events in this place or one within it.
        part_of: Only this event and its parts.
        person: Only events this person was involved in, held under or harmed in.
        archived: List those put aside instead.
        conditions: Further conditions on the row of an event, as facets make them.
    """

    words_ids: Collection[RecordId] | None = None
    event_kind: str = ""
    place: RecordId = NO_ID
    part_of: RecordId = NO_ID
    person: RecordId = NO_ID
    archived: bool = False
    conditions: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in a list.

    Attributes:
        id: The event.
        title: Its title.
        when: EDTF: its beginning, or an interval if an end is known.
        where: Name of its place.
        kind: Term of `event_kind`.
        reference: Short code.
        parent: The event it is a part of.
        invented: Whether the record was made up for training.
    """

    id: RecordId
    title: str
    when: str
    where: str
    kind: str
    reference: str
    parent: RecordId = NO_ID
    invented: bool = False


def _undated_last(columns: Any) -> Any:
    # "../2011-12-20" (before) sorts among the dates, not ahead of them.
    return columns.began == "", func.replace(columns.began, "../", "")


_ORDERS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "date": lambda c: (*_undated_last(c), c.id),
    "latest": lambda c: (c.began == "", func.replace(c.began, "../", "").desc(), c.id),
    "title": lambda c: (collate(c.title, "NOCASE"), c.id),
    "newest": lambda c: (c.id.desc(),),
    "reference": lambda c: (func.length(c.reference), c.reference, c.id),
}
EVENT_ORDERS = tuple(_ORDERS)
"""Ways to sort events."""
_MOST_IDS = 500


def event_ids(reader: Reader, chosen: EventFilter | None = None, order: str = "date") -> Ids:
    """The ids of the events that a filter lets through, sorted by one of `EVENT_ORDERS`; undated ones last."""
    chosen = chosen or EventFilter()
    columns = record_type("event").table.c
    query = select(columns.id).where(columns.archived == int(chosen.archived)).order_by(*_ORDERS[order](columns))
    query = query.where(*chosen.conditions)
    if chosen.event_kind:
        query = query.where(columns.event_kind == chosen.event_kind)
    if chosen.place:
        query = query.where(columns.place.in_(place_and_within(chosen.place)))
    if chosen.part_of:
        query = query.where(columns.id.in_(event_and_parts(chosen.part_of)))
    if chosen.person:
        query = query.where(columns.id.in_(_events_of(chosen.person)))
    found = all_ids(reader, query)
    return found if chosen.words_ids is None else found.among(chosen.words_ids)


def event_lines(reader: Reader, ids: Sequence[RecordId]) -> list[EventLine]:
    """The lines of a page of a list, in the order of `ids`; an id that is no longer there is left out."""
    event, place = record_type("event").table, record_type("place").table
    lines: dict[RecordId, EventLine] = {}
    for start in range(0, len(ids), _MOST_IDS):
        query = (
            select(event, func.coalesce(place.c.shown_name, "").label("place_name"))
            .select_from(event.outerjoin(place, place.c.id == event.c.place))
            .where(event.c.id.in_(ids[start : start + _MOST_IDS]))
        )
        for row in reader.rows(query):
            lines[RecordId(row.id)] = EventLine(
                id=RecordId(row.id),
                title=row.title,
                when=span(row.began, row.ended),
                where=row.place_name,
                kind=row.event_kind,
                reference=row.reference,
                parent=RecordId(row.parent),
                invented=row.invented == "yes",
            )
    return [lines[event_id] for event_id in ids if event_id in lines]


def span(began: str, ended: str) -> str:
    """One EDTF text for a beginning and an end; either may be empty, or be an interval itself."""
    if not ended or began == ended:
        return began
    if "/" in began or "/" in ended:
        return began or ended
    return f"{began}/{ended}" if began else f"../{ended}"
