"""Places of a series where a fault could be, with what surrounds them."""

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts.course import (
    LEVEL_SHARE_IN_UNIT,
    envelope,
    innovations,
    roughness,
)
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

STEEPEST = 0.15
STEEPEST_NEAR = 0.05
"""Largest change from beat to beat that a slope is trusted to continue: for a single interval, and
for one that its own sum explains."""
LEAST_PART, LARGEST_PART, PART_UNITS = 0.2, 0.2, 4.0
"""How far a corrected value may lie below or above its neighbours: as a part, or in units."""
BEYOND_USUAL = 0.1, 0.15
"""How far a value between two trusted neighbours may leave the usual range, as parts of them."""
ONE_SIDED = 1.5
"""How much more evidence a single interval needs where only one side of it is known."""
FEWEST_NEIGHBOURS = 2
"""Two halves beside one whole may as well be two wholes beside a double one."""
WORTH_A_LOOK = 1.5
"""Units that a fault's first or last interval strays from its neighbours' mean."""
GAIN_IN_SCORE = 0.1


class Places:
    """Every place where ``count`` free intervals stand and the course is broken.

    All arrays have one entry for each place. ``low`` and ``high`` are the smaller and the larger
    neighbour, ``level`` their mean, ``floor`` and ``ceiling`` the bounds of the course.
    """

    def __init__(self, series: Series, count: int) -> None:
        x = series.value
        self._x = x
        self.count = count
        self.position = p = _broken(series, count)
        self.inside = [x[p + k] for k in range(count)]
        self.total: FloatArray = np.sum(self.inside, axis=0)
        self._before = [x[p - k] for k in (1, 2, 3)]
        self._after = [x[p + count - 1 + k] for k in (1, 2, 3)]
        (a1, a2, _), (b1, b2, _) = self._before, self._after
        self.low, self.high = np.fmin(a1, b1), np.fmax(a1, b1)
        self.level = (self.low + self.high) / 2
        self.floor, self.ceiling = envelope(a2, a1, b1, b2, STEEPEST)
        self.near_floor, self.near_ceiling = envelope(a2, a1, b1, b2, STEEPEST_NEAR)
        self.unit = series.scale[p] + LEVEL_SHARE_IN_UNIT * self.level
        self.strictness = np.where(np.isnan(a2) | np.isnan(b2), ONE_SIDED, 1.0)
        self._usual = series.low[p], series.high[p]

    def usual(self, part: FloatArray) -> NDArray[np.bool_]:
        """Whether a value lies in the range that is usual here."""
        low, high = self._usual
        inside: NDArray[np.bool_] = (part > low - BEYOND_USUAL[0] * self.level) & (
            part < high + BEYOND_USUAL[1] * self.level
        )
        return inside

    def fits(self, part: FloatArray) -> NDArray[np.bool_]:
        """Whether a corrected value would be at home between its neighbours."""
        slack = PART_UNITS * self.unit
        low = self.low - np.maximum(LEAST_PART * self.low, slack)
        high = self.high + np.maximum(LARGEST_PART * self.high, slack)
        return (part >= low) & (part <= high) & self.usual(part)

    def fragmented(self, units: float) -> NDArray[np.bool_]:
        """Whether all intervals are shorter than both neighbours, one of them far off course."""
        largest = np.max(self.inside, axis=0)
        smallest = np.min(self.inside, axis=0)
        broken: NDArray[np.bool_] = (largest < self.low) & (
            self.floor - smallest > units * self.unit
        )
        return broken

    def displacement(
        self, short: FloatArray, long: FloatArray, worth: NDArray[np.bool_]
    ) -> tuple[FloatArray, FloatArray]:
        """Evidence that the beats between stand off their places.

        Parameters
        ----------
        short, long : array
            First and last interval of each place, the one thought too short first.
        worth : array of bool
            Where to look; elsewhere there is no evidence.

        Returns
        -------
        score : array
            Sum of three measures: the violations of the course in units; the displacement against
            unit and spread of the neighbours; a tenth of the roughness gained, in units.
        both : array
            Harmonic mean of the dip below and the rise above the course, in ms.
        """
        dip, rise = self.near_floor - short, long - self.near_ceiling
        broken = worth & (dip > 0) & (rise > 0)
        both: FloatArray = np.zeros(len(short))
        both[broken] = 2 * dip[broken] * rise[broken] / (dip[broken] + rise[broken])
        shift = (long - short) / 2 - self._slope() / 2 * (1 if short is self.inside[0] else -1)
        look = worth & (shift > 0)
        score: FloatArray = np.zeros(len(short))
        neighbours = np.array([side[look] for side in (*self._before, *self._after)])
        score[look] = (
            both[look] / self.unit[look]
            + shift[look] / (self.unit[look] + _spread(neighbours))
            + GAIN_IN_SCORE * self._smoothing(look)
        )
        return score, both

    def _slope(self) -> FloatArray:
        """Change from interval to interval on the line between the neighbours, in ms."""
        slope = (self._after[0] - self._before[0]) / (self.count + 1)
        flat: FloatArray = np.where(np.isnan(slope), 0.0, slope)
        return flat

    def _smoothing(self, look: NDArray[np.bool_]) -> FloatArray:
        """Units of roughness that sharing the time out evenly would take away."""
        p, m = self.position[look, None], self.count
        before, after = self._x[p + np.arange(-3, 0)], self._x[p + np.arange(m, m + 3)]
        raw = self._x[p + np.arange(m)]
        slope = self._slope()[look, None] * (np.arange(m) - (m - 1) / 2)
        even = raw.mean(axis=1, keepdims=True) + slope
        gained = roughness(np.hstack([before, raw, after])) - roughness(
            np.hstack([before, even, after])
        )
        return gained / self.unit[look]


def _broken(series: Series, count: int) -> NDArray[np.intp]:
    """Positions of ``count`` free intervals of which the first or the last strays."""
    x = series.value
    strays = np.full(len(x), np.nan)
    strays[1:-1] = innovations(x)
    worth = ~(strays < WORTH_A_LOOK * (series.scale + LEVEL_SHARE_IN_UNIT * x))
    p = np.arange(MARGIN, series.stop - count + 1)
    look = worth[p] | worth[p + count - 1]
    for k in range(count):
        look &= series.free[p + k]
    neighbours = [x[p - 2], x[p - 1], x[p + count], x[p + count + 1]]
    look &= np.count_nonzero(~np.isnan(neighbours), axis=0) >= FEWEST_NEIGHBOURS
    return p[look]


def _spread(neighbours: FloatArray) -> FloatArray:
    """Standard deviation along the first axis, of what is known."""
    known = ~np.isnan(neighbours)
    number = np.maximum(known.sum(axis=0), 1)
    values = np.where(known, neighbours, 0.0)
    mean = values.sum(axis=0) / number
    deviation = np.where(known, values - mean, 0.0)
    spread: FloatArray = np.sqrt((deviation**2).sum(axis=0) / number)
    return spread
