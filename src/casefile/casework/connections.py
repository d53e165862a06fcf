"""Connections: who is tied to whom and to what, one or two steps from a person, an event or an organisation.

A tie is told from records that link two others: a relationship, a part in an event, a role in an organisation, a
detention in a place, a lawyer. Nothing is inferred: two people have a tie through an event because each has one to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, Language, language
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type
from casefile.casework.titles import title
from casefile.casework.vocabulary import vocabulary

KIN = "relationship"
EVENT = "event"
VIOLATION = "violation"
PLACE = "place"
LAWYER = "lawyer"
ORGANISATION = "organisation"
TIES: Mapping[str, str] = {
    KIN: N_("Relationships"),
    EVENT: N_("Events"),
    VIOLATION: N_("Violations"),
    PLACE: N_("Places of detention"),
    LAWYER: N_("Lawyers"),
    ORGANISATION: N_("Organisations"),
}
"""Kinds of tie, each with its English name."""
MOST = 300
"""Records that are shown at most; of the rest it is said how many were left out."""
_MOST_IDS = 400


@dataclass(frozen=True, slots=True)
class _Link:
    """How records of a kind tie two others.

    Attributes:
        tie: Kind of tie.
        kind: Kind of the record that ties.
        one: Its link to the first.
        other: Its link to the second.
        term: Field whose term names the tie; empty for none.
        word: What the tie is called where no term says it, in English.
        through: The link `one` or `other` that is found on the owner of the record, as (field of the record, kind of
            the owner); for a stay, its detention's person.
    """

    tie: str
    kind: str
    one: str
    other: str
    term: str = ""
    word: str = ""
    through: tuple[str, str] = ("", "")


_LINKS = (
    _Link(KIN, "relationship", "person", "related_person", "relationship_kind"),
    _Link(EVENT, "involvement", "person", "event", "involved_as"),
    _Link(EVENT, "custody", "person", "event", word=N_("Detained")),
    _Link(EVENT, "death", "person", "event", word=N_("Died")),
    _Link(EVENT, "event_link", "event", "other_event", "relation"),
    _Link(EVENT, "event", "id", "parent"),
    _Link(VIOLATION, "violation_act", "victim", "id", "violation_kind"),
    _Link(VIOLATION, "violation_act", "event", "id", "violation_kind"),
    _Link(VIOLATION, "perpetrator", "person", "violation_act", "degree"),
    _Link(VIOLATION, "perpetrator", "organisation", "violation_act", "degree"),
    _Link(PLACE, "stay", "person", "place", word=N_("Held there"), through=("custody", "custody")),
    _Link(LAWYER, "lawyer_access", "person", "lawyer", "access_kind"),
    _Link(ORGANISATION, "affiliation", "person", "organisation", "affiliation_kind"),
    _Link(ORGANISATION, "involvement", "organisation", "event", "involved_as"),
    _Link(ORGANISATION, "custody", "person", "arrested_by", word=N_("Arrested")),
    _Link(ORGANISATION, "allegation", "person", "force", word=N_("Ill-treatment alleged")),
    _Link(ORGANISATION, "organisation", "id", "parent"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """A record in the net.

    Attributes:
        record: Its id.
        kind: Its kind.
        name: What it is called.
        step: How many ties it is away from the middle.
    """

    record: RecordId
    kind: str
    name: str
    step: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two records.

    Attributes:
        one: Id of the first.
        other: Id of the second.
        tie: Key of `TIES`.
        words: What it is, such as "mother" or "detained"; several records may say several things.
        record: The record that ties them, the oldest if there are several.
    """

    one: RecordId
    other: RecordId
    tie: str
    words: tuple[str, ...]
    record: RecordId


