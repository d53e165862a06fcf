"""A field that finds somebody or something by words in any script, or takes the words for a new card.

Nothing is made while one types. Whoever leaves words that are like somebody's is asked once: this one, or a new one?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, language
from casefile.casework.name_likeness import alike
from casefile.casework.people_lists import PersonLine, person_lines
from casefile.casework.titles import kind_label
from casefile.casework.vocabulary import vocabulary
from casefile.ui.link_editor import BookFinder, LinkEditor, Offer
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefile.casework.record import Facts, Value
    from casefile.ui.page import Desk

_PEOPLE = 8
_FEW = 3
_TAKES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class PeopleFinder(BookFinder):
    """Finds people by any of their names, in any script, spelling and order of words; other kinds as usual."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._book = desk.casebook

    def found(self, target: str, words: str) -> Sequence[Offer]:
        """Records that match some words; of people also those whose name is only like them."""
        if target != "person" or not words.strip():
            return super().found(target, words)
        ids = self._book.search_ids(words, "person", limit=_PEOPLE)
        if len(ids) < _FEW:
            search = lambda asked, most: self._book.search_ids(asked, "person", limit=most)  # noqa: E731 - used once
            near = self._book.read(lambda reader: alike(reader, words, search, but=ids))
            ids = [*ids, *(one.line.id for one in near)]
        return [Offer(line.id, named(line), known_of(line)) for line in self._book.read(lambda r: person_lines(r, ids))]


def named(line: PersonLine) -> str:
    """A person's name, with the one in another script."""
    return f"{line.name} · {line.other_script}" if line.other_script else line.name


def known_of(line: PersonLine) -> str:
    """What tells a person from a namesake: the state, the place, the reference."""
    state = vocabulary("whereabouts_status").label(line.state, language().code) if line.state else ""
    return " · ".join(part for part in (state, line.where, line.reference) if part)


class KnownOrNew(LinkEditor):
    """A link to a record that is there, or words for one that is not yet.

    Args:
        facts: What the field holds: a link to one kind.
        finder: Finds records.
        as_words: The words stay words, instead of becoming a card of their own.
    """

    def __init__(self, facts: Facts, finder: BookFinder, *, as_words: bool = False) -> None:
        super().__init__(facts, finder, self._take_new)
        self._as_words = as_words
        self._fresh = ""
        self._said = label("", "reading", wrap=True)
        self._said.hide()
        self.column.addWidget(self._said)
        self.field.textChanged.connect(lambda _text: self._say())

    def set_typed(self, value: Value) -> None:
        """Show a record, or words that were taken for a new one."""
        self._fresh = value if isinstance(value, str) else ""
        self.set_value(value)
        self._say()

    def record(self) -> RecordId:
        """The record chosen; `NO_ID` if there is none."""
        value = self.value()
        return RecordId(value) if isinstance(value, bytes) else NO_ID

    def words(self) -> str:
        """The words for a new one; empty if a record was chosen."""
        value = self.value()
        return value if isinstance(value, str) else ""

    def problem(self) -> str:
        """That words like somebody's were left open."""
        words = self.words()
        if not words or self._as_words or words == self._fresh or not self._finder.found(self.facts.target, words):
            return ""
        return _("There is something like this already: choose it from the list, or take “New” at its end.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab take the offer that is marked, also when they come faster than the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _TAKES and self._patience.isActive():
                self._patience.stop()
                self._search()
            if event.key() == Qt.Key.Key_Tab and self._offers.isVisible():
                self._take(self._offers.currentItem())
                return False
        return super().eventFilter(watched, event)

    def _take_new(self, _kind: str, words: str, _then: Callable[[RecordId], object]) -> None:
        self._fresh = words
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        words = self.words()
        said = ""
        if words and (self._as_words or words == self._fresh):
            said = _("Noted in these words, without a card of its own")
            if not self._as_words:
                said = _("New {kind}: “{words}”").format(kind=kind_label(self.facts.target), words=words)
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _new(self, words: str) -> str:
        if self._as_words:
            return _("Only in words: “{words}”").format(words=words)
        return super()._new(words)
