from __future__ import annotations

import ast
import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QScrollArea, QTabBar, QWidget

from casefile.app import pages
from casefile.base.clock import Clock, RecordId
from casefile.base.i18n import language
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.store.casebook import Casebook
from casefile.ui import vault_opening
from casefile.ui.facet_popover import FacetPopover
from casefile.ui.list_pane import ListPane
from casefile.ui.main_window import MainWindow
from casefile.ui.page import FormRequest
from casefile.ui.preferences import Preferences
from casefile.ui.record_table import RecordList
from casefile.ui.shell import Shell
from casefile.ui.theme import Theme
from casefile.ui.vault_opening import OpenBook, Way

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

# Turned around, so that no line of this file holds it.
PLANTED = "tseTAfOnosrePdetnalP"[::-1]
SOURCE = Path(vault_opening.__file__).parent.parent


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "casefile.ini")
    made.look = "light"
    return made


@pytest.fixture
def shell(preferences: Preferences, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    del theme
    # Loading beside the window is measured elsewhere; here everything is loaded already.
    monkeypatch.setattr("casefile.ui.shell.warm_up", lambda: None)
    made = Shell(preferences, Clock(), pages)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.lock()


@pytest.fixture
def opened(vault_path: Path, secret: str) -> OpenBook:
    return vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())


def spoken(code: str) -> bool:
    return language().code == code


def plant(book: Casebook) -> RecordId:
    def work(writer: Writer) -> RecordId:
        person = writer.insert("person", shown_name=PLANTED)
        writer.insert("event", title=f"Arrest of {PLANTED}")
        writer.insert("place", shown_name=f"House of {PLANTED}")
        return person

    return book.transact(Act.ADD_PERSON, work).value


def test_a_vault_is_opened_in_the_window_and_locked_again(
    shell: Shell, vault_path: Path, secret: str, qtbot: QtBot
) -> None:
    assert shell.unlock is not None
    shell.unlock.open_page.wanted.emit(vault_path, Way(secret, "recovery"))
    qtbot.waitUntil(lambda: shell.main is not None)
    assert shell.windowTitle().startswith("case")
    shell.lock()
    assert shell.main is None
    assert shell.unlock is not None
    assert shell.centralWidget() is shell.unlock


def open_table(main: MainWindow) -> None:
    """Narrow the list of people and make a table of it, with all open that can be chosen from."""
    pane = main._pages["people"].findChild(ListPane)
    assert isinstance(pane, ListPane)
    pane.set_wide(wide=True)
    if pane.facets is not None and pane.table is not None:
        pane.facets.turn("sex", "", on=True)
        pane.table.choose_columns()


def test_a_machine_about_to_sleep_finds_the_vault_locked_and_the_screen_empty(
    shell: Shell, opened: OpenBook, qtbot: QtBot
) -> None:
    shell.show_book(opened)
    with qtbot.waitExposed(shell):
        shell.show()
    shell.sleep_watch.on_sleep(going=True)
    assert shell.main is None
    assert shell.centralWidget() is shell.unlock


def test_after_a_lock_nothing_of_the_vault_can_be_reached(
    shell: Shell, vault_path: Path, secret: str, qtbot: QtBot
) -> None:
    # Opened here, since a fixture would itself hold on to it.
    opened = vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())
    person = plant(opened.casebook)
    shell.show_book(opened)
    main = shell.main
    assert main is not None
    for name in ("people", "events", "place", "history", "settings"):
        main.show_page(name)
        qtbot.wait(5)
        main.grab()
    main.open_record("person", person)
    open_table(main)
    main.open_form(FormRequest("person", person))
    main.find_anything()
    main.grab()
    watched: dict[str, weakref.ref[object]] = {
        "book": weakref.ref(opened.casebook),
        "vault": weakref.ref(opened.vault),
        "window": weakref.ref(main),
        "desk": weakref.ref(main.messages),
        **{f"page {name}": weakref.ref(page) for name, page in main._pages.items()},
    }
    inner = [weakref.ref(widget) for widget in main.findChildren(QWidget)]
    del main, opened
    shell.lock()
    qtbot.wait(20)
    gc.collect()
    assert [name for name, ref in watched.items() if ref() is not None] == []
    assert [type(ref()).__name__ for ref in inner if ref() is not None] == []


def test_filters_that_are_open_go_with_the_lock_while_they_count(
    shell: Shell, vault_path: Path, secret: str, qtbot: QtBot
) -> None:
    opened = vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())
    plant(opened.casebook)
    shell.show_book(opened)
    watched: list[weakref.ref[object]] = [weakref.ref(opened.casebook), *open_filters(shell)]
    del opened
    shell.lock()

    def left() -> list[str]:
        gc.collect()
        return [type(ref()).__name__ for ref in watched if ref() is not None]

    qtbot.waitUntil(lambda: not left())


def open_filters(shell: Shell) -> list[weakref.ref[object]]:
    """Open the filters of the list of people, and say what must be gone later."""
    main = shell.main
    assert main is not None
    main.show_page("people")
    pane = main._pages["people"].findChild(ListPane)
    assert isinstance(pane, ListPane)
    if pane.facets is not None:
        pane.facets.open()
    return [weakref.ref(one) for one in (main, pane, main.findChild(FacetPopover))]


