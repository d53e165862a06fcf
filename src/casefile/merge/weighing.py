"""What agreement and disagreement weigh: the model of Fellegi and Sunter, 1969, its rates estimated from the book.

For each field and level, m is how often two records of one person agree so, u how often two of different people do.
u is counted in random pairs, m by expectation and maximisation over the pairs that were compared; both lean on priors,
which alone decide where there are too few records. A word that is rare weighs more than one that half of all bear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from casefile.merge.likeness import HEARD, LEVELS

Floats = NDArray[np.float64]

_M = (
    (0.02, 0.03, 0.10, 0.30, 0.55),
    (0.03, 0.06, 0.12, 0.25, 0.54),
    (0.04, 0.10, 0.86),
    (0.04, 0.08, 0.13, 0.25, 0.50),
    (0.02, 0.98),
    (0.10, 0.90),
    (0.35, 0.10, 0.15, 0.40),
)
_U = (
    (0.945, 0.015, 0.02, 0.008, 0.012),
    (0.960, 0.010, 0.012, 0.006, 0.012),
    (0.97, 0.01, 0.02),
    (0.90, 0.055, 0.025, 0.0199, 0.0001),
    (0.45, 0.55),
    (0.99999, 0.00001),
    (0.90, 0.07, 0.02, 0.01),
)
"""For each feature and level; by what the demonstration and the literature on registers of names suggest."""
ENOUGH = 300
"""People from which rates are estimated; fewer say too little."""
_M_TRUST = 40.0
"""As how many pairs of one person the priors count."""
_U_TRUST = 2_000.0
"""As how many random pairs the priors count."""
_EXPECTED = 0.05
"""Records of a hundred, over a hundred, that have a second one; before anything is known."""
_FEWEST = 50
"""A book of fewer people counts as one of so many: who is looked for is rarer than the book is small."""
_USUAL_SHARE = 0.005
_SHARE_TRUST = 200.0
_ROUNDS = 15
_STILL = 1e-4


@dataclass(frozen=True)
class Model:
    """The weights in force.

    Attributes:
        m: For each feature, how often one person's two records agree at each level.
        u: The same of two people.
        odds: Of two records of the book to be of one person, before they are compared.
        people: How many are in the book.
        bearers: How many have a word of this skeleton in a name.
    """

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    odds: float
    people: int
    bearers: Mapping[str, int] = field(repr=False)

    def rarity(self, sound: str) -> float:
        """Bits of surprise that somebody has this word in a name; it counts beside what agreement weighs by itself."""
        share = (self.bearers.get(sound, 0) + _SHARE_TRUST * _USUAL_SHARE) / (self.people + _SHARE_TRUST)
        return float(-np.log2(share))

    def weights(self, levels: NDArray[np.int8], rarities: Floats) -> Floats:
        """Bits for and against, one column a feature; nothing where nothing is known.

        Args:
            levels: A row for each pair, a column for each feature.
            rarities: Bits of the two words (`rarity`), two columns; not looked at where they are not heard the same.
        """
        found = np.zeros(levels.shape, dtype=np.float64)
        for column, (m, u) in enumerate(zip(self.m, self.u, strict=True)):
            # Level -1 takes the last, which is nothing.
            table = np.append(np.log2(m / u), 0.0)
            found[:, column] = table[levels[:, column]]
        for column in range(2):
            # In place of how often two agree in any word, how often in this one.
            usual = np.log2(self.u[column][HEARD:].sum())
            found[:, column] += np.where(levels[:, column] >= HEARD, rarities[:, column] + usual, 0.0)
        return found

    def chances(self, levels: NDArray[np.int8], rarities: Floats) -> Floats:
        """The probability of each pair to be one person, from 0 to 1."""
        bits = self.weights(levels, rarities).sum(axis=1) + np.log2(self.odds)
        return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60))), dtype=np.float64)


def prior(people: int, bearers: Mapping[str, int]) -> Model:
    """The model before anything was compared."""
    count = max(people, _FEWEST)
    return Model(
        m=tuple(np.array(one) for one in _M),
        u=tuple(np.array(one) for one in _U),
        odds=2 * _EXPECTED / count,
        people=people,
        bearers=bearers,
    )


def estimated(model: Model, random: NDArray[np.int8], levels: NDArray[np.int8], rarities: Floats) -> Model:
    """The model that fits the book.

    Args:
        model: The one to begin with.
        random: Levels of pairs taken at random.
        levels: Levels of the pairs that were compared because something about them agrees.
        rarities: Bits of their words.
    """
    u = tuple(_shares(random[:, n], None, np.array(_U[n]), _U_TRUST) for n in range(len(LEVELS)))
    pairs = max(model.people, _FEWEST) * (max(model.people, _FEWEST) - 1) / 2
    m, odds = model.m, model.odds
    for _round in range(_ROUNDS):
        made = Model(m, u, odds, model.people, model.bearers)
        chances = made.chances(levels, rarities)
        new = tuple(_shares(levels[:, n], chances, np.array(_M[n]), _M_TRUST) for n in range(len(LEVELS)))
        expected = min(max(float(chances.sum()), 0.001 * model.people), model.people) + 1.0
        change = max(float(np.abs(a - b).max()) for a, b in zip(m, new, strict=True))
        m, odds = new, expected / pairs
        if change < _STILL:
            break
    return Model(m, u, odds, model.people, model.bearers)


def _shares(levels: NDArray[np.int8], chances: Floats | None, before: Floats, trust: float) -> Floats:
    known = levels >= 0
    counted = np.bincount(
        levels[known], weights=None if chances is None else chances[known], minlength=len(before)
    ).astype(np.float64)
    raised = counted + trust * before
    return np.asarray(raised / raised.sum(), dtype=np.float64)
