"""The pages of a PDF that is only in memory: it comes as bytes, is never a file, and goes with the widget."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from casefile.base.i18n import _
from casefile.ui.theme import Theme

_AROUND = 14
"""Pixels around each page."""
_KEPT = 8
"""Pages kept drawn: those on the screen and their neighbours."""
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
"""Times the width that fits."""
_FITS = _ZOOMS.index(1.0)
_LINE = 48
_LONGEST_TEXT = 4_000


class PdfPreview(QAbstractScrollArea):
    """Shows pages beneath each other, as wide as the room; the place stays when another version of them comes.

    Args:
        theme: Colours.
        name: What a screen reader calls it.

    Signals:
        turned: Number of the page at the top, from 1, and how many there are; 0 and 0 for none.
    """

    turned = Signal(int, int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._file: QPdfDocument | None = None
        self._drawn: OrderedDict[int, QImage] = OrderedDict()
        self._places: list[QRect] = []
        self._zoom = _FITS
        self._at = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    def show_pdf(self, pdf: bytes) -> bool:
        """Show a file; the place on the page stays. Returns whether it could be read."""
        made = QPdfDocument(self)
        held = QBuffer(made)
        held.setData(QByteArray(pdf))
        held.open(QIODevice.OpenModeFlag.ReadOnly)
        made.load(held)
        if made.status() != QPdfDocument.Status.Ready:
            made.deleteLater()
            return False
        old, self._file = self._file, made
        self._drawn.clear()
        if old is not None:
            old.close()
            old.deleteLater()
        self._lay_out()
        self._tell()
        return True

    def clear(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        old, self._file = self._file, None
        self._drawn.clear()
        if old is not None:
            old.close()
            old.deleteLater()
        self._lay_out()
        self._tell()

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._file.pageCount() if self._file is not None else 0

    @property
    def page(self) -> int:
        """The page at the top, from 1; 0 for none."""
        return self._at + 1 if self.pages else 0

    def text(self, page: int) -> str:
        """What stands on a page, from 1."""
        return self._file.getAllText(page - 1).text() if self._file is not None and 0 < page <= self.pages else ""

    def go_to(self, page: int) -> None:
        """Bring a page, from 1, to the top."""
        if 0 < page <= self.pages:
            self.verticalScrollBar().setValue(self._places[page - 1].top() - _AROUND)

    def zoom(self, steps: int) -> None:
        """Come closer by some steps, or go back by a negative number; 0 fits the width."""
        wanted = _FITS if not steps else min(max(self._zoom + steps, 0), len(_ZOOMS) - 1)
        if wanted != self._zoom:
            self._zoom = wanted
            self._drawn.clear()
            self._lay_out(rescaled=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, lines, the ends, closer and farther."""
        bar = self.verticalScrollBar()
        key = event.key()
        if key == Qt.Key.Key_PageDown:
            bar.setValue(bar.value() + bar.pageStep())
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep())
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            bar.setValue(bar.value() + (_LINE if key == Qt.Key.Key_Down else -_LINE))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0}:
            self.zoom({Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(Qt.Key(key), 1))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl come closer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self._drawn.clear()
        self._lay_out(rescaled=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages that can be seen."""
        painter = QPainter(self.viewport())
        tokens = self._theme.tokens
        painter.fillRect(self.viewport().rect(), tokens.colour("background"))
        moved = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for number, at in enumerate(self._places):
            place = at.translated(moved)
            if place.top() > self.viewport().height():
                break
            if place.bottom() < 0:
                continue
            painter.drawImage(place.topLeft(), self._picture(number, place.size()))
            painter.setPen(QPen(tokens.colour("line"), 1))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _picture(self, number: int, size: QSize) -> QImage:
        known = self._drawn.get(number)
        if known is not None:
            self._drawn.move_to_end(number)
            return known
        scale = self.devicePixelRatioF()
        made = QImage(size * scale, QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.white)
        if self._file is not None:
            painter = QPainter(made)
            painter.drawImage(0, 0, self._file.render(number, size * scale, QPdfDocumentRenderOptions()))
            painter.end()
        made.setDevicePixelRatio(scale)
        self._drawn[number] = made
        if len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        return made

    def _lay_out(self, *, rescaled: bool = False) -> None:
        """Find each page's place from the top of the first; `rescaled`: the same place of the same pages is kept."""
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        room = self.viewport().size()
        wide = max(int((room.width() - 2 * _AROUND) * _ZOOMS[self._zoom]), 1)
        left = max((room.width() - wide) // 2, _AROUND)
        top = _AROUND
        self._places = []
        for number in range(self.pages):
            points = self._file.pagePointSize(number) if self._file is not None else QSizeF()
            place = QRect(left, top, wide, max(int(points.height() * wide / max(points.width(), 1)), 1))
            self._places.append(place)
            top = place.bottom() + 1 + _AROUND
        bar.setPageStep(room.height())
        bar.setSingleStep(_LINE)
        bar.setRange(0, max(top - room.height(), 0) if self._places else 0)
        if rescaled:
            bar.setValue(round(share * bar.maximum()))
        across = self.horizontalScrollBar()
        across.setPageStep(room.width())
        across.setRange(0, max(wide + 2 * _AROUND - room.width(), 0) if self._places else 0)
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        self.viewport().update()
        at = next((one for one, place in enumerate(self._places) if place.bottom() > value + _AROUND), 0)
        if at != self._at:
            self._at = at
            self._tell()

    def _tell(self) -> None:
        self._at = min(self._at, max(self.pages - 1, 0))
        self.setAccessibleDescription(
            _("Page {n} of {all}").format(n=self.page, all=self.pages) + "\n" + self.text(self.page)[:_LONGEST_TEXT]
            if self.pages
            else ""
        )
        self.turned.emit(self.page, self.pages)
