"""From a passphrase to an open book, as work for another thread: nothing of Qt, and the heavy imports only here."""

from __future__ import annotations

import linecache
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.base.clock import Clock
    from casefile.store.casebook import Casebook
    from casefile.vault.vault import Vault

SUFFIX = ".casefile"
"""Ending of a vault's folder; `vault.vault` is not imported before somebody opens one."""


class OpenBook(NamedTuple):
    """An open vault with its book; whoever holds it closes both, the book first.

    Attributes:
        vault: The vault.
        casebook: Its book.
        recovery: The secret of a recovery kit that was just made, to be shown once; empty if none was.
    """

    vault: Vault
    casebook: Casebook
    recovery: str = ""

    def close(self) -> None:
        """Close the book and the vault."""
        self.casebook.close()
        self.vault.close()


class Way(NamedTuple):
    """How to get in.

    Attributes:
        secret: A passphrase, or the secret of a recovery kit.
        kind: Which of the two.
        read_only: Open for reading only.
        take_over: Take the lock that another computer left.
    """

    secret: str
    kind: Literal["passphrase", "recovery"] = "passphrase"
    read_only: bool = False
    take_over: bool = False


def warm_up() -> None:
    """Load what an open book needs, while somebody still types a passphrase."""
    import casefile.casework.catalogue  # noqa: PLC0415 - costs more than Qt, so the window is shown first
    import casefile.store.casebook  # noqa: PLC0415 - the same

    casefile.casework.catalogue.record_types()
    forget_sources()


def forget_sources() -> None:
    """Forget the source lines of modules that were loaded.

    Qt for Python reads the source of each module that is loaded after it, to see whether it uses Qt, and Python keeps
    all lines that were ever read: 25 MB for this app. They are read again where an error is told.
    """
    linecache.clearcache()


def open_vault(path: Path, way: Way, clock: Clock, cancelled: Callable[[], bool] = lambda: False) -> OpenBook:
    """Open a vault and its book; `cancelled` is asked while the key is worked out.

    Raises:
        UserError: There is no vault, or it was cancelled.
        EnvironmentFault: It does not open with this, is locked or damaged; see `Vault.open`.
    """
    from casefile.vault.keyslots import Identity, Passphrase  # noqa: PLC0415 - see warm_up
    from casefile.vault.vault import Vault  # noqa: PLC0415 - the same

    unlock = Identity("".join(way.secret.split())) if way.kind == "recovery" else Passphrase(way.secret)
    vault = Vault.open(path, unlock, clock, read_only=way.read_only, take_over=way.take_over, cancelled=cancelled)
    return _booked(vault, clock)


def create_vault(
    path: Path, passphrase: str, clock: Clock, *, recovery: bool, cancelled: Callable[[], bool] = lambda: False
) -> OpenBook:
    """Make a vault, with a recovery kit if wanted, and open it; `cancelled` is asked while the key is worked out.

    Raises:
        UserError: Something of this name is there, the folder is not, or it was cancelled.
    """
    from casefile.vault.vault import Vault  # noqa: PLC0415 - see warm_up

    vault = Vault.create(path, passphrase, clock, cancelled=cancelled)
    return _booked(vault, clock, vault.make_recovery if recovery else None)


def open_demo(folder: Path, clock: Clock) -> OpenBook:
    """Open the demonstration vault in a folder, making and filling it the first time."""
    from casefile.exchange import demo_files  # noqa: PLC0415 - see warm_up
    from casefile.store import demo  # noqa: PLC0415 - the same

    path = folder / f"demo{SUFFIX}"
    if path.is_dir():
        return open_vault(path, Way(demo.PASSPHRASE), clock)
    folder.mkdir(parents=True, exist_ok=True)
    opened = create_vault(path, demo.PASSPHRASE, clock, recovery=False)
    try:
        demo_files.fill(opened.casebook, clock.now())
    except BaseException:
        opened.close()
        # Half a demonstration would be taken for the whole one the next time.
        shutil.rmtree(path, ignore_errors=True)
        raise
    return opened


def strength_of(passphrase: str) -> int:
    """How a passphrase would stand against guessing: 0 empty, 1 weak, 2 fair, 3 strong."""
    from casefile.vault.keyslots import strength  # noqa: PLC0415 - see warm_up

    return int(strength(passphrase))


def _booked(vault: Vault, clock: Clock, make_recovery: Callable[[], str] | None = None) -> OpenBook:
    from casefile.store.casebook import Casebook  # noqa: PLC0415 - see warm_up

    try:
        casebook = Casebook(vault, clock)
    except BaseException:
        vault.close()
        raise
    opened = OpenBook(vault, casebook)
    if make_recovery is None:
        return opened
    try:
        return opened._replace(recovery=make_recovery())
    except BaseException:
        # Nobody else knows of it: the vault would stay locked until the app ends.
        opened.close()
        raise
