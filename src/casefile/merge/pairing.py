"""Which records are worth comparing: those that share a key, and never all with all.

A key that too many share says little: it is told apart by a second one, or left. So the number of pairs grows with the
number of records and not with its square, and so does the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import numpy as np
from numpy.typing import NDArray

Indexes = NDArray[np.int64]

MOST_ALIKE = 40
"""Records with one key that are compared with each other; more of them share something common."""
_AT_ONCE = 4_000_000
"""Pairs that are held before those made twice are dropped."""


def pairs(
    keys: Iterable[Collection[object]],
    narrower: Callable[[int], object],
    report: Callable[[], object] = lambda: None,
) -> Indexes:
    """Pairs of record numbers that share a key, two columns, the lower number first, each once, sorted.

    Args:
        keys: The keys of each record, in the order of the records.
        narrower: A second key of a record, which parts those of a key that too many share; None for no such.
        report: Called now and then; may raise to stop.
    """
    hashes: list[int] = []
    owners: list[int] = []
    count = 0
    for number, some in enumerate(keys):
        count += 1
        for key in set(some):
            hashes.append(hash(key))
            owners.append(number)
    report()
    found = _joined(_grouped(np.array(hashes, dtype=np.int64), np.array(owners, dtype=np.int64), count, narrower))
    report()
    return np.stack(np.divmod(found, max(count, 1)), axis=1)


def _grouped(hashes: Indexes, owners: Indexes, count: int, narrower: Callable[[int], object] | None) -> list[Indexes]:
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.array([], dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(hashes)])
    made: list[Indexes] = []
    held = 0
    for size in range(2, MOST_ALIKE + 1):
        at = starts[sizes == size]
        if not len(at):
            continue
        members = owners[at[:, None] + np.arange(size)]
        low, high = np.triu_indices(size, k=1)
        made.append((members[:, low] * count + members[:, high]).ravel())
        held += len(made[-1])
        if held > _AT_ONCE:
            made = [_joined(made)]
            held = 0
    if narrower is not None:
        crowded = np.flatnonzero(sizes > MOST_ALIKE)
        if len(crowded):
            made.extend(_narrowed(hashes, owners, starts[crowded], sizes[crowded], count, narrower))
    return made


def _narrowed(
    hashes: Indexes, owners: Indexes, starts: Indexes, sizes: Indexes, count: int, narrower: Callable[[int], object]
) -> list[Indexes]:
    again: list[int] = []
    whose: list[int] = []
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        key = int(hashes[start])
        for owner in owners[start : start + size].tolist():
            second = narrower(owner)
            if second is not None:
                again.append(hash((key, second)))
                whose.append(owner)
    return _grouped(np.array(again, dtype=np.int64), np.array(whose, dtype=np.int64), count, None)


def _joined(made: list[Indexes]) -> Indexes:
    return np.unique(np.concatenate(made)) if made else np.array([], dtype=np.int64)
