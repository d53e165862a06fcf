"""A short list of things with an icon, a title and a line beneath; for what is all there at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from casefile.ui.painting import draw_text, placed, row_ground, text_width
from casefile.ui.theme import BODY, ICON, SMALL, Theme, font

_HEIGHT = 50
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the list.

    Attributes:
        key: What it is known by.
        title: First line.
        detail: Second line.
        icon: Name of an icon.
        aside: Short text at the end.
    """

    key: str
    title: str
    detail: str = ""
    icon: str = ""
    aside: str = ""


class TwoLineList(QListWidget):
    """The list.

    Args:
        theme: Colours and icons.
        name: What a screen reader calls it.

    Signals:
        chosen: Key of the entry that the cursor went to.
        opened: Key of the entry on which Enter was pressed, or which was clicked.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName("framed")
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setItemDelegate(_EntryPainter(theme, self))
        self.entries: list[Entry] = []
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self.key_at(row)))
        self.itemActivated.connect(lambda item: self.opened.emit(self.key_at(self.row(item))))
        self.itemClicked.connect(lambda item: self.opened.emit(self.key_at(self.row(item))))

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries, with the cursor on the first."""
        blocked = self.blockSignals(True)
        self.clear()
        self.entries = list(entries)
        for entry in entries:
            item = QListWidgetItem(entry.title)
            spoken = ", ".join(part for part in (entry.title, entry.detail, entry.aside) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(entry.detail)
            self.addItem(item)
        self.blockSignals(blocked)
        if entries:
            self.setCurrentRow(0)

    def key_at(self, row: int) -> str:
        """The key of a row; empty for none."""
        return self.entries[row].key if 0 <= row < len(self.entries) else ""

    def current_key(self) -> str:
        """The key of the entry that the cursor is on; empty for none."""
        return self.key_at(self.currentRow())

    def height_for(self, rows: int) -> int:
        """How high the list is with so many rows."""
        return rows * _HEIGHT + 8


class _EntryPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: TwoLineList) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if not 0 <= index.row() < len(self._list.entries):
            return
        entry = self._list.entries[index.row()]
        tokens = self._theme.tokens
        area: QRect = option.rect
        way: Qt.LayoutDirection = option.direction
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(area).adjusted(2, 1, -2, -1)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        row_ground(painter, tokens, inner, 8, selected=selected, hovered=hovered, focused=focused)
        left = area.left() + 14
        if entry.icon:
            spot = QRect(left, area.top() + (area.height() - ICON) // 2, ICON, ICON)
            ink = "accent" if selected else "secondary"
            painter.drawPixmap(placed(way, area, spot).topLeft(), self._theme.pixmap(entry.icon, ink))
            left += ICON + 14
        right = area.right() - 14
        if entry.aside:
            wide = text_width(font(SMALL), entry.aside) + 2
            end = placed(way, area, QRect(right - wide, area.top(), wide, area.height()))
            ink_ = tokens.colour("secondary")
            draw_text(painter, end, entry.aside, face=font(SMALL), ink=ink_, direction=way, align="end")
            right -= wide + 10
        lines = QRect(left, area.top() + 6, right - left, 20)
        if not entry.detail:
            lines = QRect(left, area.top(), right - left, area.height())
        draw_text(
            painter, placed(way, area, lines), entry.title, face=font(BODY), ink=tokens.colour("text"), direction=way
        )
        if entry.detail:
            beneath = placed(way, area, lines.translated(0, 19))
            draw_text(painter, beneath, entry.detail, face=font(SMALL), ink=tokens.colour("secondary"), direction=way)
        painter.restore()
