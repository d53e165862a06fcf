from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from casefile.base.clock import RecordId, format_id
from casefile.base.errors import NotFoundError, ReadOnlyError, StaleError, UserError
from casefile.casework.acts import Act
from casefile.casework.book import Snapshot, Writer
from casefile.casework.catalogue import record_types
from casefile.store.casebook import Casebook
from casefile.store.changes import ChangeSet
from support.boats import BOATS, seeded_clock
from support.vaults import BareVault, boat_book


def add(book: Casebook, **values: Any) -> RecordId:
    return book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", **values)).value


def get(book: Casebook, record: RecordId) -> Snapshot:
    return book.read(lambda reader: reader.get(record))


def edit(book: Casebook, record: RecordId, *, seen: bytes | None = None, **values: Any) -> ChangeSet:
    return book.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values, seen=seen)).changes


def test_what_was_written_is_read_back_as_it_was(book: Casebook) -> None:
    harbour = book.transact(Act.ADD_RECORD, lambda writer: writer.insert("harbour", called="Ақтау")).value
    boat = add(book, called="Анна", crew=("Ержан", "Aliya"), masts=2, harbour=harbour)
    found = get(book, boat)
    assert found.text("called") == "Анна"
    assert found.set("crew") == ("Aliya", "Ержан")
    assert found.number("masts") == 2
    assert found.link("harbour") == harbour
    assert not found.archived


def test_each_record_gets_the_next_reference_code_of_its_kind(book: Casebook) -> None:
    first, second = add(book), add(book)
    assert get(book, first).text("reference") == "BT-0001"
    assert get(book, second).text("reference") == "BT-0002"
    loaded = book.transact(Act.ADD_RECORDS, lambda writer: writer.load("boat", [{}, {}])).value
    assert [get(book, boat).text("reference") for boat in loaded] == ["BT-0003", "BT-0004"]


def test_an_act_that_raises_leaves_nothing(book: Casebook) -> None:
    def work(writer: Any) -> None:
        writer.insert("boat", called="Anna")
        raise UserError("no")

    with pytest.raises(UserError):
        book.transact(Act.ADD_RECORD, work)
    assert book.read(lambda reader: reader.count("boat")) == 0
    assert book.acts() == []
    assert get(book, add(book)).text("reference") == "BT-0001"


def test_an_act_that_changes_nothing_is_no_act(book: Casebook) -> None:
    boat = add(book, called="Anna")
    heard: list[ChangeSet] = []
    book.subscribe(heard.append)
    assert edit(book, boat, called="Anna").act == b""
    assert heard == []
    assert len(book.acts()) == 1


def test_subscribers_hear_which_records_changed_until_they_stop(book: Casebook) -> None:
    heard: list[ChangeSet] = []
    stop = book.subscribe(heard.append)
    boat = add(book, called="Anna")
    stop()
    add(book)
    assert [changes.records for changes in heard] == [frozenset({("boat", boat)})]
    assert heard[0].touches("boat")
    assert not heard[0].touches("harbour")


def test_a_save_of_a_field_that_somebody_changed_meanwhile_is_refused_and_names_it(book: Casebook) -> None:
    boat = add(book, called="Anna", story="calm")
    seen = get(book, boat).version
    edit(book, boat, called="Aliya")
    with pytest.raises(StaleError) as refused:
        edit(book, boat, seen=seen, called="Berta", story="storm")
    assert refused.value.fields == ("called",)
    assert get(book, boat).text("called") == "Aliya"
    assert get(book, boat).text("story") == "calm"


def test_a_save_of_another_field_than_was_changed_meanwhile_is_kept(book: Casebook) -> None:
    boat = add(book, called="Anna")
    seen = get(book, boat).version
    edit(book, boat, called="Aliya")
    edit(book, boat, seen=seen, story="storm")
    assert (get(book, boat).text("called"), get(book, boat).text("story")) == ("Aliya", "storm")


def test_a_link_to_nothing_or_to_another_kind_is_refused(book: Casebook) -> None:
    boat = add(book)
    for wrong in (boat, RecordId(b"\x01" * 16)):
        with pytest.raises(UserError) as refused:
            add(book, harbour=wrong)
        assert [problem.field for problem in refused.value.problems] == ["harbour"]


