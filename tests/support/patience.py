"""What drives a window in a test: as patient as a loaded machine needs, and tidy afterwards."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QWidget

PATIENCE_MS = 60_000
"""How long a test waits for what must come; nothing is measured by it, and what comes at once costs nothing."""


class PatientBot(QtBot):
    """Waits as long as a loaded machine may need, where a test does not say how long; and knows what it was given."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._given: list[weakref.ref[QWidget]] = []
        super().__init__(request)

    def addWidget(self, widget: QWidget, **more: Any) -> None:  # noqa: N802 - the library's name
        """Close a widget after the test."""
        self._given.append(weakref.ref(widget))
        super().addWidget(widget, **more)

    def stop_timers(self) -> None:
        """Stop what still waits in the widgets of this test.

        Not in all widgets that Qt knows: some of them are about to go, and Python crashes where it reaches for these.
        """
        for given in self._given:
            widget = given()
            if widget is not None and isValid(widget):
                for timer in widget.findChildren(QTimer):
                    timer.stop()

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - the library's name
        """Wait until something holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:  # noqa: N802 - the same
        """Wait for a signal."""
        return super().waitSignal(signal, timeout=timeout, **more)
