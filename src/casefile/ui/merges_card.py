"""The merges of a vault, each with what came and a way to take the whole of it back; and what an undo had to leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import RecordId, moment
from casefile.base.i18n import _, ngettext
from casefile.casework.titles import kind_label, title
from casefile.store.merging import STATE_LABELS, STATES
from casefile.ui.record_table import ROW_HEIGHT, RecordList, Row
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Card, clear, label, rule
from casefile.ui.widgets.chips import Chip, said

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.store.changes import NotUndone, UndoReport
    from casefile.store.past_merges import PastMerge
    from casefile.ui.page import Desk
    from casefile.ui.theme import Theme

_SHOWN = 5
_ROWS = 5


class MergesCard(Card):
    """The merges, the newest first.

    Args:
        theme: Colours and icons.

    Signals:
        undo_wanted: Id of the act to undo: of a merge, or of what took one back.
    """

    undo_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Merges so far"), "history")
        self._theme = theme
        self._merges: Sequence[PastMerge] = ()
        self._all = False
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)
        self.hide()

    def show_merges(self, merges: Sequence[PastMerge]) -> None:
        """Show these."""
        self._merges = merges
        self.setVisible(bool(merges))
        clear(self._column)
        shown = merges if self._all else merges[:_SHOWN]
        for number, one in enumerate(shown):
            if number:
                self._column.addWidget(rule())
            self._column.addWidget(self._row(one))
        if len(shown) < len(merges):
            more = button(_("Show all {number}").format(number=said(len(merges))), self._show_all, role="link")
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_all(self) -> None:
        self._all = True
        self.show_merges(self._merges)

    def _row(self, one: PastMerge) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        when = moment(one.line.when)
        text = QVBoxLayout()
        text.setSpacing(3)
        who = one.line.author
        text.addWidget(label(f"{when} · {who}" if who else when, "strong", wrap=True))
        text.addWidget(label(in_numbers(one.numbers), "secondary", wrap=True))
        row.addLayout(text, 1)
        if one.undone:
            row.addWidget(Chip(self._theme, _("Undone"), icon="undo-2"), 0, Qt.AlignmentFlag.AlignVCenter)
            back, name = _("Bring it back"), _("Bring back the merge of {when}")
        else:
            back, name = _("Undo the whole merge"), _("Undo the whole merge of {when}")
        pressed = partial(self.undo_wanted.emit, one.undone or one.line.id)
        row.addWidget(button(back, pressed, name=name.format(when=when)), 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def in_numbers(numbers: Mapping[str, int]) -> str:
    """What came with a merge in one line: "14 records came in: 2 new, 12 unchanged"."""
    came = sum(numbers.values())
    parts = ", ".join(f"{said(numbers[state])} {_(STATE_LABELS[state])}" for state in STATES if numbers.get(state))
    text = ngettext("{n} record came in", "{n} records came in", came).format(n=said(came))
    return f"{text}: {parts}" if parts else text


class LeftCard(Card):
    """What the undo of a merge did, and what it had to leave, with the reason.

    Args:
        desk: Reads how records are called.
        report: What the undo told.
    """

    def __init__(self, desk: Desk, report: UndoReport) -> None:
        super().__init__(desk.theme, _("The merge was undone"), "undo-2")
        self._desk = desk
        self.kept = report.kept
        self._kept: dict[RecordId, NotUndone] = {one.record: one for one in report.kept}
        text = ngettext("{n} record is as it was before.", "{n} records are as they were before.", report.records)
        self.body.addWidget(label(text.format(n=said(report.records)), wrap=True))
        if not self._kept:
            return
        left = ngettext("{n} record had to stay as it is:", "{n} records had to stay as they are:", len(self._kept))
        self.body.addWidget(label(left.format(n=said(len(self._kept))), wrap=True))
        self.list = RecordList(desk.theme, _("Records that stay"), self._rows)
        self.list.setObjectName("framed")
        self.list.opened.connect(self._open)
        self.list.setFixedHeight(min(len(self._kept), _ROWS) * ROW_HEIGHT + 8)
        self.list.show_ids(list(self._kept))
        self.body.addWidget(self.list)

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return self._desk.read(lambda reader: [_left(reader, self._kept[one]) for one in ids])

    def _open(self, record: RecordId) -> None:
        if self._desk.read(lambda reader: reader.find(record)) is not None:
            self._desk.open(self._kept[record].kind, record)


def _left(reader: Reader, one: NotUndone) -> Row:
    found = reader.find(one.record)
    called = title(reader, found) if found is not None else kind_label(one.kind)
    return Row(one.record, called, aside=kind_label(one.kind), detail=one.reason)
