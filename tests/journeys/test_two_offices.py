"""Two offices: vaults edited apart are merged in the window, a conflict is decided by keyboard, the merge is undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from casefile.app import pages
from casefile.base.clock import Clock, RecordId, moment
from casefile.base.i18n import language, set_language
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.store.casebook import Casebook
from casefile.ui.jobs import Jobs
from casefile.ui.main_window import MainWindow
from casefile.ui.merges_card import LeftCard
from casefile.ui.pages.merge_page import MergePage
from casefile.ui.preferences import Preferences
from casefile.ui.theme import Theme
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PASSPHRASE = "two offices and one truth"


def edit(book: Casebook, person: RecordId, **values: Value) -> None:
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, values))


@pytest.fixture
def aktau(tmp_path: Path) -> Iterator[tuple[Casebook, RecordId]]:
    """An open book with one person, whom the office in Almaty has too; both wrote something else of her."""
    here = Vault.create(tmp_path / "Aktau", PASSPHRASE, Clock())
    with closing(Casebook(here, Clock())) as book:
        person = book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha Example")).value
    here.close()
    there = Vault.open(Path(shutil.copytree(here.path, tmp_path / "Almaty.casefile")), Passphrase(PASSPHRASE), Clock())
    with closing(Casebook(there, Clock())) as other:
        other.set_setting("author", "Bolat")
        edit(other, person, occupation_detail="Teacher of physics", sex="female")
        other.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Chen Example"))
    there.close()
    here = Vault.open(here.path, Passphrase(PASSPHRASE), Clock())
    with closing(Casebook(here, Clock())) as book:
        book.set_setting("author", "Anna")
        edit(book, person, occupation_detail="Teacher of mathematics")
        yield book, person
    here.close()


@pytest.fixture
def window(aktau: tuple[Casebook, RecordId], tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    before = language().code
    set_language("en")
    preferences = Preferences(tmp_path / "casefile.ini")
    made = MainWindow(aktau[0], Clock(), Theme(), Jobs(), pages(preferences))
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.put_away()
    set_language(before)


def press(page: MergePage, name: str, qtbot: QtBot) -> None:
    """Press a button by keyboard, once it is there."""

    def found() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    found()[0].setFocus()
    QTest.keyClick(found()[0], Qt.Key.Key_Space)


def test_two_vaults_are_merged_a_conflict_is_decided_by_keyboard_and_the_merge_is_undone(
    window: MainWindow, aktau: tuple[Casebook, RecordId], tmp_path: Path, qtbot: QtBot
) -> None:
    book, person = aktau
    window.show_page("merge")
    page = window.findChild(MergePage)
    assert isinstance(page, MergePage)
    page.vaults.add_paths([tmp_path / "Almaty.casefile"])
    field = page.vaults.rows[0].passphrase.field
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    press(page, "Merge", qtbot)
    qtbot.waitUntil(lambda: bool(book.search("Chen Example")))
    merge = book.merges()[0]

    press(page, "Decide", qtbot)
    desk = page.conflicts
    qtbot.waitUntil(lambda: desk.view is not None and desk.view.isVisible())
    assert desk.view is not None
    values = [side.value for side in desk.view.case.sides]
    desk.take_keyboard()
    QTest.keyClick(desk.list, Qt.Key(int(Qt.Key.Key_1) + values.index("Teacher of physics")))
    assert book.read(lambda reader: reader.get(person)).text("occupation_detail") == "Teacher of physics"
    assert book.conflicts() == []
    # Another window of the tests before may have taken the keyboard as it went.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.view is not None
    assert book.read(lambda reader: reader.get(person)).text("occupation_detail") == values[-1]

    press(page, "Back to the merges", qtbot)
    press(page, f"Undo the whole merge of {moment(merge.line.when)}", qtbot)
    qtbot.waitUntil(lambda: bool(page.findChildren(LeftCard)))
    assert not book.search("Chen Example")
    assert [left.record for left in page.findChildren(LeftCard)[0].kept] == [person]
    assert book.check() == []
