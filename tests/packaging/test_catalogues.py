"""The tool that keeps the translations in step with the source."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def load() -> Any:
    spec = importlib.util.spec_from_file_location("catalogues_tool", ROOT / "packaging" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = load()

SOURCE = """
from casefile.base.i18n import N_, _, ngettext
LABEL = N_("Place")
def work(n: int) -> str:
    return _("Held at {place}") + ngettext("{n} visit", "{n} visits", n)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "module.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "translations").mkdir()
    return tmp_path


def update(tree: Path) -> None:
    catalogues.update(tree / "src", tree / "translations")


def problems(tree: Path) -> list[str]:
    return list(catalogues.problems(tree / "src", tree / "translations"))


def translate(tree: Path, language: str, **changed: Any) -> None:
    """Fill in the translation of a language, and compile it as the tool does."""
    path = catalogues.translation_path(tree / "translations", language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    forms = catalogue.num_plurals
    words: dict[str, Any] = {"Place": "П", "Held at {place}": "В {place}", "{n} visit": ("{n} в",) * forms, **changed}
    for message in catalogue:
        if message.id:
            message.string = words[message.id if isinstance(message.id, str) else message.id[0]]
    path.write_bytes(catalogues.as_text(catalogue))
    path.with_suffix(".mo").write_bytes(catalogues.compiled(catalogue))


@pytest.fixture
def complete(tree: Path) -> Path:
    update(tree)
    for language in ("ru", "kk"):
        translate(tree, language)
    return tree


def test_complete_catalogues_have_no_problem(complete: Path) -> None:
    assert problems(complete) == []


def test_bringing_complete_catalogues_up_to_date_changes_no_byte(complete: Path) -> None:
    before = {path: path.read_bytes() for path in complete.rglob("*.*o*")}
    update(complete)
    assert {path: path.read_bytes() for path in complete.rglob("*.*o*")} == before


def test_a_new_message_is_missing_until_it_is_translated(complete: Path) -> None:
    (complete / "src" / "other.py").write_text('_("Released")', encoding="utf-8")
    assert [problem for problem in problems(complete) if "missing: 'Released'" in problem]
    update(complete)
    assert problems(complete) == ["ru: not translated: 'Released'", "kk: not translated: 'Released'"]


def test_a_translation_is_kept_when_its_message_leaves_the_source(complete: Path) -> None:
    (complete / "src" / "module.py").write_text('_("Held at {place}")', encoding="utf-8")
    update(complete)
    text = catalogues.translation_path(complete / "translations", "ru").read_text(encoding="utf-8")
    assert '#~ msgid "Place"\n#~ msgstr "П"' in text
    assert problems(complete) == []


def test_a_fuzzy_translation_is_a_problem(complete: Path) -> None:
    path = catalogues.translation_path(complete / "translations", "ru")
    text = path.read_text(encoding="utf-8").replace('msgid "Place"', '#, fuzzy\nmsgid "Place"')
    path.write_text(text, encoding="utf-8")
    assert "ru: fuzzy: 'Place'" in problems(complete)


@pytest.mark.parametrize("wrong", ["В месте", "В {where}", "В {place} {more}"])
def test_a_translation_with_other_placeholders_is_a_problem(complete: Path, wrong: str) -> None:
    translate(complete, "ru", **{"Held at {place}": wrong})
    assert problems(complete) == ["ru: other placeholders than the source: 'Held at {place}'"]


def test_a_plural_may_say_one_without_its_number(complete: Path) -> None:
    translate(complete, "ru", **{"{n} visit": ("одно", "{n} в", "{n} в")})
    assert problems(complete) == []


def test_a_plural_with_an_empty_form_is_a_problem(complete: Path) -> None:
    translate(complete, "ru", **{"{n} visit": ("{n} в", "", "{n} в")})
    assert problems(complete) == ["ru: not translated: '{n} visit'"]


def test_a_language_translated_in_part_may_have_gaps_but_no_other_placeholders(complete: Path) -> None:
    (complete / "src" / "other.py").write_text('_("Released")\nngettext("{n} day", "{n} days", 2)', encoding="utf-8")
    update(complete)
    assert not [problem for problem in problems(complete) if problem.startswith("ar")]
    translate(complete, "ar", **{"Released": "", "{n} day": ("",) * 6, "Held at {place}": "في {where}"})
    assert [problem for problem in problems(complete) if problem.startswith("ar")] == [
        "ar: other placeholders than the source: 'Held at {place}'"
    ]


def test_a_compiled_file_older_than_its_text_is_a_problem(complete: Path) -> None:
    path = catalogues.translation_path(complete / "translations", "kk")
    path.write_text(path.read_text(encoding="utf-8").replace('"П"', '"Р"'), encoding="utf-8")
    assert problems(complete) == ["kk: casefile.mo is older than casefile.po; run: make catalogues"]


def test_a_label_in_the_data_that_lacks_a_language_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_text(
        '[[term]]\nlabels = { en = "A", ru = "А", kk = "А" }\n[[term]]\nlabels = { en = "B", ru = "" }\n',
        encoding="utf-8",
    )
    assert list(catalogues.label_problems(tmp_path)) == ["list.toml: term[1].labels lacks ru, kk"]


def test_the_source_has_messages_and_they_are_all_found() -> None:
    found = catalogues.extract(ROOT / "src")
    assert found.get("There is no such record in this vault.") is not None
    assert found.get("Person") is not None
