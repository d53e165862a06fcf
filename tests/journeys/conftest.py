"""What journeys share: the real window, as `app` makes it, over a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casefile.app import pages
from casefile.base.clock import Clock
from casefile.base.i18n import language, set_language
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell

if TYPE_CHECKING:
    from support.patience import PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_itemcollected(item: pytest.Item) -> None:
    # The offscreen platform says so of every window that has a smallest size, and of every list that drops down.
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard"))


@pytest.fixture
def shell(tmp_path: Path, qtbot: PatientBot) -> Iterator[Shell]:
    """The window as it is started for the first time, in English."""
    before = language().code
    preferences = Preferences(tmp_path / "casefile.ini")
    preferences.look = "light"
    made = Shell(preferences, Clock(), pages)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    qtbot.stop_timers()
    set_language(before)
