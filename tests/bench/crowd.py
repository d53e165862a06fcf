"""The vaults that benches open: the demonstration, and one of many fictional people; each with a recovery kit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casefile.base.clock import Clock
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

PEOPLE = 100_000


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
