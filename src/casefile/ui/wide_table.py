"""A list widened into a table: its columns, chosen and remembered inside the vault, and the order by a head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from casefile.base.i18n import _, language
from casefile.casework.cells import cells, column_fields, usual_columns
from casefile.casework.lists import BY_COLUMN
from casefile.ui.column_chooser import ColumnChooser
from casefile.ui.record_grid import RecordGrid
from casefile.ui.table_memory import remember_columns, remembered
from casefile.ui.widgets.buttons import icon_button

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.page import Desk
    from casefile.ui.saved_views import Columns

_PAUSE_MS = 400
"""A rest after which a change of the columns is kept: dragging a head changes them at every pixel."""


class WideTable(QObject):
    """The table of a kind, and what belongs to it.

    Args:
        desk: The book and the look.
        kind: The kind that is listed.
        name: What a screen reader calls the table.
        parent: The list; the table goes with it.

    Signals:
        order_changed: It shall be sorted by another column.
    """

    order_changed = Signal()

    def __init__(self, desk: Desk, kind: str, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._kind = desk, kind
        self._offered = {field: _(facts.label) for field, facts in column_fields(kind).items()}
        self.grid = RecordGrid(desk.theme, name, self._offered, self._cells)
        self.button = icon_button(desk.theme, "columns-3", _("Choose the columns"), self.choose_columns)
        kept = remembered(desk.casebook, kind)
        self._order = kept.order if self._known(kept.order) else ""
        self.grid.show_columns(self._sound(kept.columns))
        self.grid.show_sorted(*_parts(self._order))
        self.grid.sorted_by.connect(self._sort)
        self.grid.columns_changed.connect(self._touched)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._keep)

    @property
    def order(self) -> str:
        """The order by a column, as `lists` reads it; empty for the list's own."""
        return self._order

    def show(self, columns: Columns, order: str) -> None:
        """Show these columns and this order, as a saved view has them."""
        self._order = order if self._known(order) else ""
        self.grid.show_columns(self._sound(columns))
        self.grid.show_sorted(*_parts(self._order))
        self._touched()

    def choose_columns(self) -> None:
        """Open the list of columns beneath its button."""
        ColumnChooser(self._desk, self._offered, self.grid, self._usual(), self.button).show_beneath()

    def _usual(self) -> Columns:
        return tuple((field, 0) for field in usual_columns(self._kind))

    def _cells(self, ids: Sequence[RecordId], fields: Sequence[str]) -> Mapping[RecordId, Sequence[str]]:
        code = language().code
        return self._desk.read(lambda reader: cells(reader, self._kind, ids, fields, code))

    def _sound(self, columns: Columns) -> Columns:
        """Without the columns of another version; never without any."""
        known = tuple((field, width) for field, width in columns if field in self._offered)
        return known or self._usual()

    def _known(self, order: str) -> bool:
        return _parts(order)[0] in self._offered

    def _sort(self, field: str, backwards: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._order = f"{BY_COLUMN}{'-' if backwards else ''}{field}"
        self.grid.show_sorted(field, backwards)
        self._touched()
        self.order_changed.emit()

    def _touched(self) -> None:
        if not self._desk.casebook.vault.read_only:
            self._pause.start()

    def _keep(self) -> None:
        keep = partial(remember_columns, self._desk.casebook, self._kind, self.grid.columns(), self._order)
        self._desk.jobs.run(lambda _progress: keep(), lambda _done: None, self._desk.messages.fail)


def _parts(order: str) -> tuple[str, bool]:
    named = order.removeprefix(BY_COLUMN) if order.startswith(BY_COLUMN) else ""
    return named.removeprefix("-"), named.startswith("-")
