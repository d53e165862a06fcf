"""Letters: what left the house, what it printed, and what came back."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, integer, link, prose, term, text, yes_no

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
