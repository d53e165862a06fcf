"""Who an office is to others: the keys of this vault, and the card that it gives away.

A card is a small file: a name, an office, a key that others encrypt to (age, X25519), a key that shows who signed
(Ed25519), a day, and a signature over all of it. A card proves nothing by itself, since anybody can write one with any
name. What counts is that two people compared its words by another way, by phone or face to face.

The private keys lie nowhere but in the encrypted database. A copy of a vault has the same keys.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casefile.base.errors import ReadOnlyError, UserError
from casefile.base.i18n import _
from casefile.base.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from casefile.store.casebook import Casebook

FORMAT = "casefile-card-1"
LONGEST_NAME = 200
_LARGEST = 16 * 1024
_KEYS, _NAME, _OFFICE, _AUTHOR = "exchange_keys", "exchange_name", "exchange_office", "author"
_WORDS = 8
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_CYRILLIC = str.maketrans(_CONSONANTS + _VOWELS, "бдфгхжклмнпрствзаиоу")
_SIGNED = b"casefile-card-1\n"


@dataclass(frozen=True, slots=True)
class ContactCard:
    """What an office tells of itself.

    Attributes:
        name: Who answers for it.
        office: Where; may be empty.
        recipient: age public key, `age1…`.
        signing_key: Ed25519 public key, hexadecimal.
        made: The day, ISO 8601.
        signature: Ed25519 over all of this but itself, hexadecimal.
    """

    name: str
    office: str
    recipient: str
    signing_key: str
    made: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What is signed, in one form."""
        told = {field: value for field, value in asdict(self).items() if field != "signature"}
        return _SIGNED + json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def as_data(self) -> dict[str, Any]:
        """The card as JSON data, as in its file."""
        return {"format": FORMAT, **asdict(self)}

    def to_json(self) -> str:
        """The card as a file of its own."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=2) + "\n"

    @property
    def fingerprint(self) -> bytes:
        """16 bytes that stand for its two keys, whatever it calls itself: BLAKE2b."""
        made = blake2b(digest_size=_WORDS * 2, person=b"casefile-card")
        made.update(self.recipient.encode() + b"\n" + self.signing_key.encode())
        return made.digest()

    @property
    def words(self) -> tuple[str, ...]:
        """The fingerprint as eight words to say on the phone, 16 bits each, together 128; see `spoken`."""
        return tuple(_word(int.from_bytes(self.fingerprint[at : at + 2], "big")) for at in range(0, _WORDS * 2, 2))


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The private keys of a vault for the exchange with others.

    Attributes:
        age: Opens what is encrypted to its card.
        signing: Signs what it sends.
    """

    age: Any
    signing: Ed25519PrivateKey

    def __repr__(self) -> str:
        """Nothing of the keys."""
        return "OwnKeys(…)"


def _word(bits: int) -> str:
    # Consonant, vowel, consonant, vowel, consonant: 4 + 2 + 4 + 2 + 4 bits, which any tongue of our users can say.
    return (
        _CONSONANTS[bits >> 12]
        + _VOWELS[bits >> 10 & 3]
        + _CONSONANTS[bits >> 6 & 15]
        + _VOWELS[bits >> 4 & 3]
        + _CONSONANTS[bits & 15]
    )


def spoken(card: ContactCard, language: str = "en") -> str:
    """The words of a card on one line; in Cyrillic letters for Russian and Kazakh, which are said the same."""
    line = " ".join(card.words)
    return line.translate(_CYRILLIC) if language in {"ru", "kk"} else line


def own_keys(book: Casebook) -> OwnKeys:
    """The keys of this vault, made when they are first asked for.

    Raises:
        ReadOnlyError: There are none yet, and the vault is open for reading only.
    """
    told = book.setting(_KEYS)
    if not told:
        if book.vault.read_only:
            raise ReadOnlyError(_("This vault is open for reading only. Nothing was changed."))
        age = pyrage.x25519.Identity.generate()
        signing = Ed25519PrivateKey.generate()
        told = json.dumps({"age": str(age), "ed25519": signing.private_bytes_raw().hex()})
        book.set_setting(_KEYS, told)
    kept = json.loads(told)
    return OwnKeys(
        pyrage.x25519.Identity.from_str(kept["age"]),
        Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["ed25519"])),
    )


def set_own_name(book: Casebook, name: str, office: str) -> None:
    """Keep what this vault's card says from now on; what is empty stays as it was.

    Raises:
        UserError: It is too long.
    """
    for setting, text in ((_NAME, name), (_OFFICE, office)):
        if text.strip():
            book.set_setting(setting, _checked_name(text))


def own_name(book: Casebook) -> tuple[str, str]:
    """Name and office as this vault's card says them; the name is empty while nobody said whose vault it is."""
    return book.setting(_NAME) or book.setting(_AUTHOR), book.setting(_OFFICE)


def own_card(book: Casebook, today: date) -> ContactCard:
    """The card of this vault, signed.

    Raises:
        UserError: Nobody said yet whose vault it is.
    """
    keys = own_keys(book)
    name, office = own_name(book)
    if not name:
        raise UserError(_("Say first whose vault this is: casefile contacts VAULT --own FILE --name NAME."))
    bare = ContactCard(
        name=_checked_name(name),
        office=office,
        recipient=str(keys.age.to_public()),
        signing_key=keys.signing.public_key().public_bytes_raw().hex(),
        made=today.isoformat(),
    )
    return replace(bare, signature=keys.signing.sign(bare.signed_bytes()).hex())


def read_card(path: Path) -> ContactCard:
    """A card from its file.

    Raises:
        UserError: It is none, or it was altered.
    """
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    try:
        told = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        told = None
    card = card_of(told)
    if card is None:
        raise UserError(_("{name} is no card of casefile, or it was altered.").format(name=path.name))
    return card


def card_of(told: Any) -> ContactCard | None:
    """A card from JSON data; None if it is none, or its signature does not belong to it."""
    fields = ("name", "office", "recipient", "signing_key", "made", "signature")
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        return None
    parts = [part for field in fields if isinstance(part := told.get(field), str) and len(part) <= LONGEST_NAME]
    if len(parts) < len(fields):
        return None
    card = ContactCard(*parts)
    try:
        sound = (
            bool(card.name.strip())
            and card.name == _one_line(card.name)
            and card.office == _one_line(card.office)
            and str(pyrage.x25519.Recipient.from_str(card.recipient)) == card.recipient
            and bytes.fromhex(card.signing_key).hex() == card.signing_key
            and date.fromisoformat(card.made).isoformat() == card.made
        )
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(card.signing_key))
        key.verify(bytes.fromhex(card.signature), card.signed_bytes())
    except (InvalidSignature, ValueError, pyrage.RecipientError):
        return None
    return card if sound else None


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _checked_name(text: str) -> str:
    line = _one_line(text)
    if len(line) > LONGEST_NAME:
        raise UserError(_("A name on a card has at most {n} letters.").format(n=LONGEST_NAME))
    return line
