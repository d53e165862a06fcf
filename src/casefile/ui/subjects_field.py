"""Whom a dossier is about: one person or event, or several people, each with a way to take them out again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _
from casefile.casework.titles import title_of
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import clear
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from casefile.ui.page import Desk

KINDS = ("person", "event")
"""Kinds of record that a dossier can be about."""


class SubjectsField(QWidget):
    """The records chosen, and a field to choose one more.

    Args:
        desk: The book and the look.

    Signals:
        edited: Somebody was added or taken out.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._records: list[RecordId] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._chosen = QWidget()
        self._flow = Flow(6, self._chosen)
        self.picker = SubjectPicker(desk, _("Add a person or event"), KINDS)
        self.picker.picked.connect(self._add)
        self.setFocusProxy(self.picker.field)
        column.addWidget(self._chosen)
        column.addWidget(self.picker)
        self._chosen.hide()

    def records(self) -> tuple[RecordId, ...]:
        """The records chosen, in the order in which they were."""
        return tuple(self._records)

    def show_records(self, records: Sequence[RecordId]) -> None:
        """Choose these, without telling anybody."""
        self._records = list(dict.fromkeys(records))
        self._show()

    def kinds(self) -> frozenset[str]:
        """The kinds of the records chosen."""
        return self._desk.read(lambda reader: frozenset(reader.kind_of(one) for one in self._records))

    def refresh(self) -> None:
        """Read the titles anew; who is gone is taken out."""
        self._records = self._desk.read(lambda reader: [one for one in self._records if reader.find(one) is not None])
        self._show()

    def _add(self, record: RecordId) -> None:
        if not record:
            return
        self.picker.show_record(NO_ID)
        if record not in self._records:
            self._records.append(record)
            self._show()
            self.edited.emit()

    def _remove(self, record: RecordId) -> None:
        self._records.remove(record)
        self._show()
        self.picker.field.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        clear(self._flow)
        titles = self._desk.read(lambda reader: [title_of(reader, one) for one in self._records])
        for record, title in zip(self._records, titles, strict=True):
            chip = button(
                f"{title}  ×",
                partial(self._remove, record),
                role="chip",
                name=_("Take out: {what}").format(what=title),
            )
            chip.setToolTip(chip.accessibleName())
            self._flow.addWidget(chip)
            chip.show()
        self._chosen.setVisible(bool(self._records))
