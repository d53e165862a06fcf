"""How the table of each kind was left: wide or not, its columns and their order; kept inside the vault."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casefile.store.casebook import Casebook
    from casefile.ui.saved_views import Columns


@dataclass(frozen=True, slots=True)
class TableMemory:
    """How a table was left.

    Attributes:
        wide: Whether the list was a table.
        columns: Its columns; empty for the usual ones.
        order: The order by a column; empty for the list's own.
    """

    wide: bool = False
    columns: Columns = ()
    order: str = ""


def remembered(casebook: Casebook, kind: str) -> TableMemory:
    """How the table of a kind was left."""
    kept = casebook.setting(_setting(kind))
    if not kept:
        return TableMemory()
    one = json.loads(kept)
    return TableMemory(one["wide"], tuple((field, int(width)) for field, width in one["columns"]), one["order"])


def remember_columns(casebook: Casebook, kind: str, columns: Columns, order: str) -> None:
    """Keep the columns of a table and its order."""
    _write(casebook, kind, replace(remembered(casebook, kind), columns=columns, order=order))


def remember_width(casebook: Casebook, kind: str, *, wide: bool) -> None:
    """Keep whether the list is a table."""
    _write(casebook, kind, replace(remembered(casebook, kind), wide=wide))


def _write(casebook: Casebook, kind: str, memory: TableMemory) -> None:
    written = {"wide": memory.wide, "columns": memory.columns, "order": memory.order}
    casebook.set_setting(_setting(kind), json.dumps(written))


def _setting(kind: str) -> str:
    return f"table {kind}"
