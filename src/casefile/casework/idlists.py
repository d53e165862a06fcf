"""Long lists of ids, read and kept as one value.

A list on screen holds the ids of all its records. A hundred thousand rows of one column cost more to hand over one
by one than to find; one text that holds them all is read several times faster. Kept as they came, one behind the
other, they take a quarter of the memory that as many values of their own would.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, overload

from sqlalchemy import Select, func, literal_column, select

from casefile.base.clock import ID_BYTES, RecordId
from casefile.casework.book import Reader

_ONE = struct.Struct(f"{ID_BYTES}s")


class Ids(Sequence[RecordId]):
    """Many ids, one behind the other; equal to any sequence of the same ids in the same order.

    Args:
        joined: The ids without anything between them.

    Raises:
        ValueError: The last one is cut short.
    """

    __slots__ = ("_joined",)
    __hash__ = None  # type: ignore[assignment] # as a list, which it is equal to

    def __init__(self, joined: bytes = b"") -> None:
        if len(joined) % ID_BYTES:
            message = f"{len(joined)} bytes are no whole number of ids"
            raise ValueError(message)
        self._joined = joined

    def __len__(self) -> int:
        return len(self._joined) // ID_BYTES

    @overload
    def __getitem__(self, at: int) -> RecordId: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    def __getitem__(self, at: int | slice) -> RecordId | Ids:
        if isinstance(at, slice):
            first, behind, step = at.indices(len(self))
            if step == 1:
                return Ids(self._joined[first * ID_BYTES : behind * ID_BYTES])
            return Ids(b"".join(self[place] for place in range(first, behind, step)))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            message = f"no id at {at} of {len(self)}"
            raise IndexError(message)
        return RecordId(self._joined[place * ID_BYTES : (place + 1) * ID_BYTES])

    def __iter__(self) -> Iterator[RecordId]:
        return chain.from_iterable(_ONE.iter_unpack(self._joined))

    def __contains__(self, record: object) -> bool:
        return isinstance(record, bytes) and self._find(record) >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids):
            return self._joined == other._joined
        if isinstance(other, Sequence) and not isinstance(other, str | bytes):
            return len(self) == len(other) and all(one == its for one, its in zip(self, other, strict=True))
        return NotImplemented

    def __add__(self, other: Ids) -> Ids:
        return Ids(self._joined + other._joined)

    def __repr__(self) -> str:
        return f"Ids of {len(self)} records"

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands.

        Raises:
            ValueError: It is not among them.
        """
        place = self._find(value) if isinstance(value, bytes) else -1
        if place < start or (stop is not None and place >= stop):
            message = "no such id"
            raise ValueError(message)
        return place

    def among(self, wanted: Collection[RecordId]) -> Ids:
        """Those of them that are wanted, in their order."""
        these = frozenset(wanted)
        return Ids(b"".join(one for one in self if one in these))

    def without(self, unwanted: Collection[RecordId]) -> Ids:
        """All but some of them, in their order."""
        these = frozenset(unwanted)
        return Ids(b"".join(one for one in self if one not in these)) if these else self

    def _find(self, record: bytes) -> int:
        # The same bytes may also lie across two ids, where they mean nothing.
        at = self._joined.find(record) if len(record) == ID_BYTES else -1
        while at % ID_BYTES and at >= 0:
            at = self._joined.find(record, at + 1)
        return at // ID_BYTES


def all_ids(reader: Reader, query: Select[Any]) -> Ids:
    """The ids that a query of one column gives, in the order of the query."""
    listed = query.subquery()
    # SQLite keeps the order of a subquery for every aggregate but count, min and max.
    # A separator that is a parameter costs a third more than one that is written.
    rows = reader.rows(select(func.group_concat(func.hex(listed.c[0]), literal_column("''"))))
    return Ids(bytes.fromhex(rows[0][0] or ""))
