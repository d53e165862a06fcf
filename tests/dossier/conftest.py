from __future__ import annotations

from collections.abc import Iterator

import pytest

from casework.memory_book import MemoryBook


@pytest.fixture
def book() -> Iterator[MemoryBook]:
    """An empty book in memory."""
    made = MemoryBook()
    yield made
    made.close()
