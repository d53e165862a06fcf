"""Killed at any moment of a merge or of its undo, a vault is as it was before or as it is after, and checks clean."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from casefile.base.clock import RecordId
from casefile.casework.acts import Act
from casefile.casework.book import Writer
from casefile.casework.record import Value
from casefile.history.replay import mismatches
from casefile.store.casebook import Casebook
from support.boats import BOATS, seeded_clock
from support.vaults import BareVault, boat_book

MERGER = """
    import sys
    from pathlib import Path
    from casefile.base.clock import Clock
    from casefile.store.casebook import Casebook
    from casefile.store.merging import Arrival
    from support.boats import BOATS
    from support.vaults import BareVault

    def opened(path, key):
        vault = BareVault(Path(path))
        vault._key = key
        return Casebook(vault, Clock(), BOATS)

    own, other = opened(sys.argv[1], sys.argv[2]), opened(sys.argv[3], sys.argv[4])
    told = other.outgoing()
    arrival = Arrival("the other", told.acts, told.changes)
    print("ready", flush=True)
    while True:
        merge = own.merge([arrival]).changes.act
        print("merged", flush=True)
        own.undo(merge)
        print("undone", flush=True)
"""
BOATS_THERE = 600
LONGEST_S = 1.5
"""Longer than a merge and its undo take, so that each moment of both may be the last."""


@pytest.fixture
def two(tmp_path: Path) -> tuple[BareVault, BareVault]:
    """Vaults with a past in common that parted, with one erasure and some conflicts between them."""
    (tmp_path / "own").mkdir()
    (tmp_path / "other").mkdir()
    own, own_vault = boat_book(tmp_path / "own", clock=seeded_clock(1))
    rows: list[dict[str, Value]] = [{"called": f"boat {number}", "masts": 1} for number in range(BOATS_THERE)]
    made = own.transact(Act.ADD_RECORDS, lambda writer: writer.load("boat", rows)).value
    other_vault = own_vault.copied_to(tmp_path / "other")
    with closing(Casebook(cast("Any", other_vault), seeded_clock(2), BOATS)) as other:
        edit(other, made[::2], 2)
        other.transact(Act.ERASE_RECORD, lambda writer: writer.erase(made[0]))
        other.transact(Act.ADD_RECORDS, lambda writer: writer.load("boat", rows[:100]))
    edit(own, made[::3], 3)
    own.close()
    return own_vault, other_vault


def edit(book: Casebook, records: list[RecordId], masts: int) -> None:
    def work(writer: Writer) -> None:
        for record in records:
            writer.update(record, {"masts": masts})

    book.transact(Act.EDIT_RECORD, work)


def killed_while_merging(own: BareVault, other: BareVault, after: float) -> list[str]:
    """What a child that merges and undoes in turn had reported as done when it was killed."""
    command = [sys.executable, "-c", textwrap.dedent(MERGER), str(own.path), own._key, str(other.path), other._key]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        return child.stdout.read().split()


def tried(two: tuple[BareVault, BareVault], kills: int, seed: int) -> None:
    own, other = two
    source = random.Random(seed)  # noqa: S311 - moments, not secrets
    before = 2
    for _kill in range(kills):
        reported = killed_while_merging(own, other, source.uniform(0, LONGEST_S))
        with closing(Casebook(cast("Any", own), seeded_clock(source.getrandbits(30)), BOATS)) as book:
            acts = [line for line in book.acts(limit=100_000) if not line.brought]
            # What was reported is there; what was under way is there whole, or not at all.
            assert before + len(reported) <= len(acts) <= before + len(reported) + 1
            before = len(acts)
            with book._reading() as reader:
                assert reader.raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert list(mismatches(reader.raw, BOATS)) == []
                temporary = reader.raw.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'incoming%'")
                assert temporary.fetchone() == (0,)
            merged = sum(line.merged for line in acts) > sum(line.name == Act.UNDO.name for line in acts)
            there = book.read(lambda reader: reader.count("boat"))
            # The erasure came with the first merge, and stays.
            erased = any(line.merged for line in acts)
            assert there == BOATS_THERE - erased + 100 * merged
            assert len(book.conflicts()) == (BOATS_THERE // 6 - 1 if merged else 0)
            if merged:
                book.undo(next(line.id for line in acts if line.merged and not line.undone_by))
                before += 1


def test_five_kills_leave_a_vault_that_checks_clean(two: tuple[BareVault, BareVault]) -> None:
    tried(two, kills=5, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_hundreds_of_kills_leave_a_vault_that_checks_clean(seed: int, two: tuple[BareVault, BareVault]) -> None:
    tried(two, kills=40, seed=seed)
