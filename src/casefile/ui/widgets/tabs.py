"""Tabs over pages that are made when they are first looked at. A real tab bar: it is read out as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable


class TabStrip(QTabBar):
    """A tab bar whose focus can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        """It can be narrow: buttons then scroll it."""
        return QSize(120, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tabs, and a ring around the current one while the keyboard is here."""
        super().paintEvent(event)
        if not self.hasFocus() or self.currentIndex() < 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        painter.drawRoundedRect(QRectF(self.tabRect(self.currentIndex())).adjusted(2, 3, -2, -5), 6, 6)
        painter.end()


class Tabs(QWidget):
    """A tab bar and what it turns to.

    Args:
        name: What the tabs are about, for a screen reader.

    Signals:
        turned: The number of the tab that is shown now.
    """

    turned = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = TabStrip()
        self.bar.setAccessibleName(name)
        self._shelf = QWidget()
        self._shelf.setObjectName("surface")
        self._shelf.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        shelf = QVBoxLayout(self._shelf)
        shelf.setContentsMargins(16, 0, 16, 0)
        shelf.addWidget(self.bar)
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        self._pages = QStackedWidget()
        column.addWidget(self._shelf)
        column.addWidget(rule)
        column.addWidget(self._pages, 1)
        self._makers: list[Callable[[], QWidget]] = []
        self._made: dict[int, QWidget] = {}
        self.bar.currentChanged.connect(self._turn)

    def add(self, title: str, make: Callable[[], QWidget]) -> int:
        """Add a tab; `make` is called when it is first shown. Returns its number."""
        self._makers.append(make)
        return self.bar.addTab(title.replace("&", "&&"))

    def set_title(self, number: int, title: str) -> None:
        """Say something else on a tab."""
        self.bar.setTabText(number, title.replace("&", "&&"))

    def show_tab(self, number: int) -> None:
        """Turn to a tab."""
        self.bar.setCurrentIndex(number)

    def current(self) -> int:
        """The number of the tab shown."""
        return self.bar.currentIndex()

    def page(self) -> QWidget | None:
        """What the tab shown turned to, None if there is no tab."""
        return self._made.get(self.current())

    def refresh(self) -> None:
        """Forget what was made and make what is shown anew, scrolled to where it was."""
        old, self._made = self._made, {}
        scrolled = _bar_value(old.get(self.current()))
        if self.current() >= 0:
            self._turn(self.current())
            _scroll(self._made.get(self.current()), scrolled)
        for page in old.values():
            self._pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _turn(self, number: int) -> None:
        if not 0 <= number < len(self._makers):
            return
        if number not in self._made:
            self._made[number] = self._makers[number]()
            self._pages.addWidget(self._made[number])
        self._pages.setCurrentWidget(self._made[number])
        self.turned.emit(number)


def _bar_value(page: QWidget | None) -> int:
    return page.verticalScrollBar().value() if isinstance(page, QScrollArea) else 0


def _scroll(page: QWidget | None, value: int) -> None:
    if isinstance(page, QScrollArea) and value:
        # The new page is laid out first, or its scroll bar has no range yet.
        inner = page.widget()
        layout = inner.layout() if inner is not None else None
        if inner is not None and layout is not None:
            layout.activate()
            inner.adjustSize()
        page.verticalScrollBar().setValue(value)
