"""One event, whole: what happened, figures side by side, who was there, what was done and ordered, who says what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.counts import say_count
from casefile.base.dates import say_date
from casefile.base.i18n import _, language, ngettext
from casefile.casework import events, figures, measures
from casefile.casework.events import EventFilter
from casefile.casework.titles import field_in_words, title
from casefile.casework.vocabulary import vocabulary
from casefile.ui.claims_card import ClaimsCard, FieldClaims, read_claims
from casefile.ui.evidence_card import EvidenceCard
from casefile.ui.fields_card import FieldsCard
from casefile.ui.pages.tabbed_view import TabbedView, header
from casefile.ui.parts_card import PartsCard
from casefile.ui.record_history import RecordHistory
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Card, column_of, label, scrolled
from casefile.ui.widgets.chips import Chip
from casefile.ui.widgets.figures_board import FiguresBoard, Heading, Line

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.ui.page import Desk


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement beside the others."""

    who: str
    when: str
    kind: str
    words: str
    official: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that the page shows beside the records' own cards, read at one moment."""

    event: Snapshot
    name: str
    where: str
    kind: str
    parts: tuple[events.EventLine, ...]
    boards: tuple[tuple[str, figures.Board], ...]
    roles: tuple[tuple[str, tuple[tuple[RecordId, str], ...]], ...]
    said: tuple[_Said, ...]
    claims: tuple[FieldClaims, ...]


def _read(reader: Reader, record: RecordId) -> _Facts:
    event = reader.get(record)
    part_ids = [one for one in events.event_ids(reader, EventFilter(part_of=record)) if one != record]
    parts = events.event_lines(reader, part_ids)
    boards = [("", figures.board(reader, record)), *((line.title, figures.board(reader, line.id)) for line in parts)]
    return _Facts(
        event=event,
        name=title(reader, event),
        where=field_in_words(reader, event, "place"),
        kind=field_in_words(reader, event, "event_kind"),
        parts=tuple(parts),
        boards=tuple((name, board) for name, board in boards if board.rows),
        roles=_roles(reader, record),
        said=tuple(_statement(reader, one) for one in measures.statements_about(reader, record)),
        claims=read_claims(reader, record),
    )


def _roles(reader: Reader, record: RecordId) -> tuple[tuple[str, tuple[tuple[RecordId, str], ...]], ...]:
    by_role: dict[str, list[tuple[RecordId, str]]] = {}
    for one in reader.of("involvement", event=record):
        who = one.link("person") or one.link("organisation")
        found = reader.find(who) if who else None
        if found is not None:
            by_role.setdefault(field_in_words(reader, one, "involved_as"), []).append((found.id, title(reader, found)))
    return tuple((role, tuple(people)) for role, people in by_role.items())


def _statement(reader: Reader, one: Snapshot) -> _Said:
    who = field_in_words(reader, one, "person") or field_in_words(reader, one, "organisation")
    speaker = [who or one.text("speaker_described"), one.text("speaker_role")]
    return _Said(
        who=", ".join(part for part in speaker if part) or title(reader, one),
        when=field_in_words(reader, one, "occurred"),
        kind=field_in_words(reader, one, "statement_kind"),
        words=one.text("words"),
        official=one.text("official") == "yes",
    )


