"""One dossier for each of several: where they are written, how far it is, and the account of what became of each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import LANGUAGES, _, language, ngettext
from casefile.base.typed_dates import read_date_typed
from casefile.casework.titles import title_of
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.batch import Wish, make_each
from casefile.dossier.batch_account import About, Account, Line, as_file
from casefile.dossier.sealing import SHORTEST
from casefile.dossier.template_files import template
from casefile.ui.record_table import RecordList, Row
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, label, pair, rule
from casefile.ui.widgets.chips import Chip, said
from casefile.ui.widgets.flow import Flow
from casefile.ui.widgets.number_tile import NumberTile
from casefile.ui.widgets.passphrase_field import PassphraseField
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.dossier_request import DossierRequest
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

_WIDTH, _HEIGHT = 640, 560
_PDF = ".pdf"


class EachDialog(QDialog):
    """What is asked, the work, and the account, one after the other.

    Args:
        desk: The book and the look.
        wanted: What is made of each; whom it is about there is only the one that was looked at.
        records: For whom one is made.
        parent: The window that it stands over.
    """

    def __init__(self, desk: Desk, wanted: DossierRequest, records: Sequence[RecordId], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("One dossier for each"))
        self._desk, self._wanted, self._records = desk, wanted, tuple(records)
        self.account: Account | None = None
        self._by_record: dict[RecordId, Line] = {}
        self._job: Job | None = None
        self._stop = threading.Event()
        self.addressee = QLineEdit("; ".join(wanted.options.letter.addressees))
        self.reply_due = QLineEdit()
        self.reply_due.setPlaceholderText(_("No answer is owed"))
        self.one_file = QRadioButton(_("All bound into one file"))
        self.file_each = QRadioButton(_("A file for each, in a folder"))
        self.file_each.setChecked(True)
        self.passphrase = PassphraseField(desk.theme, _("Passphrase of the PDF (may stay empty)"))
        self.again = PassphraseField(desk.theme, _("The passphrase again"))
        self._problem = label("", "problem", wrap=True)
        self.make_button = button(_("Choose where and make them…"), self.go_on, role="primary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.windowTitle())
        self._far = label("", "secondary")
        self.stop_button = button(_("Stop after this one"), self._stop_soon)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(self._asked())
        self._stack.addWidget(self._working())
        self.resize(_WIDTH, min(_HEIGHT, max(parent.window().height() - 60, 360)))
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self.addressee.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Escape: while they are made, only stop after the one under way."""
        if self._job is not None:
            self._stop_soon()
            return
        super().reject()

    def go_on(self) -> None:
        """Ask where to, and make them; what stands against it is said here."""
        due = self._due()
        if due is None or not self._passphrase_good():
            return
        where = self.ask_file(self._name()) if self.one_file.isChecked() else self.ask_folder()
        if where is None:
            return
        whole = self.one_file.isChecked()
        if whole and not where.name.lower().endswith(_PDF):
            where = where.with_name(where.name + _PDF)
        wish = Wish(
            template=self._wanted.template,
            records=self._records,
            audience=self._wanted.audience,
            language=self._wanted.language,
            options=replace(self._wanted.options, passphrase=self.passphrase.text()),
            folder=where.parent if whole else where,
            file=where if whole else None,
            addressee=self.addressee.text().strip(),
            reply_due=due,
        )
        self._begin(wish)

    def ask_folder(self) -> Path | None:
        """Ask for the folder. None if somebody thought better of it."""
        chosen = QFileDialog.getExistingDirectory(self, _("A folder for the dossiers"), _documents())
        return Path(chosen) if chosen else None

    def ask_file(self, name: str) -> Path | None:
        """Ask for the one file; the system's own question stands before a file that is there."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.windowTitle(), str(Path(_documents()) / name), _("PDF files") + " (*.pdf)"
        )
        return Path(chosen) if chosen else None

    def save_account(self) -> None:
        """Ask where to, and write the account there: as JSON if the name ends so, else as a PDF."""
        name = str(Path(_documents()) / (_("Account of several dossiers") + _PDF))
        filters = ";;".join((_("Paper (*.pdf)"), _("Data (*.json)")))
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the account"), name, filters)
        if chosen:
            self.write_account(Path(chosen))

    def write_account(self, path: Path) -> None:
        """Write the account, beside the window."""
        account = self.account
        if account is None:
            return
        book, wanted, messages = self._desk.casebook, self._wanted, self._desk.messages
        about = About(
            vault=book.vault.name,
            when=self._desk.clock.now(),
            author=book.setting("author"),
            template=template(wanted.template, wanted.options.own).title(language().code),
            audience=wanted.audience,
            addressee=self.addressee.text().strip(),
        )

        def work(_progress: Progress) -> str:
            try:
                write_whole(path, as_file(account, about, path.suffix))
            except OSError:
                raise EnvironmentFault(_("“{name}” cannot be written in this place.").format(name=path.name)) from None
            return path.name

        self._desk.jobs.run(
            work, lambda name: messages.say(_("Saved as “{name}”.").format(name=name)), messages.fail, owner=self
        )

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _asked(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        number = len(self._records)
        words = ngettext("One dossier for {n} record", "One dossier for each of {n} records", number)
        column.addWidget(label(words.format(n=said(number)), "section", wrap=True))
        column.addWidget(self._chips())
        text = _(
            "Each is made and checked by itself. One that may not leave is refused, and the account says why; the"
            " others are made all the same. Names of files tell nobody whom they are about, and no file in the folder"
            " is replaced."
        )
        column.addWidget(Banner(self._desk.theme, text, "accent", "info"))
        for choice in (self.file_each, self.one_file):
            column.addWidget(choice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        self.addressee.setAccessibleName(_("Addressee"))
        self.reply_due.setAccessibleName(_("Reply due"))
        grid.addWidget(pair(_("Addressee"), self.addressee), 0, 0)
        grid.addWidget(pair(_("Reply due"), self.reply_due), 0, 1)
        grid.addWidget(self.passphrase, 1, 0)
        grid.addWidget(self.again, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self._problem.hide()
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Cancel"), self.reject))
        row.addWidget(self.make_button)
        column.addLayout(row)
        return page

    def _chips(self) -> QWidget:
        made = QWidget()
        flow = Flow(8, made)
        theme, wanted = self._desk.theme, self._wanted
        audience = vocabulary("audience").label(wanted.audience, language().code)
        for words, icon in (
            (template(wanted.template, wanted.options.own).title(language().code), "file-text"),
            (_("For: {audience}").format(audience=audience), "users"),
            (LANGUAGES.get(wanted.language, wanted.language), ""),
        ):
            flow.addWidget(Chip(theme, words, "plain", icon))
        return made

    def _name(self) -> str:
        """A name that tells nobody whom it is about."""
        dated = (self._wanted.options.dated or self._desk.today().isoformat()).replace("/", "-")
        return f"{self._wanted.template}-{self._wanted.audience}-{dated}{_PDF}"

    def _due(self) -> str | None:
        typed = self.reply_due.text().strip()
        try:
            due = read_date_typed(typed, self._desk.today()) if typed else ""
        except ValueError as why:
            self._problem.setText(str(why))
            self._problem.show()
            self.reply_due.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        self._problem.hide()
        return due

    def _passphrase_good(self) -> bool:
        typed = self.passphrase.text()
        short = _("The passphrase of a PDF needs at least {n} characters.").format(n=SHORTEST)
        self.passphrase.say(short if typed and len(typed) < SHORTEST else "")
        self.again.say(_("The two are not the same.") if typed != self.again.text() else "")
        return typed == self.again.text() and (not typed or len(typed) >= SHORTEST)

    # --- the work ----------------------------------------------------------------------------------------------------

    def _working(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(_("Being made and checked…"), "section"))
        column.addWidget(self.bar)
        column.addWidget(self._far)
        column.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return page

    def _begin(self, wish: Wish) -> None:
        book, today, stop = self._desk.casebook, self._desk.today(), self._stop

        def work(progress: Progress) -> Account:
            def go_on(done: int, of: int) -> bool:
                progress.done(done, of)
                return not stop.is_set()

            return make_each(book, wish, today, go_on)

        self._stack.setCurrentIndex(1)
        self._show_far(0, len(self._records))
        self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._job = self._desk.jobs.run(work, self.show_account, self._failed, owner=self)
        self._job.progressed.connect(self._show_far)

    def _stop_soon(self) -> None:
        self._stop.set()
        self.stop_button.setEnabled(False)

    def _show_far(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self._far.setText(_("{n} of {of}").format(n=said(done), of=said(of)))

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._stack.setCurrentIndex(0)
        self._desk.messages.fail(error)

    # --- the account -------------------------------------------------------------------------------------------------

    def show_account(self, account: Account) -> None:
        """Show what became of each."""
        self._job = None
        self.passphrase.forget()
        self.again.forget()
        self.account = account
        self._stack.addWidget(self._told(account))
        self._stack.setCurrentIndex(2)

    def _told(self, account: Account) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(_("Account of several dossiers"), "section"))
        tiles = QWidget()
        flow = Flow(10, tiles)
        for number, name, icon, ink in (
            (account.asked, _("Asked for"), "file-text", "text"),
            (len(account.made), _("Made"), "check", "good"),
            (len(account.refused), _("Refused"), "ban", "danger"),
            (len(account.not_reached), _("Not reached"), "clock", "warning"),
        ):
            tile = NumberTile(self._desk.theme, number, name, icon, ink if number else "text")
            tile.setCheckable(False)
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(tile)
        column.addWidget(tiles)
        if account.stopped:
            why = _("Stopped before the end: {why}").format(why=account.stopped)
            column.addWidget(Banner(self._desk.theme, why))
        self._by_record = {one.record: one for one in (*account.refused, *account.not_reached, *account.made)}
        shown = RecordList(self._desk.theme, _("What became of each"), self._rows)
        shown.setObjectName("framed")
        shown.show_ids(list(self._by_record))
        shown.chosen.connect(self._say_why)
        column.addWidget(shown, 1)
        self._why = label("", "secondary", wrap=True)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(button(_("Save the account…"), self.save_account))
        row.addStretch(1)
        close = button(_("Close"), self.accept, role="primary")
        row.addWidget(close)
        column.addLayout(row)
        return page

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        titles = self._desk.read(lambda reader: [title_of(reader, one) for one in ids])
        return [self._row(self._by_record[one], title) for one, title in zip(ids, titles, strict=True)]

    def _row(self, line: Line, title: str) -> Row:
        if line.why:
            made = Row(line.record, title, chip=_("Refused"), tone="danger", icon="ban", detail=line.why)
        elif line.file_name:
            made = Row(line.record, title, chip=_("Made"), tone="good", icon="check", detail=line.file_name)
        else:
            made = Row(line.record, title, chip=_("Not reached"), tone="warning", icon="clock")
        return replace(made, aside=line.reference)

    def _say_why(self, record: RecordId) -> None:
        """A reason may be longer than its row."""
        line = self._by_record.get(record)
        self._why.setText(line.why if line is not None else "")


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
