"""What redaction lets through: records as words, without ids and without anything that may not be printed.

The text of a dossier is put together from these alone. A value that is not in a `Shown` cannot reach the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SAYS_NOTHING = frozenset({"unknown", "not_applicable", "not_yet_assessed"})
"""Terms that say that there is nothing to say; a table of facts prints them, a sentence does not."""

OTHER = "other"
"""The term that alone tells a reader nothing: what it stands for is in no list."""

TOOK_PLACE = frozenset({"granted", "monitored", "cut_short", "delayed"})
"""Terms of `access_outcome` of a contact that there was: those of `casework.access`, which nothing here may import."""
PREVENTED = frozenset({"refused", "obstructed"})
"""Terms of one that was kept from happening, likewise."""

RECORD = ""
"""In place of a field's name: the record as a whole."""


def uncapitalised(label: str) -> str:
    """A label without its capital, unless it is an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] in {" ", "-"} else label


def capitalised(said: str) -> str:
    """Words as they begin a line."""
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as it may be printed.

    Attributes:
        kind: Its kind.
        handle: What other records of the same dossier call it; says nothing outside of it.
        said: Fields in words, in the dossier's language; an empty or withheld field is not in it.
        codes: Terms, dates (EDTF), counts and numbers behind those words, to sort and to choose by.
        links: Handles of the records that its links point to.
        notes: Keys of the source notes, by field; `RECORD` for the record as a whole.
        labels: What each field in `said` is called.
        inline: Terms as they are written within a sentence.
        invented: Whether it was made up for training.
    """

    kind: str
    handle: str
    said: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    inline: Mapping[str, str] = field(default_factory=dict)
    invented: bool = False

    def words(self, name: str) -> str:
        """A field in words; empty if there is nothing to print."""
        return self.said.get(name, "")

    def code(self, name: str) -> str:
        """What stands behind a field; empty if there is nothing to print."""
        return self.codes.get(name, "")

    def labelled(self, *names: str) -> list[str]:
        """Those of the fields that may be printed, each after its label, as they are written within a line."""
        return [f"{uncapitalised(self.labels[name])}: {self.within(name)}" for name in names if self.tells(name)]

    def within(self, name: str) -> str:
        """A field as it is written within a sentence."""
        return self.inline.get(name) or self.words(name)

    def tells(self, name: str) -> bool:
        """Whether a field may be printed and says more than that nothing is known."""
        return bool(self.words(name)) and self.code(name) not in SAYS_NOTHING

    def cited(self, *names: str) -> tuple[str, ...]:
        """Keys of the source notes of these fields, each once."""
        return tuple(dict.fromkeys(key for name in names for key in self.notes.get(name, ())))


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A source note in words: see `document.Note`."""

    key: str
    text: str
    source: str = ""
    again: str = ""
    through: str = ""
    through_text: str = ""
    through_again: str = ""


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One line of the custody clock in words: what was due, by which rule, the verdict and the reason for it.

    Attributes:
        what: What was due.
        rule: Instrument and article.
        verdict: One word or two.
        why: The reason for the verdict.
        breached: Whether the rule was broken.
        took: How long it took, where that is all there is to say: the rule names no number of hours.
    """

    what: str
    rule: str
    verdict: str
    why: str
    breached: bool
    took: str = ""


@dataclass(frozen=True, slots=True)
class MomentShown:
    """One line of a chronology: when in words and as EDTF, what, and its source notes."""

    when: str
    edtf: str
    lane: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterParts:
    """What belongs to a letter and is in no record, as it was typed.

    Attributes:
        addressees: To whom, one a line.
        salutation: In place of the template's own.
        requests: Requests beside those of the template.
        signer: Who signs.
        role: As what.
    """

    addressees: tuple[str, ...] = ()
    salutation: str = ""
    requests: tuple[str, ...] = ()
    signer: str = ""
    role: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that is printed."""
        return (*self.addressees, self.salutation, *self.requests, self.signer, self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that one dossier is made from.

    Attributes:
        about: Handle of the record it is about.
        records: Every record that may be printed, in the order in which they were gathered.
        sources: Source notes by key, in words.
        clocks: The custody clock of each detention, by its handle.
        issuer: Handle of the organisation that speaks; empty for none.
        language: ISO 639-1 code.
        classification: Who may read it, in words.
        dated: The date that the dossier bears, EDTF.
        today: The day on which it is made: the end of what lasts.
        paper: Its size.
        subjects: Handles of all records it is about, if there are several.
        recorded: Fields of which something is recorded, printed or not, as "custody.arrested", with the terms of their
            record as "custody[criminal].arrested": tells what is withheld from what nobody knows.
        letter: What belongs to a letter alone.
        since: First day of the period it is about, EDTF; empty for no limit.
        until: Last day of it, EDTF; empty for no limit.
    """

    about: str
    records: tuple[Shown, ...]
    sources: Mapping[str, NoteShown]
    clocks: Mapping[str, tuple[ClockShown, ...]] = field(default_factory=dict)
    issuer: str = ""
    language: str = "en"
    classification: str = ""
    dated: str = ""
    today: date
    paper: Literal["A4", "Letter"] = "A4"
    subjects: tuple[str, ...] = ()
    recorded: frozenset[str] = frozenset()
    letter: LetterParts = field(default_factory=LetterParts)
    since: str = ""
    until: str = ""

    @property
    def invented(self) -> bool:
        """Whether it is about something made up for training; otherwise nothing made up is in it."""
        about = self.find(self.about)
        return about is not None and about.invented

    def find(self, handle: str) -> Shown | None:
        """The record with a handle; None if it may not be printed."""
        return next((one for one in self.records if one.handle == handle), None)

    def of(self, kind: str, **links: str) -> Iterator[Shown]:
        """The records of a kind whose links are these handles."""
        for one in self.records:
            if one.kind == kind and all(one.links.get(name) == handle for name, handle in links.items()):
                yield one
