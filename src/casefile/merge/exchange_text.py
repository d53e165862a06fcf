"""Exchange between offices, told in words: whom a card names, what a bundle holds, what came of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.base.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefile.merge.bundle import Written
    from casefile.merge.contact_cards import ContactCard
    from casefile.merge.exchange_folder import Round
    from casefile.merge.receiving import ReceivedBundle
    from casefile.merge.sharing import Share


def called(card: ContactCard) -> str:
    """Whom a card names: the person, and the office if it says one."""
    return f"{card.name}, {card.office}" if card.office else card.name


def written_lines(written: Written, share: Share | None) -> Iterator[str]:
    """What a bundle tells of, and what of it is not there."""
    told = ngettext("It tells of {n} record.", "It tells of {n} records.", written.records)
    yield told.format(n=written.records)
    if written.files or written.missing:
        files = ngettext("{n} file of evidence goes along.", "{n} files of evidence go along.", written.files)
        yield files.format(n=written.files)
    if written.missing:
        missing = ngettext(
            "{n} file of evidence is not in this vault.",
            "{n} files of evidence are not in this vault.",
            written.missing,
        )
        yield missing.format(n=written.missing)
    if share is not None and share.open_links:
        yield open_links(share.open_links)


def open_links(number: int) -> str:
    """That some links will lead nowhere at the other side."""
    said = ngettext(
        "{n} link leads to a record that is not sent.", "{n} links lead to records that are not sent.", number
    )
    return said.format(n=number)


def received_line(one: ReceivedBundle) -> str:
    """Whom a bundle came from, and what is to be known of that."""
    again = _("received before, on {day}").format(day=one.again) if one.again else ""
    state = "" if one.compared else _("not compared")
    aside = "; ".join(words for words in (again, state) if words)
    line = _("{file}: from {name}").format(file=one.file, name=called(one.card))
    return f"{line}  [{aside}]" if aside else line


def left_line(found: Round) -> str:
    """What a look into a folder left there for the others; empty if nothing."""
    if found.written is None:
        return ""
    left = ngettext(
        "Left for the others: {file}, which tells of {n} record.",
        "Left for the others: {file}, which tells of {n} records.",
        found.written.records,
    )
    return left.format(file=found.file, n=found.written.records)


def folder_notes(found: Round) -> Iterator[str]:
    """What somebody has to know of a look into a folder beside what came and went."""
    for name in found.not_compared:
        yield _("Nothing goes to “{name}”: their words were not compared.").format(name=name)
    for name in found.unfinished:
        yield _("“{file}” is not whole yet. It is looked at again.").format(file=name)
    if found.set_aside:
        before = ngettext(
            "{n} file lies there that was refused before.",
            "{n} files lie there that were refused before.",
            found.set_aside,
        )
        yield before.format(n=found.set_aside)
