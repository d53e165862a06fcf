"""Evidence: files taken in once, never changed, and everything done with them since."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from casefile.base.i18n import N_
from casefile.casework.record import Kind, Record, Sensitivity, date, integer, link, prose, term, text, yes_no

IDENTITY = Sensitivity.IDENTITY
SENSITIVE = Sensitivity.SENSITIVE


class EvidenceItem(Record, table=True):
    """One file or object kept as evidence."""

    __tablename__ = "evidence_item"
    __kind__: ClassVar[Kind] = Kind(
        name="evidence_item",
        label=N_("Item of evidence"),
        plural=N_("Evidence"),
        prefix="EV",
        title=("title", "file_name"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_evidence_item_sha256", "sha256"),
        Index("ix_evidence_item_source", "source"),
    )

    title: str = text(N_("Title"), help=N_("What it is, in a few words."), search=8)
    evidence_kind: str = term(
        N_("Kind of evidence"), "evidence_kind", help=N_("Photo, video, recording, paper, object and so on.")
    )
    file_name: str = text(N_("File name"), help=N_("As it was when the file came in."), sensitivity=IDENTITY, search=2)
    media_type: str = text(N_("Type"), help=N_("Type of the file, told from its first bytes."))
    size_bytes: int | None = integer(N_("Size"), help=N_("Size of the file as it came in."), unit="bytes")
    sha256: str = text(
        N_("SHA-256"), help=N_("Fingerprint of the file at intake: shows that it was not changed since."), search=2
    )
    blob_name: str = text(N_("Stored as"), help=N_("Name of the encrypted file in the vault."))
    blob_key: str = text(
        N_("File key"),
        help=N_("Opens the encrypted file. Never printed and never exported in the clear."),
        sensitivity=SENSITIVE,
    )
    taken_in_on: str = date(N_("Taken in on"), help=N_("When the file came into the vault."))
    captured_on: str = date(N_("Captured on"), help=N_("When the picture or recording was made, or the paper written."))
    captured_place: bytes = link(N_("Captured at"), "place", help=N_("Where it was made."))
    captured_by: str = text(N_("Captured by"), help=N_("Who made it."), sensitivity=IDENTITY)
    originality: str = term(N_("Original or copy"), "originality", help=N_("Original, copy, scan, extract and so on."))
    copy_of: bytes = link(N_("Copy of"), "evidence_item", help=N_("The item it was made from."))
    source: bytes = link(N_("Source"), "source", help=N_("Who it came from."))
    language: str = term(N_("Language"), "language", help=N_("The language it is in."))
    protection: str = term(N_("Protection"), "protection", help=N_("Whether it may be shown or quoted."))
    shows_people: str = yes_no(N_("Shows people"), help=N_("Whether faces or names of others can be seen on it."))
    graphic: str = yes_no(N_("Disturbing content"), help=N_("Yes hides the preview until it is asked for."))
    description: str = prose(N_("Description"), help=N_("What can be seen, heard or read."), search=2)
    file_details: str = prose(
        N_("Details in the file"), help=N_("What the file says of itself: camera, time, place."), sensitivity=IDENTITY
    )
    invented: str = yes_no(
        N_("Invented for training"),
        help=N_("Yes for a record made up for training. Printed on every page that shows it."),
    )


class EvidenceLink(Record, table=True):
    """What an item of evidence has to do with a record."""

    __tablename__ = "evidence_link"
    __kind__: ClassVar[Kind] = Kind(
        name="evidence_link",
        label=N_("Link to evidence"),
        plural=N_("Links to evidence"),
        prefix="EK",
        title=("relation", "locator"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (
        Index("ix_evidence_link_item", "evidence_item"),
        Index("ix_evidence_link_record", "record"),
    )

    evidence_item: bytes = link(
        N_("Item of evidence"), "evidence_item", owner=True, required=True, help=N_("The item.")
    )
    record: bytes = link(N_("Record"), "*", required=True, help=N_("The record it is evidence for."))
    relation: str = term(N_("Relation"), "evidence_relation", help=N_("Shows, mentions, supports or contradicts it."))
    locator: str = text(N_("Place in the item"), help=N_("Page, minute, corner of the picture."))
    details: str = prose(N_("Details"), help=N_("Anything else worth knowing."))


class Handling(Record, table=True):
    """One thing done with an item: the chain of custody."""

    __tablename__ = "handling"
    __kind__: ClassVar[Kind] = Kind(
        name="handling",
        label=N_("Handling"),
        plural=N_("Handling log"),
        prefix="HD",
        title=("handling_kind", "handled_on", "handled_by"),
        section="evidence",
    )
    __table_args__: ClassVar[tuple[Index, ...]] = (Index("ix_handling_item", "evidence_item"),)

    evidence_item: bytes = link(
        N_("Item of evidence"), "evidence_item", owner=True, required=True, help=N_("The item.")
    )
    handling_kind: str = term(
        N_("What was done"),
        "handling_kind",
        required=True,
        help=N_("Received, hashed, viewed, copied, exported, handed over."),
    )
    handled_on: str = date(N_("When"), help=N_("As precisely as it is known; an hour only if a source gives one."))
    handled_by: str = text(N_("By whom"), help=N_("Who did it."), sensitivity=IDENTITY)
    handed_to: str = text(
        N_("To whom"), help=N_("Who received it, when it was handed over or copied."), sensitivity=IDENTITY
    )
    why: str = prose(N_("Why"), help=N_("What it was done for."))
    sha256: str = text(N_("SHA-256"), help=N_("Fingerprint found at that moment."))
