from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.base.counts import Count, Qualifier, read_count, say_count

numbers = st.integers(0, 10**12)
single = st.sampled_from(["", ">=", ">", "<=", "~", ">>"])
canonical = st.one_of(
    st.builds("{}{}".format, single, numbers),
    st.integers(1, 10**12).map("<{}".format),
    st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: f"{pair[0]}..{pair[1]}"),
    st.just(">>"),
)


@given(canonical)
@settings(deadline=None)
def test_the_canonical_form_is_read_as_itself(text: str) -> None:
    assert str(read_count(text)) == text


@given(canonical, st.sampled_from(["en", "ru", "kk"]))
@settings(deadline=None)
def test_whatever_is_said_in_any_language_can_be_typed_back(text: str, language: str) -> None:
    assert str(read_count(say_count(text, language))) == text


@given(canonical)
def test_the_least_is_never_more_than_the_most(text: str) -> None:
    count = read_count(text)
    if count.least is not None and count.most is not None:
        assert count.least <= count.most


@given(st.text(max_size=30))
def test_any_text_is_a_count_or_is_refused_by_value_error(text: str) -> None:
    try:
        count = read_count(text)
    except ValueError:
        return
    assert read_count(str(count)) == count


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14", "14"),
        ("014", "14"),
        ("exactly 14", "14"),
        ("over 80", ">80"),
        ("more than 100", ">100"),
        ("at least 12", ">=12"),
        ("no fewer than 12", ">=12"),
        ("12 or more", ">=12"),
        ("12+", ">=12"),
        (">= 12", ">=12"),
        ("some 300", "~300"),
        ("about 300", "~300"),
        ("~300", "~300"),
        ("up to 20", "<=20"),
        ("no more than 20", "<=20"),
        ("fewer than 20", "<20"),
        ("10-20", "10..20"),
        ("10 – 20", "10..20"),
        ("between 10 and 20", "10..20"),
        ("20-20", "20"),
        ("considerably more", ">>"),
        ("considerably more than 14", ">>14"),
        ("several", ">=2"),
        ("dozens", ">=20"),
        ("none", "0"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("1 200 000", "1200000"),
        ("более 80", ">80"),
        ("свыше 100", ">100"),
        ("не менее 12", ">=12"),
        ("не более 20", "<=20"),
        ("около 300", "~300"),
        ("от 10 до 20", "10..20"),
        ("значительно больше", ">>"),
        ("несколько", ">=2"),
        ("80-нен астам", ">80"),
        ("300-ге жуық", "~300"),
        ("кемінде 12", ">=12"),
        ("ең көбі 20", "<=20"),
        ("10 мен 20 аралығында", "10..20"),
        ("бірнеше", ">=2"),
    ],
)
def test_counts_are_read_as_people_say_them(typed: str, kept: str) -> None:
    assert str(read_count(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "cannot be read"),
        ("many", "cannot be read"),
        ("14 people", "cannot be read"),
        ("1.5", "whole numbers"),
        ("1.200", "whole numbers"),
        ("12,5", "whole numbers"),
        ("-3", "less than zero"),
        ("<0", "less than zero"),
        ("20-10", "the larger one"),
        ("20..10", "the larger one"),
        ("1000000000001", "too large"),
        ("9" * 5000, "too large"),
        (">>>", "cannot be read"),
    ],
)
def test_what_is_no_count_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_count(typed)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("14", 14, 14),
        (">=14", 14, None),
        (">80", 81, None),
        ("<=20", 0, 20),
        ("<20", 0, 19),
        ("~300", None, None),
        ("10..20", 10, 20),
        (">>14", 15, None),
        (">>", None, None),
    ],
)
def test_bounds_say_only_what_is_sure(text: str, least: int | None, most: int | None) -> None:
    assert (read_count(text).least, read_count(text).most) == (least, most)


@pytest.mark.parametrize(
    ("text", "en", "ru", "kk"),
    [
        ("14", "14", "14", "14"),
        (">=14", "at least 14", "не менее 14", "кемінде 14"),
        (">80", "more than 80", "более 80", "80-нен астам"),
        ("<=20", "at most 20", "не более 20", "ең көбі 20"),
        ("<20", "fewer than 20", "менее 20", "20-дан аз"),
        ("~300", "about 300", "около 300", "шамамен 300"),
        ("10..20", "10 to 20", "от 10 до 20", "10–20 аралығында"),
        (">>", "considerably more", "значительно больше", "әлдеқайда көп"),
        (">>14", "considerably more than 14", "значительно больше 14", "14-тен әлдеқайда көп"),
        (">1200", "more than 1,200", "более 1\u00a0200", "1\u00a0200-ден астам"),
        ("", "", "", ""),
    ],
)
def test_a_count_is_said_in_each_language(text: str, en: str, ru: str, kk: str) -> None:
    assert [say_count(text, language) for language in ("en", "ru", "kk")] == [en, ru, kk]


@pytest.mark.parametrize(
    ("number", "said"),
    [(3, "3-тен"), (6, "6-дан"), (10, "10-нан"), (40, "40-тан"), (70, "70-тен"), (100, "100-ден"), (0, "0-ден")],
)
def test_a_kazakh_number_takes_the_ending_of_its_last_word(number: int, said: str) -> None:
    assert say_count(f">{number}", "kk") == f"{said} астам"


def test_thousands_take_their_own_ending_in_kazakh() -> None:
    assert say_count(">5000", "kk") == "5\u00a0000-нан астам"


def test_a_language_that_is_not_known_gets_english() -> None:
    assert say_count(">80", "eo") == "more than 80"


def test_a_form_of_a_later_version_is_shown_as_it_is() -> None:
    assert say_count("?14", "en") == "?14"


def test_a_count_is_a_value() -> None:
    assert read_count("over 80") == Count(Qualifier.MORE_THAN, 80)
