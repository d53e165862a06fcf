from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from casefile.base.errors import DiskFullError
from casefile.casework.acts import Act
from casefile.casework.evidence import items_of
from casefile.exchange.intake import IntakeReport, take_in
from casefile.ui import intake_strip
from casefile.ui.page import Desk
from casefile.ui.pages.evidence_page import EvidencePage
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.chips import FilterChips
from exchange.made_files import bomb, photo
from ui.pages.on_screen import Frame, pane_of, rows, shown, titles

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

NOTE = b"Invented for training: taken down on the telephone."


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[EvidencePage]:
    made = EvidencePage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    frame = Frame(desk.casebook, made, made.changed)
    yield made
    frame.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photo, and a note in a folder within."""
    made = tmp_path / "dropped"
    (made / "within").mkdir(parents=True)
    (made / "wrist.jpg").write_bytes(photo(taken="2011:12:16 11:05:00", model="Invented 3"))
    (made / "within" / "note.txt").write_bytes(NOTE)
    return made


def drop(page: EvidencePage, paths: Sequence[Path]) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, buttons, keys))
    event = QDropEvent(QPointF(5, 5), copy, data, buttons, keys)
    QApplication.sendEvent(page, event)
    return event


def taken(page: EvidencePage, qtbot: QtBot, paths: Sequence[Path]) -> None:
    """Drop and wait for the account."""
    drop(page, paths)
    qtbot.waitUntil(lambda: not page.strip.busy())


def number(desk: Desk) -> int:
    return desk.read(lambda reader: reader.count("evidence_item", archived=True))


def files(desk: Desk) -> int:
    return len(list((desk.casebook.vault.path / "evidence").iterdir()))


def press(page: EvidencePage, name: str) -> None:
    (found,) = [one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]
    found.click()


def test_a_dropped_folder_comes_in_as_one_act_and_the_first_file_is_shown(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path, texts: Texts
) -> None:
    before = number(desk)
    event = drop(page, [folder])
    assert event.dropAction() == Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: not page.strip.busy())
    assert number(desk) == before + 2
    assert desk.casebook.acts(limit=1)[0].name == "TAKE_IN"
    assert {"wrist.jpg", "note.txt"} <= set(titles(page))
    assert "2 files taken in" in texts(page.strip)
    item = desk.read(lambda reader: reader.of("evidence_item", file_name="wrist.jpg")[0])
    assert shown(page) == item.id
    assert f"SHA-256: {item.text('sha256')}" in texts(page)
    assert (folder / "wrist.jpg").exists()


def test_a_file_that_is_here_already_is_said_and_not_doubled(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path, texts: Texts, said: Said
) -> None:
    taken(page, qtbot, [folder / "wrist.jpg"])
    item = desk.read(lambda reader: reader.of("evidence_item", file_name="wrist.jpg")[0])
    before = number(desk), files(desk)
    again = folder / "renamed.jpg"
    again.write_bytes((folder / "wrist.jpg").read_bytes())
    taken(page, qtbot, [again])
    assert (number(desk), files(desk)) == before
    line = f"renamed.jpg was here already, as wrist.jpg ({item.text('reference')})"
    assert "1 was here already" in texts(page.strip)
    (link,) = [one for one in page.strip.findChildren(QPushButton) if one.accessibleName() == line]
    link.click()
    assert said.opened == [("evidence_item", item.id)]


def test_a_file_that_cannot_be_taken_is_said_with_its_reason_and_the_others_are_in(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path, texts: Texts
) -> None:
    before = number(desk)
    taken(page, qtbot, [folder / "gone.jpg", folder / "wrist.jpg"])
    assert number(desk) == before + 1
    assert "Not taken: gone.jpg. It is not there any more, or may not be read." in texts(page.strip)


@pytest.mark.parametrize("content", [bomb(), photo()[:200]], ids=["harmful", "broken"])
def test_a_harmful_or_broken_picture_is_kept_and_the_page_says_why_it_is_not_shown(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path, texts: Texts, content: bytes
) -> None:
    before = number(desk)
    (folder / "bad.png").write_bytes(content)
    taken(page, qtbot, [folder / "bad.png"])
    assert number(desk) == before + 1
    qtbot.waitUntil(lambda: any(text.startswith("This picture is") for text in texts(page)))


def test_cancelled_nothing_of_a_drop_is_kept(
    page: EvidencePage, desk: Desk, folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    real = take_in

    def slow(*given: object, cancelled: Callable[[], bool], **more: object) -> IntakeReport:
        reached.set()
        go_on.wait(10)
        return real(*given, cancelled=cancelled, **more)  # type: ignore[arg-type] # handed through as they came

    monkeypatch.setattr(intake_strip, "take_in", slow)
    before = number(desk), files(desk)
    drop(page, [folder])
    assert reached.wait(10)
    assert page.strip.isVisible()
    press(page, "Cancel")
    go_on.set()
    desk.jobs.close()
    assert (number(desk), files(desk)) == before
    assert not page.strip.isVisible()
    assert said.lines == ["Cancelled. Nothing was added."]
    assert said.failures == []


def test_a_wish_to_stop_that_came_too_late_is_told_what_came_in(
    page: EvidencePage, qtbot: QtBot, folder: Path, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, go_on = threading.Event(), threading.Event()
    real = take_in

    def slow(*given: object, **more: object) -> IntakeReport:
        account = real(*given, **more)  # type: ignore[arg-type] # handed through as they came
        done.set()
        go_on.wait(10)
        return account

    monkeypatch.setattr(intake_strip, "take_in", slow)
    drop(page, [folder])
    assert done.wait(10)
    page.strip.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: "2 files taken in" in texts(page.strip))


def test_progress_counts_beyond_what_qt_can(
    page: EvidencePage, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(page.strip, "show_progress", lambda done, of: seen.append((done, of)))

    def huge(*_given: object, progress: Callable[[int, int], None], **_more: object) -> IntakeReport:
        for part in range(0, 9 << 30, 64 << 10 << 6):
            progress(part, 8 << 30)
        return IntakeReport(b"", (), ())

    monkeypatch.setattr(intake_strip, "take_in", huge)
    taken(page, qtbot, [folder])
    assert seen
    assert all(0 <= done <= 9 << 20 and of == 8 << 20 for done, of in seen)
    assert len(seen) <= 1_000


def test_a_full_disk_is_said_and_the_page_goes_on(
    page: EvidencePage, qtbot: QtBot, folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = DiskFullError("There is no room.")

    def refuse(*_given: object, **_more: object) -> IntakeReport:
        raise full

    monkeypatch.setattr(intake_strip, "take_in", refuse)
    taken(page, qtbot, [folder])
    assert said.failures == [full]
    assert not page.strip.isVisible()


def test_a_second_drop_waits_for_the_first(
    page: EvidencePage, folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_given: object, **_more: object) -> IntakeReport:
        go_on.wait(10)
        return IntakeReport(b"", (), ())

    monkeypatch.setattr(intake_strip, "take_in", slow)
    drop(page, [folder])
    drop(page, [folder])
    go_on.set()
    assert said.lines == ["Files are being taken in. Please wait until that is done."]


def test_what_is_no_file_is_not_taken(page: EvidencePage, said: Said) -> None:
    data = QMimeData()
    data.setText("words")
    data.setUrls([QUrl("https://example.org/a.jpg")])
    event = QDragEnterEvent(
        QPointF(5, 5).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(page, event)
    assert not event.isAccepted()
    assert said.lines == []


def test_all_of_a_drop_is_linked_at_once(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path, find: Find
) -> None:
    taken(page, qtbot, [folder])
    picker = page.strip.findChild(SubjectPicker)
    assert isinstance(picker, SubjectPicker)
    person = find("Aigerim")
    before = desk.read(lambda reader: len(items_of(reader, person)))
    picker.picked.emit(person)
    assert desk.read(lambda reader: len(items_of(reader, person))) == before + 2
    desk.casebook.undo()
    assert desk.read(lambda reader: len(items_of(reader, person))) == before


def test_undo_of_an_intake_is_one_press(page: EvidencePage, qtbot: QtBot, folder: Path, desk: Desk, said: Said) -> None:
    taken(page, qtbot, [folder])
    act = desk.casebook.acts(limit=1)[0]
    press(page, "Undo")
    assert said.undone == [act.id]
    assert not page.strip.isVisible()


def test_a_chip_leaves_one_kind_or_what_is_for_nothing_yet(
    page: EvidencePage, qtbot: QtBot, folder: Path, desk: Desk
) -> None:
    taken(page, qtbot, [folder / "within" / "note.txt"])
    found = page.findChild(FilterChips)
    assert isinstance(found, FilterChips)
    (chip,) = [one for one in found.findChildren(QPushButton) if one.accessibleName() == "For nothing yet, 1"]
    chip.click()
    assert titles(page) == ["note.txt"]
    assert rows(page)[0].warning == "Evidence for nothing yet"
    chip.click()
    assert len(titles(page)) == number(desk)


def test_the_list_is_filtered_by_words_and_the_order_can_be_chosen(
    page: EvidencePage, qtbot: QtBot, folder: Path
) -> None:
    taken(page, qtbot, [folder])
    page.focus_search()
    pane_of(page).search.insert("wrist")
    qtbot.waitUntil(lambda: titles(page) == ["wrist.jpg"])
    pane_of(page).search.clear()
    qtbot.waitUntil(lambda: len(titles(page)) > 1)
    pane_of(page)._order.setCurrentIndex(pane_of(page)._order.findData("title"))
    assert titles(page) == sorted(titles(page), key=str.casefold)


def test_a_photo_has_a_small_picture_in_the_list_and_a_disturbing_one_has_none(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path
) -> None:
    taken(page, qtbot, [folder / "wrist.jpg"])
    item = desk.read(lambda reader: reader.of("evidence_item", file_name="wrist.jpg")[0].id)

    def dense() -> bool:
        (row,) = [one for one in rows(page) if one.record == item]
        return row.picture is not None and row.picture.width() == 76

    qtbot.waitUntil(dense)
    desk.casebook.transact(Act.EDIT_RECORD, lambda writer: writer.update(item, {"graphic": "yes"}))
    qtbot.wait(50)
    assert not dense()


def test_files_and_a_folder_can_be_chosen_without_dropping(
    page: EvidencePage, desk: Desk, qtbot: QtBot, folder: Path
) -> None:
    before = number(desk)
    page.add()
    (asked,) = page.findChildren(QFileDialog)
    assert asked.fileMode() == QFileDialog.FileMode.ExistingFiles
    asked.filesSelected.emit([str(folder / "wrist.jpg")])
    asked.reject()
    qtbot.waitUntil(lambda: not page.strip.busy())
    assert number(desk) == before + 1
    qtbot.waitUntil(lambda: page.findChildren(QFileDialog) == [])
    page.add_folder()
    (asked,) = page.findChildren(QFileDialog)
    assert asked.fileMode() == QFileDialog.FileMode.Directory
    asked.reject()


def test_an_object_without_a_file_is_asked_for_by_a_form(page: EvidencePage, desk: Desk, said: Said) -> None:
    page.add_object()
    (request,) = said.forms
    assert request.kind == "evidence_item"
    assert request.given == {"taken_in_on": desk.today().isoformat()}


def test_every_control_has_a_name(page: EvidencePage, qtbot: QtBot, folder: Path, nameless: Nameless) -> None:
    taken(page, qtbot, [folder, folder / "gone"])
    assert nameless(page) == []


def test_the_page_is_dead_after_it_was_deleted(desk: Desk, qtbot: QtBot, folder: Path) -> None:
    page = EvidencePage(desk)
    taken(page, qtbot, [folder])
    watched = weakref.ref(page)
    shiboken6.delete(page)
    del page
    desk.jobs.close()
    gc.collect()
    assert watched() is None
