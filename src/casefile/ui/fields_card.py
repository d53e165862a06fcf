"""The fields of a record that are filled in, in words, as a card: links lead to their record, sensitive ones folded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, ngettext
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity, Shape
from casefile.casework.titles import field_in_words
from casefile.ui.widgets.buttons import LinkButton, button, icon_button
from casefile.ui.widgets.cards import Card, label, pair

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.page import Desk

_NEVER = frozenset({"archived"})


@dataclass(frozen=True, slots=True)
class _Filled:
    name: str
    words: str
    wide: bool
    sensitive: bool
    link: RecordId
    kind: str


class FieldsCard(Card):
    """A card with a record's fields and a way to edit them.

    Args:
        desk: The book and the look.
        snapshot: The record.
        fields: Names of the fields to show, in this order; all that are filled in if None.
        heading: Of the card.
        icon: Name of its icon.
        columns: How many fields stand side by side.
        skip: Names of fields that are shown elsewhere.
    """

    def __init__(
        self,
        desk: Desk,
        snapshot: Snapshot,
        fields: Sequence[str] | None = None,
        heading: str = "",
        icon: str = "",
        columns: int = 2,
        skip: Collection[str] = (),
    ) -> None:
        super().__init__(desk.theme, heading, icon)
        self._desk = desk
        names = [name for name in fields or _order(snapshot.kind) if name not in _NEVER and name not in skip]
        filled = desk.read(lambda reader: [one for name in names if (one := _read(reader, snapshot, name)) is not None])
        edit = icon_button(desk.theme, "pencil", _("Edit"), partial(desk.edit, snapshot.kind, snapshot.id))
        self.add_to_head(edit)
        shown = [one for one in filled if not one.sensitive]
        if shown:
            self.body.addLayout(self._grid(shown, columns))
        else:
            self.body.addWidget(label(_("Nothing filled in yet."), "secondary"))
        self._add_folded([one for one in filled if one.sensitive], columns)
        self.body.addStretch(1)

    def _add_folded(self, folded: Sequence[_Filled], columns: int) -> None:
        if not folded:
            return
        inner = QWidget()
        inner.setLayout(self._grid(folded, columns))
        inner.hide()
        number = len(folded)
        text = ngettext("Show {number} sensitive field", "Show {number} sensitive fields", number)
        unfold = button(text.format(number=number), role="link", icon=self._desk.theme.icon("eye", "accent", 16))
        unfold.clicked.connect(inner.show)
        unfold.clicked.connect(unfold.hide)
        self.body.addWidget(unfold, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(inner)

    def _grid(self, filled: Sequence[_Filled], columns: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        line, column = 0, 0
        for one in filled:
            if one.wide and column:
                line, column = line + 1, 0
            cell = pair(one.name, self._value(one))
            grid.addWidget(cell, line, column, 1, columns if one.wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if one.wide else 1
            if column >= columns:
                line, column = line + 1, 0
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        return grid

    def _value(self, one: _Filled) -> QWidget:
        if one.link:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            name = f"{one.name}: {one.words}"
            row.addWidget(LinkButton(one.words, partial(self._desk.open, one.kind, one.link), name=name), 100)
            row.addStretch(1)
            return holder
        shown = label(one.words, wrap=True, natural=one.wide)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(f"{one.name}: {one.words}")
        return shown


def _order(kind: str) -> list[str]:
    """The fields as their subject declares them; what every record has closes the list."""
    made = record_type(kind)
    return [*(name for name in made.facts if name not in {"reference", "note"}), "note", "reference"]


def _read(reader: Reader, snapshot: Snapshot, name: str) -> _Filled | None:
    facts = record_type(snapshot.kind).facts[name]
    if snapshot.values[name] == facts.default or facts.owner:
        return None
    words = field_in_words(reader, snapshot, name)
    if not words:
        return None
    link = snapshot.link(name) if facts.shape is Shape.LINK else NO_ID
    if facts.unit:
        words = f"{words} {_(facts.unit)}"
    return _Filled(
        name=_(facts.label),
        words=words,
        wide=facts.shape is Shape.PROSE,
        sensitive=facts.sensitivity is Sensitivity.SENSITIVE,
        link=link,
        kind=reader.kind_of(link) if link else "",
    )
