"""A link to another record, found by typing words of it in any script, or made on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _
from casefile.casework.catalogue import record_type
from casefile.casework.record import ANY_KIND, Facts
from casefile.casework.titles import kind_label, title, title_of
from casefile.ui.field_editors import Editor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefile.casework.book import Reader
    from casefile.casework.record import Value
    from casefile.ui.page import Desk

_OFFERED = 12
_FEW = 60
"""So many records of a kind are offered without a word typed."""
_ROW_HEIGHT = 30
_PATIENCE_MS = 40
_MAKE = RecordId(b"make")


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that a link may point to.

    Attributes:
        record: Its id.
        title: How it is called.
        detail: What tells it from others of this title: kind and reference.
    """

    record: RecordId
    title: str
    detail: str


class BookFinder:
    """Finds records for links, through search."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def found(self, target: str, words: str) -> Sequence[Offer]:
        """Records of a kind that match some words, the best first; without words, all if they are few."""
        if not words.strip():
            return [] if target == ANY_KIND else self._desk.read(lambda reader: _all_if_few(reader, target))
        kinds: frozenset[str] = frozenset() if target == ANY_KIND else frozenset({target})
        hits = self._desk.casebook.search(words, kinds=kinds, limit=_OFFERED)
        ids = list(dict.fromkeys(hit.record for hit in hits))
        return self._desk.read(lambda reader: [_offer(reader, record) for record in ids])

    def title(self, record: RecordId) -> str:
        """How a record is called; empty if it is gone."""
        return self._desk.read(lambda reader: title_of(reader, record))


def _all_if_few(reader: Reader, kind: str) -> list[Offer]:
    if reader.count(kind) > _FEW:
        return []
    offers = [
        Offer(one.id, title(reader, one), f"{kind_label(kind)} {one.text('reference')}") for one in reader.of(kind)
    ]
    return sorted(offers, key=lambda offer: offer.title.casefold())


def _offer(reader: Reader, record: RecordId) -> Offer:
    one = reader.get(record)
    return Offer(record, title(reader, one), f"{kind_label(one.kind)} {one.text('reference')}")


class LinkEditor(Editor):
    """The editor of a link.

    Args:
        facts: What the field holds.
        finder: Finds records.
        make: Called with a kind, the words typed and what to do with the id, to make a record on the spot; None where
            none can be made.
    """

    def __init__(
        self,
        facts: Facts,
        finder: BookFinder,
        make: Callable[[str, str, Callable[[RecordId], object]], object] | None = None,
    ) -> None:
        super().__init__(facts)
        self._finder = finder
        self._make = make if facts.target != ANY_KIND else None
        self._record = NO_ID
        self._title = ""
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Type to search") if facts.target == ANY_KIND else self._hint())
        self.field.setClearButtonEnabled(True)
        self.take(self.field)
        self._offers = _Offers(self)
        self._offers.itemClicked.connect(self._take)
        self.field.installEventFilter(self)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._search)
        self.field.textEdited.connect(self._typed)
        self.field.textChanged.connect(self._cleared)

    def value(self) -> Value:
        """The id chosen; `NO_ID` for an empty field; words from which nothing was chosen are given back."""
        typed = self.field.text().strip()
        return self._record if typed == self._title.strip() or not typed else typed

    def set_value(self, value: Value) -> None:
        """Show the record pointed to."""
        self._offers.hide()
        if isinstance(value, str) and value:
            self._record, self._title = NO_ID, ""
            self.field.setText(value)
            return
        self._record = RecordId(value) if isinstance(value, bytes) else NO_ID
        self._title = (self._finder.title(self._record) or _("(no longer here)")) if self._record else ""
        self.field.setText(self._title)
        self.field.setCursorPosition(0)

    def problem(self) -> str:
        """That nothing was chosen."""
        if isinstance(self.value(), str):
            return _("Choose a record from the list that opens while you type.")
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys walk through the offers, Enter takes one, Escape closes them."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._offers.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and not self._offers.isVisible():
            self._search()
            return True
        if not self._offers.isVisible():
            return False
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._offers.setCurrentRow((self._offers.currentRow() + step) % self._offers.count())
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self._offers.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._offers.hide()
            return True
        return False

    def _typed(self, _text: str) -> None:
        self._patience.start()
        self.edited.emit()

    def _cleared(self, text: str) -> None:
        if not text and self._record:
            self._record, self._title = NO_ID, ""
            self._offers.hide()
            self.edited.emit()

    def _search(self) -> None:
        words = self.field.text().strip()
        chosen = words == self._title.strip() and bool(words)
        found = self._finder.found(self.facts.target, "" if chosen else words)
        self._offers.show_offers(found, self._new(words) if words and not chosen else "")

    def _new(self, words: str) -> str:
        if self._make is None:
            return ""
        return _("New {kind}: “{words}”").format(kind=kind_label(self.facts.target), words=words)

    def _hint(self) -> str:
        return _("Type to search: {kind}").format(kind=kind_label(self.facts.target, many=True))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        record = self._offers.record(item)
        words = self.field.text().strip()
        self._offers.hide()
        if record == _MAKE and self._make is not None:
            self._make(self.facts.target, words, self._take_made)
            return
        self._take_made(record)

    def _take_made(self, record: RecordId) -> None:
        self.set_value(record)
        self.edited.emit()


class _Offers(QListWidget):
    """The records offered, beneath the field; the field keeps the keyboard."""

    def __init__(self, owner: LinkEditor) -> None:
        super().__init__(owner)
        self._owner = owner
        self._records: list[RecordId] = []
        self.setObjectName("offers")
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(_("Records found"))
        self.hide()

    def show_offers(self, offers: Sequence[Offer], new: str) -> None:
        """Show records, and a last line that makes one; nothing is shown if there is neither."""
        self.clear()
        self._records.clear()
        for offer in offers:
            self._add(f"{offer.title}   ·   {offer.detail}", offer.record)
        if new:
            self._add(new, _MAKE)
        if not self.count():
            self.hide()
            return
        self.setCurrentRow(0)
        field = self._owner.field
        height = min(self.count(), _OFFERED) * _ROW_HEIGHT + 12
        below = field.mapToGlobal(QPoint(0, field.height() + 2))
        screen = field.screen().availableGeometry()
        if below.y() + height > screen.bottom():
            below = field.mapToGlobal(QPoint(0, -height - 2))
        self.setGeometry(below.x(), below.y(), max(field.width(), 280), height)
        self.show()

    def record(self, item: QListWidgetItem) -> RecordId:
        """The record that a line stands for."""
        return self._records[self.row(item)]

    def _add(self, text: str, record: RecordId) -> None:
        self._records.append(record)
        item = QListWidgetItem(text)
        item.setSizeHint(QSize(0, _ROW_HEIGHT))
        self.addItem(item)


def title_field(kind: str) -> str:
    """The field that words typed for a new record of this kind go into; empty if its name is no free text."""
    stated = record_type(kind)
    first = stated.kind.title[0] if stated.kind.title else ""
    return first if first and not stated.facts[first].vocabulary and not stated.facts[first].target else ""
