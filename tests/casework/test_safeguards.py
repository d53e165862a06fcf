from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from gettext import NullTranslations
from typing import Any

import pytest

from casefile.base import i18n
from casefile.base.clock import NO_ID, RecordId
from casefile.base.errors import NotFoundError
from casefile.casework.access import record_family_visit, record_lawyer_access
from casefile.casework.catalogue import record_types
from casefile.casework.custody import end_custody, record_custody, record_safeguard, record_transfer
from casefile.casework.custody_clock import Given, Held, Moment, State, judge, lines, wait
from casefile.casework.people import add_person
from casefile.casework.places import add_place
from casefile.casework.rule_packs import Rule
from casefile.casework.safeguards import ClockLine, Verdict, clock, incommunicado, say_span, say_wait, what_label
from casefile.casework.vocabulary import vocabulary
from casework.memory_book import MemoryBook

HOUR = timedelta(hours=1)
LIMIT = 48 * HOUR
ZERO = timedelta()


def held(arrested: str, until: str = "", *, free: bool = False, apart: timedelta = ZERO) -> Held:
    return Held(Moment.of(arrested), Moment.of(until), over=bool(until), free=free, clocks_apart=apart)


def given(*moments: str) -> Given:
    return Given(State.GIVEN, tuple(Moment.of(moment) for moment in moments))


NEVER, UNKNOWN, DISPUTED = Given(State.NEVER), Given(State.UNKNOWN), Given(State.DISPUTED)


def verdict(detention: Held, safeguard: Given, limit: timedelta | None = LIMIT) -> str:
    return judge(limit, detention, safeguard).verdict


def rule(**more: object) -> Rule:
    texts = ("en", "ru", "kk")
    stated = {
        "pack": "pack",
        "id": "judge",
        "what": "judge",
        "instrument": dict.fromkeys(texts, "Code"),
        "article": dict.fromkeys(texts, "article 1"),
        "says": dict.fromkeys(texts, "at once"),
        "source": "Code, article 1",
        "valid_from": date(2000, 1, 1),
        "limit": LIMIT,
    }
    return Rule(**{**stated, **more})  # type: ignore[arg-type] # a test states only what it is about


def said(detention: Held, safeguard: Given, *stated: Rule) -> list[tuple[str, str]]:
    return [(line.verdict, line.why) for line in lines(detention, {"judge": safeguard}, stated, "en")]


# The pure part.


@pytest.mark.parametrize(
    ("arrested", "judged", "expected"),
    [
        ("2011-12-16T23:00", "2011-12-18T22:59", "met"),
        ("2011-12-16T23:00", "2011-12-18T23:01", "breached"),
        ("2011-12-16T23:00", "2011-12-18T23:00", "cannot_tell"),
        ("2011-12-16", "2011-12-17", "met"),
        ("2011-12-16", "2011-12-18", "cannot_tell"),
        ("2011-12-16", "2011-12-19", "breached"),
        ("2011-12-16~", "2011-12-19", "cannot_tell"),
        ("2011-12", "2011-12-31", "cannot_tell"),
        ("2011-12-16", "2011", "cannot_tell"),
        ("2011-12-16", "2012-01", "breached"),
        ("../2011-12-16", "2011-12-19", "breached"),
        ("../2011-12-16", "2011-12-17", "cannot_tell"),
        ("2011-12-16/..", "2011-12-17", "met"),
        ("2011-12-16/..", "2011-12-19", "cannot_tell"),
        ("2011-12-16", "2011-12-17/2011-12-20", "cannot_tell"),
        ("2011-12-16", "2011-12-19/..", "breached"),
        ("XXXX", "2011-12-19", "cannot_tell"),
    ],
)
def test_a_missing_hour_never_makes_a_breach_nor_keeps_one(arrested: str, judged: str, expected: str) -> None:
    assert verdict(held(arrested), given(judged)) == expected


