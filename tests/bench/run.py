"""Runs every bench and prints one table: ratios first, in one run, on one machine. Asserts nothing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from bench import bench_dossier, bench_search, bench_start, bench_store  # noqa: E402 - after the path is set
from bench.figures import row  # noqa: E402 - the same


def main() -> None:
    """Print the table."""
    row("what", "measured", goal="")
    for bench in (bench_start, bench_store, bench_search, bench_dossier):
        bench.main()


if __name__ == "__main__":
    main()
