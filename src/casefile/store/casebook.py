"""The open book: the one door through which anything is read, written, undone or watched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from casefile.base.clock import Clock, RecordId
from casefile.base.errors import NotFoundError, ReadOnlyError, UserError
from casefile.base.i18n import _
from casefile.base.text import skeleton
from casefile.casework import titles
from casefile.casework.acts import Act
from casefile.casework.catalogue import record_types
from casefile.history import log
from casefile.history.replay import state_of
from casefile.history.seal import Seal, broken, set_seal
from casefile.search import index, query
from casefile.store import merging, migrate, undo
from casefile.store.changes import ActLine, ChangeLine, ChangeSet, Finding, Hit, NotUndone, Outcome, UndoReport
from casefile.store.checks import findings
from casefile.store.conflicts import OpenConflict, conflicts, conflicts_of
from casefile.store.merging import Account, Arrival, Outgoing, Selection
from casefile.store.past_merges import PastMerge, past_merges, records_brought
from casefile.store.reading import BookReader
from casefile.store.writing import BookWriter
from casefile.vault.cipher import engine, faults

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from casefile.casework.book import Reader, Writer
    from casefile.casework.record import RecordType, Value
    from casefile.vault.vault import Vault

T = TypeVar("T")

_READS = "reads"
_READING_CACHE = -10 * 1024
"""For `PRAGMA cache_size`, which counts kibibytes below zero."""
_DEVICE = "device"
_AUTHOR = "author"
_SEAL_KEY = "seal_key"
"""Private key of the seals, hexadecimal; it lies nowhere but in the encrypted database."""
_NEVER_UNDONE = frozenset({Act.UNDO.name, Act.ERASE_RECORD.name, Act.ERASE_FIELD.name})
_VERBS: dict[int, str] = {
    log.Verb.INSERT: "insert",
    log.Verb.WRITE: "write",
    log.Verb.ERASE: "erase",
    log.Verb.ERASE_FIELDS: "erase fields",
}


class Casebook:
    """An open vault's records. Safe to use from several threads; writers wait for each other.

    Args:
        vault: Open; stays the caller's to close, after the book.
        clock: The source of time and ids.
        types: Every kind by name; a test gives its own.

    Raises:
        NewerFormatError: A later casefile wrote the vault.
        EnvironmentFault: An earlier one did, and it is open for reading only.
        DamagedError: The database cannot be read, or its tables are not what they should be.
    """

    def __init__(self, vault: Vault, clock: Clock, types: Mapping[str, RecordType] | None = None) -> None:
        self._vault = vault
        self._clock = clock
        self._types = record_types() if types is None else types
        # Migrations run on a connection of their own: the driver keeps the statements it met first, and a schema's
        # hundreds would push out those that every save runs.
        self.altered = self._prepare()
        self._engine = engine(vault.connect)
        self._writing = self._engine.connect()
        raw = self._writing.connection.driver_connection
        if raw is None:
            message = "the connection was closed"
            raise RuntimeError(message)
        self._raw: log.Connection = raw
        self._pen = log.Pen(self._raw, clock)
        self._lock = threading.RLock()
        self._listeners: list[Callable[[ChangeSet], None]] = []
        clock.witness(log.newest_stamp(self._raw))
        if not vault.read_only and not self.setting(_DEVICE):
            self.set_setting(_DEVICE, clock.new_id().hex())
        self._device = bytes.fromhex(self.setting(_DEVICE))

    @property
    def vault(self) -> Vault:
        """The vault this book lies in."""
        return self._vault

    @property
    def device(self) -> bytes:
        """Id of this vault, by which others know what was written in it."""
        return self._device

    def close(self) -> None:
        """Let go of every connection. What was read stays with whoever holds it; the book itself is of no more use."""
        with self._lock:
            self._listeners.clear()
            self._writing.close()
            self._engine.dispose()

    def transact(self, act: Act, work: Callable[[Writer], T]) -> Outcome[T]:
        """Run `work` as one act: all of it is kept, with its history, or none of it.

        Raises:
            UserError: A value does not fit, or a record is stale; nothing was changed.
            ReadOnlyError: The vault was opened for reading only.
        """
        return self._write(act, lambda writer, _act: work(writer))

    def read(self, work: Callable[[Reader], T]) -> T:
        """Run `work` on the book as it stands now; it sees one moment, whatever is written meanwhile."""
        with self._reading() as reader:
            return work(reader)

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call `listener` after each act that changed something, in the thread that wrote. Returns how to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def undo(self, act: bytes | None = None) -> Outcome[UndoReport]:
        """Undo an act as a new act; undoing an undo brings back what it undid.

        Args:
            act: Its id; None for the newest that can be undone.

        Raises:
            UserError: There is nothing to undo, or nothing of it can be undone any more.
        """
        line = self.act(act) if act is not None else self.can_undo()
        if line is None:
            raise NotFoundError(_("There is nothing to undo."))
        undone = self.act(line.undoes) if line.undoes else None
        if line.merged:
            return self._write(Act.UNDO, lambda writer, act: merging.set_aside(writer, act, line), undoes=line.id)
        if undone is not None and undone.merged:
            return self._write(Act.UNDO, lambda writer, _act: merging.call_back(writer, undone, line), undoes=line.id)
        return self._write(Act.UNDO, lambda writer, _act: self._set_back(writer, line), undoes=line.id)

    def merge(self, sources: Sequence[Arrival], *, dry_run: bool = False) -> Outcome[Account]:
        """Let what others bring join this book, all sources in one act; see `store.merging`.

        Args:
            sources: What they bring. One that is damaged or forged is left out as a whole, and said so in the account.
            dry_run: Do all of it, give the account, and keep nothing.

        Raises:
            ReadOnlyError: The vault was opened for reading only.
        """
        return self._write(Act.MERGE, lambda writer, act: merging.merge(writer, act, sources), keep=not dry_run)

    def outgoing(self, records: Collection[bytes] | None = None) -> Outgoing:
        """The whole log, or all that it tells of some records, to be merged elsewhere."""
        return self.tell(lambda told: Outgoing(tuple(told.acts()), tuple(told.changes())), records)

    def tell(
        self, work: Callable[[Selection], T], records: Collection[bytes] | None = None, known: Collection[bytes] = ()
    ) -> T:
        """Run `work` on a part of the log as it stands now, which may be more than fits into memory; see `Selection`.

        Args:
            work: Reads it.
            records: Of these records alone; None for all.
            known: Ids of changes that the other knows.
        """
        with self._reading() as reader:
            return work(Selection(reader.raw, records, known))

    def known_changes(self, *, waiting: bool = False) -> frozenset[bytes]:
        """Ids of all changes in the log; with `waiting`, also of those that wait or were set aside."""
        more = " UNION ALL SELECT id FROM log_parked" if waiting else ""
        with self._reading() as reader:
            return frozenset(bytes(one) for (one,) in reader.raw.execute(f"SELECT id FROM log_change{more}"))

    def erased_records(self) -> frozenset[bytes]:
        """Ids of all records that were erased for good."""
        with self._reading() as reader:
            return log.erased_records(reader.raw)

    def conflicts(self, records: Collection[RecordId] | None = None) -> list[OpenConflict]:
        """Every field that waits for somebody's decision; only those of some records, if they are given."""
        with self._reading() as reader:
            if records is None:
                return conflicts(reader)
            return [found for record in sorted(records) for found in conflicts_of(reader, record)]

    def merges(self) -> list[PastMerge]:
        """The merges that were done here, the newest first, those that were undone too."""
        with self._reading() as reader:
            return past_merges(reader.raw, lambda number: self._act_line(reader, log.act_numbered(reader.raw, number)))

    def resolve(self, record: RecordId, values: Mapping[str, Value]) -> Outcome[None]:
        """Decide open conflicts of one record, as one act; see `BookWriter.decide`."""
        return self._write(Act.RESOLVE_CONFLICT, lambda writer, _act: writer.decide(record, values))

    def seal(self) -> Seal:
        """Bind all that was written until now into the vault's chain and sign its end; see `history.seal`.

        Raises:
            ReadOnlyError: The vault was opened for reading only.
        """
        if self._vault.read_only:
            raise ReadOnlyError(_("This vault is open for reading only. Nothing was changed."))
        key = self._seal_key()
        with self._lock, faults():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                with self._pen.unguarded():
                    now = self._clock.now().isoformat(timespec="seconds")
                    made = set_seal(self._raw, key, self._device, now)
                self._raw.execute("COMMIT")
            except BaseException:
                self._raw.execute("ROLLBACK")
                raise
        return made

    def _seal_key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - few seal

        if not self.setting(_SEAL_KEY):
            self.set_setting(_SEAL_KEY, Ed25519PrivateKey.generate().private_bytes_raw().hex())
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.setting(_SEAL_KEY)))

    def can_undo(self) -> ActLine | None:
        """The act that `undo()` would undo: the newest of this vault that is no undo, no erasure, and not undone."""
        with self._reading() as reader:
            for act in log.acts(reader.raw):
                undoable = act.name not in _NEVER_UNDONE and not act.brought
                if undoable and not log.undone_by(reader.raw, act.id):
                    return self._act_line(reader, act)
        return None

    def act(self, act_id: bytes) -> ActLine | None:
        """One act by its id, None if it is not here."""
        with self._reading() as reader:
            found = log.act(reader.raw, act_id)
            return self._act_line(reader, found) if found else None

    def acts(self, *, limit: int = 200, before: int | None = None) -> list[ActLine]:
        """The acts, newest first; `before` reads on from an `ActLine.n`."""
        with self._reading() as reader:
            return [self._act_line(reader, act) for act in islice(log.acts(reader.raw, before=before), limit)]

    def history(self, record: RecordId) -> list[ChangeLine]:
        """All that was ever written in one record, oldest first.

        Raises:
            NotFoundError: There was never such a record here.
        """
        with self._reading() as reader:
            changes = log.changes_of_record(reader.raw, record)
            if not changes or changes[0].kind not in self._types:
                raise NotFoundError(_("There is no such record in this vault."))
            facts = self._types[changes[0].kind].facts
            defaults = {name: stated.default for name, stated in facts.items()}
            lines: list[ChangeLine] = []
            before: Mapping[str, Value] = defaults
            for position, change in enumerate(changes, start=1):
                after = state_of(changes[:position], facts).values or defaults
                fields = [name for name in change.fields if name in facts]
                act = log.act_numbered(reader.raw, change.act)
                lines.append(
                    ChangeLine(
                        id=change.id,
                        act=self._act_line(reader, act),
                        verb=_VERBS.get(change.verb, "other"),
                        values={name: after[name] for name in fields},
                        before={name: before[name] for name in fields},
                    )
                )
                before = after
            return lines

    def search(self, words: str, *, kinds: frozenset[str] = frozenset(), limit: int = 50) -> list[Hit]:
        """Records that hold all the words, the last as a prefix, in any script; the best first.

        First of all comes what is called just that, in any spelling.
        """
        with self._reading() as reader:
            hits: list[Hit] = []
            for match in query.find(reader.raw, words, kinds=kinds, limit=limit, types=self._types):
                owner = reader.find(RecordId(match.owner))
                if owner is not None:
                    hits.append(
                        Hit(match.kind, RecordId(match.record), owner.kind, owner.id, titles.title(reader, owner), "")
                    )
            called = skeleton(words)
            return sorted(hits, key=lambda hit: skeleton(hit.title) != called)

    def search_ids(self, words: str, owner_kind: str, *, limit: int = 2_000) -> list[RecordId]:
        """Ids of the records of one kind that hold all the words, in themselves or in a part of them; the best first.

        For filtering a list: no record is read.
        """
        with self._reading() as reader:
            kinds = query.kinds_within(self._types, owner_kind)
            found = query.find(reader.raw, words, kinds=kinds, limit=limit, types=self._types)
            return list(dict.fromkeys(RecordId(match.owner) for match in found if match.owner_kind == owner_kind))

    def check(
        self, progress: Callable[[str, int], None] = lambda _step, _done: None, *, kept: Seal | None = None
    ) -> list[Finding]:
        """Look the whole vault over: pages, log against tables, seals, evidence, links. Changes nothing.

        Args:
            progress: Called with the name of the step and how much of it is done.
            kept: A seal that was kept elsewhere, to be compared with the history here.
        """
        with self._reading() as reader:
            sealed = partial(broken, reader.raw, self._device, kept)
            return list(findings(reader, self._vault, self._types, self.altered, progress, sealed))

    def can_redo(self) -> ActLine | None:
        """The undo that would be undone to bring back what was undone last; None once something new was done."""
        with self._reading() as reader:
            for act in log.acts(reader.raw):
                if act.brought:
                    continue
                if act.name != Act.UNDO.name:
                    return None
                undone = log.act(reader.raw, act.undoes)
                undid_a_deed = undone is not None and undone.name != Act.UNDO.name
                if undid_a_deed and not log.undone_by(reader.raw, act.id):
                    return self._act_line(reader, act)
        return None

    def setting(self, name: str) -> str:
        """A setting kept inside this vault, empty if it was never set."""
        # Not over the writer's connection: two threads in one connection wait for each other for ever.
        with self._reading() as reader:
            return _setting(reader.raw, name)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting inside this vault; it is not part of history and is not merged."""
        with self._lock:
            self._raw.execute(
                "INSERT INTO book_setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def _write(
        self,
        act: Act,
        work: Callable[[BookWriter, log.LoggedAct], T],
        *,
        undoes: bytes = b"",
        keep: bool = True,
    ) -> Outcome[T]:
        if self._vault.read_only:
            raise ReadOnlyError(_("This vault is open for reading only. Nothing was changed."))
        with self._lock, faults():
            value, changes, erased = self._in_transaction(act, work, undoes, keep=keep)
            if erased:
                # What was erased must not live on in the write-ahead log.
                self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if changes.act:
            for listener in tuple(self._listeners):
                listener(changes)
        return Outcome(value, changes)

    def _in_transaction(
        self, act: Act, work: Callable[[BookWriter, log.LoggedAct], T], undoes: bytes, *, keep: bool
    ) -> tuple[T, ChangeSet, bool]:
        raw = self._raw
        raw.execute("BEGIN IMMEDIATE")
        try:
            before = log.last_change(raw)
            author = _setting(raw, _AUTHOR)
            opened = self._pen.begin(name=act.name, device=self._device, author=author, undoes=undoes)
            writer = BookWriter(self._writing, self._types, self._clock, self._pen)
            value = work(writer, opened)
            if not keep:
                raw.execute("ROLLBACK")
                return value, ChangeSet(b"", act.name, frozenset()), False
            touched = {*log.touched_since(raw, before, writer.loaded_changes), *writer.touched}
            # What is new comes first: some of it may have been written in again, and is in the index then.
            for kind, ids in writer.loaded.items():
                index.load(raw, kind, ids, self._types)
            index.refresh(raw, touched, self._types)
            if writer.erased:
                index.scrub(raw)
            nothing = not touched and not writer.disturbed and log.last_change(raw) == before
            raw.execute("ROLLBACK" if nothing else "COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
        finally:
            self._pen.end()
            if self._writing.in_transaction():
                # The engine's own idea of a transaction, which the statements above have ended.
                self._writing.commit()
        if nothing:
            return value, ChangeSet(b"", act.name, frozenset()), False
        return value, ChangeSet(opened.id, act.name, frozenset(touched), bool(writer.loaded)), writer.erased

    @contextmanager
    def _reading(self) -> Iterator[BookReader]:
        with faults(), self._engine.connect() as connection:
            reader = BookReader(connection, self._types)
            if _READS not in connection.info:
                # Whatever a query of casework holds, it cannot write.
                reader.raw.execute("PRAGMA query_only = 1")
                # A page that is not in memory is decrypted again: this holds the index that the longest list is from.
                reader.raw.execute(f"PRAGMA cache_size = {_READING_CACHE}").fetchall()
                connection.info[_READS] = True
            reader.raw.execute("BEGIN")
            try:
                yield reader
            finally:
                reader.raw.execute("ROLLBACK")

    def _set_back(self, writer: BookWriter, line: ActLine) -> UndoReport:
        records = 0
        kept: list[NotUndone] = []
        seen: set[RecordId] = set()
        knowingly = self._decided(line)
        for change in log.changes_of_act(writer.raw, line.n):
            if change.record in seen or change.kind not in self._types:
                continue
            seen.add(change.record)
            changes = log.changes_of_record(writer.raw, change.record)
            undone = log.undone_acts(writer.raw, {found.act for found in changes})
            back = undo.reversal(self._types[change.kind], changes, line.n, undone, knowingly=knowingly)
            kept.extend(back.kept)
            if back.values:
                writer.set_back(change.record, back.values, knowingly=knowingly)
                records += 1
        if not records:
            reasons = " ".join(sorted({left.reason for left in kept}))
            raise UserError(_("Nothing of this can be undone. {reasons}").format(reasons=reasons).strip())
        return UndoReport(line, records, tuple(kept))

    def _decided(self, line: ActLine | None) -> bool:
        """Whether an act decided an open conflict, or undid or brought back such a decision."""
        while line is not None and line.undoes:
            line = self.act(line.undoes)
        return line is not None and line.name == Act.RESOLVE_CONFLICT.name

    def _act_line(self, reader: BookReader, act: log.LoggedAct) -> ActLine:
        brought = records_brought(reader.raw, act.n)
        return ActLine(
            n=act.n,
            id=act.id,
            name=act.name,
            when=act.when,
            author=act.author,
            undoes=act.undoes,
            undone_by=log.undone_by(reader.raw, act.id),
            records=log.records_of_act(reader.raw, act.n) if brought is None else brought,
            brought=act.brought,
            merged=brought is not None,
        )

    def _prepare(self) -> tuple[str, ...]:
        connection = self._vault.connect()
        try:
            if self._vault.read_only:
                migrate.refuse_other_versions(connection)
                return ()
            pen = log.Pen(connection, self._clock)
            return migrate.prepare(connection, pen, self._types, lambda: self._vault.back_up("migration"))
        finally:
            connection.close()


def _setting(raw: log.Connection, name: str) -> str:
    row = raw.execute("SELECT value FROM book_setting WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""
