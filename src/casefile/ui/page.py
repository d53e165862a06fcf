"""What a page is given and what the frame may ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from casefile.base.clock import Clock, RecordId
    from casefile.store.casebook import Casebook
    from casefile.store.changes import ChangeSet
    from casefile.ui.jobs import Jobs
    from casefile.ui.messages import Messages
    from casefile.ui.theme import Theme


class Navigation(QObject):
    """How pages ask the frame for another page, without knowing each other."""

    open_record = Signal(str, bytes)
    """Kind and id of a record to show."""
    settings_changed = Signal()
    """Language, theme or locking was changed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a page works with, for as long as the vault is open.

    Attributes:
        casebook: The open book.
        clock: Time.
        jobs: Work beside the main thread.
        theme: Colours and icons.
        messages: Where to say what happened.
        navigation: Asks for other pages.
    """

    casebook: Casebook
    clock: Clock
    jobs: Jobs
    theme: Theme
    messages: Messages
    navigation: Navigation


class Page(QWidget):
    """One page of the window. Lives from unlock to lock; deleted with everything it read.

    Args:
        desk: What it works with.
    """

    title = ""
    """English name in the rail, translated where it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk

    def show_record(self, kind: str, record: RecordId) -> None:
        """Show one record of a kind that the page is responsible for."""

    def changed(self, changes: ChangeSet) -> None:
        """Something was written: read anew what is concerned."""

    def focus_search(self) -> None:
        """Put the cursor into the page's search or filter (Ctrl+F)."""

    def add(self) -> None:
        """Begin a new record of what the page lists (Ctrl+N)."""


PageMaker = Callable[[Desk], Page]
