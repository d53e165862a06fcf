from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from reportlab.pdfgen.canvas import Canvas

from casefile.ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from casefile.ui.theme import Theme


def pdf(*pages: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(theme: Theme, qtbot: QtBot) -> PdfPreview:
    made = PdfPreview(theme, "Preview")
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    return made


def test_it_shows_the_pages_and_says_what_stands_on_them(preview: PdfPreview) -> None:
    assert preview.show_pdf(pdf("First words", "Second words"))
    assert preview.pages == 2
    assert "Second words" in preview.text(2)
    assert preview.accessibleDescription().startswith("Page 1 of 2")
    assert "First words" in preview.accessibleDescription()


def test_ink_is_painted(preview: PdfPreview) -> None:
    preview.show_pdf(pdf("MMMMMMMMMMMMMMMM"))
    picture = preview.grab().toImage()
    dark = sum(picture.pixelColor(x, y).lightness() < 80 for x in range(0, 400, 2) for y in range(0, 300, 2))
    assert dark > 20


def test_the_place_stays_when_another_version_comes(preview: PdfPreview) -> None:
    preview.show_pdf(pdf("One", "Two", "Three"))
    preview.go_to(2)
    preview.show_pdf(pdf("One", "Two anew", "Three"))
    assert preview.page == 2
    assert "Two anew" in preview.accessibleDescription()


def test_what_is_no_pdf_is_not_shown_and_what_was_shown_stays(preview: PdfPreview) -> None:
    preview.show_pdf(pdf("One"))
    assert not preview.show_pdf(b"nothing of the kind")
    assert preview.pages == 1


def test_nothing_is_kept_once_it_is_cleared(preview: PdfPreview, qtbot: QtBot) -> None:
    turned: list[tuple[int, int]] = []
    preview.turned.connect(lambda page, of: turned.append((page, of)))
    preview.show_pdf(pdf("One"))
    preview.show_pdf(pdf("Two"))
    preview.clear()
    qtbot.wait(1)
    assert preview.pages == 0
    assert preview.accessibleDescription() == ""
    assert preview.findChildren(QPdfDocument) == []
    assert turned[-1] == (0, 0)


def test_it_is_walked_through_by_keys(preview: PdfPreview) -> None:
    preview.show_pdf(pdf("One", "Two", "Three"))
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.page == 3
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert preview.page == 1
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.verticalScrollBar().value() > 0


def test_closer_is_larger_and_nought_fits_again(preview: PdfPreview) -> None:
    preview.show_pdf(pdf("One"))
    fits = preview.verticalScrollBar().maximum()
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.verticalScrollBar().maximum() > fits
    assert preview.horizontalScrollBar().maximum() > 0
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert preview.verticalScrollBar().maximum() == fits
