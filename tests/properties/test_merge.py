"""Whatever several vaults do to each other, in whatever order: each shows what a plain model of the rules says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from properties.merge_days import Days, live_through

DRAW = st.integers(0, 1 << 32)
"""Each rule draws the rest from this: a plain random choice meets clashes far more often than small values do."""


class Offices(RuleBasedStateMachine):
    """Three to five offices that write, send, lose, merge, decide, undo, copy and erase."""

    @initialize(draw=DRAW)
    def open(self, draw: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.days = Days(Path(self.folder.name), draw)

    def teardown(self) -> None:
        if hasattr(self, "days"):
            self.days.close()
            self.folder.cleanup()

    @rule(draw=DRAW)
    def write(self, draw: int) -> None:
        self.days.live(draw, ("add", "edit", "edit", "all_edit_one", "all_edit_one", "put_aside"))

    @rule(draw=DRAW)
    def merge(self, draw: int) -> None:
        self.days.live(draw, ("merge", "merge_several"))

    @rule(draw=DRAW)
    def send(self, draw: int) -> None:
        self.days.live(draw, ("send_some", "send_the_end_only"))

    @rule(draw=DRAW)
    def decide(self, draw: int) -> None:
        self.days.live(draw, ("decide",))

    @rule(draw=DRAW)
    def go_back(self, draw: int) -> None:
        self.days.live(draw, ("undo", "undo_merge", "undo_merge", "undo_merge_again", "redo_merge"))

    @rule(draw=DRAW)
    def end(self, draw: int) -> None:
        self.days.live(draw, ("erase", "copy", "new_office", "later_version"))

    @invariant()
    def every_vault_shows_what_the_model_says(self) -> None:
        if hasattr(self, "days"):
            self.days.look()


QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
TestOffices = Offices.TestCase
TestOffices.settings = settings(max_examples=10, stateful_step_count=30, deadline=None, suppress_health_check=QUIET)


@pytest.mark.parametrize("seed", range(6))
def test_forty_days_of_several_offices(seed: int, tmp_path: Path) -> None:
    live_through(seed, 40, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 500))
def test_seventy_days_of_several_offices(seed: int, tmp_path: Path) -> None:
    live_through(seed, 70, tmp_path)


@pytest.mark.soak
def test_a_night_of_it() -> None:
    run_state_machine_as_test(
        Offices,
        settings=settings(max_examples=1_000, stateful_step_count=60, deadline=None, suppress_health_check=QUIET),
    )
