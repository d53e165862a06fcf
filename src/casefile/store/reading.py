"""Reading the book: snapshots of records, by id, by owner, or by a query of casework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import NotFoundError
from casefile.base.i18n import _
from casefile.casework.book import Snapshot
from casefile.casework.values import column_value
from casefile.history import log
from casefile.history.replay import row_values

if TYPE_CHECKING:
    from sqlalchemy import Connection as EngineConnection
    from sqlalchemy import Executable, Row

    from casefile.casework.record import RecordType, Value


class BookReader:
    """A `casework.book.Reader` over one connection, for the time of one transaction.

    Args:
        connection: For the queries of casework.
        types: Every kind by name.
    """

    def __init__(self, connection: EngineConnection, types: Mapping[str, RecordType]) -> None:
        self._connection = connection
        raw = connection.connection.driver_connection
        if raw is None:
            message = "the connection was closed"
            raise RuntimeError(message)
        self.raw: log.Connection = raw
        self._types = types

    @property
    def types(self) -> Mapping[str, RecordType]:
        """Every kind by name."""
        return self._types

    def get(self, record: RecordId) -> Snapshot:
        """One record; see `Reader.get`."""
        found = self.find(record)
        if found is None:
            raise NotFoundError(_("There is no such record in this vault."))
        return found

    def find(self, record: RecordId) -> Snapshot | None:
        """One record, or None."""
        record_type = self._types.get(log.kind_of(self.raw, record))
        if record_type is None:
            return None
        return next(self._snapshots(record_type, "t.id = ?", (record,)), None)

    def of(self, kind: str, *, archived: bool = False, **equal: Value) -> list[Snapshot]:
        """The records of a kind whose fields equal what is given, oldest first."""
        record_type = self._types[kind]
        conditions = [f't."{name}" = ?' for name in equal]
        if not archived:
            conditions.append("t.archived = 0")
        values = [column_value(record_type.facts[name], value) for name, value in equal.items()]
        return list(self._snapshots(record_type, " AND ".join(conditions) or "1", values))

    def kind_of(self, record: RecordId) -> str:
        """The kind of a record, empty if there is none with this id."""
        found = self.find(record)
        return found.kind if found else ""

    def count(self, kind: str, *, archived: bool = False) -> int:
        """How many records of a kind there are."""
        where = "" if archived else " WHERE archived = 0"
        name = self._types[kind].kind.name
        return int(self.raw.execute(f'SELECT count(*) FROM "{name}"{where}').fetchone()[0])

    def rows(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """The rows that a Core query gives."""
        return self._connection.execute(query, dict(values) if values else None).all()

    def exists(self, kind: str, record: bytes) -> bool:
        """Whether a record of this kind has a row."""
        name = self._types[kind].kind.name
        return self.raw.execute(f'SELECT 1 FROM "{name}" WHERE id = ?', (record,)).fetchone() is not None

    def _snapshots(self, record_type: RecordType, where: str, values: Sequence[Any]) -> Iterator[Snapshot]:
        name = record_type.kind.name
        rows = self.raw.execute(
            f"SELECT t.id, (SELECT heads FROM log_head WHERE record = t.id), {record_type.columns}"
            f' FROM "{name}" t WHERE {where} ORDER BY t.id',
            tuple(values),
        )
        for row in rows.fetchall():
            yield Snapshot(
                kind=name,
                id=RecordId(bytes(row[0])),
                version=bytes(row[1] or NO_ID),
                values=row_values(record_type, row[2:]),
            )
