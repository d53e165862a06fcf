"""One person, whole: who it is, where held, who came and who was kept away, what was done to them, and how we know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.dates import read_date, say_date
from casefile.base.i18n import N_, _, language, ngettext
from casefile.casework import access, allegations, chronology, consent, custody
from casefile.casework.acts import Act
from casefile.casework.safeguards import ClockLine, clock
from casefile.casework.titles import field_in_words, kind_label, person_title, title_of
from casefile.casework.vocabulary import vocabulary
from casefile.ui.claims_card import ClaimsCard, FieldClaims, read_claims
from casefile.ui.evidence_card import EvidenceCard
from casefile.ui.fields_card import FieldsCard
from casefile.ui.injury_map import InjuryMap
from casefile.ui.joined_lines import JoinedLines
from casefile.ui.page import FormRequest
from casefile.ui.pages.tabbed_view import TabbedView, header
from casefile.ui.parts_card import PartsCard
from casefile.ui.record_history import RecordHistory
from casefile.ui.sent_letters import sent_letters
from casefile.ui.widgets.avatar import Avatar
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, Card, column_of, label, scrolled
from casefile.ui.widgets.chips import Chip, Tone
from casefile.ui.widgets.custody_timeline import CustodyTimeline, Mark

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot, Writer
    from casefile.casework.record import Value
    from casefile.ui.page import Desk

STATE_TONES: Mapping[str, tuple[Tone, str]] = {
    "in_custody": ("accent", "lock"),
    "house_arrest": ("accent", "house"),
    "missing": ("danger", "circle-help"),
    "deceased": ("plain", "circle-x"),
    "released": ("good", "circle-check"),
    "at_liberty": ("good", "circle-check"),
}
"""Tone and icon of a state; plain and without an icon for any other."""
_VERDICTS: Mapping[str, tuple[str, Tone, str]] = {
    "met": (N_("met"), "good", "circle-check"),
    "breached": (N_("breached"), "danger", "ban"),
    "cannot_tell": (N_("cannot tell"), "plain", "circle-help"),
}
_INJURY_TOLD = ("length_mm", "width_mm", "shape", "colours", "injury_age", "seen_on")
"""Fields of an injury that its line tells; where it is on the drawing, the drawing shows."""
_NOT_FREE = frozenset({"in_custody", "house_arrest", "missing"})
"""Terms of `whereabouts_status` of whom the days are counted."""
_LANES = (
    (chronology.HELD, N_("Held at")),
    (chronology.LAWYER, N_("Lawyer access")),
    (chronology.FAMILY, N_("Family visits")),
    (chronology.COURT, N_("Court")),
)
_ENTRIES = ("custody", "lawyer_access", "family_visit", "allegation", "proceeding", "consent", "risk", "name")


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that the page shows beside the records' own cards, read at one moment."""

    person: Snapshot
    name: str
    other: str
    permissions: Mapping[str, consent.Permission]
    risk: str
    entries: tuple[chronology.Entry, ...]
    clocks: tuple[tuple[Snapshot, str, tuple[ClockLine, ...]], ...]
    allegations: tuple[Snapshot, ...]
    claims: tuple[FieldClaims, ...]


def _read(reader: Reader, record: RecordId, today: dt.date) -> _Facts:
    person = reader.get(record)
    names = [one.text("full_name") for one in reader.of("name", person=record)]
    shown = person_title(person)
    custodies = custody.custodies_of(reader, record)
    risks = reader.of("risk", person=record)
    return _Facts(
        person=person,
        name=shown,
        other=next((name for name in names if name and name[0].isascii() != shown[:1].isascii()), ""),
        permissions=consent.permissions(reader, record, today),
        risk=next((one.text("level") for one in risks if one.text("level") in {"extreme", "high"}), ""),
        entries=tuple(chronology.of_person(reader, record)),
        clocks=tuple((one, title_of(reader, one.id), tuple(clock(reader, one.id))) for one in custodies),
        allegations=tuple(allegations.allegations_of(reader, record)),
        claims=read_claims(reader, record),
    )


