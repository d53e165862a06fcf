"""Commands about merging: merge, conflicts, resolve."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock, format_id
from casefile.base.errors import EnvironmentFault, UserError
from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.casework.sources import Rival, keep_as_disputed
from casefile.casework.titles import field_in_words, title_of
from casefile.casework.values import json_value
from casefile.cli.opening import the_passphrase, vault_path, with_vault
from casefile.cli.readout import brief
from casefile.cli.references import References
from casefile.cli.terminal import REFUSED, give, note, say, wants_json
from casefile.dossier.merge_account import account_on_paper
from casefile.merge.account_text import account_lines, as_data, write_report
from casefile.merge.merge_sources import merge_into, opened_vault
from casefile.vault.keyslots import Passphrase

if TYPE_CHECKING:
    from casefile.casework.book import Reader, Snapshot, Writer
    from casefile.casework.record import Value
    from casefile.store.casebook import Casebook
    from casefile.store.conflicts import OpenConflict


@click.command(
    help=_(
        "Merge each SOURCE, another vault, into VAULT, as one act that `undo` takes back as a whole. A source is only"
        " read. Nobody's clock decides: where two people wrote the same field without knowing of each other, both"
        " values are kept and wait for a decision (see: conflicts, resolve)."
    )
)
@with_vault
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE...")
@click.option(
    "--source-passphrase-file",
    "passphrase_files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help=_("Passphrase of a source; one for all of them, or one each in their order. Asked for if not given."),
)
@click.option("--dry-run", is_flag=True, help=_("Say what would come of it; change nothing."))
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_("Write the account to this file: as JSON, naming records by id, if it ends in .json, else as a PDF."),
)
def merge_command(
    opening: Any, sources: tuple[Path, ...], passphrase_files: tuple[Path, ...], report: Path | None, *, dry_run: bool
) -> None:
    """Merge vaults."""
    if len(passphrase_files) not in {0, 1, len(sources)}:
        raise click.UsageError(_("Give one --source-passphrase-file for all sources, or one for each."))
    paths = [vault_path(source) for source in sources]
    for path in paths:
        if not path.exists():
            raise EnvironmentFault(_("There is no vault at {path}.").format(path=path))
    with opening() as book, ExitStack() as opened:
        clock = Clock()
        vaults = [
            opened.enter_context(opened_vault(path, Passphrase(_passphrase_of(path, number, passphrase_files)), clock))
            for number, path in enumerate(paths)
        ]
        outcome = merge_into(book, vaults, dry_run=dry_run)
        waiting = 0 if dry_run else len(book.conflicts())
        account = outcome.value
        data = {
            "dry_run": dry_run,
            "act": format_id(outcome.changes.act) if outcome.changes.act else "",
            **as_data(account),
            "open_conflicts": waiting,
        }
        if report is not None:
            write_report(report, data, lambda: account_on_paper(book, account, clock.now(), waiting=waiting))
    if wants_json():
        give(data)
    else:
        for line in account_lines(account):
            say(line)
        if dry_run:
            say(_("This was a rehearsal. Nothing was changed."))
        elif waiting:
            say(waiting_words(waiting))
    if account.refused_sources:
        raise SystemExit(REFUSED)


def waiting_words(number: int) -> str:
    """How many fields wait for a decision, and what to do about it."""
    return ngettext(
        "{n} field waits for a decision; see: casefile conflicts",
        "{n} fields wait for a decision; see: casefile conflicts",
        number,
    ).format(n=number)


def _passphrase_of(path: Path, number: int, files: tuple[Path, ...]) -> str:
    if files:
        return the_passphrase(files[number if len(files) > 1 else 0])
    note(f"{path.name}:")
    return the_passphrase(None)


@click.command(
    help=_(
        "List the fields of which people wrote different values without knowing of each other. The last value of each"
        " is the one that is shown until somebody decides."
    )
)
@with_vault
@click.argument("ref", required=False)
def conflicts_command(opening: Any, ref: str | None) -> None:
    """List open conflicts."""
    with opening(read_only=True) as book:
        found = book.conflicts() if ref is None else _conflicts_of(book, ref)
        data = book.read(lambda reader: [_conflict_data(reader, conflict) for conflict in found])
        if wants_json():
            give(data)
            return
        told = book.read(lambda reader: [_told(reader, conflict) for conflict in found])
        for line in chain.from_iterable(told):
            say(line)
    if not found:
        note(_("No field waits for a decision."))


@click.command(
    help=_(
        "Decide about FIELD of REF: --take N takes the value with this number in `conflicts`; --value writes another;"
        " --both shows the last and keeps every value beside it as a claim with its author. The decision is part of"
        " history, travels with the next merge, and `undo` takes it back."
    )
)
@with_vault
@click.argument("ref")
@click.argument("field")
@click.option("--take", type=click.IntRange(min=1), metavar="N", help=_("Take the value with this number."))
@click.option("--value", metavar="TEXT", help=_("Write this value, as it would be typed."))
@click.option("--both", is_flag=True, help=_("Keep all values, as disputed."))
def resolve_command(opening: Any, ref: str, field: str, take: int | None, value: str | None, *, both: bool) -> None:
    """Decide a conflict."""
    if sum((take is not None, value is not None, both)) != 1:
        raise click.UsageError(_("Give one of --take, --value and --both."))
    with opening() as book:
        conflict = next((found for found in _conflicts_of(book, ref) if found.field == field), None)
        if conflict is None:
            raise UserError(_("This field does not wait for a decision."))
        if take is not None and take > len(conflict.choices):
            raise UserError(_("There are only {n} values.").format(n=len(conflict.choices)))

        def work(writer: Writer) -> dict[str, Any]:
            if both:
                rivals = [Rival(one.value, one.author, one.when.date()) for one in conflict.choices]
                keep_as_disputed(writer, conflict.record, field, conflict.choices[-1].value, rivals)
            else:
                wanted: Value = value if take is None else conflict.choices[take - 1].value
                writer.decide(conflict.record, {field: wanted})
            return brief(writer, writer.get(conflict.record))

        outcome = book.transact(Act.RESOLVE_CONFLICT, work)
        left = len(book.conflicts())
    if wants_json():
        give({"act": format_id(outcome.changes.act), "record": outcome.value, "open_conflicts": left})
    else:
        say(f"{outcome.value['reference']}  {outcome.value['title']}")
        note(ngettext("{n} field still waits.", "{n} fields still wait.", left).format(n=left))


def _conflicts_of(book: Casebook, ref: str) -> list[OpenConflict]:
    references = References(book.search)
    record = book.read(lambda reader: references.resolve(reader, ref))
    return [conflict for conflict in book.conflicts() if conflict.record == record]


def _conflict_data(reader: Reader, conflict: OpenConflict) -> dict[str, Any]:
    facts = record_types()[conflict.kind].facts[conflict.field]
    return {
        "record": brief(reader, reader.get(conflict.record)),
        "field": conflict.field,
        "before": None if facts.secret else json_value(facts, conflict.before),
        "choices": [
            {
                "number": number,
                "value": None if facts.secret else json_value(facts, choice.value),
                "author": choice.author,
                "when": choice.when.isoformat(),
                "vault": choice.device.hex(),
                "shown": number == len(conflict.choices),
            }
            for number, choice in enumerate(conflict.choices, start=1)
        ],
    }


def _told(reader: Reader, conflict: OpenConflict) -> list[str]:
    snapshot = reader.get(conflict.record)
    facts = record_types()[conflict.kind].facts[conflict.field]
    lines = [f"{snapshot.text('reference')}  {title_of(reader, conflict.record)}: {_(facts.label)} ({conflict.field})"]
    for number, choice in enumerate(conflict.choices, start=1):
        words = "" if facts.secret else _words(reader, snapshot, conflict.field, choice.value)
        author = choice.author or _("unnamed author")
        lines.append(f"  {number}  {words or '-'}    {author}, {choice.when:%Y-%m-%d %H:%M} UTC")
    return lines


def _words(reader: Reader, snapshot: Snapshot, field: str, value: Value) -> str:
    return field_in_words(reader, replace(snapshot, values={**snapshot.values, field: value}), field)
