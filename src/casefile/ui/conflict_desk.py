"""The conflict desk: what waits for a decision, one after the other, decided by keyboard; the next comes up by itself.

Each decision is one act of history that can be undone. Whatever is decided, no value is lost: all stay in the record's
history, and of what is disputed all stay as claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.errors import CasefileError, UserError
from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.sources import Rival, keep_as_disputed
from casefile.history.causality import ARCHIVED
from casefile.ui.conflict_reading import Case, field_label, fields_written, read_case, row_title
from casefile.ui.conflict_view import ADVICE, ANEW, BOTH, PARAGRAPHS, ConflictView
from casefile.ui.record_table import RecordList, Row
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import empty_state, label, rule, scrolled
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.casework.book import Writer
    from casefile.casework.record import Value
    from casefile.store.changes import ChangeSet, Outcome
    from casefile.store.conflicts import OpenConflict
    from casefile.ui.page import Desk

_LIST = 316
_DIGITS = range(1, 10)


class ConflictDesk(QWidget):
    """The list of what waits, and the one that is decided now.

    Args:
        desk: What it works with.

    Signals:
        left: Back to the merges.
    """

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: dict[RecordId, OpenConflict] = {}
        self._later: set[RecordId] = set()
        self._met: set[RecordId] = set()
        self._past: dict[bytes, Sequence[OpenConflict]] = {}
        self._deciding = False
        self._unfolded = False
        self.view: ConflictView | None = None
        self.list = RecordList(desk.theme, _("Fields that wait for a decision"), self._rows)
        self.list.chosen.connect(self._show)
        self.list.installEventFilter(self)
        self.shown = QStackedWidget()
        self.shown.addWidget(
            empty_state(
                desk.theme,
                "circle-check",
                _("Nothing waits for a decision"),
                _("What was decided is in the history of each record, and goes along with the next merge."),
                _("Back to the merges"),
                self.left.emit,
            )
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Decided"))
        self._said = label("", "small", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(rule(upright=True))
        row.addWidget(self.shown, 1)
        for keys, run in self._keys():
            QShortcut(QKeySequence(keys), self, run, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_conflicts(self, waiting: Sequence[OpenConflict]) -> None:
        """Show what waits; the one that is decided now stays, if it still waits."""
        self._waiting = {_key(one): one for one in waiting}
        self._refresh()

    def changed(self, changes: ChangeSet) -> None:
        """Read anew what may wait in the records that were touched; what an undo brought back is shown."""
        if self._deciding:
            return
        before = set(self._waiting)
        self._read(changes)
        again = self._asked_again(changes)
        self._waiting = dict(sorted({**again, **self._waiting}.items()))
        self._refresh(next((key for key in self._waiting if key not in before), None))

    def waiting(self) -> Sequence[OpenConflict]:
        """What waits, in the order of the list."""
        return list(self._waiting.values())

    def current(self) -> OpenConflict | None:
        """What is decided now."""
        key = self.list.current()
        return self._waiting.get(key) if key is not None else None

    def take_keyboard(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def decide_later(self) -> None:
        """Leave this one for later and go on to the next."""
        key = self.list.current()
        if key is None or (self.view is not None and self.view.busy):
            return
        self._later.add(key)
        self.list.forget_rows()
        self._go_on(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space in the list leaves one for later; elsewhere it presses what has the keyboard."""
        pressed = watched is self.list and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.decide_later()
            return True
        return super().eventFilter(watched, event)

    def _keys(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return (
            *((str(digit), partial(self._take_number, digit)) for digit in _DIGITS),
            (BOTH, partial(self._ask, ConflictView.dispute)),
            (ANEW, partial(self._ask, ConflictView.write_anew)),
            (PARAGRAPHS, partial(self._ask, ConflictView.pick_paragraphs)),
            (ADVICE, partial(self._ask, ConflictView.follow_advice)),
            ("Ctrl+S", partial(self._ask, ConflictView.keep_written)),
            ("Esc", self._escape),
        )

    def _ask(self, way: Callable[[ConflictView], object]) -> None:
        if self.view is not None:
            way(self.view)

    def _take_number(self, number: int) -> None:
        if self.view is not None:
            self.view.take(number)

    def _escape(self) -> None:
        if self.view is not None and self.view.busy:
            self.view.show_choices()
            self.take_keyboard()
        else:
            self.left.emit()

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("list")
        side.setFixedWidth(_LIST)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(10)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(8)
        head.addWidget(button(_("Back to the merges"), self.left.emit, role="link"), 0, Qt.AlignmentFlag.AlignLeading)
        head.addWidget(label(_("To decide"), "title"))
        head.addWidget(self._bar)
        head.addWidget(self._said)
        head.addWidget(
            label(_("1, 2, 3 take that value. Each decision can be undone with Ctrl+Z."), "small", wrap=True)
        )
        column.addLayout(head)
        column.addWidget(self.list, 1)
        return side

    def _read(self, changes: ChangeSet) -> None:
        touched = {record for _kind, record in changes.records}
        found = self._desk.casebook.conflicts(touched)
        kept = {key: one for key, one in self._waiting.items() if one.record not in touched}
        self._waiting = dict(sorted({**kept, **{_key(one): one for one in found}}.items()))

    def _asked_again(self, changes: ChangeSet) -> dict[RecordId, OpenConflict]:
        """What was decided here and is not any more: the undo set the value back, and is no answer to the question."""
        if changes.name != Act.UNDO.name:
            return {}
        undo = self._desk.casebook.act(changes.act)
        return {_key(one): one for one in self._past.get(undo.undoes, ())} if undo is not None else {}

    def _refresh(self, wanted: RecordId | None = None) -> None:
        """Show what waits now, and of it the one that is wanted, the one shown before, or what stands in its place."""
        self._met |= self._waiting.keys()
        self._later &= self._waiting.keys()
        before = self.list.current()
        place = self.list.records.position(before) if before is not None else 0
        ids = list(self._waiting)
        self.list.show_ids(ids)
        self._count()
        if not ids:
            self._clear()
            return
        known = (key for key in (wanted, before) if key is not None and key in self._waiting)
        key = next(known, ids[min(max(place, 0), len(ids) - 1)])
        self.list.choose(key, quietly=True)
        busy = self.view is not None and self.view.busy and key == before
        if not busy:
            self._show(key)

    def _count(self) -> None:
        whole = len(self._met)
        decided = whole - len(self._waiting)
        self._bar.setRange(0, max(whole, 1))
        self._bar.setValue(decided)
        text = ngettext("{done} of {n} decided", "{done} of {n} decided", whole)
        told = text.format(done=said(decided), n=said(whole))
        self._bar.setAccessibleDescription(told)
        self._said.setText(told)

    def _show(self, key: RecordId) -> None:
        conflict = self._waiting.get(key)
        if conflict is None:
            return
        try:
            case = self._case(conflict)
        except CasefileError:
            self._clear()
            return
        self._clear()
        view = ConflictView(self._desk, case, unfolded=self._unfolded)
        view.taken.connect(self._take)
        view.disputed.connect(self._dispute)
        view.advised.connect(self._follow)
        view.later.connect(self.decide_later)
        view.unfolded_now.connect(self._unfold)
        self.view = view
        area = scrolled(view)
        self.shown.addWidget(area)
        self.shown.setCurrentWidget(area)

    def _case(self, conflict: OpenConflict) -> Case:
        book = self._desk.casebook
        fields = {one.field for one in self._waiting.values() if one.record == conflict.record}
        worked_on: Mapping[bytes, Sequence[str]] = {}
        if conflict.field == ARCHIVED:
            lines = book.history(conflict.record)
            worked_on = {line.id: fields_written(line.values, conflict.kind) for line in lines if line.verb == "write"}
        return self._desk.read(lambda reader: read_case(reader, conflict, book.device, fields, worked_on))

    def _clear(self) -> None:
        self.view = None
        while self.shown.count() > 1:
            old = self.shown.widget(1)
            if old is not None:
                self.shown.removeWidget(old)
                old.hide()
                old.deleteLater()

    def _take(self, value: Value) -> None:
        conflict = self.current()
        if conflict is not None:
            record, values = conflict.record, {conflict.field: value}
            self._decide(lambda writer: writer.decide(record, values))

    def _follow(self, values: Mapping[str, Value]) -> None:
        conflict = self.current()
        if conflict is not None:
            record = conflict.record
            self._decide(lambda writer: writer.decide(record, values))

    def _dispute(self, shown: Value) -> None:
        conflict = self.current()
        if conflict is None:
            return
        record, field = conflict.record, conflict.field
        rivals = [Rival(one.value, one.author, one.when.date()) for one in conflict.choices]
        self._decide(lambda writer: keep_as_disputed(writer, record, field, shown, rivals))

    def _decide(self, work: Callable[[Writer], object]) -> None:
        """Write a decision and go on; what the rules of the subject refuse is said beside the value."""
        key = self.list.current()
        if key is None:
            return
        following = self._next(key)
        before = dict(self._waiting)
        self._deciding = True
        try:
            outcome: Outcome[object] = self._desk.casebook.transact(Act.RESOLVE_CONFLICT, work)
        except CasefileError as refused:
            self._refuse(refused)
            return
        finally:
            self._deciding = False
        self._desk.messages.done(outcome.changes)
        self.view = None
        self._waiting.pop(key)
        self._read(outcome.changes)
        self._past[outcome.changes.act] = [one for place, one in before.items() if place not in self._waiting]
        self._refresh(following)
        self.take_keyboard()

    def _refuse(self, refused: CasefileError) -> None:
        if isinstance(refused, UserError) and self.view is not None and self.view.busy:
            self.view.refuse(str(refused))
        else:
            self._desk.messages.fail(refused)

    def _go_on(self, key: RecordId) -> None:
        following = self._next(key)
        if following is not None and following != key:
            self.list.choose(following)

    def _next(self, key: RecordId) -> RecordId | None:
        """The next that was not left for later; the first of those that were, once no other is left."""
        ids = list(self._waiting)
        if key not in self._waiting:
            return None
        place = ids.index(key)
        around = [*ids[place + 1 :], *ids[:place]]
        return next((one for one in around if one not in self._later), around[0] if around else None)

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        found = [(key, self._waiting[key]) for key in ids if key in self._waiting]
        titles = self._desk.read(lambda reader: [row_title(reader, one.record) for _place, one in found])
        return [self._row(key, one, called, kind) for (key, one), (called, kind) in zip(found, titles, strict=True)]

    def _row(self, key: RecordId, one: OpenConflict, called: str, kind: str) -> Row:
        later = key in self._later
        return Row(
            key,
            called,
            aside=kind,
            chip=_("later") if later else "",
            icon="clock" if later else "",
            detail=field_label(one),
        )

    def _unfold(self) -> None:
        self._unfolded = True


def _key(conflict: OpenConflict) -> RecordId:
    return _key_of(conflict.record, conflict.field)


def _key_of(record: RecordId, field: str) -> RecordId:
    """A name for one field of one record, for the list."""
    return RecordId(record + field.encode())
