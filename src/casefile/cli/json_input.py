"""Records as JSON on standard input: read, added and edited all or nothing, every problem named with its field.

An object holds fields by name and, under the name of a kind, the records that belong to it:
`{"shown_name": "...", "name": [{"full": "..."}]}`. Values may be given as they are typed in a form: a date as
"16 December 2011", a count as "over 80", a term by its id or its label, a link as any REF.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from casefile.base.clock import RecordId
from casefile.base.errors import FieldProblem, UserError
from casefile.base.i18n import _
from casefile.base.typed_dates import read_date_typed
from casefile.casework.catalogue import record_types
from casefile.casework.record import ANY_KIND, Shape
from casefile.casework.values import accept
from casefile.casework.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from casefile.casework.book import Snapshot, Writer
    from casefile.casework.record import Facts, RecordType
    from casefile.cli.references import References

_ID = "id"


def read_json(stream: IO[str]) -> Any:
    """What stands on standard input.

    Raises:
        UserError: It is not JSON; the message says where, and never what was there.
    """
    try:
        return json.load(stream, object_pairs_hook=_each_once)
    except json.JSONDecodeError as problem:
        raise UserError(
            _("Standard input is not JSON: line {line}, column {column}: {reason}").format(
                line=problem.lineno, column=problem.colno, reason=problem.msg
            )
        ) from None
    except UnicodeDecodeError:
        raise UserError(_("Standard input is not text in UTF-8.")) from None
    except RecursionError:
        raise UserError(_("The JSON on standard input is nested too deeply.")) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ: of two values under one name, JSON readers drop one without a word."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise UserError(_("An object on standard input gives one name twice."))
    return made


class JsonRecords:
    """Writes records given as JSON, in one act. Problems are gathered, so that all are told at once.

    Args:
        writer: Of the act.
        references: Finds what links mean.
        today: What "yesterday" counts from.
    """

    def __init__(self, writer: Writer, references: References, today: date) -> None:
        self._writer = writer
        self._today = today
        self._references = references
        self._problems: list[FieldProblem] = []

    def add(self, kind: str, payload: Any) -> list[RecordId]:
        """Add one record, or a list of them, each with the records that belong to it. Returns those at the top.

        Raises:
            UserError: Something cannot be taken; its problems name every field as a path ("name[1].language").
        """
        entries = payload if isinstance(payload, list) else [payload]
        many = isinstance(payload, list)
        added = [self._add(kind, entry, f"[{place}]." if many else "", {}) for place, entry in enumerate(entries)]
        self._finish()
        return [record for record in added if record is not None]

    def edit(self, record: RecordId, payload: Any, *, seen: bytes | None = None) -> None:
        """Change the fields that are given; of records that belong to it, those with an "id" are changed, others added.

        Raises:
            UserError: Something cannot be taken.
            StaleError: A field was changed since `seen`.
        """
        self._edit(self._writer.get(record), payload, "", seen)
        self._finish()

    def _finish(self) -> None:
        if self._problems:
            lines = [f"{problem.field}: {problem.reason}" for problem in self._problems]
            raise UserError("\n".join(lines), tuple(self._problems))

    def _add(self, kind: str, entry: Any, path: str, owner: Mapping[str, RecordId]) -> RecordId | None:
        record_type = record_types()[kind]
        split = self._split(record_type, entry, path)
        if split is None:
            return None
        fields, parts = split
        before = len(self._problems)
        values = {**self._prepared(record_type, fields, path), **owner}
        record: RecordId | None = None
        try:
            if len(self._problems) == before:
                record = self._writer.insert(kind, **values)
            else:
                # It will be refused: look at its other fields as well, so that all is told at once.
                accept(record_type, values, complete=True)
        except UserError as problem:
            self._refused(problem, path)
        # The parts of a refused record are looked at as well, under an owner that will be rolled back: none.
        if record is not None:
            self._add_parts(record_type, record, parts, path)
        return record

    def _edit(self, snapshot: Snapshot, entry: Any, path: str, seen: bytes | None) -> None:
        record_type = record_types()[snapshot.kind]
        split = self._split(record_type, entry, path)
        if split is None:
            return
        fields, parts = split
        before = len(self._problems)
        values = self._prepared(record_type, fields, path)
        try:
            if len(self._problems) == before:
                self._writer.update(snapshot.id, values, seen=seen)
            else:
                accept(record_type, values)
        except UserError as problem:
            self._refused(problem, path)
        self._add_parts(record_type, snapshot.id, parts, path)

    def _add_parts(self, record_type: RecordType, record: RecordId, parts: Mapping[str, Any], path: str) -> None:
        links = parts_of(record_type)
        for kind, entries in parts.items():
            link = links[kind]
            for place, entry in enumerate(entries if isinstance(entries, list) else [entries]):
                inner = f"{path}{kind}[{place}]." if isinstance(entries, list) else f"{path}{kind}."
                if isinstance(entry, dict) and entry.get(_ID):
                    self._edit_part(kind, link, record, entry, inner)
                else:
                    self._add(kind, entry, inner, {link: record})

    def _edit_part(self, kind: str, link: str, owner: RecordId, entry: dict[str, Any], path: str) -> None:
        try:
            snapshot = self._writer.get(self._references.resolve(self._writer, str(entry[_ID]), kind=kind))
        except UserError as problem:
            self._problems.append(FieldProblem(f"{path}{_ID}", str(problem)))
            return
        if snapshot.link(link) != owner:
            self._problems.append(FieldProblem(f"{path}{_ID}", _("This belongs to another record.")))
            return
        self._edit(snapshot, {name: value for name, value in entry.items() if name != _ID}, path, None)

    def _split(self, record_type: RecordType, entry: Any, path: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The fields of an object, and by kind the records that belong to it; a field goes before a kind so named."""
        if not isinstance(entry, dict):
            self._problems.append(FieldProblem(path.rstrip("."), _("This must be an object with fields.")))
            return None
        owned = parts_of(record_type)
        fields = {name: value for name, value in entry.items() if name in record_type.facts or name not in owned}
        return fields, {name: value for name, value in entry.items() if name not in fields}

    def _prepared(self, record_type: RecordType, fields: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Values in a form that the writer accepts: labels as terms, REFs as ids."""
        prepared: dict[str, Any] = {}
        for name, value in fields.items():
            facts = record_type.facts.get(name)
            if facts is None:
                reason = _("There is no such field; see: casefile schema {kind}").format(kind=record_type.kind.name)
                self._problems.append(FieldProblem(f"{path}{name}", reason))
                continue
            if facts.secret:
                self._problems.append(FieldProblem(f"{path}{name}", _("Only casefile itself writes this field.")))
                continue
            try:
                prepared[name] = self._value(facts, value)
            except (UserError, ValueError) as problem:
                self._problems.append(FieldProblem(f"{path}{name}", str(problem)))
        return prepared

    def _value(self, facts: Facts, value: Any) -> Any:
        if facts.shape is Shape.LINK and isinstance(value, str) and value.strip():
            return self._references.resolve(self._writer, value, kind=facts.target)
        if facts.shape is Shape.DATE and isinstance(value, str) and value.strip():
            return read_date_typed(value, self._today)
        if facts.shape is Shape.TERM and isinstance(value, str):
            return _term(facts, value)
        if facts.shape is Shape.TERMS and isinstance(value, list):
            return [_term(facts, one) if isinstance(one, str) else one for one in value]
        if value is None and facts.shape not in {Shape.INTEGER, Shape.REAL, Shape.LINK}:
            return facts.default
        return value

    def _refused(self, refused: UserError, path: str) -> None:
        told = {problem.field for problem in self._problems}
        if not refused.problems:
            self._problems.append(FieldProblem(path.rstrip("."), str(refused)))
        for problem in refused.problems:
            # A field that could not be read is missing too; the first reason is the one to tell.
            if f"{path}{problem.field}" not in told:
                self._problems.append(FieldProblem(f"{path}{problem.field}", problem.reason))


def parts_of(record_type: RecordType) -> dict[str, str]:
    """The kinds of record that belong to one of this kind, each with the link by which they do.

    Those that name it as their owner come first, in the order of the catalogue; then what may be said about any record,
    a claim or a remark.
    """
    owned = {
        name: other.owner
        for name, other in record_types().items()
        if other.owner and other.facts[other.owner].target == record_type.kind.name
    }
    said = {
        name: field
        for name, other in record_types().items()
        for field, facts in other.facts.items()
        if not other.owner and facts.required and facts.target == ANY_KIND
    }
    return owned | said


def _term(facts: Facts, text: str) -> str:
    """The id of a term that was given by its id or its label; anything else as it is, for the writer to refuse."""
    known = vocabulary(facts.vocabulary)
    return text if text in known.terms else (known.parse(text) or text)
