"""Key slots: each an age file around the vault's key, so that any one of them opens the vault.

A slot's file is named by its kind and the first digits of its own SHA-256: a slot that was cut short or altered is told
from a wrong passphrase, and a rewrite never touches the only copy. Debian's `age -d` opens a slot without casefile.
"""

from __future__ import annotations

import hashlib
import math
import os
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import pyrage

from casefile.base.errors import DamagedError, UserError, WrongKeyError
from casefile.base.i18n import _
from casefile.vault import key_process
from casefile.vault.cipher import KEY_BYTES, faults, wipe_text
from casefile.vault.key_process import never

SUFFIX = ".age"
PASSPHRASE, RECIPIENT = "passphrase", "recipient"
_DIGITS = 16
_LONGEST_SLOT = key_process.LONGEST // 2


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Opens a passphrase slot."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """An age secret key (`AGE-SECRET-KEY-1…`): opens a slot made for its public key, such as a recovery kit's."""

    secret: str = field(repr=False)


Unlock = Passphrase | Identity


@dataclass(frozen=True, slots=True)
class Slot:
    """One way into a vault.

    Attributes:
        name: Its file's name, by which it is revoked.
        kind: "passphrase" or "recipient".
        sound: Whether the file is as it was written.
    """

    name: str
    kind: str
    sound: bool


def slots(folder: Path) -> list[Slot]:
    """Every slot of a vault, by name."""
    found = sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))
    return [Slot(path.name, path.name.partition("-")[0], _is_sound(path)) for path in found]


def read_key(folder: Path, unlock: Unlock, cancelled: Callable[[], bool] = never) -> bytearray:
    """The vault's key, from any slot that opens.

    Args:
        folder: Where the slots lie.
        unlock: A `Passphrase` or an `Identity`.
        cancelled: Asked while a key is worked out from a passphrase; once true, that ends.

    Raises:
        UserError: It was cancelled.
        KeyProcessError: The key could not be worked out; see `key_process`.
        WrongKeyError: No sound slot opens with this.
        DamagedError: There is no slot, or none of the right kind is sound.
    """
    kind = PASSPHRASE if isinstance(unlock, Passphrase) else RECIPIENT
    mine = [slot for slot in slots(folder) if slot.kind == kind]
    if not mine and not slots(folder):
        raise DamagedError(_("The vault has no key slot: its “keys” folder is missing or empty."))
    for slot in mine:
        key = _opened(folder / slot.name, unlock, cancelled) if slot.sound else None
        if key is not None:
            return key
    if mine and not any(slot.sound for slot in mine):
        raise DamagedError(
            _("The vault's key slot is damaged. Open it with another slot, or restore “keys” from a copy.")
        )
    if kind == RECIPIENT:
        raise WrongKeyError(_("This recovery key does not open this vault."))
    raise WrongKeyError(_("This passphrase does not open the vault. Check the keyboard layout and Caps Lock."))


def add_passphrase(
    folder: Path, key: bytes | bytearray, passphrase: str, cancelled: Callable[[], bool] = never
) -> Slot:
    """Write a slot for a passphrase.

    Raises:
        UserError: The passphrase is empty, or it was cancelled.
        KeyProcessError: The slot could not be made; see `key_process`.
        DiskFullError: There was no room; no slot was changed.
    """
    if not passphrase:
        raise UserError(_("A passphrase cannot be empty."))
    return _write(folder, PASSPHRASE, key_process.seal(key, _spelled(passphrase), cancelled))


def add_recipient(folder: Path, key: bytes | bytearray, public: str) -> Slot:
    """Write a slot for an age public key (`age1…`).

    Raises:
        UserError: That is not such a key.
    """
    try:
        recipient = pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError:
        raise UserError(_("This is not an age public key.")) from None
    return _write(folder, RECIPIENT, pyrage.encrypt(bytes(key), [recipient]))


def change_passphrase(
    folder: Path,
    key: bytes | bytearray,
    old: str,
    new: str,
    copies: Iterable[Path] = (),
    cancelled: Callable[[], bool] = never,
) -> Slot:
    """Put a new passphrase in the place of the old: the new slot was read and opened before the old one goes.

    Raises:
        UserError: The new passphrase is empty, or it was cancelled; nothing was changed.
        KeyProcessError: A key could not be worked out; nothing was changed.
        WrongKeyError: The old passphrase opens no slot.
        DamagedError: What was written does not open with the new passphrase; nothing was changed.
    """
    if not new:
        raise UserError(_("A passphrase cannot be empty."))
    replaced = [
        slot
        for slot in slots(folder)
        if slot.kind == PASSPHRASE and slot.sound and _opens(folder / slot.name, old, key, cancelled)
    ]
    if not replaced:
        raise WrongKeyError(_("The old passphrase is not right. Nothing was changed."))
    made = add_passphrase(folder, key, new, cancelled)
    try:
        if not _is_sound(folder / made.name) or not _opens(folder / made.name, new, key, cancelled):
            raise DamagedError(_("The new key slot does not open as it should. The old passphrase still does."))
        for copy in copies:
            write_whole(copy / made.name, (folder / made.name).read_bytes())
    except BaseException:
        _remove_all(folder, made.name, copies)
        raise
    for slot in replaced:
        _remove_all(folder, slot.name, copies)
    return made