def test_after_a_lock_no_text_of_the_vault_is_left_among_the_objects(
    shell: Shell, vault_path: Path, secret: str, qtbot: QtBot
) -> None:
    opened = vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())
    person = plant(opened.casebook)
    shell.show_book(opened)
    assert shell.main is not None
    shell.main.open_record("person", person)
    shell.main.grab()
    del opened
    shell.lock()
    qtbot.wait(20)
    gc.collect()
    left = [
        held
        for holder in gc.get_objects()
        if isinstance(holder, dict | list | tuple)
        for held in (holder.values() if isinstance(holder, dict) else holder)
        if isinstance(held, str) and PLANTED in held and held is not PLANTED
    ]
    assert left == []


def test_the_window_can_be_opened_and_locked_again_and_again(
    shell: Shell, vault_path: Path, secret: str, qtbot: QtBot
) -> None:
    for _round in range(3):
        shell.show_book(vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock()))
        qtbot.wait(1)
        shell.lock()
        qtbot.wait(1)
    assert shell.unlock is not None


def test_the_keyboard_begins_at_the_passphrase_and_goes_on_to_the_list(
    preferences: Preferences, theme: Theme, vault_path: Path, secret: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    del theme
    monkeypatch.setattr("casefile.ui.shell.warm_up", lambda: None)
    preferences.remember(vault_path)
    made = Shell(preferences, Clock(), pages)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    assert made.unlock is not None
    assert QApplication.focusWidget() is made.unlock.open_page._field.field
    opened = vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())
    plant(opened.casebook)
    made.show_book(opened)
    assert made.main is not None
    begun = QApplication.focusWidget()
    assert isinstance(begun, QPushButton)
    assert made.main.current_page() == "home"
    assert "Lawyer refused" in begun.text()
    made.main.show_page("people")
    assert isinstance(QApplication.focusWidget(), RecordList)
    made.lock()
    assert made.unlock is not None
    assert QApplication.focusWidget() is made.unlock.open_page._field.field
    assert made.windowTitle() == "Casefile"


def test_locking_what_is_locked_does_nothing(shell: Shell) -> None:
    before = shell.unlock
    shell.lock()
    assert shell.unlock is before


def test_closing_the_window_closes_the_vault(shell: Shell, opened: OpenBook, vault_path: Path, secret: str) -> None:
    shell.show_book(opened)
    shell.close()
    again = vault_opening.open_vault(vault_path, Way(secret, "recovery"), Clock())
    again.close()


def test_another_language_builds_the_window_again_over_the_same_book(
    shell: Shell, opened: OpenBook, preferences: Preferences, qtbot: QtBot
) -> None:
    shell.show_book(opened)
    assert shell.main is not None
    shell.main.show_page("settings")
    old = weakref.ref(shell.main)
    preferences.language = "ru"
    shell.main.preferences_changed.emit()
    qtbot.waitUntil(lambda: language().code == "ru")
    assert shell.main.current_page() == "settings"
    preferences.language = "en"
    shell.main.preferences_changed.emit()
    qtbot.waitUntil(lambda: language().code == "en")
    qtbot.waitUntil(lambda: gc.collect() >= 0 and old() is None)
    # The windows that were built before hear of nothing any more.
    plant(opened.casebook)


def test_arabic_turns_the_window_round_and_english_turns_it_back(
    shell: Shell, opened: OpenBook, preferences: Preferences, qtbot: QtBot
) -> None:
    shell.show_book(opened)
    for code, way in (("ar", Qt.LayoutDirection.RightToLeft), ("en", Qt.LayoutDirection.LeftToRight)):
        assert shell.main is not None
        preferences.language = code
        shell.main.preferences_changed.emit()
        qtbot.waitUntil(partial(spoken, code))
        assert shell.main.layoutDirection() == way


def test_another_rest_builds_nothing_again(
    shell: Shell, opened: OpenBook, preferences: Preferences, qtbot: QtBot
) -> None:
    shell.show_book(opened)
    before = shell.main
    assert before is not None
    preferences.lock_minutes = 20
    before.preferences_changed.emit()
    qtbot.wait(5)
    assert shell.main is before


def nameless(main: QWidget) -> list[str]:
    """The controls shown that the keyboard reaches and a screen reader has no word for."""
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in main.findChildren(QWidget)
        if widget.isVisibleTo(main)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not isinstance(widget.parent(), QComboBox)
        and not isinstance(widget, QScrollArea | QTabBar)
    ]


def test_every_page_can_be_shown_and_every_control_on_it_has_a_name(shell: Shell, opened: OpenBook) -> None:
    person = plant(opened.casebook)
    shell.show_book(opened)
    assert shell.main is not None
    entries = pages(Preferences(Path("unused.ini")))
    for entry in entries:
        shell.main.show_page(entry.name)
        assert shell.main.current_page() == entry.name
        assert nameless(shell.main) == [], entry.name
    kinds = [kind for entry in entries for kind in entry.kinds]
    assert len(kinds) == len(set(kinds))
    form = shell.main.open_form(FormRequest("person", person))
    assert form is not None
    form.fields.unfold()
    assert nameless(form) == []


def test_the_unlock_window_is_shown_before_anything_heavy_is_loaded() -> None:
    probe = (
        "import sys, casefile.app, casefile.ui.unlock\n"
        "print([name for name in ('sqlalchemy', 'sqlmodel', 'sqlcipher3', 'pyrage', 'babel', 'reportlab', 'alembic',"
        " 'casefile.casework.record', 'casefile.store.casebook') if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.stdout.strip() == "[]"


def test_no_window_pumps_the_events_itself() -> None:
    pumping = {
        path.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"processEvents", "exec_"}
    }
    assert pumping == set()


def test_the_style_sheet_is_set_once_and_by_the_theme() -> None:
    setting = {
        path.name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "setStyleSheet"
    }
    assert setting == {"theme.py"}
    assert QApplication.instance() is not None
