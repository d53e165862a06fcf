"""Home: what needs somebody today, what was begun and not finished, and the shortest way to record what just happened.

What is due is asked of the book beside the main thread, so that the page is there at once however large the book is.
Each line leads to its record; what is half typed goes on from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.dates import say_date
from casefile.base.i18n import N_, _, language, ngettext
from casefile.casework import agenda
from casefile.casework.catalogue import record_type
from casefile.casework.titles import kind_label, title, title_of
from casefile.ui import drafts
from casefile.ui.page import Desk, Page
from casefile.ui.quick_entries import ENTRIES
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Banner, Card, clear, label, scrolled
from casefile.ui.widgets.chips import Chip, Tone, said
from casefile.ui.widgets.flow import Flow
from casefile.vault.backup import backups

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from casefile.casework.book import Reader
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Progress

_AHEAD = dt.timedelta(days=7)
_LIMITS_AHEAD = dt.timedelta(days=2)
_CONSENTS_AHEAD = dt.timedelta(days=30)
_SHOWN = 8
"""Lines of a card at first."""
_MOST = 200
"""Lines of a card that was opened; more are counted only."""
_OLD_BACKUP = dt.timedelta(days=7)
_WHAT = MappingProxyType(
    {
        "task": N_("Task"),
        "reply": N_("Reply due"),
        "hearing": N_("Hearing"),
        "appeal": N_("Time to appeal ends"),
        "consent": N_("Consent runs out"),
        "risk": N_("Risk to be reviewed"),
    }
)
_ICONS = MappingProxyType(
    {
        "task": "circle-check",
        "reply": "file-text",
        "hearing": "gavel",
        "appeal": "gavel",
        "consent": "shield",
        "risk": "triangle-alert",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, in words.

    Attributes:
        kind: Kind of the record that it leads to.
        record: The record.
        name: Whom or what it is about.
        text: What it is.
        chip: When, or how pressing, in a word.
        tone: Of the chip.
        icon: Of the chip.
    """

    kind: str
    record: RecordId
    name: str
    text: str
    chip: str
    tone: Tone = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """All that the page shows of the book, read in one go.

    Attributes:
        limits: Limits of detentions that are breached or run out.
        due: Dates that fall due.
        unfinished: Cards to be finished.
        more_limits: How many limits are not among them.
        more_due: How many dates are not among them.
        unlooked: Detentions whose clock was not read.
        all_unfinished: How many cards there are to be finished.
        people: How many people the book holds.
        waiting: How many fields wait for a decision after a merge.
    """

    limits: tuple[Line, ...]
    due: tuple[Line, ...]
    unfinished: tuple[Line, ...]
    more_limits: int
    more_due: int
    unlooked: int
    all_unfinished: int
    people: int
    waiting: int = 0


def read_today(reader: Reader, now: dt.datetime, code: str, opened: frozenset[str] = frozenset()) -> Today:
    """What needs somebody, in words.

    Args:
        reader: The book.
        now: The moment of asking, in the time of this place.
        code: ISO 639-1 code of the language of dates.
        opened: The cards of which more than the first lines are asked for: "limits", "due", "unfinished".
    """
    today = now.date()
    limits = agenda.limits(reader, now, today + _LIMITS_AHEAD)
    due = [
        one
        for one in agenda.agenda(reader, today, today + _CONSENTS_AHEAD)
        if one.what == "consent" or one.overdue or one.first <= today + _AHEAD
    ]
    most = {card: _MOST if card in opened else _SHOWN for card in ("limits", "due", "unfinished")}
    cards = agenda.unfinished(reader, most=most["unfinished"])
    return Today(
        limits=tuple(_limit_line(reader, one, code) for one in limits.found[: most["limits"]]),
        due=tuple(_due_line(reader, one, code) for one in due[: most["due"]]),
        unfinished=tuple(_card_line(reader, one) for one in cards.cards),
        more_limits=max(len(limits.found) - most["limits"], 0),
        more_due=max(len(due) - most["due"], 0),
        unlooked=limits.open - limits.looked_at,
        all_unfinished=cards.total,
        people=reader.count("person"),
    )


def _limit_line(reader: Reader, one: agenda.Limit, code: str) -> Line:
    when = one.since.strftime("%Y-%m-%dT%H:%M") if one.urgency != "breached" else one.since.date().isoformat()
    patterns: dict[str, tuple[str, Tone, str]] = {
        "breached": (_("Breached since {date}"), "danger", "ban"),
        "ran_out": (_("May be over since {date}"), "warning", "clock"),
        "runs_out": (_("May run out {date}"), "accent", "clock"),
    }
    pattern, tone, icon = patterns[one.urgency]
    text = f"{one.line.label}: {one.line.why} {one.line.rule}"
    chip = pattern.format(date=say_date(when, code))
    return Line("custody", one.custody, title_of(reader, one.person), text, chip, tone, icon)