@dataclass(frozen=True, slots=True)
class Net:
    """Everything around a record.

    Attributes:
        nodes: The record in the middle first, then by step and name.
        ties: Between them, each pair and kind once.
        left_out: How many records were found beyond `MOST`.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int = 0


@dataclass
class _Found:
    steps: dict[bytes, int]
    ties: dict[tuple[bytes, bytes, str], list[tuple[bytes, str]]] = field(default_factory=dict)
    left_out: set[bytes] = field(default_factory=set)


def net_of(reader: Reader, middle: RecordId, depth: int = 2, ties: Sequence[str] = (), language_code: str = "") -> Net:
    """The records that are tied to one, directly or through others.

    Args:
        reader: The book.
        middle: Whom or what it is about.
        depth: How many ties to go: 1 or 2.
        ties: Only these kinds; all if empty.
        language_code: ISO 639-1 code of the words; the app's language if empty.
    """
    code = language_code or language().code
    links = [link for link in _LINKS if not ties or link.tie in ties]
    found = _Found({bytes(middle): 0})
    edge: list[bytes] = [bytes(middle)]
    for step in range(1, depth + 1):
        edge = _step(reader, links, found, edge, step, code)
    nodes = _nodes(reader, found.steps, code)
    known = {bytes(node.record) for node in nodes}
    made = [
        Tie(
            RecordId(one), RecordId(other), tie, tuple(dict.fromkeys(word for _id, word in said if word)), _oldest(said)
        )
        for (one, other, tie), said in found.ties.items()
        if one in known and other in known
    ]
    return Net(nodes, tuple(sorted(made, key=lambda one: (one.tie, one.one, one.other))), len(found.left_out))


def _oldest(said: Sequence[tuple[bytes, str]]) -> RecordId:
    return RecordId(min(record for record, _word in said))


def _step(
    reader: Reader, links: Sequence[_Link], found: _Found, edge: Sequence[bytes], step: int, code: str
) -> list[bytes]:
    """Follow every link from the records reached last; returns the records reached now."""
    reached: dict[bytes, None] = {}
    for link in links:
        for one, other, record, term in _rows(reader, link, edge):
            if not one or not other or one == other:
                continue
            new = [end for end in (one, other) if end not in found.steps and end not in reached]
            if len(found.steps) + len(reached) + len(new) > MOST:
                found.left_out.update(new)
                continue
            reached.update(dict.fromkeys(new))
            low, high = sorted((one, other))
            said = found.ties.setdefault((low, high, link.tie), [])
            word = _word(link, term, code)
            if (record, word) not in said:
                said.append((record, word))
    found.left_out -= set(reached)
    found.steps.update(dict.fromkeys(reached, step))
    return list(reached)


def _word(link: _Link, term: str, code: str) -> str:
    if link.term and term:
        return vocabulary(record_type(link.kind).facts[link.term].vocabulary).label(term, code)
    return Language.of(code).text(link.word) if link.word else ""


def _rows(reader: Reader, link: _Link, ends: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, bytes, str]]:
    table = record_type(link.kind).table
    own, owner_kind = link.through
    owner = record_type(owner_kind).table if owner_kind else None
    one = table.c[link.one] if owner is None else owner.c[link.one]
    other = table.c[link.other]
    term = table.c[link.term] if link.term else table.c.reference
    joined = table if owner is None else table.join(owner, owner.c.id == table.c[own])
    for start in range(0, len(ends), _MOST_IDS):
        some = ends[start : start + _MOST_IDS]
        query = (
            select(one, other, table.c.id, term)
            .select_from(joined)
            .where(table.c.archived == 0, or_(one.in_(some), other.in_(some)))
            .order_by(table.c.id)
        )
        for first, second, record, word in map(tuple, reader.rows(query)):
            yield bytes(first), bytes(second), bytes(record), str(word) if link.term else ""


def _nodes(reader: Reader, steps: Mapping[bytes, int], code: str) -> tuple[Node, ...]:
    made = [_node(reader, RecordId(record), step, code) for record, step in steps.items()]
    return tuple(sorted(_there(made), key=lambda node: (node.step, node.name.casefold(), node.record)))


def _there(nodes: Iterable[Node | None]) -> Iterator[Node]:
    return (node for node in nodes if node is not None)


def _node(reader: Reader, record: RecordId, step: int, code: str) -> Node | None:
    found = reader.find(record)
    if found is None or (found.archived and step):
        return None
    return Node(record, found.kind, title(reader, found, code), step)
