"""The facets of a list, opened beneath its button: on one side the facets, on the other their values with counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from casefile.base.i18n import _, language
from casefile.base.text import fold
from casefile.casework.facet_catalogue import facet_values, facets_of
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.check_list import CheckList, Tick

if TYPE_CHECKING:
    from casefile.casework.facets import FacetValue
    from casefile.ui.facet_bar import FacetBar
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.list_pane import Question
    from casefile.ui.page import Desk

_WIDTH, _HEIGHT = 560, 420
_SIDE = 200
_MOST = 300
"""Values shown at once; of more, one types a few letters."""
_FEW = 8
"""Values among which nobody needs to search."""


class FacetPopover(QDialog):
    """The facets of a kind, to choose among.

    Args:
        desk: The book and the look.
        kind: The kind that is listed.
        bar: Where the choice is kept and shown.
        question: What the list is asked now.
    """

    def __init__(self, desk: Desk, kind: str, bar: FacetBar, question: Callable[[], Question]) -> None:
        super().__init__(bar, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Filter"))
        self.setAccessibleName(_("Filter"))
        self._desk, self._kind, self._bar, self._question = desk, kind, bar, question
        self._facets = facets_of(kind)
        self._values: list[FacetValue] = []
        self._job: Job | None = None
        self._build()
        # A window behind a popup hears no shortcuts; locking must not wait for that.
        QShortcut(QKeySequence("Ctrl+L"), self, desk.navigation.lock.emit)
        first = next((at for at, facet in enumerate(self._facets) if dict(bar.chosen()).get(facet.name)), 0)
        self.facets.setCurrentRow(first)
        bar.changed.connect(self._count_chosen)
        self._count_chosen()

    def _build(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("popover")
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        side = QVBoxLayout()
        side.setSpacing(8)
        self.facets = QListWidget()
        self.facets.setObjectName("framed")
        self.facets.setAccessibleName(_("Filters"))
        self.facets.setFixedWidth(_SIDE)
        self.facets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for facet in self._facets:
            self.facets.addItem(QListWidgetItem(_(facet.label)))
        self.facets.currentRowChanged.connect(lambda _row: self._read())
        self.facets.installEventFilter(self)
        side.addWidget(self.facets, 1)
        self._clear = button(_("Clear all"), self._bar.clear, role="quiet")
        side.addWidget(self._clear)
        row.addLayout(side)
        column = QVBoxLayout()
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Type to find a value"))
        self.field.setAccessibleName(_("Type to find a value"))
        self.field.setClearButtonEnabled(True)
        leading = QLineEdit.ActionPosition.LeadingPosition
        self.field.addAction(self._desk.theme.icon("search", "tertiary", 16), leading)
        self.field.textChanged.connect(lambda _text: self._show())
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.values = CheckList(self._desk.theme, _("Values"))
        self.values.ticked.connect(self._ticked)
        self.values.typed.connect(self._typed)
        column.addWidget(self.values, 1)
        self._said = label("", "small", wrap=True)
        column.addWidget(self._said)
        row.addLayout(column, 1)

    def show_beneath(self, at: QPoint) -> None:
        """Show it with its upper corner at a place of the screen, moved so far that all of it is seen."""
        self.resize(_WIDTH, _HEIGHT)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at.setX(at.x() - _WIDTH)
        window = self._bar.window()
        screen = window.screen().availableGeometry()
        left = max(screen.left(), min(at.x(), screen.right() - _WIDTH))
        top = max(screen.top(), min(at.y(), screen.bottom() - _HEIGHT))
        self.move(left, top)
        self.open()
        self.facets.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that lead from the facets to the values and back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            inwards = Qt.Key.Key_Left if right_to_left else Qt.Key.Key_Right
            if watched is self.facets and event.key() in {inwards, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.values.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if watched is self.field and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.values.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        """Count what each value of the facet leaves, beside the window."""
        if self._job is not None:
            self._job.cancel()
        self._values = []
        blocked = self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(blocked)
        self.values.show_ticks([])
        self._said.setText(_("Counting…"))
        facet = self._facets[self.facets.currentRow()]
        asked, today, code = self._question(), self._desk.today(), language().code
        book, kind, name = self._desk.casebook, self._kind, facet.name

        def work(progress: Progress) -> list[FacetValue]:
            progress.done(0)
            found = book.search_ids(asked.words, kind) if asked.words else None
            return book.read(lambda reader: facet_values(reader, kind, name, dict(asked.facets), today, code, found))

        take = partial(self._take, name)
        self._job = self._desk.jobs.run(work, take, self._desk.messages.fail, owner=self, beside=True)

    def _take(self, name: str, values: list[FacetValue]) -> None:
        if self._facets[self.facets.currentRow()].name == name:
            self._values = values
            self._show()

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        here = dict(self._bar.chosen()).get(self._facets[self.facets.currentRow()].name, ())
        fitting = [one for one in self._values if all(word in fold(one.label) for word in wanted)]
        self.values.show_ticks([Tick(one.value, one.label, one.number, one.value in here) for one in fitting[:_MOST]])
        self.field.setVisible(len(self._values) > _FEW)
        said = ""
        if not self._values:
            said = _("Nothing to choose: no record in the list has it.")
        elif not fitting:
            said = _("No value has these letters.")
        elif len(fitting) > _MOST:
            said = _("The {number} most frequent are shown. Type to find another.").format(number=_MOST)
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _ticked(self, value: str, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._bar.turn(self._facets[self.facets.currentRow()].name, value, on=on)

    def _typed(self, letter: str) -> None:
        if self.field.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(letter)

    def _count_chosen(self) -> None:
        chosen = dict(self._bar.chosen())
        for row, facet in enumerate(self._facets):
            number = len(chosen.get(facet.name, ()))
            name = _(facet.label)
            self.facets.item(row).setText(_("{name} · {number}").format(name=name, number=number) if number else name)
        self._clear.setEnabled(bool(chosen))
        if not chosen:
            self._show()
