"""Deriving a key takes more than a second, as it should: one vault is made a session, and its folder copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casefile.base.clock import Clock
from casefile.vault.vault import Vault

PASSPHRASE = "opens the vault of the tests"
PLANTED = "PlantedNameOfATest"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with one row, its passphrase slot and a recovery slot; and the recovery secret, which opens at once."""
    vault = Vault.create(tmp_path_factory.mktemp("made") / "case", PASSPHRASE, Clock())
    secret = vault.make_recovery()
    connection = vault.connect()
    connection.execute("CREATE TABLE note (text TEXT)")
    connection.execute("INSERT INTO note VALUES (?)", (PLANTED,))
    connection.close()
    vault.close()
    return vault.path, secret


@pytest.fixture
def path(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / made[0].name))


@pytest.fixture
def secret(made: tuple[Path, str]) -> str:
    return made[1]
