"""The merges that were done in a vault: which, what came with each, and what would take it back now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casefile.history.log import Connection
from casefile.store.changes import ActLine
from casefile.store.merging import UNCHANGED, WAITING


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that was done.

    Attributes:
        line: Its act.
        undone: Id of the act that took it back, and whose undo brings it back; empty while it stands.
        numbers: How many records came, by what became of them; see `merging.STATES`.
    """

    line: ActLine
    undone: bytes
    numbers: Mapping[str, int]


def past_merges(connection: Connection, numbered: Callable[[int], ActLine]) -> list[PastMerge]:
    """The merges, the newest first.

    Args:
        connection: To the book.
        numbered: The line of an act by its number here.
    """
    rows = connection.execute("SELECT act, account FROM log_merge ORDER BY act DESC").fetchall()
    lines = [(numbered(number), account) for number, account in rows]
    return [PastMerge(line, line.undone_by, _by_state(account)) for line, account in lines]


def records_brought(connection: Connection, number: int) -> int | None:
    """For how many records an act brought something from elsewhere; None if it is no merge.

    Told by its account, since counting the changes of a large merge takes seconds.
    """
    row = connection.execute("SELECT account FROM log_merge WHERE act = ?", (number,)).fetchone()
    if row is None:
        return None
    return sum(records for state, records in _by_state(row[0]).items() if state not in {UNCHANGED, WAITING})


def _by_state(account: str) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for name, number in json.loads(account).items():
        counted[name.rpartition(" ")[2]] += number
    return counted
