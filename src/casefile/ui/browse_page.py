"""A page for any kind of record that has none of its own yet: the list, the fields, the parts, the history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.casework.titles import kind_label, title
from casefile.ui.field_in_place import open_editor
from casefile.ui.fields_card import FieldsCard
from casefile.ui.list_answers import answer, longer
from casefile.ui.list_pane import ListPane, ListWords, Question
from casefile.ui.page import Desk, Page, PageEntry
from casefile.ui.parts_card import PartsCard, in_few_words
from casefile.ui.record_history import RecordHistory
from casefile.ui.record_table import Row
from casefile.ui.widgets.cards import Banner, column_of, empty_state, label, scrolled
from casefile.ui.widgets.chips import said
from casefile.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader
    from casefile.store.changes import ChangeSet
    from casefile.ui.saved_views import View


def browse_entry(kind: str, label_of: str, icon: str) -> PageEntry:
    """The entry of the rail for a kind."""
    return PageEntry(kind, label_of, icon, lambda desk: BrowsePage(desk, kind, icon), frozenset({kind}))


class BrowsePage(Page):
    """All records of a kind, and the one that is chosen.

    Args:
        desk: What it works with.
        kind: The kind.
        icon: Name of its icon.
    """

    def __init__(self, desk: Desk, kind: str, icon: str) -> None:
        super().__init__(desk)
        self._kind, self._icon = kind, icon
        many = kind_label(kind, many=True)
        words = ListWords(
            title=many,
            icon=icon,
            hint=_("Any word, in any script"),
            count=lambda number: ngettext("{number} record", "{number} records", number).format(number=said(number)),
            empty=_("Nothing recorded yet"),
            advice=_("Press New, or Ctrl+N, to add the first one."),
            new=_("New"),
        )
        self._list = ListPane(
            desk,
            words,
            ids=self._ids,
            lines=self._lines,
            new=self.add,
            kind=kind,
            longer=partial(longer, desk, kind),
        )
        self._shown = QStackedWidget()
        self._shown.addWidget(
            empty_state(desk.theme, icon, many, _("Choose one on the side: its fields and its history open here."))
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._shown, 1)
        self._list.chosen.connect(self._open)
        self._list.widened.connect(self._make_room_for_table)
        self._make_room_for_table(self._list.is_wide())
        self._list.choose_first()

    def _make_room_for_table(self, wide: bool) -> None:  # noqa: FBT001 - as the signal gives it
        self._shown.setHidden(wide)

    def show_record(self, _kind: str, record: RecordId) -> None:
        """Show one record."""
        self._list.show_record(record)
        self._open(record)

    def changed(self, _changes: ChangeSet) -> None:
        """Read the list anew, and the record shown."""
        self._list.refresh()
        view = self._shown.currentWidget()
        # A field that is being edited is not taken away; a late save is noticed.
        if isinstance(view, RecordView) and open_editor(view) is None:
            self._open(view.record, tab=view.tab())

    def show_view(self, view: View) -> None:
        """Look at the list as a saved view does."""
        self._list.open_view(view)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._list.focus_search()

    def add(self) -> None:
        """Ctrl+N."""
        self.desk.add(self._kind)

    def _open(self, record: RecordId, tab: int = 0) -> None:
        old = self._shown.currentWidget()
        view = RecordView(self.desk, self._kind, record)
        self._shown.addWidget(view)
        self._shown.setCurrentWidget(view)
        view.show_tab(tab)
        if isinstance(old, RecordView):
            self._shown.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _ids(self, question: Question) -> Sequence[RecordId]:
        return answer(self.desk, self._kind, question)

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return self.desk.read(lambda reader: [row for one in ids if (row := _row(reader, one)) is not None])


def _row(reader: Reader, record: RecordId) -> Row | None:
    one = reader.find(record)
    if one is None:
        return None
    return Row(record, title(reader, one), aside=one.text("reference"), detail=in_few_words(reader, one))


class RecordView(QWidget):
    """One record of any kind: its fields, its parts, its history.

    Args:
        desk: The book and the look.
        kind: Its kind.
        record: Its id.
    """

    def __init__(self, desk: Desk, kind: str, record: RecordId) -> None:
        super().__init__()
        self._desk, self._kind, self.record = desk, kind, record
        self._snapshot = desk.read(lambda reader: reader.find(record))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setObjectName("surface")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(28, 18, 28, 8)
        words = QVBoxLayout()
        words.setSpacing(2)
        snapshot = self._snapshot
        named = desk.read(lambda reader: title(reader, snapshot)) if snapshot else _("This record is gone")
        words.addWidget(label(named, "title", wrap=True))
        if snapshot:
            words.addWidget(label(f"{kind_label(kind)} {snapshot.text('reference')}", "secondary"))
        row.addLayout(words, 1)
        column.addWidget(head)
        self._tabs = Tabs(kind_label(kind))
        if snapshot:
            self._tabs.add(_("Record"), self._fields)
            self._tabs.add(_("History"), lambda: scrolled(column_of(RecordHistory(desk, record))))
        column.addWidget(self._tabs, 1)

    def tab(self) -> int:
        """The number of the tab shown."""
        return self._tabs.current()

    def show_tab(self, number: int) -> None:
        """Turn to a tab."""
        self._tabs.show_tab(number)

    def _bring_back(self) -> None:
        record = self.record
        self._desk.attempt(Act.RESTORE_RECORD, lambda writer: writer.update(record, {"archived": 0}))

    def _fields(self) -> QWidget:
        cards: list[QWidget] = []
        if self._snapshot is not None and self._snapshot.archived:
            said = _("This record was put aside.")
            cards.append(Banner(self._desk.theme, said, "accent", "info", _("Bring back"), self._bring_back))
        if self._snapshot is not None:
            cards.append(FieldsCard(self._desk, self._snapshot, heading=kind_label(self._kind), icon="file-text"))
        types = record_types().items()
        owned = [name for name, made in types if made.owner and made.facts[made.owner].target == self._kind]
        cards.extend(PartsCard(self._desk, name, self.record) for name in owned)
        return scrolled(column_of(*cards))
