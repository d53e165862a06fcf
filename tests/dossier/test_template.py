from __future__ import annotations

from pathlib import Path

import pytest

from casefile.base.config import resource
from casefile.base.errors import NotFoundError
from casefile.base.i18n import LANGUAGES
from casefile.casework.catalogue import record_types
from casefile.casework.record import Sensitivity
from casefile.dossier.clearance import NAMED_BY
from casefile.dossier.template import Template
from casefile.dossier.template_files import TemplateError, template, templates

ALL = templates()


def text(name: str) -> str:
    return resource("dossier", name, "template.toml").read_text(encoding="utf-8")


def test_there_is_a_template_for_each_paper_that_an_office_sends() -> None:
    assert {one.name for one in ALL} == {
        "access-report",
        "body-map",
        "case",
        "detainees",
        "event",
        "letter",
        "sr-torture",
        "statement",
        "take-home",
        "treaty-body",
        "urgent-appeal",
        "wgad",
        "wgeid",
    }


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
    assert all(said.texts[language] for section in made.sections for said in section.say)
    assert all(question.ask[language] for question in made.questions)
    assert all(said[language] for said in made.words.values())


def test_a_template_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="poem"):
        template("poem")
    with pytest.raises(NotFoundError):
        template("../fonts")


def own(folder: Path, name: str, content: str | bytes) -> Path:
    (folder / name).mkdir(parents=True)
    data = content.encode() if isinstance(content, str) else content
    (folder / name / "template.toml").write_bytes(data)
    return folder


def test_an_office_adds_templates_and_replaces_ours(tmp_path: Path) -> None:
    own(tmp_path, "our-letter", text("letter"))
    own(tmp_path, "case", text("case").replace('en = "Case"', 'en = "Our case"'))

    assert template("our-letter", tmp_path).composer == "letter"
    assert template("case", tmp_path).title("en") == "Our case"
    assert template("case").title("en") == "Case"
    assert len(templates(tmp_path)) == len(ALL) + 1


def test_a_template_that_was_edited_is_read_again(tmp_path: Path) -> None:
    own(tmp_path, "case", text("case"))
    assert template("case", tmp_path).title("en") == "Case"
    (tmp_path / "case" / "template.toml").write_text(text("case").replace('en = "Case"', 'en = "A longer title"'))

    assert template("case", tmp_path).title("en") == "A longer title"


def test_a_folder_with_a_strange_name_is_no_template(tmp_path: Path) -> None:
    own(tmp_path, "Наш", text("case"))

    assert len(templates(tmp_path)) == len(ALL)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_100_000])
def test_what_is_no_text_or_too_long_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TemplateError, match="ours"):
        template("ours", own(tmp_path, "ours", content))


def test_a_problem_is_told_with_its_line(tmp_path: Path) -> None:
    broken = text("case").replace('"birthplace", ', '"birthplace", "star_sign", ', 1)
    line = next(number for number, one in enumerate(broken.splitlines(), 1) if "star_sign" in one)

    with pytest.raises(TemplateError, match=f"Template ours, line {line}: .*star_sign"):
        template("ours", own(tmp_path, "ours", broken))
