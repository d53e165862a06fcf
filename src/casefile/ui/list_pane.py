"""The column at the side of a page: title, new, search, filter chips, order, and the list itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.i18n import _
from casefile.casework.facet_catalogue import facets_of, wants_aside
from casefile.ui.facet_bar import FacetBar, Facets
from casefile.ui.record_grid import RecordGrid
from casefile.ui.record_table import Lines, RecordList
from casefile.ui.saved_views import View
from casefile.ui.selection_bar import SelectionBar
from casefile.ui.table_memory import remember_width, remembered
from casefile.ui.views_button import ViewsButton
from casefile.ui.wide_table import WideTable
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import empty_state, label, rule
from casefile.ui.widgets.chips import FilterChips, said
from casefile.ui.widgets.combos import calm, shown_in_box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casefile.base.clock import RecordId
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

_PATIENCE_MS = 40
"""Wait this long after a letter before asking: a fast typist asks once."""
WIDTH = 364
"""Pixels that the column wants; it gives way to `NARROWEST`."""
NARROWEST = 300
_SEARCH_EDGES = 64
"""Pixels of the search field that its words do not have: the glass, the cross and the frame."""
_ALL_THE_ROOM = 16_777_215
"""Pixels: Qt's own bound of a widget."""
TABLE_KEYS = "Ctrl+Shift+T"
_HEAD = 36
_HEAD_EDGES = 44
"""Pixels of the head that are neither title nor button."""
LONG = 5_000
"""Records; reading the ids of as many takes some ten milliseconds, narrowed by any facet some more."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a list is asked for.

    Attributes:
        words: What was typed into the search field; empty for everything.
        chip: Key of the chip chosen; empty for none.
        order: Key of the order chosen.
        facets: What is chosen in the facets of the kind.
    """

    words: str
    chip: str
    order: str
    facets: Facets = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """What a list is called and says.

    Attributes:
        title: Over the list.
        icon: Shown where it is empty.
        hint: In the empty search field.
        count: Says how many records are shown, by their number.
        empty: Heading where there is no record at all.
        advice: What to do then.
        new: On the button for a new record; none if empty.
    """

    title: str
    icon: str
    hint: str
    count: Callable[[int], str]
    empty: str
    advice: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a list may get; both may be asked in another thread.

    Attributes:
        longer: Says whether there are more records than so many; then the book is asked beside the window.
        total: Counts the records there are without any narrowing, to be told beside the number of those found.
    """

    longer: Callable[[int], bool]
    total: Callable[[], int]


class ListPane(QWidget):
    """A searchable list of records.

    Args:
        desk: The look.
        words: What it is called and says.
        ids: Answers a question with ids, sorted.
        lines: Gives the rows of some ids.
        orders: Keys and names of the orders to choose from, the first at the beginning.
        new: Called for a new record.
        kind: The kind that is listed, if its list has facets.
        extent: How long the list may get, where that matters.

    Signals:
        chosen: The id of the record gone to.
        widened: Whether it is a table now, which takes all the room.
    """

    chosen = Signal(object)
    widened = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        words: ListWords,
        *,
        ids: Callable[[Question], Sequence[RecordId]],
        lines: Lines,
        orders: Sequence[tuple[str, str]] = (),
        new: Callable[[], object] | None = None,
        kind: str = "",
        extent: Extent | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._extent = extent
        self._job: Job | None = None
        self._awaited: RecordId | None = None
        self._first_awaited = False
        self._found: Sequence[RecordId] = ()
        self._narrow = False
        self.table: WideTable | None = None
        self.setObjectName("list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(NARROWEST)
        self._words = words
        self._ids = ids
        self.list = RecordList(desk.theme, words.title, lines)
        self.list.chosen.connect(self.chosen)
        self.list.typed.connect(self._search_for)
        self.chips = FilterChips(_("Filters"))
        self._kind = kind
        self.facets = FacetBar(desk, kind, self.question) if facets_of(kind) else None
        self.views = ViewsButton(desk, self.view, self.show_view) if self.facets is not None else None
        self.selection = SelectionBar(desk, kind) if self.facets is not None else None
        self._connect_finding()
        name = _("Show as a table ({keys})").format(keys=TABLE_KEYS)
        self.wide_button = icon_button(desk.theme, "table-2", name)
        self.wide_button.setCheckable(True)
        self.wide_button.clicked.connect(self._turn_wide)
        QShortcut(QKeySequence(TABLE_KEYS), self.wide_button, self._press_wide)
        self.search = self._search_field(words.hint)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._patience.start())
        self._count = label("", "small")
        self._order = QComboBox()
        self._order.setProperty("role", "quiet")
        self._order.setAccessibleName(_("Order"))
        self._order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, name in orders:
            self._order.addItem(shown_in_box(name), key)
        self._order.currentIndexChanged.connect(lambda _index: self.refresh())
        calm(self._order)
        self._stack = self._stacked(words, new)
        self._build(desk, new)
        if self.facets is not None and remembered(desk.casebook, kind).wide:
            self._widen()
        self.refresh()

    def _connect_finding(self) -> None:
        if self.selection is not None:
            self.list.setSelectionMode(RecordList.SelectionMode.ExtendedSelection)
            self.list.selection_changed.connect(self._show_selection)
            self.selection.done_with.connect(self._end_selection)
        if self.facets is not None:
            self.chips.turned.connect(self._turn_facet)
            self.facets.changed.connect(self._facets_changed)
        else:
            self.chips.picked.connect(lambda _key: self.refresh())

    def _stacked(self, words: ListWords, new: Callable[[], object] | None) -> QStackedWidget:
        theme = self._desk.theme
        stack = QStackedWidget()
        stack.addWidget(self.list)
        stack.addWidget(empty_state(theme, words.icon, words.empty, words.advice, words.new, new))
        stack.addWidget(
            empty_state(
                theme,
                "search",
                _("Nothing found"),
                _("No record has these words, in any script. Try fewer letters, or take a filter off."),
                _("Show all"),
                self.show_all,
            )
        )
        stack.addWidget(
            empty_state(
                theme,
                "list-filter",
                _("No record fits"),
                _("Nothing in the list fits all the filters at once. Take one of them off."),
                _("Clear all"),
                self.show_all,
            )
        )
        return stack

    def _search_field(self, hint: str) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(hint)
        search.setAccessibleName(hint)
        search.setToolTip(f"{hint} (Ctrl+F)")
        search.setClearButtonEnabled(True)
        search.addAction(self._desk.theme.icon("search", "tertiary", 16), QLineEdit.ActionPosition.LeadingPosition)
        search.installEventFilter(self)
        return search

    def _build(self, desk: Desk, new: Callable[[], object] | None) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        outer.addLayout(column, 1)
        outer.addWidget(rule(upright=True))
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        self._title = label(self._words.title, "title")
        self._title.setMinimumHeight(_HEAD)
        head.addWidget(self._title, 1)
        self.new_button: QPushButton | None = None
        if self._words.new:
            self.new_button = made = button(
                self._words.new, new, role="primary", icon=desk.theme.icon("plus", "on_accent", 16)
            )
            made.setToolTip(f"{self._words.new} (Ctrl+N)")
            self._new_text = made.text()
            head.addWidget(made)
        column.addLayout(head)
        rows = QVBoxLayout()
        rows.setContentsMargins(16, 0, 16, 0)
        rows.setSpacing(10)
        finding = QHBoxLayout()
        finding.setSpacing(4)
        finding.addWidget(self.search, 1)
        rows.addLayout(finding)
        rows.addWidget(self.chips)
        if self.facets is not None and self.views is not None:
            finding.addWidget(self.facets.button)
            finding.addWidget(self.views)
            finding.addWidget(self.wide_button)
            rows.addWidget(self.facets)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 0, 0)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._order)
        self._foot = foot
        rows.addLayout(foot)
        column.addLayout(rows)
        column.addWidget(self._stack, 1)
        if self.selection is not None:
            column.addWidget(self.selection)
        # Once it has its place: shown without one it would be a window for a moment.
        self._order.setVisible(self._order.count() > 0)

    def take_keyboard(self) -> None:
        """Put the keyboard into the list, or where one begins if it is empty."""
        shown = self._stack.currentWidget()
        rows = shown is None or isinstance(shown, RecordList | RecordGrid)
        first = (shown or self.list) if rows else shown.findChild(QPushButton) if shown else None
        (first if isinstance(first, QWidget) else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a long title in a narrow list the button for a new record is its picture alone; its name stays."""
        new = self.new_button
        if new is not None:
            new.setText(self._new_text)
            needed = self._title.sizeHint().width() + new.sizeHint().width()
            if needed > event.size().width() - _HEAD_EDGES:
                new.setText("")
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as a list wants to be."""
        return QSize(min(WIDTH, self.maximumWidth()), super().sizeHint().height())

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave more room to the page, in a narrow window."""
        self._narrow = narrow
        self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(_ALL_THE_ROOM if self.is_wide() else NARROWEST + 16 if self._narrow else 2 * WIDTH)
        self.updateGeometry()

    def is_wide(self) -> bool:
        """Whether it is a table now."""
        return self.wide_button.isChecked()

    def _turn_wide(self) -> None:
        self.set_wide(wide=self.wide_button.isChecked())

    def _press_wide(self) -> None:
        self.wide_button.click()

    def set_wide(self, *, wide: bool) -> None:
        """Make a table of it, with all the room, or a list again; the vault remembers which."""
        if self.facets is None or (wide and self.table is not None and self._stack.currentWidget() is self.table.grid):
            return
        if not self._desk.casebook.vault.read_only:
            remember_width(self._desk.casebook, self._kind, wide=wide)
        if wide:
            self._widen()
            self.refresh()
            self.take_keyboard()
        else:
            self._to_list()
            self.refresh()

    def _widen(self) -> None:
        if self.table is None:
            self.table = WideTable(self._desk, self._kind, self._words.title, self)
            self.table.grid.opened.connect(self._open_from_table)
            self.table.order_changed.connect(self.refresh)
            self.table.grid.selection_changed.connect(self._show_selection)
            self.table.grid.typed.connect(self._search_for)
            self._stack.addWidget(self.table.grid)
            self._foot.addWidget(self.table.button)
        self.wide_button.setChecked(True)
        current = self.list.current()
        self.table.grid.show_ids(self._found)
        if current is not None:
            self.table.grid.choose(current)
        self._change_shape(wide=True)

    def _to_list(self) -> None:
        self.wide_button.setChecked(False)
        self.list.show_ids(self._found)
        self._change_shape(wide=False)

    def _change_shape(self, *, wide: bool) -> None:
        if self.table is not None:
            self.table.button.setVisible(wide)
        self._order.setVisible(self._order.count() > 0 and not (self.table is not None and wide and self.table.order))
        if self._found:
            self._stack.setCurrentWidget(self._rows())
        self._show_selection()
        self._fit()
        self.widened.emit(wide)

    def _show_selection(self) -> None:
        if self.selection is not None and self.facets is not None:
            several = self._rows().selected()
            self.selection.show_chosen(several, aside=wants_aside(dict(self.facets.chosen())))
            # In a low window there is no room for both; what narrows the list can be taken off beneath all the same.
            self.chips.setVisible(len(several) <= 1)

    def _search_for(self, letters: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.end(False)
        self.search.insert(letters)

    def _end_selection(self) -> None:
        self._rows().select_current()
        self._show_selection()
        self._rows().setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> RecordList | RecordGrid:
        return self.table.grid if self.table is not None and self.is_wide() else self.list

    def _open_from_table(self, record: RecordId) -> None:
        self.set_wide(wide=False)
        self.list.choose(record, quietly=True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(record)

    def question(self) -> Question:
        """What is asked for now."""
        words, order = self.search.text().strip(), str(self._order.currentData() or "")
        if self.table is not None and self.is_wide():
            order = self.table.order or order
        if self.facets is not None:
            return Question(words, "", order, self.facets.chosen())
        return Question(words, self.chips.chosen(), order)

    def refresh(self) -> None:
        """Ask again, and stay on the record that was chosen; a long list stays as it is until the answer is there."""
        self._patience.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        asked = self.question()
        if not self.is_long():
            self._show(asked, self._ids(asked))
            return
        work, take = partial(self._answered, asked), partial(self._take, asked)
        self._job = self._desk.jobs.run(work, take, self._failed, owner=self, beside=True)

    def is_long(self) -> bool:
        """Whether asking takes so long that it is done beside the window."""
        return self._extent is not None and self._extent.longer(LONG)

    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._job is not None or self._patience.isActive()

    def show_chips(self, choices: Sequence[tuple[str, str, int | None]]) -> None:
        """Show the chips that narrow the list by one press; with facets a key is a facet and a value, "sex:female"."""
        self.chips.show_choices(choices)
        self._mark_chips()

    def _answered(self, asked: Question, progress: Progress) -> Sequence[RecordId]:
        # What was asked meanwhile is asked instead.
        progress.done(0)
        return self._ids(asked)

    def _take(self, asked: Question, found: Sequence[RecordId]) -> None:
        self._job = None
        if asked == self.question():
            self._show(asked, found)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._desk.messages.fail(error)

    def _show(self, asked: Question, found: Sequence[RecordId]) -> None:
        self._found = found
        self._rows().show_ids(found)
        self._say_count(asked)
        if found:
            self._stack.setCurrentWidget(self._rows())
        else:
            self._stack.setCurrentIndex(2 if asked.words or asked.chip else 3 if asked.facets else 1)
        awaited, self._awaited = self._awaited, None
        first, self._first_awaited = self._first_awaited, False
        if self.table is not None:
            self._order.setVisible(self._order.count() > 0 and not (self.is_wide() and self.table.order))
        self._show_selection()
        if awaited is not None:
            self._rows().choose(awaited)
        elif first:
            self.choose_first()

    def _say_count(self, asked: Question) -> None:
        """How many records are shown; of a narrowed list also of how many, which a long one tells a moment later."""
        self._count.setText(self._words.count(len(self._found)))
        extent = self._extent
        # What was put aside is not among those that are counted.
        if extent is None or wants_aside(dict(asked.facets)) or not (asked.words or asked.chip or asked.facets):
            return
        if self.is_long():
            say = partial(self._say_of, asked)
            self._desk.jobs.run(
                lambda _progress: extent.total(), say, self._desk.messages.fail, owner=self, beside=True
            )
        else:
            self._say_of(asked, extent.total())

    def _say_of(self, asked: Question, total: int) -> None:
        if asked == self.question() and not self.asking():
            self._count.setText(_("{found} of {all}").format(found=said(len(self._found)), all=said(total)))

    def _turn_facet(self, key: str, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        name, _colon, value = key.partition(":")
        if self.facets is not None:
            self.facets.turn(name, value, on=on, alone=on)

    def _facets_changed(self) -> None:
        self._mark_chips()
        self.refresh()

    def _mark_chips(self) -> None:
        if self.facets is None:
            return
        keys = self.chips.keys()
        self.chips.mark({f"{name}:{value}" for name, values in self.facets.chosen() for value in values})
        self.facets.set_quick(frozenset((name, value) for name, _colon, value in (key.partition(":") for key in keys)))

    def view(self) -> View:
        """How the list is looked at now."""
        asked = self.question()
        columns = self.table.grid.columns() if self.table is not None and self.is_wide() else ()
        return View(self._kind, words=asked.words, facets=asked.facets, order=asked.order, columns=columns)

    def show_view(self, view: View) -> None:
        """Look at the list as a view does."""
        if self.facets is None:
            return
        for widget in (self.search, self._order):
            widget.blockSignals(True)
        self.search.setText(view.words)
        self._order.setCurrentIndex(max(0, self._order.findData(view.order)))
        for widget in (self.search, self._order):
            widget.blockSignals(False)
        self.facets.choose(view.facets)
        if view.columns:
            self._widen()
            if self.table is not None:
                self.table.show(view.columns, view.order)
        elif self.is_wide():
            self._to_list()
        self._facets_changed()

    def open_view(self, view: View) -> None:
        """Choose a saved view, as the button does."""
        if self.views is not None:
            self.views.show_view(view)

    def show_all(self) -> None:
        """Take the words and the filters off."""
        self.chips.choose("")
        self.search.clear()
        if self.facets is not None:
            self.facets.choose(())
            self._mark_chips()
        self.refresh()

    def show_record(self, record: RecordId) -> None:
        """Choose a record; if a filter or the words hide it, they are taken off."""
        if self.is_wide():
            self._to_list()
        if self.list.choose(record):
            return
        self._awaited = record
        self.show_all()

    def choose_first(self) -> None:
        """Choose the first record, if nothing is chosen yet."""
        rows = self._rows()
        if rows.current() is None and self._found:
            rows.choose(self._found[0])

    def current(self) -> RecordId | None:
        """The record chosen, or None."""
        return self._rows().current()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field, the arrow keys go into the list, and Escape takes the words off."""
        if watched is self.search and event.type() == QEvent.Type.Resize:
            # A hint that is cut off says less than a short one; the whole of it is read out all the same.
            room = self.search.width() - _SEARCH_EDGES
            fits = self.search.fontMetrics().horizontalAdvance(self._words.hint) <= room
            self.search.setPlaceholderText(self._words.hint if fits else _("Search"))
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if self._patience.isActive():
                    self.refresh()
                self._first_awaited = self._job is not None
                self._rows().setFocus(Qt.FocusReason.TabFocusReason)
                if not self._first_awaited:
                    self.choose_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
