"""Where a merge or an exchange shows itself, its account, and the way to take the whole of it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.store.merging import CONFLICTING
from casefile.ui.account_card import AccountCard
from casefile.ui.merges_card import LeftCard
from casefile.ui.save_account import save_account
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner
from casefile.ui.work_place import WorkPlace

if TYPE_CHECKING:
    from casefile.store.changes import Outcome, UndoReport
    from casefile.store.merging import Account
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk


class AccountPlace(WorkPlace):
    """The place.

    Args:
        desk: The book, the look, and where to say what was done.
        icon: Name of the icon of work under way.
    """

    def __init__(self, desk: Desk, icon: str) -> None:
        super().__init__(desk, icon)
        self.account: AccountCard | None = None

    def show_account(self, account: Account, *buttons: QWidget, done: bool) -> None:
        """Show an account, with buttons at its head."""
        self.account = AccountCard(self._desk, account, done=done)
        for one in buttons:
            self.account.add_to_head(one)
        self.show_widgets(self.account)

    def show_done(self, account: Account, act: bytes) -> None:
        """Show the account of what was done as one act, with a way to undo and to save it."""
        icon = self._desk.theme.icon
        if act and account.count(CONFLICTING):
            decide = partial(self._desk.navigation.open_page.emit, "merge")
            text = _("Where both wrote in the same field, somebody has to decide. Both values are kept until then.")
            self.show_widgets(Banner(self._desk.theme, text, "warning", "scale", _("Decide"), decide))
        close = button(_("Close"), self.forget)
        if act:
            undo = button(_("Undo all of it"), partial(self.undo, act), icon=icon("undo-2", "text", 16))
            save = button(_("Save the account…"), self.save_account, icon=icon("save", "text", 16))
            self.show_account(account, undo, save, close, done=True)
        else:
            self.show_account(account, close, done=True)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self, act: bytes) -> None:
        """Take an act back as a whole, or bring back what was taken back, beside the window."""
        book = self._desk.casebook

        def work(_progress: Progress) -> Outcome[UndoReport]:
            return book.undo(act)

        self.begin(_("Putting the records back…"), work, self._show_undone, cancel=False)

    def save_account(self) -> None:
        """Save the account shown, as a paper or as data."""
        if self.account is not None:
            save_account(self._desk, self.account.account, self)

    def forget(self) -> None:
        """Show nothing any more."""
        self.account = None
        super().forget()

    def _show_undone(self, outcome: Outcome[UndoReport]) -> None:
        report, again = outcome.value, partial(self.undo, outcome.changes.act)
        if report.act.merged:
            self.show_widgets(LeftCard(self._desk, report))
            self._desk.messages.say(_("All of it was undone"), _("Redo"), again)
        else:
            self._desk.messages.say(_("All of it is back"), _("Undo"), again)


def in_a_row(*widgets: QWidget) -> QHBoxLayout:
    """Buttons side by side, at the beginning of a line."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
