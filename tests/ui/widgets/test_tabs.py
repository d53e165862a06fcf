from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from casefile.ui.widgets.cards import scrolled
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Pages:
    """Makes pages and keeps which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def make(self, name: str) -> QWidget:
        self.made.append(name)
        body = QWidget()
        column = QVBoxLayout(body)
        for line in range(100):
            column.addWidget(QLabel(f"{name} {line}"))
        return scrolled(body)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def tabs(pages: Pages, qtbot: QtBot) -> Tabs:
    made = Tabs("Person")
    qtbot.addWidget(made)
    for name in ("Overview", "R&D", "History"):
        made.add(name, lambda name=name: pages.make(name))  # type: ignore[misc]  # mypy cannot tell what the default is
    made.resize(600, 400)
    made.show()
    return made


def test_a_page_is_made_when_its_tab_is_first_shown(tabs: Tabs, pages: Pages) -> None:
    assert pages.made == ["Overview"]
    tabs.show_tab(2)
    tabs.show_tab(0)
    tabs.show_tab(2)
    assert pages.made == ["Overview", "History"]


def test_turning_is_told(tabs: Tabs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tabs.turned) as heard:
        tabs.show_tab(1)
    assert heard.args == [1]
    assert tabs.current() == 1


def test_the_arrow_keys_turn_the_tabs(tabs: Tabs, qtbot: QtBot) -> None:
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Right)
    assert tabs.current() == 1


def test_tabs_are_read_out_as_tabs(tabs: Tabs) -> None:
    spoken = QAccessible.queryAccessibleInterface(tabs.bar)
    roles = {spoken.child(at).role() for at in range(3)}
    assert roles == {QAccessible.Role.PageTab}


def test_an_ampersand_in_a_title_is_shown(tabs: Tabs) -> None:
    assert tabs.bar.tabText(1) == "R&&D"


def test_refreshing_makes_only_the_page_shown_anew_and_keeps_its_place(tabs: Tabs, pages: Pages, qtbot: QtBot) -> None:
    tabs.show_tab(2)
    page = tabs.page()
    assert page is not None
    bar = page.verticalScrollBar()  # type: ignore[attr-defined]  # a scroll area, as it was made
    bar.setValue(150)
    tabs.refresh()
    assert pages.made == ["Overview", "History", "History"]
    again = tabs.page()
    assert again is not None
    assert again is not page
    assert again.verticalScrollBar().value() == 150  # type: ignore[attr-defined]  # the same
    qtbot.wait(1)
    tabs.show_tab(0)
    assert pages.made[-1] == "Overview"


def test_the_focus_on_a_tab_can_be_seen(tabs: Tabs, qtbot: QtBot) -> None:
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    tabs.bar.clearFocus()
    before = tabs.bar.grab().toImage()
    tabs.bar.setFocus()
    qtbot.waitUntil(tabs.bar.hasFocus)
    assert tabs.bar.grab().toImage() != before
