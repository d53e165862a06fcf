"""The button of a list with the views saved of it: show one, save what is shown, rename, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.base.text import clean, fold
from casefile.ui.saved_views import View, delete_view, save_view, saved_views
from casefile.ui.widgets.buttons import button, icon_button, shown_on_button
from casefile.ui.widgets.cards import label

if TYPE_CHECKING:
    from casefile.ui.page import Desk

_LONGEST = 80
"""Characters of a name."""


class ViewsButton(QWidget):
    """The button and what it opens.

    Args:
        desk: The book, the look, and where to say what was done.
        now: What is shown now, without a name.
        show: Shows a view.
    """

    def __init__(self, desk: Desk, now: Callable[[], View], show: Callable[[View], object]) -> None:
        super().__init__()
        self._desk, self._now, self._show = desk, now, show
        self._chosen: View | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = icon_button(desk.theme, "bookmark", _("Saved views"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.setAccessibleName(_("Saved views"))
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        row.addWidget(self.button)

    def show_view(self, view: View) -> None:
        """Show a view, which from now on is the one that is renamed and deleted."""
        self._chosen = view
        self._show(view)

    def fill(self) -> None:
        """Say in the menu what there is to choose and to do now."""
        menu, now = self.menu, self._now()
        menu.clear()
        views = saved_views(self._desk.casebook, now.kind)
        writes = not self._desk.casebook.vault.read_only
        for view in views:
            action = menu.addAction(shown_on_button(view.name), partial(self.show_view, view))
            action.setCheckable(True)
            action.setChecked(view.same_as(now))
        if not views:
            none = menu.addAction(_("No view is saved yet"))
            none.setEnabled(False)
        menu.addSeparator()
        menu.addAction(_("Save this view…"), self.save).setEnabled(writes)
        current = self._current(views, now)
        if current is None:
            return
        name = shown_on_button(current.name)
        if not current.same_as(now):
            menu.addAction(_("Change “{name}” to this").format(name=name), partial(self._change, current)).setEnabled(
                writes
            )
        menu.addAction(_("Rename “{name}”…").format(name=name), partial(self.rename, current)).setEnabled(writes)
        menu.addAction(_("Delete “{name}”").format(name=name), partial(self.delete, current)).setEnabled(writes)

    def save(self) -> None:
        """Ask for a name, and save what is shown under it."""
        NameDialog(self._desk, _("Save this view"), self._now().kind, "", self._save_as, self).open()

    def rename(self, view: View) -> None:
        """Ask for another name of a view."""
        NameDialog(self._desk, _("Rename the view"), view.kind, view.name, partial(self._rename_to, view), self).open()

    def delete(self, view: View) -> None:
        """Delete a view; one press brings it back."""
        delete_view(self._desk.casebook, view)
        self._chosen = None
        back = partial(save_view, self._desk.casebook, view)
        self._desk.messages.say(_("The view “{name}” was deleted.").format(name=view.name), _("Undo"), back)

    def _save_as(self, name: str) -> None:
        self._chosen = replace(self._now(), name=name)
        save_view(self._desk.casebook, self._chosen)
        self._desk.messages.say(_("The view “{name}” is saved. Ctrl+K finds it.").format(name=name))

    def _rename_to(self, view: View, name: str) -> None:
        self._chosen = replace(view, name=name)
        delete_view(self._desk.casebook, view)
        save_view(self._desk.casebook, self._chosen)
        back = partial(self._name_back, self._chosen, view)
        self._desk.messages.say(_("The view is called “{name}” now.").format(name=name), _("Undo"), back)

    def _name_back(self, named: View, before: View) -> None:
        delete_view(self._desk.casebook, named)
        save_view(self._desk.casebook, before)
        self._chosen = before

    def _change(self, view: View) -> None:
        self._chosen = replace(self._now(), name=view.name)
        save_view(self._desk.casebook, self._chosen)
        back = partial(save_view, self._desk.casebook, view)
        self._desk.messages.say(_("The view “{name}” was changed.").format(name=view.name), _("Undo"), back)

    def _current(self, views: list[View], now: View) -> View | None:
        """The view shown, or the one chosen last that was looked at differently since."""
        shown = [view for view in views if view.same_as(now)]
        last = [view for view in views if self._chosen is not None and view.name == self._chosen.name]
        return next((view for view in last if view in shown), None) or next(iter(shown or last), None)


class NameDialog(QDialog):
    """Asks what a view is called.

    Args:
        desk: The book.
        heading: What is done.
        kind: The kind that the view lists.
        name: The name it has.
        then: Called with the name given.
        parent: Above which it opens.
    """

    def __init__(
        self, desk: Desk, heading: str, kind: str, name: str, then: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setMinimumWidth(380)
        self._then = then
        self._name = name
        self._taken = {fold(view.name) for view in saved_views(desk.casebook, kind)} - {fold(name)}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(heading, "section"))
        said = _("A name to find it by, such as “Held since March, no lawyer”. It is kept inside the vault.")
        column.addWidget(label(said, "secondary", wrap=True))
        self.field = QLineEdit(name)
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName(_("Name of the view"))
        self.field.textChanged.connect(lambda _text: self._look())
        self.field.returnPressed.connect(self.keep)
        column.addWidget(self.field)
        self.problem = label("", "problem", wrap=True)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("Save"), self.keep, role="primary")
        row.addWidget(self.save)
        column.addLayout(row)
        self.field.selectAll()
        # A window behind a dialog hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        self._look()

    def keep(self) -> None:
        """Take the name, if it can be one."""
        if self.save.isEnabled():
            name = self._typed()
            self.accept()
            self._then(name)

    def _typed(self) -> str:
        return clean(self.field.text()).strip()

    def _look(self) -> None:
        taken = fold(self._typed()) in self._taken
        self.problem.setText(_("There is a view of this name. Choose another name.") if taken else "")
        self.problem.setVisible(taken)
        self.save.setEnabled(bool(self._typed()) and not taken and self._typed() != self._name)
