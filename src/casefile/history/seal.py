"""Seals: at a moment of somebody's choosing, every change of the log is bound into a chain, and the chain is signed.

Each change gets a commitment, a fingerprint over all it says with a random salt; each commitment is bound to the one
before. A seal is the end of that chain with a signature. It tells nothing of any case, so it can be given to a court, a
colleague, a newspaper: whoever holds one can later see whether a change it covers was altered, moved or left out since.

The vault's own key signs. Somebody who has the vault can therefore make a seal, but no second one that ends in the same
place over another history; a seal that lies elsewhere cannot be taken back.

An erasure destroys the salts of the record's changes: their commitments stay in the chain and say nothing any more.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from casefile.history.log import ERASING, Connection

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMA = (
    # n: place in the chain. salt: empty once an erasure reached the change.
    "CREATE TABLE log_commitment (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, salt BLOB NOT NULL,"
    " commitment BLOB NOT NULL)",
    # changes: how many commitments the chain has up to here.
    "CREATE TABLE log_seal (n INTEGER PRIMARY KEY, changes INTEGER NOT NULL, chain BLOB NOT NULL,"
    " sealed_at TEXT NOT NULL, public_key BLOB NOT NULL, signature BLOB NOT NULL)",
)
"""Tables beside the log, behind the same guard."""

FORMAT = "casefile-seal-1"
_SALT_BYTES = 16
_DIGEST_BYTES = 32
_BATCH = 2_000

ALTERED, GONE, CHAIN, SIGNATURE, OTHER = "altered", "gone", "chain", "signature", "other"


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of the chain at one moment, signed.

    Attributes:
        vault: Id of the vault, hexadecimal.
        changes: How many changes it covers.
        chain: The last link, hexadecimal.
        sealed_at: When, ISO 8601 in UTC, by the vault's clock.
        public_key: Of the vault's key, hexadecimal.
        signature: Ed25519 over all of this but itself, hexadecimal.
    """

    vault: str
    changes: int
    chain: str
    sealed_at: str
    public_key: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """What is signed, in one form."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps({"format": FORMAT, **told}, sort_keys=True, separators=(",", ":")).encode()

    def to_json(self) -> str:
        """The seal as a file of its own."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=2) + "\n"

    def is_signed(self) -> bool:
        """Whether the signature belongs to what it says."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - every book loads this room, few seal
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - the same

        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not agree with a seal.

    Attributes:
        reason: "altered" or "gone" of a change; "chain", "signature" of a seal here; "other" of one given from outside.
        record: Id of the record of an altered change, or empty.
    """

    reason: str
    record: bytes = b""


def read_seal(text: str) -> Seal:
    """A seal from its file.

    Raises:
        ValueError: It is none.
    """
    try:
        told = json.loads(text)
        of_ours = told.pop("format", None) == FORMAT
        seal = Seal(**told)
    except (ValueError, TypeError, AttributeError):
        of_ours = False
    texts: tuple[Any, ...] = (
        (seal.vault, seal.chain, seal.sealed_at, seal.public_key, seal.signature) if of_ours else (None,)
    )
    if not all(isinstance(part, str) for part in texts) or not isinstance(seal.changes, int):
        message = "not a seal"
        raise ValueError(message)
    return seal


def set_seal(connection: Connection, key: Ed25519PrivateKey, vault: bytes, sealed_at: str) -> Seal:
    """Bind every change that is not in the chain yet, and sign its end. Capture must be off.

    Args:
        connection: The writing connection, in a transaction.
        key: The vault's key.
        vault: Its id.
        sealed_at: When, ISO 8601 in UTC.
    """
    changes, chain = _end(connection)
    rows = connection.execute(
        f"SELECT {_SAID} FROM log_change c JOIN log_act a ON a.n = c.act JOIN log_kind k ON k.n = c.kind"
        " WHERE c.id NOT IN (SELECT id FROM log_commitment) ORDER BY c.n"
    ).fetchall()
    for start in range(0, len(rows), _BATCH):
        bound: list[tuple[int, bytes, bytes, bytes]] = []
        for row in rows[start : start + _BATCH]:
            salt = secrets.token_bytes(_SALT_BYTES)
            commitment = _commitment(salt, row)
            changes, chain = changes + 1, _link(chain, commitment)
            bound.append((changes, bytes(row[0]), salt, commitment))
        connection.executemany("INSERT INTO log_commitment (n, id, salt, commitment) VALUES (?, ?, ?, ?)", bound)
    public = key.public_key().public_bytes_raw()
    bare = Seal(vault.hex(), changes, chain.hex(), sealed_at, public.hex())
    made = replace(bare, signature=key.sign(bare.signed_bytes()).hex())
    connection.execute(
        "INSERT INTO log_seal (changes, chain, sealed_at, public_key, signature) VALUES (?, ?, ?, ?, ?)",
        (changes, chain, sealed_at, public, bytes.fromhex(made.signature)),
    )
    return made


