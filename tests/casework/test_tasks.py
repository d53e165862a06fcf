from __future__ import annotations

import pytest

from casefile.base.errors import UserError
from casefile.casework.people import add_person
from casefile.casework.tasks import DROPPED, add_task, finish_task, tasks_about
from casework.memory_book import MemoryBook


def test_a_task_is_open_until_it_is_done_or_dropped(book: MemoryBook) -> None:
    task, other = add_task(book, "Call the prison", "2012-01-12"), add_task(book, "Write", "2012-01-12")
    assert book.get(task).text("state") == "open"
    finish_task(book, task, "2012-01-11")
    finish_task(book, other, "2012-01-11", state=DROPPED)
    assert [book.get(one).text("state") for one in (task, other)] == ["done", "dropped"]


def test_a_reminder_comes_before_the_task_is_due(book: MemoryBook) -> None:
    with pytest.raises(UserError):
        add_task(book, "Write", "2012-01-12", remind_on="2012-01-13")


def test_a_task_does_not_follow_itself(book: MemoryBook) -> None:
    first = add_task(book, "First")
    second = add_task(book, "Second", follows=first)
    with pytest.raises(UserError):
        book.update(first, {"follows": second})


def test_tasks_about_a_record_are_told_by_date_and_done_ones_last(book: MemoryBook) -> None:
    person = add_person(book, "A")
    done, undated, soon = (
        add_task(book, title, when, about=person) for title, when in (("D", "2011"), ("U", ""), ("S", "2012"))
    )
    finish_task(book, done, "2011-12-01")
    assert [task.id for task in tasks_about(book, person)] == [soon, undated, done]
