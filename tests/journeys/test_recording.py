"""Recording by keyboard alone, with the real window: a refused lawyer, a lock in mid-sentence, and the undo of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.custody import record_custody
from casefile.casework.people import add_person
from casefile.ui import drafts
from casefile.ui.main_window import MainWindow
from casefile.ui.quick_add import QuickAdd, QuickForm
from casefile.ui.vault_opening import Way, create_vault, open_vault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from casefile.ui.shell import Shell

Seen = TypeVar("Seen", bound=QWidget)
PASSPHRASE = "copper lantern seven orchard window"


def main_of(shell: Shell) -> MainWindow:
    assert shell.main is not None
    return shell.main


def the(kind: type[Seen], within: QWidget) -> Seen:
    (found,) = [one for one in within.findChildren(kind) if isinstance(one, kind) and one.isVisible()]
    return found


def focus() -> QWidget:
    """Where keys go."""
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    found = QApplication.focusWidget()
    assert isinstance(found, QWidget)
    return found


def keys(text: str) -> None:
    """Type where the keyboard is; letters no test keyboard has are put in as an input method would."""
    at = focus()
    if isinstance(at, QLineEdit) and not text.isascii():
        at.insert(text)
        at.textEdited.emit(at.text())
    else:
        QTest.keyClicks(at, text)


def key(pressed: Qt.Key) -> None:
    QTest.keyClick(focus(), pressed)


def toast(main: MainWindow) -> str:
    found = main.findChild(QWidget, "toast")
    assert isinstance(found, QWidget)
    said = found.findChild(QLabel)
    assert isinstance(said, QLabel)
    return said.text() if found.isVisible() else ""


def held(writer: Writer) -> RecordId:
    person = add_person(writer, "Жанар Примерова", invented="yes")
    record_custody(writer, person, "2026-05-01")
    return person


def ready(main: MainWindow, qtbot: QtBot) -> QuickForm:
    """The quick form that is open, with the keyboard in it."""
    form = the(QuickForm, main)

    def has_keyboard() -> bool:
        at: QWidget | None = QApplication.focusWidget()
        return at is not None and form.isAncestorOf(at)

    qtbot.waitUntil(has_keyboard)
    return form


def quick(main: MainWindow, digit: Qt.Key, qtbot: QtBot) -> QuickForm:
    """Ctrl+N and a digit."""
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    # A window manager gives the keyboard back when a form is closed; the platform without a screen does not.
    main.window().activateWindow()
    assert QTest.qWaitForWindowActive(main.window())
    QTest.keyClick(QApplication.focusWidget() or main.window(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    palette = the(QuickAdd, main)
    QTest.qWaitForWindowActive(palette)
    QTest.keyClick(palette.field, digit)
    return ready(main, qtbot)


def test_a_refused_lawyer_by_keyboard_alone_and_a_lock_in_mid_sentence(
    shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    shell.show_book(create_vault(tmp_path / "case", PASSPHRASE, Clock(), recovery=False))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    book = main.desk.casebook
    person = book.transact(Act.ADD_PERSON, held).value

    quick(main, Qt.Key.Key_1, qtbot)
    keys("примерова")
    key(Qt.Key.Key_Tab)
    keys("Quarantine")
    key(Qt.Key.Key_Return)
    (visit,) = book.read(lambda reader: reader.of("lawyer_access"))
    assert (visit.link("person"), visit.text("outcome"), visit.text("reason_given")) == (
        person,
        "refused",
        "Quarantine",
    )
    assert toast(main).startswith("A lawyer was refused access to Жанар Примерова on ")

    quick(main, Qt.Key.Key_3, qtbot)
    keys("Primerova")
    key(Qt.Key.Key_Tab)
    keys("No visits until the trial, the inv")
    shell.lock()
    assert shell.main is None
    shell.show_book(open_vault(tmp_path / "case.casefile", Way(PASSPHRASE), Clock()))
    main = main_of(shell)
    qtbot.waitUntil(main.isVisible)
    book = main.desk.casebook
    (kept,) = drafts.kept(book)
    main.open_draft(kept)
    ready(main, qtbot)
    keys("estigator said")
    key(Qt.Key.Key_Return)
    (refusal,) = book.read(lambda reader: reader.of("family_visit"))
    assert (refusal.link("person"), refusal.text("reason_given")) == (
        person,
        "No visits until the trial, the investigator said",
    )
    assert drafts.kept(book) == []
    main.undo()
    assert book.read(lambda reader: reader.count("family_visit")) == 0
