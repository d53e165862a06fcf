"""What can be done with several records at once: put aside, add to an event, make dossiers, copy their codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.i18n import _, language, ngettext
from casefile.casework.acts import Act
from casefile.casework.cells import cells
from casefile.casework.events import involve_all
from casefile.ui.event_choice import EventChoice
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import label, rule
from casefile.ui.widgets.chips import said
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Writer
    from casefile.store.changes import Outcome
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

MOST = 5_000
"""Records written in one act from here: more would keep the book from everybody for minutes."""


class SelectionBar(QWidget):
    """Shown beneath a list while several of its records are chosen.

    Args:
        desk: The book, and where to say what was done.
        kind: The kind that is listed.

    Signals:
        done_with: The choice shall end: the records were dealt with, or nobody wants it any more.
    """

    done_with = Signal()

    def __init__(self, desk: Desk, kind: str) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self._ids: list[RecordId] = []
        self._aside = False
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("With those chosen"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(8)
        column.addWidget(rule())
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 12, 0)
        self._said = label("", "strong")
        head.addWidget(self._said, 1)
        head.addWidget(icon_button(desk.theme, "x", _("End the choice"), self.done_with.emit))
        column.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(16, 0, 16, 0)
        row = QWidget()
        inset.addWidget(row)
        flow = Flow(6, row)
        icon = desk.theme.icon
        writes = not desk.casebook.vault.read_only
        self.aside_button = button(_("Put aside"), self.put_aside, icon=icon("archive", size=16))
        self.event_button = button(_("Add to an event…"), self.choose_event, icon=icon("calendar-clock", size=16))
        self.dossier_button = button(_("Dossier…"), self.make_dossiers, icon=icon("file-text", size=16))
        self.send_button = button(_("Send…"), self.send, icon=icon("send", size=16))
        self.copy_button = button(_("Copy codes"), self.copy_codes, icon=icon("copy", size=16))
        self._shown = [self.aside_button, self.dossier_button, self.send_button, self.copy_button]
        if kind == "person":
            self._shown.insert(1, self.event_button)
        else:
            self.event_button.setParent(self)
            self.event_button.hide()
        for one in self._shown:
            flow.addWidget(one)
        for one in (self.aside_button, self.event_button):
            one.setEnabled(writes)
        column.addLayout(inset)
        self.hide()

    def show_chosen(self, ids: Sequence[RecordId], *, aside: bool) -> None:
        """Show how many are chosen, and what can be done with them; nothing while it is one or none.

        Args:
            ids: The records, in the order of the list.
            aside: Whether they were put aside before, and are brought back instead.
        """
        self._ids = list(ids)
        self._aside = aside
        number = len(ids)
        words = ngettext("{number} record chosen", "{number} records chosen", number)
        self._said.setText(words.format(number=said(number)))
        text = _("Bring back") if aside else _("Put aside")
        self.aside_button.setText("\u2009" + text)
        self.aside_button.setAccessibleName(text)
        self.setVisible(number > 1)

    def put_aside(self) -> None:
        """Put those chosen aside, or bring them back: one act."""
        ids, number = self._ids, len(self._ids)
        if self._aside:
            words = ngettext("{number} record was brought back.", "{number} records were brought back.", number)
            self._write(Act.RESTORE_RECORDS, partial(_bring_back, ids), words.format(number=said(number)))
        else:
            words = ngettext("{number} record was put aside.", "{number} records were put aside.", number)
            self._write(Act.ARCHIVE_RECORDS, partial(_put_aside, ids), words.format(number=said(number)))

    def choose_event(self) -> None:
        """Ask to which event those chosen are added, and as what."""
        EventChoice(self._desk, len(self._ids), self.add_to_event, self).open()

    def add_to_event(self, event: RecordId, involved_as: str) -> None:
        """Record that those chosen were involved in an event: one act, without those of whom it is recorded already."""
        ids = self._ids
        self._write(Act.ADD_TO_EVENT, lambda writer: involve_all(writer, event, involved_as, ids), "")

    def make_dossiers(self) -> None:
        """Begin dossiers about those chosen."""
        self._desk.make_dossiers(*self._ids)

    def send(self) -> None:
        """Begin a bundle for another office, of what belongs to those chosen."""
        self._desk.send_records(*self._ids)

    def copy_codes(self) -> None:
        """Copy the reference codes, one a line; they name nobody."""
        ids, code = self._ids, language().code
        found = self._desk.read(lambda reader: cells(reader, self._kind, ids, ("reference",), code))
        QGuiApplication.clipboard().setText("\n".join(reference for (reference,) in found.values()))
        words = ngettext("{number} code was copied.", "{number} codes were copied.", len(found))
        self._desk.messages.say(words.format(number=said(len(found))))

    def _write(self, act: Act, work: Callable[[Writer], int], words: str) -> None:
        if len(self._ids) > MOST:
            self._desk.messages.say(_("Choose {number} records at most.").format(number=said(MOST)))
            return
        book = self._desk.casebook
        self.setEnabled(False)

        def write(_progress: Progress) -> Outcome[int]:
            return book.transact(act, work)

        self._desk.jobs.run(write, partial(self._written, words), self._failed, owner=self)

    def _written(self, words: str, outcome: Outcome[int]) -> None:
        self.setEnabled(True)
        if outcome.changes.act:
            number = outcome.value
            added = ngettext("{number} person added to the event.", "{number} people added to the event.", number)
            self._desk.messages.done(outcome.changes, words or added.format(number=said(number)))
        else:
            self._desk.messages.say(_("Nothing had to be changed."))
        self.done_with.emit()

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        self._desk.messages.fail(error)


def _put_aside(ids: Sequence[RecordId], writer: Writer) -> int:
    for one in ids:
        writer.archive(one)
    return len(ids)


def _bring_back(ids: Sequence[RecordId], writer: Writer) -> int:
    for one in ids:
        writer.update(one, {"archived": 0})
    return len(ids)
