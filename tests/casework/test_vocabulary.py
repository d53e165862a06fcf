from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.base.config import resource
from casefile.base.i18n import LANGUAGES
from casefile.casework.catalogue import record_types
from casefile.casework.vocabulary import ADDED, Vocabulary, VocabularyError, read_vocabulary, vocabulary

FILES = sorted(resource("vocabulary").glob("*.toml"))
SCRIPTS = {"ru": re.compile(r"[а-яё]", re.IGNORECASE), "kk": re.compile(r"[а-яәғқңөұүһі]", re.IGNORECASE)}
COLOURS = """
[terms]
red = { en = "Red", ru = "Красный", kk = "Қызыл" }
blue = { en = "Blue", ru = "Синий", kk = "Көк" }
"""


def named_by_fields() -> set[str]:
    return {facts.vocabulary for made in record_types().values() for facts in made.facts.values() if facts.vocabulary}


def write(folder: Path, text: str) -> Path:
    path = folder / "colour.toml"
    path.write_text(text, encoding="utf-8")
    return path


def colours(folder: Path) -> Vocabulary:
    return read_vocabulary(write(folder, COLOURS))


def test_every_vocabulary_that_a_field_names_has_its_file() -> None:
    assert sorted(named_by_fields() - {path.stem for path in FILES}) == []


