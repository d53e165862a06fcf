"""The merge page: which vaults, what would come of it, do it, take it back; and the way to what waits for a decision.

Nothing is merged that was not shown before: the rehearsal is the merge itself, rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.errors import WrongKeyError
from casefile.base.i18n import _, ngettext
from casefile.store.merging import STATES
from casefile.ui.account_card import AccountCard
from casefile.ui.busy_card import BusyCard
from casefile.ui.conflict_desk import ConflictDesk
from casefile.ui.merges_card import LeftCard, MergesCard, in_numbers
from casefile.ui.merging_work import NotOpenedError, merging
from casefile.ui.messages import explained
from casefile.ui.page import Desk, Page
from casefile.ui.save_account import save_account
from casefile.ui.vaults_to_merge import VaultsToMerge
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, clear, empty_state, label, scrolled
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from casefile.store.changes import ChangeSet, Outcome, UndoReport
    from casefile.store.conflicts import OpenConflict
    from casefile.store.merging import Account
    from casefile.store.past_merges import PastMerge
    from casefile.ui.jobs import Job, Progress

T = TypeVar("T")
_Found = tuple[list["OpenConflict"], list["PastMerge"]]

_FEW = 50
"""Records touched by one act that the desk reads anew one by one."""


class MergePage(Page):
    """The page.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self._job: Job | None = None
        self._rehearsed: Account | None = None
        self.account: AccountCard | None = None
        self.waiting: list[OpenConflict] = []
        self.vaults = VaultsToMerge(desk.theme, desk.casebook.vault.path)
        self.vaults.changed.connect(self._start_over)
        self.vaults.entered.connect(self.rehearse)
        self.merges = MergesCard(desk.theme)
        self.merges.undo_wanted.connect(self.undo)
        self._empty = empty_state(
            desk.theme,
            "git-merge",
            _("Nothing was merged so far"),
            _(
                "Choose the folder of a colleague’s vault, or drop it here. It is only read. First you see what would"
                " come of it, and nothing is changed until you say so."
            ),
            _("Add a vault…"),
            self.add,
        )
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._stack.addWidget(self._overview())
        self.conflicts = ConflictDesk(desk)
        self.conflicts.left.connect(self.show_merges)
        self._stack.addWidget(self.conflicts)
        self._start_over()
        self._ask()

    def changed(self, changes: ChangeSet) -> None:
        """Anything that is written may decide something, or undo a merge."""
        if self._stack.currentWidget() is self.conflicts and not changes.everything and len(changes.records) < _FEW:
            self.conflicts.changed(changes)
        else:
            self._ask()

    def add(self) -> None:
        """Ctrl+N: another vault."""
        self.vaults.choose.click()

    def rehearse(self) -> None:
        """Look what would come of the merge; nothing is changed."""
        wanted = self.vaults.wanted()
        if not wanted or self._job is not None:
            return
        work = merging(self.desk.casebook, self.desk.clock, wanted, dry_run=True)
        self._begin(_("Looking what would come…"), work, self._show_rehearsal)

    def merge(self) -> None:
        """Do what was rehearsed."""
        wanted = self.vaults.wanted()
        if not wanted or self._job is not None:
            return
        work = merging(self.desk.casebook, self.desk.clock, wanted, dry_run=False)
        self._begin(_("Merging…"), work, self._show_done)

    def undo(self, act: bytes) -> None:
        """Undo a merge as a whole, or bring back one that was undone, beside the window."""
        if self._job is not None:
            return
        book = self.desk.casebook

        def work(_progress: Progress) -> Outcome[UndoReport]:
            return book.undo(act)

        self.vaults.forget()
        self._begin(_("Putting the records back…"), work, self._show_undone, cancel=False)

    def decide(self) -> None:
        """Go to the fields that wait for a decision."""
        self.conflicts.show_conflicts(self.waiting)
        self._stack.setCurrentWidget(self.conflicts)
        self.conflicts.take_keyboard()

    def show_merges(self) -> None:
        """Come back from the fields that wait for a decision."""
        self._stack.setCurrentIndex(0)
        self._ask()
        self.vaults.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_account(self) -> None:
        """Save the account shown, as a paper or as data."""
        if self.account is not None:
            save_account(self.desk, self.account.account, self)

    def cancel(self) -> None:
        """Stop what is under way; nothing was changed."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._start_over()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped anywhere on the page."""
        if event.mimeData().hasUrls() and self._job is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the vaults that were dropped."""
        self.vaults.add_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _overview(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(28, 24, 28, 28)
        column.setSpacing(16)
        column.addWidget(label(_("Merge"), "title"))
        column.addWidget(
            label(
                _(
                    "Brings in what others recorded in their vaults. Nothing is overwritten: where two people wrote"
                    " different things in the same field, both values are kept until somebody decides. The whole can be"
                    " undone later."
                ),
                "secondary",
                wrap=True,
            )
        )
        self._decide = QVBoxLayout()
        column.addLayout(self._decide)
        if self.desk.casebook.vault.read_only:
            text = _("This vault is open for reading only. Nothing can be merged into it.")
            column.addWidget(Banner(self.desk.theme, text, "warning", "lock"))
            self.vaults.setEnabled(False)
        column.addWidget(self._empty)
        column.addWidget(self.vaults)
        self._result = QVBoxLayout()
        self._result.setSpacing(16)
        column.addLayout(self._result)
        column.addWidget(self.merges)
        column.addStretch(1)
        return scrolled(body)

    def _start_over(self) -> None:
        """Show what can be done with the vaults chosen; what was shown of others goes."""
        self._rehearsed = self.account = None
        clear(self._result)
        self._show_empty()
        self.vaults.setEnabled(not self.desk.casebook.vault.read_only)
        if not self.vaults.rows:
            return
        self._result.addLayout(
            _row(button(_("Show what would come"), self.rehearse, role="primary"), button(_("Cancel"), self._leave))
        )

    def _show_empty(self) -> None:
        """What merging is for, until something was merged or is about to be."""
        empty = not self.vaults.rows and self.merges.isHidden() and self._job is None
        self._empty.setVisible(empty)
        self.vaults.setVisible(not empty)

    def _leave(self) -> None:
        self.vaults.forget()
        self._start_over()

    def _begin(
        self, text: str, work: Callable[[Progress], T], then: Callable[[T], object], *, cancel: bool = True
    ) -> None:
        clear(self._result)
        self.account = None
        self.vaults.setEnabled(False)
        busy = BusyCard(self.desk.theme, text, self.cancel if cancel else None)
        self._result.addWidget(busy)

        def ended(result: T) -> None:
            self._job = None
            clear(self._result)
            self.vaults.setEnabled(True)
            then(result)

        job = self.desk.jobs.run(work, ended, self._failed, owner=self)
        job.progressed.connect(busy.show_progress)
        self._job = job
        busy.take_keyboard()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._start_over()
        if not isinstance(error, NotOpenedError):
            self.desk.messages.fail(error)
        elif isinstance(error.reason, WrongKeyError):
            self.vaults.refuse(error.number, str(error.reason))
        else:
            self.vaults.refuse(error.number, " ".join(explained(error.reason)[1:]))

    def _show_rehearsal(self, outcome: Outcome[Account]) -> None:
        account = self._rehearsed = outcome.value
        if account.changed:
            text = _("Nothing was changed so far. The whole merge can be undone later, too.")
            merge = button(
                _("Merge"), self.merge, role="primary", icon=self.desk.theme.icon("git-merge", "on_accent", 16)
            )
            self._result.addWidget(Banner(self.desk.theme, text, "accent", "info"))
            self._show_account(account, merge, button(_("Do not merge"), self._leave), done=False)
            merge.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not account.refused_sources:
            text = _("Nothing of it is new: all that they bring is here already.")
            self._result.addWidget(Banner(self.desk.theme, text, "good", "circle-check"))
        leave = button(_("Close"), self._leave)
        self._show_account(account, leave, done=False)
        leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_done(self, outcome: Outcome[Account]) -> None:
        account, act = outcome.value, outcome.changes.act
        self.vaults.forget()
        text = _("Merged. {account}.").format(account=in_numbers({state: account.count(state) for state in STATES}))
        self._result.addWidget(Banner(self.desk.theme, text, "good", "circle-check"))
        if self._rehearsed is not None and self._rehearsed != account:
            changed = _("Something was written since you looked: this is what was done, and not quite what was shown.")
            self._result.addWidget(Banner(self.desk.theme, changed, "accent", "info"))
        self._rehearsed = None
        close = button(_("Close"), self._start_over)
        if not act:
            self._show_account(account, close, done=True)
            return
        undo = partial(self.undo, act)
        icon = self.desk.theme.icon("undo-2", "text", 16)
        save = button(_("Save the account…"), self.save_account, icon=self.desk.theme.icon("save", "text", 16))
        self._show_account(account, button(_("Undo the whole merge"), undo, icon=icon), save, close, done=True)
        self.desk.messages.say(text, _("Undo"), undo)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_account(self, account: Account, *buttons: QWidget, done: bool) -> None:
        self.account = AccountCard(self.desk, account, done=done)
        for one in buttons:
            self.account.add_to_head(one)
        self._result.addWidget(self.account)

    def _show_undone(self, outcome: Outcome[UndoReport]) -> None:
        report, act = outcome.value, outcome.changes.act
        self._start_over()
        if report.act.merged:
            self._result.insertWidget(0, LeftCard(self.desk, report))
            self.desk.messages.say(_("The merge was undone"), _("Redo"), partial(self.undo, act))
        else:
            self.desk.messages.say(_("The merge is back"), _("Undo"), partial(self.undo, act))

    def _ask(self) -> None:
        book = self.desk.casebook

        def work(_progress: Progress) -> _Found:
            return book.conflicts(), book.merges()

        self.ask(work, self._show, beside=True)

    def _show(self, found: _Found) -> None:
        self.waiting, merges = found
        if self._stack.currentWidget() is self.conflicts:
            self.conflicts.show_conflicts(self.waiting)
        self.merges.show_merges(merges)
        self._show_empty()
        clear(self._decide)
        number = len(self.waiting)
        if number:
            text = ngettext("{n} field waits for a decision.", "{n} fields wait for a decision.", number)
            shown = text.format(n=said(number))
            self._decide.addWidget(Banner(self.desk.theme, shown, "warning", "scale", _("Decide"), self.decide))


def _row(*widgets: QWidget) -> QHBoxLayout:
    """Buttons side by side, at the beginning of a line."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
