from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from casefile.ui.widgets.columns import TwoColumns

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_two_columns_stand_side_by_side_only_where_there_is_room(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    columns = TwoColumns([first], [second])
    qtbot.addWidget(columns)
    columns.resize(900, 400)
    columns.show()
    assert columns.side_by_side()
    columns.resize(500, 400)
    assert not columns.side_by_side()
    top = QPoint(0, 0)
    qtbot.waitUntil(lambda: second.mapTo(columns, top).y() > first.mapTo(columns, top).y())
