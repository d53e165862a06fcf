"""The desk of `tests/ui`, over a book that holds the demonstration case."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from casefile.base.clock import Clock, RecordId
from casefile.store import demo
from casefile.store.casebook import Casebook
from casefile.ui.page import Desk
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from ui.conftest import Kept

Find = Callable[[str], RecordId]
Texts = Callable[[QWidget], list[str]]
Nameless = Callable[[QWidget], list[str]]

_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar)


@pytest.fixture(scope="session")
def demo_path(kept_vault: Kept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration case, entered once and copied for each test."""
    path = Path(shutil.copytree(kept_vault.path, tmp_path_factory.mktemp("demo") / kept_vault.path.name))
    vault = Vault.open(path, Identity(kept_vault.secret), Clock())
    book = Casebook(vault, Clock())
    demo.fill(book)
    book.close()
    vault.close()
    return path


@pytest.fixture
def vault_path(demo_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_path, tmp_path / demo_path.name))


@pytest.fixture
def find(desk: Desk) -> Find:
    """Finds the person or event of the demonstration whose name has these words."""

    def found(words: str) -> RecordId:
        return desk.casebook.search(words, kinds=frozenset({"person", "event"}), limit=1)[0].record

    return found


def bury() -> None:
    """Delete what is to be deleted later, as the event loop of the app would."""
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


@pytest.fixture
def texts() -> Texts:
    """Every text that a widget shows in a label or says as its name."""

    def shown(widget: QWidget) -> list[str]:
        bury()
        labels = [label.text() for label in widget.findChildren(QLabel) if label.text()]
        return labels + [one.accessibleName() for one in widget.findChildren(QWidget) if one.accessibleName()]

    return shown


@pytest.fixture
def nameless() -> Nameless:
    """The controls of a widget that a screen reader could not name; Qt's own inside of a control are Qt's to name."""

    def found(widget: QWidget) -> list[str]:
        return [
            f"{type(one).__name__} in {type(one.parent()).__name__}"
            for one in widget.findChildren(QWidget)
            if isinstance(one, _CONTROLS)
            and not one.accessibleName()
            and not isinstance(one.parent(), QLineEdit | QComboBox | QTabBar)
            and one.window() is widget.window()
        ]

    return found
