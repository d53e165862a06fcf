"""Long lists of ids, read as one value.

A list on screen holds the ids of all its records. A hundred thousand rows of one column cost more to hand over one
by one than to find; one text that holds them all is read several times faster.
"""

from __future__ import annotations

import struct
from itertools import chain
from typing import Any

from sqlalchemy import Select, func, literal_column, select

from casefile.base.clock import ID_BYTES, RecordId
from casefile.casework.book import Reader

_ONE = struct.Struct(f"{ID_BYTES}s")
_BLOCK = struct.Struct(f"{ID_BYTES}s" * 500)


def all_ids(reader: Reader, query: Select[Any]) -> list[RecordId]:
    """The ids that a query of one column gives, in the order of the query."""
    listed = query.subquery()
    # SQLite keeps the order of a subquery for every aggregate but count, min and max.
    # A separator that is a parameter costs a third more than one that is written.
    rows = reader.rows(select(func.group_concat(func.hex(listed.c[0]), literal_column("''"))))
    joined = memoryview(bytes.fromhex(rows[0][0] or ""))
    whole = len(joined) - len(joined) % _BLOCK.size
    # Cut by hundreds, which is twice as fast as one by one.
    return [
        *chain.from_iterable(_BLOCK.iter_unpack(joined[:whole])),
        *chain.from_iterable(_ONE.iter_unpack(joined[whole:])),
    ]
