"""A form for any kind of record, made from the facts of its fields: nothing here names a field.

What a form saves carries the version that it read. Reasons stand beside the field they concern; a save that came too
late shows the other value and lets the person choose.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import CasefileError, StaleError, UserError
from casefile.base.i18n import _, language
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_type
from casefile.casework.record import ANY_KIND, Facts, Sensitivity, Shape, Value
from casefile.casework.titles import field_in_words, title_of
from casefile.ui.field_editors import Editor, editor
from casefile.ui.messages import field_reasons
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from casefile.casework.book import Snapshot, Writer
    from casefile.ui.page import Desk

_LINKS_OFFERED = 12
_NOT_ASKED = frozenset({"reference", "archived"})
"""Given by the vault, and changed by putting aside."""


class BookFinder:
    """Finds records for links, through search."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def found(self, target: str, words: str) -> Sequence[tuple[RecordId, str]]:
        """Records of a kind that match some words."""
        kinds = frozenset() if target == ANY_KIND else frozenset({target})
        hits = self._desk.casebook.search(words, kinds=kinds, limit=_LINKS_OFFERED)
        return [(hit.record, self.title(hit.record)) for hit in hits]

    def title(self, record: RecordId) -> str:
        """How a record is called."""
        return self._desk.casebook.read(lambda reader: title_of(reader, record))


