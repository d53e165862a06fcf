"""The one window of the app: the unlock window before a vault is open, the main window while it is.

Locking takes the main window away, closes the book, then the vault, and deletes the page tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from casefile.base.i18n import language, set_language
from casefile.ui.jobs import Jobs, Progress
from casefile.ui.sleep_watch import SleepWatch
from casefile.ui.theme import Theme, load_fonts
from casefile.ui.unlock import UnlockWindow
from casefile.ui.vault_opening import OpenBook, warm_up

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from casefile.base.clock import Clock
    from casefile.ui.main_window import MainWindow
    from casefile.ui.page import PageEntry
    from casefile.ui.preferences import Preferences

_WIDTH, _HEIGHT = 1440, 900
_LEAST_WIDTH, _LEAST_HEIGHT = 900, 500
"""A screen of 1920 to 1080 points shows everything twice as large."""
_AFTER_PAINT_MS = 60

PagesMaker = Callable[["Preferences"], Sequence["PageEntry"]]


class Shell(QMainWindow):
    """The one window of the app, and what it is made of.

    Args:
        preferences: What this computer remembers.
        clock: Time and ids.
        pages: Makes the pages of the rail; called when a vault is opened.
        own_language: The account's language, used where none was chosen.
    """

    def __init__(self, preferences: Preferences, clock: Clock, pages: PagesMaker, *, own_language: str = "en") -> None:
        super().__init__()
        self._pages = pages
        self._preferences = preferences
        self._clock = clock
        self._own_language = own_language
        self._jobs = Jobs(self)
        self._open: OpenBook | None = None
        self.main: MainWindow | None = None
        self.unlock: UnlockWindow | None = None
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self.resize(_WIDTH, _HEIGHT)
        room = self.screen().availableSize()
        if not self.restoreGeometry(preferences.geometry) and (room.width() <= _WIDTH or room.height() <= _HEIGHT):
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.theme = Theme()
        self._dress()
        self.show_unlock()
        self.sleep_watch = SleepWatch(self)
        self.sleep_watch.going.connect(self._lock_before_sleep)
        # What an open vault needs is loaded once the window has been painted.
        self._later = QTimer(self, singleShot=True, interval=_AFTER_PAINT_MS)
        self._later.timeout.connect(self._warm_up)
        self._later.start()

    def show_unlock(self, vault: Path | None = None) -> None:
        """Show the unlock window, asking for the passphrase of `vault` if one is given."""
        self.unlock = UnlockWindow(self.theme, self._preferences, self._jobs, self._clock)
        self.unlock.opened.connect(self.show_book)
        self.setCentralWidget(self.unlock)
        self.setWindowTitle("Casefile")
        if vault is not None:
            self.unlock.show_vault(vault)
        # Only now: the keyboard goes where it was put within the window that is shown.
        self.unlock.take_keyboard()

    def show_book(self, opened: OpenBook) -> None:
        """Show an open vault."""
        self._open = opened
        self.unlock = None
        self._show_main("")

    def lock(self) -> None:
        """Close the vault and forget all that was read from it."""
        if self._open is None:
            return
        path = self._open.vault.path
        self._close_book()
        # The new central widget takes the place of the old one, which Qt deletes when this event has been dealt with.
        self.show_unlock(path)

    def _lock_before_sleep(self) -> None:
        self.lock()
        # The screen shows the unlock window before the machine is let go.
        self.repaint()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross locks the vault and ends the app."""
        self._preferences.geometry = self.saveGeometry()
        self._later.stop()
        self._close_book()
        self._jobs.close()
        super().closeEvent(event)

    def tell_bug(self, error: BaseException) -> None:
        """Say that casefile itself failed, without a value of what it was working on; the window stays."""
        from casefile.ui.messages import Messages  # noqa: PLC0415 - only where something went wrong

        Messages(self).fail(error)

    def _close_book(self) -> None:
        opened, self._open = self._open, None
        main, self.main = self.main, None
        if main is not None:
            main.put_away()
            main.destroyed.connect(_sweep)
        if opened is not None:
            opened.close()

    def _show_main(self, page: str) -> None:
        from casefile.ui.main_window import MainWindow  # noqa: PLC0415 - loaded by warm_up while somebody types

        if self._open is None:
            return
        self.main = MainWindow(
            self._open.casebook,
            self._clock,
            self.theme,
            Jobs(self),
            self._pages(self._preferences),
            lock_minutes=self._preferences.lock_minutes,
        )
        self.main.lock_wanted.connect(self.lock, Qt.ConnectionType.QueuedConnection)
        self.main.preferences_changed.connect(self._set_anew, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(self.main)
        if page:
            self.main.show_page(page)
        self.main.take_keyboard()
        self.setWindowTitle(f"{self._open.vault.name} - Casefile")

    def _set_anew(self) -> None:
        """Language, theme or locking was chosen anew: the window is built again over the same book."""
        main = self.main
        if main is None:
            return
        before = (self.theme.dark, language().code)
        self._dress()
        main.set_lock_minutes(self._preferences.lock_minutes)
        if before != (self.theme.dark, language().code):
            page = main.current_page()
            main.put_away()
            self._show_main(page)

    def _dress(self) -> None:
        set_language(self._preferences.language or self._own_language)
        look = self._preferences.look
        scheme = QGuiApplication.styleHints().colorScheme()
        dark = look == "dark" or (look == "system" and scheme == Qt.ColorScheme.Dark)
        app = QApplication.instance()
        way = Qt.LayoutDirection.RightToLeft if language().right_to_left else Qt.LayoutDirection.LeftToRight
        QGuiApplication.setLayoutDirection(way)
        if isinstance(app, QApplication) and (not app.styleSheet() or dark != self.theme.dark):
            self.theme = Theme(dark=dark)
            self.theme.apply(app, all_fonts=False)

    def _warm_up(self) -> None:
        load_fonts(all_of_them=True)
        self._jobs.run(partial(_warm_up_all, self._pages, self._preferences), _nothing, _nothing, owner=self)


def _sweep() -> None:
    # Qt says so before it has freed all of the window; in the next turn of the loop it is gone.
    QTimer.singleShot(0, _overwrite)


def _overwrite() -> None:
    from casefile.vault.vault import give_back_memory  # noqa: PLC0415 - loaded since the vault was opened

    give_back_memory()


def _warm_up_all(pages: PagesMaker, preferences: Preferences, _progress: Progress) -> None:
    warm_up()
    from casefile.base.dates import month_names  # noqa: PLC0415 - the same

    # Naming the pages loads them; none is made.
    pages(preferences)
    month_names(language().code)


def _nothing(_result: object) -> None:
    """What was loaded is there; what could not be loaded says so when it is used."""
