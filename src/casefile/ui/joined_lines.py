"""What a record's page says of others that it was decided to be the same as: a line for each, to open or to split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language
from casefile.casework import identity
from casefile.casework.acts import Act
from casefile.casework.titles import title
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Banner, label

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.ui.page import Desk


@dataclass(frozen=True, slots=True)
class _Other:
    """A record that is the same: its kind, what it is called, when that was decided, and whether of these two."""

    record: RecordId
    kind: str
    name: str
    on: str
    directly: bool


class JoinedLines(QWidget):
    """The lines; nothing if the record was never joined.

    Args:
        desk: What it works with.
        record: Whose page it is.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        super().__init__()
        self._desk = desk
        self._record = record
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        others, contradicting = desk.read(lambda reader: _read(reader, record))
        if contradicting:
            said = _("Decisions about this record contradict each other. It stands alone until somebody settles them.")
            column.addWidget(Banner(desk.theme, said))
        for other in others:
            column.addWidget(self._line(other))
        self.setVisible(bool(others) or contradicting)

    def _line(self, other: _Other) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(_("Recorded also as"), "secondary"))
        row.addWidget(LinkButton(other.name, partial(self._desk.open, other.kind, other.record)), 100)
        if other.on:
            said = _("(decided on {date})").format(date=say_date(other.on, language().code))
            row.addWidget(label(said, "secondary"))
        if other.directly and not self._desk.casebook.vault.read_only:
            name = _("Split from {name}").format(name=other.name)
            row.addWidget(button(_("Split"), partial(self._split, other.record), role="link", name=name))
        row.addStretch(1)
        return made

    def _split(self, other: RecordId) -> None:
        self._desk.attempt(Act.SPLIT_RECORD, lambda writer: identity.split(writer, self._record, other))


def _read(reader: Reader, record: RecordId) -> tuple[list[_Other], bool]:
    around = identity.decisions_around(reader, record)
    group = identity.joined(reader, record)
    contradicting = any(set(one.pair) <= group or record in one.pair for one in identity.contradictions(around))
    decided = {one.pair: one.on for one in around if one.decision == identity.SAME}
    others: list[_Other] = []
    for other in sorted(group - {record}):
        found = reader.find(other)
        if found is None:
            continue
        pair = identity.pair_of(record, other)
        name = f"{found.text('reference')} {title(reader, found)}"
        others.append(_Other(other, found.kind, name, decided.get(pair, ""), pair in decided))
    return others, contradicting
