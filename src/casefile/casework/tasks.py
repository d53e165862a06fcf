"""Tasks: what has to be done, by when, about which record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Index

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.record import Kind, Record, Value, date, link, prose, term, text
from casefile.casework.soundness import Rule, by_time, in_order, no_ring

DONE = "done"
DROPPED = "dropped"
"""States of a task that is no longer shown."""


class Task(Record, table=True):
    """A task, a deadline or a follow-up."""

    __tablename__ = "task"
    __kind__: ClassVar[Kind] = Kind(
        name="task", label=N_("Task"), plural=N_("Tasks"), prefix="T", title=("title",), section="tasks"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_task_due", "state", "due_on"),
        Index("ix_task_about", "about"),
    )

    title: str = text(N_("Title"), help=N_("What has to be done."), required=True, search=5)
    task_kind: str = term(
        N_("Kind of task"), "task_kind", help=N_("Task, deadline that is lost when missed, or follow-up.")
    )
    about: bytes = link(N_("About"), "*", help=N_("The person, letter, hearing or other record it is about."))
    due_on: str = date(N_("Due on"), help=N_("The day by which it must be done."))
    remind_on: str = date(N_("Remind on"), help=N_("The day from which it is shown on the first page."))
    assigned_to: str = text(N_("Who does it"), help=N_("Name of the colleague."), search=1)
    priority: str = term(N_("Priority"), "priority", help=N_("What comes first when days are short."))
    state: str = term(N_("State"), "task_state", help=N_("Open, being done, waiting, done or dropped."))
    done_on: str = date(N_("Done on"), help=N_("When it was done."))
    follows: bytes = link(N_("Follows"), "task", help=N_("The task this one follows up."))
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "task": (
        no_ring("follows", N_("A task cannot follow itself.")),
        in_order("remind_on", "due_on", N_("The reminder comes after the task is due. Please check both dates.")),
    )
}


def add_task(writer: Writer, title: str, due_on: str = "", *, about: RecordId = NO_ID, **values: Value) -> RecordId:
    """Add a task; it is open.

    Raises:
        UserError: It has no title, the reminder comes too late, or a value does not fit.
    """
    written: dict[str, Value] = {"state": "open", "task_kind": "task", **values}
    return writer.insert("task", **{**written, "title": title, "due_on": due_on, "about": about})


def finish_task(writer: Writer, task: RecordId, done_on: str, *, state: str = DONE) -> None:
    """Record that a task was done, or with `DROPPED` that it will not be.

    Raises:
        UserError: The date cannot be read.
    """
    writer.update(task, {"state": state, "done_on": done_on})


def tasks_about(reader: Reader, record: RecordId) -> list[Snapshot]:
    """The tasks about a record, the earliest due first, undated ones last, those done at the end."""

    def order(task: Snapshot) -> tuple[bool, tuple[bool, str], RecordId]:
        return task.text("state") in {DONE, DROPPED}, by_time(task.text("due_on")), task.id

    return sorted(reader.of("task", about=record), key=order)
