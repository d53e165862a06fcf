"""The command line as a whole: every command by name, and where it lives.

A command is loaded when it is run, so that `casefile --help` and shell completion do not wait for the database layer.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from casefile.base.i18n import N_, _
from casefile.cli.terminal import FailingGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "new": ("book_commands", N_("Make a new, empty vault.")),
    "demo": ("book_commands", N_("Make a vault with the demonstration case.")),
    "schema": ("record_commands", N_("Say which kinds of record there are, or which fields a kind has.")),
    "add": ("record_commands", N_("Add records, given as JSON on standard input.")),
    "edit": ("record_commands", N_("Change a record, by JSON on standard input.")),
    "show": ("record_commands", N_("Show a record and all that belongs to it.")),
    "list": ("record_commands", N_("List the records of a kind.")),
    "find": ("record_commands", N_("Find records by words, in any script.")),
    "history": ("book_commands", N_("Show what was done in a vault, or in one record.")),
    "undo": ("book_commands", N_("Undo an act; without one, the last.")),
    "check": ("book_commands", N_("Check a whole vault: pages, history, evidence, links.")),
    "merge": ("merge_commands", N_("Merge other vaults into this one.")),
    "conflicts": ("merge_commands", N_("List the fields that wait for a decision.")),
    "resolve": ("merge_commands", N_("Decide between values that were written apart.")),
    "contacts": ("exchange_commands", N_("Keep the address book of those to exchange with.")),
    "send": ("exchange_commands", N_("Write a bundle that only chosen people can open.")),
    "receive": ("exchange_commands", N_("Take bundles of others in.")),
    "exchange": ("folder_commands", N_("Exchange through a folder that a sync tool carries.")),
    "seal": ("book_commands", N_("Sign what was written in a vault until now.")),
    "duplicates": ("identity_commands", N_("List records that may be one and the same.")),
    "same": ("identity_commands", N_("Decide that two records are one and the same.")),
    "different": ("identity_commands", N_("Decide that two records are not the same.")),
    "split": ("identity_commands", N_("Take back that two records are the same.")),
    "attach": ("evidence_commands", N_("Take files into a vault as evidence.")),
    "extract": ("evidence_commands", N_("Write a file of evidence out of a vault, as it came in.")),
    "dossier": ("paper_commands", N_("Write a dossier as a PDF.")),
    "templates": ("paper_commands", N_("List the templates of dossiers.")),
    "verify": ("paper_commands", N_("Check a PDF that casefile wrote.")),
    "completion": ("completion", N_("Print the completion script of a shell.")),
}
"""Every command: the module of this package that holds it (as `NAME_command`), and what it does in one line."""


class _LazyGroup(FailingGroup):
    """The group of `COMMANDS`."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order in which somebody needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"casefile.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, (_module, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """Complete the name of a command without loading any."""
        names = [
            CompletionItem(name, help=_(line))
            for name, (_module, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


def _say_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's own call
    if asked:
        click.echo(f"casefile {version('casefile')}")
        context.exit()


@click.group(
    cls=_LazyGroup,
    help=_(
        "Encrypted case files of detainees and victims, on this machine only.\n\n"
        "VAULT is a folder whose name ends in .casefile. REF names a record: its id, its reference code, or a title or"
        " name that only one record has. Without a command, or with a vault alone, the window opens.\n\n"
        "Exit codes: 0 done, 1 refused or problems found, 2 usage, 3 environment."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help=_("Say the version.")
)
def casefile() -> None:
    """The command line."""


def run(arguments: Sequence[str]) -> None:
    """Run one command and end the process with its exit code."""
    casefile.main(args=list(arguments), prog_name="casefile")
    sys.exit(0)
