from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from casefile.casework.record import Facts, RecordType, Shape
from casefile.search import index

if TYPE_CHECKING:
    from search.conftest import Sea


def test_the_engine_of_the_vault_has_fts5() -> None:
    options = {option for (option,) in dbapi2.connect(":memory:").execute("PRAGMA compile_options")}
    assert "ENABLE_FTS5" in options


def tokens(names: list[str], texts: list[str] | None = None) -> set[str]:
    return set(index.Memo().tokens(names, texts or []).split())


def test_a_word_is_indexed_as_written_in_latin_letters_and_by_its_skeleton() -> None:
    assert tokens(["Жаңаөзен"]) == {"aжаңаөзен", "azhanaozen", "bjnzn"}
    assert tokens([], ["Shetpe"]) == {"cshetpe", "dwtp"}


def test_a_reference_is_one_code_and_puts_nobody_under_its_letter() -> None:
    assert tokens(["P-0001"]) == {"rp0001"}


def test_a_number_has_no_skeleton_and_a_number_in_parts_is_also_one_code() -> None:
    assert tokens([], ["12/2011"]) == {"c12", "c2011", "r122011"}
    assert tokens(["2011"]) == {"a2011"}


def test_marks_and_apostrophes_part_no_word_and_hyphens_do() -> None:
    assert tokens(["Q'azaq"]) == {"aqazaq", "bkzk"}
    assert tokens(["Abu-Bakr"]) == {"aabu", "abakr", "bab", "bbkr"}


def test_a_word_of_another_script_keeps_its_vowel_signs() -> None:
    assert "aहिन्दी" in tokens(["हिन्दी"])


def test_a_word_is_cut_to_length() -> None:
    assert tokens(["x" * 500]) == {"a" + "x" * index.LONGEST_WORD, *tokens(["x" * index.LONGEST_WORD])}


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=0x4FF), min_size=1, max_size=12))
@settings(deadline=None)
def test_tokens_hold_letters_and_digits_alone(chunk: str) -> None:
    for token in tokens([chunk], [chunk]):
        assert '"' not in token
        assert all(not character.isascii() or character.isalnum() for character in token)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None)
def test_the_tokens_of_two_texts_are_those_of_each(first: str, second: str) -> None:
    assert tokens([first, second]) == tokens([first]) | tokens([second])
    assert tokens([first], [second]) == tokens([first]) | tokens([], [second])


def test_a_record_is_found_once_it_is_indexed(sea: Sea) -> None:
    record = sea.insert("sailor", called="Anna Sidorova")
    assert sea.find("anna") == []
    sea.refresh(("sailor", record))
    assert sea.find("anna") == [record]


def test_an_edit_takes_the_old_words_out_and_puts_the_new_ones_in(sea: Sea, either: str) -> None:
    record = sea.add("sailor", called="Anna Sidorova", story="Came by ship.")
    if either == "settled":
        sea.settle()
    sea.update("sailor", record, called="Anna Petrova")
    if either == "settled":
        sea.settle()
    assert sea.find("sidorova") == []
    assert sea.find("petrova") == sea.find("ship") == [record]
    sea.check()


def test_an_archived_record_leaves_and_comes_back_when_restored(sea: Sea, either: str) -> None:
    record = sea.add("sailor", called="Anna")
    if either == "settled":
        sea.settle()
    sea.update("sailor", record, archived=1)
    assert sea.find("anna") == []
    if either == "settled":
        sea.settle()
    assert sea.find("anna") == []
    sea.update("sailor", record, archived=0)
    assert sea.find("anna") == [record]


def test_a_record_that_comes_and_goes_before_it_is_settled_leaves_nothing(sea: Sea) -> None:
    record = sea.add("sailor", called="Anna")
    sea.update("sailor", record, archived=1)
    sea.settle()
    assert sea.words() == {}
    sea.check()


def test_sets_and_terms_are_searched_by_their_words(sea: Sea) -> None:
    record = sea.add("sailor", nicknames='["Long John","Қарт"]')
    assert sea.find("long") == sea.find("john") == sea.find("kart") == [record]


