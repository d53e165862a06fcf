from __future__ import annotations

import calendar
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.base.dates import PartialDate, Precision, month_names, read_date, say_date

LANGUAGES = ("en", "ru", "kk")


def moment(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - year, month, day, hour, minute, second, no zone


days = st.dates().map(lambda day: day.isoformat())
months = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12))
years = st.integers(1, 9999).map("{:04}".format)
seasons = st.builds("{:04}-{}".format, st.integers(1, 9999), st.integers(21, 24))
vague = st.sampled_from(["XXXX", "201X", "20XX", "2011-XX", "2011-12-XX", "00XX"])
clocks = st.one_of(
    st.integers(0, 23).map("{:02}".format),
    st.times().map(lambda time: time.strftime("%H:%M")),
    st.times().map(lambda time: time.strftime("%H:%M:%S")),
)
zones = st.sampled_from(["", "", "Z", "+06:00", "+05:00", "-03:30"])
hours = st.builds("{}T{}{}".format, days, clocks, zones)
singles = st.builds(
    "{}{}".format, st.one_of(days, months, years, seasons, vague, hours), st.sampled_from(["", "~", "?", "%"])
)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, second = draw(singles), draw(singles)
    try:
        read_date(f"{first}/{second}")
    except ValueError:
        first, second = second, first
    return draw(st.sampled_from([f"{first}/{second}", f"../{first}", f"/{first}", f"{first}/..", f"{first}/"]))


dates = st.one_of(singles, intervals())


@given(dates)
@settings(deadline=None)
def test_the_canonical_form_is_read_as_itself(text: str) -> None:
    assert read_date(text).edtf == read_date(read_date(text).edtf).edtf
    assert read_date(read_date(text).edtf) == read_date(text)


@given(dates)
@settings(deadline=None)
def test_the_earliest_moment_is_never_after_the_latest(text: str) -> None:
    date = read_date(text)
    if date.earliest and date.latest:
        assert date.earliest <= date.latest


