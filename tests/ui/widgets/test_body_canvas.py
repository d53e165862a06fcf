from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from casefile.base.body_shapes import Point, views
from casefile.ui.theme import Theme
from casefile.ui.widgets.body_canvas import BodyCanvas, BodyMark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WRIST, BACK = (
    BodyMark(1, "Mark of a restraint", "front", Point(0.2, 0.5)),
    BodyMark(2, "Bruise", "back", Point(0.5, 0.3)),
)
LEFT = Qt.MouseButton.LeftButton


def shown(theme: Theme, qtbot: QtBot, *, read_only: bool = False) -> BodyCanvas:
    canvas = BodyCanvas(theme, [views()["front"], views()["back"]], read_only=read_only)
    qtbot.addWidget(canvas)
    canvas.resize(600, 520)
    canvas.show_marks(
        [WRIST, BACK, BodyMark(3, "Burn", "hands", Point(0.1, 0.1))], {"chest": "Chest", "wrist": "Wrist"}
    )
    canvas.show()
    return canvas


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> BodyCanvas:
    return shown(theme, qtbot)


def drag(canvas: BodyCanvas, qtbot: QtBot, at: QPoint, to: QPoint) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at)
    qtbot.mouseMove(canvas, to)
    qtbot.mouseRelease(canvas, LEFT, pos=to)


def test_a_click_where_no_mark_is_tells_the_view_and_the_point(canvas: BodyCanvas, qtbot: QtBot) -> None:
    told: list[tuple[str, Point]] = []
    canvas.clicked.connect(lambda view, at: told.append((view, at)))
    qtbot.mouseClick(canvas, LEFT, pos=canvas.area("back").center().toPoint())
    ((view, at),) = told
    assert view == "back"
    assert at == pytest.approx((0.5, 0.5), abs=0.01)


def test_a_drag_moves_a_mark_and_tells_it_once(canvas: BodyCanvas, qtbot: QtBot) -> None:
    told: list[tuple[int, str, Point]] = []
    canvas.moved.connect(lambda number, view, at: told.append((number, view, at)))
    drag(canvas, qtbot, canvas.spot(1), canvas.spot(1) + QPoint(30, 10))
    ((number, view, at),) = told
    assert (number, view) == (1, "front")
    assert at.x > WRIST.at.x
    assert at.y > WRIST.at.y


def test_a_mark_cannot_be_dragged_off_its_view(canvas: BodyCanvas, qtbot: QtBot) -> None:
    told: list[Point] = []
    canvas.moved.connect(lambda _number, _view, at: told.append(at))
    drag(canvas, qtbot, canvas.spot(1), QPoint(5, -40))
    assert told == [Point(0.0, 0.0)] or (told[0].x >= 0 and told[0].y == 0)


def test_the_arrows_move_the_mark_chosen_and_it_is_told_once_when_they_rest(canvas: BodyCanvas, qtbot: QtBot) -> None:
    told: list[Point] = []
    canvas.moved.connect(lambda _number, _view, at: told.append(at))
    canvas.choose(1)
    for _press in range(4):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert told == []
    canvas._nudged.setInterval(1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(told))
    (at,) = told
    assert at.y == pytest.approx(WRIST.at.y + 4 * 0.004)
    assert at.x > WRIST.at.x


def test_page_keys_go_from_mark_to_mark_and_enter_opens_it(canvas: BodyCanvas, qtbot: QtBot) -> None:
    gone: list[int] = []
    opened: list[int] = []
    canvas.chosen.connect(gone.append)
    canvas.opened.connect(opened.append)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Return):
        qtbot.keyClick(canvas, key)
    assert gone == [1, 2, 1]
    assert opened == [1]


def test_what_is_only_shown_can_be_chosen_and_opened_but_neither_placed_nor_moved(theme: Theme, qtbot: QtBot) -> None:
    canvas = shown(theme, qtbot, read_only=True)
    told: list[object] = []
    canvas.clicked.connect(lambda *given: told.append(given))
    canvas.moved.connect(lambda *given: told.append(given))
    qtbot.mouseClick(canvas, LEFT, pos=canvas.area("back").center().toPoint())
    drag(canvas, qtbot, canvas.spot(1), canvas.spot(1) + QPoint(40, 0))
    canvas.choose(1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert told == []
    assert canvas.current() in {1, 2}


def test_only_marks_of_its_own_views_are_on_it(canvas: BodyCanvas) -> None:
    canvas.choose(3)
    assert canvas.current() == 0


def test_the_pointer_and_a_screen_reader_are_told_the_mark_and_the_part(canvas: BodyCanvas) -> None:
    def tip(at: QPoint) -> str:
        QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
        text = QToolTip.text()
        QToolTip.hideText()
        return text

    assert tip(canvas.spot(1)) == "1. Mark of a restraint"
    area = canvas.area("front")
    assert tip(QPoint(round(area.center().x()), round(area.y() + 0.25 * area.height()))) == "Chest"
    assert canvas.accessibleDescription() == "1. Mark of a restraint; 2. Bruise"
    canvas.choose(2)
    assert canvas.accessibleDescription() == "2. Bruise"


def test_left_and_right_of_the_body_do_not_turn_round_with_the_window(canvas: BodyCanvas) -> None:
    before = canvas.spot(1)
    canvas.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert canvas.spot(1) == before
    assert not canvas.grab().isNull()


def test_marks_are_painted_over_the_drawing(canvas: BodyCanvas, theme: Theme) -> None:
    at = canvas.spot(2) + QPoint(-7, 0)
    with_mark = canvas.grab().toImage().pixelColor(at)
    assert with_mark == theme.tokens.colour("danger")
    canvas.show_marks([], {})
    assert canvas.grab().toImage().pixelColor(at) != with_mark