def test_a_term_is_found_by_its_label_in_each_language(sea: Sea, monkeypatch: pytest.MonkeyPatch) -> None:
    class Known:
        class Term:
            labels: Mapping[str, str] = MappingProxyType({"en": "Oil worker", "ru": "Нефтяник", "kk": "Мұнайшы"})

        terms = MappingProxyType({"oil_worker": Term})

    monkeypatch.setattr(index, "vocabulary", lambda _name: Known)
    record = sea.add("sailor", trade="oil_worker")
    assert sea.find("oil") == sea.find("нефтяник") == sea.find("мұнайшы") == [record]
    assert sea.add("sailor", trade="a_term_of_a_later_version") not in sea.words()


def test_a_field_that_is_not_searched_is_not_found_and_costs_no_write(sea: Sea) -> None:
    record = sea.add("sailor", called="Anna", berth="Starboard")
    assert sea.find("starboard") == []
    sea.connection.execute("UPDATE sailor SET berth = 'Port', age = 40 WHERE id = ?", (record,))
    before = sea.connection.total_changes
    sea.refresh(("sailor", record))
    assert sea.connection.total_changes == before


def test_kinds_of_a_later_version_are_passed_over(sea: Sea) -> None:
    sea.refresh(("submarine", b"0" * 16))
    assert sea.words() == {}


def test_more_records_than_may_wait_are_settled_at_once(sea: Sea) -> None:
    records = [("sailor", sea.insert("sailor", called=f"Anna {number}")) for number in range(index.MOST_FRESH + 1)]
    sea.refresh(*records[:-1])
    assert sea.connection.execute("SELECT count(*) FROM search_doc").fetchone() == (0,)
    sea.refresh(records[-1])
    assert sea.connection.execute("SELECT count(*) FROM search_fresh").fetchone() == (0,)
    assert len(sea.find("anna", limit=100)) == len(records)
    sea.check()


def test_a_bulk_load_indexes_as_one_by_one_does(sea: Sea) -> None:
    sea.add("sailor", called="Before")
    ids = [sea.insert("sailor", called=f"Анна {number}", story="Ship.", archived=number == 7) for number in range(1200)]
    sea.connection.execute("BEGIN")
    index.load(sea.connection, "sailor", ids, sea.types)
    sea.connection.execute("COMMIT")
    loaded = sea.words()
    sea.refresh(*(("sailor", record) for record in ids))
    assert sea.words() == loaded
    assert len(loaded) == 1200
    assert ids[7] not in loaded
    assert len(sea.find("anna", limit=2000)) == 1199
    sea.check()


def test_a_bulk_load_takes_the_records_named_and_none_between(sea: Sea) -> None:
    ids = [sea.insert("sailor", called=f"Anna {number}") for number in range(10)]
    sea.connection.execute("BEGIN")
    index.load(sea.connection, "sailor", ids[::2], sea.types)
    sea.connection.execute("COMMIT")
    assert sea.find("anna") == ids[::2]


def test_loading_nothing_indexes_nothing(sea: Sea) -> None:
    index.load(sea.connection, "sailor", [], sea.types)
    assert sea.words() == {}


def test_a_rebuild_gives_the_index_that_the_writes_gave(sea: Sea) -> None:
    for number in range(30):
        person = sea.add("sailor", called=f"Жанар {number}", archived=number % 7 == 0)
        sea.add("voyage", sailor=person, ship="Aurora")
    written = sea.words()
    seen: list[int] = []
    sea.connection.execute("BEGIN")
    index.rebuild(sea.connection, sea.types, seen.append)
    sea.connection.execute("COMMIT")
    assert sea.words() == written
    assert seen[-1] == 60
    assert len(sea.find("aurora")) == len([record for record in sea.find("aurora") if record in written])
    sea.check()


