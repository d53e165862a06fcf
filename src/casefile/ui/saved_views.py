"""Views of lists that somebody saved: a name for words, filters, an order and columns.

They are settings of the vault, encrypted with it, since a filter names people, places and events. They are not part of
history, and are not merged: how somebody works is nobody else's business.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from casefile.base.text import fold
from casefile.casework.catalogue import record_types

if TYPE_CHECKING:
    from casefile.store.casebook import Casebook

_VIEWS = "saved_views"
Columns = tuple[tuple[str, int], ...]
"""The columns of a table in their order: the field, and its width in pixels."""


@dataclass(frozen=True, slots=True)
class View:
    """How a list is looked at.

    Attributes:
        kind: The kind of record that is listed.
        name: What it is called; empty for one that was not saved.
        words: What is searched for.
        facets: What is chosen in the facets, as `Question` has it.
        order: Key of the order.
        columns: The columns, where it is a table; empty where it is a list.
    """

    kind: str
    name: str = ""
    words: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    order: str = ""
    columns: Columns = ()

    def same_as(self, other: View) -> bool:
        """Whether both show the same, whatever they are called and however wide their columns are."""
        return _shown(self) == _shown(other)


def _shown(view: View) -> View:
    return replace(view, name="", columns=tuple((field, 0) for field, _width in view.columns))


def saved_views(casebook: Casebook, kind: str = "") -> list[View]:
    """The views saved, of one kind or of all, by name; one of a kind that is not there any more is left out."""
    found = [view for view in _all(casebook) if view.kind in record_types() and kind in {"", view.kind}]
    return sorted(found, key=lambda view: (fold(view.name), view.name, view.kind))


def save_view(casebook: Casebook, view: View) -> None:
    """Save a view; one of the same kind and name is replaced."""
    _write(casebook, [*(one for one in _all(casebook) if not _same_name(one, view)), view])


def delete_view(casebook: Casebook, view: View) -> None:
    """Forget the view of this kind and name; nothing happens if there is none."""
    _write(casebook, [one for one in _all(casebook) if not _same_name(one, view)])


def _same_name(one: View, other: View) -> bool:
    return (one.kind, fold(one.name)) == (other.kind, fold(other.name))


def _all(casebook: Casebook) -> list[View]:
    kept = casebook.setting(_VIEWS)
    return [_read(one) for one in json.loads(kept)] if kept else []


def _write(casebook: Casebook, views: list[View]) -> None:
    casebook.set_setting(_VIEWS, json.dumps([asdict(view) for view in views], ensure_ascii=False))


def _read(one: dict[str, Any]) -> View:
    return View(
        kind=one["kind"],
        name=one["name"],
        words=one["words"],
        facets=tuple((name, tuple(values)) for name, values in one["facets"]),
        order=one["order"],
        columns=tuple((field, int(width)) for field, width in one["columns"]),
    )
