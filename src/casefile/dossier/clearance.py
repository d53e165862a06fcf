"""Who may be named to whom, and what the others are called.

A name is printed only if the person agreed to it for this audience, or holds a public office, or is a public figure.
Everybody else is "Person A": the letter depends on who is in the dossier and on what dossier it is, not on who agreed.
So it stays when a consent comes or goes, and the same letter in two dossiers does not mean the same person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from casefile.base.clock import RecordId
from casefile.base.i18n import N_, Language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.consent import permissions
from casefile.casework.record import Sensitivity, Shape
from casefile.casework.titles import name_title, person_title
from casefile.dossier.needles import Needles, needles
from casefile.dossier.one_person import every_record

SUBJECT = "subject"
NAMED_BY = {
    SUBJECT: "may_share",
    "network": "may_share",
    "lawyer": "may_share",
    "court": "may_name_to_government",
    "government": "may_name_to_government",
    "un_body": "may_send_to_un",
    "public": "may_name_in_public",
}
"""The audiences, and the consent that each needs before a person is named to it. Whoever may be named in public may be
named to any of them; a person's own dossier names that person."""

PUBLIC_FIGURES = frozenset({"public_figure", "public_official", "politician"})
"""Terms of `characteristic` of people whose name is public."""
PSEUDONYMS = frozenset({"pseudonym", "publication_pseudonym"})
"""Terms of `name_kind` of a name made up for print."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHORTEST_VALUE = 12
"""Characters from which a withheld line of text is looked for in the finished file."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What somebody in a dossier is called, and why; for the office alone.

    Attributes:
        person: Who.
        name: The person's name.
        called: What the dossier calls them.
        named: Whether it may name them.
        why: "subject", "public" (an office or a public figure), or as of `consent.Permission.why` for this audience.
    """

    person: RecordId
    name: str
    called: str
    named: bool
    why: str


class Clearance:
    """Who of the people in a dossier may be named.

    Args:
        reader: The book.
        audience: One of `NAMED_BY`.
        language: Of the dossier.
        today: The day on which consents must hold.
        about: The person the dossier is about, `NO_ID` if it is about something else.
        people: Everybody who is in it.
        salt: What tells this dossier from another: the letters are given out in another order.
    """

    def __init__(
        self,
        reader: Reader,
        audience: str,
        language: Language,
        today: dt.date,
        about: RecordId,
        people: Iterable[RecordId],
        salt: str = "",
    ) -> None:
        self._reader = reader
        self._audience = audience
        self._use = NAMED_BY[audience]
        self._language = language
        self._today = today
        self._about = about
        self._people: Mapping[RecordId, Snapshot] = {
            person: found
            for person in sorted(set(people), key=lambda one: hashlib.sha256(salt.encode() + one).digest())
            if (found := reader.find(person)) is not None
        }
        self._open: dict[RecordId, bool] = {}

    def may_name(self, person: RecordId) -> bool:
        """Whether the person may be named to this audience; False for anybody who is not in the dossier."""
        known = self._open.get(person)
        if known is None:
            found = self._people.get(person)
            known = self._open[person] = found is not None and self._decide(found)
        return known

    def _decide(self, person: Snapshot) -> bool:
        if self._is_unnamed(person) or self._is_public(person):
            return True
        if self._audience == SUBJECT and person.id == self._about:
            return True
        allowed = permissions(self._reader, person.id, self._today)
        return allowed[self._use].allowed or allowed["may_name_in_public"].allowed

    def _is_unnamed(self, person: Snapshot) -> bool:
        """Somebody of whom nothing is known that tells who it is: "a boy of 16", "twenty detainees"."""
        return not any(
            one.text("shown_name") or any(self._reader.of(kind, person=one.id) for kind in ("name", "identifier"))
            for one in every_record(self._reader, person.id)
        )

    def _is_public(self, person: Snapshot) -> bool:
        """A public figure, or an official of the State who is not a victim in this book."""
        if PUBLIC_FIGURES.intersection(person.set("characteristics")):
            return True
        for affiliation in self._reader.of("affiliation", person=person.id):
            organisation = self._reader.find(affiliation.link("organisation"))
            if organisation is not None and organisation.text("state_agent") == "yes":
                return not any(self._reader.of(kind, person=person.id) for kind in ("custody", "allegation", "death"))
        return False

    def name(self, person: RecordId) -> str:
        """What the person is called in the dossier; empty for nobody."""
        found = self._people.get(person)
        if found is None:
            return ""
        if not self.may_name(person):
            return self.pseudonyms[person]
        return self._name_in_language(found) or found.text("shown_name") or found.text("described_as")

    def _name_in_language(self, person: Snapshot) -> str:
        for name in self._reader.of("name", person=person.id):
            if name.text("language") == self._language.code and name.text("name_kind") in {"legal", "transliteration"}:
                return name_title(name)
        return ""

    @property
    def naming(self) -> tuple[Naming, ...]:
        """Everybody in the dossier who has a name, by name: what each is called, and why."""
        found = [
            Naming(person, person_title(snapshot), self.name(person), self.may_name(person), self._why(snapshot))
            for person, snapshot in self._people.items()
            if not self._is_unnamed(snapshot)
        ]
        return tuple(sorted(found, key=lambda one: (one.named, one.name)))

    def _why(self, person: Snapshot) -> str:
        if self._is_public(person):
            return "public"
        if self._audience == SUBJECT and person.id == self._about:
            return SUBJECT
        allowed = permissions(self._reader, person.id, self._today)
        return "yes" if self.may_name(person.id) else allowed[self._use].why

    @cached_property
    def pseudonyms(self) -> Mapping[RecordId, str]:
        """What each person is called who may not be named."""
        found: dict[RecordId, str] = {}
        count = 0
        for person, snapshot in self._people.items():
            if self._is_unnamed(snapshot) or self._is_public(snapshot):
                continue
            word = self._language.text(_PERSON).format(letter=_letter(count))
            count += 1
            if not self.may_name(person):
                found[person] = self._published_as(person) or word
        return found

    def _published_as(self, person: RecordId) -> str:
        names = self._reader.of("name", person=person)
        return next((name_title(name) for name in names if name.text("name_kind") in PSEUDONYMS), "")

    @cached_property
    def needles(self) -> Needles:
        """What must not be printed: names, numbers and addresses of those who may not be named."""
        withheld = [person for person in self._people if not self.may_name(person)]
        named = [person for person in self._people if self.may_name(person)]
        return needles(
            [name for person in withheld for name in self._names(person)],
            [value for person in withheld for value in self._values(person)],
            [name for person in named for name in self._names(person)],
        )

    def also_named(self, person: RecordId) -> tuple[str, ...]:
        """Names under which other records of the same person list it, if it may be named."""
        listed = (one.text("shown_name") for one in every_record(self._reader, person) if not one.archived)
        return tuple(name for name in dict.fromkeys(listed) if name) if self.may_name(person) else ()

    @cached_property
    def withheld_names(self) -> tuple[str, ...]:
        """The names of those who may not be named, whole and in parts."""
        return tuple(name for person in self._people if not self.may_name(person) for name in self._names(person))

    def _names(self, person: RecordId) -> Iterator[str]:
        for record in every_record(self._reader, person):
            yield record.text("shown_name")
            for name in self._reader.of("name", person=record.id, archived=True):
                if name.text("name_kind") not in PSEUDONYMS:
                    yield name_title(name)
                    yield from (name.text(part) for part in ("given", "patronymic", "family"))

    def _values(self, person: RecordId) -> Iterator[str]:
        records = every_record(self._reader, person)
        own = list(records)
        for kind in ("identifier", "contact"):
            for record in (found for one in records for found in self._reader.of(kind, person=one.id, archived=True)):
                own.append(record)
                yield record.text("number" if kind == "identifier" else "address")
        for record in own:
            for field, facts in record_type(record.kind).facts.items():
                # A whole phrase, since a single word such as a profession says nothing by itself.
                if facts.sensitivity is Sensitivity.IDENTITY and facts.shape in {Shape.TEXT, Shape.PROSE}:
                    value = record.text(field)
                    if field != "shown_name" and len(value) >= _SHORTEST_VALUE and " " in value:
                        yield value


def _letter(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    word = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(_LETTERS))
        word = _LETTERS[rest] + word
    return word


_PERSON = N_("Person {letter}")
