from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from casefile.ui.theme import Theme
from casefile.ui.widgets.links_canvas import Line, LinksCanvas, Spot

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SPOTS = [
    Spot("A. Person", "Person", "user", 0, 0, "A. Person: Person"),
    Spot("East", "Person", "user", 0.8, 0.1, "East: Person, mother"),
    Spot("West", "Event", "calendar-clock", -0.8, 0, "West: Event"),
    Spot("North", "Place", "map-pin", 0, -0.8, "North: Place"),
]
LINES = [Line(0, 1, "relationship", "Mother"), Line(0, 1, "lawyer", "Visit"), Line(0, 2, "event", "Victim")]
STYLES = {"relationship": "Relationships", "event": "Events", "lawyer": "Lawyers"}


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> LinksCanvas:
    made = LinksCanvas(theme, STYLES)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show_net(SPOTS, LINES)
    made.show()
    return made


def test_all_are_in_sight_with_the_first_chosen_in_the_middle(canvas: LinksCanvas) -> None:
    assert canvas.current() == 0
    assert all(canvas.rect().contains(canvas.spot(number)) for number in range(4))
    assert abs(canvas.spot(0).x() - 400) <= 1


def test_an_arrow_goes_to_the_nearest_record_in_its_direction(canvas: LinksCanvas, qtbot: QtBot) -> None:
    gone: list[int] = []
    canvas.chosen.connect(gone.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(canvas, key)
    assert gone == [1, 0, 2, 0, 3]


def test_a_click_and_enter_open_a_record_and_a_drag_moves_the_net(canvas: LinksCanvas, qtbot: QtBot) -> None:
    opened: list[int] = []
    canvas.opened.connect(opened.append)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(canvas, left, pos=canvas.spot(1))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened == [1, 1]
    before = canvas.spot(2)
    qtbot.mousePress(canvas, left, pos=before)
    qtbot.mouseMove(canvas, before + QPoint(40, 30))
    qtbot.mouseRelease(canvas, left, pos=before + QPoint(40, 30))
    assert opened == [1, 1]
    assert canvas.spot(2) == before + QPoint(40, 30)


def test_keys_zoom_around_the_middle_and_home_shows_everything(canvas: LinksCanvas, qtbot: QtBot) -> None:
    before = canvas.spot(1)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.spot(1).x() > before.x()
    assert abs(canvas.spot(0).x() - 400) <= 1
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.spot(1) == before


def test_a_record_out_of_sight_is_brought_in_sight_when_it_is_gone_to(canvas: LinksCanvas) -> None:
    canvas.zoom(8)
    assert not canvas.rect().contains(canvas.spot(2))
    canvas.choose(2)
    assert canvas.rect().contains(canvas.spot(2))


def test_two_ties_between_the_same_two_do_not_hide_each_other(canvas: LinksCanvas) -> None:
    first, second = canvas._ends(LINES[0]), canvas._ends(LINES[1])
    assert abs(first[0].y() - second[0].y()) > 5


def test_kinds_of_tie_differ_in_their_dashes_and_not_only_in_colour(canvas: LinksCanvas) -> None:
    dashes = [canvas._pen(style, strong=True).style() for style in ("relationship", "violation", "place", "lawyer")]
    assert len(set(dashes)) == len(dashes)


def test_the_pointer_and_a_screen_reader_are_told_the_record(canvas: LinksCanvas) -> None:
    at = canvas.spot(1)
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert QToolTip.text() == "East: Person, mother"
    QToolTip.hideText()
    canvas.choose(2)
    assert canvas.accessibleDescription() == "West: Event"


def test_it_is_painted_in_both_directions_and_with_nothing(canvas: LinksCanvas) -> None:
    east = canvas.spot(1)
    canvas.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert canvas.spot(1).x() < 400 < east.x()
    assert not canvas.grab().isNull()
    canvas.show_net([], [])
    assert canvas.current() == -1
    assert not canvas.grab().isNull()
