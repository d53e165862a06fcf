"""A list of records: an array of ids, and rows fetched by the page only when they are painted.

The ids come from one query that filters and sorts in SQL; 100,000 of them cost no more to show than a hundred.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from casefile.ui.painting import draw_text, placed, row_ground, text_width
from casefile.ui.theme import SMALL, Theme, font
from casefile.ui.widgets.avatar import paint_avatar
from casefile.ui.widgets.chips import Tone, chip_width, paint_chip

if TYPE_CHECKING:
    from casefile.base.clock import RecordId

_PAGE = 40
"""Rows read at once: some more than a window shows, so that a jump anywhere reads one page or two."""
_PAGES_KEPT = 25
ROW_HEIGHT = 66
_AVATAR = 38
_EDGE = 18
_FLAG = 16
_TITLE_SIZE = 14
_NARROWEST_DETAIL = 40
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

Lines = Callable[[Sequence["RecordId"]], Sequence["Row"]]


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list paints it.

    Attributes:
        record: Its id.
        title: First line.
        other: The title in another script, after it.
        aside: Short text at the end of the first line.
        chip: Word on the second line, with its tone and icon.
        tone: What kind of news the chip is.
        icon: Icon in the chip; empty for none.
        detail: Rest of the second line.
        warning: Why the row is flagged, for a screen reader and a tooltip; empty if it is not.
        avatar: Whether initials are painted.
        picture: A picture painted in their place, in the middle of a small square; None for none.
    """

    record: RecordId
    title: str
    other: str = ""
    aside: str = ""
    chip: str = ""
    tone: Tone = "plain"
    icon: str = ""
    detail: str = ""
    warning: str = ""
    avatar: bool = False
    picture: QPixmap | None = None


