"""What offices do all day, drawn at random from one number: the same number, the same day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from properties.merge_offices import Office, by_a_later_version, heard_secrets
from properties.merge_oracle import ERASE_FIELDS, INSERT, WRITE, Node

LEAST, MOST = 3, 5
STORIES = (
    "",
    "He was held.\n\nHe saw nobody.",
    "He was held in Aktau.\n\nHe saw nobody.",
    "He was held.\n\nHe saw nobody.\n\nA lawyer came.",
    "He was held.\n\nA lawyer came.",
)
CHOICES = {
    "called": ("", "Aisha", "aisha", "Айша"),
    "story": STORIES,
    "note": ("", "x"),
    "masts": (None, 1, 2, 3),
    "archived": (0, 0, 1),
}
OFTEN = {
    "add": 2,
    "edit": 8,
    "all_edit_one": 6,
    "put_aside": 1,
    "erase": 1,
    "decide": 4,
    "undo": 3,
    "merge": 7,
    "merge_several": 3,
    "send_some": 5,
    "send_the_end_only": 6,
    "undo_merge": 6,
    "undo_merge_again": 3,
    "redo_merge": 2,
    "later_version": 2,
    "copy": 1,
    "new_office": 1,
}
"""How often each thing is done."""


class Days:
    """Three to five offices. They start with a common past, so that they have something to disagree about."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311 - days that can be lived again
        self.opened = self.words = 0
        self.offices: list[Office] = []
        self.touched: set[int] = set()
        for _number in range(LEAST):
            self._open()
        first = self.offices[0]
        [harbour] = first.add("harbour", {"called": "Aktau"})
        first.add("boat", {"called": "Aisha", "story": STORIES[1], "harbour": harbour}, {"crew": ("a", "b")})
        for other in self.offices[1:]:
            other.merge(first.send())

    def close(self) -> None:
        """Shut every vault."""
        for office in self.offices:
            office.book.close()

    def live(self, draw: int, things: Sequence[str] = ()) -> None:
        """Do one thing: of these, or any."""
        self.random = random.Random(f"{self.seed} {draw}")  # noqa: S311 - the same
        what = self.random.choice(things) if things else self.random.choices(list(OFTEN), list(OFTEN.values()))[0]
        heard_secrets(self.offices)
        getattr(self, f"_{what}")()

    def look(self) -> None:
        """Compare every vault that something was done to with its model."""
        for office in self.offices:
            if id(office) in self.touched:
                office.look()
        self.touched.clear()

    # Drawing

    def _some(self, how_many: int = 1) -> list[Office]:
        some = self.random.sample(self.offices, min(how_many, len(self.offices)))
        self.touched.add(id(some[0]))
        return some

    def _records(self, office: Office, how_many: int, *kinds: str) -> list[bytes]:
        there = sorted(record for record, (kind, _row) in office.model.rows().items() if not kinds or kind in kinds)
        return self.random.sample(there, min(how_many, len(there)))

    def _values(self, office: Office, kind: str, share: float) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, default in office.model.schema[kind].items():
            if name == "reference" or self.random.random() > share:
                continue
            if name == "harbour":
                values[name] = next(iter(self._records(office, 1, "harbour")), b"")
            elif isinstance(default, frozenset):
                values[name] = tuple(element for element in "abc" if self.random.random() < 1 / 2)
            elif name in {"called", "note"} and self.random.random() < 1 / 3:
                self.words += 1
                values[name] = f"secret{self.words}x"
            else:
                values[name] = self.random.choice(CHOICES[name])
        return values

    def _edit_of(self, office: Office, record: bytes) -> tuple[bytes, dict[str, Any]]:
        return record, self._values(office, office.model.records()[record], 1 / 3)

    # Doing

    def _open(self) -> None:
        self.opened += 1
        self.offices.append(Office(self.folder / str(self.opened), self.opened, self.seed))
        self.touched.add(id(self.offices[-1]))

    def _new_office(self) -> None:
        if len(self.offices) < MOST:
            self._open()

    def _add(self) -> None:
        [office] = self._some()
        kind = self.random.choice(["boat", "boat", "harbour"])
        office.add(kind, *(self._values(office, kind, 2 / 3) for _row in range(self.random.randint(1, 2))))

    def _edit(self) -> None:
        """Several records in one act, some of them twice."""
        [office] = self._some()
        records = self._records(office, self.random.randint(1, 3))
        office.edit(*(self._edit_of(office, record) for record in records + records[: self.random.randint(0, 1)]))

    def _all_edit_one(self) -> None:
        """Everybody works on the same record on the same day."""
        [one] = self._some()
        for record in self._records(one, 1):
            for office in self.offices:
                if record in office.model.rows():
                    office.edit(self._edit_of(office, record))
                    self.touched.add(id(office))

    def _put_aside(self) -> None:
        [office] = self._some()
        office.edit(*((record, {"archived": 1}) for record in self._records(office, 1)))

    def _erase(self) -> None:
        [office] = self._some()
        # With few records left there is little to disagree about.
        if len(office.model.rows()) > self.random.randint(0, 6):
            office.erase(self._records(office, 1)[0])

    def _decide(self) -> None:
        """For one of the values written, the one that is shown, or another."""
        [office] = self._some()
        open_ones = office.book.conflicts()
        if open_ones:
            conflict = self.random.choice(open_ones)
            values = [choice.value for choice in conflict.choices]
            values.append(self.random.choice(CHOICES.get(conflict.field, (values[0],))))
            office.decide(conflict.record, {conflict.field: self.random.choice(values)})

    def _undo(self) -> None:
        """An act of this office or, picked from the history, of another."""
        [office] = self._some()
        anywhere = sorted({node.act for node in office.model.log.values()})
        acts = office.mine[-3:] if self.random.random() < 2 / 3 else anywhere
        acts = [act for act in acts if act in office.acts and any(n.act == act for n in office.model.log.values())]
        if acts:
            office.undo(self.random.choice(acts))

    def _merge(self) -> None:
        into, source = self._some(2)
        into.merge(source.send(), rehearse=self.random.random() < 1 / 4)

    def _merge_several(self) -> None:
        """Several vaults at once, some of them bundles of some records."""
        into, *sources = self._some(self.random.randint(3, 4))
        into.merge(
            *(source.send(self._about(source) if self.random.random() < 1 / 3 else None) for source in sources),
            rehearse=self.random.random() < 1 / 4,
        )

    def _about(self, source: Office) -> set[bytes]:
        there = sorted(source.model.records())
        return set(self.random.sample(there, min(len(there), self.random.randint(1, 3))))

    def _send_some(self) -> None:
        """Some records only; some changes are lost on the way."""
        into, source = self._some(2)
        lost = self.random.getrandbits(64) & self.random.getrandbits(64)
        into.merge(source.send(self._about(source), lambda place: bool(lost >> (place % 64) & 1)))

    def _send_the_end_only(self) -> None:
        """The last changes of one record, without what they were made from."""
        into, source = self._some(2)
        for record in self._records(source, 1):
            first = len(source.model.changes(record)) - self.random.randint(1, 3)
            into.merge(source.send({record}, first.__gt__))

    def _undo_merge(self) -> None:
        [office] = self._some()
        if office.merges:
            office.undo_merge(self.random.choice(office.merges[-3:]))

    def _undo_merge_again(self) -> None:
        """What was undone is undone: a second time takes nothing more."""
        [office] = self._some()
        undone = sorted(set(office.undone.values()) - set(office.merges))
        if undone:
            office.undo_merge_again(self.random.choice(undone))

    def _redo_merge(self) -> None:
        [office] = self._some()
        if office.undone:
            office.redo_merge(self.random.choice(sorted(office.undone)))

    def _later_version(self) -> None:
        """Somebody with a later casefile sends what this one does not know, or erases a field."""
        [office] = self._some()
        self.words += 1
        written: list[Node] = []
        for record in self._records(office, 1, "boat"):
            what = self.random.choice(["verb", "field", "kind", "erase", "erase"])
            heads = office.model.state(record).heads
            if what == "verb":
                written.append(Node(b"", b"", "boat", record, heads, 9, {"called": "not a write"}))
            elif what == "field":
                written.append(Node(b"", b"", "boat", record, heads, WRITE, {"colour": f"red {self.words}"}))
            elif what == "erase":
                gone = self.random.sample(["called", "note", "story", "crew", "masts"], 2)
                written.append(Node(b"", b"", "boat", record, heads, ERASE_FIELDS, dict.fromkeys(gone)))
            else:
                vessel = bytes([9] * 15 + [self.random.randint(0, 1)])
                heads = office.model.state(vessel).heads
                verb = WRITE if heads else INSERT
                written.append(Node(b"", b"", "vessel", vessel, heads, verb, {"masts": 3, "sails": {"+": ["x"]}}))
        if written:
            office.merge(by_a_later_version(written, f"{self.seed} {self.words} {self.opened}"))

    def _copy(self) -> None:
        """A laptop is replaced by a copy of another; both go on."""
        source, lost = self._some(2)
        lost.book.close()
        self.opened += 1
        made = source.copied(self.folder / str(self.opened), self.opened, self.seed)
        self.offices[self.offices.index(lost)] = made
        self.touched.add(id(made))


def live_through(seed: int, steps: int, folder: Path) -> None:
    """So many things one after another, everything compared after each."""
    source = random.Random(seed)  # noqa: S311 - days that can be lived again
    days = Days(folder, seed)
    try:
        for _step in range(steps):
            days.live(source.getrandbits(32))
            days.look()
    finally:
        days.close()
