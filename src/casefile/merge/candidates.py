"""What a pair of records that may be one and the same is told by: the same for people and for all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casefile.base.clock import RecordId
from casefile.base.i18n import _

Report = Callable[[int, int], object]
"""Told how much is done, and of how much; may raise to stop."""
LEAST = 0.10
"""Probability from which a pair is worth a look."""
_CERTAIN, _VERY_LIKELY, _LIKELY = 0.99, 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records that may be one and the same.

    Attributes:
        kind: Kind of both.
        first: The lower id.
        second: The other.
        chance: Probability, from 0 to 1, by the model's lights; never a decision.
        reasons_for: Sentences that speak for it, the strongest first.
        reasons_against: Sentences that speak against it, the strongest first.
    """

    kind: str
    first: RecordId
    second: RecordId
    chance: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for candidates brought.

    Attributes:
        candidates: The likeliest first, no more than asked for.
        more: How many further pairs are worth a look.
        compared: How many pairs were compared.
    """

    candidates: tuple[Candidate, ...]
    more: int
    compared: int


def ignore_progress(_done: int, _of: int) -> None:
    """For those who do not ask how far it is."""


def likelihood(chance: float) -> str:
    """A probability in words."""
    if chance >= _CERTAIN:
        return _("Almost certainly the same")
    if chance >= _VERY_LIKELY:
        return _("Very likely the same")
    if chance >= _LIKELY:
        return _("Likely the same")
    return _("Possibly the same")
