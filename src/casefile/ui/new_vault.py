"""Making a vault: its name and place, a passphrase typed twice, and the recovery kit, shown once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.errors import CasefileError
from casefile.base.i18n import _
from casefile.ui.messages import explained
from casefile.ui.vault_opening import SUFFIX, strength_of
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, Card, clear, label
from casefile.ui.widgets.passphrase_field import PassphraseField, StrengthMeter

if TYPE_CHECKING:
    from casefile.ui.theme import Theme

_COLUMN = 440
_GROUP = 15
_WEAK = 1


class NewVault(QWidget):
    """Asks for what a new vault needs.

    Args:
        theme: Icons.

    Signals:
        wanted: Path, passphrase, and whether a recovery kit is wanted.
        cancelled: No vault is wanted after all.
    """

    wanted = Signal(object, str, bool)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(_COLUMN)
        self._theme = theme
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._folder = Path(documents or Path.home())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 20, 8, 20)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(label(_("Make a new vault"), "title"))
        caption = label(_("Name of the vault"), "label")
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the vault"))
        self.name.setPlaceholderText(_("For instance: Cases 2026"))
        caption.setBuddy(self.name)
        column.addWidget(caption)
        column.addWidget(self.name)
        place = QHBoxLayout()
        self._place = label("", "small", wrap=True)
        place.addWidget(self._place, 1)
        place.addWidget(button(_("Change folder…"), self._browse, role="link"))
        column.addLayout(place)
        self.first = PassphraseField(theme, _("Passphrase"))
        self.meter = StrengthMeter()
        self.second = PassphraseField(theme, _("The same passphrase again"))
        self.first.edited.connect(lambda text: self.meter.show_strength(strength_of(text)))
        self.second.entered.connect(self._make)
        for widget in (self.first, self.meter, self.second):
            column.addWidget(widget)
        self.recovery = QCheckBox(_("Make a recovery kit to print and keep away from this computer"))
        self.recovery.setChecked(True)
        column.addWidget(self.recovery)
        column.addWidget(
            label(
                _("If the passphrase is lost and there is no recovery kit, the vault stays closed for ever."),
                "small",
                wrap=True,
            )
        )
        self._trouble = QVBoxLayout()
        column.addLayout(self._trouble)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(button(_("Back"), self.cancelled.emit))
        self.make_button = button(_("Make the vault"), self._make, role="primary")
        row.addWidget(self.make_button, 1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(3)
        self._show_place()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed."""
        self.name.clear()
        self.first.forget()
        self.second.forget()
        clear(self._trouble)

    def refuse(self, error: BaseException) -> None:
        """Say why the vault was not made."""
        clear(self._trouble)
        heading, text, more = explained(error)
        said = text if isinstance(error, CasefileError) else f"{heading}\n{text}\n{more}"
        self._trouble.addWidget(Banner(self._theme, said, "danger"))

    def set_folder(self, folder: Path) -> None:
        """Make the vault in this folder."""
        self._folder = folder
        self._show_place()

    def _make(self) -> None:
        clear(self._trouble)
        name = self.name.text().strip()
        if not name or set(name) & set('/\\:*?"<>|') or name.startswith("."):
            self._complain(_('Give the vault a name without / \\ : * ? " < > |.'))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if strength_of(self.first.text()) <= _WEAK:
            self.first.say(_("This could be guessed. Take more words."))
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.first.text() != self.second.text():
            self.second.say(_("The two are not the same."))
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        path = self._folder / (name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")
        self.wanted.emit(path, self.first.text(), self.recovery.isChecked())

    def _complain(self, text: str) -> None:
        self._trouble.addWidget(Banner(self._theme, text, "danger"))

    def _browse(self) -> None:
        asked = QFileDialog(self, _("Choose a folder for the vault"), str(self._folder))
        asked.setFileMode(QFileDialog.FileMode.Directory)
        asked.setOption(QFileDialog.Option.ShowDirsOnly)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.set_folder(Path(chosen)))
        asked.open()

    def _show_place(self) -> None:
        self._place.setText(_("In the folder {folder}").format(folder=self._folder))


class RecoveryKit(QWidget):
    """Shows the secret of a recovery kit, this once.

    Args:
        theme: Icons.
        vault: Name of the vault.
        secret: The secret; forgotten when the page is closed.

    Signals:
        finished: It was written down.
    """

    finished = Signal()

    def __init__(self, theme: Theme, vault: str, secret: str) -> None:
        super().__init__()
        self.setFixedWidth(_COLUMN)
        self._vault = vault
        self._secret = secret
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 20, 8, 20)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(label(_("Your recovery kit"), "title"))
        column.addWidget(
            label(
                _(
                    "This key opens the vault “{vault}” without the passphrase. Print it or write it down now: it is "
                    "shown only this once. Keep the paper away from this computer; who holds it can read everything."
                ).format(vault=vault),
                "secondary",
                wrap=True,
            )
        )
        card = Card(theme)
        shown = label(grouped(secret), "code", wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(_("Recovery key: {key}").format(key=secret))
        shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        card.body.addWidget(shown)
        column.addWidget(card)
        column.addWidget(button(_("Print…"), self._print, icon=theme.icon("printer", "text", 16)))
        self.kept = QCheckBox(_("I have it on paper, in a safe place"))
        column.addWidget(self.kept)
        go_on = button(_("Go on"), self._finish, role="primary")
        go_on.setEnabled(False)
        self.kept.toggled.connect(go_on.setEnabled)
        column.addWidget(go_on)
        column.addStretch(3)

    def _finish(self) -> None:
        self._secret = ""
        self.finished.emit()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only for this one page

        printer = QPrinter()
        asked = QPrintDialog(printer, self)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = _("Recovery key of the casefile vault “{vault}”").format(vault=self._vault)

        def go() -> None:
            paper = QTextDocument()
            paper.setPlainText(f"{text}\n\n{grouped(self._secret)}\n")
            paper.print_(printer)

        asked.accepted.connect(go)
        asked.setWindowModality(Qt.WindowModality.WindowModal)
        asked.show()


def grouped(secret: str) -> str:
    """A long secret in groups that an eye can follow; spaces in it do no harm when it is typed back."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
