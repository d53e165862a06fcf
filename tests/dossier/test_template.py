from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from casefile.base.config import resource
from casefile.base.errors import NotFoundError
from casefile.base.i18n import LANGUAGES
from casefile.casework.catalogue import record_types
from casefile.casework.record import Sensitivity
from casefile.dossier.clearance import NAMED_BY
from casefile.dossier.template import Template, parsed, template, templates

ALL = templates()


def data(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("dossier", name, "template.toml").read_text(encoding="utf-8"))


def test_there_are_a_statement_and_a_case() -> None:
    assert {one.name for one in ALL} == {"statement", "case"}


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_a_template_names_only_kinds_and_fields_that_there_are(made: Template) -> None:
    for kind, allowed in made.allowed.items():
        assert set(allowed.fields) | set(allowed.wanted) <= set(record_types()[kind].facts), kind
    assert set(made.about) <= set(record_types())
    assert set(made.audiences) <= set(NAMED_BY)


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_every_sensitive_field_that_may_be_printed_is_called_so(made: Template) -> None:
    for kind, allowed in made.allowed.items():
        facts = record_types()[kind].facts
        sensitive = {field for field in allowed.fields if facts[field].sensitivity is Sensitivity.SENSITIVE}
        assert sensitive == set(allowed.sensitive), kind


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_notes_of_the_office_and_reference_codes_are_in_no_template(made: Template) -> None:
    for allowed in made.allowed.values():
        assert not {"note", "reference", "archived"} & set(allowed.fields)


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_headings_are_in_every_language(made: Template, language: str) -> None:
    assert made.titles[language]
    assert made.descriptions[language]
    assert all(section.headings[language] for section in made.sections if section.headings)


def test_a_template_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="poem"):
        template("poem")
    with pytest.raises(NotFoundError):
        template("../fonts")


@pytest.mark.parametrize("part", ["safe", "sensitive"])
def test_a_field_cannot_be_called_safe_or_sensitive_without_being_on_the_list(part: str) -> None:
    changed = copy.deepcopy(data("case"))
    changed["allowed"]["person"][part] = ["ethnicity"]

    with pytest.raises(ValueError, match="ethnicity"):
        parsed("case", changed)