class RecordForm(QDialog):
    """Adds a record or edits one.

    Args:
        desk: The book and the look.
        kind: Kind of the record.
        record: The record to edit; `NO_ID` to add one.
        given: Values that a new record begins with, such as its owner.
    """

    saved = Signal(str, bytes)

    def __init__(
        self, desk: Desk, kind: str, record: RecordId = NO_ID, given: Mapping[str, Value] | None = None
    ) -> None:
        super().__init__()
        self._desk = desk
        self._type = record_type(kind)
        self._record = record
        self._given = dict(given or {})
        self._seen: Snapshot | None = desk.casebook.read(lambda reader: reader.get(record)) if record else None
        self._editors: dict[str, Editor] = {}
        self._reasons: dict[str, QLabel] = {}
        self._sensitive: list[QWidget] = []
        self._changed = False
        name = _(self._type.kind.label)
        self.setWindowTitle(name if record else _("New: {kind}").format(kind=name))
        self.setMinimumSize(560, 420)
        self.resize(680, 720)
        self._build()
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        QShortcut(QKeySequence("F1"), self, self._explain)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        body.setObjectName("pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.windowTitle(), "title"))
        finder = BookFinder(self._desk)
        today = self._desk.clock.now().date()
        for field, facts in self._type.facts.items():
            if field in _NOT_ASKED or (facts.owner and (self._record or field in self._given)):
                continue
            self._editors[field] = editor(facts, finder, today)
            column.addWidget(self._row(field, facts))
        if self._sensitive:
            unfold = QPushButton(_("Show sensitive fields"))
            unfold.clicked.connect(partial(self._unfold, unfold))
            column.addWidget(unfold, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        outer.addWidget(area, 1)
        outer.addLayout(self._buttons())
        values = dict(self._seen.values) if self._seen else self._given
        for field, made in self._editors.items():
            if field in values:
                made.set_value(values[field])
            made.edited.connect(self._touch)
        first = next(iter(self._editors.values()), None)
        if first is not None:
            first.setFocus()

    def _row(self, field: str, facts: Facts) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        name = _(facts.label) + (f" ({_(facts.unit)})" if facts.unit else "") + (" *" if facts.required else "")
        caption = label(name, "label")
        caption.setBuddy(self._editors[field])
        column.addWidget(caption)
        column.addWidget(self._editors[field])
        reason = label("", "problem", wrap=True)
        reason.hide()
        self._reasons[field] = reason
        column.addWidget(reason)
        if facts.sensitivity is Sensitivity.SENSITIVE:
            row.hide()
            self._sensitive.append(row)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 16)
        if self._seen is not None:
            aside = QPushButton(_("Put aside"))
            aside.setProperty("role", "danger")
            aside.clicked.connect(self._put_aside)
            row.addWidget(aside)
        row.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        save = QPushButton(_("Save"))
        save.setProperty("role", "primary")
        save.setDefault(True)
        save.clicked.connect(self.save)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def values(self) -> dict[str, Any]:
        """What was filled in or changed."""
        found = {field: made.value() for field, made in self._editors.items()}
        if self._seen is not None:
            return {field: value for field, value in found.items() if value != self._shown(field)}
        return {**self._given, **{field: value for field, value in found.items() if value not in {"", b"", ()}}}

    def save(self) -> None:
        """Save, or say beside each field why not."""
        values = self.values()
        for field, reason in self._reasons.items():
            reason.hide()
            self._editors[field].mark(False)

        def work(writer: Writer) -> RecordId:
            if self._seen is None:
                return writer.insert(self._type.kind.name, **values)
            writer.update(self._record, values, seen=self._seen.version)
            return self._record

        try:
            act = Act.EDIT_RECORD if self._record else Act.ADD_RECORD
            outcome = self._desk.casebook.transact(act, work)
        except StaleError as stale:
            self._choose(stale)
        except UserError as refused:
            self._say(refused)
        except CasefileError as fault:
            self._desk.messages.fail(fault)
        else:
            self._changed = False
            self.saved.emit(self._type.kind.name, outcome.value)
            self.accept()

    def reject(self) -> None:
        """Close; what was typed is not thrown away without asking."""
        if self._changed:
            answer = QMessageBox.question(
                self,
                _("Not saved yet"),
                _("Save what you typed?"),
                QMessageBox.StandardButton.Save
                | QMessageBox.StandardButton.Discard
                | QMessageBox.StandardButton.Cancel,
            )
            if answer == QMessageBox.StandardButton.Save:
                self.save()
                return
            if answer == QMessageBox.StandardButton.Cancel:
                return
        super().reject()

    def _touch(self) -> None:
        self._changed = True

    def _shown(self, field: str) -> Value:
        held = self._seen.values[field] if self._seen else None
        # A number is edited as text.
        numbers = {Shape.INTEGER, Shape.REAL}
        return ("" if held is None else str(held)) if self._type.facts[field].shape in numbers else held

    def _say(self, refused: UserError) -> None:
        reasons = field_reasons(refused)
        shown = [field for field in reasons if field in self._reasons]
        for field in shown:
            self._reasons[field].setText(reasons[field])
            self._reasons[field].show()
            self._editors[field].mark(True)
            self._reveal(field)
        if shown:
            self._editors[shown[0]].setFocus()
        if len(shown) < len(reasons) or not reasons:
            self._desk.messages.fail(refused)

    def _reveal(self, field: str) -> None:
        row = self._editors[field].parentWidget()
        if row is not None:
            row.show()

    def _choose(self, stale: StaleError) -> None:
        now = self._desk.casebook.read(lambda reader: reader.get(self._record))
        theirs = self._desk.casebook.read(
            lambda reader: {field: field_in_words(reader, now, field, language().code) for field in stale.fields}
        )
        for field in stale.fields:
            self._reasons[field].setText(
                _("Meanwhile this became: “{value}”. Save again to keep yours, or take that one.").format(
                    value=theirs[field]
                )
            )
            self._reasons[field].show()
            self._reveal(field)
            self._editors[field].mark(True)
        # Seen now: a second save is a choice, and history keeps both values.
        self._seen = now

    def _put_aside(self) -> None:
        try:
            self._desk.casebook.transact(Act.ARCHIVE_RECORD, lambda writer: writer.archive(self._record))
        except CasefileError as fault:
            self._desk.messages.fail(fault)
            return
        self._changed = False
        self.accept()

    def _unfold(self, button: QPushButton) -> None:
        for row in self._sensitive:
            row.show()
        button.hide()

    def _explain(self) -> None:
        for made in self._editors.values():
            focused = made.focusProxy()
            if focused is not None and focused.hasFocus() and made.facts.help:
                QMessageBox.information(self, _(made.facts.label), _(made.facts.help))
