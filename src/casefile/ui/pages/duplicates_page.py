"""The duplicates page: pairs that may be one and the same, one after the other, side by side; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from casefile.base.clock import RecordId
from casefile.base.i18n import _, ngettext
from casefile.casework import identity
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.merge.candidates import Candidate, Found, likelihood
from casefile.merge.duplicates import gather
from casefile.ui.page import Desk, Page
from casefile.ui.record_table import RecordList, Row
from casefile.ui.widgets.buttons import LinkButton, button
from casefile.ui.widgets.cards import Card, clear, column_of, empty_state, label, rule, scrolled
from casefile.ui.widgets.chips import Chip, Tone, said
from casefile.ui.widgets.combos import calm, shown_in_box

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Progress

_LIST = 316
_MOST = 300
"""Pairs that are listed; whoever decided about so many looks again."""
_NEVER = frozenset({"archived", "reference", "note", "invented", "photograph"})
_PARTS = {"person": ("name", "identifier", "custody")}
"""Parts that are told beside the fields of a kind."""
_LIKELY = 0.5
_VERY_LIKELY = 0.9


@dataclass(frozen=True, slots=True)
class _Line:
    """A field of both, in words."""

    name: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two records side by side; what both tell comes first."""

    names: tuple[str, str]
    lines: tuple[_Line, ...]


