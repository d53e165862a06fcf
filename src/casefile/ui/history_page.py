"""The acts of the whole vault, the newest first: what was done, by whom and when, and a way to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.clock import RecordId, moment
from casefile.base.i18n import N_, _, ngettext
from casefile.base.text import fold
from casefile.casework.acts import Act
from casefile.ui.list_pane import ListPane, ListWords, Question
from casefile.ui.messages import sentence
from casefile.ui.page import Desk, Page
from casefile.ui.record_table import Row
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import Banner, Card, column_of, empty_state, label, pairs, scrolled
from casefile.ui.widgets.chips import said

if TYPE_CHECKING:
    from casefile.store.changes import ActLine, ChangeSet

_READ = 200
_MOST = 2_000
"""Acts that the list holds; older ones are in the vault and on the command line."""
_FINAL = frozenset({Act.ERASE_RECORD.name, Act.ERASE_FIELD.name})
_CHIPS = (("undone", N_("Undone")), ("undo", N_("Undos")))


class HistoryPage(Page):
    """Everything that was done.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._acts: dict[RecordId, ActLine] = {}
        self._read()
        words = ListWords(
            title=_("History"),
            icon="history",
            hint=_("What, who or when"),
            count=lambda number: ngettext("{number} act", "{number} acts", number).format(number=said(number)),
            empty=_("Nothing was done yet"),
            advice=_("Every change you make is listed here, and can be undone."),
        )
        self._list = ListPane(desk, words, ids=self._ids, lines=self._lines)
        self._show_chips()
        self._shown = QStackedWidget()
        self._shown.addWidget(
            empty_state(
                desk.theme, "history", _("History"), _("Choose what was done to see more of it, or to undo it.")
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._shown, 1)
        self._list.chosen.connect(self._open)
        self._list.choose_first()

    def changed(self, _changes: ChangeSet) -> None:
        """Read the acts anew."""
        self._read()
        self._show_chips()
        self._list.refresh()
        current = self._list.current()
        if current is not None:
            self._open(current)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self._list.focus_search()

    def _read(self) -> None:
        lines: list[ActLine] = []
        before: int | None = None
        while len(lines) < _MOST and (some := self.desk.casebook.acts(limit=_READ, before=before)):
            lines.extend(some)
            before = some[-1].n
        self._acts = {RecordId(line.id): line for line in lines}

    def _show_chips(self) -> None:
        counts = {key: sum(1 for line in self._acts.values() if _matches(line, key)) for key, _name in _CHIPS}
        self._list.chips.show_choices([(key, _(name), counts[key]) for key, name in _CHIPS if counts[key]])

    def _ids(self, question: Question) -> Sequence[RecordId]:
        wanted = fold(question.words).split()
        return [
            act
            for act, line in self._acts.items()
            if _matches(line, question.chip)
            and all(word in fold(f"{line.sentence} {line.author} {moment(line.when)}") for word in wanted)
        ]

    def _lines(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(self._acts[act]) for act in ids if act in self._acts]

    def _open(self, act: RecordId) -> None:
        line = self._acts.get(act)
        old = self._shown.currentWidget()
        if line is None:
            return
        view = self._view(line)
        self._shown.addWidget(view)
        self._shown.setCurrentWidget(view)
        if self._shown.count() > 2 and old is not None:  # noqa: PLR2004 - the empty state and what is shown now
            self._shown.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _view(self, line: ActLine) -> QWidget:
        card = Card(self.desk.theme, sentence(line), "history")
        card.body.addWidget(
            pairs(
                [
                    (_("When"), moment(line.when)),
                    (_("Who"), line.author or _("not named: see Settings")),
                    (_("Records changed"), said(line.records)),
                ],
                columns=3,
            )
        )
        widgets: list[QWidget] = [card]
        if line.undone_by:
            widgets.insert(0, Banner(self.desk.theme, _("This was undone later."), "accent", "info"))
        elif line.name in _FINAL:
            card.body.addWidget(label(_("An erasure cannot be undone: nothing is left to bring back."), "secondary"))
        else:
            text = _("Do it again") if line.undoes else _("Undo this")
            undo = button(text, partial(self._undo, line), icon=self.desk.theme.icon("undo-2", "text", 16))
            row = QHBoxLayout()
            row.addWidget(undo)
            row.addStretch(1)
            card.body.addSpacing(6)
            card.body.addLayout(row)
            advice = _("What was changed again since stays as it is. Undoing is an act of its own, and can be undone.")
            card.body.addWidget(label(advice, "small", wrap=True))
        body = scrolled(column_of(*widgets))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return holder

    def _undo(self, line: ActLine) -> None:
        self.desk.undo(line.id)


def _matches(line: ActLine, chip: str) -> bool:
    return {"undone": bool(line.undone_by), "undo": line.name == Act.UNDO.name}.get(chip, True)


def _row(line: ActLine) -> Row:
    records = ngettext("{number} record", "{number} records", line.records).format(number=said(line.records))
    return Row(
        RecordId(line.id),
        sentence(line),
        aside=moment(line.when)[-5:],
        chip=_("Undone") if line.undone_by else "",
        icon="undo-2" if line.undone_by else "",
        detail=" · ".join(part for part in (moment(line.when)[:10], line.author, records) if part),
    )
