from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.store.casebook import Casebook
from casefile.store.changes import ChangeSet
from casefile.store.merging import CONFLICTING, NEW, STATES, UNCHANGED, UPDATED
from casefile.ui.account_card import AccountCard
from casefile.ui.busy_card import BusyCard
from casefile.ui.merges_card import LeftCard
from casefile.ui.page import Desk
from casefile.ui.pages.home_page import HomePage
from casefile.ui.pages.merge_page import MergePage
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Kept, Said

Nameless = Callable[[MergePage], list[str]]


@pytest.fixture
def vault_path(kept_vault: Kept, tmp_path: Path) -> Path:
    """Nobody but one person, with a name and a note, who is in the other vault as well."""
    path = Path(shutil.copytree(kept_vault.path, tmp_path / "Aktau.casefile"))
    with opened(path, kept_vault.secret) as book:
        book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Aisha Example", note="here"))
        book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Bolat Example"))
    shutil.copytree(path, tmp_path / "Almaty.casefile")
    return path


@contextmanager
def opened(path: Path, secret: str) -> Iterator[Casebook]:
    vault = Vault.open(path, Identity(secret), Clock())
    book = Casebook(vault, Clock())
    yield book
    book.close()
    vault.close()


@pytest.fixture
def there(vault_path: Path, secret: str) -> Path:
    """Another vault, in which somebody was added and both were edited."""
    path = vault_path.parent / "Almaty.casefile"
    with opened(path, secret) as book:
        book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Chen Example"))
        edit(book, "Aisha Example", note="in Almaty")
        edit(book, "Bolat Example", sex="male")
    return path


def edit(book: Casebook, name: str, **values: Value) -> RecordId:
    record = book.search(name, kinds=frozenset({"person"}), limit=1)[0].record
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values))
    return record


@pytest.fixture
def page(desk: Desk, book: Casebook, there: Path, qtbot: QtBot) -> MergePage:
    del there
    edit(book, "Aisha Example", note="in Aktau")
    made = MergePage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    return made


def account(page: MergePage, qtbot: QtBot) -> AccountCard:
    qtbot.waitUntil(lambda: page.account is not None and page.account.isVisible())
    assert page.account is not None
    return page.account


def give(page: MergePage, path: Path, secret: str) -> None:
    page.vaults.add_paths([path])
    page.vaults.rows[-1].passphrase.field.setText(secret)


def press(page: MergePage, name: str) -> None:
    [found] = [one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]
    found.click()


def texts(page: MergePage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def merged(page: MergePage, path: Path, secret: str, qtbot: QtBot) -> AccountCard:
    give(page, path, secret)
    page.rehearse()
    account(page, qtbot)
    page.merge()
    page.account = None
    return account(page, qtbot)


def put_back(page: MergePage, qtbot: QtBot) -> LeftCard:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(LeftCard)))
    return next(one for one in page.findChildren(LeftCard) if one.isVisible())


def test_before_anything_was_merged_the_page_says_what_merging_is_for(page: MergePage, nameless: Nameless) -> None:
    assert "Nothing was merged so far" in texts(page)
    assert nameless(page) == []


def test_a_rehearsal_tells_a_sum_and_changes_nothing(
    page: MergePage, there: Path, secret: str, book: Casebook, qtbot: QtBot, nameless: Nameless
) -> None:
    before = book.outgoing()
    give(page, there, secret)
    QTest.keyClick(page.vaults.rows[0].passphrase.field, Qt.Key.Key_Return)
    shown = account(page, qtbot)
    numbers = {state: tile.accessibleName() for state, tile in shown.tiles.items()}
    assert numbers == {
        NEW: "new, 1",
        UPDATED: "updated, 1",
        UNCHANGED: "unchanged, 0",
        CONFLICTING: "waiting for a decision, 1",
    }
    assert "3 records would come in" in texts(page)
    assert nameless(page) == []
    assert book.outgoing() == before


def test_behind_each_number_stand_its_records_and_each_leads_to_its_page(
    page: MergePage, there: Path, secret: str, book: Casebook, said: Said, qtbot: QtBot
) -> None:
    give(page, there, secret)
    page.rehearse()
    shown = account(page, qtbot)
    bolat = book.search("Bolat", limit=1)[0].record
    shown.tiles[UPDATED].click()
    assert shown.records() == [bolat]
    shown.list.opened.emit(bolat)
    assert said.opened == [("person", bolat)]
    shown.tiles[NEW].click()
    assert not shown.list.isVisible()
    assert "How they are called is shown once they are here." in texts(page)


