"""The account of a merge on paper: numbers by kind, what was refused and why. It names no record."""

from __future__ import annotations

from dataclasses import dataclass

from casefile.base.i18n import N_, Language
from casefile.dossier.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Span,
    Style,
    Table,
    Wording,
    words,
)


@dataclass(frozen=True, slots=True)
class MergeTold:
    """What is printed of a merge, all of it in words already.

    Attributes:
        language: ISO 639-1 code.
        vault: Name of the vault that it came into.
        when: The moment.
        author: Who merged; may be empty.
        states: What a record that came in may have turned out to be, as the heads of the columns.
        kinds: Each kind of record with how many of it turned out so, in the order of `states`.
        refused: Sources of which nothing was taken, each with the reason.
        waiting: How many fields waited for a decision when this was printed.
    """

    language: str
    vault: str
    when: str
    author: str
    states: tuple[str, ...]
    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    refused: tuple[tuple[str, str], ...]
    waiting: int


def merge_paper(told: MergeTold) -> bytes:
    """The account as a PDF."""
    from casefile.dossier.pdf import render  # noqa: PLC0415 - the window loads this room before anybody prints

    return render(composed(told)).pdf


def composed(told: MergeTold) -> Document:
    """The account as a document."""
    text = Language.of(told.language).text
    came = sum(sum(numbers) for _kind, numbers in told.kinds)
    facts = [
        (text(N_("Merged into")), told.vault),
        (text(N_("When")), told.when),
        (text(N_("Who")), told.author),
        (text(N_("Records that came in")), str(came)),
        (text(N_("Fields that wait for a decision")), str(told.waiting)),
    ]
    blocks: list[Block] = [
        KeyValues(tuple((name, words(value)) for name, value in facts if value)),
        Paragraph(
            words(
                text(
                    N_(
                        "Each record that came in is counted once. No value was overwritten: where two people wrote"
                        " different things in the same field, both values are kept until somebody decides, and"
                        " afterwards in the history of the record."
                    )
                )
            )
        ),
        _table(told, text(N_("Kind of record")), text(N_("All"))),
    ]
    if told.refused:
        blocks.append(Heading(text(N_("Nothing was taken from")), 2))
        blocks += [Paragraph((Span(f"{label}. ", Style.STRONG), Span(reason))) for label, reason in told.refused]
    title = text(N_("Account of a merge"))
    return Document(
        language=told.language,
        title=title,
        blocks=tuple(blocks),
        running=(title, told.vault),
        footer=text(N_("The account names no record.")),
        wording=Wording(folio=text(N_("page {page} of {pages}"))),
    )


def _table(told: MergeTold, kind: str, total: str) -> Table:
    """Kinds down, states across, with sums on both edges, so that anybody can add it up."""
    columns = (
        Column(kind, 3),
        *(Column(state, 1.6, numeric=True) for state in told.states),
        Column(total, 1.2, numeric=True, strong=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, *(str(number) if number else "–" for number in numbers), str(sum(numbers)))
        for name, numbers in told.kinds
    ]
    sums = [sum(numbers[place] for _kind, numbers in told.kinds) for place in range(len(told.states))]
    rows.append(tuple((Span(str(one), Style.STRONG),) for one in (total, *sums, sum(sums))))
    return Table(columns, tuple(rows))
