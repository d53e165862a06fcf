"""What all tests share: patience. What takes a moment on one machine takes many on one that is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
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
