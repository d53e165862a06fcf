"""Rules that several subjects share: what no single record may say about itself.

A rule looks at a record as it would stand after a save and names what cannot be. It refuses only what is certainly
wrong: an end that lies before its beginning whatever the unknown hours were, never one that merely might.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from casefile.base.clock import NO_ID, RecordId
from casefile.base.counts import read_count
from casefile.base.dates import PartialDate, read_date
from casefile.base.errors import FieldProblem
from casefile.base.i18n import N_, _
from casefile.casework.book import Reader, Snapshot
from casefile.casework.record import Value

Rule: TypeAlias = Callable[[Reader, Mapping[str, Value], RecordId], list[FieldProblem]]
"""Given the book, a record's values as they would stand and its id, what is wrong; empty when nothing is."""

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DEEPEST = 100
"""Steps up a tree before it is taken for a ring; no hierarchy of places or offices comes near."""


def text_of(values: Mapping[str, Value], field: str) -> str:
    """A field that holds text; empty if it is not there."""
    value = values.get(field, "")
    return value if isinstance(value, str) else ""


def link_of(values: Mapping[str, Value], field: str) -> RecordId:
    """A field that holds a link; `NO_ID` if it points nowhere."""
    value = values.get(field, NO_ID)
    return RecordId(value) if isinstance(value, bytes) else NO_ID


def bounds(edtf: str) -> tuple[datetime | None, datetime | None]:
    """The earliest and the latest moment a date may mean, in clock time; None where it is open, unknown or empty."""
    found = _read(edtf)
    return (found.earliest, found.latest) if found else (None, None)


def surely_before(first: str, second: str) -> bool:
    """Whether one date lies before another whatever is unknown about both.

    Two dates with zones are compared in one time; a date without a zone is taken to be of the other's place.
    """
    one, two = _read(first), _read(second)
    if one is None or two is None or one.latest is None or two.earliest is None:
        return False
    if one.zone is not None and two.zone is not None:
        return one.latest - one.zone < two.earliest - two.zone
    return one.latest < two.earliest


def _read(edtf: str) -> PartialDate | None:
    try:
        return read_date(edtf) if edtf else None
    except ValueError:
        # Written by a later version, which knew one more form.
        return None


def by_time(edtf: str) -> tuple[bool, str]:
    """A key that sorts dates by the earliest moment they may mean, undated ones last."""
    earliest, latest = bounds(edtf)
    known = earliest or latest
    return known is None, known.isoformat() if known else ""


def in_order(
    first: str, second: str, reason: str = N_("This is before the beginning. Please check both dates.")
) -> Rule:
    """The date in `second` may not lie before the one in `first`."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        if surely_before(text_of(values, second), text_of(values, first)):
            return [FieldProblem(second, _(reason))]
        return []

    return rule


INTERVAL = in_order("began", "ended", N_("It cannot end before it begins. Please check both dates."))
"""`ended` may not lie before `began`."""


def not_before(
    owner: str, start: str, field: str, reason: str = N_("This is before the arrest. Please check both dates.")
) -> Rule:
    """The date in `field` may not lie before the field `start` of the record that `owner` points to."""

    def rule(reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        held = text_of(values, field)
        whole = reader.find(link_of(values, owner)) if held and link_of(values, owner) else None
        if whole is not None and surely_before(held, whole.text(start)):
            return [FieldProblem(field, _(reason))]
        return []

    return rule


def hour(field: str) -> Rule:
    """A time of day is written as 23:00."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        held = text_of(values, field)
        if held and not _HOUR.fullmatch(held):
            return [FieldProblem(field, _("Please write an hour from 00:00 to 23:59, such as 23:00."))]
        return []

    return rule


def fingerprint(field: str) -> Rule:
    """A SHA-256 is 64 hexadecimal digits in lower case."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        held = text_of(values, field)
        if held and not _SHA256.fullmatch(held):
            return [FieldProblem(field, _("This is not a SHA-256: it has 64 digits from 0 to 9 and a to f."))]
        return []

    return rule


def between(field: str, least: float, most: float) -> Rule:
    """A number may not lie outside of its scale."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        held = values.get(field)
        if isinstance(held, int | float) and not least <= held <= most:
            return [
                FieldProblem(
                    field, _("This must be from {least} to {most}.").format(least=f"{least:g}", most=f"{most:g}")
                )
            ]
        return []

    return rule


def not_negative(field: str) -> Rule:
    """A length or a duration is not below zero."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        held = values.get(field)
        if isinstance(held, int | float) and held < 0:
            return [FieldProblem(field, _("This cannot be less than zero."))]
        return []

    return rule


def age_fits(born: str, age: str, on: str) -> Rule:
    """An age on a date must be possible for somebody born when it is said, whatever is unknown about all three."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        if not text_of(values, age):
            return []
        first_born, last_born = bounds(text_of(values, born))
        first_on, last_on = bounds(text_of(values, on))
        try:
            said = read_count(text_of(values, age))
        except ValueError:
            # A later version wrote it.
            return []
        youngest = _years(last_born, first_on) if last_born and first_on else 0
        too_young = said.most is not None and said.most < youngest
        oldest = _years(first_born, last_on) if first_born and last_on else None
        if too_young or (oldest is not None and said.least is not None and said.least > oldest):
            reason = _("Somebody born then was not of this age on that date. Please check the three fields.")
            return [FieldProblem(age, reason)]
        return []

    return rule


def _years(born: datetime, day: datetime) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def two_records(first: str, second: str, reason: str) -> Rule:
    """Two links of a record may not point to the same one."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        if link_of(values, first) and link_of(values, first) == link_of(values, second):
            return [FieldProblem(second, _(reason))]
        return []

    return rule


def not_itself(field: str, reason: str) -> Rule:
    """A link may not point to the record it is in."""

    def rule(_reader: Reader, values: Mapping[str, Value], record: RecordId) -> list[FieldProblem]:
        return [FieldProblem(field, _(reason))] if record and link_of(values, field) == record else []

    return rule


def no_ring(field: str, reason: str) -> Rule:
    """A record may not be its own ancestor by `field`, neither directly nor through others."""

    def rule(reader: Reader, values: Mapping[str, Value], record: RecordId) -> list[FieldProblem]:
        above = link_of(values, field)
        for _step in range(_DEEPEST):
            if not above:
                return []
            if above == record:
                return [FieldProblem(field, _(reason))]
            found = reader.find(above)
            if found is None:
                return []
            above = found.link(field)
        return [FieldProblem(field, _(reason))]

    return rule


def some_of(fields: Sequence[str], reason: str) -> Rule:
    """At least one of these fields must be filled in."""

    def rule(_reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        return [] if any(values.get(field) for field in fields) else [FieldProblem(fields[0], _(reason))]

    return rule


def same(field: str, shared: str, reason: str) -> Rule:
    """The record that `field` points to must share the link `shared` with this one."""

    def rule(reader: Reader, values: Mapping[str, Value], _record: RecordId) -> list[FieldProblem]:
        other: Snapshot | None = reader.find(link_of(values, field)) if link_of(values, field) else None
        if other is not None and other.link(shared) != link_of(values, shared):
            return [FieldProblem(field, _(reason))]
        return []

    return rule


SAME_PERSON = N_("This belongs to another person. Please choose one of this person's.")
"""Reason given where a part of one person's file was linked to another's."""
