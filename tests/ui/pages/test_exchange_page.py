"""The exchange page over two real vaults: cards, words, bundles and a folder, in the window."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.merge import address_book
from casefile.merge.contact_cards import own_card, read_card, set_own_name, spoken
from casefile.merge.exchange_folder import FolderChoice, choose_folder, exchange, folder_choice
from casefile.merge.receiving import receive
from casefile.merge.sending import send
from casefile.store.casebook import Casebook
from casefile.ui.folder_watch import FolderWatch
from casefile.ui.page import Desk
from casefile.ui.pages.exchange_page import ADDRESSES, FOLDER, RECEIVE, SEND, ExchangePage
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Kept, Said

Nameless = Callable[[ExchangePage], list[str]]
TODAY = dt.date(2026, 11, 24)


EXAMPLES = {"Chen Example", "Dana Example", "Erlan Example"}


def people(book: Casebook) -> set[str]:
    """Those of the people of these tests who are in a book."""
    return book.read(lambda reader: {one.text("shown_name") for one in reader.of("person")}) & EXAMPLES


def add(book: Casebook, name: str) -> RecordId:
    return book.transact(Act.ADD_PERSON, lambda writer: writer.insert("person", shown_name=name)).value


@contextmanager
def opened(path: Path, secret: str) -> Iterator[Casebook]:
    vault = Vault.open(path, Identity(secret), Clock())
    book = Casebook(vault, Clock())
    yield book
    book.close()
    vault.close()


@pytest.fixture
def other(kept_vault: Kept, tmp_path: Path) -> Iterator[Casebook]:
    """Another office, with its own keys and one person."""
    with opened(Path(shutil.copytree(kept_vault.path, tmp_path / "Almaty.casefile")), kept_vault.secret) as book:
        set_own_name(book, "Bolat Example", "Almaty")
        add(book, "Chen Example")
        yield book


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ExchangePage:
    made = ExchangePage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    return made


@pytest.fixture
def acquainted(page: ExchangePage, book: Casebook, other: Casebook) -> ExchangePage:
    """Both have each other's card and compared the words."""
    set_own_name(book, "Aisha Example", "Aktau")
    for mine, theirs in ((book, other), (other, book)):
        card = own_card(theirs, TODAY)
        address_book.add(mine, card)
        address_book.mark_compared(mine, card.name, TODAY)
    page.addresses._changed()
    return page


def bundle(other: Casebook, book: Casebook, folder: Path) -> Path:
    path = folder / "from-almaty.casefile-bundle"
    send(other, [own_card(book, TODAY)], path, Clock().now())
    return path


def texts(page: ExchangePage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def buttons(page: ExchangePage, name: str) -> list[QPushButton]:
    return [one for one in page.findChildren(QPushButton) if one.accessibleName() == name and one.isVisible()]


def press(page: ExchangePage, name: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(buttons(page, name)))
    buttons(page, name)[0].click()


def answer(page: ExchangePage, name: str) -> None:
    box = next(one for one in page.findChildren(QMessageBox) if one.isVisible())
    next(one for one in box.buttons() if one.text().replace("&", "") == name).click()


def drop(page: ExchangePage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))


def test_every_control_has_a_name(acquainted: ExchangePage, nameless: Nameless) -> None:
    for number in (RECEIVE, SEND, FOLDER, ADDRESSES):
        acquainted.tabs.show_tab(number)
        assert nameless(acquainted) == []


def test_a_card_is_made_once_somebody_says_whose_vault_it_is(
    page: ExchangePage, book: Casebook, tmp_path: Path, other: Casebook
) -> None:
    page.show_addresses()
    assert not page.own.save_button.isEnabled()
    page.own.name.setText("Aisha Example")
    page.own.name.editingFinished.emit()
    assert page.own.save_button.isEnabled()
    assert page.own.words.text() == spoken(own_card(book, TODAY))
    page.own.write(tmp_path / "aktau.card")
    assert address_book.add(other, read_card(tmp_path / "aktau.card")).name == "Aisha Example"


