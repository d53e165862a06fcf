"""A finished PDF goes to a printer, page by page and from memory; what the printer's queue keeps is not ours to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo

from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casefile.ui.jobs import Progress

DOTS = 300
"""To the inch. Letters are sharp, and a page fits into 35 MB."""


def ask_printer(parent: QWidget) -> QPrinter | None:
    """Ask which printer, how many copies and on which sides. None if somebody thought better of it.

    Raises:
        EnvironmentFault: This computer has no printer.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise EnvironmentFault(_("This computer knows no printer. Set one up in its settings, or make a PDF."))
    printer = new_printer()
    asked = QPrintDialog(printer, parent)
    asked.setWindowTitle(_("Print"))
    # A file is made by the other buttons, with its manifest; and a dossier of which pages are missing is another one.
    for option in ("PrintToFile", "PrintPageRange", "PrintSelection", "PrintCurrentPage"):
        asked.setOption(QAbstractPrintDialog.PrintDialogOption[option], False)
    return printer if asked.exec() == QPrintDialog.DialogCode.Accepted else None


def new_printer() -> QPrinter:
    """A printer that is given whole pages, edges included."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS)
    printer.setFullPage(True)
    # The queue of the computer shows this to everybody: it tells nothing of the case.
    printer.setDocName("casefile")
    return printer


def print_pages(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print a PDF without a passphrase. Returns how many pages were handed over.

    Args:
        pdf: The file.
        printer: Where to.
        progress: Told of each page; what it raises ends the printing after the page under way.

    Raises:
        EnvironmentFault: The file cannot be shown here, or the printer did not take it.
    """
    held = QBuffer()
    held.setData(QByteArray(pdf))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    file = QPdfDocument()
    try:
        file.load(held)
        if file.status() != QPdfDocument.Status.Ready:
            raise EnvironmentFault(_("These pages cannot be printed on this computer. Make a PDF instead."))
        return _print_file(file, printer, progress)
    finally:
        file.close()
        held.close()


def _print_file(file: QPdfDocument, printer: QPrinter, progress: Progress) -> int:
    pages = file.pageCount()
    painter = QPainter()
    try:
        for page in range(pages):
            progress.done(page, pages)
            printer.setPageLayout(_layout(file.pagePointSize(page)))
            if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
                raise EnvironmentFault(_("The printer did not take the pages."))
            sheet = printer.pageLayout().fullRectPixels(DOTS)
            drawn = file.pagePointSize(page).scaled(QSizeF(sheet.size()), Qt.AspectRatioMode.KeepAspectRatio).toSize()
            painter.drawImage(_placed(drawn, sheet), file.render(page, drawn))
    except BaseException:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    progress.done(pages, pages)
    return pages


def _layout(size: QSizeF) -> QPageLayout:
    """A sheet as large as the page, lying if the page does, without margins of its own."""
    lies = size.width() > size.height()
    upright = size.transposed() if lies else size
    sheet = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    return QPageLayout(sheet, way, QMarginsF())


def _placed(drawn: QSize, sheet: QRect) -> QRect:
    placed = QRect(sheet.topLeft(), drawn)
    placed.moveCenter(sheet.center())
    return placed
