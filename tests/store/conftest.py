from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casefile.store.casebook import Casebook
from support.vaults import BareVault, boat_book


@pytest.fixture
def book_and_vault(tmp_path: Path) -> Iterator[tuple[Casebook, BareVault]]:
    book, vault = boat_book(tmp_path)
    yield book, vault
    book.close()


@pytest.fixture
def book(book_and_vault: tuple[Casebook, BareVault]) -> Casebook:
    return book_and_vault[0]
