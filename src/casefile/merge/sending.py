"""Sending: for whom a bundle is, what they lack, and what of it may go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.base.errors import UserError
from casefile.base.i18n import _, language
from casefile.merge import address_book
from casefile.merge.bundle import Contents, Written, evidence_names, write_bundle
from casefile.merge.contact_cards import ContactCard, read_card, spoken
from casefile.merge.receipts import last_receipt
from casefile.merge.sharing import Share, share

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.store.casebook import Casebook
    from casefile.store.merging import Selection


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of sending.

    Attributes:
        written: What the file holds.
        share: What was sent of the book; None if it was all of it.
    """

    written: Written
    share: Share | None


def recipients(book: Casebook, given: Sequence[str], *, trust_unknown: bool = False) -> list[ContactCard]:
    """The cards that are meant: names in the address book, or files with a card.

    Args:
        book: The open book.
        given: Names or paths.
        trust_unknown: Take also a card whose words nobody compared.

    Raises:
        NotFoundError: There is no such name, nor a file of this name.
        UserError: A file is no card, or its words were not compared: it could be anybody's.
    """
    known = {one.card.fingerprint: one for one in address_book.contacts(book)}
    found: dict[bytes, ContactCard] = {}
    for one in given:
        path = Path(one)
        card = read_card(path) if path.is_file() else address_book.named(book, one).card
        contact = known.get(card.fingerprint)
        if not trust_unknown and (contact is None or not contact.compared):
            raise UserError(
                _(
                    "The words of “{name}” were not compared, so the card could be anybody's. Say them to each other by"
                    " phone: {words}. Then: casefile contacts VAULT --compared NAME"
                ).format(name=card.name, words=spoken(card, language().code))
            )
        found[card.fingerprint] = card
    return list(found.values())


def known_to(book: Casebook, to: Iterable[ContactCard]) -> frozenset[bytes]:
    """Ids of the changes here that all of them hold, by their last receipts; none if one of them sent no receipt."""
    held = book.known_changes()
    common = held
    for card in to:
        receipt = last_receipt(book, card.signing_key)
        common &= receipt.covered(held) if receipt is not None else frozenset()
    return common


def send(
    book: Casebook,
    to: Sequence[ContactCard],
    path: Path,
    now: datetime,
    *,
    about: Collection[RecordId] = (),
    evidence: bool = False,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Sent:
    """Write a bundle for some people.

    Args:
        book: From where.
        to: Whose it is.
        path: The file; one of this name is replaced.
        now: With its zone.
        about: Only what belongs to these records; all of the book if there are none.
        evidence: Whether the files of evidence go along.
        progress: Called with the bytes written; what it raises ends it.

    Raises:
        DiskFullError: There was no room; nothing is left behind.
    """
    part = book.read(lambda reader: share(reader, about)) if about else None
    contents = what_they_lack(book, to, part, frozenset(about), evidence=evidence)
    return Sent(write_bundle(book, path, to, contents, now, progress), part)


def what_they_lack(
    book: Casebook,
    to: Sequence[ContactCard],
    part: Share | None = None,
    about: Collection[RecordId] = (),
    *,
    evidence: bool = False,
) -> Contents:
    """What goes to some people, by their last receipts.

    Args:
        book: From where.
        to: Whose it is.
        part: Only this of the book; all of it if None.
        about: The records that were asked for, if it is a part.
        evidence: Whether the files of evidence go along.
    """
    receipts = [last_receipt(book, card.signing_key) for card in to]
    records: frozenset[bytes] | None = None
    if part is not None:
        records = frozenset(part.records)
        if any(receipts):
            # Whoever may hold something of ours is told what was erased, whatever was asked for.
            records |= book.erased_records()
    named = evidence_names(book) if evidence else {}
    asked = {name for receipt in receipts if receipt is not None for name in receipt.wanted}

    def files(selection: Selection) -> set[str]:
        told = selection.records() if named else frozenset()
        return {
            name
            for name, record in named.items()
            if record in told or (name in asked and (records is None or record in records))
        }

    return Contents(records, known_to(book, to), files, None if part is None else about)
