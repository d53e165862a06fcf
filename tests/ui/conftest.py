"""A desk over a real, encrypted, empty book; the style sheet is set once a session, since setting it costs seconds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from casefile.base.clock import Clock, RecordId
from casefile.base.i18n import language, set_language
from casefile.casework.acts import Act
from casefile.casework.record import Value
from casefile.store.casebook import Casebook
from casefile.store.changes import ChangeSet
from casefile.ui.jobs import Jobs
from casefile.ui.messages import Messages
from casefile.ui.page import Desk, FormRequest, Navigation
from casefile.ui.theme import Theme
from casefile.vault.keyslots import Identity
from casefile.vault.vault import Vault

if TYPE_CHECKING:
    from support.patience import PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PASSPHRASE = "opens the book of the window tests"


def pytest_itemcollected(item: pytest.Item) -> None:
    # The offscreen platform says so of every window that has a smallest size, and of every list that drops down.
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard"))


@dataclass(frozen=True)
class Kept:
    """A vault made once: its folder, and two ways into it."""

    path: Path
    passphrase: str
    secret: str


@pytest.fixture(scope="session")
def kept_vault(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """An empty book; deriving its key takes a second, so it is made once and copied."""
    clock = Clock()
    vault = Vault.create(tmp_path_factory.mktemp("window") / "case", PASSPHRASE, clock)
    secret = vault.make_recovery()
    Casebook(vault, clock).close()
    vault.close()
    return Kept(vault.path, PASSPHRASE, secret)


@pytest.fixture
def vault_path(kept_vault: Kept, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept_vault.path, tmp_path / kept_vault.path.name))


@pytest.fixture
def secret(kept_vault: Kept) -> str:
    """The recovery key, which opens the vault at once."""
    return kept_vault.secret


@pytest.fixture
def vault(vault_path: Path, kept_vault: Kept) -> Iterator[Vault]:
    made = Vault.open(vault_path, Identity(kept_vault.secret), Clock())
    yield made
    made.close()


@pytest.fixture
def book(vault: Vault) -> Iterator[Casebook]:
    made = Casebook(vault, Clock())
    yield made
    made.close()


@pytest.fixture(scope="session")
def theme_once(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp)
    return theme


@pytest.fixture
def theme(theme_once: Theme) -> Theme:
    return theme_once


@dataclass
class Said:
    """What a desk was asked for and what it said, in a test without a frame."""

    opened: list[tuple[str, RecordId]] = field(default_factory=list)
    forms: list[FormRequest] = field(default_factory=list)
    undone: list[bytes] = field(default_factory=list)
    taken_in: list[tuple[list[Path], tuple[RecordId, ...]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)


class QuietMessages(Messages):
    """Messages that keep what they would show."""

    def __init__(self, window: QWidget, said: Said) -> None:
        super().__init__(window)
        self._kept = said

    def say(self, text: str, action_name: str = "", action: Callable[[], object] | None = None) -> None:
        del action_name, action
        self._kept.lines.append(text)

    def done(self, changes: ChangeSet, said: str = "") -> None:
        self._kept.lines.append(said or Act[changes.name].value)

    def fail(self, error: BaseException) -> None:
        self._kept.failures.append(error)


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def desk(book: Casebook, theme: Theme, qtbot: PatientBot, said: Said) -> Iterator[Desk]:
    """A desk without a frame; what pages ask of the frame is kept in `said`."""
    window = QWidget()
    qtbot.addWidget(window)
    navigation = Navigation(window)
    navigation.open_record.connect(lambda kind, record: said.opened.append((kind, record)))
    navigation.open_form.connect(said.forms.append)
    navigation.undo.connect(said.undone.append)
    navigation.take_in.connect(lambda paths, about: said.taken_in.append((paths, about)))
    jobs = Jobs()
    yield Desk(book, Clock(), jobs, theme, QuietMessages(window, said), navigation)
    jobs.close()
    # What was still to be searched is not searched in a closed book.
    qtbot.stop_timers()


@pytest.fixture
def add(book: Casebook) -> Callable[..., RecordId]:
    """Adds a record of a kind."""

    def made(kind: str, /, **values: Value) -> RecordId:
        return book.transact(Act.ADD_RECORD, lambda writer: writer.insert(kind, **values)).value

    return made


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    before = language().code
    set_language("en")
    yield
    set_language(before)
