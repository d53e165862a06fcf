"""Whether two records stand for one and the same person, event, place, organisation or source, as people decided.

A decision is a record like any other: it merges, it is undone, it is seen in history. No record is ever overwritten by
one: those that were decided to be the same are read together, and splitting them is taking the decision back. What
decisions say against each other is reported, and until somebody settles it nobody is read as somebody else.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import RecordId
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, link, prose, term, text
from casefile.casework.soundness import Rule, link_of, two_records

SAME = "same"
NOT_SAME = "not_same"
UNSURE = "unsure"
"""What may be decided of two records."""
MATCHED_KINDS = ("person", "event", "place", "organisation", "source")
"""The kinds of which two records may stand for one and the same."""
_KIND = "identity_decision"

Pair = tuple[RecordId, RecordId]
"""Two records, the lower id first."""


class IdentityDecision(Record, table=True):
    """What somebody decided about two records: the same, not the same, or unsure."""

    __tablename__ = "identity_decision"
    __kind__: ClassVar[Kind] = Kind(
        name="identity_decision",
        label=N_("Decision on the same"),
        plural=N_("Decisions on the same"),
        prefix="SP",
        title=("first_record", "decision", "second_record"),
        section="identity",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_identity_decision_first", "first_record", "second_record"),
        Index("ix_identity_decision_second", "second_record"),
    )

    first_record: bytes = link(N_("First record"), "*", required=True, help=N_("One of the two."))
    second_record: bytes = link(N_("Second record"), "*", required=True, help=N_("The other, of the same kind."))
    decision: str = term(
        N_("Decision"),
        "identity_decision",
        required=True,
        help=N_("Whether they are the same. Nothing is overwritten: records of one person are read together."),
    )
    reasons: str = prose(
        N_("Reasons"), help=N_("What it was decided by, so that others can check."), sensitivity=Sensitivity.IDENTITY
    )
    decided_by: str = text(N_("Decided by"), help=N_("Name of the colleague."), sensitivity=Sensitivity.IDENTITY)
    decided_on: str = date(N_("Decided on"), help=N_("The day of the decision."))


def _comparable(reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
    kinds = [reader.kind_of(link_of(values, field)) for field in ("first_record", "second_record")]
    known = [kind for kind in kinds if kind]
    if any(kind not in MATCHED_KINDS for kind in known):
        reason = _("Only people, events, places, organisations and sources can be the same.")
        return [FieldProblem("second_record", reason)]
    if len(set(known)) > 1:
        return [FieldProblem("second_record", _("These are records of two kinds. They cannot be the same."))]
    return []


RULES: Mapping[str, tuple[Rule, ...]] = {
    "identity_decision": (
        two_records("first_record", "second_record", N_("These are one and the same record.")),
        _comparable,
    )
}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it stands.

    Attributes:
        record: The decision's own id.
        pair: The two that it is about.
        decision: `SAME`, `NOT_SAME` or `UNSURE`.
        on: The day, EDTF; may be empty.
    """

    record: RecordId
    pair: Pair
    decision: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Decisions that cannot all be right.

    Attributes:
        pair: Two records, decided not to be the same, or both the same and something else.
        chain: The records through which they are the same all the same, from one to the other; the pair itself if
            two decisions about it differ.
    """

    pair: Pair
    chain: tuple[RecordId, ...]


def pair_of(one: RecordId, other: RecordId) -> Pair:
    """Two records in the order in which a decision names them, whichever was named first."""
    return (one, other) if one < other else (other, one)


def verdicts(decisions: Iterable[Decided]) -> dict[Pair, frozenset[str]]:
    """What was decided of each pair: one word, or several where decisions about it differ."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for one in decisions:
        found[one.pair].add(one.decision)
    return {pair: frozenset(words) for pair, words in found.items()}


def groups(decisions: Iterable[Decided]) -> tuple[frozenset[RecordId], ...]:
    """The records that are one: the connected components of "same", each of two at least, in no particular order.

    A pair of which decisions differ joins nobody.
    """
    near = _neighbours(verdicts(decisions))
    left = set(near)
    found: list[frozenset[RecordId]] = []
    while left:
        group = frozenset(_paths(near, min(left)))
        left -= group
        found.append(group)
    return tuple(found)


def contradictions(decisions: Iterable[Decided]) -> list[Contradiction]:
    """What the decisions say against each other, by the ids concerned. Nothing is settled here: a person must."""
    said = verdicts(decisions)
    near = _neighbours(said)
    found: list[Contradiction] = []
    for pair, words in sorted(said.items()):
        if len(words) > 1:
            found.append(Contradiction(pair, pair))
        elif words == {NOT_SAME} and pair[0] in near:
            paths = _paths(near, pair[0])
            if pair[1] in paths:
                found.append(Contradiction(pair, _back(paths, pair[1])))
    return found


def _neighbours(said: Mapping[Pair, frozenset[str]]) -> dict[RecordId, set[RecordId]]:
    near: dict[RecordId, set[RecordId]] = defaultdict(set)
    for (one, other), words in said.items():
        if words == {SAME}:
            near[one].add(other)
            near[other].add(one)
    return dict(near)


def _paths(near: Mapping[RecordId, set[RecordId]], start: RecordId) -> dict[RecordId, RecordId]:
    """Everything that is reached from one record, each with the record before it on the shortest way."""
    before = {start: start}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for other in sorted(near.get(at, ())):
            if other not in before:
                before[other] = at
                waiting.append(other)
    return before


