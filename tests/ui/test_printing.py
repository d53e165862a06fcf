from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, qGray
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from casefile.base.errors import EnvironmentFault
from casefile.ui.jobs import Cancelled, Progress
from casefile.ui.printing import ask_printer, new_printer, print_pages

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")


def to_file(path: Path) -> QPrinter:
    """A printer whose sheets can be looked at afterwards."""
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def pdf_of(*ways: QPageLayout.Orientation) -> bytes:
    """An A4 page for each, with words on it."""
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(ways[0])
    painter = QPainter(writer)
    for place, way in enumerate(ways):
        if place:
            writer.setPageOrientation(way)
            writer.newPage()
        painter.drawText(400, 800, f"Invented page {place}")
    painter.end()
    return bytes(made.data().data())


def darkest(path: Path, page: int) -> int:
    """The darkest grey of a printed page, 255 if it is blank."""
    file = QPdfDocument()
    file.load(str(path))
    drawn: QImage = file.render(page, QSize(300, 300)).convertToFormat(QImage.Format.Format_RGB32)
    return min(qGray(drawn.pixel(x, y)) for x in range(300) for y in range(300))


def test_every_page_comes_out_on_a_sheet_of_its_size_lying_if_it_lies(tmp_path: Path) -> None:
    way = QPageLayout.Orientation
    told: list[tuple[int, int]] = []
    progress = Progress(lambda at, of: told.append((at, of)))
    assert print_pages(pdf_of(way.Portrait, way.Landscape), to_file(tmp_path / "out.pdf"), progress) == 2
    with pikepdf.open(tmp_path / "out.pdf") as sheets:
        sizes = [tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in sheets.pages]
    assert sizes == [(595, 842), (842, 595)]
    assert [darkest(tmp_path / "out.pdf", page) < 160 for page in range(2)] == [True, True]
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_printing_that_is_stopped_ends_before_the_next_page(tmp_path: Path) -> None:
    progress = Progress(lambda at, _of: progress.cancel() if at == 1 else None)
    with pytest.raises(Cancelled):
        print_pages(pdf_of(*[QPageLayout.Orientation.Portrait] * 4), to_file(tmp_path / "out.pdf"), progress)


def test_what_is_no_pdf_is_refused_before_a_page_is_out(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot be printed"):
        print_pages(b"no pages", to_file(tmp_path / "out.pdf"), Progress(lambda _at, _of: None))
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(tmp_path: Path) -> None:
    printer = to_file(tmp_path / "nowhere" / "out.pdf")
    with pytest.raises(EnvironmentFault, match="did not take"):
        print_pages(pdf_of(QPageLayout.Orientation.Portrait), printer, Progress(lambda _at, _of: None))


def test_a_computer_without_a_printer_says_so(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    owner = QWidget()
    qtbot.addWidget(owner)
    with pytest.raises(EnvironmentFault, match="knows no printer"):
        ask_printer(owner)


def test_the_queue_of_the_computer_is_told_nothing_of_the_case() -> None:
    assert new_printer().docName() == "casefile"
