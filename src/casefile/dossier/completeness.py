"""The completeness meter: what a form asks, what is on record, and which record and field would mend each gap.

It looks at the records themselves, whoever the form is for: it is for the office, never for the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casefile.base.clock import NO_ID, RecordId
from casefile.base.i18n import Language
from casefile.casework.book import Snapshot
from casefile.casework.catalogue import record_type
from casefile.dossier.asking import ISSUER, FieldRef, Question
from casefile.dossier.shown import OTHER, SAYS_NOTHING
from casefile.dossier.template import Template

_NAME = "name"
"""In place of a field of a person: what they are called, by whichever field."""


class Answer(StrEnum):
    """How far a question is answered."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that would answer a question and is empty, or says that nothing is known.

    Attributes:
        kind: Kind of the record.
        field: The field.
        label: Kind and field in words.
        record: The record to open; `NO_ID` if there is none yet and one must be added.
        term: The term that the record to be added would have, such as "lawyer"; empty for any.
    """

    kind: str
    field: str
    label: str
    record: RecordId = NO_ID
    term: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, how far it is answered, and what is missing."""

    section: str
    name: str
    question: str
    answer: Answer
    gaps: tuple[Gap, ...]


def completeness(
    template: Template, records: Sequence[Snapshot], about: RecordId, language: str, issuer: RecordId = NO_ID
) -> tuple[Asked, ...]:
    """Every question of a form in order.

    Args:
        template: The form; one without questions gives nothing.
        records: What was gathered for it.
        about: The person it is about.
        language: Of the words.
        issuer: The organisation that speaks.
    """
    return tuple(
        _asked(section.heading(language), question, records, (about, issuer), language)
        for section in template.sections
        for question in section.questions
    )


def share(asked: Iterable[Asked]) -> float:
    """How much of a form is answered, from 0 to 1; a partly answered question counts half. 1 for no questions."""
    worth = {Answer.FULL: 1.0, Answer.PARTLY: 0.5, Answer.NONE: 0.0}
    values = [worth[one.answer] for one in asked]
    return sum(values) / len(values) if values else 1.0


def recorded(
    records: Iterable[Snapshot], about: RecordId, questions: Iterable[Question], issuer: RecordId = NO_ID
) -> frozenset[str]:
    """The fields asked for of which something is recorded: see `shown.Matter.recorded`."""
    held = list(records)
    found = set()
    for ref in {ref for question in questions for ref in question.fields}:
        if any(_value(one, ref) for one in _meant(ref, held, (about, issuer))):
            found.add(f"{ref.kind}[{ref.term}].{ref.field}" if ref.term else f"{ref.kind}.{ref.field}")
    return frozenset(found)


def _asked(
    section: str, question: Question, records: Sequence[Snapshot], ends: tuple[RecordId, RecordId], language: str
) -> Asked:
    gaps: list[Gap] = []
    told = 0
    for ref in question.fields:
        meant = _meant(ref, records, ends)
        known = [one for one in meant if _tells(one, ref)]
        told += bool(known)
        empty = [one for one in meant if one not in known]
        if not meant:
            gaps.append(_gap(ref, NO_ID, language))
        gaps.extend(_gap(ref, one.id, language) for one in empty)
    if told and (question.any_of or not gaps):
        return Asked(section, question.name, question.asked(language), Answer.FULL, ())
    answer = Answer.PARTLY if told else Answer.NONE
    return Asked(section, question.name, question.asked(language), answer, tuple(dict.fromkeys(gaps)))


def _meant(ref: FieldRef, records: Sequence[Snapshot], ends: tuple[RecordId, RecordId]) -> list[Snapshot]:
    """The records that a reference means; `ends` are whom the dossier is about and who speaks."""
    about, issuer = ends
    if ref.kind == ISSUER:
        return [one for one in records if one.id == issuer]
    found = [one for one in records if one.kind == ref.kind and (ref.kind != "person" or one.id == about)]
    return [one for one in found if ref.holds(_terms(one))]


def _terms(record: Snapshot) -> dict[str, set[str]]:
    facts = record_type(record.kind).facts
    return {
        field: set(record.set(field)) if stated.is_set else {record.text(field)}
        for field, stated in facts.items()
        if stated.vocabulary
    }


def _value(record: Snapshot, ref: FieldRef) -> bool:
    fields = ("shown_name", "described_as") if ref.field == _NAME else (ref.field,)
    return any(record.values.get(field) not in {"", None, (), b"", OTHER, (OTHER,)} for field in fields)


def _tells(record: Snapshot, ref: FieldRef) -> bool:
    return _value(record, ref) and record.values.get(ref.field) not in SAYS_NOTHING


def _gap(ref: FieldRef, record: RecordId, language: str) -> Gap:
    text = Language.of(language).text
    made = record_type("organisation" if ref.kind == ISSUER else ref.kind)
    field = "shown_name" if ref.field == _NAME else ref.field
    label = f"{text(made.kind.label)}: {text(made.facts[field].label)}"
    return Gap(made.kind.name, field, label, record, ref.term)
