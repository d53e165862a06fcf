"""All that was ever written in a record: who, when, what it was before and after, and a way to bring a value back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from casefile.base.clock import moment
from casefile.base.errors import NotFoundError
from casefile.base.i18n import _
from casefile.casework.acts import Act
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity
from casefile.casework.titles import field_in_words, title_of
from casefile.ui.messages import sentence
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Card, label, rule

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader
    from casefile.casework.record import Value
    from casefile.store.changes import ChangeLine
    from casefile.ui.page import Desk

_SHOWN_AT_FIRST = 20
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    label: str
    before: str
    after: str
    value_before: Value
    current: bool
    sensitive: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    what: str
    who: str
    when: str
    order: int
    record: RecordId
    title: str
    fields: tuple[_Field, ...]


class RecordHistory(Card):
    """A card with the changes of a record, the newest first.

    Args:
        desk: The book and the look.
        record: The record.
        parts: Further records, whose changes are told among its own.
    """

    def __init__(self, desk: Desk, record: RecordId, parts: Sequence[RecordId] = ()) -> None:
        super().__init__(desk.theme, _("History"), "history")
        self._desk = desk
        self._entries: list[_Entry] = []
        for one in (record, *parts):
            self._entries.extend(self._of(one, several=bool(parts)))
        self._entries.sort(key=lambda entry: entry.order, reverse=True)
        self.body.setSpacing(14)
        for number, entry in enumerate(self._entries[:_SHOWN_AT_FIRST]):
            self._add(entry, first=number == 0)
        if len(self._entries) > _SHOWN_AT_FIRST:
            self._more = button(_("Show all {number}").format(number=len(self._entries)), self._rest, role="link")
            self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)

    def _rest(self) -> None:
        self._more.hide()
        for entry in self._entries[_SHOWN_AT_FIRST:]:
            self._add(entry, first=False)

    def _of(self, record: RecordId, *, several: bool) -> list[_Entry]:
        try:
            lines = self._desk.casebook.history(record)
        except NotFoundError:
            return []
        return self._desk.read(lambda reader: _entries(reader, record, lines, several=several))

    def _add(self, entry: _Entry, *, first: bool) -> None:
        if not first:
            self.body.addWidget(rule())
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(entry.what if not entry.title else f"{entry.what}: {entry.title}", "strong", wrap=True), 1)
        head.addWidget(label(entry.when, "small"))
        column.addLayout(head)
        if entry.who:
            column.addWidget(label(entry.who, "small"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 120)
        grid.setColumnStretch(1, 1)
        for line, field in enumerate(entry.fields):
            grid.addWidget(label(field.label, "secondary", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            told = label(_told(field), wrap=True)
            grid.addWidget(told, line, 1)
            if field.sensitive:
                self._fold(grid, line, field, told)
            if field.before and field.current:
                back = button(
                    _("Bring back"),
                    partial(self._bring_back, entry.record, field),
                    role="link",
                    name=_("Bring back the earlier value of {field}").format(field=field.label),
                )
                grid.addWidget(back, line, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        self.body.addWidget(made)

    def _fold(self, grid: QGridLayout, line: int, field: _Field, told: QWidget) -> None:
        told.hide()
        show = button(_("Show what is sensitive"), role="link", name=_("Show: {field}").format(field=field.label))
        show.clicked.connect(told.show)
        show.clicked.connect(show.hide)
        grid.addWidget(show, line, 1, Qt.AlignmentFlag.AlignLeading)

    def _bring_back(self, record: RecordId, field: _Field) -> None:
        values = {field.name: field.value_before}
        self._desk.attempt(Act.RESTORE_VALUE, lambda writer: writer.update(record, values))


def _told(field: _Field) -> str:
    before, after = field.before, field.after or _("(empty)")
    return after if not before else _("{after}   (before: {before})").format(after=after, before=before)


def _entries(reader: Reader, record: RecordId, lines: Sequence[ChangeLine], *, several: bool) -> list[_Entry]:
    now = reader.find(record)
    if now is None:
        return []
    kind = now.kind
    newest: dict[str, bytes] = {}
    for line in lines:
        newest.update(dict.fromkeys(line.values, line.id))
    named = title_of(reader, record) if several else ""
    return [
        _Entry(
            what=sentence(line.act),
            who=line.act.author,
            when=moment(line.act.when),
            order=line.act.n,
            record=record,
            title=named,
            fields=tuple(
                _Field(
                    name=name,
                    label=_(record_type(kind).facts[name].label),
                    before=_words(reader, now, name, line.before),
                    after=_words(reader, now, name, line.values),
                    value_before=line.before[name],
                    current=newest[name] == line.id,
                    sensitive=record_type(kind).facts[name].sensitivity is Sensitivity.SENSITIVE,
                )
                for name in _in_order(kind, line.values)
            ),
        )
        for line in lines
    ]


def _in_order(kind: str, values: Mapping[str, Value]) -> list[str]:
    """The fields written, as their subject declares them; what every record has closes the list."""
    facts = record_type(kind).facts
    return [
        name
        for name in (*(name for name in facts if name != "note"), "note")
        if name in values and name in facts and name != "reference" and not facts[name].secret
    ]


def _words(reader: Reader, now: Snapshot, name: str, values: Mapping[str, Value]) -> str:
    whole = {**now.values, **values}
    if name == "archived":
        return _("put aside") if whole[name] else ""
    words = field_in_words(reader, Snapshot(now.kind, now.id, b"", whole), name)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
