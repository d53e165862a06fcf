"""Looks into the exchange folder by itself while the vault is open, if that was chosen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from casefile.base.errors import CasefileError
from casefile.base.i18n import _, ngettext
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.merge.exchange_folder import Round
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

    _Looked = tuple[Round | None, frozenset[tuple[str, str]] | None]

EVERY_MS = 60_000


class FolderWatch(QObject):
    """Lives as long as the window over an open vault.

    Args:
        desk: The book, work beside the window, and where to say what came.
        parent: The window.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._lay: frozenset[tuple[str, str]] | None = None
        self._written = True
        self._fault = ""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._unsubscribe = desk.casebook.subscribe(self._something_written)
        if not desk.casebook.vault.read_only:
            self._timer.start()

    def stop(self) -> None:
        """Look no more: the vault is about to be closed."""
        self._timer.stop()
        self._unsubscribe()

    def look(self) -> None:
        """Look into the folder, if that is wanted and it may hold or lack anything since the last look."""
        if self._job is not None:
            return
        book, now, lay, written = self._desk.casebook, self._desk.clock.now(), self._lay, self._written
        self._written = False

        def work(_progress: Progress) -> _Looked:
            from casefile.merge.exchange_folder import exchange, folder_choice, lying  # noqa: PLC0415 - when it is used

            choice = folder_choice(book)
            if not choice.alone or not choice.folder:
                return None, None
            folder = Path(choice.folder)
            if not written and lay is not None and lying(folder) == lay:
                return None, lay
            found = exchange(book, folder, now, evidence=choice.evidence)
            return found, None if found.unfinished else lying(folder)

        self._job = self._desk.jobs.run(work, self._tell, self._failed, owner=self)

    def _something_written(self, _changes: ChangeSet) -> None:
        # In whatever thread: the next look has something to tell.
        self._written = True

    def _tell(self, looked: _Looked) -> None:
        self._job = None
        found, self._lay = looked
        self._fault = ""
        if found is None:
            return
        came, refused = found.delivery.account.count(), found.delivery.refused
        if found.delivery.act:
            text = ngettext("{n} record came from the folder", "{n} records came from the folder", came)
            undo = partial(self._desk.undo, found.delivery.act)
            self._desk.messages.say(text.format(n=said(came)), _("Undo"), undo)
        elif refused:
            text = _("Nothing was taken from “{source}”: {reason}")
            self._desk.messages.say(text.format(source=refused[0].file, reason=refused[0].reason))

    def _failed(self, error: BaseException) -> None:
        self._job, self._lay = None, None
        # A stick that was pulled out is told once, not every minute; what is no fault of the place is told as usual.
        if not isinstance(error, CasefileError):
            self._desk.messages.fail(error)
        elif str(error) != self._fault:
            self._fault = str(error)
            self._desk.messages.say(self._fault)
