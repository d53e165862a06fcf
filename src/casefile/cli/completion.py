"""Shell completion: the script that a shell loads once."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from casefile.base.i18n import _

VARIABLE = "_CASEFILE_COMPLETE"
"""Set by the script when a shell asks casefile for completions."""


@click.command(
    help=_(
        "Print the completion script of a shell.\n\n"
        'bash, in ~/.bashrc:  eval "$(casefile completion bash)"\n\n'
        'zsh, in ~/.zshrc:  eval "$(casefile completion zsh)"\n\n'
        "fish:  casefile completion fish > ~/.config/fish/completions/casefile.fish"
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(_("There is no completion for this shell."))
    click.echo(found(context.find_root().command, {}, "casefile", VARIABLE).source())
