"""One editor for each shape of field: shows the value, takes what a person types, and says how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.counts import read_count, say_count
from casefile.base.dates import say_date
from casefile.base.i18n import _, language
from casefile.base.typed_dates import read_date_typed
from casefile.casework.record import Facts, Shape, Value
from casefile.casework.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    import datetime as dt

_PROSE_LINES = 4
_SET_SEPARATOR = "; "


class Finder(Protocol):
    """Gives records that a link may point to."""

    def found(self, target: str, words: str) -> Sequence[tuple[RecordId, str]]:
        """Ids and titles of records of a kind that match some words, the best first."""
        ...

    def title(self, record: RecordId) -> str:
        """How a record is called."""
        ...


class Editor(QWidget):
    """The editor of one field.

    Args:
        facts: What the field holds.
    """

    edited = Signal()

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)

    def value(self) -> Value | str:
        """What is to be saved: accepted form, or text as typed for the store to read and perhaps refuse."""
        raise TypeError(type(self).__name__)

    def set_value(self, value: Value) -> None:
        """Show a value as it is kept."""
        raise TypeError(f"{type(self).__name__} cannot show {type(value).__name__}")

    def mark(self, wrong: bool) -> None:  # noqa: FBT001 - the state itself
        """Show or stop showing that the value was refused."""
        field = self.focusProxy()
        if field is not None:
            field.setProperty("wrong", "true" if wrong else "false")
            field.style().unpolish(field)
            field.style().polish(field)

    def _take(self, field: QWidget) -> None:
        self._column.addWidget(field)
        self.setFocusProxy(field)
        field.setAccessibleName(_(self.facts.label))
        field.setAccessibleDescription(_(self.facts.help))
        field.setToolTip(_(self.facts.help))


class LineEditor(Editor):
    """Text of one line, a number, or a value that is read from what is typed, with the reading beneath."""

    def __init__(self, facts: Facts, reading: Callable[[str], tuple[str, str]] | None = None) -> None:
        super().__init__(facts)
        self._field = QLineEdit()
        self._take(self._field)
        self._reading = reading
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setProperty("role", "reading")
        self._said.setWordWrap(True)
        self._said.hide()
        self._column.addWidget(self._said)
        self._field.textEdited.connect(self._typed)

    def value(self) -> Value | str:
        """The canonical form if it was understood, else the text itself."""
        text = self._field.text()
        if self._reading is None or not text.strip():
            return text
        return self._reading(text)[0] or text

    def set_value(self, value: Value) -> None:
        """Show the value; a date or count in its canonical form with its reading."""
        self._field.setText("" if value is None else str(value))
        self._say()

    def _typed(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        text = self._field.text().strip()
        said = self._reading(text)[1] if self._reading is not None and text else ""
        self._said.setText(said)
        self._said.setVisible(bool(said))


class ProseEditor(Editor):
    """Paragraphs. Tab leaves the field."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._field = QPlainTextEdit()
        self._field.setTabChangesFocus(True)
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _PROSE_LINES + 22)
        self._take(self._field)
        self._field.textChanged.connect(self.edited)

    def value(self) -> str:
        """The text."""
        return self._field.toPlainText()

    def set_value(self, value: Value) -> None:
        """Show the text."""
        blocked = self._field.blockSignals(True)
        self._field.setPlainText(str(value or ""))
        self._field.blockSignals(blocked)


class _Calm(QObject):
    """Keeps the wheel from changing a box that the page is scrolled over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _searchable(box: QComboBox) -> None:
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = box.completer()
    if completer is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Calm(box))


class TermEditor(Editor):
    """One term of a vocabulary, found by typing any part of its label."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._box = QComboBox()
        self._box.addItem("", "")
        terms = vocabulary(facts.vocabulary)
        for term in terms.terms:
            self._box.addItem(terms.label(term, language().code), term)
        _searchable(self._box)
        self._take(self._box)
        self._box.currentIndexChanged.connect(self.edited)

    def value(self) -> str:
        """The term's id; what was typed, if it is no term's label."""
        typed = self._box.currentText().strip()
        position = self._box.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self._box.itemData(position)) if position >= 0 else typed

    def set_value(self, value: Value) -> None:
        """Choose a term."""
        blocked = self._box.blockSignals(True)
        self._box.setCurrentIndex(max(self._box.findData(value or ""), 0))
        self._box.blockSignals(blocked)


