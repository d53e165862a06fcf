"""How a bench measures and prints: medians and ratios, side by side in one run, never a lone number of seconds."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable


def as_installed() -> dict[str, str]:
    """The environment of a child without a screen, which keeps its compiled sources as an installed app does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired(ours: Callable[[int], object], floor: Callable[[int], object], rounds: int) -> tuple[float, float, float]:
    """Medians of both in seconds, and the median of their ratios, taken in turn so that a slow moment meets both."""
    pairs = [(seconds(lambda n=n: ours(n)), seconds(lambda n=n: floor(n))) for n in range(rounds)]  # type: ignore[misc]  # mypy takes the default for an argument
    return (
        statistics.median(one for one, _other in pairs),
        statistics.median(other for _one, other in pairs),
        statistics.median(one / other for one, other in pairs),
    )


def percentile(values: list[float], part: float) -> float:
    """The value below which this part of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def row(name: str, measured: str, ratio: float | None = None, goal: str = "") -> None:
    """Print one line of the table."""
    shown = f"{ratio:6.2f}" if ratio is not None else "      "
    print(f"{name:<44} {shown}  {measured:<52} {goal}")