def broken(
    connection: Connection,
    vault: bytes,
    given: Seal | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Iterator[Broken]:
    """Everything in the log that does not agree with the seals of this vault, and with one that was kept elsewhere.

    Args:
        connection: The book.
        vault: Its id.
        given: A seal from outside.
        progress: Called with how many changes were looked at.
    """
    seals = [
        Seal(vault.hex(), changes, bytes(chain).hex(), at, bytes(key).hex(), bytes(signature).hex())
        for changes, chain, at, key, signature in connection.execute(
            "SELECT changes, chain, sealed_at, public_key, signature FROM log_seal ORDER BY n"
        )
    ]
    sealed = {seal.changes for seal in seals} | ({given.changes} if given is not None else set())
    links = {0: ""}
    chain = b""
    for place, (found_at, salt, commitment, record, *said) in enumerate(connection.execute(_CHECKED), start=1):
        chain = _link(chain, bytes(commitment))
        if place in sealed:
            links[place] = chain.hex()
        if found_at != place:
            yield Broken(CHAIN)
            return
        if said[0] is None:
            # Neither in the log nor among what waits. That an erasure reached it there, nothing would prove.
            yield Broken(GONE)
        elif (bytes(salt) and _commitment(bytes(salt), said) != bytes(commitment)) or (
            not bytes(salt) and not _is_erased(connection, bytes(record))
        ):
            yield Broken(ALTERED, bytes(record))
        progress(place)
    for seal in seals:
        if links.get(seal.changes) != seal.chain:
            yield Broken(CHAIN)
        elif not seal.is_signed():
            yield Broken(SIGNATURE)
    if given is not None and (
        given.vault != vault.hex() or not given.is_signed() or links.get(given.changes) != given.chain
    ):
        yield Broken(OTHER)


def forget_salts(connection: Connection, record: bytes) -> None:
    """Let the commitments of a record that is erased say nothing any more. Capture must be off."""
    for table in ("log_change", "log_parked"):
        connection.execute(
            f"UPDATE log_commitment SET salt = x'' WHERE id IN (SELECT id FROM {table} WHERE record = ?)", (record,)
        )


_SAID = "c.id, a.id, k.name, c.record, c.parents, c.verb, c.fields"
_CHECKED = (
    "SELECT m.n, m.salt, m.commitment, coalesce(c.record, p.record), coalesce(c.id, p.id), a.id, k.name,"
    " coalesce(c.record, p.record), coalesce(c.parents, p.parents), coalesce(c.verb, p.verb),"
    " coalesce(c.fields, p.fields) FROM log_commitment m LEFT JOIN log_change c ON c.id = m.id"
    " LEFT JOIN log_parked p ON p.id = m.id LEFT JOIN log_act a ON a.n = coalesce(c.act, p.act)"
    " LEFT JOIN log_kind k ON k.n = coalesce(c.kind, p.kind) ORDER BY m.n"
)


def _commitment(salt: bytes, said: Any) -> bytes:
    made = blake2b(digest_size=_DIGEST_BYTES)
    for part in (salt, *said):
        whole = part.encode() if isinstance(part, str) else str(part).encode() if isinstance(part, int) else bytes(part)
        # With their lengths, so that no two sayings run together into one.
        made.update(len(whole).to_bytes(8, "big") + whole)
    return made.digest()


def _link(before: bytes, commitment: bytes) -> bytes:
    return blake2b(before + commitment, digest_size=_DIGEST_BYTES).digest()


def _end(connection: Connection) -> tuple[int, bytes]:
    row = connection.execute("SELECT changes, chain FROM log_seal ORDER BY n DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, b"")


def _is_erased(connection: Connection, record: bytes) -> bool:
    erasure = connection.execute(f"SELECT 1 FROM log_change WHERE record = ? AND verb IN {ERASING}", (record,))
    return erasure.fetchone() is not None