@pytest.mark.parametrize(
    ("arrested", "judged", "apart", "expected"),
    [
        ("2011-12-16T23:00+06:00", "2011-12-18T23:30+06:00", ZERO, "breached"),
        ("2011-12-16T23:00+05:00", "2011-12-18T23:30+06:00", ZERO, "met"),
        ("2011-12-16T23:00", "2011-12-18T23:30", ZERO, "breached"),
        ("2011-12-16T23:00", "2011-12-18T23:30", HOUR, "cannot_tell"),
        ("2011-12-16T23:00+06:00", "2011-12-18T23:30", HOUR, "cannot_tell"),
        ("2011-12-16T23:00", "2011-12-19T00:30", HOUR, "breached"),
        ("2011-12-16T17:00Z", "2011-12-19T00:00", ZERO, "cannot_tell"),
        ("2011-12-16T17:00Z", "2011-12-19T08:00", ZERO, "breached"),
        ("2011-12-16T23:00", "2011-12-19T10:00Z", ZERO, "cannot_tell"),
        ("2011-12-16T23:00", "2011-12-19T12:00Z", ZERO, "breached"),
        ("2011-12-16T23:00", "2011-12-18T08:00Z", ZERO, "met"),
    ],
)
def test_different_or_missing_zones_widen_the_wait_by_what_they_may_differ(
    arrested: str, judged: str, apart: timedelta, expected: str
) -> None:
    assert verdict(held(arrested, apart=apart), given(judged)) == expected


def test_a_sunday_on_which_clocks_may_change_widens_the_wait_by_an_hour_unless_both_zones_are_known() -> None:
    first, last = Moment.of("2013-03-30T12:00:00"), Moment.of("2013-03-31T12:00:00")
    assert wait(last, first, ZERO) == (23 * HOUR, 25 * HOUR)
    first, last = Moment.of("2013-03-30T12:00:00+06:00"), Moment.of("2013-03-31T12:00:00+06:00")
    assert wait(last, first, ZERO) == (24 * HOUR, 24 * HOUR)
    first, last = Moment.of("2013-12-28T12:00:00"), Moment.of("2013-12-29T12:00:00")
    assert wait(last, first, ZERO) == (24 * HOUR, 24 * HOUR)


def test_never_is_a_breach_once_the_detention_lasted_longer_than_the_limit() -> None:
    assert verdict(held("2011-12-16", "2011-12-19", free=True), NEVER) == "breached"
    assert verdict(held("2011-12-16", "2011-12-18", free=True), NEVER) == "cannot_tell"
    assert verdict(held("2011-12-16"), NEVER) == "cannot_tell"


def test_who_is_free_before_the_limit_runs_out_is_owed_nothing_more() -> None:
    free = held("2011-12-16T10:00", "2011-12-17T10:00", free=True)
    for safeguard in (NEVER, UNKNOWN, DISPUTED, given(), given("2011-12-30")):
        assert verdict(free, safeguard) == "met"


def test_who_is_only_moved_on_may_still_be_held() -> None:
    moved = held("2011-12-16T10:00", "2011-12-17T10:00")
    assert verdict(moved, NEVER) == "cannot_tell"
    assert verdict(moved, given("2011-12-30")) == "breached"


def test_what_was_given_after_the_end_was_never_given_while_held() -> None:
    free = held("2011-12-16", "2011-12-25", free=True)
    found = judge(LIMIT, free, given("2011-12-30"))
    assert (found.verdict, found.least) == ("breached", 8 * 24 * HOUR + timedelta(seconds=1))


def test_a_record_that_is_missing_contradicted_or_undated_is_never_a_breach() -> None:
    long = held("2011-12-16", "2012-06-01", free=True)
    for safeguard in (UNKNOWN, DISPUTED, given()):
        assert verdict(long, safeguard) == "cannot_tell"
        assert verdict(long, safeguard, None) == "cannot_tell"


def test_what_lies_before_the_arrest_is_doubted() -> None:
    assert verdict(held("2011-12-16"), given("2011-12-10")) == "cannot_tell"


def test_of_several_records_the_first_time_counts() -> None:
    assert verdict(held("2011-12-16"), given("2011-12-25", "2011-12-17")) == "met"
    assert verdict(held("2011-12-16"), given("2011-12-25", "2011-12-20")) == "breached"
    assert verdict(held("2011-12-16"), given("2011-12-25", "")) == "cannot_tell"