def _due_line(reader: Reader, one: agenda.Due, code: str) -> Line:
    itself = title_of(reader, one.record)
    about = title_of(reader, one.about)
    text = _(_WHAT[one.what]) if one.what != "task" else itself
    if one.what in {"reply", "hearing"} and itself:
        text = f"{text}: {itself}"
    when = say_date(one.date, code) if one.date else ""
    chip = _("Overdue: {date}").format(date=when) if one.overdue else when
    tone: Tone = "danger" if one.overdue else "plain"
    return Line(one.kind, one.record, about or itself, text, chip, tone, _ICONS[one.what])


def _card_line(reader: Reader, one: agenda.Card) -> Line:
    facts = record_type(one.kind).facts
    missing = ", ".join(_(facts[field].label) for field in one.missing)
    text = _("{kind}: {fields} not filled in yet").format(kind=kind_label(one.kind), fields=missing)
    return Line(one.kind, one.record, title_of(reader, one.person), text, "")


class HomePage(Page):
    """The first page.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.today: Today | None = None
        self._opened: frozenset[str] = frozenset()
        self._go_on_at: tuple[str, int] | None = None
        """The card just opened, and its first line that was not there before: the keyboard goes on there."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(28, 24, 28, 28)
        self._column.setSpacing(16)
        outer.addWidget(scrolled(body))
        head = QHBoxLayout()
        head.addWidget(label(_("Today"), "title"), 1)
        head.addWidget(label(say_date(desk.today().isoformat(), language().code), "secondary"))
        self._column.addLayout(head)
        self._column.addWidget(self._quick())
        self._drafts = QVBoxLayout()
        self._column.addLayout(self._drafts)
        self._found = QVBoxLayout()
        self._found.setSpacing(16)
        self._column.addLayout(self._found)
        self._column.addWidget(self._backup())
        self._column.addStretch(1)
        self._ask()

    def changed(self, _changes: ChangeSet) -> None:
        """Ask again: anything that is written may settle something."""
        self._ask()

    def add(self) -> None:
        """Begin with the list of what can be recorded."""
        self.desk.navigation.quick_add.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        """Drafts come and go without an act: look at them whenever the page is shown."""
        self._show_drafts()
        super().showEvent(event)

    def _quick(self) -> QWidget:
        card = Card(self.desk.theme, _("Record what happened"), "plus")
        card.add_to_head(label("Ctrl+N", "small"))
        # They wrap: in Russian four beside each other are wider than a small window.
        row = Flow(10)
        for position, entry in enumerate(ENTRIES):
            pressed = partial(self.desk.navigation.quick_add.emit, entry.name)
            icon = self.desk.theme.icon(entry.icon, "secondary", 16)
            made = button(_(entry.title), pressed, icon=icon)
            made.setToolTip(f"Ctrl+N, {position + 1}")
            row.addWidget(made)
        card.body.addLayout(row)
        return card

    def _ask(self) -> None:
        casebook, code, opened = self.desk.casebook, language().code, self._opened
        now = self.desk.clock.now().astimezone()

        def work(_progress: Progress) -> Today:
            today = casebook.read(lambda reader: read_today(reader, now, code, opened))
            return replace(today, waiting=len(casebook.conflicts()))

        self.ask(work, self._show, beside=True)

    def _show(self, today: Today) -> None:
        self.today = today
        clear(self._found)
        if not today.people:
            self._found.addWidget(self._welcome())
            return
        if today.waiting:
            text = ngettext("{n} field waits for a decision.", "{n} fields wait for a decision.", today.waiting)
            go = partial(self.desk.navigation.open_page.emit, "merge")
            shown = text.format(n=said(today.waiting))
            self._found.addWidget(Banner(self.desk.theme, shown, "warning", "scale", _("Merge"), go))
        limits = ngettext("{number} more limit", "{number} more limits", today.more_limits)
        self._add("limits", _("Limits of detentions"), "clock", today.limits, (limits, today.more_limits))
        if today.unlooked > 0:
            self._found.addWidget(label(_unlooked(today.unlooked), "small", wrap=True))
        dates = ngettext("{number} more date", "{number} more dates", today.more_due)
        self._add(
            "due", _("Hearings, replies, consents and tasks"), "calendar-days", today.due, (dates, today.more_due)
        )
        more = max(today.all_unfinished - len(today.unfinished), 0)
        cards = ngettext("{number} more card", "{number} more cards", more)
        self._add("unfinished", _("Cards to finish"), "pencil", today.unfinished, (cards, more))
        if not (today.limits or today.due):
            self._found.insertWidget(0, self._nothing())

    def _add(self, card: str, heading: str, icon: str, lines: Sequence[Line], more: tuple[str, int]) -> None:
        if not lines:
            return
        shown = Card(self.desk.theme, heading, icon)
        for line in lines:
            shown.body.addLayout(self._row(line))
        words, number = more
        if number and card not in self._opened:
            text = words.format(number=said(number))
            open_all = LinkButton(text, partial(self._open_card, card, len(lines)), name=f"{heading}: {text}")
            shown.body.addWidget(open_all, 0, Qt.AlignmentFlag.AlignLeading)
        elif number:
            shown.body.addWidget(label(words.format(number=said(number)), "small"))
        self._found.addWidget(shown)
        if self._go_on_at is not None and self._go_on_at[0] == card:
            buttons = shown.findChildren(LinkButton)
            buttons[min(self._go_on_at[1], len(buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
            self._go_on_at = None

    def _open_card(self, card: str, shown: int) -> None:
        """Show all lines of a card, and leave the keyboard where they go on."""
        self._opened |= {card}
        self._go_on_at = (card, shown)
        self._ask()

    def _row(self, line: Line) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = line.name or kind_label(line.kind)
        go = partial(self.desk.open, line.kind, line.record)
        words.addWidget(LinkButton(name, go, name=f"{name}: {line.text} {line.chip}".strip()))
        words.addWidget(label(line.text, "secondary", wrap=True))
        row.addLayout(words, 1)
        if line.chip:
            chip = Chip(self.desk.theme, line.chip, line.tone, line.icon)
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _show_drafts(self) -> None:
        clear(self._drafts)
        kept = drafts.kept(self.desk.casebook)
        if not kept:
            return
        card = Card(self.desk.theme, _("Begun and not saved"), "pencil")
        for one in kept:
            card.body.addLayout(self._draft_row(one))
        self._drafts.addWidget(card)

    def _draft_row(self, one: drafts.Kept) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        when = say_date(one.when.astimezone().strftime("%Y-%m-%dT%H:%M"), language().code)
        named = self.desk.read(lambda reader: _draft_name(reader, one.draft))
        words: QLabel = label(f"{named}\n{when}", wrap=True)
        row.addWidget(words, 1)
        row.addWidget(button(_("Go on"), partial(self._go_on, one), name=_("Go on: {name}").format(name=named)))
        away = partial(self._throw_away, one.slot)
        row.addWidget(button(_("Throw away"), away, role="quiet", name=_("Throw away: {name}").format(name=named)))
        return row

    def _go_on(self, one: drafts.Kept) -> None:
        self.desk.navigation.open_draft.emit(one)

    def _throw_away(self, slot: int) -> None:
        drafts.discard(self.desk.casebook, slot)
        self._show_drafts()

    def _welcome(self) -> QWidget:
        card = Card(self.desk.theme, _("Begin with a person or an event"), "info")
        steps = (
            _("Press Ctrl+N from anywhere and choose what happened: a name is enough, the rest can be added later."),
            _("Everything is saved as you type, encrypted, in this vault; Ctrl+Z undoes the last thing done."),
            _("Ctrl+K finds any person, place or word, in any script. Ctrl+L locks at once."),
        )
        for step in steps:
            card.body.addWidget(label(step, wrap=True))
        first = partial(self.desk.navigation.quick_add.emit, "person")
        card.body.addWidget(button(_("Add the first person"), first, role="primary"), 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _nothing(self) -> QWidget:
        said_so = _("Nothing falls due this week, and no limit of a detention is known to be over.")
        return Banner(self.desk.theme, said_so, "good", "circle-check")

    def _backup(self) -> QWidget:
        vault = self.desk.casebook.vault
        made = backups(vault.path / "backups")
        newest = _made_at(made[-1].name) if made else None
        if newest is None:
            text = _("No backup of this vault was made yet.")
        else:
            text = _("Last backup: {date}").format(date=say_date(newest.strftime("%Y-%m-%dT%H:%M"), language().code))
        if newest is not None and self.desk.clock.now() - newest.astimezone() <= _OLD_BACKUP:
            return label(text, "small")
        return Banner(self.desk.theme, text, "warning", "history", _("Settings"), partial(_go, self.desk, "settings"))


def _go(desk: Desk, page: str) -> None:
    desk.navigation.open_page.emit(page)


def _unlooked(number: int) -> str:
    return ngettext(
        "The newest detentions were looked at; {number} older one was not.",
        "The newest detentions were looked at; {number} older ones were not.",
        number,
    ).format(number=said(number))


def _draft_name(reader: Reader, draft: drafts.Draft) -> str:
    """What a draft is about: the record edited, or the kind and the first words typed."""
    one = reader.find(draft.record) if draft.record else None
    if one is not None:
        return f"{kind_label(draft.kind)}: {title(reader, one)}"
    words = [value for value in draft.typed.values() if isinstance(value, str) and value]
    links = [title_of(reader, RecordId(value)) for value in draft.typed.values() if isinstance(value, bytes) and value]
    told = ", ".join([*links, *words])
    entry = next((_(entry.title) for entry in ENTRIES if entry.name == draft.entry), kind_label(draft.kind))
    return f"{entry}: {told[:80]}" if told else entry


def _made_at(name: str) -> dt.datetime | None:
    """When a backup was made, in the time of this place, from its name."""
    try:
        return dt.datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC).astimezone()
    except ValueError:
        return None
