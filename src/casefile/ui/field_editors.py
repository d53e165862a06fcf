"""One editor for each shape of field: shows the value, takes what a person types, and says how it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from casefile.base.counts import read_count, say_count
from casefile.base.dates import say_date
from casefile.base.i18n import _, language
from casefile.base.typed_dates import read_date_typed
from casefile.casework.record import Facts, Shape
from casefile.casework.vocabulary import vocabulary
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.combos import SearchableBox
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    import datetime as dt

    from casefile.casework.record import Value

_PROSE_LINES = 4
_MOST_PROSE_LINES = 14


class Editor(QWidget):
    """The editor of one field.

    Args:
        facts: What the field holds.

    Signals:
        edited: A person changed it.
    """

    edited = Signal()

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(3)

    def value(self) -> Value:
        """What stands there in the form in which it is kept; the text as typed if it cannot be read."""
        raise TypeError(type(self).__name__)

    def set_value(self, value: Value) -> None:
        """Show a value as it is kept, or text as somebody typed it."""
        raise TypeError(f"{type(self).__name__} cannot show {type(value).__name__}")

    def set_typed(self, value: Value) -> None:
        """Show again what somebody had typed, whether it can be read or not."""
        self.set_value(value)

    def problem(self) -> str:
        """Why what stands there cannot be taken, in the user's language; empty if it can."""
        return ""

    def mark(self, *, wrong: bool) -> None:
        """Show, or stop showing, that the value was refused."""
        field = self.focusProxy()
        if field is not None and field.property("wrong") != ("true" if wrong else "false"):
            field.setProperty("wrong", "true" if wrong else "false")
            field.style().unpolish(field)
            field.style().polish(field)

    def take(self, field: QWidget) -> None:
        """Make a widget the one that is typed into."""
        self.column.addWidget(field)
        self.setFocusProxy(field)
        field.setAccessibleName(_(self.facts.label))
        field.setAccessibleDescription(_(self.facts.help))


class LineEditor(Editor):
    """Text of one line."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.field = QLineEdit()
        self.take(self.field)
        self.field.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Value:
        """The text."""
        return self.field.text()

    def set_value(self, value: Value) -> None:
        """Show a text."""
        self.field.setText(value if isinstance(value, str) else "")
        self.field.setCursorPosition(0)


class NumberEditor(LineEditor):
    """A number, with its unit in the empty field."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.field.setPlaceholderText(_(facts.unit))

    def value(self) -> Value:
        """The number, None for none, the text if it is no number."""
        typed = self.field.text().strip().replace(",", ".")
        if not typed:
            return None
        try:
            return int(typed) if self.facts.shape is Shape.INTEGER else float(typed)
        except ValueError:
            return self.field.text()

    def set_value(self, value: Value) -> None:
        """Show a number."""
        self.field.setText(f"{value:.10g}" if isinstance(value, int | float) else str(value or ""))

    def problem(self) -> str:
        """That it is no number."""
        if not isinstance(self.value(), str):
            return ""
        return _("This must be a whole number.") if self.facts.shape is Shape.INTEGER else _("This must be a number.")


class ReadEditor(LineEditor):
    """A date or a count: typed as people say it, with the reading shown beneath.

    Args:
        facts: What the field holds.
        read: The canonical form of what was typed; ValueError with the reason if it cannot be read.
        say: The canonical form in words.
        hint: An example for the empty field.
    """

    def __init__(self, facts: Facts, read: Callable[[str], str], say: Callable[[str], str], hint: str) -> None:
        super().__init__(facts)
        self._read = read
        self._say = say
        self._shown = ("", "")
        self.field.setPlaceholderText(hint)
        self._reading = label("", "reading", wrap=True)
        self._reading.hide()
        self.column.addWidget(self._reading)
        self.field.textChanged.connect(lambda _text: self._look())

    def value(self) -> Value:
        """The canonical form; the text if it cannot be read."""
        text = self.field.text().strip()
        if text == self._shown[0]:
            return self._shown[1]
        try:
            return self._read(text) if text else ""
        except ValueError:
            return text

    def set_typed(self, value: Value) -> None:
        """Show again what was typed: a canonical form in words, anything else as it stood there."""
        text = value if isinstance(value, str) else ""
        try:
            self.set_value(self._read(text) if text else "")
        except ValueError:
            self._shown = ("", "")
            self.field.setText(text)

    def set_value(self, value: Value) -> None:
        """Show a canonical form in words."""
        canonical = value if isinstance(value, str) else ""
        self._shown = (self._say(canonical), canonical)
        self.field.setText(self._shown[0])
        self.field.setCursorPosition(0)

    def problem(self) -> str:
        """Why it cannot be read."""
        text = self.field.text().strip()
        if not text or text == self._shown[0]:
            return ""
        try:
            self._read(text)
        except ValueError as reason:
            return str(reason)
        return ""

    def _look(self) -> None:
        text = self.field.text().strip()
        problem = self.problem()
        said = "" if problem or not text else self._say(str(self.value()))
        # What was typed as it would be said needs no echo.
        self._reading.setText("" if said == text else said)
        self._reading.setVisible(bool(self._reading.text()))


