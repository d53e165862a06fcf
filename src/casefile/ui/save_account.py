"""The account of a merge is saved where somebody chooses: as a paper, or as data for a script. It names no record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _, language
from casefile.casework.catalogue import record_types
from casefile.casework.titles import kind_label
from casefile.dossier.merge_paper import MergeTold, merge_paper
from casefile.merge.account_text import STATE_LABELS, as_data, as_file
from casefile.store.merging import STATES
from casefile.ui.record_history import moment
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    import datetime as dt

    from casefile.store.merging import Account
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

_JSON = ".json"


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
        if path.suffix == _JSON:
            made = as_file({**as_data(account), "open_conflicts": waiting})
        else:
            made = merge_paper(told_on_paper(account, book.vault.name, when, book.setting("author"), waiting))
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


def told_on_paper(account: Account, vault: str, when: dt.datetime, author: str, waiting: int) -> MergeTold:
    """The account in the words of the app's language; columns that hold nothing are left out."""
    states = tuple(state for state in STATES if account.count(state))
    kinds = dict.fromkeys(line.kind for line in account.lines)
    return MergeTold(
        language=language().code,
        vault=vault,
        when=moment(when),
        author=author,
        states=tuple(_(STATE_LABELS[state]) for state in states),
        kinds=tuple(
            (
                kind_label(kind, many=True) if kind in record_types() else kind,
                tuple(account.count(state, kind) for state in states),
            )
            for kind in kinds
        ),
        refused=tuple((one.label, one.reason) for one in account.refused_sources),
        waiting=waiting,
    )
