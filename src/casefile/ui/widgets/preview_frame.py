"""What is seen of a file: a picture, the pages of a PDF, a text, or a sentence that says why nothing is.

All of it lies in memory. Qt reads a PDF from there as well, page by page, as it is turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.ui.widgets.buttons import icon_button
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from casefile.ui.theme import Theme

HEIGHT = 400
"""Pixels that a preview is high on a page."""
_LEAST = 160
_EDGE = 8
_TEXT_HEIGHT = 320
_PDF_SIDE = 2_000
"""Points of the longer side of a page as it is painted: small print is read in the large view."""
_MOST_SIDE = 8_000.0


class PictureView(QWidget):
    """A picture, as large as there is room for it, never larger than it is.

    Args:
        theme: Colours.
        name: What a screen reader says.
        height: Pixels it may be high; 0 for as many as there are.
    """

    def __init__(self, theme: Theme, name: str, height: int = HEIGHT) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._drawn = QPixmap()
        self._height = height
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tall = QSizePolicy.Policy.Preferred if height else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, tall)
        policy.setHeightForWidth(bool(height))
        self.setSizePolicy(policy)

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self._image = image
        self._drawn = QPixmap()
        self.updateGeometry()
        self.update()

    def image(self) -> QImage:
        """The picture shown."""
        return self._image

    def sizeHint(self) -> QSize:
        """What it would like to have."""
        if not self._height:
            return self._image.size()
        return QSize(320, self.heightForWidth(320))

    def heightForWidth(self, width: int) -> int:
        """As high as the picture is at this width, within bounds."""
        size = self._image.size()
        fitted = min(width - 2 * _EDGE, size.width()) * size.height() // max(size.width(), 1) + 2 * _EDGE
        return max(_LEAST, min(self._height, fitted))

    def hasHeightForWidth(self) -> bool:
        """On a page it has; in a window of its own it takes what there is."""
        return bool(self._height)

    def minimumSizeHint(self) -> QSize:
        """Small enough to give way."""
        return QSize(_LEAST, _LEAST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(tokens.colour("accent" if self.hasFocus() else "line"), 1))
        painter.setBrush(tokens.colour("background"))
        painter.drawRoundedRect(area, 6, 6)
        if not self._image.isNull():
            place = self._place()
            painter.drawPixmap(place, self._fitted(place.size()))
        painter.end()

    def _fitted(self, size: QSize) -> QPixmap:
        """The picture in the points of the screen: made once a size, and finer than a painter makes it."""
        dense = size * self.devicePixelRatio()
        if self._drawn.size() != dense:
            smooth = Qt.TransformationMode.SmoothTransformation
            fitted = self._image.scaled(dense, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._drawn = QPixmap.fromImage(fitted)
        return self._drawn

    def _place(self) -> QRect:
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        size = self._image.size()
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        placed = QRect(0, 0, size.width(), size.height())
        placed.moveCenter(room.center())
        return placed


class PdfView(QWidget):
    """The pages of a PDF, one at a time; Page Up and Page Down turn them.

    Args:
        theme: Colours and icons.
        name: What a screen reader says.
        pdf: The whole file.
        height: As for `PictureView`.
    """

    def __init__(self, theme: Theme, name: str, pdf: bytes, height: int = HEIGHT) -> None:
        super().__init__()
        self._name = name
        self._bytes = QByteArray(pdf)
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = _document(self)
        self._document.load(self._buffer)
        self.pages = self._document.pageCount()
        self._page = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.view = PictureView(theme, name, height)
        column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        self._said = label("", "secondary")
        self._before = icon_button(theme, "chevron-left", _("Page before"), self._back)
        self._after = icon_button(theme, "chevron-right", _("Next page"), self._on)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self._before.setIcon(theme.icon("chevron-right"))
            self._after.setIcon(theme.icon("chevron-left"))
        foot.addStretch(1)
        for one in (self._before, self._said, self._after):
            foot.addWidget(one)
        foot.addStretch(1)
        if self.pages > 1:
            column.addLayout(foot)
        else:
            for one in (self._before, self._said, self._after):
                one.setParent(self)
                one.hide()
        self.turn_to(0)

    def turn_to(self, page: int) -> None:
        """Show a page, counted from 0; one that is not there changes nothing."""
        if not 0 <= page < self.pages:
            return
        self._page = page
        size = self._document.pagePointSize(page)
        longer = max(size.width(), size.height(), 1.0)
        if not longer < float("inf"):
            return
        scale = min(_PDF_SIDE / longer, _MOST_SIDE)
        drawn = self._document.render(
            page, QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))
        )
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        self.view.show_image(paper)
        said = _("Page {number} of {pages}").format(number=page + 1, pages=self.pages)
        self._said.setText(said)
        self.view.setAccessibleName(f"{self._name}, {said}")
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page + 1 < self.pages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down."""
        steps = {int(Qt.Key.Key_PageDown): 1, int(Qt.Key.Key_PageUp): -1}
        if event.key() in steps:
            self.turn_to(self._page + steps[event.key()])
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        self.turn_to(self._page - 1)

    def _on(self) -> None:
        self.turn_to(self._page + 1)


class TextView(QPlainTextEdit):
    """A text to be read and copied, not to be changed.

    Args:
        name: What a screen reader says.
        text: The text.
    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlainText(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def sizeHint(self) -> QSize:
        """A good part of a page."""
        return QSize(320, _TEXT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same: the page scrolls, and so does the text."""
        return self.sizeHint()


def reason_view(theme: Theme, icon: str, reason: str) -> QWidget:
    """A sentence in the place of a preview, with the icon of the kind of file."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 28, 24, 28)
    column.setSpacing(12)
    picture = QLabel()
    picture.setPixmap(theme.pixmap(icon, "tertiary", 36))
    column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
    said = label(reason, "secondary", wrap=True)
    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(said)
    return made


def _document(parent: QWidget) -> QPdfDocument:
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - a large library, only for those who look at a PDF

    return QPdfDocument(parent)
