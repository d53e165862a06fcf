"""Who may be one person among 100,000 invented people in a vault: time, memory, how many of the doubles are found."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from pathlib import Path

from bench.figures import row, seconds
from casefile.base.clock import Clock
from casefile.casework.acts import Act
from casefile.merge import same_person
from casefile.merge.candidates import Found
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault
from support.doubles import doubled

PEOPLE = 100_000
_DOUBLES = 0.1
_SEED = 1


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault.create(Path(folder) / "bench", demo.PASSPHRASE, Clock())
        secret = vault.make_recovery()
        rows, true = doubled(PEOPLE, _DOUBLES, _SEED)
        book = Casebook(vault, Clock())
        ids = book.transact(Act.LOAD_DEMO, lambda writer: writer.load("person", rows)).value
        book.close()
        vault.close()
        # A process of its own, so that the memory is what the search alone takes.
        context = multiprocessing.get_context("spawn")
        answers = context.Queue()
        pairs = {tuple(sorted((ids[one], ids[other]))) for one, other in true}
        process = context.Process(target=_measure, args=(vault.path, secret, pairs, answers))
        process.start()
        for name, measured, goal in answers.get():
            row(name, measured, goal=goal)
        process.join()


def _measure(path: Path, secret: str, true: set[tuple[bytes, bytes]], answers: multiprocessing.Queue) -> None:  # type: ignore[type-arg]  # the class takes no argument when it runs
    vault = Vault.open(path, Identity(secret), Clock())
    book = Casebook(vault, Clock())
    found: list[Found] = []
    people: list[same_person.People] = []
    reading = seconds(lambda: people.append(book.read(same_person.gather)))
    finding = seconds(lambda: found.append(same_person.find(people[0], limit=100)))
    book.close()
    vault.close()
    compared = found[0].compared
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = [
        (f"same person: {PEOPLE} people", f"{reading + finding:.1f} s ({reading:.1f} s of it reading)", "60 s"),
        ("same person: memory", f"{megabytes:.0f} MB, {compared} pairs compared", "1000 MB"),
    ]
    # Telling every pair in sentences takes longer than finding them; nobody asks for that but a bench.
    every = same_person.find(people[0], limit=len(true) * 3)
    for least in (0.1, 0.5, 0.9):
        likely = {(one.first, one.second) for one in every.candidates if one.chance >= least}
        right = len(likely & true)
        exact, whole = right / max(len(likely), 1), right / len(true)
        f1 = 2 * exact * whole / max(exact + whole, 1e-9)
        told.append(
            (f"same person: chance from {least}", f"precision {exact:.3f}, recall {whole:.3f}, F1 {f1:.3f}", "")
        )
    answers.put(told)


if __name__ == "__main__":
    main()