def test_a_merge_is_done_as_rehearsed_and_the_result_stays_with_a_way_back(
    page: MergePage, there: Path, secret: str, book: Casebook, said: Said, qtbot: QtBot
) -> None:
    shown = merged(page, there, secret, qtbot)
    assert len(shown.records()) == 1
    assert book.search("Chen Example")
    assert any(line.startswith("Merged. 3 records came in: 1 new, 1 updated, 1 waiting") for line in said.lines)
    assert page.vaults.rows == []
    page.changed(ChangeSet(b"", Act.MERGE.name, frozenset()))
    qtbot.waitUntil(lambda: "1 field waits for a decision." in texts(page))
    press(page, "Undo the whole merge")
    put_back(page, qtbot)
    assert not book.search("Chen Example")
    assert book.conflicts() == []


def test_an_undone_merge_tells_what_had_to_stay_and_can_be_brought_back(
    page: MergePage, there: Path, secret: str, book: Casebook, qtbot: QtBot
) -> None:
    merged(page, there, secret, qtbot)
    chen = edit(book, "Chen Example", sex="female")
    page.undo(book.merges()[0].line.id)
    left = put_back(page, qtbot)
    assert "1 record had to stay as it is:" in texts(page)
    assert left.list.records.record(left.list.records.index(0)) == chen
    page.undo(book.merges()[0].undone)
    qtbot.waitUntil(lambda: not book.merges()[0].undone and page._job is None)
    assert len(book.conflicts()) == 1


def test_what_brings_nothing_new_cannot_be_merged(page: MergePage, there: Path, secret: str, qtbot: QtBot) -> None:
    merged(page, there, secret, qtbot)
    give(page, there, secret)
    page.rehearse()
    assert account(page, qtbot).tiles[UNCHANGED].accessibleName() == "unchanged, 3"
    assert "all that they bring is here already" in texts(page)
    assert [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Merge"] == []


def test_a_wrong_passphrase_is_said_beside_its_vault_and_nothing_is_merged(
    page: MergePage, there: Path, said: Said, qtbot: QtBot
) -> None:
    give(page, there, "AGE-SECRET-KEY-1QQQ")
    page.rehearse()
    field = page.vaults.rows[0].passphrase.field
    qtbot.waitUntil(lambda: field.property("wrong") == "true")
    assert field.accessibleDescription()
    assert said.failures == []
    assert page.account is None


def test_what_is_under_way_can_be_cancelled_and_leaves_everything_as_it_was(
    page: MergePage, there: Path, secret: str, book: Casebook, qtbot: QtBot
) -> None:
    before = book.outgoing()
    give(page, there, secret)
    page.rehearse()
    busy = page.findChild(BusyCard)
    assert isinstance(busy, BusyCard)
    assert not busy.stop.isWindow()
    busy.stop.click()
    assert page.account is None
    assert [row.path for row in page.vaults.rows] == [there]
    page.rehearse()
    account(page, qtbot)
    assert book.outgoing() == before


def test_a_folder_that_is_dropped_adds_the_vaults_in_it_but_never_the_open_one(
    page: MergePage, there: Path, vault_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(there.parent))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert [row.path for row in page.vaults.rows] == [there]
    page.vaults.add_paths([vault_path])
    assert "is the vault that is open here" in texts(page)
    page.vaults.add_paths([there])
    assert len(page.vaults.rows) == 1


def test_a_passphrase_left_empty_is_the_one_above_and_the_first_is_asked_for(
    page: MergePage, there: Path, secret: str
) -> None:
    other = Path(shutil.copytree(there, there.with_name("Atyrau.casefile")))
    page.vaults.add_paths([there, other])
    assert page.vaults.wanted() == []
    assert "Type the passphrase of “Almaty”." in texts(page)
    page.vaults.rows[0].passphrase.field.setText(secret)
    assert [one.secret for one in page.vaults.wanted()] == [secret, secret]


def test_several_vaults_are_one_merge(page: MergePage, there: Path, secret: str, book: Casebook, qtbot: QtBot) -> None:
    other = Path(shutil.copytree(there, there.with_name("Atyrau.casefile")))
    with opened(other, secret) as third:
        third.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name="Daria Example"))
    page.vaults.add_paths([there])
    page.vaults.rows[0].passphrase.field.setText(secret)
    shown = merged(page, other, secret, qtbot)
    assert shown.tiles[NEW].accessibleName() == "new, 2"
    assert len(book.merges()) == 1
    assert sum(book.merges()[0].numbers[state] for state in STATES if state in book.merges()[0].numbers) == 4


def test_the_first_page_says_what_waits_for_a_decision_and_leads_here(
    page: MergePage, there: Path, secret: str, qtbot: QtBot
) -> None:
    merged(page, there, secret, qtbot)
    home = HomePage(page.desk)
    qtbot.addWidget(home)
    home.show()
    qtbot.waitUntil(lambda: home.today is not None and home.today.waiting == 1)
    [found] = [one for one in home.findChildren(QPushButton) if one.accessibleName() == "Merge"]
    with qtbot.waitSignal(page.desk.navigation.open_page) as asked:
        found.click()
    assert asked.args == ["merge"]
