"""What belongs to some records, so that they can be sent to somebody without the rest of the book.

Sent are the records asked for, all that is a part of them (names, stays, charges; claims, remarks and links to evidence
about them), and the records that these link to, so that a stay has its place and a claim its source. What those link to
in turn stays here: such links lead nowhere at the other side until the rest comes, and are counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_types
from casefile.casework.record import ANY_KIND, Shape

_BATCH = 500
_DECISION = "identity_decision"


@dataclass(frozen=True, slots=True)
class Share:
    """Records to be sent.

    Attributes:
        records: All of them.
        linked: Those of them that are sent only because others link to them.
        open_links: Links in them to records that are not sent.
    """

    records: frozenset[RecordId]
    linked: frozenset[RecordId]
    open_links: int


def share(reader: Reader, asked: Collection[RecordId]) -> Share:
    """What is sent when these records are asked for."""
    wanted = set(asked)
    queue = deque(sorted(wanted))
    while queue:
        batch = [queue.popleft() for _n in range(min(len(queue), _BATCH))]
        for part in _parts(reader, batch):
            if part not in wanted:
                wanted.add(part)
                queue.append(part)
    wanted.update(_decisions(reader, wanted))
    linked: set[RecordId] = set()
    for snapshot in (reader.get(record) for record in sorted(wanted)):
        for target in _links(snapshot):
            linked.update(_with_owners(reader, target))
    linked -= wanted
    records = wanted | linked
    open_links = sum(target not in records for record in sorted(records) for target in _links(reader.get(record)))
    return Share(frozenset(records), frozenset(linked), open_links)


def _parts(reader: Reader, records: Collection[RecordId]) -> Iterator[RecordId]:
    for name, record_type in record_types().items():
        if name == _DECISION:
            continue
        for field, facts in record_type.facts.items():
            if facts.owner or (facts.required and facts.target == ANY_KIND):
                table = record_type.table
                rows = reader.rows(select(table.c.id).where(table.c[field].in_(list(records))))
                yield from (RecordId(bytes(row[0])) for row in rows)


def _decisions(reader: Reader, records: Collection[RecordId]) -> Iterator[RecordId]:
    """A decision on the same tells of two records: it goes where both go."""
    table = record_types()[_DECISION].table
    ids = sorted(records)
    for start in range(0, len(ids), _BATCH):
        first = table.c.first_record.in_(ids[start : start + _BATCH])
        found: Sequence[Any] = reader.rows(select(table.c.id, table.c.second_record).where(first))
        for record, second in found:
            if RecordId(bytes(second)) in records:
                yield RecordId(bytes(record))


def _links(snapshot: Snapshot) -> Iterator[RecordId]:
    for field, facts in record_types()[snapshot.kind].facts.items():
        if facts.shape is Shape.LINK and snapshot.link(field) != NO_ID:
            yield snapshot.link(field)


def _with_owners(reader: Reader, record: RecordId) -> Iterable[RecordId]:
    """A record and what it is a part of, as far as they are here."""
    found: list[RecordId] = []
    while record != NO_ID and record not in found:
        snapshot = reader.find(record)
        if snapshot is None:
            break
        found.append(record)
        owner = record_types()[snapshot.kind].owner
        record = snapshot.link(owner) if owner else NO_ID
    return found
