"""A place on a page where work under way shows itself, and then what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from casefile.ui.busy_card import BusyCard
from casefile.ui.widgets.cards import clear

if TYPE_CHECKING:
    from casefile.ui.jobs import Job, Progress
    from casefile.ui.page import Desk

T = TypeVar("T")


class WorkPlace(QWidget):
    """The place.

    Args:
        desk: Does the work in the lane of the book.
        icon: Name of the icon of work under way.

    Signals:
        turned: Whether work is under way now; said when it begins, and before what came of it is shown.
    """

    turned = Signal(bool)

    def __init__(self, desk: Desk, icon: str) -> None:
        super().__init__()
        self._desk, self._icon = desk, icon
        self._job: Job | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None

    def begin(
        self,
        text: str,
        work: Callable[[Progress], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
        *,
        cancel: bool = True,
        words: Callable[[int, int], str] | None = None,
    ) -> None:
        """Do a piece of work, unless another is under way; what was shown goes.

        Args:
            text: What is done.
            work: Called in another thread; see `Jobs.run`.
            then: Called with its result.
            failed: Called with what it raised; it is said as usual if None.
            cancel: Whether it can be stopped.
            words: See `BusyCard`.
        """
        if self.busy():
            return
        self.forget()
        card = BusyCard(self._desk.theme, text, self.cancel if cancel else None, icon=self._icon, words=words)
        self.column.addWidget(card)

        def ended(result: T) -> None:
            self._end()
            then(result)

        def fell(error: BaseException) -> None:
            self._end()
            (failed or self._desk.messages.fail)(error)

        self._job = self._desk.jobs.run(work, ended, fell, owner=self)
        self._job.progressed.connect(card.show_progress)
        self.turned.emit(True)
        card.take_keyboard()

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def show_widgets(self, *widgets: QWidget) -> None:
        """Show something here beneath what is shown."""
        for widget in widgets:
            self.column.addWidget(widget)

    def forget(self) -> None:
        """Show nothing any more."""
        clear(self.column)

    def _end(self) -> None:
        self._job = None
        self.forget()
        self.turned.emit(False)
