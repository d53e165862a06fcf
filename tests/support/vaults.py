"""An open vault without its key slots: the real, encrypted database, but no second spent on a passphrase."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlcipher3 import dbapi2

from casefile.history import capture
from casefile.search import index
from casefile.store import migrate
from casefile.store.casebook import Casebook
from support.boats import BOATS, seeded_clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefile.base.clock import Clock
    from casefile.casework.record import RecordType
    from casefile.vault.vault import Vault


class BareVault:
    """What a Casebook asks of a Vault."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.backups: list[str] = []
        self._key = os.urandom(32).hex()

    def connect(self) -> Any:
        connection = dbapi2.connect(
            str(self.path), isolation_level=None, check_same_thread=False, cached_statements=512
        )
        connection.execute(f"PRAGMA key = \"x'{self._key}'\"")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA recursive_triggers = 1")
        connection.execute("PRAGMA secure_delete = 1").fetchall()
        return connection

    def copied_to(self, folder: Path) -> BareVault:
        """The same vault once more, as if the laptop's disk had been copied."""
        made = BareVault(folder / self.path.name)
        made._key = self._key
        connection = self.connect()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
        shutil.copy(self.path, made.path)
        return made

    def back_up(self, reason: str) -> None:
        self.backups.append(reason)


def boat_book(
    folder: Path, *, clock: Clock | None = None, types: Mapping[str, RecordType] = BOATS
) -> tuple[Casebook, BareVault]:
    """A casebook over the small kinds of `support.boats`, on disk and encrypted."""
    vault = BareVault(folder / "vault.db")
    made = vault.connect()
    for statement in migrate.model_statements(types.values()):
        made.execute(statement)
    for statement in index.SCHEMA:
        made.execute(statement)
    capture.install(made, types.values())
    made.execute(f"PRAGMA user_version = {len(migrate.migrations())}")
    made.execute("INSERT INTO book_setting (name, value) VALUES (?, ?)", (migrate.SEARCH_VERSION, index.version(types)))
    made.close()
    return Casebook(cast("Vault", vault), clock or seeded_clock(), types), vault
