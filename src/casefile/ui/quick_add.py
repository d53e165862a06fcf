"""Quick add: from anywhere, a word or a digit chooses what to record, and a few fields record it.

`QuickAdd` is the list of what can be recorded; `QuickForm` asks for one entry. The form reads back what it will record
as a sentence while it is typed, and says the same sentence when it is saved, with a way to undo it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import CasefileError, UserError
from casefile.base.i18n import _, language
from casefile.base.text import fold
from casefile.casework.catalogue import record_type
from casefile.casework.record import Facts, Shape, Value
from casefile.casework.titles import title_of
from casefile.casework.vocabulary import vocabulary
from casefile.ui.drafts import Draft, DraftKeeper, Kept, cursor_in, put_cursor
from casefile.ui.field_editors import Editor, LineEditor, editor
from casefile.ui.form_fields import FieldRow
from casefile.ui.known_or_new import KnownOrNew, PeopleFinder
from casefile.ui.messages import field_reasons
from casefile.ui.name_warning import NameWarning
from casefile.ui.quick_entries import ENTRIES, Ask, QuickEntry, entry_named
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label, rule, scrolled
from casefile.ui.widgets.two_line_list import Entry, TwoLineList

if TYPE_CHECKING:
    from casefile.ui.finder import Command
    from casefile.ui.page import Desk

_QUICK = "quick:"
_OTHER = "other:"
_LONGEST_SAID = 60
"""Letters of a reason or a name that the sentence reads back."""


class QuickAdd(QDialog):
    """What can be recorded now; a digit, or letters of it, choose.

    Args:
        desk: The look.
        here: Adds what the page shown lists, which stands first; None if it lists nothing.
        others: What else can be added, after the quick entries.
        parent: The window.

    Signals:
        chosen: Name of the quick entry.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk, here: Command | None, others: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Add"))
        self.resize(560, 560)
        self._others = [here, *others] if here else list(others)
        self._first = 1 if here else 0
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("What happened? Type a word of it, or its digit"))
        self.field.setAccessibleName(_("Add"))
        self.field.addAction(desk.theme.icon("plus", "tertiary", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._show())
        self.list = TwoLineList(desk.theme, _("What can be added"))
        self.list.opened.connect(self._take)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(label(_("A digit or Enter chooses, Escape closes."), "small"))
        # A window behind a dialog hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the cursor stays in the field; a digit chooses at once."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.list.count():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.current_key())
            return True
        typed = event.text()
        if not self.field.text() and typed.isdecimal() and 1 <= int(typed) <= len(ENTRIES):
            self._take(f"{_QUICK}{ENTRIES[int(typed) - 1].name}")
            return True
        return False

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        quick = [
            Entry(f"{_QUICK}{one.name}", _(one.title), _hint(one), one.icon, str(number))
            for number, one in enumerate(ENTRIES, start=1)
        ]
        others = [
            Entry(f"{_OTHER}{number}", command.text, "", command.icon, command.keys)
            for number, command in enumerate(self._others)
        ]
        entries = [*others[: self._first], *quick, *others[self._first :]]
        self.list.show_entries([one for one in entries if all(word in fold(one.title) for word in wanted)])

    def _take(self, key: str) -> None:
        if key.startswith(_QUICK):
            self.accept()
            self.chosen.emit(key.removeprefix(_QUICK))
        elif key.startswith(_OTHER):
            self.accept()
            self._others[int(key.removeprefix(_OTHER))].run()


def _hint(entry: QuickEntry) -> str:
    facts = record_type(entry.kind).facts
    asked = [_(ask.label or facts[ask.field].label) for ask in entry.asks[:4]]
    return " · ".join(asked)


class QuickForm(QDialog):
    """The few fields of one quick entry.

    Args:
        desk: The book and the look.
        entry: What is recorded.
        parent: The window.
        person: Whom it is about, if that is known already.

    Signals:
        saved: Kind and id of the record, after a save.
    """

    saved = Signal(str, object)

    def __init__(self, desk: Desk, entry: QuickEntry, parent: QWidget | None = None, person: RecordId = NO_ID) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(entry.title))
        self._desk = desk
        self.entry = entry
        self._finder = PeopleFinder(desk)
        self.rows: dict[str, FieldRow] = {}
        self._said = label("", "strong", wrap=True)
        self._said.setAccessibleName(_("What will be recorded"))
        self._build()
        for ask in entry.asks:
            if ask.preset:
                self.rows[ask.field].editor.set_typed(ask.preset)
        if person and "person" in self.rows:
            self.rows["person"].editor.set_value(person)
        self._began = self._values()
        self._keeper = DraftKeeper(desk, self.draft, self)
        for row in self.rows.values():
            row.editor.edited.connect(self._edited)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._read_back()
        first = next(row for row in self.rows.values() if not row.editor.value())
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.setMinimumWidth(560)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = label(self.windowTitle(), "title", wrap=True)
        head.setContentsMargins(24, 18, 24, 12)
        outer.addWidget(head)
        outer.addWidget(rule())
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        line = column = 0
        for number, ask in enumerate(self.entry.asks):
            facts = self._facts(ask)
            made = self._editor(ask, facts)
            row = FieldRow(ask.field, facts, made, body)
            self.rows[ask.field] = row
            wide = number == 0 or ask.line or facts.shape in {Shape.PROSE, Shape.TERMS}
            if wide and column:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, 2 if wide else 1)
            line, column = (line + 1, 0) if wide or column else (line, 1)
            if ask.names and isinstance(made, LineEditor):
                warning = NameWarning(self._desk, made.field)
                warning.open_wanted.connect(self._step_aside)
                grid.addWidget(warning, line, 0, 1, 2)
                line, column = line + 1, 0
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(line + 1, 1)
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 12, 24, 14)
        foot.setSpacing(10)
        foot.addWidget(self._said)
        keys = QHBoxLayout()
        keys.setSpacing(10)
        keys.addWidget(label(_("Enter saves, Tab goes on. What you type is kept."), "small", wrap=True), 1)
        keys.addWidget(button(_("Cancel"), self.reject))
        save = button(_("Save"), self.save, role="primary")
        save.setToolTip("Ctrl+S")
        save.setDefault(True)
        keys.addWidget(save)
        foot.addLayout(keys)
        outer.addLayout(foot)
        self.resize(600, min(240 + 66 * (line + 1) + 90 * sum(self._tall(ask) for ask in self.entry.asks), 640))

    def _tall(self, ask: Ask) -> bool:
        return self._facts(ask).shape is Shape.PROSE and not ask.line

    def _facts(self, ask: Ask) -> Facts:
        stated = record_type(self.entry.kind).facts.get(ask.field)
        if stated is None:
            return Facts(label=ask.label, search=1)
        return Facts(
            label=ask.label or stated.label,
            help=stated.help,
            shape=stated.shape,
            vocabulary=stated.vocabulary,
            target=stated.target,
            required=ask.needed,
            unit=stated.unit,
        )

    def _editor(self, ask: Ask, facts: Facts) -> Editor:
        if facts.shape is Shape.LINK:
            return KnownOrNew(facts, self._finder, as_words=bool(ask.words_field))
        return LineEditor(facts) if ask.line else editor(facts, self._desk.today())

    def draft(self) -> Draft | None:
        """What is half typed; None if nothing was changed."""
        typed = {name: value for name, value in self._values().items() if value != self._began[name]}
        if not typed:
            return None
        field, cursor = cursor_in(self, {name: row.editor.focusProxy() for name, row in self.rows.items()})
        return Draft(self.entry.kind, NO_ID, b"", {}, typed, entry=self.entry.name, field=field, cursor=cursor)

    def resume(self, one: Kept) -> None:
        """Go on with what was half typed."""
        self._keeper.go_on(one)
        for name, value in one.draft.typed.items():
            if name in self.rows:
                self.rows[name].editor.set_typed(value)
        self._read_back()
        row = self.rows.get(one.draft.field)
        if row is not None:
            put_cursor(row.editor.focusProxy() or row.editor, one.draft.cursor)

    def save(self) -> None:
        """Record it, or say beside each field why not."""
        reasons = {name: reason for name, row in self.rows.items() if (reason := row.editor.problem())}
        for ask in self.entry.asks:
            if ask.needed and not self.rows[ask.field].editor.value() and ask.field not in reasons:
                reasons[ask.field] = _("This cannot be empty.")
        if self._say(reasons):
            return
        sentence = self._sentence()
        values, today = self._answers(), self._desk.today()
        try:
            outcome = self._desk.casebook.transact(
                self.entry.act, lambda writer: self.entry.save(writer, values, today)
            )
        except UserError as refused:
            if not self._say(field_reasons(refused)):
                self._desk.messages.fail(refused)
        except CasefileError as fault:
            self._desk.messages.fail(fault)
        else:
            self._leave()
            self._desk.messages.done(outcome.changes, sentence)
            self.saved.emit(self.entry.kind, outcome.value)

    def reject(self) -> None:
        """Close. What was typed stays in the vault as a draft, and the window says so."""
        if self.draft() is None:
            self._keeper.done()
        else:
            self._keeper.keep_now()
            kept = _("Not recorded. What you typed is kept on the first page.")
            self._desk.messages.say(kept, _("Throw away"), self._keeper.thrower())
        super().reject()

    def _leave(self) -> None:
        self._began = self._values()
        self._keeper.done()
        self.accept()

    def _step_aside(self, person: RecordId) -> None:
        self.reject()
        self._desk.open("person", person)

    def _say(self, reasons: Mapping[str, str]) -> bool:
        """Show reasons at their fields and go to the first; whether any was shown."""
        shown = [name for name in self.rows if name in reasons]
        for name, row in self.rows.items():
            row.say(reasons.get(name, ""))
        if shown:
            self.rows[shown[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(shown)

    def _values(self) -> dict[str, Value]:
        return {name: row.editor.value() for name, row in self.rows.items()}

    def _answers(self) -> dict[str, Value]:
        """The answers by the field they are saved in; what was left empty is left out."""
        answers: dict[str, Value] = dict(self.entry.given)
        for ask in self.entry.asks:
            value = self.rows[ask.field].editor.value()
            if value not in {"", NO_ID, None} and value != ():
                in_words = ask.words_field and isinstance(value, str)
                answers[ask.words_field if in_words else ask.field] = value
        return answers

    def _edited(self) -> None:
        self._keeper.touched()
        self._read_back()

    def _read_back(self) -> None:
        said = self._sentence()
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _sentence(self) -> str:
        """What is recorded, read back; empty as long as what is needed is missing."""
        said: dict[str, str] = {}
        for ask in self.entry.asks:
            editor_here = self.rows[ask.field].editor
            if editor_here.problem():
                continue
            words = self._in_words(ask, editor_here.value())
            said[ask.field] = words if len(words) <= _LONGEST_SAID else f"{words[: _LONGEST_SAID - 1]}…"
            if ask.field == "outcome":
                said["outcome"] = str(editor_here.value())
                said["outcome_label"] = words
        first = self.entry.asks[0].field
        return self.entry.say(said) if said.get(first) else ""

    def _in_words(self, ask: Ask, value: Value) -> str:
        facts = self.rows[ask.field].facts
        if isinstance(value, bytes):
            return self._desk.read(lambda reader: title_of(reader, RecordId(value)))
        if facts.vocabulary:
            terms = value if isinstance(value, tuple) else (value,)
            known = vocabulary(facts.vocabulary)
            return ", ".join(known.label(str(term), language().code) for term in terms if term in known.terms)
        return " ".join(str(value if value is not None else "").split())


def resumed(desk: Desk, one: Kept, parent: QWidget) -> QuickForm:
    """The form of a draft that was typed into a quick entry, open, with what was typed."""
    made = QuickForm(desk, entry_named(one.draft.entry), parent)
    # Open first: Qt selects all of the field that the keyboard is in when a dialog appears.
    made.open()
    made.resume(one)
    return made


def known_entry(name: str) -> bool:
    """Whether there is such an entry: a later version may know more."""
    return any(entry.name == name for entry in ENTRIES)
