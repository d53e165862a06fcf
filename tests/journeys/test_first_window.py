"""From the first start to the second opening: what a monitor does on the first day, with the real window and vault."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from casefile.ui.list_pane import ListPane
from casefile.ui.main_window import MainWindow
from casefile.ui.pages.person_view import PersonView
from casefile.ui.quick_add import QuickAdd
from casefile.ui.record_form import RecordForm
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from casefile.ui.shell import Shell

Seen = TypeVar("Seen", bound=QWidget)
PASSPHRASE = "copper lantern seven orchard window"
"""Milliseconds to wait for a key: it is made slowly on purpose, and the machine may be busy."""
LATIN, FAMILY, CYRILLIC = "Zhanar Primerova", "Primerova", "Жанар Примерова"
ACCESS = 2


def main_of(shell: Shell) -> MainWindow:
    assert shell.main is not None
    return shell.main


def the(kind: type[Seen], within: QWidget, name: str = "") -> Seen:
    """The one widget of a kind that can be seen, or the one that is called so."""
    (found,) = [
        one
        for one in within.findChildren(kind)
        if isinstance(one, kind) and one.isVisible() and name in {"", one.accessibleName()}
    ]
    return found


def press(within: QWidget, name: str) -> None:
    QTest.mouseClick(the(QPushButton, within, name), Qt.MouseButton.LeftButton)


def give_keyboard(window: QWidget) -> None:
    """A window manager gives the keyboard back when a form is closed; the platform without a screen does not."""
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    if QApplication.activeWindow() is None:
        window.window().activateWindow()
        assert QTest.qWaitForWindowActive(window.window())


def key(window: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key arrives where the keyboard is, or else at the window."""
    give_keyboard(window)
    at = QApplication.focusWidget()
    QTest.keyClick(window.window() if at is None else at, pressed, held)


def control(window: QWidget, pressed: Qt.Key) -> None:
    key(window, pressed, Qt.KeyboardModifier.ControlModifier)


def open_form(main: MainWindow) -> RecordForm:
    return the(RecordForm, main)


def type_into(form: RecordForm, field: str, words: str) -> None:
    """Type into a field by its name, and go on to the next."""
    target = form.fields.rows[field].editor.focusProxy()
    assert target is not None
    target.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(target, words)
    QTest.keyClick(target, Qt.Key.Key_Tab)


def toast(main: MainWindow) -> str:
    found = main.findChild(QWidget, "toast")
    assert isinstance(found, QWidget)
    said = found.findChild(QLabel)
    assert isinstance(said, QLabel)
    return said.text() if found.isVisible() else ""


def listed(main: MainWindow) -> list[str]:
    model = the(ListPane, main).list.records
    return [str(model.index(number).data()) for number in range(model.rowCount())]


def search(main: MainWindow, words: str) -> None:
    """Ctrl+F, then the words; typed as an input method would, since a test has no Cyrillic keyboard."""
    control(main, Qt.Key.Key_F)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert(words)


def shown_refusals(main: MainWindow) -> int:
    return sum(one.accessibleName().startswith("Visit, Refused") for one in main.findChildren(QPushButton))


