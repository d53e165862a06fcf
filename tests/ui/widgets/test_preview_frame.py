from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from casefile.ui.theme import Theme
from casefile.ui.widgets.preview_frame import HEIGHT, PdfView, PictureView, TextView
from exchange.made_files import pdf

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def image(width: int, height: int) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.red)
    return made


def test_a_picture_is_never_larger_than_it_is_and_keeps_its_shape(theme: Theme, qtbot: QtBot) -> None:
    view = PictureView(theme, "A")
    qtbot.addWidget(view)
    view.resize(416, 316)
    view.show_image(image(100, 50))
    assert (view._place().width(), view._place().height()) == (100, 50)
    view.show_image(image(4_000, 1_000))
    assert (view._place().width(), view._place().height()) == (400, 100)
    assert view._place().center() == view.rect().center()


def test_a_picture_takes_the_height_it_needs_within_bounds(theme: Theme, qtbot: QtBot) -> None:
    view = PictureView(theme, "A")
    qtbot.addWidget(view)
    view.show_image(image(400, 200))
    assert view.heightForWidth(316) == 166
    view.show_image(image(400, 20_000))
    assert view.heightForWidth(316) == HEIGHT


def test_a_picture_can_be_painted_and_no_picture_too(theme: Theme, qtbot: QtBot) -> None:
    view = PictureView(theme, "A", 0)
    qtbot.addWidget(view)
    view.resize(200, 200)
    assert not view.grab().isNull()
    view.show_image(image(50, 50))
    assert view.grab().toImage().pixelColor(100, 100) == Qt.GlobalColor.red


def test_pages_are_turned_by_key_and_by_button_and_not_beyond_the_last(theme: Theme, qtbot: QtBot) -> None:
    view = PdfView(theme, "Paper", pdf(2))
    qtbot.addWidget(view)
    view.show()
    before, after = sorted(view.findChildren(QToolButton), key=lambda one: one.accessibleName() != "Page before")
    assert view.view.accessibleName() == "Paper, Page 1 of 2"
    assert not before.isEnabled()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.view.accessibleName() == "Paper, Page 2 of 2"
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.view.accessibleName() == "Paper, Page 2 of 2"
    assert not after.isEnabled()
    before.click()
    assert view.view.accessibleName() == "Paper, Page 1 of 2"


def test_a_page_is_painted_on_white_in_its_own_shape(theme: Theme, qtbot: QtBot) -> None:
    view = PdfView(theme, "Paper", pdf(1))
    qtbot.addWidget(view)
    shown = view.view.image()
    assert shown.width() * 3 == pytest.approx(shown.height() * 2, abs=4)
    assert shown.pixelColor(5, 5) == Qt.GlobalColor.white


@pytest.mark.parametrize("content", [pdf()[:100], b"%PDF-1.7 nothing", b""])
def test_a_broken_pdf_has_no_pages(theme: Theme, qtbot: QtBot, content: bytes) -> None:
    view = PdfView(theme, "Paper", content)
    qtbot.addWidget(view)
    assert view.pages <= 0


def test_from_a_text_the_tab_key_leads_on(qtbot: QtBot) -> None:
    view = TextView("A", "words")
    qtbot.addWidget(view)
    assert view.tabChangesFocus()
    assert view.isReadOnly()
