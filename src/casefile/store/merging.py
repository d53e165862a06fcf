"""Merging: what other vaults bring joins this book as one act, with an account of it that adds up; and its undo.

Records change by ancestry, never by anybody's clock: see `history.joining` for what joins and `history.causality` for
what follows from it. What is previewed is the merge itself, run in a transaction that is rolled back, so that the
preview cannot differ from what is then done.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.base.errors import UserError
from casefile.base.i18n import N_, _
from casefile.history import arrivals, joining, log
from casefile.history.arrivals import ContradictionError, ForeignAct, ForeignChange, UnfitError
from casefile.history.settling import Settled, settle, straight_on
from casefile.store.changes import ActLine, NotUndone, UndoReport

if TYPE_CHECKING:
    from casefile.store.writing import BookWriter

_BATCH = 500
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"
CONFLICTING, WAITING, ERASED = "conflicting", "waiting", "erased"
STATES = (NEW, UPDATED, UNCHANGED, CONFLICTING, WAITING, ERASED)
"""What a record that came in turned out to be; each is one of them. In the order in which an account lists them."""
STATE_LABELS = {
    NEW: N_("new"),
    UPDATED: N_("updated"),
    UNCHANGED: N_("unchanged"),
    CONFLICTING: N_("waiting for a decision"),
    WAITING: N_("waiting for what was not sent"),
    ERASED: N_("erased for good"),
}
"""What each state of a record that came in is called."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one source brings.

    Attributes:
        label: How the source is called in the account.
        acts: At least the acts of its changes; read once.
        changes: Those of one record with parents before children; read once. What is known here may be left out.
        records: Kind and id of each record it told of, for the account; those of `changes` need not be named.
    """

    label: str
    acts: Iterable[ForeignAct]
    changes: Iterable[ForeignChange]
    records: Iterable[tuple[str, bytes]] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The log, or the part of it that tells of some records, for somebody else.

    Attributes:
        acts: The acts of the changes.
        changes: Of each record the whole history, parents before children.
    """

    acts: tuple[ForeignAct, ...]
    changes: tuple[ForeignChange, ...]


class Selection:
    """Part of the log, chosen for somebody else and read as it is asked; of use within one transaction.

    Args:
        connection: The book.
        records: Of these records alone; None for all.
        known: Ids of changes to leave out. A record with an erasure is told whole if anything of it is.
    """

    def __init__(self, connection: log.Connection, records: Collection[bytes] | None, known: Collection[bytes]) -> None:
        self._connection = connection
        erased = log.erased_records(connection)
        chosen: dict[int, bytes] = {}
        told = 0
        if records is None:
            rows = connection.execute("SELECT n, id FROM log_change")
            for n, one in rows:
                told += 1
                if bytes(one) not in known:
                    chosen[n] = bytes(one)
        for record in erased if records is None else records:
            history = {
                n: bytes(one)
                for n, one in connection.execute("SELECT n, id FROM log_change WHERE record = ?", (record,))
            }
            wanted = {n: one for n, one in history.items() if one not in known}
            # What an erasure reaches never waits elsewhere for what is missing: it comes with all its ancestors.
            chosen.update(history if wanted and record in erased else wanted)
            told += 0 if records is None else len(history)
        self._numbers = sorted(chosen)
        self.ids: frozenset[bytes] = frozenset(chosen.values())
        """Of the changes."""
        self.left_out = told - len(chosen)
        """How many changes were left out."""

    def acts(self) -> Iterator[ForeignAct]:
        """The acts of the changes."""
        for number in sorted({number for (number,) in self._each("SELECT DISTINCT act FROM log_change WHERE n")}):
            act = log.act_numbered(self._connection, number)
            yield ForeignAct(act.id, act.stamp, act.device, act.author, act.name, act.undoes)

    def changes(self) -> Iterator[ForeignChange]:
        """The changes, parents before children."""
        return _numbered(self._connection, self._numbers)

    def records(self) -> frozenset[bytes]:
        """The records that the changes tell of."""
        return frozenset(bytes(record) for (record,) in self._each("SELECT DISTINCT record FROM log_change WHERE n"))

    def _each(self, query: str) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(self._numbers), _BATCH):
            batch = self._numbers[start : start + _BATCH]
            yield from self._connection.execute(f"{query} IN ({', '.join('?' * len(batch))})", batch)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Records of one kind that turned out alike.

    Attributes:
        kind: Name of the kind, known here or not.
        state: One of `STATES`.
        records: Which.
    """

    kind: str
    state: str
    records: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """A source of which nothing was taken.

    Attributes:
        label: How it is called.
        reason: Why, in the app's language.
    """

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """What came in, and what became of it; every record counts once.

    Attributes:
        lines: By kind and state; together they are every record that came.
        refused_sources: Sources of which nothing was taken.
        incomplete: Of the records listed, those of which a part waits for what was not sent.
        dropped: Erased records of which a change was not kept; it can be sent again with their whole history.
    """

    lines: tuple[AccountLine, ...]
    refused_sources: tuple[RefusedSource, ...] = ()
    incomplete: frozenset[RecordId] = frozenset()
    dropped: frozenset[RecordId] = frozenset()

    def count(self, state: str = "", kind: str = "") -> int:
        """How many records came; of this state and kind, if they are given."""
        return sum(len(line.records) for line in self.lines if state in {"", line.state} and kind in {"", line.kind})

    @property
    def changed(self) -> bool:
        """Whether anything that came is new here."""
        return any(line.state != UNCHANGED for line in self.lines)


def all_of(
    connection: log.Connection, known: Collection[bytes] = frozenset()
) -> tuple[Iterator[ForeignAct], Iterator[ForeignChange]]:
    """The whole log of any vault, of this version or an older one, but for changes with known ids; read as it is asked.

    Args:
        connection: In a transaction that lasts until both were read.
        known: Ids of changes to leave out.
    """
    acts = (
        ForeignAct(bytes(one), stamp, bytes(device), author, name, bytes(undoes))
        for one, stamp, device, author, name, undoes in connection.execute(
            "SELECT id, stamp, device, author, name, undoes FROM log_act WHERE n IN (SELECT act FROM log_change)"
            " ORDER BY n"
        )
    )
    if not known:
        return acts, _foreign(connection)
    # Ids and numbers lie in one index: what is known already costs no look at its row.
    numbers = (n for n, one in connection.execute("SELECT n, id FROM log_change") if bytes(one) not in known)
    return acts, _numbered(connection, sorted(numbers))


def _numbered(connection: log.Connection, numbers: Sequence[int]) -> Iterator[ForeignChange]:
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        marks = ", ".join("?" * len(batch))
        yield from _foreign(connection, f" WHERE c.n IN ({marks})", tuple(batch))


def records_of(connection: log.Connection) -> Iterator[tuple[str, bytes]]:
    """Kind and id of every record that a vault's log tells of."""
    for kind, record in connection.execute("SELECT k.name, h.record FROM log_head h JOIN log_kind k ON k.n = h.kind"):
        yield kind, bytes(record)


