"""Places: from a country to a cell block, each inside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.idlists import Ids, all_ids
from casefile.casework.record import (
    Kind,
    Record,
    Sensitivity,
    Value,
    count,
    link,
    prose,
    real,
    tags,
    term,
    text,
    yes_no,
)
from casefile.casework.soundness import Rule, between, no_ring, not_itself, not_negative

IDENTITY = Sensitivity.IDENTITY

DETENTION_KINDS = (
    "juvenile_facility",
    "migration_detention",
    "police_station",
    "prison",
    "prison_colony",
    "remand_prison",
    "secret_detention",
    "special_reception_centre",
    "temporary_detention_facility",
)
"""Terms of `place_kind` of places where people are held, unless the place itself says no."""


class Place(Record, table=True):
    """Somewhere on the map, known exactly or only as “150 km from” somewhere else."""

    __tablename__ = "place"
    __kind__: ClassVar[Kind] = Kind(
        name="place", label=N_("Place"), plural=N_("Places"), prefix="PL", title=("shown_name",), section="places"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_place_parent", "parent"),
        Index("ix_place_name", "shown_name"),
    )

    shown_name: str = text(
        N_("Name of the place"), help=N_("The name the place is listed under."), required=True, search=10
    )
    aliases: str = tags(N_("Other names"), help=N_("Other spellings, former names, other languages."), search=8)
    place_kind: str = term(
        N_("Kind of place"),
        "place_kind",
        help=N_("Town, square, police station, remand prison, private home and so on."),
    )
    place_of_detention: str = yes_no(
        N_("Place of detention"), help=N_("Whether people are held there, officially or in fact.")
    )
    parent: bytes = link(N_("In"), "place", help=N_("The larger place this one lies in."))
    country: str = term(N_("Country"), "country", help=N_("The State that controls it."))
    address: str = text(N_("Address"), help=N_("Street and number."), sensitivity=IDENTITY, search=2)
    latitude: float | None = real(
        N_("Latitude"), help=N_("In decimal degrees, north positive."), unit="degrees", sensitivity=IDENTITY
    )
    longitude: float | None = real(
        N_("Longitude"), help=N_("In decimal degrees, east positive."), unit="degrees", sensitivity=IDENTITY
    )
    within_metres: float | None = real(
        N_("Exact to"), help=N_("How far from the point the place may really be."), unit="metres"
    )
    distance_km: str = count(N_("Distance in km"), help=N_("How far it is from the place named next: “about 150”."))
    distance_from: bytes = link(N_("Distance from"), "place", help=N_("The place the distance is counted from."))
    operated_by: bytes = link(N_("Run by"), "organisation", help=N_("Authority in charge of it."))
    summary: str = prose(N_("Summary"), help=N_("What the place is and how to recognise it."))
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "place": (
        no_ring("parent", N_("A place cannot lie within itself.")),
        not_itself("distance_from", N_("A distance is counted from another place.")),
        between("latitude", -90, 90),
        between("longitude", -180, 180),
        not_negative("within_metres"),
    )
}
_DEEPEST = 20
"""Places inside one another when a path is told: country, region, city, street, house, cell and room to spare."""


def add_place(writer: Writer, shown_name: str, place_kind: str = "", **values: Value) -> RecordId:
    """Add a place.

    Raises:
        UserError: It has no name, lies within itself, or a value does not fit.
    """
    return writer.insert("place", **{**values, "shown_name": shown_name, "place_kind": place_kind})


def place_and_within(place: RecordId) -> Any:
    """A query of the ids of a place and of every place within it, for use in the query of another subject."""
    table = record_type("place").table
    inside = select(table.c.id).where(table.c.id == place).cte("inside_place", recursive=True)
    # UNION, not UNION ALL: a ring that a merge brought in ends instead of running for ever.
    inside = inside.union(select(table.c.id).where(table.c.parent == inside.c.id))
    return select(inside.c.id)


def place_path(reader: Reader, place: RecordId) -> list[str]:
    """The names of a place and of all it lies in, the smallest first; empty if there is no such place."""
    path: list[str] = []
    above = place
    while above and len(path) < _DEEPEST:
        found = reader.find(above)
        if found is None:
            break
        path.append(found.text("shown_name"))
        above = found.link("parent")
    return path


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place that can be drawn on a map.

    Attributes:
        place: Its id.
        name: Its name.
        latitude: Degrees, north positive.
        longitude: Degrees, east positive.
        within_metres: How far off it may be; None if nobody said.
        place_kind: Term of `place_kind`.
        detention: Whether people are held there.
    """

    place: RecordId
    name: str
    latitude: float
    longitude: float
    within_metres: float | None
    place_kind: str
    detention: bool


def map_points(reader: Reader) -> list[MapPoint]:
    """Every place whose position is known, by name."""
    columns = record_type("place").table.c
    query = (
        select(
            columns.id,
            columns.shown_name,
            columns.latitude,
            columns.longitude,
            columns.within_metres,
            columns.place_kind,
            _holds_people(columns).label("detention"),
        )
        .where(columns.archived == 0, columns.latitude.is_not(None), columns.longitude.is_not(None))
        .order_by(columns.shown_name, columns.id)
    )
    return [
        MapPoint(RecordId(place), name, latitude, longitude, within, place_kind, detention == 1)
        for place, name, latitude, longitude, within, place_kind, detention in map(tuple, reader.rows(query))
    ]


def place_ids(reader: Reader, *, detention: bool = False) -> Ids:
    """Every place by name, or only those where people are held."""
    columns = record_type("place").table.c
    query = select(columns.id).where(columns.archived == 0).order_by(columns.shown_name, columns.id)
    if detention:
        query = query.where(_holds_people(columns))
    return all_ids(reader, query)


def _holds_people(columns: Any) -> Any:
    by_kind = columns.place_kind.in_(DETENTION_KINDS) & (columns.place_of_detention != "no")
    return (columns.place_of_detention == "yes") | by_kind
