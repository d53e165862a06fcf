"""Files held above a page or a card: a ground that says what a drop does, and the drop; or files chosen in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from casefile.base.i18n import _
from casefile.ui.painting import draw_text
from casefile.ui.theme import SECTION, Theme, font

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


class DropGround(QFrame):
    """Lies over a widget while files are held above it, and takes the drops of that widget.

    Args:
        theme: Colours.
        over: The widget; it accepts drops from now on.

    Signals:
        dropped: The files and folders, as paths.
    """

    dropped = Signal(list)

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.setAcceptDrops(True)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dragged over the widget, and dropped."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hide()
            # Never a move: whoever gave them keeps them.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(_files(event.mimeData()))
            return True
        if isinstance(event, QDragEnterEvent) and _files(event.mimeData()):
            event.acceptProposedAction()
            self.setGeometry(self._over.rect())
            self.show()
            self.raise_()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame and what a drop does."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = tokens.colour("surface")
        ground.setAlphaF(0.92)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(tokens.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)
        middle = self.rect().center().y()
        for text, top, face, ink in (
            (_("Drop to take in as evidence"), middle - 26, font(SECTION), "text"),
            (
                _("Encrypted into the vault, with SHA-256. The originals are only read."),
                middle + 4,
                font(),
                "secondary",
            ),
        ):
            line = QRect(24, top, self.width() - 48, 26)
            draw_text(
                painter,
                line,
                text,
                face=face,
                ink=tokens.colour(ink),
                direction=self.layoutDirection(),
                align="centre",
            )
        painter.end()


def choose_files(parent: QWidget, chosen: Callable[[Sequence[Path]], object], *, folder: bool = False) -> None:
    """Ask for files, or for a folder, to take in.

    Args:
        parent: Whose dialog it is.
        chosen: Called with the paths.
        folder: Ask for a folder.
    """
    heading = _("Choose a folder to take in as evidence") if folder else _("Choose files to take in as evidence")
    asked = QFileDialog(parent, heading)
    asked.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFiles)
    asked.setOption(QFileDialog.Option.ReadOnly)
    asked.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    asked.finished.connect(asked.deleteLater)
    asked.open()


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
