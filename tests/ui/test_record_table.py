from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from casefile.base.clock import RecordId
from casefile.ui.record_table import RecordList, RecordModel, Row, RowPainter
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

MANY = [RecordId(number.to_bytes(16, "big")) for number in range(100_000)]


class Rows:
    """Gives rows, and counts how often it is asked."""

    def __init__(self, gone: set[RecordId] | None = None) -> None:
        self.asked: list[int] = []
        self.gone = gone or set()

    def __call__(self, ids: Sequence[RecordId]) -> list[Row]:
        self.asked.append(len(ids))
        return [
            Row(
                one,
                f"Person {int.from_bytes(one)}",
                chip="In custody",
                detail="Remand prison",
                warning="High risk",
                avatar=True,
            )
            for one in ids
            if one not in self.gone
        ]


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def shown(theme: Theme, rows: Rows, qtbot: QtBot) -> RecordList:
    made = RecordList(theme, "People", rows)
    qtbot.addWidget(made)
    made.resize(360, 640)
    return made


def test_the_model_keeps_what_qt_asks_of_a_model(qtmodeltester: ModelTester) -> None:
    model = RecordModel(Rows())
    model.set_ids(MANY[:450])
    qtmodeltester.check(model)


def test_no_row_is_read_before_it_is_painted(shown: RecordList, rows: Rows) -> None:
    shown.show_ids(MANY)
    assert rows.asked == []
    assert shown.records.rowCount() == len(MANY)


def test_rows_are_read_by_the_page_where_the_list_is_looked_at(shown: RecordList, rows: Rows) -> None:
    shown.show_ids(MANY)
    shown.grab()
    assert rows.asked == [40]
    shown.choose(MANY[-1])
    shown.grab()
    assert rows.asked == [40, 40]


def test_a_row_that_was_read_is_not_read_again_until_it_is_forgotten(shown: RecordList, rows: Rows) -> None:
    shown.show_ids(MANY)
    shown.grab()
    shown.grab()
    assert rows.asked == [40]
    shown.forget_rows()
    shown.grab()
    assert rows.asked == [40, 40]


def test_pages_seen_long_ago_are_let_go(rows: Rows) -> None:
    model = RecordModel(rows)
    model.set_ids(MANY)
    for page in range(150):
        model.data(model.index(page * 40))
    model.data(model.index(0))
    assert len(rows.asked) == 151


def test_the_same_records_again_are_painted_anew_where_the_list_stands(shown: RecordList, rows: Rows) -> None:
    shown.show_ids(MANY)
    shown.choose(MANY[7], quietly=True)
    shown.verticalScrollBar().setValue(3_000)
    shown.grab()
    read = len(rows.asked)
    shown.show_ids(list(MANY))
    assert (shown.current(), shown.verticalScrollBar().value()) == (MANY[7], 3_000)
    shown.grab()
    assert len(rows.asked) > read


def test_a_row_is_neither_edited_nor_dragged(shown: RecordList) -> None:
    shown.show_ids(MANY[:3])
    flags = shown.records.flags(shown.records.index(0))
    assert flags == Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


def test_a_record_that_is_gone_shifts_no_other_row(theme: Theme, qtbot: QtBot) -> None:
    shown = RecordList(theme, "People", Rows(gone={MANY[1]}))
    qtbot.addWidget(shown)
    shown.show_ids(MANY[:3])
    assert shown.records.data(shown.records.index(1)) is None
    assert shown.records.data(shown.records.index(2)) == "Person 2"
    shown.grab()


def test_a_row_is_read_out_whole(shown: RecordList) -> None:
    shown.show_ids(MANY[:1])
    said = shown.records.data(shown.records.index(0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert said == "Person 0, In custody, Remand prison, High risk"


def test_the_record_chosen_stays_chosen_when_the_list_is_asked_again(shown: RecordList, qtbot: QtBot) -> None:
    shown.show_ids(MANY[:10])
    with qtbot.waitSignal(shown.chosen) as heard:
        shown.choose(MANY[4])
    assert heard.args == [MANY[4]]
    with qtbot.assertNotEmitted(shown.chosen):
        shown.show_ids(MANY[3:8])
    assert shown.current() == MANY[4]
    assert shown.selectionModel().selectedIndexes() == [shown.records.index(1)]


def test_choosing_what_is_not_in_the_list_changes_nothing(shown: RecordList) -> None:
    shown.show_ids(MANY[:10])
    shown.choose(MANY[4])
    assert not shown.choose(MANY[40])
    assert shown.current() == MANY[4]


def test_the_keyboard_comes_to_the_first_record(shown: RecordList, qtbot: QtBot) -> None:
    shown.show_ids(MANY[:10])
    shown.show()
    with qtbot.waitSignal(shown.chosen) as heard:
        shown.setFocus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is shown or shown.current() is not None)
    assert heard.args == [MANY[0]]


def test_end_goes_to_the_last_of_all_records(shown: RecordList, qtbot: QtBot) -> None:
    shown.show_ids(MANY)
    shown.choose(MANY[0])
    qtbot.keyClick(shown, Qt.Key.Key_End)
    assert shown.current() == MANY[-1]


def painted(shown: RecordList) -> QImage:
    picture = shown.viewport().grab().toImage()
    assert not picture.isNull()
    return picture


def test_a_row_is_mirrored_from_right_to_left(shown: RecordList, theme: Theme) -> None:
    shown.show_ids(MANY[:1])
    left = painted(shown)
    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = painted(shown)
    ink = {theme.tokens.colour(f"{name}_soft").name() for name in ("accent", "good", "warning")}

    def avatar(picture: QImage) -> list[int]:
        return [x for x in range(picture.width()) if picture.pixelColor(x, 20).name() in ink]

    assert avatar(left)
    assert max(avatar(left)) < left.width() // 2 < min(avatar(right))


def test_a_row_is_drawn_once_while_it_is_scrolled_past_and_anew_when_it_was_read_anew(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["first"]
    shown = RecordList(theme, "People", lambda ids: [Row(one, said[0]) for one in ids])
    qtbot.addWidget(shown)
    shown.resize(360, 640)
    shown.show_ids(MANY[:3])
    drawn: list[str] = []
    draw = RowPainter._draw

    def watched(painter: RowPainter, into: Any, area: Any, row: Row, direction: Any, state: Any) -> None:
        drawn.append(row.title)
        draw(painter, into, area, row, direction, state)

    monkeypatch.setattr(RowPainter, "_draw", watched)
    before = painted(shown)
    assert painted(shown) == before
    assert drawn == ["first"] * 3
    said[0] = "second"
    shown.forget_rows()
    assert painted(shown) != before
    assert drawn == ["first"] * 3 + ["second"] * 3
    shown.show_ids([])
    assert not shown._painter._drawn
