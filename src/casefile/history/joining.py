"""What came joins the log as far as its ancestors are here; the rest waits. What an undone merge brought is set aside.

The log (V) is closed under ancestors. A change whose parents are missing waits in `log_parked`; so does, set aside,
what an undone merge had brought. Nobody's clock plays a part. Here only the sets of changes are made; `settling` then
makes rows, heads and conflicts of them.

What waits joins when its ancestors do. What was set aside comes back only when it arrives again, or as an ancestor of
something that does. On a record of which an erasure is known nothing waits and nothing is set aside: it could not be
told apart from what the erasure must reach.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from casefile.history.arrivals import closed
from casefile.history.log import ERASING, Connection, last_change, split_ids
from casefile.history.seal import forget_salts

_COLUMNS = "id, act, kind, record, parents, verb, fields"


@dataclass(slots=True)
class Joined:
    """What became of what came.

    Attributes:
        records: Records that got changes.
        waiting: Records of which changes wait for their ancestors.
        dropped: Erased records of which a change was not kept, since it could not join and must not wait.
        first: Number of the first change that joined.
        last: Number of the last; below `first` if there was none.
    """

    records: set[bytes] = field(default_factory=set)
    waiting: set[bytes] = field(default_factory=set)
    dropped: set[bytes] = field(default_factory=set)
    first: int = 1
    last: int = 0


@dataclass(slots=True)
class Left:
    """What became of a merge that was undone.

    Attributes:
        records: Records that lost changes.
        waiting: How many changes that waited were set aside.
        kept: Records of which something stays, since somebody went on from it here.
        erased: Records of which all stays, since an erasure is final.
    """

    records: set[bytes] = field(default_factory=set)
    waiting: int = 0
    kept: set[bytes] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)


def join(connection: Connection, merge: int) -> Joined:
    """Let all join that can, of what was laid out and of what waited; the rest waits. Capture must be off.

    Args:
        connection: The writing connection, after `arrivals.lay_out`.
        merge: Number of the act that brings it.
    """
    joined = Joined()
    # What an earlier merge brought and an undo set aside is brought anew by this one.
    connection.execute("DELETE FROM log_parked WHERE aside = 1 AND id IN (SELECT id FROM arrival)")
    again = frozenset(_records(connection, "SELECT id FROM arrival WHERE id IN (SELECT id FROM log_parked)"))
    _order_by_ancestry(connection, merge, again, joined)
    _write_acts(connection, merge)
    _let_wait(connection, merge, joined)
    joined.first = last_change(connection) + 1
    joined.records.update(_records(connection, "SELECT DISTINCT record FROM arrival"))
    connection.execute(
        "INSERT INTO log_change (id, act, kind, record, parents, verb, fields)"
        " SELECT t.id, a.n, t.kind, t.record, t.parents, t.verb, t.fields FROM arrival t"
        " JOIN log_act a ON a.id = t.act ORDER BY t.place"
    )
    joined.last = last_change(connection)
    return joined


def set_aside(connection: Connection, merge: int) -> Left:
    """Take out of the log what a merge brought, but for what a change that stays descends from. Capture must be off.

    Args:
        connection: The writing connection.
        merge: Number of the act that brought it.
    """
    left = Left()
    (first, last) = connection.execute("SELECT first, last FROM log_merge WHERE act = ?", (merge,)).fetchone()
    waiting = connection.execute(
        "UPDATE log_parked SET aside = 1 WHERE brought = ? AND aside = 0 RETURNING id", (merge,)
    ).fetchall()
    left.waiting = len(waiting)
    # Its own changes, wherever they joined; and those of other merges that joined with it, which wait again.
    connection.execute("DROP TABLE IF EXISTS temp.leaving")
    connection.execute(
        "CREATE TEMP TABLE leaving (n INTEGER PRIMARY KEY, record BLOB NOT NULL, brought INTEGER NOT NULL)"
    )
    connection.execute(
        "INSERT INTO leaving SELECT c.n, c.record, coalesce(r.brought, ?1) FROM log_change c"
        " LEFT JOIN log_rejoined r ON r.id = c.id AND r.joined = ?1 WHERE c.n BETWEEN ?2 AND ?3",
        (merge, first, last),
    )
    connection.execute(
        "INSERT OR IGNORE INTO leaving SELECT c.n, c.record, ?1 FROM log_rejoined r JOIN log_change c ON c.id = r.id"
        " WHERE r.brought = ?1",
        (merge,),
    )
    left.erased = set(
        _records(
            connection,
            "SELECT DISTINCT l.record FROM leaving l WHERE EXISTS"
            f" (SELECT 1 FROM log_change c WHERE c.record = l.record AND c.verb IN {ERASING})",
        )
    )
    _keep_records(connection, left.erased)
    for record in _records(
        connection,
        "SELECT DISTINCT l.record FROM leaving l WHERE EXISTS (SELECT 1 FROM log_change c WHERE c.record = l.record"
        " AND NOT EXISTS (SELECT 1 FROM leaving o WHERE o.n = c.n))",
    ):
        _keep_ancestors(connection, record, merge, left)
    left.records.update(_records(connection, "SELECT DISTINCT record FROM leaving"))
    connection.execute(
        f"INSERT OR REPLACE INTO log_parked ({_COLUMNS}, brought, aside)"
        " SELECT c.id, c.act, c.kind, c.record, c.parents, c.verb, c.fields, l.brought, l.brought = ?"
        " FROM leaving l JOIN log_change c ON c.n = l.n",
        (merge,),
    )
    connection.execute(
        "DELETE FROM log_rejoined WHERE id IN (SELECT c.id FROM leaving l JOIN log_change c ON c.n = l.n)"
    )
    connection.execute("DELETE FROM log_change WHERE n IN (SELECT n FROM leaving)")
    connection.execute("DROP TABLE temp.leaving")
    return left


def call_back(connection: Connection, merge: int) -> None:
    """Lay out again what the undo of a merge set aside, as if it arrived; after `arrivals.begin`, capture off."""
    connection.execute(
        "INSERT INTO arrival SELECT p.id, a.id, p.kind, p.record, p.parents, p.verb, p.fields,"
        " row_number() OVER (ORDER BY p.id) FROM log_parked p JOIN log_act a ON a.n = p.act"
        " WHERE p.brought = ? AND p.aside = 1",
        (merge,),
    )
    connection.execute(
        "INSERT OR IGNORE INTO arrival_act SELECT a.id, a.stamp, a.device, a.author, a.name, a.undoes"
        " FROM log_parked p JOIN log_act a ON a.n = p.act WHERE p.brought = ? AND p.aside = 1",
        (merge,),
    )
    connection.execute("INSERT OR IGNORE INTO came SELECT record, min(kind) FROM arrival GROUP BY record")


def forget_erased(connection: Connection, record: bytes) -> None:
    """Forget what waits or was set aside of a record that an erasure reached, and what its seals could be guessed from.

    Capture must be off.
    """
    # The salts first: those of what waits are found by it.
    forget_salts(connection, record)
    connection.execute("DELETE FROM log_parked WHERE record = ?", (record,))


def _records(connection: Connection, query: str) -> list[bytes]:
    return [bytes(record) for (record,) in connection.execute(query).fetchall()]


def _order_by_ancestry(connection: Connection, merge: int, again: frozenset[bytes], joined: Joined) -> None:
    """Where not everything can join as it lies, or something parked can, work it out record by record."""
    tangled = _records(
        connection,
        "SELECT DISTINCT t.record FROM arrival t WHERE t.record IN (SELECT record FROM log_parked)"
        " OR (t.parents <> x'' AND NOT (length(t.parents) = 16 AND ("
        "EXISTS (SELECT 1 FROM arrival p WHERE p.id = t.parents AND p.place < t.place)"
        " OR EXISTS (SELECT 1 FROM log_change c WHERE c.id = t.parents))))",
    )
    (place,) = connection.execute("SELECT coalesce(max(place), 0) + 1 FROM arrival").fetchone()
    # What waits and came again stays what the earlier merge brought.
    connection.execute("DELETE FROM arrival WHERE id IN (SELECT id FROM log_parked)")
    for record in tangled:
        place = _order_record(connection, record, merge, again, place, joined)


def _order_record(
    connection: Connection, record: bytes, merge: int, again: frozenset[bytes], place: int, joined: Joined
) -> int:
    own = {bytes(one) for (one,) in connection.execute("SELECT id FROM log_change WHERE record = ?", (record,))}
    came = _parents(connection, "SELECT id, parents FROM arrival WHERE record = ?", record)
    # Whoever forged a record of another kind must not join, nor keep the record itself out.
    parked = (
        "SELECT id, parents FROM log_parked p WHERE record = ?"
        " AND kind = (SELECT kind FROM came WHERE record = p.record)"
    )
    waited = _parents(connection, f"{parked} AND aside = 0", record)
    aside = _parents(connection, f"{parked} AND aside = 1", record)
    able = closed(own, {**came, **waited, **aside})
    # What was set aside comes back only as an ancestor of something that came; what waited does not call it back.
    wanted: set[bytes] = set()
    queue = [one for one in {*came, *again.intersection(waited)} if one in able]
    while queue:
        one = queue.pop()
        if one not in wanted:
            wanted.add(one)
            queue.extend(parent for parent in able[one] if parent in able)
    wanted.update(closed(own | wanted, {one: parents for one, parents in waited.items() if one not in wanted}))
    for one in (one for one in able if one in wanted):
        place += 1
        if one in came:
            connection.execute("UPDATE arrival SET place = ? WHERE id = ?", (place, one))
        else:
            _unpark(connection, one, place, merge if one in waited else 0)
    late = [one for one in came if one not in wanted]
    if late:
        joined.waiting.add(record)
        # A place below zero marks what must wait.
        connection.executemany("UPDATE arrival SET place = -1 WHERE id = ?", [(one,) for one in late])
    return place


def _parents(connection: Connection, query: str, record: bytes) -> dict[bytes, tuple[bytes, ...]]:
    return {bytes(one): split_ids(bytes(parents)) for one, parents in connection.execute(query, (record,))}


def _unpark(connection: Connection, one: bytes, place: int, joined: int) -> None:
    connection.execute(
        "INSERT INTO arrival SELECT p.id, a.id, p.kind, p.record, p.parents, p.verb, p.fields, ?"
        " FROM log_parked p JOIN log_act a ON a.n = p.act WHERE p.id = ?",
        (place, one),
    )
    connection.execute(
        "INSERT OR IGNORE INTO arrival_act SELECT a.id, a.stamp, a.device, a.author, a.name, a.undoes"
        " FROM log_parked p JOIN log_act a ON a.n = p.act WHERE p.id = ?",
        (one,),
    )
    if joined:
        # Whoever brought it keeps having brought it: the undo of this merge lets it wait again.
        connection.execute(
            "INSERT OR REPLACE INTO log_rejoined SELECT id, brought, ? FROM log_parked WHERE id = ?", (joined, one)
        )
    connection.execute("DELETE FROM log_parked WHERE id = ?", (one,))


def _write_acts(connection: Connection, merge: int) -> None:
    base = last_change(connection)
    # After an undo numbers are given anew, so that a change may join below where its act once began.
    connection.execute(
        "UPDATE log_act SET first = ? WHERE first > ? AND id IN (SELECT act FROM arrival)", (base + 1, base + 1)
    )
    connection.execute(
        "INSERT INTO log_act (id, stamp, device, author, name, undoes, first, brought)"
        " WITH ranked AS (SELECT act, place, row_number() OVER (ORDER BY place < 0, place) AS r FROM arrival)"
        " SELECT a.id, a.stamp, a.device, a.author, a.name, a.undoes, ? + min(r.r), ? FROM ranked r"
        " JOIN arrival_act a ON a.id = r.act WHERE NOT EXISTS (SELECT 1 FROM log_act o WHERE o.id = r.act)"
        " GROUP BY r.act ORDER BY min(r.r)",
        (base, merge),
    )
    # An act of which an undone merge had brought all there was: this one brings it.
    connection.execute(
        "UPDATE log_act SET brought = ? WHERE id IN (SELECT act FROM arrival)"
        " AND brought IN (SELECT act FROM log_merge WHERE undone <> 0)",
        (merge,),
    )


def _let_wait(connection: Connection, merge: int, joined: Joined) -> None:
    if not joined.waiting:
        return
    erased = set(
        _records(
            connection,
            f"SELECT record FROM arrival WHERE place < 0 AND EXISTS (SELECT 1 FROM log_change c"
            f" WHERE c.record = arrival.record AND c.verb IN {ERASING})"
            f" UNION SELECT record FROM arrival WHERE place >= 0 AND verb IN {ERASING}",
        )
    )
    for record in erased & joined.waiting:
        # It can be sent again, with the record's whole history.
        joined.waiting.discard(record)
        joined.dropped.add(record)
        connection.execute("DELETE FROM arrival WHERE record = ? AND place < 0", (record,))
    connection.execute(
        f"INSERT INTO log_parked ({_COLUMNS}, brought, aside)"
        " SELECT t.id, a.n, t.kind, t.record, t.parents, t.verb, t.fields, ?, 0 FROM arrival t"
        " JOIN log_act a ON a.id = t.act WHERE t.place < 0",
        (merge,),
    )
    connection.execute("DELETE FROM arrival WHERE place < 0")


def _keep_records(connection: Connection, records: Iterable[bytes]) -> None:
    connection.executemany("DELETE FROM leaving WHERE record = ?", [(record,) for record in records])


def _keep_ancestors(connection: Connection, record: bytes, merge: int, left: Left) -> None:
    rows = connection.execute(
        "SELECT c.n, c.id, c.parents, l.brought FROM log_change c LEFT JOIN leaving l ON l.n = c.n WHERE c.record = ?",
        (record,),
    ).fetchall()
    number = {bytes(one): n for n, one, _parents, _brought in rows}
    parents = {bytes(one): split_ids(bytes(joined)) for _n, one, joined, _brought in rows}
    leaving = {bytes(one) for _n, one, _parents, brought in rows if brought is not None}
    others = {bytes(one) for _n, one, _parents, brought in rows if brought not in {None, merge}}
    queue = [parent for one in parents.keys() - leaving for parent in parents[one]]
    kept: set[bytes] = set()
    while queue:
        one = queue.pop()
        if one not in kept:
            kept.add(one)
            queue.extend(parents[one])
    # What another merge brought waits only as long as an ancestor of it is not here.
    leaving_now = leaving - kept
    kept.update(closed(parents.keys() - leaving_now, {one: parents[one] for one in others & leaving_now}))
    stay = kept & leaving
    if stay:
        left.kept.add(record)
        connection.executemany("DELETE FROM leaving WHERE n = ?", [(number[one],) for one in stay])
