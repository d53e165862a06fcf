"""Where changes come from: another vault, opened for reading, or anything else that can say what it brings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Protocol

from casefile.base.errors import DamagedError, NewerFormatError, UserError
from casefile.base.i18n import _
from casefile.store.merging import Account, Arrival, all_of, records_of
from casefile.store.migrate import migrations
from casefile.vault.cipher import faults
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.base.clock import Clock
    from casefile.history.arrivals import ForeignChange
    from casefile.history.log import Connection
    from casefile.store.casebook import Casebook
    from casefile.store.changes import Outcome
    from casefile.vault.keyslots import Identity, Passphrase

Progress = Callable[[int, int], None]


class Source(Protocol):
    """Something that brings changes."""

    @property
    def label(self) -> str:
        """How it is called in the account."""
        ...

    def arrival(self, known: Collection[bytes]) -> Arrival:
        """What it brings, but for the changes with these ids; may be asked again."""
        ...

    def evidence(self) -> Mapping[str, bytes]:
        """Names of the evidence files it can give, each with the id of its record."""
        ...

    def evidence_file(self, name: str) -> BinaryIO:
        """One of them, as the age file that it is."""
        ...


class VaultSource:
    """Another vault, as it stood when it was opened.

    Args:
        vault: Open, for reading only.
        connection: To its database, within one transaction.
    """

    def __init__(self, vault: Vault, connection: Connection) -> None:
        self._vault = vault
        self._connection = connection

    @property
    def label(self) -> str:
        """The name of the vault."""
        return self._vault.name

    def is_at(self, path: Path) -> bool:
        """Whether it is the vault that lies here."""
        return self._vault.path.resolve() == path.resolve()

    def arrival(self, known: Collection[bytes]) -> Arrival:
        """Its log, but for the changes with these ids."""
        acts, changes = all_of(self._connection, known)
        return Arrival(self.label, acts, changes, records_of(self._connection))

    def evidence(self) -> Mapping[str, bytes]:
        """Names of its evidence files, each with the id of its record."""
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'evidence_item'").fetchone():
            return {}
        rows = self._connection.execute("SELECT blob_name, id FROM evidence_item WHERE blob_name <> ''").fetchall()
        return {name: bytes(record) for name, record in rows}

    def evidence_file(self, name: str) -> BinaryIO:
        """An evidence file, still encrypted."""
        return self._vault.evidence.sealed(name)


@contextmanager
def opened_vault(
    path: Path, unlock: Passphrase | Identity, clock: Clock, *, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[VaultSource]:
    """Another vault as a source. It is only read; whoever has it open goes on writing.

    `cancelled` is asked while a key is worked out from a passphrase.

    Raises:
        UserError: There is no vault, or a passphrase was not worked out.
        WrongKeyError: It does not open with this.
        NewerFormatError: A later casefile wrote it.
        DamagedError: It cannot be read.
    """
    vault = Vault.open(path, unlock, clock, read_only=True, cancelled=cancelled)
    try:
        connection = vault.connect()
        with faults():
            connection.execute("BEGIN")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > len(migrations()):
                raise NewerFormatError(
                    _("“{name}” was written by a later version of casefile. Install that version first.").format(
                        name=vault.name
                    )
                )
            if version == 0:
                raise DamagedError(_("“{name}” holds no case file yet.").format(name=vault.name))
            yield VaultSource(vault, connection)
    finally:
        vault.close()


def merge_into(
    book: Casebook,
    sources: Sequence[Source],
    *,
    dry_run: bool = False,
    progress: Progress = lambda _done, _of: None,
    read: Callable[[int], None] = lambda _changes: None,
) -> Outcome[Account]:
    """Merge these sources into an open book, as one act.

    Evidence files are copied before: one too many is harmless, a record without its file is not.

    Args:
        book: Where to.
        sources: What brings changes.
        dry_run: Tell what would come of it and keep nothing.
        progress: Called with how many evidence files are copied, and of how many; what it raises stops the merge
            before anything was written.
        read: Called now and then with how many changes of a source are read; what it raises ends the merge, of which
            nothing is kept.

    Raises:
        UserError: A source is this very vault.
        DiskFullError: There was no room; nothing was merged.
    """
    if any(isinstance(source, VaultSource) and source.is_at(book.vault.path) for source in sources):
        raise UserError(_("A vault cannot be merged into itself."))
    known = book.known_changes()
    arrivals = [source.arrival(known) for source in sources]
    if not dry_run:
        _copy_evidence(book, sources, progress)
    watched = [replace(arrival, changes=_watched(arrival.changes, read)) for arrival in arrivals]
    return book.merge(watched, dry_run=dry_run)


def _watched(changes: Iterable[ForeignChange], read: Callable[[int], None]) -> Iterator[ForeignChange]:
    for number, change in enumerate(changes):
        if number % _TOLD_EVERY == 0:
            read(number)
        yield change


_TOLD_EVERY = 1_000


def _copy_evidence(book: Casebook, sources: Sequence[Source], progress: Progress) -> None:
    erased = book.erased_records()
    held = book.vault.evidence
    wanted = [
        (source, name)
        for source in sources
        for name, record in source.evidence().items()
        if record not in erased and not held.has(name)
    ]
    for number, (source, name) in enumerate(wanted):
        progress(number, len(wanted))
        try:
            with source.evidence_file(name) as file:
                held.adopt(name, file)
        except DamagedError:
            # Missing there as well: `check` says so in both vaults, and another source may still bring it.
            continue
    progress(len(wanted), len(wanted))
