"""Commands about a whole vault: new, demo, history, undo, check, seal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import Clock, RecordId, format_id
from casefile.base.errors import UserError
from casefile.base.i18n import _, ngettext
from casefile.casework.catalogue import record_types
from casefile.casework.values import json_value
from casefile.cli.opening import new_book, the_passphrase, vault_argument, with_passphrase_file, with_vault
from casefile.cli.readout import brief, said
from casefile.cli.references import References
from casefile.cli.terminal import REFUSED, give, note, say, wants_json, with_json
from casefile.exchange import demo_files
from casefile.history.seal import Seal, read_seal
from casefile.store import demo
from casefile.vault.keyslots import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casefile.casework.book import Reader
    from casefile.casework.record import Facts, Value
    from casefile.store.changes import ActLine, ChangeLine, Finding

_PROBLEM = "problem"


@click.command(
    help=_(
        "Make a new, empty vault. The passphrase is asked for twice. Nobody can open the vault without it: there is no"
        " copy of the key anywhere else."
    )
)
@vault_argument
@with_passphrase_file
@with_json
def new_command(vault: Path, passphrase_file: Path | None) -> None:
    """Make a vault."""
    with new_book(vault, the_passphrase(passphrase_file, new=True)) as book:
        path = book.vault.path
    if wants_json():
        give({"vault": str(path)})
    else:
        say(str(path))


@click.command(
    help=_(
        "Make a vault with the demonstration case: a published statement on Zhanaozen in 2011, and what is invented for"
        " training, marked so. Its passphrase is public and is printed; --passphrase-file sets another."
    )
)
@vault_argument
@click.option("--people", type=click.IntRange(min=0), default=0, metavar="N", help=_("Add N fictional people."))
@click.option("--seed", type=int, default=1, show_default=True, metavar="S", help=_("S gives the same people again."))
@with_passphrase_file
@with_json
def demo_command(vault: Path, people: int, seed: int, passphrase_file: Path | None) -> None:
    """Make a demonstration vault."""
    passphrase = demo.PASSPHRASE if passphrase_file is None else the_passphrase(passphrase_file)
    with new_book(vault, passphrase) as book:
        path = book.vault.path
        records = demo_files.fill(book, Clock().now())
        if people:
            records += demo.generate(book, people, seed)
    # A passphrase of somebody's own is never printed.
    shown = demo.PASSPHRASE if passphrase_file is None else None
    if wants_json():
        give({"vault": str(path), "records": records, "passphrase": shown})
        return
    say(ngettext("{path}: {n} record", "{path}: {n} records", records).format(path=path, n=records))
    if shown:
        say(_("Passphrase: {passphrase}").format(passphrase=shown))


@click.command(help=_("Show what was done in a vault, newest first; or all that was written in REF, oldest first."))
@with_vault
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help=_("At most so many acts."))
@click.argument("ref", required=False)
def history_command(opening: Any, ref: str | None, limit: int) -> None:
    """Show history."""
    with opening(read_only=True) as book:
        if ref is None:
            _give_acts(book.acts(limit=limit))
            return
        references = References(book.search)
        record = book.read(lambda reader: references.resolve(reader, ref))
        changes = book.history(record)
        described = book.read(lambda reader: _history(reader, record, changes))
    if wants_json():
        give(described[0])
    else:
        say("\n".join(described[1]))


def _give_acts(acts: list[ActLine]) -> None:
    if wants_json():
        give([_act_json(act) for act in acts])
        return
    for act in acts:
        say(_act_words(act))


def _history(reader: Reader, record: RecordId, changes: list[ChangeLine]) -> tuple[dict[str, Any], list[str]]:
    snapshot = reader.get(record)
    facts = record_types()[snapshot.kind].facts
    described = {
        "record": brief(reader, snapshot),
        "changes": [
            {
                "id": format_id(change.id),
                "act": _act_json(change.act),
                "verb": change.verb,
                "values": _told(facts, change.values),
                "before": _told(facts, change.before),
            }
            for change in changes
        ],
    }
    lines = []
    for change in changes:
        lines.append(_act_words(change.act))
        earlier = replace(snapshot, values={**snapshot.values, **change.before})
        later = replace(snapshot, values={**snapshot.values, **change.values})
        for name in _told(facts, change.values):
            before, after = said(reader, earlier, name), said(reader, later, name)
            lines.append(f"    {_(facts[name].label)}: {before or '–'} → {after or '–'}")
    return described, lines


def _told(facts: Mapping[str, Facts], values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as JSON, without secrets: the key of an evidence file is in its history as well as in its record."""
    return {name: json_value(facts[name], value) for name, value in values.items() if not facts[name].secret}


