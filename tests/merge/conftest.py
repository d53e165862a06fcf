"""Three offices, each with a vault. They open with a recovery identity, which takes no second to work out."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casefile.base.clock import Clock
from casefile.merge import address_book
from casefile.merge.contact_cards import own_card, set_own_name
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Office:
    """A vault, open for writing.

    Attributes:
        path: Its folder.
        unlock: Opens it.
        book: The open book.
    """

    path: Path
    unlock: Identity
    book: Casebook


@pytest.fixture(scope="session")
def made_vaults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Empty vaults of their own, to be copied, each with its recovery secret."""
    made = {}
    for name in ("aktau", "almaty", "oral"):
        vault = Vault.create(tmp_path_factory.mktemp("made") / name, "never asked for", Clock())
        made[name] = (vault.path, vault.make_recovery())
        vault.close()
    return made


def _opened(made: tuple[Path, str], folder: Path) -> Iterator[Office]:
    path = folder / made[0].name
    shutil.copytree(made[0], path)
    unlock = Identity(made[1])
    vault = Vault.open(path, unlock, Clock())
    try:
        with closing(Casebook(vault, Clock())) as book:
            yield Office(path, unlock, book)
    finally:
        vault.close()


@pytest.fixture
def aktau(made_vaults: dict[str, tuple[Path, str]], tmp_path: Path) -> Iterator[Office]:
    yield from _opened(made_vaults["aktau"], tmp_path)


@pytest.fixture
def almaty(made_vaults: dict[str, tuple[Path, str]], tmp_path: Path) -> Iterator[Office]:
    yield from _opened(made_vaults["almaty"], tmp_path)


@pytest.fixture
def oral(made_vaults: dict[str, tuple[Path, str]], tmp_path: Path) -> Iterator[Office]:
    yield from _opened(made_vaults["oral"], tmp_path)


def acquaint(*offices: Office) -> None:
    """Let each have the cards of the others, compared."""
    today = date(2026, 3, 4)
    for office in offices:
        set_own_name(office.book, office.path.stem.capitalize(), "")
    for office in offices:
        for other in offices:
            if other is not office:
                contact = address_book.add(office.book, own_card(other.book, today))
                address_book.mark_compared(office.book, contact.name, today)
