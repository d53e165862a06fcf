"""What a list is narrowed by: the button that opens the facets, and a chip for each value chosen, to take it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from casefile.base.i18n import _, language
from casefile.casework.facet_catalogue import chosen_labels, facets_of
from casefile.ui.facet_popover import FacetPopover
from casefile.ui.painting import text_width
from casefile.ui.theme import BODY, font
from casefile.ui.widgets.buttons import button, icon_button, shown_on_button
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from casefile.ui.list_pane import Question
    from casefile.ui.page import Desk

Facets = tuple[tuple[str, tuple[str, ...]], ...]
"""What is chosen: each facet by name with its values; sorted, so that two equal choices are equal."""
KEYS = "Ctrl+Shift+F"
_WIDEST = 200
"""Pixels of the words of a chip."""
_CHIP = 28
"""Pixels that a chip is high."""


def as_facets(chosen: Mapping[str, tuple[str, ...]]) -> Facets:
    """A choice in the one form that can be compared and kept."""
    return tuple(sorted((name, tuple(sorted(set(values)))) for name, values in chosen.items() if values))


class RemovableChip(QPushButton):
    """A value that narrows the list; pressed, or by Delete, it is taken off."""

    def __init__(self, desk: Desk, text: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        face = font(BODY)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST)
        self.setText(shown_on_button(shown))
        self.setIcon(desk.theme.icon("x", "accent", 14))
        # The cross stands at the end, where one looks for it.
        right_to_left = QGuiApplication.isRightToLeft()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight if right_to_left else Qt.LayoutDirection.RightToLeft)
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setChecked(True)
        self.setToolTip(_("Take off: {filter}").format(filter=text))
        self.setAccessibleName(_("Take off: {filter}").format(filter=text))
        self.setMinimumWidth(min(text_width(face, shown), 60))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._pressed = pressed
        self.clicked.connect(lambda: pressed())  # noqa: PLW0108 - Qt would hand over whether it is checked

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take it off."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._pressed()
        else:
            super().keyPressEvent(event)


class FacetBar(QWidget):
    """What is chosen in the facets of a kind, shown as chips.

    Args:
        desk: The book and the look.
        kind: The kind that is listed.
        question: What the list is asked now, for the counts.

    Signals:
        changed: Something was chosen, or taken off.
    """

    changed = Signal()

    def __init__(self, desk: Desk, kind: str, question: Callable[[], Question]) -> None:
        super().__init__()
        self._desk, self._kind, self._question = desk, kind, question
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._quick: frozenset[tuple[str, str]] = frozenset()
        self.setAccessibleName(_("Filters in force"))
        self._row = Flow(6, self)
        self.button: QToolButton = icon_button(desk.theme, "list-filter", self._name(), self.open)
        self.button.setObjectName("filter")
        QShortcut(QKeySequence(KEYS), self.button, self.open)
        self._show()

    def chosen(self) -> Facets:
        """What is chosen."""
        return as_facets(self._chosen)

    def choose(self, facets: Facets) -> None:
        """Choose something else, without telling anybody; a facet that is not there any more is left out."""
        known = {facet.name for facet in facets_of(self._kind)}
        self._chosen = {name: values for name, values in facets if name in known}
        self._show()

    def set_quick(self, values: frozenset[tuple[str, str]]) -> None:
        """Facets and values that have chips of their own elsewhere, and need none here."""
        self._quick = values
        self._show()

    def turn(self, name: str, value: str, *, on: bool, alone: bool = False) -> None:
        """Choose a value or take it off; `alone` takes the other values of its facet off."""
        others = () if alone else tuple(one for one in self._chosen.get(name, ()) if one != value)
        self._chosen[name] = (
            (*others, value) if on else tuple(one for one in self._chosen.get(name, ()) if one != value)
        )
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """Take everything off."""
        self._chosen.clear()
        self._show()
        self.changed.emit()

    def open(self) -> None:
        """Open the facets beneath the button."""
        at = self.button.mapToGlobal(QPoint(self.button.width(), self.button.height() + 4))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at.setX(at.x() - self.button.width())
        FacetPopover(self._desk, self._kind, self, self._question).show_beneath(at)

    def _show(self) -> None:
        while item := self._row.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        labels = self._desk.read(lambda reader: chosen_labels(reader, self._kind, self._chosen, language().code))
        shown = [one for one in labels if (one.facet, one.value) not in self._quick]
        for one in shown:
            text = one.label if one.alone else _("{facet}: {value}").format(facet=_(one.facet_label), value=one.label)
            self._add(RemovableChip(self._desk, text, partial(self._take_off, one.facet, one.value)))
        if len(labels) > 1:
            every = button(_("Clear all"), self.clear, role="link")
            every.setMinimumHeight(_CHIP)
            self._add(every)
        self.setVisible(bool(shown) or len(labels) > 1)
        self.button.setIcon(self._desk.theme.icon("list-filter", "accent" if labels else "secondary"))
        self.button.setAccessibleName(self._name())
        self.updateGeometry()

    def _add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._row.addWidget(widget)
        widget.show()

    def _take_off(self, name: str, value: str) -> None:
        self.turn(name, value, on=False)
        # The chip that had the keyboard is gone.
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> str:
        name = _("Filter ({keys})").format(keys=KEYS)
        number = sum(len(values) for values in self._chosen.values())
        return _("{name}, {number} chosen").format(name=name, number=number) if number else name