def _foreign(connection: log.Connection, where: str = "", parameters: tuple[int, ...] = ()) -> Iterator[ForeignChange]:
    query = (
        "SELECT c.id, a.id, k.name, c.record, c.parents, c.verb, c.fields FROM log_change c"
        f" JOIN log_act a ON a.n = c.act JOIN log_kind k ON k.n = c.kind{where} ORDER BY c.n"
    )
    for one, act, kind, record, parents, verb, fields in connection.execute(query, parameters):
        yield ForeignChange(bytes(one), bytes(act), kind, bytes(record), bytes(parents), verb, fields)


def merge(writer: BookWriter, act: log.LoggedAct, sources: Sequence[Arrival]) -> Account:
    """Let what the sources bring join the book, as the open act."""
    raw = writer.raw
    with writer.in_bulk():
        arrivals.begin(raw)
        try:
            refused: list[RefusedSource] = []
            told: dict[bytes, str] = {}
            for source in sources:
                refusal = _lay_out(writer, source)
                if refusal is None:
                    told.update((record, kind) for kind, record in source.records)
                else:
                    refused.append(refusal)
            return _take_in(writer, act.n, refused, told)
        finally:
            arrivals.clear(raw)


def set_aside(writer: BookWriter, act: log.LoggedAct, undone: ActLine) -> UndoReport:
    """Undo a merge: what it brought is set aside, but for what somebody went on from.

    Raises:
        UserError: All of it must stay.
    """
    raw = writer.raw
    with writer.in_bulk():
        left = joining.set_aside(raw, undone.n)
        if not left.records and not left.waiting:
            raise UserError(_("Nothing of this can be undone. All that came was worked on since, or erased."))
        # Its range goes as well: the numbers are given anew, to changes that are nobody's to take away.
        raw.execute("UPDATE log_merge SET undone = ?, first = 1, last = 0 WHERE act = ?", (act.n, undone.n))
        settled = Settled()
        settle(raw, writer.types, left.records, settled)
    _tell(writer, settled)
    kept = [
        *(_not_undone(writer, record, _("It was changed after it came.")) for record in sorted(left.kept)),
        *(_not_undone(writer, record, _("An erasure is final.")) for record in sorted(left.erased)),
    ]
    return UndoReport(undone, len(left.records), tuple(kept))


