"""The account of several dossiers on paper: how many were asked for, made, refused; of each its file, or why not."""

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
    Notice,
    Paragraph,
    Span,
    Style,
    Table,
    Tone,
    Wording,
    words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTold:
    """What is printed of several dossiers, all of it in words already.

    Attributes:
        language: ISO 639-1 code.
        vault: Name of the vault that they were made from.
        when: The moment.
        author: Who made them; may be empty.
        template: Title of the template.
        audience: For whom they are.
        addressee: To whom they go; may be empty.
        made: Of each that was made its code, pages, file and SHA-256.
        refused: Of each that was not its code and the reason.
        not_reached: Codes of those before which it was stopped.
        stopped: What stopped it; empty if nothing did.
    """

    language: str
    vault: str
    when: str
    author: str
    template: str
    audience: str
    addressee: str
    made: tuple[tuple[str, int, str, str], ...]
    refused: tuple[tuple[str, str], ...]
    not_reached: tuple[str, ...]
    stopped: str = ""


def batch_paper(told: BatchTold) -> bytes:
    """The account as a PDF."""
    from casefile.dossier.pdf import render  # noqa: PLC0415 - the window loads this room before anybody prints

    return render(composed(told)).pdf


def composed(told: BatchTold) -> Document:
    """The account as a document."""
    text = Language.of(told.language).text
    asked = len(told.made) + len(told.refused) + len(told.not_reached)
    facts = [
        (text(N_("Template")), told.template),
        (text(N_("Audience")), told.audience),
        (text(N_("Addressee")), told.addressee),
        (text(N_("Made from")), told.vault),
        (text(N_("When")), told.when),
        (text(N_("Who")), told.author),
        (text(N_("Asked for")), str(asked)),
        (text(N_("Made")), str(len(told.made))),
        (text(N_("Refused")), str(len(told.refused))),
        (text(N_("Not reached")), str(len(told.not_reached)) if told.not_reached else ""),
    ]
    # Bound into one file they have one name and one fingerprint, which is said once.
    files = {(file, _grouped(sha256)) for _code, _pages, file, sha256 in told.made}
    if len(files) == 1:
        facts += [(name, value) for name, value in zip(_file_words(told), min(files), strict=True)]
    blocks: list[Block] = [KeyValues(tuple((name, words(value)) for name, value in facts if value))]
    if told.stopped:
        blocks.insert(
            0, Notice(words(text(N_("Stopped before the end: {why}")).format(why=told.stopped)), Tone.WARNING)
        )
    if told.refused:
        blocks.append(Heading(text(N_("Refused, and why")), 2))
        blocks += [Paragraph((Span(f"{code}. ", Style.STRONG), Span(why))) for code, why in told.refused]
    if told.not_reached:
        blocks.append(Heading(text(N_("Not reached")), 2))
        blocks.append(Paragraph(words(", ".join(told.not_reached))))
    if told.made:
        blocks += [Heading(text(N_("Made")), 2), _table(told)]
    title = text(N_("Account of several dossiers"))
    return Document(
        language=told.language,
        title=title,
        blocks=tuple(blocks),
        running=(title, told.vault),
        footer=text(N_("Codes are those of the records in the vault.")),
        wording=Wording(folio=text(N_("page {page} of {pages}"))),
    )


def _file_words(told: BatchTold) -> tuple[str, str]:
    text = Language.of(told.language).text
    return text(N_("File")), text(N_("SHA-256"))


def _table(told: BatchTold) -> Table:
    text = Language.of(told.language).text
    about = (Column(text(N_("About")), 1.3, strong=True), Column(text(N_("Pages")), 0.8, numeric=True))
    if len({file for _code, _pages, file, _sha256 in told.made}) == 1:
        spare = Column("", 8.0)
        return Table((*about, spare), tuple((code, str(pages), "") for code, pages, _file, _sha256 in told.made))
    file_head, sha256_head = _file_words(told)
    rows: list[tuple[Cell, ...]] = [
        (code, str(pages), file, _grouped(sha256)) for code, pages, file, sha256 in told.made
    ]
    return Table((*about, Column(file_head, 3.6), Column(sha256_head, 5.2)), tuple(rows))


def _grouped(sha256: str) -> str:
    """In groups of sixteen, so that it breaks at the same places on every line and can be compared by eye."""
    return " ".join(sha256[at : at + 16] for at in range(0, len(sha256), 16))