class ProseEditor(Editor):
    """Paragraphs, in a field that grows with them. Tab leaves it."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._field = QPlainTextEdit()
        self._field.setTabChangesFocus(True)
        self.take(self._field)
        self._field.textChanged.connect(self._typed)
        self._quiet = False
        self._grow()

    def value(self) -> Value:
        """The text."""
        return self._field.toPlainText()

    def set_value(self, value: Value) -> None:
        """Show a text."""
        self._quiet = True
        self._field.setPlainText(value if isinstance(value, str) else "")
        self._quiet = False

    def _typed(self) -> None:
        self._grow()
        if not self._quiet:
            self.edited.emit()

    def _grow(self) -> None:
        lines = min(max(round(self._field.document().size().height()), _PROSE_LINES), _MOST_PROSE_LINES)
        height = self._field.fontMetrics().lineSpacing() * lines + 26
        if height != self._field.height():
            self._field.setFixedHeight(height)


class TermEditor(Editor):
    """One term of a vocabulary, found by typing any part of its label."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._box = SearchableBox(labels_of(facts.vocabulary))
        self.take(self._box)
        self._quiet = False
        self._box.currentTextChanged.connect(lambda _text: None if self._quiet else self.edited.emit())

    def value(self) -> Value:
        """The term's id; what was typed, if it is no term's label."""
        return self._box.term()

    def set_value(self, value: Value) -> None:
        """Show a term."""
        self._quiet = True
        self._box.show_term(value if isinstance(value, str) else "")
        self._quiet = False

    def problem(self) -> str:
        """That it is no term of the list."""
        typed = self._box.term()
        if not typed or typed in vocabulary(self.facts.vocabulary).terms:
            return ""
        return _("“{term}” is not one of the terms of this list.").format(term=typed[:60])


class SetEditor(Editor):
    """A set of terms or texts: a removable chip for each, and a field that adds one."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._labels: Mapping[str, str] = labels_of(facts.vocabulary) if facts.shape is Shape.TERMS else {}
        self._elements: list[str] = []
        self._chips = QWidget()
        self._row = Flow(6, self._chips)
        self._chips.hide()
        self.column.addWidget(self._chips)
        self._box: SearchableBox | None = None
        if facts.shape is Shape.TERMS:
            self._box = SearchableBox(self._labels)
            line = self._box.lineEdit()
            # Later, since Qt writes the offer that was taken into the field after it told of it.
            self._box.activated.connect(lambda _index: QTimer.singleShot(0, self, self._add_typed))
            completer = self._box.completer()
            if completer is not None:
                completer.activated.connect(lambda _text: QTimer.singleShot(0, self, self._add_typed))
            self.take(self._box)
        else:
            line = QLineEdit()
            self.take(line)
        self._line = line if line is not None else QLineEdit()
        self._line.setPlaceholderText(_("Add one, then Enter"))
        self._line.installEventFilter(self)

    def value(self) -> Value:
        """The elements, sorted; what was typed and not yet added counts too."""
        return tuple(sorted({*self._elements, *([typed] if (typed := self._typed()) else [])}))

    def set_value(self, value: Value) -> None:
        """Show a set."""
        self._elements = list(value) if isinstance(value, tuple) else []
        self._show()

    def problem(self) -> str:
        """That an element is no term of the list."""
        strange = [one for one in self._of_value() if self._labels and one not in self._labels]
        return _("“{term}” is not one of the terms of this list.").format(term=strange[0][:60]) if strange else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, comma and semicolon add what was typed; Backspace in an empty field takes the last away."""
        if watched is self._line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            adds = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Semicolon}
            if adds and self._line.text().strip():
                self._add_typed()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self._line.text() and self._elements:
                self._remove(self._elements[-1])
                return True
        return super().eventFilter(watched, event)

    def _of_value(self) -> tuple[str, ...]:
        value = self.value()
        return value if isinstance(value, tuple) else ()

    def _typed(self) -> str:
        return self._box.term() if self._box is not None else self._line.text().strip()

    def _add_typed(self) -> None:
        typed = self._typed()
        if not typed or (self._labels and typed not in self._labels):
            return
        if typed not in self._elements:
            self._elements.append(typed)
        if self._box is not None:
            self._box.setCurrentIndex(0)
        self._line.clear()
        self._show()
        self.edited.emit()

    def _remove(self, element: str) -> None:
        self._elements.remove(element)
        self._show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show(self) -> None:
        while item := self._row.takeAt(0):
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for element in self._elements:
            said = self._labels.get(element, element)
            chip = button(f"{said}  ×", partial(self._remove, element), name=_("Remove {term}").format(term=said))
            chip.setProperty("role", "chip")
            self._row.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._elements))


def labels_of(name: str) -> dict[str, str]:
    """The labels of a vocabulary's terms in the app's language, in the order in which they are offered."""
    listed = vocabulary(name)
    return {term: listed.label(term, language().code) for term in listed.terms}


def editor(facts: Facts, today: dt.date) -> Editor:
    """The editor for any field but a link; see `link_editor` for that."""
    if facts.shape is Shape.DATE:
        return ReadEditor(
            facts,
            lambda text: read_date_typed(text, today),
            lambda edtf: say_date(edtf, language().code),
            _("16 Dec 2011, Dec 2011, about 2011"),
        )
    if facts.shape is Shape.COUNT:
        return ReadEditor(
            facts,
            lambda text: str(read_count(text)),
            lambda count: say_count(count, language().code),
            _("14, over 80, about 300, 10-20"),
        )
    return _PLAIN.get(facts.shape, LineEditor)(facts)


_PLAIN: Mapping[Shape, Callable[[Facts], Editor]] = MappingProxyType(
    {
        Shape.PROSE: ProseEditor,
        Shape.TERM: TermEditor,
        Shape.TERMS: SetEditor,
        Shape.TAGS: SetEditor,
        Shape.INTEGER: NumberEditor,
        Shape.REAL: NumberEditor,
    }
)
