"""Where the records of a net stand: the one in the middle stays there, what is tied lies near. No Qt.

The only importer of networkx, loaded when a net is laid out first. The same net always gets the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

_SEED = 7
_ROUNDS = 120


def laid_out(steps: Sequence[int], ties: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """A position for each record, the first in the middle, all of them between -1 and 1.

    Args:
        steps: How many ties each record is away from the first.
        ties: Pairs of their numbers.
    """
    import networkx as nx  # type: ignore[import-untyped]  # noqa: PLC0415 - no types ship with it; loaded where used

    if not steps:
        return []
    graph = nx.Graph()
    graph.add_nodes_from(range(len(steps)))
    graph.add_edges_from(ties)
    begin = _rings(steps)
    if len(steps) > 1:
        room = 1.6 / sqrt(len(steps))
        # From rings, so that a record two ties away does not begin among the nearest.
        placed = nx.spring_layout(graph, k=room, pos=dict(enumerate(begin)), fixed=[0], iterations=_ROUNDS, seed=_SEED)
        begin = [(float(placed[number][0]), float(placed[number][1])) for number in range(len(steps))]
    # Each direction by itself, so that the room there is is used; the first stays in the middle.
    wide, high = max(abs(x) for x, _y in begin) or 1.0, max(abs(y) for _x, y in begin) or 1.0
    return [(x / wide, y / high) for x, y in begin]


def _rings(steps: Sequence[int]) -> list[tuple[float, float]]:
    seen: dict[int, int] = {}
    many = {step: steps.count(step) for step in set(steps)}
    places: list[tuple[float, float]] = []
    for step in steps:
        number = seen.get(step, 0)
        seen[step] = number + 1
        turn = 2 * pi * number / many[step] + 0.3 * step
        places.append((0.5 * step * cos(turn), 0.5 * step * sin(turn)))
    return places
