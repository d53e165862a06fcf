"""Letters: what left the house, what it printed, and what came back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index, func, select

from casefile.base.clock import NO_ID, RecordId, format_id, parse_id
from casefile.base.dates import read_date
from casefile.base.i18n import N_
from casefile.casework.book import Reader, Snapshot, Writer
from casefile.casework.catalogue import record_type
from casefile.casework.record import Kind, Record, Sensitivity, Value, date, integer, link, prose, term, text, yes_no
from casefile.casework.soundness import Rule, by_time, fingerprint, in_order, not_negative

IDENTITY = Sensitivity.IDENTITY


class Letter(Record, table=True):
    """One dossier or letter that was exported."""

    __tablename__ = "letter"
    __kind__: ClassVar[Kind] = Kind(
        name="letter",
        label=N_("Letter"),
        plural=N_("Letters"),
        prefix="L",
        title=("title", "addressee"),
        section="letters",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_letter_about", "about"),
        Index("ix_letter_reply_due", "reply_due"),
    )

    title: str = text(N_("Title"), help=N_("What the letter is about."), search=5)
    about: bytes = link(N_("About"), "*", help=N_("The person, event or other record it is about first of all."))
    template: str = text(N_("Template"), help=N_("Name of the template it was made from."))
    addressee: str = text(N_("Addressee"), help=N_("To whom it was sent, as printed."), search=3)
    addressee_organisation: bytes = link(
        N_("Addressee's record"), "organisation", help=N_("The office it was sent to.")
    )
    audience: str = term(N_("Audience"), "audience", help=N_("Who may read it; decided what was left out."))
    language: str = term(N_("Language"), "language", help=N_("The language it is in."))
    sent_how: str = text(N_("Sent how"), help=N_("Post, e-mail, by hand, portal."))
    sent_by: str = text(N_("Sent by"), help=N_("Who sent it."), sensitivity=IDENTITY)
    file_name: str = text(N_("File name"), help=N_("Name of the file that was written."))
    sha256: str = text(N_("SHA-256"), help=N_("Fingerprint of the PDF: shows later which paper it was."), search=1)
    pages: int | None = integer(N_("Pages"), help=N_("Pages of the PDF with its annexes."), unit="pages")
    signed: str = yes_no(N_("Signed"), help=N_("Whether the file bears a digital signature."))
    printed: str = prose(N_("Records printed"), help=N_("The version of every record that was printed."), search=0)
    reply_due: str = date(N_("Reply due"), help=N_("By when an answer is owed, by law or by what was promised."))
    # `date` last: from here on the name means the field, not the function.
    date: str = date(N_("Date"), help=N_("Date that the letter bears."))


class Reply(Record, table=True):
    """An answer to a letter."""

    __tablename__ = "reply"
    __kind__: ClassVar[Kind] = Kind(
        name="reply",
        label=N_("Reply"),
        plural=N_("Replies"),
        prefix="RP",
        title=("reply_kind", "received_on"),
        section="letters",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_reply_letter", "letter"),)

    letter: bytes = link(N_("Letter"), "letter", owner=True, required=True, help=N_("The letter it answers."))
    received_on: str = date(N_("Received on"), help=N_("When it came."))
    dated: str = date(N_("Date"), help=N_("Date that the reply bears."))
    organisation: bytes = link(N_("From"), "organisation", help=N_("The office that answered."))
    from_whom: str = text(N_("From, in words"), help=N_("Who signed it."), search=1)
    reply_kind: str = term(
        N_("Kind of reply"), "reply_kind", help=N_("Acknowledgement, full answer, partial answer, refusal.")
    )
    number: str = text(N_("Number"), help=N_("Number that the reply bears."), search=2)
    summary: str = prose(N_("Summary"), help=N_("What it says, in a few sentences."))
    evidence_item: bytes = link(N_("On file"), "evidence_item", help=N_("The paper itself."))


RULES: Mapping[str, tuple[Rule, ...]] = {
    "letter": (
        fingerprint("sha256"),
        not_negative("pages"),
        in_order("date", "reply_due", N_("The reply is due before the letter was sent. Please check both dates.")),
    ),
}


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """One record as a letter printed it.

    Attributes:
        kind: Its kind.
        record: Its id.
        version: Its version then, as `Snapshot.version`.
    """

    kind: str
    record: RecordId
    version: bytes


def record_letter(
    writer: Writer, title: str, addressee: str, sent_on: str, *, printed: Sequence[Snapshot] = (), **values: Value
) -> RecordId:
    """Record that a letter or dossier left the house.

    Args:
        writer: The book.
        title: What it is about.
        addressee: To whom, as printed.
        sent_on: Date that it bears, EDTF.
        printed: Every record that it printed, as it was read for printing.
        values: Other fields: template, audience, language, sha256 of the PDF, reply due.

    Raises:
        UserError: The reply is due before the letter, or a value does not fit.
    """
    versions = sorted([one.kind, format_id(one.id), one.version.hex()] for one in printed)
    return writer.insert(
        "letter",
        **{
            **values,
            "title": title,
            "addressee": addressee,
            "date": sent_on,
            "printed": json.dumps(versions, separators=(",", ":")),
        },
    )


def printed_in(letter: Snapshot) -> list[PrintedRecord]:
    """The records that a letter printed; empty if it says nothing or cannot be read."""
    try:
        lines = json.loads(letter.text("printed") or "[]")
        return [PrintedRecord(kind, parse_id(record), bytes.fromhex(version)) for kind, record, version in lines]
    except (ValueError, TypeError):
        return []


def record_reply(writer: Writer, letter: RecordId, received_on: str, reply_kind: str = "", **values: Value) -> RecordId:
    """Record an answer to a letter; the letter then no longer waits for one.

    Raises:
        UserError: A value does not fit.
    """
    return writer.insert("reply", **{**values, "letter": letter, "received_on": received_on, "reply_kind": reply_kind})


def letters_about(reader: Reader, record: RecordId) -> list[Snapshot]:
    """The letters about a record, the latest first, undated ones last."""
    letters = reader.of("letter", about=record)
    dated = sorted(
        (one for one in letters if one.text("date")), key=lambda one: by_time(one.text("date")), reverse=True
    )
    return dated + [one for one in letters if not one.text("date")]


class LetterState(StrEnum):
    """How a letter stands."""

    OVERDUE = "overdue"
    """An answer is owed, and the day has passed."""
    WAITING = "waiting"
    """An answer is owed."""
    ANSWERED = "answered"
    """At least one answer came."""
    SENT = "sent"
    """No answer is owed."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in a list.

    Attributes:
        id: The letter.
        title: What it is about.
        addressee: To whom.
        audience: Term of `audience`.
        date: EDTF.
        reply_due: EDTF; empty if none is owed.
        replies: How many came.
        reference: Short code.
        about: The record it is about first of all; `NO_ID` for none.
    """

    id: RecordId
    title: str
    addressee: str
    audience: str
    date: str
    reply_due: str
    replies: int
    reference: str
    about: RecordId = NO_ID

    def state(self, today: dt.date) -> LetterState:
        """How it stands today. A date known in part is passed after the last day that it may mean."""
        if self.replies:
            return LetterState.ANSWERED
        if not self.reply_due:
            return LetterState.SENT
        last = read_date(self.reply_due).latest
        return LetterState.OVERDUE if last is not None and last.date() < today else LetterState.WAITING


def letter_lines(reader: Reader, *, about: RecordId = NO_ID) -> list[LetterLine]:
    """The letters about a record, or all, the one recorded last first."""
    letter, reply = record_type("letter").table, record_type("reply").table
    replies = (
        select(func.count())
        .where(reply.c.letter == letter.c.id, reply.c.archived == 0)
        .scalar_subquery()
        .label("replies")
    )
    query = select(letter, replies).where(letter.c.archived == 0).order_by(letter.c.id.desc())
    if about:
        query = query.where(letter.c.about == about)
    return [
        LetterLine(
            id=RecordId(row.id),
            title=row.title,
            addressee=row.addressee,
            audience=row.audience,
            date=row.date,
            reply_due=row.reply_due,
            replies=row.replies,
            reference=row.reference,
            about=RecordId(row.about),
        )
        for row in reader.rows(query)
    ]
