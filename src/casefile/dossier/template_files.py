"""The files of templates: where they lie, which there are, and each read and checked.

Ours lie under `resources/dossier/<name>/template.toml`; an office adds its own in a folder of the vault (`OWN_FOLDER`).
Apart from `template`, since the check asks which records and fields there are, and what draws a dossier must not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casefile.base.config import resource
from casefile.base.errors import FieldProblem, NotFoundError, UserError
from casefile.base.i18n import _
from casefile.dossier.asking import FieldRef, Question, Sentence
from casefile.dossier.template import Allowed, Section, Template
from casefile.dossier.template_check import Checked, checked

OWN_FOLDER = ("own", "dossier")
"""Where the templates of an office are, below the folder of the vault. They hold no case data and lie there open."""

_FOLDER = "dossier"
_FILE = "template.toml"
_LARGEST = 1_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


class TemplateError(UserError):
    """A template cannot be used as it is. The message names the file, the line and the reason."""


def templates(own: Path | None = None) -> list[Template]:
    """Every template, by name.

    Args:
        own: The folder with the office's own, if there is one.

    Raises:
        TemplateError: One of the office's own cannot be used.
    """
    return [_load(path) for _, path in sorted(_files(own).items())]


def template_names(own: Path | None = None) -> set[str]:
    """The name of every template, usable or not."""
    return set(_files(own))


def template(name: str, own: Path | None = None) -> Template:
    """One template.

    Args:
        name: Its name.
        own: The folder with the office's own, if there is one.

    Raises:
        NotFoundError: There is none of this name.
        TemplateError: It cannot be used.
    """
    known = _files(own)
    if name not in known:
        raise NotFoundError(
            _("There is no template “{name}”. There are: {known}.").format(name=name, known=", ".join(sorted(known)))
        )
    return _load(known[name])


def _files(own: Path | None) -> dict[str, Path]:
    folders = [resource(_FOLDER), *([own] if own is not None and own.is_dir() else [])]
    return {
        path.parent.name: path
        for folder in folders
        for path in folder.glob(f"*/{_FILE}")
        if _NAME.fullmatch(path.parent.name)
    }


def _load(path: Path) -> Template:
    at = path.stat()
    return _read(path, at.st_mtime_ns, at.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, size: int) -> Template:
    name = path.parent.name
    if size > _LARGEST:
        raise TemplateError(_("The template “{name}” is too large.").format(name=name))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TemplateError(_("The template “{name}” is not a text in UTF-8.").format(name=name)) from None
    return read(name, text)


def read(name: str, text: str) -> Template:
    """A template from its text.

    Raises:
        TemplateError: Something is wrong in it; every problem is named with its line.
    """
    result = checked(text)
    if result.problems:
        told = [
            _("Template {name}, line {line}: {problem}").format(name=name, line=one.line, problem=one.text)
            for one in result.problems
        ]
        raise TemplateError("\n".join(told), tuple(FieldProblem("template", one) for one in told))
    return _made(name, result)


def _made(name: str, result: Checked) -> Template:
    data = result.data
    return Template(
        name=name,
        version=data["version"],
        composer=data["composer"],
        about=tuple(data["about"]),
        several=bool(data.get("several", False)),
        audiences=tuple(data["audiences"]),
        titles=MappingProxyType(dict(data["title"])),
        descriptions=MappingProxyType(dict(data["description"])),
        sections=tuple(_section(one) for one in data["section"]),
        allowed=MappingProxyType({kind: _allowed(stated) for kind, stated in data["allowed"].items()}),
        words=MappingProxyType({key: MappingProxyType(dict(said)) for key, said in data.get("words", {}).items()}),
    )


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        name=data["name"],
        headings=MappingProxyType(dict(data.get("heading", {}))),
        style=data.get("style", "paragraph"),
        most=data.get("most", 12),
        say=tuple(_sentence(one) for one in data.get("say", ())),
        questions=tuple(_question(one) for one in data.get("question", ())),
    )


def _sentence(data: Mapping[str, Any]) -> Sentence:
    texts = {key: said for key, said in data.items() if key not in {"when", "otherwise"}}
    return Sentence(MappingProxyType(texts), data.get("when", ""), bool(data.get("otherwise", False)))


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        name=data["name"],
        ask=MappingProxyType(dict(data["ask"])),
        fields=tuple(FieldRef.parse(one) for one in data["fields"]),
        any_of=bool(data.get("any", False)),
    )


def _allowed(stated: Mapping[str, Sequence[str]]) -> Allowed:
    return Allowed(
        fields=tuple(stated["fields"]),
        safe=frozenset(stated.get("safe", ())),
        sensitive=frozenset(stated.get("sensitive", ())),
        wanted=tuple(stated.get("wanted", ())),
    )