def _act_json(act: ActLine) -> dict[str, Any]:
    return {
        "id": format_id(act.id),
        "name": act.name,
        "sentence": act.sentence,
        "when": act.when.isoformat(),
        "author": act.author,
        "records": act.records,
        "undoes": format_id(act.undoes),
        "undone_by": format_id(act.undone_by),
    }


def _act_words(act: ActLine) -> str:
    undone = f"  [{_('undone')}]" if act.undone_by else ""
    who = f"  {act.author}" if act.author else ""
    count = ngettext("{n} record", "{n} records", act.records).format(n=act.records)
    when = act.when.strftime("%Y-%m-%d %H:%M:%S")
    return f"{format_id(act.id)}  {when} UTC{who}  {act.sentence}, {count}{undone}"


@click.command(
    help=_(
        "Undo ACT, an id from “history”, or without it the newest act that can be undone. Undoing is an act of its own"
        " and can be undone. What somebody changed later is left as it is and named."
    )
)
@with_vault
@click.argument("act", required=False)
def undo_command(opening: Any, act: str | None) -> None:
    """Undo an act."""
    with opening() as book:
        outcome = book.undo(_act_id(act))
        report = outcome.value
        kept = book.read(
            lambda reader: [
                {**brief(reader, reader.get(left.record)), "field": left.field, "reason": left.reason}
                for left in report.kept
                if reader.find(left.record) is not None
            ]
        )
    if wants_json():
        undone = _act_json(report.act)
        give({"act": format_id(outcome.changes.act), "undone": undone, "records": report.records, "kept": kept})
        return
    count = ngettext("{n} record", "{n} records", report.records).format(n=report.records)
    say(_("Undone: {sentence} ({count})").format(sentence=report.act.sentence, count=count))
    for left in kept:
        field = f" {left['field']}" if left["field"] else ""
        note(f"  {left['reference']} {left['title']}{field}: {left['reason']}")


def _act_id(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        return bytes.fromhex(text.strip().replace("-", ""))
    except ValueError:
        raise UserError(_("This is not the id of an act; see: casefile history")) from None


@click.command(
    help=_(
        "Check a whole vault without changing it: the pages of the database, the history against the tables, the"
        " fingerprints of evidence, links that lead nowhere. Ends with 1 if there is a problem."
    )
)
@with_vault
@click.option(
    "--seal",
    "seal_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help=_("Compare the history with a seal that was kept elsewhere."),
)
@click.pass_context
def check_command(context: click.Context, opening: Any, seal_file: Path | None) -> None:
    """Check a vault."""
    kept = None if seal_file is None else _seal_in(seal_file)
    with opening(read_only=True) as book:
        findings = book.check(kept=kept)
        lines = book.read(lambda reader: [_finding(reader, finding) for finding in findings])
    clean = not any(finding.severity == _PROBLEM for finding in findings)
    if wants_json():
        give({"clean": clean, "findings": lines})
    else:
        for line in lines:
            about = f"{line['reference']}: " if line["reference"] else ""
            say(f"{line['severity']}: {about}{line['text']}")
        note(_("The vault is in order.") if not lines else _("See docs/command-line.md on what to do."))
    if not clean:
        context.exit(REFUSED)


def _seal_in(path: Path) -> Seal:
    try:
        return read_seal(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        raise UserError(_("This file is no seal.")) from None


@click.command(
    help=_(
        "Seal a vault: all that was written in it until now is bound into a chain, and its end is signed. The seal"
        " tells nothing of any case. Kept elsewhere, by a lawyer or a notary, it proves later that nothing it covers"
        " was altered or left out since (see: check --seal)."
    )
)
@with_vault
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=_("Write the seal to a file, to be kept elsewhere."),
)
def seal_command(opening: Any, output: Path | None) -> None:
    """Seal a vault."""
    with opening() as book:
        seal = book.seal()
    if output is not None:
        write_whole(output, seal.to_json().encode())
    if wants_json():
        give(json.loads(seal.to_json()))
    else:
        say(ngettext("Sealed: {n} change", "Sealed: {n} changes", seal.changes).format(n=seal.changes))
        say(seal.chain)


def _finding(reader: Reader, finding: Finding) -> dict[str, Any]:

    found = reader.find(RecordId(finding.record)) if finding.record else None
    return {
        "severity": finding.severity,
        "kind": finding.kind,
        "id": format_id(finding.record),
        "reference": found.text("reference") if found else "",
        "text": finding.text,
    }
