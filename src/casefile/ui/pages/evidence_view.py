"""One item of evidence, whole: what it shows, its fingerprint, what its file says, what it is for, who handled it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.dates import read_date, say_date
from casefile.base.i18n import _, language
from casefile.casework import evidence
from casefile.casework.acts import Act
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.exchange.intake import check_again
from casefile.exchange.metadata import LABELS, from_lines
from casefile.ui.copy_out import CopyOut
from casefile.ui.evidence_words import icon_of, size_in_words
from casefile.ui.fields_card import FieldsCard
from casefile.ui.intake_strip import LINKED_KINDS
from casefile.ui.pages.tabbed_view import TabbedView, header
from casefile.ui.parts_card import PartsCard
from casefile.ui.preview_card import PreviewCard
from casefile.ui.record_history import RecordHistory
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.buttons import LinkButton, button, icon_button
from casefile.ui.widgets.cards import Banner, Card, column_of, label, pairs, scrolled
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.columns import TwoColumns
from casefile.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

_OF_THE_FILE = (
    "title",
    "file_name",
    "media_type",
    "size_bytes",
    "sha256",
    "blob_name",
    "blob_key",
    "taken_in_on",
    "file_details",
    "file_text",
    "invented",
)
"""Fields that are shown elsewhere on the page."""
_GROUP = 8


@dataclass(frozen=True, slots=True)
class _Link:
    """What the item is evidence for."""

    link: RecordId
    record: RecordId
    kind: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that the page shows, read at one moment."""

    item: Snapshot
    name: str
    kind: str
    protection: str
    taken_in_by: str
    checked_on: str
    links: tuple[_Link, ...]


def _read(reader: Reader, record: RecordId) -> _Facts:
    item = reader.get(record)
    log = evidence.handling_of(reader, record)
    received = next((line for line in log if line.text("handling_kind") == "received"), None)
    checked = [line.text("handled_on") for line in log if line.text("handling_kind") == "verified"]
    return _Facts(
        item=item,
        name=item.text("title") or title(reader, item),
        kind=field_in_words(reader, item, "evidence_kind"),
        protection=field_in_words(reader, item, "protection"),
        taken_in_by=received.text("handled_by") if received else "",
        checked_on=checked[-1] if checked else "",
        links=tuple(_link(reader, one) for one in evidence.links_of(reader, record)),
    )


def _link(reader: Reader, one: Snapshot) -> _Link:
    about = reader.get(one.link("record"))
    details = (kind_label(about.kind), field_in_words(reader, one, "relation"), one.text("locator"))
    return _Link(one.id, about.id, about.kind, title(reader, about), " · ".join(part for part in details if part))


