from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casefile.base.clock import ID_BYTES, RecordId
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.people import add_person
from casework.memory_book import MemoryBook

# Two values only, so that an id often lies across two others.
_RECORDS = st.lists(st.sampled_from([0, 1]), min_size=ID_BYTES, max_size=ID_BYTES).map(lambda one: RecordId(bytes(one)))
_SOME = st.lists(_RECORDS, max_size=6)


def _kept(records: Sequence[RecordId]) -> Ids:
    return Ids(b"".join(records))


@given(_SOME, st.integers(-8, 8), st.integers(-8, 8), st.sampled_from([1, 2, -1]))
def test_ids_are_counted_cut_and_gone_through_as_a_list(
    records: list[RecordId], first: int, behind: int, step: int
) -> None:
    kept = _kept(records)
    assert kept == records
    assert len(kept) == len(records)
    assert list(kept) == records
    assert kept[first:behind:step] == records[first:behind:step]
    assert kept + kept == [*records, *records]
    if -len(records) <= first < len(records):
        assert kept[first] == records[first]
    else:
        with pytest.raises(IndexError):
            kept[first]


@given(_SOME, _RECORDS)
def test_an_id_is_found_where_it_stands_and_not_across_two_others(records: list[RecordId], one: RecordId) -> None:
    kept = _kept(records)
    assert (one in kept) == (one in records)
    if one in records:
        assert kept.index(one) == records.index(one)
    else:
        with pytest.raises(ValueError, match="no such id"):
            kept.index(one)


@given(_SOME, _SOME)
def test_what_is_wanted_and_what_is_not_keep_their_order(records: list[RecordId], some: list[RecordId]) -> None:
    assert _kept(records).among(some) == [one for one in records if one in some]
    assert _kept(records).without(some) == [one for one in records if one not in some]


@given(_SOME, _SOME)
def test_two_lists_are_equal_when_the_same_ids_stand_in_the_same_order(
    records: list[RecordId], others: list[RecordId]
) -> None:
    assert (_kept(records) == _kept(others)) == (records == others)
    assert (_kept(records) == others) == (records == others)


def test_an_id_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="no whole number of ids"):
        Ids(b"1" * (ID_BYTES + 1))


def test_a_query_gives_its_ids_in_its_order(book: MemoryBook) -> None:
    added = [add_person(book, name) for name in ("Berik", "Aigul", "Daniyar")]
    columns = record_type("person").table.c
    assert all_ids(book, select(columns.id).order_by(columns.id.desc())) == sorted(added, reverse=True)
    assert all_ids(book, select(columns.id).where(columns.shown_name == "nobody")) == []
