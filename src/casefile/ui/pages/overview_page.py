"""A picture of many records with its tools, and the same records as a list at its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.page import Desk, Page
from casefile.ui.widgets.buttons import icon_button
from casefile.ui.widgets.cards import label, rule

if TYPE_CHECKING:
    from casefile.ui.record_table import RecordList
    from casefile.ui.widgets.chips import FilterChips
    from casefile.ui.widgets.picture_canvas import PictureCanvas

_LIST = 316


class OverviewPage(Page):
    """What the timeline, the map and the net of connections have in common.

    Args:
        desk: What it works with.
    """

    list: RecordList
    """The records as a list."""
    chips: FilterChips
    """Which of them are shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._count = label("", "small", wrap=True)
        self._stack = QStackedWidget()

    def _build(
        self,
        title: str,
        canvas: PictureCanvas,
        *,
        closer: float,
        over_list: Sequence[QWidget] = (),
        under_list: QWidget | None = None,
    ) -> None:
        """Lay the page out; the list, the chips and what the stack holds are there already.

        Args:
            title: Over the list.
            canvas: The picture.
            closer: What to tell it to come closer by a press of the button; its inverse leads away.
            over_list: What stands between title and count.
            under_list: What stands beneath the list.
        """
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side(title, over_list, under_list))
        row.addWidget(rule(upright=True))
        main = QVBoxLayout()
        main.setContentsMargins(20, 16, 20, 16)
        main.setSpacing(10)
        tools = QHBoxLayout()
        tools.setSpacing(6)
        tools.addWidget(self.chips, 1)
        for icon, name, pressed in (
            ("zoom-in", _("Zoom in"), lambda: canvas.zoom(closer)),
            ("zoom-out", _("Zoom out"), lambda: canvas.zoom(1 / closer)),
            ("maximize-2", _("Show everything"), canvas.show_all),
        ):
            tools.addWidget(icon_button(self.desk.theme, icon, name, pressed))
        main.addLayout(tools)
        main.addWidget(self._stack, 1)
        row.addLayout(main, 1)

    def _side(self, title: str, over_list: Sequence[QWidget], under_list: QWidget | None) -> QWidget:
        side = QWidget()
        side.setObjectName("list")
        side.setFixedWidth(_LIST)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 12 if under_list is not None else 0)
        column.setSpacing(10)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(10)
        for widget in (label(title, "title"), *over_list, self._count):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        if under_list is not None:
            foot = QHBoxLayout()
            foot.setContentsMargins(20, 0, 16, 0)
            foot.addWidget(under_list)
            column.addLayout(foot)
        return side
