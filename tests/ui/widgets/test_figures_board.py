from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from casefile.ui.theme import Theme
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.figures_board import FiguresBoard, Heading, Line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

HEADINGS = (Heading("Ministry", "as of 18 December 2011", official=True), Heading("Hospital", "", official=False))
LINES = (
    Line("Killed", [[("14", ["of whom 1 boy of 16"])], [("at least 64", [])]], named=2, differs=True),
    Line("Wounded", [[("over 80", [])], []], named=0, differs=False),
)


@pytest.fixture
def opened() -> list[int]:
    return []


def neighbours(widget: QWidget) -> list[str]:
    beside = widget.parentWidget()
    return [one.text() for one in beside.findChildren(QLabel)] if beside is not None else []


@pytest.fixture
def board(theme: Theme, qtbot: QtBot, opened: list[int]) -> FiguresBoard:
    made = FiguresBoard(theme, HEADINGS, LINES, opened.append)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


def figure(board: FiguresBoard, name: str) -> QLabel:
    (found,) = [one for one in board.findChildren(QLabel) if one.accessibleName() == name]
    return found


def left(widget: QWidget, board: FiguresBoard) -> int:
    return widget.mapTo(board, widget.rect().topLeft()).x()


def chip(board: FiguresBoard, text: str) -> Chip:
    (found,) = [one for one in board.findChildren(Chip) if one.accessibleName() == text]
    assert isinstance(found, Chip)
    return found


def test_each_figure_says_what_it_counts_and_whose_it_is(board: FiguresBoard) -> None:
    assert figure(board, "Killed, Ministry: 14").text() == "14"
    assert figure(board, "Killed, Hospital: at least 64").text() == "at least 64"
    assert figure(board, "Wounded, Ministry: over 80").text() == "over 80"


def test_figures_of_one_row_stand_side_by_side_and_those_of_one_source_beneath_each_other(board: FiguresBoard) -> None:
    ministry, hospital = figure(board, "Killed, Ministry: 14"), figure(board, "Killed, Hospital: at least 64")
    wounded = figure(board, "Wounded, Ministry: over 80")
    assert left(ministry, board) < left(hospital, board)
    assert left(ministry, board) == left(wounded, board)
    assert ministry.mapTo(board, ministry.pos()).y() < wounded.mapTo(board, wounded.pos()).y()


def test_a_part_stands_beneath_its_figure(board: FiguresBoard) -> None:
    (part,) = [one for one in board.findChildren(QLabel) if one.text() == "of whom 1 boy of 16"]
    whole = figure(board, "Killed, Ministry: 14")
    assert part.parent() is whole.parent()
    assert part.y() > whole.y()


def test_a_source_that_says_nothing_leaves_a_dash(board: FiguresBoard) -> None:
    assert [one.text() for one in board.findChildren(QLabel)].count("—") == 2


def test_only_the_row_in_which_sources_differ_says_so(board: FiguresBoard) -> None:
    assert neighbours(chip(board, "sources differ")) == ["Killed"]


def test_only_the_official_source_is_marked_as_official_and_dated_where_it_has_a_date(board: FiguresBoard) -> None:
    assert neighbours(chip(board, "official")) == ["Ministry", "as of 18 December 2011"]


def test_the_named_list_is_opened_by_the_number_of_its_row(board: FiguresBoard, opened: list[int]) -> None:
    (named,) = board.findChildren(QPushButton)
    assert named.accessibleName() == "Killed, Our named list: 2 people"
    named.click()
    assert opened == [0]


def test_from_right_to_left_the_first_source_stands_at_the_right(theme: Theme, qtbot: QtBot, opened: list[int]) -> None:
    made = FiguresBoard(theme, HEADINGS, LINES, opened.append)
    qtbot.addWidget(made)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.resize(900, 400)
    made.show()
    ministry, hospital = figure(made, "Killed, Ministry: 14"), figure(made, "Killed, Hospital: at least 64")
    assert left(hospital, made) < left(ministry, made)


def test_a_board_without_figures_still_has_our_own_list(theme: Theme, qtbot: QtBot, opened: list[int]) -> None:
    made = FiguresBoard(theme, (), [Line("Detained", [], named=1, differs=False)], opened.append)
    qtbot.addWidget(made)
    (named,) = made.findChildren(QPushButton)
    assert named.accessibleName() == "Detained, Our named list: 1 person"
