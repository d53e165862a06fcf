"""What is evidence for a record, as a card on its page: each item by its name, and files taken in for it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from casefile.base.clock import RecordId
from casefile.base.i18n import _
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.ui.drop_ground import DropGround, choose_files
from casefile.ui.evidence_words import icon_of
from casefile.ui.widgets.buttons import LinkButton, button, icon_button
from casefile.ui.widgets.cards import Card, label

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.page import Desk


@dataclass(frozen=True, slots=True)
class _Line:
    item: RecordId
    link: RecordId
    title: str
    detail: str
    icon: str


class EvidenceCard(Card):
    """The items that are evidence for one record.

    Args:
        desk: The book and the look.
        record: The record.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        super().__init__(desk.theme, _("Evidence"), "fingerprint")
        self._desk, self._record = desk, record
        said = _("Add: {kind}").format(kind=kind_label("evidence_link"))
        self.add_to_head(icon_button(desk.theme, "link", said, self._link))
        self.add_to_head(
            button(_("Add files"), self._choose, role="quiet", icon=desk.theme.icon("plus", "secondary", 16))
        )
        lines = desk.read(lambda reader: _lines(reader, record))
        for line in lines:
            self.body.addLayout(self._row(line))
        if not lines:
            self.body.addWidget(label(_("Nothing recorded yet."), "secondary"))
        self.body.addWidget(
            label(_("Files can be dropped here. They are encrypted; the originals are only read."), "small", wrap=True)
        )
        DropGround(desk.theme, self).dropped.connect(self._take)

    def _row(self, line: _Line) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        picture = QLabel()
        picture.setPixmap(self._desk.theme.pixmap(line.icon, "secondary"))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = _("Open: {title}").format(title=line.title)
        words.addWidget(LinkButton(line.title, partial(self._desk.open, "evidence_item", line.item), name=name))
        words.addWidget(label(line.detail, "small", wrap=True))
        row.addLayout(words, 1)
        edit = _("Edit the link to {title}").format(title=line.title)
        pencil = icon_button(self._desk.theme, "pencil", edit, partial(self._desk.edit, "evidence_link", line.link))
        row.addWidget(pencil, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _choose(self) -> None:
        choose_files(self, self._take)

    def _take(self, paths: Sequence[Path]) -> None:
        # There it is told what became of each file; this card is made anew as soon as one is in.
        if paths:
            self._desk.navigation.take_in.emit(list(paths), (self._record,))

    def _link(self) -> None:
        self._desk.add("evidence_link", record=self._record)


def _lines(reader: Reader, record: RecordId) -> list[_Line]:
    links = reader.of("evidence_link", record=record)
    found = ((link, reader.find(link.link("evidence_item"))) for link in links)
    return [_line(reader, link, item) for link, item in found if item is not None and not item.archived]


def _line(reader: Reader, link: Snapshot, item: Snapshot) -> _Line:
    details = (
        field_in_words(reader, item, "evidence_kind"),
        field_in_words(reader, link, "relation"),
        link.text("locator"),
        field_in_words(reader, item, "captured_on"),
        item.text("reference"),
    )
    return _Line(
        item=item.id,
        link=link.id,
        title=item.text("title") or title(reader, item),
        detail=" · ".join(part for part in details if part),
        icon=icon_of(item.text("evidence_kind"), item.text("media_type")),
    )
