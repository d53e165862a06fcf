"""Before a dossier leaves the house: what is in it and what is not, to whom it goes, and only then the file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from casefile.base.errors import CasefileError, EnvironmentFault, UserError
from casefile.base.i18n import LANGUAGES, _, language, ngettext
from casefile.base.typed_dates import read_date_typed
from casefile.casework.acts import Act
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.issue import record
from casefile.dossier.saving import files_of, save
from casefile.dossier.sealing import SHORTEST
from casefile.ui.dossier_request import WORD
from casefile.ui.messages import explained
from casefile.ui.naming_panel import NamingPanel
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, clear, column_of, label, pair, rule, scrolled
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.flow import Flow
from casefile.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtPrintSupport import QPrinter

    from casefile.dossier.issue import Draft, Issued
    from casefile.store.changes import ChangeSet
    from casefile.ui.dossier_request import DossierRequest
    from casefile.ui.jobs import Job
    from casefile.ui.page import Desk

_WIDTH, _HEIGHT = 640, 620
_PDF = ".pdf"


class ExportDialog(QDialog):
    """The last look, and the file.

    Args:
        desk: The book and the look.
        wanted: What is made.
        draft: It, as it was drawn last.
        parent: The window that it stands over.

    Signals:
        made: Id of the letter, once its files are written.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, wanted: DossierRequest, draft: Draft, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Make the PDF"))
        self._desk = desk
        self._wanted = wanted
        self._draft = draft
        self.addressee = QLineEdit("; ".join(wanted.options.letter.addressees))
        self.reply_due = QLineEdit()
        self.reply_due.setPlaceholderText(_("No answer is owed"))
        self._due_problem = label("", "problem", wrap=True)
        self._due_problem.hide()
        self.passphrase = PassphraseField(desk.theme, _("Passphrase of the PDF (may stay empty)"))
        self.again = PassphraseField(desk.theme, _("The passphrase again"))
        self._said = QVBoxLayout()
        self.make_button = button(_("Choose a file and make it…"), self.go_on, role="primary")
        self.word_button = button(_("As a Word file…"), self.go_on_in_word)
        self.print_button = button(_("Print…"), self.go_on_to_print)
        self._printing: Job | None = None
        self.finished.connect(self._stop_printing)
        self._build()
        self.resize(_WIDTH, min(_HEIGHT, max(parent.window().height() - 60, 360)))
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self.addressee.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        panel = NamingPanel(self._desk, links=False)
        panel.show_told(self._draft)
        body = column_of(
            label(self._draft.title, "section", wrap=True),
            self._chips(),
            *self._warnings(),
            panel,
            spacing=14,
            margins=(24, 20, 24, 20),
        )
        column.addWidget(scrolled(body), 1)
        foot = QWidget()
        foot.setObjectName("surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(24, 12, 24, 14)
        rows.setSpacing(12)
        rows.addWidget(self._asked())
        rows.addLayout(self._said)
        note = _(
            "Beside the PDF a manifest is written, by which it can be checked later. What is printed passes"
            " through the computer's print queue unencrypted."
        )
        rows.addWidget(label(note, "small", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(button(_("Cancel"), self.reject))
        row.addWidget(self.print_button)
        row.addWidget(self.word_button)
        row.addWidget(self.make_button)
        rows.addLayout(row)
        column.addWidget(rule())
        column.addWidget(foot)

    def _chips(self) -> QWidget:
        made = QWidget()
        flow = Flow(8, made)
        theme = self._desk.theme
        pages = ngettext("{n} page", "{n} pages", self._draft.pages).format(n=self._draft.pages)
        audience = vocabulary("audience").label(self._wanted.audience, language().code)
        for words, icon in (
            (pages, "file-text"),
            (_("For: {audience}").format(audience=audience), "users"),
            (LANGUAGES.get(self._wanted.language, self._wanted.language), ""),
        ):
            flow.addWidget(Chip(theme, words, "plain", icon))
        return made

    def _warnings(self) -> list[QWidget]:
        missing = sum(1 for one in self._draft.asked if one.gaps) or len(self._draft.lacking)
        if not missing:
            return []
        text = ngettext(
            "{n} thing that it asks for is missing. It is named as missing, never invented.",
            "{n} things that it asks for are missing. They are named as missing, never invented.",
            missing,
        )
        return [Banner(self._desk.theme, text.format(n=missing), "accent", "info")]

    def _asked(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        self.addressee.setAccessibleName(_("Addressee"))
        self.reply_due.setAccessibleName(_("Reply due"))
        due = QWidget()
        dues = QVBoxLayout(due)
        dues.setContentsMargins(0, 0, 0, 0)
        dues.setSpacing(2)
        dues.addWidget(self.reply_due)
        dues.addWidget(self._due_problem)
        grid.addWidget(pair(_("Addressee"), self.addressee), 0, 0)
        grid.addWidget(pair(_("Reply due"), due), 0, 1)
        grid.addWidget(self.passphrase, 1, 0)
        grid.addWidget(self.again, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return made

    def go_on(self) -> None:
        """Ask for the file, make it, write it and record the letter; what stands against it is said here."""
        self._go_on(_PDF)

    def go_on_in_word(self) -> None:
        """The same as a file of Word, for somebody who edits it."""
        self._go_on(WORD)

    def go_on_to_print(self) -> None:
        """Ask for the printer, make the pages, record the letter and print them; no file is written."""
        due = self._due()
        if due is None:
            return
        clear(self._said)
        try:
            printer = self.ask_printer()
        except EnvironmentFault as fault:
            self._refuse(fault)
            return
        if printer is not None:
            self._busy(on=True)
            work = partial(self._wanted.make, self._desk.casebook, self._desk.today(), "", "")
            self._desk.jobs.run(work, partial(self._print, printer, due), self._refuse, owner=self)

    def ask_printer(self) -> QPrinter | None:
        """Ask on which printer; see `printing.ask_printer`."""
        from casefile.ui.printing import ask_printer  # noqa: PLC0415 - a library only for those who print

        return ask_printer(self)

    def _print(self, printer: QPrinter, due: str, issued: Issued) -> None:
        from casefile.ui.printing import print_pages  # noqa: PLC0415 - the same

        addressee = self.addressee.text().strip()
        try:
            # Before the first page: what may have left the house must be known to have, should the printer fail.
            outcome = self._desk.casebook.transact(
                Act.ISSUE_DOSSIER, lambda writer: record(writer, issued, addressee=addressee, reply_due=due)
            )
        except CasefileError as refused:
            self._refuse(refused)
            return
        self.made.emit(outcome.value)
        self._say(_("Being printed…"))
        work = partial(print_pages, issued.pdf, printer)
        self._printing = self._desk.jobs.run(
            work, partial(self._printed, outcome.changes), self._not_printed, owner=self, beside=True
        )

    def _printed(self, changes: ChangeSet, pages: int) -> None:
        text = ngettext("{n} page was given to the printer.", "{n} pages were given to the printer.", pages)
        self._desk.messages.done(changes, text.format(n=pages))
        self.accept()

    def _not_printed(self, error: BaseException) -> None:
        self._refuse(error)
        # Printed again it is another letter; somebody must see that this one may not be out.
        self._said.addWidget(
            label(_("The letter is recorded as sent. If no page came out, put it aside."), "secondary", wrap=True)
        )

    def _stop_printing(self) -> None:
        if self._printing is not None:
            self._printing.cancel()

    def _go_on(self, suffix: str) -> None:
        due = self._due()
        if due is None or not self._passphrase_good():
            return
        path = self.ask_file(_file_name(self._wanted, self._desk.today(), suffix))
        if path is None:
            return
        if not path.name.lower().endswith(suffix):
            path = path.with_name(path.name + suffix)
        there = [one.name for one in files_of(path) if one.exists()]
        if there and not self.ask_to_replace(there):
            return
        self._busy(on=True)
        work = partial(self._wanted.make, self._desk.casebook, self._desk.today(), path.name, self.passphrase.text())
        self._desk.jobs.run(work, partial(self._write, path, due), self._refuse, owner=self)

    def ask_file(self, name: str) -> Path | None:
        """Ask where the file shall be. None if somebody thought better of it."""
        folder = Path.home()
        word = name.endswith(WORD)
        # Our own question before anything is replaced: the manifest must not be lost unasked either.
        chosen, _filter = QFileDialog.getSaveFileName(
            self,
            self.windowTitle(),
            str(folder / name),
            _("Word files") + " (*.docx)" if word else _("PDF files") + " (*.pdf)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        return Path(chosen) if chosen else None

    def ask_to_replace(self, names: list[str]) -> bool:
        """Ask before files are replaced."""
        asked = QMessageBox(self)
        asked.setIcon(QMessageBox.Icon.Warning)
        asked.setTextFormat(Qt.TextFormat.PlainText)
        asked.setWindowTitle(_("Replace it?"))
        asked.setText(_("There is already: {names}").format(names=", ".join(names)))
        asked.setInformativeText(_("What is there now would be lost."))
        replace = asked.addButton(_("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        asked.setDefaultButton(asked.addButton(QMessageBox.StandardButton.Cancel))
        asked.exec()
        return asked.clickedButton() is replace

    def _due(self) -> str | None:
        """By when an answer is owed, EDTF; None if it cannot be read, which is said."""
        typed = self.reply_due.text().strip()
        problem = ""
        due = ""
        try:
            due = read_date_typed(typed, self._desk.today()) if typed else ""
        except ValueError as why:
            problem = str(why)
        self._due_problem.setText(problem)
        self._due_problem.setVisible(bool(problem))
        if problem:
            self.reply_due.setFocus(Qt.FocusReason.OtherFocusReason)
        return None if problem else due

    def _passphrase_good(self) -> bool:
        typed = self.passphrase.text()
        if typed and len(typed) < SHORTEST:
            self.passphrase.say(_("The passphrase of a PDF needs at least {n} characters.").format(n=SHORTEST))
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if typed != self.again.text():
            self.again.say(_("The two are not the same."))
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def _write(self, path: Path, due: str, issued: Issued) -> None:
        addressee = self.addressee.text().strip()
        try:
            outcome = self._desk.casebook.transact(
                Act.ISSUE_DOSSIER, lambda writer: save(writer, issued, path, addressee=addressee, reply_due=due)
            )
        except CasefileError as refused:
            self._refuse(refused)
            return
        self.passphrase.forget()
        self.again.forget()
        self._desk.messages.done(outcome.changes, _("Made: {name}").format(name=path.name))
        self.made.emit(outcome.value)
        self.accept()

    def _refuse(self, error: BaseException) -> None:
        self._busy(on=False)
        if isinstance(error, UserError | EnvironmentFault):
            heading, text, _more = explained(error)
            said = text if isinstance(error, UserError) else f"{heading}. {text}"
            self._said.addWidget(Banner(self._desk.theme, said, "danger", "ban"))
        else:
            self._desk.messages.fail(error)

    def _busy(self, *, on: bool) -> None:
        clear(self._said)
        for one in (self.make_button, self.word_button, self.print_button):
            one.setEnabled(not on)
        if on:
            self._say(_("Being made and checked…"))

    def _say(self, text: str) -> None:
        clear(self._said)
        self._said.addWidget(label(text, "secondary"))


def _file_name(wanted: DossierRequest, today: dt.date, suffix: str) -> str:
    """A name that tells nobody whom it is about."""
    dated = (wanted.options.dated or today.isoformat()).replace("/", "-")
    return f"{wanted.template}-{wanted.audience}-{dated}{suffix}"
