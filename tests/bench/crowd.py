"""The vaults that benches open: the demonstration, and one of many fictional people; each with a recovery kit."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

PEOPLE = 100_000
PLACES, FORCES, EVENTS, ARRESTS, INVOLVED = 240, 24, 400, 40_000, 60_000
RARE = 0.02
"""Share of arrests without contact to anybody."""


@dataclass(frozen=True, slots=True)
class Vaulted:
    """A vault on disk, closed.

    Attributes:
        path: Its folder.
        secret: Of its recovery kit, which opens it without the time that a passphrase is meant to take.
    """

    path: Path
    secret: str


@contextmanager
def demonstration() -> Iterator[Vaulted]:
    """A vault with the demonstration case."""
    with _made(demo.fill) as made:
        yield made


@contextmanager
def crowd() -> Iterator[Vaulted]:
    """A vault with 100,000 fictional people."""
    with _made(lambda book: demo.generate(book, PEOPLE, seed=1)) as made:
        yield made


@contextmanager
def opened(made: Vaulted) -> Iterator[Casebook]:
    """The book of such a vault, open."""
    clock = Clock()
    vault = Vault.open(made.path, Identity(made.secret), clock)
    book = Casebook(vault, clock)
    try:
        yield book
    finally:
        book.close()
        vault.close()


@contextmanager
def _made(fill: Callable[[Casebook], object]) -> Iterator[Vaulted]:
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        vault = Vault.create(Path(folder) / "bench", demo.PASSPHRASE, clock)
        secret = vault.make_recovery()
        book = Casebook(vault, clock)
        fill(book)
        book.close()
        vault.close()
        yield Vaulted(vault.path, secret)


@contextmanager
def cases() -> Iterator[Vaulted]:
    """The crowd with what befell it: fictional places within places, forces, events, arrests and stays."""
    with _made(befallen) as made:
        yield made


def befallen(book: Casebook) -> None:
    """Fill an empty book with the crowd and its cases, the same each time."""
    chance = random.Random(2)  # noqa: S311 - fiction that can be repeated, not a key
    days = [f"{year}-{month:02}-{day:02}" for year in range(2011, 2026) for month in range(1, 13) for day in (3, 17)]

    def load(kind: str, rows: Iterable[Mapping[str, Value]]) -> list[RecordId]:
        return book.transact(Act.LOAD_DEMO, lambda writer: writer.load(kind, rows)).value

    people = load(
        "person",
        (
            {**one, "sex": chance.choice(("female", "male", "")), "whereabouts_since": chance.choice(days)}
            for one in demo.fictional(PEOPLE, seed=1)
        ),
    )
    regions = load("place", ({"shown_name": f"Region {n}", "invented": "yes"} for n in range(PLACES // 10)))
    towns = load(
        "place",
        (
            {"shown_name": f"Prison {n}", "parent": chance.choice(regions), "place_kind": "prison", "invented": "yes"}
            for n in range(PLACES)
        ),
    )
    forces = load("organisation", ({"shown_name": f"Force {n}"} for n in range(FORCES)))
    strikes = load(
        "event",
        (
            {
                "title": f"Event {n}",
                "event_kind": chance.choice(("protest", "strike", "clashes")),
                "place": chance.choice(towns),
                "began": chance.choice(days),
            }
            for n in range(EVENTS)
        ),
    )
    arrests = load(
        "custody",
        (
            {
                "person": one,
                "event": chance.choice(strikes),
                "arrested": chance.choice(days),
                "held_by": chance.choice(forces),
                "incommunicado": "yes" if chance.random() < RARE else "",
            }
            for one in chance.sample(people, ARRESTS)
        ),
    )
    load("stay", ({"custody": one, "place": chance.choice(towns)} for one in arrests))
    load(
        "involvement",
        (
            {"event": chance.choice(strikes), "person": chance.choice(people), "involved_as": "detained"}
            for _number in range(INVOLVED)
        ),
    )
