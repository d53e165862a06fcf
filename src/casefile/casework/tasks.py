"""Tasks: what has to be done, by when, about which record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Index, select

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import Kind, Record, Value, date, link, prose, term, text
from casefile.casework.soundness import Rule, bounds, by_time, in_order, no_ring

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


@dataclass(frozen=True, slots=True)
class Due:
    """Something that will not wait.

    Attributes:
        date: EDTF, as recorded.
        what: "task", "reply" (owed to us), "hearing", "appeal" (time to appeal ends), "consent" (runs out) or "risk"
            (to be reviewed).
        kind: Kind of the record.
        record: The record: task, letter, remedy, hearing, decision, consent or risk.
        about: The person or other record concerned; `NO_ID` if there is none.
        overdue: Whether its last possible day is over.
    """

    date: str
    what: str
    kind: str
    record: RecordId
    about: RecordId
    overdue: bool


def agenda(reader: Reader, today: dt.date, until: dt.date) -> list[Due]:
    """All that is due up to and including a day, the earliest first; what is overdue stays until it is settled.

    A hearing is shown from today on. A date known only in part is shown from the first day it may mean, and is
    overdue after the last.

    Args:
        reader: The book.
        today: The day on which it is asked.
        until: The last day that interests.
    """
    found = []
    for what, kind, query in _agenda_queries():
        for row in reader.rows(query):
            earliest, latest = bounds(row.date)
            first = earliest or latest
            if first is None or first.date() > until:
                continue
            overdue = latest is not None and latest.date() < today
            if not (overdue and what == "hearing"):
                found.append(Due(row.date, what, kind, RecordId(row.record), RecordId(row.about), overdue))
    return sorted(found, key=lambda due: (by_time(due.date), due.record))


def _agenda_queries() -> Iterator[tuple[str, str, Any]]:
    task, letter, reply = (record_type(kind).table for kind in ("task", "letter", "reply"))
    remedy, hearing, decision = (record_type(kind).table for kind in ("remedy", "hearing", "decision"))
    proceeding, consent, risk = (record_type(kind).table for kind in ("proceeding", "consent", "risk"))
    yield "task", "task", _due(task, "due_on", task.c.about).where(task.c.state.not_in((DONE, DROPPED)))
    answered = select(reply.c.id).where(reply.c.letter == letter.c.id, reply.c.archived == 0).exists()
    yield "reply", "letter", _due(letter, "reply_due", letter.c.about).where(~answered)
    yield "reply", "remedy", _due(remedy, "reply_due", remedy.c.person).where(remedy.c.replied_on == "")
    for field in ("held_on", "next_on"):
        yield "hearing", "hearing", _due(hearing, field, proceeding.c.person, proceeding)
    waiting = decision.c.appeal.in_(("", "possible", "unknown"))
    yield "appeal", "decision", _due(decision, "appeal_by", proceeding.c.person, proceeding).where(waiting)
    yield "consent", "consent", _due(consent, "expires_on", consent.c.person).where(consent.c.withdrawn_on == "")
    yield "risk", "risk", _due(risk, "review_on", risk.c.person).where(risk.c.ended == "")


def _due(table: Any, field: str, about: Any, proceeding: Any = None) -> Any:
    query = select(table.c[field].label("date"), table.c.id.label("record"), about.label("about")).where(
        table.c.archived == 0, table.c[field] != ""
    )
    if proceeding is None:
        return query
    return query.select_from(table.join(proceeding, proceeding.c.id == table.c.proceeding)).where(
        proceeding.c.archived == 0
    )
