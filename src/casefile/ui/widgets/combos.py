"""Combo boxes that keep still under the wheel, and one in which a term is found by typing any part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QListView

from casefile.ui.painting import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Calm(QObject):
    """Keeps the wheel from changing a box over which a page is scrolled."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def calm(box: QComboBox) -> None:
    """Let the wheel pass by a box."""
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Calm(box))


def shown_in_box(text: str) -> str:
    """A text as a box that cannot be typed into shows it: figures and punctuation on their own side of the words."""
    return isolate(text) if QGuiApplication.isRightToLeft() else text


class SearchableBox(QComboBox):
    """A box of terms, found by typing any part of a label; what is no label is kept as typed, to be refused by name.

    Args:
        labels: Label by term, in the order offered; an empty term stands first by itself.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self.addItem("", "")
        for term, label in labels.items():
            self.addItem(label, term)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        calm(self)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offers = QListView()
        offers.setObjectName("offers")
        completer.setPopup(offers)
        self.setCompleter(completer)
        self._offers = offers
        # After the completer put its own filter there, so that this one is asked first.
        offers.installEventFilter(self)
        line = self.lineEdit()
        if line is not None:
            # After the offers have been brought up to date with the letter typed.
            line.textEdited.connect(lambda _text: QTimer.singleShot(0, self, self._mark_first))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab takes the offer that is marked, as Enter does, and goes on to the next field."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self._offers and pressed in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._offers, enter)
            self.focusNextPrevChild(pressed == Qt.Key.Key_Tab)
            return True
        return super().eventFilter(watched, event)

    def _mark_first(self) -> None:
        """Put the cursor on the first offer, so that Enter or Tab takes it."""
        first = self._offers.model().index(0, 0)
        if self._offers.isVisible() and first.isValid() and not self._offers.currentIndex().isValid():
            # Quietly, or Qt would write the offer into the field over what is being typed.
            blocked = self._offers.selectionModel().blockSignals(True)
            self._offers.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._offers.selectionModel().blockSignals(blocked)
            self._offers.viewport().update()

    def term(self) -> str:
        """The term whose label stands there; what was typed if it is no label."""
        typed = self.currentText().strip()
        position = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(position)) if position >= 0 else typed

    def show_term(self, term: str) -> None:
        """Show a term; one that is not in the list is shown as it is."""
        position = self.findData(term)
        self.setCurrentIndex(position)
        if position < 0:
            self.setEditText(term)
