"""Figures: how many people were killed, wounded or held, according to whom, and as of when."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, count, date, link, term, text, yes_no


class Figure(Record, table=True):
    """One number that somebody gave for one event; may be a part of another ("of whom")."""

    __tablename__ = "figure"
    __kind__: ClassVar[Kind] = Kind(
        name="figure",
        label=N_("Figure"),
        plural=N_("Figures"),
        prefix="FG",
        title=("counted", "how_many", "who"),
        section="figures",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_figure_event", "event"),
        Index("ix_figure_part_of", "part_of"),
    )

    event: bytes = link(N_("Event"), "event", owner=True, required=True, help=N_("The event the figure is about."))
    counted: str = term(
        N_("What is counted"), "counted", required=True, help=N_("Killed, wounded, detained, took part and so on.")
    )
    how_many: str = count(
        N_("How many"),
        help=N_("Exactly as said: 14, over 80, at least 12, about 300, or considerably more than another figure."),
    )
    unit: str = term(N_("Unit"), "figure_unit", help=N_("What one of them is: a person unless said otherwise."))
    who: str = text(N_("Who"), help=N_("Which of them, for a part: “a boy of 16”, “police officers”."), search=1)
    part_of: bytes = link(
        N_("Of whom"), "figure", help=N_("The figure this one is a part of: “12 wounded, one of whom later died”.")
    )
    than: bytes = link(
        N_("Compared with"), "figure", help=N_("The figure meant when a source says “considerably more than”.")
    )
    place: bytes = link(N_("Where"), "place", help=N_("Where they were counted, if it is not the event's place."))
    source: bytes = link(N_("Source"), "source", help=N_("The source that gives the figure."))
    stated_by: bytes = link(
        N_("Given by"), "organisation", help=N_("The authority or organisation that the source names for the figure.")
    )
    attributed_to: str = text(
        N_("Given by, in words"), help=N_("As the source says it, such as “unofficial sources”."), search=1
    )
    as_of: str = date(N_("As of"), help=N_("The date for which the figure was given."))
    official: str = yes_no(N_("Official"), help=N_("Whether an authority of the State gave it."))
