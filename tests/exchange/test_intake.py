from __future__ import annotations

import hashlib
import os
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from casefile.base.errors import DamagedError, DiskFullError, UserError
from casefile.casework.acts import Act
from casefile.casework.evidence import handling_of, items_of
from casefile.casework.people import add_person
from casefile.exchange import text_process
from casefile.exchange.intake import IntakeReport, check_again, hand_out, take_in
from casefile.vault.blobs import Evidence
from exchange.made_files import bomb, pdf, photo, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Writer
    from casefile.store.casebook import Casebook

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0" + b"invented for training" * 1000


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with two files, one of them in a folder within."""
    folder = tmp_path / "desk"
    (folder / "letters").mkdir(parents=True)
    (folder / "wrist.jpg").write_bytes(JPEG)
    (folder / "letters" / "one.txt").write_text("Invented for training.\n", encoding="utf-8")
    return folder


def person(book: Casebook) -> RecordId:
    return book.transact(Act.ADD_PERSON, lambda writer: add_person(writer, "Invented")).value


def stored(book: Casebook) -> list[str]:
    return sorted(path.name for path in (book.vault.path / "evidence").iterdir())


def logged(book: Casebook, item: RecordId) -> list[str]:
    return [line.text("handling_kind") for line in book.read(lambda reader: handling_of(reader, item))]


def items(book: Casebook) -> int:
    return book.read(lambda reader: reader.count("evidence_item", archived=True))


def test_a_folder_is_taken_in_as_one_act_and_each_file_comes_out_as_it_was(book: Casebook, desk: Path) -> None:
    about = person(book)
    account = take_in(book, [desk], NOW, about=[about], why="sent by the family")
    assert [(one.path.name, one.already) for one in account.taken] == [("wrist.jpg", False), ("one.txt", False)]
    assert account.refused == ()
    assert [act.name for act in book.acts()][:2] == ["TAKE_IN", "ADD_PERSON"]
    photo = book.read(lambda reader: reader.get(account.taken[0].item))
    assert (photo.text("media_type"), photo.text("evidence_kind")) == ("image/jpeg", "photo")
    assert (photo.text("file_name"), photo.number("size_bytes")) == ("wrist.jpg", len(JPEG))
    assert photo.text("sha256") == hashlib.sha256(JPEG).hexdigest()
    assert book.vault.evidence.open(photo.text("blob_name"), photo.text("blob_key")).read() == JPEG
    assert book.read(lambda reader: items_of(reader, about)) == [one.item for one in account.taken]
    assert logged(book, photo.id) == ["received", "hashed"]
    assert (desk / "wrist.jpg").read_bytes() == JPEG


def test_what_a_file_says_of_itself_is_kept_apart_from_what_is_known(book: Casebook, tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(photo("HEIF", taken="2041:12:16 11:05:00", model="Invented 3"))
    item = take_in(book, [path], NOW).taken[0].item
    kept = book.read(lambda reader: reader.get(item))
    assert kept.text("file_details") == "Taken: 2041-12-16T11:05\nCamera: Invented 3\nSize: 64 x 48"
    assert kept.text("captured_on") == ""


def test_the_words_of_a_paper_are_found_and_lie_in_the_vault_only(book: Casebook, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(word("The detainee was moved to Qyzyltobe at night."))
    item = take_in(book, [path], NOW).taken[0].item
    path.unlink()
    assert book.search_ids("qyzyltobe", "evidence_item") == [item]
    assert book.read(lambda reader: reader.get(item)).text("file_text").startswith("The detainee was moved")
    for kept in (one for one in book.vault.path.rglob("*") if one.is_file()):
        assert b"yzyltobe" not in kept.read_bytes()


def test_a_reader_of_papers_is_ended_with_the_intake(
    book: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_process, "command", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf())
    asked = iter([False, False])
    with pytest.raises(UserError):
        take_in(book, [path], NOW, cancelled=lambda: next(asked, True))
    assert stored(book) == []
    assert items(book) == 0


def test_a_broken_or_harmful_picture_is_evidence_like_any_other(book: Casebook, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb())
    item = take_in(book, [path], NOW).taken[0].item
    kept = book.read(lambda reader: reader.get(item))
    assert (kept.text("media_type"), kept.text("file_details")) == ("image/png", "")
    assert book.vault.evidence.open(kept.text("blob_name"), kept.text("blob_key")).read() == bomb()


def test_the_handling_log_says_who_and_when(book: Casebook, desk: Path) -> None:
    book.set_setting("author", "Archivist")
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    lines = book.read(lambda reader: handling_of(reader, item))
    assert {(line.text("handled_by"), line.text("handled_on")) for line in lines} == {
        ("Archivist", "2026-11-23T10:00+00:00")
    }


def test_the_same_bytes_under_another_name_are_linked_and_not_doubled(book: Casebook, desk: Path) -> None:
    first = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    files = stored(book)
    (desk / "again.jpg").write_bytes(JPEG)
    about = person(book)
    account = take_in(book, [desk / "again.jpg"], NOW, about=[about])
    assert [(one.item, one.already) for one in account.taken] == [(first, True)]
    assert book.read(lambda reader: items_of(reader, about)) == [first]
    assert (stored(book), items(book)) == (files, 1)
    assert logged(book, first).count("received") == 2


def test_two_equal_files_of_one_drop_make_one_item(book: Casebook, desk: Path) -> None:
    (desk / "again.jpg").write_bytes(JPEG)
    account = take_in(book, [desk / "again.jpg", desk / "wrist.jpg"], NOW)
    assert [one.already for one in account.taken] == [False, True]
    assert (len(stored(book)), items(book)) == (1, 1)


def test_undo_leaves_the_file_so_that_redo_finds_it(book: Casebook, desk: Path) -> None:
    account = take_in(book, [desk / "wrist.jpg"], NOW)
    item = account.taken[0].item
    undone = book.undo(account.act)
    assert book.read(lambda reader: reader.get(item)).archived
    book.undo(undone.changes.act)
    again = book.read(lambda reader: reader.get(item))
    assert not again.archived
    assert book.vault.evidence.open(again.text("blob_name"), again.text("blob_key")).read() == JPEG


def test_a_file_whose_item_was_put_aside_comes_back_with_it(book: Casebook, desk: Path) -> None:
    account = take_in(book, [desk / "wrist.jpg"], NOW)
    book.undo(account.act)
    again = take_in(book, [desk / "wrist.jpg"], NOW)
    assert again.taken[0].item == account.taken[0].item
    assert not book.read(lambda reader: reader.get(again.taken[0].item)).archived
    assert len(stored(book)) == 1


def test_a_file_that_is_gone_or_none_is_refused_and_the_others_are_in(book: Casebook, desk: Path) -> None:
    os.mkfifo(desk / "pipe")
    account = take_in(book, [desk / "pipe", desk / "gone.jpg", desk / "wrist.jpg"], NOW)
    assert [one.path.name for one in account.refused] == ["pipe", "gone.jpg"]
    assert [one.path.name for one in account.taken] == ["wrist.jpg"]


def test_a_vault_does_not_take_itself_in(book: Casebook, desk: Path) -> None:
    account = take_in(book, [book.vault.path, desk / "wrist.jpg"], NOW)
    assert [one.path.name for one in account.taken] == ["wrist.jpg"]
    assert {one.reason for one in account.refused} == {"It is a part of this vault itself."}
    assert items(book) == 1


def test_a_link_within_a_folder_is_not_followed(book: Casebook, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("not given", encoding="utf-8")
    (desk / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert len(take_in(book, [desk], NOW).taken) == 2


def test_where_nothing_can_be_taken_nothing_is_written(book: Casebook, desk: Path) -> None:
    acts = len(book.acts())
    assert take_in(book, [desk / "gone.jpg"], NOW) == IntakeReport(
        b"", (), take_in(book, [desk / "gone.jpg"], NOW).refused
    )
    assert (len(book.acts()), stored(book)) == (acts, [])
    (desk / "empty").mkdir()
    with pytest.raises(UserError, match="no file"):
        take_in(book, [desk / "empty"], NOW)


def test_a_file_that_changes_while_it_is_read_is_refused(
    book: Casebook, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Evidence.take_in

    def meanwhile(
        self: Evidence, stream: BinaryIO, progress: Callable[[int], None], cancelled: Callable[[], bool]
    ) -> object:
        blob = real(self, stream, progress, cancelled)
        with (desk / "wrist.jpg").open("ab") as file:
            file.write(b"more")
        return blob

    monkeypatch.setattr(Evidence, "take_in", meanwhile)
    account = take_in(book, [desk / "wrist.jpg"], NOW)
    assert [one.path.name for one in account.refused] == ["wrist.jpg"]
    assert (stored(book), items(book)) == ([], 0)


def test_cancelled_in_the_second_file_nothing_of_the_first_is_kept(book: Casebook, desk: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    whole = sum(path.stat().st_size for path in desk.rglob("*.*"))
    with pytest.raises(UserError, match="Cancelled"):
        take_in(book, [desk], NOW, progress=progress, cancelled=lambda: bool(seen) and seen[-1][0] >= len(JPEG))
    assert seen[-1][1] == whole
    assert (stored(book), items(book)) == ([], 0)


def test_an_act_that_fails_leaves_no_file(book: Casebook, desk: Path) -> None:
    with pytest.raises(UserError):
        take_in(book, [desk], NOW, about=[b"no such record..."])  # type: ignore[list-item] # that it is none is the test
    assert (stored(book), items(book)) == ([], 0)


def test_a_listener_that_fails_after_the_act_costs_no_file(book: Casebook, desk: Path) -> None:
    def broken(_changes: object) -> None:
        raise RuntimeError

    book.subscribe(broken)
    with pytest.raises(RuntimeError):
        take_in(book, [desk / "wrist.jpg"], NOW)
    assert (len(stored(book)), items(book)) == (1, 1)
    assert book.check() == []


def test_on_a_full_disk_nothing_is_half_done(book: Casebook, desk: Path) -> None:
    (desk / "zz.bin").write_bytes(os.urandom(4_000_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, before[1]))
    try:
        with pytest.raises(DiskFullError):
            take_in(book, [desk], NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert (stored(book), items(book)) == ([], 0)


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def test_a_large_file_takes_no_more_memory_than_a_small_one(book: Casebook, desk: Path) -> None:
    take_in(book, [desk / "wrist.jpg"], NOW)
    with (desk / "film.bin").open("wb") as file:
        file.truncate(200_000_000)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _peak()
    item = take_in(book, [desk / "film.bin"], NOW).taken[0].item
    hand_out(book, item, desk / "out.bin", NOW)
    assert _peak() - before < 50_000
    assert (desk / "out.bin").stat().st_size == 200_000_000


def test_a_file_handed_out_is_as_it_came_and_that_is_logged(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    hand_out(book, item, desk / "out.jpg", NOW, to="The court", why="asked for")
    assert (desk / "out.jpg").read_bytes() == JPEG
    line = book.read(lambda reader: handling_of(reader, item))[-1]
    assert (line.text("handling_kind"), line.text("handed_to"), line.text("why")) == (
        "exported",
        "The court",
        "asked for",
    )
    assert (desk / "out.jpg").stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_not_handed_out_and_nothing_is_logged(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    (path,) = (book.vault.path / "evidence").iterdir()
    content = path.read_bytes()
    path.write_bytes(content[:-100] + bytes([content[-100] ^ 1]) + content[-99:])
    with pytest.raises(DamagedError):
        hand_out(book, item, desk / "out.jpg", NOW)
    assert sorted(path.name for path in desk.iterdir()) == ["letters", "wrist.jpg"]
    assert "exported" not in logged(book, item)


def test_bytes_that_are_not_those_of_the_record_are_not_handed_out(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item

    def other(writer: Writer) -> None:
        writer.update(item, {"sha256": "0f" * 32})

    book.transact(Act.EDIT_RECORD, other)
    with pytest.raises(DamagedError, match="not what was taken in"):
        hand_out(book, item, desk / "out.jpg", NOW)
    assert not (desk / "out.jpg").exists()


def test_nothing_unencrypted_is_written_into_the_vault(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    with pytest.raises(UserError, match="inside the vault"):
        hand_out(book, item, book.vault.path / "out.jpg", NOW)


def test_a_stored_item_without_a_file_has_nothing_to_hand_out(book: Casebook, desk: Path) -> None:
    item = book.transact(Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Cartridge")).value

    def named(reader: Reader) -> str:
        return reader.get(item).text("blob_name")

    assert book.read(named) == ""
    with pytest.raises(UserError, match="no file"):
        hand_out(book, item, desk / "out.jpg", NOW)


def test_a_file_that_is_checked_again_says_so_in_its_log(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    check_again(book, item, NOW)
    assert logged(book, item) == ["received", "hashed", "verified"]
    (*_before, line) = book.read(lambda reader: handling_of(reader, item))
    assert line.text("sha256") == hashlib.sha256(JPEG).hexdigest()


def test_a_file_that_is_not_what_came_in_is_said_and_nothing_is_logged(book: Casebook, desk: Path) -> None:
    item = take_in(book, [desk / "wrist.jpg"], NOW).taken[0].item
    (name,) = stored(book)
    path = book.vault.path / "evidence" / name
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(DamagedError):
        check_again(book, item, NOW)
    assert logged(book, item) == ["received", "hashed"]


def test_an_item_without_a_file_has_nothing_to_check(book: Casebook) -> None:
    with pytest.raises(UserError):
        check_again(book, book.transact(Act.ADD_RECORD, lambda w: w.insert("evidence_item", title="A")).value, NOW)
