"""Encrypted copies of a vault inside it: a folder that is itself a vault, but for the evidence files.

Evidence is not copied: its files are never rewritten. A backup counts once it carries its final name.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from casefile.base.clock import Clock
from casefile.base.errors import DamagedError
from casefile.base.i18n import _
from casefile.vault.cipher import connect, copy, faults
from casefile.vault.keyslots import sync_folder

KEPT = 10
"""Backups that stay; the oldest goes first."""

_BEGUN = ".new"


def backups(folder: Path) -> list[Path]:
    """The finished backups, oldest first."""
    found = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    return sorted(path for path in found if not path.name.startswith("."))


def back_up(vault: Path, key: bytes | bytearray, folder: Path, clock: Clock, reason: str) -> Path:
    """Copy the description, the database and the key slots of a vault into a new folder under `folder`; returns it.

    The copy is made under the same key and opens with the same passphrases. It is read through before it counts, and
    before older ones go.

    Raises:
        DiskFullError: There was no room; what was begun is removed.
        DamagedError: The copy does not read as it should; no older one went.
    """
    made = folder / f"{clock.now():%Y%m%dT%H%M%S%f}-{re.sub(r'[^a-z0-9]+', '-', reason.lower()).strip('-')}"
    begun = folder / f".{made.name}{_BEGUN}"
    with faults():
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob(f".*{_BEGUN}"):
            shutil.rmtree(left)
        begun.mkdir(mode=0o700)
        try:
            _copy_database(vault / "vault.db", begun / "vault.db", key)
            shutil.copytree(vault / "keys", begun / "keys")
            shutil.copy(vault / "vault.toml", begun / "vault.toml")
            for file in begun.rglob("*"):
                _sync(file)
            _sync(begun)
            begun.rename(made)
            sync_folder(folder)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
        for old in backups(folder)[:-KEPT]:
            shutil.rmtree(old)
    return made


def _copy_database(source_path: Path, target_path: Path, key: bytes | bytearray) -> None:
    source = connect(source_path, key, read_only=True)
    target = connect(target_path, key)
    try:
        copy(source, target)
        target.execute("PRAGMA journal_mode = DELETE").fetchone()
        wrong = target.execute("PRAGMA cipher_integrity_check").fetchall()
        if wrong or target.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise DamagedError(_("The backup does not read as it should. Older backups were kept."))
    finally:
        target.close()
        source.close()


def _sync(path: Path) -> None:
    if path.is_dir():
        sync_folder(path)
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())
