"""Search as you type over 100,000 fictional people, against the bare FTS5 question."""

from __future__ import annotations

import time

from bench.crowd import Vaulted, crowd, opened
from bench.figures import percentile, row
from casefile.casework import people_lists
from casefile.search import query

TYPED = ("Aruzhan", "Даулет", "Erlan Abajdakova", "Zarina", "Chokanov", "Жанар", "Nurlan Ber", "invented")
ROUNDS = 3
SHOWN = 50
RAW = "SELECT rowid FROM search_word WHERE search_word MATCH ? LIMIT ?"
_MS = 1e3


def main(made: Vaulted) -> None:
    """Print the figures of search."""
    with opened(made) as book:
        ours: list[float] = []
        ranks: list[float] = []
        bare: list[float] = []
        raw = book._raw
        for _round in range(ROUNDS):
            for words in TYPED:
                for length in range(1, len(words) + 1):
                    typed = words[:length]
                    start = time.perf_counter()
                    book.search_ids(typed, "person", limit=SHOWN)
                    ours.append(time.perf_counter() - start)
                    asked = [asking.expression() for asking in query.questions(typed)]
                    found, took, last = 0, 0.0, 0.0
                    for match in asked:
                        # The next rank is only asked where the better ones did not fill the list.
                        start = time.perf_counter()
                        found += len(raw.execute(RAW, (match, SHOWN - found)).fetchall())
                        last = time.perf_counter() - start
                        took += last
                        if found == SHOWN:
                            break
                    ranks.append(took)
                    bare.append(last)
        one = percentile(ours, 0.95)
        for name, floor, goal in (
            ("search as you type, p95 / raw FTS5 by rank", ranks, "goal 1.3, 16 ms"),
            ("search as you type, p95 / one bare MATCH", bare, "the rank that filled the list"),
        ):
            other = percentile(floor, 0.95)
            said = f"{one * _MS:.1f} ms against {other * _MS:.1f} ms over {len(ours)} keystrokes"
            row(name, said, one / other, goal)
        start = time.perf_counter()
        ids = book.read(people_lists.person_ids)
        listed = time.perf_counter() - start
        start = time.perf_counter()
        book.read(lambda reader: people_lists.person_lines(reader, ids[:SHOWN]))
        lines = time.perf_counter() - start
        row("list of 100,000 people, then its first page", f"{listed * _MS:.0f} ms, then {lines * _MS:.0f} ms")


if __name__ == "__main__":
    with crowd() as vaulted:
        main(vaulted)
