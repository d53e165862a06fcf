"""Find anything (Ctrl+K): a record by any word of it, in any script, or something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from casefile.base.clock import format_id, parse_id
from casefile.base.i18n import _
from casefile.base.text import fold
from casefile.casework.titles import kind_label, title_of
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.two_line_list import Entry, TwoLineList

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.store.changes import Hit
    from casefile.ui.page import Desk

_RECORDS = 30
_PATIENCE_MS = 40
_COMMAND = "command:"
_RECORD = "record:"


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do.

    Attributes:
        text: What it is called.
        icon: Name of its icon.
        run: Does it.
        keys: Its shortcut, if it has one.
    """

    text: str
    icon: str
    run: Callable[[], object]
    keys: str = ""


class Finder(QDialog):
    """A field and what it finds.

    Args:
        desk: The book.
        commands: What can be done.
        parent: The window.
    """

    def __init__(self, desk: Desk, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find"))
        self.resize(620, 480)
        self._desk = desk
        self._commands = commands
        self._kinds: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A name, a word, a reference, or what you want to do"))
        self.field.setAccessibleName(_("Find"))
        self.field.addAction(desk.theme.icon("search", "tertiary", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.list = TwoLineList(desk.theme, _("Found"))
        self.list.opened.connect(self._open)
        self._nothing = label(_("Nothing found. Try fewer letters; every script is searched."), "secondary", wrap=True)
        self._nothing.hide()
        column.addWidget(self.field)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addWidget(label(_("Arrow keys choose, Enter opens, Escape closes."), "small"))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._find)
        self.field.textChanged.connect(lambda _text: self._patience.start())
        # A window behind a dialog hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys move in the list while the cursor stays in the field."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.list.count():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self._patience.isActive():
                    self._find()
                self._open(self.list.current_key())
                return True
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        self._patience.stop()
        words = self.field.text().strip()
        entries = self._records(words) if words else []
        wanted = fold(words).split()
        entries += [
            Entry(f"{_COMMAND}{number}", command.text, "", command.icon, command.keys)
            for number, command in enumerate(self._commands)
            if all(word in fold(command.text) for word in wanted)
        ]
        self.list.show_entries(entries)
        self._nothing.setVisible(not entries)

    def _records(self, words: str) -> list[Entry]:
        hits = self._desk.casebook.search(words, limit=_RECORDS)
        first = list({hit.record: hit for hit in hits}.values())
        self._kinds = {format_id(hit.record): hit.kind for hit in first}
        return self._desk.read(lambda reader: [_entry(reader, hit) for hit in first])

    def _open(self, key: str) -> None:
        if key.startswith(_COMMAND):
            command = self._commands[int(key.removeprefix(_COMMAND))]
            self.accept()
            command.run()
        elif key.startswith(_RECORD):
            record = key.removeprefix(_RECORD)
            self.accept()
            self._desk.open(self._kinds[record], parse_id(record))


def _entry(reader: Reader, hit: Hit) -> Entry:
    named = title_of(reader, hit.record) or hit.title
    kind = kind_label(hit.kind)
    detail = kind if hit.owner == hit.record else _("{kind} of {owner}").format(kind=kind, owner=hit.title)
    icons = {"person": "user", "event": "calendar-clock", "place": "map-pin", "organisation": "building-2"}
    return Entry(f"{_RECORD}{format_id(hit.record)}", named, detail, icons.get(hit.kind, "file-text"))
