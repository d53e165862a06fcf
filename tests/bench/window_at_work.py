"""A window at work over an open vault, in a process of its own; prints what it measured as one JSON object.

Run as `python window_at_work.py PREFERENCES VAULT SECRET`. Times are in milliseconds and end with the pixels drawn.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QComboBox

from casefile.app import pages
from casefile.base.clock import Clock, RecordId
from casefile.casework.acts import Act
from casefile.ui.list_pane import ListPane
from casefile.ui.preferences import Preferences
from casefile.ui.shell import Shell
from casefile.ui.theme import application
from casefile.ui.vault_opening import Way, open_vault, warm_up
from casefile.vault import freed_memory

STEPS = 400
WHEEL = 120
"""Pixels of one notch of a wheel."""
JUMPS = 60
ROUNDS = 4
SAVES = 60
BEAT = 4
"""Milliseconds between two looks at whether the window is alive."""
TYPED = ("Aruzhan", "Даулет", "Erlan Abaj", "Zarina")


def taken(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def settle() -> None:
    """Let Qt do all that is due, deletions included."""
    for _round in range(5):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def memory() -> dict[str, float]:
    """Peak and present memory of this process in MB, as the system counts it."""
    status = Path("/proc/self/status")
    said = status.read_text(encoding="utf-8") if status.exists() else ""
    return {name: int(kilobytes) / 1024 for name, kilobytes in re.findall(r"(VmHWM|VmRSS):\s+(\d+) kB", said)}


class Pulse(QObject):
    """How long the window was deaf: beats while it is not, and keeps each pause between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1e3 - BEAT)
        self._last = now

    def stop(self) -> list[float]:
        """The pauses in milliseconds."""
        self._timer.stop()
        return self.pauses


class Work:
    """What a person does with the list of people.

    Args:
        shell: With the book open.
    """

    def __init__(self, shell: Shell) -> None:
        main = shell.main
        if main is None:
            message = "no book is open"
            raise RuntimeError(message)
        self._book = main.desk.casebook
        pane = main.findChild(ListPane)
        if not isinstance(pane, ListPane):
            message = "the page shows no list"
            raise TypeError(message)
        self._pane = pane
        self._bar = pane.list.verticalScrollBar()

    def draw(self) -> None:
        """Draw the list as it stands."""
        self._pane.list.viewport().grab()

    def scroll(self) -> list[float]:
        """Notch by notch down the list."""
        self._bar.setValue(0)
        return [taken(lambda: self._to(self._bar.value() + WHEEL)) for _step in range(STEPS)]

    def table(self) -> dict[str, list[float]]:
        """Widen the list into a table, scroll it, and sort it by heads."""
        self._pane.set_wide(wide=True)
        self.wait()
        table = self._pane.table
        if table is None:
            message = "the list is no table"
            raise RuntimeError(message)
        bar = table.grid.verticalScrollBar()

        def step() -> None:
            bar.setValue(bar.value() + WHEEL)
            table.grid.viewport().grab()

        found = {"scroll": [taken(step) for _step in range(STEPS)], "sort": []}
        pulse = Pulse()
        for _round in range(ROUNDS):
            for field in table.grid.records.fields:
                found["sort"].append(taken(lambda field=field: self._sorted_by(field)))  # type: ignore[misc]
        self._pane.set_wide(wide=False)
        self.wait()
        return {**found, "pauses": pulse.stop()}

    def _sorted_by(self, field: str) -> None:
        table = self._pane.table
        if table is not None:
            table.grid.sorted_by.emit(field, False)
            self.wait()
            table.grid.viewport().grab()

    def jump(self) -> list[float]:
        """Drag the bar to any place."""
        chance = random.Random(1)  # noqa: S311 - the same places each time
        return [taken(lambda: self._to(chance.randint(0, self._bar.maximum()))) for _jump in range(JUMPS)]

    def filter(self) -> dict[str, list[float]]:
        """Choose every state in every order, and some of the other facets; asked beside the window."""
        box = self._pane.findChildren(QComboBox)[0]
        found: dict[str, list[float]] = {}
        states = ("", "in_custody", "missing", "released")
        for _round in range(ROUNDS):
            for order in range(box.count()):
                box.setCurrentIndex(order)
                for state in states:
                    # Away from what is asked for: a list that stays as it is costs less.
                    self._choose("state", "missing" if state != "missing" else "released")
                    self._ask()
                    self._choose("state", state)
                    name = f"{box.itemData(order)}, {state or 'everybody'}"
                    found.setdefault(name, []).append(taken(self._ask))
            for facet, value in (("sex", "female"), ("age", "then"), ("since", "2024"), ("needs", "any")):
                self._choose("state", "")
                self._ask()
                self._choose(facet, value)
                found.setdefault(f"{facet} {value}", []).append(taken(self._ask))
        box.setCurrentIndex(0)
        self._choose("state", "")
        self._ask()
        return found

    def search(self) -> list[float]:
        """Type words letter by letter."""
        found = []
        for words in TYPED:
            for length in range(1, len(words) + 1):
                self._pane.search.setText(words[:length])
                found.append(taken(self._ask))
        self._pane.search.clear()
        self._pane.refresh()
        return found

    def save(self) -> tuple[list[float], list[float]]:
        """Edit a person: until the save comes back, the pages told of it in between; then until all of it is drawn."""
        alone, shown = [], []
        person = self._pane.list.records.record(self._pane.list.records.index(7))
        for number in range(SAVES):
            start = time.perf_counter()
            self._edit(person, f"Tailor {number}")
            alone.append((time.perf_counter() - start) * 1e3)
            settle()
            self.draw()
            shown.append((time.perf_counter() - start) * 1e3)
        return alone, shown

    def _edit(self, person: RecordId, said: str) -> None:
        self._book.transact(Act.EDIT_RECORD, lambda writer: writer.update(person, {"occupation_detail": said}))

    def _ask(self) -> None:
        self._pane.refresh()
        self.wait()
        self.draw()

    def wait(self) -> None:
        """Until the answer is there."""
        while self._pane.asking():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _to(self, place: int) -> None:
        self._bar.setValue(place)
        self.draw()

    def _choose(self, facet: str, value: str) -> None:
        if self._pane.facets is not None:
            self._pane.facets.choose(((facet, (value,)),) if value else ())


def main(preferences: Path, vault: Path, secret: str) -> None:
    """Open, look, scroll, filter, search and save."""
    freed_memory.prepare()
    app = application([])
    shell = Shell(Preferences(preferences), Clock(), pages)
    shell.show()
    warm_up()
    settle()
    before = memory()
    start = time.perf_counter()
    opened = open_vault(vault, Way(secret, "recovery"), Clock())
    unlocked = time.perf_counter()
    shell.show_book(opened)
    if shell.main is not None:
        shell.main.show_page("people")
    settle()
    work = Work(shell)
    work.wait()
    work.draw()
    ready = time.perf_counter()
    said: dict[str, Any] = {
        "open": (unlocked - start) * 1e3,
        "rows": (ready - unlocked) * 1e3,
        "scroll": work.scroll(),
        "jump": work.jump(),
    }
    pulse = Pulse()
    said["filter"] = work.filter()
    said["search"] = work.search()
    said["pauses"] = pulse.stop()
    said["table"] = work.table()
    said["save"], said["shown"] = work.save()
    said["before"], said["memory"] = before, memory()
    print(json.dumps(said))
    shell.close()
    app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
