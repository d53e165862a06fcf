from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from casefile.base.clock import Clock
from casefile.base.errors import EnvironmentFault
from casefile.store.merging import NEW, UNCHANGED, Account, AccountLine, RefusedSource
from casefile.ui.page import Desk
from casefile.ui.save_account import write_account

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said


def account() -> Account:
    ids = [Clock().new_id() for _number in range(3)]
    lines = (
        AccountLine("person", NEW, (ids[0],)),
        AccountLine("person", UNCHANGED, (ids[1],)),
        AccountLine("hologram", NEW, (ids[2],)),
    )
    return Account(lines, (RefusedSource("Almaty", "It is damaged."),))


def test_it_is_written_as_a_paper_or_as_data_by_its_ending(
    desk: Desk, tmp_path: Path, said: Said, qtbot: QtBot
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    for name in ("account.pdf", "account.json"):
        write_account(desk, account(), tmp_path / name, Clock().now(), owner)
    qtbot.waitUntil(lambda: len(said.lines) == 2)
    assert (tmp_path / "account.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "account.json").read_text(encoding="utf-8"))["totals"][NEW] == 2
    assert said.lines == ["Saved as “account.pdf”.", "Saved as “account.json”."]


def test_a_place_that_cannot_be_written_is_said(desk: Desk, tmp_path: Path, said: Said, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    write_account(desk, account(), tmp_path / "nowhere" / "account.json", Clock().now(), owner)
    qtbot.waitUntil(lambda: bool(said.failures))
    assert isinstance(said.failures[0], EnvironmentFault)
