from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from casefile.ui.page import Desk
from casefile.ui.saved_views import View, save_view, saved_views
from casefile.ui.views_button import NameDialog, ViewsButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

HELD = View("person", "Held", facets=(("state", ("in_custody",)),))
MISSING = View("person", "Missing", facets=(("state", ("missing",)),))


class Shown:
    """A list, as the button sees it."""

    def __init__(self) -> None:
        self.now = View("person")

    def show(self, view: View) -> None:
        self.now = View(view.kind, facets=view.facets, order=view.order)


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def views(desk: Desk, shown: Shown, qtbot: QtBot) -> ViewsButton:
    for view in (HELD, MISSING):
        save_view(desk.casebook, view)
    made = ViewsButton(desk, lambda: shown.now, shown.show)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def press(views: ViewsButton) -> Callable[[str], None]:
    """Presses an entry of the menu."""

    def pressed(text: str) -> None:
        views.fill()
        (action,) = [one for one in views.menu.actions() if one.text() == text]
        action.trigger()

    return pressed


def texts(views: ViewsButton) -> list[str]:
    views.fill()
    return [("✓ " if one.isChecked() else "") + one.text() for one in views.menu.actions() if one.text()]


def name(views: ViewsButton, typed: str, qtbot: QtBot) -> NameDialog:
    found = views.findChild(NameDialog)
    assert isinstance(found, NameDialog)
    found.field.setText(typed)
    qtbot.keyClick(found.field, Qt.Key.Key_Return)
    return found


def test_a_view_is_shown_by_one_press_and_ticked_while_it_is_shown(
    views: ViewsButton, shown: Shown, press: Callable[[str], None]
) -> None:
    assert texts(views) == ["Held", "Missing", "Save this view…"]
    press("Missing")
    assert shown.now.facets == MISSING.facets
    assert texts(views) == ["Held", "✓ Missing", "Save this view…", "Rename “Missing”…", "Delete “Missing”"]


def test_what_is_shown_is_saved_under_a_name(
    views: ViewsButton, shown: Shown, desk: Desk, press: Callable[[str], None], qtbot: QtBot
) -> None:
    shown.now = View("person", order="newest")
    press("Save this view…")
    name(views, "  New \u202e&  ", qtbot)
    assert [(view.name, view.order) for view in saved_views(desk.casebook)][2] == ("New &", "newest")
    assert "✓ New &&" in texts(views)


def test_a_name_that_is_taken_or_empty_is_refused_at_the_field(
    views: ViewsButton, desk: Desk, press: Callable[[str], None], qtbot: QtBot
) -> None:
    press("Save this view…")
    dialog = name(views, "HELD", qtbot)
    assert dialog.problem.text() == "There is a view of this name. Choose another name."
    name(views, "   ", qtbot)
    assert len(saved_views(desk.casebook)) == 2
    assert not dialog.save.isEnabled()


def test_a_view_is_renamed_and_the_old_name_comes_back_by_undo(
    views: ViewsButton, desk: Desk, press: Callable[[str], None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    undo: list[Callable[[], object]] = []
    monkeypatch.setattr(desk.messages, "say", lambda _text, _name="", action=None: undo.append(action))
    press("Held")
    press("Rename “Held”…")
    name(views, "Held since March", qtbot)
    assert [view.name for view in saved_views(desk.casebook)] == ["Held since March", "Missing"]
    undo[-1]()
    assert saved_views(desk.casebook) == [HELD, MISSING]


def test_a_view_is_deleted_and_comes_back_by_undo(
    desk: Desk, press: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    undo: list[Callable[[], object]] = []
    monkeypatch.setattr(desk.messages, "say", lambda _text, _name="", action=None: undo.append(action))
    press("Held")
    press("Delete “Held”")
    assert saved_views(desk.casebook) == [MISSING]
    undo[-1]()
    assert saved_views(desk.casebook) == [HELD, MISSING]


def test_a_view_that_was_looked_at_differently_takes_the_change_when_asked(
    shown: Shown, desk: Desk, said: Said, press: Callable[[str], None]
) -> None:
    press("Held")
    shown.now = View("person", facets=HELD.facets, order="newest")
    press("Change “Held” to this")
    assert saved_views(desk.casebook)[0] == View("person", "Held", facets=HELD.facets, order="newest")
    assert said.lines == ["The view “Held” was changed."]


def test_a_vault_open_for_reading_shows_views_and_saves_none(
    views: ViewsButton, desk: Desk, press: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.casebook.vault, "read_only", True, raising=False)
    press("Held")
    enabled = [one.text() for one in views.menu.actions() if one.isEnabled() and one.text()]
    views.fill()
    enabled = [one.text() for one in views.menu.actions() if one.isEnabled() and one.text()]
    assert enabled == ["Held", "Missing"]
