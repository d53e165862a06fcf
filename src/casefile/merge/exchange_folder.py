"""A folder that some sync tool carries between offices: each drops bundles there and takes in the others'.

What carries the folder need not be trusted, and need not be good at it: files may come late, in any order, twice, half
or never. What an office's own files in the folder tell, with what the others' receipts cover, is always all that it
holds: each new file tells what is new since the one before, and when a file is gone, somebody new reads along or there
are many, one file tells all of it anew and takes their place. Files of others are never touched.

Nobody looks on while this happens. So it sends only to people whose words were compared, and takes only from them.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from casefile.base.errors import CasefileError, EnvironmentFault, UserError
from casefile.base.i18n import _
from casefile.merge import address_book
from casefile.merge.bundle import Bundle, evidence_names, open_bundle, write_bundle
from casefile.merge.bundle_file import BundleRefusedError, Why
from casefile.merge.contact_cards import own_card, own_keys
from casefile.merge.receipts import SALT_BYTES, Receipt, last_receipt, receipt_for, receipt_of
from casefile.merge.receiving import Delivery, RefusedBundle, refusal_of, signer_of, take_in
from casefile.merge.sending import known_to, what_they_lack

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from casefile.merge.address_book import OfficeContact
    from casefile.merge.bundle import Written
    from casefile.merge.contact_cards import ContactCard
    from casefile.store.casebook import Casebook
    from casefile.store.merging import Selection

SUFFIX = ".casefile-bundle"
"""Ending of a bundle in the folder; what sync tools have not finished has another."""
_CHOICE = "exchange_folder_choice"
_SEEN = "exchange_folder_seen"
_LEFT = "exchange_folder_left"
_MOST_SEEN = 5_000
_MOST_LEFT = 200
_MANY = 12
"""Own files in a folder, after which one takes the place of all."""
_SETTLES = 90.0
"""Seconds since a file last grew, after which one that is not whole is no longer waited for."""
_Seen = tuple[str, str, str]
"""Of a file dealt with: its size and time; who was known then, if it is refused for that; why it is refused."""
_UNFINISHED = frozenset({Why.CUT_SHORT, Why.DAMAGED, Why.NO_BUNDLE})


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one look into the folder.

    Attributes:
        delivery: What was taken, what was refused, and the account of it.
        for_others: How many files were met for the first time that others are meant by.
        set_aside: How many files lie there that were refused before.
        unfinished: Names of files that are not whole yet and may still grow.
        written: What this vault left there; None if there was nothing to tell.
        file: Its name.
        cleared: How many of this vault's own files were taken away, since all they told is told by others or known.
        not_compared: Names of the people to whom nothing goes, since their words were not compared.
    """

    delivery: Delivery
    for_others: int
    set_aside: int
    unfinished: tuple[str, ...]
    written: Written | None
    file: str
    cleared: int
    not_compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderChoice:
    """With which folder a vault exchanges from its window.

    Attributes:
        folder: Its path; empty while none was chosen.
        evidence: Whether the files of evidence go along.
        alone: Whether it is looked into again and again while the vault is open.
    """

    folder: str = ""
    evidence: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Left:
    """A file that this vault left in a folder.

    Attributes:
        held: What it held then.
        after: Names of the files that it adds to.
        to: Fingerprints of the cards that it is for.
        files: Names of the evidence files in it.
    """

    held: Receipt
    after: tuple[str, ...]
    to: frozenset[str]
    files: frozenset[str]


