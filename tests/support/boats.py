"""Small kinds of their own: the rules of history and store, tested apart from the case file's many fields."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from sqlcipher3 import dbapi2

from casefile.base.clock import Clock
from casefile.casework.catalogue import checked
from casefile.casework.record import Kind, Record, RecordType, integer, link, prose, tags, text
from casefile.history import capture
from casefile.store.migrate import model_statements


class Harbour(Record, table=True):
    __tablename__ = "harbour"
    __kind__: ClassVar[Kind] = Kind(
        name="harbour", label="Harbour", plural="Harbours", prefix="HB", title=("called",), section="test"
    )
    called: str = text("Called", search=10)


class Boat(Record, table=True):
    __tablename__ = "boat"
    __kind__: ClassVar[Kind] = Kind(
        name="boat", label="Boat", plural="Boats", prefix="BT", title=("called",), section="test"
    )
    called: str = text("Called", search=10)
    story: str = prose("Story")
    crew: str = tags("Crew")
    masts: int | None = integer("Masts")
    harbour: bytes = link("Harbour", "harbour")


BOATS: Mapping[str, RecordType] = MappingProxyType(dict(checked([Harbour, Boat])))


def seeded_clock(seed: int = 1) -> Clock:
    """A clock that ticks a millisecond at each look and gives the same ids in each run."""
    source = random.Random(seed)  # noqa: S311 - ids that a test can replay
    moments = iter(range(1_700_000_000_000, 1 << 47))
    return Clock(now_ms=lambda: next(moments), entropy=source.randbytes)


def boat_database() -> Any:
    """A database in memory with the tables of `BOATS` and the triggers of history."""
    made = dbapi2.connect(":memory:", isolation_level=None)
    made.execute("PRAGMA recursive_triggers = 1")
    for statement in model_statements(BOATS.values()):
        made.execute(statement)
    capture.install(made, BOATS.values())
    return made
