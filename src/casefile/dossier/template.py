"""Templates: what a kind of dossier contains, as data under `resources/dossier/<name>/template.toml`.

A template says which records it is about, which sections it has and, field by field, what it may print. A field that
no template names is printed nowhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from casefile.base.config import resource
from casefile.base.errors import NotFoundError
from casefile.base.i18n import _

_FOLDER = "dossier"
_FILE = "template.toml"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be printed of one kind of record.

    Attributes:
        fields: Names of fields. Of those that tell who somebody is, only what that person's consent covers.
        safe: Paragraphs of text in `fields` that the author of the template holds safe to print although the person
            they belong to has not agreed to be named, such as the words that an official said in public.
        sensitive: Fields in `fields` that are sensitive and still wanted, for those who must see them.
        wanted: Fields whose absence is named to the person who issues the dossier.
    """

    fields: tuple[str, ...] = ()
    safe: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section: what it holds, by the name that the composer knows, and its heading by language."""

    name: str
    headings: Mapping[str, str]

    def heading(self, language: str) -> str:
        """The heading in a language, or else in English."""
        return self.headings.get(language) or self.headings.get("en", "")


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of dossier.

    Attributes:
        name: Its folder, and the word on the command line.
        version: Counted up with each change that shows on paper.
        composer: Which composer makes it.
        about: Kinds of record that it can be about.
        audiences: For whom it can be made, the usual one first.
        titles: What it is called, by language.
        descriptions: What it is for, by language.
        sections: In order.
        allowed: What may be printed, by kind of record; a kind that is not in it is not printed.
        settings: Anything else that the composer asks for.
    """

    name: str
    version: int
    composer: str
    about: tuple[str, ...]
    audiences: tuple[str, ...]
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    sections: tuple[Section, ...]
    allowed: Mapping[str, Allowed]
    settings: Mapping[str, Any]

    def title(self, language: str) -> str:
        """What it is called in a language, or else in English."""
        return self.titles.get(language) or self.titles["en"]

    def description(self, language: str) -> str:
        """What it is for, in a language, or else in English."""
        return self.descriptions.get(language) or self.descriptions["en"]


def templates() -> list[Template]:
    """Every template, by name."""
    folder = resource(_FOLDER)
    return [template(path.parent.name) for path in sorted(folder.glob(f"*/{_FILE}"))]


def template(name: str) -> Template:
    """One template.

    Raises:
        NotFoundError: There is none of this name.
    """
    known = {path.parent.name for path in resource(_FOLDER).glob(f"*/{_FILE}")}
    if name not in known:
        raise NotFoundError(
            _("There is no template “{name}”. There are: {known}.").format(name=name, known=", ".join(sorted(known)))
        )
    return _read(name)


@cache
def _read(name: str) -> Template:
    with resource(_FOLDER, name, _FILE).open("rb") as file:
        return parsed(name, tomllib.load(file))


def parsed(name: str, data: Mapping[str, Any]) -> Template:
    """A template from its data.

    Raises:
        KeyError: A part is missing.
        ValueError: A field is called safe, sensitive or wanted that is not on the list of what may be printed.
    """
    allowed = {kind: _allowed(kind, stated) for kind, stated in data["allowed"].items()}
    return Template(
        name=name,
        version=data["version"],
        composer=data["composer"],
        about=tuple(data["about"]),
        audiences=tuple(data["audiences"]),
        titles=MappingProxyType(dict(data["title"])),
        descriptions=MappingProxyType(dict(data["description"])),
        sections=tuple(Section(one["name"], MappingProxyType(dict(one.get("heading", {})))) for one in data["section"]),
        allowed=MappingProxyType(allowed),
        settings=MappingProxyType(dict(data.get("settings", {}))),
    )


def _allowed(kind: str, stated: Mapping[str, Any]) -> Allowed:
    fields = tuple(stated["fields"])
    for part in ("safe", "sensitive"):
        strangers = set(stated.get(part, ())) - set(fields)
        if strangers:
            raise ValueError(f"{kind}: {sorted(strangers)} are {part} but may not be printed")
    return Allowed(
        fields=fields,
        safe=frozenset(stated.get("safe", ())),
        sensitive=frozenset(stated.get("sensitive", ())),
        wanted=tuple(stated.get("wanted", ())),
    )
