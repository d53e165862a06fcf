"""Receiving: which bundles may be used, their evidence, their changes as one act, and what to remember of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from casefile.base.errors import CasefileError, UserError
from casefile.base.i18n import _, language
from casefile.merge import address_book
from casefile.merge.address_book import OfficeContact
from casefile.merge.bundle import Bundle, adopt_files, open_bundle
from casefile.merge.bundle_file import BundleRefusedError, Why
from casefile.merge.contact_cards import ContactCard, own_keys, spoken
from casefile.merge.receipts import keep_receipt
from casefile.store.merging import Account

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.store.casebook import Casebook

_RECEIVED = "exchange_received"
_MOST_REMEMBERED = 1_000
ALTERED = "altered"
"""Why a bundle was refused by the merge itself: it tells what cannot be, or what is known here otherwise."""


@dataclass(frozen=True, slots=True)
class ReceivedBundle:
    """A bundle that was taken.

    Attributes:
        file: Name of the file.
        card: Of its sender.
        compared: Whether the words of that card were compared.
        made: The day it was made, by the sender's clock.
        again: The day on which it was received before; empty if it was not.
        files: How many evidence files came with it that were not here.
    """

    file: str
    card: ContactCard
    compared: bool
    made: str
    again: str
    files: int


@dataclass(frozen=True, slots=True)
class RefusedBundle:
    """A bundle of which nothing was used.

    Attributes:
        file: Name of the file.
        why: One of `Why`, or "altered", or "environment".
        reason: The same in a sentence.
    """

    file: str
    why: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some bundles.

    Attributes:
        received: Those that were taken.
        refused: Those that were not.
        account: What came in and what became of it.
        act: Id of the act; empty if nothing was new.
    """

    received: tuple[ReceivedBundle, ...]
    refused: tuple[RefusedBundle, ...]
    account: Account
    act: bytes


def receive(
    book: Casebook, paths: Sequence[Path], now: datetime, *, dry_run: bool = False, trust_unknown: bool = False
) -> Delivery:
    """Take bundles in, all as one act. One that cannot be used is left out, and said so.

    Args:
        book: Open for writing.
        paths: The files.
        now: With its zone.
        dry_run: Tell what would come of it and keep nothing.
        trust_unknown: Take also what somebody signed who is not in the address book, and put them there.

    Raises:
        DiskFullError: There was no room; nothing was merged.
    """
    keys = own_keys(book)
    known = address_book.contacts(book)
    taken: list[tuple[Bundle, OfficeContact]] = []
    refused: list[RefusedBundle] = []
    for path in paths:
        try:
            bundle = open_bundle(path, keys)
            contact = signer_of(book, bundle, known, add=trust_unknown)
            if contact not in known:
                known.append(contact)
            taken.append((bundle, contact))
        except CasefileError as refusal:
            refused.append(refusal_of(path, refusal))
    return take_in(book, taken, refused, now, dry_run=dry_run)


def refusal_of(path: Path, refusal: CasefileError) -> RefusedBundle:
    """What is said of a bundle that could not be used."""
    why = str(refusal.why) if isinstance(refusal, BundleRefusedError) else "environment"
    return RefusedBundle(path.name, why, str(refusal))


def signer_of(book: Casebook, bundle: Bundle, known: Sequence[OfficeContact], *, add: bool = False) -> OfficeContact:
    """Whom a bundle comes from. Nothing is kept: a stranger is put into the address book once the bundle was taken.

    Args:
        book: The open book.
        bundle: Opened.
        known: The address book, and strangers who are to come into it.
        add: Whether it may come from a stranger who can be put into it.

    Raises:
        BundleRefusedError: The signer is unknown, or may not be put into the address book.
    """
    card = bundle.sender
    if card.signing_key == _own_signing_key(book):
        # A copy of this vault made it, or this vault before it was restored from a backup.
        return OfficeContact(card, card.made)
    contact = address_book.signer(known, card.signing_key)
    if contact is not None:
        return contact
    if not add:
        raise BundleRefusedError(
            Why.UNKNOWN_SIGNER,
            _(
                "It is signed by somebody who is not in the address book and calls themselves “{name}”. Ask them by"
                " another way whether these are their words: {words}"
            ).format(name=card.name, words=spoken(card, language().code)),
        )
    try:
        return address_book.joined_by(book, known, card)[0]
    except UserError as refusal:
        raise BundleRefusedError(Why.UNKNOWN_SIGNER, str(refusal)) from None


def take_in(
    book: Casebook,
    taken: Sequence[tuple[Bundle, OfficeContact]],
    refused: Sequence[RefusedBundle],
    now: datetime,
    *,
    dry_run: bool = False,
) -> Delivery:
    """Let opened bundles of known signers join the book, as one act.

    Raises:
        DiskFullError: There was no room; nothing was merged.
    """
    before = received_before(book)
    bundles = {bundle.id: (bundle, contact) for bundle, contact in taken}
    keys = own_keys(book)
    # A file too many is harmless, a record without its file is not.
    files = {
        bundle.id: 0 if dry_run else adopt_files(book, bundle, keys)
        for bundle, _contact in bundles.values()
        if bundle.files
    }
    account, act = Account(()), b""
    bringing = [bundle for bundle, _contact in bundles.values() if not bundle.is_empty]
    if bringing:
        outcome = book.merge([bundle.arrival() for bundle in bringing], dry_run=dry_run)
        account, act = outcome.value, outcome.changes.act
    reasons = {source.label: source.reason for source in account.refused_sources}
    sound = [(bundle, contact) for bundle, contact in bundles.values() if bundle.label not in reasons]
    if not dry_run:
        for bundle, contact in sound:
            if contact.card.signing_key == _own_signing_key(book):
                continue
            if address_book.signer(address_book.contacts(book), contact.card.signing_key) is None:
                address_book.add(book, contact.card)
            if bundle.receipt is not None:
                keep_receipt(book, contact.card.signing_key, bundle.receipt)
        _remember(book, [bundle.id for bundle, _contact in sound if not bundle.is_empty], now)
    return Delivery(
        tuple(
            ReceivedBundle(
                bundle.path.name,
                contact.card,
                bool(contact.compared),
                bundle.made,
                before.get(bundle.id, ""),
                files.get(bundle.id, 0),
            )
            for bundle, contact in sound
        ),
        (
            *refused,
            *(
                RefusedBundle(bundle.path.name, ALTERED, reasons[bundle.label])
                for bundle, _contact in bundles.values()
                if bundle.label in reasons
            ),
        ),
        account,
        act,
    )


def _own_signing_key(book: Casebook) -> str:
    return own_keys(book).signing.public_key().public_bytes_raw().hex()


def received_before(book: Casebook) -> dict[str, str]:
    """Ids of the bundles that were received, of the newest only, each with the day."""
    return dict(json.loads(book.setting(_RECEIVED) or "{}"))


def _remember(book: Casebook, ids: Sequence[str], now: datetime) -> None:
    remembered = received_before(book)
    new = [one for one in ids if one not in remembered]
    if new:
        remembered.update(dict.fromkeys(new, now.date().isoformat()))
        newest = dict(list(remembered.items())[-_MOST_REMEMBERED:])
        book.set_setting(_RECEIVED, json.dumps(newest))
