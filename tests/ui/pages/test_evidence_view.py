from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from casefile.base.clock import RecordId
from casefile.base.errors import DamagedError
from casefile.casework.acts import Act
from casefile.casework.evidence import handling_of, items_of, link_evidence
from casefile.exchange.intake import take_in
from casefile.ui.copy_out import CopyOut
from casefile.ui.page import Desk
from casefile.ui.pages.evidence_view import EvidenceView
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.preview_frame import PdfView, PictureView
from exchange.made_files import pdf, photo
from ui.pages.on_screen import Frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from casefile.casework.book import Snapshot
    from ui.conftest import Said
    from ui.pages.conftest import Find, Nameless, Texts

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Show = Callable[[bytes], EvidenceView]


@pytest.fixture
def show(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    """Takes a file in and shows its page, which hears of every act."""
    frames: list[Frame] = []

    def made(content: bytes) -> EvidenceView:
        path = tmp_path / "file.bin"
        path.write_bytes(content)
        item = take_in(desk.casebook, [path], NOW).taken[0].item
        view = EvidenceView(desk, item)
        qtbot.addWidget(view)
        view.resize(900, 700)
        view.show()
        frames.append(Frame(desk.casebook, view, lambda _changes: view.refresh()))
        return view

    yield made
    for frame in frames:
        frame.stop()


def item(desk: Desk, view: EvidenceView) -> Snapshot:
    return desk.read(lambda reader: reader.get(view.record))


def press(view: EvidenceView, name: str) -> None:
    (found,) = [one for one in view.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible()]
    found.click()


def logged(desk: Desk, record: RecordId) -> list[str]:
    return [line.text("handling_kind") for line in desk.read(lambda reader: handling_of(reader, record))]


def test_what_a_camera_says_is_shown_apart_and_taken_over_only_when_asked(show: Show, desk: Desk, texts: Texts) -> None:
    view = show(photo(taken="2011:12:16 11:05:00", zone="+06:00", model="Invented 3"))
    said = texts(view)
    assert "What the file says of itself" in said
    assert "Invented 3" in said
    assert "16 December 2011, 11:05 (UTC+06:00)" in said
    assert item(desk, view).text("captured_on") == ""
    press(view, "Take this over as the date of capture")
    assert item(desk, view).text("captured_on") == "2011-12-16T11:05+06:00"
    assert "Take this over as the date of capture" not in texts(view)


def test_a_time_after_the_file_came_in_is_refused_kindly_and_changes_nothing(
    show: Show, desk: Desk, said: Said
) -> None:
    view = show(photo(taken="2041:12:16 11:05:00"))
    press(view, "Take this over as the date of capture")
    assert len(said.failures) == 1
    assert item(desk, view).text("captured_on") == ""


def test_a_picture_is_shown_from_memory(show: Show, qtbot: QtBot) -> None:
    view = show(photo("HEIF", size=(300, 200)))
    qtbot.waitUntil(lambda: view.findChild(PictureView) is not None)
    picture = view.findChild(PictureView)
    assert isinstance(picture, PictureView)
    assert (picture.image().width(), picture.image().height()) == (300, 200)
    assert picture.accessibleName() == "Preview of file.bin"


def test_a_pdf_and_a_text_are_shown_from_memory(show: Show, qtbot: QtBot) -> None:
    view = show(pdf(3))
    qtbot.waitUntil(lambda: view.findChild(PdfView) is not None)
    other = show(b"Invented for training.")
    qtbot.waitUntil(lambda: other.findChild(QPlainTextEdit) is not None)
    text = other.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText() == "Invented for training."
    assert text.isReadOnly()


def test_what_is_disturbing_is_shown_only_when_asked_for(show: Show, desk: Desk, qtbot: QtBot) -> None:
    view = show(photo())
    desk.casebook.transact(Act.EDIT_RECORD, lambda writer: writer.update(view.record, {"graphic": "yes"}))
    qtbot.wait(100)
    assert [one for one in view.findChildren(PictureView) if one.isVisible()] == []
    press(view, "Show it")
    qtbot.waitUntil(lambda: [one for one in view.findChildren(PictureView) if one.isVisible()] != [])


def test_a_file_altered_in_the_vault_is_said_instead_of_shown(
    show: Show, desk: Desk, qtbot: QtBot, texts: Texts
) -> None:
    view = show(b"Invented for training.")
    stored = desk.casebook.vault.path / "evidence" / item(desk, view).text("blob_name")
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    other = EvidenceView(desk, view.record)
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: "An evidence file is damaged or was altered." in texts(other))