def _back(before: Mapping[RecordId, RecordId], end: RecordId) -> tuple[RecordId, ...]:
    way = [end]
    while before[way[-1]] != way[-1]:
        way.append(before[way[-1]])
    return tuple(reversed(way))


def decide_same(
    writer: Writer, one: RecordId, other: RecordId, decision: str, *, reasons: str = "", by: str = "", on: str = ""
) -> RecordId:
    """Decide about two records: what was decided of them before is decided anew, wherever it came from.

    Args:
        writer: The book.
        one: A record of `MATCHED_KINDS`.
        other: Another of the same kind.
        decision: `SAME`, `NOT_SAME` or `UNSURE`.
        reasons: Why; what was said before stays if empty.
        by: Name of whoever decides; may be empty, history has it too.
        on: The day, EDTF.

    Returns:
        The id of the decision, the oldest if two vaults had made one each.

    Raises:
        UserError: They are one record, of two kinds, or of a kind that is not matched.
        NotFoundError: There is no such record.
    """
    first, second = pair_of(writer.get(one).id, writer.get(other).id)
    more: dict[str, Value] = {"reasons": reasons} if reasons else {}
    values: dict[str, Value] = {"decision": decision, "decided_by": by, "decided_on": on, **more}
    known = _of_pair(writer, first, second)
    if not known:
        return writer.insert(_KIND, first_record=first, second_record=second, **values)
    for made in known:
        # Knowing every value there was, so that a conflict between two of them ends here too.
        writer.decide(made.id, values)
    return known[0].id


def split(writer: Writer, one: RecordId, other: RecordId) -> None:
    """Take back that two records are the same: both are again as they were recorded, and may be compared anew.

    Raises:
        UserError: Nobody decided that they are the same, or they are so only through others.
    """
    same = [made for made in _of_pair(writer, one, other) if made.text("decision") == SAME]
    if not same:
        if other in joined(writer, one):
            raise UserError(_("These two are joined only through another record. Split them from that one."))
        raise UserError(_("Nobody decided that these two are the same."))
    for made in same:
        writer.archive(made.id)


def _of_pair(reader: Reader, one: RecordId, other: RecordId) -> list[Snapshot]:
    # A form may have named them in the other order.
    found = [
        *reader.of(_KIND, first_record=one, second_record=other),
        *reader.of(_KIND, first_record=other, second_record=one),
    ]
    return sorted(found, key=lambda made: made.id)


def decisions(reader: Reader, kind: str = "") -> list[Decided]:
    """Every decision that stands, the oldest first; only those about records of one kind if it is given."""
    columns = record_type(_KIND).table.c
    query = (
        select(columns.id, columns.first_record, columns.second_record, columns.decision, columns.decided_on)
        .where(columns.archived == 0)
        .order_by(columns.id)
    )
    if kind:
        query = query.where(columns.first_record.in_(select(record_type(kind).table.c.id)))
    return [
        Decided(RecordId(made), pair_of(RecordId(first), RecordId(second)), decision, on)
        for made, first, second, decision, on in map(tuple, reader.rows(query))
    ]


def decisions_around(reader: Reader, record: RecordId) -> list[Decided]:
    """The decisions about a record and about all that it is the same as, directly or through others."""
    found: dict[RecordId, Decided] = {}
    seen = {record}
    waiting = [record]
    while waiting:
        at = waiting.pop()
        for one in _about(reader, at):
            if one.record in found:
                continue
            found[one.record] = one
            if one.decision == SAME:
                new = set(one.pair) - seen
                seen |= new
                waiting.extend(new)
    return [found[one] for one in sorted(found)]


def _about(reader: Reader, record: RecordId) -> list[Decided]:
    made: list[Snapshot] = [*reader.of(_KIND, first_record=record), *reader.of(_KIND, second_record=record)]
    return [
        Decided(
            one.id,
            pair_of(one.link("first_record"), one.link("second_record")),
            one.text("decision"),
            one.text("decided_on"),
        )
        for one in made
    ]


def joined(reader: Reader, record: RecordId) -> frozenset[RecordId]:
    """All that a record was decided to be the same as, itself among them, whatever else was decided of them."""
    around = decisions_around(reader, record)
    return next((group for group in groups(around) if record in group), frozenset({record}))


def together(reader: Reader, record: RecordId) -> tuple[RecordId, ...]:
    """The records to be read as one with this one, itself first, then by age; none that is put aside or not here.

    Where the decisions about them contradict each other, the record stands alone until somebody settles it: it must
    not be shown or printed as somebody else by a mistake.
    """
    around = decisions_around(reader, record)
    group = next((found for found in groups(around) if record in found), frozenset({record}))
    if any(set(one.pair) <= group for one in contradictions(around)):
        return (record,)
    there = {one: reader.find(one) for one in group - {record}}
    return (record, *sorted(one for one, found in there.items() if found is not None and not found.archived))


def settled_pairs(made: Iterable[Decided]) -> frozenset[Pair]:
    """Pairs that need not be asked about: those decided, with whatever word, and those that are one through others."""
    known = list(made)
    through = (pair for group in groups(known) for pair in combinations(sorted(group), 2))
    return frozenset(verdicts(known)) | frozenset(through)
