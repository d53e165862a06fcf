from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from casefile.ui.status_line import StatusLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def texts(line: StatusLine) -> str:
    return " ".join(label.text() for label in line.findChildren(QLabel)).replace("\u2068", "").replace("\u2069", "")


def made(qtbot: QtBot, *, read_only: bool = False) -> StatusLine:
    line = StatusLine(read_only=read_only)
    qtbot.addWidget(line)
    return line


def test_it_says_that_the_vault_is_encrypted_and_when_something_was_saved(qtbot: QtBot) -> None:
    line = made(qtbot)
    assert "Encrypted · everything is saved" in texts(line)
    here = dt.datetime(2026, 11, 23, 14, 2).astimezone()
    line.show_saved(here.astimezone(dt.UTC))
    assert "Encrypted · all changes saved 14:02" in texts(line)


def test_it_says_that_a_vault_is_only_read(qtbot: QtBot) -> None:
    assert "open for reading only" in texts(made(qtbot, read_only=True))


def test_it_says_when_the_vault_locks(qtbot: QtBot) -> None:
    line = made(qtbot)
    line.show_locks_in(9)
    assert "Locks in 9 min" in texts(line)
    line.show_locks_in(0)
    assert "Locks in less than a minute" in texts(line)


def test_it_names_the_keys_to_remember(qtbot: QtBot) -> None:
    assert "Ctrl+K find · F1 help" in texts(made(qtbot))
