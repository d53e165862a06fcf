"""Records as they are shown: for people, in words and by section; for scripts, as JSON of a stable shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casefile.base.clock import NO_ID, format_id
from casefile.base.i18n import _
from casefile.casework.catalogue import record_types
from casefile.casework.record import ANY_KIND, Sensitivity, Shape
from casefile.casework.titles import field_in_words, kind_label, title
from casefile.casework.values import json_value
from casefile.casework.vocabulary import vocabulary
from casefile.cli.json_input import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casefile.base.clock import RecordId
    from casefile.casework.book import Reader, Snapshot
    from casefile.casework.record import Facts, RecordType

_INDENT = "  "
# What every record has and what shows elsewhere in its own way.
_IN_HEADER = frozenset({"reference", "archived"})


def as_json(reader: Reader, snapshot: Snapshot) -> dict[str, Any]:
    """A record without the records that belong to it."""
    facts = record_types()[snapshot.kind].facts
    links = {
        name: linked
        for name, stated in facts.items()
        if stated.shape is Shape.LINK and (linked := _linked(reader, snapshot.link(name))) is not None
    }
    return {
        "id": format_id(snapshot.id),
        "kind": snapshot.kind,
        "reference": snapshot.text("reference"),
        "title": title(reader, snapshot),
        "archived": snapshot.archived,
        "version": snapshot.version.hex(),
        "values": {
            name: json_value(stated, snapshot.values[name])
            for name, stated in facts.items()
            if name not in _IN_HEADER and not stated.secret
        },
        "links": links,
    }


def _linked(reader: Reader, record: RecordId) -> dict[str, str] | None:
    found = reader.find(record) if record != NO_ID else None
    if found is None:
        return None
    return {"kind": found.kind, "reference": found.text("reference"), "title": title(reader, found)}


def as_json_with_parts(reader: Reader, snapshot: Snapshot, *, archived: bool) -> dict[str, Any]:
    """A record with those that belong to it under "parts", by kind; parts have parts of their own."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for kind, link in parts_of(record_types()[snapshot.kind]).items():
        found = reader.of(kind, archived=archived, **{link: snapshot.id})
        if found:
            parts[kind] = [as_json_with_parts(reader, part, archived=archived) for part in found]
    return {**as_json(reader, snapshot), "parts": parts}


def brief(reader: Reader, snapshot: Snapshot) -> dict[str, Any]:
    """A record as one line of a list."""
    return {
        "id": format_id(snapshot.id),
        "kind": snapshot.kind,
        "reference": snapshot.text("reference"),
        "title": title(reader, snapshot),
        "archived": snapshot.archived,
    }


def said(reader: Reader, snapshot: Snapshot, field: str) -> str:
    """A field in words, in the app's language, with the unit of a number and the code of a linked record."""
    words = field_in_words(reader, snapshot, field)
    facts = record_types()[snapshot.kind].facts[field]
    if facts.shape is Shape.LINK and snapshot.link(field) != NO_ID:
        linked = _linked(reader, snapshot.link(field))
        return f"{linked['title']} ({linked['reference']})" if linked else _("a record that is not here")
    return f"{words} {_(facts.unit)}".rstrip() if words and facts.unit else words


def in_words(reader: Reader, snapshot: Snapshot, *, sensitive: bool, archived: bool) -> Iterator[str]:
    """A record for people: what it is, its fields, and by section what belongs to it.

    Args:
        reader: The book.
        snapshot: The record.
        sensitive: Whether to show sensitive fields; otherwise it is only said that there is something.
        archived: Whether to show what was put aside.
    """
    yield f"{title(reader, snapshot)}"
    aside = [_("archived")] if snapshot.archived else []
    yield " · ".join([kind_label(snapshot.kind), snapshot.text("reference"), format_id(snapshot.id), *aside])
    yield ""
    yield from _fields(reader, snapshot, "", sensitive=sensitive, without="")
    section = ""
    for kind, link in parts_of(record_types()[snapshot.kind]).items():
        found = reader.of(kind, archived=archived, **{link: snapshot.id})
        if not found:
            continue
        described = record_types()[kind].kind
        if described.section != section:
            section = described.section
            yield ""
            yield section_label(section).upper()
        yield f"{_(described.plural)} ({len(found)})"
        for part in found:
            yield from _part(reader, part, link, _INDENT, sensitive=sensitive, archived=archived)
    yield from _pointing_here(reader, snapshot)


