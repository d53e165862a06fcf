"""Over the page while files come in: how far it is and a way to stop; afterwards the account of each file."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.evidence import link_evidence
from casefile.casework.titles import title_of
from casefile.exchange.intake import take_in
from casefile.ui.jobs import Cancelled
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.buttons import LinkButton, button, icon_button
from casefile.ui.widgets.cards import clear, label

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Writer
    from casefile.exchange.intake import IntakeReport
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

LINKED_KINDS = ("person", "event", "allegation", "custody", "statement", "source")
"""Kinds that are offered first where evidence is linked; any other through the form of the link."""
_MOST_LINES = 6
_KILO = 10
"""Bits by which bytes are shifted before Qt hears of them: it counts in 32 bits, 2 GB."""
_REPORTS = 400
_STEPS = 1_000


class IntakeStrip(QWidget):
    """One intake: under way, or told.

    Args:
        desk: The book and the look.

    Signals:
        taken: The account of an intake that is done, as `IntakeReport`.
    """

    taken = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._about: tuple[RecordId, ...] = ()
        self._job: Job | None = None
        card = QFrame()
        card.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 12, 20, 12)
        outer.addWidget(card)
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(20, 14, 16, 14)
        self._column.setSpacing(8)
        self._bar: QProgressBar | None = None
        self._said: QLabel | None = None
        self.hide()

    def busy(self) -> bool:
        """Whether files are coming in."""
        return self._job is not None

    def take(self, paths: Sequence[Path], about: Sequence[RecordId] = ()) -> None:
        """Take files and folders in, beside the window, as evidence for some records."""
        if not paths:
            return
        if self.busy():
            self._desk.messages.say(_("Files are being taken in. Please wait until that is done."))
            return
        self._about = tuple(about)
        book, now = self._desk.casebook, self._desk.clock.now()

        def work(progress: Progress) -> IntakeReport:
            told = 0

            def report(done: int, total: int) -> None:
                nonlocal told
                if done - told > total // _REPORTS or done >= total:
                    told = done
                    # Cancelled is said by `cancelled` alone: it must not be raised within the encryption.
                    with suppress(Cancelled):
                        progress.done(done >> _KILO, total >> _KILO)

            return take_in(book, paths, now, about=about, progress=report, cancelled=progress.cancelled)

        this = weakref.ref(self)

        def too_late(account: IntakeReport) -> None:
            # Everything was in before the wish to stop arrived.
            strip = this()
            if strip is not None and isValid(strip):
                strip.tell(account)

        self.begin()
        self._job = self._desk.jobs.run(work, self.tell, self._failed, owner=self, unwanted=too_late)
        self._job.progressed.connect(self.show_progress)

    def cancel(self) -> None:
        """Stop taking files in; nothing of them is kept."""
        if self._job is None:
            return
        self._job.cancel()
        self.end()
        self._desk.messages.say(_("Cancelled. Nothing was added."))

    def _failed(self, error: BaseException) -> None:
        self.end()
        self._desk.messages.fail(error)

    def begin(self) -> None:
        """An intake begins."""
        clear(self._column)
        self._said = label(_("Encrypting and taking fingerprints…"), "strong", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(button(_("Cancel"), self.cancel))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(_("How much is taken in"))
        self._column.addLayout(head)
        self._column.addWidget(self._bar)
        self._column.addWidget(label(_("The originals are only read. Cancelled, nothing is kept."), "small", wrap=True))
        self.show()

    def show_progress(self, done: int, of: int) -> None:
        """How far it is, in any unit."""
        if self._bar is not None:
            self._bar.setValue(_STEPS * done // of if of else 0)

    def end(self) -> None:
        """Show nothing any more."""
        self._bar = self._said = self._job = None
        clear(self._column)
        self.hide()

    def tell(self, account: IntakeReport) -> None:
        """The account of an intake: what was taken in, what was here already, what was refused and why."""
        self.end()
        new = [one for one in account.taken if not one.already]
        already = [one for one in account.taken if one.already]
        head = QHBoxLayout()
        head.addWidget(label(self._summary(len(new), len(already), len(account.refused)), "strong", wrap=True), 1)
        if account.act:
            head.addWidget(button(_("Undo"), partial(self._undo, account.act), role="quiet"))
        head.addWidget(icon_button(self._desk.theme, "x", _("Close"), self.end))
        self._column.addLayout(head)
        titles = self._desk.read(lambda reader: {one.item: _named(reader, one.item) for one in already})
        lines = 0
        for one in already[:_MOST_LINES]:
            said = _("{file} was here already, as {item}").format(file=one.path.name, item=titles[one.item])
            self._column.addWidget(LinkButton(said, partial(self._desk.open, "evidence_item", one.item)))
            lines += 1
        for refusal in account.refused[: max(_MOST_LINES - lines, 2)]:
            said = _("Not taken: {file}. {reason}").format(file=refusal.path.name, reason=refusal.reason)
            self._column.addWidget(label(said, "problem", wrap=True))
            lines += 1
        left = len(already) + len(account.refused) - lines
        if left > 0:
            more = ngettext("and {number} more", "and {number} more", left).format(number=left)
            self._column.addWidget(label(more, "small"))
        if account.taken and not self._about:
            self._add_picker([one.item for one in account.taken])
        self.show()
        self.taken.emit(account)

    def _undo(self, act: bytes) -> None:
        self.end()
        self._desk.undo(act)

    def _summary(self, new: int, already: int, refused: int) -> str:
        parts = []
        if new or not already:
            parts.append(ngettext("{number} file taken in", "{number} files taken in", new).format(number=new))
        if already:
            parts.append(
                ngettext("{number} was here already", "{number} were here already", already).format(number=already)
            )
        if refused:
            parts.append(ngettext("{number} was not taken", "{number} were not taken", refused).format(number=refused))
        return " · ".join(parts)

    def _add_picker(self, items: list[RecordId]) -> None:
        ask = ngettext("What is it evidence for?", "What are they evidence for?", len(items))
        picker = SubjectPicker(self._desk, ask, LINKED_KINDS)
        picker.picked.connect(partial(self._link, items, picker))
        self._column.addWidget(picker)

    def _link(self, items: list[RecordId], picker: SubjectPicker, record: RecordId) -> None:
        if not record:
            return

        def work(writer: Writer) -> None:
            for item in items:
                link_evidence(writer, item, record)

        self._desk.attempt(Act.LINK_EVIDENCE, work)
        picker.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _named(reader: Reader, item: RecordId) -> str:
    return f"{title_of(reader, item)} ({reader.get(item).text('reference')})"
