from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from casefile.ui.collecting import Collector, collect_if_due
from casefile.ui.jobs import Jobs, Progress

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    del qtbot
    made = Jobs()
    yield made
    made.close()


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def allocate_much(_progress: Progress) -> bool:
    here = threading.current_thread()
    freed_here: list[bool] = []
    for _round in range(200):
        knot = Knot()
        weakref.finalize(knot, lambda: freed_here.append(threading.current_thread() is here)).atexit = False
        del knot
        # Lists within lists are what Python counts before it looks for cycles.
        _counted: list[list[object]] = [[[]] for _number in range(500)]
    return any(freed_here)


def test_a_cycle_is_never_freed_in_the_thread_of_a_job(jobs: Jobs, qtbot: QtBot) -> None:
    freed_in_the_thread: list[bool] = []
    jobs.run(allocate_much, freed_in_the_thread.append, lambda error: pytest.fail(repr(error)))
    qtbot.waitUntil(lambda: bool(freed_in_the_thread))
    assert freed_in_the_thread == [False]


def test_what_is_unreachable_is_freed_on_the_main_thread_all_the_same(jobs: Jobs, qtbot: QtBot) -> None:
    jobs.run(lambda _progress: None, lambda _none: None, lambda error: pytest.fail(repr(error)))
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    keep: list[list[object]] = []

    def freed() -> bool:
        # What is freed meanwhile counts against what is allocated, so allocating goes on until it is due.
        keep.extend([] for _number in range(gc.get_threshold()[0] * 2))
        return gone() is None

    qtbot.waitUntil(freed)


def test_once_the_last_threads_have_ended_python_collects_by_itself_again(qtbot: QtBot) -> None:
    del qtbot
    first, second = Jobs(), Jobs()
    for one in (first, second):
        one.run(lambda _progress: None, lambda _none: None, lambda _error: None)
    assert not gc.isenabled()
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()


def test_a_collector_that_is_forgotten_holds_nobody_up(qtbot: QtBot) -> None:
    del qtbot
    parent = QObject()
    collector = Collector(parent)
    collector.begin()
    del collector, parent
    gc.collect()
    assert gc.isenabled()


def test_nothing_is_collected_before_it_is_due() -> None:
    gc.collect()
    gc.disable()
    try:
        gc.collect()
        knot = Knot()
        there = weakref.ref(knot)
        del knot
        collect_if_due()
        assert there() is not None
    finally:
        gc.enable()