class PersonView(TabbedView):
    """The page of one person: a header that stays, and tabs.

    Args:
        desk: The book and the look.
        record: The person.
    """

    def __init__(self, desk: Desk, record: RecordId) -> None:
        self._facts: _Facts
        tabs = (
            (_("Overview"), self._overview),
            (_("Custody"), self._custody),
            (_("Access"), self._access),
            (_("Treatment"), self._treatment),
            (_("Proceedings"), self._proceedings),
            (_("Events and links"), self._links),
            (_("Evidence"), self._evidence),
            (_("Sources and claims"), self._sources),
            (_("Consent and risk"), self._consent),
            (_("History"), self._history),
        )
        super().__init__(desk, record, "person", tabs)

    def _read_anew(self) -> None:
        today = self._desk.today()
        self._facts = self._desk.read(lambda reader: _read(reader, self.record, today))

    def _made_header(self) -> QWidget:
        facts, theme = self._facts, self._desk.theme
        add = button(_("Add entry"), icon=theme.icon("plus", "text"))
        menu = QMenu(add)
        for kind in _ENTRIES:
            menu.addAction(kind_label(kind).replace("&", "&&"), partial(self._add, kind))
        add.setMenu(menu)
        export = button(
            _("Export dossier"),
            partial(self._desk.make_dossier, self.record),
            role="primary",
            icon=theme.icon("file-text", "on_accent", 16),
        )
        return header(
            facts.name,
            self._chips(),
            (add, export),
            before=Avatar(theme, facts.name),
            beneath=[label(facts.other, "secondary")] if facts.other else (),
            after=(JoinedLines(self._desk, self.record),),
        )

    def _chips(self) -> list[QWidget]:
        facts, theme = self._facts, self._desk.theme
        state = facts.person.text("whereabouts_status")
        tone, icon = STATE_TONES.get(state, ("plain", ""))
        words = field_words(self._desk, facts.person, "whereabouts_status") or _("Whereabouts not recorded")
        since = _days_since(facts.person.text("whereabouts_since"), self._desk.today())
        if since is not None and state in _NOT_FREE:
            words = f"{words} · " + ngettext("{n} day", "{n} days", since).format(n=since)
        made: list[QWidget] = [Chip(theme, words, tone, icon)]
        if facts.person.archived:
            made.insert(0, Chip(theme, _("put aside"), "warning", "info"))
        allowed = [use for use, permission in facts.permissions.items() if permission.allowed]
        if allowed:
            made.append(
                Chip(
                    theme,
                    ngettext("Consent: {n} use", "Consent: {n} uses", len(allowed)).format(n=len(allowed)),
                    "good",
                    "circle-check",
                )
            )
        else:
            made.append(Chip(theme, _("No consent recorded"), "warning", "triangle-alert"))
        if facts.risk:
            made.append(
                Chip(
                    theme,
                    _("Risk: {level}").format(level=vocabulary("risk_level").label(facts.risk, language().code)),
                    "danger",
                    "shield",
                )
            )
        if facts.person.text("invented") == "yes":
            made.append(Chip(theme, _("Invented for training"), "plain", "info"))
        return made

    def _overview(self) -> QWidget:
        facts, theme = self._facts, self._desk.theme
        widgets: list[QWidget] = list(self._sent())
        breached = [line for _custody, _title, lines in facts.clocks for line in lines if line.verdict == "breached"]
        if breached:
            what = ", ".join(dict.fromkeys(line.label for line in breached))
            widgets.append(
                Banner(
                    theme,
                    _("Safeguards breached: {what}").format(what=what),
                    button=_("Show why"),
                    pressed=partial(self._tabs.show_tab, 1),
                )
            )
        now = self._desk.clock.now().replace(tzinfo=None)
        marks = _marks(facts.entries, now if facts.person.text("whereabouts_status") in _NOT_FREE else None)
        if marks:
            card = Card(theme, _("Custody timeline"), "route")
            timeline = CustodyTimeline(theme, [_(name) for _lane, name in _LANES], marks, now)
            timeline.opened.connect(partial(self._open_mark, marks))
            card.body.addWidget(timeline)
            widgets.append(card)
        widgets.append(
            self._side_by_side(
                self._treatment_card(),
                FieldsCard(
                    self._desk, facts.person, heading=_("Person"), icon="user", skip=("shown_name", "note", "invented")
                ),
            )
        )
        widgets.append(PartsCard(self._desk, "name", self.record, icon="user"))
        if facts.person.text("note"):
            note = Card(theme, _("Note"), "file-text")
            note.body.addWidget(label(facts.person.text("note"), wrap=True))
            widgets.append(note)
        return scrolled(column_of(*widgets))

    def _open_mark(self, marks: list[Mark], number: int) -> None:
        self._desk.edit(marks[number].kind, marks[number].record)

    def _treatment_card(self) -> QWidget:
        card = Card(self._desk.theme, _("Ill-treatment reported"), "heart-pulse")
        injuries = self._desk.read(
            lambda reader: [
                (field_in_words(reader, injury, "injury_kind"), field_in_words(reader, injury, "body_region"))
                for injury in allegations.injuries_of(reader, self.record)
            ]
        )
        for number, (kind, region) in enumerate(injuries, start=1):
            card.body.addWidget(label(f"{number}.  {region}: {kind}", wrap=True))
        if not self._facts.allegations:
            card.body.addWidget(label(_("No allegation recorded."), "secondary"))
        elif not injuries:
            card.body.addWidget(
                label(
                    ngettext(
                        "{n} allegation, no injury recorded.",
                        "{n} allegations, no injury recorded.",
                        len(self._facts.allegations),
                    ).format(n=len(self._facts.allegations)),
                    "secondary",
                )
            )
        card.body.addStretch(1)
        return card

    def _custody(self) -> QWidget:
        widgets: list[QWidget] = [PartsCard(self._desk, "custody", self.record, icon="lock", request=self._detention())]
        for held, title, lines in self._facts.clocks:
            widgets.append(self._clock_card(title, lines))
            widgets.append(
                PartsCard(self._desk, "stay", held.id, icon="map-pin", heading=_("Places of {what}").format(what=title))
            )
            widgets.append(
                PartsCard(
                    self._desk,
                    "safeguard",
                    held.id,
                    icon="shield",
                    heading=_("Safeguards of {what}").format(what=title),
                )
            )
        return scrolled(column_of(*widgets))

    def _clock_card(self, title: str, lines: tuple[ClockLine, ...]) -> QWidget:
        card = Card(self._desk.theme, _("Safeguards clock: {what}").format(what=title), "clock")
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        for number, line in enumerate(lines):
            verdict, tone, icon = _VERDICTS[line.verdict]
            grid.addWidget(label(line.label, "strong", wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Chip(self._desk.theme, _(verdict), tone, icon), number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(line.took, wrap=True), number, 2, Qt.AlignmentFlag.AlignTop)
            why = QVBoxLayout()
            why.setSpacing(1)
            why.addWidget(label(line.why, wrap=True))
            why.addWidget(label(line.rule, "small", wrap=True))
            grid.addLayout(why, number, 3)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 5)
        card.body.addLayout(grid)
        return card

    def _access(self) -> QWidget:
        return scrolled(
            column_of(
                self._side_by_side(
                    PartsCard(self._desk, "lawyer_access", self.record, icon="scale", request=self._lawyer()),
                    PartsCard(self._desk, "family_visit", self.record, icon="users", request=self._family()),
                )
            )
        )

    def _treatment(self) -> QWidget:
        widgets: list[QWidget] = [PartsCard(self._desk, "allegation", self.record, icon="heart-pulse")]
        widgets.extend(
            PartsCard(self._desk, "injury", one.id, heading=_("Injuries"), icon="activity", detail=_INJURY_TOLD)
            for one in self._facts.allegations
        )
        body = Card(self._desk.theme, _("Body map"), "user")
        body.body.addWidget(InjuryMap(self._desk, self.record))
        widgets.append(body)
        widgets.extend(PartsCard(self._desk, kind, self.record) for kind in ("medical_exam", "death"))
        return scrolled(column_of(*widgets))

    def _proceedings(self) -> QWidget:
        widgets: list[QWidget] = [PartsCard(self._desk, "proceeding", self.record, icon="gavel")]
        found = self._desk.read(
            lambda reader: [(one.id, title_of(reader, one.id)) for one in reader.of("proceeding", person=self.record)]
        )
        for record, title in found:
            widgets.extend(
                PartsCard(self._desk, kind, record, heading=f"{kind_label(kind, many=True)}: {title}")
                for kind in ("charge", "hearing", "decision")
            )
        widgets.append(PartsCard(self._desk, "remedy", self.record))
        return scrolled(column_of(*widgets))

    def _links(self) -> QWidget:
        return scrolled(
            column_of(
                PartsCard(self._desk, "involvement", self.record, link="person", icon="calendar-days"),
                PartsCard(self._desk, "violation_act", self.record, link="victim", icon="triangle-alert"),
                PartsCard(self._desk, "relationship", self.record, icon="users"),
                PartsCard(self._desk, "affiliation", self.record, icon="building-2"),
                PartsCard(self._desk, "identifier", self.record, icon="fingerprint"),
                PartsCard(self._desk, "contact", self.record, icon="link"),
            )
        )

    def _evidence(self) -> QWidget:
        return scrolled(column_of(EvidenceCard(self._desk, self.record)))

    def _sources(self) -> QWidget:
        card = ClaimsCard(self._desk, self._facts.claims)
        return scrolled(
            column_of(
                card,
                PartsCard(self._desk, "claim", self.record, link="record", icon="book-open"),
                PartsCard(self._desk, "remark", self.record, link="record"),
            )
        )

    def _consent(self) -> QWidget:
        return scrolled(
            column_of(
                *self._sent(),
                PartsCard(self._desk, "consent", self.record, icon="circle-check"),
                PartsCard(self._desk, "risk", self.record, icon="shield"),
            )
        )

    def _sent(self) -> list[QWidget]:
        """Where a consent was taken back or ran out: the letters that cannot be called back."""
        gone = {one.why for one in self._facts.permissions.values()} & {"withdrawn", "expired"}
        card = sent_letters(self._desk, self.record, withdrawn="withdrawn" in gone) if gone else None
        return [] if card is None else [card]

    def _history(self) -> QWidget:
        return scrolled(column_of(RecordHistory(self._desk, self.record)))

    def _side_by_side(self, first: QWidget, second: QWidget) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        # Each as high as it is: stretched to the other's height, a card would put its heading in its middle.
        row.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(second, 1, Qt.AlignmentFlag.AlignTop)
        return both

    def _add(self, kind: str) -> None:
        requests = {"custody": self._detention, "lawyer_access": self._lawyer, "family_visit": self._family}
        make = requests.get(kind)
        self._desk.navigation.open_form.emit(make() if make else FormRequest(kind, given={"person": self.record}))

    def _detention(self) -> FormRequest:
        return FormRequest("custody", given={"person": self.record}, act=Act.RECORD_CUSTODY, insert=_record_custody)

    def _lawyer(self) -> FormRequest:
        return FormRequest("lawyer_access", given={"person": self.record}, act=Act.RECORD_ACCESS, insert=_record_lawyer)

    def _family(self) -> FormRequest:
        return FormRequest("family_visit", given={"person": self.record}, act=Act.RECORD_VISIT, insert=_record_visit)


