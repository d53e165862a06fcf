"""What is said on the terminal: results, remarks and failures, in words or as JSON, and the exit codes.

Results go to standard output, everything else to standard error, so that a script can read the one and show the other.
Nothing here loads the core, so that `casefile --help` is there at once.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

import click

from casefile.base.errors import EnvironmentFault, NotFoundError, UserError
from casefile.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSED = 1
"""Exit code: the input was refused, or a check found problems. Nothing was changed."""
USAGE = 2
"""Exit code: the command line itself is wrong."""
ENVIRONMENT = 3
"""Exit code: the machine's doing: wrong passphrase, vault in use, disk full, damaged file."""

_JSON = "casefile.json"
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


class Failure(click.ClickException):
    """A failure with its exit code, said in words, or as JSON when the command was asked for JSON.

    Args:
        message: In the user's words.
        detail: What a script may want beside the message.
        as_json: Whether to write JSON.
    """

    def __init__(self, message: str, detail: dict[str, Any], *, as_json: bool) -> None:
        super().__init__(message)
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


class Refusal(Failure):
    """What the person can mend."""

    exit_code = REFUSED


class Fault(Failure):
    """What the machine did."""

    exit_code = ENVIRONMENT


def _detail_lines(detail: dict[str, Any], message: str) -> Iterator[str]:
    for problem in detail["problems"]:
        # A message that lists its problems already, under the labels of the fields, needs no second list.
        if problem["field"] and problem["reason"] not in message:
            yield f"  {problem['field']}: {problem['reason']}"
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
            detail = {
                "kind": "refused",
                "problems": [{"field": problem.field, "reason": problem.reason} for problem in failure.problems],
                "candidates": failure.candidates if isinstance(failure, AmbiguousError) else [],
            }
            raise Refusal(str(failure), detail, as_json=bool(ctx.meta.get(_JSON))) from None
        except EnvironmentFault as failure:
            raise self._fault(ctx, str(failure)) from None
        except BrokenPipeError:
            raise
        except OSError as failure:
            # The text of an OSError is the system's reason and a path that the user gave.
            reason = ": ".join(part for part in (str(failure.filename or ""), failure.strerror or "") if part)
            raise self._fault(ctx, reason or type(failure).__name__) from None

    @staticmethod
    def _fault(ctx: click.Context, message: str) -> Fault:
        detail: dict[str, Any] = {"kind": "environment", "problems": [], "candidates": []}
        return Fault(message, detail, as_json=bool(ctx.meta.get(_JSON)))
