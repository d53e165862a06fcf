"""The vaults that somebody wants to merge: chosen or dropped here, each with its passphrase."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.merging_work import Wanted
from casefile.ui.painting import isolate
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Card, clear, label, rule
from casefile.ui.widgets.passphrase_field import PassphraseField
from casefile.vault.vault import SUFFIX, Vault

if TYPE_CHECKING:
    from casefile.ui.theme import Theme

_FIELD = 300


class VaultRow(QWidget):
    """One vault with its passphrase.

    Args:
        theme: Colours and icons.
        path: Its folder.
        first: Whether no other stands above it.

    Signals:
        entered: Enter was pressed in the passphrase.
        unwanted: It should not be merged after all.
    """

    entered = Signal()
    unwanted = Signal()

    def __init__(self, theme: Theme, path: Path, *, first: bool) -> None:
        super().__init__()
        self.path = path
        name = path.name.removesuffix(SUFFIX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(14)
        picture = QLabel()
        picture.setPixmap(theme.pixmap("folder-open", "accent"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        named = QVBoxLayout()
        named.setSpacing(2)
        named.addWidget(label(name, "strong", wrap=True))
        folder = label(isolate(str(path.parent)), "small", wrap=True)
        folder.setToolTip(str(path))
        named.addWidget(folder)
        named.addStretch(1)
        row.addLayout(named, 1)
        self.passphrase = PassphraseField(theme, _("Passphrase of “{name}”").format(name=name))
        self.passphrase.setFixedWidth(_FIELD)
        if not first:
            self.passphrase.field.setPlaceholderText(_("Left empty: the same as above"))
        self.passphrase.entered.connect(self.entered)
        row.addWidget(self.passphrase, 0, Qt.AlignmentFlag.AlignTop)
        remove = icon_button(theme, "circle-x", _("Do not merge “{name}”").format(name=name), self.unwanted.emit)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)


class VaultsToMerge(Card):
    """The list of them.

    Args:
        theme: Colours and icons.
        own: Folder of the vault that they would be merged into.

    Signals:
        changed: One was added or taken away, so that what was rehearsed is of another merge.
        entered: All is given: Enter was pressed in the last passphrase.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, own: Path) -> None:
        super().__init__(theme, _("Vaults to merge"), "git-merge")
        self._theme = theme
        self._own = own
        self.rows: list[VaultRow] = []
        self._advice = label(
            _(
                "Choose the folder of a colleague’s vault, or drop it here. It is only read. First you see what would"
                " come of it, and nothing is changed until you say so."
            ),
            "secondary",
            wrap=True,
        )
        self.body.addWidget(self._advice)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        self.choose = button(_("Add a vault…"), self._browse, icon=theme.icon("plus", "text", 16))
        self.add_to_head(self.choose)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Add these vaults, and those that lie in these folders; what is no vault is said."""
        added = False
        for path in paths:
            found = _vaults_at(path)
            if not found:
                self.say(_("“{name}” is no vault.").format(name=path.name))
            for one in found:
                if one.resolve() == self._own.resolve():
                    self.say(_("“{name}” is the vault that is open here.").format(name=one.name))
                elif one.resolve() not in {row.path.resolve() for row in self.rows}:
                    self._add(one)
                    added = True
        if added:
            self.say("")
            self.changed.emit()
            self._next().setFocus(Qt.FocusReason.OtherFocusReason)

    def wanted(self) -> list[Wanted]:
        """The vaults with what opens them; empty, and said why, while a passphrase is missing."""
        found: list[Wanted] = []
        for row in self.rows:
            secret = row.passphrase.text() or (found[-1].secret if found else "")
            if not secret:
                row.passphrase.say(
                    _("Type the passphrase of “{name}”.").format(name=row.path.name.removesuffix(SUFFIX))
                )
                row.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
                return []
            found.append(Wanted(row.path, secret))
        return found

    def refuse(self, number: int, reason: str) -> None:
        """Say beside a vault why it did not open."""
        row = self.rows[number]
        row.passphrase.say(reason)
        row.passphrase.field.selectAll()
        row.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, problem: str) -> None:
        """Say what stands against what was chosen, or take that away."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def forget(self) -> None:
        """Forget the vaults and what was typed."""
        for row in self.rows:
            row.passphrase.forget()
        self.rows = []
        clear(self._column)
        self.say("")

    def _add(self, path: Path) -> None:
        if self.rows:
            self._column.addWidget(rule())
        row = VaultRow(self._theme, path, first=not self.rows)
        row.entered.connect(partial(self._go_on, row))
        row.unwanted.connect(partial(self._remove, row))
        self.rows.append(row)
        self._column.addWidget(row)

    def _go_on(self, row: VaultRow) -> None:
        if row is self.rows[-1]:
            self.entered.emit()
        else:
            self.rows[self.rows.index(row) + 1].passphrase.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, gone: VaultRow) -> None:
        kept = [(row.path, row.passphrase.text()) for row in self.rows if row is not gone]
        self.forget()
        for path, secret in kept:
            self._add(path)
            self.rows[-1].passphrase.field.setText(secret)
        self.changed.emit()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self) -> QWidget:
        empty = (row.passphrase for row in self.rows if not row.passphrase.text())
        return next(empty, self.rows[-1].passphrase)

    def _browse(self) -> None:
        asked = QFileDialog(self, _("Choose the folder of a vault"))
        asked.setFileMode(QFileDialog.FileMode.Directory)
        asked.setOption(QFileDialog.Option.ShowDirsOnly)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.add_paths([Path(chosen)]))
        asked.open()


def _vaults_at(path: Path) -> list[Path]:
    """The vault that a folder is, or the vaults that lie in it."""
    if Vault.is_vault(path):
        return [path]
    try:
        return sorted(one for one in path.iterdir() if Vault.is_vault(one))
    except OSError:
        return []