@given(singles)
@settings(deadline=None)
def test_about_never_makes_a_span_narrower_and_doubt_never_changes_it(text: str) -> None:
    plain = read_date(text.rstrip("~?%"))
    about, doubted = read_date(f"{plain.edtf}~"), read_date(f"{plain.edtf}?")
    if plain.earliest and plain.latest:
        assert about.earliest is not None
        assert about.latest is not None
        assert about.earliest <= plain.earliest <= plain.latest <= about.latest
    assert (doubted.earliest, doubted.latest) == (plain.earliest, plain.latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2011", moment(2011, 1, 1), moment(2011, 12, 31, 23, 59, 59), Precision.YEAR),
        ("2012-02", moment(2012, 2, 1), moment(2012, 2, 29, 23, 59, 59), Precision.MONTH),
        ("2011-12-16", moment(2011, 12, 16), moment(2011, 12, 16, 23, 59, 59), Precision.DAY),
        ("2011-12-16T23", moment(2011, 12, 16, 23), moment(2011, 12, 16, 23, 59, 59), Precision.HOUR),
        ("2011-12-16T23:10", moment(2011, 12, 16, 23, 10), moment(2011, 12, 16, 23, 10, 59), Precision.MINUTE),
        ("2011-12-16T23:10:07", moment(2011, 12, 16, 23, 10, 7), moment(2011, 12, 16, 23, 10, 7), Precision.SECOND),
        ("2011-22", moment(2011, 6, 1), moment(2011, 8, 31, 23, 59, 59), Precision.SEASON),
        ("201X", moment(2010, 1, 1), moment(2019, 12, 31, 23, 59, 59), Precision.DECADE),
        ("20XX", moment(2000, 1, 1), moment(2099, 12, 31, 23, 59, 59), Precision.CENTURY),
        ("2011-XX", moment(2011, 1, 1), moment(2011, 12, 31, 23, 59, 59), Precision.YEAR),
        ("2011-12-XX", moment(2011, 12, 1), moment(2011, 12, 31, 23, 59, 59), Precision.MONTH),
        ("XXXX", None, None, Precision.UNKNOWN),
        ("../2011-12-20", None, moment(2011, 12, 20, 23, 59, 59), Precision.INTERVAL),
        ("2011-12-20/..", moment(2011, 12, 20), None, Precision.INTERVAL),
        ("/2011", None, moment(2011, 12, 31, 23, 59, 59), Precision.INTERVAL),
        ("2011/", moment(2011, 1, 1), None, Precision.INTERVAL),
        ("2011-06/2011-12", moment(2011, 6, 1), moment(2011, 12, 31, 23, 59, 59), Precision.INTERVAL),
    ],
)
def test_a_date_spans_every_moment_it_may_mean(
    text: str, earliest: datetime | None, latest: datetime | None, precision: Precision
) -> None:
    date = read_date(text)
    assert (date.earliest, date.latest, date.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2011-12-16T23:00~", moment(2011, 12, 16, 22), moment(2011, 12, 17, 0, 0, 59)),
        ("2012-03-03~", moment(2012, 3, 2), moment(2012, 3, 4, 23, 59, 59)),
        ("2012-03~", moment(2012, 2, 1), moment(2012, 4, 30, 23, 59, 59)),
        ("2012~", moment(2011, 1, 1), moment(2013, 12, 31, 23, 59, 59)),
        ("0001~", moment(1, 1, 1), moment(2, 12, 31, 23, 59, 59)),
        ("9999-12-31~", moment(9999, 12, 30), moment(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_about_reaches_one_unit_further_on_both_sides(text: str, earliest: datetime, latest: datetime) -> None:
    date = read_date(text)
    assert date.approximate
    assert (date.earliest, date.latest) == (earliest, latest)


def test_winter_may_be_the_beginning_or_the_end_of_the_year() -> None:
    winter = read_date("2011-24")
    assert winter.earliest == moment(2011, 1, 1)
    assert winter.latest == moment(2012, 2, 29, 23, 59, 59)


def test_an_interval_keeps_both_of_its_ends() -> None:
    date = read_date("2011-12-16~/2011-12-18?")
    assert date.start is not None
    assert date.end is not None
    assert (date.start.edtf, date.end.edtf) == ("2011-12-16~", "2011-12-18?")
    assert date.approximate
    assert date.uncertain


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 2011-12-16t2300z ", "2011-12-16T23:00Z"),
        ("2011-12-16T23:00+06", "2011-12-16T23:00+06:00"),
        ("2011-12-16T23:00+0600", "2011-12-16T23:00+06:00"),
        ("2011-xx-xx", "2011-XX"),
    ],
)
def test_one_date_has_one_written_form(written: str, kept: str) -> None:
    assert read_date(written).edtf == kept


def test_an_end_is_before_its_beginning_only_when_the_zones_say_so_too() -> None:
    assert read_date("2011-12-16T23:00+06:00/2011-12-16T22:30+05:00").precision is Precision.INTERVAL
    with pytest.raises(ValueError, match="before the beginning"):
        read_date("2011-12-16T22:30+05:00/2011-12-16T23:00+06:00")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("20111", "four digits"),
        ("-0500", "not a date"),
        ("0000", "no year 0000"),
        ("2011-13", "no month 13"),
        ("2011-00", "no month 00"),
        ("2011-02-29", "February 2011 has 28 days"),
        ("2011-04-31", "April 2011 has 30 days"),
        ("2011-04-00", "no such day"),
        ("2011-12-16T24:00", "no such hour"),
        ("2011-12-16T23:60", "no such hour"),
        ("2011-12-16T23:00+15:00", "no such time zone"),
        ("2011-12T23:00", "not a date"),
        ("2011-12-XXT23:00", "needs a known day"),
        ("2011-XX-16", "needs a known month"),
        ("XXXX-12", "needs a known year"),
        ("2012/2011", "before the beginning"),
        ("../..", "at least one date"),
        ("/", "at least one date"),
        ("2011/2012/2013", "not a date"),
        ("16.12.2011", "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date(text)


@given(st.text(max_size=30))
@settings(deadline=None)
def test_any_text_is_a_date_or_is_refused_by_value_error(text: str) -> None:
    try:
        date = read_date(text)
    except ValueError:
        return
    assert isinstance(date, PartialDate)


@pytest.mark.parametrize(
    ("edtf", "en", "ru", "kk"),
    [
        ("2011", "2011", "2011 г.", "2011 ж."),
        ("2011-12", "December 2011", "декабрь 2011 г.", "2011 ж. желтоқсан"),
        ("2011-12-16", "16 December 2011", "16 декабря 2011 г.", "2011 ж. 16 желтоқсан"),
        ("2011-12-16T23:00", "16 December 2011, 23:00", "16 декабря 2011 г., 23:00", "2011 ж. 16 желтоқсан, 23:00"),
        (
            "2011-12-16T23:00+06:00",
            "16 December 2011, 23:00 (UTC+06:00)",
            "16 декабря 2011 г., 23:00 (UTC+06:00)",
            "2011 ж. 16 желтоқсан, 23:00 (UTC+06:00)",
        ),
        ("2012-03-03~", "about 3 March 2012", "около 3 марта 2012 г.", "шамамен 2012 ж. 3 наурыз"),
        ("2012-03~", "about March 2012", "около марта 2012 г.", "шамамен 2012 ж. наурыз"),
        ("2012-03?", "March 2012 (uncertain)", "март 2012 г. (предположительно)", "2012 ж. наурыз (болжамды)"),
        ("../2011-12-20", "by 20 December 2011", "не позднее 20 декабря 2011 г.", "ең кеші 2011 ж. 20 желтоқсан"),
        ("2011-22/..", "from summer 2011 on", "с лета 2011 г.", "ең ертесі 2011 ж. жазы"),
        ("2011-12-16/2011-12-18", "16–18 December 2011", "16–18 декабря 2011 г.", "2011 ж. 16–18 желтоқсан"),
        ("2011-06/2011-12", "June – December 2011", "июнь – декабрь 2011 г.", "2011 ж. маусым – желтоқсан"),
        (
            "2011-12-16/2012-01-03",
            "16 December 2011 – 3 January 2012",
            "16 декабря 2011 г. – 3 января 2012 г.",
            "2011 ж. 16 желтоқсан – 2012 ж. 3 қаңтар",
        ),
        (
            "2011-11-30/2011-12-02",
            "30 November 2011 – 2 December 2011",
            "30 ноября 2011 г. – 2 декабря 2011 г.",
            "2011 ж. 30 қараша – 2011 ж. 2 желтоқсан",
        ),
        ("199X", "1990s", "1990-е годы", "1990-жылдар"),
        ("XXXX", "date unknown", "дата неизвестна", "күні белгісіз"),
        ("", "", "", ""),
    ],
)
def test_a_date_is_said_in_each_language(edtf: str, en: str, ru: str, kk: str) -> None:
    assert [say_date(edtf, language) for language in LANGUAGES] == [en, ru, kk]


def test_a_language_that_is_not_known_gets_english() -> None:
    assert say_date("2011-12-16", "eo") == "16 December 2011"


def test_a_form_of_a_later_version_is_shown_as_it_is() -> None:
    assert say_date("Y-17E7", "en") == "Y-17E7"


@given(dates, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_no_hour_is_said_that_was_not_recorded(text: str, language: str) -> None:
    said = say_date(text, language)
    assert (":" in said.replace("UTC+", "").replace("UTC-", "")) <= ("T" in text)


def test_month_names_stand_in_the_form_that_the_language_needs() -> None:
    assert month_names("ru")[11] == ("декабрь", "декабря")
    assert month_names("en")[11] == ("December", "December")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2011-12-16T23:00+06:00", timedelta(hours=6)),
        ("2011-12-16T23:00-03:30", -timedelta(hours=3, minutes=30)),
        ("2011-12-16T23:00Z", timedelta()),
        ("2011-12-16T23:00", None),
        ("2011-12-16T23:00Z/2011-12-17T07:00Z", timedelta()),
        ("2011-12-16T23:00Z/2011-12-17T07:00+06:00", None),
    ],
)
def test_a_zone_is_kept_beside_the_clock_time_of_the_place(text: str, zone: timedelta | None) -> None:
    date = read_date(text)
    assert date.zone == zone
    assert date.earliest == moment(2011, 12, 16, 23)


@given(st.one_of(days, months, years))
@settings(deadline=None, max_examples=40)
def test_an_independent_reader_of_edtf_gives_the_same_first_and_last_day(text: str) -> None:
    from edtf import parse_edtf  # noqa: PLC0415 - slow to import, and only this test asks it

    theirs, ours = parse_edtf(text), read_date(text)
    assert ours.earliest is not None
    assert ours.latest is not None
    assert ours.earliest.timetuple()[:3] == tuple(theirs.lower_strict())[:3]
    assert ours.latest.timetuple()[:3] == tuple(theirs.upper_strict())[:3]


known = st.builds("{}{}".format, st.one_of(days, months, years), st.sampled_from(["", "~", "?", "%"]))


@given(st.one_of(known, seasons, st.sampled_from(["201X", "2011-XX", "2011-12-XX"])), known)
@settings(deadline=None, max_examples=60)
def test_an_independent_reader_takes_what_is_kept_of_level_one(first: str, second: str) -> None:
    from edtf import parse_edtf  # noqa: PLC0415 - the same

    for text in (first, f"{second}/..", f"../{second}"):
        assert str(parse_edtf(read_date(text).edtf)) == read_date(text).edtf


def test_reading_dates_starts_without_the_libraries_of_dates() -> None:
    loaded = (
        "import sys, casefile.base.dates as d; d.read_date('2011'); print(sorted({'babel', 'edtf'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_each_month_ends_on_its_own_last_day() -> None:
    for month in range(1, 13):
        latest = read_date(f"2012-{month:02}").latest
        assert latest is not None
        assert latest.day == calendar.monthrange(2012, month)[1]
