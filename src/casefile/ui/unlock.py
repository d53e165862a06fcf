"""The first window: open a vault, make one, or look at the demonstration. It knows nothing that is heavy to load.

Nothing of a vault but its name and place can be read here. What is loaded after the passphrase is loaded while it is
typed and while the key is derived from it (`vault_opening`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui import vault_opening
from casefile.ui.vault_opening import SUFFIX, OpenBook, Way
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, clear, label
from casefile.ui.widgets.passphrase_field import PassphraseField
from casefile.ui.widgets.vault_list import VaultList

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from casefile.base.clock import Clock
    from casefile.ui.jobs import Jobs, Progress
    from casefile.ui.new_vault import NewVault
    from casefile.ui.preferences import Preferences
    from casefile.ui.theme import Theme

_COLUMN = 440
_BRAND = 320
_BRAND_FROM = 820
"""The window shows the dark panel from this width on."""
_ROWS_SHOWN = 4


class UnlockWindow(QWidget):
    """Everything before a vault is open.

    Args:
        theme: Colours and icons.
        preferences: The vaults opened last.
        jobs: Where the key is derived.
        clock: Time.

    Signals:
        opened: An `OpenBook`; whoever takes it closes it.
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, preferences: Preferences, jobs: Jobs, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._preferences = preferences
        self._jobs = jobs
        self._clock = clock
        self._book: OpenBook | None = None
        self._brand = brand_panel(theme)
        self._stack = QStackedWidget()
        self.open_page = OpenPage(theme, preferences)
        self._stack.addWidget(self.open_page)
        self._new_page: NewVault | None = None
        self._busy: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._brand)
        row.addStretch(1)
        row.addWidget(self._stack)
        row.addStretch(1)
        self.open_page.wanted.connect(self.open_vault)
        self.open_page.new_wanted.connect(self._ask_new)
        self.open_page.demo_wanted.connect(self.open_demo)
        self._ask_open()

    @property
    def new_page(self) -> NewVault:
        """The page that asks for a new vault; made when it is first wanted, so that the window shows sooner."""
        from casefile.ui.new_vault import NewVault  # noqa: PLC0415 - the same

        if self._new_page is None:
            self._new_page = NewVault(self._theme)
            self._new_page.wanted.connect(self.create_vault)
            self._new_page.cancelled.connect(self._ask_open)
            self._stack.addWidget(self._new_page)
        return self._new_page

    def show_vault(self, path: Path) -> None:
        """Ask for the passphrase of this vault."""
        self.open_page.show_vault(path)
        self._ask_open()

    def take_keyboard(self) -> None:
        """Put the keyboard where one begins."""
        self.open_page.begin()

    def open_vault(self, path: Path, way: Way) -> None:
        """Open a vault; what stands against it is said beside the passphrase."""
        clock = self._clock
        self._work(
            _("Opening “{name}”…").format(name=vault_name(path)),
            lambda progress: vault_opening.open_vault(path, way, clock, progress.cancelled),
            self.open_page,
        )

    def create_vault(self, path: Path, passphrase: str, recovery: bool) -> None:  # noqa: FBT001 - carried by a signal
        """Make a vault and open it."""
        clock = self._clock
        self._work(
            _("Making the vault…"),
            lambda progress: vault_opening.create_vault(
                path, passphrase, clock, recovery=recovery, cancelled=progress.cancelled
            ),
            self.new_page,
        )

    def open_demo(self) -> None:
        """Open the demonstration, making it the first time."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
        clock = self._clock
        self._work(
            _("Preparing the demonstration…"),
            lambda _progress: vault_opening.open_demo(folder, clock),
            self.open_page,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves out the panel at the side."""
        self._brand.setVisible(self.width() >= _BRAND_FROM)
        super().resizeEvent(event)

    def _work(self, said: str, work: Callable[[Progress], OpenBook], asker: OpenPage | NewVault) -> None:
        if self._busy is not None:
            self._stack.removeWidget(self._busy)
            self._busy.deleteLater()

        def failed(error: BaseException) -> None:
            self._stack.setCurrentWidget(asker)
            asker.refuse(error)

        def cancel() -> None:
            job.cancel()
            self._stack.setCurrentWidget(asker)

        self._busy = _busy_page(said, cancel)
        self.show_page(self._busy)
        # Last: what is done at once is told at once.
        job = self._jobs.run(work, self._take, failed, owner=self, beside=True, unwanted=lambda opened: opened.close())

    def _take(self, opened: OpenBook) -> None:
        self._preferences.remember(opened.vault.path)
        self.open_page.forget()
        if self._new_page is not None:
            self._new_page.forget()
        if not opened.recovery:
            self.opened.emit(opened)
            return
        from casefile.ui.new_vault import RecoveryKit  # noqa: PLC0415 - see new_page

        kit = RecoveryKit(self._theme, opened.vault.name, opened.recovery)
        kit.finished.connect(lambda: self.opened.emit(opened))
        self.show_page(kit)

    def show_page(self, page: QWidget) -> None:
        """Show something else in the place of the question."""
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _ask_open(self) -> None:
        self._stack.setCurrentWidget(self.open_page)
        self.open_page.begin()

    def _ask_new(self) -> None:
        self._stack.setCurrentWidget(self.new_page)
        self.new_page.begin()


