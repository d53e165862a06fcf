from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlcipher3 import dbapi2

from casefile.base.errors import DamagedError, EnvironmentFault, NewerFormatError
from casefile.casework.catalogue import record_types
from casefile.history import capture, log
from casefile.history.log import Pen, Verb
from casefile.history.replay import mismatches
from casefile.store import migrate
from casefile.store.casebook import Casebook
from support.boats import BOATS, seeded_clock
from support.vaults import BareVault, boat_book

if TYPE_CHECKING:
    from casefile.vault.vault import Vault


def empty() -> Any:
    made = dbapi2.connect(":memory:", isolation_level=None)
    made.execute("PRAGMA recursive_triggers = 1")
    return made


def prepare(connection: Any, backups: list[str] | None = None) -> tuple[str, ...]:
    kept = [] if backups is None else backups
    return migrate.prepare(connection, Pen(connection, seeded_clock()), record_types(), lambda: kept.append("backup"))


def test_the_migrations_together_make_what_the_models_say() -> None:
    connection = empty()
    for step in migrate.migrations():
        for statement in step.statements:
            connection.execute(statement)
    assert migrate.shape_differences(connection, record_types().values()) == []


def test_a_new_vault_gets_tables_triggers_and_search_in_one_go() -> None:
    connection = empty()
    assert prepare(connection) == ()
    assert capture.differences(connection, record_types().values()) == []
    assert connection.execute("PRAGMA user_version").fetchone() == (len(migrate.migrations()),)
    # Opening again changes nothing.
    before = connection.total_changes
    assert prepare(connection) == ()
    assert connection.total_changes == before


def test_a_column_that_differs_is_seen() -> None:
    connection = empty()
    prepare(connection)
    with Pen(connection, seeded_clock()).unguarded():
        connection.execute("ALTER TABLE person ADD COLUMN extra TEXT NOT NULL DEFAULT ''")
        connection.execute("DROP INDEX log_change_record")
    assert migrate.shape_differences(connection, record_types().values()) == ["log_change_record", "person"]


def test_a_vault_of_a_later_version_is_refused_and_left_alone() -> None:
    connection = empty()
    prepare(connection)
    connection.set_authorizer(None)
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerFormatError):
        prepare(connection)
    assert connection.execute("PRAGMA user_version").fetchone() == (999,)


def test_a_migration_that_does_not_end_at_the_models_is_rolled_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = empty()
    wrong = migrate.Migration(1, "0001_wrong.sql", ("CREATE TABLE person (id BLOB)", *log_statements()))
    monkeypatch.setattr(migrate, "migrations", lambda: [wrong])
    with pytest.raises(DamagedError):
        prepare(connection)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def log_statements() -> tuple[str, ...]:
    return tuple(migrate.model_statements([]))


def test_a_vault_that_holds_data_is_backed_up_before_it_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = empty()
    backups: list[str] = []
    prepare(connection, backups)
    assert backups == []
    steps = migrate.migrations()
    note = migrate.Migration(len(steps) + 1, "0999_note.sql", ("CREATE TABLE search_note (x)",))
    monkeypatch.setattr(migrate, "migrations", lambda: [*steps, note])
    prepare(connection, backups)
    assert backups == ["backup"]
    assert connection.execute("PRAGMA user_version").fetchone() == (len(steps) + 1,)


def test_a_migration_makes_the_triggers_anew_so_that_a_new_column_is_captured(tmp_path: Path) -> None:
    vault = BareVault(tmp_path / "vault.db")
    connection = vault.connect()
    fewer = BOATS["harbour"]
    for statement in migrate.model_statements([fewer]):
        connection.execute(statement)
    capture.install(connection, [fewer])
    connection.execute("DROP TRIGGER capture_harbour_update")
    assert capture.differences(connection, [fewer]) == ["capture_harbour_update"]
    capture.install(connection, [fewer])
    assert capture.differences(connection, [fewer]) == []
    connection.close()


