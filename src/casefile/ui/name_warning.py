"""The warning beneath a name while it is typed: somebody of a like name is in the book already."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from casefile.base.i18n import N_, _, ngettext
from casefile.casework.name_likeness import Alike, alike
from casefile.ui.known_or_new import known_of
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import clear, label

if TYPE_CHECKING:
    from collections.abc import Collection

    from casefile.base.clock import RecordId
    from casefile.ui.field_editors import Editor
    from casefile.ui.page import Desk

_PAUSE_MS = 120
NAME_FIELDS = MappingProxyType({"person": "shown_name", "name": "full_name"})
"""The field of a kind in which somebody's name is typed."""
_HOW = {
    "same": N_("the same name"),
    "spelling": N_("the same name in another spelling or script"),
    "order": N_("the same words in another order"),
    "part": N_("one of the names has a word more"),
    "close": N_("a letter or so differs"),
}


class NameWarning(QFrame):
    """Who is like the name in a field; hidden while nobody is.

    Args:
        desk: The book and the look.
        field: Where the name is typed.
        but: People who are not meant: the one whose name it is.

    Signals:
        open_wanted: The person that somebody wants to look at.
    """

    open_wanted = Signal(object)

    def __init__(self, desk: Desk, field: QLineEdit, but: Collection[RecordId] = ()) -> None:
        super().__init__()
        self.setObjectName("banner_warning")
        self._desk = desk
        self._but = frozenset(but)
        self.found: list[Alike] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(desk.theme.pixmap("triangle-alert", "warning"))
        head.addWidget(picture)
        self._heading = label("", "strong", wrap=True)
        head.addWidget(self._heading, 1)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self.hide()
        self._field = field
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        field.textEdited.connect(lambda _text: self._pause.start())

    @classmethod
    def beneath(cls, desk: Desk, editor: Editor, but: Collection[RecordId] = ()) -> NameWarning:
        """A warning that stands in an editor, beneath the name that is typed there."""
        field = editor.focusProxy()
        if not isinstance(field, QLineEdit):
            message = "a name is typed in one line"
            raise TypeError(message)
        made = cls(desk, field, but)
        editor.column.addWidget(made)
        return made

    def look(self) -> None:
        """Ask the book for the name that stands there now."""
        book, name = self._desk.casebook, self._field.text()
        found = book.read(
            lambda reader: alike(
                reader, name, lambda words, most: book.search_ids(words, "person", limit=most), but=self._but
            )
        )
        if found != self.found:
            self.found = found
            self._show()

    def _show(self) -> None:
        clear(self._rows)
        self._heading.setText(
            ngettext("Is this somebody you have already?", "Is this one of those you have already?", len(self.found))
        )
        for one in self.found:
            row = QHBoxLayout()
            row.setSpacing(10)
            name = one.line.name if one.name == one.line.name else f"{one.line.name} · {one.name}"
            said = label(f"{name}\n{known_of(one.line)} · {_(_HOW[one.how])}", wrap=True)
            row.addWidget(said, 1)
            opened = partial(self.open_wanted.emit, one.line.id)
            row.addWidget(button(_("Open"), opened, name=_("Open {name}").format(name=one.line.name)))
            self._rows.addLayout(row)
        self.setVisible(bool(self.found))
        # What a screen reader says while the cursor stays in the field.
        spoken = "; ".join(f"{one.line.name}, {known_of(one.line)}" for one in self.found)
        self._field.setAccessibleDescription(f"{self._heading.text()} {spoken}" if spoken else "")