class RecordModel(QStringListModel):
    """The ids of a list, and the rows of the pages painted last.

    A list of strings, all of them empty, for the sake of its number of rows: to lay out 100,000 rows the list asks
    twice for each how many there are, which takes 10 ms of Qt's own code, and 180 ms of ours.

    Args:
        lines: Gives the rows of some ids, in their order; a record that is gone is left out.
        parent: The list.
    """

    row_role: ClassVar[int] = int(Qt.ItemDataRole.UserRole)

    def __init__(self, lines: Lines, parent: QWidget | None = None) -> None:
        # Of the two ways to make one, with strings and without, the type stubs know the parent of the first alone.
        super().__init__([], parent)
        self._lines = lines
        self._ids: Sequence[RecordId] = ()
        self._pages: OrderedDict[int, dict[RecordId, Row]] = OrderedDict()

    def set_ids(self, ids: Sequence[RecordId]) -> None:
        """Show these records, in this order."""
        self._pages.clear()
        self._ids = ()
        self.setStringList([])
        self._ids = ids
        self.insertRows(0, len(ids))

    def holds(self, ids: Sequence[RecordId]) -> bool:
        """Whether these are the records shown, in this order."""
        return self._ids == ids

    def forget_rows(self) -> None:
        """Read every row anew when it is painted next; the ids stay."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A row is chosen, never edited or dragged."""
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, what a screen reader says, the tooltip, or the whole `Row`; None where the record is gone."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids) or role not in self._ROLES:
            return None
        row = self._row(index.row())
        if row is None or role == self.row_role:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.warning or None
        return ", ".join(part for part in (row.title, row.other, row.chip, row.detail, row.aside, row.warning) if part)

    _ROLES: ClassVar[frozenset[int]] = frozenset(
        {
            int(Qt.ItemDataRole.DisplayRole),
            int(Qt.ItemDataRole.AccessibleTextRole),
            int(Qt.ItemDataRole.ToolTipRole),
            row_role,
        }
    )

    def ids(self) -> Sequence[RecordId]:
        """The ids, in the order of the list."""
        return self._ids

    def record(self, index: _Index) -> RecordId:
        """The id at an index."""
        return self._ids[index.row()]

    def position(self, record: RecordId) -> int:
        """Where a record is, or -1."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def _row(self, position: int) -> Row | None:
        number = position // _PAGE
        page = self._pages.get(number)
        if page is None:
            start = number * _PAGE
            page = {row.record: row for row in self._lines(self._ids[start : start + _PAGE])}
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[position])


_SEEN = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
"""What of its state a row shows."""
_DRAWN_KEPT = 60
"""Rows drawn last: some more than a high window shows."""
_SELECTING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def selected_of(ids: Sequence[RecordId], selected: QItemSelectionModel) -> list[RecordId]:
    """The ids in the rows selected, from the top; taken by ranges, so that 100,000 are told at once."""
    chosen = selected.selection()
    ranges = sorted({(chosen.at(at).top(), chosen.at(at).bottom()) for at in range(chosen.count())})
    return [one for top, bottom in ranges for one in ids[top : bottom + 1]]


class RecordList(QListView):
    """The list itself; arrow keys move, and what the cursor is on is chosen.

    Args:
        theme: Colours.
        name: What a screen reader calls the list.
        lines: Gives the rows of some ids.

    Signals:
        chosen: The id of the record that was gone to.
        opened: The id of the record on which Enter was pressed, or which was clicked twice.
        selection_changed: Other records are selected: several by Shift, Ctrl or Ctrl+A.
        typed: Letters typed here, for the field that searches.
    """

    chosen = Signal(object)
    opened = Signal(object)
    selection_changed = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme, name: str, lines: Lines) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.records = RecordModel(lines, self)
        self.setModel(self.records)
        self._painter = RowPainter(theme, self)
        self.setItemDelegate(self._painter)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(lambda *_what: self.selection_changed.emit())
        self.activated.connect(lambda index: self.opened.emit(self.records.record(index)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the record chosen, or to the first."""
        if self.current() is None and self.records.rowCount():
            self.choose(self.records.record(self.records.index(0)))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift or Ctrl several are selected, and none of them is gone to."""
        self._quiet = bool(event.modifiers() & _SELECTING)
        super().keyPressEvent(event)
        self._quiet = False

    def keyboardSearch(self, letters: str) -> None:
        """Hand letters on: Qt's own search would read every row."""
        self.typed.emit(letters)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Shift or Ctrl several are selected, and none of them is gone to."""
        self._quiet = bool(event.modifiers() & _SELECTING)
        super().mousePressEvent(event)
        self._quiet = False

    def show_ids(self, ids: Sequence[RecordId]) -> None:
        """Show other records, and stay on the one that was chosen if it is still among them."""
        self._painter.forget()
        if self.records.holds(ids):
            # Neither the layout nor the place on the screen has to be found again.
            self.records.forget_rows()
            return
        current = self.current()
        self._quiet = True
        self.records.set_ids(ids)
        self._quiet = False
        if current:
            self.choose(current, quietly=True)

    def current(self) -> RecordId | None:
        """The record chosen, or None."""
        index = self.currentIndex()
        return self.records.record(index) if index.isValid() else None

    def selected(self) -> list[RecordId]:
        """The records selected, in the order of the list."""
        return selected_of(self.records.ids(), self.selectionModel())

    def select_current(self) -> None:
        """Select the record chosen alone."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flag.ClearAndSelect)

    def choose(self, record: RecordId, *, quietly: bool = False) -> bool:
        """Choose a record; `quietly` without telling anybody. Returns whether it is in the list."""
        position = self.records.position(record)
        if position < 0:
            return False
        self._quiet = quietly
        index = self.records.index(position)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._quiet = False
        self.scrollTo(index)
        return True

    def forget_rows(self) -> None:
        """Read every row anew when it is painted next."""
        self._painter.forget()
        self.records.forget_rows()

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.chosen.emit(self.records.record(current))


