"""A page for any kind of record that has none of its own yet: the list, the fields, the parts, the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.casework.titles import kind_label, title
from casefile.ui.fields_card import FieldsCard
from casefile.ui.list_pane import ListWords
from casefile.ui.page import Desk, PageEntry
from casefile.ui.pages.list_page import ListPage
from casefile.ui.pages.tabbed_view import TabbedView, header
from casefile.ui.parts_card import PartsCard, in_few_words
from casefile.ui.record_history import RecordHistory
from casefile.ui.record_table import Row
from casefile.ui.widgets.cards import Banner, column_of, label, scrolled
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Snapshot


def browse_entry(kind: str, label_of: str, icon: str) -> PageEntry:
    """The entry of the rail for a kind."""
    return PageEntry(kind, label_of, icon, lambda desk: BrowsePage(desk, kind, icon), frozenset({kind}))


class BrowsePage(ListPage):
    """All records of a kind, and the one that is chosen.

    Args:
        desk: What it works with.
        kind: The kind.
        icon: Name of its icon.
    """

    def __init__(self, desk: Desk, kind: str, icon: str) -> None:
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
        choose = (many, _("Choose one on the side: its fields and its history open here."))
        super().__init__(desk, kind, words, (), choose)
        self._list.choose_first()

    def _view_of(self, record: RecordId) -> RecordView:
        return RecordView(self.desk, self._kind, record)

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return self.desk.read(lambda reader: [row for one in ids if (row := _row(reader, one)) is not None])


def _row(reader: Reader, record: RecordId) -> Row | None:
    one = reader.find(record)
    if one is None:
        return None
    return Row(record, title(reader, one), aside=one.text("reference"), detail=in_few_words(reader, one))


class RecordView(TabbedView):
    """One record of any kind: its fields, its parts, its history.

    Args:
        desk: The book and the look.
        kind: Its kind.
        record: Its id.
    """

    def __init__(self, desk: Desk, kind: str, record: RecordId) -> None:
        self._kind = kind
        self._snapshot: Snapshot | None = None
        super().__init__(desk, record, kind, ((_("Record"), self._fields), (_("History"), self._history)))

    def _read_anew(self) -> None:
        self._snapshot = self._desk.read(lambda reader: reader.find(self.record))

    def _made_header(self) -> QWidget:
        snapshot = self._snapshot
        if snapshot is None:
            return header(_("This record is gone"), (), ())
        named = self._desk.read(lambda reader: title(reader, snapshot))
        beneath = (label(f"{kind_label(self._kind)} {snapshot.text('reference')}", "secondary"),)
        return header(named, (), (), beneath=beneath)

    def _history(self) -> QWidget:
        return scrolled(column_of(RecordHistory(self._desk, self.record)))

    def _bring_back(self) -> None:
        record = self.record
        self._desk.attempt(Act.RESTORE_RECORD, lambda writer: writer.update(record, {"archived": 0}))

    def _fields(self) -> QWidget:
        snapshot = self._snapshot
        if snapshot is None:
            return QWidget()
        cards: list[QWidget] = []
        if snapshot.archived:
            said = _("This record was put aside.")
            cards.append(Banner(self._desk.theme, said, "accent", "info", _("Bring back"), self._bring_back))
        cards.append(FieldsCard(self._desk, snapshot, heading=kind_label(self._kind), icon="file-text"))
        types = record_types().items()
        owned = [name for name, made in types if made.owner and made.facts[made.owner].target == self._kind]
        cards.extend(PartsCard(self._desk, name, self.record) for name in owned)
        return scrolled(column_of(*cards))
