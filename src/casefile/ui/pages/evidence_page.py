"""Evidence: the list of all items, files taken in by dropping them here, and the page of one item."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from shiboken6 import isValid

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework import evidence
from casefile.casework.vocabulary import vocabulary
from casefile.exchange.intake import take_in
from casefile.ui.intake_strip import IntakeStrip
from casefile.ui.jobs import Cancelled
from casefile.ui.list_pane import ListWords, Question
from casefile.ui.page import Desk
from casefile.ui.pages.evidence_view import EvidenceView, icon_of, size_in_words
from casefile.ui.pages.list_page import ListPage
from casefile.ui.painting import draw_text
from casefile.ui.record_table import Row
from casefile.ui.theme import SECTION, Theme, font
from casefile.ui.thumbnails import Thumbnails
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from casefile.exchange.intake import IntakeReport
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Job, Progress

_KILO = 10
"""Bits by which bytes are shifted before Qt hears of them: it counts in 32 bits, 2 GB."""
_REPORTS = 400
_MOST_CHIPS = 5
"""Kinds that have a chip: those of which there are most."""


class EvidencePage(ListPage):
    """The evidence of the book.

    Args:
        desk: What it works with.
    """

    # The list is read while the page is made.
    _thumbnails: Thumbnails | None = None
    _intake: Job | None = None

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title=_("Evidence"),
            icon="fingerprint",
            hint=_("Search title, words in the file, code"),
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
        self.strip.cancelled.connect(self.cancel_intake)
        self._add_strip()
        self._ground = _DropGround(desk.theme, self)
        self.setAcceptDrops(True)
        self._list.choose_first()

    def add(self) -> None:
        """Ctrl+N: choose files to take in."""
        self._ask(_("Choose files to take in as evidence"), QFileDialog.FileMode.ExistingFiles)

    def add_folder(self) -> None:
        """Choose a folder whose files are taken in."""
        self._ask(_("Choose a folder to take in as evidence"), QFileDialog.FileMode.Directory)

    def add_object(self) -> None:
        """Record an object, or a paper kept elsewhere: an item without a file."""
        self.desk.add("evidence_item", taken_in_on=self.desk.today().isoformat())

    def take(self, paths: Sequence[Path]) -> None:
        """Take files and folders in, beside the window."""
        if not paths:
            return
        if self._intake is not None:
            self.desk.messages.say(_("Files are being taken in. Please wait until that is done."))
            return
        book, now = self.desk.casebook, self.desk.clock.now()

        def work(progress: Progress) -> IntakeReport:
            told = 0

            def report(done: int, total: int) -> None:
                nonlocal told
                if done - told > total // _REPORTS or done >= total:
                    told = done
                    # Cancelled is said by `cancelled` alone: it must not be raised within the encryption.
                    with suppress(Cancelled):
                        progress.done(done >> _KILO, total >> _KILO)

            return take_in(book, paths, now, progress=report, cancelled=progress.cancelled)

        this = weakref.ref(self)

        def too_late(account: IntakeReport) -> None:
            # Everything was in before the wish to stop arrived.
            page = this()
            if page is not None and isValid(page):
                page.told(account)

        self.strip.begin()
        self._intake = self.desk.jobs.run(work, self.told, self._failed, owner=self, unwanted=too_late)
        self._intake.progressed.connect(self.strip.show_progress)

    def cancel_intake(self) -> None:
        """Stop taking files in; nothing of them is kept."""
        if self._intake is None:
            return
        self._intake.cancel()
        self._intake = None
        self.strip.end()
        self.desk.messages.say(_("Cancelled. Nothing was added."))

    def told(self, account: IntakeReport) -> None:
        """An intake is done: say what became of each file, and open the first."""
        self._intake = None
        self.strip.tell(account)
        if account.taken:
            self.show_record("evidence_item", account.taken[0].item)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the page."""
        if _files(event.mimeData()):
            event.acceptProposedAction()
            self._ground.setGeometry(self.rect())
            self._ground.show()
            self._ground.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were taken away again."""
        self._ground.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped; the originals are only read."""
        self._ground.hide()
        # Never a move: whoever gave them keeps them.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(_files(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ground for drops over all of the page."""
        self._ground.setGeometry(self.rect())
        super().resizeEvent(event)

    def _failed(self, error: BaseException) -> None:
        self._intake = None
        self.strip.end()
        self.desk.messages.fail(error)

    def _ask(self, heading: str, mode: QFileDialog.FileMode) -> None:
        asked = QFileDialog(self, heading)
        asked.setFileMode(mode)
        asked.setOption(QFileDialog.Option.ReadOnly)
        asked.filesSelected.connect(self._chosen)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _chosen(self, names: list[str]) -> None:
        self.take([Path(name) for name in names])

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

    def _show_chips(self) -> None:
        counts = self.desk.read(evidence.item_counts)
        code = language().code
        kinds = vocabulary("evidence_kind")
        most = sorted((kind for kind in kinds.terms if counts.get(kind)), key=lambda kind: -counts[kind])[:_MOST_CHIPS]
        choices: list[tuple[str, str, int | None]] = [(kind, kinds.label(kind, code), counts[kind]) for kind in most]
        if counts[evidence.UNLINKED]:
            choices.append((evidence.UNLINKED, _("For nothing yet"), counts[evidence.UNLINKED]))
        self._list.chips.show_choices(choices)

    def _ids(self, question: Question) -> Sequence[RecordId]:
        order = question.order or "newest"
        found = self.desk.read(lambda reader: evidence.item_ids(reader, question.chip, order))
        if not question.words:
            return found
        wanted = frozenset(self.desk.casebook.search_ids(question.words, "evidence_item"))
        return [item for item in found if item in wanted]

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


class _DropGround(QFrame):
    """Over the page while files are held above it."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame and what a drop does."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = tokens.colour("surface")
        ground.setAlphaF(0.92)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(tokens.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)
        middle = self.rect().center().y()
        for text, top, face, ink in (
            (_("Drop to take in as evidence"), middle - 26, font(SECTION), "text"),
            (
                _("Encrypted into the vault, with SHA-256. The originals are only read."),
                middle + 4,
                font(),
                "secondary",
            ),
        ):
            line = QRect(24, top, self.width() - 48, 26)
            draw_text(
                painter,
                line,
                text,
                face=face,
                ink=tokens.colour(ink),
                direction=self.layoutDirection(),
                align="centre",
            )
        painter.end()


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
