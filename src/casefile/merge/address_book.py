"""The address book: whose cards this vault knows, and whether their words were compared.

It lies in the settings of the vault: whom an office trusts is its own decision, so it is no part of history and is
merged to nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from casefile.base.errors import NotFoundError, UserError
from casefile.base.i18n import _
from casefile.base.text import fold
from casefile.merge.contact_cards import ContactCard, card_of, own_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casefile.store.casebook import Casebook

_CONTACTS = "exchange_contacts"
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Somebody to exchange with.

    Attributes:
        card: As it was added.
        compared: The day on which its words were compared, ISO 8601; empty if they were not.
    """

    card: ContactCard
    compared: str = ""

    @property
    def name(self) -> str:
        """By which it is found; each only once."""
        return self.card.name


def contacts(book: Casebook) -> list[OfficeContact]:
    """Everybody in the address book, by name."""
    kept = json.loads(book.setting(_CONTACTS) or "[]")
    found = [(card_of(one["card"]), one["compared"]) for one in kept]
    known = [OfficeContact(card, compared) for card, compared in found if card is not None]
    return sorted(known, key=lambda contact: fold(contact.name))


def signer(known: Sequence[OfficeContact], signing_key: str) -> OfficeContact | None:
    """The one of these with this signing key, hexadecimal."""
    return next((one for one in known if one.card.signing_key == signing_key), None)


def named(book: Casebook, name: str) -> OfficeContact:
    """The contact of this name.

    Raises:
        NotFoundError: There is none.
    """
    found = next((one for one in contacts(book) if fold(one.name) == fold(name.strip())), None)
    if found is None:
        raise NotFoundError(_("Nobody in the address book is called “{name}”.").format(name=name.strip()))
    return found


def add(book: Casebook, card: ContactCard) -> OfficeContact:
    """Put a card into the address book. A newer card with the same keys takes the place of the older.

    Raises:
        UserError: As of `joined_by`.
    """
    made, others = joined_by(book, contacts(book), card)
    _keep(book, [*others, made])
    return made


def joined_by(
    book: Casebook, known: Sequence[OfficeContact], card: ContactCard
) -> tuple[OfficeContact, list[OfficeContact]]:
    """The contact that a card would be among these, and the others; nothing is kept.

    Raises:
        UserError: It is this vault's own card, somebody else of this name is there, one of its keys is another's, or
            there is no room.
    """
    if card.signing_key == own_keys(book).signing.public_key().public_bytes_raw().hex():
        raise UserError(_("This is the card of this very vault."))
    same = next((one for one in known if one.card.fingerprint == card.fingerprint), None)
    others = [one for one in known if one is not same]
    if any(fold(one.name) == fold(card.name) for one in others):
        # Under a name that is known, a card with other keys is what somebody would send who wants to be taken for them.
        raise UserError(
            _(
                "“{name}” is in the address book with other keys. Ask them by another way whether they made new ones;"
                " then remove the old card first."
            ).format(name=card.name)
        )
    if any(card.signing_key == one.card.signing_key or card.recipient == one.card.recipient for one in others):
        raise UserError(_("A key of this card belongs to somebody else in the address book."))
    if len(others) >= _MOST:
        raise UserError(_("The address book is full."))
    return OfficeContact(card, same.compared if same else ""), others


def remove(book: Casebook, name: str) -> OfficeContact:
    """Take somebody out of the address book.

    Raises:
        NotFoundError: There is nobody of this name.
    """
    gone = named(book, name)
    _keep(book, [one for one in contacts(book) if one != gone])
    return gone


def mark_compared(book: Casebook, name: str, today: date) -> OfficeContact:
    """Say that two people compared the words of a card.

    Raises:
        NotFoundError: There is nobody of this name.
    """
    found = named(book, name)
    made = replace(found, compared=today.isoformat())
    _keep(book, [made if one == found else one for one in contacts(book)])
    return made


def _keep(book: Casebook, known: list[OfficeContact]) -> None:
    told = [{"card": one.card.as_data(), "compared": one.compared} for one in known]
    book.set_setting(_CONTACTS, json.dumps(told, ensure_ascii=False))
