"""Commands about files of evidence: attach, extract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock, format_id
from casefile.base.errors import EnvironmentFault
from casefile.base.i18n import _
from casefile.cli.opening import with_vault
from casefile.cli.readout import brief
from casefile.cli.references import References
from casefile.cli.terminal import REFUSED, give, note, say, wants_json
from casefile.exchange.intake import hand_out, take_in

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.exchange.intake import IntakeReport, Taken


@click.command(
    help=_(
        "Take files, or all files of a folder, into a vault as evidence. They are encrypted and their SHA-256 is kept;"
        " the originals are only read. A file that is there already is not doubled."
    )
)
@with_vault
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--about", metavar="REF", multiple=True, help=_("A record they are evidence for; may be repeated."))
@click.option("--why", default="", help=_("What they were taken in for."))
@click.pass_context
def attach_command(
    context: click.Context, opening: Any, files: tuple[Path, ...], about: tuple[str, ...], why: str
) -> None:
    """Take files in."""
    with opening() as book:
        references = References(book.search)
        records = book.read(lambda reader: [references.resolve(reader, ref) for ref in about])
        account = take_in(book, files, Clock().now(), about=records, why=why)
        taken = book.read(lambda reader: [_taken(reader, one) for one in account.taken])
    _tell(account, taken)
    if account.refused:
        context.exit(REFUSED)


def _taken(reader: Reader, one: Taken) -> dict[str, Any]:
    item = reader.get(one.item)
    return {**brief(reader, item), "file": str(one.path), "already": one.already, "sha256": item.text("sha256")}


def _tell(account: IntakeReport, taken: list[dict[str, Any]]) -> None:
    if wants_json():
        refused = [{"file": str(one.path), "reason": one.reason} for one in account.refused]
        give({"act": format_id(account.act), "taken": taken, "refused": refused})
        return
    for line in taken:
        already = f"  [{_('was here already')}]" if line["already"] else ""
        say(f"{line['reference']}  {line['title']}  SHA-256 {line['sha256']}{already}")
    for one in account.refused:
        note(_("Not taken: {file}. {reason}").format(file=one.path, reason=one.reason))


@click.command(
    help=_(
        "Write the file of the item REF out of a vault, unencrypted and as it came in, and say so in its handling log."
    )
)
@with_vault
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help=_("The file to write; a file of this name is replaced."),
)
@click.option("--for", "receiver", default="", metavar="NAME", help=_("Whom it is for."))
@click.option("--why", default="", help=_("What for."))
@click.argument("ref")
def extract_command(opening: Any, ref: str, output: Path, receiver: str, why: str) -> None:
    """Write a file out."""
    if not output.parent.is_dir():
        raise EnvironmentFault(_("There is no folder {path}.").format(path=output.parent))
    with opening() as book:
        references = References(book.search)
        item = book.read(lambda reader: references.resolve(reader, ref, kind="evidence_item"))
        hand_out(book, item, output, Clock().now(), to=receiver, why=why)
        line = book.read(lambda reader: brief(reader, reader.get(item)))
    if wants_json():
        give({"record": line, "file": str(output)})
    else:
        say(f"{output}: {line['reference']}  {line['title']}")
