"""Locks the vault after a rest of so many minutes without key or mouse, and at once when the computer has slept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from casefile.base.clock import Clock

_LOOK_MS = 5_000
_SLEPT_MS = 5_000
"""More than clocks drift between two looks, or a server of time sets them by."""
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
_SHOWS = frozenset({QEvent.Type.UpdateRequest, QEvent.Type.Paint, QEvent.Type.Expose})
"""What puts something on the screen."""


class IdleLock(QObject):
    """Watches for rest, and for sleep of the machine that nobody told of.

    After a sleep nothing is painted and no key is taken until the vault is locked: whoever opens the lid may not be who
    closed it.

    Args:
        clock: Time.
        minutes: How long a rest may be.
        parent: Whoever locks.

    Signals:
        left: Whole minutes until the lock.
        due: The rest was long enough, or the machine slept.
    """

    left = Signal(int)
    due = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rest = dt.timedelta(minutes=minutes)
        self._last = clock.now()
        self._slept = clock.slept_ms()
        self._over = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Change how long a rest may be."""
        self._rest = dt.timedelta(minutes=minutes)
        self.look()

    def look(self) -> None:
        """See how long the rest has been, and say so."""
        if self._has_slept():
            return
        left = self._rest - (self._clock.now() - self._last)
        if left <= dt.timedelta():
            self.stop()
            self.due.emit()
        else:
            self.left.emit(int(left.total_seconds() // 60))

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is here; or something is about to be shown, which after a sleep it must not be."""
        kind = event.type()
        if kind not in _SIGNS_OF_LIFE and kind not in _SHOWS:
            return False
        if self._has_slept():
            return True
        if kind in _SIGNS_OF_LIFE:
            self._last = self._clock.now()
        return False

    def _has_slept(self) -> bool:
        """Whether the machine slept since the last look; says so once."""
        if self._over:
            return True
        before, self._slept = self._slept, self._clock.slept_ms()
        if self._slept - before < _SLEPT_MS:
            return False
        self._over = True
        self._timer.stop()
        self.due.emit()
        return True
