"""What all tests share: patience, and threads in which no widget is freed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from support.patience import PatientBot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """What drives a window."""
    del qapp
    return PatientBot(request)


@pytest.fixture
def no_collection() -> Iterator[None]:
    """For a test with threads of its own: what a test of a window left behind is never freed in one of these.

    Qt crashes, there or some tests later, where a widget is freed in a thread that is not its own; see `ui.collecting`.
    """
    gc.disable()
    yield
    gc.enable()