class SetEditor(Editor):
    """A set of terms or texts, written in one line with semicolons between; terms are completed while typing."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._field = QLineEdit()
        self._labels: Mapping[str, str] = {}
        if facts.shape is Shape.TERMS:
            terms = vocabulary(facts.vocabulary)
            self._labels = {term: terms.label(term, language().code) for term in terms.terms}
            completer = QCompleter(sorted(self._labels.values()), self._field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setWidget(self._field)
            completer.activated.connect(self._complete)
            self._completer = completer
            self._field.textEdited.connect(self._offer)
        self._field.setPlaceholderText(_("several, with ; between"))
        self._take(self._field)
        self._field.textEdited.connect(self.edited)

    def value(self) -> tuple[str, ...]:
        """The elements; a label that is no term stays as typed, for the store to refuse by name."""
        parts = [part.strip() for part in self._field.text().split(";") if part.strip()]
        by_label = {label.casefold(): term for term, label in self._labels.items()}
        return tuple(by_label.get(part.casefold(), part) for part in parts)

    def set_value(self, value: Value) -> None:
        """Show the elements by their labels."""
        parts = value if isinstance(value, tuple) else ()
        self._field.setText(_SET_SEPARATOR.join(self._labels.get(part, part) for part in parts))

    def _offer(self, text: str) -> None:
        last = text.rpartition(";")[2].strip()
        self._completer.setCompletionPrefix(last)
        if last:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _complete(self, label: str) -> None:
        kept = self._field.text().rpartition(";")[0]
        self._field.setText(f"{kept}{_SET_SEPARATOR if kept else ''}{label}{_SET_SEPARATOR}")
        self.edited.emit()


class LinkEditor(Editor):
    """A link, found by typing words of the record it points to, in any script."""

    def __init__(self, facts: Facts, finder: Finder) -> None:
        super().__init__(facts)
        self._finder = finder
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setCompleter(None)  # type: ignore[arg-type]  # Qt takes None for "no completer"
        self._box.installEventFilter(_Calm(self._box))
        line = self._box.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("type to search"))
            line.textEdited.connect(self._search)
        self._take(self._box)
        self._box.activated.connect(self.edited)

    def value(self) -> bytes | str:
        """The id chosen; `NO_ID` for an empty field; words that were not chosen from are given back as they are."""
        typed = self._box.currentText().strip()
        if not typed:
            return NO_ID
        position = self._box.currentIndex()
        if position >= 0 and self._box.itemText(position) == typed:
            return bytes.fromhex(str(self._box.itemData(position)))
        return typed

    def set_value(self, value: Value) -> None:
        """Show the record pointed to."""
        blocked = self._box.blockSignals(True)
        self._box.clear()
        if isinstance(value, bytes) and value:
            self._box.addItem(self._finder.title(RecordId(value)), value.hex())
            self._box.setCurrentIndex(0)
        else:
            self._box.setEditText("")
        self._box.blockSignals(blocked)

    def _search(self, words: str) -> None:
        blocked = self._box.blockSignals(True)
        self._box.clear()
        for record, title in self._finder.found(self.facts.target, words):
            self._box.addItem(title, record.hex())
        self._box.setCurrentIndex(-1)
        self._box.setEditText(words)
        self._box.blockSignals(blocked)
        if self._box.count():
            self._box.showPopup()
            line = self._box.lineEdit()
            if line is not None:
                line.setFocus()
        self.edited.emit()


def editor(facts: Facts, finder: Finder, today: dt.date) -> Editor:
    """The editor for a field."""
    if facts.shape is Shape.PROSE:
        return ProseEditor(facts)
    if facts.shape is Shape.TERM:
        return TermEditor(facts)
    if facts.is_set:
        return SetEditor(facts)
    if facts.shape is Shape.LINK:
        return LinkEditor(facts, finder)
    if facts.shape is Shape.DATE:
        return LineEditor(facts, lambda text: _date(text, today))
    return LineEditor(facts, _count if facts.shape is Shape.COUNT else None)


def _date(text: str, today: dt.date) -> tuple[str, str]:
    try:
        edtf = read_date_typed(text, today)
    except ValueError as reason:
        return "", str(reason)
    return edtf, say_date(edtf, language().code)


def _count(text: str) -> tuple[str, str]:
    try:
        canonical = str(read_count(text))
    except ValueError as reason:
        return "", str(reason)
    return canonical, say_count(canonical, language().code)
