"""The address book: this vault's own card, and whose cards are known, each with the words to compare by phone.

A card proves nothing by itself: anybody can write one with any name. So each contact says whether its words were
compared, and that is said by a person who was asked plainly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from casefile.base.dates import say_date
from casefile.base.errors import CasefileError, EnvironmentFault
from casefile.base.i18n import _, language
from casefile.merge import address_book
from casefile.merge.contact_cards import LONGEST_NAME, own_card, own_name, read_card, set_own_name, spoken
from casefile.merge.exchange_text import called
from casefile.ui.account_place import in_a_row
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Card, clear, label, pair, rule
from casefile.ui.widgets.chips import Chip
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from casefile.merge.address_book import OfficeContact
    from casefile.merge.contact_cards import ContactCard
    from casefile.ui.page import Desk

CARD = ".card"
"""What the name of a card's file ends with."""
_FIELD = 320


class OwnCard(Card):
    """The card of this vault, to be given to others.

    Args:
        desk: The book and the look.

    Signals:
        changed: It says another name.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, _("Your own card"), "user")
        self._desk = desk
        writes = not desk.casebook.vault.read_only
        self.body.addWidget(
            label(
                _(
                    "Give it to whoever shall send to you. It is a small file with two public keys and may go by mail."
                    " Then say these words to each other by phone or face to face: only they show that nobody changed"
                    " the card on its way."
                ),
                "secondary",
                wrap=True,
            )
        )
        fields = QHBoxLayout()
        fields.setSpacing(16)
        self.name, self.office = QLineEdit(), QLineEdit()
        for field, asked in ((self.name, _("Who answers for this vault")), (self.office, _("Office"))):
            field.setAccessibleName(asked)
            field.setMaxLength(LONGEST_NAME)
            field.setMaximumWidth(_FIELD)
            field.setEnabled(writes)
            field.editingFinished.connect(self._keep)
            fields.addWidget(pair(asked, field), 1)
        fields.addStretch(1)
        self.body.addLayout(fields)
        self.words = label("", "section", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._named_words = pair(_("Your words"), self.words)
        self.body.addWidget(self._named_words)
        self.save_button = button(
            _("Save your card…"), self.save, icon=desk.theme.icon("save", "on_accent", 16), role="primary"
        )
        self.body.addLayout(in_a_row(self.save_button))
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        book = self._desk.casebook
        name, office = own_name(book)
        self.name.setText(name)
        self.office.setText(office)
        card = self._card() if name else None
        self.save_button.setEnabled(card is not None)
        self._named_words.setVisible(card is not None)
        if card is not None:
            self.words.setText(spoken(card, language().code))
            self.words.setAccessibleName(f"{_('Your words')}: {self.words.text()}")

    def save(self) -> None:
        """Ask where to, and write the card there."""
        asked = QFileDialog(self, _("Save your card"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilters([_("Cards (*.card)")])
        asked.setDefaultSuffix(CARD.removeprefix("."))
        asked.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        asked.selectFile(f"{self.name.text() or 'casefile'}{CARD}")
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        asked.open()

    def write(self, path: Path) -> None:
        """Write the card to a file; one of this name is replaced, as the dialogue asked."""
        card = self._card()
        if card is None:
            return
        try:
            write_whole(path, card.to_json().encode())
        except OSError:
            self._desk.messages.fail(
                EnvironmentFault(_("“{name}” cannot be written in this place.").format(name=path.name))
            )
            return
        self._desk.messages.say(_("Saved as “{name}”.").format(name=path.name))

    def _card(self) -> ContactCard | None:
        try:
            return own_card(self._desk.casebook, self._desk.today())
        except CasefileError:
            # Open for reading only, and keys were never made: there is no card to give.
            return None

    def _keep(self) -> None:
        before = own_name(self._desk.casebook)
        wanted = (self.name.text().strip(), self.office.text().strip())
        if wanted == before:
            return
        try:
            set_own_name(self._desk.casebook, *wanted)
        except CasefileError as refused:
            self._desk.messages.fail(refused)
        self.refresh()
        self.changed.emit()


class AddressCard(Card):
    """Everybody in the address book.

    Args:
        desk: The book and the look.

    Signals:
        changed: Somebody came, went, or was compared.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, _("Address book"), "book-user")
        self._desk = desk
        self._writes = not desk.casebook.vault.read_only
        self.known: list[OfficeContact] = []
        self.add_button = button(_("Add a card…"), self.browse, icon=desk.theme.icon("plus", "text", 16))
        self.add_button.setEnabled(self._writes)
        self.add_to_head(self.add_button)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        self.known = address_book.contacts(self._desk.casebook)
        clear(self._column)
        if not self.known:
            text = _("Nobody yet. Add the cards that others gave you: choose the files, or drop them here.")
            self._column.addWidget(label(text, "secondary", wrap=True))
        for number, one in enumerate(self.known):
            if number:
                self._column.addWidget(rule())
            self._column.addWidget(self._row(one))

    def browse(self) -> None:
        """Ask for files with cards."""
        asked = QFileDialog(self, _("Add a card"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFiles)
        asked.setNameFilters([_("Cards (*.card)"), _("All files (*)")])
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.filesSelected.connect(lambda chosen: self.add_files([Path(one) for one in chosen]))
        asked.open()

    def add_files(self, paths: Iterable[Path]) -> None:
        """Add the cards in these files; what stands against one is said, and the others are added."""
        problems: list[str] = []
        added: list[str] = []
        for path in paths:
            try:
                added.append(address_book.add(self._desk.casebook, read_card(path)).name)
            except OSError:
                problems.append(_("“{name}” cannot be read.").format(name=path.name))
            except CasefileError as refused:
                problems.append(str(refused))
        self._problem.setText("\n".join(problems))
        self._problem.setVisible(bool(problems))
        if added:
            self._changed()
            self._desk.messages.say(_("Added: {names}. Compare the words next.").format(names=", ".join(added)))

    def compare(self, name: str) -> None:
        """Ask whether the words were really compared, and keep the answer."""
        contact = next(one for one in self.known if one.name == name)
        box = _question(
            self,
            _("Are the words the same?"),
            _("{name} says these words, and not only somebody who writes in their name:").format(name=name),
            spoken(contact.card, language().code),
        )
        yes = box.addButton(_("The words are the same"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda pressed: self.mark_compared(name) if pressed is yes else None)
        box.open()

    def mark_compared(self, name: str) -> None:
        """The words of somebody were compared, today."""
        self._try(partial(address_book.mark_compared, self._desk.casebook, name, self._desk.today()))

    def ask_to_remove(self, name: str) -> None:
        """Ask whether somebody shall leave the address book."""
        box = _question(
            self,
            _("Remove from the address book?"),
            _("“{name}” is taken out of the address book.").format(name=name),
            _("Nothing goes to them any more, and nothing is taken from them. What came from them stays."),
        )
        yes = box.addButton(_("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda pressed: self.remove(name) if pressed is yes else None)
        box.open()

    def remove(self, name: str) -> None:
        """Take somebody out of the address book; the card can be added again."""
        contact = next((one for one in self.known if one.name == name), None)
        if contact is not None and self._try(partial(address_book.remove, self._desk.casebook, name)):
            text = _("“{name}” was taken out of the address book.").format(name=name)
            self._desk.messages.say(text, _("Undo"), partial(self._bring_back, contact))

    def _bring_back(self, contact: OfficeContact) -> None:
        book, when = self._desk.casebook, contact.compared
        if self._try(partial(address_book.add, book, contact.card)) and when:
            address_book.mark_compared(book, contact.name, dt.date.fromisoformat(when))
            self._changed()

    def _try(self, work: partial[OfficeContact]) -> bool:
        try:
            work()
        except CasefileError as refused:
            self._desk.messages.fail(refused)
            return False
        self._changed()
        return True

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _row(self, one: OfficeContact) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        text = QVBoxLayout()
        text.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(called(one.card), "strong", wrap=True))
        head.addWidget(state_chip(self._desk, one))
        head.addStretch(1)
        text.addLayout(head)
        words = label(spoken(one.card, language().code), "secondary", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAccessibleName(_("Words of {name}: {words}").format(name=one.name, words=words.text()))
        text.addWidget(words)
        row.addLayout(text, 1)
        if not one.compared:
            compare = button(
                _("Compare…"),
                partial(self.compare, one.name),
                name=_("Compare the words of {name}").format(name=one.name),
            )
            compare.setEnabled(self._writes)
            row.addWidget(compare, 0, Qt.AlignmentFlag.AlignVCenter)
        remove = icon_button(
            self._desk.theme,
            "x",
            _("Remove {name} from the address book").format(name=one.name),
            partial(self.ask_to_remove, one.name),
        )
        remove.setEnabled(self._writes)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def state_chip(desk: Desk, contact: OfficeContact) -> Chip:
    """Whether the words of a contact were compared, in a word and with a sign."""
    if not contact.compared:
        return Chip(desk.theme, _("not compared"), "warning", "triangle-alert")
    day = say_date(contact.compared, language().code)
    return Chip(desk.theme, _("compared on {day}").format(day=day), "good", "circle-check")


def _question(parent: QWidget, heading: str, text: str, more: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(heading)
    box.setText(text)
    box.setInformativeText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
