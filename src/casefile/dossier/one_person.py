"""Reads people who were decided to be one and the same as one person, whatever asks.

A dossier must not tell half of what is known of somebody, nor withhold a name in one record and print it in another. So
all that gathers, redacts and counts reads through this: records of any joined person hang on one of them, whose empty
fields the others fill. Who is one with whom is decided in `casework.identity`; a contradiction joins nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.base.errors import NotFoundError
from casefile.base.i18n import _
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.identity import contradictions, decisions, groups, joined
from casefile.casework.record import Shape
from casefile.casework.soundness import by_time
from casefile.casework.sources import CONTRADICTS, ClaimView, claims_of_all
from casefile.casework.whereabouts import DECEASED
from casefile.dossier.shown import SAYS_NOTHING

if TYPE_CHECKING:
    from sqlalchemy import Executable, Row

    from casefile.casework.record import Value

_APART = frozenset({"identity_decision", "consent"})
"""Kinds asked for by one record alone: a decision names two, and each record's consent is weighed by itself."""
_OWN = frozenset({"note", "reference", "archived", "invented"})
"""Fields of a person that belong to the record and not to whoever it is about."""
_BY_NAME = frozenset({"shown_name", "described_as"})
"""Fields in which two records may differ without saying otherwise: another spelling is another name."""

_WHEREABOUTS = ("whereabouts_status", "whereabouts_since", "whereabouts_place")
"""Fields that only say something together, and of which the latest holds."""


