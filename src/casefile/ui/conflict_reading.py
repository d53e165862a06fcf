"""An open conflict in words: what stood there before, who wrote what when and where, and what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from casefile.base.clock import NO_ID, moment, parse_id
from casefile.base.i18n import _, language
from casefile.casework.catalogue import record_type
from casefile.casework.record import Sensitivity, Shape
from casefile.casework.sources import ClaimView, claims_of
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.casework.vocabulary import vocabulary
from casefile.casework.whereabouts import standing
from casefile.history.causality import ARCHIVED

if TYPE_CHECKING:
    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Snapshot
    from casefile.casework.record import Facts, Value
    from casefile.store.conflicts import Choice, OpenConflict

_WHEREABOUTS = ("whereabouts_status", "whereabouts_since", "whereabouts_place")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values between which nobody has decided.

    Attributes:
        value: As it is kept.
        words: As one reads it; empty where nothing was written.
        writers: Who wrote it, each with when and in which vault.
        shown: Whether it is shown meanwhile.
    """

    value: Value
    words: str
    writers: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What other records say of the field.

    Attributes:
        values: What they would have in the fields that wait, by field.
        words: The same, as one reads it.
    """

    values: Mapping[str, Value]
    words: str


@dataclass(frozen=True, slots=True)
class Case:
    """One open conflict, as it is decided.

    Attributes:
        conflict: The conflict.
        title: How the record is called.
        kind: What its kind is called.
        reference: Its short code.
        facts: Of the field.
        label: What the field is called.
        before: What stood there before they parted; empty for nothing, None where nobody can say.
        sides: Each value once, the shown one last.
        claims: What sources say of the field.
        advice: What other records say of it; None if they say nothing.
    """

    conflict: OpenConflict
    title: str
    kind: str
    reference: str
    facts: Facts
    label: str
    before: str | None
    sides: tuple[Side, ...]
    claims: tuple[str, ...]
    advice: Advice | None

    @property
    def put_aside(self) -> bool:
        """Whether it is about a record that one put aside and another worked on."""
        return self.conflict.field == ARCHIVED

    @property
    def sensitive(self) -> bool:
        """Whether the values are hidden until somebody wants to see them."""
        return self.facts.sensitivity is Sensitivity.SENSITIVE


def read_case(
    reader: Reader,
    conflict: OpenConflict,
    device: bytes,
    waiting: Collection[str] = (),
    worked_on: Mapping[bytes, Sequence[str]] = MappingProxyType({}),
) -> Case:
    """Tell one conflict.

    Args:
        reader: The book.
        conflict: Which.
        device: Id of the vault that is open.
        waiting: The fields of this record that wait for a decision.
        worked_on: For a record that was put aside: the fields that each change wrote, by the id of the change.

    Raises:
        NotFoundError: The record is gone.
    """
    record = reader.get(conflict.record)
    facts = record_type(conflict.kind).facts[conflict.field]
    unknown = conflict.before is None and facts.default is not None
    return Case(
        conflict=conflict,
        title=title(reader, record),
        kind=kind_label(conflict.kind),
        reference=record.text("reference"),
        facts=facts,
        label=field_label(conflict),
        before=None if unknown else in_words(reader, record, conflict.field, conflict.before),
        sides=_sides(reader, record, conflict, device, worked_on),
        claims=tuple(
            _claim(reader, record, one) for one in claims_of(reader, conflict.record) if one.field == conflict.field
        ),
        advice=_advice(reader, record, waiting) if conflict.field in _WHEREABOUTS else None,
    )


def field_label(conflict: OpenConflict) -> str:
    """What the field is called that waits; of a record that was put aside, what the question is."""
    if conflict.field == ARCHIVED:
        return _("Keep or put aside")
    return _(record_type(conflict.kind).facts[conflict.field].label)


def in_words(reader: Reader, record: Snapshot, field: str, value: Value) -> str:
    """A value of a field as one reads it; empty for nothing."""
    facts = record_type(record.kind).facts[field]
    if field == ARCHIVED:
        return _("put aside") if value else _("worked on, not put aside")
    if facts.secret:
        return _("A key, which is never shown")
    words = field_in_words(reader, replace(record, values={**record.values, field: value}), field)
    if not words and facts.shape is Shape.LINK and value:
        return _("A record that is not in this vault")
    return f"{words} {_(facts.unit)}" if words and facts.unit else words


def _sides(
    reader: Reader,
    record: Snapshot,
    conflict: OpenConflict,
    device: bytes,
    worked_on: Mapping[bytes, Sequence[str]],
) -> tuple[Side, ...]:
    writers: dict[tuple[type, Value], list[str]] = {}
    for choice in conflict.choices:
        # The same value written twice is one value; the shown one stays last.
        key = (type(choice.value), choice.value)
        writers[key] = [*writers.pop(key, []), _writer(choice, device, worked_on.get(choice.change, ()))]
    last = conflict.choices[-1].value
    return tuple(
        Side(value, in_words(reader, record, conflict.field, value), tuple(dict.fromkeys(names)), value == last)
        for (_type, value), names in writers.items()
    )


def _writer(choice: Choice, device: bytes, fields: Sequence[str]) -> str:
    where = _("this vault") if choice.device == device else _("another vault")
    parts = (choice.author or _("unnamed author"), moment(choice.when), where, ", ".join(fields))
    return " · ".join(part for part in parts if part)


def _claim(reader: Reader, record: Snapshot, one: ClaimView) -> str:
    stance = vocabulary("stance").label(one.stance, language().code) if one.stance else ""
    source = ", ".join(part for part in (one.source_title, one.locator) if part)
    said = one.quote or claimed(reader, record, one)
    told = f"{source}: {said}" if said else source
    return f"{told} ({stance})" if stance else told


def claimed(reader: Reader, record: Snapshot, one: ClaimView) -> str:
    """The value that a source gives, which is written as the field writes it."""
    shape = record_type(record.kind).facts[one.field].shape
    if shape in {Shape.TEXT, Shape.PROSE, Shape.TERM, Shape.DATE, Shape.COUNT}:
        return in_words(reader, record, one.field, one.value)
    if shape is Shape.LINK:
        try:
            return in_words(reader, record, one.field, parse_id(one.value) if one.value else NO_ID)
        except ValueError:
            return one.value
    return one.value


def _advice(reader: Reader, person: Snapshot, waiting: Collection[str]) -> Advice | None:
    """What the detentions and deaths on record say of where a person stands."""
    told = standing(reader, person.id)
    if told is None:
        return None
    values: dict[str, Value] = dict(zip(_WHEREABOUTS, (told.status, told.since, told.place), strict=True))
    facts = record_type(person.kind).facts
    words = "; ".join(
        f"{_(facts[field].label)}: {said}"
        for field in _WHEREABOUTS
        if (said := in_words(reader, person, field, values[field]))
    )
    return Advice({field: value for field, value in values.items() if field in waiting}, words)


def fields_written(values: Mapping[str, Value], kind: str) -> list[str]:
    """What the fields of a change are called."""
    facts = record_type(kind).facts
    return [_(facts[name].label) for name in values if name in facts and name != ARCHIVED and not facts[name].secret]


def row_title(reader: Reader, record: RecordId) -> tuple[str, str]:
    """How a record is called, and what its kind is called."""
    found = reader.find(record)
    return (title(reader, found), kind_label(found.kind)) if found is not None else (_("This record is gone"), "")