def exchange(
    book: Casebook,
    folder: Path,
    now: datetime,
    *,
    evidence: bool = False,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Round:
    """Take in what the others left in a folder, and leave there what they lack.

    Args:
        book: Open for writing.
        folder: The folder.
        now: With its zone.
        evidence: Whether the files of evidence go along.
        progress: Called with the bytes written; what it raises ends it.

    Raises:
        UserError: Nobody said whose vault this is, or there is nobody whose words were compared.
        EnvironmentFault: There is no such folder, or it cannot be read or written.
        DiskFullError: There was no room; nothing half-made is left.
    """
    own = own_card(book, now.date())
    known = address_book.contacts(book)
    to = [one.card for one in known if one.compared]
    if not to:
        raise UserError(
            _("There is nobody to exchange with yet. Add the cards of the others, and compare their words, first.")
        )
    met = _look(book, folder, known)
    delivery = take_in(book, met.taken, met.refused, now)
    # Only now: what a power cut kept from being taken is met again.
    _remember(book, met.seen)
    written, name, cleared = _leave(book, folder, now, to, own, evidence=evidence, progress=progress)
    aside = tuple(one.name for one in known if not one.compared)
    return Round(delivery, met.for_others, met.set_aside, tuple(met.unfinished), written, name, cleared, aside)


def lying(folder: Path) -> frozenset[tuple[str, str]]:
    """Name and state of each bundle in a folder: while they are the same, nobody left anything new.

    Raises:
        EnvironmentFault: There is no such folder, or it cannot be read.
    """
    return frozenset((path.name, _state(path)) for path in _bundles(folder))


def folder_choice(book: Casebook) -> FolderChoice:
    """What was chosen last; it lies in the settings of the vault, so that nobody else learns where the folder is."""
    told = json.loads(book.setting(_CHOICE) or "{}")
    return FolderChoice(**told)


def choose_folder(book: Casebook, choice: FolderChoice) -> None:
    """Keep what was chosen."""
    book.set_setting(_CHOICE, json.dumps(asdict(choice)))


# --- Taking in -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Met:
    taken: list[tuple[Bundle, OfficeContact]]
    refused: list[RefusedBundle]
    unfinished: list[str]
    seen: dict[str, _Seen]
    for_others: int = 0
    set_aside: int = 0


def _look(book: Casebook, folder: Path, known: Sequence[OfficeContact]) -> _Met:
    keys, seen, left = own_keys(book), _seen(book), _left(book)
    whom = _whom(known)
    met = _Met([], [], [], {})
    for path in _bundles(folder):
        state = _state(path)
        before = seen.get(path.name, ("", "", ""))
        if path.name in left or not state:
            continue
        if before[0] == state and before[1] in {"", whom}:
            met.set_aside += bool(before[2])
            continue
        try:
            bundle = open_bundle(path, keys)
            met.taken.append((bundle, _trusted(signer_of(book, bundle, known))))
            met.seen[path.name] = (state, "", "")
        except BundleRefusedError as refusal:
            if refusal.why in _UNFINISHED and _may_grow(path):
                met.unfinished.append(path.name)
            elif refusal.why == Why.NOT_FOR_US:
                met.seen[path.name] = (state, "", "")
                met.for_others += 1
            else:
                # Whoever was a stranger may be known by now.
                by_whom = whom if refusal.why in {Why.UNKNOWN_SIGNER, Why.NOT_COMPARED} else ""
                met.seen[path.name] = (state, by_whom, str(refusal.why))
                met.refused.append(refusal_of(path, refusal))
        except FileNotFoundError:
            # Its owner, or the sync tool, took it away in this very moment.
            continue
        except (CasefileError, OSError) as refusal:
            met.refused.append(RefusedBundle(path.name, "environment", str(refusal)))
    return met


def _trusted(contact: OfficeContact) -> OfficeContact:
    if not contact.compared:
        raise BundleRefusedError(
            Why.NOT_COMPARED,
            _(
                "It is signed by “{name}”, whose words were not compared. Nobody looks on here, so nothing is taken"
                " from them before that."
            ).format(name=contact.name),
        )
    return contact


def _whom(known: Sequence[OfficeContact]) -> str:
    listed = sorted(one.card.fingerprint + bool(one.compared).to_bytes() for one in known)
    return blake2b(b"".join(listed), digest_size=8).hexdigest()


def _bundles(folder: Path) -> list[Path]:
    try:
        return sorted(
            path for path in folder.iterdir() if path.name.endswith(SUFFIX) and not path.name.startswith((".", "~"))
        )
    except OSError as error:
        raise EnvironmentFault(
            _("The folder “{folder}” cannot be read: {reason}").format(folder=folder, reason=error.strerror)
        ) from None


def _state(path: Path) -> str:
    try:
        told = path.stat()
    except OSError:
        return ""
    return f"{told.st_size} {told.st_mtime_ns}"


def _may_grow(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < _SETTLES
    except OSError:
        return True


# --- Leaving -------------------------------------------------------------------------------------------------------


def _leave(
    book: Casebook,
    folder: Path,
    now: datetime,
    to: Sequence[ContactCard],
    own: ContactCard,
    *,
    evidence: bool,
    progress: Callable[[int], None],
) -> tuple[Written | None, str, int]:
    left = _left(book)
    there = {path.name for path in _bundles(folder)}
    ours = [name for name in left if name in there]
    newest = left[ours[-1]] if ours else None
    readers = frozenset(card.fingerprint.hex() for card in to)
    held = book.known_changes()
    common = known_to(book, to)
    # One that tells nothing of what was held is one that a power cut kept us from knowing.
    told_so = newest is not None and (bool(newest.held.marks) or not held)
    whole = newest is not None and told_so and set(newest.after) <= there and readers <= newest.to
    asked = _asked(book, to, left, ours) if evidence else frozenset()
    if newest is not None and whole and not asked and not held - newest.held.covered(held):
        # All is told. What everybody has by now need not lie there any longer; the last file says what we hold.
        if common != held or not ours[:-1]:
            return None, "", 0
        left[ours[-1]] = replace(newest, after=())
        return None, "", _clear(book, folder, ours[:-1], left)
    anew = newest is None or not whole or len(newest.after) + 1 >= _MANY
    told = frozenset[bytes]() if anew or newest is None else newest.held.covered(held)
    name = f"{_tag(own)}-{secrets.token_hex(6)}{SUFFIX}"
    after = () if anew or newest is None else (*newest.after, ours[-1])
    # Before it is there: after a power cut a file of ours that tells we know not what is still known for ours.
    salt = secrets.token_bytes(SALT_BYTES)
    _keep(book, left | {name: _Left(receipt_for((), salt), after, readers, frozenset())})
    # This vault reads along: a copy of it, or one that was restored from a backup, finds here what it lacks.
    lacking = what_they_lack(book, to, evidence=evidence)
    along: set[str] = set()

    def files(selection: Selection) -> set[str]:
        along.update(lacking.files(selection))
        return along

    contents = replace(lacking, known=frozenset(lacking.known).union(told), files=files)
    written = write_bundle(book, folder / name, [*to, own], contents, now, progress)
    left[name] = _Left(receipt_for(held, salt), after, readers, frozenset(along))
    _keep(book, left)
    return written, name, _clear(book, folder, ours, left) if anew else 0


def _asked(book: Casebook, to: Iterable[ContactCard], left: Mapping[str, _Left], ours: Iterable[str]) -> frozenset[str]:
    """Evidence files that somebody says they miss, that are here, and in none of our files."""
    wanted = {
        name
        for receipt in (last_receipt(book, card.signing_key) for card in to)
        if receipt is not None
        for name in receipt.wanted
    }
    missed = wanted - {name for one in ours for name in left[one].files}
    named = evidence_names(book) if missed else {}
    return frozenset(name for name in missed if name in named and book.vault.evidence.has(name))


def _clear(book: Casebook, folder: Path, names: Iterable[str], left: dict[str, _Left]) -> int:
    gone = 0
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError:
            # It tells nothing that another does not; the next round tries again.
            continue
        left.pop(name, None)
        gone += 1
    if gone:
        _keep(book, left)
    return gone


def _tag(own: ContactCard) -> str:
    """By which the folder's files of one vault belong together; whoever has its card can tell whose they are."""
    return blake2b(bytes.fromhex(own.signing_key), digest_size=5).hexdigest()


# --- What is remembered --------------------------------------------------------------------------------------------


def _seen(book: Casebook) -> dict[str, _Seen]:
    told: dict[str, list[str]] = json.loads(book.setting(_SEEN) or "{}")
    return {name: (one[0], one[1], one[2]) for name, one in told.items()}


def _remember(book: Casebook, new: Mapping[str, _Seen]) -> None:
    if new:
        kept = {name: state for name, state in _seen(book).items() if name not in new} | dict(new)
        book.set_setting(_SEEN, json.dumps(dict(list(kept.items())[-_MOST_SEEN:])))


def _left(book: Casebook) -> dict[str, _Left]:
    """The files that this vault left in folders, the oldest first."""
    told: dict[str, dict[str, Any]] = json.loads(book.setting(_LEFT) or "{}")
    return {
        name: _Left(receipt_of(one["held"]), tuple(one["after"]), frozenset(one["to"]), frozenset(one["files"]))
        for name, one in told.items()
    }


def _keep(book: Casebook, left: Mapping[str, _Left]) -> None:
    told = {
        name: {
            "held": one.held.as_data(),
            "after": list(one.after),
            "to": sorted(one.to),
            "files": sorted(one.files),
        }
        for name, one in list(left.items())[-_MOST_LEFT:]
    }
    book.set_setting(_LEFT, json.dumps(told))