class DuplicatesPage(Page):
    """Candidates for one and the same.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: tuple[Candidate, ...] = ()
        self._open: dict[RecordId, Candidate] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What is compared"))
        for kind in identity.MATCHED_KINDS:
            self.kind.addItem(shown_in_box(kind_label(kind, many=True)), kind)
        calm(self.kind)
        self.kind.currentIndexChanged.connect(lambda _index: self.search())
        self.list = RecordList(desk.theme, _("Pairs that may be the same"), self._rows)
        self.list.chosen.connect(lambda _key: self._show())
        self.again = button(_("Search again"), self.search)
        self.stop = button(_("Cancel"), self.cancel)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far the search is"))
        self._count = label("", "small", wrap=True)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._build()
        for keys, decision in (("S", identity.SAME), ("N", identity.NOT_SAME), ("U", identity.UNSURE)):
            shortcut = QShortcut(QKeySequence(keys), self, partial(self.decide, decision))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.search()

    def show_record(self, _kind: str, _record: RecordId) -> None:
        """Nothing: a pair has no page of its own."""

    def changed(self, changes: ChangeSet) -> None:
        """Leave out what was decided, and bring back what was undone; nothing is searched anew."""
        if changes.everything or changes.touches("identity_decision") or changes.touches(self._kind()):
            self._leave_decided()

    def focus_search(self) -> None:
        """Ctrl+F: choose what is compared."""
        self.kind.setFocus()

    def search(self) -> None:
        """Look for pairs, beside the window."""
        book, kind = self.desk.casebook, self._kind()
        self._searching(busy=True)
        self._count.setText(_("Comparing…"))

        def work(progress: Progress) -> Found:
            compared = book.read(lambda reader: gather(reader, kind))
            return compared(_MOST, progress.done)

        self.ask(work, self._take, beside=True)
        if self._question is not None:
            self._question.progressed.connect(self._report)
            self._question.failed.connect(self._failed)

    def cancel(self) -> None:
        """Stop the search; what was found before stays."""
        self.forget_question()
        self._searching(busy=False)
        self._say_count()

    def candidate(self) -> Candidate | None:
        """The pair that is shown."""
        chosen = self.list.current()
        return self._open.get(chosen) if chosen else None

    def decide(self, decision: str) -> None:
        """Decide about the pair that is shown; the next one comes up by itself."""
        shown = self.candidate()
        if shown is None or self.desk.casebook.vault.read_only:
            return
        keys = list(self._open)
        at = keys.index(_key(shown))
        following = keys[at + 1] if at + 1 < len(keys) else keys[at - 1] if at else None
        act = {
            identity.SAME: Act.SAME_RECORD,
            identity.NOT_SAME: Act.DIFFERENT_RECORD,
            identity.UNSURE: Act.UNSURE_RECORD,
        }[decision]
        # The sentences are not kept: they hold names, which would outlive the erasure of a person.
        today = self.desk.today().isoformat()
        done = self.desk.attempt(
            act,
            lambda writer: identity.decide_same(writer, shown.first, shown.second, decision, on=today),
        )
        if done is not None:
            self._leave_decided()
            if following is not None and following in self._open:
                self.list.choose(following)
            self._show()

    def _kind(self) -> str:
        return str(self.kind.currentData())

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QWidget()
        side.setObjectName("list")
        side.setFixedWidth(_LIST)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(10)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(10)
        for widget in (label(_("Duplicates"), "title"), self.kind, self._count, self._bar, self.stop):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 16, 0)
        foot.addWidget(self.again)
        column.addLayout(foot)
        row.addWidget(side)
        row.addWidget(rule(upright=True))
        row.addLayout(self._body, 1)

    def _searching(self, *, busy: bool) -> None:
        self._bar.setVisible(busy)
        self.stop.setVisible(busy)
        self.again.setVisible(not busy)
        self._bar.setRange(0, 0)

    def _report(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _failed(self, _error: object) -> None:
        self._searching(busy=False)
        self._say_count()

    def _take(self, found: Found) -> None:
        self._found = found.candidates
        self._searching(busy=False)
        self._leave_decided()

    def _leave_decided(self) -> None:
        kind = self._kind()
        settled = self.desk.read(lambda reader: identity.settled_pairs(identity.decisions(reader, kind)))
        left = [one for one in self._found if one.kind == kind and (one.first, one.second) not in settled]
        there = self.desk.read(lambda reader: _there(reader, left))
        self._open = {_key(one): one for one in there}
        self.list.show_ids(list(self._open))
        self.list.forget_rows()
        if self._open and self.list.current() not in self._open:
            self.list.choose(next(iter(self._open)))
        self._say_count()
        self._show()

    def _say_count(self) -> None:
        number = len(self._open)
        words = ngettext("{number} pair to look at", "{number} pairs to look at", number)
        self._count.setText(words.format(number=said(number)))

    def _rows(self, keys: Sequence[RecordId]) -> Sequence[Row]:
        shown = [(key, self._open[key]) for key in keys if key in self._open]
        return self.desk.read(lambda reader: [_row(reader, key, one) for key, one in shown])

    def _show(self) -> None:
        clear(self._body)
        shown = self.candidate()
        if shown is None:
            self._body.addWidget(
                empty_state(
                    self.desk.theme,
                    "users",
                    _("No two records look like one"),
                    _("Pairs that may be the same are shown here, side by side. Nothing is joined by itself."),
                )
            )
            return
        pair = self.desk.read(lambda reader: _read(reader, shown))
        widgets = [self._head(shown), self._reasons(shown), self._compared(shown, pair)]
        self._body.addWidget(scrolled(column_of(*widgets)), 1)
        self._body.addWidget(self._buttons())

    def _head(self, shown: Candidate) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label(_("Are these the same?"), "title"))
        row.addWidget(Chip(self.desk.theme, likelihood(shown.chance), _tone(shown.chance)))
        row.addStretch(1)
        return made

    def _compared(self, shown: Candidate, pair: _Pair) -> QWidget:
        card = Card(self.desk.theme, _("Side by side"), "users")
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        for column, (record, name) in enumerate(zip((shown.first, shown.second), pair.names, strict=True), start=1):
            holder = QHBoxLayout()
            holder.addWidget(LinkButton(name, partial(self.desk.open, shown.kind, record)), 100)
            holder.addStretch(1)
            grid.addLayout(holder, 0, column)
        for number, line in enumerate(pair.lines, start=1):
            differs = bool(line.one and line.other and line.one != line.other)
            grid.addWidget(label(line.name, "small", wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
            for column, words in enumerate((line.one, line.other), start=1):
                value = label(words or "—", "strong" if differs else "", wrap=True)
                value.setAccessibleName(f"{line.name}: {words or _('nothing')}")
                grid.addWidget(value, number, column, Qt.AlignmentFlag.AlignTop)
            if differs:
                grid.addWidget(Chip(self.desk.theme, _("differs"), "warning"), number, 3, Qt.AlignmentFlag.AlignTop)
        for column, share in ((0, 3), (1, 5), (2, 5), (3, 0)):
            grid.setColumnStretch(column, share)
        card.body.addLayout(grid)
        return card

    def _reasons(self, shown: Candidate) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for heading, icon, reasons in (
            (_("What speaks for it"), "circle-check", shown.reasons_for),
            (_("What speaks against it"), "circle-x", shown.reasons_against),
        ):
            card = Card(self.desk.theme, heading, icon)
            for reason in reasons or (_("Nothing that is recorded"),):
                card.body.addWidget(label(reason, "" if reasons else "secondary", wrap=True))
            card.body.addStretch(1)
            row.addWidget(card, 1)
        return made

    def _buttons(self) -> QWidget:
        made = QWidget()
        made.setObjectName("surface")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(made)
        row.setContentsMargins(28, 12, 28, 12)
        row.setSpacing(10)
        for text, key, decision, role in (
            (_("Same"), "S", identity.SAME, "primary"),
            (_("Not the same"), "N", identity.NOT_SAME, ""),
            (_("Unsure"), "U", identity.UNSURE, ""),
        ):
            one = button(f"{text}  ({key})", partial(self.decide, decision), role=role, name=text)
            one.setEnabled(not self.desk.casebook.vault.read_only)
            row.addWidget(one)
        row.addWidget(label(_("Nothing is overwritten. Joined records can be split again."), "small", wrap=True), 1)
        return made


def _key(one: Candidate) -> RecordId:
    """A list holds ids; a pair is known by both of its two."""
    return RecordId(one.first + one.second)


def _tone(chance: float) -> Tone:
    return "good" if chance >= _VERY_LIKELY else "accent" if chance >= _LIKELY else "plain"


def _there(reader: Reader, pairs: Sequence[Candidate]) -> list[Candidate]:
    def stands(record: RecordId) -> bool:
        found = reader.find(record)
        return found is not None and not found.archived

    return [one for one in pairs if stands(one.first) and stands(one.second)]


def _row(reader: Reader, key: RecordId, one: Candidate) -> Row:
    first, second = reader.get(one.first), reader.get(one.second)
    return Row(
        key,
        title(reader, first),
        detail=f"{title(reader, second)} · {first.text('reference')}, {second.text('reference')}",
        chip=likelihood(one.chance),
        tone=_tone(one.chance),
    )


def _read(reader: Reader, shown: Candidate) -> _Pair:
    both = reader.get(shown.first), reader.get(shown.second)
    facts = record_type(shown.kind).facts
    lines = [
        _Line(_(fact.label), *(field_in_words(reader, one, field) for one in both))
        for field, fact in facts.items()
        # What is sensitive is folded on a record's own page, and is no reason to take two for one.
        if field not in _NEVER and not fact.secret and fact.sensitivity is not Sensitivity.SENSITIVE
    ]
    lines.extend(
        _Line(kind_label(kind, many=True), *(_parts(reader, kind, one) for one in both))
        for kind in _PARTS.get(shown.kind, ())
    )
    names = tuple(f"{one.text('reference')} {title(reader, one)}" for one in both)
    told = sorted((line for line in lines if line.one or line.other), key=lambda line: not (line.one and line.other))
    return _Pair((names[0], names[1]), tuple(told))


def _parts(reader: Reader, kind: str, whole: Snapshot) -> str:
    owned: dict[str, Any] = {record_type(kind).owner: whole.id}
    parts = reader.of(kind, **owned)
    return "\n".join(title(reader, one) for one in parts)
