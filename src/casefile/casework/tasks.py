"""Tasks: what has to be done, by when, about which record."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, date, link, prose, term, text


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