def test_every_file_is_named_by_a_field() -> None:
    assert sorted({path.stem for path in FILES} - named_by_fields()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_can_be_used(path: Path) -> None:
    found = vocabulary(path.stem)
    assert found.name == path.stem
    for term_id, term in found.terms.items():
        assert term_id == term.id
        assert set(term.labels) == set(LANGUAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_russian_and_kazakh_labels_are_not_english_left_over(path: Path) -> None:
    for term in vocabulary(path.stem).terms.values():
        for code, letters in SCRIPTS.items():
            assert letters.search(term.labels[code]), (term.id, code)
        assert not re.search(r"[әғқңөұүһі]", term.labels["ru"], re.IGNORECASE), term.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_label_begins_with_a_capital_and_ends_without_a_stop(path: Path) -> None:
    for term in vocabulary(path.stem).terms.values():
        for label in term.labels.values():
            assert not label[0].islower(), label
            assert not label.endswith("."), label


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_closed_vocabulary_names_unknown_as_all_others_do(path: Path) -> None:
    terms = vocabulary(path.stem).terms
    assert {term: dict(terms[term].labels) for term in ADDED if term in terms} == {
        term: dict(labels) for term, labels in ADDED.items() if term in terms
    }


def test_a_vocabulary_ends_with_other_unknown_and_not_applicable(tmp_path: Path) -> None:
    assert list(colours(tmp_path).terms) == ["red", "blue", "other", "unknown", "not_applicable"]


def test_to_a_closed_vocabulary_nothing_is_added(tmp_path: Path) -> None:
    assert list(read_vocabulary(write(tmp_path, "closed = true\n" + COLOURS)).terms) == ["red", "blue"]


def test_a_label_is_given_in_the_language_asked_for(tmp_path: Path) -> None:
    found = colours(tmp_path)
    assert [found.label("red", code) for code in ("en", "ru", "kk")] == ["Red", "Красный", "Қызыл"]
    assert found.label("other", "kk") == "Басқа"


def test_a_language_the_app_does_not_speak_shows_english(tmp_path: Path) -> None:
    assert colours(tmp_path).label("red", "uk") == "Red"


def test_a_term_of_a_later_version_is_shown_as_it_is(tmp_path: Path) -> None:
    assert colours(tmp_path).label("sky_blue", "ru") == "sky blue"
    assert colours(tmp_path).label("", "ru") == ""


@pytest.mark.parametrize("text", ["red", "Red", " RED ", "Красный", "красный", "ҚЫЗЫЛ", "қызыл"])
def test_a_term_is_read_by_its_id_or_its_label_in_any_language(tmp_path: Path, text: str) -> None:
    assert colours(tmp_path).parse(text) == "red"


@pytest.mark.parametrize("text", ["", "re", "redd", "красная"])
def test_what_is_no_term_is_not_guessed(tmp_path: Path, text: str) -> None:
    assert colours(tmp_path).parse(text) == ""


def test_a_word_that_means_two_terms_in_two_languages_is_not_guessed(tmp_path: Path) -> None:
    found = read_vocabulary(write(tmp_path, COLOURS.replace('ru = "Синий"', 'ru = "Қызыл"')))
    assert found.parse("Қызыл") == ""
    assert found.parse("red") == "red"


def test_a_huridocs_code_leads_back_to_its_term(tmp_path: Path) -> None:
    coded = "huridocs_list = 4\nadded = { unknown = '990000000000' }\n" + COLOURS.replace(
        'kk = "Қызыл"', 'kk = "Қызыл", huridocs = "010100000000"'
    )
    found = read_vocabulary(write(tmp_path, coded))
    assert found.huridocs_list == 4
    assert found.of_huridocs("010100000000") == "red"
    assert found.of_huridocs("990000000000") == "unknown"
    assert found.of_huridocs("020000000000") == ""
    assert found.of_huridocs("") == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (COLOURS.replace(', kk = "Көк"', ""), "colour.toml: blue: .*'kk'"),
        (COLOURS.replace('"Көк"', '" "'), "colour.toml: blue: .*'kk'"),
        (COLOURS.replace("blue =", "Blue ="), "colour.toml: Blue: "),
        (COLOURS.replace("blue =", "sky-blue ="), "colour.toml: sky-blue: "),
        (COLOURS.replace('"Blue"', '"red"'), "colour.toml: blue: .*label of red"),
        (COLOURS + 'other = { en = "Else", ru = "Иное", kk = "Өзге" }', "colour.toml: other: "),
        (COLOURS.replace('kk = "Көк"', 'kk = "Көк", uk = "Синій"'), "colour.toml: blue: 'uk'"),
        (COLOURS.replace('kk = "Көк"', 'kk = "Көк", huridocs = "010000000000"'), "colour.toml: blue: .*huridocs_list"),
        ("huridocs_list = 4\n" + COLOURS.replace('kk = "Көк"', 'kk = "Көк", huridocs = "01"'), "blue: .*12 digits"),
        ("closed = true\nadded = { other = '900000000000' }\n" + COLOURS, "colour.toml: nothing is added"),
        ("added = { red = '900000000000' }\n" + COLOURS, "colour.toml: added"),
        ("added = { other = 9 }\n" + COLOURS, "colour.toml: added"),
        ("closed = 1\n" + COLOURS, "colour.toml: .*closed"),
        ("huridocs_list = 'four'\n" + COLOURS, "colour.toml: huridocs_list"),
        ("colour = 1\n" + COLOURS, "colour.toml: 'colour'"),
        ("[terms]\nred = 'Red'\n", "colour.toml: red: "),
        ("", "colour.toml: it needs a table of terms"),
        ("[terms", "colour.toml: "),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_term(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(VocabularyError, match=said):
        read_vocabulary(write(tmp_path, wrong))


def test_two_terms_cannot_have_one_code(tmp_path: Path) -> None:
    twice = "huridocs_list = 4\n" + re.sub(r'(kk = "\w+")', r'\1, huridocs = "010100000000"', COLOURS)
    with pytest.raises(VocabularyError, match=r"colour\.toml: blue: it has the code of red"):
        read_vocabulary(write(tmp_path, twice))


@pytest.mark.parametrize("name", ["no_such_list", "../fonts/x", "", "Colour"])
def test_a_vocabulary_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(VocabularyError, match=f"{re.escape(name)}('|.toml)"):
        vocabulary(name)


def test_a_vocabulary_is_read_once() -> None:
    assert vocabulary("yes_no") is vocabulary("yes_no")


def test_what_was_not_asked_is_not_a_no() -> None:
    assert list(vocabulary("yes_no").terms) == ["yes", "no", "unknown", "not_applicable"]


def test_reading_a_vocabulary_loads_no_database() -> None:
    code = (
        "import sys; from casefile.casework.vocabulary import vocabulary; vocabulary('custody_kind');"
        "print(sorted(name for name in sys.modules if name.startswith(('sqlalchemy', 'sqlmodel'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
