"""The injuries of a person, or of one allegation, on the body map: placed, moved and opened as records."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from casefile.base.body_shapes import Point
from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import _, language
from casefile.casework import allegations
from casefile.casework.acts import Act
from casefile.casework.titles import field_in_words, title
from casefile.casework.vocabulary import vocabulary
from casefile.ui.widgets.body_canvas import BodyMark
from casefile.ui.widgets.body_map import BodyMap, BodySpot, BodyWords

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot
    from casefile.casework.record import Value
    from casefile.ui.page import Desk


class InjuryMap(QWidget):
    """A body map over the book.

    The numbers are those of `allegations.injuries_of`, as the case dossier prints them, also where only one
    allegation is shown.

    Args:
        desk: What it works with.
        person: Whose injuries.
        allegation: Only those of this allegation; a new mark then belongs to it.
        read_only: Nothing can be placed or moved.
    """

    def __init__(self, desk: Desk, person: RecordId, *, allegation: RecordId = NO_ID, read_only: bool = False) -> None:
        super().__init__()
        self._desk, self._person, self._allegation = desk, person, allegation
        self._injuries: dict[int, RecordId] = {}
        self._which = QMenu(self)
        self.map = BodyMap(desk.theme, _words(), read_only=read_only or desk.casebook.vault.read_only)
        self.map.placed.connect(self._place)
        self.map.moved.connect(self._move)
        self.map.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.map)
        self.refresh()

    def refresh(self) -> None:
        """Read the injuries anew."""
        marks = self._desk.read(self._read)
        self.map.show_marks(marks)

    def _read(self, reader: Reader) -> list[BodyMark]:
        numbered = list(enumerate(allegations.injuries_of(reader, self._person), start=1))
        shown = [
            (number, injury)
            for number, injury in numbered
            if not self._allegation or injury.link("allegation") == self._allegation
        ]
        self._injuries = {number: injury.id for number, injury in shown}
        return [body_mark(reader, number, injury) for number, injury in shown]

    def _place(self, spot: BodySpot) -> None:
        if self._allegation:
            self._ask(self._allegation, spot)
            return
        person = self._person
        known = self._desk.read(
            lambda reader: [(one.id, title(reader, one)) for one in allegations.allegations_of(reader, person)]
        )
        if not known:
            self._desk.messages.say(
                _("Record the allegation first: an injury belongs to the account of how it came about."),
                _("Record"),
                lambda: self._desk.add("allegation", person=person),
            )
        elif len(known) == 1:
            self._ask(known[0][0], spot)
        else:
            self._which.clear()
            for allegation, name in known:
                text = _("Injury of: {allegation}").format(allegation=name).replace("&", "&&")
                self._which.addAction(text, partial(self._ask, allegation, spot))
            self._which.popup(self.cursor().pos())

    def _ask(self, allegation: RecordId, spot: BodySpot) -> None:
        self._desk.add("injury", allegation=allegation, **_values(spot))

    def _move(self, number: int, spot: BodySpot) -> None:
        injury = self._injuries.get(number)
        if injury is None:
            return
        values = _values(spot)
        now = self._desk.read(lambda reader: reader.find(injury))
        if now is not None and now.text("body_region"):
            # Somebody chose the part in words: a mark a little beside it does not change that.
            values = {name: value for name, value in values.items() if name not in {"body_region", "body_side"}}
        self._desk.attempt(
            Act.EDIT_RECORD, lambda writer: writer.update(injury, values), said=_("Injury placed on the body map")
        )

    def _open(self, number: int) -> None:
        injury = self._injuries.get(number)
        if injury is not None:
            self._desk.edit("injury", injury)


def body_mark(reader: Reader, number: int, injury: Snapshot) -> BodyMark:
    """An injury as a mark: with a place only if it has a view and a point on it."""
    words = [field_in_words(reader, injury, name) for name in ("injury_kind", "body_region", "body_side")]
    text = ", ".join(word for word in words if word) or title(reader, injury)
    x, y = injury.number("map_x"), injury.number("map_y")
    view = injury.text("body_view")
    if not view or x is None or y is None:
        return BodyMark(number, text)
    return BodyMark(number, text, view, Point(float(x), float(y)))


def _values(spot: BodySpot) -> dict[str, Value]:
    place = {"body_region": spot.region, "body_side": spot.side}
    return {
        "body_view": spot.view,
        "map_x": round(spot.at.x, 4),
        "map_y": round(spot.at.y, 4),
        **{name: term for name, term in place.items() if term},
    }


def _words() -> BodyWords:
    code = language().code

    def labels(name: str) -> dict[str, str]:
        return {term: vocabulary(name).label(term, code) for term in vocabulary(name).terms}

    return BodyWords(frozenset(vocabulary("body_view").terms), labels("body_region"), labels("body_side"))
