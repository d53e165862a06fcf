"""The merges that were done in a vault: which, what came with each, and what would take it back now."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casefile.history.log import Connection
from casefile.store.changes import ActLine


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that was done.

    Attributes:
        line: Its act.
        bearer: Id of the act whose undo takes it back: its own, or, if it was undone and brought back, of the act that
            brought it back.
        undone: Id of the act that took it back, and whose undo brings it back; empty while it stands.
        numbers: How many records came, by what became of them; see `merging.STATES`.
    """

    line: ActLine
    bearer: bytes
    undone: bytes
    numbers: Mapping[str, int]


def past_merges(
    connection: Connection, numbered: Callable[[int], ActLine], known: Callable[[bytes], ActLine | None]
) -> list[PastMerge]:
    """The merges, the newest first.

    Args:
        connection: To the book.
        numbered: The line of an act by its number here.
        known: The line of an act by its id, None if it is not here.
    """
    bearers: dict[bytes, ActLine] = {}
    first: list[tuple[ActLine, str]] = []
    for number, account in connection.execute("SELECT act, account FROM log_merge ORDER BY act").fetchall():
        line = numbered(number)
        root = _root(line, known)
        bearers[root] = line
        if root == line.id:
            first.append((line, account))
    return [
        PastMerge(line, bearers[line.id].id, bearers[line.id].undone_by, _by_state(account))
        for line, account in reversed(first)
    ]


def _root(line: ActLine, known: Callable[[bytes], ActLine | None]) -> bytes:
    """Id of the merge that an act did, or did again by undoing its undo."""
    root = line
    while root.undoes:
        undo = known(root.undoes)
        merge = known(undo.undoes) if undo is not None and undo.undoes else None
        if merge is None:
            break
        root = merge
    return root.id


def _by_state(account: str) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for name, number in json.loads(account).items():
        counted[name.rpartition(" ")[2]] += number
    return counted
