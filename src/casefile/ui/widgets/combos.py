"""Combo boxes that keep still under the wheel, and one in which a term is found by typing any part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QCompleter, QListView

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
