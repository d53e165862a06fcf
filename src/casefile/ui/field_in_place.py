"""One field of a record, shown in words and edited where it stands.

A click, Enter or F2 turns the words into the field's own editor. Enter, Ctrl+S or going elsewhere saves it, as an act
that can be undone; Escape goes back. Why a value is refused, and what somebody saved meanwhile, is said beneath it.
What is half typed is kept in the vault like anything typed into a form.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, format_id
from casefile.base.errors import CasefileError, StaleError, UserError
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_type
from casefile.casework.record import Shape
from casefile.casework.titles import field_in_words
from casefile.ui.drafts import Draft, DraftKeeper, cursor_in
from casefile.ui.field_editors import editor
from casefile.ui.form_fields import NOT_ASKED, FieldRow
from casefile.ui.link_editor import BookFinder, LinkEditor
from casefile.ui.messages import field_reasons
from casefile.ui.painting import aligned
from casefile.ui.widgets.buttons import LinkButton, icon_button
from casefile.ui.widgets.cards import label, pair

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

    from casefile.casework.book import Snapshot, Writer
    from casefile.casework.record import Value
    from casefile.ui.page import Desk

_BEGIN = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SAVE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S})
_SMALL = 14
"""Size of the pencil beside a link, which must not part the lines."""


class FieldInPlace(QWidget):
    """One field: label and words, or its editor.

    Args:
        desk: The book and the look.
        snapshot: The record, as it was read.
        name: Name of the field.
        words: The value as one reads it; empty for a field that is not filled in.

    Signals:
        closed: The editor was left, saved or not.
    """

    closed = Signal()

    def __init__(self, desk: Desk, snapshot: Snapshot, name: str, words: str) -> None:
        super().__init__()
        self._desk, self._snapshot, self._name = desk, snapshot, name
        self._facts = record_type(snapshot.kind).facts[name]
        self._may_edit = name not in NOT_ASKED and not desk.casebook.vault.read_only
        self._row: FieldRow | None = None
        self._began: Value = None
        self._keeper: DraftKeeper | None = None
        self.setObjectName(f"{name} {format_id(snapshot.id)}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown = pair(_(self._facts.label), self._value(words))
        self._column.addWidget(self._shown)

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self._row is not None

    @property
    def row(self) -> FieldRow | None:
        """The editor with its label and reason, while it is open."""
        return self._row

    def begin(self) -> None:
        """Open the editor."""
        if self._row is not None or not self._may_edit:
            return
        facts = self._facts
        made = (
            LinkEditor(facts, BookFinder(self._desk))
            if facts.shape is Shape.LINK
            else editor(facts, self._desk.today())
        )
        self._row = FieldRow(self._name, facts, made, self)
        made.set_value(self._snapshot.values[self._name])
        self._began = made.value()
        self._keeper = DraftKeeper(self._desk, self._draft, self)
        made.edited.connect(self._keeper.touched)
        self._row.decided.connect(self.save)
        target = made.focusProxy() or made
        target.installEventFilter(self)
        prose = facts.shape is Shape.PROSE
        self._hint = label(_("Ctrl+Enter saves, Esc goes back") if prose else _("Enter saves, Esc goes back"), "small")
        self._shown.hide()
        self._column.addWidget(self._row)
        self._column.addWidget(self._hint)
        self._row.show()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if hasattr(target, "selectAll"):
            target.selectAll()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def save(self) -> None:
        """Save what stands in the editor, or say beneath it why not."""
        row = self._row
        if row is None or row.undecided:
            return
        reason = row.editor.problem()
        if reason:
            row.say(reason)
            return
        value = row.editor.value()
        if value == self._began:
            self._close()
            return
        record, name, seen = self._snapshot.id, self._name, self._snapshot.version

        def work(writer: Writer) -> None:
            writer.update(record, {name: value}, seen=seen)

        # From here on the page may be read anew, with this field as it is saved.
        self._row = None
        try:
            outcome = self._desk.casebook.transact(Act.EDIT_RECORD, work)
        except StaleError:
            self._row = row
            self._ask(row)
        except UserError as refused:
            self._row = row
            reasons = field_reasons(refused)
            row.say(reasons.get(name) or " ".join(reasons.values()) or str(refused))
        except CasefileError as fault:
            self._row = row
            self._desk.messages.fail(fault)
        else:
            self._row = row
            self._close()
            if outcome.changes.act:
                self._desk.messages.done(outcome.changes)

    def go_back(self) -> None:
        """Leave the editor; the value stays as it was."""
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 or Enter begins; in the editor, Enter saves and Escape goes back."""
        if self._row is not None and event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif self._row is not None and event.key() in _SAVE - {Qt.Key.Key_S}:
            self.save()
        elif self._row is None and event.key() in _BEGIN:
            self.begin()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter and Ctrl+S save in any editor."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._row is not None:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in _SAVE:
                self.save()
                return True
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a field: edit it, add what a source says of it, note something beside it."""
        if self._row is not None or self._desk.casebook.vault.read_only:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        about: dict[str, Value] = {"record": self._snapshot.id, "field": self._name}
        if self._may_edit:
            menu.addAction(_("Edit"), self.begin)
        menu.addAction(_("What a source says of it"), partial(self._desk.add, "claim", **about))
        menu.addAction(_("A remark beside it"), partial(self._desk.add, "remark", **about))
        menu.popup(event.globalPos())

    def _value(self, words: str) -> QWidget:
        link = self._snapshot.link(self._name) if self._facts.shape is Shape.LINK else NO_ID
        said = f"{_(self._facts.label)}: {words or _('(empty)')}"
        if not link:
            shown = _Words(words, said, natural=self._facts.shape is Shape.PROSE)
            if self._may_edit:
                shown.invite()
                shown.wanted.connect(self.begin)
            return shown
        kind = self._desk.read(lambda reader: reader.kind_of(link))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(LinkButton(words, partial(self._desk.open, kind, link), name=said), 100)
        if self._may_edit:
            row.addWidget(self._pencil())
        row.addStretch(1)
        return holder

    def _pencil(self) -> QToolButton:
        pencil = icon_button(
            self._desk.theme, "pencil", _("Edit: {field}").format(field=_(self._facts.label)), self.begin
        )
        pencil.setIconSize(QSize(_SMALL, _SMALL))
        pencil.setMaximumHeight(_SMALL + 6)
        pencil.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return pencil

    def _draft(self) -> Draft | None:
        row = self._row
        if row is None or row.editor.value() == self._began:
            return None
        value, snapshot = row.editor.value(), self._snapshot
        field, cursor = cursor_in(row, {self._name: row.editor.focusProxy()})
        return Draft(
            snapshot.kind,
            snapshot.id,
            snapshot.version,
            {},
            {self._name: value},
            field=field or self._name,
            cursor=cursor,
        )

    def _ask(self, row: FieldRow) -> None:
        """Somebody saved another value meanwhile: show it, and go on from it."""
        record, name = self._snapshot.id, self._name
        now = self._desk.read(lambda reader: reader.get(record))
        self._snapshot, self._began = now, now.values[name]
        theirs = self._desk.read(lambda reader: field_in_words(reader, now, name))
        row.ask(theirs, partial(row.editor.set_value, now.values[name]))

    def _close(self) -> None:
        row, self._row = self._row, None
        if row is None:
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        if self._keeper is not None:
            self._keeper.done()
            self._keeper.deleteLater()
            self._keeper = None
        at = QApplication.focusWidget()
        here = at is not None and row.isAncestorOf(at)
        row.hide()
        row.deleteLater()
        self._hint.hide()
        self._hint.deleteLater()
        self._shown.show()
        if here:
            self.take_keyboard()
        self.closed.emit()

    def take_keyboard(self) -> None:
        """Put the keyboard on the words."""
        at = self._shown.findChild(_Words) or self._shown.findChild(LinkButton)
        if isinstance(at, QWidget):
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        # A list that drops down belongs to the editor; another window of the desktop is no answer.
        row = self._row
        if row is None or now is None or row.isAncestorOf(now) or now.window() is not self.window():
            return
        # Later: whoever takes the keyboard is to have it before pages are read anew.
        QTimer.singleShot(0, self, self.save)


class _Words(QLabel):
    """A value that can be gone to and begun to be edited; its text can be selected with the mouse."""

    wanted = Signal()

    def __init__(self, words: str, said: str, *, natural: bool) -> None:
        super().__init__(words or _("(empty)"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        if not natural:
            self.setAlignment(aligned(self.layoutDirection(), "start"))
        self.setWordWrap(True)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(said)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._invites = False

    def invite(self) -> None:
        """Show that it can be edited."""
        self._invites = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleDescription(_("Enter or F2 edits it here"))
        self.setToolTip(_("Click to edit it here"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click edits; a word marked with the mouse is only marked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 are for the field."""
        if event.key() in _BEGIN:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be edited."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words; a line beneath them under the mouse, a ring around them with the keyboard."""
        super().paintEvent(event)
        if not self._invites or not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(self.palette().ColorRole.Highlight)
        area = self.rect().adjusted(0, 0, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(ink, 1.4))
            painter.drawRoundedRect(area, 3, 3)
        else:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.end()


def open_editor(within: QWidget) -> FieldInPlace | None:
    """The field that is being edited within a widget, None if there is none."""
    return next((one for one in within.findChildren(FieldInPlace) if one.editing), None)


def field_with_keyboard(within: QWidget) -> str:
    """The object name of the field that the keyboard is in, empty if it is elsewhere."""
    at = QApplication.focusWidget()
    while at is not None and at is not within:
        if isinstance(at, FieldInPlace):
            return at.objectName()
        at = at.parentWidget()
    return ""


def give_keyboard(within: QWidget, name: str) -> None:
    """Put the keyboard on a field by its object name; nothing happens if it is not there."""
    found = within.findChild(FieldInPlace, name) if name else None
    if isinstance(found, FieldInPlace):
        found.take_keyboard()
