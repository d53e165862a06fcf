"""A folder that a sync tool carries: chosen once, looked into when asked, or by itself while the vault is open."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.merge import address_book
from casefile.merge.contact_cards import own_name
from casefile.merge.exchange_folder import FolderChoice, choose_folder, exchange, folder_choice
from casefile.merge.exchange_text import folder_notes, left_line, received_line
from casefile.ui.account_place import AccountPlace, in_a_row
from casefile.ui.painting import isolate
from casefile.ui.widgets.buttons import button, tick_box
from casefile.ui.widgets.cards import Banner, Card, label

if TYPE_CHECKING:
    from casefile.merge.exchange_folder import Round
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

_KILO = 10


class FolderCard(QWidget):
    """The folder, and what came of the last look into it.

    Args:
        desk: The book and the look.

    Signals:
        address_book_wanted: There is nobody to exchange with, and somebody wants to change that.
        taken: Something was taken in.
    """

    address_book_wanted = Signal()
    taken = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.choice = folder_choice(desk.casebook)
        self.card = Card(desk.theme, _("A folder that others read too"), "folder-sync")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.card)
        body = self.card.body
        body.addWidget(
            label(
                _(
                    "A folder that a sync tool, a shared drive or a stick carries. What the others left there is taken"
                    " in, and what they lack is left there, encrypted for everybody in the address book whose words"
                    " were compared. Whoever carries the folder can read nothing of it."
                ),
                "secondary",
                wrap=True,
            )
        )
        self.folder = label("", "strong", wrap=True)
        body.addWidget(self.folder)
        self.evidence = tick_box(_("The files of evidence go along"))
        self.evidence.setChecked(self.choice.evidence)
        self.evidence.toggled.connect(lambda on: self._keep(replace(self.choice, evidence=on)))
        self.alone = tick_box(_("By itself, every minute, while this vault is open"))
        self.alone.setChecked(self.choice.alone)
        self.alone.toggled.connect(lambda on: self._keep(replace(self.choice, alone=on)))
        body.addWidget(self.evidence)
        body.addWidget(self.alone)
        self._advice = Banner(
            desk.theme,
            _("Say whose vault this is, add the cards of the others, and compare the words. Then it can begin."),
            "accent",
            "info",
            _("To the address book"),
            self.address_book_wanted.emit,
        )
        body.addWidget(self._advice)
        self.now_button = button(
            _("Exchange now"), self.exchange_now, icon=desk.theme.icon("folder-sync", "on_accent", 16), role="primary"
        )
        self.choose = button(_("Choose the folder…"), self.browse, icon=desk.theme.icon("folder-open", "text", 16))
        body.addLayout(in_a_row(self.now_button, self.choose))
        self.place = AccountPlace(desk, "folder-sync")
        self.place.turned.connect(lambda _busy: self.refresh())
        column.addWidget(self.place)
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done now."""
        book = self._desk.casebook
        ready = bool(own_name(book)[0]) and any(one.compared for one in address_book.contacts(book))
        chosen = bool(self.choice.folder)
        self.folder.setText(isolate(self.choice.folder) if chosen else _("No folder was chosen yet."))
        self._advice.setVisible(not ready)
        self.card.setEnabled(not self.place.busy() and not book.vault.read_only)
        self.now_button.setEnabled(ready and chosen)
        self.alone.setEnabled(ready and chosen)

    def browse(self) -> None:
        """Ask for the folder."""
        asked = QFileDialog(self, _("Choose the folder"))
        asked.setFileMode(QFileDialog.FileMode.Directory)
        asked.setDirectory(
            self.choice.folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.use(Path(chosen)))
        asked.open()

    def use(self, folder: Path) -> None:
        """Exchange through this folder from now on."""
        own = self._desk.casebook.vault.path.resolve()
        if folder.resolve() == own or own in folder.resolve().parents:
            self._desk.messages.say(_("That is this vault itself. Choose a folder outside of it."))
            return
        self._keep(replace(self.choice, folder=str(folder)))
        self.refresh()

    def exchange_now(self) -> None:
        """Look into the folder once, beside the window."""
        book, now, choice = self._desk.casebook, self._desk.clock.now(), self.choice

        def work(progress: Progress) -> Round:
            return exchange(
                book,
                Path(choice.folder),
                now,
                evidence=choice.evidence,
                progress=lambda done: progress.done(done >> _KILO),
            )

        self.place.begin(_("Exchanging…"), work, self._show_done, cancel=False, words=lambda _done, _of: "")

    def _show_done(self, found: Round) -> None:
        theme, place = self._desk.theme, self.place
        told = False
        for one in found.delivery.received:
            place.show_widgets(Banner(theme, received_line(one), "good", "circle-check"))
            told = True
        for refused in found.delivery.refused:
            text = _("Nothing was taken from “{source}”: {reason}").format(source=refused.file, reason=refused.reason)
            place.show_widgets(Banner(theme, text, "danger"))
            told = True
        left = left_line(found)
        if left:
            place.show_widgets(Banner(theme, left, "good", "send"))
            told = True
        for line in folder_notes(found):
            place.show_widgets(Banner(theme, line, "warning"))
        if not told:
            place.show_widgets(Banner(theme, _("Nothing new, and nothing to tell."), "good", "circle-check"))
        account = found.delivery.account
        if account.count():
            place.show_done(account, found.delivery.act)
        else:
            close = button(_("Close"), place.forget)
            row = QWidget()
            row.setLayout(in_a_row(close))
            place.show_widgets(row)
            close.setFocus(Qt.FocusReason.OtherFocusReason)
        if found.delivery.act:
            self._desk.messages.say(_("Taken in from the folder"), _("Undo"), partial(place.undo, found.delivery.act))
            self.taken.emit()

    def _keep(self, choice: FolderChoice) -> None:
        self.choice = choice
        choose_folder(self._desk.casebook, choice)
