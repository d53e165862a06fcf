"""What is under way on a page: what it is, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from casefile.base.i18n import _, ngettext
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Card, label
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.ui.theme import Theme


class BusyCard(Card):
    """The card of a merge or an exchange under way.

    Args:
        theme: Colours and icons.
        text: What is done.
        cancel: Called to stop it; None where it cannot be stopped.
        icon: Name of its icon.
        words: What is said of how much is done, and of how much; of a merge if None.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        cancel: Callable[[], object] | None,
        *,
        icon: str = "git-merge",
        words: Callable[[int, int], str] | None = None,
    ) -> None:
        super().__init__(theme, text, icon)
        self._words = words if words is not None else _of_a_merge
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.body.addWidget(self.bar)
        self._said = label("", "small", wrap=True)
        self.body.addWidget(self._said)
        self.stop = button(_("Cancel"), cancel)
        self.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeading)
        self.stop.setVisible(cancel is not None)

    def show_progress(self, amount: int, of: int) -> None:
        """Show how much is done; of how much is 0 where that is not known."""
        self.bar.setRange(0, of)
        self.bar.setValue(amount)
        self._said.setText(self._words(amount, of))

    def take_keyboard(self) -> None:
        """Put the keyboard onto what stops it."""
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)


def _of_a_merge(amount: int, of: int) -> str:
    """How many files of evidence are copied, or, of an unknown number, how many changes are read."""
    if of:
        text = ngettext("Evidence: {n} of {of} file", "Evidence: {n} of {of} files", of)
        return text.format(n=said(amount), of=said(of))
    return ngettext("{n} change read", "{n} changes read", amount).format(n=said(amount)) if amount else ""
