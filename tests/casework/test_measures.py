from __future__ import annotations

import pytest

from casefile.base.errors import UserError
from casefile.casework.events import add_event
from casefile.casework.measures import add_measure, add_statement, measures_of, statements_about
from casework.memory_book import MemoryBook


@pytest.mark.parametrize("hour", ["24:00", "7", "7:00", "23:60", "11 p.m."])
def test_an_hour_of_a_curfew_is_written_as_on_a_clock(book: MemoryBook, hour: str) -> None:
    event = add_event(book, "Unrest")
    with pytest.raises(UserError) as refused:
        add_measure(book, event, "curfew", daily_from=hour, daily_until=hour)
    assert [problem.field for problem in refused.value.problems] == ["daily_from", "daily_until"]


def test_a_curfew_may_run_past_midnight(book: MemoryBook) -> None:
    event = add_event(book, "Unrest")
    assert add_measure(book, event, "curfew", daily_from="23:00", daily_until="07:00")


def test_a_measure_cannot_end_before_it_begins(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_measure(book, add_event(book, "E"), "curfew", began="2011-12-17", ended="2011-12-16")


def test_somebody_said_a_statement(book: MemoryBook) -> None:
    event = add_event(book, "Unrest")
    with pytest.raises(UserError):
        add_statement(book, event, "accusation", "Bandits did it.")
    assert add_statement(book, event, "accusation", "Bandits did it.", speaker_described="government officials")


def test_a_statement_may_be_about_any_record(book: MemoryBook) -> None:
    measure = add_measure(book, add_event(book, "Unrest"), "cut_of_internet")
    said = add_statement(book, measure, "explanation", "Overload.", speaker_role="authorities")
    assert [one.id for one in statements_about(book, measure)] == [said]


def test_measures_and_statements_are_told_in_order_with_undated_ones_last(book: MemoryBook) -> None:
    event = add_event(book, "Unrest")
    undated, late, early = (add_measure(book, event, "curfew", began=began) for began in ("", "2011-12-18", "2011-12"))
    assert [one.id for one in measures_of(book, event)] == [early, late, undated]
    second, first = (
        add_statement(book, event, "denial", "No.", speaker_role="Minister", occurred=when)
        for when in ("2011-12-19", "2011-12-18")
    )
    assert [one.id for one in statements_about(book, event)] == [first, second]
