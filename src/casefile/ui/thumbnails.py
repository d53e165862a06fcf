"""Small pictures for a list, made in memory beside the window and forgotten with the page."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, Qt

from casefile.base.errors import CasefileError
from casefile.exchange.preview import thumbnail

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.exchange.pictures import Picture
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

SIDE = 38
_KEPT = 400
_WAITING = 60
"""Pictures asked for that are made; of older wishes the rows are no longer on the screen."""
_TOGETHER_MS = 80
"""So long what was made is gathered before the list is painted anew."""


def as_image(picture: Picture) -> QImage:
    """A picture as Qt has it, with points of its own."""
    line = picture.width * 3
    return QImage(picture.points, picture.width, picture.height, line, QImage.Format.Format_RGB888).copy()


class Thumbnails(QObject):
    """Makes one after the other, and keeps the last of them.

    Args:
        desk: The book.
        owner: The page; what it asked for dies with it.

    Signals:
        ready: Some more are there.
    """

    ready = Signal()

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._made: OrderedDict[RecordId, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[RecordId, None] = OrderedDict()
        self._busy = False
        self._together = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._together.timeout.connect(self.ready)

    def get(self, item: RecordId) -> QPixmap | None:
        """The picture of an item if it is there; if not it is made, and `ready` says when."""
        if item in self._made:
            self._made.move_to_end(item)
            return self._made[item]
        self._wanted[item] = None
        self._wanted.move_to_end(item)
        if len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        self._next()
        return None

    def forget(self, item: RecordId) -> None:
        """Make it anew when it is asked for next: it may not be shown any more."""
        self._made.pop(item, None)

    def _next(self) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        item, _nothing = self._wanted.popitem()
        book = self._desk.casebook

        def work(_progress: Progress) -> tuple[RecordId, Picture | None]:
            snapshot = book.read(lambda reader: reader.find(item))
            try:
                return item, thumbnail(book.vault.evidence, snapshot) if snapshot is not None else None
            except CasefileError:
                # A damaged file is said where it is opened; the list goes on.
                return item, None

        self._desk.jobs.run(work, self._take, self._failed, owner=self, beside=True)

    def _take(self, made: tuple[RecordId, Picture | None]) -> None:
        item, picture = made
        self._made[item] = _square(as_image(picture)) if picture is not None else None
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        if picture is not None and not self._together.isActive():
            self._together.start()
        self._busy = False
        self._next()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._desk.messages.fail(error)


def _square(image: QImage) -> QPixmap:
    """The middle of a picture, at twice the points of the list for a dense screen."""
    side = 2 * SIDE
    grown = image.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    cut = grown.copy((grown.width() - side) // 2, (grown.height() - side) // 2, side, side)
    made = QPixmap.fromImage(cut)
    made.setDevicePixelRatio(2)
    return made
