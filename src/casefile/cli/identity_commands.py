"""Commands about records that may be one and the same: duplicates, same, different, split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from casefile.base.clock import NO_ID, format_id
from casefile.base.i18n import _, ngettext
from casefile.casework.acts import Act
from casefile.casework.identity import (
    MATCHED_KINDS,
    NOT_SAME,
    SAME,
    Contradiction,
    contradictions,
    decide_same,
    decisions,
    split,
    together,
)
from casefile.cli.opening import today, with_vault
from casefile.cli.readout import brief
from casefile.cli.references import References
from casefile.cli.terminal import give, note, say, wants_json
from casefile.merge.candidates import Candidate, ignore_progress, likelihood
from casefile.merge.duplicates import gather

if TYPE_CHECKING:
    from collections.abc import Callable

    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Writer
    from casefile.store.casebook import Casebook


@click.command(
    help=_(
        "List pairs of records that may be one and the same, the likeliest first, with reasons for and against. Nothing"
        " is decided by it; pairs that somebody decided about are not listed again (see: same, different)."
    )
)
@with_vault
@click.option("--kind", type=click.Choice(MATCHED_KINDS), default="person", show_default=True, help=_("Which kind."))
@click.option("--about", metavar="REF", help=_("Only pairs with this record."))
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help=_("How many pairs at most."))
def duplicates_command(opening: Any, kind: str, about: str | None, limit: int) -> None:
    """List candidates."""
    with opening(read_only=True) as book:
        references = References(book.search)
        record = book.read(lambda reader: references.resolve(reader, about)) if about else NO_ID
        if record:
            kind = book.read(lambda reader: reader.kind_of(record))
            if kind not in MATCHED_KINDS:
                raise click.UsageError(
                    _("Only people, events, places, organisations and sources are looked at for duplicates.")
                )
        found = book.read(lambda reader: gather(reader, kind, record))(limit, ignore_progress)
        against = book.read(lambda reader: contradictions(decisions(reader, kind)))
        if wants_json():
            give(book.read(lambda reader: _data(reader, kind, found.candidates, found.more, against)))
            return
        for line in book.read(lambda reader: _told(reader, found.candidates, against)):
            say(line)
    if not found.candidates:
        note(_("No two records look like one."))
    elif found.more:
        note(ngettext("{n} more pair; see --limit.", "{n} more pairs; see --limit.", found.more).format(n=found.more))


@click.command(
    help=_(
        "Decide that REF1 and REF2 are one and the same. Nothing is overwritten: the two are read together, the"
        " decision travels with the next merge, and `split` or `undo` takes it back."
    )
)
@with_vault
@click.argument("one", metavar="REF1")
@click.argument("other", metavar="REF2")
@click.option("--because", default="", metavar="TEXT", help=_("What it was decided by."))
def same_command(opening: Any, one: str, other: str, because: str) -> None:
    """Join two records."""
    _decide(opening, Act.SAME_RECORD, one, other, lambda writer, a, b: _write(writer, a, b, SAME, because))


@click.command(
    help=_(
        "Decide that REF1 and REF2 are not the same, so that nobody is asked about them again. `undo` takes it back."
    )
)
@with_vault
@click.argument("one", metavar="REF1")
@click.argument("other", metavar="REF2")
@click.option("--because", default="", metavar="TEXT", help=_("What it was decided by."))
def different_command(opening: Any, one: str, other: str, because: str) -> None:
    """Tell two records apart."""
    _decide(opening, Act.DIFFERENT_RECORD, one, other, lambda writer, a, b: _write(writer, a, b, NOT_SAME, because))


@click.command(
    help=_("Take back that REF1 and REF2 are the same. Both are as they were recorded, and may be compared anew.")
)
@with_vault
@click.argument("one", metavar="REF1")
@click.argument("other", metavar="REF2")
def split_command(opening: Any, one: str, other: str) -> None:
    """Split two records."""
    _decide(opening, Act.SPLIT_RECORD, one, other, split)


def _write(writer: Writer, one: RecordId, other: RecordId, decision: str, because: str) -> None:
    decide_same(writer, one, other, decision, reasons=because, on=today().isoformat())


def _decide(
    opening: Any, act: Act, ref: str, other_ref: str, work: Callable[[Writer, RecordId, RecordId], object]
) -> None:
    with opening() as book:
        one, other = _resolved(book, ref, other_ref)
        outcome = book.transact(act, lambda writer: work(writer, one, other))
        kind = book.read(lambda reader: reader.kind_of(one))
        joined = book.read(lambda reader: [brief(reader, reader.get(record)) for record in together(reader, one)])
        against = book.read(lambda reader: contradictions(decisions(reader, kind)))
        concerned = [found for found in against if {one, other} & {*found.pair, *found.chain}]
        if wants_json():
            contradicting = book.read(lambda reader: [_contradiction(reader, found) for found in concerned])
            act_id = format_id(outcome.changes.act) if outcome.changes.act else ""
            give({"act": act_id, "together": joined, "contradictions": contradicting})
            return
        for line in joined:
            say(f"{line['reference']}  {line['title']}")
        for line in book.read(lambda reader: [_contradiction_told(reader, found) for found in concerned]):
            note(line)


def _resolved(book: Casebook, ref: str, other_ref: str) -> tuple[RecordId, RecordId]:
    references = References(book.search)
    return book.read(lambda reader: (references.resolve(reader, ref), references.resolve(reader, other_ref)))


def _data(
    reader: Reader, kind: str, candidates: tuple[Candidate, ...], more: int, against: list[Contradiction]
) -> dict[str, Any]:
    return {
        "kind": kind,
        "candidates": [
            {
                "first": brief(reader, reader.get(one.first)),
                "second": brief(reader, reader.get(one.second)),
                "chance": round(one.chance, 6),
                "for": list(one.reasons_for),
                "against": list(one.reasons_against),
            }
            for one in candidates
        ],
        "more": more,
        "contradictions": [_contradiction(reader, one) for one in against],
    }


def _contradiction(reader: Reader, found: Contradiction) -> dict[str, Any]:
    return {
        "pair": [_named(reader, record) for record in found.pair],
        "chain": [_named(reader, record) for record in found.chain],
    }


def _named(reader: Reader, record: RecordId) -> dict[str, Any]:
    there = reader.find(record)
    return brief(reader, there) if there is not None else {"id": format_id(record)}


def _told(reader: Reader, candidates: tuple[Candidate, ...], against: list[Contradiction]) -> list[str]:
    lines = [_contradiction_told(reader, one) for one in against]
    for one in candidates:
        names = [brief(reader, reader.get(record)) for record in (one.first, one.second)]
        lines.append(
            "{}  {}  =  {}  {}: {}".format(
                *(name[part] for name in names for part in ("reference", "title")), likelihood(one.chance)
            )
        )
        lines.extend(f"  +  {text}" for text in one.reasons_for)
        lines.extend(f"  -  {text}" for text in one.reasons_against)
    return lines


def _contradiction_told(reader: Reader, found: Contradiction) -> str:
    chain = " = ".join(_named(reader, record).get("reference", "?") for record in found.chain)
    return _("Decisions contradict each other, and nobody is read as one until it is settled: {chain}").format(
        chain=chain
    )
