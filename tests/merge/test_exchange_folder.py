from __future__ import annotations

import io
import os
import shutil
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import EnvironmentFault, UserError
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_type
from casefile.merge import address_book, exchange_folder
from casefile.merge.exchange_folder import SUFFIX, Round, exchange
from casefile.store.casebook import Casebook
from casefile.vault.vault import Vault
from merge.conftest import Office, acquaint
from support.syncthing_nodes import PROGRAM, Node, carried, nodes

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
by_syncthing = pytest.mark.skipif(PROGRAM is None, reason="Syncthing is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def three(aktau: Office, almaty: Office, oral: Office) -> tuple[Office, Office, Office]:
    acquaint(aktau, almaty, oral)
    return aktau, almaty, oral


def look(office: Office, folder: Path, **more: Any) -> Round:
    return exchange(office.book, folder, NOW, **more)


def add(office: Office, name: str) -> RecordId:
    return office.book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name=name)).value


def people(office: Office) -> set[str]:
    table = record_type("person").table
    return {str(row[0]) for row in office.book.read(lambda reader: reader.rows(select(table.c.shown_name)))}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def settle(folder: Path, *offices: Office) -> int:
    """Rounds of all until none has anything to tell; how many that took."""
    for number in range(1, 20):
        if not [office for office in offices if look(office, folder).written]:
            return number
    raise AssertionError("they never come to rest")


def old(path: Path) -> None:
    """As if nothing were written to it any more."""
    before = time.time() - 3600
    os.utime(path, (before, before))


def test_what_each_adds_is_with_all_and_then_there_is_rest(three: tuple[Office, ...], folder: Path) -> None:
    for number, office in enumerate(three):
        add(office, f"Person {number}")
    settle(folder, *three)
    assert [people(office) for office in three] == [{"Person 0", "Person 1", "Person 2"}] * 3
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    for office in three:
        found = look(office, folder)
        assert (found.written, found.cleared, found.delivery.act) == (None, 0, b"")
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_once_all_have_it_each_keeps_one_file_there(three: tuple[Office, ...], folder: Path) -> None:
    for number in range(4):
        add(three[0], f"Person {number}")
        look(three[0], folder)
    assert len(files(folder)) == 4
    settle(folder, *three)
    look(three[0], folder)
    tags = [name.split("-")[0] for name in files(folder)]
    assert sorted(tags) == sorted(set(tags))


def test_a_file_tells_only_what_the_ones_before_do_not(three: tuple[Office, ...], folder: Path) -> None:
    for number in range(5):
        add(three[0], f"Person {number}")
    assert look(three[0], folder).written.records == 5  # type: ignore[union-attr]
    add(three[0], "Another")
    assert look(three[0], folder).written.records == 1  # type: ignore[union-attr]


