"""What the subjects may ask of the open book: the contract between `casework` and `store`.

Queries take a `Reader`, commands a `Writer`. Both are given by `casebook.read` and `casebook.transact`, live only
inside that call, and are never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from casefile.base.clock import RecordId

if TYPE_CHECKING:
    from sqlalchemy import Executable, Row

    from casefile.casework.record import Value


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One record as it was read.

    Attributes:
        kind: Name of its kind.
        id: Its id.
        version: What a save hands back, so that a stale save is noticed: the heads of the record's history.
        values: Every field but the id, by name.
    """

    kind: str
    id: RecordId
    version: bytes
    values: Mapping[str, Value]

    def text(self, field: str) -> str:
        """A field that holds text (also a term, a date or a count)."""
        value = self.values[field]
        return value if isinstance(value, str) else ""

    def link(self, field: str) -> RecordId:
        """A field that holds a link; `NO_ID` when it points nowhere."""
        value = self.values[field]
        return RecordId(value) if isinstance(value, bytes) else RecordId(b"")

    def set(self, field: str) -> tuple[str, ...]:
        """A field that holds a set, sorted."""
        value = self.values[field]
        return value if isinstance(value, tuple) else ()

    def number(self, field: str) -> float | int | None:
        """A field that holds a number; None when unknown."""
        value = self.values[field]
        return value if isinstance(value, int | float) else None

    @property
    def archived(self) -> bool:
        """Whether the record was put aside."""
        return bool(self.values["archived"])


class Reader(Protocol):
    """Reads the book as it stands at one moment."""

    def get(self, record: RecordId) -> Snapshot:
        """One record.

        Raises:
            NotFoundError: There is none with this id.
        """
        ...

    def find(self, record: RecordId) -> Snapshot | None:
        """One record, or None."""
        ...

    def of(self, kind: str, *, archived: bool = False, **equal: Value) -> list[Snapshot]:
        """The records of a kind whose fields equal what is given, oldest first; archived ones only if asked for."""
        ...

    def kind_of(self, record: RecordId) -> str:
        """The kind of a record, empty if there is none with this id."""
        ...

    def count(self, kind: str, *, archived: bool = False) -> int:
        """How many records of a kind there are."""
        ...

    def rows(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows that a Core query gives: for the queries of casework, never for screens."""
        ...


class Writer(Reader, Protocol):
    """Reads, and writes within one act."""

    def insert(self, kind: str, /, **values: Value) -> RecordId:
        """Add a record; fields not named keep their default. Returns its id.

        Raises:
            UserError: A value does not fit its field; the problems name each.
        """
        ...

    def update(self, record: RecordId, values: Mapping[str, Value], *, seen: bytes | None = None) -> None:
        """Change fields of a record.

        Args:
            record: Which.
            values: New values by field.
            seen: The version that was read; None to write whatever happened since.

        Raises:
            StaleError: The record was changed since `seen`, in a field that this save changes too.
            UserError: A value does not fit its field.
        """
        ...

    def decide(self, record: RecordId, values: Mapping[str, Value]) -> None:
        """End open conflicts of a record: write these values knowing all there was, also where they are shown already.

        Raises:
            UserError: A value that nobody had written does not fit its field.
        """
        ...

    def archive(self, record: RecordId) -> None:
        """Put a record aside; it stays in history and can be restored."""
        ...

    def erase(self, record: RecordId) -> None:
        """Erase a record for good, with every value it ever had. Cannot be undone."""
        ...

    def load(self, kind: str, rows: Iterable[Mapping[str, Value]]) -> list[RecordId]:
        """Add many records at once, with history written in bulk. Returns their ids in order."""
        ...
