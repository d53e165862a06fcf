"""The real window, worked through by a program. Run as a process of its own by `at_work`; prints where it stops."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPlainTextEdit, QTextEdit, QWidget

from casefile import app
from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_types
from casefile.ui.finder import Finder
from casefile.ui.main_window import MainWindow
from casefile.ui.page import FormRequest
from casefile.ui.record_form import RecordForm
from casefile.ui.shell import Shell
from casefile.ui.vault_opening import Way
from casefile.vault.vault import give_back_memory

VAULT, STEPS = Path(sys.argv[1]), sys.argv[2:]
_THROWN_AWAY = QMessageBox.ButtonRole.DestructiveRole
_TURN_MS, _TURNS = 20, 3_000


def stop(place: str) -> None:
    """Stop here until the other side has looked."""
    if sys.platform == "linux":
        # Whoever started this may look into its memory, as the system would let it if the app did not forbid it.
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    sys.stdout.write(f"{place}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def turn(milliseconds: int = _TURN_MS) -> None:
    """Let the window do what waits."""
    QTest.qWait(milliseconds)


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window go on until something is done."""
    for _turn in range(_TURNS):
        if done():
            return
        turn()
    raise TimeoutError


def main_of(shell: Shell) -> MainWindow:
    """The open window."""
    assert shell.main is not None
    return shell.main


def unlock(shell: Shell, secret: str, *, read_only: bool = False) -> None:
    """Open the vault as the unlock window does."""
    assert shell.unlock is not None
    shell.unlock.open_vault(VAULT, Way(secret, "recovery", read_only=read_only))
    wait_until(lambda: shell.main is not None)
    turn()


def type_everywhere(widget: QWidget, words: str) -> int:
    """Type into every field that can be seen and written in; gives how many there are."""
    fields = 0
    for field in widget.findChildren(QWidget):
        if not field.isVisibleTo(widget) or not field.isEnabled():
            continue
        if isinstance(field, QLineEdit) and field.echoMode() == QLineEdit.EchoMode.Normal and not field.isReadOnly():
            field.insert(words)
            fields += 1
        elif isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
            field.setFocus()
            field.insertPlainText(words)
            fields += 1
    return fields


def records(main: MainWindow) -> list[tuple[str, RecordId]]:
    """The first record of every kind."""
    found: list[tuple[str, RecordId]] = []
    for kind in record_types():
        first = main.desk.read(partial(_of, kind))[:1]
        found += [(kind, one.id) for one in first]
    return found


def _of(kind: str, reader: Reader) -> list[Snapshot]:
    return reader.of(kind)


def shut_dialogs() -> None:
    """Close what stands over the window, throwing away what was typed."""
    for _round in range(4):
        for one in QApplication.topLevelWidgets():
            if isinstance(one, QMessageBox) and one.isVisible():
                discard = [button for button in one.buttons() if one.buttonRole(button) == _THROWN_AWAY]
                (*discard, *one.buttons())[0].click()
            elif isinstance(one, QDialog) and one.isVisible():
                one.close()
        turn()


def pages(shell: Shell, words: str) -> None:
    """Every page, with words in each field of it: searches, filters, settings."""
    main = main_of(shell)
    for entry in list(main._entries.values()):
        main.show_page(entry.name)
        turn(60)
        type_everywhere(main, words)
        turn(60)
    for entry in list(main._entries.values()):
        main.show_page(entry.name)
        for field in main.findChildren(QLineEdit):
            if field.isVisibleTo(main):
                field.clear()
        turn()


def look(shell: Shell, _words: str) -> None:
    """A record of every kind, on its page or in its form, every part of the form unfolded; its history."""
    main = main_of(shell)
    for kind, record in records(main):
        main.open_record(kind, record)
        turn()
        shut_dialogs()
        form = main.open_form(FormRequest(kind, record))
        assert form is not None
        form.fields.unfold()
        turn()
        form.reject()
        turn()
        main.desk.casebook.history(record)


def find(shell: Shell, words: str) -> None:
    """The finder, with each word typed letter by letter."""
    main = main_of(shell)
    main.find_anything()
    (finder,) = [one for one in main.findChildren(Finder) if one.isVisible()]
    for letter in words:
        finder.field.insert(letter)
        turn(5)
    turn(80)
    finder.reject()
    turn()


def save(shell: Shell, words: str) -> None:
    """A new person and a new event through their forms; the first undone and brought back; a word copied."""
    main = main_of(shell)
    for kind in ("person", "event"):
        form = main.open_form(FormRequest(kind))
        assert form is not None
        type_everywhere(form, words)
        form.save()
        turn()
        shut_dialogs()
    QGuiApplication.clipboard().setText(words)
    main.undo()
    turn()
    main.redo()
    turn()


def forms(shell: Shell, words: str) -> None:
    """A new form of every kind, full of what nobody saves; some closed, some left open."""
    main = main_of(shell)
    by_kind = dict(records(main))
    for number, (kind, made) in enumerate(record_types().items()):
        target = made.facts[made.owner].target if made.owner else ""
        given = {made.owner: by_kind.get(target, NO_ID)} if made.owner else {}
        form = main.open_form(FormRequest(kind, given=given))
        if form is None:
            continue
        form.fields.unfold()
        type_everywhere(form, words)
        turn()
        # The last stays open whatever there are of them: it is what a lock finds half-typed.
        if number % 8 and number + 1 < len(record_types()):
            form.reject()
            shut_dialogs()
    assert any(isinstance(one, RecordForm) for one in main.findChildren(RecordForm))


def bug(shell: Shell, words: str) -> None:
    """A failure of casefile's own, in the event loop and in work beside it, with words in its message."""
    main = main_of(shell)

    def fail(*_given: object) -> str:
        raise ValueError(words)

    QTimer.singleShot(0, fail)
    turn(60)
    main.desk.jobs.run(fail, main.messages.say, main.messages.fail, owner=main)
    turn(200)
    said = [one.informativeText() for one in main.window().findChildren(QMessageBox)]
    assert any("ValueError" in one for one in said), said
    shut_dialogs()


def lock(shell: Shell) -> None:
    """Lock, with whatever is open."""
    main_of(shell).lock_wanted.emit()
    wait_until(lambda: shell.main is None)
    turn(300)


def sweep(_shell: Shell) -> None:
    """What the window does when it is deleted, once more when nothing of it is left."""
    give_back_memory()


STEP: dict[str, Callable[[Shell, str], None]] = {
    "pages": pages,
    "look": look,
    "find": find,
    "save": save,
    "forms": forms,
    "bug": bug,
}


def work(shell: Shell) -> None:
    """Do the steps, then close the window."""
    given = json.loads(sys.stdin.readline())
    wait_until(lambda: shell.unlock is not None)
    for step in STEPS:
        if step.startswith("stop:"):
            stop(step.removeprefix("stop:"))
        elif step in {"unlock", "read"}:
            unlock(shell, given["secret"], read_only=step == "read")
        elif step in {"lock", "sweep"}:
            # Whoever has the words in hand here would be found to hold them.
            (lock if step == "lock" else sweep)(shell)
        else:
            STEP[step](shell, bytes.fromhex(given["words"]).decode())
    shell.close()


class WorkedIn(Shell):
    """The window, and somebody who works in it."""

    def showEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)  # type: ignore[arg-type] # Qt's own event
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        try:
            work(self)
        except BaseException:  # noqa: BLE001 - told and ended at once
            # The app's own way would show it in a window that nobody sees.
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(9)


if __name__ == "__main__":
    vars(app)["Shell"] = WorkedIn
    sys.argv = ["casefile"]
    sys.exit(app.main(None))