def test_a_dropped_card_comes_into_the_address_book_and_counts_for_nothing_before_its_words_were_compared(
    page: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    set_own_name(book, "Aisha Example", "")
    page.own.refresh()
    card = own_card(other, TODAY)
    (tmp_path / "almaty.card").write_text(card.to_json(), encoding="utf-8")
    drop(page, tmp_path / "almaty.card")
    assert page.tabs.current() == ADDRESSES
    qtbot.waitUntil(lambda: spoken(card) in texts(page))
    page.send.ticks["Bolat Example"].setChecked(True)
    assert not page.send.send_button.isEnabled()
    assert not page.folder.now_button.isEnabled()
    page.addresses.compare("Bolat Example")
    answer(page, "Cancel")
    assert not address_book.contacts(book)[0].compared
    page.addresses.compare("Bolat Example")
    answer(page, "The words are the same")
    assert address_book.contacts(book)[0].compared
    assert page.send.send_button.isEnabled()


def test_what_is_no_card_is_said_and_the_others_are_added(
    page: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "one.card").write_text("{}", encoding="utf-8")
    (tmp_path / "two.card").write_text(own_card(other, TODAY).to_json(), encoding="utf-8")
    drop(page, tmp_path / "one.card", tmp_path / "two.card", tmp_path / "gone.card")
    qtbot.waitUntil(lambda: "one.card is no card of casefile" in texts(page))
    assert "“gone.card” cannot be read." in texts(page)
    assert [one.name for one in address_book.contacts(book)] == ["Bolat Example"]


def test_whoever_was_removed_by_mistake_comes_back_as_they_were(acquainted: ExchangePage, book: Casebook) -> None:
    before = address_book.contacts(book)
    acquainted.show_addresses()
    acquainted.addresses.ask_to_remove("Bolat Example")
    answer(acquainted, "Remove")
    assert address_book.contacts(book) == []
    acquainted.addresses._bring_back(before[0])
    assert address_book.contacts(book) == before


def test_a_dropped_bundle_is_looked_at_first_then_taken_in_and_undone_as_a_whole(
    acquainted: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(acquainted, bundle(other, book, tmp_path))
    press(acquainted, "Show what would come", qtbot)
    qtbot.waitUntil(lambda: "comes from Bolat Example, Almaty" in texts(acquainted))
    assert people(book) == set()
    press(acquainted, "Take it in", qtbot)
    qtbot.waitUntil(lambda: people(book) == {"Chen Example"})
    press(acquainted, "Undo all of it", qtbot)
    qtbot.waitUntil(lambda: people(book) == set())


def test_a_damaged_bundle_and_one_for_others_are_refused_with_the_reason(
    acquainted: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    path = bundle(other, book, tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    send(other, [own_card(other, TODAY)], tmp_path / "own.casefile-bundle", Clock().now())
    drop(acquainted, path, tmp_path / "own.casefile-bundle")
    press(acquainted, "Show what would come", qtbot)
    qtbot.waitUntil(lambda: texts(acquainted).count("Nothing was taken from") == 2)
    assert not buttons(acquainted, "Take it in")
    assert people(book) == set()


def test_a_stranger_is_refused_and_only_looked_at_when_somebody_insists(
    page: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    set_own_name(book, "Aisha Example", "")
    drop(page, bundle(other, book, tmp_path))
    press(page, "Show what would come", qtbot)
    qtbot.waitUntil(lambda: "not in the address book and calls themselves" in texts(page))
    assert not buttons(page, "Take it in")
    press(page, "Look at it all the same", qtbot)
    qtbot.waitUntil(lambda: "whose words were not compared" in texts(page))
    assert address_book.contacts(book) == []
    press(page, "Take it in", qtbot)
    qtbot.waitUntil(lambda: people(book) == {"Chen Example"})
    (contact,) = address_book.contacts(book)
    assert not contact.compared


def test_a_bundle_of_what_belongs_to_somebody_goes_to_whom_it_is_for_and_tells_nothing_else(
    acquainted: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    person = add(book, "Dana Example")
    add(book, "Erlan Example")
    acquainted.make_about([person])
    assert acquainted.tabs.current() == SEND
    qtbot.waitUntil(lambda: "1 record belongs to it." in texts(acquainted))
    acquainted.send.write(tmp_path / "to-almaty.casefile-bundle")
    qtbot.waitUntil(lambda: "The bundle is written" in texts(acquainted))
    qtbot.waitUntil(lambda: "It tells of 1 record." in texts(acquainted))
    receive(other, [tmp_path / "to-almaty.casefile-bundle"], Clock().now())
    assert people(other) == {"Chen Example", "Dana Example"}


def test_a_bundle_that_cannot_be_written_is_said_and_nothing_is_left(
    acquainted: ExchangePage, said: Said, tmp_path: Path, qtbot: QtBot
) -> None:
    acquainted.tabs.show_tab(SEND)
    acquainted.send.write(tmp_path / "nowhere" / "x.casefile-bundle")
    qtbot.waitUntil(lambda: bool(said.failures))
    assert not acquainted.send.place.busy()
    assert acquainted.send.send_button.isEnabled()


def test_through_a_folder_both_get_what_they_lack(
    acquainted: ExchangePage, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    add(book, "Dana Example")
    exchange(other, folder, Clock().now())
    acquainted.tabs.show_tab(FOLDER)
    drop(acquainted, folder)
    press(acquainted, "Exchange now", qtbot)
    qtbot.waitUntil(lambda: people(book) == {"Chen Example", "Dana Example"})
    qtbot.waitUntil(lambda: "Left for the others" in texts(acquainted))
    exchange(other, folder, Clock().now())
    assert people(other) == {"Chen Example", "Dana Example"}
    assert folder_choice(book).folder == str(folder)


def test_the_folder_is_looked_into_by_itself_only_where_that_was_chosen(
    acquainted: ExchangePage, desk: Desk, book: Casebook, other: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    exchange(other, folder, Clock().now())
    watch = FolderWatch(desk, acquainted)
    choose_folder(book, FolderChoice(str(folder)))
    watch.look()
    qtbot.waitUntil(lambda: watch._job is None)
    assert people(book) == set()
    assert len(list(folder.iterdir())) == 1
    choose_folder(book, FolderChoice(str(folder), alone=True))
    watch.look()
    qtbot.waitUntil(lambda: watch._job is None)
    assert people(book) == {"Chen Example"}
    watch.stop()


def test_a_stick_that_is_pulled_out_is_told_once(
    acquainted: ExchangePage, desk: Desk, book: Casebook, said: Said, tmp_path: Path, qtbot: QtBot
) -> None:
    choose_folder(book, FolderChoice(str(tmp_path / "gone"), alone=True))
    watch = FolderWatch(desk, acquainted)
    for _turn in range(2):
        watch.look()
        qtbot.waitUntil(lambda: watch._job is None)
    assert len([line for line in said.lines if "cannot be read" in line]) == 1
    watch.stop()


def test_the_vault_itself_is_no_folder_to_exchange_through(
    acquainted: ExchangePage, book: Casebook, desk: Desk
) -> None:
    acquainted.folder.use(desk.casebook.vault.path)
    assert folder_choice(book).folder == ""