def test_the_fingerprint_can_be_copied(show: Show, desk: Desk, said: Said) -> None:
    view = show(photo())
    press(view, "Copy the SHA-256")
    assert QGuiApplication.clipboard().text() == item(desk, view).text("sha256")
    assert said.lines == ["Copied. The clipboard is cleared when the vault is locked."]


def test_the_file_is_checked_and_the_log_says_so(show: Show, desk: Desk, qtbot: QtBot, texts: Texts) -> None:
    view = show(photo())
    press(view, "Check the file now")
    qtbot.waitUntil(lambda: logged(desk, view.record) == ["received", "hashed", "verified"])
    qtbot.waitUntil(lambda: any(text.startswith("As it came in: checked") for text in texts(view)))


def test_a_damaged_file_is_said_by_the_check(show: Show, desk: Desk, qtbot: QtBot, said: Said) -> None:
    view = show(photo())
    stored = desk.casebook.vault.path / "evidence" / item(desk, view).text("blob_name")
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    press(view, "Check the file now")
    qtbot.waitUntil(lambda: said.failures != [])
    assert isinstance(said.failures[0], DamagedError)
    assert logged(desk, view.record) == ["received", "hashed"]


def test_an_item_is_linked_by_choosing_whom_or_what_it_is_for(
    show: Show, desk: Desk, find: Find, texts: Texts, said: Said
) -> None:
    view = show(photo())
    assert "Evidence for nothing yet" in texts(view)
    picker = view.findChild(SubjectPicker)
    assert isinstance(picker, SubjectPicker)
    person = find("Aigerim")
    picker.picked.emit(person)
    assert desk.read(lambda reader: view.record in items_of(reader, person))
    assert "Evidence for nothing yet" not in texts(view)
    press(view, "Open: Aigerim Qiyalova")
    assert said.opened == [("person", person)]
    press(view, "Edit the link to Aigerim Qiyalova")
    assert said.forms[0].kind == "evidence_link"


def test_a_link_to_what_was_erased_is_not_shown(show: Show, desk: Desk, texts: Texts) -> None:
    person = desk.casebook.transact(Act.ADD_PERSON, lambda w: w.insert("person", shown_name="To Be Erased")).value
    view = show(photo())
    desk.casebook.transact(Act.LINK_EVIDENCE, lambda writer: link_evidence(writer, view.record, person))
    assert "Open: To Be Erased" in texts(view)
    desk.casebook.transact(Act.ERASE_RECORD, lambda writer: writer.erase(person))
    assert "To Be Erased" not in " ".join(texts(view))


def test_an_object_has_no_file_to_save_or_check(desk: Desk, qtbot: QtBot, texts: Texts) -> None:
    record = desk.casebook.transact(
        Act.ADD_RECORD, lambda writer: writer.insert("evidence_item", title="Cartridge", evidence_kind="object")
    ).value
    view = EvidenceView(desk, record)
    qtbot.addWidget(view)
    said = texts(view)
    assert "Save a copy…" not in said
    assert "Check the file now" not in said


def test_a_copy_is_asked_for_with_a_warning(show: Show, texts: Texts) -> None:
    view = show(photo())
    press(view, "Save a copy…")
    dialog = view.findChild(CopyOut)
    assert isinstance(dialog, CopyOut)
    assert any(text.startswith("The copy is not encrypted.") for text in texts(dialog))
    dialog.reject()


def test_the_key_of_the_file_is_nowhere_on_the_page(show: Show, desk: Desk, texts: Texts) -> None:
    view = show(photo())
    for tab in range(3):
        view._tabs.show_tab(tab)
    key = item(desk, view).text("blob_key")
    assert key.startswith("AGE-SECRET-KEY")
    assert not [text for text in texts(view) if key in text or "AGE-SECRET" in text]


def test_the_handling_log_is_shown_and_can_be_added_to(show: Show, desk: Desk, texts: Texts, said: Said) -> None:
    view = show(photo())
    view._tabs.show_tab(1)
    assert any(text.startswith("Fingerprint taken, 23 November 2026") for text in texts(view))
    press(view, "Add: Handling")
    assert said.forms[0].given == {"evidence_item": view.record}
    del desk


def test_a_put_aside_item_can_be_brought_back(show: Show, desk: Desk, texts: Texts) -> None:
    view = show(photo())
    desk.casebook.undo()
    assert "This record was put aside." in texts(view)
    press(view, "Bring back")
    assert not item(desk, view).archived


def test_every_control_has_a_name(show: Show, qtbot: QtBot, nameless: Nameless) -> None:
    view = show(pdf(3))
    qtbot.waitUntil(lambda: view.findChild(PdfView) is not None)
    assert nameless(view) == []
