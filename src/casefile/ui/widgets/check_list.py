"""A list of things to tick, each with how many there are of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from casefile.base.i18n import _
from casefile.ui.painting import draw_text, placed, row_ground, text_width
from casefile.ui.theme import BODY, SMALL, Theme, font
from casefile.ui.widgets.chips import said

_HEIGHT = 32
_BOX = 16
_EDGE = 12
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing to tick.

    Attributes:
        key: What it is known by.
        label: What it is called.
        number: How many there are of it; None if that is not said.
        ticked: Whether it is ticked.
    """

    key: str
    label: str
    number: int | None = None
    ticked: bool = False


class CheckList(QListWidget):
    """The list; a click, Space or Enter ticks.

    Args:
        theme: Colours and icons.
        name: What a screen reader calls it.

    Signals:
        ticked: Key of what was ticked or unticked, and whether it is ticked now.
        typed: A letter that was typed here, for a field that searches.
    """

    ticked = Signal(str, bool)
    typed = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName("framed")
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setItemDelegate(_TickPainter(theme, self))
        self.ticks: list[Tick] = []
        self.itemClicked.connect(lambda item: self._turn(self.row(item)))

    def show_ticks(self, ticks: Sequence[Tick]) -> None:
        """Show other things; the cursor stays on the key that it was on."""
        here = self.current_key() if self.currentRow() >= 0 else None
        blocked = self.blockSignals(True)
        self.clear()
        self.ticks = list(ticks)
        for tick in ticks:
            item = QListWidgetItem(tick.label)
            item.setToolTip(tick.label)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if tick.ticked else Qt.CheckState.Unchecked)
            if tick.number is not None:
                spoken = _("{filter}, {number}").format(filter=tick.label, number=said(tick.number))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.addItem(item)
        if ticks:
            keys = [tick.key for tick in ticks]
            self.setCurrentRow(keys.index(here) if here in keys else 0)
        self.blockSignals(blocked)

    def current_key(self) -> str:
        """The key of the thing that the cursor is on; empty for none."""
        row = self.currentRow()
        return self.ticks[row].key if 0 <= row < len(self.ticks) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick; a letter goes to whoever searches."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._turn(self.currentRow())
        elif (
            event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _turn(self, row: int) -> None:
        if not 0 <= row < len(self.ticks):
            return
        before = self.ticks[row]
        now = Tick(before.key, before.label, before.number, not before.ticked)
        self.ticks[row] = now
        self.item(row).setCheckState(Qt.CheckState.Checked if now.ticked else Qt.CheckState.Unchecked)
        self.ticked.emit(now.key, now.ticked)


class _TickPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: CheckList) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if not 0 <= index.row() < len(self._list.ticks):
            return
        tick = self._list.ticks[index.row()]
        tokens = self._theme.tokens
        area: QRect = option.rect
        way: Qt.LayoutDirection = option.direction
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and self._list.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(area).adjusted(1, 1, -1, -1)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        row_ground(painter, tokens, inner, 6, selected=selected, hovered=hovered, focused=focused)
        middle = area.top() + (area.height() - _BOX) // 2
        box = placed(way, area, QRect(area.left() + _EDGE, middle, _BOX, _BOX))
        painter.setPen(QPen(tokens.colour("accent" if tick.ticked else "line_strong"), 1.3))
        painter.setBrush(tokens.colour("accent" if tick.ticked else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if tick.ticked:
            painter.drawPixmap(box.adjusted(2, 2, -2, -2).topLeft(), self._theme.pixmap("check", "on_accent", _BOX - 4))
        left, right = area.left() + _EDGE + _BOX + 10, area.right() - _EDGE
        if tick.number is not None:
            number = said(tick.number)
            wide = text_width(font(SMALL), number) + 2
            end = placed(way, area, QRect(right - wide, area.top(), wide, area.height()))
            soft = tokens.colour("secondary")
            draw_text(painter, end, number, face=font(SMALL), ink=soft, direction=way, align="end")
            right -= wide + 10
        line = placed(way, area, QRect(left, area.top(), right - left, area.height()))
        draw_text(painter, line, tick.label, face=font(BODY), ink=tokens.colour("text"), direction=way)
        painter.restore()
