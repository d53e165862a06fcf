"""The way to an open book: the vault on the command line, its passphrase, and closing both at the end."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing, contextmanager
from functools import update_wrapper
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock
from casefile.base.errors import EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.cli.terminal import note, with_json
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Passphrase
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

_SUFFIX = ".casefile"


def with_passphrase_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--passphrase-file`, passed on as the argument `passphrase_file`."""
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=_("Read the passphrase from the first line of this file instead of asking."),
    )(command)


def with_vault(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its vault: the argument VAULT, `--passphrase-file`, `--take-over` and `--json`.

    The command is called with `opening`, which opens the book: `with opening() as book`, or
    `with opening(read_only=True) as book`.
    """

    def run(vault: Path, passphrase_file: Path | None, *, take_over: bool, **rest: Any) -> Any:
        @contextmanager
        def opening(*, read_only: bool = False) -> Iterator[Casebook]:
            with open_book(vault, passphrase_file, read_only=read_only, take_over=take_over) as book:
                yield book

        return command(opening=opening, **rest)

    option = click.option(
        "--take-over",
        is_flag=True,
        help=_(
            "Write though another computer left its lock. Only if nobody writes there any more: work would be lost."
        ),
    )
    wrapped = with_json(with_passphrase_file(option(update_wrapper(run, command))))
    return vault_argument(wrapped)


def vault_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument VAULT, a folder whose name ends in .casefile."""
    return click.argument("vault", type=click.Path(path_type=Path))(command)


def vault_path(given: Path) -> Path:
    """The vault that is meant: the suffix .casefile may be left out."""
    if given.suffix != _SUFFIX and not given.exists():
        return given.with_name(given.name + _SUFFIX)
    return given


@contextmanager
def open_book(
    path: Path, passphrase_file: Path | None, *, read_only: bool, take_over: bool = False
) -> Iterator[Casebook]:
    """The book of a vault, closed with its vault at the end; `take_over` takes the lock that another computer left.

    Raises:
        UserError: The passphrase file is empty.
        EnvironmentFault: There is no vault, it is in use, or the passphrase is wrong.
    """
    found = vault_path(path)
    if not found.exists():
        raise EnvironmentFault(_("There is no vault at {path}.").format(path=path))
    clock = Clock()
    passphrase = Passphrase(the_passphrase(passphrase_file))
    vault = Vault.open(found, passphrase, clock, read_only=read_only, take_over=take_over)
    try:
        with closing(Casebook(vault, clock)) as book:
            yield book
    finally:
        vault.close()


@contextmanager
def new_book(path: Path, passphrase: str) -> Iterator[Casebook]:
    """The book of a new vault, closed with its vault at the end; if anything fails, no vault is left behind.

    Raises:
        UserError: There is something of this name already.
    """
    clock = Clock()
    vault = Vault.create(path, passphrase, clock)
    done = False
    try:
        with closing(Casebook(vault, clock)) as book:
            yield book
        done = True
    finally:
        vault.close()
        if not done:
            shutil.rmtree(vault.path)


def today() -> date:
    """The day it is where this computer stands: what "yesterday" counts from, and what an undated paper bears."""
    return Clock().now().astimezone().date()


def the_passphrase(file: Path | None, *, new: bool = False) -> str:
    """The passphrase, from a file or asked on the terminal; asked twice for a new vault.

    Raises:
        UserError: The file is empty.
        click.UsageError: There is no file and no terminal to ask on, or the file is standard input.
    """
    if file is None:
        return _ask(new=new)
    if str(file) == "-":
        raise click.UsageError(_("Standard input is for records; give the passphrase in a file of its own."))
    with file.open(encoding="utf-8") as lines:
        passphrase = lines.readline().rstrip("\r\n")
    if not passphrase:
        raise UserError(_("The passphrase file is empty."))
    return passphrase


def _ask(*, new: bool) -> str:
    if not _has_terminal():
        raise click.UsageError(_("There is no terminal to ask for the passphrase on; use --passphrase-file."))
    try:
        passphrase = getpass(_("Passphrase:") + " ")
        while new and getpass(_("The same passphrase again:") + " ") != passphrase:
            note(_("The two are not the same. Once more:"))
            passphrase = getpass(_("Passphrase:") + " ")
    except EOFError:
        raise click.Abort from None
    return passphrase


def _has_terminal() -> bool:
    if os.name != "posix":
        return sys.stdin.isatty()
    # Standard input may be a pipe with records in it; the question goes to the terminal itself.
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
