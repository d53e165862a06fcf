"""Which records of any kind may be one and the same: the one door to `same_person` and `same_thing`."""

from __future__ import annotations

from collections.abc import Callable

from casefile.base.clock import NO_ID, RecordId
from casefile.casework.book import Reader
from casefile.merge import same_person, same_thing
from casefile.merge.candidates import Found, Report, ignore_progress

Search = Callable[[int, Report], Found]
"""Given how many to tell at most and whom to report to, compares what was read; touches no book."""


def gather(reader: Reader, kind: str, record: RecordId = NO_ID) -> Search:
    """Read all that is compared of a kind of `identity.MATCHED_KINDS`; the rest is done when the result is called.

    Args:
        reader: The book; not needed any longer afterwards.
        kind: The kind.
        record: Only pairs with this one; all if empty.
    """
    if kind == "person":
        people = same_person.gather(reader)
        return lambda limit, report: same_person.find(people, limit=limit, person=record, report=report)
    things = same_thing.gather(reader, kind)
    return lambda limit, report: same_thing.find(things, limit=limit, record=record, report=report)


def duplicates(reader: Reader, kind: str, *, limit: int = 100, record: RecordId = NO_ID) -> Found:
    """The pairs of a kind that may be one, the likeliest first."""
    return gather(reader, kind, record)(limit, ignore_progress)