def test_a_rule_without_a_number_is_breached_only_by_never() -> None:
    ended = held("2011-12-16", "2012-06-01", free=True)
    assert verdict(ended, given("2012-05-01"), None) == "cannot_tell"
    assert verdict(ended, NEVER, None) == "breached"
    assert verdict(held("2011-12-16"), NEVER, None) == "cannot_tell"
    assert judge(None, ended, NEVER, proves=False).verdict == "cannot_tell"


def test_the_wait_is_an_interval() -> None:
    found = judge(LIMIT, held("2011-12-16T23:00"), given("2011-12-18"))
    assert (found.least, found.most) == (25 * HOUR - timedelta(seconds=59), 49 * HOUR - timedelta(seconds=1))


def test_a_wait_is_never_less_than_nothing() -> None:
    assert judge(LIMIT, held("2011-12-16"), given("2011-12-16")).least == ZERO


# Rules and the day of the arrest.


def test_the_rule_in_force_on_the_day_of_the_arrest_applies() -> None:
    old = rule(limit=72 * HOUR, valid_to=date(2014, 12, 31))
    new = rule(limit=24 * HOUR, valid_from=date(2015, 1, 1))
    found = said(held("2014-12-31T12:00"), given("2015-01-02T12:00"), old, new)
    assert [verdict for verdict, _why in found] == ["met"]
    found = said(held("2015-01-01T12:00"), given("2015-01-03T12:00"), old, new)
    assert [verdict for verdict, _why in found] == ["breached"]


def test_no_rule_is_asked_of_an_arrest_before_it_was_in_force() -> None:
    assert said(held("1999-12-31"), NEVER, rule()) == []
    assert said(held("2011-12-16"), NEVER, rule(valid_to=date(2011, 12, 15))) == []


@pytest.mark.parametrize(("judged", "expected"), [("2015-01-04T12", "breached"), ("2015-01-02T12", "cannot_tell")])
def test_an_arrest_on_either_side_of_a_change_is_a_breach_only_if_both_rules_say_so(judged: str, expected: str) -> None:
    old = rule(limit=50 * HOUR, valid_to=date(2014, 12, 31))
    new = rule(limit=10 * HOUR, valid_from=date(2015, 1, 1))
    ((found, why),) = said(held("2014-12-31T22/2015-01-01T02"), given(judged), old, new)
    assert found == expected
    assert expected == "breached" or "changed" in why


def test_an_arrest_that_may_lie_before_the_rule_is_no_breach() -> None:
    ((found, why),) = said(held("1999-12-31/2000-01-01"), given("2000-02-01"), rule())
    assert (found, "in force" in why) == ("cannot_tell", True)


def test_a_treaty_binds_a_state_from_its_own_day_on() -> None:
    joined = rule(in_force_for={"kz": date(2006, 4, 24)})
    before = Held(Moment.of("2006-04-23"), countries=frozenset({"kz"}))
    assert said(before, given("2006-04-30"), joined) == []
    after = Held(Moment.of("2006-04-24"), countries=frozenset({"kz"}))
    assert [verdict for verdict, _why in said(after, given("2006-04-30"), joined)] == ["breached"]


def test_a_national_rule_is_asked_only_in_its_country() -> None:
    national = rule(country="kz")
    arrest, judged = Moment.of("2011-12-16"), given("2011-12-25")
    assert said(Held(arrest, countries=frozenset({"ru"})), judged, national) == []
    assert said(Held(arrest, countries=frozenset({"kz"})), judged, national)[0][0] == "breached"
    found, why = said(Held(arrest), judged, national)[0]
    assert (found, "country" in why) == ("cannot_tell", True)


def test_a_rule_for_juveniles_is_asked_of_juveniles() -> None:
    young = rule(juveniles=True)
    arrest, judged = Moment.of("2011-12-16"), given("2011-12-25")
    assert said(Held(arrest, juvenile=False), judged, young) == []
    assert said(Held(arrest, juvenile=True), judged, young)[0][0] == "breached"
    found, why = said(Held(arrest), judged, young)[0]
    assert (found, "under 18" in why) == ("cannot_tell", True)


