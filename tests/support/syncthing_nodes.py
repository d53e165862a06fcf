"""Real Syncthing nodes on this machine alone: nothing is announced, relayed, reported or upgraded."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

PROGRAM = shutil.which("syncthing")
_SHARE = "exchange"
_OFF = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "urAccepted": "-1",
    "autoUpgradeIntervalH": "0",
    "crashReportingEnabled": "false",
    "announceLANAddresses": "false",
    "startBrowser": "false",
    "stunKeepaliveStartS": "0",
    "reconnectionIntervalS": "1",
    "setLowPriority": "false",
    "releasesURL": "",
    "urURL": "",
    "crashReportingURL": "",
    "stunServer": "",
    "globalAnnounceServer": "",
}
_PATIENCE = 60.0


@dataclass
class Node:
    """One node.

    Attributes:
        home: Its settings.
        folder: The folder that it shares.
        id: Its name among the nodes.
        key: For its interface.
        gui: Port of its interface.
        port: Where the other nodes find it.
    """

    home: Path
    folder: Path
    id: str
    key: str
    gui: int
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        assert PROGRAM is not None
        self.process = subprocess.Popen(
            [PROGRAM, "serve", f"--home={self.home}", "--no-browser", "--no-restart"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "STNOUPGRADE": "1", "HOME": str(self.home)},
            start_new_session=True,
        )
        until(self._answers, "a node does not start")

    def stop(self) -> None:
        """Stop it and whatever it started."""
        if self.process is None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        self.process = None

    def scan(self) -> None:
        """Let it look into its folder now."""
        self._ask(f"db/scan?folder={_SHARE}", post=True)

    def is_level_with(self, other: Node) -> bool:
        """Whether the other has all that this one has."""
        told = self._ask(f"db/completion?folder={_SHARE}&device={other.id}")
        return told["completion"] == 100 and not told["needDeletes"]

    def connected(self) -> int:
        """How many nodes it is connected to."""
        return sum(bool(one["connected"]) for one in self._ask("system/connections")["connections"].values())

    def _answers(self) -> bool:
        try:
            self._ask("system/ping")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def _ask(self, what: str, *, post: bool = False) -> Any:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}/rest/{what}",
            headers={"X-API-Key": self.key},
            method="POST" if post else "GET",
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - of this machine, written above
            return json.loads(answer.read() or b"{}")


def until(true: Any, otherwise: str) -> None:
    """Wait until something is true."""
    end = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.1)


@contextmanager
def nodes(root: Path, number: int) -> Iterator[list[Node]]:
    """So many nodes that share a folder, running; stopped at the end."""
    made = [_generated(root / f"node{one}") for one in range(number)]
    for one in made:
        _configure(one, made)
    with ExitStack() as running:
        for one in made:
            running.callback(one.stop)
            one.start()
        until(lambda: all(one.connected() == number - 1 for one in made), "the nodes do not find each other")
        yield made


def carried(made: Sequence[Node]) -> None:
    """Let what lies in each folder come into all of them."""
    for one in made:
        one.scan()
    until(
        lambda: all(one.is_level_with(other) for one in made for other in made if other is not one),
        "the nodes do not get level",
    )


def _generated(root: Path) -> Node:
    assert PROGRAM is not None
    home, folder = root / "home", root / "folder"
    folder.mkdir(parents=True)
    (folder / ".stfolder").mkdir()
    subprocess.run(
        [PROGRAM, "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"],
        check=True,
        capture_output=True,
    )
    settings = ET.parse(home / "config.xml").getroot()  # noqa: S314 - the node wrote it just now
    device, key = settings.find("device"), settings.findtext("gui/apikey")
    assert device is not None
    assert key
    return Node(home, folder, device.attrib["id"], key, _free_port(), _free_port())


def _configure(node: Node, made: Sequence[Node]) -> None:
    path = node.home / "config.xml"
    tree = ET.parse(path)  # noqa: S314 - the same
    settings = tree.getroot()
    own = settings.find("device")
    options, address = settings.find("options"), settings.find("gui/address")
    assert own is not None
    assert options is not None
    assert address is not None
    address.text = f"127.0.0.1:{node.gui}"
    for name, value in {**_OFF, "listenAddress": f"tcp://127.0.0.1:{node.port}"}.items():
        found = options.find(name)
        if found is None:
            found = ET.SubElement(options, name)
        found.text = value
    folder = ET.SubElement(
        settings,
        "folder",
        id=_SHARE,
        path=str(node.folder),
        type="sendreceive",
        rescanIntervalS="3600",
        fsWatcherEnabled="false",
    )
    for one in made:
        ET.SubElement(folder, "device", id=one.id)
        if one is not node:
            device = ET.SubElement(settings, "device", id=one.id, name=one.home.parent.name)
            ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{one.port}"
    tree.write(path)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
