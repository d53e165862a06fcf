from __future__ import annotations

import pytest

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.record import Value
from casefile.casework.soundness import (
    INTERVAL,
    Rule,
    age_fits,
    between,
    bounds,
    by_time,
    fingerprint,
    hour,
    in_order,
    no_ring,
    not_negative,
    some_of,
    surely_before,
    two_records,
)
from casework.memory_book import MemoryBook


def fields(rule: Rule, book: MemoryBook, **values: Value) -> list[str]:
    return [problem.field for problem in rule(book, values, RecordId(b"r" * 16))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2011-12-15", "2011-12-16"),
        ("2011-11", "2011-12-01"),
        ("2011-12-16T07:00", "2011-12-16T23:00"),
        ("../2011-12-16", "2011-12-17"),
        ("2011-12-16T10:00+06:00", "2011-12-16T05:00Z"),
    ],
)
def test_a_date_is_before_another_when_nothing_unknown_can_change_it(first: str, second: str) -> None:
    assert surely_before(first, second)
    assert not surely_before(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2011-12-16", "2011-12-16T00:00"),
        ("2011-12", "2011-12-01"),
        ("2011-12-15~", "2011-12-16"),
        ("2011-12-15/..", "2012"),
        ("2011-12-16T12:00+06:00", "2011-12-16T06:00Z"),
        ("", "2011"),
        ("XXXX", "2011"),
        ("not a date", "2011"),
    ],
)
def test_a_missing_hour_or_day_never_makes_a_contradiction(first: str, second: str) -> None:
    assert not surely_before(first, second)
    assert not surely_before(second, first)


def test_dates_are_sorted_by_the_first_moment_they_may_mean_and_undated_ones_last() -> None:
    dates = ["", "2011-12-17", "2011-12-16T23:00", "2011-12", "../2011-12-16", "XXXX", "2011-12-16"]
    assert sorted(dates, key=by_time) == [
        "2011-12",
        "2011-12-16",
        "2011-12-16T23:00",
        "../2011-12-16",
        "2011-12-17",
        "",
        "XXXX",
    ]


def test_an_empty_or_unreadable_date_has_no_bounds() -> None:
    assert bounds("") == bounds("soon") == (None, None)


def test_an_interval_is_refused_only_when_it_surely_runs_backwards(book: MemoryBook) -> None:
    assert fields(INTERVAL, book, began="2011-12-16", ended="2011-12-15") == ["ended"]
    assert fields(INTERVAL, book, began="2011-12-16", ended="2011-12") == []
    assert fields(INTERVAL, book, began="2011-12-16", ended="") == []


def test_two_dates_are_refused_at_the_second(book: MemoryBook) -> None:
    assert fields(in_order("asked", "given"), book, asked="2012", given="2011") == ["given"]


@pytest.mark.parametrize(("written", "wrong"), [("23:00", []), ("", []), ("00:00", []), ("24:00", ["h"]), ("9", ["h"])])
def test_an_hour_is_written_in_full(book: MemoryBook, written: str, wrong: list[str]) -> None:
    assert fields(hour("h"), book, h=written) == wrong


def test_a_fingerprint_has_sixty_four_digits(book: MemoryBook) -> None:
    assert fields(fingerprint("sha256"), book, sha256="0a" * 32) == []
    assert fields(fingerprint("sha256"), book, sha256="") == []
    assert fields(fingerprint("sha256"), book, sha256="0A" * 32) == ["sha256"]
    assert fields(fingerprint("sha256"), book, sha256="0a" * 31) == ["sha256"]


def test_a_number_stays_on_its_scale(book: MemoryBook) -> None:
    assert [fields(between("x", 0, 1), book, x=value) for value in (0, 1, None)] == [[], [], []]
    assert [fields(between("x", 0, 1), book, x=value) for value in (-0.1, 1.1)] == [["x"], ["x"]]
    assert fields(not_negative("x"), book, x=-1) == ["x"]
    assert fields(not_negative("x"), book, x=0) == []


def test_two_links_must_differ_but_may_both_be_empty(book: MemoryBook) -> None:
    rule = two_records("a", "b", "Choose another.")
    assert fields(rule, book, a=b"1" * 16, b=b"1" * 16) == ["b"]
    assert fields(rule, book, a=b"1" * 16, b=b"2" * 16) == []
    assert fields(rule, book, a=NO_ID, b=NO_ID) == []


def test_one_of_several_fields_is_enough(book: MemoryBook) -> None:
    rule = some_of(("a", "b"), "Write something.")
    assert fields(rule, book, a="", b=NO_ID) == ["a"]
    assert fields(rule, book, a="", b=b"1" * 16) == []


def test_a_ring_that_a_merge_brought_in_is_named_and_not_followed_for_ever(book: MemoryBook) -> None:
    first = book.insert("place", shown_name="A")
    second = book.insert("place", shown_name="B", parent=first)
    table = book.get(first).kind
    book.force(table, first, parent=second)
    inner: dict[str, Value] = {"parent": first}
    assert [problem.field for problem in no_ring("parent", "A ring.")(book, inner, RecordId(b"r" * 16))] == ["parent"]


@pytest.mark.parametrize(
    ("born", "age", "on", "sound"),
    [
        ("1975", "36", "2011-12-16", True),
        ("1975", "35", "2011-12-16", True),
        ("1975", "34", "2011-12-16", False),
        ("1975", "37", "2011-12-16", False),
        ("1975-12-16", "36", "2011-12-16", True),
        ("1975-12-17", "36", "2011-12-16", False),
        ("1975", "about 20", "", True),
        ("1975", "over 40", "2011", False),
        ("1975", "over 30", "2011", True),
        ("XXXX", "16", "2011", True),
        ("2012", "16", "2011", False),
        ("1975", "", "2011", True),
    ],
)
def test_an_age_that_nobody_born_then_can_have_had_is_named(
    born: str, age: str, on: str, book: MemoryBook, *, sound: bool
) -> None:
    rule = age_fits("birth_date", "age", "age_on")
    assert fields(rule, book, birth_date=born, age=age, age_on=on) == ([] if sound else ["age"])