def test_every_wrong_field_is_named_not_only_the_first(book: Casebook) -> None:
    with pytest.raises(UserError) as refused:
        add(book, called="x" * 5000, masts="many", mast=1)
    assert {problem.field for problem in refused.value.problems} == {"called", "masts", "mast"}


def test_a_record_put_aside_is_found_only_when_asked_for(book: Casebook) -> None:
    boat = add(book)
    book.transact(Act.ARCHIVE_RECORD, lambda writer: writer.archive(boat))
    assert book.read(lambda reader: reader.of("boat")) == []
    assert [one.id for one in book.read(lambda reader: reader.of("boat", archived=True))] == [boat]
    assert book.read(lambda reader: reader.count("boat")) == 0


def test_an_erased_record_leaves_no_value_in_history_or_in_the_file(
    book_and_vault: tuple[Casebook, BareVault],
) -> None:
    book, vault = book_and_vault
    boat = add(book, called="Canary")
    edit(book, boat, story="CanaryStory")
    book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
    with pytest.raises(NotFoundError):
        get(book, boat)
    assert [line.values for line in book.history(boat)] == [{}, {}, {}]
    assert book.history(boat)[-1].verb == "erase"
    connection = vault.connect()
    dump = b"".join(
        str(row).encode()
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for row in connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the vault's own tables
    )
    connection.close()
    assert b"anary" not in dump
    assert not book.search("Canary")


def test_bulk_load_writes_the_same_history_as_one_by_one(book: Casebook) -> None:
    values: dict[str, Any] = {"called": 'A "b" \\ ü', "crew": ("x", "й"), "masts": 0}
    one = add(book, **values)
    (many,) = book.transact(Act.ADD_RECORDS, lambda writer: writer.load("boat", [values])).value
    first, second = book.history(one), book.history(many)
    without_reference = [{k: v for k, v in line.values.items() if k != "reference"} for line in (*first, *second)]
    assert without_reference[0] == without_reference[1]
    assert first[0].values.keys() == second[0].values.keys()


def test_history_tells_each_value_before_and_after(book: Casebook) -> None:
    boat = add(book, called="Anna", crew=("a", "b"))
    edit(book, boat, called="Aliya", crew=("b", "c"))
    last = book.history(boat)[-1]
    assert last.before == {"called": "Anna", "crew": ("a", "b")}
    assert last.values == {"called": "Aliya", "crew": ("b", "c")}
    assert last.act.sentence == "edited a record"


def test_acts_are_read_on_from_any_of_them(book: Casebook) -> None:
    for _number in range(5):
        add(book)
    newest = book.acts(limit=2)
    assert [line.n for line in (*newest, *book.acts(limit=10, before=newest[-1].n))] == [5, 4, 3, 2, 1]
    assert newest[0].records == 1


def test_a_query_cannot_write(book: Casebook) -> None:
    boat = add(book, called="Anna")
    table = BOATS["boat"].table
    for statement in (
        table.update().values(called="x"),
        text("DELETE FROM log_change"),
        text("UPDATE log_head SET heads = x''"),
    ):
        with pytest.raises(SQLAlchemyError):
            book.read(lambda reader, query=statement: reader.rows(query))  # type: ignore[misc]  # mypy reads the default as a second argument
    assert get(book, boat).text("called") == "Anna"


def test_a_read_sees_one_moment_whatever_is_written_meanwhile(book: Casebook) -> None:
    boat = add(book, called="Anna")

    def work(reader: Any) -> tuple[str, str]:
        before = reader.get(boat).text("called")
        edit(book, boat, called="Aliya")
        return before, reader.get(boat).text("called")

    assert book.read(work) == ("Anna", "Anna")
    assert get(book, boat).text("called") == "Aliya"


def test_a_query_of_casework_reads_rows(book: Casebook) -> None:
    add(book, called="Anna")
    table = BOATS["boat"].table
    rows = book.read(lambda reader: reader.rows(select(table.c.called)))
    assert [row.called for row in rows] == ["Anna"]