def test_what_a_later_version_wrote_is_taken_into_the_rows_once_its_column_or_kind_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boat = BOATS["boat"]
    unknown = ("masts", "crew")
    fewer = replace(boat, facts={name: facts for name, facts in boat.facts.items() if name not in unknown})
    connection = empty()
    made = migrate.model_statements(BOATS.values())
    harbours = [statement for statement in made if "TABLE harbour" in statement]
    for statement in made:
        if statement not in harbours:
            connection.execute(statement)
    for column in unknown:
        connection.execute(f"ALTER TABLE boat DROP COLUMN {column}")
    capture.install(connection, [fewer])
    connection.execute("INSERT INTO log_kind (name) VALUES ('harbour')")
    connection.execute("PRAGMA user_version = 1")
    clock = seeded_clock()
    pen = Pen(connection, clock)
    pen.begin(name="ADD_RECORD", device=b"d", author="")
    anna, bess, port, gone = (clock.new_id() for _record in range(4))
    connection.executemany("INSERT INTO boat (id, called) VALUES (?, ?)", [(anna, "Anna"), (bess, "Bess")])
    number = dict(connection.execute("SELECT name, n FROM log_kind"))
    with pen.unguarded():
        for record, kind, verb, fields in (
            (anna, "boat", Verb.WRITE, '{"masts":3,"crew":{"+":["Li","Ada"]},"sails":"of a version later still"}'),
            (port, "harbour", Verb.INSERT, '{"called":"Aktau"}'),
            (gone, "harbour", Verb.INSERT, "{}"),
            (gone, "harbour", Verb.ERASE, "{}"),
        ):
            change = clock.new_id()
            connection.execute(
                "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
                " VALUES (?1, 1, ?2, ?3, coalesce((SELECT heads FROM log_head WHERE record = ?3), x''), ?4, ?5)",
                (change, number[kind], record, int(verb), fields),
            )
            connection.execute("REPLACE INTO log_head VALUES (?, ?, ?)", (record, number[kind], change))
    pen.end()
    before = connection.execute("SELECT * FROM log_change").fetchall()
    added = (
        "ALTER TABLE boat ADD COLUMN masts INTEGER",
        "ALTER TABLE boat ADD COLUMN crew TEXT DEFAULT '[]' NOT NULL",
        *harbours,
    )
    steps = [migrate.Migration(1, "0001_first.sql", ()), migrate.Migration(2, "0002_more.sql", added)]
    monkeypatch.setattr(migrate, "migrations", lambda: steps)
    assert migrate.prepare(connection, pen, BOATS, lambda: None) == ()
    assert connection.execute("SELECT called, masts, crew FROM boat ORDER BY id").fetchall() == [
        ("Anna", 3, '["Ada","Li"]'),
        ("Bess", None, "[]"),
    ]
    assert connection.execute("SELECT id, called FROM harbour").fetchall() == [(port, "Aktau")]
    # It was in the log already, and the two agree again.
    assert connection.execute("SELECT * FROM log_change").fetchall() == before
    assert list(mismatches(connection, BOATS)) == []
    assert capture.differences(connection, BOATS.values()) == []


@pytest.mark.parametrize(("version", "fault"), [(1, EnvironmentFault), (999, NewerFormatError)])
def test_a_vault_of_another_version_that_is_only_read_is_refused_in_words(
    tmp_path: Path, version: int, fault: type[EnvironmentFault]
) -> None:
    book, vault = boat_book(tmp_path)
    book.close()
    connection = vault.connect()
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    vault.read_only = True
    with pytest.raises(fault):
        Casebook(cast("Vault", vault), seeded_clock(), BOATS)


def test_a_vault_of_the_first_version_is_brought_to_this_one_with_its_history(tmp_path: Path) -> None:
    first, *_later = migrate.migrations()
    connection = dbapi2.connect(str(tmp_path / "old.db"), isolation_level=None)
    for statement in first.statements:
        connection.execute(statement)
    connection.execute("INSERT INTO log_act VALUES (1, ?, 5, x'', '', 'ADD_PERSON', x'', 1)", (b"\1" * 16,))
    connection.execute("PRAGMA user_version = 1")
    made: list[bool] = []
    migrate.prepare(connection, Pen(connection, seeded_clock()), record_types(), lambda: made.append(True))
    assert made == [True]
    assert migrate.shape_differences(connection, record_types().values()) == []
    assert [(act.name, act.brought) for act in log.acts(connection)] == [("ADD_PERSON", 0)]
    connection.close()
