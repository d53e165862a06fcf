"""A bundle for others: to whom, about what, with which files; then one file that nobody else can open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.merge import address_book
from casefile.merge.contact_cards import own_name
from casefile.merge.exchange_folder import SUFFIX
from casefile.merge.exchange_text import called, open_links, written_lines
from casefile.merge.sending import send
from casefile.merge.sharing import share
from casefile.ui.account_place import in_a_row
from casefile.ui.evidence_words import size_in_words
from casefile.ui.subjects_field import SubjectsField
from casefile.ui.widgets.buttons import button, shown_on_button, tick_box
from casefile.ui.widgets.cards import Banner, Card, clear, label
from casefile.ui.widgets.chips import said
from casefile.ui.work_place import WorkPlace

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.merge.address_book import OfficeContact
    from casefile.merge.sending import Sent
    from casefile.merge.sharing import Share
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

_KILO = 10
"""Bits by which bytes are shifted before Qt hears of them: it counts in 32 bits, 2 GB."""


class SendCard(QWidget):
    """What is sent, and what became of it.

    Args:
        desk: The book and the look.

    Signals:
        address_book_wanted: There is nobody to send to, and somebody wants to change that.
    """

    address_book_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._counting: Job | None = None
        self.known: list[OfficeContact] = []
        self.ticks: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.card = Card(desk.theme, _("A bundle for others"), "send")
        column.addWidget(self.card)
        body = self.card.body
        body.addWidget(
            label(
                _(
                    "A bundle is a file that only those chosen here can open. Send it by mail, by a messenger or on a"
                    " stick. What they are known to have is left out."
                ),
                "secondary",
                wrap=True,
            )
        )
        body.addSpacing(4)
        body.addWidget(label(_("For whom"), "strong"))
        self._whom = QVBoxLayout()
        self._whom.setSpacing(2)
        body.addLayout(self._whom)
        body.addSpacing(4)
        body.addWidget(label(_("What"), "strong"))
        self.everything, self.chosen = QRadioButton(), QRadioButton()
        for choice, words in (
            (self.everything, _("All of this vault")),
            (self.chosen, _("Only what belongs to some people or events")),
        ):
            choice.setText(shown_on_button(words))
            choice.setAccessibleName(words)
        self.everything.setChecked(True)
        self.everything.toggled.connect(self._what_changed)
        body.addWidget(self.everything)
        body.addWidget(self.chosen)
        self.about = SubjectsField(desk)
        self.about.edited.connect(self._what_changed)
        body.addWidget(self.about)
        self.told = label("", "small", wrap=True)
        body.addWidget(self.told)
        body.addSpacing(4)
        self.evidence = tick_box(_("The files of evidence go along"))
        body.addWidget(self.evidence)
        self._warning = QVBoxLayout()
        body.addLayout(self._warning)
        self.send_button = button(
            _("Write the bundle…"), self.ask_where, icon=desk.theme.icon("send", "on_accent", 16), role="primary"
        )
        body.addLayout(in_a_row(self.send_button))
        self.place = WorkPlace(desk, "send")
        self.place.turned.connect(self._show_state)
        column.addWidget(self.place)
        self.refresh()
        self._what_changed()

    def refresh(self) -> None:
        """Read the address book anew; who was ticked stays so."""
        ticked = {name for name, tick in self.ticks.items() if tick.isChecked()}
        self.known = address_book.contacts(self._desk.casebook)
        self.ticks = {}
        clear(self._whom)
        for one in self.known:
            words = called(one.card) if one.compared else _("{name} (not compared)").format(name=called(one.card))
            tick = tick_box(words)
            tick.setChecked(one.name in ticked or (len(self.known) == 1 and bool(one.compared)))
            tick.toggled.connect(self._show_state)
            self.ticks[one.name] = tick
            self._whom.addWidget(tick)
        if not self.known:
            text = _("There is nobody in the address book yet.")
            self._whom.addWidget(
                Banner(
                    self._desk.theme,
                    text,
                    "accent",
                    "info",
                    _("To the address book"),
                    self.address_book_wanted.emit,
                )
            )
        self._show_state()

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Send what belongs to these."""
        self.about.show_records(records)
        self.chosen.setChecked(True)
        self._what_changed()

    def recipients(self) -> list[OfficeContact]:
        """Those who are ticked."""
        return [one for one in self.known if self.ticks[one.name].isChecked()]

    def ask_where(self) -> None:
        """Ask for the file."""
        asked = QFileDialog(self, _("Write the bundle"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilters([_("Bundles (*.casefile-bundle)")])
        asked.setDefaultSuffix(SUFFIX.removeprefix("."))
        asked.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        # Whom it is for and whom it is about need not be told by a name that anybody can read.
        asked.selectFile(f"casefile-{self._desk.today().isoformat()}{SUFFIX}")
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        asked.open()

    def write(self, path: Path) -> None:
        """Write the bundle, beside the window; cancelled, nothing is left of it."""
        book, now = self._desk.casebook, self._desk.clock.now()
        to = [one.card for one in self.recipients()]
        about = self.about.records() if self.chosen.isChecked() else ()
        evidence = self.evidence.isChecked()

        def work(progress: Progress) -> Sent:
            return send(
                book,
                to,
                path,
                now,
                about=about,
                evidence=evidence,
                progress=lambda done: progress.done(done >> _KILO),
            )

        names = ", ".join(called(card) for card in to)
        self.place.begin(_("Writing the bundle…"), work, partial(self._show_done, path, names), words=_so_much_written)

    def _show_done(self, path: Path, names: str, sent: Sent) -> None:
        card = Card(self._desk.theme, _("The bundle is written"), "circle-check")
        told = _("“{file}”, {size}, for {names}").format(
            file=path.name, size=size_in_words(sent.written.size), names=names
        )
        card.body.addWidget(label(told, "strong", wrap=True))
        for line in written_lines(sent.written, sent.share):
            card.body.addWidget(label(line, wrap=True))
        if sent.written.left_out:
            text = ngettext(
                "{n} change is left out, since they have it.",
                "{n} changes are left out, since they have them.",
                sent.written.left_out,
            )
            card.body.addWidget(label(text.format(n=said(sent.written.left_out)), wrap=True))
        close = button(_("Close"), self.place.forget)
        card.add_to_head(close)
        self.place.show_widgets(card)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _what_changed(self, *_checked: bool) -> None:
        """Count beside the window what belongs to those chosen."""
        self.about.setVisible(self.chosen.isChecked())
        self.told.setText("")
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        records = self.about.records()
        if self.chosen.isChecked() and records:
            book = self._desk.casebook

            def work(_progress: Progress) -> Share:
                return book.read(lambda reader: share(reader, records))

            self._counting = self._desk.jobs.run(
                work, self._show_share, self._desk.messages.fail, owner=self, beside=True
            )
        self._show_state()

    def _show_share(self, part: Share) -> None:
        number = len(part.records)
        text = ngettext("{n} record belongs to it.", "{n} records belong to it.", number).format(n=said(number))
        if part.open_links:
            text = f"{text} {open_links(part.open_links)}"
        self.told.setText(text)

    def _show_state(self, *_turned: bool) -> None:
        """What can be done now, and what warns of it."""
        clear(self._warning)
        named = bool(own_name(self._desk.casebook)[0])
        to = self.recipients()
        unsure = [one.name for one in to if not one.compared]
        theme = self._desk.theme
        if not named:
            text = _("Say first whose vault this is: it stands on your card, and those who receive see it.")
            wanted = self.address_book_wanted.emit
            self._warning.addWidget(Banner(theme, text, "accent", "info", _("To the address book"), wanted))
        elif unsure:
            text = _(
                "The words of {names} were not compared, so the card may be anybody’s. Compare them before anything is"
                " sent."
            ).format(names=", ".join(unsure))
            self._warning.addWidget(
                Banner(theme, text, "danger", button=_("To the address book"), pressed=self.address_book_wanted.emit)
            )
        something = self.everything.isChecked() or bool(self.about.records())
        writes = not self._desk.casebook.vault.read_only
        self.card.setEnabled(not self.place.busy() and writes)
        self.send_button.setEnabled(named and bool(to) and not unsure and something)


def _so_much_written(amount: int, _of: int) -> str:
    return _("{size} written").format(size=size_in_words(amount << _KILO)) if amount else ""
