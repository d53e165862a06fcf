from __future__ import annotations

from typing import Any

import pytest

from casefile.base.clock import Clock
from casefile.history.causality import Graph
from casefile.history.log import Pen, changes_of_record
from casefile.history.replay import mismatches, state_of
from support.boats import BOATS

FACTS = BOATS["boat"].facts


@pytest.fixture
def boat(connection: Any, pen: Pen, clock: Clock) -> bytes:
    pen.begin(name="ADD_RECORD", device=b"d", author="")
    record = clock.new_id()
    connection.execute("INSERT INTO boat (id, called, crew) VALUES (?, 'Anna', '[\"a\"]')", (record,))
    connection.execute("UPDATE boat SET crew = '[\"b\"]', masts = 3 WHERE id = ?", (record,))
    return record


def test_an_untouched_book_replays_to_its_tables(connection: Any, boat: bytes) -> None:
    assert boat
    assert list(mismatches(connection, BOATS)) == []


def test_the_short_cut_of_a_straight_history_says_what_the_graph_says(connection: Any, boat: bytes) -> None:
    changes = changes_of_record(connection, boat)
    assert state_of(changes, FACTS) == Graph(changes, FACTS).state()


@pytest.mark.parametrize(
    ("statement", "reason", "field"),
    [
        ("UPDATE boat SET called = 'forged'", "value", "called"),
        ("UPDATE boat SET masts = NULL", "value", "masts"),
        ("DELETE FROM boat", "no row", ""),
        ("INSERT INTO boat (id) VALUES (x'00112233445566778899aabbccddeeff')", "not logged", ""),
        ("UPDATE log_head SET heads = x''", "heads", ""),
        ("DELETE FROM log_change WHERE n = 1", "history", ""),
        ("UPDATE log_change SET fields = '{\"crew\": 5}' WHERE n = 2", "history", ""),
    ],
)
@pytest.mark.usefixtures("boat")
def test_whatever_is_altered_around_the_history_is_found(
    connection: Any, pen: Pen, statement: str, reason: str, field: str
) -> None:
    with pen.capture_off():
        connection.execute(statement)
    assert (reason, field) in [(found.reason, found.field) for found in mismatches(connection, BOATS)]
