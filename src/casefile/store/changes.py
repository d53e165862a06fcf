"""What the book tells those who asked: outcomes, change sets, lines of history. Frozen, without a connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from casefile.base.clock import RecordId
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.record import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one act changed, for those who show it.

    Attributes:
        act: Id of the act; empty if nothing was changed.
        name: Name of the `Act`.
        records: Kind and id of each record touched; empty in a bulk load, where `everything` is set.
        everything: Whether so much changed that lists should be read anew.
    """

    act: bytes
    name: str
    records: frozenset[tuple[str, RecordId]]
    everything: bool = False

    def touches(self, kind: str) -> bool:
        """Whether any record of this kind may have changed."""
        return self.everything or any(touched == kind for touched, _record in self.records)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a transaction gave: the value its work returned, and what changed."""

    value: T
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act, as history lists it.

    Attributes:
        n: Number in this vault, for reading on from here.
        id: Its id.
        name: Name of the `Act`.
        when: In UTC.
        author: As the writing vault's settings name them; may be empty.
        undoes: Id of the act it undid, or empty.
        undone_by: Id of the newest act that undid it and was not itself undone, or empty.
        records: How many records it changed.
        brought: Number of the merge that brought it from elsewhere, or 0.
        merged: Whether it is itself a merge.
    """

    n: int
    id: bytes
    name: str
    when: datetime
    author: str
    undoes: bytes
    undone_by: bytes
    records: int
    brought: int = 0
    merged: bool = False

    @property
    def sentence(self) -> str:
        """What was done, in the app's language; an act of a later version shows its name."""
        return _(Act[self.name].value) if self.name in Act.__members__ else self.name


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of one record, as its history lists it.

    Attributes:
        id: Its id.
        act: The act it belongs to.
        verb: "insert", "write", "erase", "erase fields" or "other".
        values: The fields it wrote, with the value each had after it.
        before: The same fields with the value each had before it.
    """

    id: bytes
    act: ActLine
    verb: str
    values: Mapping[str, Value]
    before: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Something an undo had to leave, and why.

    Attributes:
        kind: Kind of the record.
        record: Its id.
        field: The field; empty for the record as a whole.
        reason: A sentence in the app's language.
    """

    kind: str
    record: RecordId
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did.

    Attributes:
        act: The act that was undone.
        records: How many records were changed back.
        kept: What was left as it is, since somebody changed it later.
    """

    act: ActLine
    records: int
    kept: tuple[NotUndone, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that search found.

    Attributes:
        kind: Its kind.
        record: Its id.
        owner_kind: Kind of the record of its own that it belongs to (itself, if it belongs to none).
        owner: Id of that record.
        title: How the owner is called.
        snippet: The words found, when they are not in the title.
    """

    kind: str
    record: RecordId
    owner_kind: str
    owner: RecordId
    title: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that `check` found.

    Attributes:
        severity: "problem" (the vault is damaged or was altered) or "notice" (worth a look).
        kind: Kind of the record concerned, or empty.
        record: Its id, or empty.
        text: A sentence in the app's language, without case data.
    """

    severity: str
    kind: str
    record: bytes
    text: str
