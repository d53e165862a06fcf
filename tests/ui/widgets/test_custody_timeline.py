from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from casefile.ui.theme import Theme
from casefile.ui.widgets.custody_timeline import CustodyTimeline, Mark

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LANES = ("Held at", "Lawyer", "Family", "Court")
TODAY = datetime(2026, 11, 23)  # noqa: DTZ001 - the axis counts naive UTC
FIRST, SECOND, THIRD, FOURTH = (datetime(2026, 5, day) for day in (1, 10, 20, 31))  # noqa: DTZ001 - the same
MARKS = (
    Mark(0, FIRST, SECOND, "Held at: Station", "held"),
    Mark(0, SECOND, FOURTH, "Held, place not known", "unknown"),
    Mark(1, SECOND, None, "Visit, granted", "granted"),
    Mark(1, THIRD, None, "Visit, refused", "refused"),
    Mark(2, THIRD, None, "Parcel, no answer yet", "open"),
    Mark(3, THIRD, None, "Hearing", "court"),
)


def painted(theme: Theme, qtbot: QtBot, marks: tuple[Mark, ...], *, mirrored: bool = False) -> CustodyTimeline:
    made = CustodyTimeline(theme, LANES, marks, TODAY)
    qtbot.addWidget(made)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    made.resize(800, made.sizeHint().height())
    return made


def image_of(widget: CustodyTimeline) -> QImage:
    return widget.grab().toImage()


def inks(image: QImage, widget: CustodyTimeline, mark: Mark) -> set[int]:
    area = widget._area(mark).toAlignedRect()
    return {image.pixel(x, y) for x in range(area.left(), area.right()) for y in range(area.top(), area.bottom())}


def of(theme: Theme, token: str) -> int:
    return QColor(theme.tokens.colour(token)).rgba()


def test_what_took_place_and_what_was_refused_and_what_has_no_answer_look_different(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    image = image_of(widget)
    good, danger = of(theme, "good"), of(theme, "danger")
    granted, refused, unanswered = (inks(image, widget, mark) for mark in MARKS[2:5])
    assert good in granted
    assert danger not in granted
    assert danger in refused
    assert good not in refused
    assert not {good, danger} & unanswered
    assert of(theme, "tertiary") in unanswered
    assert of(theme, "text") in inks(image, widget, MARKS[5])


def test_without_colour_a_contact_is_filled_and_a_refusal_is_not(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    image = image_of(widget)

    def beside_the_middle(mark: Mark) -> int:
        spot = widget._area(mark).center().toPoint() + QPoint(-3, -2)
        return image.pixel(spot)

    assert beside_the_middle(MARKS[2]) == of(theme, "good")
    assert beside_the_middle(MARKS[3]) != of(theme, "danger")
    assert beside_the_middle(MARKS[4]) != of(theme, "tertiary")


def test_a_stay_at_a_known_place_does_not_look_like_one_that_nobody_knows(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    image = image_of(widget)
    known, unknown = (inks(image, widget, mark) for mark in MARKS[:2])
    assert of(theme, "accent_soft") in known
    assert of(theme, "danger_soft") in unknown
    assert of(theme, "danger_soft") not in known


def test_every_mark_is_said_with_its_day_and_its_lane(theme: Theme, qtbot: QtBot) -> None:
    said = painted(theme, qtbot, MARKS).accessibleDescription()
    assert said.split("; ") == [
        "2026-05-01 Held at: Held at: Station",
        "2026-05-10 Held at: Held, place not known",
        "2026-05-10 Lawyer: Visit, granted",
        "2026-05-20 Lawyer: Visit, refused",
        "2026-05-20 Family: Parcel, no answer yet",
        "2026-05-20 Court: Hearing",
    ]
    assert painted(theme, qtbot, MARKS).accessibleName() == "Custody timeline"


def test_from_right_to_left_every_mark_stands_mirrored_and_is_painted_there(theme: Theme, qtbot: QtBot) -> None:
    straight, mirrored = painted(theme, qtbot, MARKS), painted(theme, qtbot, MARKS, mirrored=True)
    pictures = image_of(straight), image_of(mirrored)
    for mark in MARKS:
        one, other = straight._area(mark), mirrored._area(mark)
        assert other.left() == pytest.approx(straight.width() - one.right())
        assert other.top() == one.top()
    for mark in MARKS[2:]:
        spot = straight._area(mark).center().toPoint()
        away = QPoint(straight.width() - spot.x(), spot.y())
        near = [pictures[1].pixel(away + QPoint(by, 0)) for by in (-1, 0)]
        assert pictures[0].pixel(spot) in near or mark.state in {"refused", "court"}
    later, earlier = mirrored._area(MARKS[3]), mirrored._area(MARKS[2])
    assert later.center().x() < earlier.center().x()


def test_the_names_of_the_lanes_stand_at_the_side_where_reading_begins(theme: Theme, qtbot: QtBot) -> None:
    def inked(image: QImage, columns: range) -> bool:
        ground = image.pixel(400, 2)
        top = 46 + 36
        return any(image.pixel(x, y) != ground for x in columns for y in range(top + 8, top + 28))

    straight = image_of(painted(theme, qtbot, MARKS[:1]))
    mirrored = image_of(painted(theme, qtbot, MARKS[:1], mirrored=True))
    assert inked(straight, range(100))
    assert not inked(straight, range(795, 800))
    assert inked(mirrored, range(700, 800))
    assert not inked(mirrored, range(5))


def test_the_legend_explains_only_what_is_painted(theme: Theme, qtbot: QtBot) -> None:
    def legend(marks: tuple[Mark, ...]) -> set[int]:
        widget = painted(theme, qtbot, marks)
        image = image_of(widget)
        return {image.pixel(x, y) for x in range(2, 20) for y in range(widget.height() - 26, widget.height() - 2)}

    assert of(theme, "good") in legend(MARKS[2:3])
    assert of(theme, "danger") in legend(MARKS[3:4])
    assert of(theme, "good") not in legend(MARKS[3:4])
    assert of(theme, "tertiary") in legend(MARKS[4:5])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-05-01T10:00", "2026-05-01T10:30"),
        ("2026-05-01", "2026-06-20"),
        ("2025-01-01", "2026-11-01"),
        ("2011-12-16", "2026-11-01"),
        ("1937-01-31", "2026-11-01"),
    ],
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_an_hour_and_a_century_both_fit_between_the_edges(
    theme: Theme, qtbot: QtBot, start: str, end: str, *, mirrored: bool
) -> None:
    began, ended = datetime.fromisoformat(start), datetime.fromisoformat(end)
    marks = (Mark(0, began, ended, "Held at: Station", "held"), Mark(3, ended, None, "Hearing", "court"))
    widget = painted(theme, qtbot, marks, mirrored=mirrored)
    assert not image_of(widget).isNull()
    for mark in marks:
        area = widget._area(mark)
        assert area.left() >= 0
        assert area.right() <= widget.width()
        assert area.width() >= 4


def test_without_a_mark_the_lanes_are_painted_empty(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, ())
    assert not image_of(widget).isNull()
    assert widget.accessibleDescription() == ""


def test_the_pointer_on_a_mark_says_what_it_is(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: said.append(text))
    widget = painted(theme, qtbot, MARKS)
    for spot in (widget._area(MARKS[3]).center().toPoint(), QPoint(1, 1)):
        QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, spot, widget.mapToGlobal(spot)))
    assert said == ["Visit, refused", ""]


