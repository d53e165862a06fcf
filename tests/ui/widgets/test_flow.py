from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def holder(qtbot: QtBot, *widths: int) -> tuple[QWidget, Flow]:
    made = QWidget()
    qtbot.addWidget(made)
    flow = Flow(10, made)
    for width in widths:
        part = QWidget()
        part.setFixedSize(width, 20)
        flow.addWidget(part)
    return made, flow


def places(flow: Flow) -> list[QRect]:
    return [item.geometry() for at in range(flow.count()) if (item := flow.itemAt(at)) is not None]


def test_what_does_not_fit_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    made, flow = holder(qtbot, 60, 60, 60)
    made.show()
    flow.setGeometry(QRect(0, 0, 140, 100))
    assert [(place.x(), place.y()) for place in places(flow)] == [(0, 0), (70, 0), (0, 30)]
    assert flow.heightForWidth(140) == 50
    assert flow.heightForWidth(500) == 20


def test_lines_begin_at_the_right_from_right_to_left(qtbot: QtBot) -> None:
    made, flow = holder(qtbot, 60, 60)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.show()
    flow.setGeometry(QRect(0, 0, 200, 100))
    assert [place.x() for place in places(flow)] == [140, 70]


def test_hidden_widgets_take_no_room(qtbot: QtBot) -> None:
    made, flow = holder(qtbot, 60, 60, 60)
    made.show()
    item = flow.itemAt(1)
    assert item is not None
    hidden = item.widget()
    assert hidden is not None
    hidden.hide()
    flow.setGeometry(QRect(0, 0, 140, 100))
    assert flow.heightForWidth(140) == 20


def test_a_widget_wider_than_the_line_is_cut_to_it(qtbot: QtBot) -> None:
    made = QWidget()
    qtbot.addWidget(made)
    flow = Flow(10, made)
    wide = QWidget()
    wide.setMinimumSize(0, 20)
    wide.resize(900, 20)
    flow.addWidget(wide)
    made.show()
    flow.setGeometry(QRect(0, 0, 140, 100))
    assert places(flow)[0].width() <= 140


def test_an_empty_flow_has_no_items(qtbot: QtBot) -> None:
    _made, flow = holder(qtbot)
    assert (flow.count(), flow.itemAt(0), flow.takeAt(0)) == (0, None, None)
