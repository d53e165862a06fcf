"""What a record is called in a list, a sentence or a search result."""

from __future__ import annotations

from casefile.base.clock import RecordId
from casefile.base.counts import say_count
from casefile.base.dates import say_date
from casefile.base.i18n import Language, language
from casefile.casework.book import Reader, Snapshot
from casefile.casework.catalogue import record_type
from casefile.casework.record import Facts, Shape
from casefile.casework.vocabulary import vocabulary

_FARTHEST = 2
"""Links followed for one title: a relationship names the other person, a violation its victim."""
_LONGEST = 80
"""Characters of a title that are shown."""

_BESIDE_A_FIELD = frozenset({"claim", "remark"})
"""Kinds that speak of one field of another record, and hold its name."""


def title(reader: Reader, snapshot: Snapshot, language_code: str = "") -> str:
    """What to call a record: what its kind is named by, or its kind and reference if nothing of that is filled in.

    Args:
        reader: Looks up the records that the title names.
        snapshot: The record.
        language_code: ISO 639-1 code; the app's language if empty.
    """
    return _title(reader, snapshot, language_code or language().code, 0)


def title_of(reader: Reader, record: RecordId, language_code: str = "") -> str:
    """The same by id; empty if there is no such record."""
    found = reader.find(record) if record else None
    return title(reader, found, language_code) if found else ""


def kind_label(kind: str, *, many: bool = False, language_code: str = "") -> str:
    """What a kind of record is called, in the app's language unless another is given."""
    stated = record_type(kind).kind
    return Language.of(language_code or language().code).text(stated.plural if many else stated.label)


def _title(reader: Reader, snapshot: Snapshot, code: str, depth: int) -> str:
    stated = record_type(snapshot.kind)
    special = _SPECIAL.get(snapshot.kind)
    if special:
        named = special(snapshot)
    else:
        parts = (_part(reader, snapshot, field, stated.facts[field], code, depth) for field in stated.kind.title)
        named = ", ".join(part for part in parts if part)
    named = named or f"{Language.of(code).text(stated.kind.label)} {snapshot.text('reference')}".rstrip()
    return named if len(named) <= _LONGEST else f"{named[: _LONGEST - 1].rstrip()}…"


def field_in_words(reader: Reader, snapshot: Snapshot, field: str, language_code: str = "") -> str:
    """What a field holds, as one reads it: labels of terms, dates and counts in words, the title of a linked record.

    A secret is never told: nothing is said of it.
    """
    facts = record_type(snapshot.kind).facts[field]
    if facts.secret:
        return ""
    return _part(reader, snapshot, field, facts, language_code or language().code, 1)


def field_label(reader: Reader, record: RecordId, field: str, language_code: str = "") -> str:
    """What a field of a record is called; its name as it stands if there is no such record or field."""
    about = reader.find(record) if record and field else None
    facts = record_type(about.kind).facts.get(field) if about else None
    return Language.of(language_code or language().code).text(facts.label) if facts else field


def _part(reader: Reader, snapshot: Snapshot, field: str, facts: Facts, code: str, depth: int) -> str:
    if field == "field" and snapshot.kind in _BESIDE_A_FIELD:
        return field_label(reader, snapshot.link("record"), snapshot.text(field), code)
    if facts.shape is Shape.LINK:
        target = reader.find(snapshot.link(field)) if snapshot.link(field) and depth < _FARTHEST else None
        return _title(reader, target, code, depth + 1) if target else ""
    if facts.is_set:
        return ", ".join(value_in_words(facts, element, code) for element in snapshot.set(field))
    number = snapshot.number(field)
    return f"{number:g}" if number is not None else value_in_words(facts, snapshot.text(field), code)


def value_in_words(facts: Facts, held: str, code: str) -> str:
    """One value as one reads it: the label of a term, a date or a count in words; other text as it is."""
    if held and facts.vocabulary:
        return vocabulary(facts.vocabulary).label(held, code)
    if held and facts.shape is Shape.DATE:
        return say_date(held, code)
    return say_count(held, code) if held and facts.shape is Shape.COUNT else held


def person_title(snapshot: Snapshot) -> str:
    """The name a person is listed under, or how somebody unidentified is described."""
    return snapshot.text("shown_name") or snapshot.text("described_as")


def name_title(snapshot: Snapshot) -> str:
    """A name as it is written, or its parts in the order given name, patronymic, family name."""
    parts = (snapshot.text(part) for part in ("given", "patronymic", "family"))
    return snapshot.text("full_name") or " ".join(part for part in parts if part)


_SPECIAL = {"person": person_title, "name": name_title}
