"""A table of records: an array of ids, and the cells of a page of them read only when they are painted.

As in `record_table` one query filters and sorts in SQL; the columns are fields of the kind, whichever were chosen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from casefile.base.i18n import _
from casefile.ui.painting import draw_text
from casefile.ui.record_table import selected_of
from casefile.ui.theme import BODY, Theme, font

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.saved_views import Columns

_PAGE = 40
"""Rows read at once: some more than a window shows."""
_PAGES_KEPT = 25
_ROW = 34
_USUAL, _USUAL_FIRST = 176, 260
_PAD = 12
_NARROWEST, _WIDEST = 60, 900
SORT_KEYS = "Ctrl+Shift+S"
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
Cells = Callable[["Sequence[RecordId]", Sequence[str]], "Mapping[RecordId, Sequence[str]]"]
"""Gives the cells of some records in some columns; a record that is gone is left out."""


class GridModel(QAbstractTableModel):
    """The ids of a table, its columns, and the cells of the pages painted last.

    Args:
        cells: Gives cells.
        labels: What the columns are called, by field.
        parent: The table.
    """

    def __init__(self, cells: Cells, labels: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = cells
        self._labels = labels
        self._ids: Sequence[RecordId] = ()
        self._pages: OrderedDict[int, Mapping[RecordId, Sequence[str]]] = OrderedDict()
        self.fields: tuple[str, ...] = ()

    def set_ids(self, ids: Sequence[RecordId]) -> None:
        """Show these records, in this order."""
        self.beginResetModel()
        self._pages.clear()
        self._ids = ids
        self.endResetModel()

    def set_fields(self, fields: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.beginResetModel()
        self._pages.clear()
        self.fields = tuple(fields)
        self.endResetModel()

    def holds(self, ids: Sequence[RecordId]) -> bool:
        """Whether these are the records shown, in this order."""
        return self._ids == ids

    def forget_rows(self) -> None:
        """Read every cell anew when it is painted next; the ids stay."""
        self._pages.clear()
        if self._ids and self.fields:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.fields) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many records."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a column is called, and how it sorts."""
        if way != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._labels[self.fields[section]]
        if role == Qt.ItemDataRole.ToolTipRole:
            label = self._labels[self.fields[section]]
            return _("Sort by: {column} (click, or {keys} in the column)").format(column=label, keys=SORT_KEYS)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text; None where the record is gone."""
        if role not in _ROLES or not index.isValid() or index.row() >= len(self._ids):
            return None
        held = self._page(index.row()).get(self._ids[index.row()])
        if held is None or index.column() >= len(held):
            return None
        return held[index.column()] or None

    def record(self, index: _Index) -> RecordId:
        """The id at an index."""
        return self._ids[index.row()]

    def ids(self) -> Sequence[RecordId]:
        """The ids, in the order of the table."""
        return self._ids

    def position(self, record: RecordId) -> int:
        """Where a record is, or -1."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def _page(self, position: int) -> Mapping[RecordId, Sequence[str]]:
        number = position // _PAGE
        page = self._pages.get(number)
        if page is None:
            start = number * _PAGE
            page = self._cells(self._ids[start : start + _PAGE], self.fields)
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page


_ROLES = frozenset(
    {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)}
)


