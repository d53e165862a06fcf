"""Whatever is done to a book, in whatever order: its tables are what its log says, and what a plain model says."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import CasefileError, UserError
from casefile.casework.acts import Act
from casefile.history.replay import mismatches
from support.boats import BOATS
from support.vaults import boat_book

# Text that is already in the one form in which text is kept (Unicode's NFC), so that the model needs no rule for it.
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=6).filter(
    lambda name: unicodedata.is_normalized("NFC", name)
)
CREWS = st.frozensets(st.sampled_from(["Aliya", "Ержан", "ü", "b", '"', "\\", "{}"]), max_size=4)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "called": NAMES,
        "story": NAMES,
        "crew": CREWS.map(lambda crew: tuple(sorted(crew))),
        "masts": st.one_of(st.none(), st.integers(-5, 5)),
        "archived": st.integers(0, 1),
    },
)


class AnyBook(RuleBasedStateMachine):
    boats: Bundle[RecordId] = Bundle("boats")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.book, _vault = boat_book(Path(self.folder.name))
        # The oracle: what each record held after each act, kept by hand and sharing no code with the engine.
        self.rows: dict[RecordId, dict[str, Any]] = {}
        self.undo_stack: list[dict[RecordId, dict[str, Any]]] = []

    def teardown(self) -> None:
        self.book.close()
        self.folder.cleanup()

    def keep(self) -> dict[RecordId, dict[str, Any]]:
        return {record: dict(row) for record, row in self.rows.items()}

    def done(self, before: dict[RecordId, dict[str, Any]]) -> None:
        self.undo_stack.append(before)

    @rule(target=boats, values=VALUES)
    def add(self, values: dict[str, Any]) -> RecordId:
        before = self.keep()
        made = self.book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", **values)).value
        empty = {"called": "", "story": "", "note": "", "crew": (), "masts": None, "archived": 0, "harbour": NO_ID}
        self.rows[made] = {**empty, **values}
        self.done(before)
        return made

    @rule(target=boats, rows=st.lists(VALUES, min_size=1, max_size=4))
    def load(self, rows: list[dict[str, Any]]) -> Any:
        before = self.keep()
        made = self.book.transact(Act.ADD_RECORDS, lambda writer: writer.load("boat", rows)).value
        empty = {"called": "", "story": "", "note": "", "crew": (), "masts": None, "archived": 0, "harbour": NO_ID}
        self.rows.update({record: {**empty, **row} for record, row in zip(made, rows, strict=True)})
        self.done(before)
        return multiple(*made)

    @rule(edits=st.lists(st.tuples(boats, VALUES), min_size=1, max_size=3, unique_by=lambda edit: edit[0]))
    def edit(self, edits: list[tuple[RecordId, dict[str, Any]]]) -> None:
        before = self.keep()

        def work(writer: Any) -> None:
            for boat, values in edits:
                writer.update(boat, values)

        changes = self.book.transact(Act.EDIT_RECORD, work).changes
        for boat, values in edits:
            self.rows[boat].update(values)
        # An act may change a value and change it back; it is an act all the same.
        assert changes.act or self.rows == before
        if changes.act:
            self.done(before)

    @rule(boat=consumes(boats))
    def erase(self, boat: RecordId) -> None:
        self.book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
        del self.rows[boat]
        # Nothing erased comes back: neither from what came before, nor by undo.
        for kept in self.undo_stack:
            kept.pop(boat, None)

    @rule(boat=boats, values=VALUES)
    def fail_halfway(self, boat: RecordId, values: dict[str, Any]) -> None:
        def work(writer: Any) -> None:
            writer.update(boat, values)
            writer.insert("boat", called="never")
            raise UserError("changed my mind")

        try:
            self.book.transact(Act.EDIT_RECORD, work)
        except CasefileError:
            return
        raise AssertionError("an act that raised was kept")

    @rule()
    def undo(self) -> None:
        line = self.book.can_undo()
        if line is None:
            return
        wanted = self.undo_stack.pop() if self.undo_stack else {}
        try:
            self.book.undo(line.id)
        except UserError:
            # Nothing of it is left: it was erased, or it changed nothing in the end. It stays on top of the stack.
            self.undo_stack.append(wanted)
            return
        for record, row in self.rows.items():
            if record in wanted:
                row.update(wanted[record])
            else:
                row["archived"] = 1

    @invariant()
    def tables_are_what_the_log_says(self) -> None:
        with self.book._reading() as reader:
            assert list(mismatches(reader.raw, BOATS)) == []

    @invariant()
    def tables_are_what_was_done(self) -> None:
        found = {one.id: dict(one.values) for one in self.book.read(lambda book: book.of("boat", archived=True))}
        for row in found.values():
            del row["reference"]
        assert found == self.rows


TestAnyBook = AnyBook.TestCase
TestAnyBook.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