def _record_custody(writer: Writer, values: Mapping[str, Value]) -> RecordId:
    return custody.record_custody(writer, _person(values), **_rest(values))


def _record_lawyer(writer: Writer, values: Mapping[str, Value]) -> RecordId:
    rest = _rest(values)
    return access.record_lawyer_access(writer, _person(values), rest.pop("access_kind", ""), **rest)


def _record_visit(writer: Writer, values: Mapping[str, Value]) -> RecordId:
    rest = _rest(values)
    return access.record_family_visit(writer, _person(values), rest.pop("visit_kind", ""), **rest)


def _person(values: Mapping[str, Value]) -> RecordId:
    person = values["person"]
    return RecordId(person if isinstance(person, bytes) else b"")


def _rest(values: Mapping[str, Value]) -> dict[str, Any]:
    # What a form gives, by field; the command accepts or refuses each value.
    return {name: value for name, value in values.items() if name != "person"}


def field_words(desk: Desk, snapshot: Snapshot, field: str) -> str:
    """What a field holds, in words."""
    return desk.read(lambda reader: field_in_words(reader, snapshot, field))


def _days_since(edtf: str, today: dt.date) -> int | None:
    if not edtf:
        return None
    earliest, latest = read_date(edtf).earliest, read_date(edtf).latest
    if earliest is None or latest is None or (latest - earliest) > dt.timedelta(days=2):
        return None
    return max((today - earliest.date()).days, 0)