def _part(
    reader: Reader, snapshot: Snapshot, owner: str, indent: str, *, sensitive: bool, archived: bool
) -> Iterator[str]:
    aside = f"  [{_('archived')}]" if snapshot.archived else ""
    yield f"{indent}{snapshot.text('reference')}  {title(reader, snapshot)}{aside}"
    yield from _fields(reader, snapshot, indent + _INDENT, sensitive=sensitive, without=owner)
    for kind, link in parts_of(record_types()[snapshot.kind]).items():
        for part in reader.of(kind, archived=archived, **{link: snapshot.id}):
            yield from _part(reader, part, link, indent + _INDENT, sensitive=sensitive, archived=archived)


def _fields(reader: Reader, snapshot: Snapshot, indent: str, *, sensitive: bool, without: str) -> Iterator[str]:
    for name, facts in record_types()[snapshot.kind].facts.items():
        if name in _IN_HEADER or name == without:
            continue
        words = said(reader, snapshot, name)
        if not words:
            continue
        if facts.sensitivity is Sensitivity.SENSITIVE and not sensitive:
            words = _("(sensitive; --sensitive shows it)")
        first, *more = words.split("\n")
        yield f"{indent}{_(facts.label)}: {first}"
        yield from (f"{indent}{_INDENT}{line}" for line in more)


def _pointing_here(reader: Reader, snapshot: Snapshot) -> Iterator[str]:
    """The records that are about this one or mention it, without those that belong to it."""
    shown = False
    for kind, field, facts in links_to(snapshot.kind):
        for other in reader.of(kind, archived=False, **{field: snapshot.id}):
            if not shown:
                shown = True
                yield ""
                yield _("Mentioned in").upper()
            words = f"{kind_label(kind)} {other.text('reference')}: {title(reader, other)}"
            yield f"{_INDENT}{words} ({_(facts.label)})"


def links_to(kind: str) -> Iterator[tuple[str, str, Facts]]:
    """Kind, field and facts of every link that may point to a record of `kind` and does not make a part of it."""
    parts = parts_of(record_types()[kind])
    for name, other in record_types().items():
        for field, facts in other.facts.items():
            if facts.target in {kind, ANY_KIND} and parts.get(name) != field:
                yield name, field, facts


def section_label(section: str) -> str:
    """What a section is called on screen: the name of the casework file, in words."""
    labels = {
        "people": _("People"),
        "actors": _("Organisations and roles"),
        "places": _("Places"),
        "events": _("Events"),
        "figures": _("Figures"),
        "measures": _("Measures and statements"),
        "custody": _("Custody"),
        "access": _("Lawyer and family"),
        "allegations": _("Ill-treatment and health"),
        "proceedings": _("Proceedings"),
        "sources": _("Sources and claims"),
        "evidence": _("Evidence"),
        "consent": _("Consent and risk"),
        "tasks": _("Tasks"),
        "letters": _("Letters"),
        "identity": _("The same person, place or event"),
    }
    return labels.get(section, section)


def schema_of(record_type: RecordType) -> dict[str, Any]:
    """A kind with its fields, as `casefile schema KIND --json` prints it."""
    kind = record_type.kind
    return {
        "kind": kind.name,
        "label": _(kind.label),
        "plural": _(kind.plural),
        "prefix": kind.prefix,
        "section": kind.section,
        "title": list(kind.title),
        "owner": record_type.owner,
        "parts": list(parts_of(record_type)),
        "fields": [_field_schema(name, facts) for name, facts in record_type.facts.items()],
    }


def _field_schema(name: str, facts: Facts) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": name,
        "label": _(facts.label),
        "help": _(facts.help),
        "shape": str(facts.shape),
        "required": facts.required,
        "sensitivity": str(facts.sensitivity),
        "unit": _(facts.unit),
        "secret": facts.secret,
    }
    if facts.target:
        described["target"] = facts.target
    if facts.vocabulary:
        known = vocabulary(facts.vocabulary)
        described["vocabulary"] = facts.vocabulary
        described["terms"] = [
            {"id": term.id, "labels": dict(term.labels), "huridocs": term.huridocs} for term in known.terms.values()
        ]
    return described
