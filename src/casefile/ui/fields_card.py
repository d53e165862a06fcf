"""The filled fields of a record, in words, as a card: each is edited where it stands, sensitive ones are folded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from casefile.base.i18n import _, ngettext
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity, Shape
from casefile.casework.titles import field_in_words
from casefile.ui.field_in_place import FieldInPlace
from casefile.ui.form_fields import NOT_ASKED
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Card, label

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.page import Desk

_NEVER = frozenset({"archived"})


@dataclass(frozen=True, slots=True)
class _Filled:
    field: str
    words: str
    wide: bool
    sensitive: bool


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
        self._desk, self._snapshot = desk, snapshot
        names = [name for name in fields or _order(snapshot.kind) if name not in _NEVER and name not in skip]
        filled = desk.read(lambda reader: [one for name in names if (one := _read(reader, snapshot, name)) is not None])
        edit = icon_button(desk.theme, "pencil", _("Edit"), partial(desk.edit, snapshot.kind, snapshot.id))
        more = self._adder(names, {one.field for one in filled})
        if more is not None:
            self.add_to_head(more)
        self.add_to_head(edit)
        shown = [one for one in filled if not one.sensitive]
        if shown:
            self.body.addLayout(self._grid(shown, columns))
        else:
            self.body.addWidget(label(_("Nothing filled in yet."), "secondary"))
        self._add_folded([one for one in filled if one.sensitive], columns)
        self.body.addStretch(1)

    def _adder(self, names: Sequence[str], filled: Collection[str]) -> QToolButton | None:
        """A menu of the fields that are not filled in; the one chosen is edited at the foot of the card."""
        facts = record_type(self._snapshot.kind).facts
        empty = [
            name
            for name in names
            if name not in {*filled, *NOT_ASKED} and not facts[name].owner and not facts[name].secret
        ]
        if not empty or self._desk.casebook.vault.read_only:
            return None
        made = icon_button(self._desk.theme, "plus", _("Fill in another field"))
        menu = QMenu(made)
        for name in empty:
            menu.addAction(_(facts[name].label).replace("&", "&&"), partial(self._fill_in, name))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _fill_in(self, name: str) -> None:
        field = FieldInPlace(self._desk, self._snapshot, name, "")
        self.body.addWidget(field)
        field.closed.connect(field.hide)
        field.begin()

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
            cell = FieldInPlace(self._desk, self._snapshot, one.field, one.words)
            grid.addWidget(cell, line, column, 1, columns if one.wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if one.wide else 1
            if column >= columns:
                line, column = line + 1, 0
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        return grid


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
    if facts.unit:
        words = f"{words} {_(facts.unit)}"
    return _Filled(
        field=name,
        words=words,
        wide=facts.shape is Shape.PROSE,
        sensitive=facts.sensitivity is Sensitivity.SENSITIVE,
    )
