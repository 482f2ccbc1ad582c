"""Which faults could explain the intervals at each place, each kind by its own evidence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts.course import envelope
from coherence_desktop.signal.artefacts.outcome import ECTOPIC, EXTRA, LONG_SHORT, MISSED
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

LEVEL_SHARE_IN_UNIT = 0.01
LEAST_PART, LARGEST_PART = 0.8, 1.2
"""A corrected value lies between these multiples of its lower and its higher neighbour."""
MOST_BEATS_IN_ONE = 8
MISSED_UNITS, MISSED_RATIO = 4.0, 1.4
EXTRA_UNITS = 3.0
ECTOPIC_UNITS, ECTOPIC_PART = 2.0, 0.02
LONG_SHORT_UNITS, LONG_SHORT_PART = 3.5, 0.07
SHORT_UNITS, SHORT_PART = 4.0, 0.10
LONG_UNITS, LONG_LEAST_PART, LONG_PART = 6.0, 0.20, 0.45
"""Healthy single long beats reach 38 % above their neighbours."""
ONE_SIDED = 1.5
"""How much more evidence a single interval needs where only one side of it is known."""


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """Places where ``count`` intervals could be one fault that stands for ``parts`` values."""

    kind: str
    count: int
    parts: int
    position: NDArray[np.intp]
    unit: FloatArray
    """What counts as one step off course there, in ms."""


class _Window:
    """Every place of a series where ``count`` free intervals stand, with what surrounds them."""

    def __init__(self, series: Series, count: int) -> None:
        x = series.value
        p = np.arange(MARGIN, len(x) - MARGIN - count + 1)
        free = series.free[p]
        for k in range(1, count):
            free = free & series.free[p + k]
        a1, b1 = x[p - 1], x[p + count]
        free &= ~(np.isnan(a1) & np.isnan(b1))
        p, a1, b1 = p[free], a1[free], b1[free]
        self.position = p
        self.count = count
        self.inside = [x[p + k] for k in range(count)]
        self.low, self.high = np.fmin(a1, b1), np.fmax(a1, b1)
        self.level = (self.low + self.high) / 2
        a2, b2 = x[p - 2], x[p + count + 1]
        self.floor, self.ceiling = envelope(a2, a1, b1, b2)
        self.unit = series.scale[p] + LEVEL_SHARE_IN_UNIT * self.level
        self.strictness = np.where(np.isnan(a2) | np.isnan(b2), ONE_SIDED, 1.0)

    def fits(self, part: FloatArray) -> NDArray[np.bool_]:
        """Whether a corrected value would be at home between its neighbours."""
        fit: NDArray[np.bool_] = (part >= LEAST_PART * self.low) & (
            part <= LARGEST_PART * self.high
        )
        return fit

    def where(self, kind: str, parts: int, condition: NDArray[np.bool_]) -> Hypotheses:
        """Keep the places where the condition holds."""
        return Hypotheses(kind, self.count, parts, self.position[condition], self.unit[condition])


def propose(series: Series) -> list[Hypotheses]:
    """Every fault that some interval of the series could be explained by.

    Parameters
    ----------
    series : Series
        A stretch under correction; only free intervals are judged.

    Returns
    -------
    list of Hypotheses
        They overlap: several may explain the same intervals.
    """
    size = len(series.core())
    proposed: list[Hypotheses] = []
    if size >= 2:
        proposed += _singles(_Window(series, 1))
    if size >= 3:
        proposed += _pairs(_Window(series, 2))
    if size >= 4:
        proposed += _triples(_Window(series, 3))
    return [h for h in proposed if len(h.position)]


def _singles(w: _Window) -> list[Hypotheses]:
    (x,) = w.inside
    above, below = x - w.ceiling, w.floor - x
    beats = np.clip(np.round(x / w.level), 2, MOST_BEATS_IN_ONE)
    missed = w.fits(x / beats) & (above > MISSED_UNITS * w.unit) & (x > MISSED_RATIO * w.level)
    found = [w.where(MISSED, int(n), missed & (beats == n)) for n in np.unique(beats[missed])]
    strictly = w.strictness * w.unit
    short = (below > SHORT_UNITS * strictly) & (below > SHORT_PART * w.level)
    long = (above > LONG_PART * w.level) | (
        (above > LONG_UNITS * strictly) & (above > LONG_LEAST_PART * w.level)
    )
    return [*found, w.where(LONG_SHORT, 1, short), w.where(LONG_SHORT, 1, long & ~missed)]


def _pairs(w: _Window) -> list[Hypotheses]:
    first, second = w.inside
    total = first + second
    fragments = (
        w.fits(total)
        & (np.maximum(first, second) < w.low)
        & (w.floor - np.minimum(first, second) > EXTRA_UNITS * w.unit)
    )
    at_home = w.fits(total / 2)
    early = _both(w.floor - first, second - w.ceiling)
    late = _both(w.floor - second, first - w.ceiling)
    ectopic = at_home & (early > ECTOPIC_UNITS * w.unit) & (early > ECTOPIC_PART * w.level)
    long_short = at_home & (late > LONG_SHORT_UNITS * w.unit) & (late > LONG_SHORT_PART * w.level)
    return [
        w.where(EXTRA, 1, fragments),
        w.where(ECTOPIC, 2, ectopic),
        w.where(LONG_SHORT, 2, long_short),
    ]


def _triples(w: _Window) -> list[Hypotheses]:
    largest = np.maximum.reduce(w.inside)
    smallest = np.minimum.reduce(w.inside)
    total = w.inside[0] + w.inside[1] + w.inside[2]
    stray = w.floor - smallest > EXTRA_UNITS * w.unit
    return [
        w.where(EXTRA, 1, stray & w.fits(total) & (largest < w.low)),
        w.where(EXTRA, 2, stray & w.fits(total / 2) & (smallest < 0.75 * w.low)),
    ]


def _both(dip: FloatArray, rise: FloatArray) -> FloatArray:
    """Harmonic mean of two violations; 0 unless both are there."""
    both = (dip > 0) & (rise > 0)
    mean: FloatArray = np.where(both, 2 * dip * rise / np.where(both, dip + rise, 1.0), 0.0)
    return mean
