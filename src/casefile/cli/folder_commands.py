"""The command about a folder that a sync tool carries: exchange."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _
from casefile.cli.exchange_commands import delivery_data, say_delivery
from casefile.cli.merge_commands import waiting_words
from casefile.cli.opening import with_vault
from casefile.cli.terminal import REFUSED, give, note, say, wants_json
from casefile.merge.exchange_folder import exchange, lying
from casefile.merge.exchange_text import folder_notes, left_line

if TYPE_CHECKING:
    from casefile.merge.exchange_folder import Round
    from casefile.store.casebook import Casebook

_FOLDER = click.Path(path_type=Path, file_okay=False)
_USUALLY = 60
_OFTEN = 2


@click.command(
    help=_(
        "Exchange with others through FOLDER, which a sync tool, a shared drive or a stick carries: what they left"
        " there is taken in, and what they lack is left there, encrypted for everybody in the address book whose words"
        " were compared. Goes on until Ctrl+C, with the vault open; --once looks one time."
    )
)
@with_vault
@click.argument("folder", type=_FOLDER)
@click.option("--once", is_flag=True, help=_("Look into the folder one time."))
@click.option(
    "--every",
    type=click.IntRange(_OFTEN),
    default=_USUALLY,
    metavar="SECONDS",
    help=_("How often to look into the folder; 60 if not said."),
)
@click.option(
    "--evidence",
    type=click.Choice(["none", "all"]),
    default="all",
    help=_("Whether the files of evidence go along."),
)
def exchange_command(opening: Any, folder: Path, evidence: str, every: int, *, once: bool) -> None:
    """Exchange through a folder."""
    with opening() as book:
        if once:
            found = exchange(book, folder, Clock().now(), evidence=evidence == "all")
            _tell(book, found, quiet=False)
            if found.delivery.refused or found.set_aside:
                raise SystemExit(REFUSED)
            return
        try:
            _go_on(book, folder, every, evidence=evidence == "all")
        except KeyboardInterrupt:
            note(_("Ended. The vault is closed."))


def _go_on(book: Casebook, folder: Path, every: int, *, evidence: bool) -> None:
    before: frozenset[tuple[str, str]] | None = None
    fault = ""
    while True:
        try:
            # While this vault is open here nobody else writes into it: news can only lie in the folder.
            if before is None or lying(folder) != before:
                found = exchange(book, folder, Clock().now(), evidence=evidence)
                _tell(book, found, quiet=True)
                before = None if found.unfinished else lying(folder)
            fault = ""
        except EnvironmentFault as failure:
            # A stick that is pulled out or a full disk may be there or empty again the next time.
            before = None
            if str(failure) != fault:
                fault = str(failure)
                note(fault)
        time.sleep(every)


def _tell(book: Casebook, found: Round, *, quiet: bool) -> None:
    """Say what came of a look; with `quiet` nothing if nothing did."""
    told = found.delivery.received or found.delivery.refused or found.written is not None or found.cleared
    if quiet and not told:
        return
    waiting = len(book.conflicts()) if told else 0
    if wants_json():
        written = found.written
        give(
            {
                **delivery_data(found.delivery),
                "refused_before": found.set_aside,
                "for_others": found.for_others,
                "unfinished": list(found.unfinished),
                "left": None
                if written is None
                else {
                    "file": found.file,
                    "records": written.records,
                    "changes": written.changes,
                    "files": written.files,
                    "files_missing": written.missing,
                    "size": written.size,
                },
                "cleared": found.cleared,
                "not_compared": list(found.not_compared),
                "open_conflicts": waiting,
            }
        )
        return
    say_delivery(found.delivery)
    left = left_line(found)
    if left:
        say(left)
    for line in folder_notes(found):
        note(line)
    if not told:
        say(_("Nothing new, and nothing to tell."))
    if waiting:
        say(waiting_words(waiting))