def test_a_rule_is_not_asked_of_a_kind_of_detention_it_is_not_about() -> None:
    arrest, judged = Moment.of("2011-12-16"), given("2011-12-25")
    unless = rule(not_for=frozenset({"sentence"}))
    assert said(Held(arrest, custody_kind="sentence"), judged, unless) == []
    assert len(said(Held(arrest, custody_kind="criminal"), judged, unless)) == 1


def test_a_reservation_keeps_never_from_being_a_breach_and_is_told() -> None:
    reserved = rule(limit=None, reservation=dict.fromkeys(("en", "ru", "kk"), "Only for {foreigners}."))
    ((found, why),) = said(held("2011-12-16", "2012-01-01"), NEVER, reserved)
    assert (found, "Only for {foreigners}." in why) == ("cannot_tell", True)


def test_every_reason_is_whole_and_names_what_it_speaks_of() -> None:
    seen = set()
    detentions = [
        held("2011-12-16"),
        held("2011-12-16", "2011-12-17", free=True),
        held("2011-12-16", "2011-12-18"),
        held("2011-12-16", "2012-01-01", free=True),
        held(""),
        held("2011-12-16T10:00+06:00", apart=HOUR),
        held("2011-12-16T10:00", apart=HOUR),
    ]
    safeguards = [
        NEVER,
        UNKNOWN,
        DISPUTED,
        given(),
        *map(given, ("2011-12-18", "2011-12-18T10:30", "2011-12-25", "2011")),
    ]
    for detention in detentions:
        for safeguard in [*safeguards, given("2011-12-01")]:
            for stated in (rule(), rule(limit=None)):
                ((_verdict, why),) = said(detention, safeguard, stated)
                seen.add(why)
                assert "{" not in why
                assert why.endswith(".")
                assert "None" not in why
    assert len(seen) > 25


def test_a_line_tells_when_its_limit_runs_out_while_the_detention_lasts() -> None:
    (line,) = lines(held("2011-12-16T10:00"), {"judge": UNKNOWN}, [rule()], "en")
    assert line.runs_out == datetime(2011, 12, 18, 10)  # noqa: DTZ001 - clock time of the place
    (line,) = lines(held("2011-12-16T10:00"), {"judge": given("2011-12-17")}, [rule()], "en")
    assert line.runs_out is None
    (line,) = lines(held("2011-12-16T10:00", "2011-12-17"), {"judge": UNKNOWN}, [rule()], "en")
    assert line.runs_out is None


@pytest.mark.parametrize(
    ("span", "down", "up"),
    [
        (timedelta(hours=48), "48 h", "48 h"),
        (timedelta(hours=24, seconds=1), "24 h", "24 h 1 min"),
        (timedelta(seconds=59), "0 h", "1 min"),
        (timedelta(days=4), "4 d", "4 d"),
        (timedelta(days=9, hours=5, minutes=10), "9 d 5 h", "9 d 6 h"),
    ],
)
def test_a_length_of_time_is_rounded_so_that_it_stays_true(span: timedelta, down: str, up: str) -> None:
    assert (say_span(span, "en"), say_span(span, "en", up=True)) == (down, up)


def test_a_wait_is_said_as_it_is_known() -> None:
    assert say_wait(HOUR, 3 * HOUR, "en") == "1 h to 3 h"
    assert say_wait(HOUR, HOUR, "en") == "1 h"
    assert say_wait(HOUR, None, "en") == "at least 1 h"
    assert say_wait(ZERO, HOUR, "en") == "at most 1 h"
    assert say_wait(None, None, "en") == "an unknown time"


# The records.


@pytest.fixture
def town(book: MemoryBook) -> RecordId:
    country = add_place(book, "Kazakhstan", "country", country="kz")
    return add_place(book, "Zhanaozen", "city", parent=country)


@pytest.fixture
def person(book: MemoryBook) -> RecordId:
    return add_person(book, "A", birth_date="1980")


def arrest(book: MemoryBook, person: RecordId, town: RecordId = NO_ID, when: str = "2011-12-16") -> RecordId:
    return record_custody(book, person, when, "criminal", taken_to=town)


