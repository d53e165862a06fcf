from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

from casefile.ui.sleep_watch import SleepWatch, _bus_of_this_machine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class LoginManager(QDBusVirtualObject):
    """As much of logind as the app asks: it waits while the file that it handed out is open elsewhere."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.bus = bus
        self.asked: list[list[object]] = []
        self.mine = -1

    def introspect(self, path: str) -> str:
        del path
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        self.asked.append(list(message.arguments()))
        theirs, self.mine = os.pipe()
        answered = connection.send(message.createReply([QDBusUnixFileDescriptor(theirs)]))
        os.close(theirs)
        return answered

    def waits(self) -> bool:
        looked = select.poll()
        looked.register(self.mine, select.POLLERR)
        return not looked.poll(0)

    def tell(self, *, going: bool) -> None:
        signal = QDBusMessage.createSignal(
            "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
        )
        signal.setArguments([going])
        self.bus.send(signal)


@pytest.fixture
def manager(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[LoginManager, QDBusConnection]]:
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no bus on this machine")
    (tmp_path / "bus.conf").write_text(CONFIG.format(socket=tmp_path / "bus"), encoding="utf-8")
    told = [daemon, f"--config-file={tmp_path / 'bus.conf'}", "--nofork"]
    with subprocess.Popen(told, stderr=subprocess.DEVNULL) as running:
        try:
            qtbot.waitUntil((tmp_path / "bus").exists)
            address = f"unix:path={tmp_path / 'bus'}"
            theirs = QDBusConnection.connectToBus(address, "login manager")
            made = LoginManager(theirs)
            assert theirs.registerService("org.freedesktop.login1")
            assert theirs.registerVirtualObject("/org/freedesktop/login1", made)
            yield made, QDBusConnection.connectToBus(address, "app")
        finally:
            for name in ("login manager", "app"):
                QDBusConnection.disconnectFromBus(name)
            running.terminate()


def test_the_machine_waits_until_the_vault_is_locked_and_then_sleeps(
    manager: tuple[LoginManager, QDBusConnection], qtbot: QtBot
) -> None:
    logind, bus = manager
    parent = QObject()
    watch = SleepWatch(parent, bus)
    qtbot.waitUntil(lambda: watch.holds)
    assert logind.asked[0][0] == "sleep"
    assert logind.asked[0][3] == "delay"
    waited: list[bool] = []
    watch.going.connect(lambda: waited.append(logind.waits()))
    with qtbot.waitSignal(watch.going):
        logind.tell(going=True)
    assert waited == [True]
    qtbot.waitUntil(lambda: not logind.waits())
    logind.tell(going=False)
    qtbot.waitUntil(lambda: watch.holds)
    assert logind.waits()
    watch.let_go()
    qtbot.waitUntil(lambda: not logind.waits())


@pytest.mark.parametrize("address", ["tcp:host=192.0.2.1,port=1", "autolaunch:"])
def test_no_bus_is_asked_that_is_not_a_socket_of_this_machine(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    assert _bus_of_this_machine() is None
