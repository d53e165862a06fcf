"""Whom or what a page is about: one person or event, found by typing words of it in any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.record import ANY_KIND, Facts, Shape
from casefile.casework.subjects import newest
from casefile.casework.titles import kind_label, title
from casefile.ui.link_editor import BookFinder, LinkEditor, Offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefile.casework.book import Reader
    from casefile.ui.page import Desk

_OFFERED = 12
_EACH = 6
"""Offered of each kind before a word is typed."""


class SubjectPicker(QWidget):
    """A field in which a record of some kinds is chosen.

    Args:
        desk: The book and the look.
        name: What the field is called, and what stands in it while it is empty.
        kinds: Kinds that may be chosen, in the order in which their newest are offered.

    Signals:
        picked: The id chosen; `NO_ID` when the field was emptied.
    """

    picked = Signal(object)

    def __init__(self, desk: Desk, name: str, kinds: Sequence[str]) -> None:
        super().__init__()
        self._desk = desk
        self._editor = LinkEditor(Facts(label=name, shape=Shape.LINK, target=ANY_KIND), _Finder(desk, kinds))
        self.field = self._editor.field
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self.field.setMinimumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._editor)
        self._told: RecordId = NO_ID
        self._editor.edited.connect(self._tell)

    def record(self) -> RecordId:
        """What is chosen; `NO_ID` for nothing."""
        value = self._editor.value()
        return RecordId(value) if isinstance(value, bytes) else NO_ID

    def show_record(self, record: RecordId) -> None:
        """Choose a record without telling anybody."""
        self._told = record
        self._editor.set_value(record)

    def _tell(self) -> None:
        value = self._editor.value()
        # Half a name is still being typed: what was chosen stays until something else is.
        if isinstance(value, bytes) and value != self._told:
            self._told = RecordId(value)
            self.picked.emit(self._told)


class _Finder(BookFinder):
    """Offers records of a few kinds only."""

    def __init__(self, desk: Desk, kinds: Sequence[str]) -> None:
        super().__init__(desk)
        self._book = desk.casebook
        self._kinds = kinds

    def found(self, target: str, words: str) -> Sequence[Offer]:
        """Records of these kinds that match some words; without words, the newest of each kind."""
        del target
        if words.strip():
            hits = self._book.search(words, kinds=frozenset(self._kinds), limit=_OFFERED)
            ids = list(dict.fromkeys(hit.record for hit in hits))
        else:
            ids = self._book.read(lambda reader: newest(reader, self._kinds, _EACH))
        return self._book.read(lambda reader: _offers(reader, ids))


def _offers(reader: Reader, ids: Sequence[RecordId]) -> list[Offer]:
    found = [one for record in ids if (one := reader.find(record)) is not None]
    return [Offer(one.id, title(reader, one), f"{kind_label(one.kind)} {one.text('reference')}") for one in found]
