"""The columns of a table, to choose among: every field of the kind that fits a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.base.text import fold
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.check_list import CheckList, Tick

if TYPE_CHECKING:
    from casefile.ui.page import Desk
    from casefile.ui.record_grid import RecordGrid
    from casefile.ui.saved_views import Columns

_WIDTH, _HEIGHT = 320, 440


class ColumnChooser(QDialog):
    """Opened beneath a button; what is ticked is a column at once.

    Args:
        desk: The look.
        offered: What the columns are called, by field.
        grid: The table.
        usual: The columns that a table begins with.
        beneath: The button.
    """

    def __init__(
        self, desk: Desk, offered: Mapping[str, str], grid: RecordGrid, usual: Columns, beneath: QWidget
    ) -> None:
        super().__init__(beneath, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Columns"))
        self.setAccessibleName(_("Columns"))
        self._offered, self._grid, self._usual, self._beneath = offered, grid, usual, beneath
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("popover")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Type to find a column"))
        self.field.setAccessibleName(_("Type to find a column"))
        self.field.setClearButtonEnabled(True)
        leading = QLineEdit.ActionPosition.LeadingPosition
        self.field.addAction(desk.theme.icon("search", "tertiary", 16), leading)
        self.field.textChanged.connect(lambda _text: self._show())
        column.addWidget(self.field)
        self.fields = CheckList(desk.theme, _("Columns"))
        self.fields.ticked.connect(self._ticked)
        self.fields.typed.connect(self._typed)
        column.addWidget(self.fields, 1)
        column.addWidget(label(_("Drag a head to move a column or to make it wider."), "small", wrap=True))
        column.addWidget(button(_("The usual columns"), self._reset, role="quiet"))
        # A window behind a popup hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._show()

    def show_beneath(self) -> None:
        """Show it beneath its button, moved so far that all of it is seen."""
        self.resize(_WIDTH, _HEIGHT)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        beneath = self._beneath
        at = beneath.mapToGlobal(QPoint(0 if right_to_left else beneath.width(), beneath.height() + 4))
        screen = beneath.window().screen().availableGeometry()
        left = at.x() if right_to_left else at.x() - _WIDTH
        self.move(
            max(screen.left(), min(left, screen.right() - _WIDTH)),
            max(screen.top(), min(at.y(), screen.bottom() - _HEIGHT)),
        )
        self.open()
        self.fields.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        shown = [field for field, _width in self._grid.columns()]
        rest = [field for field in self._offered if field not in shown]
        self.fields.show_ticks(
            [
                Tick(field, self._offered[field], None, field in shown)
                for field in [*shown, *rest]
                if all(word in fold(self._offered[field]) for word in wanted)
            ]
        )

    def _ticked(self, field: str, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        columns = tuple(one for one in self._grid.columns() if one[0] != field)
        if on:
            columns = (*columns, (field, 0))
        if not columns:
            # A table without a column shows nobody.
            self._show()
            return
        self._grid.show_columns(columns)
        self._grid.columns_changed.emit()

    def _typed(self, letter: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.insert(letter)

    def _reset(self) -> None:
        self._grid.show_columns(self._usual)
        self._grid.columns_changed.emit()
        self._show()
