"""Locks the vault after a rest: no key, no mouse, or the computer asleep, for so many minutes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from casefile.base.clock import Clock

_LOOK_MS = 5_000
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


class IdleLock(QObject):
    """Watches for rest.

    Args:
        clock: Time; the wall clock, so that a night of sleep counts.
        minutes: How long a rest may be.
        parent: Whoever locks.

    Signals:
        left: Whole minutes until the lock.
        due: The rest was long enough.
    """

    left = Signal(int)
    due = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rest = dt.timedelta(minutes=minutes)
        self._last = clock.now()
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
        """Somebody is here."""
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._clock.now()
        return False
