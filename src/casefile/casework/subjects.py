"""Whom or what a page may be about: what is offered before a word is typed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from casefile.base.clock import RecordId
from casefile.casework.book import Reader
from casefile.casework.catalogue import record_type


def newest(reader: Reader, kinds: Sequence[str], each: int) -> list[RecordId]:
    """The newest records of some kinds, so many of each at most, those put aside left out; kind after kind."""
    found: list[RecordId] = []
    for kind in kinds:
        columns = record_type(kind).table.c
        # Ids are ordered in time.
        query = select(columns.id).where(columns.archived == 0).order_by(columns.id.desc()).limit(each)
        found += [RecordId(bytes(row[0])) for row in reader.rows(query)]
    return found