def call_back(writer: BookWriter, merge_undone: ActLine, undo: ActLine) -> UndoReport:
    """Undo the undo of a merge: what was set aside joins again, as what that merge brought."""
    raw = writer.raw
    with writer.in_bulk():
        arrivals.begin(raw)
        try:
            joining.call_back(raw, merge_undone.n)
            account = _take_in(writer, merge_undone.n, [], {})
        finally:
            arrivals.clear(raw)
    return UndoReport(undo, account.count(), ())


def _lay_out(writer: BookWriter, source: Arrival) -> RefusedSource | None:
    try:
        arrivals.lay_out(writer.raw, writer.types, source.acts, source.changes)
    except ContradictionError:
        reason = _("It tells a history that is known here otherwise. It was damaged or altered.")
        return RefusedSource(source.label, reason)
    except UnfitError:
        return RefusedSource(source.label, _("It is damaged, or casefile did not make it."))
    return None


def _take_in(writer: BookWriter, merge: int, refused: list[RefusedSource], told: dict[bytes, str]) -> Account:
    raw = writer.raw
    came = told | {
        bytes(record): kind
        for record, kind in raw.execute("SELECT c.record, k.name FROM came c JOIN log_kind k ON k.n = c.kind")
    }
    settled = Settled()
    straight = straight_on(raw, writer.types, settled)
    joined = joining.join(raw, merge)
    settle(raw, writer.types, joined.records - straight, settled)
    account = _account(came, joined, settled, refused)
    if joined.records or joined.waiting:
        raw.execute(
            "INSERT OR REPLACE INTO log_merge (act, first, last, undone, account) VALUES (?, ?, ?, 0, ?)",
            (merge, joined.first, joined.last, _in_numbers(account)),
        )
        writer.loaded_changes.append((joined.first, joined.last))
        _raise_counters(writer, settled)
        _tell(writer, settled)
    return account


def _tell(writer: BookWriter, settled: Settled) -> None:
    """Let the transaction know which rows are others now, for search and for whoever watches the book."""
    for kind, records in settled.added.items():
        writer.loaded.setdefault(kind, []).extend(RecordId(record) for record in records)
    for kind, records in settled.altered.items():
        writer.touched.update((kind, RecordId(record)) for record in records)
    writer.touched.update((kind, RecordId(record)) for record, kind in settled.gone.items())
    writer.disturbed = True
    writer.erased = writer.erased or bool(settled.erased)


def _account(came: dict[bytes, str], joined: joining.Joined, settled: Settled, refused: list[RefusedSource]) -> Account:
    added = {record for records in settled.added.values() for record in records}
    altered = {record for records in settled.altered.values() for record in records}
    lists: defaultdict[tuple[str, str], list[RecordId]] = defaultdict(list)
    for record, kind in came.items():
        if record in settled.erased or record in joined.dropped:
            state = ERASED
        elif record in settled.clashing:
            state = CONFLICTING
        elif record in added:
            state = NEW
        elif record in altered or record in settled.same or record in settled.unknown:
            state = UPDATED
        else:
            state = WAITING if record in joined.waiting else UNCHANGED
        lists[kind, state].append(RecordId(record))
    lines = [
        AccountLine(kind, state, tuple(sorted(records)))
        for (kind, state), records in sorted(lists.items(), key=lambda line: (line[0][0], STATES.index(line[0][1])))
    ]
    return Account(
        tuple(lines),
        tuple(refused),
        frozenset(RecordId(record) for record in joined.waiting),
        frozenset(RecordId(record) for record in joined.dropped),
    )


def _in_numbers(account: Account) -> str:
    numbers: Counter[str] = Counter()
    for line in account.lines:
        numbers[f"{line.kind} {line.state}"] += len(line.records)
    return json.dumps(dict(sorted(numbers.items())))


def _raise_counters(writer: BookWriter, settled: Settled) -> None:
    """Go on numbering after the highest reference that came, so that as few as may be are given twice."""
    for kind, records in settled.added.items():
        prefix = f"{writer.types[kind].kind.prefix}-"
        (highest,) = writer.raw.execute(
            f'SELECT max(CAST(substr(reference, ?) AS INTEGER)) FROM "{kind}"'
            " WHERE substr(reference, 1, ?) = ? AND length(reference) < ?",
            (len(prefix) + 1, len(prefix), prefix, len(prefix) + _LONGEST_NUMBER),
        ).fetchone()
        if records and highest:
            writer.raw.execute(
                "INSERT INTO book_counter (kind, last) VALUES (?, ?)"
                " ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)",
                (kind, highest),
            )


_LONGEST_NUMBER = 12


def _not_undone(writer: BookWriter, record: bytes, reason: str) -> NotUndone:
    return NotUndone(log.kind_of(writer.raw, record), RecordId(record), "", reason)