def every_text() -> list[str]:
    """All that any widget of the app shows or says."""
    found: list[str] = []
    for one in QApplication.allWidgets():
        found += [one.windowTitle(), one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        if isinstance(one, QLabel | QLineEdit | QAbstractButton):
            found.append(one.text())
        elif isinstance(one, QComboBox):
            found.append(one.currentText())
        elif isinstance(one, QPlainTextEdit):
            found.append(one.toPlainText())
        found += [action.text() for action in one.actions()]
    return found


def make_vault(shell: Shell, folder: Path, qtbot: QtBot) -> None:
    assert shell.unlock is not None
    press(shell.unlock, "Make a new vault")
    page = shell.unlock.new_page
    page.set_folder(folder)
    QTest.keyClicks(page.name, "First case")
    QTest.keyClicks(page.first.field, PASSPHRASE)
    QTest.keyClicks(page.second.field, PASSPHRASE)
    page.recovery.click()
    press(page, "Make the vault")
    qtbot.waitUntil(lambda: shell.main is not None and shell.main.isVisible())
    main_of(shell).show_page("people")


def add_person(main: MainWindow) -> None:
    control(main, Qt.Key.Key_N)
    QTest.keyClick(the(QuickAdd, main).field, Qt.Key.Key_Return)
    form = open_form(main)
    type_into(form, "shown_name", LATIN)
    type_into(form, "invented", "Yes")
    control(form, Qt.Key.Key_S)


def record_refusal(main: MainWindow) -> None:
    view = the(PersonView, main)
    # The header was made anew when the person was; the newest is the one that is shown next.
    *_older, add = [one for one in view.findChildren(QPushButton) if "Add entry" in one.text()]
    (action,) = [one for one in add.menu().actions() if one.text() == "Access to a lawyer"]
    action.trigger()
    form = open_form(main)
    for field, words in (("access_kind", "Visit"), ("occurred", "2026-05-02"), ("outcome", "Refused")):
        type_into(form, field, words)
    press(form, "Save")


def unlock(shell: Shell, qtbot: QtBot) -> None:
    # The window shows its new part in its own time.
    qtbot.waitUntil(lambda: shell.unlock is not None and shell.unlock.isVisible())
    assert shell.unlock is not None
    field = the(QLineEdit, shell.unlock)
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.main is not None and shell.main.isVisible())
    main_of(shell).show_page("people")


def watched(main: MainWindow) -> dict[str, Callable[[], object]]:
    """Weak references to all that must be gone after a lock."""
    return {
        "window": weakref.ref(main),
        "book": weakref.ref(main.desk.casebook),
        "vault": weakref.ref(main.desk.casebook.vault),
        **{f"page {name}": weakref.ref(page) for name, page in main._pages.items()},
    }


def work(shell: Shell, qtbot: QtBot) -> dict[str, Callable[[], object]]:
    """Add somebody, record a refusal, find the person in another script, undo. Returns what a lock must take away."""
    main = main_of(shell)
    assert listed(main) == []
    add_person(main)
    qtbot.waitUntil(lambda: listed(main) == [LATIN])
    assert toast(main) == "Added a person"

    record_refusal(main)
    qtbot.waitUntil(lambda: toast(main) == "Recorded access to a lawyer")
    tabs = the(PersonView, main).findChild(Tabs)
    assert isinstance(tabs, Tabs)
    tabs.show_tab(ACCESS)
    assert shown_refusals(main) == 1

    search(main, "Тихонов")
    qtbot.waitUntil(lambda: listed(main) == [])
    search(main, CYRILLIC)
    qtbot.waitUntil(lambda: listed(main) == [LATIN])
    key(main, Qt.Key.Key_Down)

    control(main, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: toast(main) == "Undone: Recorded access to a lawyer")
    qtbot.waitUntil(lambda: shown_refusals(main) == 0)
    assert listed(main) == [LATIN]
    return watched(main)


def test_the_first_day_from_a_new_vault_to_the_second_opening(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    make_vault(shell, tmp_path, qtbot)
    assert (tmp_path / "First case.casefile").is_dir()
    assert shell.windowTitle().startswith("First case")
    living = work(shell, qtbot)
    assert [text for text in every_text() if FAMILY in text]

    control(shell, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: shell.main is None)
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    gc.collect()
    assert [name for name, ref in living.items() if ref() is not None] == []
    assert [text for text in every_text() if FAMILY in text or CYRILLIC in text] == []
    assert FAMILY.encode() not in (tmp_path / "casefile.ini").read_bytes()

    unlock(shell, qtbot)
    main = main_of(shell)
    search(main, CYRILLIC)
    key(main, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(main) == [LATIN])
    assert [text for text in every_text() if FAMILY in text]
    assert the(PersonView, main).isVisible()


class WindowsShown(QObject):
    """Keeps the kinds of the windows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


def test_nothing_but_a_form_is_shown_as_a_window_of_its_own(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    seen = WindowsShown()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(seen)
    make_vault(shell, tmp_path, qtbot)
    main = main_of(shell)
    control(main, Qt.Key.Key_N)
    QTest.keyClick(the(QuickAdd, main).field, Qt.Key.Key_Return)
    open_form(main).reject()
    assert seen.kinds == ["QuickAdd", "RecordForm"]
