"""Hears that the machine is about to sleep, where a login manager tells of it (logind, on Linux), and makes it wait.

Without one, `IdleLock` notices after the sleep. The bus is asked only where its address is a socket of this machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from casefile.base.i18n import _

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_SERVICE = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SOCKETS = ("/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket")
_ANSWER_MS = 3_000
_SHOWN_MS = 250
"""After the lock, for the unlock window to reach the screen."""


class SleepWatch(QObject):
    """Says that the machine is about to sleep, while it still waits for us.

    Args:
        parent: Whoever locks.
        bus: The bus to listen to; this machine's if None.

    Signals:
        going: The machine sleeps as soon as this has been dealt with.
    """

    going = Signal()

    def __init__(self, parent: QObject, bus: QDBusConnection | None = None) -> None:
        super().__init__(parent)
        self._bus = bus or _bus_of_this_machine()
        # What logind answered holds the file that makes it wait; letting go of it lets the machine sleep.
        self._held: QDBusMessage | None = None
        self._asked: QDBusPendingCallWatcher | None = None
        if self._bus is not None:
            slot = SLOT("on_sleep(bool)")
            # The binding takes text, and says that it takes bytes.
            self._bus.connect(_SERVICE, _PATH, _MANAGER, "PrepareForSleep", self, slot)  # type: ignore[call-overload]
            self._hold()

    @property
    def holds(self) -> bool:
        """Whether the machine waits for us before it sleeps."""
        return self._held is not None

    @Slot(bool)
    def on_sleep(self, going: bool) -> None:  # noqa: FBT001 - as the bus calls it
        """The machine is about to sleep, or woke up."""
        if going:
            self.going.emit()
            QTimer.singleShot(_SHOWN_MS, self, self.let_go)
        else:
            self._hold()

    def let_go(self) -> None:
        """Let the machine sleep."""
        self._held = None
        self._asked = None

    def _hold(self) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher  # noqa: PLC0415 - only where there is a bus

        if self._bus is None:
            return
        call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _MANAGER, "Inhibit")
        call.setArguments(["sleep", "Casefile", _("The vault is locked first."), "delay"])
        self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(call, _ANSWER_MS), self)
        self._asked.finished.connect(self._take)

    @Slot("QDBusPendingCallWatcher*")
    def _take(self, asked: QDBusPendingCallWatcher) -> None:
        from PySide6.QtDBus import QDBusMessage  # noqa: PLC0415 - the same

        answer = asked.reply()
        self._held = answer if answer.type() == QDBusMessage.MessageType.ReplyMessage else None
        self._asked = None
        asked.deleteLater()


def _bus_of_this_machine() -> QDBusConnection | None:
    """The system bus, if it is a socket of this machine; None without one."""
    if not sys.platform.startswith("linux"):
        return None
    address = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    if not (address.startswith("unix:") if address else any(Path(socket).exists() for socket in _SOCKETS)):
        return None
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only where there is a bus

    bus = QDBusConnection.systemBus()
    return bus if bus.isConnected() else None
