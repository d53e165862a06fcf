"""The links page: who is connected to whom, around one person, event or organisation, and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, language, ngettext
from casefile.casework import connections
from casefile.casework.subjects import newest
from casefile.casework.titles import kind_label
from casefile.ui.page import Desk
from casefile.ui.pages.overview_page import OverviewPage
from casefile.ui.record_table import RecordList, Row
from casefile.ui.subject_picker import SubjectPicker
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import empty_state
from casefile.ui.widgets.chips import FilterChips, said
from casefile.ui.widgets.combos import calm, shown_in_box
from casefile.ui.widgets.links_canvas import Line, LinksCanvas, Spot
from casefile.ui.widgets.net_layout import laid_out

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Progress

_STEP = 1.4
_SUBJECTS = ("person", "event", "organisation")
_ICONS = {
    "person": "user",
    "event": "calendar-clock",
    "organisation": "building-2",
    "place": "map-pin",
    "violation_act": "triangle-alert",
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The net, and where its records stand."""

    net: connections.Net
    places: Sequence[tuple[float, float]]


class LinksPage(OverviewPage):
    """The net around a record.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._net = connections.Net((), ())
        styles = {tie: _(name) for tie, name in connections.TIES.items()}
        self.canvas = LinksCanvas(desk.theme, styles)
        self.canvas.chosen.connect(self._choose_in_list)
        self.canvas.opened.connect(self._open)
        self.list = RecordList(desk.theme, _("Connected records"), self._rows)
        self.list.chosen.connect(self._go_to)
        self.list.opened.connect(lambda record: self._open(self._number(record)))
        self.picker = SubjectPicker(desk, _("Around whom or what"), _SUBJECTS)
        self.picker.picked.connect(lambda _record: self._read())
        self.steps = QComboBox()
        self.steps.setAccessibleName(_("How far"))
        for steps, name in ((1, _("Direct ties")), (2, _("Ties of ties as well"))):
            self.steps.addItem(shown_in_box(name), steps)
        self.steps.setCurrentIndex(1)
        self.steps.currentIndexChanged.connect(lambda _index: self._read())
        calm(self.steps)
        self.around = button(_("Show what is around this one"), self._recentre)
        self.chips = FilterChips(_("Kinds of tie"))
        self.chips.show_choices([(tie, name, None) for tie, name in styles.items()])
        self.chips.picked.connect(lambda _key: self._read())
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(
            empty_state(
                desk.theme,
                "waypoints",
                _("Choose a person, an event or an organisation"),
                _("Relatives, lawyers, the same event or place of detention: what ties them is drawn around it."),
            )
        )
        self._build(
            _("Links"),
            self.canvas,
            closer=_STEP,
            over_list=[self.picker, self.steps],
            under_list=self.around,
        )
        first = desk.read(lambda reader: newest(reader, _SUBJECTS, 1))
        self.picker.show_record(first[0] if first else NO_ID)
        self._read()

    def changed(self, _changes: ChangeSet) -> None:
        """Read the net anew."""
        self._read()

    def show_record(self, _kind: str, record: RecordId) -> None:
        """Show the net around a record."""
        self.picker.show_record(record)
        self._read()

    def focus_search(self) -> None:
        """Ctrl+F: choose around whom."""
        self.picker.field.setFocus()
        self.picker.field.selectAll()

    def add(self) -> None:
        """Ctrl+N: record a relationship of the person in the middle."""
        record = self.picker.record()
        is_person = bool(record) and self.desk.read(lambda reader: reader.kind_of(record)) == "person"
        self.desk.add("relationship", **({"person": record} if is_person else {}))

    def net(self) -> connections.Net:
        """What is shown."""
        return self._net

    def _read(self) -> None:
        book, middle = self.desk.casebook, self.picker.record()
        if not middle:
            self.forget_question()
            self._take(_Drawn(connections.Net((), ()), ()))
            return
        depth, tie, code = int(self.steps.currentData()), self.chips.chosen(), language().code
        ties = (tie,) if tie else ()

        def work(_progress: Progress) -> _Drawn:
            net = book.read(lambda reader: connections.net_of(reader, middle, depth, ties, code))
            numbers = {node.record: number for number, node in enumerate(net.nodes)}
            pairs = [(numbers[one.one], numbers[one.other]) for one in net.ties]
            return _Drawn(net, laid_out([node.step for node in net.nodes], pairs))

        self.ask(work, self._take)

    def _take(self, drawn: _Drawn) -> None:
        net = self._net = drawn.net
        numbers = {node.record: number for number, node in enumerate(net.nodes)}
        spots = [
            Spot(node.name, kind_label(node.kind), _ICONS.get(node.kind, "file-text"), x, y, self._told(node))
            for node, (x, y) in zip(net.nodes, drawn.places, strict=True)
        ]
        lines = [Line(numbers[one.one], numbers[one.other], one.tie, ", ".join(one.words)) for one in net.ties]
        self.canvas.show_net(spots, lines)
        self.list.show_ids([node.record for node in net.nodes])
        self.list.forget_rows()
        self._stack.setCurrentIndex(1 if net.nodes else 2)
        number = max(len(net.nodes) - 1, 0)
        words = ngettext("{number} connected record", "{number} connected records", number)
        text = words.format(number=said(number))
        if net.left_out:
            text = _("{shown}; {number} more are not drawn").format(shown=text, number=said(net.left_out))
        self._count.setText(text)
        self.around.setEnabled(bool(net.nodes))

    def _told(self, node: connections.Node) -> str:
        """As "Saule Testova: Person, mother (Relationships), detained (Events)"."""
        ties = [one for one in self._net.ties if node.record in {one.one, one.other}]
        said_of = dict.fromkeys(
            f"{', '.join(one.words)} ({_(connections.TIES[one.tie])})" if one.words else _(connections.TIES[one.tie])
            for one in ties
        )
        return f"{node.name}: {', '.join([kind_label(node.kind), *said_of])}"

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        by_id = {node.record: node for node in self._net.nodes}
        return [self._row(by_id[one]) for one in ids if one in by_id]

    def _row(self, node: connections.Node) -> Row:
        detail = self._told(node).partition(": ")[2].partition(", ")[2]
        steps = "" if not node.step else _("direct") if node.step == 1 else _("over one other")
        return Row(node.record, node.name, aside=steps, chip=kind_label(node.kind), detail=detail)

    def _number(self, record: RecordId) -> int:
        return next((number for number, node in enumerate(self._net.nodes) if node.record == record), -1)

    def _go_to(self, record: RecordId) -> None:
        self.canvas.choose(self._number(record), quietly=True)

    def _choose_in_list(self, number: int) -> None:
        self.list.choose(self._net.nodes[number].record, quietly=True)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._net.nodes):
            node = self._net.nodes[number]
            self.desk.open(node.kind, node.record)

    def _recentre(self) -> None:
        number = self.canvas.current()
        if 0 <= number < len(self._net.nodes):
            self.show_record("", self._net.nodes[number].record)
