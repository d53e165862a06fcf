"""A file of evidence leaves the vault: said plainly before, recorded in its handling log, written where one chooses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.exchange.intake import hand_out
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, label

if TYPE_CHECKING:
    from casefile.casework.book import Snapshot
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk


class CopyOut(QDialog):
    """Asks whom the copy is for, warns, and writes it.

    Args:
        desk: The book and the look.
        item: The item, which has a file.
        parent: The window.
    """

    def __init__(self, desk: Desk, item: Snapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Save a copy"))
        self.setMinimumWidth(520)
        self._desk, self._item = desk, item
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "title"))
        warning = _(
            "The copy is not encrypted. Whoever gets hold of it can open it, and deleting it may leave traces. Save it"
            " only where you would leave the original."
        )
        column.addWidget(Banner(desk.theme, warning))
        self.to, self.why = QLineEdit(), QLineEdit()
        for field, name in ((self.to, _("To whom")), (self.why, _("What for"))):
            field.setAccessibleName(name)
            column.addWidget(label(name, "label"))
            column.addWidget(field)
        column.addWidget(
            label(_("This goes into the handling log, with the day and the fingerprint."), "small", wrap=True)
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.choose = button(_("Choose where to save…"), self._ask, role="primary")
        self.choose.setDefault(True)
        foot.addWidget(self.choose)
        column.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)

    def _ask(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = Path(self._item.text("file_name")).name
        asked = QFileDialog(self, _("Save an unencrypted copy"), str(Path(home) / name))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.selectFile(name)
        asked.fileSelected.connect(self.write)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def write(self, chosen: str) -> None:
        """Write the copy; what stands against it is said, and nothing is written then."""
        desk, item, path = self._desk, self._item.id, Path(chosen)
        to, why, now = self.to.text().strip(), self.why.text().strip(), desk.clock.now()

        def work(_progress: Progress) -> Path:
            hand_out(desk.casebook, item, path, now, to=to, why=why)
            return path

        self.choose.setEnabled(False)
        desk.jobs.run(work, self._written, self._failed, owner=self)

    def _written(self, path: Path) -> None:
        self._desk.messages.say(_("Saved, not encrypted: {file}").format(file=path.name))
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.choose.setEnabled(True)
        self._desk.messages.fail(error)
