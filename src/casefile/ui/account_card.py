"""The account of a merge, or of its rehearsal: a sum, and behind each of its numbers the records that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, _, ngettext
from casefile.casework.catalogue import record_types
from casefile.casework.titles import kind_label, title
from casefile.store.merging import CONFLICTING, ERASED, NEW, STATE_LABELS, STATES, UNCHANGED, UPDATED, WAITING, Account
from casefile.ui.record_table import ROW_HEIGHT, RecordList, Row
from casefile.ui.widgets.cards import Banner, Card, label
from casefile.ui.widgets.chips import FilterChips, said
from casefile.ui.widgets.flow import Flow
from casefile.ui.widgets.number_tile import NumberTile

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.ui.page import Desk

_ICONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        NEW: ("plus", "good"),
        UPDATED: ("pencil", "accent"),
        UNCHANGED: ("check", "text"),
        CONFLICTING: ("scale", "warning"),
        WAITING: ("clock", "warning"),
        ERASED: ("ban", "danger"),
    }
)
"""Icon and ink of each state."""
_ALWAYS = (NEW, UPDATED, UNCHANGED, CONFLICTING)
"""States that are told also where there are none: that nothing is in conflict is news as well."""
_FIRST = (CONFLICTING, NEW, UPDATED, WAITING, ERASED, UNCHANGED)
"""Which number is opened first."""
_MEANING: Mapping[str, str] = MappingProxyType(
    {
        NEW: N_("Not in this vault so far."),
        UPDATED: N_("In this vault already; what others wrote in them joins what is here."),
        UNCHANGED: N_("In this vault already, and nothing in them is new."),
        CONFLICTING: N_(
            "Others wrote something different in the same field. Both values are kept until somebody decides."
        ),
        WAITING: N_("Something that these go on from was not sent. They join when it comes."),
        ERASED: N_("Erased for good, here or there. Nothing of them is left to show."),
    }
)
_ROWS = 5


class AccountCard(Card):
    """The sum and its lists.

    Args:
        desk: Reads how records are called.
        account: What to tell.
        done: Whether it was done; else it is what would come.

    Signals:
        opened: The state whose records are shown.
    """

    opened = Signal(str)

    def __init__(self, desk: Desk, account: Account, *, done: bool) -> None:
        came = account.count()
        heading = (
            ngettext("{n} record came in", "{n} records came in", came)
            if done
            else ngettext("{n} record would come in", "{n} records would come in", came)
        )
        super().__init__(desk.theme, heading.format(n=said(came)), "git-merge")
        self._desk, self.account, self._done = desk, account, done
        self.tiles: dict[str, NumberTile] = {}
        self.body.addWidget(self._sum())
        for refused in account.refused_sources:
            text = _("Nothing was taken from “{source}”: {reason}").format(source=refused.label, reason=refused.reason)
            self.body.addWidget(Banner(desk.theme, text, "danger"))
        if account.incomplete:
            text = ngettext(
                "Of {n} record a part waits for what was not sent.",
                "Of {n} records a part waits for what was not sent.",
                len(account.incomplete),
            )
            self.body.addWidget(label(text.format(n=said(len(account.incomplete))), "secondary", wrap=True))
        self._state = ""
        self._meaning = label("", "secondary", wrap=True)
        self.kinds = FilterChips(_("Kinds of record"))
        self.kinds.picked.connect(lambda _kind: self._show_list())
        self.list = RecordList(desk.theme, _("Records behind this number"), self._rows)
        self.list.setObjectName("framed")
        self.list.opened.connect(self._open)
        self._unlisted = label("", wrap=True)
        for widget in (self._meaning, self.kinds, self.list, self._unlisted):
            self.body.addWidget(widget)
            widget.hide()
        first = next((state for state in _FIRST if account.count(state)), "")
        if first:
            self.show_state(first)

    def show_state(self, state: str) -> None:
        """Show the records behind one of the numbers."""
        self._state = state
        for other, tile in self.tiles.items():
            tile.setChecked(other == state)
        self._meaning.setText(_(_MEANING[state]))
        self._meaning.show()
        lines = [line for line in self.account.lines if line.state == state]
        self.kinds.choose("")
        self.kinds.show_choices([(line.kind, _kinds(line.kind), len(line.records)) for line in lines])
        self.kinds.show()
        self._show_list()
        self.opened.emit(state)

    def records(self) -> Sequence[RecordId]:
        """The records listed now."""
        kind = self.kinds.chosen()
        return [
            record
            for line in self.account.lines
            if line.state == self._state and kind in {"", line.kind} and line.kind in record_types()
            for record in line.records
        ]

    def _sum(self) -> QWidget:
        made = QWidget()
        flow = Flow(10, made)
        shown = [state for state in STATES if state in _ALWAYS or self.account.count(state)]
        for state in shown:
            icon, ink = _ICONS[state]
            number = self.account.count(state)
            tile = NumberTile(self._desk.theme, number, _(STATE_LABELS[state]), icon, ink if number else "text")
            tile.clicked.connect(partial(self._pressed, state))
            self.tiles[state] = tile
            flow.addWidget(_after("+" if state != shown[0] else "=", tile))
        return made

    def _pressed(self, state: str, *_checked: bool) -> None:
        self.show_state(state)

    def _show_list(self) -> None:
        listed: Sequence[RecordId] = self.records() if self._listed() else []
        self.list.setVisible(bool(listed))
        self.list.setFixedHeight(min(len(listed), _ROWS) * ROW_HEIGHT + 8)
        self.list.show_ids(listed)
        text = ""
        if self._state == NEW and not self._done:
            text = _("How they are called is shown once they are here.")
        self._unlisted.setText(text)
        self._unlisted.setVisible(bool(text))

    def _listed(self) -> bool:
        return self._state != ERASED and (self._done or self._state != NEW)

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        kinds = {record: line.kind for line in self.account.lines for record in line.records if record in set(ids)}
        return self._desk.read(lambda reader: [_row(reader, record, kinds[record]) for record in ids])

    def _open(self, record: RecordId) -> None:
        found = self._desk.read(lambda reader: reader.find(record))
        if found is None:
            self._desk.messages.say(_("This record is not in this vault yet"))
        else:
            self._desk.open(found.kind, record)


def _row(reader: Reader, record: RecordId, kind: str) -> Row:
    found = reader.find(record)
    if found is None:
        return Row(record, _("Not in this vault yet"), chip=kind_label(kind))
    return Row(record, title(reader, found), aside=found.text("reference"), chip=kind_label(kind))


def _kinds(kind: str) -> str:
    """What records of a kind are called; a later version's, which is not known here, is shown as it is named."""
    return kind_label(kind, many=True) if kind in record_types() else kind


def _after(sign: str, tile: QWidget) -> QWidget:
    """A tile after the sign that adds it to those before."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(label(sign, "secondary"))
    row.addWidget(tile)
    return made