class EventView(TabbedView):
    """The page of one event.

    Args:
        desk: The book and the look.
        record: The event.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        self._facts: _Facts
        tabs = (
            (_("Overview"), self._overview),
            (_("Figures"), self._figures),
            (_("People"), self._people),
            (_("Acts"), self._acts),
            (_("Measures"), self._measures),
            (_("Statements"), self._statements),
            (_("Evidence"), self._evidence),
            (_("Sources and claims"), self._sources),
            (_("History"), self._history),
        )
        super().__init__(desk, record, "event", tabs)

    def _read_anew(self) -> None:
        self._facts = self._desk.read(lambda reader: _read(reader, self.record))

    def _made_header(self) -> QWidget:
        icon = self._desk.theme.icon("file-text", "text", 16)
        export = button(_("Export dossier"), partial(self._desk.make_dossier, self.record), icon=icon)
        return header(self._facts.name, self._chips(), (export,))

    def _chips(self) -> list[QWidget]:
        facts, theme = self._facts, self._desk.theme
        when = events.span(facts.event.text("began"), facts.event.text("ended"))
        said = (
            (say_date(when, language().code) if when else "", "calendar-days"),
            (facts.where, "map-pin"),
            (facts.kind, ""),
        )
        made: list[QWidget] = [Chip(theme, words, "plain", icon) for words, icon in said if words]
        if facts.event.archived:
            made.append(Chip(theme, _("put aside"), "warning", "info"))
        if facts.event.text("invented") == "yes":
            made.append(Chip(theme, _("Invented for training"), "plain", "info"))
        return made

    def _overview(self) -> QWidget:
        facts = self._facts
        widgets: list[QWidget] = []
        if facts.event.text("summary"):
            card = Card(self._desk.theme, _("What happened"), "file-text")
            card.body.addWidget(label(facts.event.text("summary"), wrap=True))
            widgets.append(card)
        widgets.extend(self._board_card(name, board) for name, board in facts.boards)
        if facts.parts:
            widgets.append(self._parts_card())
        widgets.append(
            FieldsCard(
                self._desk, facts.event, heading=_("Event"), icon="calendar-days", skip=("title", "summary", "invented")
            )
        )
        return scrolled(column_of(*widgets))

    def _parts_card(self) -> QWidget:
        card = Card(self._desk.theme, _("Parts of this event"), "route")
        for line in self._facts.parts:
            name = button(line.title, partial(self._desk.open, "event", line.id), role="link")
            card.body.addWidget(name, alignment=Qt.AlignmentFlag.AlignLeading)
            about = [say_date(line.when, language().code) if line.when else "", line.where]
            card.body.addWidget(label(" · ".join(part for part in about if part), "secondary"))
        return card

    def _board_card(self, name: str, board: figures.Board) -> QWidget:
        heading = f"{_('Figures by source')}: {name}" if name else _("Figures by source")
        card = Card(self._desk.theme, heading, "scale")
        code = language().code
        counted = vocabulary("counted")
        headings = [
            Heading(
                one.title,
                _as_of(one.as_of, code),
                one.official == "yes",
            )
            for one in board.columns
        ]
        lines = [
            Line(
                counted.label(row.counted, code),
                [[_cell(one, code) for one in cells] for cells in row.cells],
                len(row.named),
                row.differs,
            )
            for row in board.rows
        ]
        card.body.addWidget(FiguresBoard(self._desk.theme, headings, lines, lambda _row: self._tabs.show_tab(2)))
        card.body.addWidget(
            label(
                _("Figures are set side by side as each source gives them; they are never added."), "small", wrap=True
            )
        )
        return card

    def _figures(self) -> QWidget:
        widgets = [self._board_card(name, board) for name, board in self._facts.boards]
        return scrolled(column_of(*widgets, PartsCard(self._desk, "figure", self.record, icon="scale")))

    def _people(self) -> QWidget:
        widgets: list[QWidget] = []
        for role, found in self._facts.roles:
            card = Card(
                self._desk.theme,
                f"{role} · {ngettext('{n} record', '{n} records', len(found)).format(n=len(found))}",
                "users",
            )
            for record, name in found:
                link = button(name, partial(self._open, record), role="link")
                card.body.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeading)
            widgets.append(card)
        return scrolled(column_of(*widgets, PartsCard(self._desk, "involvement", self.record, icon="users")))

    def _open(self, record: RecordId) -> None:
        self._desk.open(self._desk.read(lambda reader: reader.kind_of(record)), record)

    def _acts(self) -> QWidget:
        return scrolled(column_of(PartsCard(self._desk, "violation_act", self.record, icon="triangle-alert")))

    def _measures(self) -> QWidget:
        return scrolled(column_of(PartsCard(self._desk, "measure", self.record, icon="ban")))

    def _statements(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        officials = [one for one in self._facts.said if one.official]
        others = [one for one in self._facts.said if not one.official]
        row.addWidget(self._said_card(_("What officials say"), "landmark", officials), 1)
        row.addWidget(self._said_card(_("What others say"), "megaphone", others), 1)
        return scrolled(column_of(both, PartsCard(self._desk, "statement", self.record, link="about", icon="quote")))

    def _said_card(self, heading: str, icon: str, said: Sequence[_Said]) -> QWidget:
        card = Card(self._desk.theme, heading, icon)
        for one in said:
            card.body.addWidget(label(one.who, "strong", wrap=True))
            card.body.addWidget(label(one.words, wrap=True))
            card.body.addWidget(label(" · ".join(part for part in (one.kind, one.when) if part), "small", wrap=True))
        if not said:
            card.body.addWidget(label(_("Nothing recorded."), "secondary"))
        card.body.addStretch(1)
        return card

    def _evidence(self) -> QWidget:
        return scrolled(column_of(EvidenceCard(self._desk, self.record)))

    def _sources(self) -> QWidget:
        parts = PartsCard(self._desk, "claim", self.record, link="record", icon="book-open")
        claims = self._facts.claims
        return scrolled(column_of(*((ClaimsCard(self._desk, claims),) if claims else ()), parts))

    def _history(self) -> QWidget:
        return scrolled(column_of(RecordHistory(self._desk, self.record)))


def _cell(cell: figures.BoardCell, code: str) -> tuple[str, list[str]]:
    words = say_count(cell.how_many, code)
    if cell.than:
        words = f"{words} ({say_count(cell.than, code)})"
    if cell.who:
        words = f"{words} {cell.who}"
    parts = [
        _("of whom {figure}").format(figure=" ".join(part for part in (say_count(one.how_many, code), one.who) if part))
        for one in cell.of_whom
    ]
    return words, parts


def _as_of(edtf: str, code: str) -> str:
    said = say_date(edtf, code) if edtf else ""
    # Of a date known only from one side, the words say enough: "by 20 December 2011".
    return said if not said or edtf.startswith("../") or edtf.endswith("/..") else _("as of {date}").format(date=said)
