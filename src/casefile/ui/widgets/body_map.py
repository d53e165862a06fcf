"""The body map: the drawings in tabs, the injuries as a numbered list beside them, and a part chosen from a list.

Everything that a click does can be done by keyboard: the part of the body is chosen from a list, the arrows move the
mark, and an injury without a place is given one from the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from casefile.base.body_shapes import Point, part_at, place_of, views
from casefile.base.i18n import N_, _
from casefile.ui.widgets.body_canvas import BodyCanvas, BodyMark
from casefile.ui.widgets.buttons import button
from casefile.ui.widgets.cards import label
from casefile.ui.widgets.combos import calm, shown_in_box
from casefile.ui.widgets.tabs import TabStrip
from casefile.ui.widgets.two_line_list import Entry, TwoLineList

if TYPE_CHECKING:
    from casefile.ui.theme import Theme

_TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Front and back"), ("front", "back")),
    (N_("Sides"), ("left", "right")),
    (N_("Head and face"), ("face", "head")),
    (N_("Hands"), ("hands",)),
    (N_("Feet"), ("feet",)),
    (N_("Genital area"), ("genital",)),
)
_LIST, _NARROW_LIST = 280, 200


@dataclass(frozen=True, slots=True)
class BodySpot:
    """A place on the body map, as an injury keeps it.

    Attributes:
        view: Term of `body_view`.
        at: Where on the view.
        region: Term of `body_region` that lies there.
        side: Term of `body_side`.
    """

    view: str
    at: Point
    region: str
    side: str


@dataclass(frozen=True, slots=True)
class BodyWords:
    """What things are called, by their terms.

    Attributes:
        views: Views that may be kept; others are not offered.
        regions: Parts of the body.
        sides: Sides, in the order in which they are offered.
    """

    views: frozenset[str]
    regions: Mapping[str, str]
    sides: Mapping[str, str]


class BodyMap(QWidget):
    """The map of one person's, or one allegation's, injuries.

    Args:
        theme: Colours.
        words: What things are called.
        read_only: Nothing can be placed or moved.

    Signals:
        placed: A `BodySpot` at which a new mark is wanted.
        moved: Number of a mark and the `BodySpot` it was moved to, or given for the first time.
        opened: Number of a mark whose record is wanted.
    """

    placed = Signal(object)
    moved = Signal(int, object)
    opened = Signal(int)

    def __init__(self, theme: Theme, words: BodyWords, *, read_only: bool = False) -> None:
        super().__init__()
        self._words = words
        self._read_only = read_only
        self._marks: Sequence[BodyMark] = ()
        self.tabs = TabStrip()
        self.tabs.setAccessibleName(_("Views of the body"))
        self._stack = QStackedWidget()
        self.canvases: list[BodyCanvas] = []
        self._shown: list[tuple[str, tuple[str, ...]]] = []
        for title, names in _TABS:
            drawn = tuple(name for name in names if name in words.views)
            if drawn:
                self._add_canvas(theme, title, drawn)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.list = TwoLineList(theme, _("Injuries"))
        self.list.chosen.connect(self._listed)
        # Enter or a double click; one click only goes to the mark.
        self.list.itemActivated.connect(lambda item: self._open_listed(self.list.row(item)))
        self._none = label(_("No injury recorded."), "secondary", wrap=True)
        self.region, self.side = QComboBox(), QComboBox()
        for box, name, terms in (
            (self.region, _("Part of the body"), self._placeable()),
            (
                self.side,
                _("Side"),
                {key: words.sides[key] for key in ("left", "right", "middle") if key in words.sides},
            ),
        ):
            box.setAccessibleName(name)
            for term, text in terms.items():
                box.addItem(shown_in_box(text), term)
            calm(box)
        self.place = button(_("Place a mark"), self._place_from_list)
        self._build()

    def show_marks(self, marks: Sequence[BodyMark]) -> None:
        """Show other injuries; the tab stays unless nothing of them is on it."""
        self._marks = marks
        for canvas in self.canvases:
            canvas.show_marks(marks, self._words.regions)
        current = self.list.current_key()
        self.list.blockSignals(True)
        self.list.show_entries([self._entry(mark) for mark in marks])
        keys = [entry.key for entry in self.list.entries]
        if current in keys:
            self.list.setCurrentRow(keys.index(current))
        self.list.blockSignals(False)
        self._none.setVisible(not marks)
        self.list.setVisible(bool(marks))
        # How many marks a tab holds is said in its words, not by a colour.
        for number, (title, names) in enumerate(self._shown):
            count = sum(mark.view in names for mark in marks)
            self.tabs.setTabText(number, f"{_(title)}  {count}" if count else _(title))
        here = self._shown[self.tabs.currentIndex()][1]
        if marks and not any(mark.view in here for mark in marks):
            self._turn_to(next((mark.view for mark in marks if mark.view), ""))

    def choose(self, number: int) -> None:
        """Go to an injury: its tab, its mark and its line in the list."""
        mark = next((mark for mark in self._marks if mark.number == number), None)
        if mark is None:
            return
        self._turn_to(mark.view)
        for canvas in self.canvases:
            canvas.choose(number)
        keys = [entry.key for entry in self.list.entries]
        if str(number) in keys:
            self.list.blockSignals(True)
            self.list.setCurrentRow(keys.index(str(number)))
            self.list.blockSignals(False)
        self._name_button()

    def _add_canvas(self, theme: Theme, title: str, names: tuple[str, ...]) -> None:
        canvas = BodyCanvas(theme, [views()[name] for name in names], read_only=self._read_only)
        canvas.setAccessibleName(_("Body map: {view}").format(view=_(title)))
        canvas.clicked.connect(self._clicked)
        canvas.moved.connect(lambda number, view, at: self.moved.emit(number, self._spot(view, at)))
        canvas.chosen.connect(self.choose)
        canvas.opened.connect(self.opened)
        self.canvases.append(canvas)
        self._stack.addWidget(canvas)
        self._shown.append((title, names))
        self.tabs.addTab(_(title))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        drawing = QVBoxLayout()
        drawing.setSpacing(4)
        drawing.addWidget(self.tabs)
        drawing.addWidget(self._stack, 1)
        row.addLayout(drawing, 3)
        side = QWidget()
        side.setMinimumWidth(_NARROW_LIST)
        side.setMaximumWidth(_LIST)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        if not self._read_only:
            column.addWidget(label(_("Click on the drawing, or choose the part here:"), "small", wrap=True))
            column.addWidget(self.region)
            column.addWidget(self.side)
            column.addWidget(self.place)
            self._name_button()
        column.addStretch(0)
        row.addWidget(side, 2)

    def _placeable(self) -> dict[str, str]:
        drawn = {
            part.region
            for name, view in views().items()
            if name in self._words.views
            for part in view.parts
            if part.placed
        }
        return {term: text for term, text in self._words.regions.items() if term in drawn}

    def _entry(self, mark: BodyMark) -> Entry:
        where = "" if mark.view else _("not on the map yet")
        return Entry(str(mark.number), f"{mark.number}. {mark.text}", where, "" if mark.view else "map-pin")

    def _clicked(self, view: str, at: Point) -> None:
        unplaced = self._unplaced()
        if unplaced is not None:
            # The injury chosen in the list waits for its place.
            self.moved.emit(unplaced.number, self._spot(view, at))
        else:
            self.placed.emit(self._spot(view, at))

    def _place_from_list(self) -> None:
        region, side = str(self.region.currentData()), str(self.side.currentData())
        found = place_of(region, side)
        if found is None:
            return
        view, at = found
        part = part_at(views()[view], at)
        spot = BodySpot(view, at, region, part.side if part else side)
        self._turn_to(view)
        unplaced = self._unplaced()
        if unplaced is not None:
            self.moved.emit(unplaced.number, spot)
        else:
            self.placed.emit(spot)

    def _unplaced(self) -> BodyMark | None:
        key = self.list.current_key()
        mark = next((mark for mark in self._marks if str(mark.number) == key), None)
        return mark if mark is not None and not mark.view else None

    def _spot(self, view: str, at: Point) -> BodySpot:
        part = part_at(views()[view], at)
        return BodySpot(view, at, part.region if part else "", part.side if part else "")

    def _open_listed(self, row: int) -> None:
        key = self.list.key_at(row)
        if key:
            self.opened.emit(int(key))

    def _listed(self, key: str) -> None:
        if key:
            self.choose(int(key))

    def _turn_to(self, view: str) -> None:
        number = next((number for number, (_title, names) in enumerate(self._shown) if view in names), -1)
        if number >= 0:
            self.tabs.setCurrentIndex(number)

    def _name_button(self) -> None:
        unplaced = self._unplaced()
        text = _("Place number {number} here").format(number=unplaced.number) if unplaced else _("Place a mark")
        self.place.setText(text)
