"""What may be printed: from records to words, by an allow list, an audience and each person's consent.

Nothing is taken away from a document here. A new, plain structure is built of what is allowed, field by field, and
the rest is never in it. A field is printed if the template names it and its sensitivity allows it:

- plain: yes, unless it is free text of a person who has not agreed, or holds a name that must not be printed;
- identity: with the consent of the person it belongs to; a link to a person becomes a name or "Person A";
- sensitive: only if the template asks for it, for those who treat, defend or judge, and with that consent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casefile.base.clock import NO_ID, RecordId
from casefile.base.counts import say_count
from casefile.base.dates import say_date
from casefile.base.i18n import N_, Language
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.record import Facts, Sensitivity, Shape
from casefile.casework.sources import CONTRADICTS, ClaimView
from casefile.casework.vocabulary import vocabulary
from casefile.dossier.clearance import PSEUDONYMS, Clearance
from casefile.dossier.completeness import Gap
from casefile.dossier.gather import links_of, people_in
from casefile.dossier.mentions import Mention, initials_in
from casefile.dossier.one_person import PeopleAsOne
from casefile.dossier.shown import RECORD, Shown, uncapitalised
from casefile.dossier.source_notes import SourceNotes
from casefile.dossier.template import Allowed, Template

TRUSTED = frozenset({"subject", "lawyer", "court", "un_body"})
"""Audiences that may see what is sensitive, if the template asks for it and the person agreed."""

_NEEDS_SOURCE = frozenset(
    {"event", "figure", "measure", "statement", "custody", "allegation", "violation_act", "death", "decision"}
)
"""Kinds of which the dossier says where it knows them from, or names that it does not."""
_TELLS_WHO = frozenset({"name", "identifier", "affiliation"})
"""Kinds that tell as a whole who somebody is: the chair of a branch of a union is one person."""
_FREE = frozenset({Shape.TEXT, Shape.PROSE, Shape.TAGS})


@dataclass(frozen=True, slots=True)
class Withheld:
    """Values of one field that were not printed.

    Attributes:
        kind: Label of the kind of record.
        field: Label of the field; empty for whole records.
        why: One sentence.
        count: How many.
    """

    kind: str
    field: str
    why: str
    count: int


class Redactor:
    """Makes printable records for one dossier.

    Args:
        reader: The book, in which joined people are one.
        template: Says what may be printed.
        audience: One of `clearance.NAMED_BY`.
        language: Of the dossier.
        today: The day on which consents must hold.
        about: The record the dossier is about.
        gathered: All records it may draw on, in order.
        told_in: ISO 639-1 code of the language in which the office is told what was left out; the dossier's if empty.
    """

    def __init__(
        self,
        reader: PeopleAsOne,
        template: Template,
        audience: str,
        language: Language,
        today: dt.date,
        about: Snapshot,
        gathered: Sequence[Snapshot],
        told_in: str = "",
    ) -> None:
        self._told = Language.of(told_in) if told_in else language
        self._reader = reader
        self._allowed = template.allowed
        self._audience = audience
        self.today = today
        self._language = language
        self._withheld: Counter[tuple[str, str, str]] = Counter()
        self._about = about.id
        self.real = about.values.get("invented") != _YES
        if self.real:
            gathered = self._without_fiction(gathered)
        self._gathered = gathered
        self._by_id = {record.id: record for record in gathered}
        people = people_in(reader, gathered)
        person = about.id if about.kind == "person" else NO_ID
        salt = f"{template.name} {audience} {about.id.hex()}"
        self.clearance = Clearance(reader, audience, language, today, person, people, salt)
        self._needles = self.clearance.needles
        self.sources = SourceNotes(reader, language, self._needles)
        self._claims: Mapping[RecordId, list[ClaimView]] = reader.claims([record.id for record in gathered])
        self.handles = {record.id: f"r{number}" for number, record in enumerate(gathered, 1)}
        self._missing: dict[Gap, None] = {}
        self.printed: dict[RecordId, Snapshot] = {}
        self.mentions: list[Mention] = []

    def _without_fiction(self, gathered: Sequence[Snapshot]) -> list[Snapshot]:
        """The records without those invented for training and all that hangs on one of them."""
        fiction = {record.id for record in gathered if record.values.get("invented") == _YES}
        while more := {
            record.id for record in gathered if record.id not in fiction and not fiction.isdisjoint(links_of(record))
        }:
            fiction |= more
        self._withheld.update((record.kind, "", _INVENTED) for record in gathered if record.id in fiction)
        return [record for record in gathered if record.id not in fiction]

    def records(self) -> tuple[Shown, ...]:
        """Every record that the template may print."""
        return tuple(shown for record in self._gathered if (shown := self.show(record)) is not None)

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What was not printed, and why; without the values."""
        text = self._told.text
        found = []
        for (kind, field, why), count in sorted(self._withheld.items()):
            made = record_type(kind)
            label = made.facts[field].label if field else ""
            found.append(Withheld(text(made.kind.label), text(label), text(why), count))
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the template wants and nobody recorded, in words."""
        return tuple(dict.fromkeys(gap.label for gap in self._missing))

    @property
    def lacking(self) -> tuple[Gap, ...]:
        """The same, with the record and field that would mend each; no field where a source is missing."""
        return tuple(self._missing)

    def show(self, record: Snapshot) -> Shown | None:
        """One record in words; None if the template prints none of its kind."""
        allowed = self._allowed.get(record.kind)
        if allowed is None:
            return None
        if record.kind == "name" and record.text("name_kind") in PSEUDONYMS:
            # Beside the name it would give the pseudonym away, and in its place it is printed anyway.
            return None
        facts = record_type(record.kind).facts
        cleared = all(self.clearance.may_name(person) for person in self.owners(record))
        if record.kind in _TELLS_WHO and not cleared:
            self._withheld[record.kind, "", _NO_CONSENT] += 1
            return None
        said: dict[str, str] = {}
        codes: dict[str, str] = {}
        links: dict[str, str] = {}
        for field in allowed.fields:
            self._field(record, field, facts[field], allowed, cleared, (said, codes, links))
        if record.kind == "person":
            said["name"] = self.clearance.name(record.id)
            said["also_named"] = "\n".join(self.clearance.also_named(record.id))
            self._withheld.update((record.kind, field, _RIVAL) for field in self._reader.rivals(record.id))
            self.printed.update((one.id, one) for one in self._reader.members(record.id))
        self.printed[record.id] = record
        code = self._language.code
        shown = Shown(
            kind=record.kind,
            handle=self.handles[record.id],
            said=said,
            codes=codes,
            links=links,
            notes=self._notes(record, said, cleared=cleared),
            inline={
                field: self._inline(facts[field], record, field)
                for field in said
                if field in facts and facts[field].vocabulary and facts[field].vocabulary not in _proper(code)
            },
            labels={field: self._language.text(facts[field].label) for field in said if field in facts},
            invented=record.values.get("invented") == "yes",
        )
        self._look_for_gaps(record, shown, allowed)
        return shown

    def _field(
        self,
        record: Snapshot,
        field: str,
        facts: Facts,
        allowed: Allowed,
        cleared: bool,  # noqa: FBT001 - private, and never passed as a bare truth value
        into: tuple[dict[str, str], dict[str, str], dict[str, str]],
    ) -> None:
        said, codes, links = into
        if facts.shape is Shape.LINK:
            target = record.link(field)
            if not target:
                return
            if target in self.handles:
                links[field] = self.handles[target]
            words = self._linked(record, field, facts, target, cleared=cleared)
            if words:
                said[field] = words
            return
        words = self.in_words(facts, record, field)
        if not words:
            return
        why = self._objection(facts, field, allowed, words, cleared=cleared, owned=bool(self.owners(record)))
        if why == _NO_CONSENT and (record.kind, field) == _BIRTH:
            self._withheld[record.kind, field, _ONLY_YEAR] += 1
            year = _year_of(record.text(field))
            said |= {field: say_date(year, self._language.code)} if year else {}
            codes |= {field: year} if year else {}
            return
        if why:
            self._withheld[record.kind, field, why] += 1
            if why == _HOLDS_A_NAME:
                self.mentions.append(Mention(record.kind, record.id, field))
            return
        said[field] = words
        held = record.values[field]
        codes[field] = " ".join(held) if isinstance(held, tuple) else str(held)

    def _objection(self, facts: Facts, field: str, allowed: Allowed, words: str, *, cleared: bool, owned: bool) -> str:
        """Why a value may not be printed; empty if it may."""
        if facts.sensitivity is Sensitivity.SENSITIVE:
            if field not in allowed.sensitive or self._audience not in TRUSTED:
                return _SENSITIVE
            if not cleared:
                return _NO_CONSENT
        elif facts.sensitivity is Sensitivity.IDENTITY:
            if not (owned and cleared):
                return _NO_CONSENT
        elif facts.shape is Shape.PROSE and not cleared and field not in allowed.safe:
            return _NO_CONSENT
        if facts.shape in _FREE and self.names_somebody(words):
            return _HOLDS_A_NAME
        return ""

    def names_somebody(self, words: str) -> bool:
        """Whether a text names somebody who may not be named."""
        return self._needles.found_in(words) or initials_in(words, self.clearance.withheld_names)

    def _linked(self, record: Snapshot, field: str, facts: Facts, target: RecordId, *, cleared: bool) -> str:
        """What a link says: the name of a place or an office, the title of an event; a person's name or pseudonym."""
        linked = self._by_id.get(target) or self._reader.find(target)
        if linked is None:
            return ""
        if linked.kind == "person":
            return self.clearance.name(target)
        if facts.sensitivity is not Sensitivity.PLAIN and not cleared:
            region = self._region_of(linked) if linked.kind == "place" else None
            self._withheld[record.kind, field, _NO_CONSENT if region is None else _ONLY_REGION] += 1
            if region is None:
                return ""
            linked = region
        allowed = self._allowed.get(linked.kind)
        if allowed is None:
            return ""
        kind = record_type(linked.kind)
        for part in kind.kind.title:
            if part in allowed.fields and kind.facts[part].sensitivity is Sensitivity.PLAIN:
                words = self.in_words(kind.facts[part], linked, part)
                if words and not self._needles.found_in(words):
                    self.printed[linked.id] = linked
                    return words
        return ""

    def _region_of(self, place: Snapshot) -> Snapshot | None:
        """The region or country in which a place lies; None if that is not recorded, or it is no smaller itself."""
        seen: set[RecordId] = set()
        current: Snapshot | None = place
        while current is not None and current.id not in seen:
            seen.add(current.id)
            if current.text("place_kind") in _COARSE:
                return current
            current = self._reader.find(current.link("parent")) if current.link("parent") else None
        return None

    def in_words(self, facts: Facts, record: Snapshot, field: str) -> str:
        """A value as one reads it in the dossier's language; empty for a link or an empty field."""
        code = self._language.code
        if facts.is_set:
            held = record.set(field)
            return _listed(
                [vocabulary(facts.vocabulary).label(one, code) if facts.vocabulary else one for one in held],
                common=bool(facts.vocabulary) and facts.vocabulary not in _proper(code),
            )
        number = record.number(field)
        if number is not None and facts.shape in {Shape.INTEGER, Shape.REAL}:
            return f"{number:g}"
        text = record.text(field)
        if text and facts.vocabulary:
            label: str = vocabulary(facts.vocabulary).label(text, code)
            return label
        if text and facts.shape is Shape.DATE:
            return say_date(text, code)
        return say_count(text, code) if text and facts.shape is Shape.COUNT else text

    def _inline(self, facts: Facts, record: Snapshot, field: str) -> str:
        """Terms within a sentence: without the capital with which they begin a line of their own."""
        code = self._language.code
        held = record.set(field) if facts.is_set else (record.text(field),)
        return ", ".join(uncapitalised(vocabulary(facts.vocabulary).label(one, code)) for one in held)

    def owners(self, record: Snapshot) -> set[RecordId]:
        """The people a record belongs to: up the chain of owners, or whom it speaks of."""
        current: Snapshot | None = record
        while current is not None and current.kind != "person":
            owner = record_type(current.kind).owner
            if not owner or not current.link(owner):
                break
            current = self._by_id.get(current.link(owner)) or self._reader.find(current.link(owner))
        owners = {current.id} if current is not None and current.kind == "person" else set()
        for field in ("person", "victim", "about"):
            target = record.link(field) if field in record.values and record.kind != "person" else NO_ID
            if target and self._reader.kind_of(target) == "person":
                owners.add(target)
        return owners

    def _notes(self, record: Snapshot, said: Mapping[str, str], *, cleared: bool) -> Mapping[str, tuple[str, ...]]:
        notes: dict[str, list[str]] = {}
        facts = record_type(record.kind).facts
        for claim in self._claims.get(record.id, ()):
            if claim.field and claim.field not in said:
                continue
            if self.real and self.sources.is_invented(claim.source):
                continue
            otherwise = ""
            if claim.stance == CONTRADICTS and claim.field:
                otherwise = self._claimed(facts[claim.field], claim.value, cleared=cleared)
            key = self.sources.key(claim.source, claim.locator, otherwise)
            if key:
                notes.setdefault(claim.field or RECORD, []).append(key)
        if not notes and record.kind == "figure":
            key = self.sources.key(record.link("source"))
            if key:
                notes[RECORD] = [key]
        return {field: tuple(dict.fromkeys(keys)) for field, keys in notes.items()}

    def _claimed(self, facts: Facts, value: str, *, cleared: bool) -> str:
        """The value that a contradicting source gives, if it may be printed."""
        may = facts.sensitivity is Sensitivity.PLAIN or (cleared and facts.sensitivity is Sensitivity.IDENTITY)
        if not may or facts.shape is Shape.LINK:
            return ""
        code = self._language.code
        try:
            if facts.shape is Shape.DATE:
                value = say_date(value, code)
            elif facts.shape is Shape.COUNT:
                value = say_count(value, code)
            elif facts.vocabulary:
                value = vocabulary(facts.vocabulary).label(value, code)
        except (ValueError, KeyError):
            return ""
        return "" if self._needles.found_in(value) else value

    def _look_for_gaps(self, record: Snapshot, shown: Shown, allowed: Allowed) -> None:
        text = self._told.text
        label = text(record_type(record.kind).kind.label)
        called = shown.words("name") or shown.words("title") or record.text("reference")
        for field in allowed.wanted if record.kind != "person" or record.id == self._about else ():
            if not record.values.get(field):
                said = f"{label} ({called}): {text(record_type(record.kind).facts[field].label)}"
                self._missing.setdefault(Gap(record.kind, field, said, record.id))
        if record.kind in _NEEDS_SOURCE and not shown.notes:
            self._missing.setdefault(Gap(record.kind, "", f"{label} ({called}): {text(_NO_SOURCE)}", record.id))


