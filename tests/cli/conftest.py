"""A vault to try commands on. Its passphrase is worked out once a session: that is meant to take a second."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from casefile.base.clock import Clock
from casefile.cli.command_line import casefile
from casefile.store.casebook import Casebook
from casefile.vault import key_process
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "eleven lorries under water"
_unseal = cache(key_process.unseal)


def unseal_once(sealed: bytes, words: str, _cancelled: object = None) -> bytearray | None:
    """What `key_process.unseal` gives, worked out once; a fresh copy each time, since the vault wipes its own."""
    found = _unseal(sealed, words)
    return None if found is None else bytearray(found)


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty vault, to be copied."""
    clock = Clock()
    vault = Vault.create(tmp_path_factory.mktemp("made") / "office", PASSPHRASE, clock)
    Casebook(vault, clock).close()
    vault.close()
    return vault.path


@dataclass
class Office:
    """A vault and the command line on it."""

    vault: Path
    passphrase_file: Path

    def run(self, command: str, *arguments: str, text: str | None = None) -> Result:
        """Run a command on the vault, with this on standard input."""
        more = ["--passphrase-file", str(self.passphrase_file)]
        return CliRunner().invoke(casefile, [command, str(self.vault), *more, *arguments], input=text)

    def json(self, command: str, *arguments: str, data: Any = None) -> Any:
        """Run a command that must succeed, with JSON in and out."""
        done = self.run(command, *arguments, "--json", text=None if data is None else json.dumps(data))
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def refusal(self, command: str, *arguments: str, data: Any = None) -> dict[str, Any]:
        """Run a command that must be refused; gives the error it told."""
        done = self.run(command, *arguments, "--json", text=None if data is None else json.dumps(data))
        assert done.exit_code == 1, done.output
        assert done.stdout == ""
        told: dict[str, Any] = json.loads(done.stderr)["error"]
        assert told["kind"] == "refused"
        return told

    def add(self, kind: str, **values: Any) -> str:
        """Add one record; gives its reference."""
        reference: str = self.json("add", kind, data=values)["records"][0]["reference"]
        return reference

    def values(self, ref: str) -> dict[str, Any]:
        """The fields of a record."""
        shown: dict[str, Any] = self.json("show", ref)["values"]
        return shown


@pytest.fixture
def office(made_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(key_process, "unseal", unseal_once)
    vault = tmp_path / "office.casefile"
    shutil.copytree(made_vault, vault)
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    yield Office(vault, file)
    assert not (vault / "lock").exists() or not (vault / "lock").read_bytes()