def test_a_file_that_was_lost_before_somebody_took_it_is_told_again(three: tuple[Office, ...], folder: Path) -> None:
    add(three[0], "Person 0")
    look(three[0], folder)
    add(three[0], "Person 1")
    look(three[0], folder)
    first = min(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    first.unlink()
    settle(folder, *three)
    assert [people(office) for office in three] == [{"Person 0", "Person 1"}] * 3


def test_files_that_come_in_any_order_and_twice_do_no_harm(three: tuple[Office, ...], folder: Path) -> None:
    away = folder.parent / "away"
    away.mkdir()
    for number in range(3):
        add(three[0], f"Person {number}")
        look(three[0], folder)
    held = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in held:
        shutil.move(path, away / path.name)
    for path in held:
        shutil.copy(away / path.name, folder / path.name)
        # As a sync tool names what it finds twice.
        shutil.copy(away / path.name, folder / f"{path.stem}.sync-conflict-20260304-1200-ABC{SUFFIX}")
        look(three[1], folder)
    assert people(three[1]) == {"Person 0", "Person 1", "Person 2"}
    assert not look(three[1], folder).delivery.refused


def test_what_a_sync_tool_has_not_finished_is_left_alone(three: tuple[Office, ...], folder: Path) -> None:
    add(three[0], "Person 0")
    name = look(three[0], folder).file
    whole = (folder / name).read_bytes()
    (folder / name).rename(folder / f".syncthing.{name}.tmp")
    found = look(three[1], folder)
    assert (found.delivery.received, found.unfinished) == ((), ())
    (folder / name).write_bytes(whole[: len(whole) // 2])
    found = look(three[1], folder)
    assert (found.delivery.refused, found.unfinished) == ((), (name,))
    (folder / name).write_bytes(whole)
    assert [one.file for one in look(three[1], folder).delivery.received] == [name]
    assert people(three[1]) == {"Person 0"}


def test_what_never_gets_whole_is_refused_once_counted_after_and_taken_when_it_is_mended(
    three: tuple[Office, ...], folder: Path
) -> None:
    add(three[0], "Person 0")
    name = look(three[0], folder).file
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-100])
    old(folder / name)
    found = look(three[1], folder)
    assert [one.why for one in found.delivery.refused] == ["cut_short"]
    again = look(three[1], folder)
    assert (again.delivery.refused, again.set_aside) == ((), 1)
    assert name in files(folder)
    (folder / name).write_bytes(whole)
    assert [one.file for one in look(three[1], folder).delivery.received] == [name]


def test_nothing_goes_to_or_comes_from_somebody_whose_words_were_not_compared(
    aktau: Office, almaty: Office, oral: Office, folder: Path
) -> None:
    acquaint(aktau, almaty)
    acquaint(almaty, oral)
    add(oral, "Person 0")
    name = look(oral, folder).file
    stranger = address_book.contacts(almaty.book)
    card = next(one.card for one in stranger if one.name == "Oral")
    address_book.remove(almaty.book, "Oral")
    address_book.add(almaty.book, card)
    found = look(almaty, folder)
    assert [one.why for one in found.delivery.refused] == ["not_compared"]
    assert (people(almaty), found.not_compared) == (set(), ("Oral",))
    add(almaty, "Person 1")
    look(almaty, folder)
    look(oral, folder)
    assert people(oral) == {"Person 0"}
    address_book.mark_compared(almaty.book, "Oral", NOW.date())
    assert [one.file for one in look(almaty, folder).delivery.received] == [name]
    look(oral, folder)
    assert [people(office) for office in (almaty, oral)] == [{"Person 0", "Person 1"}] * 2


def test_who_is_meant_by_nobody_there_takes_nothing_and_counts_it(
    aktau: Office, almaty: Office, oral: Office, folder: Path
) -> None:
    acquaint(aktau, almaty)
    add(aktau, "Person 0")
    look(aktau, folder)
    acquaint(almaty, oral)
    found = look(oral, folder)
    assert (found.for_others, found.delivery.received, found.delivery.refused) == (1, (), ())
    assert look(oral, folder).for_others == 0


def test_somebody_new_is_told_all_of_it(aktau: Office, almaty: Office, oral: Office, folder: Path) -> None:
    acquaint(aktau, almaty)
    add(aktau, "Person 0")
    settle(folder, aktau, almaty)
    acquaint(aktau, almaty, oral)
    settle(folder, aktau, almaty, oral)
    assert people(oral) == {"Person 0"}


def test_a_stranger_and_a_vault_without_anybody_are_told_what_to_do(aktau: Office, folder: Path) -> None:
    with pytest.raises(UserError, match="Say first whose vault this is"):
        look(aktau, folder)
    acquaint(aktau)
    with pytest.raises(UserError, match="nobody to exchange with"):
        look(aktau, folder)
    assert files(folder) == set()


def test_a_folder_that_is_gone_is_said_so_and_nothing_is_lost(three: tuple[Office, ...], folder: Path) -> None:
    add(three[0], "Person 0")
    folder.rmdir()
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        look(three[0], folder)
    folder.mkdir()
    settle(folder, *three)
    assert people(three[2]) == {"Person 0"}


def test_evidence_comes_along_and_what_is_missed_is_sent_after(three: tuple[Office, ...], folder: Path) -> None:
    blob = three[0].book.vault.evidence.take_in(io.BytesIO(b"a photograph"))
    values: dict[str, Any] = {"blob_name": blob.name, "blob_key": blob.identity, "sha256": blob.sha256}
    three[0].book.transact(Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Photo", **values))
    look(three[0], folder, evidence=False)
    look(three[1], folder)
    assert not three[1].book.vault.evidence.has(blob.name)
    # The receipt of the second says what it misses.
    assert look(three[0], folder, evidence=True).written is not None
    look(three[1], folder)
    assert three[1].book.vault.evidence.has(blob.name)
    assert look(three[0], folder, evidence=True).written is None


def test_after_a_power_cut_before_a_file_was_known_it_is_told_anew(
    three: tuple[Office, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(three[0], "Person 0")
    kept = exchange_folder._keep
    calls: list[int] = []

    def cut(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        kept(*given)

    monkeypatch.setattr(exchange_folder, "_keep", cut)
    with pytest.raises(KeyboardInterrupt):
        look(three[0], folder)
    monkeypatch.undo()
    assert len(files(folder)) == 1
    settle(folder, *three)
    assert [people(office) for office in three] == [{"Person 0"}] * 3


def test_a_copy_of_a_vault_and_the_vault_itself_hear_of_each_other(
    aktau: Office, almaty: Office, folder: Path, tmp_path: Path
) -> None:
    acquaint(aktau, almaty)
    add(aktau, "Person 0")
    settle(folder, aktau, almaty)
    shutil.copytree(aktau.path, tmp_path / "copy.casefile")
    vault = Vault.open(tmp_path / "copy.casefile", aktau.unlock, Clock())
    try:
        with closing(Casebook(vault, Clock())) as book:
            copy = Office(vault.path, aktau.unlock, book)
            add(aktau, "Of the vault")
            add(copy, "Of the copy")
            settle(folder, aktau, almaty, copy)
            all_of_it = {"Person 0", "Of the vault", "Of the copy"}
            assert [people(office) for office in (aktau, almaty, copy)] == [all_of_it] * 3
            assert [office.book.check() for office in (aktau, almaty, copy)] == [[], [], []]
    finally:
        vault.close()


def test_nothing_in_the_folder_is_readable(three: tuple[Office, ...], folder: Path) -> None:
    add(three[0], "Aisha Planted")
    look(three[0], folder)
    look(three[1], folder)
    for path in folder.iterdir():
        assert b"Planted" not in path.read_bytes()
        assert b"Aktau" not in path.read_bytes()
        assert "aktau" not in path.name.lower()


def exchanged(offices: list[Office], carrying: list[Node]) -> None:
    """Rounds until nobody has anything to tell."""
    for _round in range(12):
        told = [
            look(office, node.folder, evidence=True).written for office, node in zip(offices, carrying, strict=True)
        ]
        if not any(told):
            return
        carried(carrying)
    raise AssertionError("they never come to rest")


@by_syncthing
def test_two_offices_have_the_same_after_their_folder_was_carried(
    aktau: Office, almaty: Office, tmp_path: Path
) -> None:
    offices = [aktau, almaty]
    acquaint(*offices)
    with nodes(tmp_path / "nodes", 2) as carrying:
        add(aktau, "Person of Aktau")
        add(almaty, "Person of Almaty")
        blob = aktau.book.vault.evidence.take_in(io.BytesIO(b"a photograph" * 100_000))
        values: dict[str, Any] = {"blob_name": blob.name, "blob_key": blob.identity, "sha256": blob.sha256}
        aktau.book.transact(Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Photo", **values))
        exchanged(offices, carrying)
    assert people(aktau) == people(almaty) == {"Person of Aktau", "Person of Almaty"}
    assert almaty.book.vault.evidence.has(blob.name)
    assert [office.book.check() for office in offices] == [[], []]


@by_syncthing
def test_three_offices_of_which_one_is_away_for_a_while_lose_nothing(
    aktau: Office, almaty: Office, oral: Office, tmp_path: Path
) -> None:
    offices = [aktau, almaty, oral]
    acquaint(*offices)
    with nodes(tmp_path / "nodes", 3) as carrying:
        person = add(aktau, "Known to all")
        exchanged(offices, carrying)
        carrying[2].stop()
        # Meanwhile the office that is away goes on, and so do the others: on the same record too.
        for office, said in ((oral, "Tailor"), (aktau, "Teacher")):
            office.book.transact(
                Act.EDIT_RECORD,
                lambda writer, said=said: writer.update(person, {"occupation_detail": said}),  # type: ignore[misc]
            )
        add(almaty, "While one was away")
        exchanged(offices[:2], carrying[:2])
        assert people(oral) == {"Known to all"}
        carrying[2].start()
        exchanged(offices, carrying)
    assert [people(office) for office in offices] == [{"Known to all", "While one was away"}] * 3
    waiting = [[(one.record, one.field) for one in office.book.conflicts()] for office in offices]
    assert waiting == [[(person, "occupation_detail")]] * 3
    assert [office.book.check() for office in offices] == [[], [], []]
