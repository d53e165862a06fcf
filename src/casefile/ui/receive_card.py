"""Bundles that came from others: chosen or dropped, looked at, and only then taken in, all as one act."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.merge.bundle_file import Why
from casefile.merge.exchange_folder import SUFFIX
from casefile.merge.exchange_text import called
from casefile.merge.receiving import receive
from casefile.store.merging import STATES
from casefile.ui.account_place import AccountPlace, in_a_row
from casefile.ui.evidence_words import size_in_words
from casefile.ui.merges_card import in_numbers
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Banner, Card, clear, label

if TYPE_CHECKING:
    from casefile.merge.receiving import Delivery, ReceivedBundle
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk


class ReceiveCard(QWidget):
    """The files, what would come of them, and what came of them.

    Args:
        desk: The book and the look.

    Signals:
        taken: Something was taken in, or somebody came into the address book.
    """

    taken = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.paths: list[Path] = []
        self._strangers = False
        self.delivery: Delivery | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.files = Card(desk.theme, _("Bundles that came"), "inbox")
        self.choose = button(_("Choose bundles…"), self.browse, icon=desk.theme.icon("plus", "text", 16))
        self.files.add_to_head(self.choose)
        self.files.body.addWidget(
            label(
                _(
                    "A bundle is a file that only this vault can open, signed by whoever sent it. Choose it, or drop it"
                    " here. First you see what would come of it, and nothing is changed until you say so."
                ),
                "secondary",
                wrap=True,
            )
        )
        self._listed = QVBoxLayout()
        self._listed.setSpacing(6)
        self.files.body.addLayout(self._listed)
        column.addWidget(self.files)
        self.place = AccountPlace(desk, "inbox")
        self.place.turned.connect(self._show_files)
        column.addWidget(self.place)
        self._show_files()

    def browse(self) -> None:
        """Ask for bundles."""
        asked = QFileDialog(self, _("Choose bundles"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFiles)
        asked.setNameFilters([_("Bundles (*.casefile-bundle)"), _("All files (*)")])
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.filesSelected.connect(lambda chosen: self.add_files([Path(one) for one in chosen]))
        asked.open()

    def add_files(self, paths: Iterable[Path]) -> None:
        """Add these files; of a folder, the bundles that lie in it."""
        if self.place.busy() or self._desk.casebook.vault.read_only:
            return
        for path in paths:
            found = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
            self.paths.extend(one for one in found if one not in self.paths)
        self._start_over()

    def rehearse(self) -> None:
        """Look what would come of them; nothing is changed."""
        self._run(_("Looking what would come…"), self._show_rehearsal, dry_run=True)

    def take(self) -> None:
        """Take them in."""
        self._run(_("Taking in…"), self._show_done, dry_run=False)

    def with_strangers(self) -> None:
        """Look again, taking also what is signed by somebody who is not in the address book."""
        self._strangers = True
        self.rehearse()

    def leave(self) -> None:
        """Forget the files."""
        self.paths = []
        self._start_over()

    def _run(self, text: str, then: object, *, dry_run: bool) -> None:
        book, now, paths, strangers = self._desk.casebook, self._desk.clock.now(), tuple(self.paths), self._strangers

        def work(_progress: Progress) -> Delivery:
            return receive(book, paths, now, dry_run=dry_run, trust_unknown=strangers)

        if paths:
            self.place.begin(text, work, then, self._failed, cancel=False)  # type: ignore[arg-type]  # one of the two below

    def _failed(self, error: BaseException) -> None:
        self._start_over()
        self._desk.messages.fail(error)

    def _start_over(self) -> None:
        self._strangers = False
        self.delivery = None
        self.place.forget()
        self._show_files()
        if self.paths:
            look = button(_("Show what would come"), self.rehearse, role="primary")
            row = QWidget()
            row.setLayout(in_a_row(look, button(_("Cancel"), self.leave)))
            self.place.show_widgets(row)
            look.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_files(self, *_busy: bool) -> None:
        clear(self._listed)
        idle = not self.place.busy() and not self._desk.casebook.vault.read_only
        self.choose.setEnabled(idle)
        for path in self.paths:
            self._listed.addWidget(self._row(path, idle=idle))

    def _row(self, path: Path, *, idle: bool) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(self._desk.theme.pixmap("package", "accent"))
        row.addWidget(picture)
        named = label(path.name, "strong", wrap=True)
        named.setToolTip(str(path))
        row.addWidget(named, 1)
        row.addWidget(label(_size(path), "small"))
        name = _("Do not take “{name}”").format(name=path.name)
        remove = icon_button(self._desk.theme, "circle-x", name, partial(self._remove, path))
        remove.setEnabled(idle)
        row.addWidget(remove)
        return made

    def _remove(self, path: Path) -> None:
        self.paths.remove(path)
        self._start_over()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rehearsal(self, delivery: Delivery) -> None:
        self._tell(delivery)
        account = delivery.account
        leave = button(_("Do not take it") if account.changed else _("Close"), self.leave)
        if account.changed:
            text = _("Nothing was changed so far. All of it can be undone later, too.")
            self.place.show_widgets(Banner(self._desk.theme, text, "accent", "info"))
            take = button(
                _("Take it in"), self.take, role="primary", icon=self._desk.theme.icon("inbox", "on_accent", 16)
            )
            self.place.show_account(account, take, leave, done=False)
            take.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if delivery.received:
            text = _("Nothing of it is new: all that they bring is here already.")
            self.place.show_widgets(Banner(self._desk.theme, text, "good", "circle-check"))
            take = button(_("Take it in"), self.take)
            take.setToolTip(_("Keeps what they hold by now, so that it is not sent to them again."))
            self._show_row(take, leave)
        else:
            self._show_row(leave)
        leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_row(self, *widgets: QWidget) -> None:
        row = QWidget()
        row.setLayout(in_a_row(*widgets))
        self.place.show_widgets(row)

    def _show_done(self, delivery: Delivery) -> None:
        self.paths = []
        self._start_over()
        self._tell(delivery)
        account = delivery.account
        if delivery.act:
            numbers = in_numbers({state: account.count(state) for state in STATES})
            text = _("Taken in. {account}.").format(account=numbers)
            self.place.show_widgets(Banner(self._desk.theme, text, "good", "circle-check"))
            self._desk.messages.say(text, _("Undo"), partial(self.place.undo, delivery.act))
        if account.count():
            self.place.show_done(account, delivery.act)
        else:
            self._show_row(button(_("Close"), self._start_over))
        self.taken.emit()

    def _tell(self, delivery: Delivery) -> None:
        """Whom each came from, and why one was refused."""
        self.delivery = delivery
        theme = self._desk.theme
        for one in delivery.received:
            self.place.show_widgets(_received(self._desk, one))
        unknown = False
        for refused in delivery.refused:
            text = _("Nothing was taken from “{source}”: {reason}").format(source=refused.file, reason=refused.reason)
            self.place.show_widgets(Banner(theme, text, "danger"))
            unknown = unknown or refused.why == Why.UNKNOWN_SIGNER
        if unknown and not self._strangers:
            text = _(
                "Whoever is not in the address book may be anybody. If you asked them by another way, it can be taken:"
                " they then come into the address book, not compared."
            )
            self.place.show_widgets(
                Banner(theme, text, "warning", button=_("Look at it all the same"), pressed=self.with_strangers)
            )


def _received(desk: Desk, one: ReceivedBundle) -> QWidget:
    told = _("“{file}” comes from {name}").format(file=one.file, name=called(one.card))
    parts = [told if one.compared else _("{told}, whose words were not compared").format(told=told)]
    if one.again:
        parts.append(_("It was received before, on {day}.").format(day=one.again))
    if one.files:
        files = ngettext("{n} file of evidence came with it.", "{n} files of evidence came with it.", one.files)
        parts.append(files.format(n=one.files))
    tone, icon = ("good", "circle-check") if one.compared else ("warning", "triangle-alert")
    first = parts[0] + "."
    return Banner(desk.theme, " ".join([first, *parts[1:]]), tone, icon)  # type: ignore[arg-type]  # both are tones


def _size(path: Path) -> str:
    try:
        return size_in_words(path.stat().st_size)
    except OSError:
        return ""
