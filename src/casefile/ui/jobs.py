"""The only threads: one lane for the book, where order matters, and one pool for the rest.

Work knows nothing of Qt and never asks the user; it gets a `Progress` to report to and to learn that it was cancelled.
Results come back on the main thread, and only while the one who asked is still there.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from casefile.ui.collecting import Collector

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

_POOL = 2


class Cancelled(Exception):
    """Raised by work that stopped because it was asked to. Nobody is told: whoever cancelled knows."""


class Progress:
    """How far a piece of work is, and whether it is still wanted; safe to use from any thread."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def done(self, amount: int, of: int = 0) -> None:
        """Say how much is done, in the work's own unit, of how much; 0 where that is not known.

        Raises:
            Cancelled: Somebody asked to stop.
        """
        if self._cancelled.is_set():
            raise Cancelled
        self._report(amount, of)

    def cancel(self) -> None:
        """Ask the work to stop at the next safe place."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()


class Job(QObject):
    """One piece of work under way. Its signals arrive on the main thread; one of the last two, once, or neither.

    Signals:
        progressed: How much is done, and of how much (0 where that is not known).
        succeeded: The work's result.
        failed: What the work raised.
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    _ended = Signal(object)
    _reported = Signal(int, int)

    def __init__(self, parent: QObject, owner: QObject | None, unwanted: Callable[[Any], object] | None = None) -> None:
        super().__init__(parent)
        self._unwanted = unwanted
        self._owner = weakref.ref(owner) if owner is not None else None
        self.progress = Progress(self._reported.emit)
        # Both are slots of an object of the main thread, so Qt brings them there. The end always comes later: work that
        # is done before `run` returns must not be told before its asker has the job in hand.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on)

    def cancel(self) -> None:
        """Stop at the next safe place; the result, if there still is one, is not delivered."""
        self.progress.cancel()

    def finish_with(self, future: Future[Any]) -> None:
        """Called from the thread that did the work."""
        if isValid(self):
            self._ended.emit(future)

    def _wanted(self) -> bool:
        if self.progress.cancelled():
            return False
        owner = self._owner() if self._owner is not None else self
        return owner is not None and isValid(owner)

    def _pass_on(self, amount: int, of: int) -> None:
        if self._wanted():
            self.progressed.emit(amount, of)

    def _deliver(self, future: Future[Any]) -> None:
        error = Cancelled() if future.cancelled() else future.exception()
        if self._wanted() and not isinstance(error, Cancelled):
            if error is None:
                self.succeeded.emit(future.result())
            else:
                self.failed.emit(error)
        elif error is None and self._unwanted is not None:
            self._unwanted(future.result())
        self.deleteLater()


class Jobs(QObject):
    """Starts work beside the main thread and ends it all at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[bool, ThreadPoolExecutor] = {}
        self._closed = False
        self._running: weakref.WeakSet[Job] = weakref.WeakSet()
        self._collector = Collector(self)

    def run(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object],
        *,
        owner: QObject | None = None,
        beside: bool = False,
        unwanted: Callable[[T], object] | None = None,
    ) -> Job:
        """Run work in the book's lane, after what was asked for before, or beside it.

        Args:
            work: Called in another thread; touches nothing of Qt.
            then: Called with its result on the main thread.
            failed: Called with what it raised on the main thread: a `CasefileError`, or a bug.
            owner: Whoever wants the result; if it is deleted before, nobody is called.
            beside: Run it in the pool instead: it does not use the book, or reads only.
            unwanted: Called instead of `then` with a result that nobody wants any more, to close what it opened.
        """
        job = Job(self, owner, unwanted)
        job.succeeded.connect(then)
        job.failed.connect(failed)
        self._running.add(job)
        self._lane(beside=beside).submit(work, job.progress).add_done_callback(job.finish_with)
        return job

    def close(self) -> None:
        """Forget what has not begun, ask the rest to stop, and wait for it. Nothing is delivered any more."""
        for job in list(self._running):
            if isValid(job):
                job.cancel()
        self._closed = True
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._collector.end()

    def _lane(self, *, beside: bool) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not before the first window is painted

        if beside not in self._lanes:
            workers, name = (_POOL, "work") if beside else (1, "book")
            self._lanes[beside] = ThreadPoolExecutor(max_workers=workers, thread_name_prefix=name)
            if self._closed:
                # What is asked for after the end is refused, as the executor itself does.
                self._lanes[beside].shutdown()
            else:
                self._collector.begin()
        return self._lanes[beside]