@pytest.mark.parametrize("waits", [True, False])
def test_an_erased_record_leaves_no_trace_in_the_index(sea: Sea, *, waits: bool) -> None:
    for number in range(300):
        sea.add("sailor", called=f"Somebody{number} Else")
    record = sea.add("sailor", called="Xylophonist Zugzwangov", story="Quetzalcoatlus")
    sea.update("sailor", record, called="Xylophonist Quadrilateralov")
    if not waits:
        sea.settle()
    sea.delete("sailor", record)
    held = sea.dump()
    for trace in (b"xyloph", b"zugzw", b"quadril", b"quetzal", b"ksls", b"sgzvn", b"kdrl", b"ktslk", record):
        assert trace not in held
    sea.check()
    assert len(sea.find("else", limit=1000)) == 300


def test_scrubbing_leaves_no_trace_of_a_field_that_was_erased(sea: Sea) -> None:
    record = sea.add("sailor", called="Anna", story="Quetzalcoatlus")
    sea.settle()
    sea.connection.execute("UPDATE sailor SET story = '' WHERE id = ?", (record,))
    sea.connection.execute("BEGIN")
    index.refresh(sea.connection, [("sailor", record)], sea.types)
    index.scrub(sea.connection)
    sea.connection.execute("COMMIT")
    assert b"quetz" not in sea.dump()
    assert sea.find("anna") == [record]


def test_an_erased_word_is_gone_from_the_files_pages(sea: Sea, tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain: Any = dbapi2.connect(str(path), isolation_level=None)
    plain.execute("PRAGMA secure_delete = 1").fetchall()
    keep, sea.connection = sea.connection, plain
    keep.close()
    for made in sea.types.values():
        columns = ", ".join(
            f'"{column.name}"' + (" DEFAULT ''" if column.name != "archived" else " DEFAULT 0")
            for column in made.table.columns
        )
        plain.execute(f'CREATE TABLE "{made.kind.name}" ({columns})')
    for statement in index.SCHEMA:
        plain.execute(statement)
    record = sea.add("sailor", called="Xylophonist")
    sea.settle()
    assert b"xyloph" in path.read_bytes()
    sea.delete("sailor", record)
    assert b"xyloph" not in path.read_bytes().lower()


def test_python_s_own_sqlite_runs_the_same_index() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in index.SCHEMA:
        connection.execute(statement)
    index.rebuild(connection, {})
    connection.close()


def test_the_version_changes_when_a_search_weight_does(sea: Sea) -> None:
    sailor = sea.types["sailor"]
    heavier = RecordType(
        sailor.kind,
        sailor.model,
        sailor.table,
        {**sailor.facts, "berth": Facts(label="Berth", shape=Shape.TEXT, search=1)},
    )
    assert index.version(sea.types) == index.version(dict(sea.types))
    assert index.version({**sea.types, "sailor": heavier}) != index.version(sea.types)


operations = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "archive", "restore", "erase", "settle", "scrub"]),
        st.integers(0, 7),
        st.sampled_from(["Anna", "Жанар", "Zhanar Ким", "Hussein حسين", "P-0001", "16.12.2011", ""]),
    ),
    max_size=25,
)


@given(operations)
@settings(deadline=None, max_examples=60)
def test_any_writes_leave_the_index_that_a_rebuild_would_make(
    new_sea: type[Sea], steps: list[tuple[str, int, str]]
) -> None:
    sea = new_sea()
    records: list[bytes] = []
    for step, place, words in steps:
        record = records[place % len(records)] if records else None
        if step == "add" or record is None:
            records.append(sea.add("sailor", called=words))
        elif step == "rename":
            sea.update("sailor", record, called=words)
        elif step == "erase":
            sea.delete("sailor", record)
        elif step in {"archive", "restore"}:
            sea.update("sailor", record, archived=int(step == "archive"))
        elif step == "settle":
            sea.settle()
        else:
            index.scrub(sea.connection)
    written = sea.words()
    sea.settle()
    sea.check()
    assert sea.words() == written
    index.rebuild(sea.connection, sea.types)
    assert sea.words() == written
    sea.connection.close()
