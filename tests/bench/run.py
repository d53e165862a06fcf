"""Runs every bench and prints one table: ratios first, in one run, on one machine. Asserts nothing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from bench import (  # noqa: E402 - after the path is set
    bench_dossier,
    bench_evidence,
    bench_identity,
    bench_merge,
    bench_search,
    bench_start,
    bench_store,
    bench_window,
)
from bench.crowd import crowd  # noqa: E402 - the same
from bench.figures import row  # noqa: E402 - the same


def main() -> None:
    """Print the table."""
    row("what", "measured", goal="")
    for bench in (bench_start, bench_store, bench_evidence, bench_dossier, bench_merge, bench_identity):
        bench.main()
    with crowd() as made:
        bench_search.main(made)
        bench_window.main(made)


if __name__ == "__main__":
    main()
