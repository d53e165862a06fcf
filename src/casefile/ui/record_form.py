"""A form for any kind of record, made from the facts of its fields.

What a form saves carries the version that it read. Reasons stand beside the field they concern; a save that came too
late shows the other value and lets the person choose. What is half typed can be taken out and put back (`Draft`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWhatsThis, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import CasefileError, StaleError, UserError
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.titles import field_in_words, kind_label, title, title_of
from casefile.ui.drafts import Draft, DraftKeeper, Kept, cursor_in, put_cursor
from casefile.ui.form_fields import FormFields
from casefile.ui.link_editor import BookFinder, title_field
from casefile.ui.messages import field_reasons
from casefile.ui.name_warning import NAME_FIELDS, NameWarning
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label, rule, scrolled

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Writer
    from casefile.casework.record import Value
    from casefile.ui.page import Desk

_MANY_FIELDS = 14
"""From here on a form has a field to find fields by."""
_ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "person": Act.ADD_PERSON,
        "event": Act.ADD_EVENT,
        "custody": Act.RECORD_CUSTODY,
        "stay": Act.RECORD_TRANSFER,
        "lawyer_access": Act.RECORD_ACCESS,
        "family_visit": Act.RECORD_VISIT,
        "figure": Act.RECORD_FIGURE,
    }
)
"""What adding a record of a kind is called; any other "added a record"."""


class RecordForm(QDialog):
    """Adds a record or edits one.

    Args:
        desk: The book and the look.
        kind: Kind of the record.
        record: The record to edit; `NO_ID` to add one.
        given: Values that a new record begins with, such as its owner.
        act: What the save is called in history; told from the kind if None.
        insert: Adds the record instead of a plain insert.
        parent: The window that it stands over.

    Signals:
        saved: Kind and id of the record, after a save.
    """

    saved = Signal(str, object)

    def __init__(
        self,
        desk: Desk,
        kind: str,
        record: RecordId = NO_ID,
        given: Mapping[str, Value] | None = None,
        *,
        act: Act | None = None,
        insert: Callable[[Writer, Mapping[str, Value]], RecordId] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._type = record_type(kind)
        self._record = record
        self._given = dict(given or {})
        self._act = act or (Act.EDIT_RECORD if record else _ACTS.get(kind, Act.ADD_RECORD))
        self._insert = insert
        self._seen: Snapshot | None = desk.read(lambda reader: reader.get(record)) if record else None
        self._finder = BookFinder(desk)
        owner = self._type.owner
        hidden = frozenset({owner}) if owner and (record or owner in self._given) else frozenset()
        self._body = QWidget()
        self._area = scrolled(self._body)
        self._area.setParent(self)
        self.fields = FormFields(
            self._type,
            self._finder,
            desk.today(),
            hidden=hidden,
            make=self._make_linked if parent else None,
            parent=self._body,
        )
        self.setWindowTitle(self._heading())
        self._build()
        self.fields.show_values(dict(self._seen.values) if self._seen else self._given)
        self._began = self.fields.values()
        self._keeper = DraftKeeper(desk, self.draft, self)
        self.fields.edited.connect(self._keeper.touched)
        if kind in NAME_FIELDS:
            owner_id = self._seen.link(owner) if self._seen and owner else self._given.get(owner, NO_ID)
            but = {record, RecordId(owner_id) if isinstance(owner_id, bytes) else NO_ID}
            warning = NameWarning.beneath(desk, self.fields.rows[NAME_FIELDS[kind]].editor, but)
            warning.open_wanted.connect(self._step_aside)
        self.fields.entered.connect(self._explain)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self._help)
        # A window behind a dialog hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        first = next(iter(self.fields.rows.values()), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _heading(self) -> str:
        kind = kind_label(self._type.kind.name)
        seen = self._seen
        if seen is None:
            return _("New: {kind}").format(kind=kind)
        named = self._desk.read(lambda reader: title(reader, seen))
        return _("{kind}: {title}").format(kind=kind, title=named)

    def _build(self) -> None:
        self.setMinimumSize(560, 420)
        many = len(self.fields.rows) > _MANY_FIELDS
        over = self.parentWidget()
        room = over.size() if isinstance(over, QWidget) else QSize(1440, 900)
        self.resize(min(780, room.width() - 40), min(760 if many else 640, room.height() - 20))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(28, 20, 28, 16)
        head.setSpacing(4)
        head.addWidget(label(self.windowTitle(), "title", wrap=True))
        owner = self._owner_title()
        if owner:
            head.addWidget(label(owner, "secondary", wrap=True))
        if many:
            head.addSpacing(8)
            search = QLineEdit()
            search.setPlaceholderText(_("Find a field"))
            search.setAccessibleName(_("Find a field"))
            search.setClearButtonEnabled(True)
            search.addAction(self._desk.theme.icon("search", "tertiary", 16), QLineEdit.ActionPosition.LeadingPosition)
            search.textChanged.connect(self.fields.narrow)
            QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, search.setFocus)
            head.addWidget(search)
        outer.addLayout(head)
        outer.addWidget(rule())
        column = QVBoxLayout(self._body)
        # The scroll bar stands in the margin, so that fields end where the head does.
        near, far = (18, 28) if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else (28, 18)
        column.setContentsMargins(near, 20, far, 24)
        column.addWidget(self.fields)
        column.addStretch(1)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        outer.addWidget(self._area, 1)
        outer.addWidget(rule())
        outer.addLayout(self._foot())

    def _owner_title(self) -> str:
        field = self._type.owner
        if not field:
            return ""
        held = self._seen.values[field] if self._seen else self._given.get(field, NO_ID)
        return self._desk.read(lambda reader: title_of(reader, RecordId(held))) if isinstance(held, bytes) else ""

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(28, 12, 28, 14)
        row.setSpacing(10)
        self._hint = label("", "small", wrap=True)
        self._hint.setMinimumHeight(self._hint.fontMetrics().lineSpacing() * 2)
        row.addWidget(self._hint, 1)
        if self._seen is not None and self._seen.archived:
            row.addWidget(button(_("Bring back"), self._bring_back))
        elif self._seen is not None:
            row.addWidget(button(_("Put aside"), self._put_aside, role="danger"))
        row.addWidget(button(_("Cancel"), self.reject))
        self._save = button(_("Save"), self.save, role="primary")
        self._save.setToolTip("Ctrl+S")
        self._save.setDefault(True)
        row.addWidget(self._save)
        return row

    def go_to(self, field: str) -> None:
        """Put the keyboard into a field; nothing happens if the form has none of this name."""
        row = self.fields.rows.get(field)
        if row is not None:
            self.fields.reveal(row)
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(row)

    def typed(self) -> dict[str, Value]:
        """What a person changed since the form was opened, as it stands there."""
        return {name: value for name, value in self.fields.values().items() if value != self._began[name]}

    def draft(self) -> Draft | None:
        """What is half typed; None if nothing was changed."""
        typed = self.typed()
        if not typed:
            return None
        version = self._seen.version if self._seen else b""
        field, cursor = cursor_in(self, {name: row.editor.focusProxy() for name, row in self.fields.rows.items()})
        kind, record, given = self._type.kind.name, self._record, self._given
        return Draft(kind, record, version, given, typed, field=field, cursor=cursor)

    def resume(self, one: Kept) -> None:
        """Go on with what was half typed. The version read then still counts: a late save is noticed."""
        draft = one.draft
        self._keeper.go_on(one)
        self.fields.show_typed(draft.typed)
        if self._seen is not None and draft.version:
            seen = self._seen
            self._seen = Snapshot(seen.kind, seen.id, draft.version, seen.values)
        row = self.fields.rows.get(draft.field)
        if row is not None:
            self.fields.reveal(row)
            put_cursor(row.editor.focusProxy() or row.editor, draft.cursor)

    def save(self) -> None:
        """Save, or say beside each field why not."""
        undecided = [row for row in self.fields.rows.values() if row.undecided]
        if undecided:
            undecided[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reasons = {name: reason for name, row in self.fields.rows.items() if (reason := row.editor.problem())}
        self.fields.say(reasons)
        if reasons:
            return
        values = self.typed()
        seen = self._seen

        def work(writer: Writer) -> RecordId:
            if seen is not None:
                writer.update(self._record, values, seen=seen.version)
                return self._record
            whole = {**self._given, **values}
            return self._insert(writer, whole) if self._insert else writer.insert(self._type.kind.name, **whole)

        try:
            outcome = self._desk.casebook.transact(self._act, work)
        except StaleError as late:
            self._choose(late)
        except UserError as refused:
            self._refuse(refused)
        except CasefileError as fault:
            self._desk.messages.fail(fault)
        else:
            self._began = self.fields.values()
            self._keeper.done()
            self.accept()
            if outcome.changes.act:
                self._desk.messages.done(outcome.changes)
            self.saved.emit(self._type.kind.name, outcome.value)

    def reject(self) -> None:
        """Close; what was typed is not thrown away without asking."""
        if not self.typed():
            self._leave()
            return
        asked = QMessageBox(self)
        asked.setIcon(QMessageBox.Icon.Question)
        asked.setWindowTitle(_("Not saved yet"))
        asked.setText(_("Save what you typed?"))
        kinds = QMessageBox.StandardButton
        asked.setStandardButtons(kinds.Save | kinds.Discard | kinds.Cancel)
        for which, text in ((kinds.Save, _("Save")), (kinds.Discard, _("Discard")), (kinds.Cancel, _("Go on typing"))):
            asked.button(which).setText(text)
        asked.setDefaultButton(kinds.Save)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.accepted.connect(self.save)
        asked.buttonClicked.connect(
            lambda pressed: self._leave() if asked.standardButton(pressed) == kinds.Discard else None
        )
        asked.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross asks as Cancel does."""
        if self.typed():
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def _leave(self) -> None:
        self._began = self.fields.values()
        self._keeper.done()
        super().reject()

    def _step_aside(self, person: RecordId) -> None:
        """Look at somebody else; what was typed stays in the vault and can be gone on with."""
        self._keeper.keep_now()
        super().reject()
        self._desk.messages.say(_("What you typed is kept on the first page."))
        self._desk.open("person", person)

    def _refuse(self, refused: UserError) -> None:
        reasons = field_reasons(refused)
        unseen = self.fields.say(reasons)
        if unseen or not reasons:
            self._desk.messages.fail(UserError("\n".join(unseen)) if unseen else refused)

    def _choose(self, late: StaleError) -> None:
        record = self._record
        now = self._desk.read(lambda reader: reader.get(record))
        self._seen = now
        for field in late.fields:
            row = self.fields.rows.get(field)
            if row is None:
                continue
            theirs = self._desk.read(partial(_in_words, now, field))
            row.ask(theirs, partial(row.editor.set_value, now.values[field]))
            self.fields.reveal(row)
        # Where only the others wrote, their values are shown; a second save is then a choice of this person.
        mine = self.typed()
        self.fields.show_values({name: value for name, value in now.values.items() if name not in mine})
        self._began = {**self.fields.values(), **{name: now.values[name] for name in mine if name in now.values}}
        self._hint.setText(_("Somebody saved other values meanwhile. Both are kept in history: choose which is shown."))

    def _put_aside(self) -> None:
        record = self._record
        outcome = self._desk.attempt(Act.ARCHIVE_RECORD, lambda writer: writer.archive(record))
        if outcome is not None:
            self._leave()

    def _bring_back(self) -> None:
        record = self._record
        outcome = self._desk.attempt(Act.RESTORE_RECORD, lambda writer: writer.update(record, {"archived": 0}))
        if outcome is not None:
            self._leave()

    def _explain(self, field: str) -> None:
        self._hint.setText(_(self.fields.rows[field].facts.help))

    def _help(self) -> None:
        for row in self.fields.rows.values():
            target = row.editor.focusProxy() or row.editor
            if target.hasFocus():
                said = _(row.facts.help) or _(row.facts.label)
                QWhatsThis.showText(target.mapToGlobal(QPoint(8, target.height() + 4)), said, target)

    def _make_linked(self, kind: str, words: str, then: Callable[[RecordId], object]) -> None:
        field = title_field(kind)
        form = RecordForm(self._desk, kind, given={field: words} if field else {}, parent=self)
        form.saved.connect(lambda _kind, record: then(record))
        form.open()


def _in_words(snapshot: Snapshot, field: str, reader: Reader) -> str:
    return field_in_words(reader, snapshot, field)
