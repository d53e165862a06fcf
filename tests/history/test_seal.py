from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.history.seal import Seal, read_seal
from casefile.store.casebook import Casebook
from casefile.store.merging import Arrival
from support.boats import seeded_clock
from support.vaults import BareVault, boat_book

Made = tuple[Casebook, BareVault]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    (tmp_path / "mine").mkdir()
    return boat_book(tmp_path / "mine")


def add(book: Casebook, **values: Value) -> RecordId:
    return book.transact(Act.ADD_RECORD, lambda writer: writer.insert("boat", **values)).value


def edit(book: Casebook, record: RecordId, **values: Value) -> None:
    book.transact(Act.EDIT_RECORD, lambda writer: writer.update(record, values))


def problems(book: Casebook, kept: Seal | None = None) -> list[str]:
    return [finding.text for finding in book.check(kept=kept) if finding.severity == "problem"]


def forge(vault: BareVault, *statements: str) -> None:
    """Write with another program, which has the key and none of the guards, and set the guards up again."""
    connection = vault.connect()
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    for _name, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_sealed_vault_that_nobody_touched_is_in_order_and_goes_on(made: Made) -> None:
    book, _vault = made
    boat = add(book, called="Aisha")
    first = book.seal()
    edit(book, boat, masts=2)
    second = book.seal()
    assert (first.changes, second.changes) == (1, 2)
    assert problems(book, first) == problems(book, second) == []
    assert read_seal(second.to_json()) == second
    assert second.is_signed()


def test_a_seal_tells_nothing_of_the_case_and_two_seals_of_one_history_are_not_alike(
    made: Made, tmp_path: Path
) -> None:
    book, _vault = made
    add(book, called="Aisha")
    (tmp_path / "other").mkdir()
    other, _other_vault = boat_book(tmp_path / "other")
    add(other, called="Aisha")
    # The same words in the same act by the same clock: only the salts are others, so nobody can guess and compare.
    assert book.outgoing() == other.outgoing()
    assert book.seal().chain != other.seal().chain
    other.close()


@pytest.mark.parametrize(
    "forgery",
    [
        """UPDATE log_change SET fields = '{"called":"Another"}' WHERE n = 1""",
        "UPDATE log_change SET act = 2 WHERE n = 1",
        "UPDATE log_act SET id = x'00112233445566778899aabbccddeeff' WHERE n = 1",
    ],
)
def test_a_history_that_was_rewritten_with_its_row_is_found(made: Made, forgery: str) -> None:
    book, vault = made
    add(book, called="Aisha")
    add(book, called="Bota")
    kept = book.seal()
    forge(
        vault,
        forgery,
        "UPDATE boat SET called = (SELECT fields ->> 'called' FROM log_change WHERE record = boat.id)",
    )
    assert problems(book) != []
    assert problems(book, kept) != []


def test_a_change_that_was_left_out_is_found(made: Made) -> None:
    book, vault = made
    add(book, called="Aisha")
    boat = add(book, called="Bota")
    kept = book.seal()
    forge(
        vault,
        "DELETE FROM log_change WHERE n = 2",
        "DELETE FROM log_head WHERE record NOT IN (SELECT record FROM log_change)",
        "DELETE FROM boat WHERE called = 'Bota'",
    )
    assert boat not in {one.id for one in book.read(lambda reader: reader.of("boat"))}
    assert len(problems(book)) == 1
    # With the chain cut as well, only the seal that lies elsewhere still tells.
    forge(vault, "DELETE FROM log_commitment", "DELETE FROM log_seal")
    assert problems(book) == []
    assert len(problems(book, kept)) == 1


def test_a_salt_taken_away_to_hide_what_was_left_out_is_found(made: Made) -> None:
    book, vault = made
    add(book, called="Aisha")
    kept = book.seal()
    forge(
        vault,
        "DELETE FROM log_change",
        "DELETE FROM log_head",
        "DELETE FROM boat",
        "UPDATE log_commitment SET salt = x''",
    )
    assert len(problems(book, kept)) == 1


def test_a_seal_that_was_set_twice_over_one_history_is_looked_at_twice(made: Made) -> None:
    book, vault = made
    add(book, called="Aisha")
    book.seal()
    book.seal()
    forge(vault, "UPDATE log_seal SET signature = zeroblob(64) WHERE n = 1")
    assert len(problems(book)) == 1


def test_a_salt_taken_away_to_hide_a_forgery_is_found(made: Made) -> None:
    book, vault = made
    add(book, called="Aisha")
    book.seal()
    forge(
        vault,
        """UPDATE log_change SET fields = replace(fields, 'Aisha', 'Another')""",
        "UPDATE boat SET called = 'Another'",
        "UPDATE log_commitment SET salt = x''",
    )
    assert len(problems(book)) == 1


def test_an_erasure_after_the_seal_is_in_order_and_leaves_nothing_to_guess_from(made: Made) -> None:
    book, _vault = made
    boat = add(book, called="Secret")
    edit(book, boat, masts=2)
    kept = book.seal()
    book.transact(Act.ERASE_RECORD, lambda writer: writer.erase(boat))
    assert problems(book, kept) == []
    with book._reading() as reader:
        assert reader.raw.execute("SELECT DISTINCT salt FROM log_commitment").fetchall() == [(b"",)]
    assert problems(book, book.seal()) == []


def test_what_an_undone_merge_set_aside_is_still_what_was_sealed(made: Made, tmp_path: Path) -> None:
    book, _vault = made
    (tmp_path / "other").mkdir()
    other, _other_vault = boat_book(tmp_path / "other", clock=seeded_clock(2))
    add(other, called="Theirs")
    log = other.outgoing()
    merge = book.merge([Arrival("other", log.acts, log.changes)]).changes.act
    kept = book.seal()
    book.undo(merge)
    assert problems(book, kept) == []
    other.close()


def test_a_seal_of_another_vault_or_with_another_signature_is_not_taken(made: Made) -> None:
    book, _vault = made
    add(book, called="Aisha")
    kept = book.seal()
    assert problems(book, replace(kept, vault="00" * 16)) != []
    assert problems(book, replace(kept, signature="00" * 64)) != []
    assert problems(book, replace(kept, changes=99)) != []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "casefile-seal-1"}', '{"format": "casefile-seal-2"}'])
def test_a_file_that_is_no_seal_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match="not a seal"):
        read_seal(text)
