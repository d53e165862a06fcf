"""The page of one record that has a header which stays, and tabs beneath it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.casework.titles import kind_label
from casefile.ui.field_in_place import field_with_keyboard, give_keyboard, open_editor
from casefile.ui.pages.list_page import ChosenView
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.flow import Flow
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.page import Desk


class TabbedView(ChosenView):
    """The page of one record: a header that stays, and tabs.

    Args:
        desk: The book and the look.
        record: The record.
        kind: Its kind.
        tabs: Name of each tab, and what makes it when it is first shown.
    """

    def __init__(
        self, desk: Desk, record: RecordId, kind: str, tabs: Iterable[tuple[str, Callable[[], QWidget]]]
    ) -> None:
        super().__init__()
        self._desk = desk
        self.record = record
        self._read_anew()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QVBoxLayout()
        column.addLayout(self._head)
        self._tabs = Tabs(kind_label(kind))
        column.addWidget(self._tabs, 1)
        for title, make in tabs:
            self._tabs.add(title, make)
        self._header: QWidget | None = None
        self._show_header()

    def refresh(self) -> None:
        """Read everything anew; the tab, its place and the keyboard's stay. A field being edited is waited for."""
        self._read_anew()
        self._show_header()
        field = open_editor(self._tabs)
        if field is not None:
            once = Qt.ConnectionType(
                Qt.ConnectionType.UniqueConnection.value | Qt.ConnectionType.QueuedConnection.value
            )
            field.closed.connect(self.refresh, once)
            return
        at = field_with_keyboard(self._tabs)
        self._tabs.refresh()
        page = self._tabs.page()
        if page is not None:
            give_keyboard(page, at)

    @abstractmethod
    def _read_anew(self) -> None:
        """Read what the header and the tabs show."""

    @abstractmethod
    def _made_header(self) -> QWidget:
        """Make the header of what was read."""

    def _show_header(self) -> None:
        if self._header is not None:
            self._head.removeWidget(self._header)
            self._header.hide()
            self._header.deleteLater()
        self._header = self._made_header()
        self._head.addWidget(self._header)


def header(
    title: str,
    chips: Iterable[QWidget],
    actions: Sequence[QWidget],
    *,
    before: QWidget | None = None,
    beneath: Iterable[QWidget] = (),
    after: Iterable[QWidget] = (),
) -> QWidget:
    """The header of a record's page.

    Args:
        title: What the record is called.
        chips: What is said of it in a word or two.
        actions: Buttons at the end.
        before: What stands in front of the words, such as a picture.
        beneath: What stands between title and chips.
        after: What stands beneath the chips.
    """
    head = QWidget()
    head.setObjectName("surface")
    head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(head)
    row.setContentsMargins(28, 18, 28, 10)
    row.setSpacing(16)
    if before is not None:
        row.addWidget(before, alignment=Qt.AlignmentFlag.AlignTop)
    named = QVBoxLayout()
    named.setSpacing(6)
    named.addWidget(label(title, "title", wrap=True))
    for widget in beneath:
        named.addWidget(widget)
    first = QHBoxLayout()
    first.setSpacing(16)
    first.addLayout(named, 1)
    for action in actions:
        first.addWidget(action, alignment=Qt.AlignmentFlag.AlignTop)
    said = QWidget()
    flow = Flow(8, said)
    for chip in chips:
        flow.addWidget(chip)
    words = QVBoxLayout()
    words.setSpacing(6)
    words.addLayout(first)
    words.addWidget(said)
    for widget in after:
        words.addWidget(widget)
    row.addLayout(words, 1)
    return head
