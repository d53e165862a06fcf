"""What every command shares: its options, the way to an open book, and what is said on the terminal.

Results go to standard output, everything else to standard error, so that a script can read the one and show the other.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from casefile.base.errors import EnvironmentFault, NotFoundError, UserError
from casefile.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casefile.base.clock import Clock
    from casefile.store.casebook import Casebook

REFUSED = 1
"""Exit code: the input was refused, or a check found problems. Nothing was changed."""
USAGE = 2
"""Exit code: the command line itself is wrong."""
ENVIRONMENT = 3
"""Exit code: the machine's doing: wrong passphrase, vault in use, disk full, damaged file."""

_JSON = "casefile.json"
_SUFFIX = ".casefile"
# Characters that a terminal obeys or that turn the reading direction round: never passed through from case data.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def say(text: str = "") -> None:
    """One line, or several, for a person, on standard output."""
    click.echo(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def note(text: str) -> None:
    """A remark beside the result, on standard error."""
    click.echo(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text), err=True)


def give(value: Any) -> None:
    """A result as JSON, on standard output."""
    click.echo(_json_text(value))


def wants_json() -> bool:
    """Whether the command that runs was asked for JSON."""
    return bool(click.get_current_context().meta.get(_JSON))


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON escapes the controls below a space by itself; these others only ever stand inside a string.
    return re.sub("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda found: f"\\u{ord(found.group()):04x}", text)


def with_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--json`; ask `wants_json()` inside."""

    def remember(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own call
        context.meta[_JSON] = value

    option = click.option(
        "--json", is_flag=True, is_eager=True, expose_value=False, callback=remember, help=_("Write JSON.")
    )
    return option(command)


def with_passphrase_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--passphrase-file`, passed on as the argument `passphrase_file`."""
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=_("Read the passphrase from the first line of this file instead of asking."),
    )(command)


def with_vault(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its vault: the argument VAULT, `--passphrase-file` and `--json`.

    The command is called with `opening`, which opens the book: `with opening() as book`, or
    `with opening(read_only=True) as book`.
    """

    def run(vault: Path, passphrase_file: Path | None, **rest: Any) -> Any:
        @contextmanager
        def opening(*, read_only: bool = False) -> Iterator[Casebook]:
            with open_book(vault, passphrase_file, read_only=read_only) as book:
                yield book

        return command(opening=opening, **rest)

    wrapped = with_json(with_passphrase_file(update_wrapper(run, command)))
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
def open_book(path: Path, passphrase_file: Path | None, *, read_only: bool) -> Iterator[Casebook]:
    """The book of a vault, closed with its vault at the end.

    Raises:
        UserError: The passphrase file is empty.
        EnvironmentFault: There is no vault, it is in use, or the passphrase is wrong.
    """
    from casefile.base.clock import Clock  # noqa: PLC0415 - so that --help is there at once
    from casefile.vault.vault import Passphrase, Vault  # noqa: PLC0415 - the same

    found = vault_path(path)
    if not found.exists():
        raise EnvironmentFault(_("There is no vault at {path}.").format(path=path))
    clock = Clock()
    vault = Vault.open(found, Passphrase(the_passphrase(passphrase_file)), clock, read_only=read_only)
    try:
        with opened_book(vault, clock) as book:
            yield book
    finally:
        vault.close()


@contextmanager
def opened_book(vault: Any, clock: Clock) -> Iterator[Casebook]:
    """The book of an open vault, closed at the end."""
    from casefile.store.casebook import Casebook  # noqa: PLC0415 - so that --help is there at once

    book = Casebook(vault, clock)
    try:
        yield book
    finally:
        book.close()


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
    answer: str = click.prompt(
        _("Passphrase"),
        hide_input=True,
        err=True,
        confirmation_prompt=_("The same passphrase again") if new else False,
    )
    return answer


def _has_terminal() -> bool:
    if os.name != "posix":
        return sys.stdin.isatty()
    # Standard input may be a pipe with records in it; the question goes to the terminal itself.
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


class Failure(click.ClickException):
    """A failure with its exit code, said in words, or as JSON when the command was asked for JSON.

    Args:
        message: In the user's words.
        exit_code: `REFUSED` or `ENVIRONMENT`.
        detail: What a script may want beside the message.
        as_json: Whether to write JSON.
    """

    def __init__(self, message: str, exit_code: int, detail: dict[str, Any], *, as_json: bool) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self._detail = detail
        self._as_json = as_json

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the failure to standard error."""
        if self._as_json:
            text = _json_text({"error": {"message": self.message, **self._detail}})
        else:
            lines = [self.message, *_detail_lines(self._detail, self.message)]
            text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines))
        click.echo(text, file=file, err=file is None)


def _detail_lines(detail: dict[str, Any], message: str) -> Iterator[str]:
    for problem in detail["problems"]:
        line = f"  {problem['field']}: {problem['reason']}"
        if problem["field"] and line.strip() not in message:
            yield line
    for candidate in detail["candidates"]:
        yield f"  {candidate['reference']}  {candidate['id']}  {candidate['kind']}  {candidate['title']}"


class AmbiguousError(NotFoundError):
    """More than one record answers to a REF, or none does and some come near.

    Attributes:
        candidates: Each with "id", "reference", "kind" and "title".
    """

    def __init__(self, message: str, candidates: list[dict[str, str]]) -> None:
        super().__init__(message)
        self.candidates = candidates


class FailingGroup(click.Group):
    """A group of commands whose foreseen failures end with the right exit code. Anything else is a bug and passes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UserError as failure:
            raise self._failure(ctx, failure, REFUSED) from None
        except EnvironmentFault as failure:
            raise self._failure(ctx, failure, ENVIRONMENT) from None
        except BrokenPipeError:
            raise
        except OSError as failure:
            # The text of an OSError is the system's reason and a path that the user gave.
            reason = ": ".join(part for part in (str(failure.filename or ""), failure.strerror or "") if part)
            raise self._failure(ctx, EnvironmentFault(reason or type(failure).__name__), ENVIRONMENT) from None

    @staticmethod
    def _failure(ctx: click.Context, failure: UserError | EnvironmentFault, code: int) -> Failure:
        problems = failure.problems if isinstance(failure, UserError) else ()
        detail = {
            "kind": "refused" if code == REFUSED else "environment",
            "problems": [{"field": problem.field, "reason": problem.reason} for problem in problems],
            "candidates": failure.candidates if isinstance(failure, AmbiguousError) else [],
        }
        return Failure(str(failure), code, detail, as_json=bool(ctx.meta.get(_JSON)))