class RecordGrid(QTableView):
    """The table itself; arrow keys move, Enter opens, a head sorts and is dragged to another place or width.

    Args:
        theme: Colours.
        name: What a screen reader calls it.
        labels: What the columns are called, by field.
        cells: Gives the cells of some records.

    Signals:
        opened: The id of the record on which Enter was pressed, or which was clicked twice.
        sorted_by: The field by which it shall be sorted, and whether the last comes first.
        columns_changed: Columns were moved or made wider.
        selection_changed: Other records are selected: several by Shift, Ctrl or Ctrl+A.
        typed: Letters typed here, for the field that searches.
    """

    opened = Signal(object)
    sorted_by = Signal(str, bool)
    columns_changed = Signal()
    selection_changed = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme, name: str, labels: Mapping[str, str], cells: Cells) -> None:
        super().__init__()
        self.setObjectName("grid")
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.records = GridModel(cells, labels, self)
        self.setModel(self.records)
        self.setItemDelegate(CellPainter(theme, self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsMovable(True)
        heads.setSectionsClickable(True)
        heads.setMinimumSectionSize(_NARROWEST)
        heads.setStretchLastSection(True)
        heads.setAccessibleName(_("Columns"))
        heads.sectionClicked.connect(self._sort)
        heads.sectionResized.connect(lambda *_what: self._changed())
        heads.sectionMoved.connect(lambda *_what: self._changed())
        self.selectionModel().selectionChanged.connect(lambda *_what: self.selection_changed.emit())
        self._sorted = ("", False)
        self._quiet = False
        self.doubleClicked.connect(lambda index: self.opened.emit(self.records.record(index)))

    def show_columns(self, columns: Columns) -> None:
        """Show these columns, in this order and as wide."""
        self._quiet = True
        current = self.current()
        self.records.set_fields([field for field, _width in columns])
        heads = self.horizontalHeader()
        for place, (field, width) in enumerate(columns):
            section = self.records.fields.index(field)
            heads.moveSection(heads.visualIndex(section), place)
            usual = _USUAL if place else _USUAL_FIRST
            heads.resizeSection(section, min(max(width or usual, _NARROWEST), _WIDEST))
        self._quiet = False
        self.show_sorted(*self._sorted)
        if current is not None:
            self.choose(current)

    def columns(self) -> Columns:
        """The columns as they are shown."""
        heads = self.horizontalHeader()
        sections = [heads.logicalIndex(place) for place in range(len(self.records.fields))]
        return tuple((self.records.fields[section], heads.sectionSize(section)) for section in sections)

    def show_sorted(self, field: str, backwards: bool) -> None:  # noqa: FBT001 - as the signal gives it
        """Show by which column it is sorted; by none of them if the field is empty."""
        self._sorted = (field, backwards)
        shown = field in self.records.fields
        heads = self.horizontalHeader()
        heads.setSortIndicatorShown(shown)
        if shown:
            way = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
            heads.setSortIndicator(self.records.fields.index(field), way)

    def show_ids(self, ids: Sequence[RecordId]) -> None:
        """Show other records, and stay on the one that was chosen if it is still among them."""
        if self.records.holds(ids):
            self.records.forget_rows()
            return
        current = self.current()
        self.records.set_ids(ids)
        if current is not None:
            self.choose(current)

    def current(self) -> RecordId | None:
        """The record that the cursor is on, or None."""
        index = self.currentIndex()
        return self.records.record(index) if index.isValid() else None

    def selected(self) -> list[RecordId]:
        """The records selected, in the order of the table."""
        return selected_of(self.records.ids(), self.selectionModel())

    def select_current(self) -> None:
        """Select the record that the cursor is on alone."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flag.ClearAndSelect | flag.Rows)

    def choose(self, record: RecordId) -> bool:
        """Put the cursor on a record. Returns whether it is in the table."""
        position = self.records.position(record)
        if position < 0 or not self.records.fields:
            return False
        index = self.records.index(position, max(0, self.currentIndex().column()))
        rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, rows)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; a key sorts by the column that the cursor is in."""
        index = self.currentIndex()
        if index.isValid() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.records.record(index))
            return
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if index.isValid() and event.key() == Qt.Key.Key_S and event.modifiers() == both:
            self._sort(index.column())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, letters: str) -> None:
        """Hand letters on: Qt's own search would read every row."""
        self.typed.emit(letters)

    def _sort(self, section: int) -> None:
        field = self.records.fields[section]
        self.sorted_by.emit(field, self._sorted == (field, False))

    def _changed(self) -> None:
        if not self._quiet:
            self.columns_changed.emit()


class CellPainter(QStyledItemDelegate):
    """Paints a cell: its text from the side where one begins to read, a line beneath each row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = font(BODY)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        tokens = self._theme.tokens
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, tokens.colour("accent_soft"))
        painter.setPen(tokens.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tokens.colour("accent"), 1.5))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        text = index.data()
        if text:
            inner = area.adjusted(_PAD, 0, -_PAD, 0)
            ink = tokens.colour("text")
            draw_text(painter, inner, text, face=self._face, ink=ink, direction=option.direction)
