"""Search as you type over 100,000 fictional people, against the bare FTS5 question, and the memory they take."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from bench.figures import percentile, row
from casefile.casework import people
from casefile.casework.catalogue import record_types
from casefile.search import query
from casefile.store import demo
from support.vaults import boat_book

PEOPLE = 100_000
TYPED = ("Aruzhan", "Даулет", "Erlan Abajdakova", "Zarina", "Chokanov", "Жанар", "Nurlan Ber", "invented")
ROUNDS = 3
RAW = "SELECT rowid FROM search_word WHERE search_word MATCH ? LIMIT ?"
_MS = 1e3


def main() -> None:
    """Print the figures of search and memory."""
    with tempfile.TemporaryDirectory() as folder:
        book, _vault = boat_book(Path(folder), types=record_types())
        demo.generate(book, PEOPLE, seed=1)
        ours: list[float] = []
        floor: list[float] = []
        raw = book._raw
        for _round in range(ROUNDS):
            for words in TYPED:
                for length in range(1, len(words) + 1):
                    typed = words[:length]
                    start = time.perf_counter()
                    book.search_ids(typed, "person", limit=50)
                    ours.append(time.perf_counter() - start)
                    asked = [asking.expression() for asking in query.questions(typed)]
                    start = time.perf_counter()
                    found = 0
                    for match in asked:
                        # The next rank is only asked where the better ones did not fill the list.
                        found += len(raw.execute(RAW, (match, 50 - found)).fetchall())
                        if found == 50:
                            break
                    floor.append(time.perf_counter() - start)
        one, other = percentile(ours, 0.95), percentile(floor, 0.95)
        row(
            "search as you type, p95 / raw FTS5 p95",
            f"{one * _MS:.1f} ms against {other * _MS:.1f} ms over {len(ours)} keystrokes",
            one / other,
            "goal 1.3, 16 ms",
        )
        start = time.perf_counter()
        ids = book.read(people.person_ids)
        listed = time.perf_counter() - start
        start = time.perf_counter()
        book.read(lambda reader: people.person_lines(reader, ids[:200]))
        lines = time.perf_counter() - start
        row("list of 100,000 people, then its first page", f"{listed * _MS:.0f} ms, then {lines * _MS:.0f} ms")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row("peak memory of this process (no window)", f"{peak:.0f} MB, the load included", goal="goal 250 MB")
        book.close()


if __name__ == "__main__":
    main()