class RowPainter(QStyledItemDelegate):
    """Paints a row: initials, two lines, a chip, a flag. Mirrored where the layout is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = font(_TITLE_SIZE)
        self._small = font(SMALL)
        self._drawn: OrderedDict[tuple[int, int, int, float, bool], tuple[Row, QPixmap]] = OrderedDict()

    def forget(self) -> None:
        """Draw every row anew; nothing of a record that was erased is kept."""
        self._drawn.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """All rows are of one height."""
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row: drawn once, and put down as a picture while it is scrolled past."""
        row = index.data(RecordModel.row_role)
        if not isinstance(row, Row):
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state & _SEEN
        scale = painter.device().devicePixelRatioF()
        backwards = option.direction == Qt.LayoutDirection.RightToLeft
        # A row that was read anew is another object; the one drawn is kept, so that its number stays its own.
        key = (id(row), state.value, area.width(), scale, backwards)
        known = self._drawn.get(key)
        if known is None:
            picture = QPixmap(area.size() * scale)
            picture.setDevicePixelRatio(scale)
            picture.fill(Qt.GlobalColor.transparent)
            into = QPainter(picture)
            self._draw(into, QRect(0, 0, area.width(), area.height()), row, option.direction, state)
            into.end()
            self._drawn[key] = known = (row, picture)
            if len(self._drawn) > _DRAWN_KEPT:
                self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        painter.drawPixmap(area.topLeft(), known[1])

    def _draw(
        self, painter: QPainter, area: QRect, row: Row, direction: Qt.LayoutDirection, state: QStyle.StateFlag
    ) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, area, direction, state)
        left = area.left() + _EDGE
        if row.avatar:
            circle = QRect(left, area.top() + (area.height() - _AVATAR) // 2, _AVATAR, _AVATAR)
            paint_avatar(painter, QRectF(placed(direction, area, circle)), row.title, self._theme)
            left += _AVATAR + 12
        elif row.picture is not None:
            square = QRect(left, area.top() + (area.height() - _AVATAR) // 2, _AVATAR, _AVATAR)
            self._picture(painter, placed(direction, area, square), row.picture)
            left += _AVATAR + 12
        alone = not (row.chip or row.detail or row.warning)
        top = (area.height() - 22) // 2 if alone else 10
        line = QRect(left, area.top() + top, area.right() - _EDGE - left, 22)
        self._first_line(painter, area, line, row, direction, selected=selected)
        self._second_line(painter, area, line.translated(0, 25), row, direction, selected=selected)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        inner = QRectF(area.adjusted(6, 2, -6, -2))
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        row_ground(painter, tokens, inner, 8, selected=selected, hovered=hovered, focused=focused)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent"))
            bar = placed(direction, area, QRect(area.left() + 6, area.top() + 14, 3, area.height() - 28))
            painter.drawRoundedRect(QRectF(bar), 1.4, 1.4)

    def _picture(self, painter: QPainter, square: QRect, picture: QPixmap) -> None:
        painter.save()
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(square), 6, 6)
        painter.fillPath(ground, self._theme.tokens.colour("line"))
        painter.setClipPath(ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.deviceIndependentSize()
        shown = QRectF(0, 0, size.width(), size.height())
        shown.moveCenter(QRectF(square).center())
        painter.drawPixmap(shown, picture, QRectF(picture.rect()))
        painter.restore()

    def _first_line(
        self, painter: QPainter, area: QRect, line: QRect, row: Row, direction: Qt.LayoutDirection, *, selected: bool
    ) -> None:
        tokens = self._theme.tokens
        # On a selected row the lightest ink would fall below 4.5 to 1.
        soft = tokens.colour("secondary" if selected else "tertiary")
        end = line.right()
        if row.aside:
            wide = text_width(self._small, row.aside) + 2
            aside = placed(direction, area, QRect(end - wide, line.top(), wide, line.height()))
            draw_text(painter, aside, row.aside, face=self._small, ink=soft, direction=direction, align="end")
            end -= wide + 10
        wide = min(text_width(self._title, row.title) + 2, end - line.left())
        title = placed(direction, area, QRect(line.left(), line.top(), wide, line.height()))
        draw_text(painter, title, row.title, face=self._title, ink=tokens.colour("text"), direction=direction)
        rest = QRect(line.left() + wide + 8, line.top(), end - line.left() - wide - 8, line.height())
        if row.other and rest.width() > _NARROWEST_DETAIL:
            other = placed(direction, area, rest)
            draw_text(painter, other, row.other, face=self._small, ink=soft, direction=direction)

    def _second_line(
        self, painter: QPainter, area: QRect, line: QRect, row: Row, direction: Qt.LayoutDirection, *, selected: bool
    ) -> None:
        left, right = line.left(), line.right()
        if row.warning:
            spot = QRect(right - _FLAG + 1, line.top() + 3, _FLAG, _FLAG)
            flag = self._theme.pixmap("triangle-alert", "warning", _FLAG)
            painter.drawPixmap(placed(direction, area, spot).topLeft(), flag)
            right -= _FLAG + 8
        if row.chip:
            wide = min(chip_width(row.chip, icon=bool(row.icon)), right - left)
            chip = placed(direction, area, QRect(left, line.top() + 1, wide, 21))
            paint_chip(painter, chip, self._theme, row.chip, row.tone, row.icon, direction, raised=selected)
            left += wide + 8
        rest = QRect(left, line.top(), right - left, line.height())
        if row.detail and rest.width() > _NARROWEST_DETAIL:
            ink = self._theme.tokens.colour("secondary")
            draw_text(
                painter, placed(direction, area, rest), row.detail, face=self._small, ink=ink, direction=direction
            )
