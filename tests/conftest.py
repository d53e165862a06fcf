"""What all tests share: patience, and threads in which no widget is freed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

PATIENCE_MS = 60_000
"""How long a test waits for what must come; nothing is measured by it, and what comes at once costs nothing."""


class PatientBot(QtBot):
    """Waits as long as a loaded machine may need, where a test does not say how long."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - the library's name
        """Wait until something holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:  # noqa: N802 - the same
        """Wait for a signal."""
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
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
