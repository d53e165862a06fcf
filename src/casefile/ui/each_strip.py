"""While a dossier is written for each of several records: which of them is shown, and the way to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.ui.theme import Theme


class EachStrip(QWidget):
    """The strip; hidden while the dossier is about one record or about several together.

    Args:
        theme: Colours and icons.

    Signals:
        turned: Id of the record to be shown now.
    """

    turned = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.records: tuple[RecordId, ...] = ()
        self._at = 0
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("One dossier for each"))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(8)
        self._said = label("", "strong", wrap=True)
        self._where = label("", "secondary")
        self.back = icon_button(theme, "chevron-left", _("The one before"), partial(self.turn, -1))
        self.forward = icon_button(theme, "chevron-right", _("The next one"), partial(self.turn, 1))
        row.addWidget(self._said, 1)
        row.addWidget(self._where)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(button(_("Only this one"), self.end))
        self.hide()

    def begin(self, records: Sequence[RecordId]) -> None:
        """Write one for each of these, and show the first."""
        self.records = tuple(dict.fromkeys(records))
        self._at = 0
        number = len(self.records)
        words = ngettext("One dossier for {n} record", "One dossier for each of {n} records", number)
        self._said.setText(words.format(n=said(number)))
        self._show()

    def end(self) -> None:
        """Go on with the one that is shown."""
        self.records = ()
        self.hide()

    def shown(self) -> RecordId | None:
        """Whose dossier is shown; None where it is not one of several."""
        return self.records[self._at] if self.records else None

    def turn(self, step: int) -> None:
        """Show the next one, or the one before."""
        if self.records:
            self._at = (self._at + step) % len(self.records)
            self._show()
            self.turned.emit(self.records[self._at])

    def _show(self) -> None:
        self._where.setText(_("Shown: {n} of {all}").format(n=said(self._at + 1), all=said(len(self.records))))
        self.show()
