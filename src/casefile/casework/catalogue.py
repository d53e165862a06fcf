"""Every kind of record, checked: the list that forms, tables, history and search are made from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from casefile.casework.record import ANY_KIND, Facts, Kind, Record, RecordType

SUBJECTS = (
    "people",
    "actors",
    "places",
    "events",
    "figures",
    "measures",
    "custody",
    "access",
    "allegations",
    "proceedings",
    "sources",
    "evidence",
    "consent",
    "tasks",
    "letters",
    "identity",
)
"""The casework files that hold records, in the order in which they are shown."""


@cache
def record_types() -> Mapping[str, RecordType]:
    """Every kind by name, in the order of `SUBJECTS`.

    Raises:
        TypeError: A kind or a field states no facts, two kinds share a name or a reference prefix, a title or a link
            names what is not there.
    """
    modules = [import_module(f"casefile.casework.{subject}").__name__ for subject in SUBJECTS]
    return checked(
        sorted(
            (model for model in Record.__subclasses__() if model.__module__ in modules),
            # Stable: within a file, the order in which its records are written.
            key=lambda model: modules.index(model.__module__),
        )
    )


def record_type(kind: str) -> RecordType:
    """One kind.

    Raises:
        KeyError: There is no kind of this name.
    """
    return record_types()[kind]


def checked(models: list[type[Record]]) -> Mapping[str, RecordType]:
    """The kinds that `models` declare; see `record_types` for what is refused."""
    types: dict[str, RecordType] = {}
    for model in models:
        made = _record_type(model)
        if made.kind.name in types:
            raise TypeError(f"two kinds are called {made.kind.name}")
        types[made.kind.name] = made
    prefixes: dict[str, str] = {}
    for name, made in types.items():
        other = prefixes.setdefault(made.kind.prefix, name)
        if other != name:
            raise TypeError(f"{name} and {other} share the prefix {made.kind.prefix}")
        for field, facts in made.facts.items():
            if facts.target and facts.target != ANY_KIND and facts.target not in types:
                raise TypeError(f"{name}.{field} links to {facts.target}, which is no kind")
    return MappingProxyType(types)


def _record_type(model: type[Record]) -> RecordType:
    kind = model.__dict__.get("__kind__")
    table = model.metadata.tables.get(str(model.__tablename__))
    if not isinstance(kind, Kind) or table is None or kind.name != table.name:
        raise TypeError(f"{model.__name__} does not state its kind")
    facts: dict[str, Facts] = {}
    for column in table.columns:
        if column.name == "id":
            continue
        stated = column.info.get("facts")
        if not isinstance(stated, Facts):
            raise TypeError(f"{kind.name}.{column.name} has no facts")
        facts[column.name] = stated
    missing = [name for name in kind.title if name not in facts]
    if missing:
        raise TypeError(f"{kind.name} is named by {missing}, which it does not have")
    return RecordType(kind=kind, model=model, table=table, facts=MappingProxyType(facts))
