"""Which faults could explain the intervals at each place, each kind by its own evidence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts.outcome import ECTOPIC, EXTRA, LONG_SHORT, MISSED
from coherence_desktop.signal.artefacts.places import Places
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

MOST_BEATS_IN_ONE = 8
MISSED_UNITS, MISSED_RATIO = 4.0, 1.4
EXTRA_UNITS = 3.0
EARLY_SCORE, EARLY_PART = 3.4, 0.02
"""Evidence that a beat came early; clean recordings of 12,000 beats reach 3.3."""
LATE_SCORE, LATE_PART = 5.0, 0.07
RUN_SCORE, RUN_PART = 8.0, 0.07
SHORT_UNITS, SHORT_PART = 4.0, 0.10
LONG_UNITS, LONG_LEAST_PART, LONG_PART = 6.0, 0.20, 0.45
"""Healthy single long beats reach 38 % above their neighbours."""

PRICE = 2.0
"""Units by which an explanation must smooth the course for each interval it replaces: about what
smoothing a healthy interval would gain."""
PRICE_OF_LOST_TIME = 3.0, 0.75
"""What it costs more to move all later beats: at least, and for each unit of time."""
PRICE_OF_ODD_RUN = 5.0
"""What it costs more to share three intervals among two beats."""

USUAL_FAULTS = 0.01
FAULT_WINDOW = 100
"""Beats to either side among which faults are counted."""
LENIENCE = 0.5
"""How much less evidence an ectopic beat needs for each e-fold of faults above the usual."""


@dataclass(frozen=True, slots=True, eq=False)
class Hypotheses:
    """Places where ``count`` intervals could be one fault that stands for ``parts`` values."""

    kind: str
    count: int
    parts: int
    position: NDArray[np.intp]
    unit: FloatArray
    """What counts as one step off course there, in ms."""
    surcharge: float = 0.0

    @property
    def keeps_time(self) -> bool:
        """Whether the values add up to the intervals, so that later beats stay where they were."""
        return not (self.kind == LONG_SHORT and self.count == 1)


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
    size = len(series)
    proposed: list[Hypotheses] = []
    if size >= 2:
        proposed += _singles(Places(series, 1))
    if size >= 3:
        off_course = np.zeros(len(series.value), dtype=np.intp)
        for h in proposed:
            if not h.keeps_time:
                rises = series.value[h.position] > series.value[h.position - 1]
                off_course[h.position] = np.where(rises, LONG, SHORT)
        lenience = _lenience(series)
        proposed += _pairs(Places(series, 2), off_course, lenience)
        if size >= 4:
            proposed += _triples(Places(series, 3), lenience)
        proposed += [
            h for count in (4, 5) if size > count for h in _fragments(Places(series, count))
        ]
    return [h for h in proposed if len(h.position)]


SHORT, LONG = 1, 2


def _where(
    p: Places,
    kind: str,
    parts: int,
    condition: NDArray[np.bool_],
    surcharge: float = 0.0,
) -> Hypotheses:
    return Hypotheses(kind, p.count, parts, p.position[condition], p.unit[condition], surcharge)


def _singles(p: Places) -> list[Hypotheses]:
    (x,) = p.inside
    beats = np.clip(np.round(x / p.level), 2, MOST_BEATS_IN_ONE)
    missed = (
        p.fits(x / beats)
        & (x - p.near_ceiling > MISSED_UNITS * p.unit)
        & (x > MISSED_RATIO * p.level)
    )
    found = [_where(p, MISSED, int(n), missed & (beats == n)) for n in np.unique(beats[missed])]
    above, below = x - p.ceiling, p.floor - x
    unit = p.strictness * p.unit
    short = (below > SHORT_UNITS * unit) & (below > SHORT_PART * p.level)
    long = (above > LONG_PART * p.level) | (
        (above > LONG_UNITS * unit) & (above > LONG_LEAST_PART * p.level)
    )
    alone = p.usual(p.level) & (short | (long & ~missed))
    return [*found, _where(p, LONG_SHORT, 1, alone, PRICE_OF_LOST_TIME[0])]


def _pairs(p: Places, off_course: NDArray[np.intp], lenience: FloatArray) -> list[Hypotheses]:
    first, second = p.inside
    at_home = p.fits((first + second) / 2)
    early, dip_and_rise = p.displacement(first, second, at_home)
    late, rise_and_dip = p.displacement(second, first, at_home)
    ectopic = (early > EARLY_SCORE - lenience[p.position]) & (dip_and_rise > EARLY_PART * p.level)
    # One interval off course may be half of a displaced beat: the cost decides.
    half = (off_course[p.position] == SHORT) | (off_course[p.position + 1] == LONG)
    ectopic |= half & (second > first)
    long_short = (late > LATE_SCORE * p.strictness) & (rise_and_dip > LATE_PART * p.level)
    return [
        *_fragments(p),
        _where(p, ECTOPIC, 2, at_home & ectopic),
        _where(p, LONG_SHORT, 2, at_home & long_short),
    ]


def _triples(p: Places, lenience: FloatArray) -> list[Hypotheses]:
    first, middle, last = p.inside
    mean = (first + middle + last) / 3
    at_home = p.fits(mean) & p.fits(middle)
    early, dip_and_rise = p.displacement(first, last, at_home)
    early_twice = (
        at_home
        & (early > (RUN_SCORE - 3 * lenience[p.position]) * p.strictness)
        & (dip_and_rise > RUN_PART * p.level)
    )
    smallest = np.minimum(np.minimum(first, middle), last)
    two_of_three = p.fragmented(EXTRA_UNITS) & (smallest < 0.75 * p.low) & p.fits(1.5 * mean)
    return [
        *_fragments(p),
        _where(p, ECTOPIC, 3, early_twice),
        _where(p, EXTRA, 2, two_of_three, PRICE_OF_ODD_RUN),
    ]


def _fragments(p: Places) -> list[Hypotheses]:
    """One interval that extra beats cut to pieces."""
    whole = p.fits(p.total)
    return [_where(p, EXTRA, 1, whole & p.fragmented(EXTRA_UNITS))]


def _lenience(series: Series) -> FloatArray:
    """How much less evidence an ectopic beat needs where there were many faults."""
    before = np.concatenate([[0], np.cumsum(series.fault)])
    places = np.arange(len(series.value))
    start = np.maximum(places - FAULT_WINDOW, MARGIN)
    stop = np.maximum(np.minimum(places + FAULT_WINDOW, series.stop), start)
    density = (before[stop] - before[start]) / np.maximum(stop - start, FAULT_WINDOW)
    lenience: FloatArray = LENIENCE * np.log(np.maximum(density / USUAL_FAULTS, 1.0))
    return lenience
