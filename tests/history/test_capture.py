from __future__ import annotations

from typing import Any

import pytest
from sqlcipher3 import dbapi2

from casefile.base.clock import Clock
from casefile.history import capture, log
from support.boats import BOATS


@pytest.fixture
def open_act(pen: log.Pen) -> log.LoggedAct:
    return pen.begin(name="ADD_RECORD", device=b"d", author="a monitor")


def add(connection: Any, clock: Clock, **values: Any) -> bytes:
    record = clock.new_id()
    names = ["id", *values]
    connection.execute(
        f"INSERT INTO boat ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - names of this test
        (record, *values.values()),
    )
    return record


def test_a_write_outside_an_act_is_refused(connection: Any, pen: log.Pen, clock: Clock) -> None:
    assert pen is not None
    with pytest.raises(dbapi2.IntegrityError):
        add(connection, clock, called="Anna")
    assert connection.execute("SELECT count(*) FROM boat").fetchone() == (0,)


def test_a_write_is_refused_again_once_the_act_has_ended(connection: Any, pen: log.Pen, clock: Clock) -> None:
    pen.begin(name="ADD_RECORD", device=b"d", author="")
    boat = add(connection, clock)
    pen.end()
    with pytest.raises(dbapi2.IntegrityError):
        connection.execute("UPDATE boat SET called = 'x' WHERE id = ?", (boat,))


@pytest.mark.usefixtures("open_act")
def test_an_insert_logs_what_differs_from_the_defaults(connection: Any, clock: Clock) -> None:
    boat = add(connection, clock, called='Anna "the" 🚢', crew='["Aliya","Ержан"]', masts=0)
    (change,) = log.changes_of_record(connection, boat)
    assert change.verb == log.Verb.INSERT
    assert change.parents == ()
    assert change.fields == {"called": 'Anna "the" 🚢', "crew": {"+": ["Aliya", "Ержан"]}, "masts": 0}


@pytest.mark.usefixtures("open_act")
def test_an_update_logs_the_changed_fields_only_with_the_heads_before_it_as_parents(
    connection: Any, clock: Clock
) -> None:
    boat = add(connection, clock, called="Anna", masts=2)
    connection.execute("UPDATE boat SET called = 'Anna', masts = NULL WHERE id = ?", (boat,))
    first, second = log.changes_of_record(connection, boat)
    assert second.fields == {"masts": None}
    assert second.parents == (first.id,)
    assert log.heads(connection, boat) == second.id


@pytest.mark.usefixtures("open_act")
def test_a_set_is_logged_as_what_came_in_and_what_went_out(connection: Any, clock: Clock) -> None:
    boat = add(connection, clock, crew='["a","b"]')
    connection.execute("""UPDATE boat SET crew = '["b","c"]' WHERE id = ?""", (boat,))
    assert log.changes_of_record(connection, boat)[-1].fields == {"crew": {"+": ["c"], "-": ["a"]}}


@pytest.mark.usefixtures("open_act")
def test_an_edit_of_case_alone_is_logged(connection: Any, clock: Clock) -> None:
    boat = add(connection, clock, called="anna")
    connection.execute("UPDATE boat SET called = 'Anna' WHERE id = ?", (boat,))
    assert log.changes_of_record(connection, boat)[-1].fields == {"called": "Anna"}


@pytest.mark.usefixtures("open_act")
def test_an_update_to_the_same_value_logs_nothing(connection: Any, clock: Clock) -> None:
    boat = add(connection, clock, called="Anna")
    connection.execute("UPDATE boat SET called = 'Anna' WHERE id = ?", (boat,))
    assert len(log.changes_of_record(connection, boat)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
        " VALUES (x'02', 1, 1, x'01', x'', 1, '{}')",
        "UPDATE log_act SET author = 'somebody else'",
        "DELETE FROM log_change",
        "REPLACE INTO log_head (record, kind, heads) VALUES (x'01', 1, x'')",
        "UPDATE log_kind SET name = 'x'",
        "DROP TRIGGER capture_boat_insert",
        "CREATE TRIGGER t AFTER INSERT ON boat BEGIN SELECT 1; END",
        "CREATE TEMP TRIGGER t AFTER INSERT ON boat BEGIN DELETE FROM log_change; END",
        "DROP TABLE boat",
        "ALTER TABLE boat ADD COLUMN x TEXT",
        "PRAGMA recursive_triggers = 0",
        "PRAGMA writable_schema = 1",
        "ATTACH ':memory:' AS other",
        "DELETE FROM sqlite_master",
        "DELETE FROM boat",
        "REPLACE INTO boat (id, called) SELECT id, 'other' FROM boat",
        "UPDATE boat SET id = x'09'",
    ],
)
@pytest.mark.usefixtures("open_act")
def test_no_statement_goes_around_the_history(connection: Any, clock: Clock, statement: str) -> None:
    add(connection, clock, called="Anna")

    def everything() -> list[Any]:
        return [
            connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - tables of this test
            for table in ("boat", "log_change", "log_act", "log_head", "log_kind", "sqlite_master")
        ]

    before = everything()
    with pytest.raises(dbapi2.DatabaseError):
        connection.execute(statement)
    assert everything() == before
    assert connection.execute("PRAGMA recursive_triggers").fetchone() == (1,)


def test_a_connection_of_another_program_cannot_write_a_record(connection: Any, clock: Clock) -> None:
    # No Pen: the functions that the triggers ask for are not there.
    with pytest.raises(dbapi2.OperationalError, match="no such function"):
        add(connection, clock)


def test_the_log_only_grows_even_where_the_guard_is_lifted(connection: Any, pen: log.Pen, clock: Clock) -> None:
    pen.begin(name="ADD_RECORD", device=b"d", author="")
    add(connection, clock)
    with pen.unguarded():
        for statement in ("UPDATE log_change SET fields = '{}'", "DELETE FROM log_change", "DELETE FROM log_act"):
            with pytest.raises(dbapi2.IntegrityError, match="only grows"):
                connection.execute(statement)


def test_triggers_compare_equal_with_what_is_generated_until_one_is_altered(connection: Any, pen: log.Pen) -> None:
    assert capture.differences(connection, BOATS.values()) == []
    with pen.unguarded():
        connection.execute("DROP TRIGGER capture_boat_update")
        connection.execute("CREATE TRIGGER mine AFTER INSERT ON boat BEGIN SELECT 1; END")
    assert capture.differences(connection, BOATS.values()) == ["capture_boat_update", "mine"]
    with pen.unguarded():
        capture.install(connection, BOATS.values())
    assert capture.differences(connection, BOATS.values()) == []


def test_a_kind_keeps_its_number_when_triggers_are_made_again(connection: Any, pen: log.Pen) -> None:
    before = capture.kind_numbers(connection)
    with pen.unguarded():
        capture.install(connection, reversed(list(BOATS.values())))
    assert capture.kind_numbers(connection) == before


def test_capture_off_is_refused_without_an_act(pen: log.Pen) -> None:
    with pytest.raises(RuntimeError), pen.capture_off():
        pass