def revoke(folder: Path, name: str, copies: Iterable[Path] = ()) -> None:
    """Destroy a slot, and first its copies in the folders `copies`: backups are under the same key.

    Raises:
        UserError: There is no such slot, or it is the last sound one.
    """
    found = {slot.name: slot for slot in slots(folder)}
    if name not in found:
        raise UserError(_("There is no such key slot."))
    if not any(slot.sound for slot in found.values() if slot.name != name):
        raise UserError(_("This is the last way into the vault; add another before you revoke it."))
    _remove_all(folder, name, copies)


class Strength(IntEnum):
    """How long a passphrase would stand against guessing, as the unlock window shows it."""

    EMPTY = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


_FAIR_BITS, _STRONG_BITS = 45.0, 70.0
_COMMON_RUNS = (
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "abcdefghij",
    "password",
)
_WORD_BITS = 10.0
_LETTERS_OF_A_WORD = 3


def strength(passphrase: str) -> Strength:
    """An honest guess, never a promise: the lesser of what its letters and what its words could hold."""
    if not passphrase:
        return Strength.EMPTY
    lowered = passphrase.casefold()
    alphabet = sum(
        size
        for size, found in (
            (26, any(letter.isalpha() and letter == letter.casefold() for letter in passphrase)),
            (26, any(letter.isupper() for letter in passphrase)),
            (10, any(letter.isdigit() for letter in passphrase)),
            (20, any(not letter.isalnum() for letter in passphrase)),
        )
        if found
    )
    bits = math.log2(max(alphabet, 2)) * len(set(lowered)) * (1 + len(lowered) / max(len(set(lowered)), 1)) / 2
    for run in _COMMON_RUNS:
        if any(run[start : start + 4] in lowered for start in range(len(run) - 3)):
            bits /= 2
    words = [word for word in lowered.split() if len(word) >= _LETTERS_OF_A_WORD]
    if len(words) > 1:
        bits = min(bits, _WORD_BITS * len(set(words)) * 1.3)
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _STRONG_BITS and len(set(words)) < 5 else Strength.STRONG  # noqa: PLR2004 - five words, as diceware advises at least


def _opens(path: Path, passphrase: str, key: bytes | bytearray, cancelled: Callable[[], bool]) -> bool:
    found = _opened(path, Passphrase(passphrase), cancelled)
    if found is None:
        return False
    same = found == key
    wipe([found])
    return same


def _opened(path: Path, unlock: Unlock, cancelled: Callable[[], bool]) -> bytearray | None:
    sealed = path.read_bytes()
    if isinstance(unlock, Passphrase):
        found = key_process.unseal(sealed, _spelled(unlock.text), cancelled)
        return found if found is not None and len(found) == KEY_BYTES else None
    try:
        opened = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(unlock.secret.strip())])
    except (pyrage.DecryptError, pyrage.IdentityError):
        return None
    key = bytearray(opened) if len(opened) == KEY_BYTES else None
    wipe_text(opened)
    return key


def _spelled(passphrase: str) -> str:
    # Keyboards differ in how they send a letter with a mark; both spellings must open the same vault.
    return unicodedata.normalize("NFC", passphrase)


def _write(folder: Path, kind: str, sealed: bytes) -> Slot:
    name = f"{kind}-{hashlib.sha256(sealed).hexdigest()[:_DIGITS]}{SUFFIX}"
    write_whole(folder / name, sealed)
    return Slot(name, kind, sound=True)


def _is_sound(path: Path) -> bool:
    digits = path.name.removesuffix(SUFFIX).rpartition("-")[2]
    if path.stat().st_size > _LONGEST_SLOT:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS] == digits


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file so that it is there whole or not at all, whatever happens meanwhile.

    Raises:
        DiskFullError: There was no room; a file of this name that was there before is unharmed.
    """
    beside = path.with_name(f".{path.name}.new")
    with faults():
        try:
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that names made or removed in a folder are on the disk, where the system knows how."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def new_identity() -> tuple[str, str]:
    """A fresh age identity: its secret and its public key."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def _remove_all(folder: Path, name: str, copies: Iterable[Path]) -> None:
    # The vault's own file goes last: after a crash it is still listed, and can be revoked again.
    for place in (*copies, folder):
        if (place / name).exists():
            _remove(place / name)


def _remove(path: Path) -> None:
    # Overwritten first: on most disks of today a hope, not a promise (see SECURITY.md).
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def wipe(keys: Iterable[bytearray]) -> None:
    """Overwrite keys in memory."""
    for key in keys:
        key[:] = bytes(len(key))