class OpenPage(QWidget):
    """Choose a vault and give its passphrase.

    Signals:
        wanted: Path of a vault and the `Way` in.
        new_wanted: A new vault is wanted.
        demo_wanted: The demonstration is wanted.
    """

    wanted = Signal(object, object)
    new_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.setFixedWidth(_COLUMN)
        self._theme = theme
        self._preferences = preferences
        self._path: Path | None = None
        self._by_recovery = False
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 24, 8, 24)
        column.setSpacing(14)
        column.addStretch(2)
        self._heading = label("", "title")
        column.addWidget(self._heading)
        self._welcome = label(
            _("A vault is a folder on this computer, encrypted with a passphrase that only you know."),
            "secondary",
            wrap=True,
        )
        column.addWidget(self._welcome)
        self.vaults = VaultList(theme)
        self.vaults.chosen.connect(self._choose)
        self._field = PassphraseField(theme, _("Passphrase"))
        column.addWidget(self.vaults)
        self._field.entered.connect(self._open)
        column.addWidget(self._field)
        self._trouble = QVBoxLayout()
        self._trouble.setSpacing(8)
        column.addLayout(self._trouble)
        self._open_button = button(_("Open"), self._open, role="primary")
        column.addWidget(self._open_button)
        self._new_button = button(_("Make a new vault"), self.new_wanted.emit, role="primary")
        column.addWidget(self._new_button)
        column.addSpacing(4)
        quiet = QVBoxLayout()
        quiet.setSpacing(2)
        self._recovery_button = button(_("Use a recovery kit instead"), self._turn, role="link")
        self._other_button = button(_("Open a vault from another place…"), self._browse, role="link")
        self._new_link = button(_("Make a new vault"), self.new_wanted.emit, role="link")
        self._demo_button = button(_("Look at the demonstration"), self.demo_wanted.emit, role="link")
        for link in (self._recovery_button, self._other_button, self._new_link, self._demo_button):
            quiet.addWidget(link, 0, Qt.AlignmentFlag.AlignLeading)
        column.addLayout(quiet)
        column.addStretch(3)
        self.refresh()

    def refresh(self) -> None:
        """Show the vaults opened last."""
        recent = self._preferences.recent()
        if self._path is not None and self._path not in recent:
            recent.insert(0, self._path)
        self.vaults.show_vaults([(path, vault_name(path)) for path in recent[:_ROWS_SHOWN]])
        self.vaults.setVisible(bool(recent))
        for widget in (self._field, self._open_button, self._recovery_button, self._new_link):
            widget.setVisible(bool(recent))
        self._new_button.setVisible(not recent)
        self._heading.setText(_("Open a vault") if recent else _("Welcome"))
        self._welcome.setVisible(not recent)
        self._path = recent[0] if recent else None

    def show_vault(self, path: Path) -> None:
        """Ask for the passphrase of a vault."""
        self._path = path.absolute()
        self.refresh()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self.refresh()
        target = self._field if self._path is not None else self._new_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed."""
        self._field.forget()
        clear(self._trouble)

    def refuse(self, error: BaseException) -> None:
        """Say why the vault was not opened, and what can be done."""
        from casefile.base.errors import CasefileError, LockedError, ReadOnlyError, WrongKeyError  # noqa: PLC0415 - only where something went wrong

        clear(self._trouble)
        if isinstance(error, WrongKeyError):
            self._field.say(str(error))
            self._field.field.selectAll()
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        from casefile.ui.messages import explained  # noqa: PLC0415 - the same

        heading, text, more = explained(error)
        said = text if isinstance(error, CasefileError) else f"{heading}\n{text}\n{more}"
        self._trouble.addWidget(Banner(self._theme, said, "danger"))
        if isinstance(error, LockedError | ReadOnlyError):
            row = QHBoxLayout()
            row.addWidget(button(_("Open for reading only"), lambda: self._open(read_only=True)))
            if isinstance(error, LockedError):
                row.addWidget(button(_("It is closed there: take over"), lambda: self._open(take_over=True)))
            row.addStretch(1)
            self._trouble.addLayout(row)

    def _choose(self, path: Path) -> None:
        if path != self._path:
            self._path = path
            self.forget()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, *, read_only: bool = False, take_over: bool = False) -> None:
        secret = self._field.text()
        if self._path is None:
            return
        if not secret:
            self._field.say(_("Type the passphrase of “{name}”.").format(name=vault_name(self._path)))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        clear(self._trouble)
        way = Way(secret, "recovery" if self._by_recovery else "passphrase", read_only=read_only, take_over=take_over)
        self.wanted.emit(self._path, way)

    def _turn(self) -> None:
        self._by_recovery = not self._by_recovery
        self.forget()
        self._field.rename(_("Recovery key (AGE-SECRET-KEY-…)") if self._by_recovery else _("Passphrase"))
        self._recovery_button.setText(
            _("Use the passphrase instead") if self._by_recovery else _("Use a recovery kit instead")
        )
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _browse(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - only when it is asked for

        asked = QFileDialog(self, _("Choose the folder of a vault"))
        asked.setFileMode(QFileDialog.FileMode.Directory)
        asked.setOption(QFileDialog.Option.ShowDirsOnly)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(self._browsed)
        asked.open()

    def _browsed(self, chosen: str) -> None:
        self.show_vault(Path(chosen))
        self.begin()


def vault_name(path: Path) -> str:
    """What a vault is called: its folder without the ending."""
    return path.name.removesuffix(SUFFIX)


def brand_panel(theme: Theme) -> QWidget:
    """The dark panel: what casefile is, and the truth about passphrases."""
    made = QWidget()
    made.setObjectName("brand")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setFixedWidth(_BRAND)
    column = QVBoxLayout(made)
    column.setContentsMargins(32, 36, 32, 36)
    column.setSpacing(16)
    head = QHBoxLayout()
    head.setSpacing(12)
    shield = QLabel()
    shield.setPixmap(theme.pixmap("shield", "rail_mark", 26))
    head.addWidget(shield)
    head.addWidget(label("Casefile", "title"), 1)
    column.addLayout(head)
    column.addWidget(label(_("Case files of detained people, kept offline and encrypted."), wrap=True))
    column.addStretch(1)
    for icon, text in (
        ("lock", _("Everything stays on this computer. Nothing is ever sent anywhere.")),
        ("key-round", _("Without the passphrase nobody can read a vault, neither can we.")),
        (
            "triangle-alert",
            _("A lost passphrase cannot be reset. Only a recovery kit, made beforehand, then opens the vault."),
        ),
    ):
        row = QHBoxLayout()
        row.setSpacing(14)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, "rail_text"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)
        column.addLayout(row)
    return made


def _busy_page(text: str, cancel: Callable[[], None]) -> QWidget:
    made = QWidget()
    made.setFixedWidth(_COLUMN)
    column = QVBoxLayout(made)
    column.setContentsMargins(8, 24, 8, 24)
    column.setSpacing(14)
    column.addStretch(2)
    column.addWidget(label(text, "section", wrap=True))
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(_("At work"))
    column.addWidget(bar)
    column.addWidget(
        label(
            _("The key is made from the passphrase slowly on purpose, so that guessing is slow too."),
            "small",
            wrap=True,
        )
    )
    stop = button(_("Cancel"), cancel)
    stop.setShortcut(QKeySequence(QKeySequence.StandardKey.Cancel))
    column.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(3)
    return made
