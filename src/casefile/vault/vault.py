"""A vault: a folder that holds one case book, encrypted, with every way into it.

NAME.casefile/
    vault.toml      the format's number and the vault's random id: all that is readable without a key
    vault.db        SQLCipher, under a random 256-bit key
    keys/*.age      that key, once for each way in
    evidence/*.age  files, each under a key of its own
    backups/        earlier states, encrypted alike
    lock            who is writing
"""

from __future__ import annotations

import secrets
import shutil
import tomllib
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from casefile.base.clock import Clock
from casefile.base.errors import DamagedError, LockedError, NewerFormatError, ReadOnlyError, UserError
from casefile.base.i18n import _
from casefile.vault import backup, freed_memory, keyslots
from casefile.vault.blobs import Evidence
from casefile.vault.cipher import KEY_BYTES, Connection, connect, faults
from casefile.vault.key_process import never
from casefile.vault.keyslots import Slot, Unlock
from casefile.vault.locking import WriterLock

SUFFIX = ".casefile"
FORMAT = 1
_DATABASE, _KEYS, _EVIDENCE, _BACKUPS, _DESCRIPTION = "vault.db", "keys", "evidence", "backups", "vault.toml"


class Vault:
    """An open vault. Made by `create` or `open`; its key lives as long as it is open."""

    def __init__(self, path: Path, key: bytearray, lock: WriterLock | None, clock: Clock) -> None:
        self.path = path
        self.name = path.name.removesuffix(SUFFIX)
        self.read_only = lock is None
        self.evidence = Evidence(path / _EVIDENCE)
        self._key = key
        self._lock = lock
        self._clock = clock
        self._open = True
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()

    @classmethod
    def create(cls, path: Path, passphrase: str, clock: Clock, *, cancelled: Callable[[], bool] = never) -> Vault:
        """Make a new vault with one passphrase slot, and open it.

        Args:
            path: Where; the suffix is added if it is missing.
            passphrase: Opens it from now on; if it is lost and no other slot was made, so is the vault.
            clock: Dates the lock and the backups.
            cancelled: Asked while the key is worked out; once true, nothing is made.

        Raises:
            UserError: Something of this name is there, its folder is not, the passphrase is empty, or it was cancelled.
            KeyProcessError: The key could not be worked out; nothing is left behind.
            DiskFullError: There was no room; nothing is left behind.
        """
        path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
        if path.exists():
            raise UserError(_("There is already something called “{name}” in this place.").format(name=path.name))
        if not path.parent.is_dir():
            raise UserError(_("The folder for the new vault does not exist."))
        key = bytearray(secrets.token_bytes(KEY_BYTES))
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            with faults():
                beside.mkdir(mode=0o700)
                for folder in (_KEYS, _EVIDENCE, _BACKUPS):
                    (beside / folder).mkdir(mode=0o700)
                keyslots.add_passphrase(beside / _KEYS, key, passphrase, cancelled)
                description = f'format = {FORMAT}\nid = "{secrets.token_hex(16)}"\n'
                keyslots.write_whole(beside / _DESCRIPTION, description.encode())
                connection = connect(beside / _DATABASE, key)
                connection.execute("VACUUM")
                connection.close()
                keyslots.sync_folder(beside)
                beside.rename(path)
                keyslots.sync_folder(path.parent)
        except PermissionError:
            raise ReadOnlyError(_("This folder cannot be written. Choose another place for the vault.")) from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return cls(path, key, WriterLock(path, clock), clock)

    @classmethod
    def open(
        cls,
        path: Path,
        unlock: Unlock,
        clock: Clock,
        *,
        read_only: bool = False,
        take_over: bool = False,
        cancelled: Callable[[], bool] = never,
    ) -> Vault:
        """Open a vault.

        Args:
            path: Its folder.
            unlock: A `Passphrase` or an `Identity`.
            clock: Dates the lock and the backups.
            read_only: Needs no lock and writes nothing; works on a medium that cannot be written.
            take_over: Take the lock that another computer left.
            cancelled: Asked while a key is worked out from a passphrase; once true, it is not opened.

        Raises:
            UserError: There is no vault, or it was cancelled.
            KeyProcessError: The key could not be worked out; see `key_process`.
            WrongKeyError: It does not open with this.
            NewerFormatError: A later casefile made it.
            DamagedError: A file is missing, cut short or altered.
            LockedError: Somebody else is writing in it.
        """
        cls._read_format(path)
        key = keyslots.read_key(path / _KEYS, unlock, cancelled)
        if not (path / _DATABASE).is_file() or not (path / _DATABASE).stat().st_size:
            raise DamagedError(_("The vault's database is missing. Restore it from “backups”."))
        lock = None
        if not read_only:
            try:
                lock = WriterLock(path, clock, take_over=take_over)
            except PermissionError:
                raise ReadOnlyError(_("This vault cannot be written here. Open it for reading only.")) from None
            except OSError as error:
                raise LockedError(
                    _("The vault cannot be locked for writing here. Open it for reading only.")
                ) from error
        vault = cls(path, key, lock, clock)
        try:
            vault.connect().close()
        except BaseException:
            vault.close()
            raise
        return vault

    @staticmethod
    def is_vault(path: Path) -> bool:
        """Whether a folder looks like a vault."""
        return path.is_dir() and (path / _DESCRIPTION).is_file()

    def connect(self) -> Any:
        """A new connection to the database, keyed; the caller closes it.

        Raises:
            DamagedError: The database cannot be read with its key.
        """
        if not self._open:
            message = "the vault is closed"
            raise RuntimeError(message)
        made = connect(self.path / _DATABASE, self._key, read_only=self.read_only)
        self._connections.add(made)
        return made

    def close(self) -> None:
        """Close every connection, forget the key and give back the lock; a second call does nothing."""
        self._open = False
        # One left open could still write when somebody else has the lock.
        for connection in list(self._connections):
            connection.close()
        self._connections.clear()
        keyslots.wipe([self._key])
        if self._lock is not None:
            self._lock.release()

    def slots(self) -> list[Slot]:
        """Every way in."""
        return keyslots.slots(self._keys)

    def add_passphrase_slot(self, passphrase: str, cancelled: Callable[[], bool] = never) -> Slot:
        """Let another passphrase open the vault; see `keyslots.add_passphrase`."""
        return keyslots.add_passphrase(self._writable_keys(), self._key, passphrase, cancelled)

    def add_recipient_slot(self, public: str) -> Slot:
        """Let the holder of an age identity open the vault, by its public key."""
        return keyslots.add_recipient(self._writable_keys(), self._key, public)

    def change_passphrase(self, old: str, new: str, cancelled: Callable[[], bool] = never) -> Slot:
        """Replace a passphrase; see `keyslots.change_passphrase`."""
        return keyslots.change_passphrase(self._writable_keys(), self._key, old, new, self._copies(), cancelled)

    def revoke_slot(self, name: str) -> None:
        """Destroy one way in; the last cannot be destroyed."""
        keyslots.revoke(self._writable_keys(), name, self._copies())

    def make_recovery(self) -> str:
        """Add a slot for a fresh age identity and return its secret, to be printed and kept away from the laptop."""
        secret, public = keyslots.new_identity()
        self.add_recipient_slot(public)
        return secret

    def back_up(self, reason: str) -> Path:
        """Copy the database and the slots as they stand into `backups`; returns the new folder."""
        self._writable_keys()
        return backup.back_up(self.path, self._key, self.path / _BACKUPS, self._clock, reason)

    def _copies(self) -> list[Path]:
        return [path / _KEYS for path in backup.backups(self.path / _BACKUPS)]

    @property
    def _keys(self) -> Path:
        return self.path / _KEYS

    def _writable_keys(self) -> Path:
        if self.read_only:
            raise ReadOnlyError(_("This vault is open for reading only. Nothing was changed."))
        return self._keys

    @staticmethod
    def _read_format(path: Path) -> None:
        if not path.is_dir():
            raise UserError(_("There is no vault here."))
        try:
            said = tomllib.loads((path / _DESCRIPTION).read_text(encoding="utf-8"))
            number = int(said["format"])
        except FileNotFoundError:
            raise DamagedError(_("This folder is not a vault: “vault.toml” is missing.")) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise DamagedError(_("The vault's description “vault.toml” is damaged.")) from None
        if number > FORMAT:
            raise NewerFormatError(
                _("This vault was made by a later version of casefile. Install that version to open it.")
            )


def give_back_memory() -> None:
    """Overwrite what is free in memory: called when a lock has deleted all that showed the vault."""
    freed_memory.overwrite()
