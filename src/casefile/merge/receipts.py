"""What somebody knows already, told in little space, so that they are sent only what they lack.

A receipt is a function of the changes that an office holds, and of nothing else: not of who sent them, nor of what was
sent before. The ids of the changes, sorted, are cut where an id itself says so, and each piece becomes one mark of 12
bytes. Whoever holds just the same ids between two cuts makes the same mark, and leaves that piece out. As ids are
ordered by time, what is new lies together, and most pieces of two offices that exchange are alike.

A receipt only spares room. One that is old, lost or wrong makes a bundle larger, or is put right by the next; what
joins is decided by ancestry alone. The marks are salted: they tell how much there is, and nothing of what.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casefile.store.casebook import Casebook

SALT_BYTES = 16
_MARK_BYTES = 12
_MOST_MARKS = 2_048
"""Marks of one receipt, as a rule: 24 kB."""
_MOST_READ = 64 * _MOST_MARKS
_MOST_WANTED = 2_000
_LONGEST_NAME = 64
_LARGEST_STEP = 1 << 32
_SETTING = "exchange_receipt_"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an office holds.

    Attributes:
        salt: Of the marks.
        step: One id in so many ends a piece.
        marks: One for each piece.
        wanted: Names of evidence files that its records speak of and that it does not have; not all, if there are many.
    """

    salt: bytes
    step: int
    marks: frozenset[bytes]
    wanted: tuple[str, ...] = ()

    def covered(self, ids: Iterable[bytes]) -> frozenset[bytes]:
        """Those of these ids, which must be all that somebody holds, that the office has as well."""
        return frozenset(
            one for piece in _pieces(ids, self.step) if _mark(self.salt, piece) in self.marks for one in piece
        )

    def as_data(self) -> dict[str, Any]:
        """The receipt as JSON data."""
        return {
            "salt": self.salt.hex(),
            "step": self.step,
            "marks": base64.b64encode(b"".join(sorted(self.marks))).decode(),
            "wanted": list(self.wanted),
        }


def receipt_for(ids: Collection[bytes], salt: bytes, wanted: Iterable[str] = ()) -> Receipt:
    """The receipt of whoever holds these ids."""
    step = 1
    while len(ids) > step * _MOST_MARKS:
        step *= 2
    marks = frozenset(_mark(salt, piece) for piece in _pieces(ids, step))
    return Receipt(salt, step, marks, tuple(sorted(wanted)[:_MOST_WANTED]))


def receipt_of(told: Any) -> Receipt:
    """A receipt from JSON data.

    Raises:
        ValueError: It is none.
    """
    parts = told if isinstance(told, dict) else {}
    salt, step, marks, wanted = (parts.get(name) for name in ("salt", "step", "marks", "wanted"))
    shaped = (
        isinstance(salt, str)
        and isinstance(step, int)
        and not isinstance(step, bool)
        and 1 <= step <= _LARGEST_STEP
        and isinstance(marks, str)
        and isinstance(wanted, list)
        and len(wanted) <= _MOST_WANTED
        and all(isinstance(name, str) and len(name) <= _LONGEST_NAME for name in wanted)
    )
    if not shaped:
        raise ValueError("no receipt")
    try:
        joined = base64.b64decode(str(marks), validate=True)
    except binascii.Error:
        raise ValueError("no receipt") from None
    key = bytes.fromhex(str(salt))
    if len(joined) % _MARK_BYTES or len(joined) > _MOST_READ * _MARK_BYTES or len(key) != SALT_BYTES:
        raise ValueError("no receipt")
    cut = frozenset(joined[at : at + _MARK_BYTES] for at in range(0, len(joined), _MARK_BYTES))
    return Receipt(key, int(str(step)), cut, tuple(str(name) for name in wanted or ()))


def _pieces(ids: Iterable[bytes], step: int) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    for one in sorted(ids):
        piece.append(one)
        # The last bytes of an id are random, or count on from random ones.
        if int.from_bytes(one[-4:], "big") % step == 0:
            yield piece
            piece = []
    if piece:
        yield piece


def _mark(salt: bytes, piece: list[bytes]) -> bytes:
    return blake2b(b"".join(piece), digest_size=_MARK_BYTES, key=salt).digest()


def keep_receipt(book: Casebook, signing_key: str, receipt: Receipt) -> None:
    """Keep the last receipt that came from the office with this signing key."""
    book.set_setting(_SETTING + signing_key, json.dumps(receipt.as_data()))


def last_receipt(book: Casebook, signing_key: str) -> Receipt | None:
    """The last receipt that came from the office with this signing key; None if none did."""
    told = book.setting(_SETTING + signing_key)
    return receipt_of(json.loads(told)) if told else None
