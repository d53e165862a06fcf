from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from casefile.base.clock import Clock
from casefile.ui.idle import IdleLock

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from pytestqt.qtbot import QtBot


class Hands:
    """The hands of a clock, moved by the test."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
        self.awake = 0

    def move(self, minutes: float) -> None:
        self.at += dt.timedelta(minutes=minutes)
        self.awake += round(minutes * 60_000)

    def sleep(self, minutes: float) -> None:
        self.at += dt.timedelta(minutes=minutes)

    def clock(self) -> Clock:
        return Clock(now_ms=lambda: int(self.at.timestamp() * 1000), awake_ms=lambda: self.awake)


class Paper(QWidget):
    """A widget that counts how often it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        self.painted += 1


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def idle(hands: Hands, qtbot: QtBot) -> Iterator[IdleLock]:
    del qtbot
    parent = QObject()
    made = IdleLock(hands.clock(), 10, parent)
    yield made
    made.stop()


def test_it_counts_down_in_minutes(idle: IdleLock, hands: Hands, qtbot: QtBot) -> None:
    hands.move(3.5)
    with qtbot.waitSignal(idle.left) as heard:
        idle.look()
    assert heard.args == [6]


def test_a_rest_that_is_long_enough_is_told_once(idle: IdleLock, hands: Hands, qtbot: QtBot) -> None:
    hands.move(10)
    with qtbot.waitSignal(idle.due):
        idle.look()
    assert not idle._timer.isActive()


def test_a_machine_that_slept_for_less_than_the_rest_is_locked_at_once(
    idle: IdleLock, hands: Hands, qtbot: QtBot
) -> None:
    hands.sleep(0.5)
    with qtbot.waitSignal(idle.due):
        idle.look()


def test_nothing_is_painted_and_no_key_taken_between_a_sleep_and_the_lock(
    idle: IdleLock, hands: Hands, qtbot: QtBot
) -> None:
    paper, field = Paper(), QLineEdit()
    for widget in (paper, field):
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
    paper.repaint()
    before = paper.painted
    assert before
    told: list[int] = []
    idle.due.connect(lambda: told.append(1))
    hands.sleep(0.5)
    paper.repaint()
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert (paper.painted, field.text(), told) == (before, "", [1])
    idle.stop()
    paper.repaint()
    assert paper.painted > before


def test_a_clock_that_a_server_of_time_set_by_a_second_locks_nothing(
    idle: IdleLock, hands: Hands, qtbot: QtBot
) -> None:
    hands.sleep(1 / 60)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()


@pytest.mark.parametrize("sign", ["key", "mouse"])
def test_a_sign_of_life_begins_the_rest_anew(sign: str, idle: IdleLock, hands: Hands, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    hands.move(9)
    if sign == "key":
        qtbot.keyClick(field, Qt.Key.Key_A)
    else:
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    hands.move(9)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()


def test_a_shorter_rest_is_looked_at_at_once(idle: IdleLock, hands: Hands, qtbot: QtBot) -> None:
    hands.move(6)
    with qtbot.waitSignal(idle.due):
        idle.set_minutes(5)