def test_the_arrows_go_from_mark_to_mark_in_time_and_enter_opens(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    opened: list[int] = []
    widget.opened.connect(opened.append)
    gone_to = []
    for _press in range(len(MARKS) + 1):
        QTest.keyClick(widget, Qt.Key.Key_Right)
        gone_to.append(widget.current())
    assert gone_to == [0, 1, 2, 3, 4, 5, 5]
    assert widget.accessibleDescription() == "2026-05-20 Court: Hearing"
    QTest.keyClick(widget, Qt.Key.Key_Left)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert opened == [4]


def test_from_right_to_left_the_left_arrow_goes_on_in_time(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS, mirrored=True)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(widget, key)
    assert widget.current() == 0


def test_a_click_on_a_mark_opens_it_and_one_beside_it_does_not(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    opened: list[int] = []
    widget.opened.connect(opened.append)
    for spot in (widget._area(MARKS[3]).center().toPoint(), QPoint(2, 2)):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot)
    assert opened == [3]


@pytest.mark.parametrize("mirrored", [False, True])
def test_coming_closer_keeps_the_mark_gone_to_in_its_place_and_never_leaves_the_marks(
    theme: Theme, qtbot: QtBot, *, mirrored: bool
) -> None:
    widget = painted(theme, qtbot, MARKS, mirrored=mirrored)
    whole = widget.stretch()
    widget.choose(2)
    before = widget._area(MARKS[2]).center().x()
    QTest.keyClick(widget, Qt.Key.Key_Plus)
    assert widget.stretch().length < whole.length
    assert widget._area(MARKS[2]).center().x() == pytest.approx(before)
    for _press in range(40):
        QTest.keyClick(widget, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert widget.stretch().end <= whole.end + 1
    for _press in range(40):
        QTest.keyClick(widget, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert widget.stretch().start >= whole.start - 1
    QTest.keyClick(widget, Qt.Key.Key_0)
    assert widget.stretch() == whole


def test_a_mark_out_of_sight_comes_in_sight_when_it_is_gone_to(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    widget.choose(0)
    for _press in range(6):
        QTest.keyClick(widget, Qt.Key.Key_Plus)
    assert widget._area(MARKS[5]).left() > widget.width()
    widget.choose(5)
    assert 0 <= widget._area(MARKS[5]).center().x() <= widget.width()


def test_the_wheel_alone_scrolls_the_page_and_with_ctrl_comes_closer(theme: Theme, qtbot: QtBot) -> None:
    widget = painted(theme, qtbot, MARKS)
    whole = widget.stretch()

    def turned(held: Qt.KeyboardModifier) -> bool:
        spot = QPointF(400, 80)
        event = QWheelEvent(
            spot,
            QPointF(widget.mapToGlobal(spot.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        widget.wheelEvent(event)
        return event.isAccepted()

    assert not turned(Qt.KeyboardModifier.NoModifier)
    assert widget.stretch() == whole
    assert turned(Qt.KeyboardModifier.ControlModifier)
    assert widget.stretch().length < whole.length