def test_inside_an_act_a_query_sees_what_the_act_wrote(book: Casebook) -> None:
    def work(writer: Any) -> list[str]:
        writer.insert("boat", called="Anna")
        return [row.called for row in writer.rows(select(BOATS["boat"].table.c.called))]

    assert book.transact(Act.ADD_RECORD, work).value == ["Anna"]
    # The engine's own transaction has ended with the act.
    add(book, called="Berta")
    assert book.read(lambda reader: reader.count("boat")) == 2


def test_a_vault_opened_for_reading_only_is_not_written(
    book_and_vault: tuple[Casebook, BareVault],
) -> None:
    book, vault = book_and_vault
    boat = add(book, called="Anna")
    vault.read_only = True
    reading = Casebook(cast("Any", vault), seeded_clock(2), BOATS)
    with pytest.raises(ReadOnlyError):
        edit(reading, boat, called="x")
    assert get(reading, boat).text("called") == "Anna"
    reading.close()


def test_nothing_holds_a_closed_book(book_and_vault: tuple[Casebook, BareVault]) -> None:
    _book, vault = book_and_vault
    second = Casebook(cast("Any", vault), seeded_clock(2), BOATS)
    add(second, called="Anna")
    second.search("nothing")
    second.close()
    dead = weakref.ref(second)
    del second
    gc.collect()
    assert dead() is None


def test_an_altered_row_is_found_by_the_check(book_and_vault: tuple[Casebook, BareVault]) -> None:
    book, vault = book_and_vault
    boat = add(book, called="Anna")
    edit(book, boat, called="Aliya")
    other = vault.connect()
    # Somebody with the key, another program, and the patience to imitate what the triggers ask for.
    other.create_function("open_act", 0, lambda: 0)
    other.create_function("new_change_id", 0, lambda: None)
    other.create_function("set_delta", 2, lambda _old, _new: None)
    other.execute("UPDATE boat SET called = 'forged'")
    other.close()
    found = [(finding.severity, format_id(finding.record)) for finding in book.check() if finding.kind == "boat"]
    assert found == [("problem", format_id(boat))]


def test_a_trigger_that_was_dropped_is_made_again_and_reported(book_and_vault: tuple[Casebook, BareVault]) -> None:
    _book, vault = book_and_vault
    other = vault.connect()
    other.execute("DROP TRIGGER capture_boat_update")
    other.close()
    again = Casebook(cast("Any", vault), seeded_clock(2), BOATS)
    assert again.altered == ("capture_boat_update",)
    boat = add(again, called="Anna")
    edit(again, boat, called="Aliya")
    assert len(again.history(boat)) == 2
    again.close()


def test_what_is_called_just_what_was_typed_comes_first_in_any_spelling(tmp_path: Path) -> None:
    book, _vault = boat_book(tmp_path, types=record_types())

    def fill(writer: Writer) -> RecordId:
        writer.insert("event", title="Strike in Zhanaozen")
        place = writer.insert("place", shown_name="Жаңаөзен")
        writer.insert("event", title="Zhanaozen after the strike")
        return place

    place = book.transact(Act.ADD_RECORDS, fill).value
    assert book.search("zhanaozen")[0].record == place
    book.close()


def test_a_list_filtered_by_words_is_not_cut_short_by_records_of_other_kinds(book: Casebook) -> None:
    def fill(writer: Writer) -> RecordId:
        for number in range(5):
            writer.insert("harbour", called=f"Harbour Anna {number}")
        return writer.insert("boat", called="Anna")

    boat = book.transact(Act.ADD_RECORDS, fill).value
    assert book.search_ids("anna", "boat", limit=3) == [boat]


@pytest.mark.usefixtures("no_collection")
def test_settings_are_read_and_written_by_several_threads_at_once_and_none_waits_for_ever(book: Casebook) -> None:
    stop = threading.Event()

    def write() -> None:
        for number in range(300):
            book.set_setting("draft", str(number))
        stop.set()

    def read() -> None:
        while not stop.is_set():
            book.setting("draft")

    threads = [threading.Thread(target=work, daemon=True) for work in (write, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert book.setting("draft") == "299"
