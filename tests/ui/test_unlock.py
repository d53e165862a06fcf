from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from casefile.base.clock import Clock
from casefile.base.errors import DamagedError, LockedError, WrongKeyError
from casefile.ui import vault_opening
from casefile.ui.jobs import Jobs
from casefile.ui.new_vault import RecoveryKit, grouped
from casefile.ui.preferences import Preferences
from casefile.ui.theme import Theme
from casefile.ui.unlock import OpenPage, UnlockWindow
from casefile.ui.vault_opening import OpenBook, Way

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NEVER = "correct horse battery stapler"


class Opened:
    """Stands for an open book."""

    class Vault:
        path = Path("Training.casefile")
        name = "Training"

    vault = Vault()
    recovery = ""
    closed = False

    def close(self) -> None:
        self.closed = True


class Opening:
    """Stands for the work of opening: keeps the ways it was asked, and answers as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ways: list[tuple[str, Way]] = []
        self.threads: set[str] = set()
        self.working = threading.Event()
        self.slow = False
        self.answer: BaseException | OpenBook = cast("OpenBook", Opened())
        monkeypatch.setattr(vault_opening, "open_vault", self.open)

    def open(self, path: Path, way: Way, _clock: Clock, cancelled: Callable[[], bool]) -> OpenBook:
        self.ways.append((path.name, way))
        self.threads.add(threading.current_thread().name)
        self.working.set()
        while self.slow and not cancelled():
            time.sleep(0.01)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    return Opening(monkeypatch)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    made = Preferences(tmp_path / "casefile.ini")
    for name in ("Zhanaozen", "Training"):
        folder = tmp_path / f"{name}.casefile"
        folder.mkdir()
        made.remember(folder)
    return made


@pytest.fixture
def window(theme: Theme, preferences: Preferences, qtbot: QtBot) -> Iterator[UnlockWindow]:
    jobs = Jobs()
    made = UnlockWindow(theme, preferences, jobs, Clock())
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.close()


def press(within: QWidget, text: str) -> None:
    found = [button for button in within.findChildren(QPushButton) if button.text() == text and button.isVisible()]
    assert found, text
    found[0].click()


def texts(within: QWidget) -> str:
    return "\n".join(label.text() for label in within.findChildren(QLabel) if label.isVisible())


def test_the_vault_opened_last_is_offered_first(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.open_page._field.field, NEVER)
    with qtbot.waitSignal(window.opened):
        qtbot.keyClick(window.open_page._field.field, Qt.Key.Key_Return)
    assert opening.ways == [("Training.casefile", Way(NEVER))]


def test_the_key_is_derived_in_another_thread(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    window.open_page._field.field.setText(NEVER)
    with qtbot.waitSignal(window.opened):
        press(window, "Open")
    assert threading.main_thread().name not in opening.threads


def test_another_vault_is_chosen_with_the_arrow_keys(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    first, second = window.open_page.vaults.buttons
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert window.open_page._field.field.hasFocus()
    window.open_page._field.field.setText(NEVER)
    with qtbot.waitSignal(window.opened):
        press(window, "Open")
    assert opening.ways[0][0] == "Zhanaozen.casefile"


def test_a_wrong_passphrase_is_told_at_the_field_and_can_be_typed_again(
    window: UnlockWindow, opening: Opening, qtbot: QtBot
) -> None:
    opening.answer = WrongKeyError("This passphrase does not open the vault.")
    window.open_page._field.field.setText(NEVER)
    press(window, "Open")
    qtbot.waitUntil(lambda: "does not open" in texts(window))
    assert window.open_page._field.text() == NEVER
    qtbot.keyClicks(window.open_page._field.field, "x")
    assert "does not open" not in texts(window)


def test_an_empty_passphrase_asks_for_it_and_opens_nothing(window: UnlockWindow, opening: Opening) -> None:
    press(window, "Open")
    assert "Type the passphrase of “Training”." in texts(window)
    assert opening.ways == []


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Open for reading only", Way(NEVER, read_only=True)),
        ("It is closed there: take over", Way(NEVER, take_over=True)),
    ],
)
def test_a_locked_vault_offers_what_can_be_done(
    text: str, way: Way, window: UnlockWindow, opening: Opening, qtbot: QtBot
) -> None:
    opening.answer = LockedError("Another computer is writing in this vault.")
    window.open_page._field.field.setText(NEVER)
    press(window, "Open")
    qtbot.waitUntil(lambda: "Another computer" in texts(window))
    opening.answer = cast("OpenBook", Opened())
    with qtbot.waitSignal(window.opened):
        press(window, text)
    assert opening.ways[-1][1] == way


def test_a_damaged_vault_is_told_in_its_own_words(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    opening.answer = DamagedError("The vault's database is missing.")
    window.open_page._field.field.setText(NEVER)
    press(window, "Open")
    qtbot.waitUntil(lambda: "database is missing" in texts(window))


def test_a_bug_while_opening_shows_no_passphrase(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    opening.answer = ValueError(f"cannot use {NEVER}")
    window.open_page._field.field.setText(NEVER)
    press(window, "Open")
    qtbot.waitUntil(lambda: "ValueError" in texts(window))
    assert NEVER not in texts(window)


def test_a_recovery_kit_opens_instead_of_the_passphrase(window: UnlockWindow, opening: Opening, qtbot: QtBot) -> None:
    press(window, "Use a recovery kit instead")
    window.open_page._field.field.setText("AGE-SECRET-KEY-1 ABC")
    with qtbot.waitSignal(window.opened):
        press(window, "Open")
    assert opening.ways[0][1].kind == "recovery"


def test_what_was_typed_is_forgotten_when_the_vault_is_open(
    window: UnlockWindow, opening: Opening, qtbot: QtBot
) -> None:
    del opening
    window.open_page._field.field.setText(NEVER)
    with qtbot.waitSignal(window.opened):
        press(window, "Open")
    assert window.open_page._field.text() == ""


def test_nothing_of_a_vault_but_its_name_and_place_can_be_read(window: UnlockWindow, tmp_path: Path) -> None:
    shown = [button.accessibleName() for button in window.open_page.vaults.buttons]
    assert shown == [f"Training, {tmp_path}", f"Zhanaozen, {tmp_path}"]


def test_without_a_vault_the_first_thing_to_do_is_to_make_one(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    page = OpenPage(theme, Preferences(tmp_path / "none.ini"))
    qtbot.addWidget(page)
    page.show()
    assert "Welcome" in texts(page)
    with qtbot.waitSignal(page.new_wanted):
        press(page, "Make a new vault")
    with qtbot.waitSignal(page.demo_wanted):
        press(page, "Look at the demonstration")


def test_a_vault_on_the_command_line_is_asked_for(window: UnlockWindow, tmp_path: Path) -> None:
    other = tmp_path / "Other.casefile"
    other.mkdir()
    window.show_vault(other)
    first = window.open_page.vaults.buttons[0]
    assert first.path == other
    assert first.accessibleDescription() == "chosen"


def test_the_honest_text_on_a_lost_passphrase_is_shown_before_one_is_made(window: UnlockWindow) -> None:
    assert "A lost passphrase cannot be reset." in texts(window)
    press(window, "Make a new vault")
    assert "the vault stays closed for ever" in texts(window)


def fill(window: UnlockWindow, name: str, first: str, second: str) -> None:
    press(window, "Make a new vault")
    window.new_page.name.setText(name)
    window.new_page.first.field.setText(first)
    window.new_page.second.field.setText(second)
    press(window, "Make the vault")


GOOD = "seven brown lamps walk home"


@pytest.mark.parametrize(
    ("name", "first", "second", "said"),
    [
        ("", GOOD, GOOD, "Give the vault a name"),
        ("a/b", GOOD, GOOD, "Give the vault a name"),
        ("Cases", "12345", "12345", "This could be guessed"),
        ("Cases", GOOD, GOOD + "s", "The two are not the same."),
    ],
)
def test_a_vault_is_not_made_before_all_is_right(
    name: str, first: str, second: str, said: str, window: UnlockWindow, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(window.new_page.wanted):
        fill(window, name, first, second)
    qtbot.waitUntil(lambda: said in texts(window))


def test_a_new_vault_with_a_recovery_kit_shows_it_once_before_it_opens(
    window: UnlockWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, str, bool]] = []
    secret = "AGE-SECRET-KEY-1ABCDEFGHIJKLMNOP"

    def create(path: Path, passphrase: str, _clock: Clock, *, recovery: bool, cancelled: object) -> OpenBook:
        del cancelled
        asked.append((path, passphrase, recovery))
        made = Opened()
        made.recovery = secret
        return cast("OpenBook", made)

    monkeypatch.setattr(vault_opening, "create_vault", create)
    window.new_page.set_folder(tmp_path)
    with qtbot.assertNotEmitted(window.opened):
        fill(window, "Cases", GOOD, GOOD)
        qtbot.waitUntil(lambda: grouped(secret) in texts(window))
    assert asked == [(tmp_path / "Cases.casefile", GOOD, True)]
    kit = window.findChild(RecoveryKit)
    assert isinstance(kit, RecoveryKit)
    go_on = next(button for button in kit.findChildren(QPushButton) if button.text() == "Go on")
    assert not go_on.isEnabled()
    kit.kept.setChecked(True)
    with qtbot.waitSignal(window.opened):
        go_on.click()


def test_a_narrow_window_leaves_the_panel_out(window: UnlockWindow) -> None:
    panel = window.findChild(QWidget, "brand")
    assert isinstance(panel, QWidget)
    assert panel.isVisible()
    window.resize(700, 600)
    assert not panel.isVisible()


def test_every_control_of_the_window_has_a_name(window: UnlockWindow) -> None:
    named: Callable[[QWidget], str] = lambda widget: widget.accessibleName()  # noqa: E731 - one line says it
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.inherits("QStackedWidget")
    ]
    nameless = [
        type(widget).__name__ for widget in controls if not named(widget) and not getattr(widget, "text", str)()
    ]
    assert nameless == []


def test_opening_can_be_cancelled_and_what_was_opened_all_the_same_is_closed_again(
    window: UnlockWindow, opening: Opening, qtbot: QtBot
) -> None:
    opening.slow = True
    opened = Opened()
    opening.answer = cast("OpenBook", opened)
    with qtbot.assertNotEmitted(window.opened):
        window.open_page._field.field.setText(NEVER)
        press(window, "Open")
        qtbot.waitUntil(opening.working.is_set)
        press(window, "Cancel")
        assert window.open_page.isVisible()
        qtbot.waitUntil(lambda: opened.closed)
