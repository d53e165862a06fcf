"""Whatever is unknown of a detention: the clock accuses nobody whom the truth may clear, and clears nobody whom the
truth may accuse; and knowing more never turns one answer into the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.casework.custody_clock import OPEN, Given, Held, Moment, State, Verdict, judge, lines
from casefile.casework.rule_packs import Rule

HOUR = timedelta(hours=1)
ZONES = (timedelta(hours=5), timedelta(hours=6))
"""The two clocks of the country: an hour apart."""
FIRST = datetime(2011, 12, 10)  # noqa: DTZ001 - in UTC, as all truth here
LIMITS = st.sampled_from([24 * HOUR, 48 * HOUR, 72 * HOUR])
# Times near each other, so that limits, midnights and gaps between moments are met often.
SPANS = st.one_of(
    st.integers(0, 100).map(lambda hours: timedelta(hours=hours)),
    st.integers(0, 400_000).map(lambda seconds: timedelta(seconds=seconds)),
    st.sampled_from([23 * HOUR, 24 * HOUR, 47 * HOUR, 48 * HOUR, 49 * HOUR, 72 * HOUR]),
)
MARGINS = st.one_of(
    st.none(),
    st.just(timedelta()),
    st.integers(0, 90_000).map(lambda seconds: timedelta(seconds=seconds)),
    st.sampled_from([HOUR, 24 * HOUR, 48 * HOUR]),
)


@dataclass(frozen=True)
class Fact:
    """A moment as it was: in UTC, and the zone of the clock it was read off."""

    utc: datetime
    zone: timedelta

    @property
    def local(self) -> datetime:
        return self.utc + self.zone


@dataclass(frozen=True)
class Truth:
    """What happened. The safeguard came while the person was held, or never; the end may be only that of the record."""

    arrested: Fact
    judged: Fact | None
    ended: Fact | None
    free: bool


@dataclass(frozen=True)
class Told:
    """How exactly a moment is known: how far its interval reaches to each side, None for an open end; its zone."""

    before: timedelta | None
    after: timedelta | None
    zone: bool

    def moment(self, fact: Fact | None) -> Moment:
        if fact is None:
            return OPEN
        return Moment(
            None if self.before is None else fact.local - self.before,
            None if self.after is None else fact.local + self.after,
            fact.zone if self.zone else None,
            fact.zone if self.zone else None,
        )


@dataclass(frozen=True)
class Known:
    """What is recorded of the truth."""

    arrested: Told
    judged: Told
    ended: Told
    whether: bool
    when: bool
    end: bool

    def held(self, truth: Truth) -> Held:
        over = self.end and truth.ended is not None
        return Held(
            arrested=self.arrested.moment(truth.arrested),
            until=self.ended.moment(truth.ended) if over else OPEN,
            over=over,
            free=over and truth.free,
            clocks_apart=HOUR,
        )

    def given(self, truth: Truth) -> Given:
        if not self.whether:
            return Given(State.UNKNOWN)
        if truth.judged is None:
            return Given(State.NEVER)
        return Given(State.GIVEN, (self.judged.moment(truth.judged),) if self.when else ())


FACTS = st.builds(Fact, st.just(FIRST), st.sampled_from(ZONES))


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    arrested = draw(FACTS)
    arrested = replace(arrested, utc=FIRST + draw(SPANS))
    judged = draw(st.none() | st.builds(Fact, SPANS.map(lambda span: arrested.utc + span), st.sampled_from(ZONES)))
    start = judged.utc if judged else arrested.utc
    ended = draw(st.none() | st.builds(Fact, SPANS.map(lambda span: start + span), st.sampled_from(ZONES)))
    return Truth(arrested, judged, ended, free=draw(st.booleans()))


TOLD = st.builds(Told, MARGINS, MARGINS, st.booleans())
KNOWN = st.builds(Known, TOLD, TOLD, TOLD, whether=st.booleans(), when=st.booleans(), end=st.booleans())


def breaks(truth: Truth, limit: timedelta) -> bool | None:
    """Whether the limit was broken; None where the person may be held on, without the safeguard, beyond this record."""
    if truth.judged is not None:
        return truth.judged.utc - truth.arrested.utc > limit
    if truth.ended is None:
        return None
    lasted = truth.ended.utc - truth.arrested.utc > limit
    return lasted if lasted or truth.free else None


@settings(max_examples=200)
@given(truths(), KNOWN, LIMITS)
def test_no_verdict_is_contradicted_by_what_happened(truth: Truth, known: Known, limit: timedelta) -> None:
    verdict = judge(limit, known.held(truth), known.given(truth)).verdict
    if verdict is Verdict.BREACHED:
        assert breaks(truth, limit) is True
    if verdict is Verdict.MET:
        assert breaks(truth, limit) is False


@settings(max_examples=200)
@given(truths(), KNOWN)
def test_the_wait_lies_within_what_is_said_of_it(truth: Truth, known: Known) -> None:
    found = judge(None, known.held(truth), known.given(truth))
    if truth.judged is None:
        return
    waited = truth.judged.utc - truth.arrested.utc
    assert found.least is None or found.least <= waited
    assert found.most is None or waited <= found.most


def narrower(told: Told, margins: tuple[timedelta | None, timedelta | None], *, zone: bool) -> Told:
    def less(old: timedelta | None, new: timedelta | None) -> timedelta | None:
        return old if new is None else new if old is None else min(old, new)

    return Told(less(told.before, margins[0]), less(told.after, margins[1]), told.zone or zone)


TWO = st.tuples(MARGINS, MARGINS)


@settings(max_examples=300)
@given(truths(), KNOWN, st.tuples(TWO, TWO, TWO), st.tuples(*[st.booleans()] * 6), LIMITS)
def test_knowing_more_never_changes_an_answer(
    truth: Truth,
    known: Known,
    margins: tuple[tuple[timedelta | None, timedelta | None], ...],
    flags: tuple[bool, ...],
    limit: timedelta,
) -> None:
    more = Known(
        narrower(known.arrested, margins[0], zone=flags[0]),
        narrower(known.judged, margins[1], zone=flags[1]),
        narrower(known.ended, margins[2], zone=flags[2]),
        whether=known.whether or flags[3],
        when=known.when or flags[4],
        end=known.end or flags[5],
    )
    before = judge(limit, known.held(truth), known.given(truth)).verdict
    after = judge(limit, more.held(truth), more.given(truth)).verdict
    assert before in {Verdict.CANNOT_TELL, after}


@settings(max_examples=200)
@given(truths(), TOLD, TOLD, LIMITS)
def test_knowing_all_leaves_nothing_open(truth: Truth, judged: Told, ended: Told, limit: timedelta) -> None:
    exact = Told(timedelta(), timedelta(), zone=True)
    known = Known(exact, replace(judged, before=exact.before, after=exact.after, zone=True), ended, True, True, True)
    known = replace(known, ended=exact)
    verdict = judge(limit, known.held(truth), known.given(truth)).verdict
    expected = {True: Verdict.BREACHED, False: Verdict.MET, None: Verdict.CANNOT_TELL}[breaks(truth, limit)]
    assert verdict is expected


def versions(change: date, before: timedelta, after: timedelta) -> list[Rule]:
    said = {"en": "at once"}
    old = Rule("p", "judge", "judge", said, said, said, "s", date(2000, 1, 1), change - timedelta(days=1), before)
    return [old, replace(old, valid_from=change, valid_to=None, limit=after)]


@settings(max_examples=200)
@given(truths(), KNOWN, LIMITS, LIMITS, st.dates(date(2011, 12, 9), date(2011, 12, 20)))
def test_across_a_change_of_rules_no_verdict_is_contradicted_by_the_rule_of_the_day(
    truth: Truth, known: Known, before: timedelta, after: timedelta, change: date
) -> None:
    limit = after if truth.arrested.local.date() >= change else before
    found = lines(known.held(truth), {"judge": known.given(truth)}, versions(change, before, after), "en")
    for line in found:
        if line.verdict is Verdict.BREACHED:
            assert breaks(truth, limit) is True
        if line.verdict is Verdict.MET:
            assert breaks(truth, limit) is False
