"""Values at the door: what may be written into a field, and in which one form it is kept.

Everything that comes from a person, a script or a file passes `accept` before it is written. Text is put into one
Unicode form and loses control characters; a date or a count is read and kept in its canonical form; a term must be in
its vocabulary. Nothing is guessed: what cannot be read is refused with the reason, beside the field.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from casefile.base.clock import ID_BYTES, NO_ID, format_id, parse_id
from casefile.base.counts import read_count
from casefile.base.dates import read_date
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import _
from casefile.base.text import clean
from casefile.casework.record import Facts, RecordType, Shape, Value
from casefile.casework.vocabulary import vocabulary

LONGEST_LINE = 2_000
"""Characters in a field of one line: longer than any name, title or locator met in practice."""
LONGEST_PROSE = 1_000_000
"""Characters in a field of paragraphs: some five hundred pages."""
MOST_ELEMENTS = 500
"""Elements of a set."""
LARGEST_NUMBER = 1 << 53
"""Beyond it, JSON readers disagree about whole numbers."""


def accept(record_type: RecordType, values: Mapping[str, Any], *, complete: bool = False) -> dict[str, Value]:
    """Values in the form in which they are kept.

    Args:
        record_type: The kind of the record.
        values: By field; text as typed or canonical, links as ids or their text, sets as any sequence of text.
        complete: Whether this is a whole new record, so that required fields must be there.

    Raises:
        UserError: Some values cannot be taken; its problems name every field concerned, not only the first.
    """
    problems: list[FieldProblem] = []
    accepted: dict[str, Value] = {}
    for name, value in values.items():
        facts = record_type.facts.get(name)
        if facts is None:
            problems.append(FieldProblem(name, _("There is no such field.")))
            continue
        try:
            accepted[name] = _ACCEPT[facts.shape](facts, value)
        except ValueError as problem:
            problems.append(FieldProblem(name, str(problem)))
    rejected = {problem.field for problem in problems}
    for name in record_type.required:
        asked = name in accepted or complete
        if asked and name not in rejected and not accepted.get(name, record_type.facts[name].default):
            problems.append(FieldProblem(name, _("This cannot be empty.")))
    if problems:
        raise UserError(problem_text(record_type, problems), tuple(problems))
    return accepted


def problem_text(record_type: RecordType, problems: list[FieldProblem]) -> str:
    """One sentence for each problem, each with the field's label."""
    lines = []
    for problem in problems:
        facts = record_type.facts.get(problem.field)
        label = _(facts.label) if facts else problem.field
        lines.append(f"{label}: {problem.reason}" if label else problem.reason)
    return "\n".join(lines)


def column_value(facts: Facts, value: Value) -> str | int | float | bytes | None:
    """An accepted value as its column holds it: a set as a sorted JSON list."""
    if facts.is_set:
        return json.dumps(sorted(value) if isinstance(value, tuple) else [], ensure_ascii=False, separators=(",", ":"))
    return value if not isinstance(value, tuple) else None


def json_value(facts: Facts, value: Value) -> Any:
    """A value for `--json` and for files: ids as text, sets as lists."""
    if facts.shape is Shape.LINK:
        return format_id(value) if isinstance(value, bytes) else ""
    return list(value) if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("This must be text."))  # noqa: TRY004 - every refusal here is a ValueError
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(_("This holds half a character and cannot be kept; please type it again.")) from None
    return value


def _line(_facts: Facts, value: Any) -> str:
    line = " ".join(clean(_text(value)).split())
    if len(line) > LONGEST_LINE:
        raise ValueError(
            _("This is {length} characters long; one line holds {most}. A longer text belongs in a note.").format(
                length=len(line), most=LONGEST_LINE
            )
        )
    return line


def _prose(_facts: Facts, value: Any) -> str:
    lines = clean(_text(value).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    prose = "\n".join(line.rstrip() for line in lines).strip("\n")
    if len(prose) > LONGEST_PROSE:
        raise ValueError(
            _("This is {length} characters long; {most} can be kept. Attach it as a file instead.").format(
                length=len(prose), most=LONGEST_PROSE
            )
        )
    return prose


def _term(facts: Facts, value: Any) -> str:
    term = _text(value).strip()
    if term and term not in vocabulary(facts.vocabulary).terms:
        raise ValueError(_("“{term}” is not one of the terms of this list.").format(term=clean(term)[:60]))
    return term


def _elements(value: Any) -> list[Any]:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise ValueError(_("This must be a list."))  # noqa: TRY004 - every refusal here is a ValueError
    if len(value) > MOST_ELEMENTS:
        raise ValueError(_("This list is longer than {most}.").format(most=MOST_ELEMENTS))
    return list(value)


def _terms(facts: Facts, value: Any) -> tuple[str, ...]:
    return tuple(sorted({term for element in _elements(value) if (term := _term(facts, element))}))


def _tags(facts: Facts, value: Any) -> tuple[str, ...]:
    return tuple(sorted({tag for element in _elements(value) if (tag := _line(facts, element))}))


def _date(_facts: Facts, value: Any) -> str:
    date = _text(value).strip()
    return read_date(date).edtf if date else ""


def _count(_facts: Facts, value: Any) -> str:
    count = _text(str(value) if isinstance(value, int) and not isinstance(value, bool) else value).strip()
    return str(read_count(count)) if count else ""


def _integer(_facts: Facts, value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = int(value) if value.strip().lstrip("-").isdecimal() else value
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_NUMBER:
        raise ValueError(_("This must be a whole number."))
    return value


def _real(_facts: Facts, value: Any) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = float(value.replace(",", "."))
        except ValueError:
            raise ValueError(_("This must be a number.")) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(_("This must be a number."))
    return float(value)


def _link(_facts: Facts, value: Any) -> bytes:
    if isinstance(value, bytes):
        if len(value) not in {0, ID_BYTES}:
            raise ValueError(_("This is not the id of a record."))
        return value
    if value is None:
        return NO_ID
    try:
        return parse_id(_text(value))
    except ValueError:
        raise ValueError(_("This is not the id of a record.")) from None


def _flag(_facts: Facts, value: Any) -> int:
    if value not in {0, 1}:
        raise ValueError(_("This is yes or no."))
    return int(value)


_ACCEPT: Mapping[Shape, Callable[[Facts, Any], Value]] = {
    Shape.TEXT: _line,
    Shape.PROSE: _prose,
    Shape.TERM: _term,
    Shape.TERMS: _terms,
    Shape.TAGS: _tags,
    Shape.DATE: _date,
    Shape.COUNT: _count,
    Shape.INTEGER: _integer,
    Shape.REAL: _real,
    Shape.LINK: _link,
    Shape.FLAG: _flag,
}