def _marks(entries: tuple[chronology.Entry, ...], still_held: dt.datetime | None) -> list[Mark]:
    lanes = {lane: number for number, (lane, _name) in enumerate(_LANES)}
    made: list[Mark] = []
    for entry in entries:
        start = read_date(entry.date).earliest if entry.date else None
        if entry.lane not in lanes or start is None:
            continue
        end = read_date(entry.until).latest if entry.until else None
        text = f"{say_date(entry.date, language().code)}: {entry.text}"
        if entry.lane == chronology.HELD:
            if entry.kind == "stay":
                state = "unknown" if entry.outcome == chronology.WHEREABOUTS_UNKNOWN else "held"
                last = end or _open_end(entries, start, still_held)
                made.append(Mark(0, start, last, entry.text, state, entry.kind, entry.record))
            continue
        state = "court" if entry.lane == chronology.COURT else _contact(entry)
        made.append(Mark(lanes[entry.lane], start, None, text, state, entry.kind, entry.record))
    return made


def _contact(entry: chronology.Entry) -> str:
    # A request without an answer is no contact and no refusal; a safeguard has a day only if it was given.
    if entry.outcome in access.PREVENTED:
        return "refused"
    return "granted" if entry.outcome in access.TOOK_PLACE or entry.kind == "safeguard" else "open"


def _open_end(entries: tuple[chronology.Entry, ...], start: dt.datetime, still_held: dt.datetime | None) -> dt.datetime:
    # A stay without an end lasts, for the eye, to now for whoever is held or missing now; else to the newest thing on
    # the line, since nobody wrote down when it ended.
    if still_held is not None:
        return max(start + dt.timedelta(days=1), still_held)
    moments = [read_date(entry.until or entry.date).latest for entry in entries if entry.date]
    known = [moment for moment in moments if moment is not None]
    return max([start + dt.timedelta(days=1), *known])
