"""The line at the foot of the window: encrypted, saved when, locks when, and the keys to remember."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.ui.painting import isolate
from casefile.ui.widgets.cards import label, rule


class StatusLine(QWidget):
    """The line.

    Args:
        read_only: Whether the vault was opened for reading only.
    """

    def __init__(self, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._read_only = read_only
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setContentsMargins(20, 5, 20, 5)
        row.setSpacing(10)
        self._saved = label("")
        self._locks = label("")
        row.addWidget(self._saved, 1)
        for part in (self._locks, label("·"), label(_("{key} find").format(key=isolate("Ctrl+K"))), label("·")):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(_("{key} help").format(key=isolate("F1"))))
        column.addLayout(row)
        self.show_saved(None)

    def show_saved(self, when: dt.datetime | None) -> None:
        """Say when something was saved last; None if nothing was changed since the vault was opened."""
        if self._read_only:
            said = _("Encrypted · open for reading only")
        elif when is None:
            said = _("Encrypted · everything is saved")
        else:
            said = _("Encrypted · all changes saved {time}").format(time=isolate(when.astimezone().strftime("%H:%M")))
        self._saved.setText(said)

    def show_locks_in(self, minutes: int) -> None:
        """Say in how many minutes of rest the vault locks itself."""
        self._locks.setText(
            _("Locks in less than a minute")
            if minutes < 1
            else ngettext("Locks in {number} min", "Locks in {number} min", minutes).format(number=minutes)
        )