class EvidenceView(TabbedView):
    """The page of one item.

    Args:
        desk: The book and the look.
        record: The item.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        self._facts: _Facts
        self._preview = PreviewCard.Kept()
        tabs = (
            (_("Overview"), self._overview),
            (_("Handling log"), self._handling),
            (_("History"), self._history),
        )
        super().__init__(desk, record, "evidence_item", tabs)

    def _read_anew(self) -> None:
        self._facts = self._desk.read(lambda reader: _read(reader, self.record))

    def _made_header(self) -> QWidget:
        facts = self._facts
        copies = []
        if facts.item.text("blob_name"):
            icon = self._desk.theme.icon("download", "text", 16)
            copies.append(button(_("Save a copy…"), self._copy_out, icon=icon))
        return header(facts.name, self._chips(), copies)

    def _chips(self) -> list[QWidget]:
        facts, theme = self._facts, self._desk.theme
        item = facts.item
        made: list[QWidget] = []
        if item.archived:
            made.append(Chip(theme, _("put aside"), "warning", "info"))
        if facts.kind:
            icon = icon_of(item.text("evidence_kind"), item.text("media_type"))
            made.append(Chip(theme, facts.kind, "accent", icon))
        made.append(Chip(theme, item.text("reference"), "plain"))
        if not facts.links:
            made.append(Chip(theme, _("Evidence for nothing yet"), "warning", "triangle-alert"))
        if facts.protection and item.text("protection") != "open":
            made.append(Chip(theme, facts.protection, "danger", "shield"))
        if item.text("graphic") == "yes":
            made.append(Chip(theme, _("Disturbing content"), "warning", "eye-off"))
        if item.text("invented") == "yes":
            made.append(Chip(theme, _("Invented for training"), "plain", "info"))
        return made

    def _overview(self) -> QWidget:
        facts = self._facts
        wide: list[QWidget] = [
            PreviewCard(self._desk, facts.item, facts.name, self._preview),
            FieldsCard(
                self._desk, facts.item, heading=kind_label("evidence_item"), icon="fingerprint", skip=_OF_THE_FILE
            ),
        ]
        narrow: list[QWidget] = [self._links_card()]
        if facts.item.text("blob_name"):
            narrow.append(self._file_card())
        if facts.item.text("file_details"):
            narrow.append(self._details_card())
        widgets: list[QWidget] = [TwoColumns(wide, narrow)]
        if facts.item.archived:
            aside = _("This record was put aside.")
            widgets.insert(0, Banner(self._desk.theme, aside, "accent", "info", _("Bring back"), self._bring_back))
        return scrolled(column_of(*widgets))

    def _file_card(self) -> Card:
        facts, item, code = self._facts, self._facts.item, language().code
        card = Card(self._desk.theme, _("File"), "lock")
        size = item.number("size_bytes")
        rows = [
            (_("File name"), item.text("file_name")),
            (_("Type"), item.text("media_type")),
            (_("Size"), size_in_words(int(size)) if size is not None else ""),
            (_("Taken in on"), say_date(item.text("taken_in_on"), code)),
            (_("Taken in by"), facts.taken_in_by),
        ]
        card.body.addWidget(pairs([row for row in rows if row[1]]))
        digest = item.text("sha256")
        head = QHBoxLayout()
        head.addWidget(label(_("SHA-256"), "small"), 1)
        head.addWidget(icon_button(self._desk.theme, "copy", _("Copy the SHA-256"), partial(self._copy, digest)))
        card.body.addLayout(head)
        code_label = label(
            " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)), "code", wrap=True
        )
        code_label.setAccessibleName(_("SHA-256: {digest}").format(digest=digest))
        card.body.addWidget(code_label)
        foot = QWidget()
        flow = Flow(8, foot)
        if facts.checked_on:
            checked = _("As it came in: checked {when}").format(when=say_date(facts.checked_on, code))
            flow.addWidget(Chip(self._desk.theme, checked, "good", "circle-check"))
        self._check = button(_("Check the file now"), self._check_now, role="link")
        flow.addWidget(self._check)
        card.body.addWidget(foot)
        return card

    def _details_card(self) -> Card:
        item = self._facts.item
        card = Card(self._desk.theme, _("What the file says of itself"), "camera")
        details = from_lines(item.text("file_details"))
        shown = [(_(LABELS[name]), self._detail(name, value)) for name, value in details.items()]
        if shown:
            card.body.addWidget(pairs(shown))
        else:
            card.body.addWidget(label(item.text("file_details"), wrap=True))
        caution = _("A clock can be wrong, and all of this can be altered. It is not taken for a fact.")
        card.body.addWidget(label(caution, "small", wrap=True))
        taken = details.get("Taken", "")
        if taken and not item.text("captured_on"):
            take = button(_("Take this over as the date of capture"), partial(self._take_over, taken), role="link")
            card.body.addWidget(take, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _detail(self, name: str, value: str) -> str:
        if name not in {"Taken", "Made", "Changed"}:
            return value
        try:
            read_date(value)
        except ValueError:
            # Somebody wrote something else into the field.
            return value
        return say_date(value, language().code)

    def _links_card(self) -> Card:
        card = Card(self._desk.theme, _("Evidence for"), "link")
        card.body.setSpacing(6)
        for one in self._facts.links:
            line = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(0)
            name = _("Open: {title}").format(title=one.title)
            words.addWidget(LinkButton(one.title, partial(self._desk.open, one.kind, one.record), name=name))
            words.addWidget(label(one.detail, "small", wrap=True))
            line.addLayout(words, 1)
            edit = _("Edit the link to {title}").format(title=one.title)
            pencil = icon_button(self._desk.theme, "pencil", edit, partial(self._desk.edit, "evidence_link", one.link))
            line.addWidget(pencil, 0, Qt.AlignmentFlag.AlignTop)
            card.body.addLayout(line)
        if not self._facts.links:
            card.body.addWidget(
                label(_("Nothing yet. Say whom or what it shows, mentions or supports."), "secondary", wrap=True)
            )
        picker = SubjectPicker(self._desk, _("Link to a person, event, allegation…"), LINKED_KINDS)
        picker.picked.connect(self._link_to)
        card.body.addWidget(picker)
        return card

    def _handling(self) -> QWidget:
        log = PartsCard(self._desk, "handling", self.record, icon="history", detail=("handed_to", "why", "sha256"))
        told = _("Casefile writes a line itself when a file comes in, is checked or leaves. Add what happens outside.")
        return scrolled(column_of(label(told, "secondary", wrap=True), log))

    def _history(self) -> QWidget:
        links = self._desk.read(
            lambda reader: [one.id for one in reader.of("evidence_link", archived=True, evidence_item=self.record)]
        )
        return scrolled(column_of(RecordHistory(self._desk, self.record, links)))

    def _link_to(self, record: RecordId) -> None:
        item = self.record
        if record:
            self._desk.attempt(Act.LINK_EVIDENCE, lambda writer: evidence.link_evidence(writer, item, record))

    def _take_over(self, taken: str) -> None:
        item = self.record
        self._desk.attempt(Act.EDIT_RECORD, lambda writer: writer.update(item, {"captured_on": taken}))

    def _bring_back(self) -> None:
        record = self.record
        self._desk.attempt(Act.RESTORE_RECORD, lambda writer: writer.update(record, {"archived": 0}))

    def _copy(self, digest: str) -> None:
        QGuiApplication.clipboard().setText(digest)
        self._desk.messages.say(_("Copied. The clipboard is cleared when the vault is locked."))

    def _copy_out(self) -> None:
        dialog = CopyOut(self._desk, self._facts.item, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _check_now(self) -> None:
        book, item, now = self._desk.casebook, self.record, self._desk.clock.now()

        def work(_progress: Progress) -> None:
            check_again(book, item, now)

        self._check.setEnabled(False)
        self._check.setText(_("Being checked…"))
        self._desk.jobs.run(work, self._checked, self._not_checked, owner=self)

    def _checked(self, _nothing: None) -> None:
        self._desk.messages.say(_("The file is byte for byte what came in."))

    def _not_checked(self, error: BaseException) -> None:
        self.refresh()
        self._desk.messages.fail(error)
