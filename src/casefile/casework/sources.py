"""Sources, and which of them says what about which field of which record."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, link, prose, term, text, yes_no

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class Source(Record, table=True):
    """Where something is known from."""

    __tablename__ = "source"
    __kind__: ClassVar[Kind] = Kind(
        name="source", label=N_("Source"), plural=N_("Sources"), prefix="S", title=("title",), section="sources"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_source_quoted_in", "quoted_in"),)

    title: str = text(
        N_("Title"),
        help=N_("Title of the paper, or a few words that do not give an interviewee away."),
        required=True,
        search=8,
    )
    source_kind: str = term(
        N_("Kind of source"), "source_kind", help=N_("Interview, press, official paper, NGO report, post.")
    )
    author: str = text(N_("Author"), help=N_("Who wrote or said it."), sensitivity=IDENTITY, search=3)
    author_person: bytes = link(
        N_("Author's record"), "person", help=N_("If the author is a person of this vault."), sensitivity=IDENTITY
    )
    publisher: bytes = link(N_("Publisher"), "organisation", help=N_("Organisation that published it."))
    dated: str = date(N_("Date"), help=N_("Date that the source bears."))
    place: bytes = link(N_("Where"), "place", help=N_("Where it was written or said."))
    obtained_how: str = term(
        N_("How obtained"), "obtained_how", help=N_("Published, handed over, own interview, and so on.")
    )
    obtained_on: str = date(N_("Obtained on"), help=N_("When it came to this office."))
    obtained_by: str = text(N_("Obtained by"), help=N_("Who received it or made the interview."), sensitivity=IDENTITY)
    language: str = term(N_("Language"), "language", help=N_("The language it is in."))
    reliability: str = term(
        N_("Reliability"),
        "reliability",
        help=N_("How far the source can be relied on, A (fully) to F (cannot be judged)."),
    )
    reliability_reasons: str = prose(N_("Reasons for it"), help=N_("Why it was judged so."), sensitivity=SENSITIVE)
    protection: str = term(
        N_("Protection"), "protection", help=N_("Whether the source may be named, quoted, or not even mentioned.")
    )
    protection_details: str = prose(
        N_("Protection in words"), help=N_("What was promised to the source."), sensitivity=SENSITIVE
    )
    web_address: str = text(N_("Web address"), help=N_("Where it can be read."))
    archive_address: str = text(N_("Archived at"), help=N_("A copy that stays when the page goes."))
    quoted_in: bytes = link(
        N_("Known through"), "source", help=N_("The source that reports this one, when it was not seen itself.")
    )
    evidence_item: bytes = link(N_("On file"), "evidence_item", help=N_("The file as evidence."))
    summary: str = prose(N_("Summary"), help=N_("What it says, in a few sentences."))
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class Claim(Record, table=True):
    """This field of this record has this value according to this source."""

    __tablename__ = "claim"
    __kind__: ClassVar[Kind] = Kind(
        name="claim",
        label=N_("Claim"),
        plural=N_("Claims"),
        prefix="CL",
        title=("field", "stance", "locator"),
        section="sources",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_claim_record", "record", "field"),
        Index("ix_claim_source", "source"),
    )

    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record the source speaks of."))
    field: str = text(N_("Field"), help=N_("Which of its fields; empty for the record as a whole."))
    value: str = prose(
        N_("Value"),
        help=N_("The value according to the source, written as the field writes it."),
        sensitivity=IDENTITY,
        search=0,
    )
    source: bytes = link(N_("Source"), "source", required=True, help=N_("Who says so."))
    locator: str = text(N_("Place in the source"), help=N_("Page, paragraph, minute."))
    quote: str = prose(N_("Quotation"), help=N_("The words of the source."), sensitivity=IDENTITY)
    credibility: str = term(
        N_("Credibility"),
        "credibility",
        help=N_("How far this one thing is to be believed, 1 (confirmed) to 6 (cannot be judged)."),
    )
    stance: str = term(
        N_("Stance"),
        "stance",
        help=N_("Supports or contradicts what is recorded; “shown” marks the value that is shown."),
    )


class Remark(Record, table=True):
    """A note beside one field of one record."""

    __tablename__ = "remark"
    __kind__: ClassVar[Kind] = Kind(
        name="remark", label=N_("Remark"), plural=N_("Remarks"), prefix="RM", title=("field", "text"), section="sources"
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_remark_record", "record", "field"),)

    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record it stands beside."))
    # `text` last: from here on the name means the field, not the function.
    field: str = text(N_("Field"), help=N_("Which of its fields; empty for the record as a whole."))
    text: str = prose(N_("Text"), help=N_("What there is to say about the value."), sensitivity=SENSITIVE)
