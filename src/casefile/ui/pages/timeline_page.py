"""The timeline page: people, events and measures on one axis, and the same entries as a list beside it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, language, ngettext
from casefile.casework import timeline
from casefile.ui.page import Desk
from casefile.ui.pages.overview_page import OverviewPage
from casefile.ui.record_table import RecordList, Row
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.cards import empty_state
from casefile.ui.widgets.chips import FilterChips, said
from casefile.ui.widgets.time_axis import seconds
from casefile.ui.widgets.timeline_canvas import TimelineCanvas
from casefile.ui.widgets.timeline_marks import Mark

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Progress

_STEP = 1.6
_SHAPES = {
    timeline.EVENTS: "square",
    timeline.MEASURES: "square",
    timeline.VIOLATIONS: "triangle",
    timeline.DETENTION: "square",
    timeline.ACCESS: "empty",
    timeline.TREATMENT: "triangle",
    timeline.COURT: "diamond",
    timeline.STATEMENTS: "diamond",
}
_INKS = {
    timeline.EVENTS: "accent",
    timeline.MEASURES: "warning",
    timeline.VIOLATIONS: "danger",
    timeline.DETENTION: "accent",
    timeline.ACCESS: "tertiary",
    timeline.TREATMENT: "danger",
    timeline.COURT: "text",
    timeline.STATEMENTS: "secondary",
}
_OF_STATE = {
    timeline.TOOK: ("circle", "good"),
    timeline.REFUSED: ("crossed", "danger"),
    timeline.UNANSWERED: ("empty", "tertiary"),
    timeline.NOWHERE: ("square", "danger"),
}


class TimelinePage(OverviewPage):
    """Everything of the book that has a date.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all: list[timeline.TimelineEntry] = []
        self._shown: list[timeline.TimelineEntry] = []
        self.canvas = TimelineCanvas(desk.theme)
        self.canvas.opened.connect(self._open)
        self.canvas.chosen.connect(self._choose_in_list)
        self.list = RecordList(desk.theme, _("Entries of the timeline"), self._rows)
        self.list.chosen.connect(lambda key: self.canvas.choose(_number(key), quietly=True))
        self.list.opened.connect(lambda key: self._open(_number(key)))
        self.picker = SubjectPicker(desk, _("Only one person or event"), ("person", "event"))
        self.picker.picked.connect(lambda _record: self._read())
        self.chips = FilterChips(_("Lanes"))
        self.chips.picked.connect(lambda _key: self._show())
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(
            empty_state(
                desk.theme,
                "activity",
                _("Nothing to show yet"),
                _("Events, arrests, visits, hearings and measures stand here as soon as they are recorded."),
            )
        )
        self._build(_("Timeline"), self.canvas, closer=1 / _STEP, over_list=[self.picker])
        self._read()

    def changed(self, _changes: ChangeSet) -> None:
        """Read everything anew."""
        self._read()

    def focus_search(self) -> None:
        """Ctrl+F: choose a person or an event."""
        self.picker.field.setFocus()
        self.picker.field.selectAll()

    def add(self) -> None:
        """Ctrl+N: record an event."""
        self.desk.add("event")

    def entries(self) -> Sequence[timeline.TimelineEntry]:
        """What is shown, in the order of the list."""
        return self._shown

    def _read(self) -> None:
        book, record, code = self.desk.casebook, self.picker.record(), language().code

        def work(_progress: Progress) -> list[timeline.TimelineEntry]:
            kind = book.read(lambda reader: reader.kind_of(record)) if record else ""
            person, event = (record if kind == one else NO_ID for one in ("person", "event"))
            return book.read(
                lambda reader: timeline.timeline_of(reader, person=person, event=event, language_code=code)
            )

        self.ask(work, self._take)

    def _take(self, found: list[timeline.TimelineEntry]) -> None:
        self._all = found
        self._show_chips()
        self._show()

    def _show_chips(self) -> None:
        counts = {lane: sum(entry.lane == lane for entry in self._all) for lane in timeline.LANES}
        self.chips.show_choices(
            [(lane, _(name), counts[lane]) for lane, name in timeline.LANES.items() if counts[lane]]
        )

    def _show(self) -> None:
        lane = self.chips.chosen()
        self._shown = [entry for entry in self._all if lane in {"", entry.lane}]
        dated = [entry for entry in self._shown if entry.spread is not None]
        lanes = [one for one in timeline.LANES if any(entry.lane == one for entry in dated)]
        self.canvas.show_marks([_(timeline.LANES[one]) for one in lanes], [_mark(entry, lanes) for entry in dated])
        self.list.show_ids([_key(number) for number in range(len(self._shown))])
        self.list.forget_rows()
        self._stack.setCurrentIndex(1 if dated else 2)
        undated = len(self._shown) - len(dated)
        words = ngettext("{number} entry", "{number} entries", len(self._shown)).format(number=said(len(self._shown)))
        if undated:
            without = ngettext("{number} without a date", "{number} without a date", undated)
            words = f"{words}, {without.format(number=said(undated))}"
        self._count.setText(words)

    def _rows(self, keys: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(key, self._shown[_number(key)]) for key in keys if _number(key) < len(self._shown)]

    def _choose_in_list(self, number: int) -> None:
        self.list.choose(_key(number), quietly=True)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._shown):
            entry = self._shown[number]
            self.desk.open(entry.kind, entry.record)


def _key(number: int) -> RecordId:
    # The list knows its rows by ids; one record may stand here twice, so that the number of the entry is its id.
    return RecordId(struct.pack(">I", number))


def _number(key: RecordId) -> int:
    return int(struct.unpack(">I", key)[0])


def _row(key: RecordId, entry: timeline.TimelineEntry) -> Row:
    return Row(key, entry.text, chip=_(timeline.LANES[entry.lane]), detail=entry.when or _("no date"))


def _mark(entry: timeline.TimelineEntry, lanes: Sequence[str]) -> Mark:
    found = entry.spread
    if found is None:
        message = "an entry without a date has no mark"
        raise ValueError(message)
    shape, ink = _OF_STATE.get(entry.state, (_SHAPES[entry.lane], _INKS[entry.lane]))
    return Mark(
        lanes.index(entry.lane),
        entry.text,
        entry.when,
        seconds(found.first),
        seconds(found.near_first),
        # The last second of a day is the day's end: two days that meet leave no gap.
        seconds(found.near_last) + 1,
        seconds(found.last) + 1,
        lasting=found.lasting,
        open_start=found.open_start,
        open_end=found.open_end,
        no_end=entry.no_end,
        about=found.about,
        doubted=found.doubted,
        shape=shape,
        ink=ink,
        dashed=entry.state == timeline.NOWHERE,
    )
