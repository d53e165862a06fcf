"""Asks to which event several people are added, and as what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import _, ngettext
from casefile.casework.catalogue import record_type
from casefile.ui.field_editors import TermEditor
from casefile.ui.link_editor import BookFinder, LinkEditor
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.ui.page import Desk


class EventChoice(QDialog):
    """The question.

    Args:
        desk: Finds events.
        number: How many people.
        then: Called with the event and the part that they had in it.
        parent: Above which it opens.
    """

    def __init__(self, desk: Desk, number: int, then: Callable[[RecordId, str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add to an event"))
        self.setMinimumWidth(420)
        self._then = then
        facts = record_type("involvement").facts
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(8)
        words = ngettext("Add {number} person to an event", "Add {number} people to an event", number)
        column.addWidget(label(words.format(number=said(number)), "section", wrap=True))
        self.which = LinkEditor(facts["event"], BookFinder(desk))
        self.part = TermEditor(facts["involved_as"])
        for field, name in ((self.which, _("Event")), (self.part, _("Involved as"))):
            column.addWidget(label(name, "label"))
            column.addWidget(field)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        said_so = _("Whoever is recorded there in the same part already stays as they are.")
        column.addWidget(label(said_so, "small", wrap=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.add = button(_("Add"), self.take, role="primary")
        self.add.setDefault(True)
        foot.addWidget(self.add)
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        # A window behind a dialog hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)

    def take(self) -> None:
        """Take the event and the part, if both are chosen."""
        event, part = self.which.value(), self.part.value()
        if not isinstance(event, bytes) or not event:
            self._refuse(_("Choose an event from the list."))
        elif not isinstance(part, str) or not part or self.part.problem():
            self._refuse(_("Choose from the list in which part they were there."))
        else:
            self.accept()
            self._then(RecordId(event), part)

    def _refuse(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.show()
