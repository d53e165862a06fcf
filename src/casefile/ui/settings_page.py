"""Settings: who writes here, how the app looks, when it locks, the ways into the vault, backup and check."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.errors import CasefileError
from casefile.base.i18n import SCREEN_LANGUAGES, _, ngettext
from casefile.ui.new_vault import grouped
from casefile.ui.page import Desk, Page
from casefile.ui.preferences import LOCK_CHOICES, SIZES, Look, Preferences
from casefile.ui.vault_opening import strength_of
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, Card, clear, column_of, label, scrolled
from casefile.ui.widgets.combos import calm, shown_in_box
from casefile.ui.widgets.passphrase_field import PassphraseField, StrengthMeter

if TYPE_CHECKING:
    from casefile.store.changes import Finding
    from casefile.ui.jobs import Progress
    from casefile.vault.keyslots import Slot

_WIDEST = 760
_FIELD = 320
_WEAK = 1
_AUTHOR = "author"


class SettingsPage(Page):
    """What can be set.

    Args:
        desk: What it works with.
        preferences: What this computer remembers.
    """

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        super().__init__(desk)
        self._preferences = preferences
        self._vault = desk.casebook.vault
        writable = not self._vault.read_only
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = label(_("Settings"), "title")
        head.setContentsMargins(28, 20, 28, 0)
        column.addWidget(head)
        cards: list[QWidget] = [self._look_card()]
        if writable:
            cards += [self._author_card(), self._passphrase_card(), self._ways_card()]
        cards.append(self._care_card())
        body = column_of(*cards)
        body.setMaximumWidth(_WIDEST)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(body, 100)
        row.addStretch(1)
        column.addWidget(scrolled(holder), 1)

    def _look_card(self) -> Card:
        card = Card(self.desk.theme, _("This computer"), "settings")
        languages = [("", _("As the computer")), *SCREEN_LANGUAGES.items()]
        looks = [("system", _("As the computer")), ("light", _("Light")), ("dark", _("Dark"))]
        minutes = [(str(n), ngettext("{number} minute", "{number} minutes", n).format(number=n)) for n in LOCK_CHOICES]
        kept = self._preferences
        card.body.addWidget(_asked(_("Language"), _choice(_("Language"), languages, kept.language, self._set_language)))
        card.body.addWidget(_asked(_("Look"), _choice(_("Look"), looks, kept.look, self._set_look)))
        sizes = [(str(n), _("{number} %").format(number=n)) for n in SIZES]
        size = _("Size of text and all else")
        card.body.addWidget(_asked(size, _choice(size, sizes, str(kept.size), self._set_size)))
        rest = _("Lock after a rest of")
        card.body.addWidget(_asked(rest, _choice(rest, minutes, str(kept.lock_minutes), self._set_minutes)))
        return card

    def _author_card(self) -> Card:
        card = Card(self.desk.theme, _("Who writes here"), "user")
        field = QLineEdit(self.desk.casebook.setting(_AUTHOR))
        field.setAccessibleName(_("Name or initials"))
        field.setPlaceholderText(_("Name or initials"))
        field.editingFinished.connect(lambda: self._set_author(field.text().strip()))
        card.body.addWidget(_asked(_("Name or initials"), field))
        advice = _("It stands beside everything you change, in the history. Colleagues who get your bundles see it.")
        card.body.addWidget(label(advice, "small", wrap=True))
        return card

    def _passphrase_card(self) -> Card:
        card = Card(self.desk.theme, _("Change the passphrase"), "key-round")
        theme = self.desk.theme
        self._old = PassphraseField(theme, _("Passphrase now"))
        self._new = PassphraseField(theme, _("New passphrase"))
        self._again = PassphraseField(theme, _("The new one again"))
        meter = StrengthMeter()
        self._new.edited.connect(lambda text: meter.show_strength(strength_of(text)))
        self._again.entered.connect(self._change_passphrase)
        for field in (self._old, self._new, meter, self._again):
            field.setMaximumWidth(_FIELD + 120)
            card.body.addWidget(field)
        card.body.addSpacing(4)
        self._change_button = button(_("Change the passphrase"), self._change_passphrase)
        card.body.addWidget(self._change_button, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _ways_card(self) -> Card:
        card = Card(self.desk.theme, _("Ways into this vault"), "shield")
        self._ways = QVBoxLayout()
        self._ways.setSpacing(6)
        card.body.addLayout(self._ways)
        self._kit = QVBoxLayout()
        card.body.addLayout(self._kit)
        made = button(_("Make another recovery kit"), self._make_kit)
        card.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
        self._show_ways()
        return card

    def _care_card(self) -> Card:
        card = Card(self.desk.theme, _("The vault “{name}”").format(name=self._vault.name), "lock")
        card.body.addWidget(label(_("In {folder}").format(folder=self._vault.path.parent), "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        if not self._vault.read_only:
            row.addWidget(button(_("Back up now"), self._back_up))
        self._check_button = button(_("Check this vault"), self._check)
        row.addWidget(self._check_button)
        row.addStretch(1)
        card.body.addLayout(row)
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        card.body.addLayout(self._found)
        advice = _(
            "A backup is encrypted like the vault and lies in its folder “backups”: copy it to another disk as well."
        )
        card.body.addWidget(label(advice, "small", wrap=True))
        return card

    def _set_language(self, code: str) -> None:
        self._preferences.language = code
        self.desk.navigation.preferences_changed.emit()

    def _set_look(self, chosen: str) -> None:
        looks: dict[str, Look] = {"light": "light", "dark": "dark"}
        self._preferences.look = looks.get(chosen, "system")
        self.desk.navigation.preferences_changed.emit()

    def _set_size(self, per_cent: str) -> None:
        self._preferences.size = int(per_cent)
        self.desk.messages.say(_("Casefile is shown in this size when it is opened next."))

    def _set_minutes(self, minutes: str) -> None:
        self._preferences.lock_minutes = int(minutes)
        self.desk.navigation.preferences_changed.emit()

    def _set_author(self, name: str) -> None:
        if name != self.desk.casebook.setting(_AUTHOR):
            self.desk.casebook.set_setting(_AUTHOR, name)
            self.desk.messages.say(_("Kept."))

    def _change_passphrase(self) -> None:
        old, new = self._old.text(), self._new.text()
        if strength_of(new) <= _WEAK:
            self._new.say(_("This could be guessed. Take more words."))
            return
        if new != self._again.text():
            self._again.say(_("The two are not the same."))
            return
        vault = self._vault
        self._change_button.setEnabled(False)
        self.desk.jobs.run(
            lambda _progress: vault.change_passphrase(old, new),
            lambda _slot: self._passphrase_changed(),
            self._passphrase_refused,
            owner=self,
        )

    def _passphrase_changed(self) -> None:
        self._change_button.setEnabled(True)
        for field in (self._old, self._new, self._again):
            field.forget()
        self._show_ways()
        self.desk.messages.say(_("The passphrase was changed. The old one no longer opens this vault."))

    def _passphrase_refused(self, error: BaseException) -> None:
        self._change_button.setEnabled(True)
        if isinstance(error, CasefileError):
            self._old.say(str(error))
            self._old.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.desk.messages.fail(error)

    def _show_ways(self) -> None:
        clear(self._ways)
        slots = self._vault.slots()
        for slot in slots:
            row = QHBoxLayout()
            row.addWidget(label(_way(slot)), 1)
            row.addWidget(label(slot.name.removesuffix(".age")[-6:], "small"))
            if len(slots) > 1:
                said = _("Destroy this way in: {way}").format(way=_way(slot))
                row.addWidget(button(_("Destroy"), partial(self._revoke, slot), role="link", name=said))
            self._ways.addLayout(row)

    def _revoke(self, slot: Slot) -> None:
        try:
            self._vault.revoke_slot(slot.name)
        except CasefileError as refused:
            self.desk.messages.fail(refused)
        self._show_ways()

    def _make_kit(self) -> None:
        try:
            secret = self._vault.make_recovery()
        except CasefileError as refused:
            self.desk.messages.fail(refused)
            return
        clear(self._kit)
        self._kit.addWidget(
            Banner(
                self.desk.theme,
                _("Write this down now; it is shown only this once. Who holds it can read everything:")
                + f"\n{grouped(secret)}",
                "accent",
                "key-round",
                _("I have it"),
                lambda: clear(self._kit),
            )
        )
        self._show_ways()

    def _back_up(self) -> None:
        vault = self._vault
        said = _("A backup was made.")
        self.desk.jobs.run(
            lambda _progress: vault.back_up("by hand"),
            lambda _folder: self.desk.messages.say(said),
            self.desk.messages.fail,
            owner=self,
        )

    def _check(self) -> None:
        clear(self._found)
        self._check_button.setEnabled(False)
        self._found.addWidget(label(_("Looking at every page, record and file…"), "secondary"))
        casebook = self.desk.casebook

        def work(progress: Progress) -> list[Finding]:
            return casebook.check(lambda _step, done: progress.done(done))

        self.desk.jobs.run(work, self._show_findings, self._check_failed, owner=self)

    def _check_failed(self, error: BaseException) -> None:
        self._check_button.setEnabled(True)
        clear(self._found)
        self.desk.messages.fail(error)

    def _show_findings(self, found: list[Finding]) -> None:
        self._check_button.setEnabled(True)
        clear(self._found)
        if not found:
            text = _("Everything is sound: pages, history, files and links.")
            self._found.addWidget(Banner(self.desk.theme, text, "good", "circle-check"))
        for one in found:
            bad = one.severity == "problem"
            self._found.addWidget(Banner(self.desk.theme, one.text, "danger" if bad else "warning"))


def _way(slot: Slot) -> str:
    named = _("A passphrase") if slot.kind == "passphrase" else _("A recovery kit, or another office")
    return named if slot.sound else _("{way} (damaged)").format(way=named)


def _asked(name: str, field: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    caption = label(name, wrap=True)
    caption.setBuddy(field)
    row.addWidget(caption, 1)
    field.setFixedWidth(_FIELD)
    row.addWidget(field)
    return made


def _choice(name: str, choices: list[tuple[str, str]], chosen: str, changed: Callable[[str], object]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, text in choices:
        box.addItem(shown_in_box(text), key)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    calm(box)
    box.activated.connect(lambda index: changed(str(box.itemData(index))))
    return box