def line(
    book: MemoryBook, custody: RecordId, what: str, pack: str = "article", as_of: datetime | None = None
) -> ClockLine:
    (found,) = [line for line in clock(book, custody, as_of=as_of) if line.what == what and pack in line.rule]
    return found


def test_the_clock_reads_the_safeguards_of_a_detention(book: MemoryBook, person: RecordId, town: RecordId) -> None:
    custody = arrest(book, person, town)
    record_safeguard(book, custody, "judge", given_at="2011-12-19")
    found = line(book, custody, "judge")
    assert (found.verdict, found.limit) == (Verdict.BREACHED, LIMIT)
    assert (found.least, found.most) == (48 * HOUR + timedelta(seconds=1), 96 * HOUR - timedelta(seconds=1))
    assert "48 h" in found.why
    assert (found.label, found.took) == ("Judge", "48 h to 96 h")
    assert "1787/2008" in found.rule


def test_a_verdict_is_one_of_three_words(book: MemoryBook, person: RecordId) -> None:
    found = {str(line.verdict) for line in clock(book, arrest(book, person))}
    assert found <= {"met", "breached", "cannot_tell"}


def test_a_detention_with_nothing_recorded_breaches_nothing(book: MemoryBook, person: RecordId) -> None:
    found = clock(book, arrest(book, person))
    assert {line.verdict for line in found} == {"cannot_tell"}
    assert {line.took for line in found} == {""}
    assert {line.what for line in found} >= set(vocabulary("safeguard_kind").terms) | {"outside_contact"}


def test_lines_come_in_the_order_of_the_safeguards(book: MemoryBook, person: RecordId) -> None:
    order = [*vocabulary("safeguard_kind").terms, "outside_contact", "family_visit"]
    found = [order.index(line.what) for line in clock(book, arrest(book, person))]
    assert found == sorted(found)


def test_registration_and_the_copy_of_the_record_are_read_from_the_detention(
    book: MemoryBook, person: RecordId
) -> None:
    custody = record_custody(
        book,
        person,
        "2011-12-16",
        registered_at="2011-12-17",
        record_given="no",
        end_kind="released",
        ended="2012-01-01",
    )
    assert line(book, custody, "registered", "principle").most == 48 * HOUR - timedelta(seconds=1) + HOUR
    assert line(book, custody, "record_copy", "principle").why.startswith("Never")


def test_never_is_measured_to_the_end_of_the_detention(book: MemoryBook, person: RecordId, town: RecordId) -> None:
    custody = arrest(book, person, town)
    record_safeguard(book, custody, "judge", "no")
    assert line(book, custody, "judge").verdict == "cannot_tell"
    end_custody(book, custody, "released", "2011-12-19")
    assert line(book, custody, "judge").verdict == "breached"


def test_never_is_measured_to_the_day_up_to_which_it_is_known(
    book: MemoryBook, person: RecordId, town: RecordId
) -> None:
    custody = arrest(book, person, town)
    record_safeguard(book, custody, "judge", "no")
    early = datetime(2011, 12, 18, 12, tzinfo=UTC)
    assert line(book, custody, "judge", as_of=early).verdict == "cannot_tell"
    assert line(book, custody, "judge", as_of=early + timedelta(days=2)).verdict == "breached"


def test_a_transfer_is_not_freedom(book: MemoryBook, person: RecordId, town: RecordId) -> None:
    custody = arrest(book, person, town)
    end_custody(book, custody, "transferred", "2011-12-17")
    assert line(book, custody, "judge").verdict == "cannot_tell"
    end_custody(book, custody, "released", "2011-12-17")
    assert line(book, custody, "judge").verdict == "met"


def test_a_safeguard_that_is_not_applicable_has_no_line(book: MemoryBook, person: RecordId) -> None:
    custody = arrest(book, person)
    record_safeguard(book, custody, "consul", "not_applicable")
    assert "consul" not in {line.what for line in clock(book, custody)}


def test_a_safeguard_put_aside_is_not_read(book: MemoryBook, person: RecordId, town: RecordId) -> None:
    custody = arrest(book, person, town)
    book.archive(record_safeguard(book, custody, "judge", given_at="2011-12-25"))
    assert line(book, custody, "judge").verdict == "cannot_tell"


