"""Python's collection of unreachable cycles, kept on the main thread while the window has threads.

Left alone it runs in whichever thread happens to allocate next. A cycle that holds a widget or a timer would then be
freed in a worker's thread, and Qt, whose objects belong to the thread that made them, crashes there or some time later.
"""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250

_collecting: weakref.WeakSet[Collector] = weakref.WeakSet()


class Collector(QObject):
    """While one of these is at work, cycles are freed on the main thread only, from a timer.

    Args:
        parent: Whoever runs threads; when it is deleted, its collector ends.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_if_due)

    def begin(self) -> None:
        """From now on, for this process."""
        # Before the set learns of it: of an object that dies, the newest watcher is told first.
        weakref.finalize(self, _let_go).atexit = False
        _collecting.add(self)
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """The threads have ended: the usual way again, unless another collector is at work."""
        self._timer.stop()
        _collecting.discard(self)
        _let_go()


def collect_if_due() -> None:
    """Free the youngest objects, or more of them, just when Python itself would have."""
    due = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if due[0]:
        # Counts of the older ones grow with each collection of the younger, so the oldest is looked at first.
        gc.collect(2 if due[2] else 1 if due[1] else 0)


def _let_go() -> None:
    if not _collecting:
        gc.enable()