class PeopleAsOne(Reader):
    """A reader to whom joined people are one.

    People who were invented for training are never joined with people who were not: see `redaction`.

    Args:
        reader: The book.
        about: Whom the dossier is about: of those joined, the first of them stands for all; else the oldest.
    """

    def __init__(self, reader: Reader, about: Sequence[RecordId] = ()) -> None:
        self.apart = reader
        made = decisions(reader, "person")
        self._decided = bool(made)
        self._head: dict[RecordId, RecordId] = {}
        self._members: dict[RecordId, tuple[Snapshot, ...]] = {}
        unsettled = [set(one.pair) for one in contradictions(made)]
        for group in groups(made):
            if not any(pair <= group for pair in unsettled):
                self._join(group, about)

    def _join(self, group: frozenset[RecordId], about: Sequence[RecordId]) -> None:
        alike: dict[Value, list[Snapshot]] = defaultdict(list)
        for one in sorted(group):
            found = self.apart.find(one)
            if found is not None and not found.archived:
                alike[found.values["invented"]].append(found)
        for members in alike.values():
            if len(members) > 1:
                place = {one: number for number, one in enumerate(about)}
                members.sort(key=lambda one: (place.get(one.id, len(place)), one.id))
                self._head.update((one.id, members[0].id) for one in members)
                self._members[members[0].id] = tuple(members)

    def members(self, person: RecordId) -> tuple[Snapshot, ...]:
        """The records read as one with this one, as they are recorded; nothing if it stands alone."""
        return self._members.get(self._head.get(person, person), ())

    def get(self, record: RecordId) -> Snapshot:
        """As of `Reader`."""
        found = self.find(record)
        if found is None:
            raise NotFoundError(_("There is no such record in this vault."))
        return found

    def find(self, record: RecordId) -> Snapshot | None:
        """As of `Reader`; of somebody joined the whole person."""
        found = self.apart.find(record)
        return found if found is None or not self._head else self._as_one(found)

    def of(self, kind: str, *, archived: bool = False, **equal: Value) -> list[Snapshot]:
        """As of `Reader`; what points to one of those joined points to all."""
        if kind == "identity_decision":
            return self.apart.of(kind, archived=archived, **equal) if self._decided else []
        if not self._head:
            return self.apart.of(kind, archived=archived, **equal)
        meant: list[list[Value]] = [[value] if kind in _APART else self._meant(value) for value in equal.values()]
        found: dict[RecordId, Snapshot] = {}
        for values in product(*meant):
            for one in self.apart.of(kind, archived=archived, **dict(zip(equal, values, strict=True))):
                whole = self._as_one(one)
                found.setdefault(whole.id, whole)
        return [found[one] for one in sorted(found)]

    def kind_of(self, record: RecordId) -> str:
        """As of `Reader`."""
        return self.apart.kind_of(record)

    def count(self, kind: str, *, archived: bool = False) -> int:
        """As of `Reader`."""
        return self.apart.count(kind, archived=archived)

    def rows(self, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """As of `Reader`, of the records as they are recorded."""
        return self.apart.rows(query, values)

    def _meant(self, value: Value) -> list[Value]:
        members = self.members(RecordId(value)) if isinstance(value, bytes) else ()
        return [one.id for one in members] or [value]

    def _as_one(self, record: Snapshot) -> Snapshot:
        """The whole person for one of its records; any other record with its links to such people bent to one."""
        head = self._head.get(record.id)
        if head is not None:
            return _whole(self._members[head])
        bent: dict[str, Value] = {
            field: self._head[RecordId(value)]
            for field, value in record.values.items()
            if isinstance(value, bytes) and RecordId(value) in self._head
        }
        return replace(record, values={**record.values, **bent}) if bent else record

    def rivals(self, person: RecordId) -> list[str]:
        """Fields in which another record of the same person says otherwise than what is read of the whole."""
        members = self.members(person)
        if not members:
            return []
        whole = _whole(members)
        return [
            field
            for field, facts in record_type("person").facts.items()
            if not (field in {*_OWN, *_BY_NAME, *_WHEREABOUTS} or facts.is_set or facts.shape is Shape.PROSE)
            and any(_tells(one.values[field]) and one.values[field] != whole.values[field] for one in members)
        ]

    def claims(self, records: Sequence[RecordId]) -> Mapping[RecordId, list[ClaimView]]:
        """What sources say of records, those of a joined person together.

        What a source says for a value that another of the person's records has speaks against the value that is read.
        """
        found = dict(claims_of_all(self, records))
        for person in records:
            members = self.members(person)
            if not members:
                continue
            whole = _whole(members)
            said = claims_of_all(self, [one.id for one in members])
            found[person] = [_of_whole(view, one, whole) for one in members for view in said.get(one.id, ())]
        return {record: views for record, views in found.items() if views}


def every_record(reader: Reader, person: RecordId) -> list[Snapshot]:
    """Every record that was ever decided to be this person, each as it is recorded, put aside or not.

    More than is read together: what must not be printed of somebody is looked for under each name that anybody gave.
    """
    apart = reader.apart if isinstance(reader, PeopleAsOne) else reader
    found = (apart.find(one) for one in sorted(joined(reader, person)))
    return [one for one in found if one is not None]


def _whole(members: Sequence[Snapshot]) -> Snapshot:
    """The first record with what the others tell where it says nothing; sets and texts of all."""
    head = members[0]
    values = dict(head.values)
    for field, facts in record_type("person").facts.items():
        if field in _OWN:
            continue
        told = [one.values[field] for one in members if _tells(one.values[field])]
        if facts.is_set:
            terms = {term for one in members for term in one.set(field)}
            values[field] = tuple(sorted(terms - SAYS_NOTHING or terms))
        elif facts.shape is Shape.PROSE:
            values[field] = "\n\n".join(dict.fromkeys(str(one) for one in told))
        elif told:
            values[field] = told[0]
    latest = max(members, key=_stands)
    values.update((field, latest.values[field]) for field in _WHEREABOUTS)
    return replace(head, values=values)


def _stands(record: Snapshot) -> tuple[bool, bool, bool, str]:
    undated, since = by_time(record.text("whereabouts_since"))
    status = record.values["whereabouts_status"]
    return status == DECEASED, _tells(status), not undated, since


def _tells(value: Value) -> bool:
    return value not in {"", None, b""} and value not in SAYS_NOTHING


def _of_whole(view: ClaimView, record: Snapshot, whole: Snapshot) -> ClaimView:
    stance, value = view.stance, view.value
    if view.field and record.values.get(view.field) != whole.values.get(view.field) and view.stance != CONTRADICTS:
        facts = record_type("person").facts[view.field]
        if not facts.is_set and facts.shape is not Shape.PROSE:
            stance, value = CONTRADICTS, value or str(record.values[view.field])
    return replace(view, record=whole.id, stance=stance, value=value)