def test_two_records_that_contradict_each_other_decide_nothing(
    book: MemoryBook, person: RecordId, town: RecordId
) -> None:
    custody = arrest(book, person, town)
    record_safeguard(book, custody, "judge", given_at="2011-12-25")
    book.insert("safeguard", custody=custody, safeguard_kind="judge", given="no")
    found = line(book, custody, "judge")
    assert (found.verdict, "contradict" in found.why) == ("cannot_tell", True)


def test_a_meeting_with_a_lawyer_in_the_log_says_that_the_first_was_no_later(
    book: MemoryBook, person: RecordId
) -> None:
    custody = arrest(book, person)
    record_lawyer_access(book, person, "visit", "refused", "2011-12-17", custody=custody)
    record_lawyer_access(book, person, "asked", "granted", "2011-12-17", custody=custody)
    assert line(book, custody, "lawyer", "principle").most is None
    record_lawyer_access(book, person, "visit", "cut_short", "2011-12-20", custody=custody)
    found = line(book, custody, "lawyer", "principle")
    assert (found.least, found.most) == (ZERO, 5 * 24 * HOUR + HOUR - timedelta(seconds=1))


def test_a_dated_safeguard_is_the_first_time_whatever_the_log_holds_of_later_days(
    book: MemoryBook, person: RecordId
) -> None:
    custody = arrest(book, person)
    record_safeguard(book, custody, "lawyer", given_at="2011-12-19")
    record_lawyer_access(book, person, "visit", "granted", "2011-12-25", custody=custody)
    assert line(book, custody, "lawyer", "principle").least == 48 * HOUR + timedelta(seconds=1) - HOUR
    record_lawyer_access(book, person, "visit", "granted", "2011-12-17", custody=custody)
    assert line(book, custody, "lawyer", "principle").least == ZERO


def test_hours_incommunicado_end_with_the_first_contact(book: MemoryBook, person: RecordId, town: RecordId) -> None:
    custody = record_custody(
        book, person, "2011-12-16T10:00", taken_to=town, incommunicado="yes", incommunicado_until="2011-12-20T10:00"
    )
    minute = timedelta(seconds=59)
    assert incommunicado(book, custody) == (96 * HOUR - minute, 96 * HOUR + minute)
    record_family_visit(book, person, "visit", "granted", "2011-12-19T10:00", custody=custody)
    assert incommunicado(book, custody) == (72 * HOUR - minute, 72 * HOUR + minute)


def test_a_family_visit_bounds_the_hours_incommunicado_from_above_only(
    book: MemoryBook, person: RecordId, town: RecordId
) -> None:
    custody = arrest(book, person, town, "2011-12-16T10:00:00")
    record_family_visit(book, person, "parcel", "granted", "2011-12-17T10:00:00", custody=custody)
    assert incommunicado(book, custody) == (None, None)
    record_family_visit(book, person, "visit", "monitored", "2011-12-20T10:00:00", custody=custody)
    assert incommunicado(book, custody) == (ZERO, 96 * HOUR)
    assert line(book, custody, "family_visit", "principle").most == 96 * HOUR


def test_who_is_held_incommunicado_now_has_been_since_the_arrest(book: MemoryBook, person: RecordId) -> None:
    custody = record_custody(book, person, "2011-12-16T10:00:00+06:00", incommunicado="yes")
    as_of = datetime(2011, 12, 17, 4, tzinfo=UTC)
    assert incommunicado(book, custody, as_of=as_of) == (24 * HOUR, None)
    end_custody(book, custody, "released", "2011-12-20T10:00:00+06:00")
    assert incommunicado(book, custody) == (None, 96 * HOUR)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"birth_date": "1993-12-17"}, "juvenile"),
        ({"birth_date": "1993-12-16"}, "adult"),
        ({"birth_date": "1993-12"}, "not known"),
        ({"birth_date": "1993"}, "not known"),
        ({"birth_date": "1994"}, "juvenile"),
        ({"birth_date": "1992"}, "adult"),
        ({"birth_date": "../1990"}, "adult"),
        ({"age": "16", "age_on": "2011-12-18"}, "juvenile"),
        ({"age": "37", "age_on": "2011-12-18"}, "adult"),
        ({"age": "18", "age_on": "2011-12-18"}, "not known"),
        ({"age": "17", "age_on": "2010-12"}, "not known"),
        ({"age": ">=25", "age_on": "2011"}, "adult"),
        ({"age": "~16", "age_on": "2011-12-18"}, "not known"),
        ({"age": "16"}, "not known"),
        ({"characteristics": ("minor",)}, "not known"),
        ({}, "not known"),
    ],
)
def test_who_is_a_juvenile_is_told_by_birth_or_age_at_the_arrest(
    book: MemoryBook, town: RecordId, values: dict[str, Any], expected: str
) -> None:
    custody = arrest(book, add_person(book, "A", **values), town)
    record_safeguard(book, custody, "family_told", "no")
    end_custody(book, custody, "released", "2011-12-30")
    found = [line.verdict for line in clock(book, custody) if "16 (3)" in line.rule]
    assert found == {"juvenile": ["breached"], "not known": ["cannot_tell"], "adult": []}[expected]


