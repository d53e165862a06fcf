"""A real book in a real vault; its passphrase is worked out once a session."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from casefile.base.clock import Clock
from casefile.store.casebook import Casebook
from casefile.vault import key_process
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault
from cli.conftest import PASSPHRASE, unseal_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with an empty book, to be copied."""
    clock = Clock()
    vault = Vault.create(tmp_path_factory.mktemp("empty") / "office", PASSPHRASE, clock)
    Casebook(vault, clock).close()
    vault.close()
    return vault.path


@pytest.fixture
def book(empty_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Casebook]:
    monkeypatch.setattr(key_process, "unseal", unseal_once)
    path = tmp_path / "vault" / "office.casefile"
    shutil.copytree(empty_vault, path)
    clock = Clock()
    vault = Vault.open(path, Passphrase(PASSPHRASE), clock)
    made = Casebook(vault, clock)
    yield made
    made.close()
    vault.close()
