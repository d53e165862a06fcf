from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.base.dates import read_date, say_date
from casefile.base.typed_dates import read_date_typed

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("16.12.2011", "2011-12-16"),
        ("16 Dec 2011 23:00", "2011-12-16T23:00"),
        ("December 16, 2011", "2011-12-16"),
        ("16th of December 2011", "2011-12-16"),
        ("16/12/2011", "2011-12-16"),
        ("12/16/2011", "2011-12-16"),
        ("2011-12-16 23:00+06:00", "2011-12-16T23:00+06:00"),
        ("16.12.2011 23:00 UTC+6", "2011-12-16T23:00+06:00"),
        ("11:30 pm 16 Dec 2011", "2011-12-16T23:30"),
        ("12:05 am 16 Dec 2011", "2011-12-16T00:05"),
        ("16 December 2011 at 11 pm", "2011-12-16T23"),
        ("mid Dec 2011", "2011-12-11/2011-12-20"),
        ("mid-December 2011", "2011-12-11/2011-12-20"),
        ("late February 2012", "2012-02-21/2012-02-29"),
        ("early 2011", "2011-01/2011-04"),
        ("late summer 2011", "2011-08"),
        ("after 16.12.2011", "2011-12-16/.."),
        ("since summer 2011", "2011-22/.."),
        ("2011 or later", "2011/.."),
        ("by 20 Dec 2011", "../2011-12-20"),
        ("up to 20 Dec 2011", "../2011-12-20"),
        ("16-18 December 2011", "2011-12-16/2011-12-18"),
        ("from 16 December 2011 to 3 January 2012", "2011-12-16/2012-01-03"),
        ("June to December 2011", "2011-06/2011-12"),
        ("2011-2012", "2011/2012"),
        ("probably March 2012", "2012-03?"),
        ("about March 2012?", "2012-03%"),
        ("1990s", "199X"),
        ("unknown", "XXXX"),
        ("yesterday", "2026-11-22"),
        ("today 14:00", "2026-11-23T14:00"),
        ("около 3 марта 2012", "2012-03-03~"),
        ("декабрь 2011", "2011-12"),
        ("в декабре 2011 года", "2011-12"),
        ("с 16 по 18 декабря 2011 г.", "2011-12-16/2011-12-18"),
        ("между 16 и 18 декабря 2011", "2011-12-16/2011-12-18"),
        ("не позднее 20 декабря 2011", "../2011-12-20"),
        ("начало мая 2011", "2011-05-01/2011-05-10"),
        ("16 декабря 2011 года в 23 часа", "2011-12-16T23"),
        ("позавчера", "2026-11-21"),
        ("2011 жылғы желтоқсан", "2011-12"),
        ("2011 жылғы 16 желтоқсанда сағат 23:00-де", "2011-12-16T23:00"),
        ("2011 жылғы желтоқсанның ортасы", "2011-12-11/2011-12-20"),
        ("2012 жылғы 3 наурыз шамасында", "2012-03-03~"),
        ("2011 жазы", "2011-22"),
        ("кеше", "2026-11-22"),
        ("2011-12-16~", "2011-12-16~"),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, edtf: str) -> None:
    assert read_date_typed(typed, TODAY) == edtf


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("20111", "four digits"),
        ("16 December 20111", "four digits"),
        ("31 February 2011", "February 2011 has 28 days"),
        ("2011-02-31", "February 2011 has 28 days"),
        ("03/04/2012", "could be two dates"),
        ("03-04-2012", "could be two dates"),
        ("16.12.11", "four digits"),
        ("16 Dec", "year is missing"),
        ("16.12", "year is missing"),
        ("16 2011", "month is missing"),
        ("23:00", "year is missing"),
        ("December 2011 23:00", "needs a known day"),
        ("25:00 16 Dec 2011", "no such hour"),
        ("13 pm 16 Dec 2011", "no such hour"),
        ("late winter 2011", "name the month"),
        ("18 December 2011 to 16 December 2011", "before the beginning"),
        ("3 days ago", "not understood"),
        ("16 17 December 2011", "not understood"),
        ("when the snow fell", "not understood"),
    ],
)
def test_what_says_two_things_or_nothing_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date_typed(typed, TODAY)


def test_dots_put_the_day_first_and_equal_numbers_are_one_date() -> None:
    assert read_date_typed("03.04.2012", TODAY) == "2012-04-03"
    assert read_date_typed("04/04/2012", TODAY) == "2012-04-04"


days = st.dates().map(lambda day: day.isoformat())
plain = st.one_of(
    days,
    st.builds("{:04}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12)),
    st.integers(1000, 9999).map("{:04}".format),
    st.builds("{:04}-{}".format, st.integers(1000, 9999), st.integers(21, 24)),
    st.integers(100, 999).map("{}X".format),
    st.integers(1000, 9999).map("{}-XX".format),
    st.builds("{:04}-{:02}-XX".format, st.integers(1000, 9999), st.integers(1, 12)),
    st.builds("{}T{:02}:{:02}".format, days, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{}T{:02}".format, days, st.integers(0, 23)),
    st.builds("{}T23:00{}".format, days, st.sampled_from(["Z", "+06:00", "-03:30"])),
).filter(lambda text: not text.startswith("0"))
singles = st.builds("{}{}".format, plain, st.sampled_from(["", "~", "?", "%"]))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, second = draw(singles), draw(singles)
    try:
        read_date(f"{first}/{second}")
    except ValueError:
        first, second = second, first
    return draw(st.sampled_from([f"{first}/{second}", f"../{first}", f"/{first}", f"{first}/..", f"{first}/"]))


@given(st.one_of(singles, intervals()), st.sampled_from(["en", "ru", "kk"]))
@settings(deadline=None, max_examples=300)
def test_whatever_is_said_in_any_language_can_be_typed_back(edtf: str, language: str) -> None:
    assert read_date_typed(say_date(edtf, language), TODAY) == edtf


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_typing_gives_a_date_that_is_kept_or_value_error(typed: str) -> None:
    try:
        edtf = read_date_typed(typed, TODAY)
    except ValueError:
        return
    assert read_date(edtf).edtf == edtf


words = [
    "16",
    "3",
    "2011",
    "2012",
    "december",
    "декабря",
    "желтоқсан",
    "about",
    "by",
    "с",
    "по",
    "to",
    "-",
    "23:00",
    "mid",
]


@given(
    st.lists(st.sampled_from([*words, "16.12.2011", "utc+6", "?", "около", "from", "and", "h", "сағат"]), max_size=7)
)
@settings(deadline=None, max_examples=300)
def test_words_of_dates_in_any_order_give_a_date_that_is_kept_or_value_error(listed: list[str]) -> None:
    try:
        edtf = read_date_typed(" ".join(listed), TODAY)
    except ValueError:
        return
    assert read_date(edtf).edtf == edtf
