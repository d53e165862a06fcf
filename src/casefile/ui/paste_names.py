"""Paste a list of names: one line is one person. Shown before anything is made: how each line was read, who is like it.

A line may begin with a number or a dash, which is left out; after a tab or a semicolon may follow when the person was
born, and then a note. All are added in one act, which one undo takes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from casefile.base.dates import say_date
from casefile.base.errors import CasefileError
from casefile.base.i18n import _, language, ngettext
from casefile.base.text import clean, skeleton
from casefile.base.typed_dates import read_date_typed
from casefile.casework.acts import Act
from casefile.casework.name_likeness import alike
from casefile.casework.people import add_person
from casefile.casework.values import LONGEST_LINE
from casefile.ui.known_or_new import known_of
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from casefile.base.clock import RecordId
    from casefile.casework.book import Writer
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

MOST_LINES = 500
"""Lines of one list; more is an import."""
_PAUSE_MS = 350
_BULLET = re.compile(r"^\s*(?:\(?\d{1,4}[.)]\s*|[-–—•*·]\s+)")
_PARTS = re.compile(r"\s*[\t;]\s*")


@dataclass(frozen=True, slots=True)
class NameLine:
    """How a line was read.

    Attributes:
        name: The person's name.
        birth_date: EDTF; empty if none was given or it could not be read.
        note: What else stood there.
        problem: Why nobody can be made of it; empty if somebody can.
        twin: Who of the book or of the list is like it, in words; empty if nobody is.
    """

    name: str
    birth_date: str = ""
    note: str = ""
    problem: str = ""
    twin: str = ""

    @property
    def values(self) -> dict[str, Value]:
        """The fields of the person."""
        return {"shown_name": self.name, "birth_date": self.birth_date, "note": self.note}


def read_lines(text: str, today: dt.date) -> list[NameLine]:
    """How each line of a list is read; empty lines are left out, and so is what follows `MOST_LINES`."""
    read: list[NameLine] = []
    seen: dict[str, int] = {}
    for typed in text.splitlines()[: 2 * MOST_LINES]:
        parts = [" ".join(clean(part).split()) for part in _PARTS.split(_BULLET.sub("", typed))]
        if not any(parts) or len(read) == MOST_LINES:
            continue
        name, birth_date, notes = parts[0], "", [part for part in parts[1:] if part]
        if notes:
            try:
                birth_date = read_date_typed(notes[0], today)
            except ValueError:
                birth_date = ""
            else:
                notes = notes[1:]
        problem = ""
        if not any(letter.isalpha() for letter in name):
            problem = _("There is no name in this line.")
        elif len(name) > LONGEST_LINE:
            problem = _("This is too long for a name.")
        key = " ".join(sorted(skeleton(name).split()))
        twin = _("line {number} of this list").format(number=seen[key]) if key in seen else ""
        seen.setdefault(key, len(read) + 1)
        read.append(NameLine(name[: LONGEST_LINE + 1], birth_date, "; ".join(notes), problem, twin))
    return read


def with_twins(book: Casebook, lines: list[NameLine]) -> list[NameLine]:
    """The same lines, each with whoever in the book has a name like it."""
    found = []
    for line in lines:
        twin = line.twin if line.problem or line.twin else _twin(book, line.name)
        found.append(NameLine(line.name, line.birth_date, line.note, line.problem, twin))
    return found


def _twin(book: Casebook, name: str) -> str:
    near = book.read(
        lambda reader: alike(reader, name, lambda words, most: book.search_ids(words, "person", limit=most), most=1)
    )
    return f"{near[0].line.name} · {known_of(near[0].line)}" if near else ""


class PasteNames(QDialog):
    """A field for the list, and how it was read.

    Args:
        desk: The book and the look.
        given: Values that every person of the list gets.
        parent: The window.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None, given: Mapping[str, Value] | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("A list of names"))
        self.resize(860, 600)
        self._desk = desk
        self._given = dict(given or {})
        self.lines: list[NameLine] = []
        self._asked = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "title"))
        advice = _("One person a line. After a tab or a semicolon: when born, then a note.")
        column.addWidget(label(advice, "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(_("Names, one a line"))
        self.list = QListWidget()
        self.list.setObjectName("framed")
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("How each line was read"))
        row.addWidget(self.field, 1)
        row.addWidget(self.list, 1)
        column.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        self._said = label("", "small", wrap=True)
        foot.addWidget(self._said, 1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self._add = button(_("Add"), self.save, role="primary")
        self._add.setToolTip("Ctrl+S")
        foot.addWidget(self._add)
        column.addLayout(foot)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.field.textChanged.connect(self._pause.start)
        self.list.itemChanged.connect(lambda _item: self._count())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._count()

    def look(self) -> None:
        """Read the list, show it, and look for people of like names beside the main thread."""
        self._asked += 1
        asked, book = self._asked, self._desk.casebook
        lines = read_lines(self.field.toPlainText(), self._desk.today())
        self._show(lines)

        def work(_progress: Progress) -> list[NameLine]:
            return with_twins(book, lines)

        def then(found: list[NameLine]) -> None:
            if asked == self._asked:
                self._show(found)

        self._desk.jobs.run(work, then, self._desk.messages.fail, owner=self, beside=True)

    def save(self) -> None:
        """Add everybody whose line is ticked, in one act."""
        if self._pause.isActive():
            # What was pasted a moment ago is shown before it is saved.
            self._pause.stop()
            self.look()
            return
        chosen = self.chosen()
        if not chosen:
            return
        given = self._given

        def work(writer: Writer) -> list[RecordId]:
            return [add_person(writer, **{**given, **line.values}) for line in chosen]  # type: ignore[arg-type] # values by field

        try:
            outcome = self._desk.casebook.transact(Act.ADD_RECORDS, work)
        except CasefileError as refused:
            self._desk.messages.fail(refused)
            return
        self.accept()
        number = len(outcome.value)
        self._desk.messages.done(
            outcome.changes, ngettext("Added {number} person", "Added {number} people", number).format(number=number)
        )

    def chosen(self) -> list[NameLine]:
        """The lines that are ticked."""
        ticked = [self.list.item(row).checkState() == Qt.CheckState.Checked for row in range(self.list.count())]
        return [line for line, wanted in zip(self.lines, ticked, strict=True) if wanted]

    def _show(self, lines: list[NameLine]) -> None:
        blocked = self.list.blockSignals(True)
        self.list.clear()
        self.lines = lines
        for line in lines:
            item = QListWidgetItem(_said(line))
            usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(Qt.ItemFlag.NoItemFlags if line.problem else usable)
            sound = not line.problem and not line.twin
            item.setCheckState(Qt.CheckState.Checked if sound else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self._count()

    def _count(self) -> None:
        number, left = len(self.chosen()), len(self.lines) - len(self.chosen())
        said = ngettext("{number} person will be added.", "{number} people will be added.", number)
        more = ngettext("{number} line is left out.", "{number} lines are left out.", left)
        self._said.setText(f"{said.format(number=number)} {more.format(number=left)}" if self.lines else "")
        self._add.setEnabled(number > 0)


def _said(line: NameLine) -> str:
    """A line as it was read, with what speaks against it."""
    born = _("born {date}").format(date=say_date(line.birth_date, language().code)) if line.birth_date else ""
    first = " · ".join(part for part in (line.name, born, line.note) if part)
    if line.problem:
        return f"{first}\n{line.problem}"
    return f"{first}\n{_('Like {who}: tick it if it is somebody else').format(who=line.twin)}" if line.twin else first