_PROPER = frozenset({"country", "language", "ethnicity", "religion", "script"})
"""Vocabularies of proper names, which keep their capitals in English."""


def _proper(code: str) -> frozenset[str]:
    """Vocabularies whose terms keep their capitals: in Russian and Kazakh only the names of countries."""
    return _PROPER if code == "en" else frozenset({"country"})


def _listed(said: Sequence[str], *, common: bool) -> str:
    """Several terms in one line: with semicolons if one of them has a comma or a colon in it."""
    if any("," in one or ":" in one for one in said):
        return "; ".join(said)
    return ", ".join(uncapitalised(one) if number and common else one for number, one in enumerate(said))


def _year_of(edtf: str) -> str:
    """The year of a date of birth, or the decade or century if that is all that is known; empty for a span of years."""
    year = edtf.removesuffix("~").removesuffix("?").removesuffix("%").partition("-")[0]
    return year if len(year) == _YEAR_LENGTH and set(year) <= set("0123456789X") else ""


_YEAR_LENGTH = 4
_BIRTH = ("person", "birth_date")
_COARSE = frozenset({"region", "country"})
"""Terms of `place_kind` that tell nobody's home."""
_YES = "yes"
_ONLY_YEAR = N_("only the year, without consent for this audience")
_ONLY_REGION = N_("only the region, without consent for this audience")
_INVENTED = N_("invented for training, in a dossier on what is not")
_NO_CONSENT = N_("no consent for this audience")
_RIVAL = N_("another record of the same person says otherwise")
_SENSITIVE = N_("sensitive, and not for this audience or template")
_HOLDS_A_NAME = N_("holds the name of somebody who has not agreed")
_NO_SOURCE = N_("no source")
