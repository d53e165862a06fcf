"""From a gap in a form to the field that would fill it: the record's form, or a new record that belongs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.catalogue import record_type
from casefile.casework.vocabulary import vocabulary
from casefile.ui.page import FormRequest

if TYPE_CHECKING:
    from casefile.casework.book import Reader
    from casefile.casework.record import Value
    from casefile.dossier.completeness import Gap
    from casefile.ui.page import Desk


def mend(desk: Desk, gap: Gap, about: RecordId) -> None:
    """Open the form in which a gap can be filled.

    Args:
        desk: The book and the frame.
        gap: What is missing.
        about: The record that the dossier is about.
    """
    if gap.record and not gap.field:
        # Nobody noted where it is known from.
        desk.add("claim", record=gap.record)
        return
    desk.navigation.open_form.emit(desk.read(lambda reader: _request(reader, gap, about)))


def _request(reader: Reader, gap: Gap, about: RecordId) -> FormRequest:
    if gap.record:
        return FormRequest(gap.kind, gap.record, field=gap.field)
    owner = record_type(gap.kind).owner
    given: dict[str, Value] = {}
    if owner:
        target = record_type(gap.kind).facts[owner].target
        held = _owner(reader, target, about)
        if not held:
            # What it would belong to is not there either: that comes first.
            return FormRequest(target, given=_belonging(reader, target, about))
        given[owner] = held
    field, term = _term(gap)
    if field:
        given[field] = (term,) if record_type(gap.kind).facts[field].is_set else term
    return FormRequest(gap.kind, given=given, field=gap.field)


def _owner(reader: Reader, kind: str, about: RecordId) -> RecordId:
    """The record of a kind that something new about this one would belong to; `NO_ID` if there is none."""
    if reader.kind_of(about) == kind:
        return about
    owner = record_type(kind).owner
    belonging: dict[str, Any] = {owner: about}
    found = reader.of(kind, **belonging) if owner else []
    return found[-1].id if found else NO_ID


def _belonging(reader: Reader, kind: str, about: RecordId) -> dict[str, Value]:
    owner = record_type(kind).owner
    if owner and record_type(kind).facts[owner].target == reader.kind_of(about):
        return {owner: about}
    return {}


def _term(gap: Gap) -> tuple[str, str]:
    """The field and term that a new record begins with; two empty words for none."""
    field, _colon, term = gap.term.rpartition(":")
    facts = record_type(gap.kind).facts
    if term and not field:
        field = next(
            (name for name, one in facts.items() if one.vocabulary and term in vocabulary(one.vocabulary).terms), ""
        )
    return (field, term) if field in facts else ("", "")
