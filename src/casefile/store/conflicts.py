"""Open conflicts: fields that several people wrote without knowing of each other, and how one is decided.

Both values stay in the history whatever is decided. A decision is a write that knew them both (`BookWriter.decide`), so
it travels like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from casefile.base.clock import RecordId
from casefile.casework.record import Value
from casefile.history import log
from casefile.history.causality import Graph

if TYPE_CHECKING:
    from casefile.store.reading import BookReader


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values between which nobody has decided.

    Attributes:
        value: What was written.
        author: Who, as that vault names them; may be empty.
        when: In UTC, by the writer's clock.
        device: Id of the vault it was written in.
        act: Id of the act.
        change: Id of the change.
    """

    value: Value
    author: str
    when: datetime
    device: bytes
    act: bytes
    change: bytes


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """One field of one record that waits for a decision.

    Attributes:
        kind: Kind of the record.
        record: Its id.
        field: The field; for "archived" the record was put aside by one and worked on by another.
        before: What the field held before they parted; None where nobody can say.
        choices: The values, the one that is shown meanwhile last.
    """

    kind: str
    record: RecordId
    field: str
    before: Value
    choices: tuple[Choice, ...]


def conflicts(reader: BookReader) -> list[OpenConflict]:
    """Every open conflict, the oldest record first."""
    found: list[OpenConflict] = []
    for (record,) in reader.raw.execute("SELECT record FROM log_clash ORDER BY record").fetchall():
        found.extend(conflicts_of(reader, RecordId(bytes(record))))
    return found


def conflicts_of(reader: BookReader, record: RecordId) -> list[OpenConflict]:
    """The open conflicts of one record."""
    changes = log.changes_of_record(reader.raw, record)
    record_type = reader.types.get(changes[0].kind) if changes else None
    if record_type is None:
        return []
    graph = Graph(changes, record_type.facts)
    return [
        OpenConflict(
            changes[0].kind,
            record,
            name,
            graph.common_value(name, writes),
            tuple(_choice(reader, write.change, Graph.shown(write)) for write in writes),
        )
        for name, writes in graph.state().conflicts.items()
    ]


def _choice(reader: BookReader, change: log.Change, value: Value) -> Choice:
    act = log.act_numbered(reader.raw, change.act)
    return Choice(value, act.author, act.when, act.device, act.id, change.id)
