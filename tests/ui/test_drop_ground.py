from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from casefile.ui.drop_ground import DropGround
from casefile.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_EITHER = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_LEFT, _NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def held(urls: Sequence[QUrl]) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(urls))
    return data


def enter(widget: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPointF(5, 5).toPoint(), _EITHER, data, _LEFT, _NO_KEY)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_files_held_above_show_the_ground_and_a_drop_is_a_copy(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 200)
    widget.show()
    ground = DropGround(theme, widget)
    dropped: list[list[Path]] = []
    ground.dropped.connect(dropped.append)
    data = held([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.jpg")])
    assert enter(widget, data)
    assert ground.isVisible()
    assert ground.rect() == widget.rect()
    assert not ground.grab().isNull()
    event = QDropEvent(QPointF(5, 5), _EITHER, data, _LEFT, _NO_KEY)
    QApplication.sendEvent(widget, event)
    assert dropped == [[tmp_path]]
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert not ground.isVisible()


def test_the_ground_goes_when_files_are_taken_away_again(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    ground = DropGround(theme, widget)
    enter(widget, held([QUrl.fromLocalFile(str(tmp_path))]))
    QApplication.sendEvent(widget, QDragLeaveEvent())
    assert not ground.isVisible()


def test_what_is_no_file_of_this_computer_is_not_taken(theme: Theme, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    ground = DropGround(theme, widget)
    assert not enter(widget, held([QUrl("https://example.org/a.jpg")]))
    assert not ground.isVisible()
