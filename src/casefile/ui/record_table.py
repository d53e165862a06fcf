"""A list of records: an array of ids, and rows fetched by the page only when they are painted.

The ids come from one query that filters and sorts in SQL; 100,000 of them cost no more to show than a hundred.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from casefile.base.clock import RecordId
from casefile.ui.theme import BODY, SMALL, Theme, font
from casefile.ui.widgets.cards import paint_avatar

_PAGE = 200
_PAGES_KEPT = 20
ROW_HEIGHT = 66
_AVATAR = 36
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list paints it.

    Attributes:
        record: Its id.
        title: First line.
        aside: Short text at the end of the first line.
        chip: Word on the second line, with its tone and icon.
        tone: "accent", "good", "warning", "danger" or "plain".
        icon: Icon in the chip; empty for none.
        detail: Rest of the second line.
        warning: Why the row is flagged, for a screen reader and a tooltip; empty if it is not.
        avatar: Whether initials are painted.
    """

    record: RecordId
    title: str
    aside: str = ""
    chip: str = ""
    tone: str = "plain"
    icon: str = ""
    detail: str = ""
    warning: str = ""
    avatar: bool = False


class RecordModel(QAbstractListModel):
    """The ids of a list, and the rows of the pages painted last.

    Args:
        rows: Gives the rows of some ids, in their order.
    """

    row_role: ClassVar[int] = Qt.ItemDataRole.UserRole

    def __init__(self, rows: Callable[[Sequence[RecordId]], Sequence[Row]], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._ids: Sequence[RecordId] = ()
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def set_ids(self, ids: Sequence[RecordId]) -> None:
        """Show these records, in this order."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def forget_rows(self) -> None:
        """Read every row anew when it is painted next; the ids stay."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many records there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, what a screen reader says, the tooltip, or the whole `Row`."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
            self.row_role,
        }:
            return None
        row = self._row(index.row())
        if role == self.row_role:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.warning or None
        return ", ".join(part for part in (row.title, row.chip, row.detail, row.aside, row.warning) if part)

    def record(self, index: _Index) -> RecordId:
        """The id at an index."""
        return self._ids[index.row()]

    def position(self, record: RecordId) -> int:
        """Where a record is, or -1."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def _row(self, position: int) -> Row:
        number = position // _PAGE
        page = self._pages.get(number)
        if page is None:
            start = number * _PAGE
            page = self._rows(self._ids[start : start + _PAGE])
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[position % _PAGE]


class RecordList(QListView):
    """The list itself; arrow keys move, Enter or a click opens.

    Args:
        theme: Colours.
        name: What a screen reader calls the list.
        rows: Gives the rows of some ids.
    """

    chosen = Signal(bytes)

    def __init__(self, theme: Theme, name: str, rows: Callable[[Sequence[RecordId]], Sequence[Row]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.records = RecordModel(rows, self)
        self.setModel(self.records)
        self.setItemDelegate(RowPainter(theme, self))
        self.selectionModel().currentChanged.connect(self._moved)

    def show_ids(self, ids: Sequence[RecordId]) -> None:
        """Show other records, and stay on the one that was chosen if it is still among them."""
        current = self.current()
        self.records.set_ids(ids)
        if current:
            self.choose(current, quietly=True)

    def current(self) -> RecordId | None:
        """The record chosen, or None."""
        index = self.currentIndex()
        return self.records.record(index) if index.isValid() else None

    def choose(self, record: RecordId, *, quietly: bool = False) -> None:
        """Choose a record; `quietly` without telling anybody."""
        position = self.records.position(record)
        if position < 0:
            return
        blocked = self.selectionModel().blockSignals(quietly)
        index = self.records.index(position)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.selectionModel().blockSignals(blocked)
        self.scrollTo(index)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.records.record(current))


class RowPainter(QStyledItemDelegate):
    """Paints a row: initials, two lines, a chip, a flag. Mirrored where the layout is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = font(BODY + 0.5, weight=QFont.Weight.Medium)
        self._small = font(SMALL)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are of one height."""
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row = index.data(RecordModel.row_role)
        if not isinstance(row, Row):
            return
        area: QRect = option.rect
        direction: Qt.LayoutDirection = option.direction
        state: QStyle.StateFlag = option.state
        tokens = self._theme.tokens

        def placed(rect: QRect) -> QRect:
            return QStyle.visualRect(direction, area, rect)

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(area.adjusted(6, 2, -6, -2)), 8, 8)
            painter.setBrush(tokens.colour("accent"))
            bar = placed(QRect(area.left() + 6, area.top() + 14, 3, area.height() - 28))
            painter.drawRoundedRect(QRectF(bar), 1, 1)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(tokens.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area.adjusted(6, 2, -6, -2)), 8, 8)
        left = area.left() + 18
        if row.avatar:
            circle = placed(QRect(left, area.top() + (ROW_HEIGHT - _AVATAR) // 2, _AVATAR, _AVATAR))
            paint_avatar(painter, QRectF(circle), row.title, self._theme)
            left += _AVATAR + 12
        right = area.right() - 18
        # On a selected row the lightest ink would fall below 4.5 to 1.
        soft = tokens.colour("secondary" if selected else "tertiary")
        painter.setFont(self._small)
        wide = QFontMetrics(self._small).horizontalAdvance(row.aside)
        line = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        painter.setLayoutDirection(direction)
        painter.setPen(soft)
        painter.drawText(placed(QRect(right - wide, area.top() + 12, wide + 2, 20)), line, row.aside)
        self._text(
            painter, placed(QRect(left, area.top() + 11, right - wide - left - 8, 21)), row.title, self._title, "text"
        )
        self._second_line(painter, placed, QRect(left, area.top() + 36, right - left, 20), row)
        painter.restore()

    def _second_line(self, painter: QPainter, placed: Callable[[QRect], QRect], area: QRect, row: Row) -> None:
        tokens = self._theme.tokens
        left, right = area.left(), area.right()
        if row.warning:
            right -= 20
            spot = placed(QRect(right + 4, area.top() + 2, 16, 16))
            painter.drawPixmap(spot.topLeft(), self._theme.pixmap("triangle-alert", "warning", 16))
        if row.chip:
            wide = QFontMetrics(self._small).horizontalAdvance(row.chip) + 16 + (16 if row.icon else 0)
            wide = min(wide, right - left)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("background" if row.tone == "plain" else f"{row.tone}_soft"))
            painter.drawRoundedRect(QRectF(placed(QRect(left, area.top(), wide, 20))), 6, 6)
            inner = left + 8
            if row.icon:
                spot = placed(QRect(inner, area.top() + 4, 12, 12))
                ink = "secondary" if row.tone == "plain" else row.tone
                painter.drawPixmap(spot.topLeft(), self._theme.pixmap(row.icon, ink, 12))
                inner += 16
            chip = placed(QRect(inner, area.top(), left + wide - inner - 4, 20))
            self._text(painter, chip, row.chip, self._small, "secondary" if row.tone == "plain" else row.tone)
            left += wide + 8
        if row.detail:
            self._text(painter, placed(QRect(left, area.top(), right - left, 20)), row.detail, self._small, "secondary")

    def _text(self, painter: QPainter, area: QRect, text: str, face: QFont, ink: str) -> None:
        painter.setFont(face)
        painter.setPen(self._theme.tokens.colour(ink))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), shown)