def test_clocks_of_one_town_are_one_clock_and_those_of_two_regions_are_not(
    book: MemoryBook, person: RecordId, town: RecordId
) -> None:
    custody = arrest(book, person, town)
    record_safeguard(book, custody, "judge", given_at="2011-12-19")
    cell = add_place(book, "Cell", parent=town)
    record_transfer(book, custody, cell, "2011-12-17")
    assert line(book, custody, "judge").verdict == "breached"
    almaty = add_place(book, "Almaty", "city", parent=book.get(town).link("parent"))
    record_transfer(book, custody, almaty, "2011-12-18")
    found = line(book, custody, "judge")
    assert (found.verdict, found.least) == ("cannot_tell", 47 * HOUR + timedelta(seconds=1))
    record_transfer(book, custody, add_place(book, "Omsk", "city", country="ru"), "2011-12-18")
    assert line(book, custody, "judge").least == 22 * HOUR + timedelta(seconds=1)


def test_a_detention_without_a_place_may_have_had_two_clocks(book: MemoryBook, person: RecordId) -> None:
    custody = arrest(book, person)
    record_safeguard(book, custody, "judge", given_at="2011-12-19")
    found = line(book, custody, "judge")
    assert (found.verdict, "places" in found.why) == ("cannot_tell", True)


@pytest.fixture
def no_catalogues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every language without a catalogue, so that only the words of the packs and vocabularies differ."""
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: NullTranslations())
    i18n.Language.of.cache_clear()
    yield
    i18n.set_language("en")
    i18n.Language.of.cache_clear()


@pytest.mark.usefixtures("no_catalogues")
def test_the_clock_speaks_the_language_asked_for(book: MemoryBook, person: RecordId) -> None:
    custody = arrest(book, person)
    assert "Свод принципов" in clock(book, custody, language_code="ru")[0].rule
    assert "жинағы" in clock(book, custody, language_code="kk")[0].rule
    assert clock(book, custody, language_code="uk") == clock(book, custody, language_code="en")
    i18n.set_language("ru")
    assert clock(book, custody) == clock(book, custody, language_code="ru")
    assert what_label("judge", "ru") == "Судья"
    assert what_label("outside_contact", "en") == "Contact with the outside"


def test_a_detention_that_is_not_there_is_not_found(book: MemoryBook) -> None:
    with pytest.raises(NotFoundError):
        clock(book, RecordId(bytes(16)))


def test_the_terms_the_clock_speaks_of_are_terms() -> None:
    from casefile.casework import access, safeguards  # noqa: PLC0415 - to look at what they keep to themselves

    assert vocabulary("custody_end").terms.keys() >= safeguards._FREE
    assert vocabulary("lawyer_access_kind").terms.keys() >= safeguards._LAWYER_CONTACT | {"letter"}
    assert vocabulary("family_visit_kind").terms.keys() >= safeguards._FAMILY_CONTACT
    assert vocabulary("country").terms.keys() >= safeguards._SPREAD.keys()
    assert vocabulary("access_outcome").terms.keys() >= access.TOOK_PLACE
    assert record_types()["safeguard"].facts["safeguard_kind"].vocabulary == "safeguard_kind"
