"""From vaults and their passphrases to the account of a merge, as work for another thread: nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from casefile.base.errors import CasefileError
from casefile.merge.merge_sources import VaultSource, merge_into, opened_vault
from casefile.vault.keyslots import Identity, Passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.base.clock import Clock
    from casefile.store.casebook import Casebook
    from casefile.store.changes import Outcome
    from casefile.store.merging import Account
    from casefile.ui.jobs import Progress

_RECOVERY = "AGE-SECRET-KEY-1"
"""What the secret of every recovery kit begins with."""


class Wanted(NamedTuple):
    """A vault to merge.

    Attributes:
        path: Its folder.
        secret: Its passphrase, or the secret of its recovery kit.
    """

    path: Path
    secret: str


class NotOpenedError(Exception):
    """A source did not open.

    Attributes:
        number: Which, from 0.
        reason: Why.
    """

    def __init__(self, number: int, reason: CasefileError) -> None:
        super().__init__(number)
        self.number = number
        self.reason = reason


def merging(
    book: Casebook, clock: Clock, wanted: Sequence[Wanted], *, dry_run: bool
) -> Callable[[Progress], Outcome[Account]]:
    """Work that merges these vaults as one act, or rehearses it.

    The work tells how many changes of a source it has read, of how many being unknown, or how many files of evidence it
    has copied, and of how many. It raises `NotOpenedError` for a vault that does not open. Cancelled, it leaves the
    book as it was, files of evidence aside that nothing points to.
    """

    def work(progress: Progress) -> Outcome[Account]:
        with ExitStack() as opened:
            vaults: list[VaultSource] = []
            for number, one in enumerate(wanted):
                progress.done(0)
                source = opened_vault(one.path, unlocking(one.secret), clock, cancelled=progress.cancelled)
                try:
                    vaults.append(opened.enter_context(source))
                except CasefileError as reason:
                    raise NotOpenedError(number, reason) from reason
            return merge_into(book, vaults, dry_run=dry_run, progress=progress.done, read=progress.done)

    return work


def unlocking(secret: str) -> Passphrase | Identity:
    """The key that somebody typed: a passphrase, or the secret of a recovery kit, which no passphrase looks like."""
    plain = "".join(secret.split())
    return Identity(plain.upper()) if plain.upper().startswith(_RECOVERY) else Passphrase(secret)
