"""Two versions of a text made from a third: put together by paragraph where that cannot be wrong, refused elsewhere.

A paragraph is a line. Both versions are compared with the text they were made from; what only one of them touched is
taken from it. Where both touched the same place, or places without an unchanged line between, there is no answer: a
person must read both. The answer does not depend on which version is named first.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 5_000
"""Longer texts are left to a person: comparing them would take seconds."""


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """Lines `start` to `end` of the base are replaced by `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def put_together(base: str, one: str, other: str) -> str | None:
    """The text with the edits of both versions; None if they touch the same place.

    Args:
        base: What both were made from.
        one: A version of it.
        other: Another.
    """
    if one == base:
        return other
    if other in (base, one):
        return one
    lines = base.split("\n")
    if max(len(lines), one.count("\n"), other.count("\n")) > MOST_LINES:
        return None
    first, second = _edits(lines, one.split("\n")), _edits(lines, other.split("\n"))
    if not base or any(_meet(edit, beside) for edit in first for beside in second if edit != beside):
        return None
    merged: list[str] = []
    position = 0
    for edit in sorted({*first, *second}):
        merged += lines[position : edit.start]
        merged += edit.lines
        position = edit.end
    return "\n".join(merged + lines[position:])


def _edits(base: list[str], version: list[str]) -> list[_Edit]:
    matcher = SequenceMatcher(None, base, version, autojunk=False)
    return [
        _Edit(start, end, tuple(version[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _meet(edit: _Edit, beside: _Edit) -> bool:
    # Places that touch count as one: which of two neighbours comes first is for a person to say.
    return edit.start <= beside.end and beside.start <= edit.end
