"""Every rule of every subject, by kind: what the store asks before it writes a record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from casefile.base.clock import RecordId
from casefile.base.errors import FieldProblem
from casefile.casework.book import Reader
from casefile.casework.catalogue import SUBJECTS
from casefile.casework.record import Value
from casefile.casework.soundness import Rule


@cache
def rules_of(kind: str) -> tuple[Rule, ...]:
    """The rules that a record of this kind must keep; none for a kind that is unknown or has no rules.

    A record that is put aside is asked nothing: whatever is wrong with it, it can always be put aside.
    """
    found: list[Rule] = []
    for subject in SUBJECTS:
        stated: Mapping[str, tuple[Rule, ...]] = getattr(import_module(f"casefile.casework.{subject}"), "RULES", {})
        found.extend(_unless_archived(rule) for rule in stated.get(kind, ()))
    return tuple(found)


def problems(kind: str, values: Mapping[str, Value], reader: Reader, record: RecordId) -> list[FieldProblem]:
    """All that is wrong with a record as it would stand.

    Args:
        kind: Name of its kind.
        values: Every field by name.
        reader: The book it would stand in.
        record: Its id; `NO_ID` for one that has none yet.
    """
    return [problem for rule in rules_of(kind) for problem in rule(reader, values, record)]


def _unless_archived(rule: Rule) -> Rule:
    def asked(reader: Reader, values: Mapping[str, Value], record: RecordId) -> list[FieldProblem]:
        return [] if values.get("archived") else rule(reader, values, record)

    return asked
