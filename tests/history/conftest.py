from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casefile.base.clock import Clock
from casefile.history.log import Pen
from support.boats import boat_database, seeded_clock


@pytest.fixture
def clock() -> Clock:
    return seeded_clock()


@pytest.fixture
def connection() -> Iterator[Any]:
    made = boat_database()
    yield made
    made.close()


@pytest.fixture
def pen(connection: Any, clock: Clock) -> Pen:
    return Pen(connection, clock)
