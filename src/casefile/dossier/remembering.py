"""Reads each record of the book once while a dossier is made: many parts of one ask for the same person and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.casework.book import Reader, Snapshot

if TYPE_CHECKING:
    from sqlalchemy import Executable, Row

    from casefile.casework.record import Value


class RememberingReader(Reader):
    """A reader of one moment; used within one `casebook.read`, where nothing changes.

    Args:
        reader: Whom to ask what was not asked before.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: dict[RecordId, Snapshot | None] = {}
        self._kinds: dict[RecordId, str] = {}
        self._of: dict[tuple[object, ...], list[Snapshot]] = {}

    def get(self, record: RecordId) -> Snapshot:
        """As of `Reader`."""
        found = self.find(record)
        return found if found is not None else self._reader.get(record)

    def find(self, record: RecordId) -> Snapshot | None:
        """As of `Reader`."""
        if record not in self._found:
            self._found[record] = self._reader.find(record)
        return self._found[record]

    def of(self, kind: str, *, archived: bool = False, **equal: Value) -> list[Snapshot]:
        """As of `Reader`."""
        key = (kind, archived, *sorted(equal.items()))
        if key not in self._of:
            self._of[key] = self._reader.of(kind, archived=archived, **equal)
        return list(self._of[key])

    def kind_of(self, record: RecordId) -> str:
        """As of `Reader`."""
        known = self._found.get(record)
        if known is not None:
            return known.kind
        if record not in self._kinds:
            self._kinds[record] = self._reader.kind_of(record)
        return self._kinds[record]

    def count(self, kind: str, *, archived: bool = False) -> int:
        """As of `Reader`."""
        return self._reader.count(kind, archived=archived)

    def rows(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """As of `Reader`."""
        return self._reader.rows(query, values)
