"""The account of a merge is saved where somebody chooses: as a paper, or as data for a script. It names no record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _
from casefile.dossier.merge_account import account_on_paper
from casefile.merge.account_text import JSON, as_data, as_file
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    import datetime as dt

    from casefile.store.merging import Account
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk


def save_account(desk: Desk, account: Account, parent: QWidget) -> QFileDialog:
    """Ask where to, and write the account there: as JSON if the name ends so, else as a PDF."""
    asked = QFileDialog(parent, _("Save the account"))
    asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked.setNameFilters([_("Paper (*.pdf)"), _("Data (*.json)")])
    asked.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    asked.selectFile(_("Account of a merge"))
    asked.filterSelected.connect(lambda chosen: asked.setDefaultSuffix("json" if "json" in chosen else "pdf"))
    asked.setDefaultSuffix("pdf")
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    when = desk.clock.now()
    asked.fileSelected.connect(lambda chosen: write_account(desk, account, Path(chosen), when, parent))
    asked.open()
    return asked


def write_account(desk: Desk, account: Account, path: Path, when: dt.datetime, owner: QWidget) -> None:
    """Write it beside the window, and say that it is there."""
    book = desk.casebook

    def work(_progress: Progress) -> str:
        waiting = len(book.conflicts())
        if path.suffix.lower() == JSON:
            made = as_file({**as_data(account), "open_conflicts": waiting})
        else:
            made = account_on_paper(book, account, when, waiting=waiting)
        try:
            write_whole(path, made)
        except OSError:
            raise EnvironmentFault(_("“{name}” cannot be written in this place.").format(name=path.name)) from None
        return path.name

    desk.jobs.run(
        work,
        lambda name: desk.messages.say(_("Saved as “{name}”.").format(name=name)),
        desk.messages.fail,
        owner=owner,
    )
