from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from casefile.base.errors import UserError
from casefile.casework.evidence import handling_of
from casefile.exchange.intake import take_in
from casefile.ui.copy_out import CopyOut
from casefile.ui.page import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.conftest import Said

CONTENT = b"Invented for training."


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot, tmp_path: Path) -> CopyOut:
    path = tmp_path / "note.txt"
    path.write_bytes(CONTENT)
    item = take_in(desk.casebook, [path], datetime(2026, 11, 23, 10, 0, tzinfo=UTC)).taken[0].item
    made = CopyOut(desk, desk.read(lambda reader: reader.get(item)))
    qtbot.addWidget(made)
    made.show()
    return made


def last(desk: Desk, dialog: CopyOut) -> tuple[str, str, str]:
    line = desk.read(lambda reader: handling_of(reader, dialog._item.id))[-1]
    return line.text("handling_kind"), line.text("handed_to"), line.text("why")


def test_the_copy_is_the_original_and_the_log_says_whom_it_is_for(
    dialog: CopyOut, desk: Desk, qtbot: QtBot, tmp_path: Path, said: Said
) -> None:
    dialog.to.setText("Counsel ")
    dialog.why.setText("For the appeal")
    dialog.write(str(tmp_path / "copy.txt"))
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert (tmp_path / "copy.txt").read_bytes() == CONTENT
    assert last(desk, dialog) == ("exported", "Counsel", "For the appeal")
    assert said.lines == ["Saved, not encrypted: copy.txt"]


def test_what_cannot_be_written_is_said_and_the_dialog_stays(
    dialog: CopyOut, desk: Desk, qtbot: QtBot, said: Said
) -> None:
    dialog.write(str(desk.casebook.vault.path / "copy.txt"))
    qtbot.waitUntil(lambda: said.failures != [])
    assert isinstance(said.failures[0], UserError)
    assert dialog.isVisible()
    assert dialog.choose.isEnabled()
    assert last(desk, dialog)[0] == "hashed"


def test_the_name_of_the_file_is_offered_and_nothing_of_a_path_in_it(
    dialog: CopyOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    select: Callable[[QFileDialog, str], None] = lambda _dialog, name: offered.append(name)  # noqa: E731 - typed
    monkeypatch.setattr(QFileDialog, "selectFile", select)
    object.__setattr__(dialog._item, "values", {**dialog._item.values, "file_name": "../../etc/note.txt"})
    dialog.choose.click()
    assert offered == ["note.txt"]
    (asked,) = dialog.findChildren(QFileDialog)
    asked.reject()
