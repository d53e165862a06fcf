from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from casefile.base.clock import RecordId
from casefile.ui.record_grid import GridModel, RecordGrid
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

MANY = [RecordId(number.to_bytes(16, "big")) for number in range(100_000)]
LABELS = {"name": "Name", "sex": "Sex", "age": "Age"}


class Cells:
    """Gives cells, and counts how often it is asked."""

    def __init__(self, gone: set[RecordId] | None = None) -> None:
        self.asked: list[int] = []
        self.gone = gone or set()

    def __call__(self, ids: Sequence[RecordId], fields: Sequence[str]) -> Mapping[RecordId, Sequence[str]]:
        self.asked.append(len(ids))
        return {one: [f"{field} {int.from_bytes(one)}" for field in fields] for one in ids if one not in self.gone}


@pytest.fixture
def asked() -> Cells:
    return Cells()


@pytest.fixture
def grid(theme: Theme, asked: Cells, qtbot: QtBot) -> RecordGrid:
    made = RecordGrid(theme, "People", LABELS, asked)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show_columns((("name", 200), ("sex", 90)))
    made.show()
    return made


def cell(grid: RecordGrid, row: int, column: int) -> object:
    return grid.records.data(grid.records.index(row, column))


def test_the_model_keeps_what_qt_asks_of_a_model(qtmodeltester: ModelTester, asked: Cells) -> None:
    model = GridModel(asked, LABELS)
    model.set_fields(["name", "age"])
    model.set_ids(MANY[:450])
    qtmodeltester.check(model)


def test_cells_are_read_by_the_page_where_the_table_is_looked_at(grid: RecordGrid, asked: Cells) -> None:
    grid.show_ids(MANY)
    grid.grab()
    assert asked.asked == [40]
    grid.choose(MANY[-1])
    grid.grab()
    assert len(asked.asked) <= 3
    assert cell(grid, len(MANY) - 1, 1) == "sex 99999"


def test_other_columns_are_read_anew(grid: RecordGrid, asked: Cells) -> None:
    grid.show_ids(MANY[:3])
    assert cell(grid, 0, 1) == "sex 0"
    grid.show_columns((("age", 100),))
    assert cell(grid, 0, 0) == "age 0"
    assert asked.asked == [3, 3]


def test_a_record_that_is_gone_shifts_no_other_row(theme: Theme, qtbot: QtBot) -> None:
    grid = RecordGrid(theme, "People", LABELS, Cells(gone={MANY[1]}))
    qtbot.addWidget(grid)
    grid.show_columns((("name", 0),))
    grid.show_ids(MANY[:3])
    assert [cell(grid, row, 0) for row in range(3)] == ["name 0", None, "name 2"]
    grid.grab()


def test_the_record_chosen_stays_chosen_when_the_table_is_asked_again(grid: RecordGrid) -> None:
    grid.show_ids(MANY[:10])
    assert grid.choose(MANY[4])
    grid.show_ids(MANY[3:8])
    assert grid.current() == MANY[4]
    grid.show_columns((("age", 100),))
    assert grid.current() == MANY[4]
    assert not grid.choose(MANY[50])


def test_enter_and_a_double_click_open(grid: RecordGrid, qtbot: QtBot) -> None:
    grid.show_ids(MANY[:10])
    grid.choose(MANY[4])
    with qtbot.waitSignal(grid.opened) as heard:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert heard.args == [MANY[4]]
    middle = grid.visualRect(grid.records.index(2, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    with qtbot.waitSignal(grid.opened) as heard:
        qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert heard.args == [MANY[2]]


def test_a_head_sorts_and_pressed_again_sorts_the_other_way(grid: RecordGrid, qtbot: QtBot) -> None:
    heads = grid.horizontalHeader()
    with qtbot.waitSignal(grid.sorted_by) as heard:
        heads.sectionClicked.emit(1)
    assert heard.args == ["sex", False]
    grid.show_sorted("sex", False)
    with qtbot.waitSignal(grid.sorted_by) as heard:
        heads.sectionClicked.emit(1)
    assert heard.args == ["sex", True]
    grid.show_sorted("sex", True)
    assert (heads.isSortIndicatorShown(), heads.sortIndicatorSection()) == (True, 1)
    grid.show_columns((("name", 0),))
    assert not heads.isSortIndicatorShown()


def test_keys_sort_by_the_column_that_the_cursor_is_in(grid: RecordGrid, qtbot: QtBot) -> None:
    grid.show_ids(MANY[:3])
    grid.choose(MANY[0])
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(grid.sorted_by) as heard:
        qtbot.keyClick(grid, Qt.Key.Key_S, both)
    assert heard.args == ["sex", False]


def test_columns_are_told_as_they_were_moved_and_widened(grid: RecordGrid, qtbot: QtBot) -> None:
    grid.show_columns((("name", 200), ("sex", 90), ("age", 120)))
    heads = grid.horizontalHeader()
    with qtbot.waitSignal(grid.columns_changed):
        heads.moveSection(1, 0)
    heads.resizeSection(0, 333)
    assert grid.columns()[:2] == (("sex", 90), ("name", 333))
    grid.show_columns(grid.columns())
    assert [field for field, _width in grid.columns()] == ["sex", "name", "age"]


def test_a_screen_reader_hears_the_head_and_the_cell(grid: RecordGrid) -> None:
    grid.show_ids(MANY[:1])
    model = grid.records
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    assert model.headerData(1, Qt.Orientation.Horizontal, spoken) == "Sex"
    assert model.data(model.index(0, 1), spoken) == "sex 0"


def test_the_first_column_stands_at_the_right_from_right_to_left(grid: RecordGrid, theme: Theme) -> None:
    grid.show_ids(MANY[:1])
    grid.setStyleSheet("")

    def inked(picture: QImage) -> list[int]:
        ground = theme.tokens.colour("surface").name()
        line = grid.rowHeight(0) // 2
        return [x for x in range(picture.width()) if picture.pixelColor(x, line).name() != ground]

    left = inked(grid.viewport().grab().toImage())
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    picture = grid.viewport().grab().toImage()
    assert min(left) < picture.width() // 4
    assert max(inked(picture)) > picture.width() * 3 // 4
