from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from casefile.ui.painting import aligned, draw_text, isolate, placed
from casefile.ui.theme import Theme, font

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
FRAME = QRect(0, 0, 200, 40)


def test_a_place_is_mirrored_within_its_frame() -> None:
    assert placed(LTR, FRAME, QRect(10, 5, 30, 20)) == QRect(10, 5, 30, 20)
    assert placed(RTL, FRAME, QRect(10, 5, 30, 20)) == QRect(160, 5, 30, 20)


def test_the_start_is_left_or_right_with_the_direction() -> None:
    assert aligned(LTR, "start") & Qt.AlignmentFlag.AlignLeft
    assert aligned(RTL, "start") & Qt.AlignmentFlag.AlignRight
    assert aligned(RTL, "end") & Qt.AlignmentFlag.AlignLeft


def test_nothing_stays_nothing_between_isolates() -> None:
    assert isolate("") == ""
    assert isolate("2 h") == "\u20682 h\u2069"


def columns_of_ink(text: str, direction: Qt.LayoutDirection) -> list[int]:
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_text(painter, FRAME, text, face=font(14), ink=QColor("black"), direction=direction)
    painter.end()
    return [x for x in range(200) if any(image.pixelColor(x, y).lightness() < 128 for y in range(40))]


def test_text_begins_where_the_direction_begins(theme: Theme) -> None:
    del theme
    assert max(columns_of_ink("Leila", LTR)) < 100
    assert min(columns_of_ink("Leila", RTL)) > 100


def test_a_number_and_its_unit_are_not_turned_around_from_right_to_left(theme: Theme) -> None:
    del theme
    for direction in (LTR, RTL):
        inked = columns_of_ink("1     WWWW", direction)
        gap = max(range(1, len(inked)), key=lambda at: inked[at] - inked[at - 1])
        assert gap < len(inked) - gap, direction


def test_a_text_that_is_too_long_stays_in_its_place(theme: Theme) -> None:
    del theme
    inked = columns_of_ink("A very long name " * 10, LTR)
    assert max(inked) <= FRAME.right()
