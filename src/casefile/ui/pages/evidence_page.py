"""Evidence: the list of all items, files taken in by dropping them here, and the page of one item."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework import evidence
from casefile.casework.vocabulary import vocabulary
from casefile.ui.drop_ground import DropGround, choose_files
from casefile.ui.evidence_words import icon_of, size_in_words
from casefile.ui.intake_strip import IntakeStrip
from casefile.ui.list_pane import ListWords
from casefile.ui.page import Desk
from casefile.ui.pages.evidence_view import EvidenceView
from casefile.ui.pages.list_page import Chip, ListPage
from casefile.ui.record_table import Row
from casefile.ui.thumbnails import Thumbnails
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.exchange.intake import IntakeReport
    from casefile.store.changes import ChangeSet

_MOST_CHIPS = 5
"""Kinds that have a chip: those of which there are most."""


class EvidencePage(ListPage):
    """The evidence of the book.

    Args:
        desk: What it works with.
    """

    # The list is read while the page is made.
    _thumbnails: Thumbnails | None = None

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title=_("Evidence"),
            icon="fingerprint",
            hint=_("Title, words in it, code"),
            count=lambda number: ngettext("{number} item", "{number} items", number).format(number=said(number)),
            empty=_("No evidence yet"),
            advice=_(
                "Drop files or folders here. They are encrypted into the vault; the originals stay where they are."
            ),
            new=_("Add files"),
        )
        orders = [
            ("newest", _("Newest first")),
            ("captured", _("Captured on")),
            ("title", _("Title")),
            ("size", _("Size")),
        ]
        choose = (
            _("Choose an item"),
            _("Its preview, fingerprint and handling log open here. Drop files to add them."),
        )
        super().__init__(desk, "evidence_item", words, orders, choose)
        self._thumbnails = Thumbnails(desk, self)
        self._thumbnails.ready.connect(self._list.list.forget_rows)
        self._list.list.forget_rows()
        self._show_chips()
        self._add_menu()
        self.strip = IntakeStrip(desk)
        self.strip.taken.connect(self._taken)
        self._add_strip()
        DropGround(desk.theme, self).dropped.connect(self.take_in)
        self._list.choose_first()

    def add(self) -> None:
        """Ctrl+N: choose files to take in."""
        choose_files(self, self.take_in)

    def add_folder(self) -> None:
        """Choose a folder whose files are taken in."""
        choose_files(self, self.take_in, folder=True)

    def add_object(self) -> None:
        """Record an object, or a paper kept elsewhere: an item without a file."""
        self.desk.add("evidence_item", taken_in_on=self.desk.today().isoformat())

    def take_in(self, paths: Sequence[Path], about: Sequence[RecordId] = ()) -> None:
        """Take files and folders in, beside the window, as evidence for some records."""
        self.strip.take(paths, about)

    def _taken(self, account: IntakeReport) -> None:
        if account.taken:
            self.show_record("evidence_item", account.taken[0].item)

    def _add_menu(self) -> None:
        new = self._list.new_button
        if new is None:
            return
        menu = QMenu(new)
        for words, run in (
            (_("Files…"), self.add),
            (_("A folder…"), self.add_folder),
            (_("An object without a file…"), self.add_object),
        ):
            menu.addAction(words, run)
        new.setMenu(menu)

    def _add_strip(self) -> None:
        row = self.layout()
        if not isinstance(row, QHBoxLayout):
            return
        row.removeWidget(self._shown)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self.strip)
        side.addWidget(self._shown, 1)
        row.addLayout(side, 1)

    def _read_list(self, changes: ChangeSet) -> None:
        self._show_chips()
        if self._thumbnails is not None:
            for kind, record in changes.records:
                if kind == "evidence_item":
                    self._thumbnails.forget(record)
        super()._read_list(changes)

    def _view_of(self, record: RecordId) -> EvidenceView:
        return EvidenceView(self.desk, record)

    def _quick_chips(self) -> list[Chip]:
        counts = self.desk.read(evidence.item_counts)
        code = language().code
        kinds = vocabulary("evidence_kind")
        most = sorted((kind for kind in kinds.terms if counts.get(kind)), key=lambda kind: -counts[kind])[:_MOST_CHIPS]
        chips: list[Chip] = [(f"evidence_kind:{kind}", kinds.label(kind, code), counts[kind]) for kind in most]
        if counts[evidence.UNLINKED]:
            chips.append(("links:none", _("For nothing yet"), counts[evidence.UNLINKED]))
        return chips

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [self._row(line) for line in self.desk.read(lambda reader: evidence.item_lines(reader, ids))]

    def _row(self, line: evidence.ItemLine) -> Row:
        code = language().code
        icon = icon_of(line.kind, line.media_type)
        picture = None
        if self._thumbnails is not None and line.media_type.startswith("image/") and not line.graphic:
            picture = self._thumbnails.get(line.id)
        on = line.captured_on or line.taken_in_on.partition("T")[0]
        details = [
            say_date(on, code) if on else "",
            size_in_words(line.size_bytes) if line.size_bytes is not None else "",
        ]
        return Row(
            line.id,
            line.title or line.reference,
            aside=line.reference,
            chip=vocabulary("evidence_kind").label(line.kind, code) if line.kind else "",
            detail=" · ".join(part for part in details if part),
            warning="" if line.links else _("Evidence for nothing yet"),
            picture=picture or self.desk.theme.pixmap(icon, "secondary"),
        )
