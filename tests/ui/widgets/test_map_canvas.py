from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from casefile.base.outlines import Area
from casefile.ui.theme import Theme
from casefile.ui.widgets.map_canvas import Dot, MapCanvas, projected

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

COUNTRY = Area("aa", "Country", (), (((40.0, 40.0), (60.0, 40.0), (60.0, 55.0), (40.0, 55.0)),))
REGION = Area("AA.B", "Region", (), (((45.0, 42.0), (50.0, 42.0), (50.0, 46.0), (45.0, 46.0)),))
DOTS = [
    Dot("City", "exact", 20, 52.0, 43.0),
    Dot("Village", "somewhere around", 2, 58.0, 50.0, exact=False),
    Dot("Region", "only the area", 1, 47.5, 44.0, exact=False, area="AA.B"),
]


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> MapCanvas:
    made = MapCanvas(theme, [COUNTRY], [REGION])
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show_dots(DOTS)
    made.show()
    return made


def test_every_place_is_in_sight_at_first(canvas: MapCanvas) -> None:
    assert all(canvas.rect().contains(canvas.spot(number)) for number in range(3))


def test_north_is_up_and_east_is_right_in_either_direction_of_the_window(canvas: MapCanvas) -> None:
    for way in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        canvas.setLayoutDirection(way)
        assert canvas.spot(1).x() > canvas.spot(0).x()
        assert canvas.spot(1).y() < canvas.spot(0).y()
    assert projected(0, 60).y() < projected(0, 0).y() == 0


def test_the_wheel_zooms_and_leaves_what_is_under_the_pointer_there(canvas: MapCanvas) -> None:
    at, wide = canvas.spot(0), canvas.degrees_wide()
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.degrees_wide() < wide
    assert (canvas.spot(0) - at).manhattanLength() <= 2


def test_keys_zoom_move_and_go_from_place_to_place(canvas: MapCanvas, qtbot: QtBot) -> None:
    gone: list[int] = []
    canvas.chosen.connect(gone.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(canvas, key)
    assert gone == [0, 1, 0]
    wide = canvas.degrees_wide()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.degrees_wide() < wide
    before = canvas.spot(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.spot(0).x() < before.x()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.degrees_wide() == pytest.approx(wide)


def test_it_zooms_no_further_than_a_street_and_no_wider_than_the_earth(canvas: MapCanvas) -> None:
    for _press in range(80):
        canvas.zoom(0.5)
    assert canvas.degrees_wide() == 0.05
    for _press in range(80):
        canvas.zoom(2)
    assert canvas.degrees_wide() == 360


def test_a_click_and_enter_open_a_place_and_a_drag_does_not(canvas: MapCanvas, qtbot: QtBot) -> None:
    opened: list[int] = []
    canvas.opened.connect(opened.append)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(canvas, left, pos=canvas.spot(1))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened == [1, 1]
    before = canvas.spot(0)
    qtbot.mousePress(canvas, left, pos=before)
    qtbot.mouseMove(canvas, before + QPoint(50, 20))
    qtbot.mouseRelease(canvas, left, pos=before + QPoint(50, 20))
    assert opened == [1, 1]
    assert (canvas.spot(0) - before - QPoint(50, 20)).manhattanLength() <= 2


def test_places_of_the_same_position_do_not_hide_each_other(canvas: MapCanvas) -> None:
    canvas.show_dots([Dot(f"Place {number}", "", 1, 52.0, 43.0) for number in range(6)])
    spots = [canvas.spot(number) for number in range(6)]
    far = [(one - two).manhattanLength() for number, one in enumerate(spots) for two in spots[:number]]
    assert min(far) > 15
    assert [canvas.dot_at(spot) for spot in spots] == list(range(6))


def test_the_pointer_and_a_screen_reader_are_told_the_place(canvas: MapCanvas) -> None:
    at = canvas.spot(0)
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert QToolTip.text() == "City: exact"
    QToolTip.hideText()
    canvas.choose(1)
    assert canvas.accessibleDescription() == "Village: somewhere around"


def test_exact_and_rough_positions_do_not_look_alike(canvas: MapCanvas, theme: Theme) -> None:
    image = canvas.grab().toImage()
    accent = theme.tokens.colour("accent")
    assert image.pixelColor(canvas.spot(0) + QPoint(0, 9)) == accent
    assert image.pixelColor(canvas.spot(1) + QPoint(0, 2)) != accent


def test_a_place_out_of_sight_is_brought_in_sight_when_it_is_gone_to(canvas: MapCanvas) -> None:
    canvas.choose(0)
    canvas.zoom(0.01, canvas.spot(0))
    assert not canvas.rect().contains(canvas.spot(1))
    canvas.choose(1)
    assert canvas.rect().contains(canvas.spot(1))


def test_without_places_the_world_is_shown(canvas: MapCanvas) -> None:
    canvas.show_dots([])
    assert canvas.degrees_wide() > 300
    assert not canvas.grab().isNull()
