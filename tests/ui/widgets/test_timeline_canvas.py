from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from casefile.ui.theme import Theme
from casefile.ui.widgets.time_axis import DAY, YEAR
from casefile.ui.widgets.timeline_canvas import TimelineCanvas
from casefile.ui.widgets.timeline_marks import Mark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

START = 2011 * YEAR
LANES = ("Events", "Court")


def mark(lane: int, day: float, text: str) -> Mark:
    at = START + day * DAY
    return Mark(lane, text, f"day {day:g}", at, at, at + DAY, at + DAY)


MARKS = [mark(0, 0, "March"), mark(1, 40, "Hearing"), mark(0, 90, "Release")]


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> TimelineCanvas:
    made = TimelineCanvas(theme)
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show_marks(LANES, MARKS)
    made.show()
    return made


def wheel(canvas: TimelineCanvas, at: QPoint, turned: int, *, shift: bool = False) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_everything_is_in_sight_at_first(canvas: TimelineCanvas) -> None:
    assert all(canvas.rect().contains(canvas.area_of(number)) for number in range(3))


def test_the_wheel_zooms_and_leaves_what_is_under_the_pointer_there(canvas: TimelineCanvas) -> None:
    at = canvas.area_of(1).center()
    long = canvas.stretch().length
    wheel(canvas, at, 240)
    assert canvas.stretch().length < long
    assert abs(canvas.area_of(1).center().x() - at.x()) <= 3
    assert canvas.mark_at(at) == 1


def test_keys_zoom_from_years_to_hours_and_back(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    whole = canvas.stretch()
    for _press in range(60):
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.stretch().length == 2 * 3600
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.stretch() == whole
    for _press in range(30):
        qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.stretch().length >= 2 * YEAR


def test_arrows_go_from_entry_to_entry_and_up_and_down_between_lanes(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    gone: list[int] = []
    canvas.chosen.connect(gone.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(canvas, key)
    assert gone == [0, 1, 0, 1, 0]


def test_in_a_right_to_left_window_time_runs_leftwards_and_so_do_the_keys(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert canvas.area_of(0).x() > canvas.area_of(2).x()
    canvas.choose(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.current() == 1


def test_dragging_moves_and_opens_nothing(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    opened: list[int] = []
    canvas.opened.connect(opened.append)
    canvas.zoom(0.5)
    start = canvas.stretch().start
    at = canvas.area_of(1).center()
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, left, pos=at)
    qtbot.mouseMove(canvas, at + QPoint(60, 0))
    qtbot.mouseRelease(canvas, left, pos=at + QPoint(60, 0))
    assert canvas.stretch().start < start
    assert opened == []


def test_a_click_on_a_mark_and_enter_on_the_chosen_one_open_it(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    opened: list[int] = []
    canvas.opened.connect(opened.append)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.area_of(2).center())
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened == [2, 2]


def test_going_to_an_entry_out_of_sight_brings_it_in_sight(canvas: TimelineCanvas) -> None:
    canvas.choose(0)
    canvas.zoom(0.05)
    canvas.choose(2)
    assert canvas.rect().contains(canvas.area_of(2).center())


def test_the_pointer_and_a_screen_reader_are_told_the_entry(canvas: TimelineCanvas) -> None:
    at = canvas.area_of(1).center()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert QToolTip.text() == "day 40: Hearing"
    QToolTip.hideText()
    canvas.choose(2)
    assert canvas.accessibleDescription() == "day 90: Release"


def test_a_pill_says_what_it_counts_and_a_click_zooms_into_it(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.show_marks(LANES, [mark(0, 0, "First"), *(mark(0, 500 + one, f"Visit {one}") for one in range(60))])
    pill = canvas._arranged().pills[0]
    at = canvas._pill_area(pill, canvas._arranged(), canvas._tops()).center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert "more" in QToolTip.text()
    QToolTip.hideText()
    long = canvas.stretch().length
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.stretch().length < long / 2
    assert canvas.current() in pill.marks


def test_it_is_painted_in_both_directions_with_and_without_entries(canvas: TimelineCanvas) -> None:
    first = canvas.grab().toImage()
    canvas.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert canvas.grab().toImage() != first
    canvas.show_marks((), [])
    assert not canvas.grab().isNull()
