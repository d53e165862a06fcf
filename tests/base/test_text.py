from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.base.text import clean, direction, fold, latin, skeleton, skeleton_beginnings

# Each line is one name as papers, passports and activists spell it.
SPELLINGS = [
    "Жаңаөзен Жанаозен Zhanaozen Janaozen Žanaozen Zhangaozen ЖАҢАӨЗЕН zhanaozen",
    "Байтелова Bajtelova Baytelova Baitelova",
    "Тихонов Tikhonov Tihonov",
    "Қазыханов Казыханов Kazykhanov Qazykhanov Qazyhanov",
    "حسين Hussein Husein Husayn Hüseyin Хусейн",
    "Шетпе Shetpe Šetpe Şetpe",
    "Маңғыстау Мангистау Mangistau Mangystau",
    "Нуржан Nurzhan Nurjan",
    "Қожахмет Kozhakhmet Kojakhmet",
    "Юлия Yulia Iulia",
    "Татьяна Tatyana Tatjana",
    "Любовь Lyubov Ljubov",
    "Алексей Aleksey Aleksei Alexei",
    "Ерлан Erlan Yerlan",
    "Щербаков Shcherbakov Scherbakov",
    "Цой Tsoi Tsoy",
    "محمد Mohammed Muhammad Мухаммед",
    "إبراهيم Ibrahim Ибрахим",
    "يوسف Yusuf Юсуф",
    "Бахтиёр Bakhtiyor Baxtiyor",
    "Дмитрий Dmitry Dmitriy Dmitrij",
    "თბილისი Tbilisi Тбилиси",
]
DIFFERENT = [
    "Zhanaozen",
    "Shetpe",
    "Mangistau",
    "Aktau",
    "Aktobe",
    "Almaty",
    "Baitelova",
    "Tikhonov",
    "Tokhtarov",
    "Kazykhanov",
    "Hussein",
    "Mohammed",
    "Ivanov",
    "Petrov",
    "Sidorova",
    "Zarina",
    "Zhanar",
    "Sanzhar",
    "Nurzhan",
    "Nurlan",
    "Yerlan",
    "Chokan",
    "Shokan",
]
letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
names = st.sampled_from([name for line in SPELLINGS for name in line.split()] + DIFFERENT)
sounds = "sh ch zh kh s c h z k t d j x ts dz dzh shch sch tch a e i o u y n ng g ph l r w q ss"
syllables = st.sampled_from(sounds.split())
words = st.one_of(letters, names, st.lists(syllables, min_size=1, max_size=6).map("".join))


@pytest.mark.parametrize("line", SPELLINGS)
def test_the_usual_spellings_of_a_name_share_one_skeleton(line: str) -> None:
    assert len({skeleton(name) for name in line.split()}) == 1


def test_clearly_different_names_have_different_skeletons() -> None:
    assert len({skeleton(name) for name in DIFFERENT}) == len(DIFFERENT)


@given(st.text())
@settings(deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
@settings(deadline=None)
def test_case_and_composition_make_no_difference_to_any_key(text: str) -> None:
    for key in (fold, skeleton):
        assert key(unicodedata.normalize("NFD", text)) == key(unicodedata.normalize("NFC", text))


@given(words)
@settings(deadline=None)
def test_capitals_make_no_difference_to_the_skeleton(word: str) -> None:
    assert skeleton(word.upper()) == skeleton(word.title()) == skeleton(word.lower())


@given(st.text())
@settings(deadline=None)
def test_latin_and_skeleton_are_ascii_and_the_skeleton_is_words_with_one_space(text: str) -> None:
    assert latin(text).isascii()
    assert skeleton(text).isascii()
    assert skeleton(text) == " ".join(skeleton(text).split())


@given(words, words)
@settings(deadline=None)
def test_the_skeleton_of_two_words_is_that_of_each(first: str, second: str) -> None:
    assert skeleton(f"{first} {second}") == f"{skeleton(first)} {skeleton(second)}"


@given(words, st.data())
@settings(deadline=None, max_examples=300)
def test_each_beginning_of_a_word_begins_its_skeleton(word: str, data: st.DataObject) -> None:
    typed = word[: data.draw(st.integers(1, len(word)))]
    begun = skeleton_beginnings(typed)
    assert begun
    assert any(skeleton(word).startswith(one) for one in begun)


@given(st.sampled_from(SPELLINGS), st.data())
@settings(deadline=None, max_examples=300)
def test_each_beginning_of_one_spelling_begins_the_skeleton_of_the_others(line: str, data: st.DataObject) -> None:
    typed, meant = data.draw(st.sampled_from(line.split())), data.draw(st.sampled_from(line.split()))
    begun = skeleton_beginnings(typed[: data.draw(st.integers(1, len(typed)))])
    assert any(skeleton(meant).startswith(one) for one in begun)


def test_nothing_begins_a_skeleton_until_a_letter_is_typed() -> None:
    assert skeleton_beginnings("") == ()
    assert skeleton_beginnings("-") == ()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Жаңаөзен", "жаңаөзен"),
        ("Ёлкин", "елкин"),
        ("Žanaozen", "zanaozen"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("حُسَيْن", "حسين"),
        ("کریم", "كريم"),
        ("ﬁle", "file"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_folding_keeps_the_script_and_drops_case_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Жаңаөзен", "Zhanaozen"),
        ("ЖАҢАӨЗЕН", "ZHANAOZEN"),
        ("Маңғыстау", "Mangystau"),
        ("Щербаков Юрий", "Shcherbakov Yuriy"),
        ("Я и Ты", "Ya i Ty"),
        ("Їжак", "Yizhak"),
        ("حسين", "hsin"),
        ("თბილისი", "tbilisi"),
        ("№ 5", "No. 5"),
        ("٢٠١١", "2011"),
        ("Anna", "Anna"),
    ],
)
def test_latin_writes_names_as_the_press_does(text: str, written: str) -> None:
    assert latin(text) == written


@pytest.mark.parametrize(
    ("text", "way"),
    [("Zhanaozen", "ltr"), ("Жаңаөзен", "ltr"), ("حسين", "rtl"), ("(12) شارع", "rtl"), ("12 – 13", "ltr"), ("", "ltr")],
)
def test_the_first_strong_letter_gives_the_direction(text: str, way: str) -> None:
    assert direction(text) == way


@pytest.mark.parametrize("stray", ["\u202e", "\u202a", "\u2066", "\ufeff", "\x00", "\x1b", "\x9f", "\U000e0041"])
def test_clean_drops_what_nobody_types(stray: str) -> None:
    assert clean(f"An{stray}na") == "Anna"


def test_clean_keeps_lines_tabs_joiners_and_direction_marks() -> None:
    kept = "a\tb\r\nc \u200c\u200d\u200f \u00a0"
    assert clean(kept) == kept
    assert clean("a\u2028b\u0085c\x0cd") == "a\nb\nc\nd"


def test_clean_composes_and_leaves_composed_text_alone() -> None:
    assert clean("и\u0306") == "й"
    assert clean("Жаңаөзен, 16 желтоқсан") == "Жаңаөзен, 16 желтоқсан"


def test_ascii_text_needs_no_table_of_the_worlds_scripts() -> None:
    loaded = (
        "import sys, casefile.base.text as t; t.skeleton('Anna'); t.latin('Анна'); print('anyascii' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
