"""Weighing hypotheses against each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from coherence_desktop.signal.artefacts.course import (
    LEVEL_SHARE_IN_UNIT,
    roughness,
)
from coherence_desktop.signal.artefacts.fill import line
from coherence_desktop.signal.artefacts.hypotheses import (
    PRICE,
    PRICE_OF_LOST_TIME,
    Hypotheses,
    propose,
)
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

NEIGHBOURS = 3
"""Intervals to either side whose roughness a fault can change, and one more."""
RIVAL_SHARE = 0.3
"""A hypothesis with less than this part of the best gain is no rival."""
WIDEST_RIVALRY = 9
PRECEDENT_REACH = 100
FEWEST_PRECEDENTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One fault at one place, and what is gained by it."""

    gain: float
    """Units of roughness taken away, less the price."""
    price: float
    position: int
    count: int
    kind: str
    values: FloatArray

    @property
    def stop(self) -> int:
        """Position after its last interval."""
        return self.position + self.count

    def touches(self, start: int, stop: int) -> bool:
        """Whether it explains an interval from ``start`` to before ``stop``."""
        return self.position < stop and self.stop > start


def weigh(series: Series) -> list[Choice]:
    """All faults that would smooth the course by more than their price, in order of place."""
    choices: list[Choice] = []
    for h in propose(series):
        values = line(series.value, h)
        price = np.full(len(h.position), PRICE * h.count + h.surcharge)
        if not h.keeps_time:
            lost = np.abs(series.value[h.position] - values[:, 0])
            beside = series.value[h.position - 1] + series.value[h.position + 1]
            # Beside the first or last interval there is no beat that would be moved.
            price = price + np.where(np.isnan(beside), 0.0, PRICE_OF_LOST_TIME[1] * lost / h.unit)
        gain = _smoothing(series.value, h, values) / h.unit - price
        choices += [
            Choice(float(gain[k]), float(price[k]), int(h.position[k]), h.count, h.kind, values[k])
            for k in np.flatnonzero(gain > 0)
        ]
    return sorted(choices, key=lambda choice: choice.position)


def without_contact(choices: Iterable[Choice]) -> list[Choice]:
    """Take the best first; one that touches a better one waits for the next round."""
    taken: set[int] = set()
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda choice: -choice.gain):
        if taken.isdisjoint(range(choice.position - 1, choice.stop + 1)):
            kept.append(choice)
        taken.update(range(choice.position, choice.stop))
    return kept


def judge_rivals(series: Series, choices: list[Choice]) -> list[Choice]:
    """Weigh faults that explain the same intervals by course and by precedent.

    A course is predictable if it is smooth, or if it went that way before: the sudden rise of a
    slow breath is not smooth, but there was one like it ten seconds ago.

    Parameters
    ----------
    series : Series
        A stretch under correction.
    choices : list of Choice
        In order of place.

    Returns
    -------
    list of Choice
        The same, with the gains of rivals set by how well each predicts the course.
    """
    precedents = _Precedents(series, choices)
    judged: list[Choice] = []
    for group in _overlapping(choices):
        best = max(choice.gain for choice in group)
        rivals = [choice for choice in group if choice.gain > RIVAL_SHARE * best]
        start, stop = group[0].position, max(choice.stop for choice in group)
        if len(rivals) < 2 or stop - start > WIDEST_RIVALRY:
            judged += group
            continue
        judged += [choice for choice in group if choice.gain <= RIVAL_SHARE * best]
        costs = [precedents.surprise(rival, start, stop) + rival.price for rival in rivals]
        least = min(costs)
        judged += [
            replace(rival, gain=best + least - cost)
            for rival, cost in zip(rivals, costs, strict=True)
        ]
    return judged


def _overlapping(choices: list[Choice]) -> list[list[Choice]]:
    groups: list[list[Choice]] = []
    stop = -1
    for choice in choices:
        if choice.position < stop:
            groups[-1].append(choice)
        else:
            groups.append([choice])
        stop = max(stop, choice.stop)
    return groups


def _smoothing(x: FloatArray, h: Hypotheses, values: FloatArray) -> FloatArray:
    """Roughness in ms that each hypothesis takes away."""
    p, m = h.position[:, None], h.count
    before = x[p + np.arange(-NEIGHBOURS, 0)]
    after = x[p + np.arange(m, m + NEIGHBOURS)]
    raw = np.hstack([before, x[p + np.arange(m)], after])
    return roughness(raw) - roughness(np.hstack([before, values, after]))


class _Precedents:
    """Clear stretches of the series, against which a possible course is held."""

    def __init__(self, series: Series, choices: list[Choice]) -> None:
        self._series = series
        unclear = np.isnan(series.value)
        for choice in choices:
            unclear[choice.position : choice.stop] = True
        self._unclear_before = np.concatenate([[0], np.cumsum(unclear)])
        self._windows: dict[int, FloatArray] = {}

    def surprise(self, rival: Choice, start: int, stop: int) -> float:
        """Units by which the course with a rival is neither smooth nor was seen before."""
        series = self._series
        x = series.value
        first = start - NEIGHBOURS
        around = x[first : rival.position], rival.values, x[rival.stop : stop + NEIGHBOURS]
        with_ends = np.concatenate(around)
        rough = float(roughness(with_ends[None])[0])
        course = with_ends[~np.isnan(with_ends)]
        first += int(np.isnan(around[0]).sum())
        unit = float(series.scale[start]) + LEVEL_SHARE_IN_UNIT * float(course.mean())
        seen = self._seen(len(course), start, stop)
        if len(seen) < FEWEST_PRECEDENTS:
            return 2 * rough / unit
        gap = seen - course
        inner = slice(rival.position - first, rival.position - first + len(rival.values))
        # How a fault's time is shared out is a guess: only its sum is held against a precedent.
        within = np.abs(gap[:, inner].sum(axis=1))
        gap[:, inner] = 0.0
        nearest = float((np.abs(gap).sum(axis=1) + within).min())
        unlike = nearest / (len(course) - len(rival.values) + 1) * 2 * NEIGHBOURS
        return (min(rough, unlike) + (rough + unlike) / 2) / unit

    def _seen(self, size: int, start: int, stop: int) -> FloatArray:
        """Clear stretches of ``size`` intervals within reach, one a row."""
        begin = max(MARGIN, start - PRECEDENT_REACH)
        end = min(self._series.stop - size, stop + PRECEDENT_REACH)
        if end <= begin:
            return np.empty((0, size))
        if size not in self._windows:
            self._windows[size] = np.lib.stride_tricks.sliding_window_view(
                self._series.value, size
            )
        before = self._unclear_before
        clear = before[begin + size : end + size] == before[begin:end]
        stretches: FloatArray = self._windows[size][begin:end][clear]
        return stretches
