"""The only threads: one lane for the book, where order matters, and results handed back on the main thread.

Work knows nothing of Qt and never asks the user; it gets a `Progress` to report to and to learn that it was cancelled.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Progress:
    """How far a piece of work is, and whether it is still wanted; safe to use from any thread."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def done(self, amount: int) -> None:
        """Say how much is done, in the work's own unit."""
        self._report(amount)

    def cancel(self) -> None:
        """Ask the work to stop at the next safe place."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()


class Job(QObject):
    """One piece of work under way. Its signals arrive on the main thread, at most one of the last two, once."""

    progressed = Signal(int)
    succeeded = Signal(object)
    failed = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.progress = Progress(self.progressed.emit)
        self._ended.connect(self._deliver)

    def _deliver(self, future: Future[Any]) -> None:
        try:
            error = future.exception()
        except CancelledError:
            return
        if error is None:
            self.succeeded.emit(future.result())
        else:
            self.failed.emit(error)
        self.deleteLater()


class Jobs(QObject):
    """Starts work beside the main thread and ends it all at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="book")

    def run(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> Job:
        """Run work in the book's lane, after what was asked for before.

        Args:
            work: Called in another thread.
            then: Called with its result on the main thread.
            failed: Called with what it raised on the main thread: a `CasefileError`, or a bug.
        """
        job = Job(self)
        job.succeeded.connect(then)
        job.failed.connect(failed)
        self._lane.submit(work, job.progress).add_done_callback(job._ended.emit)  # noqa: SLF001 - the job is ours
        return job

    def close(self) -> None:
        """Forget what has not begun and wait for what has."""
        self._lane.shutdown(wait=True, cancel_futures=True)
