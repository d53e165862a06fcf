"""Scenes of finding: a list that is narrowed, looked at as a saved view, widened into a table, and chosen from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from casefile.ui.column_chooser import ColumnChooser
from casefile.ui.event_choice import EventChoice
from casefile.ui.facet_popover import FacetPopover
from casefile.ui.list_pane import ListPane
from casefile.ui.saved_views import View, save_view
from casefile.ui.table_memory import remember_width
from casefile.ui.views_button import NameDialog

if TYPE_CHECKING:
    from shots import Stage


def _narrowed(*chosen: tuple[str, str]) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main("people")
        pane = made.findChild(ListPane)
        if isinstance(pane, ListPane) and pane.facets is not None:
            for name, value in chosen:
                pane.facets.turn(name, stage.first(name).hex() if value == "first" else value, on=True)
        stage.settle()
        return made

    return play


def _table(kind: str) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = stage.main(kind)
        pane = made.findChild(ListPane)
        if isinstance(pane, ListPane):
            pane.set_wide(wide=True)
            stage.settle()
            remember_width(stage.book, "person" if kind == "people" else "event", wide=False)
        return made

    return play


def _several(*, wide: bool, ask: bool = False) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = _table("people")(stage) if wide else stage.main("people")
        pane = made.findChild(ListPane)
        if not isinstance(pane, ListPane) or pane.selection is None:
            return made
        shown = pane.table.grid if wide and pane.table is not None else pane.list
        shown.setFocus()
        for _step in range(4):
            QTest.keyClick(shown, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        if ask:
            pane.selection.choose_event()
            stage.settle()
            return made.findChild(EventChoice) or made
        stage.settle()
        return made

    return play


def _columns(stage: Stage) -> QWidget:
    made = _table("people")(stage)
    pane = made.findChild(ListPane)
    if isinstance(pane, ListPane) and pane.table is not None:
        pane.table.choose_columns()
        stage.settle()
    return made.findChild(ColumnChooser) or made


def _views(stage: Stage) -> QWidget:
    made = _narrowed(("state", "in_custody"))(stage)
    pane = made.findChild(ListPane)
    if not isinstance(pane, ListPane) or pane.views is None:
        return made
    for name, view in (("Held", pane.view()), ("Qiyalkent, since March", View("person", words="Qiyal"))):
        save_view(stage.book, replace(view, name=name))
    pane.show_view(pane.view())
    pane.views.menu.popup(pane.views.button.mapToGlobal(pane.views.button.rect().bottomLeft()))
    stage.settle()
    return pane.views.menu


def _naming(stage: Stage) -> QWidget:
    made = _narrowed(("state", "in_custody"))(stage)
    pane = made.findChild(ListPane)
    if not isinstance(pane, ListPane) or pane.views is None:
        return made
    pane.views.save()
    return made.findChild(NameDialog) or made


def _facets(number: int) -> Callable[[Stage], QWidget]:
    def play(stage: Stage) -> QWidget:
        made = _narrowed(("state", "deceased"), ("state", "in_custody"))(stage)
        pane = made.findChild(ListPane)
        if not isinstance(pane, ListPane) or pane.facets is None:
            return made
        pane.facets.open()
        popover = made.findChild(FacetPopover)
        if not isinstance(popover, FacetPopover):
            return made
        popover.facets.setCurrentRow(number)
        stage.settle()
        return popover

    return play


FINDING: Mapping[str, Callable[[Stage], QWidget]] = {
    "people-narrowed": _narrowed(("event", "first"), ("sex", "male")),
    "table-people": _table("people"),
    "table-events": _table("events"),
    "several": _several(wide=False),
    "several-table": _several(wide=True),
    "several-event": _several(wide=False, ask=True),
    "table-columns": _columns,
    "views-menu": _views,
    "views-name": _naming,
    "facets-state": _facets(0),
    "facets-place": _facets(3),
}
"""The scenes by name."""
