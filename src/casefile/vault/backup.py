"""Encrypted copies of a vault inside it: the database as it stands, and the key slots of that moment."""

from __future__ import annotations

import shutil
from pathlib import Path

from casefile.base.clock import Clock
from casefile.vault.cipher import connect, copy, faults

KEPT = 10
"""Backups that stay; the oldest goes first."""


def back_up(database: Path, key: bytes | bytearray, keys: Path, folder: Path, clock: Clock, reason: str) -> Path:
    """Copy the database and the key slots into a new folder under `folder`; returns it.

    The copy is made under the same key and opens with the same passphrases. It is read once before older ones go.

    Raises:
        DiskFullError: There was no room; what was begun is removed.
    """
    made = folder / f"{clock.now():%Y%m%dT%H%M%S%f}-{reason}"
    with faults():
        made.mkdir(parents=True)
        try:
            source = connect(database, key, read_only=True)
            target = connect(made / database.name, key)
            try:
                copy(source, target)
                target.execute("PRAGMA journal_mode = DELETE").fetchone()
                target.execute("PRAGMA quick_check").fetchone()
            finally:
                target.close()
                source.close()
            shutil.copytree(keys, made / keys.name)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    for old in sorted(path for path in folder.iterdir() if path.is_dir())[:-KEPT]:
        shutil.rmtree(old)
    return made
