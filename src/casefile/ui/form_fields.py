"""The fields of one record as a form lays them out: two columns, each with its label, its editor and its reason.

Made from the facts alone: nothing here names a field of a subject. Sensitive fields stand folded at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import _, ngettext
from casefile.base.text import fold
from casefile.casework.record import RecordType, Sensitivity, Shape
from casefile.ui.field_editors import Editor, editor
from casefile.ui.link_editor import LinkEditor
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    import datetime as dt

    from casefile.casework.record import Facts, Value
    from casefile.ui.link_editor import BookFinder

_WIDE = frozenset({Shape.PROSE, Shape.TERMS, Shape.TAGS})
_LAST = ("note",)
"""Every record has a note; it closes the form."""
NOT_ASKED = frozenset({"reference", "archived"})
"""Given by the vault, and changed by putting aside."""

MakeRecord = Callable[[str, str, Callable[[RecordId], object]], object]


class FieldRow(QWidget):
    """One field: label, editor, the reason why it was refused, and the other value after a late save.

    Args:
        name: Name of the field.
        facts: What it holds.
        made: Its editor.
        parent: Where it stands, known from the start: to move it later costs more than to make it.
    """

    entered = Signal(str)
    decided = Signal()

    def __init__(self, name: str, facts: Facts, made: Editor, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.facts = facts
        self.editor = made
        self.undecided = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        unit = f" ({_(facts.unit)})" if facts.unit else ""
        said = f"{_(facts.label)}{unit}"
        caption = label(_("{label} (needed)").format(label=said) if facts.required else said, "label", wrap=True)
        target = made.focusProxy() or made
        caption.setBuddy(target)
        target.setToolTip(_(facts.help))
        target.installEventFilter(self)
        column.addWidget(caption)
        column.addWidget(made)
        self._reason = label("", "problem", wrap=True)
        self._reason.hide()
        column.addWidget(self._reason)
        self._conflict = QWidget()
        self._conflict.hide()
        column.addWidget(self._conflict)
        column.addStretch(1)

    def say(self, reason: str) -> None:
        """Show why the value was refused, or take that away with an empty reason."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.editor.mark(wrong=bool(reason))
        target = self.editor.focusProxy() or self.editor
        target.setAccessibleDescription(" ".join(part for part in (reason, _(self.facts.help)) if part))

    def ask(self, theirs: str, take: Callable[[], object]) -> None:
        """Show the value that somebody else saved meanwhile, and let a person choose."""
        self.undecided = True
        old = self._conflict
        self._conflict = QWidget()
        column = QVBoxLayout(self._conflict)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(6)
        said = theirs or _("(empty)")
        column.addWidget(label(_("Meanwhile saved: {value}").format(value=said), "warning", wrap=True))
        row = QHBoxLayout()
        row.addWidget(button(_("Keep mine"), self._decide))
        row.addWidget(button(_("Take that one"), partial(self._take, take)))
        row.addStretch(1)
        column.addLayout(row)
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(old, self._conflict)
        old.deleteLater()
        self.say("")
        self.editor.mark(wrong=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the form which field the keyboard is in."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.entered.emit(self.name)
        return super().eventFilter(watched, event)

    def _take(self, take: Callable[[], object]) -> None:
        take()
        self._decide()

    def _decide(self) -> None:
        self.undecided = False
        self._conflict.hide()
        self.editor.mark(wrong=False)
        self.decided.emit()


class FormFields(QWidget):
    """All fields of a record that a person fills in.

    Args:
        record_type: The kind of the record.
        finder: Finds records for links.
        today: For dates typed as "yesterday".
        hidden: Names of fields that are not asked here.
        make: Makes a record for a link on the spot.
        parent: Where they stand.

    Signals:
        edited: Something was changed.
        entered: The name of the field that the keyboard went into.
    """

    edited = Signal()
    entered = Signal(str)

    def __init__(
        self,
        record_type: RecordType,
        finder: BookFinder,
        today: dt.date,
        *,
        hidden: frozenset[str] = frozenset(),
        make: MakeRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folded = QWidget(self)
        self._folded.hide()
        self.rows: dict[str, FieldRow] = {}
        self._title = record_type.kind.title
        hidden = NOT_ASKED | hidden | {name for name, facts in record_type.facts.items() if facts.secret}
        shown = [name for name in record_type.facts if name not in hidden and name not in _LAST]
        # What a record is called comes first, where it is a text to type.
        shown.sort(key=lambda name: name != self._title[0] or record_type.facts[name].shape is not Shape.TEXT)
        shown += [name for name in _LAST if name in record_type.facts]
        # The keyboard goes through the fields in the order in which they are made, so the folded ones come last.
        shown.sort(key=lambda name: record_type.facts[name].sensitivity is Sensitivity.SENSITIVE)
        for name in shown:
            facts = record_type.facts[name]
            made = LinkEditor(facts, finder, make) if facts.shape is Shape.LINK else editor(facts, today)
            holder = self._folded if facts.sensitivity is Sensitivity.SENSITIVE else self
            row = FieldRow(name, facts, made, holder)
            made.edited.connect(self.edited)
            row.decided.connect(self.edited)
            row.entered.connect(self.entered)
            self.rows[name] = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        open_rows = [row for row in self.rows.values() if row.facts.sensitivity is not Sensitivity.SENSITIVE]
        folded = [row for row in self.rows.values() if row.facts.sensitivity is Sensitivity.SENSITIVE]
        column.addLayout(self._grid(open_rows))
        self._folded.setLayout(self._grid(folded))
        self._unfold = button(self._unfold_text(len(folded)), self.unfold, role="quiet")
        column.addWidget(self._unfold, 0, Qt.AlignmentFlag.AlignLeading)
        self._unfold.setVisible(bool(folded))
        column.addWidget(self._folded)

    def values(self) -> dict[str, Value]:
        """What stands in every field."""
        return {name: row.editor.value() for name, row in self.rows.items()}

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fill in what is given; other fields stay as they are."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].editor.set_value(value)

    def show_typed(self, values: Mapping[str, Value]) -> None:
        """Fill in what somebody had typed, as it stood there."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].editor.set_typed(value)

    def say(self, reasons: Mapping[str, str]) -> list[str]:
        """Show the reasons at their fields, take all others away, and go to the first. Returns what was not shown."""
        for name, row in self.rows.items():
            if not row.undecided:
                row.say(reasons.get(name, ""))
        first = next((row for name, row in self.rows.items() if name in reasons), None)
        if first is not None:
            self.reveal(first)
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return [reason for name, reason in reasons.items() if name not in self.rows]

    def reveal(self, row: FieldRow) -> None:
        """Make sure that a field can be seen."""
        row.show()
        if row.facts.sensitivity is Sensitivity.SENSITIVE:
            self.unfold()

    def unfold(self) -> None:
        """Show the sensitive fields."""
        self._folded.show()
        self._unfold.hide()

    def narrow(self, words: str) -> int:
        """Show only the fields whose label or help has these words; all for none. Returns how many."""
        wanted = fold(words).split()
        found = 0
        for row in self.rows.values():
            text = fold(f"{_(row.facts.label)} {_(row.facts.help)}")
            shown = all(word in text for word in wanted)
            row.setVisible(shown)
            found += shown
            if shown and wanted:
                self.reveal(row)
        return found

    def _unfold_text(self, number: int) -> str:
        return ngettext("Show {number} sensitive field", "Show {number} sensitive fields", number).format(number=number)

    def _grid(self, rows: list[FieldRow]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, column = 0, 0
        for row in rows:
            wide = row.facts.shape in _WIDE or row.name == next(iter(self._title), "")
            if wide and column:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, 2 if wide else 1)
            line, column = (line + 1, 0) if wide or column else (line, 1)
        return grid
