"""The app as it is started, on a screen of its own, worked with keys that come through the X server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casefile.base.clock import Clock
from casefile.casework.acts import Act
from casefile.casework.people import add_person
from casefile.store.casebook import Casebook
from casefile.vault.keyslots import Identity
from casefile.vault.locking import holder
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from casefile.store.changes import ActLine

PASSPHRASE = "copper lantern seven orchard window"
PROGRAMS = ("Xvfb", "openbox", "xdotool")
PATIENCE = 90.0
"""Seconds to wait for anything; a key is made slowly on purpose, and the machine may be busy."""

pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in PROGRAMS),
    reason=f"a screen without glass needs {', '.join(PROGRAMS)}; see packaging/setup.sh",
)


def until(true: Callable[[], object], what: Callable[[], str]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what()
        time.sleep(0.2)


class Screen:
    """A screen with a window manager, and somebody at its keyboard."""

    def __init__(self, number: str, home: Path) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        self.environment = {
            **kept,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LANG": "C.UTF-8",
        }

    def do(self, *words: str) -> str:
        """One command of xdotool."""
        said = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        return said.stdout.strip()

    def shows(self, title: str) -> bool:
        """Whether the window with the keyboard is called so; Qt puts the app's name after it."""
        return self.at() in {title, f"{title} \N{EM DASH} Casefile"}

    def at(self) -> str:
        """The name of the window with the keyboard."""
        return self.do("getactivewindow", "getwindowname")

    def comes(self, title: str) -> None:
        """Wait for a window, until the keyboard is in it."""
        until(lambda: self.shows(title), lambda: f"the window {title!r}, not {self.at()!r}")

    def type(self, text: str) -> None:
        """Letter by letter."""
        self.do("type", "--delay", "30", text)

    def press(self, *keys: str) -> None:
        """Keys by their X names."""
        self.do("key", "--delay", "60", *keys)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    made = Screen(server.stdout.readline().strip(), tmp_path)
    manager = subprocess.Popen(["openbox"], env=made.environment, stderr=subprocess.DEVNULL)
    try:
        yield made
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(30)
        server.stdout.close()


@pytest.fixture
def app(screen: Screen, tmp_path: Path) -> Iterator[tuple[Path, str, subprocess.Popen[bytes]]]:
    """The app, asking for the passphrase of a vault with one person; the vault's path and a recovery key."""
    clock = Clock()
    vault = Vault.create(tmp_path / "case", PASSPHRASE, clock)
    secret, path = vault.make_recovery(), vault.path
    book = Casebook(vault, clock)
    book.transact(Act.ADD_PERSON, lambda writer: add_person(writer, "Ruslan Primerov", invented="yes"))
    book.close()
    vault.close()
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "casefile", str(path)], env=screen.environment, stdout=said, stderr=said
        )
        try:
            yield path, secret, process
        finally:
            process.kill()
            process.wait(30)


def acts(path: Path, secret: str) -> list[ActLine]:
    """What history says, read beside the open window."""
    vault = Vault.open(path, Identity(secret), Clock(), read_only=True)
    try:
        book = Casebook(vault, Clock())
        try:
            return book.acts()
        finally:
            book.close()
    finally:
        vault.close()


def test_a_person_is_added_undone_and_locked_away_by_keys_alone(
    screen: Screen, app: tuple[Path, str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    path, secret, process = app
    before = acts(path, secret)

    screen.comes("Casefile")
    screen.type(PASSPHRASE)
    screen.press("Return")
    screen.comes("case - Casefile")
    held = holder(path)
    assert held is not None
    assert held.pid == process.pid

    screen.press("ctrl+k")
    screen.comes("Find")
    screen.type("Primerov")
    screen.press("Return")
    screen.comes("case - Casefile")

    screen.press("ctrl+n")
    screen.comes("Add")
    screen.press("7")
    screen.comes("Person")
    screen.type("Zhanar Primerova")
    screen.press("ctrl+s")
    until(lambda: len(acts(path, secret)) > len(before), lambda: "the person saved")
    assert [one.name for one in acts(path, secret)][: -len(before)] == ["ADD_PERSON"]
    screen.comes("case - Casefile")

    screen.press("ctrl+z")
    until(lambda: acts(path, secret)[0].name == "UNDO", lambda: "the person undone")

    screen.press("ctrl+l")
    screen.comes("Casefile")
    assert process.poll() is None, (tmp_path / "said").read_text(encoding="utf-8")
    # Locked is closed: the vault is free for another writer, and the window asks for the passphrase again.
    Vault.open(path, Identity(secret), Clock()).close()
    assert (tmp_path / "said").read_text(encoding="utf-8") == ""
