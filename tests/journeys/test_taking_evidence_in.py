"""A photograph of somebody: dropped on their page, seen, linked, undone; and a vault that is locked in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.evidence import items_of
from casefile.casework.people import add_person
from casefile.ui.evidence_card import EvidenceCard
from casefile.ui.main_window import MainWindow
from casefile.ui.pages.evidence_page import EvidencePage
from casefile.ui.pages.evidence_view import EvidenceView
from casefile.ui.pages.person_view import PersonView
from casefile.ui.shell import Shell
from casefile.ui.vault_opening import OpenBook, create_vault
from casefile.ui.widgets.preview_frame import PictureView
from casefile.ui.widgets.tabs import Tabs
from exchange.made_files import photo

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EVIDENCE = 6
"""The tab of a person's page."""


@pytest.fixture
def opened(shell: Shell, tmp_path: Path) -> Iterator[OpenBook]:
    """An empty vault, open in the window, which closes it."""
    made = create_vault(tmp_path / "cases", "seven brown lamps walk home", Clock(), recovery=False)
    shell.show_book(made)
    yield made
    shell.lock()


def frame(shell: Shell) -> MainWindow:
    assert shell.main is not None
    return shell.main


def person_in(opened: OpenBook) -> RecordId:
    return opened.casebook.transact(Act.ADD_PERSON, lambda writer: add_person(writer, "Invented Person")).value


def drop(card: EvidenceCard, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(card, QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, button, key))
    QApplication.sendEvent(card, QDropEvent(QPointF(5, 5), copy, data, button, key))


def card_of(window: MainWindow, person: RecordId) -> EvidenceCard:
    window.open_record("person", person)
    view = window.findChild(PersonView)
    assert isinstance(view, PersonView)
    tabs = view.findChild(Tabs)
    assert isinstance(tabs, Tabs)
    tabs.show_tab(EVIDENCE)
    (card,) = [one for one in view.findChildren(EvidenceCard) if one.isVisible()]
    return card


def test_a_photograph_dropped_on_a_persons_page_is_seen_linked_and_undone(
    shell: Shell, opened: OpenBook, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "wrist.jpg"
    path.write_bytes(photo(size=(300, 200), taken="2011:12:16 11:05:00"))
    window, book, person = frame(shell), opened.casebook, person_in(opened)
    drop(card_of(window, person), path)
    assert window.current_page() == "evidence_item"
    qtbot.waitUntil(lambda: len(book.read(lambda reader: items_of(reader, person))) == 1)

    view = window.findChild(EvidencePage)
    assert isinstance(view, EvidencePage)
    qtbot.waitUntil(lambda: view.findChild(EvidenceView) is not None)
    qtbot.waitUntil(lambda: any(one.image().width() == 300 for one in view.findChildren(PictureView)))
    (back,) = [one for one in view.findChildren(QPushButton) if one.accessibleName() == "Open: Invented Person"]
    back.click()
    assert window.current_page() == "people"
    (card,) = [one for one in window.findChildren(EvidenceCard) if one.isVisible()]
    assert [one for one in card.findChildren(QPushButton) if one.accessibleName() == "Open: wrist.jpg"]

    window.undo()
    assert book.read(lambda reader: items_of(reader, person)) == []


def test_locked_in_the_middle_of_an_intake_nothing_of_it_stays(
    shell: Shell, opened: OpenBook, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        # Holes: it takes up nothing, and would take seconds to read.
        file.truncate(3 * 1024**3)
    window, folder = frame(shell), opened.vault.path / "evidence"
    window.show_page("evidence_item")
    window.take_in([path], ())
    qtbot.waitUntil(lambda: any(folder.iterdir()))
    shell.lock()
    assert list(folder.iterdir()) == []
    assert shell.main is None
