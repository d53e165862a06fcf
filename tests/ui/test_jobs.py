from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QThread

from casefile.base.errors import UserError
from casefile.ui.jobs import Jobs, Progress

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    del qtbot
    made = Jobs()
    yield made
    made.close()


def nothing(_result: object) -> None:
    pass


def test_a_result_comes_back_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[object, bool]] = []
    main = QThread.currentThread()
    jobs.run(
        lambda _progress: threading.current_thread() is threading.main_thread(),
        lambda worked_here: seen.append((worked_here, QThread.currentThread() is main)),
        nothing,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, True)]


def test_what_the_work_raised_comes_back_whole(jobs: Jobs, qtbot: QtBot) -> None:
    failures: list[BaseException] = []

    def work(_progress: Progress) -> None:
        raise UserError("no such thing")

    jobs.run(work, nothing, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], UserError)


def test_the_lane_keeps_the_order_in_which_it_was_asked(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    order: list[str] = []

    def first(_progress: Progress) -> None:
        gate.wait(5)
        order.append("first")

    def second(_progress: Progress) -> None:
        order.append("second")

    jobs.run(first, nothing, nothing)
    jobs.run(second, nothing, nothing)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["first", "second"]


def test_work_beside_the_lane_does_not_wait_for_it(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    beside: list[object] = []
    jobs.run(lambda _progress: gate.wait(5), nothing, nothing)
    jobs.run(lambda _progress: 7, beside.append, nothing, beside=True)
    qtbot.waitUntil(lambda: beside == [7])
    gate.set()


def test_progress_is_reported_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[tuple[int, int, bool]] = []
    main = QThread.currentThread()

    def work(progress: Progress) -> None:
        gate.wait(5)
        progress.done(3, 10)

    job = jobs.run(work, nothing, nothing)
    job.progressed.connect(lambda done, of: seen.append((done, of, QThread.currentThread() is main)))
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(3, 10, True)]


def test_cancelled_work_stops_at_its_next_report_and_delivers_nothing(jobs: Jobs, qtbot: QtBot) -> None:
    started, gate, ended = threading.Event(), threading.Event(), threading.Event()
    delivered: list[object] = []

    def work(progress: Progress) -> str:
        started.set()
        gate.wait(5)
        try:
            progress.done(1)
        finally:
            ended.set()
        return "went on"

    job = jobs.run(work, delivered.append, delivered.append)
    assert started.wait(5)
    job.cancel()
    gate.set()
    qtbot.waitUntil(ended.is_set)
    qtbot.wait(20)
    assert delivered == []


def test_nobody_is_called_when_whoever_asked_is_gone(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    delivered: list[object] = []
    owner = QObject()
    jobs.run(lambda _progress: gate.wait(5), delivered.append, delivered.append, owner=owner)
    del owner
    gate.set()
    later: list[object] = []
    jobs.run(lambda _progress: 1, later.append, nothing)
    qtbot.waitUntil(lambda: later == [1])
    assert delivered == []


def test_closing_forgets_what_has_not_begun(qtbot: QtBot) -> None:
    jobs = Jobs()
    started, gate = threading.Event(), threading.Event()
    ran: list[str] = []

    def first(_progress: Progress) -> str:
        started.set()
        gate.wait(5)
        return "first"

    jobs.run(first, ran.append, nothing)
    jobs.run(lambda _progress: "never", ran.append, nothing)
    assert started.wait(5)
    gate.set()
    jobs.close()
    qtbot.wait(20)
    assert ran == []


def test_work_that_is_done_at_once_is_told_only_after_its_asker_has_the_job(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AtOnce:
        def submit(self, work: Callable[..., int], *given: object) -> Future[int]:
            done: Future[int] = Future()
            done.set_result(work(*given))
            return done

    monkeypatch.setattr(jobs, "_lane", lambda **_which: AtOnce())
    seen: list[int] = []
    jobs.run(lambda _progress: 1, seen.append, nothing)
    assert seen == []
    qtbot.waitUntil(lambda: seen == [1])
