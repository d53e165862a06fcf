"""The map page: where the book's places are, as exactly as they are known, and all of them as a list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, _, language, ngettext
from casefile.base.outlines import Area, countries, regions
from casefile.casework import geography
from casefile.casework.titles import kind_label
from casefile.casework.vocabulary import vocabulary
from casefile.ui.page import Desk
from casefile.ui.pages.overview_page import OverviewPage
from casefile.ui.record_table import RecordList, Row
from casefile.ui.widgets.cards import empty_state
from casefile.ui.widgets.chips import FilterChips, Tone, said
from casefile.ui.widgets.map_canvas import Dot, MapCanvas

if TYPE_CHECKING:
    from casefile.store.changes import ChangeSet

_STEP = 1.6
_HOW: dict[str, tuple[str, Tone]] = {
    geography.POINT: (N_("On the map"), "good"),
    geography.WITHIN: (N_("Somewhere around"), "accent"),
    geography.AREA: (N_("Only the area"), "accent"),
    geography.NOWHERE: (N_("No position"), "warning"),
}


class MapPage(OverviewPage):
    """The places of the book on a map.

    Args:
        desk: What it works with.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._places: Sequence[geography.MapPlace] = ()
        self._listed: dict[RecordId, geography.MapPlace] = {}
        self._dots: list[geography.MapPlace] = []
        self.canvas = MapCanvas(desk.theme, countries(), regions())
        self.canvas.chosen.connect(self._choose_in_list)
        self.canvas.opened.connect(lambda number: desk.open("place", self._dots[number].record))
        self.list = RecordList(desk.theme, _("Places"), self._rows)
        self.list.chosen.connect(self._go_to)
        self.list.opened.connect(lambda record: desk.open("place", record))
        self.chips = FilterChips(_("How well the position is known"))
        self.chips.picked.connect(lambda _key: self._show())
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(
            empty_state(
                desk.theme,
                "map",
                _("No place recorded yet"),
                _("Add a place, with its coordinates if you know them: it then stands on the map."),
                _("New"),
                self.add,
            )
        )
        self._build(_("Map"), self.canvas, closer=1 / _STEP)
        self._read()

    def changed(self, _changes: ChangeSet) -> None:
        """Read everything anew."""
        self._read()

    def focus_search(self) -> None:
        """Ctrl+F: into the list of places."""
        self.list.setFocus()

    def add(self) -> None:
        """Ctrl+N: record a place."""
        self.desk.add("place")

    def shown(self) -> Sequence[geography.MapPlace]:
        """The places of the list."""
        return list(self._listed.values())

    def _read(self) -> None:
        book = self.desk.casebook
        self.ask(lambda _progress: book.read(geography.map_places), self._take)

    def _take(self, found: list[geography.MapPlace]) -> None:
        self._places = found
        counts = {how: sum(place.how == how for place in found) for how in _HOW}
        self.chips.show_choices([(how, _(name), counts[how]) for how, (name, _tone) in _HOW.items() if counts[how]])
        self._show()

    def _show(self) -> None:
        how = self.chips.chosen()
        self._listed = {place.record: place for place in self._places if how in {"", place.how}}
        areas = {area.key: area for area in (*countries(), *regions()) if area.key}
        dots = [(place, dot) for place in self._listed.values() if (dot := _dot(place, areas)) is not None]
        self._dots = [place for place, _dot in dots]
        self.canvas.show_dots([dot for _place, dot in dots])
        self.list.show_ids(list(self._listed))
        self.list.forget_rows()
        self._stack.setCurrentIndex(0 if self._places else 1)
        number = len(self._listed)
        self._count.setText(ngettext("{number} place", "{number} places", number).format(number=said(number)))

    def _rows(self, ids: Sequence[RecordId]) -> Sequence[Row]:
        return [_row(self._listed[one]) for one in ids if one in self._listed]

    def _choose_in_list(self, number: int) -> None:
        self.list.choose(self._dots[number].record, quietly=True)

    def _go_to(self, record: RecordId) -> None:
        number = next((number for number, place in enumerate(self._dots) if place.record == record), -1)
        self.canvas.choose(number, quietly=True)


def _row(place: geography.MapPlace) -> Row:
    name, tone = _HOW[place.how]
    number = place.records
    records = ngettext("{number} record", "{number} records", number).format(number=said(number)) if number else ""
    return Row(
        place.record, place.name, aside=records, chip=_(name), tone=tone, icon="map-pin", detail=", ".join(place.path)
    )


def _dot(place: geography.MapPlace, areas: dict[str, Area]) -> Dot | None:
    if place.longitude is not None and place.latitude is not None:
        longitude, latitude = place.longitude, place.latitude
    elif place.area in areas:
        longitude, latitude = areas[place.area].centre
    else:
        return None
    return Dot(
        place.name,
        _told(place),
        place.records,
        longitude,
        latitude,
        exact=place.how == geography.POINT,
        area=place.area,
    )


def _told(place: geography.MapPlace) -> str:
    """As "Police station, somewhere in Mangistau region, events 2, detentions 1"."""
    parts = [vocabulary("place_kind").label(place.place_kind, language().code)] if place.place_kind else []
    parts += [_(_HOW[place.how][0]), *place.path[:1]]
    parts += [
        f"{kind_label(kind, many=True)} {said(number)}" for kind, number in sorted(place.counts.items()) if number
    ]
    return ", ".join(parts)
